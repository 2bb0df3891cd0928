"""Figures of the credit under one scheme: value, outcome, the readings on which they hang, and their workings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from engine.assessment.money import NOTHING, plus
from engine.assessment.workings import Step, Working, as_interval, step_within
from engine.assessment.year import Year
from engine.credit.formulas import Result
from engine.inference.entity import Entity
from engine.inference.view import View
from engine.law.rulebook import Rulebook
from engine.law.values import Facts, Interval, Number

CERTAIN, UNDETERMINED, REVIEW = "certain", "undetermined", "review"


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


@dataclass(eq=False)
class Workings:
    """The figures of a claim under the scheme of a year, each worked out when it is asked for, and what becomes of each
    amount carried forward. ``doubtful``: provisions and rows with a doubtful reading."""

    rulebook: Rulebook
    claim: Entity
    year: Year
    doubtful: frozenset[str]
    _figures: dict[str, Figure] = field(default_factory=dict, repr=False)
    _alone: dict[str, Working] = field(default_factory=dict, repr=False)  # with one doubtful reading left open

    def figure(self, name: str) -> Figure:
        if name not in self._figures:
            self._figures[name] = self._worked_out(name)
        return self._figures[name]

    @property
    def figures(self) -> dict[str, Figure]:
        """All of them, in the order of the rules."""
        return {entry.figure: self.figure(entry.figure) for entry in self.rulebook.assessment.figures}

    @cached_property
    def carried(self) -> tuple[dict[str, Interval], ...]:
        return tuple(_carried(self._plain))

    @cached_property
    def recaptured(self) -> tuple[Recapture, ...]:
        return tuple(_recaptured(self._plain))

    @cached_property
    def view(self) -> View:
        """Of the claim, with the sums of the year and carried amounts in their order."""
        plain = self._plain
        return View(self.rulebook, self.claim, plain.keys, plain.supplied, plain.entries)

    @cached_property
    def _plain(self) -> Working:
        return _working(self.rulebook, self.claim, self.year)

    @cached_property
    def _doubting(self) -> Working:
        return _doubting(self._plain, self.doubtful)

    def _worked_out(self, name: str) -> Figure:
        entry = next(entry for entry in self.rulebook.assessment.figures if entry.figure == name)
        step, other = step_within(self._plain, entry.formula), step_within(self._doubting, entry.formula)
        hangs = () if step.value == other.value else self._hangs_on(entry.formula, step)
        outcome = UNDETERMINED if step.open else REVIEW if hangs else CERTAIN
        beside = {key: as_interval(step_within(self._plain, by).value) for key, by in entry.beside.items()}
        label = entry.label.model_dump()
        return Figure(name, label, as_interval(step.value), outcome, hangs, beside, step, other)

    def _hangs_on(self, formula: str, step: Step) -> tuple[str, ...]:
        """Doubtful readings that move the value, each alone; else all that it reads."""
        read = sorted(name for name in self.doubtful & step.held if self.claim.judgement(name) is None)
        for name in read:
            if name not in self._alone:
                self._alone[name] = _doubting(self._plain, frozenset({name}))
        moving = [name for name in read if step_within(self._alone[name], formula).value != step.value]
        return tuple(moving or read)


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
    each = [_Carried(entry, carry.order, step_within(working, carry.valid, entry).value) for entry in entries]
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
        self.entry, self.arose, self.valid = entry, as_interval(entry.facts.get(order)), as_interval(valid)

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
            "arose_in": as_interval(entry.facts.get(carry.order)),
            "last_day": as_interval(step_within(working, carry.last_day, entry).value),
            "amount": as_interval(step_within(working, carry.valid, entry).value),
            "used": as_interval(step_within(working, carry.used, entry).value),
        }


def _recaptured(working: Working) -> Iterator[Recapture]:
    back = working.rulebook.assessment.recapture
    for i, investment in enumerate(working.entity.parts):
        for entry in investment.lists.get(back.list, ()):
            credit = as_interval(step_within(working, back.credit, entry).value)
            if credit != NOTHING:
                interest = as_interval(step_within(working, back.interest, entry).value)
                yield Recapture(i, as_interval(entry.facts.get(back.year)), credit, interest)
