"""A decision recorded: once for each idempotency key, by whom the key names."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Response, request

from api.http import metrics
from api.http.access import not_allowed
from api.http.deadline import within
from api.http.decisions import document_of, own_decision
from api.http.endpoint import WRITERS, Call, json_answer
from api.http.problems import Refused
from api.http.store.receipts import AlreadyRecorded, OtherRequest, Receipt, receipt_of
from engine.claims.claim import Claim
from engine.law.problems import BadInput, Problem
from engine.ledger.decide import Disagreement, Recorder, record


def post_recorded(call: Call, claim: Claim) -> Response:
    """Records once for each idempotency key, also where the same request comes twice at once."""
    if not call.caller.may(WRITERS):
        raise not_allowed(call.caller)
    if call.query["explain"]:
        raise BadInput([Problem("not-with", "explain", "explain", "record=true")])
    receipt = _receipt(call)
    service = call.service
    try:
        if receipt and (number := receipt.earlier(service.ledger.database)) is not None:
            return _acknowledged(call, number, again=True)
        number = append(call, claim, call.query["signed"], call.query["supersedes"], receipt)
    except AlreadyRecorded as already:
        return _acknowledged(call, already.number, again=True)
    except OtherRequest:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-reused") from None
    return _acknowledged(call, number, again=False)


def append(call: Call, claim: Claim, signed: bool, supersedes: int | None, receipt: Receipt | None) -> int:
    """The number of the entry, decided by both evaluators; AlreadyRecorded if the receipt is of an earlier one."""
    service = call.service
    if supersedes is not None:
        with service.ledger.view() as view:
            own_decision(call, view, supersedes, path="supersedes")
    recorder = Recorder(call.caller.name, call.caller.organisation, signed, supersedes)
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
        document = document_of(view, view.entry(number))
    headers = {"Location": f"/v1/assessments/{number}"}
    if again:
        headers["Idempotency-Replayed"] = "true"
    return json_answer(document, HTTPStatus.CREATED, headers)
