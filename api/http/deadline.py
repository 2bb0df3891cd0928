"""The most time that one decision may take."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from api.http.problems import Refused
from engine.inference.plan import Stratum
from engine.inference.solve import Evaluate
from engine.law.values import Facts, Truth


@dataclass(frozen=True)
class Deadline:
    """An evaluator that gives up once the time is over: between two strata, so that nothing is left half done."""

    evaluate: Evaluate
    seconds: int
    end: float

    def __call__(
        self, stratum: Stratum, facts: Facts, applies: Mapping[str, Truth], known: Mapping[str, Truth]
    ) -> dict[str, Truth]:
        if time.monotonic() > self.end:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "takes-too-long", seconds=self.seconds)
        return self.evaluate(stratum, facts, applies, known)


def within(evaluate: Evaluate, seconds: int) -> Deadline:
    return Deadline(evaluate, seconds, time.monotonic() + seconds)
