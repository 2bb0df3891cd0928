"""Finding a recorded decision: by number, taxpayer and signature, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response

from api.http.decisions import answer_of, seen, summary
from api.http.endpoint import READERS, Call
from api.http.parameters import FLAG, NUMBER, Form, Parameter
from api.pages.page import WebPage
from api.pages.templating import render, to_page
from api.text.assessment import NAME
from api.text.words import Words
from engine.ledger.leaf import DECISION, read_identity, read_leaf
from engine.ledger.view import Stored, View

PAGE = 25
QUERY = (
    Parameter("number", NUMBER),
    Parameter("name", Form(r"^.{1,100}$", "1 .. 100 letters")),
    Parameter("signed", FLAG),
    Parameter("before", NUMBER),
)


@dataclass(frozen=True)
class Line:
    """``said`` is the summary of the decision, ``superseded_by`` the decisions that took its place."""

    name: str
    said: dict[str, Any]
    superseded_by: list[int]


def decisions(call: Call) -> Response:
    """A page of own decisions; straight to the one of a number."""
    query = call.query
    missing = None
    with call.service.ledger.view() as view:
        if query["number"] is not None:
            stored = seen(call, view, query["number"])
            if stored is not None and stored.kind == DECISION:
                return to_page("pages.decision", id=stored.number)
            missing = query["number"]
        found = []
        for stored in _wanted(call, view):
            said = summary(stored.number, *answer_of(view, stored))
            found.append(Line(name_in(stored), said, view.superseded_by(stored.number)))
            if len(found) > PAGE:
                break
    page = found[:PAGE]
    return render(
        "replay/decisions.html",
        lines=page,
        missing=missing,
        following=page[-1].said["id"] if len(found) > len(page) else None,
        query=query,
        w=Words(call.service.prepared.rulebook, call.lang),
    )


def _wanted(call: Call, view: View) -> Iterator[Stored]:
    query = call.query
    for stored in view.newest(query["before"], DECISION, call.caller.organisation):
        if stored.kind != DECISION:
            continue
        leaf = read_leaf(stored.leaf)
        if query["signed"] is not None and leaf is not None and leaf["signed"] is not query["signed"]:
            continue
        if query["name"] and query["name"].casefold() not in name_in(stored).casefold():
            continue
        yield stored


def name_in(stored: Stored) -> str:
    """Whom a decision is about; empty once that was erased."""
    if stored.identity is None:
        return ""
    group, _, key = NAME.partition(".")
    return next((value for path, value in read_identity(stored.identity[1]).claim if path == (group, key)), "")


PAGES = (WebPage("pages.decisions", "GET", "/assessments", READERS, decisions, query=QUERY, nav="page.nav.decisions"),)
