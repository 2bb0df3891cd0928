"""The law as known on a day: periods worked out once, so that asking whether a version applies is cheap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from engine.law.rulebook import Rulebook, effective
from engine.law.values import Facts, Interval, Truth

# A test of one date: its path, the bound it must reach, and whether it must stay below it instead.
DateTest = tuple[str, int, bool]


@dataclass(frozen=True)
class KnownLaw:
    """Per version what its application takes; a version that was not known yet never applies. Equal periods are one
    and the same object."""

    fixed: dict[str, Truth]
    dated: dict[str, tuple[DateTest, ...]]

    def reach(self, key: str, facts: Facts) -> Truth:
        """Does the version apply to what the facts date?"""
        return self.fixed[key] if key in self.fixed else _within(self.dated[key], facts)

    def reaches(self, keys: Iterable[str], facts: Facts) -> dict[str, Truth]:
        """Of many versions, most of which share their period with others."""
        found: dict[str, Truth] = {}
        periods: dict[int, Truth] = {}
        for key in keys:
            if key in self.fixed:
                found[key] = self.fixed[key]
                continue
            tests = self.dated[key]
            period = id(tests)
            if period not in periods:
                periods[period] = _within(tests, facts)
            found[key] = periods[period]
        return found


def _within(tests: tuple[DateTest, ...], facts: Facts) -> Truth:
    whole: Truth = True
    for path, bound, below in tests:
        value = facts.get(path)
        if value is None:
            whole = None
            continue
        assert isinstance(value, Interval)
        if value.low is not None and value.low >= bound:
            reached = True
        elif value.high is not None and value.high < bound:
            reached = False
        else:
            whole = None
            continue
        if reached is below:
            return False
    return whole


@lru_cache(maxsize=64)
def as_known(rulebook: Rulebook, known_on: int) -> KnownLaw:
    fixed: dict[str, Truth] = {}
    dated: dict[str, tuple[DateTest, ...]] = {}
    periods: dict[tuple[DateTest, ...], tuple[DateTest, ...]] = {}
    for key, version in rulebook.versions.items():
        seen = effective(version.period, rulebook.instruments, known_on)
        if seen is None:
            fixed[key] = False
            continue
        starts, ends = seen
        tests: list[DateTest] = []
        for start in starts:
            paths = rulebook.bases[start.basis]
            if start.on is not None:
                tests += [(paths[0], start.on + 1, True), (paths[-1], start.on, False)]
            elif start.start is not None:
                tests.append((paths[0], start.start, False))
        tests += [(rulebook.bases[end.basis][0], end.before, True) for end in ends]
        if tests:
            period = tuple(tests)
            dated[key] = periods.setdefault(period, period)
        else:
            fixed[key] = True
    return KnownLaw(fixed, dated)
