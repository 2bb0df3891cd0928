"""Other values that a fact could have: one for each way in which the law may treat it.

They follow from the tests that the law makes of the fact. Choices that every test treats alike are one alternative.
Of an ordered fact each stretch between two edges of the tests is one, and the value in it that lies nearest to the
present one stands for it. Dates are compared with each other too, so the other dates of a claim are edges as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from engine.claims.reader import REQUIRED
from engine.inference.derivation import shown
from engine.law.conditions import FactTest, leaves
from engine.law.reads import versions_of
from engine.law.rulebook import Fact, Rulebook
from engine.law.values import ORDERED, Facts, Interval, Value, exactly

Equals = tuple[object, ...]  # values that the law treats alike, as claims write them (of several choices a tuple)


def may_differ(fact: Fact) -> bool:
    """Is it a fact that a claim gives, other than its tax year, and that the law tests?"""
    given = fact.derived is None and not fact.by_engine
    return given and fact.path not in REQUIRED and fact.type != "text"


def alternatives(rulebook: Rulebook, path: str, facts: Facts) -> Iterator[Equals]:
    """What the fact could be instead of what ``facts`` say, or leave open."""
    fact, value = rulebook.facts[path], facts.get(path)
    if fact.type == "bool":
        yield from ((other,) for other in (True, False) if other is not value)
    elif fact.type in ORDERED:
        assert value is None or isinstance(value, Interval)
        edges = set(_edges(rulebook).get(path, ()))
        if fact.type == "date":
            edges |= _other_days(rulebook, path, facts)
        yield from ((shown(rulebook, path, exactly(one)),) for one in _between(sorted(edges), value))
    else:
        yield from _choices(rulebook, fact, value)


def _choices(rulebook: Rulebook, fact: Fact, value: Value | None) -> Iterator[Equals]:
    """One alternative for each class of choices; of several choices that are given, also those without a class."""
    classes: dict[tuple[bool, ...], list[str]] = {}
    for choice in fact.choices:
        treated = tuple(choice in operand for operand in _lists(rulebook).get(fact.path, ()))
        classes.setdefault(treated, []).append(choice)
    given = frozenset({value}) if isinstance(value, str) else value
    assert given is None or isinstance(given, frozenset)
    several = fact.type == "choices"
    for members in classes.values():
        if given is None or not given <= set(members):
            yield tuple((one,) if several else one for one in members)
        rest = sorted(given.difference(members)) if given is not None else []
        if given is not None and 0 < len(rest) < len(given):
            yield (tuple(rest),)


def _between(edges: list[int], value: Interval | None) -> Iterator[int]:
    """The value of each stretch between edges that is nearest to the one given."""
    ends = [None, *edges, None]
    for first, after in pairwise(ends):
        last = None if after is None else after - 1
        if value is None:
            nearest = last if first is None else first
        elif first is not None and value.low is not None and value.low < first:
            nearest = first
        elif last is not None and value.high is not None and value.high > last:
            nearest = last
        else:
            nearest = None if value.exact is not None else last if first is None else first
        if nearest is not None and nearest >= 0:
            yield nearest


def _other_days(rulebook: Rulebook, path: str, facts: Facts) -> set[int]:
    found = set()
    for other, value in facts.items():
        day = value.exact if isinstance(value, Interval) and other != path else None
        if day is not None and rulebook.facts[other].type == "date":
            found |= {int(day), int(day) + 1}
    return found


@lru_cache(maxsize=16)
def _edges(rulebook: Rulebook) -> Mapping[str, frozenset[int]]:
    """Per ordered fact where a test of it turns, periods of application among them."""
    found: dict[str, set[int]] = {}
    for _, _, _, version in versions_of(rulebook):
        for start in version.period.starts:
            first, *_, last = (*rulebook.bases[start.basis], *rulebook.bases[start.basis])
            if start.on is not None:
                found.setdefault(first, set()).add(start.on + 1)
                found.setdefault(last, set()).add(start.on)
            elif start.start is not None:
                found.setdefault(first, set()).add(start.start)
        for end in version.period.ends:
            found.setdefault(rulebook.bases[end.basis][0], set()).add(end.before)
    for test in _tests(rulebook):
        if isinstance(test.operand, int) and not isinstance(test.operand, bool):
            found.setdefault(test.fact, set()).add(test.operand)
    return {path: frozenset(days) for path, days in found.items()}


@lru_cache(maxsize=16)
def _lists(rulebook: Rulebook) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Per choice the lists that tests of it name."""
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for test in _tests(rulebook):
        if isinstance(test.operand, tuple):
            found.setdefault(test.fact, {})[test.operand] = None
    return {path: tuple(operands) for path, operands in found.items()}


def _tests(rulebook: Rulebook) -> Iterator[FactTest]:
    trees = [provision.tree for provision in rulebook.provisions.values()]
    trees += [row.tree for table in rulebook.tables.values() for row in table.rows]
    return (leaf for tree in trees for leaf in leaves(tree) if isinstance(leaf, FactTest))
