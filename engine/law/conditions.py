"""Condition trees: what a provision tests.

One closed set of nodes serves every evaluator. Leaves are normalised, so that an evaluator knows three tests only:

- a boolean fact is true (``IS``),
- a choice lies in a list, or any member of a set of choices does (``IN``),
- an ordered fact (date, won, ratio, count) reaches a bound (``AT_LEAST``).

"Before", "at most" and "is false" are written as ``Not`` of these. Dates are ordinals, ratios whole parts per
billion, won and counts plain integers: no leaf ever holds a float.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

IS = "is"
IN = "in"
AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class FactTest:
    """Test of one fact. ``operand`` is True (IS), a tuple of choices (IN) or an integer bound (AT_LEAST)."""

    fact: str
    op: str
    operand: bool | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProvisionRef:
    """The truth value of another provision."""

    provision: str


@dataclass(frozen=True, slots=True)
class Applies:
    """Whether one version of a provision reaches the amount in application time and knowledge time."""

    version: str


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]


Condition = FactTest | ProvisionRef | Applies | Not | All | Any


def leaves(condition: Condition) -> Iterator[FactTest | ProvisionRef | Applies]:
    """Every leaf of the tree, left to right."""
    match condition:
        case Not(part):
            yield from leaves(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield condition


def all_of(parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def any_of(parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else Any(tuple(parts))
