"""The rulebook: vocabulary, instruments, provisions, tables and formulas as one immutable value with a hash.

Two times run through it. *Application time*: does a version reach this amount (``Period``)? *Knowledge time*,
``known_on``: a version exists only if its instrument was promulgated by then, and an end counts only from its own
instrument; of several ends the one set last, as far as known, holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from engine.law.citations import Forms
from engine.law.conditions import Condition
from engine.law.filing_model import EvidenceEntry, FormEntry
from engine.law.formulas import Formula
from engine.law.model import SCOPES, AssessmentFile, Bounds, EmptyList, Presumption
from engine.law.values import Value

Words = dict[str, str]  # text by language


@dataclass(frozen=True, slots=True)
class Fact:
    path: str
    scope: str
    type: str
    label: Words
    question: Words | None
    choices: dict[str, Words]
    evidence: tuple[Words, ...]
    presumed: Presumption | None
    presumed_value: Value | None
    bounds: Bounds | None
    derived: Formula | None
    ask_after: tuple[str, ...]  # asked only once these facts are known
    by_engine: bool  # supplied by gongje itself, never by the claim
    order: int  # place in the vocabulary: the order in which it is asked
    arrangeable: bool = False  # the taxpayer brings it about
    identifies: bool = False  # names the taxpayer
    example: object = None


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of a claim or an investment. The facts of an entry have ``path`` as their scope."""

    path: str
    scope: str
    label: Words
    question: Words | None
    evidence: tuple[Words, ...]
    presumed: EmptyList | None
    by_engine: bool
    period: tuple[str, str] | None
    total: str | None
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    id: str
    kind: str
    number: str
    promulgated: int
    name: Words
    effect: Words


@dataclass(frozen=True, slots=True)
class Start:
    """Beginning on one basis: from a day, or (``on``) the period that contains a day."""

    basis: str
    by: str
    start: int | None
    on: int | None


@dataclass(frozen=True, slots=True)
class End:
    basis: str
    before: int
    by: str


@dataclass(frozen=True, slots=True)
class Period:
    starts: tuple[Start, ...]
    ends: tuple[End, ...]

    def instruments(self) -> set[str]:
        return {s.by for s in self.starts} | {e.by for e in self.ends}


