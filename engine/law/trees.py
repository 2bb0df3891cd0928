"""Readers of condition trees and formulas: from the plain data of a rule file to typed nodes.

Everything wrong is reported through ``report`` with the path inside the entry; a faulty part is left out, so that one
run finds all faults.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.law import formulas as f
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
from engine.law.problems import nearest, shown
from engine.law.rulebook import Fact
from engine.law.strict_yaml import Path
from engine.law.values import ORDERED, Value, day, exactly, ratio

Report = Callable[..., None]  # report(path, code, found=, expected=, near=)

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


def parse_value(kind: str, raw: object) -> Value | None:
    """A typed value from rule data or None if it does not fit (lists of choices are handled by their readers)."""
    if kind == "bool":
        return raw if isinstance(raw, bool) else None
    if kind in ("won", "count"):
        return exactly(raw) if isinstance(raw, int) and not isinstance(raw, bool) else None
    if kind in ("date", "ratio"):
        try:
            return exactly(day(str(raw)) if kind == "date" else ratio(str(raw)))
        except ValueError:
            return None
    return raw if isinstance(raw, str) else None


class TreeReader:
    """Reads conditions and formulas against one vocabulary."""

    def __init__(self, facts: Mapping[str, Fact], lists: Mapping[str, list[str]], report: Report):
        self.facts = facts
        self.lists = lists
        self.report = report

    def condition(self, data: object, path: Path) -> Condition | None:
        if not isinstance(data, dict):
            self.report(path, "wrong-type", shown(data), "a condition: one of " + ", ".join(FORMS))
            return None
        form = next((name for name in FORMS if name in data), None)
        match form:
            case "all" | "any":
                return self._group(form, data, path)
            case "not":
                self._only(data, path, ("not",))
                part = self.condition(data["not"], (*path, "not"))
                return None if part is None else Not(part)
            case "provision":
                self._only(data, path, ("provision", "is"))
                wanted = data.get("is", True)
                if not isinstance(wanted, bool) or not isinstance(data["provision"], str):
                    self.report(path, "wrong-type", shown(wanted), "true or false")
                    return None
                ref = ProvisionRef(data["provision"])
                return ref if wanted else Not(ref)
            case "list":
                self._only(data, path, ("list",))
                rows = self.lists.get(str(data["list"]), [])
                if not rows:
                    near = nearest(str(data["list"]), self.lists)
                    self.report((*path, "list"), "no-rows", str(data["list"]), near=near)
                    return None
                return any_of([ProvisionRef(row) for row in rows])
            case "fact":
                return self._fact_test(data, path)
        for key in data:
            self.report((*path, key), "unknown-key", key, ", ".join(FORMS), nearest(key, FORMS))
        if not data:
            self.report(path, "missing-key", expected="one of " + ", ".join(FORMS))
        return None

    def _only(self, data: Mapping[str, object], path: Path, allowed: tuple[str, ...]) -> None:
        for key in data:
            if key not in allowed:
                self.report((*path, key), "unknown-key", key, ", ".join(allowed), nearest(key, allowed))

    def _group(self, form: str, data: Mapping[str, object], path: Path) -> Condition | None:
        self._only(data, path, (form,))
        items = data[form]
        if not isinstance(items, list) or not items:
            self.report((*path, form), "wrong-type", shown(items), "a list of at least one condition")
            return None
        parts = [self.condition(item, (*path, form, i)) for i, item in enumerate(items)]
        sound = [part for part in parts if part is not None]
        if not sound:
            return None
        return all_of(sound) if form == "all" else any_of(sound)

    def _fact_test(self, data: Mapping[str, object], path: Path) -> Condition | None:
        name = data["fact"]
        fact = self.facts.get(name) if isinstance(name, str) else None
        if fact is None:
            self.report((*path, "fact"), "unknown-fact", str(name), near=nearest(str(name), self.facts))
            return None
        allowed = TESTS_OF_TYPE[fact.type]
        tests = [key for key in data if key != "fact"]
        if not tests or any(test not in allowed for test in tests):
            found = next((test for test in tests if test not in allowed), "nothing")
            expected = ", ".join(allowed) or "none"
            near = f"{fact.path} ({found})"
            self.report(path, "wrong-test", fact.type, expected, near)
            return None
        parts = [self._one_test(fact, test, data[test], (*path, test)) for test in tests]
        sound = [part for part in parts if part is not None]
        return all_of(sound) if sound else None

    def _one_test(self, fact: Fact, test: str, raw: object, path: Path) -> Condition | None:
        if fact.type in ORDERED:
            value = parse_value(fact.type, raw)
            if value is None:
                self.report(path, "wrong-type", shown(raw), f"a {fact.type}")
                return None
            add, negate = (DATE_TESTS if fact.type == "date" else NUMBER_TESTS)[test]
            test_node = FactTest(fact.path, AT_LEAST, int(value.low) + add)  # type: ignore[union-attr,arg-type]
            return Not(test_node) if negate else test_node
        if fact.type == "bool":
            if not isinstance(raw, bool):
                self.report(path, "wrong-type", shown(raw), "true or false")
                return None
            node = FactTest(fact.path, IS, True)
            return node if raw else Not(node)
        options = [raw] if test == "is" else raw
        if not isinstance(options, list) or not options:
            self.report(path, "wrong-type", shown(raw), "a list of choices")
            return None
        for option in options:
            if option not in fact.choices:
                near = nearest(str(option), fact.choices)
                self.report(path, "not-a-choice", shown(option), ", ".join(fact.choices), near)
        node = FactTest(fact.path, IN, tuple(sorted(str(option) for option in options)))
        return Not(node) if test == "not_in" else node

    def formula(self, data: object, path: Path) -> f.Formula | None:
        if isinstance(data, int) and not isinstance(data, bool):
            return f.Constant(data)
        if not isinstance(data, dict) or not data:
            self.report(path, "wrong-type", shown(data), "a whole number or an operation")
            return None
        name = next(iter(data))
        if "fact" in data:
            self._only(data, path, ("fact",))
            if data["fact"] not in self.facts:
                near = nearest(str(data["fact"]), self.facts)
                self.report((*path, "fact"), "unknown-fact", str(data["fact"]), near=near)
                return None
            return f.FactValue(str(data["fact"]))
        if "provision" in data:
            self._only(data, path, ("provision",))
            return f.ProvisionTruth(str(data["provision"]))
        if "table" in data:
            self._only(data, path, ("table", "keys"))
            keys = data.get("keys") or {}
            if not isinstance(keys, dict):
                self.report((*path, "keys"), "wrong-type", shown(keys), "a mapping")
                keys = {}
            return f.LookUp(str(data["table"]), tuple(sorted((k, str(v)) for k, v in keys.items())))
        if "day" in data:
            self._only(data, path, ("day",))
            value = parse_value("date", data["day"])
            if value is None:
                self.report((*path, "day"), "bad-date", shown(data["day"]))
                return None
            return f.Constant(int(value.low))  # type: ignore[union-attr,arg-type]
        if any(key in f.AGGREGATES for key in data):
            return self._aggregate(data, path)
        known = (*f.OPERATIONS, *f.AGGREGATES, "fact", "provision", "table", "day")
        if name not in f.OPERATIONS or len(data) > 1:
            odd = next(key for key in data if key not in f.OPERATIONS or len(data) > 1)
            self.report((*path, odd), "bad-operation", odd, ", ".join(known), nearest(odd, known))
            return None
        raw = data[name]
        items = raw if isinstance(raw, list) else [raw]
        wanted = f.OPERATIONS[name]
        if not items or (wanted is not None and len(items) != wanted):
            self.report((*path, name), "wrong-type", f"{len(items)} operands", f"{wanted or 'at least 1'}")
            return None
        operands = [self.formula(item, (*path, name, i)) for i, item in enumerate(items)]
        sound = tuple(operand for operand in operands if operand is not None)
        return f.Operation(name, sound) if len(sound) == len(items) else None

    def _aggregate(self, data: Mapping[str, object], path: Path) -> f.Formula | None:
        name = next(key for key in data if key in f.AGGREGATES)
        self._only(data, path, (name, "over", "where"))
        over, where = data.get("over"), data.get("where")
        if over not in ("investment", "amount"):
            self.report((*path, "over"), "wrong-type", shown(over), "investment or amount")
            return None
        of = None if name == "count_of" else self.formula(data[name], (*path, name))
        if of is None and name != "count_of":
            return None
        return f.Aggregate(name, of, str(over), str(where) if where is not None else None)


def simplify(parts: list[Condition]) -> Condition:
    """One conjunction without nested conjunctions: fewer gates for every evaluator."""
    flat: list[Condition] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, All) else [part])
    return all_of(flat)
