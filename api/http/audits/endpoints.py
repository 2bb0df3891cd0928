"""``/v1/audits``: registers uploaded, audited in the background, and their answers."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Any

from flask import Response, send_file

from api.http.assessments import IDEMPOTENCY, KNOWN_ON
from api.http.audits.accepting import FORM, accept
from api.http.audits.job import CANCELLED, DONE, FILES, FORMATS, Job, Order, State, jobs
from api.http.audits.starting import revive, start
from api.http.endpoint import READERS, WRITERS, Answer, Body, Call, Endpoint, json_answer
from api.http.parameters import FLAG, Choice, Form, Parameter
from api.http.problems import Refused, not_found

MEDIA = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".yaml": "application/yaml",
}
STOPPING = 20  # seconds until a cancelled audit has to have let go
AUDIT = Parameter("audit", Form(r"^[0-9a-f]{32}$", "32 hexadecimal digits"))


def post(call: Call) -> Response:
    """Takes the files in, or nothing of them; 202 once the audit is promised."""
    job, new = accept(call)
    document = _document(job, call.lang)  # as it was promised: once started it may be done at any moment
    headers = {"Location": f"/v1/audits/{document['id']}"}
    if new:
        start(job, call.service.ledger)
    else:
        headers["Idempotency-Replayed"] = "true"
    return json_answer(document, HTTPStatus.ACCEPTED, headers)


# -- looking


def own_job(call: Call) -> Job:
    """That of the address; one answer for what is not there and what belongs to others."""
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


def seen_jobs(call: Call) -> list[Job]:
    """Audits that the caller sees, oldest first."""
    folder = call.service.settings.audits
    found = jobs(folder) if folder is not None and folder.exists() else []
    return [job for job in found if _sees(call, job.order())]


def listing(call: Call) -> Response:
    return json_answer({"audits": [_document(job, call.lang) for job in seen_jobs(call)]})


def get(call: Call) -> Response:
    job = own_job(call)
    revive(job, call.service.ledger)
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
        "record": order.record,
        "entry": state.entry,
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
    job = own_job(call)
    if job.state().state != DONE:
        raise Refused(HTTPStatus.CONFLICT, "not-done", state=job.state().state)
    path = job.result(call.query["file"])
    if path is None:
        raise not_found()
    name = f"gongje-{job.order().id[:8]}{path.name.removeprefix('answer')}"
    return send_file(path, MEDIA[path.suffix], as_attachment=True, download_name=name, conditional=True)


def cancel(call: Call) -> Response:
    job = own_job(call)
    if removed(job):
        return Response(status=HTTPStatus.NO_CONTENT)
    return json_answer(_document(job, call.lang), HTTPStatus.ACCEPTED)  # the runner removes the rest


def removed(job: Job) -> bool:
    """Stops the audit and removes all of it, the answer of a finished one included; False if that takes longer."""
    job.cancel()
    end = time.monotonic() + STOPPING
    while time.monotonic() < end:
        with job.locked() as free:
            if free:
                job.tell(State(CANCELLED))
                job.remove()
                return True
        time.sleep(0.1)
    return False


ENDPOINTS = (
    Endpoint(
        "postAudit",
        "POST",
        "/v1/audits",
        WRITERS,
        post,
        {202: Answer("Audit", headers=("Location", "Idempotency-Replayed"))},
        query=(
            KNOWN_ON,
            Parameter("format", Choice(FORMATS), FORMATS[0]),
            Parameter("record", FLAG, False),
            IDEMPOTENCY,
        ),
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
