"""What each part of a rulebook reads: the graph that orders it, and the references between its parts."""

from __future__ import annotations

from collections.abc import Iterator

from engine.law.conditions import FactTest, ProvisionRef, leaves
from engine.law.formulas import FactValue, Formula, LookUp, Named, ProvisionTruth, walk
from engine.law.model import AssessmentFile
from engine.law.rulebook import Period, Provision, Row, Rulebook, Version
from engine.law.strict_yaml import Path
from engine.law.vocabulary import Entry


def versions_of(rulebook: Rulebook) -> Iterator[tuple[Entry, Path, str, Version]]:
    """Every version and row, with the entry and the path at which it stands, and its scope.

    A provision may leave out `versions:` when it has one only.
    """
    for provision in rulebook.provisions.values():
        for i, version in enumerate(provision.versions):
            yield ("provisions", provision.id), ("versions", i), provision.scope, version
    for table in rulebook.tables.values():
        for i, row in enumerate(table.rows):
            yield ("tables", table.id), ("rows", i), table.scope, row.version


def formulas_of(rulebook: Rulebook) -> Iterator[tuple[Entry, Path, str, Formula]]:
    for fact in rulebook.facts.values():
        if fact.derived is not None:
            yield ("facts", fact.path), ("derived",), fact.scope, fact.derived
    for table in rulebook.tables.values():
        for i, row in enumerate(table.rows):
            yield ("tables", table.id), ("rows", i, "value"), table.scope, row.value
    for formula in rulebook.formulas.values():
        yield ("formulas", formula.id), ("value",), formula.scope, formula.value


def asked_of_provisions(frame: AssessmentFile) -> Iterator[tuple[Path, str]]:
    """The provisions that the answer asks for, with their place in ``assessment.yaml``."""
    yield ("eligible",), frame.eligible
    yield ("route_closed",), frame.route_closed
    for i, scheme in enumerate(frame.schemes):
        yield ("schemes", i, "open"), scheme.open
    for i, tier in enumerate(frame.tiers):
        for name in ("substance", "claimable", "secured"):
            if provision := getattr(tier, name):
                yield ("tiers", i, name), provision


def bases_in(period: Period) -> list[str]:
    return list(dict.fromkeys([*(s.basis for s in period.starts), *(e.basis for e in period.ends)]))


def dependencies(rulebook: Rulebook) -> dict[str, list[str]]:
    """What each fact, provision and table reads; nodes are 'fact:path', 'provision:id', 'table:id'."""
    graph: dict[str, list[str]] = {f"fact:{path}": [] for path in rulebook.facts}
    for fact in rulebook.facts.values():
        if fact.derived is not None:
            graph[f"fact:{fact.path}"] += formula_reads(fact.derived)
    for provision in rulebook.provisions.values():
        graph[f"provision:{provision.id}"] = tree_reads(rulebook, provision)
        for path, _ in provision.concludes:
            graph[f"fact:{path}"].append(f"provision:{provision.id}")
    for table in rulebook.tables.values():
        reads = [r for row in table.rows for r in (*tree_reads(rulebook, row), *formula_reads(row.value))]
        graph[f"table:{table.id}"] = reads
    return graph


def tree_reads(rulebook: Rulebook, item: Provision | Row) -> list[str]:
    reads = []
    for leaf in leaves(item.tree):
        if isinstance(leaf, FactTest):
            reads.append(f"fact:{leaf.fact}")
        elif isinstance(leaf, ProvisionRef):
            reads.append(f"provision:{leaf.provision}")
    versions = item.versions if isinstance(item, Provision) else (item.version,)
    for version in versions:
        reads += [f"fact:{path}" for basis in bases_in(version.period) for path in rulebook.bases[basis]]
    return list(dict.fromkeys(reads))


def formula_reads(formula: Formula) -> list[str]:
    reads = []
    for node in walk(formula):
        if isinstance(node, FactValue):
            reads.append(f"fact:{node.fact}")
        elif isinstance(node, ProvisionTruth):
            reads.append(f"provision:{node.provision}")
        elif isinstance(node, LookUp):
            reads.append(f"table:{node.table}")
        elif isinstance(node, Named):
            reads.append(f"formula:{node.formula}")
    return reads
