"""No binary fraction comes near money: none is read, none is computed, and 10^15 won stays exact in every figure."""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import credit_claims
import pytest

from engine.assessment.assess import Prepared, answer_of
from engine.assessment.cases import read_cases
from engine.assessment.numbers import EXACT_JSON
from engine.claims.claim import Claim
from engine.claims.reader import claim_of, read_claim
from engine.inference import reference
from engine.inference.entity import Entity
from engine.law import formulas as f
from engine.law.loader import load_rulebook, rules_folder
from engine.law.problems import BadInput
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import Document
from engine.law.values import Interval, day

MOST = 10**15


def numbers(value: object) -> Iterator[object]:
    """Everything in a structure that is, or contains, a number."""
    if isinstance(value, Interval):
        yield from (value.low, value.high)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from numbers(inner)
    else:
        yield value


def inexact(value: object) -> list[object]:
    return [number for number in numbers(value) if isinstance(number, float | complex | Decimal)]


def facts_of(root: Entity) -> Iterator[object]:
    for entity in root.everything():
        yield entity.facts
        for entries in entity.lists.values():
            yield from (entry.facts for entry in entries)


CLAIMS = [(claim, day(case.known_on)) for case, claim in read_cases(rules_folder() / "cases")][::8]
CLAIMS += [(credit_claims.claim(Random(seed)), credit_claims.KNOWN_ON) for seed in range(30)]


def test_nothing_on_the_way_to_the_answer_is_a_float(prepared: Prepared) -> None:
    steps = 0
    for data, known_on in CLAIMS:
        answer = answer_of(read(data, prepared), prepared, known_on, reference.evaluate)
        assert inexact(list(facts_of(answer.root))) == []
        assert inexact(answer.document()) == []
        for workings in answer.credit.workings.values():
            for figure in workings.figures.values():
                for step in (*figure.step.walk(), *figure.doubted.walk()):
                    assert inexact([step.value, step.facts]) == [], step.formula.id
                    steps += 1
    assert steps > 5_000


def read(data: object, prepared: Prepared) -> Claim:
    return claim_of(Document("claim", copy.deepcopy(data)), prepared.rulebook)


def test_no_rule_holds_a_float(prepared: Prepared) -> None:
    rulebook = prepared.rulebook
    values = [formula.value for formula in rulebook.formulas.values()]
    values += [row.value for table in rulebook.tables.values() for row in table.rows]
    constants = [node.value for value in values for node in f.walk(value) if isinstance(node, f.Constant)]
    assert len(constants) > 100
    assert {type(constant) for constant in constants} <= {int, Fraction}


def test_a_float_is_noticed() -> None:
    assert inexact({"a": [Interval(1, 2), (Interval(0, 0.5),)]}) == [0.5]  # type: ignore[arg-type]
    assert inexact([Fraction(1, 3), 7, True, None, "0.15"]) == []


# -- what is read ---------------------------------------------------------------------------------------------------

WON = ("1.5", "1e3", "1.0", "1E+2", "0.1", "1000000000000001", ".inf", "-1", '"1e3"', '"1.5"')
RATIOS = ("1e-1", "1.5", '"1e-1"', '"0.1234567891"', '"-0.1"', '"1.1"', ".nan")
TEXT = {
    "won": '{{"tax_year": {{"starts_on": "2024-01-01", "ends_on": "2024-12-31"}}, "tax": {{"computed_krw": {}}}, '
    '"investments": [{{"id": "a", "amounts": []}}]}}',
    "amount": '{{"tax_year": {{"starts_on": "2024-01-01", "ends_on": "2024-12-31"}}, '
    '"investments": [{{"id": "a", "amounts": [{{"amount_krw": {}, "invested_on": "2024-03-02"}}]}}]}}',
    "list": '{{"tax_year": {{"starts_on": "2024-01-01", "ends_on": "2024-12-31"}}, '
    '"prior_investment": [{{"amount_krw": {}}}], "investments": [{{"id": "a", "amounts": []}}]}}',
    "ratio": '{{"tax_year": {{"starts_on": "2024-01-01", "ends_on": "2024-12-31"}}, '
    '"taxpayer": {{"domestic_shareholding_ratio": {}}}, "investments": [{{"id": "a", "amounts": []}}]}}',
}


@pytest.mark.parametrize("source", ["claim.yaml", "claim.json"])
@pytest.mark.parametrize(
    ("place", "number"),
    [(place, n) for place in ("won", "amount", "list") for n in WON] + [("ratio", n) for n in RATIOS],
)
def test_no_float_is_read_from_a_claim(prepared: Prepared, source: str, place: str, number: str) -> None:
    """JSON is YAML too, so that the same text goes through both readers."""
    with pytest.raises(BadInput) as refused:
        read_claim(TEXT[place].format(number).encode(), source, prepared.rulebook)
    assert refused.value.problems


RATIO = "taxpayer.domestic_shareholding_ratio"


@pytest.mark.parametrize("source", ["claim.yaml", "claim.json"])
def test_decimals_are_read_as_they_are_written(prepared: Prepared, source: str) -> None:
    """Quoted or not, a decimal stays the text that it is: 0.1 is a tenth."""
    for number, billionths in (("0.1", 10**8), ('"0.1"', 10**8), ("0.333333333", 333_333_333), ("1", 10**9)):
        claim = read_claim(TEXT["ratio"].format(number).encode(), source, prepared.rulebook)
        assert claim.facts[RATIO] == Interval(billionths, billionths)
        assert inexact(claim.facts) == []


