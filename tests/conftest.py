"""What most tests share: the rulebook that ships, prepared once, and both evaluators."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import ledgers
import pytest
from browser import Site, chromium, site, visitor
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page

import api
import engine
from api.http.store.keys import Role
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


@pytest.fixture(scope="module")
def served(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server for browsers, with keys, decisions and drafts of one firm."""
    with site(prepared, tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def desk(browser: Browser, served: Site) -> Iterator[Page]:
    """An accountant at a desk, whose page the tests of a module share."""
    with visitor(browser, served, "desktop", Role.ACCOUNTANT) as page:
        yield page


# The suite is the same on every run and on every machine; HYPOTHESIS_PROFILE=explore looks further.
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("default", database=None, derandomize=True, **PATIENT)
settings.register_profile("explore", max_examples=2000, **PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
# Hypothesis tries constants of those of our modules that are loaded: were they not all, examples would hang on which
# tests ran before. Migrations are not: only their own runner can load them.
for package in (api, engine):
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        if "migrations" not in module.name:
            import_module(module.name)
