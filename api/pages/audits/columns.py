"""The columns of a register as they were found, to be confirmed or changed."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from flask import Response, request

from api.http.audits.drafts import Draft
from api.http.endpoint import WRITERS, Call
from api.pages.audits.drafted import PLACE, drafts_of, fields, own
from api.pages.page import WebPage
from api.pages.templating import render, to_page
from engine.law.problems import BadInput, Problem, shown
from engine.registers.fields import Fields
from engine.registers.look import WIDEST, Look, look_again, problems_of, to_settle

UNITS = (1, 1_000, 1_000_000, 100_000_000)  # won
LONGEST_LINE = 7  # digits of a line that a sheet may have
FREQUENT = ("timeline.started_on", "timeline.completed_on", "taxpayer.name", "asset.kind", "asset.condition")


def columns(call: Call) -> Response:
    return _shown(call, own(call), [])


def _shown(call: Call, draft: Draft, problems: list[Problem]) -> Response:
    known = fields(call)
    options = _options(known, call.lang)
    return render(
        "audits/columns.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        draft=draft,
        problems=problems,
        sheets=[(look, _columns(look)) for look in draft.looks],
        options=options,
        offered={name for _, listed in options for name, _ in listed},
        names={name: field.label[call.lang] for name, field in known.by_name.items()},
        units=UNITS,
    )


def _columns(look: Look) -> list[tuple[int, str, tuple[str, ...], str | None]]:
    """Position, title, samples and meaning of the columns that have a title."""
    every = zip(range(WIDEST), look.titles, look.samples, look.columns, strict=False)
    return [column for column in every if column[1]]


def _options(known: Fields, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column may hold: fields of registers, then facts that registers often have."""
    named = [(field.name, field.label[lang]) for field in known.by_name.values() if field.named]
    facts = [(name, known.by_name[name].label[lang]) for name in FREQUENT if name in known.by_name]
    return [("audits.columns.register", named), ("audits.columns.facts", facts)]


def confirm(call: Call) -> Response:
    """Takes what was chosen; reads a header anew, or goes on to the settings."""
    drafts, draft = drafts_of(call), own(call)
    again = request.form.get("again", "")
    looks, problems = list[Look](), list[Problem]()
    for at, look in enumerate(draft.looks):
        chosen = _chosen(look, at, fields(call))
        try:
            looks.append(_relooked(call, draft, chosen, f"{at}") if again == str(at) else chosen)
        except BadInput as bad:
            looks.append(chosen)
            problems += bad.problems
    draft = drafts.save(replace(draft, looks=tuple(looks)))
    if problems:
        return _shown(call, draft, problems)
    if again:
        return to_page("pages.audit_columns", prepared=draft.id)
    problems = problems_of(looks, fields(call))
    if problems:
        return _shown(call, draft, problems)
    if draft.settings is None:
        settings = to_settle(looks, drafts.look(draft.id), fields(call), call.service.prepared)
        draft = drafts.save(replace(draft, settings=settings))
    return to_page("pages.audit_settings", prepared=draft.id)


def _relooked(call: Call, draft: Draft, look: Look, at: str) -> Look:
    text = request.form.get(f"{at}.header", "").strip()
    if look.sheet.labels is not None:
        return look
    line = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_LINE else 0
    if line == 0:
        raise BadInput([Problem("wrong-type", "", shown(text), "a whole number", source=look.sheet.name)])
    return look_again(look, line, drafts_of(call).look(draft.id), fields(call))


def _chosen(look: Look, at: int, known: Fields) -> Look:
    unit = request.form.get(f"{at}.unit", "")
    chosen = [request.form.get(f"{at}.{column}") for column in range(look.sheet.width)]
    columns = tuple(
        before if name is None else (name if name in known.by_name else None)
        for name, before in zip(chosen, look.columns, strict=True)
    )
    return replace(look, unit_krw=int(unit) if unit in map(str, UNITS) else look.unit_krw, columns=columns)


PAGES = (
    WebPage("pages.audit_columns", "GET", "/audits/prepared/{prepared}", WRITERS, columns, (PLACE,)),
    WebPage("pages.audit_confirm", "POST", "/audits/prepared/{prepared}", WRITERS, confirm, (PLACE,)),
)
