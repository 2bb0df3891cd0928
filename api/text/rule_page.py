"""One entry of a rulebook in words: a provision, table, formula or fact with its history, citations and readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from api.text.layout import rows, wrap
from api.text.rule_words import formula_text, tree_lines, without_period
from api.text.words import Words
from engine.assessment.lint import readers
from engine.claims.reader import ENDS, INVESTED_ON, STARTS
from engine.inference.derivation import Explainer, shown
from engine.inference.entity import Entity
from engine.law.rulebook import Fact, NamedFormula, Provision, Row, Table, Version
from engine.law.values import Facts, Truth, day, exactly, iso

INDENT = "  "
REACHES: dict[Truth, str] = {True: "show.applies", False: "show.applies-not", None: "show.applies-open"}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, eq=False)
class Page:
    """Entries as known on a day; ``on`` is the day of an investment for which to say what applies. Where versions and
    rows are compared by what they say, they are not ``numbered``."""

    words: Words
    known_on: int
    on: int | None
    width: int
    numbered: bool = True

    def names(self) -> list[str]:
        book = self.words.rulebook
        return [*book.provisions, *book.tables, *book.formulas, *book.facts]

    def lines(self, name: str) -> Iterator[str]:
        for block in self.blocks(name):
            yield from block

    def blocks(self, name: str) -> Iterator[list[str]]:
        """The lines of an entry: what stands before its versions or rows, each of these, and what stands after."""
        book = self.words.rulebook
        if name in book.provisions:
            yield from self.provision(book.provisions[name])
        elif name in book.tables:
            yield from self.table(book.tables[name])
        elif name in book.formulas:
            yield list(self.formula(book.formulas[name]))
        else:
            yield list(self.fact(book.facts[name]))

    # -- kinds of entries

    def provision(self, entry: Provision) -> Iterator[list[str]]:
        say = self.words.say
        pairs = [(say("show.row"), " ".join(entry.row))] if entry.row else []
        for path, value in entry.concludes:
            said = self.words.fact_value(path, shown(self.words.rulebook, path, value))
            concluded = say("tree.fact", label=self.words.label(path), value=said)
            said = say("show.yields", concluded=concluded) if entry.yields else concluded
            pairs.append((say("show.concludes"), said))
        if entry.judgement:
            pairs.append((say("show.judgement"), self.words.pick(entry.judgement)))
        if entry.note:
            pairs.append((say("show.note"), self.words.pick(entry.note)))
        yield list(self.head("provision", entry.id, self.words.pick(entry.title), entry.scope, pairs))
        for i, version in enumerate(entry.versions):
            yield list(self.version(self.heading("show.version", i), version, []))
        after = [*self.readers("provision", entry.id)]
        if entry.otherwise is not None:
            after.insert(0, f"{say('show.otherwise')}: {say('truth.true' if entry.otherwise else 'truth.false')}")
        yield after

    def table(self, entry: Table) -> Iterator[list[str]]:
        yield list(self.head("table", entry.id, self.words.pick(entry.title), entry.scope, []))
        for i, row in enumerate(entry.rows):
            yield list(self.version(self.heading("show.row-number", i), row.version, self.row(row)))
        yield list(self.readers("table", entry.id))

    def heading(self, key: str, i: int) -> str:
        return self.words.say(key, number=i + 1 if self.numbered else "").strip()

    def row(self, row: Row) -> Pairs:
        keys = "; ".join(": ".join(self.keys(name, values)) for name, values in row.keys.items())
        rate = row.fraction
        value = self.words.number("ratio", rate) if rate else formula_text(self.words, row.value)
        return [*([(self.words.say("show.for"), keys)] if keys else []), (self.words.say("show.value"), value)]

    def keys(self, name: str, values: Sequence[str]) -> tuple[str, str]:
        """What a row is for: tiers and schemes by their labels, choices of a fact by those of the fact, else as it is
        written."""
        words, frame = self.words, self.words.rulebook.assessment
        if {entry.tier for entry in frame.tiers}.issuperset(values):
            return words.say("tier"), ", ".join(map(words.tier, values))
        if {entry.scheme for entry in frame.schemes}.issuperset(values):
            return words.say("change.scheme"), ", ".join(map(words.scheme, values))
        for fact in words.rulebook.facts.values():
            if fact.path.rpartition(".")[2] == name and fact.choices.keys() >= set(values):
                return words.label(fact.path), ", ".join(words.choice(fact.path, value) for value in values)
        return name, ", ".join(values)

    def formula(self, entry: NamedFormula) -> Iterator[str]:
        say = self.words.say
        pairs = [
            (say("show.reading"), say(f"grade.{entry.reading}")),
            (say("show.cites"), self.words.cites(entry.cites)),
            (say("show.value"), formula_text(self.words, entry.value)),
        ]
        yield from self.head("formula", entry.id, self.words.pick(entry.title), entry.scope, pairs)
        yield from self.readers("formula", entry.id)

    def fact(self, entry: Fact) -> Iterator[str]:
        yield from self.head("fact", entry.path, self.words.label(entry.path), entry.scope, self.fact_pairs(entry))
        yield from self.readers("fact", entry.path)

    def fact_pairs(self, entry: Fact) -> Pairs:
        """What may be said for a fact, what proves it, and from what it follows."""
        words, say = self.words, self.words.say
        pairs = [(say("show.type"), say(f"type.{entry.type}"))]
        if entry.choices:
            pairs.append((say("show.choices"), words.choices(entry.path)))
        if entry.question:
            pairs.append((say("show.question"), words.pick(entry.question)))
        if entry.evidence:
            pairs.append((say("show.evidence"), "; ".join(map(words.pick, entry.evidence))))
        if entry.presumed:
            value = words.fact_value(entry.path, entry.presumed.value)
            because = words.cited(words.pick(entry.presumed.because.model_dump()), entry.presumed.cites)
            pairs.append((say("show.presumed"), say("show.presumed-because", value=value, because=because)))
        if entry.derived is not None:
            pairs.append((say("show.derived"), formula_text(words, entry.derived)))
        if concluders := words.rulebook.concluders.get(entry.path):
            pairs.append((say("show.concluded"), ", ".join(map(self.named, concluders))))
        return pairs

    # -- parts of them

    def head(self, kind: str, name: str, title: str, scope: str, pairs: Pairs) -> Iterator[str]:
        say = self.words.say
        yield wrap(f"{title} ({name})", self.width)
        first = [(say("show.kind"), say(f"kind.{kind}")), (say("show.scope"), self.words.scope(scope))]
        yield from rows([*first, *pairs], self.width, INDENT)

    def version(self, heading: str, version: Version, pairs: Pairs) -> Iterator[str]:
        say = self.words.say
        explainer = Explainer(self.words.rulebook, Entity("amount", self.dates), self.known_on)
        period = self.words.span(explainer.period(version.key), iso(self.known_on))
        yield wrap(period or say("show.always"), self.width, f"{heading}: ")
        if self.on is not None:
            reaches = say(REACHES[explainer.reach(version)])
            pairs = [*pairs, (say("show.on", day=iso(self.on)), reaches)]
        grade = (say("show.reading"), say(f"grade.{version.reading}"))
        cites = (say("show.cites"), self.words.cites(version.cites))
        yield from rows([*pairs, grade, cites], self.width, INDENT)
        for line in tree_lines(self.words, without_period(version.body), INDENT):
            indent = line[: len(line) - len(line.lstrip())]
            yield wrap(line.strip(), self.width, indent, indent + INDENT)

    @property
    def dates(self) -> Facts:
        """The day of investment and the calendar year around it; other dates stay open."""
        if self.on is None:
            return {}
        year = iso(self.on)[:4]
        days = {INVESTED_ON: iso(self.on), STARTS: f"{year}-01-01", ENDS: f"{year}-12-31"}
        return {path: exactly(day(text)) for path, text in days.items()}

    def readers(self, kind: str, name: str) -> Iterator[str]:
        found = [self.node(reader) for reader in self._readers.get(f"{kind}:{name}", [])]
        listed = ", ".join(found) if found else self.words.say("show.nobody")
        yield wrap(listed, self.width, f"{self.words.say('show.readers')}: ", INDENT)

    @cached_property
    def _readers(self) -> dict[str, list[str]]:
        return readers(self.words.rulebook)

    def node(self, reader: str) -> str:
        kind, _, name = reader.partition(":")
        return f"{self.words.say(f'kind.{kind}')} {name}" if kind in ("assessment", "filing") else self.named(name)

    def named(self, name: str) -> str:
        return f"{self.words.entry(name)} ({name})"
