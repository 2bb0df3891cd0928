"""How two answers to one claim differ, in words: figures, provisions that turned with their law, facts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.layout import rows, wrap
from api.reasons import SIGNS
from api.texts import TEXTS
from api.words import RATE, WON, Words
from engine.law.problems import cut
from engine.ledger.differences import ABSENT_NODE, Comparison, Difference, Place, Turned, is_won

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
STATED = ("law", "outcomes")  # said by the heading, or a count of what is listed
PARTS = "parts"
LONGEST = 60  # characters of a value that has no words


@dataclass(frozen=True)
class Changes:
    """``before`` and ``after`` have the words of the two rulebooks; ``known_on`` is the day of the later answer."""

    comparison: Comparison
    before: Words
    after: Words
    known_on: str
    width: int

    def lines(self) -> Iterator[str]:
        groups: dict[Place, list[Difference]] = {}
        for difference in self.comparison.values:
            if difference.place[0] not in STATED and not self._repeated(difference):
                groups.setdefault(self._of(difference.place), []).append(difference)
        for place, differences in groups.items():
            indent = "   "
            if name := self._name(place):
                yield wrap(name, self.width, indent)
                indent += "  "
            yield from rows([(self.label(d.place), self.change(d)) for d in differences], self.width, indent)
        yield from self._turned()
        yield from self._facts()
        if self.comparison.derivation:
            yield "   " + self.after.say("replay.more", count=len(self.comparison.derivation))

    def _repeated(self, difference: Difference) -> bool:
        """An investment repeats what all its parts agree on."""
        *above, key = difference.place
        inside = (*above, PARTS)
        return any(d.place[: len(inside)] == inside and d.place[-1] == key for d in self.comparison.values)

    @staticmethod
    def _of(place: Place) -> Place:
        """The dated part, scheme or other named member that a place belongs to."""
        named = [i for i, step in enumerate(place) if step.startswith("[")]
        return place[: named[-1] + 1] if named else ()

    def _name(self, place: Place) -> str:
        steps = [step[1:-1] for step in place if step.startswith("[")]
        if place[:2] == ("credit", "schemes"):
            return self.scheme(steps[0])
        return " · ".join(steps)

    def scheme(self, name: str) -> str:
        known = {entry.scheme for entry in self.after.rulebook.assessment.schemes}
        return self.after.scheme(name) if name in known else name

    # -- figures

    def label(self, place: Place) -> str:
        key = next(step for step in reversed(place) if step not in ("at_least", "at_most"))
        if key.startswith("["):
            return ".".join(step for step in place if not step.startswith("[")) or key
        label = self.after.say(LABELS[key]) if key in LABELS else key
        return f"{label} ({place[-1]})" if place[-1] != key else label

    def change(self, difference: Difference) -> str:
        before = self.value(difference.place, difference.before, self.before)
        after = self.value(difference.place, difference.after, self.after)
        if is_won(difference.place):
            numbers = [_number(value) for value in (difference.before, difference.after)]
            if numbers[0] is not None and numbers[1] is not None:
                return self.after.say("change.by", before=before, after=after, won=self.more(numbers[1] - numbers[0]))
        return self.after.say("change", before=before, after=after)

    def more(self, won: int) -> str:
        return ("+" if won > 0 else "") + self.after.number(WON, won)

    def value(self, place: Place, value: Any, words: Words) -> str:
        key = place[-1]
        if value is None:
            return words.say("change.none")
        if isinstance(value, list):
            return ", ".join(self.value(place, item, words) for item in value)
        if isinstance(value, Mapping):
            if is_won(place) and value.keys() == {"at_least", "at_most"}:
                return words.range(WON, value)
            named = next((value[n] for n in ("label", "question", "title", "topic") if n in value), None)
            return cut(words.pick(named) if named else json.dumps(value, ensure_ascii=False), LONGEST)
        if is_won(place) and _number(value) is not None:
            return words.number(WON, value)
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
            yield wrap(f"{self.after.say('replay.because')}: {', '.join(names)}", self.width, "   ")
            for line in turns:
                yield wrap(line, self.width, "     ", " " * 9)

    def _turn(self, turned: Turned) -> str:
        words = self.before if turned.after == ABSENT_NODE else self.after
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
        yield "   " + self.after.say("replay.facts")
        for fact in self.comparison.facts:
            known = fact.fact in self.before.rulebook.facts and fact.fact in self.after.rulebook.facts
            label = self.after.label(fact.fact) if known else fact.fact
            pair = [(self.before, fact.before), (self.after, fact.after)]
            said = [words.fact_value(fact.fact, v) if known else str(v) for words, v in pair]
            change = self.after.say("change", before=said[0], after=said[1])
            yield wrap(f"{self._name(fact.place)} · {label}: {change}", self.width, "     ")


def _number(value: Any) -> int | None:
    """A figure in won, which is text where JSON numbers are not exact."""
    if isinstance(value, bool):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
