"""Figures of the workbook: bounds as two cells, rates and days as text, in one way throughout."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from engine.law.values import RATIO_SCALE, Interval, decimal_text
from engine.registers.words import Words
from engine.registers.workbook.paper import Cell


def rate(low: int | None, high: int | None, words: Words) -> str:
    """A rate, or what it lies between, as percent."""
    if low is None and high is None:
        return ""
    ends = [_percent(end, words) for end in dict.fromkeys((low, high)) if end is not None]
    return ends[0] if len(ends) == 1 else words.say("range", low=ends[0], high=ends[1])


def _percent(billionths: int, words: Words) -> str:
    share = Decimal(decimal_text(Fraction(billionths, RATIO_SCALE))) * 100
    return words.say("percent", number=format(share.normalize(), "f"))


def most(high: int | None, words: Words) -> Cell:
    """An upper bound; where there is none, that is said."""
    return words.say("book.unbounded") if high is None else int(high)


def ends(value: Interval, words: Words) -> tuple[Cell, Cell]:
    """Whole won at least and at most; a fraction of a won, which an average can have, is not shown."""
    return floor(value.low or 0), most(None if value.high is None else floor(value.high), words)


def year(starts: date, ends: date, words: Words) -> str:
    """A calendar year by its number, another by its days."""
    if (starts.month, starts.day, ends.month, ends.day) == (1, 1, 12, 31) and starts.year == ends.year:
        return words.say("book.calendar-year", year=starts.year)
    return words.say("range", low=starts.isoformat(), high=ends.isoformat())


def days(low: date | None, high: date | None, words: Words) -> str:
    if low is None and high is None:
        return words.say("open")
    if low == high and low is not None:
        return low.isoformat()
    if low is None:
        return words.say("until-day", high=high)
    return words.say("from-day", low=low) if high is None else words.say("range", low=low, high=high)
