"""The figures of a claim in the lines of the forms, each with what it rests on. The rules say which form has which.

What is open stands as bounds, never as a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.assessment.answer import Answer
from engine.assessment.figures import CERTAIN, REVIEW, UNDETERMINED, Workings
from engine.assessment.money import NOTHING, hull
from engine.assessment.numbers import Document, put_day, put_won
from engine.assessment.verdict import rates_of
from engine.claims.reader import ENDS, STARTS
from engine.filing.doubts import CONTESTED, HANGS_ON, NOTHING_BEFORE, Doubts, Earlier, named
from engine.inference.derivation import Node
from engine.inference.view import View
from engine.law.filing_checks import BASE
from engine.law.filing_model import ColumnEntry, FormEntry, LineEntry, ListingEntry
from engine.law.rulebook import Rulebook
from engine.law.values import OPEN, Interval, Value, day, iso

FORMAT = 1
STATED, MISSING = "stated", "missing"
OUTCOME = "outcome"
PARTS = "parts"


@dataclass(frozen=True)
class Filing:
    """What is filed for the claim of an answer."""

    answer: Answer
    before: Earlier = NOTHING_BEFORE

    @property
    def rulebook(self) -> Rulebook:
        return self.answer.rulebook

    @cached_property
    def assessment(self) -> dict[str, Any]:
        return self.answer.document()

    @cached_property
    def doubts(self) -> Doubts:
        return Doubts(self.answer, self.entries(PARTS), self.before)

    def document(self) -> Document:
        facts, years = self.answer.root.facts, self.rulebook.assessment.across_years
        deadlines: Document = {"bounds": {}}
        for name, formula in (("due", years.due), ("amendable_until", years.amendable_until)):
            found = View(self.rulebook, self.answer.root).formula(formula)
            put_day(deadlines, name, found if isinstance(found, Interval) else OPEN)
            deadlines[f"{name}_cites"] = list(self.rulebook.formulas[formula].cites)
        return {
            "format": FORMAT,
            "unofficial": True,
            "law": self.answer.law(),
            "tax_year": {"from": _day(facts[STARTS]), "until": _day(facts[ENDS])},
            "scheme": self.answer.credit.scheme,
            "deadlines": deadlines,
            "forms": [self.form(form) for form in self.rulebook.filing_forms if self.used(form)],
            "evidence": [item.model_dump() for item in self.rulebook.filing_evidence],
        }

    def used(self, form: FormEntry) -> bool:
        """Is the form used, as far as is known: by this taxpayer, and in a return of that day?"""
        filed = self.answer.root.facts.get(self.rulebook.assessment.across_years.filed_on, OPEN)
        assert isinstance(filed, Interval)
        if form.since is not None and filed.high is not None and filed.high < day(form.since):
            return False
        return form.when is None or self.answer.root.truths.get(form.when.provision) is not (not form.when.is_)

    def form(self, form: FormEntry) -> Document:
        holds = True if form.when is None else self.answer.root.truths.get(form.when.provision)
        return {
            "form": form.id,
            "title": form.title.model_dump(),
            "number": form.number.model_dump(),
            "reading": form.reading,
            "cites": list(form.cites),
            "applies": None if holds is None else True,
            "lines": [self.line(line) for line in form.lines if self.open(line.scheme)],
            "listings": [self.listing(listing) for listing in form.listings],
        }

    def open(self, scheme: str | None) -> bool:
        return scheme is None or any(one.year.scheme == scheme for one in self.answer.credit.taken)

    # -- lines

    def line(self, line: LineEntry) -> Document:
        document: Document = {"line": line.line, "label": line.label.model_dump()}
        if line.code is not None:
            document |= {"code": line.code, "code_reading": line.reading}
        document["bounds"] = {}
        if line.tier is not None:
            return document | self.of_tier(line, line.tier)
        if line.figure == BASE:
            return document | self.base()
        if line.figure is not None:
            return document | self.figure(line.figure)
        if line.formula is not None:
            return document | self.formula(line.formula)
        return document | self.fact(str(line.fact))

    def figure(self, name: str) -> Document:
        figures = [one.figures[name] for one in self.answer.credit.taken]
        value = hull(figure.value for figure in figures)
        formula = next(entry.formula for entry in self.rulebook.assessment.figures if entry.figure == name)
        document = _won(value, self.doubts.of_figure(figures))
        return document | {"formula": formula, "cites": list(self.rulebook.formulas[formula].cites)}

    def formula(self, id_: str) -> Document:
        formula = self.rulebook.formulas[id_]
        found = [one.view.formula(id_) for one in self.answer.credit.taken]
        value = hull(one if isinstance(one, Interval) else OPEN for one in found)
        return _value(formula.type, value) | {"formula": id_, "cites": list(formula.cites)}

    def base(self) -> Document:
        taken = self.answer.credit.taken
        rows = [row for one in taken for tier in one.year.tiers for row in self.rates(tier.tier, one)]
        return _won(hull(one.year.base for one in taken), self.doubts.of_base()) | self.traced(rows)

    def of_tier(self, line: LineEntry, tier: str) -> Document:
        """What gongje sums up for a tier. Under several schemes that may be taken, one of them fills the line."""
        path, frame = str(line.fact), self.rulebook.assessment
        taken = self.answer.credit.taken
        values: list[Interval] = []
        rows: list[str] = []
        for one in taken:
            found: Value = NOTHING
            if line.scheme in (None, one.year.scheme):
                entries = one.view.entries[frame.year.tiers]
                found = next((e.facts[path] for e in entries if e.facts[f"{frame.year.tiers}.tier"] == tier), NOTHING)
                rows += self.rates(tier, one)
            values.append(found if isinstance(found, Interval) else OPEN)
        return _won(hull(values), self.doubts.of_tier(tier)) | self.traced(rows if values != [NOTHING] else [])

    def rates(self, tier: str, one: Workings) -> Iterator[str]:
        """Rows of the rates by which parts earn the base credit in a tier."""
        for part in (part for amounts in self.answer.groups for amount in amounts for part in amount):
            if part.verdict.eligible is not False and tier in part.verdict.tiers.claimable:
                yield from rates_of(self.rulebook, part.entity, tier, one.year.scheme).rows

    def traced(self, rows: list[str]) -> Document:
        formula = self.rulebook.formulas[self.rulebook.assessment.base_credit]
        rates = list(dict.fromkeys(rows))
        cites = [*formula.cites, *(cite for row in rates for cite in self.rulebook.versions[row].cites)]
        return {"formula": formula.id, "rates": rates, "cites": list(dict.fromkeys(cites))}

    def fact(self, path: str) -> Document:
        value = self.answer.root.facts.get(path)
        return _value(self.rulebook.facts[path].type, value) | {"fact": path, "cites": []}

    # -- listings

    def listing(self, listing: ListingEntry) -> Document:
        entries = self.entries(listing.over)
        return {
            "over": listing.over,
            "label": listing.label.model_dump(),
            "columns": [{"shows": column.shows, "label": column.label.model_dump()} for column in listing.columns],
            "rows": [[_shown(entry, column) for column in listing.columns] for entry in entries],
        }

    def entries(self, over: str) -> list[dict[str, Any]]:
        """What a listing shows, in order: dated parts with the name of their investment, or a list of the credit."""
        if over == PARTS:
            investments = self.assessment["investments"]
            return [{"investment": item["id"], **part} for item in investments for part in item["parts"]]
        return list(self.assessment["credit"].get(over, ()))


def _won(value: Interval, doubts: list[Node]) -> Document:
    document: Document = {"type": "won", "bounds": {}}
    put_won(document, "value", value)
    state = UNDETERMINED if value.exact is None else REVIEW if doubts else CERTAIN
    return document | {"state": state, **named(doubts)}


def _value(kind: str, value: Value | None) -> Document:
    state = MISSING if value is None else STATED
    document: Document = {"type": kind, "bounds": {}}
    if isinstance(value, Interval) and kind in ("won", "count"):
        put_won(document, "value", value)
    elif isinstance(value, Interval) and kind == "date":
        put_day(document, "value", value)
    elif isinstance(value, str):
        document["value"] = value
    else:
        document["value"] = None
    return document | {"state": state}


def _shown(entry: Mapping[str, Any], column: ColumnEntry) -> Document:
    found: Document = {"value": entry.get(column.shows)}
    if column.shows == OUTCOME:
        found |= {key: entry[key] for key in (HANGS_ON, CONTESTED) if entry.get(key)}
    if column.shows in entry.get("bounds", {}):
        found["bounds"] = entry["bounds"][column.shows]
    return found


def _day(value: Value) -> str:
    assert isinstance(value, Interval)
    return iso(value.low or 0)
