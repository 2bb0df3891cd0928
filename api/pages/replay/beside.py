"""Answers to one claim beside each other: the credit, then every dated part, with what differs from the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.text.changes import Answer
from api.text.parts import days
from api.text.words import RATE, WON, Words

Part = Mapping[str, Any]
NOTHING = "–"
CREDIT = {"base_krw": "credit", "floor_krw": "floor", "exposure_krw": "exposure"}  # told besides the total


@dataclass(frozen=True)
class Row:
    """One thing in every answer."""

    label: str
    values: list[str]

    @property
    def changed(self) -> list[bool]:
        """For each answer, whether it differs from the one before it."""
        return [False, *(a != b for a, b in zip(self.values, self.values[1:], strict=False))]


@dataclass(frozen=True)
class Section:
    """Rows of the credit, or of one dated part of an investment."""

    title: str
    rows: list[Row]


def beside(answers: list[Answer]) -> Iterator[Section]:
    """Nothing if there is no answer."""
    if not answers:
        return
    words = answers[-1].words
    yield Section(words.say("replay.credit"), _credit(answers, words))
    for name in dict.fromkeys(name for answer in answers for name in _parts(answer)):
        parts = [(_parts(answer).get(name), answer.words) for answer in answers]
        rows = [
            Row(words.say(key), [NOTHING if part is None else tell(part, own) for part, own in parts])
            for key, tell in TOLD.items()
        ]
        yield Section(name, [row for row in rows if any(value != NOTHING for value in row.values)])


def _credit(answers: list[Answer], words: Words) -> list[Row]:
    total = words.rulebook.assessment.total
    label = next(entry.label for entry in words.rulebook.assessment.figures if entry.figure == total)
    labels = {total: words.pick(label.model_dump()), **{key: words.say(text) for key, text in CREDIT.items()}}
    rows = [
        Row(label, [answer.words.figure(answer.document["credit"], key) for answer in answers])
        for key, label in labels.items()
    ]
    return [*rows, Row(words.say("replay.scheme"), [_scheme(answer) for answer in answers])]


def _scheme(answer: Answer) -> str:
    scheme = answer.document["credit"]["scheme"]
    return answer.words.scheme(scheme) if scheme else answer.words.say("scheme.open")


def _parts(answer: Answer) -> dict[str, Part]:
    """Dated parts by investment and day."""
    items = answer.document["investments"]
    return {f"{item['id']} · {days(part, answer.words)}": part for item in items for part in item["parts"]}


def _outcome(part: Part, words: Words) -> str:
    return words.say(f"outcome.{part['outcome']}")


def _tier(part: Part, words: Words) -> str:
    if part["tier"] is not None:
        return words.tier(part["tier"]) + (f" · {part['facility_row']}" if part["facility_row"] else "")
    return ", ".join(map(words.tier, part.get("possible_tiers", []))) or NOTHING


def _figure(key: str, kind: str = WON) -> Callable[[Part, Words], str]:
    def tell(part: Part, words: Words) -> str:
        there = key in part or key in part.get("bounds", {})
        return words.figure(part, key, kind) if there and part["outcome"] != "ineligible" else NOTHING

    return tell


TOLD: dict[str, Callable[[Part, Words], str]] = {
    "outcome": _outcome,
    "tier": _tier,
    "rate": _figure("rate", RATE),
    "credit": _figure("base_credit_krw"),
    "claimable": _figure("claimable_krw"),
    "floor": _figure("floor_krw"),
    "exposure": _figure("exposure_krw"),
}
