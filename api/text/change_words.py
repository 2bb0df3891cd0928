"""Parts of an assessment that differ, in words: lists by what came and went, members that are in one answer only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api.text.words import DAY, Node, Words
from engine.ledger.differences import Place

LABELS = {  # lists of the assessment; what differs inside of one is told of the list as a whole
    "missing": "missing",
    "hangs_on": "hangs-on",
    "contested": "contested",
    "conditions": "change.conditions",
    "possible_tiers": "tiers",
    "possible_rows": "rows",
    "watch": "watch",
    "assumptions": "assumptions",
    "judgements": "judgements",
    "not_examined": "not-examined",
    "carried": "change.carried",
    "recapture": "change.recapture",
}
WHOLE = ("possible_tiers", "possible_rows")  # short lists, told with what stays in them


def list_of(place: Place) -> Place | None:
    """The list that a place is in, or is."""
    return next((place[: i + 1] for i, step in enumerate(place) if step in LABELS), None)


def list_change(key: str, before: Any, after: Any, words: tuple[Words, Words]) -> str | None:
    """What went and what came, each side in the words of its own rulebook; None if there is nothing on either."""
    old, new = ([_member(key, one, w) for one in items or ()] for items, w in zip((before, after), words, strict=True))
    if not old and not new:
        return None
    went, came, say = old, new, words[1].say
    if key not in WHOLE:
        went, came = [one for one in old if one not in new], [one for one in new if one not in old]
    if went == came or not (went or came):
        return say("change.inside")
    return say("change", before="; ".join(went) or say("change.none"), after="; ".join(came) or say("change.none"))


def tier(name: str, words: Words) -> str:
    return words.tier(name) if name in {entry.tier for entry in words.rulebook.assessment.tiers} else name


def scheme(name: str, words: Words) -> str:
    return words.scheme(name) if name in {entry.scheme for entry in words.rulebook.assessment.schemes} else name


def member_change(place: Place, before: Any, after: Any, words: tuple[Words, Words]) -> tuple[str, str]:
    """Label and change of a scheme, or of an investment or part of it, that is in one of the answers only."""
    say, frame = words[1].say, words[1].rulebook.assessment
    total = place[-2] == "schemes"
    labels = {entry.figure: entry.label.model_dump() for entry in frame.figures}

    def said(node: Any, words: Words) -> str:
        if node is None or not (total or node["outcome"]):
            return words.say("change.none")
        return words.figure(node, frame.total) if total else words.say(f"outcome.{node['outcome']}")

    change = say("change", before=said(before, words[0]), after=said(after, words[1]))
    return words[1].pick(labels[frame.total]) if total else say("outcome"), change


# -- members of lists


def _member(key: str, item: Any, words: Words) -> str:
    if isinstance(item, Mapping):
        return _TOLD[key](item, words) if key in _TOLD else _named(item, words)
    return tier(item, words) if key == "possible_tiers" else str(item)


def _named(item: Node, words: Words) -> str:
    named = next((item[name] for name in ("question", "title", "label", "topic") if name in item), None)
    return words.pick(named) if named else words.say("change.inside")


def _title(item: Node, words: Words) -> str:
    return words.pick(item["title"]) if "title" in item else str(item["provision"])


def _contest(item: Node, words: Words) -> str:
    return words.label(item["fact"]) if item["fact"] in words.rulebook.facts else str(item["fact"])


def _condition(item: Node, words: Words) -> str:
    if item["kind"] != "recognition":
        return words.pick(item["note"])
    known = item["due"] is not None or any(item.get("bounds", {}).get("due", {}).values())
    due = words.figure(item, "due", DAY) if known else words.say("due.open")
    return f"{tier(item['tier'], words)}, {words.say('due')} {due}"


def _watched(item: Node, words: Words) -> str:
    return words.say("watch.line", investment=item["investment"], until=item["until"], label=words.pick(item["label"]))


def _carried(item: Node, words: Words) -> str:
    return f"{words.figure(item, 'arose_in', DAY)}: {words.figure(item, 'amount_krw')}"


def _recaptured(item: Node, words: Words) -> str:
    return f"{item['investment']}: {words.figure(item, 'credit_krw')}"


_TOLD: dict[str, Callable[[Node, Words], str]] = {
    "hangs_on": _title,
    "contested": _contest,
    "conditions": _condition,
    "watch": _watched,
    "carried": _carried,
    "recapture": _recaptured,
}
