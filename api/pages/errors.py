"""What went wrong as a page: what it is, why, and what to do."""

from __future__ import annotations

from flask import Response, g

from api.catalogue import LANGUAGES, TEXTS, text
from api.http.problems import Trouble, language
from api.pages.templating import render


def error_page(trouble: Trouble) -> Response:
    if g.get("lang") not in LANGUAGES:
        g.lang = language()
    lang = g.lang
    own = f"page.error.{trouble.code}"
    values = dict(trouble.values)
    if role := values.get("role"):
        values["role"] = text(f"role.{role}", lang)
    detail = trouble.detail or text(own if own in TEXTS else f"http.{trouble.code}", lang, **values)
    remedy = f"{own}.remedy"
    title = f"page.error.title.{trouble.status}"
    response = render(
        "error.html",
        int(trouble.status),
        title=text(title if title in TEXTS else "page.error.title", lang),
        detail=detail,
        remedy=text(remedy, lang) if remedy in TEXTS else "",
        problems=trouble.problems,
        request_id=g.get("request_id", ""),
    )
    response.headers.update(trouble.headers)
    return response
