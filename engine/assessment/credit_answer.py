"""The credit of the claim as the answer shows it: per scheme, figure by figure, each with its workings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor

from engine.assessment import missing
from engine.assessment.asking import open_inputs
from engine.assessment.figures import REVIEW, Figure, Recapture, Workings
from engine.assessment.money import Amounts, hull
from engine.assessment.numbers import Document, difference, put_day, put_won, won
from engine.assessment.workings import Step
from engine.assessment.year import at_stake, refused, year_of
from engine.inference.derivation import Explainer, Node, shown
from engine.law.conditions import FactTest
from engine.law.formulas import Aggregate, walk
from engine.law.rulebook import Rulebook
from engine.law.values import Interval, Number, decimal_text, iso

# Figures of the tax year that stand under their own key as well.
BASE, FLOOR, EXPOSURE = "base_krw", "floor_krw", "exposure_krw"


@dataclass(frozen=True)
class CreditAnswer:
    """``scheme`` is the one that is taken, None while that is open; ``workings`` are of those that may be."""

    explainer: Explainer
    ids: list[str]  # of the investments
    investments: list[Amounts]
    workings: Mapping[str, Workings]
    scheme: str | None
    closed: bool  # the scheme asked for is not open in this tax year
    known_open: dict[str, list[str]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def rulebook(self) -> Rulebook:
        return self.explainer.rulebook

    @property
    def taken(self) -> list[Workings]:
        return [self.workings[self.scheme]] if self.scheme else list(self.workings.values())

    @property
    def base(self) -> Interval:
        """Base credit under the scheme that is, or may be, taken, in won."""
        return hull(one.year.base for one in self.taken)

    @property
    def total(self) -> Interval:
        """Credit of the tax year, likewise."""
        return hull(one.figure(self.rulebook.assessment.total).value for one in self.taken)

    def document(self) -> Document:
        document = {**self.sums(), "schemes": [self.of_scheme(name) for name in self.workings]}
        for entry in self.rulebook.assessment.figures:
            put_won(document, entry.figure, hull(one.figure(entry.figure).value for one in self.taken))
        if len(self.taken) == 1:
            (workings,) = self.taken
            seen: set[int] = set()
            document["figures"] = {name: self.figure(figure, seen) for name, figure in workings.figures.items()}
            document["carried"] = [self.carried(entry) for entry in workings.carried]
            document["recapture"] = [self.recapture(entry) for entry in workings.recaptured]
        return document

    def sums(self) -> Document:
        """The scheme and the base credit under it."""
        document: Document = {"scheme": self.scheme, "requested_scheme_closed": self.closed}
        document |= {"schemes": [], "bounds": {}}
        base = self.base
        floor = hull(year_of(self.rulebook, self.investments, one.year.scheme, refused).base for one in self.taken)
        put_won(document, BASE, base)
        put_won(document, FLOOR, floor)
        exact = base.exact is not None and floor.exact is not None
        stake = hull(at_stake(self.rulebook, self.investments, one.year.scheme) for one in self.taken)
        put_won(document, EXPOSURE, difference(base, floor) if exact else stake)
        return document

    def of_scheme(self, name: str) -> Document:
        workings = self.workings[name]
        document: Document = {"scheme": name, "bounds": {}}
        put_won(document, BASE, workings.year.base)
        for entry in self.rulebook.assessment.figures:
            if entry.compared:
                put_won(document, entry.figure, workings.figure(entry.figure).value)
        return document

    @staticmethod
    def carried(entry: Mapping[str, Interval]) -> Document:
        document: Document = {"bounds": {}}
        put_day(document, "arose_in", entry["arose_in"])
        put_day(document, "last_day", entry["last_day"])
        put_won(document, "amount_krw", entry["amount"])
        put_won(document, "used_krw", entry["used"])
        return document

    def recapture(self, entry: Recapture) -> Document:
        document: Document = {"investment": self.ids[entry.investment], "bounds": {}}
        put_day(document, "taken_in", entry.year)
        put_won(document, "credit_krw", entry.credit)
        put_won(document, "interest_krw", entry.interest)
        return document

    def figure(self, figure: Figure, seen: set[int]) -> Document:
        document: Document = {"label": figure.label, "outcome": figure.outcome, "bounds": {}}
        put_won(document, "value_krw", figure.value)
        if figure.alternatives:
            beside: Document = {"bounds": {}}
            for key, value in figure.alternatives.items():
                put_won(beside, key, value)
            document["beside"] = beside
        if figure.outcome == REVIEW:
            document["hangs_on"] = [self.doubt(name) for name in figure.hangs_on]
        document["missing"] = self.missing(figure)
        document["because"] = self.because(figure.step, seen)
        return document

    def doubt(self, name: str) -> Node:
        provision = self.rulebook.provisions.get(name)
        version = self.explainer.governing(provision) if provision else self.explainer.version(name)
        return self.explainer.doubt(name, version)

    def assumptions(self) -> set[str]:
        """Presumptions that the figures rest on: facts and lists that nobody stated."""
        steps = [step for one in self.taken for figure in one.figures.values() for step in figure.step.walk()]
        tested = [id_ for step in steps for id_ in step.provisions]
        leaves = [leaf for name in self.explainer.support(tested) for leaf in self.explainer.deciding(name)]
        read = {leaf.fact for leaf in leaves if isinstance(leaf, FactTest)} & self.explainer.entity.presumed
        for step in steps:
            read |= {path for path in step.facts if path in step.entity.presumed}
        funded = [amounts[0][0].entity.parent for amounts in self.investments if amounts]
        return read | {name for owner in funded if owner for name in owner.presumed & self.deducted_lists}

    def resting_on(self, provision: str) -> list[str]:
        """Figures that read a provision on the way."""
        every = {name: figure for one in self.taken for name, figure in one.figures.items()}
        return [name for name, figure in every.items() if any(provision in s.provisions for s in figure.step.walk())]

    @property
    def deducted_lists(self) -> set[str]:
        """Lists that the deduction from the amount invested reads."""
        formula = self.rulebook.formulas[self.rulebook.assessment.year.deducted]
        return {node.scope for node in walk(formula.value) if isinstance(node, Aggregate)}

    def because(self, step: Step, seen: set[int]) -> Node:
        """A step with all it rests on; one that was shown before is only named."""
        formula = step.formula
        node: Node = {"formula": formula.id, "value": _value(formula.type, step.value)}
        if id(step) in seen:
            return {**node, "shown": True}
        seen.add(id(step))
        facts = {path: shown(self.rulebook, path, value) for path, value in step.facts.items()}
        rates = [self.row(gate) for gate in step.rows]
        return {
            **node,
            "title": dict(formula.title),
            "cites": list(formula.cites),
            "reading": formula.reading,
            "facts": facts,
            "rates": rates,
            "provisions": dict(step.provisions),
            "from": [self.because(part, seen) for part in step.steps],
        }

    def row(self, gate: str) -> Node:
        table = self.rulebook.tables[gate.partition("#")[0]]
        row = next(row for row in table.rows if row.gate == gate)
        return {"row": gate, "title": dict(table.title), "value": row.fraction, "cites": list(row.version.cites)}

    def open_facts(self, name: str) -> list[str]:
        """Open facts of a provision or row; many figures ask for the same."""
        if name not in self.known_open:
            self.known_open[name] = missing.open_facts(self.explainer, name)
        return self.known_open[name]

    def missing(self, figure: Figure) -> list[Node]:
        """What would close the gap of an open figure, or settle the reading on which it hangs."""
        step = figure.doubted if figure.outcome == REVIEW else figure.step
        facts, lists = open_inputs(step, self.explainer, self.open_facts)
        asked = missing.in_order({path: self.rulebook.facts[path] for path in facts})
        listed = [self.rulebook.lists[name] for name in sorted(lists) if not self.rulebook.lists[name].by_engine]
        return [
            *(missing.entry(self.explainer, fact, [figure.name]) for fact in asked),
            *(missing.list_entry(entry, [figure.name]) for entry in listed),
        ]


def _value(kind: str, value: object) -> object:
    if not isinstance(value, Interval):
        return value
    low, high = (None if end is None else _number(kind, end) for end in (value.low, value.high))
    return low if value.exact is not None else {"at_least": low, "at_most": high}


def _number(kind: str, number: Number) -> object:
    """Fractions of a won are not shown; a ratio that is no decimal stays a fraction."""
    if kind == "date":
        return iso(number)
    if kind == "ratio":
        try:
            return decimal_text(number)
        except ValueError:
            return str(number)
    return won(floor(number))
