"""Truth values of provisions, decided by durable-rules: forward chaining over networks made once at load.

The condition trees of a stratum become gates. A gate is a conjunction of literals, a literal a signal that
must be true or must be false; "any" is a gate over the opposites, read as its opposite. Each gate has two
rules: one joins the literals and makes the gate true, one lists their opposites as alternatives and makes it
false. If neither fires, the gate is unknown: that is Kleene's logic, and an absent fact needs no extra case.

durable-rules is right for small networks of small facts, and unforgiving beyond. What this module keeps to:

- Every property is a fact of its own, and so is every gate: a wide fact overflows the engine's stack.
- Only numbers and names made here reach the engine, never text of the law or of a claim: it compares names by
  a 32-bit hash, takes "5" for 5, and its parser can be overrun.
- Facts are only added, never retracted: retraction damages the engine's memory. A network has one state,
  behind a lock, deleted after each decision, also after an error: what is left would leak into the next one.
- The engine is called directly. Its Python host starts threads that take firings away from running decisions.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import durable_rules_engine as core

from engine.inference import durable_limits as limits
from engine.inference.durable_limits import Comparison, LimitExceeded, Rule
from engine.law.conditions import AT_LEAST, IN, IS, All, Any, Applies, Condition, FactTest, Not, ProvisionRef
from engine.law.values import Facts, Interval, Truth

if TYPE_CHECKING:
    from engine.inference.plan import Stratum

# From benchmarks/durable_networks.py: a firing looks through all rules of its network, a fact through most of
# its tests, so small networks are fast; the smallest repeat too many facts and cost too much memory.
RULES_PER_NETWORK = 33

Key = TypeVar("Key", FactTest, str)
SID = "s"
PRIME = "prime"


class EngineFault(RuntimeError):
    """The engine did what it must never do; nothing that it said can be used."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A property that is 1, 0 or absent."""

    name: str


@dataclass(frozen=True, slots=True)
class Reach:
    """An ordered fact against a bound: true once its low end reaches it, false once its high end is below."""

    low: str
    high: str
    bound: int


Literal = tuple[Flag | Reach, bool]


class Circuit:
    """The gates of one stratum in dependency order, and the properties that they read. No engine yet."""

    def __init__(self, stratum: Stratum, operators: dict[str, str]) -> None:
        self.name = stratum.name
        self.gates: dict[str, tuple[Literal, ...]] = {}
        self.provisions: dict[str, tuple[Flag, bool]] = {}
        self.labels: dict[str, str] = {}
        self._operators = operators
        self._facts: dict[FactTest, str] = {}
        self._versions: dict[str, str] = {}
        self._references: dict[str, str] = {}
        self._ends: dict[str, tuple[str, str]] = {}
        self._found: dict[frozenset[Literal], Flag] = {}
        self._own = {provision for provision, _ in stratum.provisions}
        self._current = ""
        for provision, condition in stratum.provisions:
            self._current = f"provision {provision}"
            if provision in self.provisions:
                raise ValueError(f"{self._current} occurs twice in stratum {self.name}")
            signal, holds = self._literal(condition, True)
            if isinstance(signal, Flag) and signal.name in self.gates:
                self.provisions[provision] = signal, holds
            else:  # a bare test: the engine decides it all the same
                self.provisions[provision] = self._gate([(signal, holds)])

    def values(
        self, facts: Facts, applies: Mapping[str, Truth], known: Mapping[str, Truth]
    ) -> dict[str, int]:
        """The properties that are known. Wrong input is found here, before the engine sees any of it."""
        values: dict[str, int] = {}
        for test, name in self._facts.items():
            if test.fact in facts:
                values[name] = int(_fact_truth(test, facts[test.fact]))
        for fact, (low, high) in self._ends.items():
            if fact in facts:
                interval = _interval(fact, facts[fact])
                if interval.low is not None:
                    values[low] = limits.number(interval.low, f"fact {fact}")
                if interval.high is not None:
                    values[high] = limits.number(interval.high, f"fact {fact}")
        for names, truths, subject in (
            (self._versions, applies, "version"),
            (self._references, known, "provision"),
        ):
            for key, name in names.items():
                truth = truths.get(key)
                if isinstance(truth, bool):
                    values[name] = int(truth)
                elif truth is not None:
                    raise ValueError(f"{subject} {key}: {truth!r} is not a truth value")
        return values

    def truths(self, values: Mapping[str, int]) -> dict[str, Truth]:
        """What the values of the gates say of the provisions."""
        return {
            provision: None if gate.name not in values else bool(values[gate.name]) == holds
            for provision, (gate, holds) in self.provisions.items()
        }

    def _literal(self, condition: Condition, wanted: bool) -> Literal:
        match condition:
            case Not(part):
                return self._literal(part, not wanted)
            case All(parts) | Any(parts):
                if not parts:
                    raise ValueError(f"{self._current}: {type(condition).__name__} without parts")
                conjunctive = isinstance(condition, All)
                needed = dict.fromkeys(self._literal(*part) for part in _conjuncts(condition, conjunctive))
                signal, holds = self._gate(list(needed)) if len(needed) > 1 else next(iter(needed))
                return signal, holds == (wanted == conjunctive)
            case ProvisionRef(provision) if provision in self.provisions:
                gate, holds = self.provisions[provision]
                return gate, holds == wanted
            case ProvisionRef(provision) if provision in self._own:
                raise ValueError(f"{self._current} reads {provision}, which comes later in {self.name}")
            case ProvisionRef(provision):
                return self._flag(self._references, provision, f"provision {provision}"), wanted
            case Applies(version):
                return self._flag(self._versions, version, f"version {version}"), wanted
            case FactTest():
                return self._test(condition), wanted

    def _test(self, test: FactTest) -> Flag | Reach:
        fact, op, operand = test.fact, test.op, test.operand
        if self._operators.setdefault(fact, op) != op:
            other = self._operators[fact]
            raise ValueError(f"{self._current}: fact {fact} is tested by {op!r} here, by {other!r} elsewhere")
        if op == AT_LEAST:
            if fact not in self._ends:
                self._ends[fact] = self._name("f", f"fact {fact}"), self._name("f", f"fact {fact}")
            return Reach(*self._ends[fact], limits.number(operand, f"{self._current}, fact {fact}"))
        if op == IS and operand is True:
            return self._flag(self._facts, test, f"fact {fact}")
        if op == IN and isinstance(operand, tuple) and all(isinstance(choice, str) for choice in operand):
            # Decided here, one flag per list: that any member of a set of choices lies in a list cannot be
            # said of one property, and no text should reach the engine.
            return self._flag(self._facts, test, f"fact {fact} in {', '.join(operand)}")
        raise ValueError(f"{self._current}: fact {fact} cannot be tested by {op!r} with {operand!r}")

    def _flag(self, flags: dict[Key, str], key: Key, label: str) -> Flag:
        if key not in flags:
            flags[key] = self._name("f", label)
        return Flag(flags[key])

    def _gate(self, literals: list[Literal]) -> tuple[Flag, bool]:
        while len(literals) > limits.PATTERNS:
            size = limits.PATTERNS
            groups = [literals[at : at + size] for at in range(0, len(literals), size)]
            literals = [self._gate(group) if len(group) > 1 else group[0] for group in groups]
        key = frozenset(literals)  # equal parts of different provisions are one gate
        if key not in self._found:
            self._found[key] = Flag(self._name("g", f"a part of {self._current}"))
            self.gates[self._found[key].name] = tuple(literals)
        return self._found[key], True

    def _name(self, letter: str, label: str) -> str:
        name = f"{letter}{len(self.labels)}"
        self.labels[name] = label
        return name


