"""From the content of a rulebook (plain data) to typed, resolved entries.

Content is what the digest is of, and what the ledger keeps: a rulebook can be made again from it alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any as Data

import rfc8785

from engine.law.citations import Named
from engine.law.conditions import All, Any, Applies, Condition, Not, all_of, any_of
from engine.law.filing_model import EvidenceEntry, FormEntry
from engine.law.formula_trees import NUMBER, FormulaReader, kind_of_type
from engine.law.formulas import Constant
from engine.law.instruments import forms_of, instruments_of, read_day, read_through
from engine.law.judged import Wording, fact_path, judgement_facts
from engine.law.model import (
    DOUBTFUL,
    SCOPES,
    AssessmentFile,
    FormulaEntry,
    InstrumentsFile,
    ProvisionEntry,
    RowEntry,
    TableEntry,
    VersionEntry,
)
from engine.law.problems import listed, nearest
from engine.law.rulebook import (
    End,
    Fact,
    NamedFormula,
    Period,
    Provision,
    Row,
    Rulebook,
    Start,
    Table,
    Version,
)
from engine.law.strict_yaml import Path
from engine.law.trees import Names, Report, TreeReader
from engine.law.typed import misfit, ordered, parse_value
from engine.law.values import Value
from engine.law.vocabulary import Entry, Reporter, bases_of, facts_of, lists_of, vocabulary_file

Content = dict[str, Data]


def canonical(content: Content) -> bytes:
    return rfc8785.dumps(content)


def digest_of(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


class Compiler:
    """One reading of content; ``report`` takes every problem and the faulty part is left out."""

    def __init__(self, content: bytes, report: Reporter):
        self.content = content
        self.report = report
        data = json.loads(content)
        self.vocabulary = vocabulary_file(data["vocabulary"])
        self.law = InstrumentsFile.model_validate(data["instruments"])
        self.assessment = AssessmentFile.model_validate(data["assessment"])
        self.provisions = [ProvisionEntry.model_validate(entry) for entry in data["provisions"]]
        self.tables = [TableEntry.model_validate(entry) for entry in data["tables"]]
        self.formulas = [FormulaEntry.model_validate(entry) for entry in data["formulas"]]
        self.filing_forms = [FormEntry.model_validate(entry) for entry in data["filing_forms"]]
        self.filing_evidence = [EvidenceEntry.model_validate(entry) for entry in data["filing_evidence"]]
        self.forms = forms_of(self.law, report)
        self.instruments = instruments_of(self.law, self.forms, report)
        self.facts = facts_of(self.vocabulary, report)
        self.lists = lists_of(self.vocabulary, self.facts, report)
        self.scopes = (*SCOPES, *self.lists)
        self.bases = bases_of(self.vocabulary, self.facts, report)
        self.names = self._names()

    def rulebook(self) -> Rulebook:
        for path in self.facts:
            self.facts[path] = self._with_formula(self.facts[path])
        for kind, entries in (("filing_forms", self.filing_forms), ("filing_evidence", self.filing_evidence)):
            for entry in entries:
                self._cites((kind, entry.id), ("cites",), entry.cites)
        provisions = {entry.id: self._provision(entry) for entry in self.provisions}
        return Rulebook(
            digest=digest_of(self.content),
            content=self.content,
            facts={**self.facts, **judgement_facts(list(provisions.values()), len(self.facts))},
            lists=self.lists,
            groups={name: text.model_dump() for name, text in self.vocabulary.groups.items()},
            limits=dict(self.vocabulary.limits),
            bases=self.bases,
            instruments=self.instruments,
            forms=self.forms,
            read_through=read_through(self.law, self.report),
            provisions=provisions,
            tables={entry.id: self._table(entry) for entry in self.tables},
            formulas={entry.id: self._formula(entry) for entry in self.formulas},
            filing_forms=tuple(self.filing_forms),
            filing_evidence=tuple(self.filing_evidence),
            assessment=self.assessment,
        )

    def _names(self) -> Names:
        lists: dict[str, list[str]] = {}
        for entry in self.provisions:
            if entry.row:
                lists.setdefault(entry.row.list, []).append(entry.id)
        ids = frozenset(entry.id for entry in self.provisions)
        formulas = {entry.id: entry.type for entry in self.formulas}
        tables = {entry.id: entry.keys for entry in self.tables}
        return Names(self.facts, ids, tables, lists, formulas, (*SCOPES[1:], *self.vocabulary.lists))

    def _at(self, entry: Entry) -> Report:
        def report(path: Path, code: str, found: str = "", expected: str = "", near: str = "") -> None:
            self.report(entry, path, code, found, expected, near)

        return report

    def _with_formula(self, fact: Fact) -> Fact:
        entry = self.vocabulary.facts[fact.path]
        where = ("facts", fact.path)
        if entry.presumed is not None:
            self._cites(where, ("presumed", "cites"), entry.presumed.cites)
        if entry.derived is None:
            return fact
        reader = FormulaReader(self.names, self._at(where))
        return replace(fact, derived=reader.formula(entry.derived, ("derived",), kind_of_type(fact.type)))

    # -- provisions

    def _provision(self, entry: ProvisionEntry) -> Provision:
        where = ("provisions", entry.id)
        if entry.versions:
            for name in ("applies", "when", "unless", "ends"):
                if getattr(entry, name):
                    self.report(where, (name,), "both-forms", name)
        sources: Sequence[VersionEntry] = entry.versions or [entry]
        wordings = []
        for i, source in enumerate(sources):
            path: Path = ("versions", i) if entry.versions else ()
            wordings.append(self._version(where, path, f"{entry.id}@{i + 1}", source, entry))
        versions = tuple(wording.version for wording in wordings)
        arms = [version.body for version in versions if version.body is not None]
        beyond: list[Condition] = []
        if entry.otherwise:
            beyond.append(all_of([Not(Applies(version.key)) for version in versions]))
        fact = fact_path(entry.id)
        judged = [wording.judged(fact) for wording in wordings] if entry.judgement else []
        contradicted = [tree for wording in wordings for tree in wording.contradictions(fact)]
        if entry.yields and not entry.concludes:
            self.report(where, ("yields",), "missing-key", expected="concludes")
        concludes = [(path, self._conclusion(where, path, raw)) for path, raw in entry.concludes.items()]
        return Provision(
            id=entry.id,
            title=entry.title.model_dump(),
            scope=entry.scope,
            versions=versions,
            otherwise=entry.otherwise,
            row=(entry.row.list, entry.row.label) if entry.row else None,
            concludes=tuple((path, value) for path, value in concludes if value is not None),
            note=entry.note.model_dump() if entry.note else None,
            tree=any_of([*arms, *beyond]) if arms or beyond else Any(()),
            source=entry.id,
            yields=entry.yields,
            judgement=entry.judgement.model_dump() if entry.judgement else None,
            judged=any_of([*judged, *beyond]) if judged else None,
            judged_versions=tuple(w.undoubted() for w in wordings if w.doubtful) if entry.judgement else (),
            contradicted=any_of(contradicted) if entry.judgement and contradicted else None,
        )

    def _conclusion(self, where: Entry, path: str, raw: object) -> Value | None:
        fact = self.facts.get(path)
        if fact is None:
            self.report(where, ("concludes", path), "unknown-fact", path, near=nearest(path, self.facts))
            return None
        value = parse_value(fact.type, raw, fact.choices)
        if value is None:
            self.report(where, ("concludes", path), *misfit(fact.type, raw, fact.choices))
        return value

    def _version(
        self, where: Entry, path: Path, key: str, entry: VersionEntry, parent: VersionEntry | None = None
    ) -> Wording:
        period = self._period(where, path, entry)
        reader = TreeReader(self.names, self._at(where))
        cites = tuple(entry.cites or (parent.cites if parent else ()))
        self._cites(where, (*path, "cites") if entry.cites else ("cites",), cites)
        reading = entry.reading or (parent.reading if parent else None) or "primary"
        dated = bool(period.starts or period.ends or reading in DOUBTFUL)
        when = None if entry.when is None else reader.condition(entry.when, (*path, "when"))
        read = (reader.condition(data, (*path, "unless", i)) for i, data in enumerate(entry.unless))
        provisos = tuple(proviso for proviso in read if proviso is not None)
        if not cites:
            self.report(where, path, "missing-key", expected="cites")
        if not dated and entry.when is None and not entry.unless:
            self.report(where, path, "missing-key", expected="when")
        bare = Wording(Version(key, period, None, cites, reading), dated, when, provisos)
        return replace(bare, version=replace(bare.version, body=bare.body))

    def _period(self, where: Entry, path: Path, entry: VersionEntry) -> Period:
        starts = []
        for i, start in enumerate(entry.applies):
            at: Path = (*path, "applies", i)
            self._basis_and_instrument(where, at, start.basis, start.by)
            if (start.start is None) == (start.on is None):
                self.report(where, at, "from-or-on")
            first = None if start.start is None else read_day(self.report, where, (*at, "from"), start.start)
            on = None if start.on is None else read_day(self.report, where, (*at, "on"), start.on)
            starts.append(Start(start.basis, start.by, first, on))
        ends = []
        for i, end in enumerate(entry.ends):
            at = (*path, "ends", i)
            basis = end.basis or (entry.applies[0].basis if entry.applies else None)
            if basis is None:
                self.report(where, at, "missing-key", expected="basis")
                continue
            self._basis_and_instrument(where, at, basis, end.by)
            ends.append(End(basis, read_day(self.report, where, (*at, "before"), end.before), end.by))
        return Period(tuple(starts), tuple(ends))

    def _basis_and_instrument(self, where: Entry, path: Path, basis: str, by: str) -> None:
        if basis not in self.bases:
            near = nearest(basis, self.bases)
            self.report(where, (*path, "basis"), "unknown-basis", basis, listed(self.bases), near)
        if by not in self.instruments:
            near = nearest(by, self.instruments)
            self.report(where, (*path, "by"), "unknown-instrument", by, near=near)

    def _cites(self, where: Entry, path: Path, cites: Sequence[str]) -> None:
        named: dict[str, Named] = {**self.instruments}
        for i, cite in enumerate(cites):
            if not self.forms.known(cite, named):
                self.report(where, (*path, i), "cite-form", cite)

    # -- tables and formulas

    def _table(self, entry: TableEntry) -> Table:
        rows = tuple(self._row(entry, i, row) for i, row in enumerate(entry.rows))
        keys = {name: tuple(values) for name, values in entry.keys.items()}
        title = entry.title.model_dump()
        return Table(entry.id, title, entry.scope, keys, entry.type, entry.complete, rows)

    def _row(self, table: TableEntry, i: int, entry: RowEntry) -> Row:
        where = ("tables", table.id)
        path: Path = ("rows", i)
        gate = f"{table.id}#{i + 1}"
        version = self._version(where, path, gate, entry).version
        for name in table.keys:
            if name not in entry.keys:
                self.report(where, (*path, "for"), "missing-key", expected=name)
        TreeReader(self.names, self._at(where)).only(entry.keys, (*path, "for"), tuple(table.keys))
        for name, values in entry.keys.items():
            for k, value in enumerate(values):
                if name in table.keys and value not in table.keys[name]:
                    self.report(where, (*path, "for", name, k), *misfit("choice", value, table.keys[name]))
        fraction, formula = None, None
        if table.type == "date":
            reader = FormulaReader(self.names, self._at(where))
            formula = reader.formula(entry.value, (*path, "value"), NUMBER)
        else:
            constant = ordered(table.type, entry.value)
            if constant is None or constant.low is None:
                self.report(where, (*path, "value"), *misfit(table.type, entry.value))
            else:
                formula = Constant(int(constant.low))
                fraction = str(entry.value) if table.type == "ratio" else None
        keys = {name: tuple(values) for name, values in entry.keys.items()}
        return Row(version, gate, version.body or All(()), keys, formula or Constant(0), fraction)

    def _formula(self, entry: FormulaEntry) -> NamedFormula:
        where = ("formulas", entry.id)
        self._cites(where, ("cites",), entry.cites)
        if entry.scope not in self.scopes:
            self.report(where, ("scope",), *misfit("choice", entry.scope, self.scopes))
        reader = FormulaReader(self.names, self._at(where), by_name=True)
        value = reader.formula(entry.value, ("value",), kind_of_type(entry.type)) or Constant(0)
        title = entry.title.model_dump()
        return NamedFormula(entry.id, title, entry.scope, entry.type, tuple(entry.cites), entry.reading, value)

