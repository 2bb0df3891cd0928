"""Figures of the credit with their workings: each formula used, what it read, and on which readings it hangs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from engine.assessment.money import NOTHING, plus
from engine.assessment.year import Year
from engine.credit.formulas import Result, compute
from engine.inference.entity import Entity
from engine.inference.view import LookedUp, View
from engine.law.rulebook import NamedFormula, Rulebook, Table
from engine.law.values import OPEN, Facts, Interval, Number, Truth, Value

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
    view: View  # of the claim, with the sums of the year and carried amounts in their order


def work_out(rulebook: Rulebook, claim: Entity, year: Year, doubtful: frozenset[str]) -> Workings:
    """All figures under the scheme of the year. ``doubtful``: provisions and rows with a doubtful reading."""
    plain = _working(rulebook, claim, year)
    doubting = _doubting(plain, doubtful)
    alone: dict[str, Working] = {}
    figures = {}
    for entry in rulebook.assessment.figures:
        step, other = _step(plain, entry.formula), _step(doubting, entry.formula)
        hangs: tuple[str, ...] = ()
        if step.value != other.value:
            read = sorted(name for name in doubtful & step.held if claim.judgement(name) is None)
            for name in read:
                if name not in alone:
                    alone[name] = _doubting(plain, frozenset({name}))
            moving = [name for name in read if _step(alone[name], entry.formula).value != step.value]
            hangs = tuple(moving or read)
        outcome = UNDETERMINED if step.open else REVIEW if hangs else CERTAIN
        beside = {key: _interval(_step(plain, formula).value) for key, formula in entry.beside.items()}
        label = entry.label.model_dump()
        figures[entry.figure] = Figure(entry.figure, label, _interval(step.value), outcome, hangs, beside, step, other)
    view = View(rulebook, claim, plain.keys, plain.supplied, plain.entries)
    return Workings(year, figures, tuple(_carried(plain)), tuple(_recaptured(plain)), view)


def figure_of(rulebook: Rulebook, claim: Entity, year: Year, name: str) -> Interval:
    """One figure alone, without its workings."""
    entry = next(entry for entry in rulebook.assessment.figures if entry.figure == name)
    return _interval(_step(_working(rulebook, claim, year), entry.formula).value)


def _working(rulebook: Rulebook, claim: Entity, year: Year) -> Working:
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
    working = Working(rulebook, claim, {"scheme": year.scheme}, supplied, {names.tiers: tiers})
    return _oldest_first(working)


def _doubting(plain: Working, doubted: frozenset[str]) -> Working:
    return _oldest_first(replace(plain, doubted=doubted, record={}, running=[], plain=plain.record))


def _oldest_first(working: Working) -> Working:
    """Carried amounts in the order in which they arose, each with the sum of those before it; bounds where the order is
    open."""
    carry = working.rulebook.assessment.carry_forward
    entries = working.entity.lists.get(carry.list)
    if entries is None:
        return working
    each = [_Carried(entry, carry.order, _step(working, carry.valid, entry).value) for entry in entries]
    each.sort(key=lambda one: one.place)
    ordered = []
    for i, one in enumerate(each):
        older = plus(other.before(one, k < i) for k, other in enumerate(each) if k != i)
        facts = {**one.entry.facts, carry.older: older}
        ordered.append(Entity(one.entry.scope, facts, one.entry.parent, presumed=one.entry.presumed))
    known = working.entries.get(carry.list, ())
    if [entry.facts for entry in ordered] == [entry.facts for entry in known]:
        return working
    return replace(working, entries={**working.entries, carry.list: ordered})


class _Carried:
    """A carried amount and the day on which its tax year ended."""

    def __init__(self, entry: Entity, order: str, valid: Result) -> None:
        self.entry, self.arose, self.valid = entry, _interval(entry.facts.get(order)), _interval(valid)

    @property
    def place(self) -> tuple[Number, ...]:
        """Where it is shown: by day; among those of one day the smaller first."""
        ends = (self.arose.low, self.arose.high, self.valid.low, self.valid.high)
        return tuple(-1 if end is None else end for end in ends)

    def before(self, other: _Carried, shown_before: bool) -> Interval:
        """What of it is used before another one."""
        mine, its = self.arose, other.arose
        if mine.high is not None and its.low is not None and mine.high < its.low:
            return self.valid
        if its.high is not None and mine.low is not None and its.high < mine.low:
            return NOTHING
        if mine.exact is not None and mine == its and None not in (self.valid.exact, other.valid.exact):
            return self.valid if shown_before else NOTHING
        return self.valid.hull(NOTHING)


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


def step_of(rulebook: Rulebook, formula: str, entity: Entity, supplied: Facts) -> Step:
    """A formula of an entity with its workings."""
    return _step(Working(rulebook, entity, {}, supplied), formula)
