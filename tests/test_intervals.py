"""Formulas on intervals: the exact value at any point within lies within, and to know more only narrows.

Random formulas over every operation are computed on nested intervals and, by a second evaluator that knows numbers
only, at a point inside them.
"""

from __future__ import annotations

import calendar
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

import pytest

from engine.credit.formulas import Result, compute
from engine.law import formulas as f
from engine.law.values import OPEN, Interval, Truth, Value

NUMBERS, DAYS, TRUTHS = ("a", "b", "c"), ("d", "e"), ("p", "q")
FIRST, LAST = date(2019, 1, 1).toordinal(), date(2028, 12, 31).toordinal()
MOST = 12
NAMED = {"half": f.Operation("divide", (f.FactValue("a"), f.Constant(2)))}


class NoValueError(Exception):
    """A point at which a formula has no value: no divisor, no member, a contradiction."""


@dataclass
class World:
    """Facts, truths and members; as a point all of them are exact, else each is known within bounds or not at all."""

    facts: dict[str, Value | None]
    truths: dict[str, Truth]
    entries: list[World] | None = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def fact(self, path: str) -> Value | None:
        return self.facts[path]

    def provision(self, id_: str) -> Truth:
        return self.truths[id_]

    def look_up(self, table: str, keys: dict[str, str]) -> Interval:
        value = self.facts[table]
        assert isinstance(value, Interval)
        return value

    def formula(self, id_: str) -> Result:
        return compute(NAMED[id_], self)

    def key(self, name: str) -> str | None:
        return self.keys.get(name)

    def members(self, scope: str) -> list[World] | None:
        return self.entries


# -- random formulas ---------------------------------------------------------------------------------------------------


@dataclass
class Maker:
    dice: random.Random
    inside: bool = False  # of a list entry: no further list

    def number(self, depth: int) -> f.Formula:
        """Never negative."""
        if depth == 0:
            leaves = [f.Constant(self.dice.randrange(MOST)), f.FactValue(self.dice.choice(NUMBERS)), f.LookUp("c")]
            return self.dice.choice([*leaves, f.FactValue(self.dice.choice(NUMBERS)), f.Named("half")])
        kind = self.dice.choice(
            ("add", "multiply", "divide", "least", "greatest", "excess", "floor", "between", "within", "choose")
            + (("months",) if depth > 1 else ())
            + (() if self.inside else ("sum_of", "count_of", "min_of", "max_of"))
        )
        one, other = self.number(depth - 1), self.number(depth - 1)
        match kind:
            case "excess":
                return f.Operation("greatest", (f.Constant(0), self.signed(depth)))
            case "floor":
                return f.Operation("floor", (one,))
            case "within":
                return f.Operation("within", (one, f.Operation("between", (f.Constant(1), other))))
            case "between":
                return f.Operation("between", (one, f.Operation("add", (one, other))))
            case "choose":
                return f.Choice(self.truth(depth - 1), one, other)
            case "months":
                months = f.Operation("months_from", (self.day(depth - 1), self.day(depth - 1)))
                return f.Operation("greatest", (f.Constant(0), months))
            case "sum_of" | "count_of" | "min_of" | "max_of":
                return self.aggregate(kind, depth)
        return f.Operation(kind, (one, other))

    def signed(self, depth: int) -> f.Formula:
        lesser = f.Operation("subtract", (self.number(depth - 1), self.number(depth - 1)))
        if self.dice.random() < 0.5:
            return lesser
        kind = self.dice.choice(("add", "least", "greatest"))
        return f.Operation(kind, (lesser, self.number(depth - 1)))

    def day(self, depth: int) -> f.Formula:
        if depth == 0:
            return f.FactValue(self.dice.choice(DAYS))
        one, other = self.day(depth - 1), self.day(depth - 1)
        kind = self.dice.choice(("plus_days", "plus_months", "end_of_month", "least", "greatest", "choose"))
        match kind:
            case "plus_days":
                return f.Operation(kind, (one, f.Operation("floor", (self.number(0),))))
            case "plus_months":
                return f.Operation(kind, (one, f.Constant(self.dice.randint(-40, 40))))
            case "end_of_month":
                return f.Operation(kind, (one,))
            case "choose":
                return f.Choice(self.truth(depth - 1), one, other)
        return f.Operation(kind, (one, other))

    def truth(self, depth: int) -> f.Formula:
        if depth == 0:
            simple = [f.ProvisionTruth(self.dice.choice(TRUTHS)), f.FactValue("yes"), f.KeyIs("tier", "nst")]
            return self.dice.choice(simple)
        kind = self.dice.choice(("numbers", "days", "choose") + (() if self.inside else ("any_of", "all_of")))
        test = self.dice.choice(("not_before", "after"))
        match kind:
            case "numbers":
                return f.Operation(test, (self.number(depth - 1), self.number(depth - 1)))
            case "days":
                return f.Operation(test, (self.day(depth - 1), self.day(depth - 1)))
            case "choose":
                return f.Choice(self.truth(depth - 1), self.truth(depth - 1), self.truth(depth - 1))
        return self.aggregate(kind, depth)

    def aggregate(self, kind: str, depth: int) -> f.Formula:
        inner = Maker(self.dice, inside=True)
        of = inner.truth(depth - 1) if kind in ("any_of", "all_of") else inner.number(depth - 1)
        where = inner.truth(depth - 1) if self.dice.random() < 0.6 else None
        return f.Aggregate(kind, None if kind == "count_of" else of, "entries", where)


