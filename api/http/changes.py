"""``/v1/changes``: what would change the answer to a claim."""

from __future__ import annotations

from flask import Response

from api.http.assessments import KNOWN_ON
from api.http.claims import read_body
from api.http.deadline import within
from api.http.endpoint import READERS, Answer, Body, Call, Endpoint, json_answer
from api.http.service import Service
from engine.assessment.assess import Prepared
from engine.changes.answer import what_would_change
from engine.claims.claim import Claim
from engine.inference import reference


def post_changes(call: Call) -> Response:
    return json_answer(changes_of(call.service, read_body(call), call.known_on))


def changes_of(
    service: Service, claim: Claim, known_on: int, prepared: Prepared | None = None
) -> dict[str, object]:
    """By the installed rulebook, or another. Refused if it takes longer than a decision may."""
    prepared = prepared or service.prepared
    own = prepared is service.prepared
    evaluators = (service.evaluate if own else reference.evaluate, reference.evaluate)
    decide, trial = (within(one, service.settings.seconds) for one in evaluators)
    return what_would_change(claim, prepared, known_on, decide, trial)


ENDPOINTS = (
    Endpoint(
        "findChanges",
        "POST",
        "/v1/changes",
        READERS,
        post_changes,
        {200: Answer("Changes")},
        query=(KNOWN_ON,),
        body=Body("Claim"),
        refusals=(400, 413, 415, 422),
    ),
)
