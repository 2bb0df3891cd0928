"""Missed credits as text: a line per year, the sums, and where each missed credit becomes usable."""

from __future__ import annotations

from collections.abc import Iterator

from api.text.dossier import cell, contested
from api.text.layout import rows, table, wrap
from api.text.words import DAY, Node, Words
from engine.law.rulebook import Rulebook

KEYS = {"claimed": "claimed_krw", "allowable": "allowable_krw", "used": "used_krw", "usable": "usable_krw"}
SUMS = {
    "sum-open": "open_krw",
    "sum-over": "over_krw",
    "sum-not-yet": "not_yet_due_krw",
    "sum-carried": "still_carried_krw",
}


STATES = {"sum-open": "open", "sum-over": "over", "sum-not-yet": "not_yet_due"}


def render_missed(document: Node, rulebook: Rulebook, lang: str, width: int) -> str:
    words = Words(rulebook, lang)
    sections = [_head(document, words), _sums(document, words, width), _table(document, words)]
    sections += [_notes(document, words, width), _recognition(document, words, width)]
    return "\n\n".join("\n".join(lines) for lines in map(list, sections) if lines) + "\n"


def _head(document: Node, words: Words) -> Iterator[str]:
    yield words.say("missed.title")
    yield words.say("known-on", day=document["law"]["known_on"])


def _sums(document: Node, words: Words, width: int) -> Iterator[str]:
    sums = {name: key for name, key in SUMS.items() if document[key] != 0}
    shown = [(words.say(f"missed.{name}"), _of_years(document, name, key, words)) for name, key in sums.items()]
    yield from rows(shown, width, "") if shown else [words.say("missed.nothing")]


def _of_years(document: Node, name: str, key: str, words: Words) -> str:
    """A sum, and the tax years whose returns it is about."""
    state = STATES.get(name)
    years = [year["until"] for year in document["years"] if year["state"] == state and year["at_stake_krw"] != 0]
    figure = words.figure(document, key)
    return words.say("missed.of-years", figure=figure, years=", ".join(years)) if years else figure


def _table(document: Node, words: Words) -> Iterator[str]:
    heads = ["dossier.year", *(f"missed.{name}" for name in (*KEYS, "at-stake", "until", "state"))]
    lines = [[words.say(head) for head in heads]]
    for year in document["years"]:
        figures = [cell(year, key) for key in (*KEYS.values(), "at_stake_krw")]
        name = f"{year['until']}{'*' if year['stated'] else ' '}"
        state = "nothing" if year["at_stake_krw"] == 0 else year["state"]
        until, state = words.figure(year, "amendable_until", DAY), words.say(f"missed.state.{state}")
        lines.append([name, *figures, until, state])
    yield words.say("dossier.won")
    yield from table(lines, "  ")


def _notes(document: Node, words: Words, width: int) -> Iterator[str]:
    if any(year["stated"] for year in document["years"]):
        yield wrap(words.say("missed.stated"), width, "- ")
    for year in document["years"]:
        if year["missed_krw"] != 0:
            later = ", ".join(_usable(node, words) for node in year["usable_in"])
            said = {"year": year["until"], "missed": words.figure(year, "missed_krw"), "years": later}
            yield wrap(words.say("missed.later" if later else "missed.no-tax", **said), width, "- ")
        if year["too_much_krw"] != 0:
            amount = words.figure(year, "too_much_krw")
            yield wrap(words.say("missed.too-much", year=year["until"], amount=amount), width, "! ")
        yield from (wrap(contested(year, one, words), width, "! ") for one in year["contested"])
    for gap in document["gaps"]:
        yield wrap(words.say("dossier.gap", first=gap["from"], last=gap["until"]), width, "! ")
    unstated = [year["until"] for year in document["years"] if not year["stated"]]
    if unstated:
        yield wrap(words.say("missed.unstated", years=", ".join(unstated)), width, "- ")
    yield wrap(words.say("missed.dates"), width, "- ")


def _usable(node: Node, words: Words) -> str:
    return f"{node['until']} ({words.figure(node, 'used_krw')}, {words.say('missed.state.' + node['state'])})"


def _recognition(document: Node, words: Words, width: int) -> Iterator[str]:
    if document["recognition"]:
        yield words.say("missed.recognition")
    for node in document["recognition"]:
        said = {"year": node["until"], "investment": node["investment"], "tier": words.tier(node["tier"])}
        due = words.figure(node, "due", DAY)
        yield wrap(words.say(f"missed.recognition.{node['route']}", due=due, **said), width, "  - ")
