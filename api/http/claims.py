"""The claim in a request."""

from __future__ import annotations

from http import HTTPStatus

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from api.http.endpoint import Call
from api.http.problems import Refused
from engine.claims.claim import Claim
from engine.claims.reader import claim_of
from engine.law.problems import BadInput
from engine.law.strict_json import read_json
from engine.law.strict_yaml import MAX_BYTES


def json_body() -> bytes:
    """The bytes of a JSON request."""
    if not request.is_json:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json")
    raw = request.get_data()
    if len(raw) > MAX_BYTES:
        raise RequestEntityTooLarge
    return raw


def read_body(call: Call) -> Claim:
    """BadInput if the claim cannot be used; Refused if the body is no JSON."""
    raw = json_body()
    try:
        document = read_json(raw, "")
    except BadInput as bad:
        raise Refused(HTTPStatus.BAD_REQUEST, "unreadable", bad.problems) from None
    return claim_of(document, call.service.prepared.rulebook)
