"""Typed values from plain data, for rule files and claims alike, and what to say where one does not fit."""

from __future__ import annotations

from collections.abc import Collection

from engine.law.problems import listed, nearest, shown
from engine.law.values import Interval, Value, day, exactly, iso, ratio

# Nobody means a day beyond these, and arithmetic from any day between them stays within the calendar.
EARLIEST, LATEST = day("1800-01-01"), day("2199-12-31")

# What a misfit is called, where it has no message of its own.
EXPECTED = {"bool": "true or false", "won": "a whole number", "count": "a whole number", "text": "text"}

Misfit = tuple[str, str, str, str]  # code, found, expected, near: the arguments of a report


def ordered(kind: str, raw: object) -> Interval | None:
    """A won, count, date or ratio; None if it is none."""
    if kind in ("won", "count"):
        return exactly(raw) if isinstance(raw, int) and not isinstance(raw, bool) else None
    text = str(raw) if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    try:
        number = day(text) if kind == "date" else ratio(text) if text.isascii() else None
    except ValueError:
        return None
    if number is None or (kind == "date" and not EARLIEST <= number <= LATEST):
        return None
    return exactly(number)


def parse_value(kind: str, raw: object, choices: Collection[str] = ()) -> Value | None:
    """A typed value from rule data; None if it does not fit."""
    if kind == "bool":
        return raw if isinstance(raw, bool) else None
    if kind in ("choice", "choices"):
        if not isinstance(raw, str) or raw not in choices:
            return None
        return raw if kind == "choice" else frozenset({raw})
    if kind == "text":
        return raw if isinstance(raw, str) else None
    return ordered(kind, raw)


def misfit(kind: str, raw: object, choices: Collection[str] = ()) -> Misfit:
    """What to report about a value that ``parse_value`` does not take."""
    found = shown(raw)
    if kind in ("choice", "choices"):
        return "not-a-choice", found, listed(choices), nearest(raw, choices) if isinstance(raw, str) else ""
    if kind == "date":
        try:
            day(str(raw))
        except ValueError:
            return "bad-date", found, "", ""
        return "far-date", found, f"{iso(EARLIEST)} .. {iso(LATEST)}", ""
    if kind == "ratio":
        return "bad-ratio", found, "", ""
    return "wrong-type", found, EXPECTED[kind], ""
