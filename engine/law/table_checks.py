"""Does exactly one row of a table fit each complete input?

Complete inputs are laid out over the vocabulary: every combination of the facts that the gates reach (facts that
others conclude follow from those), for tax years that begin in January and July around every date in the table, for
the amounts invested on each side of every cut, as known after each promulgation. Where no row is in force at all the
table has nothing to say; where one is, the rows must divide the inputs among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from engine.law.compiler import Reporter
from engine.law.conditions import Applies, Condition, FactTest, ProvisionRef, leaves
from engine.law.kleene import fact_truth, truth
from engine.law.rulebook import Row, Rulebook, Table, Version, applies, times_of
from engine.law.values import Facts, Interval, Truth, Value, exactly, iso

Times = Mapping[str, tuple[Interval, Interval]]
MOST_INPUTS = 4096


def check_tables(rulebook: Rulebook, report: Reporter) -> None:
    for table in rulebook.tables.values():
        if table.complete:
            _check_table(rulebook, table, report)


def _check_table(rulebook: Rulebook, table: Table, report: Reporter) -> None:
    inputs = list(_inputs(rulebook, table))
    beneath = _versions_beneath(rulebook, table)
    gates_of: dict[tuple[Truth, ...], dict[str, list[Truth]]] = {}
    moments = list(_moments(rulebook, table))
    reported: set[tuple[str, ...]] = set()
    for known_on, (moment, times) in product(_steps(rulebook, table), moments):
        reach = tuple(applies(v.period, rulebook.instruments, known_on, times) for v in beneath)
        if reach not in gates_of:
            reached = dict(zip((v.key for v in beneath), reach, strict=True))
            gates_of[reach] = {
                row.gate: [_truth(rulebook, row.tree, facts, reached) for facts in inputs] for row in table.rows
            }
        gates = gates_of[reach]
        live = [r for r in table.rows if applies(r.version.period, rulebook.instruments, known_on, times) is True]
        for combination in product(*table.keys.values()):
            keys = dict(zip(table.keys, combination, strict=True))
            rows = [r for r in live if all(keys[name] in r.keys[name] for name in keys)]
            if rows:
                _check_rows(rulebook, table, rows, keys, inputs, gates, moment, reported, report)


def _check_rows(
    rulebook: Rulebook,
    table: Table,
    rows: list[Row],
    keys: dict[str, str],
    inputs: list[dict[str, Value]],
    gates: dict[str, list[Truth]],
    moment: str,
    reported: set[tuple[str, ...]],
    report: Reporter,
) -> None:
    for i, facts in enumerate(inputs):
        fitting = [row for row in rows if gates[row.gate][i] is True]
        values = {str(row.value) for row in fitting}
        if len(values) == 1:
            continue
        mark = (*sorted(row.gate for row in fitting), *keys.values())
        if mark in reported:
            continue
        reported.add(mark)
        shown = ", ".join([*keys.values(), *(f"{path}={_text(value)}" for path, value in facts.items()), moment])
        if fitting:
            names = ", ".join(row.gate for row in fitting)
            report(("tables", table.id), (), "rows-overlap", names, shown)
        else:
            report(("tables", table.id), (), "rows-missing", expected=shown)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.low) if isinstance(value, Interval) else str(value)


def _versions_beneath(rulebook: Rulebook, table: Table) -> list[Version]:
    """Versions of the provisions that the gates read, directly or not."""
    found: dict[str, Version] = {}

    def collect(tree: Condition) -> None:
        for leaf in leaves(tree):
            if isinstance(leaf, ProvisionRef):
                for version in rulebook.provisions[leaf.provision].versions:
                    found[version.key] = version
                collect(rulebook.provisions[leaf.provision].tree)

    for row in table.rows:
        collect(row.tree)
    return list(found.values())


def _truth(rulebook: Rulebook, tree: Condition, facts: Mapping[str, Value], reached: Mapping[str, Truth]) -> Truth:
    def leaf(node: FactTest | ProvisionRef | Applies) -> Truth:
        if isinstance(node, FactTest):
            return fact_truth(node, facts.get(node.fact))
        if isinstance(node, ProvisionRef):
            return _truth(rulebook, rulebook.provisions[node.provision].tree, facts, reached)
        return reached.get(node.version, True)  # the period of the row itself is looked at by the caller

    return truth(tree, leaf)


def _inputs(rulebook: Rulebook, table: Table) -> Iterator[dict[str, Value]]:
    """Every combination of the facts that the gates reach; ordered facts on each side of every bound."""
    concluded = {path for p in rulebook.provisions.values() for path, _ in p.concludes}
    tests: dict[str, list[FactTest]] = {}
    seen: set[str] = set()

    def collect(tree: Condition) -> None:
        for leaf in leaves(tree):
            if isinstance(leaf, ProvisionRef) and leaf.provision not in seen:
                seen.add(leaf.provision)
                collect(rulebook.provisions[leaf.provision].tree)
            elif isinstance(leaf, FactTest) and leaf.fact in concluded:
                tests.setdefault(leaf.fact, []).append(leaf)
                for provision in rulebook.provisions.values():
                    if any(path == leaf.fact for path, _ in provision.concludes) and provision.id not in seen:
                        seen.add(provision.id)
                        collect(provision.tree)
            elif isinstance(leaf, FactTest):
                tests.setdefault(leaf.fact, []).append(leaf)

    for row in table.rows:
        collect(row.tree)
    domains = [_domain(rulebook, path, found) for path, found in sorted(tests.items())]
    size = 1
    for domain in domains:
        size *= len(domain)
    if size <= MOST_INPUTS:
        for combination in product(*domains):
            facts = dict(zip(sorted(tests), combination, strict=True))
            if _consistent(rulebook, facts):
                yield facts


def _consistent(rulebook: Rulebook, facts: Mapping[str, Value]) -> bool:
    """No provision concludes another value than a fact has."""
    return all(
        facts.get(path, value) == value or _truth(rulebook, provision.tree, facts, {}) is not True
        for provision in rulebook.provisions.values()
        for path, value in provision.concludes
    )


def _domain(rulebook: Rulebook, path: str, tests: list[FactTest]) -> list[Value]:
    fact = rulebook.facts[path]
    if fact.type == "bool":
        return [False, True]
    if fact.choices:
        return list(fact.choices)
    bounds = sorted({int(test.operand) for test in tests})  # type: ignore[arg-type]
    return [exactly(bounds[0] - 1), *(exactly(bound) for bound in bounds)]


def _steps(rulebook: Rulebook, table: Table) -> list[int]:
    used = {i for row in table.rows for i in row.version.period.instruments()}
    return sorted({rulebook.instruments[i].promulgated for i in used}) or [1]


def _moments(rulebook: Rulebook, table: Table) -> Iterator[tuple[str, Times]]:
    """Tax years, and days of investment in them, that lie on each side of every date in the table."""
    periods = [row.version.period for row in table.rows]
    cuts = {s.start or s.on or 1 for p in periods for s in p.starts} | {e.before for p in periods for e in p.ends}
    years = sorted({date.fromordinal(cut).year for cut in cuts}) or [2000]
    for year, month in product(range(years[0] - 1, years[-1] + 2), (1, 7)):
        first = date(year, month, 1).toordinal()
        last = date(year + 1, month, 1).toordinal() - 1
        for day in sorted({first, *(cut for cut in cuts if first <= cut <= last)}):
            facts: Facts = {
                "amount.invested_on": exactly(day),
                "tax_year.starts_on": exactly(first),
                "tax_year.ends_on": exactly(last),
                "filing.filed_on": exactly(last + 1),
            }
            yield f"{iso(day)} in the tax year from {iso(first)}", times_of(rulebook.bases, facts)
