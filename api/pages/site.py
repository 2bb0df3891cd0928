"""The web pages in the application: their routes, who opens them, and the headers they are sent with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request, session
from jinja2 import StrictUndefined

from api.catalogue import LANGUAGES
from api.http.access import SAFE, Caller, caller_with, local_caller, no_key, not_allowed
from api.http.endpoint import Call
from api.http.parameters import Misfit, read_parameters
from api.http.problems import language, not_found
from api.http.service import Service
from api.http.store.sessions import HOURS
from api.pages import interview, sign_in, start
from api.pages.answer import draft as drafted
from api.pages.answer import judging, recorded
from api.pages.audits import columns, line, results, settings, upload
from api.pages.faults import Faults
from api.pages.frame import frame
from api.pages.guard import CookieSessions, check_origin, check_token
from api.pages.law import amendments, entry, lists, search
from api.pages.page import WebPage
from api.pages.replay import again, find, proof
from api.pages.static import send_static
from api.pages.templating import to_page
from api.text.entries import korean_time
from api.text.figures import formula_value
from engine.law.strict_yaml import MAX_BYTES

PAGES: tuple[WebPage, ...] = (
    *start.PAGES,
    *interview.PAGES,
    *drafted.PAGES,
    *judging.PAGES,
    *recorded.PAGES,
    *upload.PAGES,
    *columns.PAGES,
    *settings.PAGES,
    *results.PAGES,
    *line.PAGES,
    *find.PAGES,
    *again.PAGES,
    *proof.PAGES,
    *search.PAGES,
    *lists.PAGES,
    *amendments.PAGES,
    *entry.PAGES,
    *sign_in.PAGES,
)
BY_NAME = {page.name: page for page in PAGES}
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


def add_pages(app: Flask, service: Service) -> None:
    app.template_folder = str(Path(__file__).parent / "templates")
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.context_processor(lambda: frame(PAGES))
    faults = Faults(service.prepared.rulebook)
    app.jinja_env.globals.update(korean_time=korean_time, formula_value=formula_value, faults=faults)
    app.secret_key = service.sessions.cookie_secret()
    app.session_interface = CookieSessions()
    app.config.update(
        SESSION_COOKIE_NAME="gongje",
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=HOURS * 3600,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    app.add_url_rule("/", "pages.root", _root)
    app.add_url_rule("/static/<name>", "pages.static", send_static)
    for page in PAGES:
        app.add_url_rule(page.rule, page.name, _view(service, page), methods=[page.method])


def is_page() -> bool:
    """Does the address of the request belong to the pages, whether or not there is one?"""
    return request.path == "/" or request.path.split("/")[1] in LANGUAGES


def begin(service: Service) -> None:
    """The language in which to answer, also where there is no such page; and who asks."""
    first = request.path.split("/")[1]
    g.lang = first if first in LANGUAGES else None
    g.caller = _caller(service)
    page = BY_NAME.get(request.endpoint or "")
    if page is not None and page.upload:
        request.max_content_length = service.settings.upload_bytes
        request.max_form_memory_size = 2 * MAX_BYTES  # of what is pasted


def _caller(service: Service) -> Caller | None:
    token = session.get(sign_in.TOKEN)
    if token is None:
        return local_caller(service.keys)
    key = service.sessions.key(token)
    return None if key is None else caller_with(key)


def _root() -> Response:
    g.lang = language()
    response = to_page(start.START)
    response.headers["Vary"] = "Accept-Language"
    return secure(response)


def _view(service: Service, page: WebPage) -> Callable[..., Response]:
    def view(lang: str, **place: str) -> Response:
        return secure(_answer(service, page, place))

    return view


def _answer(service: Service, page: WebPage, place: dict[str, str]) -> Response:
    caller: Caller | None = g.caller
    if request.method not in SAFE:
        check_origin()
    if caller is None and page.roles is not None:
        if request.method not in SAFE:
            raise no_key()
        return to_page(sign_in.SIGN_IN, next=request.full_path.rstrip("?"))
    if caller is not None and not caller.may(page.roles):
        raise not_allowed(caller)
    if request.method not in SAFE:
        check_token()
    given = {name: [text for text in texts if text] for name, texts in request.args.lists()}
    query = read_parameters(page.query, given, {})
    return page.handle(Call(service, caller or sign_in.VISITOR, _place(page, place), query))


def _place(page: WebPage, place: dict[str, str]) -> dict[str, Any]:
    """What the path names; what has not the form of a name is not there."""
    try:
        return {p.name: p.kind.read(place[p.name]) for p in page.place}
    except Misfit:
        raise not_found() from None


def secure(response: Response) -> Response:
    """Nothing but what this server sends may run in a page, and no other page may hold or post to it."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response
