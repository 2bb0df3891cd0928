"""How two answers to one claim differ, in words: figures, provisions that turned with their law, facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.catalogue import TEXTS
from api.text.change_words import LABELS as LISTS
from api.text.change_words import list_change, list_of, member_change, scheme, tier
from api.text.layout import rows, wrap
from api.text.reasons import SIGNS
from api.text.words import RATE, WON, Words
from engine.law.values import Truth
from engine.ledger.differences import ABSENT_NODE, Comparison, Place, Turned, at

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
    "scheme": "change.scheme",
    "requested_scheme_closed": "change.scheme-closed",
}
STATED = (("law",), ("outcomes",), ("credit", "figures"))  # in the heading, or counted or worked out from the rest
PARTS, BOUNDS, BECAUSE_OF = "parts", "bounds", "because_of"


@dataclass(frozen=True)
class Answer:
    """An assessment with the words of its rulebook."""

    document: Mapping[str, Any]
    words: Words


@dataclass(frozen=True)
class Turn:
    """A provision whose truth differs, or that decides in one of the two answers only (``ABSENT_NODE``)."""

    before: Truth | str
    after: Truth | str
    provision: str
    said: str
    cites: list[str]


@dataclass(frozen=True)
class Changes:
    """``known_on`` is the day of the later answer."""

    comparison: Comparison
    before: Answer
    after: Answer
    known_on: str

    def figures(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Label and change of every figure, by the dated part, scheme or other named member that it belongs to."""
        groups: dict[Place, dict[str, tuple[str, str]]] = {}
        for difference in self.comparison.values:
            place = list_of(difference.place) or _figure(difference.place)
            if place[:1] in STATED or place[:2] in STATED or self._repeated(place) or BECAUSE_OF in place:
                continue
            group = groups.setdefault(_of(place), {})
            if ".".join(place) not in group and (told := self._told(place)) is not None:
                group[".".join(place)] = told
        return [(self._name(place), list(pairs.values())) for place, pairs in groups.items() if pairs]

    def _told(self, place: Place) -> tuple[str, str] | None:
        """Label and change of what stands at a place; None if there is nothing to say."""
        sides = (self.before, self.after)
        before, after = (at(side.document, place) for side in sides)
        words = (self.before.words, self.after.words)
        if place[-1] in LISTS:
            change = list_change(place[-1], before, after, words)
            return None if change is None else (self.after.words.say(LISTS[place[-1]]), change)
        if place[-1].startswith("[") and len(place) > 1:
            return member_change(place, before, after, words)
        return self.label(place), self.change(place)

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
        return key

    def change(self, place: Place) -> str:
        say = self.after.words.say
        if not place[-1].endswith("_krw"):
            ends = [self.value(place, a.document, a.words) for a in (self.before, self.after)]
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

    @staticmethod
    def value(place: Place, document: Mapping[str, Any], words: Words) -> str:
        key, node = place[-1], at(document, place[:-1]) or {}
        value = node.get(key)
        if key == "rate" and (value is not None or node.get(BOUNDS, {}).get(key)):
            return words.figure(node, key, RATE)
        if value is None:
            return words.say("change.none")
        if isinstance(value, bool):
            return words.say("yes" if value else "no")
        if key in ("tier", "substance"):
            return tier(value, words)
        if key == "scheme":
            return scheme(value, words)
        if f"{key}.{value}" in TEXTS:
            return words.say(f"{key}.{value}")
        return words.say("change.inside") if isinstance(value, list | Mapping) else str(value)

    # -- reasons

    def turned(self) -> list[tuple[list[str], list[Turn]]]:
        """Provisions whose truth turned, and those with a period of their own that came to decide or ceased to, with
        the parts of which that is so."""
        groups: dict[str, list[Turn]] = {}
        for turned in self.comparison.provisions:
            both = ABSENT_NODE not in (turned.before, turned.after)
            if both or (turned.node["value"] and turned.node.get("in_force")):
                groups.setdefault(self._name(turned.place), []).append(self._turn(turned))
        alike: list[tuple[list[str], list[Turn]]] = []
        for name, turns in groups.items():
            same = next((names for names, others in alike if others == turns), None)
            if same is None:
                alike.append(([name], turns))
            else:
                same.append(name)
        return alike

    def _turn(self, turned: Turned) -> Turn:
        words = (self.before if turned.after == ABSENT_NODE else self.after).words
        said = words.pick(turned.node["title"])
        if turned.provision in words.rulebook.provisions or turned.provision in words.rulebook.versions:
            said = words.title(turned.provision)
        spans = [words.span(p, self.known_on) for p in turned.node.get("in_force", []) if p["value"]]
        if any(spans):
            said += ": " + "; ".join(span for span in spans if span)
        return Turn(turned.before, turned.after, turned.provision, said, list(turned.node["cites"]))

    def facts(self) -> Iterator[str]:
        for fact in self.comparison.facts:
            known = fact.fact in self.before.words.rulebook.facts and fact.fact in self.after.words.rulebook.facts
            label = self.after.words.label(fact.fact) if known else fact.fact
            pair = [(self.before.words, fact.before), (self.after.words, fact.after)]
            said = [words.fact_value(fact.fact, v) if known else str(v) for words, v in pair]
            change = self.after.words.say("change", before=said[0], after=said[1])
            yield f"{self._name(fact.place)} · {label}: {change}"


def change_lines(changes: Changes, width: int) -> Iterator[str]:
    """As text: figures, provisions, facts, and how many more differences the reasons have."""
    words, indent = changes.after.words, "   "
    if not changes.figures() and not changes.turned() and not changes.comparison.derivation:
        yield indent + words.say("replay.reworded", count=len(changes.comparison.values))
    for name, pairs in changes.figures():
        if name:
            yield wrap(name, width, indent)
        yield from rows(pairs, width, indent + "  " if name else indent)
    for names, turns in changes.turned():
        yield wrap(f"{words.say('replay.because')}: {', '.join(names)}", width, indent)
        for turn in turns:
            signs = ["–" if truth == ABSENT_NODE else SIGNS[truth] for truth in (turn.before, turn.after)]  # type: ignore[index]
            yield wrap(words.cited(f"{signs[0]}→{signs[1]} {turn.said}", turn.cites), width, "     ", " " * 9)
    facts = list(changes.facts())
    if facts:
        yield indent + words.say("replay.facts")
        yield from (wrap(line, width, "     ") for line in facts)
    if changes.comparison.derivation:
        yield indent + words.say("replay.more", count=len(changes.comparison.derivation))


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
