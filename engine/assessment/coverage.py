"""What the cases show of the rules: which provisions and rows come out true, false and unknown in them.

A provision counts as shown when some case makes it true, another false and another unknown. One that reads only what
every claim has (presumptions, the tax year, the day of investment) can never be unknown, and is not asked to be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.assessment.assess import Prepared, stretches_of, with_amounts
from engine.assessment.cases import Case
from engine.claims.claim import Claim
from engine.claims.reader import ENDS, INVESTED_ON, STARTS, claim_of
from engine.inference.entity import Entity, entities
from engine.inference.solve import Evaluate, solve
from engine.law.checks import dependencies
from engine.law.conditions import Applies
from engine.law.rulebook import ALWAYS, Provision, Rulebook
from engine.law.strict_yaml import Document
from engine.law.values import Truth, day

TRUTHS: tuple[Truth, ...] = (True, False, None)
GIVEN = (STARTS, ENDS, INVESTED_ON)  # no claim is read without these, and amounts are cut where the law changes

Seen = dict[str, dict[Truth, list[str]]]  # provision or row -> truth -> ids of cases


@dataclass(frozen=True)
class Gap:
    """A provision or row with the truth values that no case gives it."""

    name: str
    lacks: tuple[Truth, ...]


def solved(claim: Claim, prepared: Prepared, known_on: int, evaluate: Evaluate) -> Entity:
    """A claim with the truth of every provision for every part of it."""
    measured = with_amounts(claim, prepared, known_on, evaluate)
    root = entities(prepared.rulebook, measured, stretches_of(measured, prepared), known_on)
    solve(prepared.plan, root, known_on, evaluate)
    return root


def seen_in(cases: Iterable[tuple[Case, dict[str, object]]], prepared: Prepared, evaluate: Evaluate) -> Seen:
    """The cases in which each provision, and each row of a table, is true, false and unknown."""
    names = [name for stratum in prepared.plan.strata for name, _ in stratum.provisions]
    seen: Seen = {name: {truth: [] for truth in TRUTHS} for name in names}
    for case, data in cases:
        claim = claim_of(Document(case.id, data), prepared.rulebook)
        root = solved(claim, prepared, day(case.known_on), evaluate)
        found = {item for entity in root.everything() for item in entity.truths.items()}
        for name, truth in found:
            seen[name][truth].append(case.id)
    return seen


def gaps(rulebook: Rulebook, seen: Seen) -> list[Gap]:
    """Provisions that lack a case of some truth value that they can have."""
    always = never_unknown(rulebook)
    found = []
    for name in rulebook.provisions:
        never = {None: name in always, False: only_reads(rulebook.provisions[name])}
        lacks = tuple(t for t in TRUTHS if not seen[name][t] and not never.get(t))
        if lacks:
            found.append(Gap(name, lacks))
    return found


def only_reads(provision: Provision) -> bool:
    """Is it a reading of the law, with no condition of its own? Such a provision always holds."""
    return all(version.period == ALWAYS and isinstance(version.body, Applies) for version in provision.versions)


def never_unknown(rulebook: Rulebook) -> frozenset[str]:
    """Provisions that read, however far down, only what is always known."""
    graph = dependencies(rulebook)
    sure = {f"fact:{fact.path}" for fact in rulebook.facts.values() if fact.by_engine or fact.path in GIVEN}
    sure |= {f"fact:{fact.path}" for fact in rulebook.facts.values() if fact.presumed_value is not None}
    computed = {f"fact:{fact.path}" for fact in rulebook.facts.values() if fact.derived is not None}
    waiting = [node for node in graph if node.startswith(("provision:", "table:")) or node in computed]
    grown = True
    while grown:
        new = [n for n in waiting if n not in sure and all(read in sure for read in graph[n])]
        sure.update(new)
        grown = bool(new)
    return frozenset(n.partition(":")[2] for n in sure if n.startswith("provision:"))
