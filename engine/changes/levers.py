"""Facts at least one of which has to be otherwise, if a provision is to hold or to fail that does not.

Of a conjunction that is to hold, every part that does not hold has to turn: the facts of any one of them will do, and
those of the part with the fewest are taken. Of an alternative any part may turn: the facts of all of them are taken. To
fail is the mirror image. So who tries these facts, and then what stands in the way next, misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.changes.alternatives import may_differ
from engine.inference.derivation import Explainer
from engine.law.checks import formula_reads
from engine.law.conditions import All, Any, Applies, Condition, FactTest, Not, ProvisionRef
from engine.law.kleene import truth

Paths = frozenset[str]
NONE: Paths = frozenset()


@dataclass
class Levers:
    """The levers of one dated part."""

    explainer: Explainer
    _turned: dict[tuple[str, bool], Paths] = field(default_factory=dict)
    _of: dict[str, Paths] = field(default_factory=dict)

    def turn(self, id_: str, wanted: bool) -> Paths:
        """For a provision or table row to come out as wanted. Nothing if it does."""
        key = (id_, wanted)
        if key not in self._turned:
            self._turned[key] = self._tree(self.explainer.tree(id_), wanted)
        return self._turned[key]

    def beneath(self, ids: Iterable[str]) -> Paths:
        """All facts that make provisions and rows what they are."""
        leaves = [leaf for id_ in self.explainer.support(ids) for leaf in self.explainer.deciding(id_)]
        return NONE.union(*(self._leaf(leaf) for leaf in leaves if not isinstance(leaf, ProvisionRef)))

    def of(self, path: str) -> Paths:
        """The facts that a fact follows from; itself if a claim can give it."""
        if path not in self._of:
            rulebook = self.explainer.rulebook
            fact = rulebook.facts[path]
            found = frozenset({path}) if may_differ(fact) else NONE
            self._of[path] = found  # while those beneath are looked up
            reads = formula_reads(fact.derived) if fact.derived is not None else []
            reads += [f"provision:{id_}" for id_ in rulebook.concluders.get(path, ())]
            self._of[path] = found.union(*(self._read(read) for read in reads))
        return self._of[path]

    def _read(self, read: str) -> Paths:
        kind, _, name = read.partition(":")
        if kind == "fact":
            return self.of(name)
        if kind == "provision":
            return self.beneath([name])
        rows = self.explainer.rulebook.tables[name].rows
        values = (inner for row in rows for inner in formula_reads(row.value))
        return self.beneath([row.gate for row in rows]).union(*(self._read(inner) for inner in values))

    def _tree(self, tree: Condition, wanted: bool) -> Paths:
        if isinstance(tree, Not):
            return self._tree(tree.part, not wanted)
        if not isinstance(tree, All | Any):
            if isinstance(tree, ProvisionRef):
                return self.turn(tree.provision, wanted) if self.explainer.leaf_truth(tree) is not wanted else NONE
            return self._leaf(tree)
        apart = [part for part in tree.parts if truth(part, self.explainer.leaf_truth) is not wanted]
        found = [self._tree(part, wanted) for part in apart]
        if isinstance(tree, All) is wanted:
            return min(found, key=lambda facts: (len(facts), sorted(facts)), default=NONE)
        return NONE.union(*found)

    def _leaf(self, leaf: FactTest | Applies) -> Paths:
        if isinstance(leaf, FactTest):
            return self.of(leaf.fact)
        period = self.explainer.version(leaf.version).period
        bases = {start.basis for start in period.starts} | {end.basis for end in period.ends}
        return NONE.union(*(self.of(path) for basis in bases for path in self.explainer.rulebook.bases[basis]))
