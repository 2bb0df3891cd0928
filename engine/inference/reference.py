"""The plain evaluator: a recursive walk of each condition tree. It is slow to nobody and cannot crash.

It confirms every recorded decision, replays where the C module is gone, and is the oracle of the tests.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.inference.plan import Stratum
from engine.law.conditions import Applies, FactTest, ProvisionRef
from engine.law.kleene import fact_truth, truth
from engine.law.values import Facts, Truth


def evaluate(
    stratum: Stratum, facts: Facts, applies: Mapping[str, Truth], known: Mapping[str, Truth]
) -> dict[str, Truth]:
    """Truth of every provision of the stratum. ``known`` holds the truths of provisions decided before."""
    decided: dict[str, Truth] = {}

    def leaf(node: FactTest | ProvisionRef | Applies) -> Truth:
        if type(node) is FactTest:
            return fact_truth(node, facts.get(node.fact))
        if type(node) is ProvisionRef:
            name = node.provision
            return decided[name] if name in decided else known.get(name)
        return applies.get(node.version)  # type: ignore[union-attr]

    for name, tree in stratum.provisions:
        decided[name] = truth(tree, leaf)
    return decided
