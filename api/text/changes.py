"""How two answers to one claim differ, in words: figures, provisions that turned with their law, facts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.catalogue import TEXTS
from api.text.layout import rows, wrap
from api.text.reasons import SIGNS
from api.text.words import RATE, WON, Words
from engine.law.problems import cut
from engine.ledger.differences import ABSENT_NODE, Comparison, Difference, Place, Turned, at

LABELS = {  # keys of the assessment that have words
    "base_krw": "credit",
    "base_credit_krw": "credit",
    "claimable_krw": "claimable",
    "floor_krw": "floor",
    "exposure_krw": "exposure",
    "amount_krw": "amount",
    "rate": "rate",
    "tier": "tier",
    "substance": "substance",
    "standing": "standing",
    "outcome": "outcome",
    "facility_row": "row",
    "hangs_on": "hangs-on",
}
STATED = (("law",), ("outcomes",), ("credit", "figures"))  # in the heading, or counted or worked out from the rest
PARTS, BOUNDS = "parts", "bounds"
LONGEST = 60  # characters of a value that has no words


@dataclass(frozen=True)
class Answer:
    """An assessment with the words of its rulebook."""

    document: Mapping[str, Any]
    words: Words


@dataclass(frozen=True)
class Changes:
    """``known_on`` is the day of the later answer."""

    comparison: Comparison
    before: Answer
    after: Answer
    known_on: str
    width: int

    def lines(self) -> Iterator[str]:
        groups: dict[Place, dict[str, tuple[str, str]]] = {}
        for difference in self.comparison.values:
            place = _figure(difference.place)
            if place[:1] in STATED or place[:2] in STATED or self._repeated(place):
                continue
            group = groups.setdefault(_of(place), {})
            group.setdefault(".".join(place), (self.label(place), self.change(place, difference)))
        for place, pairs in groups.items():
            indent = "   "
            if name := self._name(place):
                yield wrap(name, self.width, indent)
                indent += "  "
            yield from rows(list(pairs.values()), self.width, indent)
        yield from self._turned()
        yield from self._facts()
        if self.comparison.derivation:
            yield "   " + self.after.words.say("replay.more", count=len(self.comparison.derivation))

    def _repeated(self, place: Place) -> bool:
        """An investment repeats what all its parts agree on."""
        *above, key = place
        inside = (*above, PARTS)
        return any(d.place[: len(inside)] == inside and d.place[-1] == key for d in self.comparison.values)

    def _name(self, place: Place) -> str:
        steps = [step[1:-1] for step in place if step.startswith("[")]
        known = {entry.scheme for entry in self.after.words.rulebook.assessment.schemes}
        return " · ".join(self.after.words.scheme(step) if step in known else step for step in steps)

    # -- figures

    def label(self, place: Place) -> str:
        words, key = self.after.words, place[-1]
        if key in LABELS:
            return words.say(LABELS[key])
        labels = {entry.figure: entry.label.model_dump() for entry in words.rulebook.assessment.figures}
        if key in labels:
            return words.pick(labels[key])
        return ".".join(step for step in place if not step.startswith("[")) if key.startswith("[") else key

    def change(self, place: Place, difference: Difference) -> str:
        say = self.after.words.say
        if not place[-1].endswith("_krw"):
            values = (difference.before, difference.after)
            ends = [self.value(place, v, a.words) for v, a in zip(values, (self.before, self.after), strict=True)]
            return say("change", before=ends[0], after=ends[1])
        nodes = [at(answer.document, place[:-1]) or {} for answer in (self.before, self.after)]
        before, after = (
            answer.words.figure(node, place[-1])
            for node, answer in zip(nodes, (self.before, self.after), strict=True)
        )
        exact = [_number(node.get(place[-1])) for node in nodes]
        if exact[0] is None or exact[1] is None:
            return say("change", before=before, after=after)
        more = exact[1] - exact[0]
        won = ("+" if more > 0 else "") + self.after.words.number(WON, more)
        return say("change.by", before=before, after=after, won=won)

    def value(self, place: Place, value: Any, words: Words) -> str:
        key = place[-1]
        if value is None:
            return words.say("change.none")
        if isinstance(value, list):
            return ", ".join(self.value(place, item, words) for item in value)
        if isinstance(value, Mapping):
            named = next((value[n] for n in ("label", "question", "title", "topic") if n in value), None)
            return cut(words.pick(named) if named else json.dumps(value, ensure_ascii=False), LONGEST)
        if key == "rate":
            return words.number(RATE, value)
        if key in ("tier", "substance") and value in {e.tier for e in words.rulebook.assessment.tiers}:
            return words.tier(value)
        if f"{key}.{value}" in TEXTS:
            return words.say(f"{key}.{value}")
        return cut(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), LONGEST)

    # -- reasons

    def _turned(self) -> Iterator[str]:
        """Provisions whose truth turned, and those with a period of their own that came to decide or ceased to."""
        groups: dict[str, list[str]] = {}
        for turned in self.comparison.provisions:
            both = ABSENT_NODE not in (turned.before, turned.after)
            if both or (turned.node["value"] and turned.node.get("in_force")):
                groups.setdefault(self._name(turned.place), []).append(self._turn(turned))
        alike: dict[tuple[str, ...], list[str]] = {}
        for name, lines in groups.items():
            alike.setdefault(tuple(lines), []).append(name)
        for turns, names in alike.items():
            yield wrap(f"{self.after.words.say('replay.because')}: {', '.join(names)}", self.width, "   ")
            for line in turns:
                yield wrap(line, self.width, "     ", " " * 9)

    def _turn(self, turned: Turned) -> str:
        words = (self.before if turned.after == ABSENT_NODE else self.after).words
        signs = ["–" if truth == ABSENT_NODE else SIGNS[truth] for truth in (turned.before, turned.after)]
        said = words.pick(turned.node["title"])
        if turned.provision in words.rulebook.provisions or turned.provision in words.rulebook.versions:
            said = words.title(turned.provision)
        spans = [words.span(p, self.known_on) for p in turned.node.get("in_force", []) if p["value"]]
        if any(spans):
            said += ": " + "; ".join(span for span in spans if span)
        return words.cited(f"{signs[0]}→{signs[1]} {said}", list(turned.node["cites"]))

    def _facts(self) -> Iterator[str]:
        if not self.comparison.facts:
            return
        yield "   " + self.after.words.say("replay.facts")
        for fact in self.comparison.facts:
            known = fact.fact in self.before.words.rulebook.facts and fact.fact in self.after.words.rulebook.facts
            label = self.after.words.label(fact.fact) if known else fact.fact
            pair = [(self.before.words, fact.before), (self.after.words, fact.after)]
            said = [words.fact_value(fact.fact, v) if known else str(v) for words, v in pair]
            change = self.after.words.say("change", before=said[0], after=said[1])
            yield wrap(f"{self._name(fact.place)} · {label}: {change}", self.width, "     ")


def _figure(place: Place) -> Place:
    """The figure that a bound is of."""
    if BOUNDS not in place[-3:-1]:
        return place
    return (*place[: place.index(BOUNDS)], place[place.index(BOUNDS) + 1])


def _of(place: Place) -> Place:
    """The dated part, scheme or other named member that a place belongs to."""
    named = [i for i, step in enumerate(place) if step.startswith("[")]
    return place[: named[-1] + 1] if named else ()


def _number(value: Any) -> int | None:
    """A figure in won, which is text where JSON numbers are not exact."""
    if isinstance(value, bool):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
