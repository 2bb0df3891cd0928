"""Facts as a part of a claim gives them: typed by the vocabulary, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from engine.law.model import SCOPES, Bounds
from engine.law.problems import MAX_PROBLEMS, BadInput, Problem, listed, nearest, shown
from engine.law.rulebook import Fact, Rulebook
from engine.law.strict_yaml import Document, Path
from engine.law.typed import misfit, ordered, parse_value
from engine.law.values import OPEN, Facts, Interval, Value, iso

AMOUNT = "amount"
TEXT_LENGTH = 500
ENDS_OF_RANGE = ("at_least", "at_most")


@dataclass
class Given:
    """Facts, and where each was given."""

    facts: Facts = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)

    def copy(self) -> Given:
        return Given(dict(self.facts), dict(self.paths))

    def put(self, path: str, value: Value | None, at: Path) -> None:
        if value is not None:
            self.facts[path] = value
            self.paths[path] = at


class FactReader:
    """Reads facts, and reports those that do not fit the vocabulary."""

    def __init__(self, document: Document, rulebook: Rulebook):
        self.document = document
        self.rulebook = rulebook
        self.problems: list[Problem] = []
        facts = rulebook.facts.values()
        self.own: dict[str, list[Fact]] = {scope: [f for f in facts if f.scope == scope] for scope in SCOPES}

    def problem(self, path: Path, code: str, found: str = "", expected: str = "", near: str = "") -> None:
        self.problems.append(self.document.problem(path, code, found, expected, near))
        if len(self.problems) > MAX_PROBLEMS:
            raise BadInput(self.problems)

    def unknown_key(self, at: Path, key: str, known: Collection[str]) -> None:
        self.problem(at, "unknown-key", key, listed(known), nearest(key, known))

    def group_facts(
        self, data: Mapping[str, object], path: Path, given: Given, scope: str, also: tuple[str, ...] = ()
    ) -> None:
        """Facts written as ``group: {name: value}`` or, without a group, as ``name: value``."""
        groups: dict[str, dict[str, Fact]] = {}
        for fact in self.own[scope]:
            group, _, name = fact.path.rpartition(".")
            groups.setdefault(group, {})[name] = fact
        bare = groups.pop("", {})
        known = [*(name for name, named in groups.items() if _open(named)), *_open(bare), *also]
        for key, value in data.items():
            at = (*path, key)
            if key in bare:
                self.take(given, bare[key], value, at)
            elif key in groups and isinstance(value, dict):
                for name, inner in value.items():
                    self.named_fact(groups[key], name, inner, (*at, name), given)
            elif key in groups:
                if value is not None:
                    self.problem(at, "wrong-type", shown(value), "a mapping")
            elif key == "name" and key in also:
                if value is not None:
                    self.text(value, at)
            elif key not in also:
                self.unknown_key(at, key, known)

    def named_fact(
        self,
        named: Mapping[str, Fact],
        name: str,
        raw: object,
        at: Path,
        given: Given,
        also: Collection[str] = (),
    ) -> None:
        if name in named:
            self.take(given, named[name], raw, at)
        else:
            self.unknown_key(at, name, [*_open(named), *also])

    def take(self, given: Given, fact: Fact, raw: object, at: Path) -> None:
        """Null is how a claim says 'not known yet': it is absent."""
        if raw is None:
            return
        if fact.derived is not None or fact.by_engine:
            self.problem(at, "derived-fact", fact.path)
            return
        given.put(fact.path, self.value(fact, raw, at), at)

    def value(self, fact: Fact, raw: object, at: Path) -> Value | None:
        if fact.type == "choices":
            return self.choices(fact, raw, at)
        if fact.type == "text":
            return self.text(raw, at)
        if fact.type in ("bool", "choice"):
            value = parse_value(fact.type, raw, fact.choices)
            if value is None:
                self.problem(at, *misfit(fact.type, raw, fact.choices))
            return value
        return self.range(fact, raw, at) if isinstance(raw, dict) else self.ordered(fact, raw, at)

    def choices(self, fact: Fact, raw: object, at: Path) -> frozenset[str] | None:
        """Several choices, or a single one without the list around it."""
        if raw == []:
            self.problem(at, "wrong-type", "an empty list", listed(fact.choices))
            return None
        chosen: set[str] = set()
        for i, item in enumerate(raw if isinstance(raw, list) else [raw]):
            if isinstance(item, str) and item in fact.choices:
                chosen.add(item)
            else:
                self.problem((*at, i) if isinstance(raw, list) else at, *misfit("choice", item, fact.choices))
        return frozenset(chosen) or None

    def text(self, raw: object, at: Path) -> str | None:
        """A text; digits without quotes, such as a registration number, are text too."""
        if isinstance(raw, bool) or not isinstance(raw, str | int):
            self.problem(at, *misfit("text", raw))
            return None
        if len(str(raw)) > TEXT_LENGTH:
            self.problem(at, "too-long", expected=str(TEXT_LENGTH))
        return str(raw)

    def ordered(self, fact: Fact, raw: object, at: Path) -> Interval | None:
        value = ordered(fact.type, raw)
        if fact.type in ("won", "count"):
            most = self.rulebook.limits[fact.type]
            if value is None or value.low is None or not 0 <= value.low <= most:
                self.problem(at, f"bad-{fact.type}", shown(raw), str(most))
                return None
        elif value is None:
            self.problem(at, *misfit(fact.type, raw))
        return value

    def range(self, fact: Fact, raw: Mapping[str, object], at: Path) -> Interval | None:
        """A value known within bounds: ``{at_least: ..., at_most: ...}``, either may be left out."""
        for key in raw:
            if key not in ENDS_OF_RANGE:
                self.unknown_key((*at, key), key, ENDS_OF_RANGE)
        return self.between(fact, raw, ENDS_OF_RANGE, at)

    def between(
        self, fact: Fact, raw: Mapping[str, object], ends: tuple[str, str], at: Path
    ) -> Interval | None:
        """The interval between two keys of a mapping; None if neither says anything."""
        low, high = (
            OPEN if raw.get(key) is None else self.ordered(fact, raw[key], (*at, key)) or OPEN for key in ends
        )
        if low.low is not None and high.high is not None and low.low > high.high:
            self.problem(at, "empty-range", f"{raw[ends[0]]} .. {raw[ends[1]]}")
            return None
        result = Interval(low.low, high.high)
        return None if result.unbounded else result

    def bounds(self, given: Given, own: Iterable[Fact], wider: Facts | None = None) -> None:
        """Check given dates against the dates that bound them; narrow those that are not exact."""
        crossed: set[frozenset[str]] = set()  # two dates that bound each other are one fault
        for fact in own:
            if fact.bounds is None:
                continue
            known = {**(wider or {}), **given.facts}
            value = _interval(known, fact.path)
            at = given.paths.get(fact.path, ())
            narrowed = value
            for other, floor, ceiling in _limits(fact.bounds, known):
                pair = frozenset({fact.path, other})
                if value.high is not None and floor.low is not None and value.high < floor.low:
                    if pair not in crossed:
                        self.problem(at, "before-bound", iso(value.high), f"{iso(floor.low)} ({other})")
                    crossed.add(pair)
                elif value.low is not None and ceiling.high is not None and value.low > ceiling.high:
                    if pair not in crossed:
                        self.problem(at, "after-bound", iso(value.low), f"{iso(ceiling.high)} ({other})")
                    crossed.add(pair)
                else:
                    narrowed = narrowed.within(Interval(floor.low, ceiling.high))
            if not narrowed.unbounded:
                given.facts[fact.path] = narrowed


def _limits(bounds: Bounds, known: Facts) -> Iterable[tuple[str, Interval, Interval]]:
    """Per date that bounds another: its name, and the earliest or the latest day it allows."""
    if bounds.at_least is not None:
        yield bounds.at_least, _interval(known, bounds.at_least), OPEN
    if bounds.after is not None:
        low = _interval(known, bounds.after).low
        yield f"{bounds.after} + 1", OPEN if low is None else Interval(low + 1, None), OPEN
    if bounds.before is not None:
        high = _interval(known, bounds.before).high
        yield f"{bounds.before} - 1", OPEN, OPEN if high is None else Interval(None, high - 1)
    if bounds.at_most is not None:
        yield bounds.at_most, OPEN, _interval(known, bounds.at_most)


def _open(named: Mapping[str, Fact]) -> list[str]:
    """The names that a claim may give a value."""
    return [name for name, fact in named.items() if fact.derived is None and not fact.by_engine]


def _interval(facts: Facts, path: str) -> Interval:
    value = facts.get(path, OPEN)
    assert isinstance(value, Interval), path
    return value
