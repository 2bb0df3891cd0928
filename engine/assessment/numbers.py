"""Figures as the answer shows them: exact, or null with bounds."""

from __future__ import annotations

from math import floor

from engine.law.values import Interval, Number, decimal_text, iso

EXACT_JSON = 2**53  # larger integers are not exact in JSON: they go as decimal text
Document = dict[str, object]


def won(number: Number) -> int | str:
    return int(number) if -EXACT_JSON <= number <= EXACT_JSON else str(int(number))


def put_won(document: Document, key: str, value: Interval) -> None:
    """An amount in won under its key; if it is open, null, and what it lies between under ``bounds``. Fractions of a
    won, which an average can have, are not shown."""
    document[key] = None if value.exact is None else won(floor(value.exact))
    if value.exact is None:
        low, high = (None if end is None else won(floor(end)) for end in (value.low, value.high))
        _bounds(document)[key] = {"at_least": low, "at_most": high}


def put_rate(document: Document, key: str, value: Interval) -> None:
    """A rate as an exact decimal; if it is open, null with bounds."""
    document[key] = None if value.exact is None else decimal_text(value.exact)
    if value.exact is None:
        low, high = (None if end is None else decimal_text(end) for end in (value.low, value.high))
        _bounds(document)[key] = {"at_least": low, "at_most": high}


def put_day(document: Document, key: str, value: Interval) -> None:
    document[key] = None if value.exact is None else iso(value.exact)
    if value.exact is None:
        low, high = (None if end is None else iso(end) for end in (value.low, value.high))
        _bounds(document)[key] = {"at_least": low, "at_most": high}


def _bounds(document: Document) -> dict[str, object]:
    bounds = document.setdefault("bounds", {})
    assert isinstance(bounds, dict)
    return bounds


def difference(more: Interval, less: Interval) -> Interval:
    """What is at stake between two outcomes, never below zero."""
    low = None if more.low is None or less.high is None else max(0, more.low - less.high)
    high = None if more.high is None or less.low is None else max(0, more.high - less.low)
    return Interval(low, high)
