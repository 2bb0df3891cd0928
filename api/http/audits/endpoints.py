"""``/v1/audits``: registers uploaded, audited in the background, and their answers."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Response, request, send_file

from api.doors import today
from api.http.assessments import KNOWN_ON
from api.http.audits import uploads
from api.http.audits.job import CANCELLED, DONE, FILES, FORMATS, OPEN, Job, Order, State, broken, jobs, new_id, now
from api.http.endpoint import READERS, WRITERS, Answer, Body, Call, Endpoint, json_answer
from api.http.parameters import Choice, Form, Parameter
from api.http.problems import Refused, not_found
from engine.law.problems import BadInput, Problem, listed, nearest
from engine.law.values import iso

FORM = "multipart/form-data"
MEDIA = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".yaml": "application/yaml",
}
ABANDONED = 3600  # seconds after which an upload that was never promised is one of a server that died
PATIENCE = 15.0  # seconds until a process that was started has to hold its lock
MOST_STARTS = 10  # of one audit
STOPPING = 20  # seconds until a cancelled audit has to have let go
AUDIT = Parameter("audit", Form(r"^[0-9a-f]{32}$", "32 hexadecimal digits"))
SPACE = 2  # free space has to be so many times the upload


def post(call: Call) -> Response:
    """Takes the files in, or nothing of them; 202 once the audit is promised."""
    folder = _folder(call)
    files = _files()
    id_ = new_id()
    draft, job = folder / f".{id_}", Job(folder / id_)
    Job(draft).input.mkdir(parents=True, mode=0o700)
    try:
        order = _order(call, id_, Job(draft), files)
        Job(draft).place(order)
        draft.replace(job.folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    start(job)
    headers = {"Location": f"/v1/audits/{id_}"}
    return json_answer(_document(job, call.lang), HTTPStatus.ACCEPTED, headers)


def _folder(call: Call) -> Path:
    folder = call.service.settings.audits
    if folder is None:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "no-audits")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(folder).free < SPACE * (request.content_length or 0):
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "no-space")
    return folder


def _files() -> dict[str, list[Any]]:
    """Files by field; BadInput if one is unknown or there is no register."""
    if request.mimetype != FORM:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-form")
    known = tuple(uploads.KINDS)
    given = {name: request.files.getlist(name) for name in request.files}
    problems = [
        Problem("unknown-key", name, name, listed(known), nearest(name, known))
        for name in [*given, *request.form]
        if name not in known
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


def _order(call: Call, id_: str, job: Job, files: dict[str, list[Any]]) -> Order:
    kept = {}
    for field, given in files.items():
        paths = uploads.taken_in(field, given, job.input, call.service.settings.unpacked_bytes)
        kept[field] = [path.name for path in paths]
    settings, mapping = (next(iter(kept.get(field, ())), None) for field in (uploads.SETTINGS, uploads.MAPPING))
    when = today().isoformat() if call.query["known_on"] is None else iso(call.query["known_on"])
    registers = tuple(kept[uploads.REGISTER])
    organisation = call.caller.organisation
    return Order(id_, organisation, registers, settings, mapping, when, call.query["format"], call.lang, now())


def start(job: Job) -> None:
    """In a process of its own, which outlives this server and is taken up again after a crash."""
    if job.note_start() > MOST_STARTS:
        with job.locked() as free:
            if free:
                job.clear(keep_output=False)
                job.tell(broken())
        return
    command = [sys.executable, "-m", "api.http.audits.runner", str(job.folder)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    threading.Thread(target=process.wait, daemon=True).start()  # so that it does not stay behind as a zombie


def take_up(folder: Path | None) -> None:
    """Audits that were promised and are not done: whoever is at one already keeps it. Half uploads go."""
    if folder is None or not folder.exists():
        return
    for draft in folder.glob(".*"):
        if time.time() - draft.stat().st_mtime > ABANDONED:
            shutil.rmtree(draft, ignore_errors=True)
    for job in jobs(folder):
        if job.state().state in OPEN:
            start(job)


def _revive(job: Job) -> None:
    """Starts an audit again whose process died, when somebody asks how far it is."""
    if job.state().state in OPEN and job.seconds_since_start > PATIENCE:
        with job.locked() as free:
            dead = free and job.state().state in OPEN
        if dead:
            start(job)


# -- looking


def _own(call: Call) -> Job:
    folder = call.service.settings.audits
    job = Job(folder / call.place["audit"]) if folder is not None else None
    try:
        if job is not None and _sees(call, job.order()):
            return job
    except FileNotFoundError:
        pass
    raise not_found()


def _sees(call: Call, order: Order) -> bool:
    return call.caller.role is None or order.organisation == call.caller.organisation


def listing(call: Call) -> Response:
    folder = call.service.settings.audits
    found = jobs(folder) if folder is not None and folder.exists() else []
    own = [_document(job, call.lang) for job in found if _sees(call, job.order())]
    return json_answer({"audits": own})


def get(call: Call) -> Response:
    job = _own(call)
    _revive(job)
    return json_answer(_document(job, call.lang))


def _document(job: Job, lang: str) -> dict[str, Any]:
    order, state = job.order(), job.state()
    return {
        "id": order.id,
        "state": state.state,
        "known_on": order.known_on,
        "format": order.format,
        "files": list(order.files),
        "created_at": order.created_at,
        "step": state.step,
        "done": state.done,
        "total": state.total,
        "errors": [_error(error, lang) for error in state.errors],
        "results": [name for name in FILES if state.state == DONE and job.result(name)],
        "summary": state.summary,
    }


def _error(error: dict[str, Any], lang: str) -> dict[str, Any]:
    said = {"path": error["path"], "code": error["code"], **error["texts"][lang]}
    more = ("found", "expected", "source", "line", "column")
    return {name: value for name, value in {**said, **{n: error[n] for n in more}}.items() if value}


def result(call: Call) -> Response:
    """A file of the answer; it can be asked for in ranges."""
    job = _own(call)
    if job.state().state != DONE:
        raise Refused(HTTPStatus.CONFLICT, "not-done", state=job.state().state)
    path = job.result(call.query["file"])
    if path is None:
        raise not_found()
    name = f"gongje-{job.order().id[:8]}{path.name.removeprefix('answer')}"
    return send_file(path, MEDIA[path.suffix], as_attachment=True, download_name=name, conditional=True)


def cancel(call: Call) -> Response:
    """Stops the audit and removes all of it, the answer of a finished one included."""
    job = _own(call)
    job.cancel()
    end = time.monotonic() + STOPPING
    while time.monotonic() < end:
        with job.locked() as free:
            if free:
                job.tell(State(CANCELLED))
                job.remove()
                return Response(status=HTTPStatus.NO_CONTENT)
        time.sleep(0.1)
    return json_answer(_document(job, call.lang), HTTPStatus.ACCEPTED)  # the runner removes the rest


ENDPOINTS = (
    Endpoint(
        "postAudit",
        "POST",
        "/v1/audits",
        WRITERS,
        post,
        {202: Answer("Audit", headers=("Location",))},
        query=(KNOWN_ON, Parameter("format", Choice(FORMATS), FORMATS[0])),
        body=Body("Upload", FORM),
        refusals=(400, 413, 415, 422, 503),
        upload=True,
    ),
    Endpoint("listAudits", "GET", "/v1/audits", READERS, listing, {200: Answer("AuditPage")}, refusals=(422,)),
    Endpoint(
        "getAudit",
        "GET",
        "/v1/audits/{audit}",
        READERS,
        get,
        {200: Answer("Audit")},
        place=(AUDIT,),
        refusals=(404, 422),
    ),
    Endpoint(
        "getAuditResult",
        "GET",
        "/v1/audits/{audit}/result",
        READERS,
        result,
        {200: Answer(None, MEDIA[".xlsx"])},
        place=(AUDIT,),
        query=(Parameter("file", Choice(FILES), FILES[0]),),
        refusals=(404, 409, 422),
    ),
    Endpoint(
        "cancelAudit",
        "DELETE",
        "/v1/audits/{audit}",
        WRITERS,
        cancel,
        {202: Answer("Audit"), 204: Answer(None, "")},
        place=(AUDIT,),
        refusals=(404, 422),
    ),
)
