"""Formulas on intervals: exact numbers, whole-day dates, three-valued comparisons.

Money stays in whole won and exact fractions. Each operation is monotone in every operand (or is computed from both
ends), so the bounds of the result are the results of the bounds.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from datetime import date
from math import floor
from typing import Protocol

from engine.law import formulas as f
from engine.law.kleene import conjunction, disjunction
from engine.law.values import OPEN, Interval, Number, Truth, Value, exactly


class Context(Protocol):
    """What a formula may read."""

    def fact(self, path: str) -> Value | None: ...

    def provision(self, id_: str) -> Truth: ...

    def look_up(self, table: str, keys: dict[str, str]) -> Interval: ...

    def members(self, scope: str) -> Iterable[Context]: ...


Result = Interval | Truth


def compute(formula: f.Formula, context: Context) -> Result:
    """Value of a formula: an interval, or a truth value for comparisons, provisions and any/all."""
    match formula:
        case f.Constant(value):
            return exactly(value)
        case f.FactValue(path):
            fact = context.fact(path)
            if isinstance(fact, Interval | bool):
                return fact
            return OPEN if fact is None else None
        case f.ProvisionTruth(id_):
            return context.provision(id_)
        case f.LookUp(table, keys):
            return context.look_up(table, dict(keys))
        case f.Aggregate():
            return _aggregate(formula, context)
        case f.Operation(name, operands):
            return _OPERATIONS[name]([interval(operand, context) for operand in operands])


def interval(formula: f.Formula, context: Context) -> Interval:
    result = compute(formula, context)
    return result if isinstance(result, Interval) else OPEN


def _ends(
    values: list[Interval], low: Callable[[list[Number]], Number], high: Callable[[list[Number]], Number]
) -> Interval:
    lows = [v.low for v in values if v.low is not None]
    highs = [v.high for v in values if v.high is not None]
    return Interval(
        low(lows) if len(lows) == len(values) else None, high(highs) if len(highs) == len(values) else None
    )


def _subtract(values: list[Interval]) -> Interval:
    a, b = values
    low = a.low - b.high if a.low is not None and b.high is not None else None
    high = a.high - b.low if a.high is not None and b.low is not None else None
    return Interval(low, high)


def _multiply(values: list[Interval]) -> Interval:
    """Operands are never negative: amounts, rates, ratios."""

    def product(numbers: list[Number]) -> Number:
        result: Number = 1
        for number in numbers:
            result = result * number
        return result

    if any(v.high == 0 for v in values):
        return exactly(0)
    return _ends(values, product, product)


def _greatest(values: list[Interval]) -> Interval:
    lows = [v.low for v in values if v.low is not None]
    return Interval(max(lows) if lows else None, _ends(values, max, max).high)


def _least(values: list[Interval]) -> Interval:
    highs = [v.high for v in values if v.high is not None]
    return Interval(_ends(values, min, min).low, min(highs) if highs else None)


def _each_end(change: Callable[[Number, Number], Number]) -> Callable[[list[Interval]], Interval]:
    def apply(values: list[Interval]) -> Interval:
        by = values[1] if len(values) > 1 else exactly(0)
        low = change(values[0].low, by.low) if values[0].low is not None and by.low is not None else None
        high = change(values[0].high, by.high) if values[0].high is not None and by.high is not None else None
        return Interval(low, high)

    return apply


def end_of_month(ordinal: Number, _: Number = 0) -> int:
    start = date.fromordinal(int(ordinal))
    return start.replace(day=calendar.monthrange(start.year, start.month)[1]).toordinal()


def plus_months(ordinal: Number, months: Number) -> int:
    """The same day so many months later. The last day of a month leads to the last day of a month."""
    start = date.fromordinal(int(ordinal))
    year, month = divmod(start.year * 12 + start.month - 1 + int(months), 12)
    last = calendar.monthrange(year, month + 1)[1]
    whole = start.day == calendar.monthrange(start.year, start.month)[1]
    return date(year, month + 1, last if whole else min(start.day, last)).toordinal()


def _not_before(values: list[Interval]) -> Truth:
    a, b = values
    if a.low is not None and b.high is not None and a.low >= b.high:
        return True
    if a.high is not None and b.low is not None and a.high < b.low:
        return False
    return None


def _after(values: list[Interval]) -> Truth:
    a, b = values
    if a.low is not None and b.high is not None and a.low > b.high:
        return True
    if a.high is not None and b.low is not None and a.high <= b.low:
        return False
    return None


_OPERATIONS: dict[str, Callable[[list[Interval]], Result]] = {
    "add": lambda values: _ends(values, sum, sum),
    "subtract": _subtract,
    "multiply": _multiply,
    "least": _least,
    "greatest": _greatest,
    "floor": _each_end(lambda number, _: floor(number)),
    "end_of_month": _each_end(end_of_month),
    "plus_days": _each_end(lambda day, days: day + days),
    "plus_months": _each_end(plus_months),
    "not_before": _not_before,
    "after": _after,
}


def _aggregate(formula: f.Aggregate, context: Context) -> Result:
    """Over the members where a provision holds; a member that may or may not belong widens the bounds."""
    values: list[tuple[Truth, Result]] = []
    for member in context.members(formula.scope):
        belongs = member.provision(formula.where) if formula.where is not None else True
        if belongs is not False:
            values.append((belongs, compute(formula.of, member) if formula.of is not None else exactly(1)))
    if formula.name in ("any_of", "all_of"):
        return _quantified(formula.name, values)
    sure = [v for belongs, v in values if belongs and isinstance(v, Interval)]
    open_ = [v for belongs, v in values if belongs is None and isinstance(v, Interval)]
    if formula.name in ("sum_of", "count_of"):
        zero = [v.hull(exactly(0)) for v in open_]
        return _ends([exactly(0), *sure, *zero], sum, sum)
    pick, outer = (max, _greatest) if formula.name == "max_of" else (min, _least)
    if not sure:
        return _ends(open_, min, max) if open_ else OPEN
    inner = outer(sure)
    whole = _ends([*sure, *open_], pick, pick)
    return Interval(inner.low, whole.high) if pick is max else Interval(whole.low, inner.high)


def _quantified(name: str, values: list[tuple[Truth, Result]]) -> Truth:
    truths: list[Truth] = []
    for belongs, value in values:
        value = value if isinstance(value, bool) else None
        if name == "any_of":
            truths.append(conjunction([belongs, value]))
        else:
            truths.append(True if value else None if belongs is None or value is None else False)
    if name == "any_of":
        return disjunction(truths)
    return conjunction(truths)