ALWAYS = Period((), ())


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a provision, or one row of a table. ``key`` names it in Applies leaves."""

    key: str
    period: Period
    body: Condition | None
    cites: tuple[str, ...]
    reading: str
    judged: bool = False  # stands beside one of the law, without its doubt


@dataclass(frozen=True, slots=True)
class Provision:
    id: str
    title: Words
    scope: str
    versions: tuple[Version, ...]
    otherwise: bool | None
    row: tuple[str, str] | None  # list, label
    concludes: tuple[tuple[str, Value], ...]
    note: Words | None
    tree: Condition
    source: str
    yields: bool  # a stated fact prevails over what it concludes
    judgement: Words | None = None  # what a named professional may judge
    judged: Condition | None = None  # the tree with what a judgement says; the same as ``tree`` where there is none
    judged_versions: tuple[Version, ...] = ()
    contradicted: Condition | None = None  # where a judgement contradicts a verified reading of certain facts

    @property
    def decided(self) -> Condition:
        """The tree that evaluators decide."""
        return self.tree if self.judged is None else self.judged


@dataclass(frozen=True, slots=True)
class Row:
    version: Version
    gate: str  # id under which evaluators report the truth of the row
    tree: Condition
    keys: dict[str, tuple[str, ...]]
    value: Formula
    fraction: str | None  # a constant rate as written


@dataclass(frozen=True, eq=False)
class Table:
    id: str
    title: Words
    scope: str
    keys: dict[str, tuple[str, ...]]
    type: str
    complete: bool
    rows: tuple[Row, ...]

    def rows_for(self, keys: Mapping[str, str]) -> tuple[Row, ...]:
        """Rows whose keys fit; their gates are not looked at."""
        return self._rows_by_key.get(tuple(keys[name] for name in self.keys), ())

    @cached_property
    def _rows_by_key(self) -> dict[tuple[str, ...], tuple[Row, ...]]:
        found: dict[tuple[str, ...], tuple[Row, ...]] = {}
        for row in self.rows:
            for key in product(*(row.keys[name] for name in self.keys)):
                found[key] = (*found.get(key, ()), row)
        return found


@dataclass(frozen=True, slots=True)
class NamedFormula:
    id: str
    title: Words
    scope: str
    type: str  # won, ratio, date, count or bool
    cites: tuple[str, ...]
    reading: str
    value: Formula


@dataclass(frozen=True, eq=False)
class Rulebook:
    digest: str
    content: bytes  # canonical JSON of all rule files: what the digest is of
    facts: dict[str, Fact]
    lists: dict[str, ListOf]
    groups: dict[str, Words]
    limits: dict[str, int]
    bases: dict[str, tuple[str, ...]]
    instruments: dict[str, Instrument]
    forms: Forms
    read_through: dict[str, int]
    provisions: dict[str, Provision]
    tables: dict[str, Table]
    formulas: dict[str, NamedFormula]
    filing_forms: tuple[FormEntry, ...]
    filing_evidence: tuple[EvidenceEntry, ...]
    assessment: AssessmentFile

    @cached_property
    def versions(self) -> dict[str, Version]:
        """Every version of every provision and table row, by key; those that a judgement frees from doubt too."""
        found = {v.key: v for p in self.provisions.values() for v in (*p.versions, *p.judged_versions)}
        found.update({r.version.key: r.version for t in self.tables.values() for r in t.rows})
        return found

    @cached_property
    def concluders(self) -> dict[str, tuple[str, ...]]:
        """Per fact the provisions that conclude it."""
        found: dict[str, tuple[str, ...]] = {}
        for provision in self.provisions.values():
            for path, _ in provision.concludes:
                found[path] = (*found.get(path, ()), provision.id)
        return found

    @cached_property
    def judgeable(self) -> tuple[Provision, ...]:
        """Provisions that a named professional may judge."""
        return tuple(p for p in self.provisions.values() if p.judgement is not None)

    def outward(self, scope: str) -> tuple[str, ...]:
        """A scope and those it belongs to: an amount to its investment, an entry of a list to what has the list."""
        if scope in self.lists:
            return (scope, *self.outward(self.lists[scope].scope))
        return SCOPES[SCOPES.index(scope) :: -1]

    def citation(self, cite: str, lang: str) -> str:
        return self.forms.full(cite, self.instruments, lang)  # type: ignore[arg-type]


def known(instruments: Mapping[str, Instrument], by: str, known_on: int) -> bool:
    return instruments[by].promulgated <= known_on


Seen = tuple[tuple[Start, ...], tuple[End, ...]]


def effective(period: Period, instruments: Mapping[str, Instrument], known_on: int) -> Seen | None:
    """What a version's application takes, as known on a day; None if it was not known yet, or no day is left to it
    because a later instrument replaced it before it took effect."""
    seen = as_seen(period, instruments, known_on)
    if seen is None:
        return None
    starts, ends = seen
    begun = {start.basis: start.start for start in starts if start.start is not None}
    return None if any(end.basis in begun and begun[end.basis] >= end.before for end in ends) else seen


def as_seen(period: Period, instruments: Mapping[str, Instrument], known_on: int) -> Seen | None:
    """Starts, and per basis the end that governs, as known on a day; None if the version was not yet known."""
    if not all(known(instruments, s.by, known_on) for s in period.starts):
        return None
    governing: dict[str, End] = {}
    for end in sorted(period.ends, key=lambda e: instruments[e.by].promulgated):
        if known(instruments, end.by, known_on):
            governing[end.basis] = end
    return period.starts, tuple(governing.values())
