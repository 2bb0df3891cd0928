"""What holds of the credit of every complete claim, whatever its numbers."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from fractions import Fraction
from math import floor
from random import Random
from typing import Any

import credit_claims
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assessment.answer import Answer
from engine.assessment.assess import Prepared, answer_of, assess
from engine.claims.reader import claim_of
from engine.inference import reference
from engine.inference.solve import Evaluate
from engine.law.strict_yaml import Document
from engine.law.values import Interval

SEEDS = st.integers(0, 10**6)
Claim = dict[str, Any]


def answered(prepared: Prepared, data: Claim, evaluate: Evaluate = reference.evaluate) -> dict[str, Any]:
    claim = claim_of(Document("claim", copy.deepcopy(data)), prepared.rulebook)
    return assess(claim, prepared, credit_claims.KNOWN_ON, evaluate)


def figures(document: dict[str, Any]) -> dict[str, Any]:
    """The figures of an answer without their reasons."""
    credit = document["credit"]
    shown = {key: value for key, value in credit.items() if key not in ("figures", "recapture")}
    each = {
        name: [figure["value_krw"], figure["outcome"], figure["bounds"]] for name, figure in credit["figures"].items()
    }
    return {**shown, "figures": each}


def won(credit: dict[str, Any], key: str) -> int:
    return int(credit[key])


@given(seed=SEEDS)
@settings(max_examples=120)
def test_the_figures_of_a_complete_claim(prepared: Prepared, seed: int) -> None:
    """Never negative, never over the cap; the total is what it is made of; carried amounts are conserved; no more is
    used than the tax allows, and no more taken back than was taken."""
    data = credit_claims.claim(Random(seed))
    credit = answered(prepared, data)["credit"]
    assert credit["bounds"] == {}
    for name in credit["figures"]:
        assert won(credit, name) >= 0, name
    beside = credit["figures"]["increment_krw"]["beside"]
    cap = 2 * won(credit, "base_krw")
    assert won(beside, "company_wide_krw") <= cap
    assert int(beside["by_tier_krw"] or beside["bounds"].get("by_tier_krw", {"at_most": 0})["at_most"]) <= cap
    share = Fraction(1)
    if "overlap" in data:
        share = Fraction(data["taxpayer"]["domestic_shareholding_ratio"])
    made_of = won(credit, "base_krw") + won(credit, "increment_krw")
    assert won(credit, "total_krw") == floor(share * made_of)
    brought = won(credit, "carried_in_krw") + won(credit, "total_krw")
    assert brought == won(credit, "usable_krw") + won(credit, "carried_forward_krw")
    everything = sum(entry["amount_krw"] for entry in data["carried_forward"])
    assert won(credit, "carried_in_krw") + won(credit, "expired_krw") == everything
    used = sum(won(entry, "used_krw") for entry in credit["carried"])
    assert used == min(won(credit, "usable_krw"), won(credit, "carried_in_krw"))
    assert won(credit, "usable_krw") <= won(credit, "room_krw") <= data["tax"]["computed_krw"]
    taken = sum(entry["credit_krw"] for one in data["investments"] for entry in one["taken"])
    assert won(credit, "recapture_krw") <= taken
    assert sum(won(entry, "credit_krw") for entry in credit["recapture"]) == won(credit, "recapture_krw")


# -- what may not matter ----------------------------------------------------------------------------------------------


def with_land(data: Claim, dice: Random) -> Claim:
    return with_asset(data, dice, asset=credit_claims.LAND)


def with_used_machine(data: Claim, dice: Random) -> Claim:
    return with_asset(data, dice, asset={**credit_claims.ASSET, "condition": "used"})


def with_machine_abroad(data: Claim, dice: Random) -> Claim:
    return with_asset(data, dice, asset={**credit_claims.ASSET, "used_abroad": True})


def with_asset(data: Claim, dice: Random, asset: Claim) -> Claim:
    """With one more asset, which earns no credit, anywhere among the others."""
    more = copy.deepcopy(data)
    kind = dice.choice(credit_claims.KINDS)
    day = dice.choice((data["tax_year"]["starts_on"], data["tax_year"]["ends_on"]))
    amounts = [{"amount_krw": credit_claims.won(dice), "invested_on": day}]
    extra = {**kind.investment("extra"), "asset": asset, "amounts": amounts, "taken": []}
    more["investments"].insert(dice.randint(0, len(more["investments"])), extra)
    return more


def with_amounts_split(data: Claim, dice: Random) -> Claim:
    """Each amount in two of the same day."""
    split = copy.deepcopy(data)
    for investment in split["investments"]:
        if not investment.get("funding"):
            investment["amounts"] = [half for amount in investment["amounts"] for half in halves(amount, dice)]
    return split


def halves(amount: Claim, dice: Random) -> list[Claim]:
    part = dice.randint(0, amount["amount_krw"])
    return [{**amount, "amount_krw": part}, {**amount, "amount_krw": amount["amount_krw"] - part}]


def shuffled(data: Claim, dice: Random) -> Claim:
    """In another order: keys, investments, amounts, entries of lists."""

    def other(node: object) -> Any:
        if isinstance(node, dict):
            return {key: other(node[key]) for key in dice.sample(list(node), len(node))}
        return [other(item) for item in dice.sample(node, len(node))] if isinstance(node, list) else node

    return other(data)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "change",
    [with_land, with_used_machine, with_machine_abroad, with_amounts_split, shuffled],
    ids=lambda f: f.__name__,
)
@given(seed=SEEDS)
@settings(max_examples=40)
def test_what_does_not_matter(prepared: Prepared, change: Callable[[Claim, Random], Claim], seed: int) -> None:
    dice = Random(seed)
    data = credit_claims.claim(dice)
    changed = change(data, dice)
    assert figures(answered(prepared, changed)) == figures(answered(prepared, data))


@given(seed=SEEDS)
@settings(max_examples=60)
def test_a_doubtful_reading_left_open_only_widens(prepared: Prepared, seed: int) -> None:
    data = credit_claims.claim(Random(seed))
    claim = claim_of(Document("claim", data), prepared.rulebook)
    for workings in assessed(prepared, claim).credit.workings.values():
        for figure in workings.figures.values():
            value, doubted = figure.step.value, figure.doubted.value
            assert isinstance(value, Interval)
            assert isinstance(doubted, Interval)
            assert value.hull(doubted) == doubted, figure.name
            assert (value != doubted) == bool(figure.hangs_on), figure.name


def assessed(prepared: Prepared, claim: Any) -> Answer:
    return answer_of(claim, prepared, credit_claims.KNOWN_ON, reference.evaluate)


@given(seed=SEEDS)
@settings(max_examples=25)
def test_both_evaluators_give_the_same_bytes_twice(
    prepared: Prepared, evaluators: dict[str, Evaluate], seed: int
) -> None:
    data = credit_claims.claim(Random(seed))
    texts = {json.dumps(answered(prepared, data, evaluate)) for evaluate in evaluators.values() for _ in range(2)}
    assert len(texts) == 1
