"""Formulas as SQL: the operations of ``engine.credit.formulas`` on low and high columns.

NULL is an open end. A comparison with an open end is NULL, so that no arm of a CASE is taken by it; ``least``
and ``greatest`` skip NULL, which is right only where what is open may be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.columns.dialect import DuckSql
from engine.columns.facts import CannotEmit
from engine.law import formulas as f

NULL = "CAST(NULL AS BIGINT)"


@dataclass(frozen=True, slots=True)
class Ends:
    """Bounds of a number as SQL: whole multiples of 1/scale."""

    low: str
    high: str
    scale: int = 1

    def each(self, change: Callable[[str], str]) -> Ends:
        """Both bounds changed alike."""
        return Ends(change(self.low), change(self.high), self.scale)


UNBOUNDED = Ends(NULL, NULL)
Sql = Ends | str  # bounds of a number, or a truth value


class Context(Protocol):
    """What a formula may read, as SQL."""

    dialect: DuckSql

    def fact(self, path: str) -> Sql: ...

    def provision(self, id_: str) -> str: ...

    def look_up(self, table: str, keys: dict[str, str]) -> Ends: ...

    def formula(self, id_: str) -> Sql: ...

    def aggregate(self, formula: f.Aggregate) -> Sql: ...


def formula_sql(formula: f.Formula, context: Context) -> Sql:
    """Bounds of a formula, or the truth value of a comparison or provision."""
    match formula:
        case f.Constant(value):
            return Ends(str(value), str(value))
        case f.FactValue(path):
            return context.fact(path)
        case f.ProvisionTruth(id_):
            return context.provision(id_)
        case f.LookUp(table, keys):
            return context.look_up(table, dict(keys))
        case f.Aggregate():
            return context.aggregate(formula)
        case f.Operation("floor", (f.Operation("multiply", (one, other)),)):
            return _portion(ends_sql(one, context), ends_sql(other, context), context.dialect)
        case f.Operation("floor", (f.Operation("divide", (one, f.Constant(whole))),)) if whole > 0:
            part, dialect = ends_sql(one, context), context.dialect
            if part.scale == 1:
                return Ends(dialect.quotient(part.low, whole), dialect.quotient(part.high, whole))
            return _operation("floor", [Ends(part.low, part.high, part.scale * whole)], dialect)
        case f.Operation(name, operands):
            values = [ends_sql(operand, context) for operand in operands]
            return _operation(name, values, context.dialect)
        case f.Named(id_):
            return context.formula(id_)
        case f.Choice(test, then, otherwise):
            found = [formula_sql(part, context) for part in (test, then, otherwise)]
            return _chosen(found[0], found[1], found[2], context.dialect)
        case f.KeyIs(key):
            raise CannotEmit(f"key {key} of an entry")


def ends_sql(formula: f.Formula, context: Context) -> Ends:
    return ends_of(formula_sql(formula, context))


def ends_of(result: Sql) -> Ends:
    return result if isinstance(result, Ends) else UNBOUNDED


def _chosen(test: Sql, one: Sql, other: Sql, dialect: DuckSql) -> Sql:
    """One of two values; while the test is unknown both are possible."""
    assert isinstance(test, str)
    if isinstance(one, str) and isinstance(other, str):
        alike = f"WHEN {one} IS NOT DISTINCT FROM {other} THEN {one}"
        return f"CASE WHEN {test} THEN {one} WHEN NOT {test} THEN {other} {alike} END"
    assert isinstance(one, Ends)
    assert isinstance(other, Ends)
    a, b = _aligned([one, other], dialect)

    def choose(name: str, then: str, otherwise: str) -> str:
        either = known(name, [then, otherwise])
        return f"CASE WHEN {test} THEN {then} WHEN NOT {test} THEN {otherwise} ELSE {either} END"

    return Ends(choose("least", a.low, b.low), choose("greatest", a.high, b.high), a.scale)


def _operation(name: str, values: list[Ends], dialect: DuckSql) -> Sql:
    match name:
        case "not_before" | "after":
            return _compared(name, *_aligned(values, dialect))
        case "end_of_month" | "plus_months" | "plus_days":
            return _moved(name, values, dialect)
        case "multiply":
            return _multiplied(values, dialect)
        case "between":
            a, b = _aligned(values, dialect)
            return Ends(a.low, b.high, a.scale)
        case "within":
            return _within(*_aligned(values, dialect))
        case "months_from":
            a, b = values
            return Ends(_months(a.high, b.low, dialect), _months(a.low, b.high, dialect))
        case "floor":
            (value,) = values
            if value.scale == 1:
                return value
            return Ends(dialect.share(value.low, value.scale), dialect.share(value.high, value.scale))
        case "add":
            aligned = _aligned(values, dialect)
            low, high = " + ".join(v.low for v in aligned), " + ".join(v.high for v in aligned)
            return Ends(f"({low})", f"({high})", aligned[0].scale)
        case "subtract":
            a, b = _aligned(values, dialect)
            return Ends(f"({a.low} - {b.high})", f"({a.high} - {b.low})", a.scale)
        case "greatest":
            aligned = _aligned(values, dialect)
            low = extreme("greatest", [v.low for v in aligned])
            return Ends(low, known("greatest", [v.high for v in aligned]), aligned[0].scale)
        case "least":
            aligned = _aligned(values, dialect)
            high = extreme("least", [v.high for v in aligned])
            return Ends(known("least", [v.low for v in aligned]), high, aligned[0].scale)
    raise CannotEmit(f"operation {name}")


def _aligned(values: list[Ends], dialect: DuckSql) -> list[Ends]:
    """The same numbers as multiples of the finest scale among them; scales divide one another."""
    scale = max(v.scale for v in values)

    def times(number: str, factor: int) -> str:
        return number if factor == 1 else f"({dialect.wide(number)} * {factor})"

    return [Ends(times(v.low, scale // v.scale), times(v.high, scale // v.scale), scale) for v in values]


def extreme(name: str, numbers: Sequence[str]) -> str:
    """least or greatest of what is known; NULL is skipped."""
    return numbers[0] if len(numbers) == 1 else f"{name}({', '.join(numbers)})"


def known(name: str, numbers: Sequence[str]) -> str:
    """least or greatest, known only if every number is."""
    given = " AND ".join(f"{number} IS NOT NULL" for number in numbers)
    return numbers[0] if len(numbers) == 1 else f"CASE WHEN {given} THEN {extreme(name, numbers)} END"


def hull(name: str, picks: Sequence[tuple[str, str]]) -> str:
    """least or greatest of the values whose test holds; open as soon as one of them is."""
    whole = extreme(name, [f"CASE WHEN {possible} THEN {value} END" for possible, value in picks])
    unknown = [f"({possible} AND {value} IS NULL)" for possible, value in picks if not value.isdigit()]
    return f"CASE WHEN {' OR '.join(unknown)} THEN {NULL} ELSE {whole} END" if unknown else whole


def _compared(name: str, a: Ends, b: Ends) -> str:
    reaches, misses = (">=", "<") if name == "not_before" else (">", "<=")
    return f"CASE WHEN {a.low} {reaches} {b.high} THEN TRUE WHEN {a.high} {misses} {b.low} THEN FALSE END"


def _multiplied(values: list[Ends], dialect: DuckSql) -> Ends:
    """Operands are never negative. Nothing times an open end is nothing."""
    scale = 1
    for value in values:
        scale *= value.scale
    nothing = " OR ".join(f"{v.high} = 0" for v in values)

    def product(numbers: list[str]) -> str:
        return f"CASE WHEN {nothing} THEN 0 ELSE {' * '.join(dialect.wide(n) for n in numbers)} END"

    return Ends(product([v.low for v in values]), product([v.high for v in values]), scale)


def _within(a: Ends, b: Ends) -> Ends:
    """Narrowed; an empty result keeps the first."""
    low, high = extreme("greatest", [a.low, b.low]), extreme("least", [a.high, b.high])
    keeps = f"coalesce({low} <= {high}, TRUE)"
    return Ends(
        f"CASE WHEN {keeps} THEN {low} ELSE {a.low} END", f"CASE WHEN {keeps} THEN {high} ELSE {a.high} END", a.scale
    )


def _months(first: str, last: str, dialect: DuckSql) -> str:
    """Months from one day to another; a month that has begun counts."""
    a, b = dialect.day(first), dialect.day(last)
    begun = f"CASE WHEN day({b}) > day({a}) THEN 1 ELSE 0 END"
    return f"((year({b}) - year({a})) * 12 + month({b}) - month({a}) + {begun})"


def _portion(won: Ends, rate: Ends, dialect: DuckSql) -> Ends:
    """Floor of a product; of whole won and a rate without wide numbers."""
    if won.scale != 1 or rate.scale == 1:
        return ends_of(_operation("floor", [_multiplied([won, rate], dialect)], dialect))
    nothing = f"{won.high} = 0 OR {rate.high} = 0"

    def part(end: str, by: str) -> str:
        return f"CASE WHEN {nothing} THEN 0 ELSE {dialect.portion(end, by, rate.scale)} END"

    return Ends(part(won.low, rate.low), part(won.high, rate.high))


def _moved(name: str, values: list[Ends], dialect: DuckSql) -> Ends:
    """Days moved by days or months; both ends move alike."""
    if any(v.scale != 1 for v in values):
        raise CannotEmit(f"{name} of a fraction")
    start, by = values[0], values[1] if len(values) > 1 else Ends("0", "0")

    def move(ordinal: str, number: str) -> str:
        if name == "plus_days":
            return f"({ordinal} + {number})"
        day = dialect.day(ordinal)
        if name == "end_of_month":
            return dialect.ordinal(f"last_day({day})")
        later = dialect.months_later(day, number)
        # the last day of a month leads to the last day of a month
        return dialect.ordinal(f"CASE WHEN {day} = last_day({day}) THEN last_day({later}) ELSE {later} END")

    return Ends(move(start.low, by.low), move(start.high, by.high))
