"""``/v1/assessments``: claims assessed, decisions recorded, listed, read and replayed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Response, request

from api.doors import as_json
from api.http import metrics
from api.http.access import not_allowed
from api.http.claims import read_body
from api.http.deadline import within
from api.http.endpoint import JSON, READERS, WRITERS, Answer, Body, Call, Endpoint, json_answer, tagged
from api.http.parameters import DAY, DIGEST, FLAG, NUMBER, Form, Parameter, Whole
from api.http.problems import Refused, not_found
from api.http.store.receipts import AlreadyRecorded, OtherRequest, Receipt, receipt_of
from api.replays import as_json_replay, steps_of
from engine.assessment.assess import assess
from engine.claims.claim import Claim
from engine.law.problems import BadInput, Problem
from engine.ledger.check import check_without_contents
from engine.ledger.decide import Disagreement, Recorder, record
from engine.ledger.faults import Fault
from engine.ledger.identity import put_back
from engine.ledger.leaf import DECISION, Leaf, read_identity, read_leaf
from engine.ledger.packing import digest
from engine.ledger.replay import Damaged, Recorded, headline, recorded
from engine.ledger.view import Stored, View

IDEMPOTENCY_KEY = Form(r"^[\x21-\x7e]{1,255}$", "1 .. 255 letters")
PAGE = 50
ID = Parameter("id", NUMBER)
KNOWN_ON = Parameter("known_on", DAY, header="Known-On")
LISTING = (
    Parameter("after", Whole(0), 0),
    Parameter("limit", Whole(1, 100), PAGE),
    Parameter("signed", FLAG),
    Parameter("supersedes", NUMBER),
    Parameter("rulebook", DIGEST),
)


def post_assessment(call: Call) -> Response:
    if call.query["record"]:
        return _recorded(call, read_body(call))
    for name in ("signed", "supersedes"):
        if call.query[name]:
            raise _misplaced("goes-with", name)
    claim = read_body(call)
    evaluate = within(call.service.evaluate, call.service.settings.seconds)
    answer = assess(claim, call.service.prepared, call.known_on, evaluate, everything=call.query["explain"])
    return Response(as_json(answer), mimetype=JSON)


def _misplaced(code: str, name: str) -> BadInput:
    return BadInput([Problem(code, name, name, "record=true")])


# -- recording


def _recorded(call: Call, claim: Claim) -> Response:
    """Records once for each idempotency key, also where the same request comes twice at once."""
    if not call.caller.may(WRITERS):
        raise not_allowed(call.caller)
    if call.query["explain"]:
        raise _misplaced("not-with", "explain")
    receipt = _receipt(call)
    service = call.service
    try:
        if receipt and (number := receipt.earlier(service.ledger.database)) is not None:
            return _acknowledged(call, number, again=True)
        number = _append(call, claim, receipt)
    except AlreadyRecorded as already:
        return _acknowledged(call, already.number, again=True)
    except OtherRequest:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-reused") from None
    return _acknowledged(call, number, again=False)


def _append(call: Call, claim: Claim, receipt: Receipt | None) -> int:
    service, supersedes = call.service, call.query["supersedes"]
    if supersedes is not None:
        with service.ledger.view() as view:
            _own_decision(call, view, supersedes, path="supersedes")
    recorder = Recorder(call.caller.name, call.caller.organisation, call.query["signed"], supersedes)
    evaluate = within(service.evaluate, service.settings.seconds)
    also = receipt.writer() if receipt else None
    try:
        number, _ = record(
            service.ledger, claim.data, service.prepared, call.known_on, evaluate, service.confirm, recorder, also
        )
    except Disagreement as disagreement:
        metrics.DISAGREEMENTS.inc()
        provisions = ", ".join(disagreement.provisions)
        raise Refused(HTTPStatus.CONFLICT, "disagreement", provisions=provisions) from None
    metrics.RECORDED.inc()
    return number


def _receipt(call: Call) -> Receipt | None:
    key = call.query["idempotency_key"]
    if key is None:
        return None
    asked = [request.args.get(name, "") for name in ("known_on", "signed", "supersedes")]
    day = request.headers.get("Known-On", "")
    whole = json.dumps([*asked, day]).encode() + request.get_data()
    return receipt_of(key, f"{call.caller.organisation}\0{call.caller.id}", whole)


def _acknowledged(call: Call, number: int, again: bool) -> Response:
    with call.service.ledger.view() as view:
        document = _document(view, view.entry(number))
    headers = {"Location": f"/v1/assessments/{number}"}
    if again:
        headers["Idempotency-Replayed"] = "true"
    return json_answer(document, HTTPStatus.CREATED, headers)


# -- reading


def get_assessment(call: Call) -> Response:
    with call.service.ledger.view() as view:
        stored = _own_decision(call, view, call.place["id"])
        document = _document(view, stored)
    return tagged(json_answer(document))


def _own_decision(call: Call, view: View, number: int, path: str = "") -> Stored:
    """A decision that the caller sees; else one answer for what is not there and what is not his."""
    stored = seen(call, view, number)
    if stored is not None and stored.kind == DECISION:
        return stored
    if path:
        raise BadInput([Problem("no-decision", path, str(number))])
    raise not_found()


def seen(call: Call, view: View, number: int) -> Stored | None:
    """An entry, if it is there and the caller sees it."""
    try:
        stored = view.entry(number)
    except Fault as fault:
        if fault.code != "no-entry":
            raise
        return None
    return stored if call.caller.sees(stored) else None


def _document(view: View, stored: Stored) -> dict[str, Any]:
    one = checked(stored)
    who = None if stored.identity is None else read_identity(stored.identity[1])
    claim, document = json.loads(one.claim), one.document
    return {
        **_summary(stored.number, one.leaf, document),
        "actor": who.actor if who else None,
        "superseded_by": view.superseded_by(stored.number),
        "identity_erased_by": stored.erased_by,
        "claim": put_back(claim, who.claim) if who else claim,
        "assessment": document,
    }


def checked(stored: Stored) -> Recorded:
    """Every byte against its hash; Refused if one was changed."""
    try:
        return recorded(stored)
    except Damaged:
        raise _damaged(stored) from None


def _summary(number: int, leaf: Leaf, document: dict[str, Any]) -> dict[str, Any]:
    low, high = headline(document)
    return {
        "id": number,
        "recorded_at": leaf["at"],
        "organisation": leaf["organisation"],
        "known_on": leaf["known_on"],
        "signed": leaf["signed"],
        "supersedes": leaf["refers_to"],
        "rulebook": leaf["rulebook"],
        "engine": leaf["engine"],
        "outcomes": document["outcomes"],
        "credit_krw": {"at_least": low, "at_most": high},
    }


def list_assessments(call: Call) -> Response:
    """A page of own decisions in the order of recording."""
    with call.service.ledger.view() as view:
        found = []
        for stored in _filtered(call, view):
            found.append(_summary(stored.number, *_answer(view, stored)))
            if len(found) > call.query["limit"]:
                break
    page = found[: call.query["limit"]]
    following = page[-1]["id"] if len(found) > len(page) else None
    return tagged(json_answer({"assessments": page, "next_after": following}))


def _answer(view: View, stored: Stored) -> tuple[Leaf, dict[str, Any]]:
    """Leaf and assessment of a decision that was read without contents; Refused if a byte of them was changed."""
    leaf = read_leaf(stored.leaf)
    if leaf is not None and not check_without_contents(stored):
        packed = view.contents([leaf["assessment"]]).get(leaf["assessment"])
        raw = packed.unpack() if packed else None
        if raw is not None and digest(raw) == leaf["assessment"]:
            return leaf, json.loads(raw)
    raise _damaged(stored)


def _damaged(stored: Stored) -> Refused:
    return Refused(HTTPStatus.CONFLICT, "damaged", number=stored.number)


def entries_of(call: Call, view: View, kind: str | None) -> Iterator[Stored]:
    """Entries of a kind that the caller sees, after the one that was asked for; without contents."""
    organisation = call.caller.organisation
    return view.entries(call.query["after"] + 1, None, kind, with_contents=False, organisation=organisation)


def _filtered(call: Call, view: View) -> Iterator[Stored]:
    query = call.query
    for stored in entries_of(call, view, DECISION):
        leaf = read_leaf(stored.leaf)
        if leaf is None:
            raise _damaged(stored)
        if query["signed"] is not None and leaf["signed"] is not query["signed"]:
            continue
        if query["supersedes"] is not None and leaf["refers_to"] != query["supersedes"]:
            continue
        if query["rulebook"] is not None and leaf["rulebook"] != query["rulebook"]:
            continue
        yield stored


# -- replaying


def post_replay(call: Call) -> Response:
    service = call.service
    with service.ledger.view() as view:
        one = checked(_own_decision(call, view, call.place["id"]))
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
            Parameter("idempotency_key", IDEMPOTENCY_KEY, header="Idempotency-Key", header_only=True),
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
