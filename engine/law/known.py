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
    """Per version what its application takes; a version that was not known yet never applies."""

    fixed: dict[str, Truth]
    dated: dict[str, tuple[DateTest, ...]]

    def reach(self, key: str, facts: Facts) -> Truth:
        """Does the version apply to what the facts date?"""
        if key in self.fixed:
            return self.fixed[key]
        whole: Truth = True
        for path, bound, below in self.dated[key]:
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

    def reaches(self, keys: Iterable[str], facts: Facts) -> dict[str, Truth]:
        return {key: self.reach(key, facts) for key in keys}


@lru_cache(maxsize=64)
def as_known(rulebook: Rulebook, known_on: int) -> KnownLaw:
    fixed: dict[str, Truth] = {}
    dated: dict[str, tuple[DateTest, ...]] = {}
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
            dated[key] = tuple(tests)
        else:
            fixed[key] = True
    return KnownLaw(fixed, dated)
