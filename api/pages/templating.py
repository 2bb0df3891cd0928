"""Templates in the language of the request, with words, addresses and the token of forms."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Response, g, render_template, url_for

from api.catalogue import text
from api.pages.guard import FIELD, token
from api.pages.static import static_url


def render(template: str, status: int = 200, **values: Any) -> Response:
    """The page in the language of the request; ``values`` are for its own template."""
    lang: str = g.lang
    common: dict[str, Any] = {
        "lang": lang,
        "t": partial(_text, lang),
        "url": partial(url_for, lang=lang),
        "static": static_url,
        "csrf_field": FIELD,
        "csrf_token": token,
    }
    response = Response(render_template(template, **common, **values), status, mimetype="text/html")
    response.headers["Content-Language"] = lang
    return response


def to_page(name: str, **place: Any) -> Response:
    """Sends the browser on to another page, as after a form."""
    return to_address(url_for(name, lang=g.lang, **place))


def to_address(address: str) -> Response:
    return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": address})


def _text(lang: str, key: str, /, **values: object) -> str:
    return text(key, lang, **values)
