"""The search for changes: bottom up by size, breadth first, by truths alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from engine.assessment.assess import Prepared, Verdicts, find_verdicts, stretches_of, verdicts_of
from engine.assessment.money import Amounts
from engine.assessment.verdict import Tiers
from engine.changes.alternatives import Equals, alternatives
from engine.changes.goals import Standing, levers, standing
from engine.claims.altered import altered
from engine.claims.claim import Claim, Investment
from engine.claims.given import AMOUNT
from engine.claims.places import Place
from engine.claims.reader import claim_of
from engine.inference.again import Again
from engine.inference.entity import Entity, entities
from engine.inference.solve import solve
from engine.law.problems import BadInput
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import Document as Text
from engine.law.values import Facts

MOST_FACTS = 3  # that one change alters

Alteration = tuple[Place, Equals]
Change = tuple[Alteration, ...]  # in the order of the facts' names
Effect = tuple[Standing, list[tuple[Tiers, str | None]]]


@dataclass(frozen=True)
class Found:
    """The smallest changes that reach a goal; those that do the same to the same facts are one. ``complete``: nothing
    that was to be tried was left out."""

    changes: list[Change]
    tried: int
    complete: bool


def applied(claim: Claim, rulebook: Rulebook, change: Change) -> Claim:
    """The claim as it would be. BadInput if its facts then contradict each other."""
    first = ((place, equals[0]) for place, equals in change)
    return claim_of(Text("", altered(claim.data, first)), rulebook)


@dataclass(eq=False)
class Search:
    """What may be altered about the investment with a number."""

    claim: Claim
    prepared: Prepared
    known_on: int
    again: Again
    number: int
    before: Verdicts  # the claim as it is
    known: dict[Change, Verdicts | None] = field(default_factory=dict, repr=False)  # single facts serve several goals

    def towards(self, goal: str, most: int) -> Found:
        """``most``: how many changes are tried."""
        now = self.standing(self.before)
        level: list[tuple[Change, list[Alteration]]] = [((), self.alterations(goal, self.before, ()))]
        tried = 0
        seen: set[Change] = set()
        for size in range(1, MOST_FACTS + 1):
            reached: dict[Change, Effect] = {}
            grown: list[tuple[Change, list[Alteration]]] = []
            for change in _grown(level, seen):
                if tried == most:
                    return Found(merged(reached), tried, complete=False)
                tried += 1
                other = self.tried(change)
                if other is None:
                    continue
                then = self.standing(other)
                if then.reaches(goal, now):
                    reached[change] = then, self.tiers(other)
                elif size < MOST_FACTS and not reached:
                    grown.append((change, self.alterations(goal, other, change)))
            if reached:
                return Found(merged(reached), tried, complete=True)
            level = grown
        return Found([], tried, complete=True)

    def tiers(self, verdicts: Verdicts) -> list[tuple[Tiers, str | None]]:
        parts = (part for amount in self.mine(verdicts)[1] for part in amount)
        return [(part.verdict.tiers, part.verdict.standing) for part in parts]

    def tried(self, change: Change) -> Verdicts | None:
        """None if the facts contradict each other."""
        if len(change) > 1:
            return self._tried(change)
        if change not in self.known:
            self.known[change] = self._tried(change)
        return self.known[change]

    def _tried(self, change: Change) -> Verdicts | None:
        paths = [place.path for place, _ in change]
        measured = any(investment.amounts is None for investment in self.claim.investments)
        whole = measured or any(place.amount is not None for place, _ in change)  # the parts may be others
        lone = not whole and self.again.within_investment(paths)
        try:
            claim = self.alone(change) if lone else applied(self.claim, self.prepared.rulebook, change)
        except BadInput:
            return None
        if whole:
            return find_verdicts(claim, self.prepared, self.known_on, self.again.evaluate)

        def solved(doubting: bool) -> Entity:
            before = self.doubting if doubting else self.before.root
            root = entities(self.prepared.rulebook, claim, stretches_of(claim, self.prepared), self.known_on)
            self.again.solve(before, root, paths, self.known_on, doubting, self.number if lone else None)
            return root

        return verdicts_of(claim, self.prepared, self.known_on, solved, 0 if lone else self.number)

    def alone(self, change: Change) -> Claim:
        """The altered claim with this one of its investments."""
        data = {**self.claim.data, "investments": [self.claim.data["investments"][self.number]]}  # type: ignore[index]
        first = ((replace(place, investment=0), equals[0]) for place, equals in change)
        return claim_of(Text("", altered(data, first)), self.prepared.rulebook)

    @cached_property
    def doubting(self) -> Entity:
        """The claim as it is, with doubtful provisions left open."""
        if self.before.doubting is not None:
            return self.before.doubting
        claim = self.before.claim
        root = entities(self.prepared.rulebook, claim, stretches_of(claim, self.prepared), self.known_on)
        solve(self.prepared.plan, root, self.known_on, self.again.evaluate, doubting=True)
        return root

    def mine(self, verdicts: Verdicts) -> tuple[Investment, Amounts]:
        """This investment, which may be the only one that was looked at."""
        at = self.number if len(verdicts.investments) > 1 else 0
        return verdicts.claim.investments[at], verdicts.investments[at]

    def standing(self, verdicts: Verdicts) -> Standing:
        return standing(self.prepared.rulebook, self.mine(verdicts)[1], verdicts.taken)

    def alterations(self, goal: str, verdicts: Verdicts, change: Change) -> list[Alteration]:
        """What may be altered further: the facts in the way of the goal, with their other values."""
        rulebook = self.prepared.rulebook
        stated, amounts = self.mine(verdicts)
        places: dict[Place, Facts] = {}
        for number, amount in enumerate(amounts):
            for part in amount:
                for path in levers(goal, verdicts, part, rulebook):
                    scope = rulebook.facts[path].scope
                    if scope != AMOUNT:
                        places.setdefault(Place(path, None if scope == "claim" else self.number), part.entity.facts)
                    elif not stated.measured and stated.amounts:
                        # The day of a part is one stretch of those on which its amount may have been invested.
                        places[Place(path, self.number, number)] = {**part.entity.facts, **stated.amounts[number].facts}
        for place, _ in change:
            places.pop(place, None)
        order = sorted(places, key=lambda place: (rulebook.facts[place.path].order, place.amount or 0))
        return [(place, one) for place in order for one in alternatives(rulebook, place.path, places[place])]


def merged(reached: Mapping[Change, Effect]) -> list[Change]:
    """Changes of the same facts with the same effect, and the same values but for one fact, are one change."""
    found: list[tuple[Change, Effect]] = []
    for change, effect in reached.items():
        for at, (other, its) in enumerate(found):
            apart = _apart(change, other) if its == effect else []
            if len(apart) == 1:
                (i,) = apart
                place, equals = other[i]
                found[at] = (*other[:i], (place, (*equals, *change[i][1])), *other[i + 1 :]), effect
                break
        else:
            found.append((change, effect))
    return [change for change, _ in found]


def _apart(one: Change, other: Change) -> list[int]:
    """Where two changes of the same facts differ; everywhere if they are of other facts."""
    if [place for place, _ in one] != [place for place, _ in other]:
        return [*range(len(one) + 1)]
    return [i for i, (mine, its) in enumerate(zip(one, other, strict=True)) if mine != its]


def _grown(level: list[tuple[Change, list[Alteration]]], seen: set[Change]) -> Iterator[Change]:
    for change, alterations in level:
        for alteration in alterations:
            grown = tuple(sorted((*change, alteration), key=lambda one: (one[0].path, one[0].amount or 0)))
            if grown not in seen:
                seen.add(grown)
                yield grown
