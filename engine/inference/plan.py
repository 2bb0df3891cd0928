"""The order of work: which facts, provisions and table rows are decided when.

Provisions are decided in *strata*, one for each level and scope. A level ends where something has to be computed from
truth values before the next provisions can be tested: a fact that provisions conclude, a date from a table, an
aggregate over investments. All of it follows from the rulebook and is laid out once, at load.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.law.checks import dependencies
from engine.law.conditions import Applies, Condition, leaves
from engine.law.model import SCOPES
from engine.law.rulebook import Rulebook


@dataclass(frozen=True)
class Stratum:
    """Provisions (and table rows) of one level and scope in dependency order."""

    name: str
    level: int
    scope: str
    provisions: tuple[tuple[str, Condition], ...]


@dataclass(frozen=True)
class Level:
    derived: tuple[str, ...]  # facts computed or concluded at the start of the level, in dependency order
    strata: tuple[Stratum, ...]  # wider scope first


@dataclass(frozen=True)
class Plan:
    rulebook: Rulebook
    levels: tuple[Level, ...]
    versions_of: dict[str, tuple[str, ...]]  # stratum name -> keys of the versions whose application it needs

    @property
    def strata(self) -> tuple[Stratum, ...]:
        return tuple(stratum for level in self.levels for stratum in level.strata)


def lay_out(rulebook: Rulebook) -> Plan:
    """The plan of a checked rulebook."""
    graph = dependencies(rulebook)
    order = _topological(graph)
    level: dict[str, int] = {}
    for node in order:
        kind = node.partition(":")[0]
        needs = [level[other] + (kind == "fact" and not other.startswith("fact:")) for other in graph[node]]
        level[node] = max(needs, default=0)
    computed = {f"fact:{f.path}" for f in rulebook.facts.values() if f.derived is not None}
    computed |= {f"fact:{path}" for path in rulebook.concluders}
    levels = []
    for number in range(max(level.values(), default=0) + 1):
        derived = tuple(n.partition(":")[2] for n in order if n in computed and level[n] == number)
        levels.append(Level(derived, tuple(_strata(rulebook, order, level, number))))
    versions = {s.name: _version_keys(s) for lv in levels for s in lv.strata}
    return Plan(rulebook, tuple(levels), versions)


def _strata(rulebook: Rulebook, order: list[str], level: dict[str, int], number: int) -> list[Stratum]:
    found = []
    for scope in SCOPES:
        members: list[tuple[str, Condition]] = []
        for node in order:
            kind, _, name = node.partition(":")
            if level[node] != number:
                continue
            if kind == "provision" and rulebook.provisions[name].scope == scope:
                members.append((name, rulebook.provisions[name].decided))
            elif kind == "table" and rulebook.tables[name].scope == scope:
                members += [(row.gate, row.tree) for row in rulebook.tables[name].rows]
        if members:
            found.append(Stratum(f"{number}.{scope}", number, scope, tuple(members)))
    return found


def _version_keys(stratum: Stratum) -> tuple[str, ...]:
    """Versions whose application the trees test."""
    found = [
        leaf.version for _, tree in stratum.provisions for leaf in leaves(tree) if isinstance(leaf, Applies)
    ]
    return tuple(dict.fromkeys(found))


def _topological(graph: dict[str, list[str]]) -> list[str]:
    done: dict[str, None] = {}

    def visit(node: str) -> None:
        stack = [(node, iter(graph[node]))]
        while stack:
            at, rest = stack[-1]
            for other in rest:
                if other not in done:
                    stack.append((other, iter(graph[other])))
                    break
            else:
                stack.pop()
                done.setdefault(at)

    for node in sorted(graph):
        if node not in done:
            visit(node)
    return list(done)
