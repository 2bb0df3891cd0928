"""Checks of periods: versions that overlap, ends that contradict, times without a version.

Each looks at the rulebook as it was known after every promulgation, so that a fault that only an earlier
reader of the law would meet is found too.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.law.conditions import ProvisionRef, leaves
from engine.law.reads import asked_by_assessment, formula_reads, formulas_of, versions_of
from engine.law.rulebook import ALWAYS, Period, Provision, Rulebook, Version, effective
from engine.law.strict_yaml import Path
from engine.law.values import iso
from engine.law.vocabulary import Entry, Reporter

FIRST, LAST = 1, 3_652_059  # ordinals of 0001-01-01 and 9999-12-31

Spans = dict[str, tuple[int, int]]  # per basis the first day and the day after the last


def knowledge_steps(rulebook: Rulebook) -> list[int]:
    """The days on which the law as known changed."""
    used = {by for version in rulebook.versions.values() for by in version.period.instruments()}
    return sorted({rulebook.instruments[by].promulgated for by in used}) or [FIRST]


def check_periods(rulebook: Rulebook, report: Reporter) -> None:
    for where, path, _, version in versions_of(rulebook):
        _check_ends(rulebook, where, path, version, report)
    steps = knowledge_steps(rulebook)
    for provision in rulebook.provisions.values():
        for one, other in combinations(provision.versions, 2):
            day = next((day for step in steps if (day := _both(rulebook, one, other, step))), "")
            if day:
                report(("provisions", provision.id), (), "overlap", f"{one.key}, {other.key}", day)


def _check_ends(rulebook: Rulebook, where: Entry, path: Path, version: Version, report: Reporter) -> None:
    starts, ends = version.period.starts, version.period.ends
    enacted = max((rulebook.instruments[s.by].promulgated for s in starts), default=FIRST)
    set_on: set[tuple[str, int]] = set()
    for i, end in enumerate(ends):
        at: Path = (*path, "ends", i)
        promulgated = rulebook.instruments[end.by].promulgated
        if (end.basis, promulgated) in set_on:
            report(where, at, "same-day-ends", version.key, iso(promulgated))
        set_on.add((end.basis, promulgated))
        for start in starts:
            first = start.start or start.on
            if first and start.basis == end.basis and end.before <= first and promulgated <= enacted:
                report(where, at, "empty-period", f"{iso(first)} .. {iso(end.before - 1)}")


def _spans(rulebook: Rulebook, period: Period, known_on: int, back: int = 0) -> Spans | None:
    """The days of application as known; None if not known yet.

    A period that must contain a day begins on it or up to ``back`` days before.
    """
    seen = effective(period, rulebook.instruments, known_on)
    if seen is None:
        return None
    spans: Spans = {}
    for start in seen[0]:
        low, high = spans.get(start.basis, (FIRST, LAST + 1))
        if start.on is not None:
            spans[start.basis] = (max(low, start.on - back), min(high, start.on + 1))
        else:
            spans[start.basis] = (max(low, start.start or FIRST), high)
    for end in seen[1]:
        low, high = spans.get(end.basis, (FIRST, LAST + 1))
        spans[end.basis] = (low, min(high, end.before))
    return spans


def _both(rulebook: Rulebook, one: Version, other: Version, known_on: int) -> str:
    """A day on which both versions apply, or ''. Bases that only one of them has cannot tell them apart."""
    back = _reach_back(rulebook)
    a, b = (_spans(rulebook, v.period, known_on, back) for v in (one, other))
    if a is None or b is None:
        return ""
    day = "every day"
    for basis in dict.fromkeys([*a, *b]):
        low = max(spans.get(basis, (FIRST, LAST + 1))[0] for spans in (a, b))
        high = min(spans.get(basis, (FIRST, LAST + 1))[1] for spans in (a, b))
        if low >= high:
            return ""
        day = f"{iso(low)} ({basis})"
    return day


def _reach_back(rulebook: Rulebook) -> int:
    """How many days before a day the longest tax year that contains it begins, without a leap day."""
    return rulebook.limits["tax_year_months"] * 365 // 12 - 1


def check_coverage(rulebook: Rulebook, report: Reporter) -> None:
    """A provision that others read has a version wherever they apply, or says what holds otherwise."""
    steps = knowledge_steps(rulebook)
    reported: set[str] = set()
    for reader, period, name in _readings(rulebook):
        provision = rulebook.provisions[name]
        settled = provision.otherwise is not None or any(v.period == ALWAYS for v in provision.versions)
        if settled or name in reported or all(_covered(rulebook, provision, period, step) for step in steps):
            continue
        reported.add(name)
        report(("provisions", name), (), "gap", name, reader)


def _readings(rulebook: Rulebook) -> Iterator[tuple[str, Period, str]]:
    """Who reads a provision, and in which period; formulas and the answer read at all times."""

    for _, _, _, version in versions_of(rulebook):
        for leaf in leaves(version.body) if version.body is not None else ():
            if isinstance(leaf, ProvisionRef):
                yield version.key, version.period, leaf.provision
    for (_, id_), _, _, formula in formulas_of(rulebook):
        for node in formula_reads(formula):
            kind, _, name = node.partition(":")
            if kind == "provision":
                yield id_, ALWAYS, name
    for _, kind, name, _ in asked_by_assessment(rulebook.assessment):
        if kind == "provision":
            yield "assessment.yaml", ALWAYS, name


def _covered(rulebook: Rulebook, provision: Provision, reader: Period, known_on: int) -> bool:
    """Does one of the versions hold wherever the reader does, as known on a day?"""
    need = _spans(rulebook, reader, known_on)
    if need is None:
        return True
    have = [s for v in provision.versions if (s := _spans(rulebook, v.period, known_on)) is not None]
    bases = {basis for spans in have for basis in spans}
    if len(bases) != 1:
        return False
    basis = bases.pop()
    low, high = need.get(basis, (FIRST, LAST + 1))
    for first, last in sorted(spans[basis] for spans in have):
        if first <= low < last:
            low = last
    return low >= high
