"""The list of audits, and the way in: registers uploaded, with a mapping and settings if there are such files."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response

from api.http.audits import uploads
from api.http.audits.accepting import files_sent, folder_for, taken_in
from api.http.audits.drafts import Draft, Drafts, free_names
from api.http.audits.endpoints import seen_jobs
from api.http.audits.job import now
from api.http.endpoint import READERS, WRITERS, Call
from api.pages.audits.drafted import PLACE, drafts_of, fields, own
from api.pages.guard import FIELD
from api.pages.page import WebPage
from api.pages.templating import render, to_page
from api.text.entries import korean_time
from engine.law.problems import BadInput, Problem
from engine.law.strict_yaml import read_yaml
from engine.registers.look import first_look
from engine.registers.settings import read_settings


def audits(call: Call) -> Response:
    return _listed(call, [])


def _listed(call: Call, problems: list[Problem], status: int = HTTPStatus.OK) -> Response:
    folder, writes = call.service.settings.audits, call.caller.may(WRITERS)
    drafts = Drafts(folder).all(call.caller.organisation) if folder and writes else []
    return render(
        "audits/list.html",
        status,
        problems=problems,
        jobs=[(job.order(), job.state()) for job in reversed(seen_jobs(call))],
        drafts=[(draft, korean_time(draft.changed_at)) for draft in drafts],
        writes=writes and folder is not None,
        most=call.service.settings.upload_mb,
        kinds=", ".join(uploads.KINDS[uploads.REGISTER]),
    )


def upload(call: Call) -> Response:
    """Takes the files in, or nothing of them; on to the columns."""
    drafts = Drafts(folder_for(call))
    id_ = drafts.begin()
    try:
        draft = _taken_in(call, drafts, id_)
    except BadInput as bad:
        drafts.drop(id_)
        return _listed(call, bad.problems, HTTPStatus.UNPROCESSABLE_ENTITY)
    except BaseException:
        drafts.drop(id_)
        raise
    return to_page("pages.audit_columns", prepared=draft.id)


def _taken_in(call: Call, drafts: Drafts, id_: str) -> Draft:
    files, folder = files_sent(beside=FIELD), drafts.input(id_)
    kept = taken_in(files, folder, call.service.settings.unpacked_bytes)
    registers = kept[uploads.REGISTER]
    if not free_names(registers):
        raise BadInput([Problem("file-name", uploads.REGISTER, ", ".join(registers))])
    mapping, settings = (next(iter(kept.get(field, ())), None) for field in (uploads.MAPPING, uploads.SETTINGS))
    looks = first_look(
        [folder / name for name in registers], folder / mapping if mapping else None, drafts.look(id_), fields(call)
    )
    data = None
    if settings:
        raw = (folder / settings).read_bytes()
        read_settings(raw, settings, call.service.prepared.rulebook)
        data = read_yaml(raw, settings).data
    draft = Draft(id_, call.caller.organisation, registers, now(), now(), tuple(looks), data)  # type: ignore[arg-type]
    return drafts.save(draft)


def drop(call: Call) -> Response:
    drafts_of(call).drop(own(call).id)
    return to_page("pages.audits")


PAGES = (
    WebPage("pages.audits", "GET", "/audits", READERS, audits, nav="page.nav.audits"),
    WebPage("pages.audit_upload", "POST", "/audits", WRITERS, upload, upload=True),
    WebPage("pages.audit_drop", "POST", "/audits/prepared/{prepared}/delete", WRITERS, drop, (PLACE,)),
)