@pytest.mark.parametrize(("group", "name"), [("taxpayer", "domestic_shareholding_ratio"), ("tax", "computed_krw")])
@pytest.mark.parametrize("number", [0.4, 1.0, 1e3, float("nan"), Decimal("0.4"), Fraction(2, 5)])
def test_no_float_is_taken_from_a_caller(prepared: Prepared, group: str, name: str, number: object) -> None:
    data = credit_claims.claim(Random(1))
    data[group][name] = number  # type: ignore[index]
    with pytest.raises(BadInput) as refused:
        read(data, prepared)
    assert [problem.path for problem in refused.value.problems] == [f"$.{group}.{name}"]


@pytest.mark.parametrize(
    ("file", "found", "other"),
    [
        ("credit/rates.yaml", 'value: "0.15"', "value: 0.1500000000000000001"),
        ("credit/limits.yaml", 'value: "0.07"', "value: 7e-2"),
        ("credit/increment.yaml", 'value: "0.10"', "value: 1e-1"),
        ("credit/limits.yaml", "value: 10000000000", "value: 10000000000.0"),
        ("credit/increment.yaml", "{multiply: [2, {fact: year.base_krw}]}", "{multiply: [2.0, {fact: year.base_krw}]}"),
        ("vocabulary.yaml", "won: 1000000000000000", "won: 1e15"),
    ],
)
def test_no_float_is_read_from_a_rule(tmp_path: Path, file: str, found: str, other: str) -> None:
    copied = copied_rules(tmp_path)
    text = (copied / file).read_text(encoding="utf-8")
    assert found in text
    (copied / file).write_text(text.replace(found, other, 1), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_rulebook(copied)
    assert refused.value.problems


def test_decimals_of_rules_are_read_as_they_are_written(tmp_path: Path, prepared: Prepared) -> None:
    copied = copied_rules(tmp_path)
    for file in ("credit/rates.yaml", "credit/limits.yaml", "credit/increment.yaml", "credit/aftermath.yaml"):
        text = (copied / file).read_text(encoding="utf-8")
        (copied / file).write_text(re.sub(r'value: "([0-9.]+)"', r"value: \1", text), encoding="utf-8")
    assert values_of(load_rulebook(copied)) == values_of(prepared.rulebook)


def values_of(rulebook: Rulebook) -> dict[str, list[object]]:
    return {name: [(row.value, row.fraction) for row in table.rows] for name, table in rulebook.tables.items()}


def copied_rules(folder: Path) -> Path:
    return Path(shutil.copytree(rules_folder(), folder / "rules", ignore=shutil.ignore_patterns("cases")))


# -- 10^15 won ------------------------------------------------------------------------------------------------------


def test_the_largest_amounts_are_exact_in_every_figure(prepared: Prepared) -> None:
    """Twelve amounts of 10^15 won less one: sums that a float cannot hold, to the won, as decimal text in JSON."""
    machine = credit_claims.KINDS[0]
    most = MOST - 1
    year = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    data: dict[str, Any] = {
        "taxpayer": {"size": "sme", "kind": "corporation"},
        "tax_year": year,
        "filing": {"filed_on": "2027-03-31"},
        "tax": {"computed_krw": MOST, "minimum_base_krw": most, "reliefs_before_krw": 0},
        "first_investment_year_starts_on": "2023-01-01",
        "prior_investment": [
            {"starts_on": f"{y}-01-01", "ends_on": f"{y}-12-31", "amount_krw": MOST - y, "general_krw": MOST - y}
            for y in (2023, 2024, 2025)
        ],
        "carried_forward": [{"arose_in": f"{y}-12-31", "amount_krw": most} for y in range(2015, 2026)],
        "investments": [
            {
                **machine.investment(f"i{i}"),
                "amounts": [{"amount_krw": most, "invested_on": "2026-05-05"}],
                "taken": [
                    {
                        "tax_year_ends_on": "2025-12-31",
                        "filed_on": "2026-03-31",
                        "credit_krw": most,
                        "general_krw": most,
                        "tier": "general",
                    }
                ],
                "timeline": {"started_on": "2024-01-01", "completed_on": "2025-05-31"},
                "events": [{"kind": "disposal", "on": "2026-06-01"}],
            }
            for i in range(12)
        ],
    }
    answer = answer_of(read(data, prepared), prepared, credit_claims.KNOWN_ON, reference.evaluate)
    credit: dict[str, Any] = json.loads(json.dumps(answer.document()["credit"]))
    base = 12 * (most // 10)
    increment = (12 * most - (MOST - 2024)) // 10
    valid = 10 * most  # what arose in 2015 ended with 2025
    minimum = most * 7 // 100
    expected = {
        "invested_krw": 12 * most,
        "average_krw": MOST - 2024,
        "base_krw": base,
        "increment_krw": increment,
        "total_krw": base + increment,
        "minimum_tax_krw": minimum,
        "room_krw": MOST - minimum,
        "carried_in_krw": valid,
        "expired_krw": most,
        "usable_krw": MOST - minimum,
        "carried_forward_krw": valid + base + increment - (MOST - minimum),
        "rural_special_tax_krw": (MOST - minimum) // 5,
        "recapture_krw": 12 * most,
        "recapture_interest_krw": 12 * (most * 365 * 22 // 100_000),
    }
    assert {key: int(credit[key]) for key in expected} == expected
    for key, value in expected.items():
        assert isinstance(credit[key], str) == (value > EXACT_JSON), key
