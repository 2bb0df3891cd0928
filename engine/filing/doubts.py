"""What in a claim is for review, and which lines of the forms hang on it.

A number that hangs on an unsettled reading, or on facts that contradict each other, is not certain, exact as it may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.assessment.answer import Answer
from engine.assessment.figures import Figure
from engine.assessment.money import Part
from engine.assessment.numbers import Document
from engine.assessment.verdict import REVIEW, tiers_of
from engine.dossiers.year import Year
from engine.inference.derivation import Node, shown
from engine.inference.entity import Contest
from engine.inference.followers import followers, gates_of
from engine.law.judged import GROUP, is_judgement

HANGS_ON, CONTESTED = "hangs_on", "contested"


@dataclass(frozen=True)
class Earlier:
    """What is for review in earlier years of a dossier: of the amounts invested, and of the credit as well."""

    amounts: tuple[Node, ...] = ()
    credit: tuple[Node, ...] = ()


NOTHING_BEFORE = Earlier()


@dataclass(frozen=True)
class Doubts:
    """The parts for review, each as it was judged and as its answer shows it."""

    answer: Answer
    shown: list[dict[str, Any]]  # parts of the answer's document, in the order of the claim
    before: Earlier = NOTHING_BEFORE

    @cached_property
    def parts(self) -> list[tuple[Part, Node]]:
        every = [part for amounts in self.answer.groups for amount in amounts for part in amount]
        return [(part, node) for part, node in zip(every, self.shown, strict=True) if part.verdict.outcome == REVIEW]

    def of_tier(self, tier: str) -> list[Node]:
        """Parts for review that lie in a tier, or that may come to lie there."""
        return [node for part, node in self.parts if tier in self.reach(part)]

    def of_base(self) -> list[Node]:
        return [node for _, node in self.parts]

    def of_figure(self, figures: Iterable[Figure]) -> list[Node]:
        """What figures hang on: their own readings, the parts that they sum up, and contested facts that they read."""
        names = self.answer.rulebook.assessment.year
        sums = {names.base, names.invested, f"{names.tiers}.base_krw", f"{names.tiers}.invested_krw"}
        found: list[Node] = []
        for figure in figures:
            if own := [self.answer.credit.doubt(name) for name in figure.hangs_on if figure.outcome == REVIEW]:
                found.append({HANGS_ON: own})
            steps = list(figure.step.walk())
            if any(not sums.isdisjoint(step.facts) for step in steps):
                found += self.of_base()
            lists = {name for step in steps for name in step.lists}
            found += self.before.credit if not lists.isdisjoint(self.carrying) else ()
            found += self.before.amounts if not lists.isdisjoint(self.counting) else ()
            read = {name for step in steps for name in (*step.facts, *step.provisions, *step.rows)}
            moved = (node for contest, node in self.contests if not read.isdisjoint(self.touched(contest)))
            found += [{CONTESTED: [node]} for node in moved]
        return found

    def reach(self, part: Part) -> set[str]:
        """Tiers in which a part lies, or may lie once the reading or the contradiction is settled otherwise."""
        tiers = set(part.verdict.tiers.claimable)
        if part.doubting is not None:
            tiers |= set(tiers_of(self.answer.rulebook, part.doubting).claimable)
        frame = self.answer.rulebook.assessment.tiers
        tests = {entry.claimable for entry in frame if entry.claimable}
        if any(not tests.isdisjoint(self.touched(contest)) for contest in part.verdict.contests):
            tiers |= {entry.tier for entry in frame}
        return tiers

    @property
    def carrying(self) -> set[str]:
        """Lists that hold credit of earlier years."""
        frame = self.answer.rulebook.assessment
        return {frame.carry_forward.list, frame.recapture.list}

    @property
    def counting(self) -> set[str]:
        """Lists that hold what was invested in earlier years."""
        years = self.answer.rulebook.assessment.across_years
        return {years.history, years.earlier}

    @cached_property
    def contests(self) -> list[tuple[Contest, Node]]:
        """Contradictions in the facts of the claim itself, which the figures of the year read."""
        node_of = {(node["fact"], node["by"]): node for one in self.shown for node in one.get(CONTESTED, ())}
        found = ((contest, node_of.get((contest.fact, contest.by))) for contest in self.answer.root.contests)
        return [(contest, node) for contest, node in found if node is not None]

    def touched(self, contest: Contest) -> set[str]:
        """Facts, provisions and rows that may come out otherwise once the contradiction is settled."""
        fact = contest.fact
        start = f"provision:{fact.removeprefix(f'{GROUP}.')}" if is_judgement(fact) else f"fact:{fact}"
        nodes = followers(self.answer.rulebook, [start])
        facts = {name for kind, _, name in (node.partition(":") for node in nodes) if kind == "fact"}
        return facts | gates_of(self.answer.rulebook, nodes)


def earlier(years: Iterable[Year], chosen: Year) -> Earlier:
    """Of the years before the chosen one, with what each states against those before it."""
    amounts = list(_contests(chosen))
    credit: list[Node] = []
    for year in years:
        document: Any = year.answer.document()
        parts = (part for item in document["investments"] for part in item["parts"])
        amounts += [*(part for part in parts if part["outcome"] == REVIEW), *_contests(year)]
        for one in year.taken:
            names = {name for figure in one.figures.values() if figure.outcome == REVIEW for name in figure.hangs_on}
            credit.append({HANGS_ON: [year.answer.credit.doubt(name) for name in sorted(names)]})
    return Earlier(tuple(amounts), (*amounts, *credit))


def _contests(year: Year) -> Iterator[Node]:
    for one in year.contests:
        given, follows = (shown(year.rulebook, one.fact, value) for value in (one.given, one.follows))
        yield {CONTESTED: [{"fact": one.fact, "given": given, "follows": follows, "by": None}]}


def named(nodes: Iterable[Node]) -> Document:
    """The readings and contradictions of several answers, each once."""
    nodes = list(nodes)
    document: Document = {}
    for key, name in ((HANGS_ON, "provision"), (CONTESTED, "fact")):
        if each := {one[name]: one for one in _of(nodes, key)}:
            document[key] = list(each.values())
    return document


def _of(nodes: Iterable[dict[str, Any]], key: str) -> Iterator[Node]:
    for node in nodes:
        yield from node.get(key, ())
