"""Requests made from the OpenAPI document, good ones and bad ones, and what has to be true of every answer."""

from __future__ import annotations

from typing import Any

from flask import Flask
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from served import BODY, CLAIM, HANA, JSON, URL, key

from api.http.app import ENDPOINTS
from api.http.endpoint import Endpoint
from api.http.service import Service
from api.http.store.keys import Role

NAMED = {"id": 2, "number": 2, "name": "taxpayer.is-sme"}
CHECKS = (
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
)


def keys_for(served: Service) -> dict[str, dict[str, str]]:
    """By endpoint, the header of a key that may use it."""
    company, operator = key(served, "company", HANA), key(served, "operator", HANA)
    return {e.name: operator if e.roles and Role.COMPANY not in e.roles else company for e in ENDPOINTS}


def recorded(app: Flask, header: dict[str, str]) -> None:
    """Entry 2, for requests to name."""
    answer = app.test_client().post(f"{URL}?record=true", data=BODY, content_type=JSON, headers=header)
    assert answer.headers["Location"] == f"{URL}/{NAMED['id']}"


def requests_to(api: Any, endpoint: Endpoint) -> st.SearchStrategy[Any]:
    """Requests that fit the document, such as name what is there, and such as break it somewhere."""
    operation = api[endpoint.path][endpoint.method]
    good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    kinds = [good]
    if endpoint.body is not None and endpoint.body.media == JSON:
        kinds.append(good.map(_with_a_good_claim))
    if any(parameter.name in NAMED for parameter in endpoint.place):
        kinds.append(good.map(_to_what_is_there))
    if endpoint.query or endpoint.place or endpoint.body:
        kinds.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    return st.one_of(*kinds)


def _with_a_good_claim(case: Any) -> Any:
    case.body = CLAIM
    return case


def _to_what_is_there(case: Any) -> Any:
    case.path_parameters = {name: NAMED.get(name, value) for name, value in case.path_parameters.items()}
    return case
