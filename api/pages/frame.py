"""The frame of every page: who is signed in, where one may go, and the way to the other language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for

from api.catalogue import LANGUAGES, TEXTS, text
from api.http.access import Caller
from api.pages.page import WebPage


@dataclass(frozen=True)
class Link:
    """``current``: it leads to the page itself, or to one above it."""

    label: str
    url: str
    current: bool


def frame(pages: Sequence[WebPage]) -> dict[str, Any]:
    """What the template of every page is filled with."""
    caller: Caller | None = g.get("caller")
    shown = [page for page in pages if page.nav and _may(caller, page)]
    return {
        "caller": caller,
        "nav": [_link(page, g.lang) for page in shown],
        "other": _other_language(g.lang),
    }


def _may(caller: Caller | None, page: WebPage) -> bool:
    return page.roles is None if caller is None else caller.may(page.roles)


def _link(page: WebPage, lang: str) -> Link:
    address = url_for(page.name, lang=lang).rstrip("/")
    here = request.path.rstrip("/")
    below = page.path != "/" and here.startswith(f"{address}/")
    return Link(text(page.nav, lang), address, below or here == address)


def _other_language(lang: str) -> Link:
    """The same page in the other language; where a form was sent to is no page, so its start."""
    other = next(one for one in LANGUAGES if one != lang)
    inside = request.method != "POST" and request.path.startswith(f"/{lang}")
    rest = request.full_path[len(lang) + 1 :].rstrip("?") if inside else "/"
    return Link(TEXTS["page.language"][other], f"/{other}{rest}", False)
