"""The statutory lists of technologies and facilities, by annex and sector, and the rates: as they stand on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Response

from api.doors import today
from api.http.assessments import KNOWN_ON
from api.http.endpoint import EVERYONE, Call
from api.http.law import ON, listed_rows, page_of, table_of
from api.pages.page import WebPage
from api.pages.templating import render
from api.text.rule_page import Page
from api.text.rule_words import tests, without_period
from api.text.words import Words
from engine.law.loader import rules_folder
from engine.law.strict_yaml import read_yaml
from engine.law.values import iso

DATED = (ON, KNOWN_ON)


@dataclass(frozen=True)
class Sector:
    """Rows of one number of an annex."""

    annex: str
    cite: str
    title: str
    rows: list[Mapping[str, Any]]


@cache
def annexes() -> Mapping[str, Any]:
    """Headings of the annexes and their numbers, by the list of the rulebook."""
    path = rules_folder() / "headings" / "annexes.yaml"
    found: Mapping[str, Any] = read_yaml(path.read_bytes(), path.name).data  # type: ignore[assignment]
    return found


def sectors(rows: list[dict[str, Any]], words: Words) -> list[Sector]:
    """In the order of the annexes and of their numbers; an annex or number without a heading is named by itself."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["list"], row["row"].partition("-")[0]), []).append(row)
    order = {name: place for place, name in enumerate(annexes())}
    listed = []
    for name, number in sorted(found, key=lambda key: (order.get(key[0], len(order)), key[0], in_order(key[1]))):
        annex = annexes().get(name)
        inside = sorted(found[name, number], key=lambda row: in_order(row["row"]))
        if annex is None:
            listed.append(Sector(name, "", number, inside))
            continue
        heading = annex["sectors"].get(number)
        cite = words.cites([f"{annex['cite']} {number}"])
        listed.append(Sector(words.pick(annex["title"]), cite, words.pick(heading) if heading else number, inside))
    return listed


LETTERS = "가나다라마바사아자차카타파하"  # by which the annexes count; after them 거, 너, 더 ...


def in_order(label: str) -> tuple[int, ...]:
    """Rows as the annex has them: 1-하 comes before 1-거."""
    order = []
    for step in label.replace(")", "").split("-"):
        order.append(int(step) if step.isdigit() else _place(step))
    return tuple(order)


def _place(letter: str) -> int:
    if letter in LETTERS:
        return LETTERS.index(letter)
    round_, place = (ord(letter[0]) - 0xAC00) % 588 // 28, (ord(letter[0]) - 0xAC00) // 588
    return len(LETTERS) * (1 + round_) + place


def dated(call: Call) -> tuple[Page, str]:
    """The law as known on a day, for an investment on a day: today unless asked for."""
    if call.query.get("on") is None:
        call = Call(call.service, call.caller, call.place, {**call.query, "on": today().toordinal()})
    page = page_of(call)
    return page, iso(page.on or 0)


def technologies(call: Call) -> Response:
    return _lists(call, facilities=False)


def facilities(call: Call) -> Response:
    return _lists(call, facilities=True)


def _lists(call: Call, facilities: bool) -> Response:
    page, on = dated(call)
    found = sectors(listed_rows(page, facilities), page.words)
    return render(
        "law/lists.html", kind="facilities" if facilities else "technologies", sectors=found, on=on,
        known_on=iso(page.known_on), w=page.words,
    )  # fmt: skip


def rates(call: Call) -> Response:
    page, on = dated(call)
    book = page.words.rulebook
    tables = [table_of(page, book.tables[name]) for name in book.assessment.rates]
    asks = {
        version: list(tests(page.words, without_period(book.versions[version].body), ids=False))
        for table in tables
        for row in table["rows"]
        for version in [row["version"]]
    }
    return render(
        "law/rates.html", tables=tables, asks=asks, on=on, known_on=iso(page.known_on), w=page.words, page=page
    )


PAGES = (
    WebPage("pages.law_technologies", "GET", "/law/technologies", EVERYONE, technologies, query=DATED),
    WebPage("pages.law_facilities", "GET", "/law/facilities", EVERYONE, facilities, query=DATED),
    WebPage("pages.law_rates", "GET", "/law/rates", EVERYONE, rates, query=DATED),
)
