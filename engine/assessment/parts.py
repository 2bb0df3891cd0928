"""Dated parts: an amount whose date is open is judged once for each stretch of days in which the law is the same."""

from __future__ import annotations

from collections.abc import Iterator

from engine.claims.claim import Amount
from engine.claims.reader import INVESTED_ON
from engine.law.conditions import FactTest, leaves
from engine.law.rulebook import Rulebook
from engine.law.values import Facts, Interval


def change_days(rulebook: Rulebook) -> list[int]:
    """Days on which something that is decided by the day of investment begins or ends."""
    days: set[int] = set()
    bases = {basis for basis, paths in rulebook.bases.items() if INVESTED_ON in paths}
    for version in rulebook.versions.values():
        days |= {s.start for s in version.period.starts if s.basis in bases and s.start is not None}
        days |= {e.before for e in version.period.ends if e.basis in bases}
        for leaf in leaves(version.body) if version.body is not None else ():
            if isinstance(leaf, FactTest) and leaf.fact == INVESTED_ON:
                days.add(int(leaf.operand))  # type: ignore[arg-type]
    return sorted(days)


def dated_parts(amount: Amount, days: list[int]) -> list[Facts]:
    """Facts of each part: the amount's, with the stretch of days as the day of investment."""
    when = amount.facts[INVESTED_ON]
    assert isinstance(when, Interval) and when.low is not None and when.high is not None
    return [
        {**amount.facts, INVESTED_ON: stretch} for stretch in stretches(int(when.low), int(when.high), days)
    ]


def stretches(first: int, last: int, days: list[int]) -> Iterator[Interval]:
    """The days from first to last, cut where the law changes."""
    for day in days:
        if first < day <= last:
            yield Interval(first, day - 1)
            first = day
    yield Interval(first, last)
