"""The application: routes from endpoints and pages, and what every request passes through."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from werkzeug.exceptions import HTTPException

from api.http import assessments, changes, documents, law, ledger, logs, metrics, operations, problems, questions
from api.http.access import NOBODY, Caller, caller_of, no_key, not_allowed
from api.http.audits import endpoints as audits
from api.http.endpoint import Call, Endpoint
from api.http.parameters import Misfit, read_parameters
from api.http.problems import Refused, Trouble, not_found
from api.http.service import Service
from api.pages import site
from api.pages.errors import error_page
from engine.law.problems import BadInput
from engine.law.strict_yaml import MAX_BYTES
from engine.ledger.faults import Fault

ENDPOINTS: tuple[Endpoint, ...] = (
    *assessments.ENDPOINTS,
    *audits.ENDPOINTS,
    *questions.ENDPOINTS,
    *changes.ENDPOINTS,
    *ledger.ENDPOINTS,
    *law.ENDPOINTS,
    *operations.ENDPOINTS,
    *documents.ENDPOINTS,
)
SOCKET_SECONDS = 30  # that a client may leave between two pieces of a body
RETRY = (429, 503)
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


def create_app(service: Service) -> Flask:
    app = Flask("api.http", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BYTES + 1  # a body of unknown length is cut there, not refused
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.strict_slashes = False
    app.before_request(partial(_begin, service))
    app.after_request(_end)  # before the limiter's own, and so the last to run
    _limit(app, service)
    meanings: dict[type[Exception], Callable[[Any], Trouble]] = {
        Refused: problems.refused,
        BadInput: problems.bad_input,
        Fault: problems.fault,
        HTTPException: problems.http_error,
        Exception: problems.failed,
    }
    for kind, meaning in meanings.items():
        app.register_error_handler(kind, partial(_trouble, meaning))
    for endpoint in ENDPOINTS:
        app.add_url_rule(endpoint.rule, endpoint.name, _view(service, endpoint), methods=[endpoint.method])
    site.add_pages(app, service)
    return app


def _trouble(meaning: Callable[[Any], Trouble], error: Exception) -> Response:
    """As a page to who wanted a page, else as a problem document."""
    trouble = meaning(error)
    return site.secure(error_page(trouble)) if site.is_page() else problems.document(trouble)


def _view(service: Service, endpoint: Endpoint) -> Callable[..., Response]:
    def view(**place: str) -> Response:
        return _answer(service, endpoint, place)

    return view


def _limit(app: Flask, service: Service) -> None:
    """So many requests a minute of a key, or of an address without one; health is always answered."""
    free = {endpoint.name for endpoint in operations.ENDPOINTS if endpoint.roles is None}
    settings = service.settings
    limiter = Limiter(
        _client,
        app=app,
        application_limits=[f"{settings.rate}/minute"],
        storage_uri=settings.rates,
        headers_enabled=True,
        swallow_errors=True,  # who cannot be counted is answered
    )
    limiter.request_filter(lambda: request.endpoint in free)


def _client() -> str:
    caller: Caller | None = g.caller
    return caller.id if caller is not None and caller is not NOBODY else f"address {request.remote_addr}"


def _begin(service: Service) -> None:
    g.started, g.request_id, g.caller = time.perf_counter(), logs.request_id(), None
    connection = request.environ.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(SOCKET_SECONDS)
    endpoint = next((one for one in ENDPOINTS if one.name == request.endpoint), None)
    if endpoint is not None:
        g.caller = NOBODY if endpoint.roles is None else caller_of(service.keys)
        if endpoint.upload:
            request.max_content_length = service.settings.upload_bytes
    elif site.is_page():
        site.begin(service)


def _answer(service: Service, endpoint: Endpoint, place: dict[str, str]) -> Response:
    caller: Caller | None = g.caller
    if caller is None:
        raise no_key()
    if not caller.may(endpoint.roles):
        raise not_allowed(caller)
    headers = {p.name: request.headers.getlist(p.header) for p in endpoint.query if p.header}
    query = read_parameters(endpoint.query, dict(request.args.lists()), headers)
    return endpoint.handle(Call(service, caller, _place(endpoint, place), query))


def _place(endpoint: Endpoint, place: dict[str, str]) -> dict[str, Any]:
    """What the path names; what has not the form of a name is not there."""
    try:
        return {p.name: p.kind.read(place[p.name]) for p in endpoint.place}
    except Misfit:
        raise not_found() from None


def _end(response: Response) -> Response:
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if response.status_code not in RETRY:
        response.headers.pop("Retry-After", None)  # which the limiter always sets
    response.headers[logs.HEADER] = g.request_id
    seconds = time.perf_counter() - g.started
    name = request.endpoint or "none"
    metrics.answered(name, response.status_code, seconds)
    logs.answered(name, response.status_code, seconds, g.request_id, g.caller.id if g.caller else "")
    return response