# -- random worlds, nested ---------------------------------------------------------------------------------------------


def point(dice: random.Random, inside: bool = False) -> World:
    facts: dict[str, Value | None] = {}
    for name in NUMBERS:
        number = Fraction(dice.randrange(MOST * 4), 4) if dice.random() < 0.3 else dice.randrange(MOST)
        facts[name] = Interval(number, number)
    for name in DAYS:
        day = dice.randint(FIRST, LAST)
        facts[name] = Interval(day, day)
    facts["yes"] = dice.random() < 0.5
    entries = [] if inside else [point(dice, True) for _ in range(dice.randrange(4))]
    truths: dict[str, Truth] = {name: dice.random() < 0.5 for name in TRUTHS}
    return World(facts, truths, entries, {"tier": dice.choice(("nst", "general"))})


def wider(dice: random.Random, world: World) -> World:
    """A world that says less: every statement of it still holds in the given one."""
    facts = {name: _wider(dice, value, 400 if name in DAYS else 6) for name, value in world.facts.items()}
    truths = {name: None if dice.random() < 0.4 else truth for name, truth in world.truths.items()}
    entries = world.entries
    if entries is not None:
        entries = None if dice.random() < 0.1 else [wider(dice, entry) for entry in entries]
    return World(facts, truths, entries, {} if dice.random() < 0.3 else world.keys)


def _wider(dice: random.Random, value: Value | None, most: int) -> Value | None:
    if not isinstance(value, Interval):
        return None if dice.random() < 0.4 else value
    kind = dice.choice(("same", "wide", "wide", "low", "high", "open"))
    low = None if value.low is None else value.low if kind in ("same", "high") else value.low - dice.randrange(most)
    high = None if value.high is None else value.high if kind in ("same", "low") else value.high + dice.randrange(most)
    if low is not None and most < 400:
        low = max(0, low)
    if kind == "open":
        return OPEN if most == 400 else Interval(0, None)
    return Interval(low, high)


# -- the second evaluator: numbers only --------------------------------------------------------------------------------


def value_at(formula: f.Formula, world: World, dice: random.Random) -> Any:
    match formula:
        case f.Constant(value):
            return value
        case f.FactValue(name) | f.LookUp(name):
            fact = world.facts[name]
            return fact.low if isinstance(fact, Interval) else fact
        case f.Named(name):
            return value_at(NAMED[name], world, dice)
        case f.ProvisionTruth(name):
            return world.truths[name]
        case f.KeyIs(name, expected):
            return world.keys[name] == expected
        case f.Choice(test, then, otherwise):
            ways = [value_at(way, world, dice) for way in (then, otherwise)]  # neither may be without a value
            return ways[0] if value_at(test, world, dice) else ways[1]
        case f.Aggregate(name, of, _, where):
            every = [(e, 1 if of is None else value_at(of, e, dice)) for e in world.entries or ()]
            values = [value for entry, value in every if where is None or value_at(where, entry, dice)]
            if name in ("min_of", "max_of") and not values:
                raise NoValueError
            by_name = {"sum_of": sum, "count_of": len, "min_of": min, "max_of": max, "any_of": any, "all_of": all}
            return by_name[name](values)
        case f.Operation(name, operands):
            if name == "within":
                inner, span = operands
                assert isinstance(span, f.Operation)
                number = value_at(inner, world, dice)
                low, high = (value_at(end, world, dice) for end in span.operands)
                if not low <= number <= high:
                    raise NoValueError
                return number
            return at_numbers(name, [value_at(operand, world, dice) for operand in operands], dice)
    raise AssertionError(formula)


