"""An entry of the law on a page of its own: a provision with its history, a table, a formula, a fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flask import Response

from api.http.endpoint import EVERYONE, Call
from api.http.law import page_of
from api.http.parameters import NAME, Parameter
from api.http.problems import not_found
from api.pages.law.lists import DATED
from api.pages.page import WebPage
from api.pages.templating import render
from api.text.rule_page import Page
from api.text.rule_words import Test, formula_text, tests, without_period
from api.text.words import Words
from engine.assessment.lint import readers, reads_of
from engine.inference.derivation import Explainer, shown
from engine.inference.entity import Entity
from engine.law.rulebook import Fact, Provision, Rulebook, Table, Version
from engine.law.values import Truth, iso

Pairs = list[tuple[str, str]]
Link = tuple[str, str]  # the name of an entry and its title


@dataclass(frozen=True)
class History:
    """A version of a provision or a row of a table: when it applies, what it asks, and by which reading."""

    period: str
    applies: Truth
    known: bool
    reading: str
    cites: str
    pairs: Pairs
    asks: list[Test]


@dataclass(frozen=True)
class Entry:
    """``reads``: what a formula is worked out from. ``questions``: the facts that can be asked on which it hangs.
    ``read_by``: what hangs on it."""

    kind: str
    name: str
    title: str
    pairs: Pairs
    history: list[History]
    reads: list[Link]
    questions: list[Fact]
    read_by: list[Link]


def entry(call: Call) -> Response:
    page, name = page_of(call), call.place["name"]
    found = entry_of(page, name)
    if found is None:
        raise not_found()
    on = "" if page.on is None else iso(page.on)
    return render("law/entry.html", entry=found, w=page.words, on=on, known_on=iso(page.known_on))


def entry_of(page: Page, name: str) -> Entry | None:
    words, say = page.words, page.words.say
    book = words.rulebook
    if name in book.provisions:
        provision = book.provisions[name]
        history = [_history(page, version, []) for version in provision.versions]
        kind, title, pairs = "provision", words.pick(provision.title), _of_provision(provision, words)
    elif name in book.tables:
        table = book.tables[name]
        history = [_history(page, row.version, page.row(row)) for row in table.rows]
        kind, title, pairs = "table", words.pick(table.title), _scope(table, words)
    elif name in book.formulas:
        formula, history = book.formulas[name], []
        kind, title = "formula", words.pick(formula.title)
        pairs = [
            (say("show.reading"), say(f"grade.{formula.reading}")),
            (say("show.cites"), words.cites(formula.cites)),
            (say("show.value"), formula_text(words, formula.value)),
        ]
    elif name in book.facts:
        fact, history = book.facts[name], []
        kind, title, pairs = "fact", words.label(name), page.fact_pairs(fact)
    else:
        return None
    node = f"{kind}:{name}"
    reads = _links(page, _reads(book).get(node, [])) if kind == "formula" else []
    read_by = _links(page, _readers(book).get(node, []))
    return Entry(kind, name, title, pairs, history, reads, questions(book, node), read_by)


def _scope(entry: Provision | Table, words: Words) -> Pairs:
    return [(words.say("show.scope"), words.scope(entry.scope))]


def _of_provision(entry: Provision, words: Words) -> Pairs:
    say, pairs = words.say, _scope(entry, words)
    if entry.row:
        pairs.append((say("show.row"), " ".join(entry.row)))
    for path, value in entry.concludes:
        said = words.fact_value(path, shown(words.rulebook, path, value))
        concluded = say("tree.fact", label=words.label(path), value=said)
        pairs.append((say("show.concludes"), say("show.yields", concluded=concluded) if entry.yields else concluded))
    if entry.note:
        pairs.append((say("show.note"), words.pick(entry.note)))
    if entry.otherwise is not None:
        pairs.append((say("show.otherwise"), say("truth.true" if entry.otherwise else "truth.false")))
    return pairs


def _history(page: Page, version: Version, pairs: Pairs) -> History:
    words = page.words
    explainer = Explainer(words.rulebook, Entity("amount", page.dates), page.known_on)
    period = explainer.period(version.key)
    return History(
        words.span(period, iso(page.known_on)) or words.say("show.always"),
        explainer.reach(version),
        period.get("known", True) is not False,
        version.reading,
        words.cites(version.cites),
        pairs,
        list(tests(words, without_period(version.body), ids=False)),
    )


@lru_cache(maxsize=4)
def _readers(book: Rulebook) -> dict[str, list[str]]:
    return readers(book)


@lru_cache(maxsize=4)
def _reads(book: Rulebook) -> dict[str, list[str]]:
    return reads_of(book)


def _links(page: Page, nodes: list[str]) -> list[Link]:
    return list(dict.fromkeys(_link(page, node) for node in nodes))


def _link(page: Page, node: str) -> Link:
    """What reads an entry or is read by it; what only the answer as a whole reads has no page of its own."""
    kind, _, name = node.partition(":")
    if kind in ("assessment", "filing"):
        return "", page.words.say(f"kind.{kind}")
    return ("" if kind == "list" else name), page.words.entry(name)


def questions(book: Rulebook, node: str) -> list[Fact]:
    """The facts beneath an entry that can be asked, in the order of asking."""
    return sorted(_asked_beneath(book, node), key=lambda fact: fact.order)


def _asked_beneath(book: Rulebook, node: str) -> Iterator[Fact]:
    graph, waiting, seen = _reads(book), [node], {node}
    while waiting:
        reading = waiting.pop()
        kind, _, name = reading.partition(":")
        if kind == "fact" and book.facts[name].question is not None:
            yield book.facts[name]
        for read in graph.get(reading, []):
            if read not in seen:
                seen.add(read)
                waiting.append(read)


PAGES = (WebPage("pages.law_entry", "GET", "/law/entries/{name}", EVERYONE, entry, (Parameter("name", NAME),), DATED),)
