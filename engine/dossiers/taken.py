"""Credit taken for an investment in earlier years: what of it reduced tax, and in the return of which year.

Credit that is still carried was not taken yet. Of several shares of one year's credit that is used in part, each may be
the one that is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.assessment.money import NOTHING
from engine.dossiers.carried import used_of
from engine.dossiers.shares import Share, shares_of
from engine.dossiers.year import Year, as_interval
from engine.law.values import OPEN, Facts, Interval, exactly


@dataclass(frozen=True)
class Use:
    """What a year used, in all, of the credit that arose in one year, up to and with that year."""

    year: Year
    so_far: Interval


def taken_for(investment: str, years: Sequence[Year]) -> tuple[Facts, ...]:
    """Entries of the list of credits taken for an investment, from the years in order."""
    found = []
    for i, origin in enumerate(years):
        shares = shares_of(origin)
        mine = [share for share in shares if share.investment == investment]
        if not mine:
            continue
        total = origin.figure(origin.rulebook.assessment.total)
        uses = list(_uses(origin, years[i:], total))
        for share in mine:
            found += list(_entries(share, total, uses))
    return tuple(found)


def _uses(origin: Year, years: Sequence[Year], total: Interval) -> Iterator[Use]:
    low: int = 0
    high: int | None = 0
    for year in years:
        used = used_of(year, origin.last) or Interval(0, total.high)
        low += int(used.low or 0)
        high = None if high is None or used.high is None else high + int(used.high)
        bound = [int(end) for end in (high, total.high) if end is not None]
        yield Use(year, Interval(low, min(bound) if bound else None))


def _entries(share: Share, total: Interval, uses: list[Use]) -> Iterator[Facts]:
    sums = [_part(share.credit, total, use.so_far) for use in uses]
    if all(one.exact is not None for one in sums) and all(low.exact is not None for low in share.lower.values()):
        before = NOTHING
        for use, so_far in zip(uses, sums, strict=True):
            if so_far != before:
                yield _entry(share, [use.year], before, so_far)
            before = so_far
    elif sums and sums[-1] != NOTHING:
        using = [use.year for use, so_far in zip(uses, sums, strict=True) if so_far != NOTHING]
        yield _entry(share, using, NOTHING, sums[-1])


def _part(credit: Interval, total: Interval, used: Interval) -> Interval:
    """Of a share, what may and what must be among what is used of the total."""
    others = None if total.high is None or credit.low is None else total.high - credit.low
    low = 0 if used.low is None or others is None else max(0, used.low - others)
    highs = [end for end in (credit.high, used.high) if end is not None]
    high = min(highs) if highs else None
    return Interval(min(low, high) if high is not None else low, high)


def _entry(share: Share, years: list[Year], before: Interval, so_far: Interval) -> Facts:
    """What was taken between two states, with what lower tiers would have given of it."""
    back = years[0].rulebook.assessment.recapture
    frame, name = years[0].rulebook.assessment.across_years, back.list
    days = [as_interval(year.claim.facts.get(frame.filed_on, OPEN)) for year in years]
    filed = days[0]
    for day in days[1:]:
        filed = filed.hull(day)
    entry: Facts = {
        back.year: exactly(years[0].last),
        f"{name}.credit_krw": _step(before, so_far),
        f"{name}.tier": share.tier,
    }
    if not filed.unbounded:
        entry[f"{name}.filed_on"] = filed
    for tier, credit in share.lower.items():
        entry[f"{name}.{tier}_krw"] = _step(_lesser(before, credit), _lesser(so_far, credit))
    return entry


def _lesser(one: Interval, other: Interval) -> Interval:
    lows = [one.low or 0, other.low or 0]
    highs = [end for end in (one.high, other.high) if end is not None]
    return Interval(min(lows), min(highs) if highs else None)


def _step(before: Interval, after: Interval) -> Interval:
    if before.exact is not None and after.exact is not None:
        return exactly(after.exact - before.exact)
    return after  # only one entry, from nothing
