"""Parts and claims as columns against the assessment: outcome, tier, rows, standing, rate, credit, sums, scheme."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from itertools import islice, zip_longest

import pytest
import sqlglot
from agreement import Shown, claims_of_cases, mixed, readable, shown, tables
from generate import Generator, knowledge_days
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assessment.assess import Prepared
from engine.claims.claim import Amount, Claim, Investment
from engine.columns.dialect import DuckSql, SparkSql
from engine.columns.query import query
from engine.inference import reference
from engine.inference.solve import Evaluate
from engine.law.values import day, exactly


def differences(
    prepared: Prepared, claims: Iterable[Claim], known_on: int, evaluate: Evaluate = reference.evaluate
) -> Counter[str]:
    """Cells that differ, by column, and rows that one of the two lacks."""
    claims = list(claims)
    parts, totals = tables(prepared, known_on, claims)
    rows: list[Shown] = []
    sums: list[Shown] = []
    line = 0
    for number, claim in enumerate(claims):
        found, total = shown(claim, prepared, known_on, evaluate)
        if not found:  # nothing is invested in the year: there is no row
            continue
        rows += [{**row, "claim": number, "line": line + int(str(row["line"]))} for row in found]
        sums.append({**total, "claim": number})
        line += len({row["line"] for row in found})
    wrong: Counter[str] = Counter()
    for expected, made in [*zip_longest(rows, parts), *zip_longest(sums, totals)]:
        if expected is None or made is None:
            wrong["a row"] += 1
        else:
            wrong.update(name for name, value in expected.items() if made[name] != value)
    return wrong


KNOWN = ("2021-01-10", "2023-08-28", "2025-01-05", "2026-11-22")


@pytest.mark.parametrize("known_on", KNOWN)
def test_parts_and_claims_are_those_of_the_assessment(prepared: Prepared, known_on: str) -> None:
    assert not differences(prepared, islice(mixed(prepared, known_on), 50), day(known_on))


def test_claims_of_the_cases_come_out_alike(prepared: Prepared) -> None:
    for known_on, step in (("2023-08-28", 4), ("2026-11-22", 1)):
        assert not differences(prepared, claims_of_cases(prepared)[::step], day(known_on))


def test_all_three_evaluators_agree(prepared: Prepared, durable: Evaluate) -> None:
    assert not differences(prepared, islice(mixed(prepared, "durable"), 25), day("2026-11-22"), durable)


@given(seed=st.integers(0, 10**9), at=st.integers(0, 10**6))
@settings(max_examples=3, deadline=None)
def test_any_claim_on_any_day_of_knowledge(prepared: Prepared, seed: int, at: int) -> None:
    days = knowledge_days(prepared.rulebook)
    assert not differences(prepared, islice(mixed(prepared, seed), 3), days[at % len(days)])


@given(dice=st.randoms(use_true_random=False))
@settings(max_examples=2, deadline=None)
def test_every_fact_may_be_missing(prepared: Prepared, dice: random.Random) -> None:
    """Each fact of a complete claim taken away, one at a time."""
    generator = Generator(prepared, dice, hole=0)
    claim = readable(generator.claim())
    holes = [Claim({k: v for k, v in claim.facts.items() if k != path}, claim.investments) for path in claim.facts]
    first, *rest = claim.investments
    for path in first.facts:
        facts = {name: value for name, value in first.facts.items() if name != path}
        holes.append(Claim(claim.facts, (Investment(first.id, facts, first.amounts), *rest)))
    assert not differences(prepared, map(readable, holes), day("2026-11-22"))


def test_many_small_amounts_are_rounded_once(prepared: Prepared) -> None:
    """Seven amounts of 33 won at 10 % in one investment are 23 won, not seven times 3."""
    plain = [c for c in claims_of_cases(prepared) if len(c.investments) == 1 and not c.lists]
    simple = (c for c in plain if c.investments[0].amounts)
    model = next(claim for claim in simple if sums_to(prepared, claim))
    investment = model.investments[0]
    amounts = tuple(Amount({**investment.amounts[0].facts, "amount.amount_krw": exactly(33)}) for _ in range(7))
    claim = Claim(model.facts, (Investment("many", investment.facts, amounts),))
    assert not differences(prepared, [claim], day("2026-11-22"))
    parts, (total,) = tables(prepared, day("2026-11-22"), [claim])
    rate = parts[0]["rate:low"]
    assert isinstance(rate, int)
    assert total["base_krw:low"] == 7 * 33 * rate // 10**9 > 7 * (33 * rate // 10**9)
    assert sum(int(str(part["base_credit:low"])) for part in parts) == total["base_krw:low"]


def sums_to(prepared: Prepared, claim: Claim) -> bool:
    """A claim with an exact rate that leaves a remainder of 33 won in each amount."""
    parts, _ = tables(prepared, day("2026-11-22"), [claim])
    if not parts:
        return False
    rate = parts[0]["rate:low"]
    exact = parts[0]["outcome"] == "eligible" and len(parts) == 1 and rate == parts[0]["rate:high"]
    return exact and isinstance(rate, int) and 33 * rate // 10**9 * 7 < 231 * rate // 10**9


def test_what_is_contradicted_parts_the_days_of_an_amount(prepared: Prepared) -> None:
    """The size is contradicted on all days, the line of the temporary scheme only while it is in force."""
    small = {"total_assets_krw": exactly(10**11), "revenue_krw": exactly(5 * 10**10), "main_industry": "C21"}
    small |= dict.fromkeys(
        ("related_enterprises_exceed", "in_disclosure_group", "owned_by_large_company", "passive_company"), False
    )
    facts = {"taxpayer.is_sme": False, **{f"size_evidence.{name}": value for name, value in small.items()}}
    amount = Amount({"amount.amount_krw": exactly(1), "amount.outside_scheme_line": True})
    investment = Investment("i", {"facility.product_modality": frozenset({"antibody"})}, (amount,))
    assert not differences(prepared, [readable(Claim(facts, (investment,)))], day("2026-11-22"))


def test_both_dialects_are_sql(prepared: Prepared) -> None:
    for dialect, name in ((DuckSql(), "duckdb"), (SparkSql(), "spark")):
        made = query(prepared, day("2026-11-22"), dialect)
        made_tables = (*made.tables("facts"), *made.claim_tables())
        for sql in (*(sql for _, sql in made_tables), made.to_work_out("facts"), made.parts(), made.claims()):
            (parsed,) = sqlglot.parse(sql, dialect=name)
            assert parsed is not None
            unknown = {node.name for node in parsed.find_all(sqlglot.exp.Anonymous)}
            assert unknown <= {"to_months"}, unknown  # which sqlglot does not know of DuckDB


def test_outcomes_are_mixed(prepared: Prepared) -> None:
    """Else agreement would say little."""
    parts, claims = tables(prepared, day("2026-11-22"), list(islice(mixed(prepared, 1), 300)))
    assert min(Counter(part["outcome"] for part in parts).values()) > 20
    for column in ("tier", "standing", "facility_row", "possible_rows", "possible_tiers", "contested"):
        assert len({part[column] for part in parts}) > 2, column
    assert {None, "regular", "temporary"} == {claim["scheme"] for claim in claims}
    conditional = [part for part in parts if part["standing"] == "conditional"]
    assert any(part["exposure:low"] for part in conditional)
    assert any(part["exposure:low"] != part["exposure:high"] for part in conditional)
    assert any(part["reasons_until"] for part in parts)
