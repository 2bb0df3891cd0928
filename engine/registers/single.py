"""A single line of an audited register as a claim of its own: the same facts, for the answer in full."""

from __future__ import annotations

from dataclasses import replace

from engine.assessment.assess import Prepared
from engine.claims.claim import Amount, Claim, Investment
from engine.columns.facts import DEDUCTED, ends, given_facts, given_name, value_of
from engine.law.judged import FAILS, HOLDS, fact_path
from engine.law.values import ORDERED, Facts, Interval, exactly
from engine.registers.lookup import Lookup, Row
from engine.registers.placing import FUNDING, GRANT, GRANT_KRW

NAME, SCHEME = "taxpayer.name", "scheme"


def claim_of_line(lookup: Lookup, line: Row, name: str, prepared: Prepared) -> Claim:
    """``line`` is a part of it, ``name`` what the answer calls it.

    The scheme is the one that its claim takes: for this line alone another might give more.
    """
    cells, claim = lookup.facts(line["line"]), lookup.claim(line["claim"])
    by_scope: dict[str, Facts] = {"claim": {}, "investment": {}, "amount": {}}
    for fact in given_facts(prepared.plan):
        column = given_name(prepared.plan, fact)
        names = ends(column) if fact.type in ORDERED else (column,)
        value = value_of(fact, *(cells[one] for one in names))
        if value is not None and fact.derived is None:
            by_scope[fact.scope][fact.path] = value
    if line["company"]:
        by_scope["claim"][NAME] = line["company"]
    if claim[SCHEME]:
        by_scope["claim"][SCHEME] = claim[SCHEME]
    low, high = (cells[end] for end in ends(DEDUCTED))
    paid = () if (low, high) == (0, 0) else ({**GRANT, GRANT_KRW: _between(low, high)},)
    item = Investment(name, by_scope["investment"], (Amount(by_scope["amount"]),), {FUNDING: paid})
    known = {path: value for facts in by_scope.values() for path, value in facts.items()}
    judged = tuple(
        replace(one, investments=(name,) if one.of else ())
        for one in lookup.judgements(line["line"])
        if known.get(fact_path(one.provision)) == (HOLDS if one.value else FAILS)
    )
    return Claim(by_scope["claim"], (item,), judgements=judged)


def _between(low: int | None, high: int | None) -> Interval:
    return exactly(low) if low is not None and low == high else Interval(low, high)
