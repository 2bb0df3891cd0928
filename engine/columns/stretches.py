"""Amounts whose day is open as one row for each stretch of days in which the law is the same.

The same as ``engine.assessment.parts``: a stretch begins on each day on which something begins or ends that the day of
investment decides. An amount whose days have no beginning or no end stays one row.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.claims.reader import INVESTED_ON
from engine.columns.dialect import DuckSql
from engine.columns.facts import ends
from engine.columns.layers import Layers

STRETCH, FIRST, LAST = "stretch", "stretch:first", "stretch:last"  # of a row, and of the amount it belongs to
NUMBERS = (STRETCH, FIRST, LAST)


def stretched(dialect: DuckSql, days: Sequence[int], source: str) -> str:
    """A source with each row as often as its days have stretches."""
    low, high = (dialect.name(column) for column in ends(f"given:{INVESTED_ON}"))
    first, last = dialect.name(FIRST), dialect.name(LAST)

    def reached(day: str) -> str:
        """How many of the days a day has reached; none if an end is open."""
        steps = " + ".join(f"CASE WHEN {day} >= {number} THEN 1 ELSE 0 END" for number in days)
        return f"CASE WHEN {low} IS NOT NULL AND {high} IS NOT NULL THEN {steps or '0'} ELSE 0 END"

    numbered = f"SELECT *, {reached(low)} AS {first}, {reached(high)} AS {last} FROM {source}"
    return f"(SELECT *, {dialect.each(first, last)} AS {dialect.name(STRETCH)} FROM ({numbered}))"


def narrow(layers: Layers, days: Sequence[int]) -> None:
    """The day of investment within the stretch of the row."""

    def begins(after: int) -> str:
        arms = " ".join(f"WHEN {number + 1 - after} THEN {day - after}" for number, day in enumerate(days))
        return f"CASE {layers.column(STRETCH)} {arms} END"

    given, made = ends(f"given:{INVESTED_ON}"), ends(f"fact:{INVESTED_ON}")

    def low() -> str:
        inside = f"{layers.column(STRETCH)} > {layers.column(FIRST)}"
        return f"CASE WHEN {inside} THEN {begins(0)} ELSE {layers.column(given[0])} END"

    def high() -> str:
        inside = f"{layers.column(STRETCH)} < {layers.column(LAST)}"
        return f"CASE WHEN {inside} THEN {begins(1)} ELSE {layers.column(given[1])} END"

    layers.add(made[0], low if days else lambda: layers.column(given[0]))
    layers.add(made[1], high if days else lambda: layers.column(given[1]))
