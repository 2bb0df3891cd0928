"""Figures of the credit with their workings: each formula used, what it read, and on which readings it hangs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from engine.assessment.money import NOTHING, plus
from engine.assessment.year import Year
from engine.credit.formulas import Result, compute
from engine.inference.entity import Entity
from engine.inference.view import LookedUp, View
from engine.law.rulebook import NamedFormula, Rulebook, Table
from engine.law.values import OPEN, Facts, Interval, Truth, Value

CERTAIN, UNDETERMINED, REVIEW = "certain", "undetermined", "review"


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

    @property
    def open(self) -> bool:
        return self.value is None or (isinstance(self.value, Interval) and self.value.exact is None)

    def walk(self, seen: set[int] | None = None) -> Iterator[Step]:
        """The step and those it rests on, each once."""
        seen = set() if seen is None else seen
        if id(self) not in seen:
            seen.add(id(self))
            yield self
            for step in self.steps:
                yield from step.walk(seen)


Key = tuple[str, int, tuple[tuple[str, str], ...]]


@dataclass(eq=False)
class Working(View):
    """A view that keeps a record. Provisions and rows that are ``doubted`` leave open what they say."""

    doubted: frozenset[str] = frozenset()
    record: dict[Key, Step] = field(default_factory=dict)
    running: list[Step] = field(default_factory=list)

    def formula(self, id_: str) -> Result:
        formula = self.rulebook.formulas[id_]
        entity = self.entity.outer(formula.scope)
        key = (id_, id(entity), tuple(sorted(self.keys.items())))
        if key not in self.record:
            step = self.record[key] = Step(formula, entity)
            self.running.append(step)
            step.value = compute(formula.value, self.of(entity))
            self.running.pop()
        step = self.record[key]
        if self.running and step not in self.running[-1].steps:
            self.running[-1].steps.append(step)
        return step.value

    def given(self, path: str) -> Value | None:
        value = super().given(path)
        self.running[-1].facts[path] = value
        return value

    def provision(self, id_: str) -> Truth:
        truth = super().provision(id_)
        if truth and id_ in self.doubted:
            truth = None
        self.running[-1].provisions[id_] = truth
        return truth

    def looked_up(self, table: Table, keys: dict[str, str]) -> LookedUp:  # type: ignore[override]
        found = super().looked_up(table, keys)
        self.running[-1].rows |= dict.fromkeys(found.rows)
        return LookedUp(OPEN, found.rows) if self.doubted.intersection(found.rows) else found

    def members(self, scope: str) -> list[Self] | None:
        members = super().members(scope)
        if scope in self.rulebook.lists:
            self.running[-1].lists[scope] = members is not None
        return None if members is None else list(members)


@dataclass(frozen=True)
class Figure:
    """A figure of the credit. ``alternatives``: the same by other readings."""

    name: str
    label: dict[str, str]
    value: Interval
    outcome: str
    hangs_on: tuple[str, ...]  # doubtful provisions
    alternatives: dict[str, Interval]
    step: Step
    doubted: Step  # the same with doubtful provisions left open


@dataclass(frozen=True)
class Recapture:
    """What is taken back of a credit taken for one investment in one earlier year."""

    investment: int  # its place in the claim
    year: Interval
    credit: Interval
    interest: Interval


@dataclass(frozen=True)
class Workings:
    """The figures of a claim under one scheme, and what becomes of each amount carried forward."""

    year: Year
    figures: dict[str, Figure]
    carried: tuple[dict[str, Interval], ...]
    recaptured: tuple[Recapture, ...]


def work_out(rulebook: Rulebook, claim: Entity, year: Year, doubtful: frozenset[str]) -> Workings:
    """All figures under the scheme of the year. ``doubtful``: provisions and rows with a doubtful reading."""
    plain, doubting = (_working(rulebook, claim, year, doubted) for doubted in (frozenset[str](), doubtful))
    figures = {}
    for entry in rulebook.assessment.figures:
        step, other = _step(plain, entry.formula), _step(doubting, entry.formula)
        hangs: tuple[str, ...] = ()
        if step.value != other.value:
            read = sorted(doubtful & _held(step))
            alone = {name: _working(rulebook, claim, year, frozenset({name})) for name in read}
            moving = [name for name, one in alone.items() if _step(one, entry.formula).value != step.value]
            hangs = tuple(moving or read)
        outcome = UNDETERMINED if step.open else REVIEW if hangs else CERTAIN
        beside = {key: _interval(_step(plain, formula).value) for key, formula in entry.beside.items()}
        label = entry.label.model_dump()
        figures[entry.figure] = Figure(
            entry.figure, label, _interval(step.value), outcome, hangs, beside, step, other
        )
    return Workings(year, figures, tuple(_carried(plain)), tuple(_recaptured(plain)))


def _held(step: Step) -> set[str]:
    """Provisions that held, and rows that were looked up, on the way to a figure."""
    steps = list(step.walk())
    held = {id_ for one in steps for id_, truth in one.provisions.items() if truth}
    return held | {row for one in steps for row in one.rows}


def _working(rulebook: Rulebook, claim: Entity, year: Year, doubted: frozenset[str]) -> Working:
    names = rulebook.assessment.year
    supplied: Facts = {names.base: year.base, names.invested: year.invested}
    tiers = [
        Entity(
            names.tiers,
            {
                f"{names.tiers}.tier": one.tier,
                f"{names.tiers}.invested_krw": one.invested,
                f"{names.tiers}.base_krw": one.base,
            },
            claim,
        )
        for one in year.tiers
    ]
    working = Working(rulebook, claim, {"scheme": year.scheme}, supplied, {names.tiers: tiers}, doubted)
    return _oldest_first(working)


def _oldest_first(working: Working) -> Working:
    """Carried amounts in the order in which they arose, each with the sum of those before it."""
    carry = working.rulebook.assessment.carry_forward
    entries = working.entity.lists.get(carry.list)
    if entries is None:
        return working
    before = NOTHING
    ordered = []
    for entry in sorted(entries, key=lambda one: _interval(one.facts.get(carry.order)).low or 0):
        one = Entity(entry.scope, {**entry.facts, carry.older: before}, entry.parent, presumed=entry.presumed)
        ordered.append(one)
        valid = _interval(_step(working, carry.valid, one).value)
        before = plus([before, valid])
    return Working(
        working.rulebook,
        working.entity,
        working.keys,
        working.supplied,
        {**working.entries, carry.list: ordered},
        working.doubted,
    )


def _carried(working: Working) -> Iterator[dict[str, Interval]]:
    carry = working.rulebook.assessment.carry_forward
    for entry in working.entries.get(carry.list, ()):
        yield {
            "arose_in": _interval(entry.facts.get(carry.order)),
            "last_day": _interval(_step(working, carry.last_day, entry).value),
            "amount": _interval(_step(working, carry.valid, entry).value),
            "used": _interval(_step(working, carry.used, entry).value),
        }


def _recaptured(working: Working) -> Iterator[Recapture]:
    back = working.rulebook.assessment.recapture
    for i, investment in enumerate(working.entity.parts):
        for entry in investment.lists.get(back.list, ()):
            credit = _interval(_step(working, back.credit, entry).value)
            if credit != NOTHING:
                interest = _interval(_step(working, back.interest, entry).value)
                yield Recapture(i, _interval(entry.facts.get(back.year)), credit, interest)


def _step(working: Working, id_: str, entity: Entity | None = None) -> Step:
    """The step of a formula, as asked for at the top."""
    root = Step(working.rulebook.formulas[id_], working.entity)
    working.running.append(root)
    (working if entity is None else working.of(entity)).formula(id_)
    working.running.pop()
    return root.steps[0]


def _interval(value: object) -> Interval:
    return value if isinstance(value, Interval) else OPEN
