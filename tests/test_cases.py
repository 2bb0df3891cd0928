"""Every case beside the rules comes out as its source says, with both evaluators."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.assessment.assess import Prepared
from engine.assessment.cases import Case, read_cases, run
from engine.inference.solve import Evaluate
from engine.law.loader import rules_folder

CASES = list(read_cases(rules_folder() / "cases"))


def test_ids_differ() -> None:
    assert len({case.id for case, _ in CASES}) == len(CASES) > 100


@pytest.mark.parametrize(("case", "claim"), CASES, ids=[case.id for case, _ in CASES])
def test_case(
    case: Case, claim: dict[str, object], prepared: Prepared, evaluators: dict[str, Evaluate]
) -> None:
    for name, evaluate in evaluators.items():
        assert run(case, claim, prepared, evaluate) == [], name


def test_a_wrong_expectation_is_noticed(prepared: Prepared, durable: Evaluate) -> None:
    case, claim = CASES[0]
    wrong = case.model_copy(update={"expect": {"investments.0.parts.0.rate": "0.99"}})
    (difference,) = run(wrong, claim, prepared, durable)
    assert difference.expected == "0.99"
    assert Path(rules_folder()).name == "rules"
