"""What is said once for the whole register, as a form or as text, and the start of the audit."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import Response, request

from api.catalogue import text
from api.doors import today
from api.http.audits.drafts import MAPPING, SETTINGS, Draft
from api.http.audits.job import Order, new_id, now
from api.http.audits.starting import start
from api.http.endpoint import WRITERS, Call
from api.http.parameters import Parameter, Whole
from api.pages.audits.drafted import PLACE, drafts_of, own, problems_in, settings_text
from api.pages.audits.form import Form
from api.pages.page import WebPage
from api.pages.templating import render, to_page
from api.text.words import Words
from engine.law.problems import BadInput, Problem, shown
from engine.law.strict_yaml import MAX_BYTES, read_yaml
from engine.law.values import day, iso
from engine.registers.look import mapping_text
from engine.registers.settings import read_settings

LONGEST = 200_000  # characters of settings as text
FIRST = (Parameter("first", Whole(0, 10_000), 0),)  # project that is shown


def settings(call: Call) -> Response:
    draft = own(call)
    if draft.settings is None:
        return to_page("pages.audit_columns", prepared=draft.id)
    return _shown(call, draft, draft.settings, [], call.query["first"])


def _shown(call: Call, draft: Draft, data: dict[str, Any], problems: list[Problem], first: int) -> Response:
    return render(
        "audits/settings.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        draft=draft,
        form=Form(data, Words(call.service.prepared.rulebook, call.lang), first),
        problems=problems,
        known_on=request.form.get("known_on") or today().isoformat(),
        record=request.form.get("record") == "yes",
    )


def save(call: Call) -> Response:
    """Keeps what was said; with ``start`` the audit begins, if nothing is wrong with it."""
    drafts, draft = drafts_of(call), own(call)
    if draft.settings is None:
        return to_page("pages.audit_columns", prepared=draft.id)
    first = call.query["first"]
    data = Form(draft.settings, Words(call.service.prepared.rulebook, call.lang), first).changed(request.form)
    problems = problems_in(data, call)
    if not problems:
        draft = drafts.save(replace(draft, settings=data))
    if "start" not in request.form:
        if problems:
            return _shown(call, draft, data, problems, first)
        on = request.form.get("on", str(first))
        return to_page("pages.audit_settings", prepared=draft.id, first=on)
    when, wrong = _known_on(call)
    if problems or wrong:
        return _shown(call, draft, data, [*problems, *wrong], first)
    return to_page("pages.audit", audit=_started(call, draft, data, when))


def _known_on(call: Call) -> tuple[str, list[Problem]]:
    given = request.form.get("known_on", "").strip() or today().isoformat()
    try:
        when = day(given)
    except ValueError:
        return given, [Problem("bad-date", "known_on", shown(given))]
    first = call.service.prepared.first_known
    return given, [Problem("known-too-early", "known_on", given, iso(first))] if when < first else []


def _started(call: Call, draft: Draft, data: dict[str, Any], when: str) -> str:
    caller, lang = call.caller, call.lang
    id_, record = new_id(), request.form.get("record") == "yes"
    order = Order(
        id_,
        caller.organisation,
        draft.registers,
        SETTINGS,
        MAPPING,
        when,
        "xlsx",
        lang,
        now(),
        record,
        caller.name,
        request="",
        draft=draft.id,
    )
    heads = {key: text(f"file.{key}", lang) for key in ("mapping", "settings")}
    said = "".join(f"# {line}\n" for line in heads["settings"].splitlines()) + settings_text(data)
    job = drafts_of(call).order(draft, mapping_text(draft.looks, heads["mapping"]), said, order)
    start(job, call.service.ledger)
    return id_


# -- as text


def as_text(call: Call) -> Response:
    draft = own(call)
    return render("audits/settings_text.html", draft=draft, text=settings_text(draft.settings or {}), problems=[])


def save_text(call: Call) -> Response:
    draft, given = own(call), request.form.get("text", "").replace("\r\n", "\n")
    raw = given.encode()[:MAX_BYTES]
    try:
        read_settings(raw, "", call.service.prepared.rulebook)
        data = read_yaml(raw, "").data
    except BadInput as bad:
        problems, status = bad.problems, HTTPStatus.UNPROCESSABLE_ENTITY
        return render("audits/settings_text.html", status, draft=draft, text=given[:LONGEST], problems=problems)
    assert isinstance(data, dict)
    drafts_of(call).save(replace(draft, settings=data))
    return to_page("pages.audit_settings", prepared=draft.id)


PAGES = (
    WebPage("pages.audit_settings", "GET", "/audits/prepared/{prepared}/settings", WRITERS, settings, (PLACE,), FIRST),
    WebPage("pages.audit_save", "POST", "/audits/prepared/{prepared}/settings", WRITERS, save, (PLACE,), FIRST),
    WebPage("pages.audit_text", "GET", "/audits/prepared/{prepared}/text", WRITERS, as_text, (PLACE,)),
    WebPage("pages.audit_text_save", "POST", "/audits/prepared/{prepared}/text", WRITERS, save_text, (PLACE,)),
)
