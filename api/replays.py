"""A recorded decision decided again, step by step, for the command line and HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.assessment.assess import Prepared
from engine.law.values import iso
from engine.ledger.differences import Comparison, compare
from engine.ledger.replay import Recorded, Replay, Replayer


@dataclass(frozen=True)
class Step:
    """The recorded claim by another rulebook, or on another day, beside the answer before."""

    prepared: Prepared
    known_on: int
    document: dict[str, Any]
    comparison: Comparison
    before: tuple[Prepared, dict[str, Any]]

    @property
    def changed(self) -> bool:
        """Is anything outside the reasons different, besides the rulebook and the day that were asked for?"""
        return any(difference.place[0] != "law" for difference in self.comparison.values)


def keys_of(one: Recorded, when: int) -> tuple[str, str]:
    """What the steps are: our corrections, then the law since, or that of an earlier day."""
    return "rules", "law" if when >= one.known_on else "law-before"


def steps_of(one: Recorded, replayer: Replayer, installed: Prepared, when: int) -> Iterator[Step]:
    """First our corrections: the rules of now on the day of then. Then the law since. BadInput."""
    document, before = one.document, replayer.rulebook(one)
    for known_on in (one.known_on, when):
        later = json.loads(replayer.decide(one, installed, known_on))
        yield Step(installed, known_on, later, compare(document, later), (before, document))
        document, before = later, installed


def as_json_replay(one: Recorded, again: Replay, steps: list[Step]) -> dict[str, object]:
    return {
        "entry": one.number,
        "outcome": again.outcome,
        "recorded_by": again.recorded_by,
        "engine": again.engine,
        "differences": _listed(again.comparison) if again.comparison else [],
        "problems": [f"{p.place}: {p.text('en')}" for p in again.problem.problems] if again.problem else [],
        "steps": [
            {
                "rulebook": step.prepared.rulebook.digest,
                "known_on": iso(step.known_on),
                "differences": _listed(step.comparison),
            }
            for step in steps
        ],
    }


def _listed(comparison: Comparison) -> list[dict[str, object]]:
    differences = [*comparison.values, *comparison.derivation]
    return [{"path": d.path, "before": d.before, "after": d.after} for d in differences]
