"""Who calls: a key with its role and organisation, or the one local user of a server without keys."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import request

from api.http.problems import Refused
from api.http.store.keys import Key, Keys, Role
from engine.ledger.leaf import KEY
from engine.ledger.view import Stored

SAFE = ("GET", "HEAD")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
REALM = 'Bearer realm="gongje"'
ALL_OWN = "gongje"  # actor of a local user without a login name


@dataclass(frozen=True)
class Caller:
    """``role`` None: the local user, who may do everything and sees every entry."""

    id: str
    role: Role | None
    organisation: str | None
    name: str

    def sees(self, stored: Stored) -> bool:
        """Own entries, and keys of the ledger, which concern all."""
        return self.role is None or stored.kind == KEY or stored.organisation == self.organisation

    def may(self, roles: frozenset[Role] | None) -> bool:
        return self.role is None or roles is None or self.role in roles


NOBODY = Caller("nobody", None, None, "")  # of endpoints that need no key


def caller_of(keys: Keys) -> Caller | None:
    """Who is calling; None without a valid key where one is needed."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if secret:
        key = keys.of(secret.strip()) if scheme.lower() == "bearer" else None
        return None if key is None else caller_with(key)
    return None if "Authorization" in request.headers else local_caller(keys)


def caller_with(key: Key) -> Caller:
    return Caller(key.id, key.role, key.organisation, key.name)


def local_caller(keys: Keys) -> Caller | None:
    """The user of this machine, to whom a server that never had a key is open; None else."""
    forged = request.method not in SAFE and from_other_site()
    return None if forged or not _local() or keys.any() else Caller("local", None, None, _login())


def from_other_site() -> bool:
    """Does a browser say that a page of another site makes the request?"""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "none")
    return (origin is not None and urlsplit(origin).netloc != request.host) or site not in ("same-origin", "none")


def _local() -> bool:
    """From this machine under one of its own names: a page that had its name point here has another."""
    name = request.host.rpartition(":")[0] if not request.host.endswith("]") and ":" in request.host else request.host
    return name in LOOPBACK and request.remote_addr in ("127.0.0.1", "::1")


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ALL_OWN


def no_key() -> Refused:
    return Refused(HTTPStatus.UNAUTHORIZED, "no-key", headers={"WWW-Authenticate": REALM})


def not_allowed(caller: Caller) -> Refused:
    return Refused(HTTPStatus.FORBIDDEN, "not-allowed", role=caller.role)
