"""What most tests share: the rulebook that ships, prepared once, and both evaluators."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import ledgers
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


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Its user has to reach the folder, so it stands apart from those of pytest, which are for their owner alone."""
    with (
        tempfile.TemporaryDirectory(prefix="gongje-", ignore_cleanup_errors=True) as folder,
        ledgers.postgresql(Path(folder)) as url,
    ):
        yield url


@pytest.fixture(params=ledgers.DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place for a ledger, on each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "data" / "ledger.db")
    return ledgers.new_schema(request.getfixturevalue("postgresql_server"))


# The suite is the same on every run; HYPOTHESIS_PROFILE=explore looks further.
settings.register_profile("default", deadline=None, database=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
