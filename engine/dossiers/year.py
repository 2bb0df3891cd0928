"""One tax year of a dossier: its claim, its answer, and the figures with which the next years go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.assessment.answer import Answer
from engine.assessment.figures import Workings
from engine.assessment.money import hull
from engine.claims.claim import Claim, Investment
from engine.claims.dossier import year_of
from engine.credit.formulas import Result
from engine.inference.entity import Entity
from engine.inference.view import View
from engine.law.rulebook import Rulebook
from engine.law.values import OPEN, Facts, Interval, Value


@dataclass(frozen=True, slots=True)
class Contest:
    """What a claim states, and what follows from earlier years instead. ``year`` is a day of the tax year that it is
    about; ``investment`` its id, None for the whole claim."""

    fact: str
    investment: str | None
    year: int
    given: Interval
    follows: Interval


@dataclass(eq=False)
class AsFiled(View):
    """A view in which what the return says stands for what formulas compute."""

    filed: Mapping[str, Interval] = field(default_factory=dict)

    def formula(self, id_: str) -> Result:
        return self.filed[id_] if id_ in self.filed else super().formula(id_)


@dataclass(frozen=True)
class Year:
    """``stated`` is the claim as given, ``claim`` the same with what followed from earlier years (``followed``)."""

    stated: Claim
    claim: Claim
    answer: Answer
    followed: tuple[str, ...]
    contests: tuple[Contest, ...]
    as_filed: bool  # do the next years start from what the return says, where it says something?

    @property
    def rulebook(self) -> Rulebook:
        return self.answer.rulebook

    @property
    def first(self) -> int:
        return year_of(self.claim)[0]

    @property
    def last(self) -> int:
        return year_of(self.claim)[1]

    @property
    def taken(self) -> list[Workings]:
        """The workings of the scheme that is taken; of all that may be while that is open."""
        return self.answer.credit.taken

    @property
    def filed(self) -> dict[str, Interval]:
        """Per formula what the return says instead."""
        if not self.as_filed:
            return {}
        frame, facts = self.rulebook.assessment.across_years, self.claim.facts
        return {formula: as_interval(facts[fact]) for formula, fact in frame.as_filed.items() if fact in facts}

    def views(self) -> Iterator[AsFiled]:
        for one in self.taken:
            view = one.view
            yield AsFiled(view.rulebook, view.entity, view.keys, view.supplied, view.entries, self.filed)

    def figure(self, name: str) -> Interval:
        """A figure of the credit as the next years take it over."""
        frame = self.rulebook.assessment
        formula = next(entry.formula for entry in frame.figures if entry.figure == name)
        return self.ask(lambda view: as_interval(view.formula(formula)))

    def ask(self, what: Callable[[AsFiled], Interval]) -> Interval:
        return hull(what(view) for view in self.views())

    def investment(self, name: str) -> Investment | None:
        return next((one for one in self.answer.claim.investments if one.id == name), None)

    def carried_entries(self) -> list[list[Entity]] | None:
        """Carried amounts, oldest first, for each scheme that may be taken; None if they are not known."""
        name = self.rulebook.assessment.carry_forward.list
        if name not in self.answer.root.lists:
            return None
        return [list(one.view.entries.get(name, ())) for one in self.taken]


def as_interval(value: Value | Result | None) -> Interval:
    return value if isinstance(value, Interval) else OPEN


def asked_of_claim(rulebook: Rulebook, facts: Facts, formula: str) -> Interval:
    """A formula that reads nothing but what a claim says of itself."""
    return as_interval(View(rulebook, Entity("claim", dict(facts))).formula(formula))


def disjoint(one: Interval, other: Interval) -> bool:
    """Can the two not be the same value?"""
    below = one.high is not None and other.low is not None and one.high < other.low
    above = one.low is not None and other.high is not None and one.low > other.high
    return below or above
