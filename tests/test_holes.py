"""What happens to an answer when facts are missing: it stays true, and says what it needs."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from fact_paths import fact_paths

from engine.assessment.assess import Prepared, assess
from engine.assessment.cases import get, put, read_cases
from engine.claims.reader import claim_of
from engine.inference import reference
from engine.inference.solve import Evaluate
from engine.law.loader import load_rulebook, rules_folder
from engine.law.strict_yaml import Document
from engine.law.values import day

CASES = [(case, claim) for case, claim in read_cases(rules_folder() / "cases")]
# Given against a presumption; without them the presumption holds, and is listed. The last one is what a presumed fact
# would follow from.
RULEBOOK = load_rulebook()
PRESUMED = {fact.path for fact in RULEBOOK.facts.values() if fact.presumed} | {"recognition.applied_on"}
PRESUMED.add("scheme")  # without it the better one is taken, and what that hangs on is named
PRESUMED |= {entry.path for entry in RULEBOOK.lists.values() if entry.presumed}
LISTS = frozenset(RULEBOOK.lists)
DECISION = ("outcome", "tier", "facility_row", "standing", "rate", "base_credit_krw", "claimable_krw", "floor_krw")


def name_of(path: str) -> str:
    """The fact at a path; of an entry of a list, the list, which is what is asked for."""
    steps = [step for step in path.split(".") if not step.isdigit()]
    for step in steps:
        if step in LISTS:
            return step
    return ".".join(step for step in steps if step not in ("investments", "projects")).replace(
        "amounts.", "amount."
    )


def answer(claim: dict[str, object], known_on: str, prepared: Prepared, evaluate: Evaluate) -> dict[str, Any]:
    read = claim_of(Document("claim", copy.deepcopy(claim)), prepared.rulebook)
    return assess(read, prepared, day(known_on), evaluate)


def decisions(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [{key: part.get(key) for key in DECISION} for i in document["investments"] for part in i["parts"]]


def decided(document: dict[str, Any]) -> bool:
    parts = [part for i in document["investments"] for part in i["parts"]]
    return all(part["outcome"] != "undetermined" and not part["bounds"] and not _open(part) for part in parts)


def provisional(document: dict[str, Any]) -> bool:
    """For review on a reading that a stated fact would settle, one way or the other?"""
    parts = [part for i in document["investments"] for part in i["parts"]]
    return any("settled_by" in doubt for part in parts for doubt in part.get("hangs_on", []))


def _open(part: dict[str, Any]) -> bool:
    open_choice = "possible_rows" in part or "possible_tiers" in part
    return open_choice or any("bounds" in condition for condition in part["conditions"])


def named(document: dict[str, Any]) -> set[str]:
    parts = [part for i in document["investments"] for part in i["parts"]]
    figures = document["credit"].get("figures", {}).values()
    asked = [question for node in (*parts, *figures) for question in node["missing"]]
    return {name for question in asked for name in (question["fact"], *question.get("or", []))} | {
        assumption["fact"] for assumption in document["assumptions"]
    }


@pytest.mark.parametrize("at", range(len(CASES)), ids=[case.id for case, _ in CASES])
def test_removing_one_fact_changes_nothing_or_names_it(at: int, prepared: Prepared) -> None:
    """Every third fact, of the next case the next ones: cases beside each other are much alike."""
    case, claim = CASES[at]
    whole = answer(claim, case.known_on, prepared, reference.evaluate)
    if not decided(whole) or any("contested" in p for i in whole["investments"] for p in i["parts"]):
        return  # not a complete, uncontested claim
    for path in list(fact_paths(claim))[at % 3 :: 3]:
        lesser = copy.deepcopy(claim)
        put(lesser, path, None)
        without = answer(lesser, case.known_on, prepared, reference.evaluate)
        if (
            decisions(without) == decisions(whole)
            and without["credit"]["base_krw"] == whole["credit"]["base_krw"]
        ):
            continue
        name = name_of(path)
        if name == "scheme":
            assert any(part.get("hangs_on") for i in without["investments"] for part in i["parts"]), path
            continue
        assert name in named(without), (path, decisions(without), named(without))
        assert not decided(without) or provisional(without) or name in PRESUMED, path


@pytest.mark.parametrize("seed", range(20))
def test_an_answer_with_holes_is_never_wrong(
    prepared: Prepared, evaluators: dict[str, Evaluate], seed: int
) -> None:
    """Both evaluators say the same; what is decided is what the whole decides; bounds hold the whole figure."""
    dice = random.Random(seed)
    for _ in range(30):
        case, claim = dice.choice(CASES)
        paths = [path for path in fact_paths(claim) if name_of(path) not in PRESUMED]
        holes = dice.sample(paths, dice.randrange(len(paths)))
        lesser = copy.deepcopy(claim)
        for path in holes:
            put(lesser, path, None)
        whole = answer(claim, case.known_on, prepared, reference.evaluate)
        answers = [answer(lesser, case.known_on, prepared, evaluate) for evaluate in evaluators.values()]
        assert answers[0] == answers[1], (case.id, holes)
        partial = answers[0]
        if provisional(partial):
            continue
        if any("contested" in part for i in whole["investments"] for part in i["parts"]):
            continue  # what contradicts it may be among what is left out
        assert within(whole["credit"], partial["credit"]), (case.id, holes)
        if len(decisions(partial)) == len(decisions(whole)):
            for part, full in zip(decisions(partial), decisions(whole), strict=True):
                if part["outcome"] == "ineligible":
                    assert full["outcome"] == "ineligible", (case.id, holes)
                excluded = full["outcome"] == "review" and full["tier"] is None  # what is left out has no tier
                if part["tier"] is not None and full["outcome"] != "ineligible" and not excluded:
                    assert part["tier"] == full["tier"], (case.id, holes)


def within(whole: dict[str, Any], partial: dict[str, Any]) -> bool:
    """Does the figure of the whole claim lie within what the partial one says?"""
    if partial["base_krw"] is not None:
        low = high = partial["base_krw"]
    else:
        low, high = (partial["bounds"]["base_krw"][end] for end in ("at_least", "at_most"))
    full = whole["base_krw"]
    if full is None:
        bounds = whole["bounds"]["base_krw"]
        most = bounds["at_most"]
        return low <= bounds["at_least"] and (high is None or (most is not None and most <= high))
    return low <= full and (high is None or full <= high)


@pytest.mark.parametrize("seed", range(40))
def test_the_order_of_keys_does_not_matter(prepared: Prepared, seed: int) -> None:
    dice = random.Random(seed)
    case, claim = dice.choice(CASES)

    def shuffled(node: object) -> object:
        if isinstance(node, dict):
            return {key: shuffled(node[key]) for key in dice.sample(list(node), len(node))}
        return [shuffled(item) for item in node] if isinstance(node, list) else node

    other = shuffled(claim)
    assert isinstance(other, dict)
    assert answer(other, case.known_on, prepared, reference.evaluate) == answer(
        claim, case.known_on, prepared, reference.evaluate
    )


def test_paths_are_read_as_facts() -> None:
    assert name_of("investments.0.amounts.0.invested_on") == "amount.invested_on"
    assert get({"a": [{"b": 1}]}, "a.0.b") == 1
