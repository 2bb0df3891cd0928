"""What is wrong with a request, and problem documents (RFC 9457) of it in Korean or English."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import structlog
from flask import Response, g, request
from werkzeug.exceptions import HTTPException

from api.catalogue import LANGUAGES, TEXTS, text
from api.doors import as_json
from engine.law.problems import BadInput, Problem
from engine.ledger.faults import Fault

MEDIA = "application/problem+json"
NOT_NOW = {"full", "busy", "no-connection", "cannot-write", "read-only", "cannot-open", "database"}
RETRY_SECONDS = 5


class Refused(Exception):
    """The request is not done. ``code`` names the detail in the catalogue; ``values`` fill it."""

    def __init__(
        self,
        status: int,
        code: str,
        problems: Sequence[Problem] = (),
        headers: Mapping[str, str] | None = None,
        **values: object,
    ):
        self.status, self.code, self.problems = status, code, problems
        self.headers, self.values = headers or {}, values
        super().__init__(f"{status} {code}")


def not_found() -> Refused:
    """For what is not there and for what belongs to others: one answer, so that neither tells which it is."""
    return Refused(HTTPStatus.NOT_FOUND, "not-found")


@dataclass(frozen=True)
class Trouble:
    """Why a request is not answered: ``detail`` says it in words if the catalogue does not, under ``code``."""

    status: int
    code: str
    problems: Sequence[Problem] = ()
    detail: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def language() -> str:
    """That of the page if it is one, else what the client asks for."""
    lang: str | None = g.get("lang")
    return lang or request.accept_languages.best_match(LANGUAGES) or LANGUAGES[-1]


def document(trouble: Trouble) -> Response:
    """The trouble as a problem document."""
    lang = language()
    said: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(trouble.status).phrase,
        "status": int(trouble.status),
        "code": trouble.code,
        "detail": trouble.detail or text(f"http.{trouble.code}", lang, **trouble.values),
        "request": g.get("request_id", ""),
    }
    if trouble.problems:
        said["errors"] = [_error(one, lang) for one in trouble.problems]
    response = Response(as_json(said), status=trouble.status, mimetype=MEDIA)
    response.headers["Content-Language"] = lang
    response.headers["Vary"] = "Accept-Language"
    response.headers.update(trouble.headers)
    return response


def _error(one: Problem, lang: str) -> dict[str, object]:
    error: dict[str, object] = {"path": one.path or "$", "code": one.code, "detail": one.text(lang)}
    said = {"found": one.found, "expected": one.expected, "remedy": one.remedy(lang)}
    error |= {key: value for key, value in said.items() if value}
    if one.line:
        error |= {"line": one.line, "column": one.column}
    return error


# -- what the errors of the application mean


def refused(error: Refused) -> Trouble:
    return Trouble(error.status, error.code, error.problems, values=error.values, headers=error.headers)


def bad_input(error: BadInput) -> Trouble:
    return Trouble(HTTPStatus.UNPROCESSABLE_ENTITY, "unusable", error.problems)


def fault(error: Fault) -> Trouble:
    """A fault of the ledger: what is not there, what does not go together, or what may work later."""
    if error.code in ("no-entry", "not-a-decision", "no-row"):
        return refused(not_found())
    if error.code in NOT_NOW:
        structlog.get_logger().error("ledger", fault=error.code, request_id=g.get("request_id"))
        return Trouble(HTTPStatus.SERVICE_UNAVAILABLE, "not-now", headers={"Retry-After": str(RETRY_SECONDS)})
    if error.code in ("open-presumptions", "other-head"):
        said = text(f"fault.{error.code}", language(), **error.values)
        return Trouble(HTTPStatus.UNPROCESSABLE_ENTITY, error.code, detail=said)
    return failed(error)


def http_error(error: HTTPException) -> Trouble:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    code = str(status) if f"http.{status}" in TEXTS else "other"
    kept = {n: v for n, v in error.get_headers() if n not in ("Content-Type", "Content-Length")}  # Allow, Retry-After
    return Trouble(status, code, headers=kept)


def failed(error: Exception) -> Trouble:
    """Kind and place go to the log: what the error says could be what a claim says. Nothing goes to who asked."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-6:]]
    kind = getattr(error, "code", None) if isinstance(error, Fault) else None
    structlog.get_logger().error(
        "failed", error=type(error).__name__, fault=kind, at=where, request_id=g.get("request_id")
    )
    return Trouble(HTTPStatus.INTERNAL_SERVER_ERROR, "500")
