"""A web page: everything about one address in one place. Routes, access and navigation follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response

from api.http.endpoint import Call
from api.http.parameters import Parameter
from api.http.store.keys import Role

LANGUAGE = "/<any(ko, en):lang>"  # begins the address of every page


@dataclass(frozen=True)
class WebPage:
    """``roles`` may open it; None: everybody, signed in or not. ``path`` follows the language: ``/law/{name}``.

    ``nav``: key of the catalogue under which it stands in the navigation of every page. ``upload``: takes files as
    large as the settings allow.
    """

    name: str
    method: str
    path: str
    roles: frozenset[Role] | None
    handle: Callable[[Call], Response]
    place: tuple[Parameter, ...] = ()
    query: tuple[Parameter, ...] = ()
    nav: str = ""
    upload: bool = False

    @property
    def rule(self) -> str:
        return LANGUAGE + self.path.replace("{", "<").replace("}", ">")
