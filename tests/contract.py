"""Requests made from the OpenAPI document, good ones and bad ones, and what has to be true of every answer."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from served import HANA, key

from api.http.app import ENDPOINTS
from api.http.endpoint import Endpoint
from api.http.service import Service
from api.http.store.keys import Role

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


def requests_to(api: Any, endpoint: Endpoint) -> st.SearchStrategy[Any]:
    """Requests that fit the document, and such as break it somewhere."""
    operation = api[endpoint.path][endpoint.method]
    modes = [GenerationMode.POSITIVE]
    if endpoint.query or endpoint.place or endpoint.body:
        modes.append(GenerationMode.NEGATIVE)
    return st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))
