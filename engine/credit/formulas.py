"""Formulas on intervals: exact numbers, whole-day dates, three-valued comparisons.

Money stays in whole won and exact fractions. Each operation is monotone in every operand (or is computed from both
ends), so the bounds of the result are the results of the bounds.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any, Protocol

from engine.law import formulas as f
from engine.law.kleene import conjunction, disjunction
from engine.law.values import OPEN, Interval, Number, Truth, Value, exactly


class Context(Protocol):
    """What a formula may read."""

    def fact(self, path: str) -> Value | None: ...

    def provision(self, id_: str) -> Truth: ...

    def look_up(self, table: str, keys: dict[str, str]) -> Interval: ...

    def formula(self, id_: str) -> Result: ...

    def key(self, name: str) -> str | None: ...

    def members(self, scope: str) -> Iterable[Context] | None:
        """Those of a narrower scope; None if how many there are is not known."""
        ...


Result = Interval | Truth


def compute(formula: f.Formula, context: Context) -> Result:
    """Value of a formula: an interval, or a truth value for comparisons, provisions and any/all."""
    return _RULES[type(formula)](formula, context)


def _fact(formula: f.FactValue, context: Context) -> Result:
    fact = context.fact(formula.fact)
    if isinstance(fact, Interval | bool):
        return fact
    return OPEN if fact is None else None


def _key_is(formula: f.KeyIs, context: Context) -> Result:
    given = context.key(formula.key)
    return None if given is None else given == formula.value


def _operation(formula: f.Operation, context: Context) -> Result:
    return _OPERATIONS[formula.name]([interval(operand, context) for operand in formula.operands])


def interval(formula: f.Formula, context: Context) -> Interval:
    result = compute(formula, context)
    return result if isinstance(result, Interval) else OPEN


def _choice(formula: f.Choice, context: Context) -> Result:
    holds = compute(formula.test, context)
    if isinstance(holds, bool):
        return compute(formula.then if holds else formula.otherwise, context)
    one, other = compute(formula.then, context), compute(formula.otherwise, context)
    if isinstance(one, Interval) and isinstance(other, Interval):
        return one.hull(other)
    return one if one == other else None


def _ends(
    values: list[Interval], low: Callable[[list[Number]], Number], high: Callable[[list[Number]], Number]
) -> Interval:
    lows = [v.low for v in values if v.low is not None]
    highs = [v.high for v in values if v.high is not None]
    return Interval(low(lows) if len(lows) == len(values) else None, high(highs) if len(highs) == len(values) else None)


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


def _divide(values: list[Interval]) -> Interval:
    """Operands are never negative. A divisor that may be nothing leaves the quotient open above."""
    a, b = values
    if a.high == 0:
        return exactly(0)
    low = Fraction(a.low) / b.high if a.low is not None and b.high else 0
    high = Fraction(a.high) / b.low if a.high is not None and b.low else None
    return Interval(low, high)


def _between(values: list[Interval]) -> Interval:
    """Anything from the first to the second."""
    return Interval(values[0].low, values[1].high)


def _within(values: list[Interval]) -> Interval:
    """One quantity by two sources, each of which only bounds it; if they contradict, the first stands."""
    return values[0].within(values[1])


def _months_from(values: list[Interval]) -> Interval:
    """Months from one day to another; a month that has begun counts."""
    a, b = values
    low = months_from(a.high, b.low) if a.high is not None and b.low is not None else None
    high = months_from(a.low, b.high) if a.low is not None and b.high is not None else None
    return Interval(low, high)


def months_from(first: Number, last: Number) -> int:
    one, other = date.fromordinal(int(first)), date.fromordinal(int(last))
    return (other.year - one.year) * 12 + other.month - one.month + (other.day > one.day)


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
    "divide": _divide,
    "between": _between,
    "within": _within,
    "months_from": _months_from,
    "least": _least,
    "greatest": _greatest,
    "floor": _each_end(lambda number, _: floor(number)),
    "end_of_month": _each_end(end_of_month),
    "plus_days": _each_end(lambda day, days: day + days),
    "plus_months": _each_end(plus_months),
    "not_before": _not_before,
    "after": _after,
}


# Of members of which nothing is known, not even how many there are; sums are of amounts, which are never negative.
_NOTHING_KNOWN: dict[str, Result] = {
    "sum_of": Interval(0, None),
    "count_of": Interval(0, None),
    "any_of": None,
    "all_of": None,
}


def _aggregate(formula: f.Aggregate, context: Context) -> Result:
    """Over the members where a provision holds; a member that may or may not belong widens the bounds."""
    values: list[tuple[Truth, Result]] = []
    members = context.members(formula.scope)
    if members is None:
        return _NOTHING_KNOWN.get(formula.name, OPEN)
    for member in members:
        test = compute(formula.where, member) if formula.where is not None else True
        belongs = test if isinstance(test, bool) else None
        if belongs is not False:
            values.append((belongs, compute(formula.of, member) if formula.of is not None else exactly(1)))
    if formula.name in f.QUANTIFIED:
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


_RULES: dict[type, Callable[[Any, Context], Result]] = {
    f.Constant: lambda formula, _: exactly(formula.value),
    f.FactValue: _fact,
    f.ProvisionTruth: lambda formula, context: context.provision(formula.provision),
    f.LookUp: lambda formula, context: context.look_up(formula.table, dict(formula.keys)),
    f.Named: lambda formula, context: context.formula(formula.formula),
    f.KeyIs: _key_is,
    f.Choice: _choice,
    f.Aggregate: _aggregate,
    f.Operation: _operation,
}
