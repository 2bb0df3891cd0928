"""What would change it: each change does what it says, and none that is smaller does."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from api.commands.main import main
from api.http.app import create_app
from api.http.service import service_of
from api.http.settings import Settings
from engine.assessment.assess import Prepared, assess
from engine.assessment.cases import put, read_cases
from engine.changes.alternatives import alternatives, may_differ
from engine.changes.answer import what_would_change
from engine.claims.claim import Claim
from engine.claims.reader import claim_of, read_claim
from engine.inference import reference
from engine.inference.solve import Evaluate
from engine.law.loader import rules_folder
from engine.law.problems import BadInput
from engine.law.strict_yaml import Document
from engine.law.values import day
from engine.ledger.store import Ledger

CASES = [(case, claim) for case, claim in read_cases(rules_folder() / "cases")]
PLANT_5 = Path(__file__).parents[1] / "fixtures/claims/plant-5/2024-assumed.yaml"
OF_SCOPE = {"claim": "", "investment": "investments.{}.", "amount": "investments.{}.amounts.{}."}
Data = dict[str, Any]


@cache
def sample() -> list[tuple[str, Data, str]]:
    """Claims of cases, whole and with one to four facts left out at random, the same on every run."""
    dice = random.Random(24)
    found = []
    for case, claim in dice.sample(CASES, 10):
        found.append((case.id, claim, case.known_on))
        holed = copy.deepcopy(claim)
        paths = [path for path in leaves(holed) if not path.startswith("tax_year") and not path.endswith(".id")]
        for path in dice.sample(paths, min(len(paths), dice.randint(1, 4))):
            put(holed, path, None)
        found.append((f"{case.id} with holes", holed, case.known_on))
    return found


def leaves(data: Data, path: str = "") -> Iterator[str]:
    """Paths to the facts of the claim and of its investments, not into its lists."""
    for key, value in data.items():
        at = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from leaves(value, at)
        elif key == "investments":
            for i, item in enumerate(value):
                yield from leaves(item, f"{at}.{i}")
        elif not isinstance(value, list):
            yield at


def read(data: Data, prepared: Prepared) -> Claim:
    return claim_of(Document("", copy.deepcopy(data)), prepared.rulebook)


def said(data: Data, number: int, facts: list[tuple[Data, object]]) -> Data:
    """The claim as somebody would write it who takes a change at its word."""
    data = copy.deepcopy(data)
    for fact, value in facts:
        name = fact["fact"]
        for one in data.get("attestations") or ():
            was = one["facts"].pop(name, None)
            for other, item in enumerate(data["investments"]) if was is not None else ():
                if fact["scope"] == "investment" and other != number:
                    put(item, name, was)
        if fact["scope"] == "amount":
            name = name.partition(".")[2]
            amount = data["investments"][number]["amounts"][fact["amount"]]
            for key in ("from", "until") if name == "invested_on" else ():
                amount.pop(key, None)
        put(data, OF_SCOPE[fact["scope"]].format(number, fact["amount"]) + name, value)
    return data


def answer(data: Data, known_on: int, prepared: Prepared, evaluate: Evaluate) -> Data | None:
    """None if the facts contradict each other."""
    try:
        return assess(read(data, prepared), prepared, known_on, evaluate)
    except BadInput:
        return None


def rates(document: Data, number: int) -> list[tuple[Fraction, Fraction]]:
    """Lowest and highest rate of each part; nothing for what is not had."""
    found = []
    for part in document["investments"][number]["parts"]:
        bounds = part["bounds"].get("rate", {"at_least": part["rate"], "at_most": part["rate"]})
        found.append((Fraction(bounds["at_least"] or 0), Fraction(bounds["at_most"] or 0)))
    return found


def reached(goal: str, before: Data, after: Data, number: int) -> bool:
    outcome = after["investments"][number]["outcome"]
    if goal in ("eligible", "ineligible"):
        return bool(outcome == goal)
    was, now = rates(before, number), rates(after, number)
    if outcome != "eligible" or len(was) != len(now):
        return False
    pairs = [(new, old) for n, w in zip(now, was, strict=True) for new, old in zip(n, w, strict=True)]
    if goal == "higher_rate":
        return all(new >= old for new, old in pairs) and sum(low for low, _ in now) > sum(low for low, _ in was)
    return all(new <= old for new, old in pairs) and sum(high for _, high in now) < sum(high for _, high in was)


def changes(document: Data) -> Iterator[tuple[int, str, Data]]:
    for number, investment in enumerate(document["investments"]):
        for goal in investment["goals"]:
            for change in goal["changes"]:
                yield number, goal["goal"], change


@pytest.mark.parametrize("at", range(4))
def test_each_change_does_what_it_says(at: int, prepared: Prepared, evaluators: dict[str, Evaluate]) -> None:
    evaluate = list(evaluators.values())[at % 2]
    tried = 0
    for name, data, on in sample()[at::4]:
        known_on = day(on)
        before = assess(read(data, prepared), prepared, known_on, evaluate)
        document: Data = what_would_change(read(data, prepared), prepared, known_on, evaluate)
        for number, goal, change in changes(document):
            facts = change["facts"]
            first, last = ([fact["to"][end] for fact in facts] for end in (0, -1))
            for values in [first, last] if last != first else [first]:
                after = answer(said(data, number, list(zip(facts, values, strict=True))), known_on, prepared, evaluate)
                assert after is not None, (name, change)
                assert reached(goal, before, after, number), (name, goal, change, values)
                assert after["investments"][number]["outcome"] == change["outcome"]
                bases = [after["credit"]["base_krw"], before["credit"]["base_krw"]]
                if None not in bases:
                    assert change["base_credit_krw"] == int(bases[0]) - int(bases[1]), (name, change)
                tried += 1
    assert tried > 20


def test_none_that_is_smaller_does(prepared: Prepared) -> None:
    """Of changes of several facts no part alone reaches the goal; and where no single fact is offered, none of the
    vocabulary does, with any value that the law tells apart."""
    used_abroad = read_claim(PLANT_5.read_bytes(), PLANT_5.name, prepared.rulebook).data
    used_abroad["investments"] = used_abroad["investments"][:1]
    put(used_abroad, "investments.0.asset.condition", "used")
    put(used_abroad, "investments.0.asset.used_abroad", True)
    bare = {"tax_year": used_abroad["tax_year"], "investments": [{"id": "plant", "facility": {"purpose": "other"}}]}
    looked = several = 0
    for name, data, on in [("used abroad", used_abroad, "2025-11-01"), ("bare", bare, "2025-11-01")]:
        known_on = day(on)
        claim = read(data, prepared)
        before = assess(claim, prepared, known_on, reference.evaluate)
        document: Data = what_would_change(claim, prepared, known_on, reference.evaluate)
        for number, goal, change in changes(document):
            for size in range(1, len(change["facts"])):
                for part in combinations(change["facts"], size):
                    less = said(data, number, [(fact, fact["to"][0]) for fact in part])
                    after = answer(less, known_on, prepared, reference.evaluate)
                    assert after is None or not reached(goal, before, after, number), (name, change, part)
                    several += 1
        for number, investment in enumerate(document["investments"]):
            for goal in investment["goals"]:
                sizes = {len(change["facts"]) for change in goal["changes"]}
                assert len(sizes) <= 1
                if looked < 1 and goal["complete"] and sizes != {1}:
                    looked += 1
                    every = singles(data, claim, number, known_on, prepared)
                    assert not [one for one, after in every if reached(goal["goal"], before, after, number)], name
    assert looked == 1 and several >= 2, (looked, several)


def singles(
    data: Data, claim: Claim, number: int, known_on: int, prepared: Prepared
) -> Iterator[tuple[object, Data]]:
    """The answers with every fact of the vocabulary that may differ otherwise, one at a time."""
    facts = {**claim.facts, **claim.investments[number].facts}
    for fact in prepared.rulebook.facts.values():
        if fact.scope not in ("claim", "investment") or not may_differ(fact):
            continue
        for value, *_ in alternatives(prepared.rulebook, fact.path, facts):
            entry = {"fact": fact.path, "scope": fact.scope, "amount": None}
            one = [(entry, list(value) if isinstance(value, tuple) else value)]
            after = answer(said(data, number, one), known_on, prepared, reference.evaluate)
            if after is not None:
                yield one, after


def test_both_evaluators_agree_and_the_same_claim_gives_the_same(
    prepared: Prepared, evaluators: dict[str, Evaluate]
) -> None:
    for _, data, on in sample()[::11]:
        documents = [
            what_would_change(read(data, prepared), prepared, day(on), evaluators[name])
            for name in ("durable", "reference", "durable")
        ]
        assert documents[0] == documents[1] == documents[2]


def test_a_building_would_have_to_be_another_asset(prepared: Prepared) -> None:
    claim = read_claim(PLANT_5.read_bytes(), PLANT_5.name, prepared.rulebook)
    document: Data = what_would_change(claim, prepared, day("2025-11-01"), reference.evaluate)
    first, _, building = document["investments"]
    (goal,) = building["goals"]
    assert building["outcome"] == "ineligible" and goal["goal"] == "eligible" and goal["complete"]
    (change,) = goal["changes"]
    (fact,) = change["facts"]
    assert (fact["fact"], fact["now"], fact["arrangeable"]) == ("asset.kind", "building_or_structure", False)
    assert "energy_saving_facility" in fact["to"] and "machinery" not in fact["to"]
    assert change["base_credit_krw"] == 350_000_000_000 * 15 // 100
    lower = next(goal for goal in first["goals"] if goal["goal"] == "lower_rate")
    recognition = lower["changes"][0]
    assert recognition["facts"][0]["fact"] == "recognition.status" and not recognition["facts"][0]["arrangeable"]
    assert recognition["base_credit_krw"] == -300_000_000_000 * 14 // 100 and recognition["rate"] == "0.01"


def test_several_facts_where_one_is_not_enough(prepared: Prepared) -> None:
    claim = read_claim(PLANT_5.read_bytes(), PLANT_5.name, prepared.rulebook)
    data = copy.deepcopy(claim.data)
    put(data, "investments.0.asset.condition", "used")
    put(data, "investments.0.asset.used_abroad", True)
    document: Data = what_would_change(read(data, prepared), prepared, day("2025-11-01"), reference.evaluate)
    (goal,) = document["investments"][0]["goals"]
    (change,) = goal["changes"]
    assert [(fact["fact"], fact["to"]) for fact in change["facts"]] == [
        ("asset.condition", ["new"]),
        ("asset.used_abroad", [False]),
    ]
    assert all(fact["arrangeable"] for fact in change["facts"])


def test_a_large_claim_says_that_the_search_was_cut(prepared: Prepared) -> None:
    claim = read_claim(PLANT_5.read_bytes(), PLANT_5.name, prepared.rulebook)
    data = copy.deepcopy(claim.data)
    one = data["investments"][0]
    data["investments"] = [{**copy.deepcopy(one), "id": f"line-{n}"} for n in range(8)]
    document: Data = what_would_change(read(data, prepared), prepared, day("2025-11-01"), reference.evaluate)
    assert not all(goal["complete"] for item in document["investments"] for goal in item["goals"])
    assert all(goal["tried"] <= 4000 // 48 for item in document["investments"] for goal in item["goals"])


def test_the_command_shows_them_in_words_and_as_json(prepared: Prepared) -> None:
    options = ["--known-on", "2025-11-01", "--changes", "--evaluator", "reference"]
    said = CliRunner().invoke(main, ["check", str(PLANT_5), *options, "--lang", "en"])
    assert said.exit_code == 0
    assert "    It would earn the credit\n      - kind of asset: building or structure" in said.output
    assert "status of recognition: recognised → any of not yet applied for, refused" in said.output
    written = CliRunner().invoke(main, ["check", str(PLANT_5), *options, "--format", "json"])
    claim = read_claim(PLANT_5.read_bytes(), PLANT_5.name, prepared.rulebook)
    document = what_would_change(claim, prepared, day("2025-11-01"), reference.evaluate)
    assert json.loads(written.output)["changes"] == document["investments"]


def test_a_dossier_is_asked_year_by_year() -> None:
    dossier = next((PLANT_5.parents[2] / "dossiers").glob("*.yaml"))
    refused = CliRunner().invoke(main, ["check", str(dossier), "--changes", "--lang", "en"])
    assert refused.exit_code == 2 and "--changes is not for a dossier" in refused.output


def test_the_http_door_gives_the_same(prepared: Prepared, tmp_path: Path) -> None:
    claim = read_claim(PLANT_5.read_bytes(), PLANT_5.name, prepared.rulebook)
    with Ledger(f"{tmp_path}/ledger.db", tmp_path / "keys", True) as ledger:
        service = service_of(prepared, reference.evaluate, reference.evaluate, ledger, Settings())
        answer = create_app(service).test_client().post("/v1/changes?known_on=2025-11-01", json=claim.data)
    assert answer.status_code == 200
    assert answer.json == what_would_change(claim, prepared, day("2025-11-01"), reference.evaluate)
