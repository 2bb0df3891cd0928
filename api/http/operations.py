"""Endpoints for whoever runs the server: alive, ready, counters."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response

from api.http import metrics
from api.http.endpoint import Answer, Call, Endpoint, json_answer
from api.http.store.keys import Role
from engine.law.values import iso
from engine.ledger.engine_id import engine_id
from engine.ledger.faults import Fault
from engine.ledger.note import read_note


def live(call: Call) -> Response:
    """The process answers; nothing else is looked at."""
    return _state(call, ready=True)


def ready(call: Call) -> Response:
    """The ledger can be read, and its newest head is in order."""
    try:
        with call.service.ledger.view() as view:
            in_order = read_note(view.note()).head.size == view.size
    except (Fault, ValueError):
        in_order = False
    return _state(call, in_order)


def _state(call: Call, ready: bool) -> Response:
    rulebook = call.service.prepared.rulebook
    document = {
        "status": "ok" if ready else "failing",
        "rulebook": rulebook.digest,
        "read_through": iso(min(rulebook.read_through.values())),
        "engine": engine_id(),
    }
    return json_answer(document, HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)


def counters(call: Call) -> Response:
    return Response(metrics.text(), mimetype=metrics.MEDIA, content_type=metrics.CONTENT_TYPE)


ENDPOINTS = (
    Endpoint("getHealth", "GET", "/healthz", None, ready, {200: Answer("Health"), 503: Answer("Health")}),
    Endpoint("getLive", "GET", "/healthz/live", None, live, {200: Answer("Health")}),
    Endpoint("getReady", "GET", "/healthz/ready", None, ready, {200: Answer("Health"), 503: Answer("Health")}),
    Endpoint("getMetrics", "GET", "/metrics", frozenset({Role.OPERATOR}), counters, {200: Answer(None, metrics.MEDIA)}),
)
