"""Checks of a whole rulebook: references, scopes, cycles, periods, tables.

Each check looks at the rulebook as it was known after every promulgation, so that a fault that only an earlier
reader of the law would meet is found too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.law.compiler import Reporter
from engine.law.conditions import FactTest, ProvisionRef, leaves
from engine.law.formulas import Aggregate, FactValue, Formula, LookUp, ProvisionTruth, walk
from engine.law.model import SCOPES
from engine.law.problems import nearest
from engine.law.rulebook import End, Period, Provision, Row, Rulebook, Start, Version, effective
from engine.law.table_checks import check_tables
from engine.law.values import iso

FIRST, LAST = 1, 3_652_059  # ordinals of 0001-01-01 and 9999-12-31


def check(rulebook: Rulebook, report: Reporter) -> None:
    """Report everything that makes the rulebook unfit for use."""
    problems = _Counter(report)
    for check_one in (_references, _formula_references, _assessment_references):
        check_one(rulebook, problems)
    if problems.count:
        return  # what follows walks the references
    for check_one in (_scopes, _cycles, _periods, _coverage):
        check_one(rulebook, problems)
    if not problems.count:
        check_tables(rulebook, problems)


class _Counter:
    def __init__(self, report: Reporter):
        self.report, self.count = report, 0

    def __call__(self, *args: object, **kw: object) -> None:
        self.count += 1
        self.report(*args, **kw)  # type: ignore[arg-type]


def _trees(rulebook: Rulebook) -> Iterator[tuple[tuple[str, str], str, object]]:
    for provision in rulebook.provisions.values():
        yield ("provisions", provision.id), provision.scope, provision.tree
    for table in rulebook.tables.values():
        for row in table.rows:
            yield ("tables", table.id), table.scope, row.tree


def _formulas(rulebook: Rulebook) -> Iterator[tuple[tuple[str, str], str, Formula]]:
    for fact in rulebook.facts.values():
        if fact.derived is not None:
            yield ("facts", fact.path), fact.scope, fact.derived
    for table in rulebook.tables.values():
        for row in table.rows:
            yield ("tables", table.id), table.scope, row.value
    for formula in rulebook.formulas.values():
        yield ("formulas", formula.id), formula.scope, formula.value


def _references(rulebook: Rulebook, report: Reporter) -> None:
    for where, _, tree in _trees(rulebook):
        for leaf in leaves(tree):  # type: ignore[arg-type]
            if isinstance(leaf, ProvisionRef) and leaf.provision not in rulebook.provisions:
                near = nearest(leaf.provision, rulebook.provisions)
                report(where, (), "unknown-provision", leaf.provision, near=near)


def _formula_references(rulebook: Rulebook, report: Reporter) -> None:
    for where, _, formula in _formulas(rulebook):
        for node in walk(formula):
            name = node.provision if isinstance(node, ProvisionTruth) else None
            name = node.where if isinstance(node, Aggregate) else name
            if name is not None and name not in rulebook.provisions:
                report(where, (), "unknown-provision", name, near=nearest(name, rulebook.provisions))
            if isinstance(node, LookUp) and node.table not in rulebook.tables:
                report(where, (), "unknown-table", node.table, near=nearest(node.table, rulebook.tables))


def _assessment_references(rulebook: Rulebook, report: Reporter) -> None:
    frame, where = rulebook.assessment, ("assessment", "")
    provisions = [frame.eligible, frame.route_closed, *(scheme.open for scheme in frame.schemes)]
    provisions += [p for t in frame.tiers for p in (t.substance, t.claimable, t.secured) if p]
    for name in provisions:
        if name not in rulebook.provisions:
            report(where, (), "unknown-provision", name, near=nearest(name, rulebook.provisions))
    for name in (frame.scheme_choice, frame.recognition_due, *(w.until for w in frame.watch)):
        if name not in rulebook.facts:
            report(where, (), "unknown-fact", name, near=nearest(name, rulebook.facts))
    if frame.base_rate not in rulebook.tables:
        report(where, (), "unknown-table", frame.base_rate, near=nearest(frame.base_rate, rulebook.tables))
    if frame.base_credit not in rulebook.formulas:
        report(where, (), "unknown-table", frame.base_credit, near=nearest(frame.base_credit, rulebook.formulas))


def _scopes(rulebook: Rulebook, report: Reporter) -> None:
    """A provision reads facts of its own scope or a wider one."""

    def narrower(inner: str, outer: str) -> bool:
        return SCOPES.index(inner) > SCOPES.index(outer)  # type: ignore[arg-type]

    for where, scope, tree in _trees(rulebook):
        for leaf in leaves(tree):  # type: ignore[arg-type]
            if isinstance(leaf, FactTest) and narrower(rulebook.facts[leaf.fact].scope, scope):
                report(where, (), "narrower", leaf.fact, scope)
            if isinstance(leaf, ProvisionRef) and narrower(rulebook.provisions[leaf.provision].scope, scope):
                report(where, (), "narrower", leaf.provision, scope)
    for where, scope, version in _versions(rulebook):
        for basis in _bases(version.period):
            for path in rulebook.bases[basis]:
                if narrower(rulebook.facts[path].scope, scope):
                    report(where, (), "narrower", basis, scope)
    for where, scope, formula in _formulas(rulebook):
        for name, read in _formula_scopes(rulebook, formula):
            if narrower(read, scope):
                report(where, (), "narrower", name, scope)


def _formula_scopes(rulebook: Rulebook, formula: Formula) -> Iterator[tuple[str, str]]:
    """Facts, provisions and tables that a formula reads outside aggregates, with their scopes."""
    if isinstance(formula, Aggregate):
        return
    if isinstance(formula, FactValue):
        yield formula.fact, rulebook.facts[formula.fact].scope
    elif isinstance(formula, ProvisionTruth):
        yield formula.provision, rulebook.provisions[formula.provision].scope
    elif isinstance(formula, LookUp):
        yield formula.table, rulebook.tables[formula.table].scope
    else:
        for operand in getattr(formula, "operands", ()):
            yield from _formula_scopes(rulebook, operand)


def _versions(rulebook: Rulebook) -> Iterator[tuple[tuple[str, str], str, Version]]:
    for provision in rulebook.provisions.values():
        for version in provision.versions:
            yield ("provisions", provision.id), provision.scope, version
    for table in rulebook.tables.values():
        for row in table.rows:
            yield ("tables", table.id), table.scope, row.version


def _bases(period: Period) -> set[str]:
    return {s.basis for s in period.starts} | {e.basis for e in period.ends}


def _cycles(rulebook: Rulebook, report: Reporter) -> None:
    graph = dependencies(rulebook)
    done: set[str] = set()
    trail: list[str] = []

    def visit(node: str) -> None:
        if node in done:
            return
        if node in trail:
            circle = [*trail[trail.index(node) :], node]
            kind, _, name = node.partition(":")
            entry = {"fact": "facts", "provision": "provisions", "table": "tables"}[kind]
            report((entry, name), (), "cycle", " -> ".join(n.partition(":")[2] for n in circle))
            done.add(node)
            return
        trail.append(node)
        for other in graph.get(node, ()):
            visit(other)
        trail.pop()
        done.add(node)

    for node in sorted(graph):
        visit(node)


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
        reads += [f"fact:{path}" for basis in _bases(version.period) for path in rulebook.bases[basis]]
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
        elif isinstance(node, Aggregate) and node.where is not None:
            reads.append(f"provision:{node.where}")
    return reads


def knowledge_steps(rulebook: Rulebook) -> list[int]:
    """The days on which the law as known changed."""
    used = {i for _, _, version in _versions(rulebook) for i in version.period.instruments()}
    return sorted({rulebook.instruments[i].promulgated for i in used}) or [FIRST]


def _spans(period: Period, rulebook: Rulebook, known_on: int) -> dict[str, tuple[int, int]] | None:
    """Per basis the first day and the day after the last, as known; None if not known yet."""
    seen = effective(period, rulebook.instruments, known_on)
    if seen is None:
        return None
    spans: dict[str, tuple[int, int]] = {}
    starts: Iterable[Start] = seen[0]
    ends: Iterable[End] = seen[1]
    for start in starts:
        low, high = spans.get(start.basis, (FIRST, LAST + 1))
        first, last = (start.on, start.on + 1) if start.on is not None else (start.start or FIRST, high)
        spans[start.basis] = (max(low, first), min(high, last))
    for end in ends:
        low, high = spans.get(end.basis, (FIRST, LAST + 1))
        spans[end.basis] = (low, min(high, end.before))
    return spans


def _periods(rulebook: Rulebook, report: Reporter) -> None:
    for where, _, version in _versions(rulebook):
        _check_ends(rulebook, where, version, report)
    for provision in rulebook.provisions.values():
        found: set[tuple[str, str]] = set()
        for known_on in knowledge_steps(rulebook):
            for i, one in enumerate(provision.versions):
                for other in provision.versions[i + 1 :]:
                    if (one.key, other.key) not in found and (both := _both(rulebook, one, other, known_on)):
                        found.add((one.key, other.key))
                        report(("provisions", provision.id), (), "overlap", f"{one.key}, {other.key}", both)


def _check_ends(rulebook: Rulebook, where: tuple[str, str], version: Version, report: Reporter) -> None:
    own = {s.by for s in version.period.starts}
    days: dict[tuple[str, int], str] = {}
    for end in version.period.ends:
        promulgated = rulebook.instruments[end.by].promulgated
        if (end.basis, promulgated) in days:
            report(where, (), "same-day-ends", version.key, iso(promulgated))
        days[end.basis, promulgated] = end.by
        start = next((s.start for s in version.period.starts if s.basis == end.basis), None)
        if start is not None and end.before <= start and end.by in own:
            report(where, (), "empty-period", f"{iso(start)} to before {iso(end.before)}")


def _both(rulebook: Rulebook, one: Version, other: Version, known_on: int) -> str:
    """A day on which both versions apply, or ''. Bases that only one of them has cannot tell them apart."""
    a, b = (_spans(v.period, rulebook, known_on) for v in (one, other))
    if a is None or b is None:
        return ""
    day = ""
    for basis in set(a) | set(b):
        low = max(a.get(basis, (FIRST, 0))[0], b.get(basis, (FIRST, 0))[0])
        high = min(a.get(basis, (0, LAST + 1))[1], b.get(basis, (0, LAST + 1))[1])
        if low >= high:
            return ""
        day = f"{iso(low)} ({basis})"
    return day or "every day"


def _coverage(rulebook: Rulebook, report: Reporter) -> None:
    """A provision that others read has a version wherever they apply, or says what holds otherwise."""
    readers: dict[str, list[Version]] = {}
    for provision in rulebook.provisions.values():
        for version in provision.versions:
            for leaf in leaves(version.body) if version.body is not None else ():
                if isinstance(leaf, ProvisionRef):
                    readers.setdefault(leaf.provision, []).append(version)
    for table in rulebook.tables.values():
        for row in table.rows:
            for leaf in leaves(row.tree):
                if isinstance(leaf, ProvisionRef):
                    readers.setdefault(leaf.provision, []).append(row.version)
    for name, versions in readers.items():
        provision = rulebook.provisions[name]
        if provision.otherwise is None and not all(_covered(rulebook, provision, v) for v in versions):
            gap = next(v.key for v in versions if not _covered(rulebook, provision, v))
            report(("provisions", name), (), "gap", name, gap)


def _covered(rulebook: Rulebook, provision: Provision, reader: Version) -> bool:
    """Does one of the versions hold wherever the reader does, at every step of knowledge?"""
    if any(not v.period.starts and not v.period.ends for v in provision.versions):
        return True
    for known_on in knowledge_steps(rulebook):
        need = _spans(reader.period, rulebook, known_on)
        if need is None:
            continue
        have = [s for v in provision.versions if (s := _spans(v.period, rulebook, known_on)) is not None]
        bases = {basis for spans in have for basis in spans}
        if len(bases) != 1:
            return False
        basis = bases.pop()
        low, high = need.get(basis, (FIRST, LAST + 1))
        for first, last in sorted(spans[basis] for spans in have):
            if first <= low < last:
                low = last
        if low < high:
            return False
    return True
