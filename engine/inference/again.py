"""A claim solved again after some of its facts were altered: only what follows from these is decided anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

from engine.inference.entity import Entity
from engine.inference.followers import followers, gates_of
from engine.inference.plan import Level, Plan
from engine.inference.solve import Evaluate, solve
from engine.law.model import SCOPES
from engine.law.rulebook import Rulebook


@dataclass(frozen=True)
class _Downstream:
    """What follows from some facts: other facts, provisions and rows; and the order of work for them alone."""

    facts: frozenset[str]
    gates: frozenset[str]
    plan: Plan
    of_claim: bool  # something of the claim as a whole is among it


@dataclass
class Again:
    """``evaluate`` has to take strata of any provisions, as the walk does."""

    plan: Plan
    evaluate: Evaluate
    _found: dict[frozenset[str], _Downstream] = field(default_factory=dict)

    def within_investment(self, paths: Iterable[str]) -> bool:
        """Does what follows from these facts of an investment stay within it?"""
        return not self._downstream(paths).of_claim

    def solve(
        self, before: Entity, root: Entity, paths: Iterable[str], known_on: int, doubting: bool, lone: int | None = None
    ) -> None:
        """Fill in the truths of ``root``, whose facts differ from the solved ``before`` in ``paths`` alone, and which
        has the same parts; or, of ``before``, the investment with the number ``lone`` only."""
        new = self._downstream(paths)
        settled = _settled(self.plan.rulebook) - new.facts
        pairs = zip(before.everything(), root.everything(), strict=True)
        if lone is not None:
            inner = zip(before.parts[lone].everything(), root.parts[0].everything(), strict=True)
            pairs = chain([(before, root)], inner)  # type: ignore[assignment]
        for one, other in pairs:
            other.truths.update((name, truth) for name, truth in one.truths.items() if name not in new.gates)
            for path in settled:
                if path in one.facts and one.facts[path] != other.facts.get(path):
                    other.facts[path] = one.facts[path]
            other.presumed.difference_update(path for path in settled if path not in one.presumed)
            other.contests += [contest for contest in one.contests if contest.fact in settled]
            other.overruled |= one.overruled - new.gates
        solve(new.plan, root, known_on, self.evaluate, doubting)

    def _downstream(self, paths: Iterable[str]) -> _Downstream:
        altered = frozenset(paths)
        if altered not in self._found:
            self._found[altered] = _downstream(self.plan, altered)
        return self._found[altered]


def _downstream(plan: Plan, paths: frozenset[str]) -> _Downstream:
    nodes = followers(plan.rulebook, [f"fact:{path}" for path in paths])
    facts = {node.partition(":")[2] for node in nodes if node.startswith("fact:")}
    gates = gates_of(plan.rulebook, nodes)
    levels = []
    for level in plan.levels:
        derived = tuple(path for path in level.derived if path in facts)
        strata = [
            replace(stratum, provisions=tuple(one for one in stratum.provisions if one[0] in gates))
            for stratum in level.strata
        ]
        levels.append(Level(derived, tuple(stratum for stratum in strata if stratum.provisions)))
    strata = [stratum for level in levels for stratum in level.strata]
    of_claim = any(stratum.scope == SCOPES[0] for stratum in strata)
    of_claim = of_claim or any(plan.rulebook.facts[path].scope == SCOPES[0] for path in facts)
    return _Downstream(frozenset(facts), frozenset(gates), replace(plan, levels=tuple(levels)), of_claim)


@lru_cache(maxsize=16)
def _settled(rulebook: Rulebook) -> frozenset[str]:
    """Facts that may follow from others."""
    return frozenset(rulebook.concluders) | {fact.path for fact in rulebook.facts.values() if fact.derived is not None}
