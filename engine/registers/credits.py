"""The whole credit of each claim of a register: figures, what closes their gaps, what was used of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import floor
from typing import Any

from engine.assessment.credit_answer import BASE, EXPOSURE, FLOOR, CreditAnswer
from engine.assessment.figures import CERTAIN, REVIEW, UNDETERMINED
from engine.assessment.money import hull
from engine.assessment.numbers import Document
from engine.claims.reader import REQUIRED
from engine.inference.derivation import Node, shown
from engine.inference.entity import Entity
from engine.law.values import Interval
from engine.registers.answers import Row

SUMMED = (BASE, FLOOR, EXPOSURE)  # figures that are summed up over lines
STATES = (UNDETERMINED, REVIEW, CERTAIN)  # the first that any of several schemes has counts


@dataclass(frozen=True)
class Figure:
    """A figure of the credit in won. ``asks``: facts and lists that would close its gap, in the order of asking."""

    name: str
    label: dict[str, str]
    value: Interval
    outcome: str
    asks: tuple[str, ...]
    doubts: tuple[Node, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """An entry of a list as it was stated, by field; ``of``: the investment of an earlier year, if it is of one."""

    listed: str
    of: str | None
    facts: dict[str, object]


@dataclass(frozen=True)
class ClaimCredit:
    """``row``: what the table of claims says of the claim."""

    row: Row
    answer: CreditAnswer

    def summed(self, name: str) -> Interval:
        """A figure that is summed up over the lines of the claim."""
        low, high = (self.row[f"{name}_{side}"] for side in ("low", "high"))
        return Interval(None if low is None else int(low), None if high is None else int(high))

    @cached_property
    def documents(self) -> list[dict[str, Document]]:
        """The figures in each scheme that is, or may be, taken."""
        answer = self.answer
        return [{name: answer.figure(one, set()) for name, one in w.figures.items()} for w in answer.taken]

    @cached_property
    def figures(self) -> list[Figure]:
        """In the order of the rules; under several schemes what they have between them."""
        found = []
        for entry in self.answer.rulebook.assessment.figures:
            name = entry.figure
            each = [(w.figures[name], d[name]) for w, d in zip(self.answer.taken, self.documents, strict=True)]
            value = hull(figure.value for figure, _ in each)
            outcomes = {figure.outcome for figure, _ in each} | ({UNDETERMINED} if value.exact is None else set())
            asks = [str(node["fact"]) for _, document in each for node in _nodes(document, "missing")]
            doubts = {str(n["provision"]): n for _, document in each for n in _nodes(document, "hangs_on")}
            cites = [cite for figure, _ in each for cite in figure.step.formula.cites]
            outcome = next(state for state in STATES if state in outcomes)
            asked, cited = (tuple(dict.fromkeys(names)) for names in (asks, cites))
            label = entry.label.model_dump()
            found.append(Figure(name, label, value, outcome, asked, tuple(doubts.values()), cited))
        return found

    @property
    def flat(self) -> Row:
        """The row of the claim with all figures, each as ``<name>_low`` and ``<name>_high`` in whole won."""
        found = dict(self.row)
        for figure in self.figures:
            for side, end in (("low", figure.value.low), ("high", figure.value.high)):
                found[f"{figure.name}_{side}"] = None if end is None else floor(end)
        return found

    def figure(self, name: str) -> Figure:
        return next(figure for figure in self.figures if figure.name == name)

    @cached_property
    def asks(self) -> dict[str, list[str]]:
        """Facts and lists that would close the gap of a figure, with the figures."""
        found: dict[str, list[str]] = {}
        for figure in self.figures:
            for path in figure.asks:
                found.setdefault(path, []).append(figure.name)
        return found

    # -- what was used of what the settings say

    @cached_property
    def used(self) -> dict[str, object]:
        """Facts of the claim that are stated and that some figure reads, as they are written."""
        rulebook, root = self.answer.rulebook, self.root
        figures = [figure for workings in self.answer.taken for figure in workings.figures.values()]
        read = {path for figure in figures for step in figure.step.walk() for path in step.facts}
        found = {}
        for fact in rulebook.facts.values():
            stated = fact.path in root.facts and fact.path not in root.presumed
            given = fact.scope == "claim" and fact.derived is None and fact.path not in REQUIRED
            if fact.path in read and stated and given and not fact.by_engine:
                found[fact.path] = shown(rulebook, fact.path, root.facts[fact.path])
        return found

    @cached_property
    def entries(self) -> list[Entry]:
        """Entries of the lists of the claim, and of its investments of earlier years."""
        rulebook = self.answer.rulebook
        owners: list[tuple[str | None, Entity]] = [(None, self.root)]
        owners += zip(self.answer.ids, self.root.parts, strict=False)
        return [
            Entry(name, of, {p: shown(rulebook, p, value) for p, value in one.facts.items() if p not in one.presumed})
            for of, owner in owners
            for name, entries in owner.lists.items()
            for one in entries
        ]

    @property
    def root(self) -> Entity:
        return self.answer.explainer.entity


def _nodes(document: Document, key: str) -> list[Node]:
    found: Any = document.get(key) or []
    return list(found)
