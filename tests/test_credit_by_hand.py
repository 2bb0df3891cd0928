"""The figures of complete claims agree, won for won, with a second computation that shares no code with the engine."""

from __future__ import annotations

from random import Random
from typing import Any

import credit_by_hand
import credit_claims
import pytest

from engine.assessment.assess import Prepared, answer_of
from engine.claims.reader import claim_of
from engine.inference import reference
from engine.law.strict_yaml import Document

CLAIMS, SEEDS = 2000, 10


def figures_of(credit: dict[str, Any]) -> dict[str, Any]:
    """Figures of an answer as numbers; the second computation has no use for text."""
    wanted = ("scheme", *credit["figures"], "base_krw")
    return {key: int(credit[key]) if key != "scheme" else credit[key] for key in wanted}


def ends(node: dict[str, Any], key: str) -> tuple[int, int]:
    if node[key] is not None:
        return int(node[key]), int(node[key])
    return int(node["bounds"][key]["at_least"]), int(node["bounds"][key]["at_most"])


@pytest.mark.parametrize("seed", range(SEEDS))
def test_figures_agree_with_the_second_computation(prepared: Prepared, seed: int) -> None:
    for number in range(CLAIMS // SEEDS):
        data = credit_claims.claim(Random(1000 * seed + number))
        claim = claim_of(Document("claim", data), prepared.rulebook)
        credit = answer_of(claim, prepared, credit_claims.KNOWN_ON, reference.evaluate).credit.document()
        by_hand = credit_by_hand.figures(data)
        schemes = by_hand.pop("schemes")
        assert figures_of(credit) == by_hand, (seed, number, data)
        beside = credit["figures"]["increment_krw"]["beside"]
        taken = schemes[credit["scheme"]]
        assert int(beside["company_wide_krw"]) == taken.increment, (seed, number, data)
        assert ends(beside, "by_tier_krw") == taken.by_tier, (seed, number, data)
        for shown in credit["schemes"]:
            one = schemes[shown["scheme"]]
            told = [int(shown[key]) for key in ("base_krw", "increment_krw", "total_krw")]
            assert told == [one.base, one.increment, one.total], (seed, number, data)
