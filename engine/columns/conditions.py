"""Condition trees as SQL. AND, OR and NOT of SQL are Kleene's, NULL is unknown: the trees carry over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.columns.formulas import Ends
from engine.law.conditions import All, Any, Applies, Condition, FactTest, Not, ProvisionRef
from engine.law.rulebook import Instrument, Period, effective

Leaf = Callable[[FactTest | ProvisionRef | Applies], str]


def condition_sql(condition: Condition, leaf: Leaf) -> str:
    match condition:
        case Not(part):
            return f"(NOT {condition_sql(part, leaf)})"
        case All(parts):
            return _joined("AND", [condition_sql(part, leaf) for part in parts]) or "TRUE"
        case Any(parts):
            return _joined("OR", [condition_sql(part, leaf) for part in parts]) or "FALSE"
        case _:
            return leaf(condition)


def _joined(word: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({f' {word} '.join(parts)})" if parts else ""


def at_least(value: Ends, bound: int) -> str:
    """A number reaches a bound: certain if its lowest value does, certainly not if its highest does not."""
    return f"(CASE WHEN {value.low} >= {bound} THEN TRUE WHEN {value.high} < {bound} THEN FALSE END)"


def applies_sql(
    period: Period,
    instruments: Mapping[str, Instrument],
    known_on: int,
    bases: Mapping[str, tuple[str, ...]],
    reaches: Callable[[str, int], str],
) -> str:
    """Whether a version applies; ``reaches`` tells whether the date of a path reaches a day."""
    seen = effective(period, instruments, known_on)
    if seen is None:
        return "FALSE"
    starts, limits = seen
    parts: list[str] = []
    for start in starts:
        first, last = bases[start.basis][0], bases[start.basis][-1]
        if start.on is not None:
            parts += [f"(NOT {reaches(first, start.on + 1)})", reaches(last, start.on)]
        elif start.start is not None:
            parts.append(reaches(first, start.start))
    parts += [f"(NOT {reaches(bases[end.basis][0], end.before)})" for end in limits]
    return _joined("AND", parts) or "TRUE"
