"""The first page: what gongje answers, and where to begin."""

from __future__ import annotations

from flask import Response

from api.http.endpoint import EVERYONE, Call
from api.pages.page import WebPage
from api.pages.templating import render

START = "pages.start"


def start(call: Call) -> Response:
    return render("start.html")


PAGES = (WebPage(START, "GET", "/", EVERYONE, start, nav="page.nav.start"),)
