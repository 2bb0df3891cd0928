"""What most tests share: the rulebook that ships, prepared once, and both evaluators."""

from __future__ import annotations

import pytest

from engine.assessment.assess import Prepared, prepare
from engine.inference import reference
from engine.inference.durable import DurableEvaluator
from engine.inference.solve import Evaluate
from engine.law.loader import load_rulebook


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    return prepare(load_rulebook())


@pytest.fixture(scope="session")
def durable(prepared: Prepared) -> Evaluate:
    return DurableEvaluator(prepared.plan.strata)


@pytest.fixture(scope="session")
def evaluators(durable: Evaluate) -> dict[str, Evaluate]:
    return {"durable": durable, "reference": reference.evaluate}
