"""Which provisions and table rows can rest on others, whatever a claim says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.law.conditions import Condition, FactTest, ProvisionRef, leaves
from engine.law.rulebook import Rulebook


def resting_on(rulebook: Rulebook, names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Per name, itself and every provision and row whose tree leads to it, by reference or through a concluded fact."""
    readers: dict[str, set[str]] = {}
    for name, tree in _trees(rulebook):
        for read in _reads(rulebook, tree):
            readers.setdefault(read, set()).add(name)
    return {name: _reached(readers, name) for name in names}


def _trees(rulebook: Rulebook) -> Iterator[tuple[str, Condition]]:
    for provision in rulebook.provisions.values():
        yield provision.id, provision.tree
    for table in rulebook.tables.values():
        for row in table.rows:
            yield row.gate, row.tree


def _reads(rulebook: Rulebook, tree: Condition) -> Iterator[str]:
    for leaf in leaves(tree):
        if isinstance(leaf, ProvisionRef):
            yield leaf.provision
        elif isinstance(leaf, FactTest):
            yield from rulebook.concluders.get(leaf.fact, ())


def _reached(readers: dict[str, set[str]], name: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += readers.get(one, ())
    return frozenset(found)