def at_numbers(name: str, values: list[Any], dice: random.Random) -> Any:
    one, other = values[0], values[-1]
    match name:
        case "add":
            return sum(values)
        case "subtract":
            return one - other
        case "multiply":
            return one * other
        case "divide":
            if other == 0:
                raise NoValueError
            return Fraction(one) / other
        case "least":
            return min(values)
        case "greatest":
            return max(values)
        case "floor":
            return floor(one)
        case "between":
            return one + (other - one) * Fraction(dice.randrange(5), 4)
        case "months_from":
            first, last = (date.fromordinal(int(value)) for value in values)
            return (last.year - first.year) * 12 + last.month - first.month + (last.day > first.day)
        case "end_of_month":
            day = date.fromordinal(int(one))
            return (date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)).toordinal()
        case "plus_days":
            return one + other
        case "plus_months":
            day = date.fromordinal(int(one))
            months = day.year * 12 + day.month - 1 + other
            longest = calendar.monthrange(months // 12, months % 12 + 1)[1]
            is_last = (day + timedelta(days=1)).day == 1
            return date(months // 12, months % 12 + 1, longest if is_last else min(day.day, longest)).toordinal()
        case "not_before":
            return one >= other
        case "after":
            return one > other
    raise AssertionError(name)


def holds(result: Result, value: object) -> bool:
    """Does a result allow a value?"""
    if isinstance(value, bool):
        return result in (None, OPEN) or result is value
    assert isinstance(value, int | Fraction)
    assert isinstance(result, Interval)
    return (result.low is None or result.low <= value) and (result.high is None or value <= result.high)


def narrows(lesser: Result, more: Result) -> bool:
    """Does the result of more knowledge lie within that of less? A missing fact is open, whatever its type."""
    if lesser in (None, OPEN):
        return True
    if isinstance(lesser, Interval) and isinstance(more, Interval):
        low = lesser.low is None or (more.low is not None and lesser.low <= more.low)
        return low and (lesser.high is None or (more.high is not None and more.high <= lesser.high))
    return lesser is more


@pytest.mark.parametrize("seed", range(6))
def test_bounds_hold_the_value_and_narrow(seed: int) -> None:
    dice = random.Random(seed)
    compared = 0
    for number in range(1200):
        maker = Maker(dice)
        formula = dice.choice((maker.number, maker.number, maker.signed, maker.day, maker.truth))(dice.randint(1, 3))
        exact = point(dice)
        some = wider(dice, exact)
        less = wider(dice, some)
        try:
            value = value_at(formula, exact, dice)
        except NoValueError:
            continue
        results = [compute(formula, world) for world in (less, some, exact)]
        told = (number, formula, value, results, less, some, exact)
        assert all(holds(result, value) for result in results), told
        assert narrows(results[0], results[1]), told
        assert narrows(results[1], results[2]), told
        compared += 1
    assert compared > 500


def test_every_operation_is_drawn() -> None:
    dice = random.Random(1)
    drawn = [f.walk(make(3)) for _ in range(400) for make in (Maker(dice).number, Maker(dice).day, Maker(dice).truth)]
    nodes = [node for formula in drawn for node in formula]
    assert {node.name for node in nodes if isinstance(node, f.Operation)} == set(f.OPERATIONS)
    assert {node.name for node in nodes if isinstance(node, f.Aggregate)} == set(f.AGGREGATES)


def test_a_wrong_bound_is_noticed() -> None:
    assert not holds(Interval(3, 5), 6)
    assert not holds(False, True)
    assert not narrows(Interval(3, 5), Interval(2, 5))
    assert not narrows(True, None)
