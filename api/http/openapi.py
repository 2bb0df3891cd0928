"""The OpenAPI 3.1 document, from the endpoints and the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from api.catalogue import TEXTS, text
from api.http.claim_schema import claim_schemas
from api.http.endpoint import JSON, Endpoint
from api.http.parameters import Parameter
from api.http.problems import MEDIA
from api.http.schemas import SCHEMAS, ref
from engine.law.rulebook import Rulebook

Schema = dict[str, Any]
Examples = Mapping[str, Any]
VERSION = "1"
ALWAYS = (401, 403, 405, 429, 500)  # of endpoints that need a key
OPEN = (405, 422, 500)
FILE: Schema = {"type": "string", "contentMediaType": "application/octet-stream"}
UPLOAD: Schema = {
    "type": "object",
    "properties": {
        "register": {"type": "array", "minItems": 1, "items": FILE},
        "settings": {"type": "string"},
        "mapping": {"type": "string"},
    },
    "required": ["register"],
    "additionalProperties": False,
}


def document(endpoints: Sequence[Endpoint], rulebook: Rulebook, examples: Examples, lang: str = "en") -> Schema:
    """``examples``: by endpoint, the body of a request and what was answered by status."""
    endpoints = [endpoint for endpoint in endpoints if endpoint.listed]
    paths: dict[str, Schema] = {}
    for endpoint in endpoints:
        operation = _operation(endpoint, examples.get(endpoint.name, {}), lang)
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "gongje",
            "version": VERSION,
            "summary": text("api.summary", lang),
            "description": text("api.description", lang),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(endpoint.tag for endpoint in endpoints)],
        "paths": paths,
        "components": {
            "schemas": {**claim_schemas(rulebook, lang), "Upload": UPLOAD, **SCHEMAS},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": text("api.key", lang)}},
        },
    }


def _operation(endpoint: Endpoint, examples: Examples, lang: str) -> Schema:
    operation: Schema = {
        "operationId": endpoint.name,
        "summary": text(f"api.{endpoint.name}", lang),
        "tags": [endpoint.tag],
        "parameters": [*_parameters(endpoint.place, "path", lang), *_parameters(endpoint.query, "query", lang)],
        "responses": _responses(endpoint, examples.get("answers", {}), lang),
        "security": [] if endpoint.roles is None else [{"key": []}],
    }
    if endpoint.roles is not None:
        roles = ", ".join(sorted(text(f"role.{role}", lang) for role in endpoint.roles))
        operation["description"] = text("api.roles", lang, roles=roles)
    if endpoint.body is not None:
        content: Schema = {"schema": ref(endpoint.body.schema)}
        if "body" in examples:
            content["example"] = examples["body"]
        operation["requestBody"] = {"required": True, "content": {endpoint.body.media: content}}
    return operation


def _parameters(parameters: Sequence[Parameter], where: str, lang: str) -> list[Schema]:
    found = []
    for parameter in parameters:
        said = {"description": text(f"parameter.{parameter.name}", lang)}
        schema = parameter.kind.schema
        if parameter.default is not None:
            schema = {**schema, "default": parameter.default}
        required = where == "path" or parameter.required
        if not parameter.header_only:
            found.append({"name": parameter.name, "in": where, "required": required, "schema": schema, **said})
        if parameter.header:
            found.append({"name": parameter.header, "in": "header", "required": False, "schema": schema, **said})
    return found


def _responses(endpoint: Endpoint, examples: Examples, lang: str) -> Schema:
    found: Schema = {}
    for status, answer in endpoint.answers.items():
        content: Schema = {"schema": ref(answer.schema)} if answer.schema else {"schema": {"type": "string"}}
        if str(status) in examples:
            content["example"] = examples[str(status)]
        response: Schema = {"description": HTTPStatus(status).phrase}
        if answer.media:
            response["content"] = {answer.media: content}
        if answer.headers:
            response["headers"] = {name: {"schema": {"type": "string"}} for name in answer.headers}
        found[str(status)] = response
    always = OPEN if endpoint.roles is None else ALWAYS
    for status in sorted({*always, *endpoint.refusals} - endpoint.answers.keys()):
        key = f"http.{status}"
        said = text(key, lang) if key in TEXTS and "{" not in TEXTS[key][lang] else HTTPStatus(status).phrase
        found[str(status)] = {"description": said, "content": {MEDIA: {"schema": ref("Problem")}}}
    if any(answer.media == JSON for answer in endpoint.answers.values()) and endpoint.method == "GET":
        found["304"] = {"description": HTTPStatus.NOT_MODIFIED.phrase}
    return found
