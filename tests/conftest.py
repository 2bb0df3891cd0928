"""What most tests share: the rulebook that ships, prepared once, and both evaluators."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

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


# The suite is the same on every run; HYPOTHESIS_PROFILE=explore looks further.
settings.register_profile("default", deadline=None, database=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
