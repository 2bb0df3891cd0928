"""Reader of condition trees: from the plain data of a rule file to typed nodes.

Everything wrong is reported through ``report`` with the path inside the entry; a faulty part is left out, so
that one run finds all faults.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.law.conditions import (
    AT_LEAST,
    IN,
    IS,
    All,
    Condition,
    FactTest,
    Not,
    ProvisionRef,
    all_of,
    any_of,
)
from engine.law.problems import listed, nearest, shown
from engine.law.rulebook import Fact
from engine.law.strict_yaml import Path
from engine.law.typed import misfit, ordered, parse_value
from engine.law.values import ORDERED

# comparison -> (add to the bound, negate): "after d" is at least d + 1, "before d" is not at least d
DATE_TESTS = {"on_or_after": (0, False), "after": (1, False), "before": (0, True), "on_or_before": (1, True)}
NUMBER_TESTS = {"at_least": (0, False), "more_than": (1, False), "less_than": (0, True), "at_most": (1, True)}
TESTS_OF_TYPE = {
    "bool": ("is",),
    "choice": ("is", "in", "not_in"),
    "choices": ("is", "in", "not_in"),
    "date": tuple(DATE_TESTS),
    "won": tuple(NUMBER_TESTS),
    "ratio": tuple(NUMBER_TESTS),
    "count": tuple(NUMBER_TESTS),
    "text": (),
}
FORMS = ("all", "any", "not", "fact", "provision", "list")


class Report(Protocol):
    """Takes a problem at a path inside the entry that is being read."""

    def __call__(
        self, path: Path, code: str, found: str = "", expected: str = "", near: str = ""
    ) -> None: ...


@dataclass(frozen=True)
class Names:
    """What an entry may refer to: facts, ids of provisions, keys of tables, rows of lists, types of formulas, and
    the scopes narrower than the claim."""

    facts: Mapping[str, Fact]
    provisions: frozenset[str]
    tables: Mapping[str, Mapping[str, Sequence[str]]]
    lists: Mapping[str, Sequence[str]]
    formulas: Mapping[str, str]
    inner_scopes: Sequence[str]


class NameReader:
    """Finds what a rule refers to, or reports that there is no such thing."""

    def __init__(self, names: Names, report: Report):
        self.names = names
        self.report = report

    def only(self, data: Mapping[str, object], path: Path, allowed: tuple[str, ...]) -> None:
        for key in data:
            if key not in allowed:
                self.report((*path, key), "unknown-key", key, ", ".join(allowed), nearest(key, allowed))

    def fact(self, name: object, path: Path) -> Fact | None:
        fact = self.names.facts.get(name) if isinstance(name, str) else None
        if fact is None:
            near = nearest(name, self.names.facts) if isinstance(name, str) else ""
            self.report(path, "unknown-fact", name if isinstance(name, str) else shown(name), near=near)
        return fact

    def provision(self, name: object, path: Path) -> str | None:
        if isinstance(name, str) and name in self.names.provisions:
            return name
        near = nearest(name, self.names.provisions) if isinstance(name, str) else ""
        self.report(path, "unknown-provision", name if isinstance(name, str) else shown(name), near=near)
        return None


class TreeReader(NameReader):
    """Reads conditions."""

    def condition(self, data: object, path: Path) -> Condition | None:
        if not isinstance(data, dict) or not data:
            self.report(path, "no-condition", shown(data), ", ".join(FORMS))
            return None
        form = next((name for name in FORMS if name in data), None)
        match form:
            case "all" | "any":
                return self._group(form, data, path)
            case "not":
                self.only(data, path, ("not",))
                part = self.condition(data["not"], (*path, "not"))
                return None if part is None else Not(part)
            case "provision":
                return self._reference(data, path)
            case "list":
                self.only(data, path, ("list",))
                return self._rows_of(data["list"], (*path, "list"))
            case "fact":
                return self._fact_test(data, path)
        self.only(data, path, FORMS)
        return None

    def _group(self, form: str, data: Mapping[str, object], path: Path) -> Condition | None:
        self.only(data, path, (form,))
        items = data[form]
        if not isinstance(items, list) or not items:
            self.report((*path, form), "wrong-type", shown(items), "a list of at least one")
            return None
        parts = [self.condition(item, (*path, form, i)) for i, item in enumerate(items)]
        sound = [part for part in parts if part is not None]
        if not sound:
            return None
        return all_of(sound) if form == "all" else any_of(sound)

    def _reference(self, data: Mapping[str, object], path: Path) -> Condition | None:
        self.only(data, path, ("provision", "is"))
        wanted = data.get("is", True)
        if not isinstance(wanted, bool):
            self.report((*path, "is"), *misfit("bool", wanted))
        name = self.provision(data["provision"], (*path, "provision"))
        if name is None:
            return None
        return ProvisionRef(name) if wanted else Not(ProvisionRef(name))

    def _rows_of(self, name: object, path: Path) -> Condition | None:
        rows = self.names.lists.get(name, ()) if isinstance(name, str) else ()
        if rows:
            return any_of([ProvisionRef(row) for row in rows])
        near = nearest(name, self.names.lists) if isinstance(name, str) else ""
        self.report(path, "no-rows", name if isinstance(name, str) else shown(name), near=near)
        return None

    def _fact_test(self, data: Mapping[str, object], path: Path) -> Condition | None:
        fact = self.fact(data["fact"], (*path, "fact"))
        if fact is None:
            return None
        allowed = TESTS_OF_TYPE[fact.type]
        tests = [key for key in data if key != "fact"]
        for test in tests:
            if test not in allowed:
                self.report((*path, test), "wrong-test", test, listed(allowed) or "nothing")
        if not tests:
            self.report(path, "no-test", expected=listed(allowed) or "nothing")
        parts = [self._one_test(fact, test, data[test], (*path, test)) for test in tests if test in allowed]
        sound = [part for part in parts if part is not None]
        return all_of(sound) if sound else None

    def _one_test(self, fact: Fact, test: str, raw: object, path: Path) -> Condition | None:
        if fact.type in ORDERED:
            bound = ordered(fact.type, raw)
            if bound is None or bound.low is None:
                self.report(path, *misfit(fact.type, raw))
                return None
            add, negate = (DATE_TESTS if fact.type == "date" else NUMBER_TESTS)[test]
            reaches = FactTest(fact.path, AT_LEAST, int(bound.low) + add)
            return Not(reaches) if negate else reaches
        if fact.type == "bool":
            if not isinstance(raw, bool):
                self.report(path, *misfit("bool", raw))
                return None
            return FactTest(fact.path, IS, True) if raw else Not(FactTest(fact.path, IS, True))
        options = [raw] if test == "is" else raw
        if not isinstance(options, list) or not options:
            self.report(path, "wrong-type", shown(raw), "a list of choices")
            return None
        chosen = []
        for i, option in enumerate(options):
            if parse_value("choice", option, fact.choices) is None:
                at = path if test == "is" else (*path, i)
                self.report(at, *misfit("choice", option, fact.choices))
            else:
                chosen.append(str(option))
        node = FactTest(fact.path, IN, tuple(sorted(chosen)))
        return Not(node) if test == "not_in" else node


def simplify(parts: list[Condition]) -> Condition:
    """One conjunction without nested conjunctions: fewer gates for every evaluator."""
    flat: list[Condition] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, All) else [part])
    return all_of(flat)
