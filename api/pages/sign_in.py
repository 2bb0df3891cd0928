"""Signing in with an API key, and out."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request, session

from api.http.access import Caller
from api.http.endpoint import Call
from api.http.parameters import Form, Parameter
from api.pages.page import WebPage
from api.pages.templating import render, to_address, to_page

SIGN_IN, SIGN_OUT = "pages.sign_in", "pages.sign_out"
TOKEN = "token"  # of the session, in the signed cookie
VISITOR = Caller("visitor", None, "", "")  # of pages that need no one to be signed in
BACK = r"^/(ko|en)(/[A-Za-z0-9._~%-]+)*/?(\?[^\\\s]*)?$"  # an address of these pages and of nothing else
NEXT = Parameter("next", Form(BACK, "a page"))


def ask(call: Call) -> Response:
    return _form(call)


def _form(call: Call, status: int = 200, problem: str = "") -> Response:
    return render("sign_in.html", status, next=call.query["next"] or "", problem=problem)


def sign_in(call: Call) -> Response:
    """Begins a session with the role and organisation of the key; what the cookie held before is gone."""
    key = call.service.keys.of(request.form.get("key", "").strip())
    if key is None:
        return _form(call, HTTPStatus.UNPROCESSABLE_ENTITY, "page.sign-in.wrong")
    session.clear()
    session.permanent = True
    session[TOKEN] = call.service.sessions.begin(key)
    return to_address(call.query["next"]) if call.query["next"] else to_page("pages.start")


def sign_out(call: Call) -> Response:
    token = session.get(TOKEN)
    if token is not None:
        call.service.sessions.end(token)
    session.clear()
    return to_page(SIGN_IN)


PAGES = (
    WebPage(SIGN_IN, "GET", "/sign-in", None, ask, query=(NEXT,)),
    WebPage("pages.sign_in_with", "POST", "/sign-in", None, sign_in, query=(NEXT,)),
    WebPage(SIGN_OUT, "POST", "/sign-out", None, sign_out),
)
