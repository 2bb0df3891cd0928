"""Lists of a claim or an investment (earlier investment, payments, grants): entries typed by the vocabulary."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date

from engine.claims.claim import Lists
from engine.claims.given import FactReader, Given
from engine.law.problems import shown
from engine.law.rulebook import ListOf
from engine.law.strict_yaml import Path
from engine.law.values import Facts, Interval, iso


class ListReader(FactReader):
    """Reads the lists that the vocabulary declares."""

    def mappings(self, data: Mapping[str, object], key: str, at: Path = ()) -> Iterator[tuple[dict[str, object], Path]]:
        """The mappings of a list."""
        items = data.get(key)
        if items is None:
            return
        if not isinstance(items, list):
            self.problem((*at, key), "wrong-type", shown(items), "a list")
            return
        for i, item in enumerate(items):
            if isinstance(item, dict):
                yield item, (*at, key, i)
            else:
                self.problem((*at, key, i), "wrong-type", shown(item), "a mapping")

    def list_names(self, scope: str) -> tuple[str, ...]:
        return tuple(e.path for e in self.rulebook.lists.values() if e.scope == scope and not e.by_engine)

    def lists(self, data: Mapping[str, object], at: Path, scope: str, wider: Facts) -> Lists:
        """The lists of a claim or an investment that are given."""
        found: Lists = {}
        for name in self.list_names(scope):
            if data.get(name) is None:
                continue
            declared = self.rulebook.lists[name]
            entries = [self.entry(declared, item, where, wider) for item, where in self.mappings(data, name, at)]
            self.apart(declared, entries, (*at, name))
            found[name] = tuple(entry.facts for entry in entries)
        return found

    def entry(self, declared: ListOf, item: Mapping[str, object], at: Path, wider: Facts) -> Given:
        own = [fact for fact in self.rulebook.facts.values() if fact.scope == declared.path]
        named = {fact.path.partition(".")[2]: fact for fact in own}
        given = Given()
        for key, value in item.items():
            self.named_fact(named, key, value, (*at, key), given)
        self.bounds(given, own, wider)
        self.adds_up(declared, given, at)
        return given

    def adds_up(self, declared: ListOf, given: Given, at: Path) -> None:
        total = given.facts.get(declared.total) if declared.total else None
        parts = [given.facts[path] for path in declared.parts if path in given.facts]
        least = sum(int(part.low or 0) for part in parts if isinstance(part, Interval))
        if isinstance(total, Interval) and total.high is not None and least > total.high:
            where = given.paths.get(str(declared.total), at)
            self.problem(where, "parts-exceed", str(least), str(int(total.high)))

    def apart(self, declared: ListOf, entries: list[Given], at: Path) -> None:
        """Periods of entries are no longer than a tax year and do not overlap."""
        if declared.period is None:
            return
        first, last = declared.period
        months = self.rulebook.limits["tax_year_months"]
        periods: list[tuple[int, int]] = []
        for i, entry in enumerate(entries):
            start, end = entry.facts.get(first), entry.facts.get(last)
            if not (isinstance(start, Interval) and isinstance(end, Interval)):
                continue
            if start.exact is None or end.exact is None:
                continue
            where = entry.paths.get(first, (*at, i))
            if end.exact >= add_months(int(start.exact), months):
                self.problem(where, "long-year", str(int(end.exact - start.exact) + 1), str(months))
            for first_day, last_day in periods:
                if start.exact <= last_day and first_day <= end.exact:
                    self.problem(where, "periods-overlap", iso(start.exact), f"{iso(first_day)} .. {iso(last_day)}")
            periods.append((int(start.exact), int(end.exact)))


def add_months(ordinal: int, months: int) -> int:
    """The same day so many months later, or the last day of that month."""
    start = date.fromordinal(ordinal)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal()
