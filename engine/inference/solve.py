"""Truth values of every provision for every part of a claim, by whichever evaluator is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from engine.credit.formulas import compute
from engine.inference.entity import Contest, Entity
from engine.inference.judgements import contest_judgements
from engine.inference.plan import Plan, Stratum
from engine.inference.view import View
from engine.law.known import as_known
from engine.law.model import DOUBTFUL
from engine.law.rulebook import Fact
from engine.law.values import Facts, Interval, Truth, Value


class Evaluate(Protocol):
    """An evaluator: truth of every provision of a stratum, three-valued, without short-circuit."""

    def __call__(
        self, stratum: Stratum, facts: Facts, applies: Mapping[str, Truth], known: Mapping[str, Truth]
    ) -> dict[str, Truth]: ...


def solve(plan: Plan, root: Entity, known_on: int, evaluate: Evaluate, doubting: bool = False) -> None:
    """Fill in the truths of every entity. ``doubting`` leaves open whether doubtful provisions apply."""
    rulebook = plan.rulebook
    law = as_known(rulebook, known_on)
    for level in plan.levels:
        for path in level.derived:
            fact = rulebook.facts[path]
            for entity in root.inside(fact.scope):
                settle(plan, entity, fact)
        for stratum in level.strata:
            keys = plan.versions_of[stratum.name]
            for entity in root.inside(stratum.scope):
                reached = law.reaches(keys, entity.facts)
                if doubting:
                    for key, reach in reached.items():
                        if reach and rulebook.versions[key].reading in DOUBTFUL:
                            reached[key] = None
                decided = evaluate(stratum, entity.facts, reached, entity.truths)
                for inner in entity.everything():
                    inner.truths.update(decided)
    contest_judgements(rulebook, root, known_on)


def settle(plan: Plan, entity: Entity, fact: Fact) -> None:
    """Value of a fact that follows from others. What the claim gives stands; a contradiction is recorded."""
    path = fact.path
    given = entity.facts.get(path) if path not in entity.presumed else None
    value: Value | None = None
    by = ""
    if fact.derived is not None:
        result = compute(fact.derived, View(plan.rulebook, entity))
        value = None if result is None or (isinstance(result, Interval) and result.unbounded) else result
    for concluder in plan.rulebook.concluders.get(path, ()):
        if entity.truths.get(concluder) is True:
            provision = plan.rulebook.provisions[concluder]
            if provision.yields and given is not None:
                for inner in entity.everything():
                    inner.overruled.add(concluder)
                continue
            concluded = dict(provision.concludes)[path]
            if value is not None and value != concluded:
                entity.contest(Contest(path, value, concluded, concluder))
            value, by = concluded, concluder
    if value is None:
        return
    if given is not None and given != value:
        entity.contest(Contest(path, given, value, by))
        return
    for inner in entity.everything():
        inner.facts[path] = value
        inner.presumed.discard(path)
