"""What each part of a rulebook reads: the graph that orders it, and the references between its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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


Asked = tuple[Path, str, str, str | None]  # place, kind of entry, name, and the type it must be of


def asked_by_assessment(frame: AssessmentFile) -> Iterator[Asked]:
    """What the answer asks for, with its place in ``assessment.yaml``."""
    yield ("eligible",), "provision", frame.eligible, None
    yield ("route_closed",), "provision", frame.route_closed, None
    for i, scheme in enumerate(frame.schemes):
        yield ("schemes", i, "open"), "provision", scheme.open, None
    for i, tier in enumerate(frame.tiers):
        for name in ("field", "substance", "claimable", "secured"):
            if provision := getattr(tier, name):
                yield ("tiers", i, name), "provision", provision, None
    yield ("scheme_choice",), "fact", frame.scheme_choice, "choice"
    yield ("recognition_due",), "fact", frame.recognition_due, "date"
    for i, watch in enumerate(frame.watch):
        yield ("watch", i, "until"), "fact", watch.until, "date"
    yield ("base_rate",), "table", frame.base_rate, "ratio"
    for i, rates in enumerate(frame.rates):
        yield ("rates", i), "table", rates, "ratio"
    yield ("base_credit",), "formula", frame.base_credit, "won"
    year, measure, carry = frame.year, frame.measure, frame.carry_forward
    yield ("year", "base"), "fact", year.base, "won"
    yield ("year", "invested"), "fact", year.invested, "won"
    yield ("year", "tiers"), "list", year.tiers, None
    for field, type_ in (("tier", "choice"), ("invested_krw", "won"), ("base_krw", "won")):
        yield ("year", "tiers"), "fact", f"{year.tiers}.{field}", type_
    yield ("year", "deducted"), "formula", year.deducted, "won"
    for i, listed in enumerate(measure.lists):
        yield ("measure", "lists", i), "list", listed, None
    yield ("measure", "as_of"), "fact", measure.as_of, "date"
    for key, path in (("before", measure.before), ("from", measure.start), ("to", measure.to)):
        yield ("measure", key), "fact", path, "won"
    yield ("measure", "to_date"), "formula", measure.to_date, "won"
    yield ("measure", "amount"), "formula", measure.amount, "won"
    for i, figure in enumerate(frame.figures):
        yield ("figures", i, "formula"), "formula", figure.formula, "won"
        for key, formula in figure.beside.items():
            yield ("figures", i, "beside", key), "formula", formula, "won"
    back = frame.recapture
    yield ("recapture", "list"), "list", back.list, None
    yield ("recapture", "year"), "fact", back.year, "date"
    yield ("recapture", "credit"), "formula", back.credit, "won"
    yield ("recapture", "interest"), "formula", back.interest, "won"
    yield from _asked_across_years(frame)
    yield ("carry_forward", "list"), "list", carry.list, None
    yield ("carry_forward", "order"), "fact", carry.order, "date"
    yield ("carry_forward", "older"), "fact", carry.older, "won"
    yield ("carry_forward", "valid"), "formula", carry.valid, "won"
    yield ("carry_forward", "used"), "formula", carry.used, "won"
    yield ("carry_forward", "last_day"), "formula", carry.last_day, "date"


def _asked_across_years(frame: AssessmentFile) -> Iterator[Asked]:
    years, at, back = frame.across_years, "across_years", frame.recapture.list
    for name in ("history", "earlier"):
        yield (at, name), "list", getattr(years, name), None
    for name in ("starts_on", "ends_on"):
        yield (at, "history"), "fact", f"{years.history}.{name}", "date"
    yield (at, "history"), "fact", f"{years.history}.amount_krw", "won"
    yield (at, "earlier"), "fact", f"{years.earlier}.tax_year_ends_on", "date"
    yield (at, "earlier"), "fact", f"{years.earlier}.amount_krw", "won"
    for name, type_ in (("filed_on", "date"), ("credit_krw", "won"), ("tier", "choice")):
        yield ("recapture", "list"), "fact", f"{back}.{name}", type_
    for name, type_ in (("window", "date"), ("left", "won"), ("arising_used", "won"), ("arising_left", "won")):
        yield (at, name), "formula", getattr(years, name), type_
    for name in ("due", "amendable_until"):
        yield (at, name), "formula", getattr(years, name), "date"
    yield (at, "first_investment"), "fact", years.first_investment, "date"
    yield (at, "filed_on"), "fact", years.filed_on, "date"
    yield (at, "filed_of_investment"), "fact", years.filed_of_investment, "won"
    for formula, fact in years.as_filed.items():
        yield (at, "as_filed", formula), "formula", formula, "won"
        yield (at, "as_filed", formula), "fact", fact, "won"
    for figure, fact in years.filed.items():
        yield (at, "filed", figure), "fact", fact, "won"


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


def reachable(graph: Mapping[str, Iterable[str]], nodes: Iterable[str]) -> set[str]:
    """These nodes of a graph and all that they lead to, however indirectly."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph.get(node, ())
    return found


def tree_reads(rulebook: Rulebook, item: Provision | Row) -> list[str]:
    reads = []
    for leaf in leaves(item.decided if isinstance(item, Provision) else item.tree):
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
