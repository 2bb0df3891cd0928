"""What each amendment changed, and what differs between the law as known on two days."""

from __future__ import annotations

from flask import Response

from api.doors import today
from api.http.endpoint import EVERYONE, Call
from api.http.parameters import DAY, NAME, Parameter
from api.http.problems import not_found
from api.pages.page import WebPage
from api.pages.templating import render
from api.text.rule_diff import changes, promulgated
from api.text.words import Words
from engine.law.values import iso

INSTRUMENT = Parameter("instrument", NAME)
BETWEEN = (Parameter("before", DAY), Parameter("after", DAY))


def amendments(call: Call) -> Response:
    """Every instrument, the newest first; between two days if they are given, with what changed."""
    words = Words(call.service.prepared.rulebook, call.lang)
    before, after = (call.query[name] for name in ("before", "after"))
    asked = before is not None or after is not None
    first, last = sorted((before or 0, after or today().toordinal()))
    found = promulgated(words.rulebook, first, last) if asked else promulgated(words.rulebook, 0, 10**7)
    return render(
        "law/amendments.html",
        w=words,
        instruments=found[::-1],
        before=iso(first) if before else "",
        after=iso(last) if asked else "",
        changes=list(changes(words, first, last)) if before else None,
        iso=iso,
    )


def amendment(call: Call) -> Response:
    """What changed on the day on which an instrument came out: there may have been others on that day."""
    words = Words(call.service.prepared.rulebook, call.lang)
    instrument = words.rulebook.instruments.get(call.place["instrument"])
    if instrument is None:
        raise not_found()
    day = instrument.promulgated
    return render(
        "law/amendment.html",
        w=words,
        instrument=instrument,
        day=iso(day),
        others=[one for one in promulgated(words.rulebook, day - 1, day) if one != instrument],
        changes=list(changes(words, day - 1, day)),
    )


PAGES = (
    WebPage("pages.law_amendments", "GET", "/law/amendments", EVERYONE, amendments, query=BETWEEN),
    WebPage("pages.law_amendment", "GET", "/law/amendments/{instrument}", EVERYONE, amendment, (INSTRUMENT,)),
)
