"""Checks of a whole rulebook, in stages: names, then scopes, cycles and periods, then tables.

What others ask of a rulebook's references and times is found here too: ``dependencies``, ``formula_reads``,
``knowledge_steps``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from engine.law.conditions import Condition, FactTest, ProvisionRef, leaves
from engine.law.filing_checks import check_filing, figures_of
from engine.law.formulas import Aggregate, Choice, FactValue, Formula, LookUp, Named, Operation, ProvisionTruth
from engine.law.periods import check_coverage, check_periods, knowledge_steps
from engine.law.problems import nearest
from engine.law.reads import (
    asked_by_assessment,
    bases_in,
    dependencies,
    formula_reads,
    formulas_of,
    versions_of,
)
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import Path
from engine.law.table_checks import check_tables
from engine.law.typed import misfit
from engine.law.vocabulary import Reporter

__all__ = ["STAGES", "dependencies", "formula_reads", "knowledge_steps"]

ASSESSMENT = ("assessment", "")
EXPECTED_TYPES = {"won": "an amount of won", "ratio": "a ratio", "date": "a date", "choice": "a choice"}
ENTRY_OF_NODE = {"fact": "facts", "provision": "provisions", "table": "tables", "formula": "formulas"}


def check_assessment(rulebook: Rulebook, report: Reporter) -> None:
    """What the answer asks for is there, and of the right kind."""
    frame = rulebook.assessment
    known: dict[str, Mapping[str, object]] = {
        "provision": rulebook.provisions,
        "fact": rulebook.facts,
        "table": rulebook.tables,
        "formula": rulebook.formulas,
        "list": rulebook.lists,
    }
    for path, kind, name, type_ in asked_by_assessment(frame):
        if name not in known[kind]:
            report(ASSESSMENT, path, f"unknown-{kind}", name, near=nearest(name, known[kind]))
        elif type_ is not None and (found := known[kind][name].type) != type_:  # type: ignore[attr-defined]
            report(ASSESSMENT, path, "wrong-type", f"{name} ({found})", EXPECTED_TYPES[type_])
    if frame.total not in {figure.figure for figure in frame.figures}:
        report(ASSESSMENT, ("total",), *misfit("choice", frame.total, [figure.figure for figure in frame.figures]))
    figures = figures_of(rulebook)
    for name in frame.across_years.filed:
        if name not in figures:
            report(ASSESSMENT, ("across_years", "filed", name), *misfit("choice", name, figures))
    lists = {p.row[0] for p in rulebook.provisions.values() if p.row}
    for i, tier in enumerate(frame.tiers):
        if tier.rows and tier.rows not in lists:
            report(ASSESSMENT, ("tiers", i, "rows"), "no-rows", tier.rows, near=nearest(tier.rows, lists))
    if frame.base_rate in rulebook.tables:
        _check_base_rate(rulebook, report)


def _check_base_rate(rulebook: Rulebook, report: Reporter) -> None:
    """The table of base rates has every scheme and tier among its keys."""
    frame = rulebook.assessment
    keys = rulebook.tables[frame.base_rate].keys
    asked = {"scheme": [s.scheme for s in frame.schemes], "tier": [t.tier for t in frame.tiers]}
    for key, values in asked.items():
        if key not in keys:
            report(("tables", frame.base_rate), ("keys",), "missing-key", expected=key)
        for i, value in enumerate(values if key in keys else []):
            if value not in keys[key]:
                report(ASSESSMENT, (f"{key}s", i, key), *misfit("choice", value, keys[key]))


def check_scopes(rulebook: Rulebook, report: Reporter) -> None:
    """What is read or concluded belongs to the same scope or, if read, to a wider one."""
    for where, path, scope, version in versions_of(rulebook):
        for name, read in _tree_scopes(rulebook, version.body):
            if narrower(rulebook, read, scope):
                report(where, path, "narrower", name, scope)
        for basis in bases_in(version.period):
            for fact in rulebook.bases[basis]:
                if narrower(rulebook, rulebook.facts[fact].scope, scope):
                    report(where, (*path, "applies"), "narrower", basis, scope)
    for provision in rulebook.provisions.values():
        for fact, _ in provision.concludes:
            if narrower(rulebook, provision.scope, rulebook.facts[fact].scope):
                at: Path = ("concludes", fact)
                report(("provisions", provision.id), at, "narrower", provision.id, rulebook.facts[fact].scope)
    for where, path, scope, formula in formulas_of(rulebook):
        for code, name, outer in _formula_scopes(rulebook, formula, scope):
            report(where, path, code, name, outer)


def narrower(rulebook: Rulebook, inner: str, outer: str) -> bool:
    """Is a scope beyond the view of another, being neither that one nor one to which it belongs?"""
    return inner not in rulebook.outward(outer)


def _tree_scopes(rulebook: Rulebook, tree: Condition | None) -> Iterator[tuple[str, str]]:
    for leaf in leaves(tree) if tree is not None else ():
        if isinstance(leaf, FactTest):
            yield leaf.fact, rulebook.facts[leaf.fact].scope
        elif isinstance(leaf, ProvisionRef):
            yield leaf.provision, rulebook.provisions[leaf.provision].scope


def _formula_scopes(rulebook: Rulebook, formula: Formula, scope: str) -> Iterator[tuple[str, str, str]]:
    """What a formula in a scope cannot read: code, name and the scope it is read in."""
    read: tuple[str, str] | None = None
    match formula:
        case FactValue(name):
            read = name, rulebook.facts[name].scope
        case ProvisionTruth(name):
            read = name, rulebook.provisions[name].scope
        case LookUp(name):
            read = name, rulebook.tables[name].scope
        case Named(name):
            read = name, rulebook.formulas[name].scope
        case Choice(test, then, otherwise):
            for part in (test, then, otherwise):
                yield from _formula_scopes(rulebook, part, scope)
        case Operation(_, operands):
            for operand in operands:
                yield from _formula_scopes(rulebook, operand, scope)
        case Aggregate(_, of, over, where):
            if over == scope or scope not in rulebook.outward(over):
                yield "not-inner", over, scope
            for inner in (of, where):
                if inner is not None:
                    yield from _formula_scopes(rulebook, inner, over)
    if read is not None and narrower(rulebook, read[1], scope):
        yield "narrower", read[0], scope


def check_cycles(rulebook: Rulebook, report: Reporter) -> None:
    """Nothing depends on itself; each circle is reported once, from its first name on."""
    reads_of = dependencies(rulebook) | {
        f"formula:{formula.id}": formula_reads(formula.value) for formula in rulebook.formulas.values()
    }
    graph = {node: set(reads) for node, reads in sorted(reads_of.items())}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][:-1][::-1]  # each reads the next
        else:
            return
        first = circle.index(min(circle))
        circle = [*circle[first:], *circle[:first]]
        kind, _, name = circle[0].partition(":")
        steps = [node.partition(":")[2] for node in (*circle, circle[0])]
        report((ENTRY_OF_NODE[kind], name), (), "cycle", " -> ".join(steps))
        for node in circle:
            graph[node] = set()


# A stage takes for granted what the stages before it have found sound.
Check = Callable[[Rulebook, Reporter], None]
STAGES: tuple[tuple[Check, ...], ...] = (
    (check_assessment, check_filing),
    (check_scopes, check_cycles, check_periods, check_coverage),
    (check_tables,),
)
