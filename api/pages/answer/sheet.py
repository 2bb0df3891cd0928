"""An answer laid out for a page: from the outcome in one sentence down to the workings of each figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from api.http.questions import questions_of
from api.text.assessment import NAME
from api.text.figures import telling
from api.text.parts import Alike, alike, amount, days, money
from api.text.reasons import Reason, Told, assumed_facts, parts_alike
from api.text.words import RATE, Node, Words
from engine.claims.claim import Claim, Judgement
from engine.claims.reader import ENDS, STARTS
from engine.law.values import Interval, iso


@dataclass(frozen=True)
class Figure:
    """A figure of the credit: in words, by its state, with what it rests on."""

    label: str
    value: str
    node: Node


@dataclass(frozen=True)
class Question:
    """What is still to be answered: for which investments or figures, where the law asks it, what proves it."""

    node: Node
    about: list[str]
    asked_by: list[tuple[str, list[str]]]  # provisions with their citations


@dataclass(frozen=True)
class Sheet:
    """An answer with the claim that it is to, in one language."""

    document: Node
    claim: Claim
    words: Words

    # -- the heading

    @property
    def known_on(self) -> str:
        return str(self.document["law"]["known_on"])

    @property
    def name(self) -> str:
        return str(self.claim.facts.get(NAME) or "")

    @property
    def year(self) -> tuple[str, str]:
        first, last = self.claim.facts[STARTS], self.claim.facts[ENDS]
        assert isinstance(first, Interval) and isinstance(last, Interval)
        return iso(first.low or 0), iso(last.low or 0)

    @property
    def year_name(self) -> str:
        """A calendar year by its number, others by their days."""
        first, last = self.year
        if first == f"{last[:4]}-01-01" and last.endswith("-12-31"):
            return self.words.say("answer.year", year=last[:4])
        return self.words.say("tax-year", **{"from": first, "until": last})

    @property
    def outcome(self) -> str:
        """The one outcome of all investments, else that of most weight for whoever decides."""
        found = self.document["outcomes"]
        order = ("undetermined", "review", "eligible", "ineligible")
        return next((name for name in order if name in found), "undetermined")

    @cached_property
    def headline(self) -> str:
        """The outcome in one sentence: of a lone investment its own, of several how many earn the credit."""
        items = self.document["investments"]
        groups = alike(items[0], self.known_on, self.words) if len(items) == 1 else []
        if len(groups) == 1:
            return groups[0].said
        outcomes = self.document["outcomes"]
        counts = [self.words.say(f"answer.count.{name}", count=count) for name, count in outcomes.items()]
        return self.words.say("answer.of", count=len(items), counts=", ".join(counts))

    @property
    def warnings(self) -> Iterator[str]:
        law = self.document["law"]
        if law["beyond_read_through"] or law["known_on"] > law["read_through"]:  # days as ISO text sort as days
            yield self.words.say("warn.beyond", list=self.words.read_through)
        if "review" in self.document["outcomes"]:
            yield self.words.say("warn.review")
        if self.document["credit"]["requested_scheme_closed"]:
            yield self.words.say("warn.scheme")

    # -- money

    @property
    def credit(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.document["credit"]
        return found

    @property
    def total(self) -> Figure:
        """The credit of the tax year, the figure above all others."""
        key = self.words.rulebook.assessment.total
        entry = next(entry for entry in self.words.rulebook.assessment.figures if entry.figure == key)
        return Figure(self.words.pick(entry.label.model_dump()), self.words.figure(self.credit, key), self.credit)

    def read_out(self, key: str) -> str:
        """An amount in the large units in which Korean says it; nothing in English, and nothing where it is open."""
        bounds = self.credit["bounds"].get(key) or {"at_least": self.credit.get(key), "at_most": self.credit.get(key)}
        ends = [bounds[end] for end in ("at_least", "at_most")]
        if self.words.lang != "ko" or None in ends:
            return ""
        low, high = (large_units(int(end)) for end in ends)
        return low if low == high else self.words.say("range", low=low, high=high)

    @property
    def rates(self) -> str:
        """The rates of all parts that may earn the credit."""
        parts = [part for item in self.document["investments"] for part in item["parts"]]
        found = [self.words.figure(part, "rate", RATE) for part in parts if part["outcome"] != "ineligible"]
        return ", ".join(dict.fromkeys(found))

    @property
    def conditional(self) -> bool:
        """Is something claimed before it is recognised?"""
        return any("floor_krw" in part for item in self.document["investments"] for part in item["parts"])

    @property
    def scheme(self) -> str:
        scheme = self.credit["scheme"]
        return self.words.scheme(scheme) if scheme else self.words.say("scheme.open")

    @property
    def schemes(self) -> list[tuple[str, str, bool]]:
        """Every scheme beside the others: its name, its total, and whether it is taken."""
        total = self.words.rulebook.assessment.total
        return [
            (self.words.scheme(one["scheme"]), self.words.figure(one, total), one["scheme"] == self.credit["scheme"])
            for one in self.credit["schemes"]
        ]

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure of the whole credit, those of nothing at the end of what is told."""
        total = self.words.rulebook.assessment.total
        for entry in self.words.rulebook.assessment.figures:
            node = self.credit.get("figures", {}).get(entry.figure)
            if node is not None:
                value = self.words.figure(self.credit, entry.figure)
                told = telling(self.credit, entry.figure, total)
                yield Figure(self.words.pick(node["label"]), value, {**node, "told": told})

    # -- investments, reasons, questions

    def groups(self, item: Node) -> list[Alike]:
        return alike(item, self.known_on, self.words)

    def columns(self, group: Alike) -> list[str]:
        labels = [label for label, _ in money(group.parts[0], self.words)]
        return [self.words.say("day"), self.words.say("amount"), *labels]

    def cells(self, part: Node) -> list[str]:
        return [days(part, self.words), amount(part, self.words), *(value for _, value in money(part, self.words))]

    @cached_property
    def reasons(self) -> list[tuple[list[str], list[Reason]]]:
        """By the dated parts that share them."""
        assumed = assumed_facts(self.document, self.words.rulebook)
        told = Told(self.words, self.known_on, assumed, brief=True)
        return [(names, [told.reason(node) for node in nodes]) for names, nodes in parts_alike(self.document)]

    @property
    def judgements(self) -> list[tuple[Node, Judgement]]:
        """What professionals judged, with who did, which an answer that is kept does without."""
        return list(zip(self.document.get("judgements", ()), self.claim.judgements, strict=True))

    @cached_property
    def questions(self) -> list[Question]:
        found = []
        for node in questions_of(self.document, self.words.rulebook):
            labels = [self.words.pick(self.credit["figures"][key]["label"]) for key in node["figures"]]
            everywhere = len(node["investments"]) == len(self.document["investments"])
            about = labels if not node["investments"] else [] if everywhere else node["investments"]
            found.append(Question(node, about, self._asked_by(node["fact"])))
        return found

    def _asked_by(self, path: str) -> list[tuple[str, list[str]]]:
        """The provisions, rows and formulas that hang on a fact here, with their citations."""
        found: dict[str, list[str]] = {}
        roots = [node for item in self.document["investments"] for part in item["parts"] for node in part["because"]]
        roots += [figure["because"] for figure in self.credit.get("figures", {}).values()]
        for node in _within(roots):
            name = str(node.get("provision") or node.get("formula"))
            if node.get("cites") and path in node.get("facts", {}) and name not in found:
                found[name] = node["cites"]
        return list(found.items())


def _within(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _within(node.get("from", []))


UNITS = ((10**12, "조"), (10**8, "억"), (10**4, "만"))


def large_units(won: int) -> str:
    """As it is said: 1조 2,345억 6,789만 123원."""
    sign, rest, said = "-" if won < 0 else "", abs(won), []
    for size, unit in UNITS:
        count, rest = divmod(rest, size)
        if count:
            said.append(f"{count:,}{unit}")
    said.append(f"{rest:,}원" if rest or not said else "원")
    return sign + " ".join(said)
