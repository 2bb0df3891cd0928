"""A dossier as text: each year in a line, the tables of years, and what contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.text.assessment import law
from api.text.layout import table, wrap
from api.text.words import Node, Words
from engine.assessment.figures import CERTAIN
from engine.claims.dossier import Dossier
from engine.law.rulebook import Rulebook

NAME = "name"
CREDIT = ("invested_krw", "average_krw", "base_krw", "increment_krw", "total_krw")
USE = (
    *("carried_in_krw", "usable_krw", "expired_krw", "carried_forward_krw"),
    *("recapture_krw", "recapture_interest_krw"),
)


def render_dossier(document: Node, dossier: Dossier, rulebook: Rulebook, lang: str, width: int) -> str:
    words = Words(rulebook, lang)
    years = document["years"]
    sections: list[Iterator[str]] = [
        _heading(document, dossier, words, width),
        _years(document, words, width),
        _table("dossier.credit", years, CREDIT, words),
        _table("dossier.use", years, USE, words),
        _notes(document, words, width),
        _readings(document, words, width),
        law(document["law"], words, width),
    ]
    return "\n\n".join("\n".join(lines) for lines in map(list, sections) if lines) + "\n"


def _heading(document: Node, dossier: Dossier, words: Words, width: int) -> Iterator[str]:
    taxpayer = dossier.data.get("taxpayer")
    name = taxpayer.get(NAME) if isinstance(taxpayer, dict) else None
    first, last = document["years"][0]["from"], document["years"][-1]["until"]
    years = words.say("tax-year", **{"from": first, "until": last})
    yield wrap(" · ".join([words.say("dossier.title"), *([str(name)] if name else []), years]), width)
    law = document["law"]
    yield words.say("known-on", day=law["known_on"])
    if law["beyond_read_through"]:
        yield wrap(words.say("warn.beyond", list=words.read_through), width, "! ")


def _years(document: Node, words: Words, width: int) -> Iterator[str]:
    yield words.say("dossier.years")
    for year, assessment in zip(document["years"], document["assessments"], strict=True):
        scheme = words.scheme(year["scheme"]) if year["scheme"] else words.say("scheme.open")
        ahead = year["outcome"] == CERTAIN and year["until"] > document["law"]["known_on"]  # days as ISO text
        outcome = "ahead" if ahead else year["outcome"]
        said = [words.figure(year, "total_krw"), scheme, words.say(f"dossier.outcome.{outcome}")]
        if not assessment["investments"]:
            said.append(words.say("dossier.none"))
        if year["followed"]:
            said.append(words.say("dossier.follow", count=len(year["followed"])))
        yield wrap(" · ".join(said), width, f"  {_name(year)}  ")


def _table(title: str, years: Sequence[Node], keys: Sequence[str], words: Words) -> Iterator[str]:
    yield f"{words.say(title)} {words.say('dossier.won')}"
    lines = [[words.say("dossier.year"), *(words.say(f"dossier.{key}") for key in keys)]]
    lines += [[_name(year), *(cell(year, key) for key in keys)] for year in years]
    yield from table(lines, "  ")


def _name(year: Node) -> str:
    return f"{year['until']}{'*' if year['filed'] else ' '}"


def cell(node: Node, key: str) -> str:
    """Won without a unit; what lies between two bounds as both."""
    if node[key] is not None:
        return f"{int(str(node[key])):,}"
    bounds = node["bounds"][key]
    low, high = ("?" if end is None else f"{int(str(end)):,}" for end in (bounds["at_least"], bounds["at_most"]))
    return f"{low}~{high}"


def _notes(document: Node, words: Words, width: int) -> Iterator[str]:
    for gap in document["gaps"]:
        yield wrap(words.say("dossier.gap", first=gap["from"], last=gap["until"]), width, "! ")
    for year in document["years"]:
        yield from (wrap(contested(year, one, words), width, "! ") for one in year["contested"])
    if any(year["filed"] for year in document["years"]):
        yield wrap(words.say("dossier.filed"), width, "* ")


def _readings(document: Node, words: Words, width: int) -> Iterator[str]:
    """Readings that are not settled, each once with the years that hang on it."""
    years: dict[str, list[str]] = {}
    doubts: dict[str, Node] = {}
    for year, assessment in zip(document["years"], document["assessments"], strict=True):
        nodes = [*assessment["credit"].get("figures", {}).values()]
        nodes += [part for item in assessment["investments"] for part in item["parts"]]
        for doubt in (doubt for node in nodes for doubt in node.get("hangs_on", ())):
            name = str(doubt["provision"])
            doubts[name] = doubt
            if year["until"] not in years.setdefault(name, []):
                years[name].append(year["until"])
    if doubts:
        yield words.say("dossier.readings")
    for name, doubt in doubts.items():
        reading = words.say(f"reading.{doubt['reading']}")
        line = f"{words.pick(doubt['title'])} ({reading}): {', '.join(years[name])}"
        yield wrap(words.cited(line, doubt["cites"]), width, "  - ")
    yield wrap(words.say("dossier.whole"), width)


def contested(year: Node, one: Node, words: Words) -> str:
    who = one["investment"] or words.say("dossier.claim")
    given, follows = words.figure(one, "given"), words.figure(one, "follows")
    return words.say(
        "dossier.contested", year=year["until"], who=who, label=words.label(one["fact"]), given=given, follows=follows
    )
