"""The way into the law: what is held here, and a search over provisions, rates, formulas and facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flask import Response

from api.http.endpoint import EVERYONE, Call
from api.http.parameters import Form, Parameter
from api.pages.page import WebPage
from api.pages.templating import render
from api.text.words import Words
from engine.law.rulebook import Rulebook
from engine.law.values import iso

MOST = 60  # entries that are shown
QUERY = Parameter("q", Form(r"^.{1,100}$", "1 .. 100 letters"))


@dataclass(frozen=True)
class Entry:
    """``sought``: everything by which it is found, in both languages."""

    kind: str
    name: str
    title: str
    cites: str
    sought: str


def overview(call: Call) -> Response:
    book = call.service.prepared.rulebook
    words = Words(book, call.lang)
    found = list(search(entries(book, call.lang), call.query["q"] or ""))
    return render(
        "law/law.html",
        w=words,
        q=call.query["q"] or "",
        found=found[:MOST],
        more=len(found) - MOST,
        counts={kind: len(getattr(book, f"{kind}s")) for kind in ("provision", "table", "formula", "fact")},
        read_through={kind: iso(day) for kind, day in book.read_through.items()},
        newest=sorted(book.instruments.values(), key=lambda one: one.promulgated)[-5:][::-1],
        iso=iso,
    )


def search(among: list[Entry], query: str) -> Iterator[Entry]:
    """Entries in which every word stands; those with it in the title first."""
    wanted = query.casefold().split()
    hits = [entry for entry in among if wanted and all(word in entry.sought for word in wanted)]
    return iter(sorted(hits, key=lambda entry: not all(word in entry.title.casefold() for word in wanted)))


@lru_cache(maxsize=4)
def entries(book: Rulebook, lang: str) -> list[Entry]:
    words = Words(book, lang)
    return [
        Entry(kind, name, title[lang], words.cites(cites), _sought(book, name, title, cites))
        for kind, name, title, cites in _each(book)
    ]


def _each(book: Rulebook) -> Iterator[tuple[str, str, dict[str, str], list[str]]]:
    for provision in book.provisions.values():
        cites = [cite for version in provision.versions for cite in version.cites]
        yield "provision", provision.id, provision.title, list(dict.fromkeys(cites))
    for table in book.tables.values():
        cites = [cite for row in table.rows for cite in row.version.cites]
        yield "table", table.id, table.title, list(dict.fromkeys(cites))
    for formula in book.formulas.values():
        yield "formula", formula.id, formula.title, list(formula.cites)
    for fact in book.facts.values():
        yield "fact", fact.path, fact.label, []


def _sought(book: Rulebook, name: str, title: dict[str, str], cites: list[str]) -> str:
    said = [book.citation(cite, lang) for cite in cites for lang in title]
    return " ".join([name, *title.values(), *cites, *said]).casefold()


PAGES = (WebPage("pages.law", "GET", "/law", EVERYONE, overview, query=(QUERY,), nav="page.nav.law"),)
