"""Formulas: a small closed set of operations over facts, tables and aggregates.

A formula is data; ``engine.credit.formulas`` computes it on intervals. ``reads`` names what it depends on, so that the
loader can order and check it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# operation -> number of operands (None: one or more)
OPERATIONS: dict[str, int | None] = {
    "add": None,
    "subtract": 2,
    "multiply": None,
    "divide": 2,
    "least": None,
    "greatest": None,
    "floor": 1,
    "between": 2,
    "within": 2,
    "end_of_month": 1,
    "plus_days": 2,
    "plus_months": 2,
    "months_from": 2,
    "not_before": 2,
    "after": 2,
}
QUANTIFIED = ("any_of", "all_of")
AGGREGATES = ("sum_of", "min_of", "max_of", "count_of", *QUANTIFIED)


@dataclass(frozen=True, slots=True)
class Constant:
    value: int


@dataclass(frozen=True, slots=True)
class FactValue:
    fact: str


@dataclass(frozen=True, slots=True)
class ProvisionTruth:
    provision: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """Value of a table. A key of the form '$name' is handed in by the caller."""

    table: str
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    operands: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Value of another formula."""

    formula: str


@dataclass(frozen=True, slots=True)
class KeyIs:
    """Whether a key that the caller handed in (the scheme, the tier) has a value."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of two values by a truth; while that is unknown, both are possible."""

    test: Formula
    then: Formula
    otherwise: Formula


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Over all members of a narrower scope (investments, amounts, entries of a list), those of which a truth holds."""

    name: str
    of: Formula | None
    scope: str
    where: Formula | None


Formula = Constant | FactValue | ProvisionTruth | KeyIs | LookUp | Named | Choice | Operation | Aggregate


def walk(formula: Formula) -> Iterator[Formula]:
    yield formula
    if isinstance(formula, Operation):
        for operand in formula.operands:
            yield from walk(operand)
    elif isinstance(formula, Choice):
        for part in (formula.test, formula.then, formula.otherwise):
            yield from walk(part)
    elif isinstance(formula, Aggregate):
        for inner in (formula.of, formula.where):
            if inner is not None:
                yield from walk(inner)
