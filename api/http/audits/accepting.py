"""Uploads taken in: all of one or nothing, and the same request under one idempotency key once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from flask import request
from werkzeug.datastructures import FileStorage

from api.doors import today
from api.http.audits import uploads
from api.http.audits.job import Job, Order, new_id, now
from api.http.endpoint import Call
from api.http.problems import Refused
from api.http.store.receipts import receipt_of
from engine.columns.run import digest_of
from engine.law.problems import BadInput, Problem, listed, nearest
from engine.law.values import iso

FORM = "multipart/form-data"
SPACE = 2  # free space has to be so many times the upload
Files = Mapping[str, Sequence[FileStorage]]


def accept(call: Call) -> tuple[Job, bool]:
    """The audit that was asked for, promised from here on; False if it was promised before.

    Under an idempotency key the audit has a name of its own, so that of two requests at once one finds it taken.
    """
    folder = folder_for(call)
    files = files_sent()
    key = call.query["idempotency_key"]
    who = f"{call.caller.organisation}\0{call.caller.id}"
    id_ = new_id() if key is None else sha256(f"{who}\0{key}".encode()).hexdigest()[: len(new_id())]
    draft, job = Job(folder / f".{new_id()}"), Job(folder / id_)
    draft.input.mkdir(parents=True, mode=0o700)
    try:
        kept = taken_in(files, draft.input, call.service.settings.unpacked_bytes)
        asked = receipt_of(key or id_, who, _asked(call, draft, kept)).request_hash
        draft.place(_order(call, id_, kept, asked))
        return job, _placed(draft, job, asked)
    finally:
        shutil.rmtree(draft.folder, ignore_errors=True)


def _placed(draft: Job, job: Job, asked: str) -> bool:
    """Puts the audit in its place; False if the same request did so before. Refused if another one did."""
    if job.folder.is_dir() and not job.promised:
        job.remove()  # what was cancelled and not yet removed in whole
    try:
        draft.folder.rename(job.folder)
        return True
    except OSError:
        if not job.promised:
            raise
    if job.order().request != asked:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-reused")
    return False


def folder_for(call: Call) -> Path:
    """The folder of audits, with space for what is sent."""
    folder = call.service.settings.audits
    if folder is None:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "no-audits")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(folder).free < SPACE * (request.content_length or 0):
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "no-space")
    return folder


def files_sent(beside: str = "") -> Files:
    """Files by field; BadInput if one is unknown or there is no register. ``beside``: what else the form may hold."""
    if request.mimetype != FORM:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-form")
    known = tuple(uploads.KINDS)
    chosen = {name: [file for file in request.files.getlist(name) if file.filename] for name in request.files}
    given = {name: files for name, files in chosen.items() if files or not beside}
    problems = [
        Problem("unknown-key", name, name, listed(known), nearest(name, known))
        for name in [*given, *request.form]
        if name not in known and name != beside
    ]
    problems += [Problem("file-missing", name, name) for name in request.form if name in known]
    if not given.get(uploads.REGISTER) and uploads.REGISTER not in request.form:
        problems.append(Problem("file-missing", uploads.REGISTER, uploads.REGISTER))
    for name in (uploads.SETTINGS, uploads.MAPPING):
        if len(given.get(name, ())) > 1:
            problems.append(Problem("too-many-files", name, str(len(given[name])), "1"))
    if problems:
        raise BadInput(problems)
    return given


def taken_in(files: Files, folder: Path, unpacked: int) -> dict[str, tuple[str, ...]]:
    """Names of the files by field, once they are found to be what they say."""
    taken = {field: uploads.taken_in(field, given, folder, unpacked) for field, given in files.items()}
    return {field: tuple(path.name for path in paths) for field, paths in taken.items()}


def _order(call: Call, id_: str, kept: Mapping[str, tuple[str, ...]], asked: str) -> Order:
    settings, mapping = (next(iter(kept.get(field, ())), None) for field in (uploads.SETTINGS, uploads.MAPPING))
    query, caller = call.query, call.caller
    when = today().isoformat() if query["known_on"] is None else iso(query["known_on"])
    return Order(
        id_,
        caller.organisation,
        kept[uploads.REGISTER],
        settings,
        mapping,
        when,
        query["format"],
        call.lang,
        now(),
        query["record"],
        caller.name,
        asked,
    )


def _asked(call: Call, draft: Job, kept: Mapping[str, tuple[str, ...]]) -> bytes:
    """Everything that the answer follows from: parameters as they were given, language, files with their contents."""
    query = [call.query[name] for name in ("known_on", "format", "record")]
    files = [[field, name, digest_of(draft.input / name)] for field, names in sorted(kept.items()) for name in names]
    return json.dumps([query, call.lang, files]).encode()
