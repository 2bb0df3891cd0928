"""From the content of a rulebook (plain data) to typed, resolved entries.

Content is what the digest is of, and what the ledger keeps: a rulebook can be made again from it alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any as Data
from typing import Protocol

import rfc8785

from engine.law.citations import Forms
from engine.law.conditions import All, Any, Applies, Condition, Not, any_of
from engine.law.formulas import Constant
from engine.law.model import (
    DOUBTFUL,
    AssessmentFile,
    EndEntry,
    FactEntry,
    FormulaEntry,
    InstrumentsFile,
    ProvisionEntry,
    TableEntry,
    VersionEntry,
    VocabularyFile,
)
from engine.law.problems import nearest, shown
from engine.law.rulebook import (
    End,
    Fact,
    Instrument,
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
from engine.law.trees import TreeReader, parse_value, simplify
from engine.law.values import day

Content = dict[str, Data]
Entry = tuple[str, str]  # kind and id of a top-level entry


class Reporter(Protocol):
    """Collects problems at a path inside an entry."""

    def __call__(
        self, entry: Entry, path: Path, code: str, found: str = "", expected: str = "", near: str = ""
    ) -> None: ...


def canonical(content: Content) -> bytes:
    return rfc8785.dumps(content)


def digest_of(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


class Compiler:
    def __init__(self, content: Content, report: Reporter):
        self.content = content
        self.report = report
        self.vocabulary = VocabularyFile.model_validate(
            {**content["vocabulary"], "facts": {fact["path"]: _fact_data(fact) for fact in content["vocabulary"]["facts"]}}
        )
        self.law = InstrumentsFile.model_validate(content["instruments"])
        self.instruments = self._instruments()
        self.forms = Forms(
            {name: text.model_dump() for name, text in self.law.laws.items()},
            {name: text.model_dump() for name, text in self.law.citation_words.items()},
        )
        self.entries = [ProvisionEntry.model_validate(data) for data in content["provisions"]]
        self.lists: dict[str, list[str]] = {}
        for entry in self.entries:
            if entry.row:
                self.lists.setdefault(entry.row.list, []).append(entry.id)
        self.facts: dict[str, Fact] = {}

    def rulebook(self) -> Rulebook:
        self._facts()
        bases = {name: tuple(paths) for name, paths in self.vocabulary.bases.items()}
        self.bases = bases
        for name, paths in bases.items():
            for path in paths:
                if path not in self.facts:
                    near = nearest(path, self.facts)
                    self.report(("vocabulary", "bases"), (name,), "unknown-fact", path, near=near)
        provisions = {entry.id: self._provision(entry) for entry in self.entries}
        tables = {
            entry.id: self._table(entry)
            for entry in (TableEntry.model_validate(data) for data in self.content["tables"])
        }
        formulas = {
            entry.id: self._formula(entry)
            for entry in (FormulaEntry.model_validate(data) for data in self.content["formulas"])
        }
        content = canonical(self.content)
        return Rulebook(
            digest=digest_of(content),
            content=content,
            facts=self.facts,
            groups={name: text.model_dump() for name, text in self.vocabulary.groups.items()},
            limits=dict(self.vocabulary.limits),
            bases=bases,
            instruments=self.instruments,
            forms=self.forms,
            read_through={kind: day(text) for kind, text in self.law.read_through.items()},
            provisions=provisions,
            tables=tables,
            formulas=formulas,
            assessment=AssessmentFile.model_validate(self.content["assessment"]),
        )

    def _instruments(self) -> dict[str, Instrument]:
        words = self.law.citation_words
        found = {}
        for id_, entry in self.law.instruments.items():
            form = words[entry.kind]
            found[id_] = Instrument(
                id_,
                entry.kind,
                entry.number,
                day(entry.promulgated),
                {lang: getattr(form, lang).format(entry.number, entry.promulgated) for lang in ("ko", "en")},
                entry.effect.model_dump(),
            )
        return found

    def _facts(self) -> None:
        for order, (path, entry) in enumerate(self.vocabulary.facts.items()):
            self.facts[path] = self._fact(path, entry, order)
        for path, entry in self.vocabulary.facts.items():
            where = ("facts", path)
            for side in ("at_least", "after", "at_most"):
                other = getattr(entry.bounds, side) if entry.bounds else None
                if other is not None and other not in self.facts:
                    self.report(where, ("bounds", side), "unknown-fact", other, near=nearest(other, self.facts))
            if entry.ask_after is not None and entry.ask_after not in self.facts:
                self.report(where, ("ask_after",), "unknown-fact", entry.ask_after, near=nearest(entry.ask_after, self.facts))
            if entry.derived is not None:
                formula = self._reader(where).formula(entry.derived, ("derived",))
                self.facts[path] = replace(self.facts[path], derived=formula)

    def _fact(self, path: str, entry: FactEntry, order: int) -> Fact:
        presumed = None
        if entry.presumed is not None:
            presumed = parse_value(entry.type, entry.presumed.value)
            self._cites(("facts", path), ("presumed", "cites"), entry.presumed.cites)
            if presumed is None or (entry.choices and presumed not in entry.choices):
                expected = ", ".join(entry.choices) or f"a {entry.type}"
                self.report(("facts", path), ("presumed", "value"), "wrong-type", shown(entry.presumed.value), expected)
        if entry.type in ("choice", "choices") and not entry.choices:
            self.report(("facts", path), (), "missing-key", expected="choices")
        silent = entry.derived is not None or entry.presumed is not None or entry.by_engine or entry.type == "text"
        if entry.question is None and not silent:
            self.report(("facts", path), (), "missing-text", path, "question")
        return Fact(
            path=path,
            scope=entry.scope,
            type=entry.type,
            label=entry.label.model_dump(),
            question=entry.question.model_dump() if entry.question else None,
            choices={name: text.model_dump() for name, text in entry.choices.items()},
            evidence=tuple(text.model_dump() for text in entry.evidence),
            presumed=entry.presumed,
            presumed_value=presumed,
            bounds=entry.bounds,
            derived=None,
            ask_after=entry.ask_after,
            by_engine=entry.by_engine,
            order=order,
            example=entry.example,
        )

    def _reader(self, entry: Entry) -> TreeReader:
        def report(path: Path, code: str, found: str = "", expected: str = "", near: str = "") -> None:
            self.report(entry, path, code, found, expected, near)

        return TreeReader(self.facts, self.lists, report)

    def _provision(self, entry: ProvisionEntry) -> Provision:
        where = ("provisions", entry.id)
        many = bool(entry.versions)
        if many and (entry.applies or entry.when or entry.unless or entry.ends):
            self.report(where, (), "rule-model", "give either `versions:` or `applies`, `when` and `unless`, not both")
        sources: Sequence[VersionEntry] = entry.versions or [entry]
        versions, arms = [], []
        for i, version in enumerate(sources):
            path: Path = ("versions", i) if many else ()
            made = self._version(where, path, f"{entry.id}@{i + 1}", version, entry)
            versions.append(made)
            if made.body is not None:
                arms.append(made.body)
        if entry.otherwise:
            applied: list[Condition] = [Not(Applies(v.key)) for v in versions]
            arms.append(All(tuple(applied)) if len(applied) > 1 else applied[0])
        concludes = tuple((path, self._conclusion(where, path, raw)) for path, raw in entry.concludes.items())
        return Provision(
            id=entry.id,
            title=entry.title.model_dump(),
            scope=entry.scope,
            versions=tuple(versions),
            otherwise=entry.otherwise,
            row=(entry.row.list, entry.row.label) if entry.row else None,
            concludes=tuple((path, value) for path, value in concludes if value is not None),
            note=entry.note.model_dump() if entry.note else None,
            tree=any_of(arms) if arms else Any(()),
            source=entry.id,
        )

    def _conclusion(self, where: Entry, path: str, raw: object) -> Data:
        fact = self.facts.get(path)
        if fact is None:
            self.report(where, ("concludes", path), "unknown-fact", path, near=nearest(path, self.facts))
            return None
        value = parse_value(fact.type, raw)
        if value is None or (fact.choices and value not in fact.choices):
            expected = ", ".join(fact.choices) or f"a {fact.type}"
            self.report(where, ("concludes", path), "wrong-type", shown(raw), expected)
        return value

    def _version(
        self, where: Entry, path: Path, key: str, entry: VersionEntry, parent: VersionEntry | None = None
    ) -> Version:
        period = self._period(where, path, entry)
        reader = self._reader(where)
        cites = tuple(entry.cites) or (tuple(parent.cites) if parent else ())
        self._cites(where, (*path, "cites"), cites)
        reading = entry.reading or (parent.reading if parent else None) or "primary"
        parts: list[Condition] = []
        if period.starts or period.ends or reading in DOUBTFUL:
            parts.append(Applies(key))
        if entry.when is not None:
            when = reader.condition(entry.when, (*path, "when"))
            parts += [when] if when is not None else []
        for i, data in enumerate(entry.unless):
            proviso = reader.condition(data, (*path, "unless", i))
            parts += [Not(proviso)] if proviso is not None else []
        if not parts and entry.when is None:
            self.report(where, path, "missing-key", expected="when")
        return Version(key, period, simplify(parts) if parts else None, cites, reading)

    def _period(self, where: Entry, path: Path, entry: VersionEntry) -> Period:
        starts = entry.applies
        made = []
        for start in starts:
            self._basis(where, (*path, "applies"), start.basis)
            self._instrument(where, (*path, "applies"), start.by)
            if (start.start is None) == (start.on is None):
                self.report(where, (*path, "applies"), "missing-key", expected="either from or on")
            made.append(Start(start.basis, start.by, _day(start.start), _day(start.on)))
        ends = []
        for i, end in enumerate(entry.ends):
            basis = end.basis or (starts[0].basis if starts else None)
            if basis is None:
                self.report(where, (*path, "ends", i), "missing-key", expected="basis")
                continue
            self._basis(where, (*path, "ends", i), basis)
            self._instrument(where, (*path, "ends", i), end.by)
            ends.append(self._end(end, basis))
        return Period(tuple(made), tuple(ends))

    @staticmethod
    def _end(end: EndEntry, basis: str) -> End:
        return End(basis, day(end.before), end.by)

    def _basis(self, where: Entry, path: Path, basis: str) -> None:
        if basis not in self.bases:
            self.report(where, path, "unknown-basis", basis, ", ".join(self.bases), nearest(basis, self.bases))

    def _instrument(self, where: Entry, path: Path, by: str) -> None:
        if by not in self.instruments:
            self.report(where, path, "unknown-instrument", by, near=nearest(by, self.instruments))

    def _cites(self, where: Entry, path: Path, cites: Sequence[str]) -> None:
        for cite in cites:
            if not self.forms.known(cite, self.instruments):  # type: ignore[arg-type]
                self.report(where, path, "cite-form", cite)

    def _table(self, entry: TableEntry) -> Table:
        where = ("tables", entry.id)
        rows = []
        for i, row in enumerate(entry.rows):
            path: Path = ("rows", i)
            gate = f"{entry.id}#{i + 1}"
            version = self._version(where, path, gate, row)
            keys = {name: tuple(values) for name, values in row.keys.items()}
            for name in entry.keys:
                if name not in keys:
                    self.report(where, (*path, "for"), "missing-key", expected=name)
            for name, values in keys.items():
                allowed = entry.keys.get(name, [])
                for value in values:
                    if value not in allowed:
                        near = nearest(value, allowed)
                        self.report(where, (*path, "for"), "not-a-choice", value, ", ".join(allowed), near)
            fraction = None
            if entry.type == "ratio":
                scaled = parse_value("ratio", row.value)
                if scaled is None:
                    self.report(where, (*path, "value"), "bad-ratio", shown(row.value))
                value = Constant(scaled.low) if scaled else Constant(0)  # type: ignore[union-attr,arg-type]
                fraction = str(row.value)
            else:
                value = self._reader(where).formula(row.value, (*path, "value")) or Constant(0)  # type: ignore[assignment]
            rows.append(Row(version, gate, version.body or All(()), keys, value, fraction))
        keys_of = {name: tuple(values) for name, values in entry.keys.items()}
        return Table(entry.id, entry.title.model_dump(), entry.scope, keys_of, entry.type, entry.complete, tuple(rows))

    def _formula(self, entry: FormulaEntry) -> NamedFormula:
        where = ("formulas", entry.id)
        self._cites(where, ("cites",), entry.cites)
        value = self._reader(where).formula(entry.value, ("value",)) or Constant(0)
        return NamedFormula(entry.id, entry.title.model_dump(), entry.scope, tuple(entry.cites), entry.reading, value)


def _day(text: str | None) -> int | None:
    return None if text is None else day(text)


def _fact_data(fact: Mapping[str, Data]) -> dict[str, Data]:
    data = {key: value for key, value in fact.items() if key != "path"}
    if "choices" in data:
        data["choices"] = {choice["key"]: {"ko": choice["ko"], "en": choice["en"]} for choice in data["choices"]}
    return data


