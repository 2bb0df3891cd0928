"""The whole credit of each claim from its sums: increment, limits, carry-forward, and the scheme where it decides that.

Sums over lines are made in SQL; what follows from them is worked out once for each claim, by the same formulas as the
assessment of a single claim (``engine.assessment.figures``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.assessment.assess import Prepared
from engine.assessment.figures import Workings
from engine.assessment.year import TierSum, Year
from engine.claims.claim import Claim, Investment
from engine.columns.facts import ends, given_facts, given_name, value_of
from engine.columns.sums import INVESTED, in_tier, share
from engine.columns.tiers import CLAIMABLE, open_name, scheme_names, tier_names
from engine.inference import reference
from engine.inference.entity import Entity, entities
from engine.inference.solve import settle, solve
from engine.law.values import ORDERED, Facts, Interval

Row = tuple[Any, ...]


@dataclass
class Credits:
    """Works out claims. ``claims``: by number, those that have lists (earlier investment, carried credit, events)."""

    prepared: Prepared
    known_on: int
    claims: Mapping[int, Claim] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plan, rulebook = self.prepared.plan, self.prepared.rulebook
        self.schemes = scheme_names(rulebook)
        self.facts = [fact for fact in given_facts(plan) if fact.scope == "claim"]
        derived = [fact for fact in rulebook.facts.values() if fact.derived and fact.scope == "claim"]
        self.stored = [fact for fact in derived if fact.type in ORDERED]
        self.truths = [p.id for p in rulebook.provisions.values() if p.scope == "claim"]
        self.truths += [row.gate for t in rulebook.tables.values() if t.scope == "claim" for row in t.rows]
        self.sums = [INVESTED, *map(in_tier, tier_names(rulebook))]
        for scheme in self.schemes:
            self.sums += [share(scheme, CLAIMABLE), *(in_tier(tier, scheme) for tier in tier_names(rulebook))]

    def columns(self) -> list[str]:
        """Columns of a claim's first row and of its sums, in the order in which ``years`` takes them."""
        names: list[str] = []
        for fact in self.facts:
            name = given_name(self.prepared.plan, fact)
            names += ends(name) if fact.type in ORDERED else [name]
        for fact in self.stored:
            names += ends(f"fact:{fact.path}")
        return [*names, *self.truths, *(end for of in self.sums for end in ends(of))]

    def years(self, row: Row) -> tuple[Entity, dict[str, Year]]:
        """The claim, and its sums in each scheme that may be taken. ``row``: its number, then ``columns``."""
        number, cells = int(row[0]), iter(row[1:])
        root = self.root(number, cells)
        found = {name: Interval(_whole(next(cells)), _whole(next(cells))) for name in self.sums}
        tiers = tier_names(self.prepared.rulebook)
        years = {}
        for scheme in self.schemes:
            if root.truths[open_name(self.prepared.rulebook, scheme)] is not False:
                sums = [TierSum(t, found[in_tier(t)], found[in_tier(t, scheme)]) for t in tiers]
                some = tuple(one for one in sums if one.invested.high != 0)
                years[scheme] = Year(scheme, found[INVESTED], found[share(scheme, CLAIMABLE)], some)
        return root, years

    def root(self, number: int, cells: Iterator[Any]) -> Entity:
        """The claim with its facts and truths as they are stored, and with the lists that it has."""
        facts: Facts = {}
        for fact in self.facts:
            value = value_of(fact, next(cells), next(cells) if fact.type in ORDERED else None)
            if value is not None:
                facts[fact.path] = value
        plan, rulebook = self.prepared.plan, self.prepared.rulebook
        claim = self.claims.get(number, Claim({}))
        investments = claim.investments or (Investment("", {}, ()),)
        bare = tuple(replace(one, amounts=()) for one in investments)
        known = replace(claim, facts={**claim.facts, **facts}, investments=bare)
        root = entities(rulebook, known, [[] for _ in bare], self.known_on)
        if claim.investments:  # what is taken back of earlier credits follows from its investments
            solve(plan, root, self.known_on, reference.evaluate)
        stored = {fact.path: Interval(next(cells), next(cells)) for fact in self.stored}
        root.facts |= {path: value for path, value in stored.items() if not value.unbounded}
        root.truths.update((name, next(cells)) for name in self.truths)
        for level in plan.levels:
            for path in level.derived:
                if rulebook.facts[path].scope == "claim" and path not in stored:
                    settle(plan, root, rulebook.facts[path])
        return root

    def scheme(self, root: Entity, years: Mapping[str, Year], dominates: Mapping[tuple[str, ...], bool]) -> str | None:
        """The first scheme that is never worse than another: by its rates, or by the credit of the year."""
        rulebook = self.prepared.rulebook
        workings = {name: Workings(rulebook, root, year, frozenset()) for name, year in years.items()}
        totals = {name: one.figure(rulebook.assessment.total).value for name, one in workings.items()}
        for one in years:
            others = [name for name in years if name != one]
            never_worse = (dominates[one, other] or _reaches(totals[one], totals[other]) for other in others)
            if root.truths[open_name(rulebook, one)] and all(never_worse):
                return one
        return None

    def figures(self, root: Entity, years: Iterable[Year]) -> dict[str, Interval]:
        """Each figure of the credit over the schemes that are taken into account."""
        found: dict[str, Interval] = {}
        for year in years:
            for name, figure in Workings(self.prepared.rulebook, root, year, frozenset()).figures.items():
                found[name] = found[name].hull(figure.value) if name in found else figure.value
        return found


def _reaches(one: Interval, other: Interval) -> bool:
    return one.low is not None and other.high is not None and one.low >= other.high


def _whole(cell: Any) -> int | None:
    return None if cell is None else int(cell)