class Network:
    """Some gates of a stratum as one rule set of the engine. Nothing frees it while the process lives."""

    def __init__(self, name: str, gates: Mapping[str, Sequence[Literal]], labels: Mapping[str, str]) -> None:
        self._name = name
        self._effects: dict[str, tuple[str, int]] = {}
        rules = [Rule(PRIME, joined=True, comparisons=(Comparison(PRIME, limits.EQUAL, 1),))]
        for gate, literals in gates.items():
            for suffix, truth in (("T", True), ("F", False)):
                comparisons = tuple(_comparison(literal, truth) for literal in literals)
                rules.append(Rule(gate + suffix, joined=truth, comparisons=comparisons))
                self._effects[gate + suffix] = gate, int(truth)
        read = dict.fromkeys(comparison.name for rule in rules[1:] for comparison in rule.comparisons)
        self._inputs = [name for name in read if name not in gates]
        self._chained = {name for name in read if name in gates}
        limits.check(name, rules, [SID, PRIME, *read], labels)

        self._lock = threading.Lock()
        written = json.dumps({rule.name: rule.written() for rule in rules})
        try:
            self._handle: int = core.create_ruleset("gongje", written)
            self._prime()
        except core.error as error:
            raise EngineFault(f"network {name}: {error}") from error

    def decide(self, values: dict[str, int]) -> None:
        """Add the truth of every gate that is decided by ``values``."""
        facts = [_fact(name, values[name]) for name in self._inputs if name in values]
        if not facts:
            return  # nothing known, so no gate is; and there would be no state to delete
        with self._lock:
            try:
                for fact in facts:
                    _, state = core.assert_fact(self._handle, fact)
                started = core.start_action_for_state(self._handle, state)
                fired = started and started[1]
                while fired:
                    self._conclude(fired, values)
                    fired = core.complete_and_start_action(self._handle, state)
            except core.error as error:
                raise EngineFault(f"network {self._name}: {error}") from error
            finally:
                with suppress(core.error):  # fails only if the first fact was refused: no state, nothing left
                    core.delete_state(self._handle, SID)

    def _conclude(self, fired: str, values: dict[str, int]) -> None:
        gate, truth = self._effects[fired[2 : fired.index('"', 2)]]  # {"<rule>": <what made it fire>}
        before = values.get(gate)
        if before is None:
            values[gate] = truth
            if gate in self._chained:
                core.assert_fact(self._handle, _fact(gate, truth))
        elif before != truth:
            raise EngineFault(f"network {self._name}: {gate} came out true and false")

    def _prime(self) -> None:
        """Fire once. The engine frees, with a state, a pointer that only a firing initialises."""
        _, state = core.assert_fact(self._handle, _fact(PRIME, 1))
        if core.start_action_for_state(self._handle, state) is None:
            raise EngineFault(f"network {self._name}: the first rule does not fire")
        core.complete_and_start_action(self._handle, state)
        core.delete_state(self._handle, SID)


