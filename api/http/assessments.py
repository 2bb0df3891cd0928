"""``/v1/assessments``: claims assessed, decisions recorded, listed, read and replayed."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response

from api.doors import as_json
from api.http.claims import read_body
from api.http.deadline import within
from api.http.decisions import answer_of, checked, damaged, document_of, entries_of, own_decision, summary
from api.http.endpoint import JSON, READERS, Answer, Body, Call, Endpoint, json_answer, tagged
from api.http.parameters import DAY, DIGEST, FLAG, NUMBER, Form, Parameter, Whole
from api.http.recording import post_recorded
from api.replays import as_json_replay, steps_of
from engine.assessment.assess import assess
from engine.law.problems import BadInput, Problem
from engine.ledger.leaf import DECISION, read_leaf
from engine.ledger.view import Stored, View

IDEMPOTENCY_KEY = Form(r"^[\x21-\x7e]{1,255}$", "1 .. 255 letters")
PAGE = 50
ID = Parameter("id", NUMBER)
KNOWN_ON = Parameter("known_on", DAY, header="Known-On")
IDEMPOTENCY = Parameter("idempotency_key", IDEMPOTENCY_KEY, header="Idempotency-Key", header_only=True)
LISTING = (
    Parameter("after", Whole(0), 0),
    Parameter("limit", Whole(1, 100), PAGE),
    Parameter("signed", FLAG),
    Parameter("supersedes", NUMBER),
    Parameter("rulebook", DIGEST),
)


def post_assessment(call: Call) -> Response:
    if call.query["record"]:
        return post_recorded(call, read_body(call))
    for name in ("signed", "supersedes"):
        if call.query[name]:
            raise BadInput([Problem("goes-with", name, name, "record=true")])
    claim = read_body(call)
    evaluate = within(call.service.evaluate, call.service.settings.seconds)
    answer = assess(claim, call.service.prepared, call.known_on, evaluate, everything=call.query["explain"])
    return Response(as_json(answer), mimetype=JSON)


def get_assessment(call: Call) -> Response:
    with call.service.ledger.view() as view:
        stored = own_decision(call, view, call.place["id"])
        document = document_of(view, stored)
    return tagged(json_answer(document))


def list_assessments(call: Call) -> Response:
    """A page of own decisions in the order of recording."""
    with call.service.ledger.view() as view:
        found = []
        for stored in _filtered(call, view):
            found.append(summary(stored.number, *answer_of(view, stored)))
            if len(found) > call.query["limit"]:
                break
    page = found[: call.query["limit"]]
    following = page[-1]["id"] if len(found) > len(page) else None
    return tagged(json_answer({"assessments": page, "next_after": following}))


def _filtered(call: Call, view: View) -> Iterator[Stored]:
    query = call.query
    for stored in entries_of(call, view, DECISION):
        leaf = read_leaf(stored.leaf)
        if leaf is None:
            raise damaged(stored)
        if query["signed"] is not None and leaf["signed"] is not query["signed"]:
            continue
        if query["supersedes"] is not None and leaf["refers_to"] != query["supersedes"]:
            continue
        if query["rulebook"] is not None and leaf["rulebook"] != query["rulebook"]:
            continue
        yield stored


def post_replay(call: Call) -> Response:
    service = call.service
    with service.ledger.view() as view:
        one = checked(own_decision(call, view, call.place["id"]))
    again = service.replayer.replay(one)
    when = call.query["known_on"]
    steps = [] if when is None else list(steps_of(one, service.replayer, service.prepared, when))
    return json_answer(as_json_replay(one, again, steps))


ENDPOINTS = (
    Endpoint(
        "assess",
        "POST",
        "/v1/assessments",
        READERS,
        post_assessment,
        {
            200: Answer("Assessment"),
            201: Answer("RecordedAssessment", headers=("Location", "Idempotency-Replayed")),
        },
        query=(
            KNOWN_ON,
            Parameter("explain", FLAG, False),
            Parameter("record", FLAG, False),
            Parameter("signed", FLAG, False),
            Parameter("supersedes", NUMBER),
            IDEMPOTENCY,
        ),
        body=Body("Claim"),
        refusals=(400, 409, 413, 415, 422, 503),
    ),
    Endpoint(
        "listAssessments",
        "GET",
        "/v1/assessments",
        READERS,
        list_assessments,
        {200: Answer("AssessmentPage")},
        query=LISTING,
        refusals=(409, 422, 503),
    ),
    Endpoint(
        "getAssessment",
        "GET",
        "/v1/assessments/{id}",
        READERS,
        get_assessment,
        {200: Answer("RecordedAssessment", headers=("ETag",))},
        place=(ID,),
        refusals=(404, 409, 422, 503),
    ),
    Endpoint(
        "replayAssessment",
        "POST",
        "/v1/assessments/{id}/replays",
        READERS,
        post_replay,
        {200: Answer("Replay")},
        place=(ID,),
        query=(KNOWN_ON,),
        refusals=(404, 409, 422, 503),
    ),
)
