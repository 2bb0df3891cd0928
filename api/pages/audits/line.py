"""A line of an audited register on the page of a single answer: the same facts, decided again and explained in full."""

from __future__ import annotations

from flask import Response

from api.http.audits.endpoints import own_job
from api.http.audits.job import DONE
from api.http.deadline import within
from api.http.endpoint import READERS, Call
from api.http.parameters import Parameter, Whole
from api.http.problems import not_found
from api.pages.answer.draft import SHOWN
from api.pages.answer.sheet import Sheet
from api.pages.answer.show import show
from api.pages.audits.results import AUDIT, Line, words_of
from api.pages.page import WebPage
from engine.assessment.assess import assess
from engine.law.values import day
from engine.registers.lookup import Lookup
from engine.registers.placing import OPEN_BASES
from engine.registers.single import claim_of_line

NUMBER = Parameter("line", Whole(0))


def line(call: Call) -> Response:
    job = own_job(call)
    lookup = Lookup(job.tables)
    parts = lookup.parts(call.place["line"]) if job.state().state == DONE and job.tables.is_dir() else []
    if not parts:
        raise not_found()
    service, order, first = call.service, job.order(), parts[0]
    words = words_of(call, order)
    name = str(first["number"] or first["name"] or first["memo"] or first["register_line"])
    claim = claim_of_line(lookup, first, name, service.prepared)
    evaluate = within(service.evaluate, service.settings.seconds)
    document = assess(claim, service.prepared, day(order.known_on), evaluate)
    place = lookup.place(first)
    shown = [Line(row, words, place) for row in parts]
    about = {"order": order, "parts": shown, "place": place, "opened": first["basis"] in OPEN_BASES and first["basis"]}
    return show(Sheet(document, claim, words), call, line={**about, **first})


PAGES = (WebPage("pages.audit_line", "GET", "/audits/{audit}/lines/{line}", READERS, line, (AUDIT, NUMBER), SHOWN),)
