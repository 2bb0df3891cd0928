"""Typed values: what a fact can hold, exactly.

Ordered values (dates, won, ratios, counts) are intervals of integers, so that a value that is only known within
bounds and a value that is known exactly go through the same arithmetic; an exact value has equal ends. A missing fact
is absent, never a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

RATIO_SCALE = 10**9
Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """Closed interval; None is an open end. Dates are proleptic ordinals, ratios parts per billion inside facts."""

    low: Number | None
    high: Number | None

    @property
    def exact(self) -> Number | None:
        """The one value, or None if more than one is possible."""
        return self.low if self.low is not None and self.low == self.high else None

    @property
    def unbounded(self) -> bool:
        return self.low is None and self.high is None

    def hull(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Interval(low, high)

    def within(self, other: Interval) -> Interval:
        """Narrowed by ``other``; an empty result keeps self (contradictions are reported where facts are read)."""
        lows = [x for x in (self.low, other.low) if x is not None]
        highs = [x for x in (self.high, other.high) if x is not None]
        low, high = (max(lows) if lows else None), (min(highs) if highs else None)
        if low is not None and high is not None and low > high:
            return self
        return Interval(low, high)


def exactly(value: Number) -> Interval:
    return Interval(value, value)


OPEN = Interval(None, None)

Value = bool | str | frozenset[str] | Interval
Facts = dict[str, Value]
Truth = bool | None

ORDERED = ("date", "won", "ratio", "count")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RATIO = re.compile(r"[01](\.[0-9]{1,9})?|\.[0-9]{1,9}")


def day(text: str) -> int:
    """Ordinal of an ISO date; ValueError if it is not one (2023-02-30 included)."""
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text).toordinal()


def iso(ordinal: Number) -> str:
    return date.fromordinal(int(ordinal)).isoformat()


def ratio(text: str) -> int:
    """Parts per billion of an exact decimal between 0 and 1; ValueError otherwise."""
    if not _RATIO.fullmatch(text):
        raise ValueError(text)
    scaled = Decimal(text) * RATIO_SCALE
    if scaled > RATIO_SCALE:
        raise ValueError(text)
    return int(scaled)


def decimal_text(value: Number) -> str:
    """Shortest exact decimal of a rate held as a fraction of one: 3/20 -> '0.15'."""
    scaled = Fraction(value) * RATIO_SCALE
    if scaled.denominator != 1:
        raise ValueError(f"{value} has more than nine decimal places")
    text = format(Decimal(scaled.numerator) / RATIO_SCALE, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
