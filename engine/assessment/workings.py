"""How a figure is worked out: each formula used, its value and what it read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from engine.credit.formulas import Result, compute
from engine.inference.entity import Entity
from engine.inference.view import LookedUp, View
from engine.law.rulebook import NamedFormula, Rulebook, Table
from engine.law.values import OPEN, Facts, Interval, Truth, Value


@dataclass(eq=False)
class Step:
    """One formula, its value and what it read."""

    formula: NamedFormula
    entity: Entity
    value: Result = None
    facts: dict[str, Value | None] = field(default_factory=dict)
    provisions: dict[str, Truth] = field(default_factory=dict)
    rows: dict[str, None] = field(default_factory=dict)
    lists: dict[str, bool] = field(default_factory=dict)  # is it known?
    steps: list[Step] = field(default_factory=list)

    @cached_property
    def held(self) -> frozenset[str]:
        """Provisions that held, and rows that were looked up, on the way to the value."""
        own = [id_ for id_, truth in self.provisions.items() if truth]
        return frozenset(own).union(self.rows, *(step.held for step in self.steps))

    @property
    def open(self) -> bool:
        return _open(self.value)

    def walk(self, seen: set[int] | None = None) -> Iterator[Step]:
        """The step and those it rests on, each once."""
        seen = set() if seen is None else seen
        if id(self) not in seen:
            seen.add(id(self))
            yield self
            for step in self.steps:
                yield from step.walk(seen)


def _open(value: Value | None) -> bool:
    return value is None or (isinstance(value, Interval) and value.exact is None)


Key = tuple[str, int, tuple[tuple[str, str], ...]]


@dataclass(eq=False)
class Working(View):
    """A view that keeps a record. Provisions and rows that are ``doubted`` leave open what they say; steps that rest on
    none of these are those of ``plain``, the same view without doubt."""

    doubted: frozenset[str] = frozenset()
    record: dict[Key, Step] = field(default_factory=dict)
    running: list[Step] = field(default_factory=list)
    plain: Mapping[Key, Step] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.handed_in = tuple(sorted(self.keys.items()))

    def of(self, entity: Entity) -> Self:
        view = super().of(entity)
        if view.keys is not self.keys:
            view.handed_in = tuple(sorted(view.keys.items()))
        return view

    def formula(self, id_: str) -> Result:
        formula = self.rulebook.formulas[id_]
        entity = self.entity.outer(formula.scope)
        key = (id_, id(entity), self.handed_in)
        step = self.record.get(key)
        if step is None:
            step = self.plain.get(key)
            if step is None or not step.held.isdisjoint(self.doubted):
                step = Step(formula, entity)
                self.running.append(step)
                step.value = compute(formula.value, self.of(entity))
                self.running.pop()
            self.record[key] = step
        if self.running and step not in self.running[-1].steps:
            self.running[-1].steps.append(step)
        return step.value

    def given(self, path: str) -> Value | None:
        value = super().given(path)
        facts = self.running[-1].facts
        if path not in facts or not _open(facts[path]):  # of several entries, one that leaves it open is kept
            facts[path] = value
        return value

    def key(self, name: str) -> str | None:
        """A key that an entry of a list does not hand in leaves something open there."""
        value = super().key(name)
        if value is None and self.entity.scope in self.rulebook.lists:
            self.running[-1].lists[self.entity.scope] = False
        return value

    def provision(self, id_: str) -> Truth:
        truth = super().provision(id_)
        if truth and id_ in self.doubted and not self.judged(id_):
            truth = None
        self.running[-1].provisions[id_] = truth
        return truth

    def judged(self, id_: str) -> bool:
        """Was the provision judged where it belongs? Then nothing hangs on its reading."""
        return self.entity.outer(self.rulebook.provisions[id_].scope).judgement(id_) is not None

    def looked_up(self, table: Table, keys: dict[str, str]) -> LookedUp:  # type: ignore[override]
        found = super().looked_up(table, keys)
        self.running[-1].rows |= dict.fromkeys(found.rows)
        for value in keys.values():
            if value.startswith("$"):
                self.key(value[1:])
        return LookedUp(OPEN, found.rows) if self.doubted.intersection(found.rows) else found

    def members(self, scope: str) -> list[Self] | None:
        members = super().members(scope)
        if scope in self.rulebook.lists:
            self.running[-1].lists[scope] = members is not None
        return None if members is None else list(members)


def step_within(working: Working, id_: str, entity: Entity | None = None) -> Step:
    """The step of a formula, as asked for at the top."""
    root = Step(working.rulebook.formulas[id_], working.entity)
    working.running.append(root)
    (working if entity is None else working.of(entity)).formula(id_)
    working.running.pop()
    return root.steps[0]


def as_interval(value: object) -> Interval:
    return value if isinstance(value, Interval) else OPEN


def step_of(rulebook: Rulebook, formula: str, entity: Entity, supplied: Facts) -> Step:
    """A formula of an entity with its workings."""
    return step_within(Working(rulebook, entity, {}, supplied), formula)
