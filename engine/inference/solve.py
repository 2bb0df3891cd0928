"""Truth values of every provision for every part of a claim, by whichever evaluator is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Protocol

from engine.claims.claim import Claim, Lists
from engine.credit.formulas import Result, compute
from engine.inference.plan import Plan, Stratum
from engine.law.known import as_known
from engine.law.model import DOUBTFUL
from engine.law.rulebook import Fact, Rulebook, Table
from engine.law.values import OPEN, RATIO_SCALE, Facts, Interval, Truth, Value, exactly

KNOWN_ON = "known_on"


class Evaluate(Protocol):
    """An evaluator: truth of every provision of a stratum, three-valued, without short-circuit."""

    def __call__(
        self, stratum: Stratum, facts: Facts, applies: Mapping[str, Truth], known: Mapping[str, Truth]
    ) -> dict[str, Truth]: ...


@dataclass(frozen=True, slots=True)
class Contest:
    """A given fact that another given fact contradicts."""

    fact: str
    given: Value
    follows: Value
    by: str


@dataclass(eq=False)
class Entity:
    """The claim, an investment or a dated part of an amount, with the facts and truths of what it belongs to."""

    scope: str
    facts: Facts
    parts: list[Entity] = field(default_factory=list)
    truths: dict[str, Truth] = field(default_factory=dict)
    contests: list[Contest] = field(default_factory=list)
    presumed: set[str] = field(default_factory=set)
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


@dataclass(eq=False)
class View:
    """An entity as formulas see it."""

    rulebook: Rulebook
    entity: Entity

    def fact(self, path: str) -> Value | None:
        """A ratio is a fraction of one here, as rates are."""
        value = self.entity.facts.get(path)
        if isinstance(value, Interval) and self.rulebook.facts[path].type == "ratio":
            low, high = (
                None if end is None else Fraction(end, RATIO_SCALE) for end in (value.low, value.high)
            )
            return Interval(low, high)
        return value

    def provision(self, id_: str) -> Truth:
        return self.entity.truths.get(id_)

    def look_up(self, table: str, keys: dict[str, str]) -> Interval:
        return look_up(self.rulebook, self.rulebook.tables[table], keys, self.entity).value

    def formula(self, id_: str) -> Result:
        return compute(self.rulebook.formulas[id_].value, self)

    def members(self, scope: str) -> Iterable[View] | None:
        return [View(self.rulebook, entity) for entity in self.entity.inside(scope)]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a table says: the interval of all values that are possible, and the rows they come from."""

    value: Interval
    rows: tuple[str, ...]


def look_up(rulebook: Rulebook, table: Table, keys: Mapping[str, str], entity: Entity) -> LookedUp:
    """Values of all rows that are not false. Rates are fractions of one, dates ordinals."""
    rows = [row for row in table.rows_for(keys) if entity.truths.get(row.gate) is not False]
    if not rows:
        return LookedUp(OPEN, ())
    view = View(rulebook, entity)
    values = [_row_value(table, compute(row.value, view)) for row in rows]
    return LookedUp(reduce(Interval.hull, values), tuple(row.gate for row in rows))


def _row_value(table: Table, result: Result) -> Interval:
    value = result if isinstance(result, Interval) else OPEN
    return exactly(Fraction(int(value.low or 0), RATIO_SCALE)) if table.type == "ratio" else value


def entities(
    rulebook: Rulebook, claim: Claim, parts: Sequence[Sequence[Sequence[Facts]]], known_on: int
) -> Entity:
    """The claim as a tree of entities; ``parts`` holds, per investment and amount, the facts of its dated parts."""
    root = Entity("claim", {**claim.facts, KNOWN_ON: exactly(known_on)})
    presume(rulebook, root, ("claim",))
    listed(root, claim.lists)
    for investment, amounts in zip(claim.investments, parts, strict=True):
        child = Entity("investment", {**root.facts, **investment.facts}, presumed=set(root.presumed))
        presume(rulebook, child, ("investment",))
        listed(child, investment.lists)
        for facts in (part for amount in amounts for part in amount):
            leaf = Entity("amount", {**child.facts, **facts}, presumed=set(child.presumed))
            presume(rulebook, leaf, ("amount",))
            child.parts.append(leaf)
        root.parts.append(child)
    return root


def listed(entity: Entity, lists: Lists) -> None:
    """Entries as entities of their own; what the wider facts become later is looked up where they are read."""
    for name, entries in lists.items():
        entity.lists[name] = [Entity(name, entry) for entry in entries]


def presume(rulebook: Rulebook, entity: Entity, scopes: tuple[str, ...]) -> None:
    for fact in rulebook.facts.values():
        if fact.scope in scopes and fact.presumed_value is not None and fact.path not in entity.facts:
            entity.facts[fact.path] = fact.presumed_value
            entity.presumed.add(fact.path)


def solve(plan: Plan, root: Entity, known_on: int, evaluate: Evaluate, doubting: bool = False) -> None:
    """Fill in the truths of every entity. ``doubting`` leaves open whether doubtful provisions apply."""
    rulebook = plan.rulebook
    law = as_known(rulebook, known_on)
    for level in plan.levels:
        for path in level.derived:
            fact = rulebook.facts[path]
            for entity in root.inside(fact.scope):
                _settle(plan, entity, fact)
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


def _settle(plan: Plan, entity: Entity, fact: Fact) -> None:
    """Value of a fact that follows from others. What the claim gives stands; a contradiction is recorded."""
    path = fact.path
    value: Value | None = None
    by = ""
    if fact.derived is not None:
        result = compute(fact.derived, View(plan.rulebook, entity))
        value = None if result is None or (isinstance(result, Interval) and result.unbounded) else result
    for concluder in plan.rulebook.concluders.get(path, ()):
        if entity.truths.get(concluder) is True:
            provision = plan.rulebook.provisions[concluder]
            concluded = dict(provision.concludes)[path]
            if value is not None and value != concluded:
                _contest(entity, Contest(path, value, concluded, concluder))
            value, by = concluded, concluder
    given = entity.facts.get(path) if path not in entity.presumed else None
    if value is None:
        return
    if given is not None and given != value:
        _contest(entity, Contest(path, given, value, by))
        return
    for inner in entity.everything():
        inner.facts[path] = value
        inner.presumed.discard(path)


def _contest(entity: Entity, contest: Contest) -> None:
    for inner in entity.everything():
        inner.contests.append(contest)