class DurableEvaluator:
    """All networks of a rulebook, made at load; called once per stratum of a decision."""

    def __init__(self, strata: Iterable[Stratum], rules_per_network: int = RULES_PER_NETWORK) -> None:
        _keep_heap()
        self._strata: dict[str, tuple[Circuit, list[Network]]] = {}
        operators: dict[str, str] = {}  # of each fact; its type follows from it
        for stratum in strata:
            if stratum.name in self._strata:
                raise ValueError(f"stratum {stratum.name} occurs twice")
            circuit = Circuit(stratum, operators)
            gates = list(circuit.gates)
            size = max(1, (rules_per_network - 1) // 2)  # two rules a gate, and the one that primes
            networks: list[Network] = []
            for at in range(0, len(gates), size):
                networks += _networks(circuit, gates[at : at + size])
            self._strata[stratum.name] = circuit, networks

    @property
    def networks(self) -> dict[str, int]:
        """How many networks each stratum takes."""
        return {name: len(networks) for name, (_, networks) in self._strata.items()}

    def __call__(
        self, stratum: Stratum, facts: Facts, applies: Mapping[str, Truth], known: Mapping[str, Truth]
    ) -> dict[str, Truth]:
        """Truth of every provision of the stratum. ``known`` holds the provisions decided before it."""
        if stratum.name not in self._strata:
            raise ValueError(f"stratum {stratum.name} was not loaded")
        circuit, networks = self._strata[stratum.name]
        values = circuit.values(facts, applies, known)
        for network in networks:
            network.decide(values)
        return circuit.truths(values)


def _networks(circuit: Circuit, gates: list[str]) -> Iterator[Network]:
    """One network of these gates, or several if it cannot hold them: truths cross as inputs of the next."""
    try:
        network = Network(circuit.name, {gate: circuit.gates[gate] for gate in gates}, circuit.labels)
    except LimitExceeded:
        if len(gates) == 1:
            raise
        half = len(gates) // 2
        yield from _networks(circuit, gates[:half])
        yield from _networks(circuit, gates[half:])
    else:
        yield network


def _conjuncts(condition: Condition, wanted: bool) -> Iterator[tuple[Condition, bool]]:
    """What must hold for the condition to be as wanted; nested conjunctions are drawn into one."""
    match condition:
        case Not(part):
            yield from _conjuncts(part, not wanted)
        case All(parts) | Any(parts) if parts and isinstance(condition, All) == wanted:
            for part in parts:
                yield from _conjuncts(part, wanted)
        case _:
            yield condition, wanted


def _comparison(literal: Literal, wanted: bool) -> Comparison:
    """The literal, or what excludes it."""
    signal, holds = literal
    if isinstance(signal, Flag):
        return Comparison(signal.name, limits.EQUAL, int(holds == wanted))
    if holds == wanted:
        return Comparison(signal.low, limits.AT_LEAST, signal.bound)
    return Comparison(signal.high, limits.BELOW, signal.bound)


def _fact(name: str, value: int) -> str:
    return f'{{"{name}":{value:d},"id":"{name}","sid":"{SID}"}}'


def _fact_truth(test: FactTest, value: object) -> bool:
    if test.op == IS:
        if isinstance(value, bool):
            return value
        raise ValueError(f"fact {test.fact}: {value!r} is not true or false")
    assert isinstance(test.operand, tuple)
    if isinstance(value, str):
        return value in test.operand
    if isinstance(value, frozenset) and all(isinstance(choice, str) for choice in value):
        return not value.isdisjoint(test.operand)
    raise ValueError(f"fact {test.fact}: {value!r} is not a choice or a set of choices")


def _interval(fact: str, value: object) -> Interval:
    if not isinstance(value, Interval):
        raise ValueError(f"fact {fact}: {value!r} is not an interval")
    if value.low is not None and value.high is not None and value.low > value.high:
        raise ValueError(f"fact {fact}: no value lies between {value.low} and {value.high}")
    return value


def _keep_heap() -> None:
    """Make the C library keep what it frees.

    The states of a decision are some megabytes, freed at its end. With its usual thresholds glibc may hand
    them back to the system every time and get them again page by page: a decision takes up to five times as
    long. Freeing one large block raises the thresholds; with other libraries it does nothing.
    """
    bytearray(24 << 20)
