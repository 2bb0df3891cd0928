"""The OpenAPI document, and a page that shows it without any network."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import flask_swagger_ui
from flask import Response

from api.http.endpoint import Answer, Call, Endpoint, json_answer, tagged
from api.http.openapi import document
from api.http.parameters import Choice, Parameter

VIEWER = Path(flask_swagger_ui.__file__).parent / "dist"
FILES = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "start.js": "text/javascript",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"
)
PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>gongje API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>
"""
START = "SwaggerUIBundle({url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null});\n"


@cache
def examples() -> dict[str, Any]:
    """By endpoint: what was asked and answered when the document was made."""
    found: dict[str, Any] = json.loads(files("api.http").joinpath("examples.json").read_text(encoding="utf-8"))
    return found


def openapi(call: Call) -> Response:
    from api.http.app import ENDPOINTS

    return tagged(json_answer(document(ENDPOINTS, call.service.prepared.rulebook, examples(), call.lang)))


def page(call: Call) -> Response:
    return Response(PAGE.format(lang=call.lang), mimetype="text/html", headers={"Content-Security-Policy": POLICY})


def file(call: Call) -> Response:
    name = call.place["file"]
    content = START.encode() if name == "start.js" else (VIEWER / name).read_bytes()
    return Response(content, mimetype=FILES[name], headers={"Cache-Control": "public, max-age=3600"})


ENDPOINTS = (
    Endpoint("getOpenapi", "GET", "/openapi.json", None, openapi, {200: Answer("Openapi")}),
    Endpoint("getDocs", "GET", "/docs", None, page, {200: Answer(None, "text/html")}, listed=False),
    Endpoint(
        "getDocsFile",
        "GET",
        "/docs/{file}",
        None,
        file,
        {200: Answer(None, "text/javascript")},
        place=(Parameter("file", Choice(tuple(FILES))),),
        refusals=(404,),
        listed=False,
    ),
)
