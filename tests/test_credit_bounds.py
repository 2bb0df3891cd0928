"""Evidence that is missing widens the figures, and evidence that is added narrows them around the final ones."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import credit_claims
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assessment.assess import Prepared, assess
from engine.assessment.cases import get, put
from engine.claims.reader import claim_of
from engine.inference import reference
from engine.law.strict_yaml import Document
from engine.law.values import Interval

Claim = dict[str, Any]
# Whose absence says something: what a claim cannot be without, the choice of the scheme, names.
KEPT = ("id", "tax_year", "scheme", "investments", "amounts")


def presumed(prepared: Prepared) -> set[str]:
    """Facts and lists that are presumed where nobody states them: without them the answer is another, not wider."""
    rulebook = prepared.rulebook
    lists = {entry.path for entry in rulebook.lists.values() if entry.presumed is not None}
    return lists | {fact.path for fact in rulebook.facts.values() if fact.presumed_value is not None}


def holes(prepared: Prepared, data: Claim) -> list[str]:
    """Paths of facts, facts of entries, lists and groups of facts that may be left out."""
    stated = [(path, name_of(path)) for path in paths(data)]
    kept = {path for path, name in stated if name in presumed(prepared)}
    return [path for path, _ in stated if not any(one == path or one.startswith(f"{path}.") for one in kept)]


def paths(data: object, path: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            inner = f"{path}.{key}" if path else key
            if key not in KEPT:
                yield inner
            if key not in ("id", "tax_year", "scheme"):
                yield from paths(value, inner)
    elif isinstance(data, list) and data and isinstance(data[0], dict):
        for i, item in enumerate(data):
            yield from paths(item, f"{path}.{i}")


def name_of(path: str) -> str:
    steps = [step for step in path.split(".") if not step.isdigit() and step not in ("investments", "projects")]
    return ".".join("amount" if step == "amounts" else step for step in steps)


def without(data: Claim, left_out: list[str]) -> Claim:
    lesser = copy.deepcopy(data)
    for path in sorted(left_out, key=len, reverse=True):  # what is within before what it is in
        put(lesser, path, None)
    return lesser


def shown(node: dict[str, Any], key: str) -> Interval:
    if node[key] is not None:
        return Interval(int(node[key]), int(node[key]))
    low, high = (node["bounds"][key][end] for end in ("at_least", "at_most"))
    return Interval(None if low is None else int(low), None if high is None else int(high))


def figures(prepared: Prepared, document: dict[str, Any]) -> dict[str, Interval]:
    credit = document["credit"]
    names = ["base_krw", "floor_krw", *(entry.figure for entry in prepared.rulebook.assessment.figures)]
    return {name: shown(credit, name) for name in names}


def of_schemes(document: dict[str, Any]) -> dict[str, Interval]:
    keys = ("base_krw", "increment_krw", "total_krw")
    return {f"{one['scheme']} {key}": shown(one, key) for one in document["credit"]["schemes"] for key in keys}


def answered(prepared: Prepared, data: Claim) -> dict[str, Any]:
    claim = claim_of(Document("claim", copy.deepcopy(data)), prepared.rulebook)
    return assess(claim, prepared, credit_claims.KNOWN_ON, reference.evaluate)


def best(document: dict[str, Any]) -> set[str]:
    """The scheme that is taken, and the other one where both give the same."""
    totals = {one["scheme"]: one["total_krw"] for one in document["credit"]["schemes"]}
    taken = document["credit"]["scheme"]
    return {name for name, total in totals.items() if name == taken or (taken and total == totals[taken])}


def lies_in(inner: Interval, outer: Interval) -> bool:
    return inner.hull(outer) == outer


@given(seed=st.integers(0, 10**6))
@settings(max_examples=150)
def test_more_evidence_only_narrows(prepared: Prepared, seed: int) -> None:
    dice = Random(seed)
    data = credit_claims.claim(dice, most=2)
    able = holes(prepared, data)
    dice.shuffle(able)
    most = dice.choice((1, 2, 4, 8, len(able)))
    cuts = [able[:most], able[: most // 2], []]
    documents = [answered(prepared, without(data, cut)) for cut in cuts]
    for lesser, more, cut in zip(documents, documents[1:], cuts, strict=False):
        for read in (lambda one: figures(prepared, one), of_schemes):
            wide, narrow = read(lesser), read(more)
            for name in narrow.keys() & wide.keys():
                assert lies_in(narrow[name], wide[name]), (seed, name, wide[name], narrow[name], cut)
        assert lesser["credit"]["scheme"] in (None, *best(more)), (seed, cut)


def test_holes_reach_every_kind_of_fact(prepared: Prepared) -> None:
    reached = {name_of(path) for seed in range(60) for path in holes(prepared, credit_claims.claim(Random(seed)))}
    assert {
        "prior_investment",
        "prior_investment.nst_krw",
        "carried_forward.arose_in",
        "funding.giver",
        "taken.filed_on",
        "events.on",
        "amount.amount_krw",
        "tax.computed_krw",
        "taxpayer.size",
        "recognition",
    } <= reached
    assert get({"a": [{"b": Fraction(1)}]}, "a.0.b") == 1
