"""A claim as a tree of entities, each with its facts and, once it is solved, the truths of its provisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engine.claims.claim import Claim, Lists
from engine.law.judged import HOLDS, NONE, fact_path
from engine.law.rulebook import Rulebook
from engine.law.values import Facts, Truth, Value, exactly

KNOWN_ON = "known_on"


@dataclass(frozen=True, slots=True)
class Contest:
    """A given fact that another given fact contradicts."""

    fact: str
    given: Value
    follows: Value
    by: str


@dataclass(eq=False)
class Entity:
    """The claim, an investment or a dated part of an amount, with the facts and truths of what it belongs to; or an
    entry of a list, with facts of its own only."""

    scope: str
    facts: Facts
    parent: Entity | None = None
    parts: list[Entity] = field(default_factory=list)
    truths: dict[str, Truth] = field(default_factory=dict)
    contests: list[Contest] = field(default_factory=list)
    presumed: set[str] = field(default_factory=set)
    overruled: set[str] = field(default_factory=set)  # provisions whose conclusion yields to a stated fact
    lists: dict[str, list[Entity]] = field(default_factory=dict)  # entries of the lists that are known

    def inside(self, scope: str) -> list[Entity]:
        """Entities of a narrower scope that belong to this one; itself if it is of that scope."""
        if self.scope == scope:
            return [self]
        return [entity for part in self.parts for entity in part.inside(scope)]

    def everything(self) -> Iterable[Entity]:
        yield self
        for part in self.parts:
            yield from part.everything()

    def contest(self, contest: Contest) -> None:
        """What is contested here is so in all that belongs to it."""
        for inner in self.everything():
            inner.contests.append(contest)

    def judgement(self, provision: str) -> bool | None:
        """What a professional judged of a provision here."""
        given = self.facts.get(fact_path(provision), NONE)
        return None if given == NONE else given == HOLDS

    def outer(self, scope: str) -> Entity:
        """The entity of a wider scope to which this one belongs; itself if it is of that scope."""
        entity = self
        while entity.scope != scope:
            assert entity.parent is not None, f"{self.scope} within {scope}"
            entity = entity.parent
        return entity


def entities(
    rulebook: Rulebook, claim: Claim, parts: Sequence[Sequence[Sequence[Facts]]], known_on: int
) -> Entity:
    """The claim as a tree of entities; ``parts`` holds, per investment and amount, the facts of its dated parts."""
    root = Entity("claim", {**claim.facts, KNOWN_ON: exactly(known_on)})
    presume(rulebook, root)
    listed(rulebook, root, claim.lists)
    for investment, amounts in zip(claim.investments, parts, strict=True):
        child = Entity("investment", {**root.facts, **investment.facts}, root, presumed=set(root.presumed))
        presume(rulebook, child)
        listed(rulebook, child, investment.lists)
        for facts in (part for amount in amounts for part in amount):
            leaf = Entity("amount", {**child.facts, **facts}, child, presumed=set(child.presumed))
            presume(rulebook, leaf)
            child.parts.append(leaf)
        root.parts.append(child)
    return root


def presume(rulebook: Rulebook, entity: Entity, scope: str = "") -> None:
    """Presume what the claim does not say; ``scope``: of another scope, whose facts the entity has as well."""
    for fact in rulebook.facts.values():
        if fact.scope == (scope or entity.scope) and fact.presumed_value is not None and fact.path not in entity.facts:
            entity.facts[fact.path] = fact.presumed_value
            entity.presumed.add(fact.path)


def listed(rulebook: Rulebook, owner: Entity, lists: Lists) -> None:
    """Entries as entities of their own; a list that is presumed to be empty is so openly, as a presumed fact is."""
    for declared in rulebook.lists.values():
        entries = lists.get(declared.path)
        if declared.scope != owner.scope or (entries is None and declared.presumed is None):
            continue
        if entries is None:
            owner.presumed.add(declared.path)
        owner.lists[declared.path] = [Entity(declared.path, dict(facts), owner) for facts in entries or ()]
        for entry in owner.lists[declared.path]:
            presume(rulebook, entry)
