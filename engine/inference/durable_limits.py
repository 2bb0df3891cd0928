"""What durable-rules can take: the shape of the rules that it is given, and its fixed sizes.

The engine is a C module with tables of fixed size. Some overruns come back as an error code when a network is
made, others when a fact is asserted, others never: the call does not return, or the process dies. So no rule
reaches the engine unchecked. Each allowance stays at or below what the table holds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RULES = 4_000  # the engine holds 4,096 actions
PATTERNS = 16  # message frames of a join, and what one alternative list is kept to
TESTS = 400  # hash table of 512 under the root; once it is full, a look-up never ends
JOINS_OF_TEST = 250  # list of 256; at 256 the engine writes past its end
ALTERNATIVES_OF_TEST = 120  # list of 128
MATCHES = 64  # stack of nodes that one fact still has to visit
INTEGER = 2**63 - 1  # larger numbers are clamped without a word

EQUAL = "=="
AT_LEAST = ">="
BELOW = "<"

# Names that the engine itself gives to properties and facts.
RESERVED = ("id", "sid", "$s", "$forward")


class LimitExceeded(ValueError):
    """Rules that the engine cannot hold."""

    def __init__(self, subject: str, what: str, found: int, allowed: int) -> None:
        super().__init__(f"{subject}: {found:,} {what}, at most {allowed:,} allowed")
        self.found = found
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Comparison:
    """Test of one property of a fact with a number."""

    name: str
    op: str
    value: int

    def written(self) -> dict[str, object]:
        match self.op:
            case "==":
                return {self.name: self.value}
            case ">=":
                return {"$gte": {self.name: self.value}}
            case "<":
                return {"$lt": {self.name: self.value}}
            case _:
                raise ValueError(f"{self.name}: no such comparison: {self.op}")


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires once all of its comparisons hold, each by some fact, or once any of them does."""

    name: str
    joined: bool
    comparisons: tuple[Comparison, ...]

    def written(self) -> dict[str, object]:
        tests = [comparison.written() for comparison in self.comparisons]
        if self.joined:
            # By default a join wants a different fact for each test; two tests may well hold by the same one.
            return {"all": [{f"m{at}": test} for at, test in enumerate(tests)], "dist": 0}
        # With a cap, alternatives that hold together are reported in one firing instead of one by one.
        return {"all": [{"m": {"$or": tests} if len(tests) > 1 else tests[0]}], "cap": 60}


def name_hash(name: str) -> int:
    """The engine's 32-bit FNV-1a, its only key for names, ids and sids (ASCII, as all of ours are)."""
    value = 0x811C9DC5
    for byte in name.encode("ascii"):
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def number(value: object, subject: str) -> int:
    """``value``, if the engine compares it exactly."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{subject}: {value!r} is not an integer")
    if not -INTEGER <= value <= INTEGER:
        raise ValueError(f"{subject}: {value} does not fit into 64 bits")
    return value


def check(network: str, rules: Sequence[Rule], names: Sequence[str], labels: Mapping[str, str]) -> None:
    """Raise LimitExceeded unless the engine can hold these rules.

    ``names`` are all ids of facts; ``labels`` says in the law's words what a property stands for.
    """

    def described(name: str) -> str:
        return f"network {network}, {labels.get(name, name)}"

    _at_most(RULES, len(rules), f"network {network}", "rules")
    joins: Counter[Comparison] = Counter()
    alternatives: Counter[Comparison] = Counter()
    for rule in rules:
        _at_most(PATTERNS, len(rule.comparisons), f"network {network}, rule {rule.name}", "tests in one rule")
        for comparison in rule.comparisons:
            (joins if rule.joined or len(rule.comparisons) == 1 else alternatives)[comparison] += 1

    tests = joins.keys() | alternatives.keys()
    _at_most(TESTS, len(tests), f"network {network}", "different tests")
    by_property: defaultdict[str, list[Comparison]] = defaultdict(list)
    for test in tests:
        number(test.value, described(test.name))
        by_property[test.name].append(test)
        _at_most(JOINS_OF_TEST, joins[test], described(test.name), "readers of one test")
        _at_most(ALTERNATIVES_OF_TEST, alternatives[test], described(test.name), "alternatives with one test")
    for name, own in sorted(by_property.items()):
        # A fact visits all tests that hold for it; of several equalities only one can. While one test is
        # visited, the others wait on the stack together with the alternative lists that this one leads to.
        together = sum(test.op != EQUAL for test in own) + any(test.op == EQUAL for test in own)
        found = together - 1 + max(alternatives[test] for test in own)
        _at_most(MATCHES, found, described(name), "matches of one fact")

    _check_names(network, {*RESERVED, *names, *by_property, *(rule.name for rule in rules)})


def _at_most(allowed: int, found: int, subject: str, what: str) -> None:
    if found > allowed:
        raise LimitExceeded(subject, what, found, allowed)


def _check_names(network: str, names: set[str]) -> None:
    seen: dict[int, str] = {}
    for name in sorted(names):
        other = seen.setdefault(name_hash(name), name)
        if other != name:
            raise LimitExceeded(f"network {network}, {other} and {name}", "names with one hash", 2, 1)
