"""Judgements of professionals in a solved claim that contradict a verified reading of certain facts."""

from __future__ import annotations

from collections.abc import Iterator

from engine.inference.derivation import Explainer
from engine.inference.entity import Contest, Entity
from engine.law.judged import FAILS, HOLDS, fact_path
from engine.law.kleene import truth
from engine.law.model import SCOPES
from engine.law.rulebook import Rulebook


def contest_judgements(rulebook: Rulebook, root: Entity, known_on: int) -> None:
    """Where a judgement contradicts the law on the facts both are named, and the answer is for review."""
    for scope in SCOPES:
        for entity in root.inside(scope):
            for contest in contradictions(rulebook, entity, scope, known_on):
                entity.contest(contest)


def contradictions(rulebook: Rulebook, entity: Entity, scope: str, known_on: int) -> Iterator[Contest]:
    """Judgements that the law contradicts, of provisions of a scope. ``entity`` has the facts and truths of it."""
    for provision in rulebook.judgeable:
        if provision.scope != scope or provision.contradicted is None:
            continue
        judged = entity.judgement(provision.id)
        if judged is not None and truth(provision.contradicted, Explainer(rulebook, entity, known_on).leaf_truth):
            given, follows = (HOLDS, FAILS) if judged else (FAILS, HOLDS)
            yield Contest(fact_path(provision.id), given, follows, provision.id)
