"""What can follow from facts and provisions, whatever a claim says."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from engine.law.reads import dependencies, reachable
from engine.law.rulebook import Rulebook


def followers(rulebook: Rulebook, nodes: Iterable[str]) -> set[str]:
    """These nodes ('fact:path', 'provision:id', 'table:id') and all that read them, however indirectly."""
    return reachable(_readers(rulebook), nodes)


def gates_of(rulebook: Rulebook, nodes: Iterable[str]) -> set[str]:
    """The provisions among the nodes, and the rows of the tables among them."""
    found: set[str] = set()
    for node in nodes:
        kind, _, name = node.partition(":")
        if kind == "provision":
            found.add(name)
        elif kind == "table":
            found |= {row.gate for row in rulebook.tables[name].rows}
    return found


@lru_cache(maxsize=16)
def _readers(rulebook: Rulebook) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node, reads in dependencies(rulebook).items():
        for read in reads:
            found.setdefault(read, []).append(node)
    return found
