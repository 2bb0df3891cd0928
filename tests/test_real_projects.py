"""Thirty-five published investments: what the law says of them, with the published facts and no more.

``fixtures/examples-expected.yaml`` was derived from the text of the law and not from running anything.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine.assessment.assess import Prepared, assess
from engine.assessment.cases import get, put
from engine.claims.claim import Claim
from engine.claims.reader import claim_of
from engine.inference.solve import Evaluate
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import Document, read_yaml
from engine.law.values import day

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "api" / "examples"  # they ship: one can start from them
FILES = sorted(FOLDER.glob("INV-*.yaml"))
KNOWN_ON = day("2026-11-22")
EXPECTED_FILE = read_yaml((ROOT / "fixtures" / "examples-expected.yaml").read_bytes(), "expected.yaml")
EXPECTED = {entry["project"]: entry for entry in EXPECTED_FILE.data["projects"]}  # type: ignore[index]
NAMES = sorted(EXPECTED)
ANSWERED = {  # what a plain asset answers
    "asset": {
        "kind": "machinery",
        "cost_kind": "equipment",
        "condition": "new",
        "acquisition": "purchase",
        "let_to_others": False,
        "used_abroad": False,
        "customer_lease": False,
    }
}

def data_of(name: str) -> dict[str, object]:
    data = read_yaml((FOLDER / f"{name}.yaml").read_bytes(), name).data
    assert isinstance(data, dict)
    return data


def read(data: dict[str, object], name: str, rulebook: Rulebook) -> Claim:
    return claim_of(Document(name, data), rulebook)


def answer(data: dict[str, object], name: str, prepared: Prepared, evaluate: Evaluate) -> dict[str, object]:
    return assess(read(data, name, prepared.rulebook), prepared, KNOWN_ON, evaluate)


def test_all_are_there() -> None:
    assert [path.stem for path in FILES] == NAMES == [f"INV-{n:02d}" for n in range(1, 36)]
    for entry in EXPECTED.values():
        assert set(entry["why"]) == {"ko", "en"}


@pytest.mark.parametrize("name", NAMES)
def test_reads_and_says_no_more_than_published(name: str, prepared: Prepared) -> None:
    claim = read(data_of(name), name, prepared.rulebook)
    never_published = {
        "recognition.status",
        "asset.kind",
        "asset.cost_kind",
        "taxpayer.is_mid",
        "taxpayer.is_graduate",
    }
    for investment in claim.investments:
        assert not never_published & {*claim.facts, *investment.facts}
    header = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert "not the company's return" in header
    assert claim.facts.get("taxpayer.size", "large") == "large"


@pytest.mark.parametrize("name", NAMES)
def test_evaluators_agree(name: str, prepared: Prepared, evaluators: dict[str, Evaluate]) -> None:
    one, two = (answer(data_of(name), name, prepared, evaluate) for evaluate in evaluators.values())
    assert one == two


@pytest.mark.parametrize("name", NAMES)
def test_published_facts(name: str, prepared: Prepared, durable: Evaluate) -> None:
    expected = EXPECTED[name]
    found = answer(data_of(name), name, prepared, durable)
    differences = []
    if found["outcomes"] != {expected["outcome"]: len(expected["investments"])}:
        differences.append(f"outcomes {found['outcomes']}")
    investments = found["investments"]
    assert isinstance(investments, list)
    for wanted, investment in zip(expected["investments"], investments, strict=True):
        differences += compare(wanted, investment["parts"], prepared.rulebook)
    assert differences == []


def compare(wanted: dict[str, list[Any]], parts: list[dict[str, Any]], rulebook: Rulebook) -> list[str]:
    """Differences of the parts from the stretches; a part may be shorter than a stretch, never longer."""
    differences = []
    if (
        parts[0]["from"] != wanted["stretches"][0]["from"]
        or parts[-1]["until"] != wanted["stretches"][-1]["until"]
    ):
        differences.append(f"days {parts[0]['from']} to {parts[-1]['until']}")
    for stretch in wanted["stretches"]:
        inside = [p for p in parts if p["from"] <= stretch["until"] and stretch["from"] <= p["until"]]
        for part in inside:
            at = f"{part['from']}..{part['until']}"
            if not stretch["from"] <= part["from"] <= part["until"] <= stretch["until"]:
                differences.append(f"{at} reaches over {stretch['from']}..{stretch['until']}")
            if part["substance"] != stretch["substance"]:
                differences.append(f"{at} substance: {part['substance']}, not {stretch['substance']}")
            if part.get("possible_tiers") != stretch["tiers"]:
                differences.append(f"{at} tiers: {part.get('possible_tiers')}, not {stretch['tiers']}")
        rates = [Fraction(bound) for part in inside for bound in rate_of(part)]
        if [min(rates), max(rates)] != [Fraction(bound) for bound in stretch["rate"]]:
            differences.append(f"{stretch['from']} rate: {min(rates)}..{max(rates)}, not {stretch['rate']}")
    asked = {item["fact"] for part in parts for item in part["missing"]}
    ordered = sorted(asked, key=lambda fact: rulebook.facts[fact].order)
    first = wanted["asks_first"]
    if ordered[: len(first)] != first:
        differences.append(f"asks first: {ordered[: len(first)]}, not {first}")
    if unasked := [fact for fact in wanted["asks"] if fact not in asked]:
        differences.append(f"does not ask: {unasked}")
    if needless := [fact for fact in wanted["never_asks"] if fact in asked]:
        differences.append(f"asks without need: {needless}")
    return differences


def rate_of(part: dict[str, object]) -> list[str]:
    bounds = get(part, "bounds.rate")
    if isinstance(bounds, dict):
        return [str(bounds["at_least"]), str(bounds["at_most"])]
    return [str(part["rate"])]


THEN = [
    (name, i, k)
    for name in NAMES
    for i, investment in enumerate(EXPECTED[name]["investments"])
    for k in range(len(investment.get("then", [])))
]


@pytest.mark.parametrize(("name", "i", "k"), THEN, ids=[f"{name}-{i}-{k}" for name, i, k in THEN])
def test_once_the_questions_are_answered(
    name: str, i: int, k: int, prepared: Prepared, durable: Evaluate
) -> None:
    investment = EXPECTED[name]["investments"][i]
    then = investment["then"][k]
    stretch = investment["stretches"][then["stretch"] - 1]
    data = data_of(name)
    claimed = data["investments"][i]  # type: ignore[index]
    claimed |= copy.deepcopy(ANSWERED)
    tier = "new_growth" if then.get("tier") == "new_growth" else "nst"
    claimed["recognition"] = {"status": "recognised", "tier": tier}
    claimed["amounts"] = [{"from": stretch["from"], "until": stretch["until"]}]
    for fact, value in then.get("answers", {}).items():
        of_claim = prepared.rulebook.facts[fact].scope == "claim"
        put(data, fact if of_claim else f"projects.{i}.{fact}", value)
    found = answer(data, name, prepared, durable)
    parts = found["investments"][i]["parts"]  # type: ignore[index]
    differences = []
    for part in parts:
        for key, where in (("outcome", "outcome"), ("tier", "tier"), ("row", "facility_row")):
            if key in then and part[where] != then[key]:
                differences.append(f"{part['from']} {key}: {part[where]}, not {then[key]}")
    assert differences == []


WAITING = {  # asked only once the other fact is known: until then nobody can tell whether it matters
    "recognition.status": {
        "recognition.prior_year_recognised",
        "timeline.started_on",
        "timeline.completed_on",
        "filing.filed_on",
    },
    "taxpayer.is_sme": {"taxpayer.is_graduate", "taxpayer.is_mid"},
    "facility.investor_role": {"facility.product_status", "facility.supplier_output", "facility.end_market"},
}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_asked_too_early(name: str, prepared: Prepared, durable: Evaluate) -> None:
    found = answer(data_of(name), name, prepared, durable)
    for investment in found["investments"]:  # type: ignore[attr-defined]
        for part in investment["parts"]:
            asked = {item["fact"] for item in part["missing"]}
            assert len(asked) <= 14, "no more than a page of questions"
            assert not any(path.startswith("facility.semiconductor") for path in asked)
            for first, later in WAITING.items():
                assert first not in asked or asked.isdisjoint(later)


@pytest.mark.parametrize("name", NAMES)
def test_a_doubt_that_changes_nothing_is_not_named(name: str, prepared: Prepared, durable: Evaluate) -> None:
    """Media and filters settle a plant that makes bags too; a gene therapy one that makes peptides too."""
    found = answer(data_of(name), name, prepared, durable)
    for wanted, investment in zip(EXPECTED[name]["investments"], found["investments"], strict=True):  # type: ignore[call-overload]
        doubtful = any("reading" in stretch for stretch in wanted["stretches"])
        assert any(part["hangs_on"] for part in investment["parts"]) is doubtful


READ = [n for n in NAMES if "reading" in EXPECTED[n]["investments"][0]["stretches"][0]]


@pytest.mark.parametrize("name", READ)
def test_a_doubtful_reading_is_named(name: str, prepared: Prepared, durable: Evaluate) -> None:
    """An answer that is still open says that what it calls strategic rests on a reading."""
    found = answer(data_of(name), name, prepared, durable)
    (stretch,) = EXPECTED[name]["investments"][0]["stretches"]
    differences = []
    for part in found["investments"][0]["parts"]:  # type: ignore[index]
        readings = {node.get("reading") for node in nodes(part["because"]) if node["value"] is True}
        if part["substance"] is not None and stretch["reading"] not in readings and "hangs_on" not in part:
            differences.append(f"{part['substance']} stated as settled")
    assert differences == []


def nodes(trees: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    for tree in trees:
        yield tree
        yield from nodes(tree.get("from", []))  # type: ignore[arg-type]
