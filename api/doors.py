"""What every door needs: language, today, the rulebook and an evaluator, and an assessment as bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from api.catalogue import LANGUAGES
from engine.assessment.assess import Prepared, prepare
from engine.inference.solve import Evaluate
from engine.law.loader import load_rulebook

EVALUATORS = ("durable", "reference")
KOREAN_TIME = timedelta(hours=9)


def language(environment: Mapping[str, str]) -> str:
    """Korean where the environment says so, else English."""
    wanted = next((environment[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(n)), "")
    korean, english = LANGUAGES
    return korean if wanted.lower().startswith(korean) else english


def today() -> date:
    """The day in Korea, wherever the machine stands."""
    return (datetime.now(UTC) + KOREAN_TIME).date()


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Where checked rulebooks are kept; None if the user has no such place."""
    return _folder(environment, "XDG_CACHE_HOME", ".cache")


def data_folder(environment: Mapping[str, str]) -> Path | None:
    """Where the ledger and its keys are unless said otherwise; None if the user has no such place."""
    return _folder(environment, "XDG_DATA_HOME", ".local/share")


def _folder(environment: Mapping[str, str], name: str, default: str) -> Path | None:
    given = Path(environment.get(name, ""))
    try:
        base = given if given.is_absolute() else Path.home() / default
    except RuntimeError:  # no home
        return None
    return base / "gongje"


def load(rules: Path | None = None) -> Prepared:
    return prepare(load_rulebook(rules, cache_folder(os.environ)))


def evaluator(prepared: Prepared, name: str | None = None) -> Evaluate:
    """By name, else durable-rules. Loaded only when wanted: one of them needs a compiled module."""
    if name == "reference":
        from engine.inference.reference import evaluate

        return evaluate
    from engine.inference.durable import DurableEvaluator

    return DurableEvaluator(prepared.plan.strata)


def as_json(document: Mapping[str, object]) -> bytes:
    """The same bytes behind every door. A lone surrogate, which has no UTF-8, becomes its JSON escape."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return f"{text}\n".encode(errors="backslashreplace")
