"""Values of an assessment in words: won, rates, facts, citations and periods, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from api.catalogue import TEXTS, text
from engine.law.judged import FAILS, HOLDS, fact_path
from engine.law.model import TierEntry
from engine.law.rulebook import Rulebook
from engine.law.values import iso

Node = Mapping[str, Any]  # a mapping of the assessment document
DAY, WON, RATE, COUNT = "date", "won", "ratio", "count"
FEW = 3  # things that a sentence names


@dataclass(frozen=True)
class Words:
    rulebook: Rulebook
    lang: str

    def say(self, key: str, **values: object) -> str:
        return text(key, self.lang, **values)

    def pick(self, words: Mapping[str, str]) -> str:
        return words[self.lang]

    def few(self, items: Iterable[str]) -> str:
        """The first of several in a sentence, and how many more there are."""
        listed = list(items)
        named = ", ".join(listed[:FEW])
        return named if len(listed) <= FEW else self.say("more", list=named, count=len(listed) - FEW)

    def scope(self, name: str) -> str:
        """A scope, or the list to whose entries something belongs."""
        listed = self.rulebook.lists.get(name)
        return self.pick(listed.label) if listed else self.say(f"scope.{name}")

    # -- numbers

    def number(self, kind: str, value: object) -> str:
        if kind == WON:
            return self.say("won", number=f"{int(str(value)):,}")
        if kind == RATE:
            percent = format((Decimal(str(value)) * 100).normalize(), "f")
            return self.say("percent", number=percent)
        return f"{int(str(value)):,}" if kind == COUNT else str(value)

    def range(self, kind: str, bounds: Node) -> str:
        ends = (bounds["at_least"], bounds["at_most"])
        low, high = (None if end is None else self.number(kind, end) for end in ends)
        if kind in (WON, COUNT) and bounds["at_least"] == 0 and high is None:
            return self.say("open")  # "at least 0" says nothing
        if low is not None and high is not None:
            return self.say("range", low=low, high=high)
        if low is not None:
            return self.say("from-day" if kind == DAY else "at-least", low=low)
        if high is not None:
            return self.say("until-day" if kind == DAY else "at-most", high=high)
        return self.say("open")

    def figure(self, node: Node, key: str, kind: str = WON) -> str:
        """A number of the document, or its bounds where it is open."""
        if node.get(key) is not None:
            return self.number(kind, node[key])
        bounds = node.get("bounds", {}).get(key)
        return self.range(kind, bounds) if bounds else self.say("open")

    # -- facts

    def label(self, path: str) -> str:
        return self.pick(self.rulebook.facts[path].label)

    def asked(self, path: str) -> str:
        """Name of a fact or list that is asked for."""
        listed = self.rulebook.lists.get(path)
        return self.pick(listed.label) if listed else self.label(path)

    def fact_value(self, path: str, value: object) -> str:
        fact = self.rulebook.facts[path]
        if value is None:
            return self.say("open")
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, Mapping):
            return self.range(fact.type, value)
        if isinstance(value, list):
            return ", ".join(self.choice(path, str(item)) for item in value)
        if isinstance(value, str) and fact.choices:
            return self.choice(path, value)
        return self.number(fact.type, value)

    def choices(self, path: str) -> str:
        """What may be written for a fact, and what it means where the key does not say it."""
        labels = {key: self.pick(label) for key, label in self.rulebook.facts[path].choices.items()}
        plain = {key for key, label in labels.items() if label == key.replace("_", " ")}
        return ", ".join(key if key in plain else f"{key} ({label})" for key, label in labels.items())

    def choice(self, path: str, value: str) -> str:
        return self.pick(self.rulebook.facts[path].choices[value])

    # -- names of the law

    def tier_entry(self, tier: str) -> TierEntry:
        return next(entry for entry in self.rulebook.assessment.tiers if entry.tier == tier)

    def tier(self, tier: str) -> str:
        return self.pick(self.tier_entry(tier).label.model_dump())

    def scheme(self, scheme: str) -> str:
        label = next(entry.label for entry in self.rulebook.assessment.schemes if entry.scheme == scheme)
        return self.pick(label.model_dump())

    def title(self, id_: str) -> str:
        """Title of a provision; of a row of rates with the rate and the tier that it is for."""
        if id_ in self.rulebook.provisions:
            return self.pick(self.rulebook.provisions[id_].title)
        name, _, number = id_.partition("#")
        table = self.rulebook.tables[name]
        row = table.rows[int(number) - 1]
        title = self.pick(table.title)
        if row.fraction is None:
            return title
        tiers = ", ".join(map(self.tier, row.keys.get("tier", ())))
        return f"{title} {self.number(RATE, row.fraction)}" + (f" ({tiers})" if tiers else "")

    def entry(self, name: str) -> str:
        """Title of a provision, table or formula, label of a fact or list."""
        book = self.rulebook
        if name in book.facts or name in book.lists:
            return self.pick((book.facts.get(name) or book.lists[name]).label)
        return self.pick((book.provisions.get(name) or book.tables.get(name) or book.formulas[name]).title)

    def judged(self, provision: str, value: bool) -> str:
        """A provision and what a professional judged of it."""
        return f"{self.title(provision)}: {self.choice(fact_path(provision), HOLDS if value else FAILS)}"

    def instrument(self, id_: str) -> str:
        return self.pick(self.rulebook.instruments[id_].name)

    def cites(self, cites: Iterable[str]) -> str:
        """Full citations, by law; the law is named once."""
        by_law: dict[str, dict[str, None]] = {}
        for cite in cites:
            by_law.setdefault(cite.partition(" ")[0], {})[self.rulebook.citation(cite, self.lang)] = None
        found = []
        for short, full in by_law.items():
            first, *more = full
            found += [first, *(cite.removeprefix(self.law(short)).strip() for cite in more)]
        return ", ".join(found)

    @property
    def read_through(self) -> str:
        """Up to which day each kind of law was read: not all were on the same."""
        days = self.rulebook.read_through.items()
        return ", ".join(f"{self.say(f'law.kind.{kind}')} {iso(day)}" for kind, day in days)

    def law(self, short: str) -> str:
        laws = self.rulebook.forms.laws
        return self.pick(laws[short]) if short in laws else self.instrument(short)

    def cited(self, words: str, cites: list[str]) -> str:
        return f"{words} [{self.cites(cites)}]" if cites else words

    # -- periods

    def in_force(self, periods: list[Node], known_on: str) -> str:
        return "; ".join(filter(None, (self.period(period, known_on) for period in periods)))

    def period(self, period: Node, known_on: str) -> str:
        """Nothing of a version that has neither a beginning nor an end: it was always in force."""
        span = self.span(period, known_on)
        if period.get("known") is False or not span:
            return span
        key = {True: "in-force", False: "not-in-force"}.get(period["value"], "maybe-in-force")
        return self.say(key, period=span)

    def span(self, period: Node, known_on: str) -> str:
        """When a version is in force, and the instruments that set its beginning and end."""
        if period.get("known") is False:
            names = ", ".join(self.instrument(by) for by in period["by"])
            return self.say("not-promulgated", day=known_on, by=names)
        starts = period["from"]
        parts = []
        for start in starts:
            words = self.bound("from", start)
            parts.append(self.say("by", period=words, by=self.instrument(start["by"])))
        for end in period["before"]:
            words = self.bound("before", end)
            same = any(start["by"] == end["by"] for start in starts)
            parts.append(words if same else self.say("by", period=words, by=self.instrument(end["by"])))
        return ", ".join(parts)

    def bound(self, kind: str, bound: Node) -> str:
        key = f"{kind}.{bound['basis']}"
        day = next(bound[name] for name in ("from", "on", "day") if name in bound)
        if key in TEXTS:
            return self.say(key, day=day)
        label = self.label(self.rulebook.bases[bound["basis"]][0])
        return self.say(f"{kind}.other", day=day, label=label)
