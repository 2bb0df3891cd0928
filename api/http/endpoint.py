"""An endpoint: everything about one operation in one place. Routes, access and the OpenAPI document follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, request

from api.doors import as_json, today
from api.http.parameters import Parameter
from api.http.problems import language
from api.http.store.keys import Role

if TYPE_CHECKING:
    from api.http.access import Caller
    from api.http.service import Service

JSON = "application/json"
EVERYONE = frozenset(Role)
READERS = frozenset({Role.COMPANY, Role.ACCOUNTANT, Role.AUDITOR})
WRITERS = frozenset({Role.COMPANY, Role.ACCOUNTANT})


@dataclass(frozen=True)
class Answer:
    """What a status means: a schema by name, or bytes of a media type."""

    schema: str | None = None
    media: str = JSON
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Body:
    """What is sent: a schema by name, or a form with files."""

    schema: str
    media: str = JSON


@dataclass(frozen=True)
class Call:
    """One request, read and allowed."""

    service: Service
    caller: Caller
    place: Mapping[str, Any]
    query: Mapping[str, Any]

    @property
    def lang(self) -> str:
        return language()

    @property
    def known_on(self) -> int:
        """The day of knowledge that was asked for; default today in Korea."""
        given = self.query.get("known_on")
        return today().toordinal() if given is None else int(given)


@dataclass(frozen=True)
class Endpoint:
    """``roles`` may use it; None: everybody, without a key. ``refusals``: statuses beyond those that every one has."""

    name: str
    method: str
    path: str
    roles: frozenset[Role] | None
    handle: Callable[[Call], Response]
    answers: Mapping[int, Answer]
    place: tuple[Parameter, ...] = ()
    query: tuple[Parameter, ...] = ()
    body: Body | None = None
    refusals: tuple[int, ...] = ()
    upload: bool = False
    listed: bool = True  # in the OpenAPI document

    @property
    def rule(self) -> str:
        return self.path.replace("{", "<").replace("}", ">")

    @property
    def tag(self) -> str:
        parts = self.path.strip("/").split("/")
        return parts[1] if len(parts) > 1 and parts[0] == "v1" else "operations"


def json_answer(
    document: Mapping[str, object], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(as_json(document), status=status, mimetype=JSON, headers=dict(headers or {}))


def tagged(response: Response, unchanging: bool = False) -> Response:
    """With an ETag over its bytes, answered by 304 if the client has them; ``unchanging``: need not ask again."""
    response.add_etag()
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable" if unchanging else "private, no-cache"
    response.headers["Vary"] = "Authorization, Accept-Language"
    response.make_conditional(request)
    return response
