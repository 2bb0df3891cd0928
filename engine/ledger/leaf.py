"""An entry as the canonical bytes (RFC 8785) that the tree is over.

Every leaf says: ``format``, ``kind``, ``number`` (from 1), ``at`` (UTC), ``engine`` (which code wrote it),
``organisation``, ``refers_to`` and ``identity`` (a salted hash of who it is about and who recorded it). By kind:

- ``decision``: ``claim``, ``rulebook``, ``assessment`` (hashes of contents), ``known_on``, ``signed``; ``refers_to``
  is the decision that it supersedes.
- ``audit``: ``rulebook``, ``known_on``, ``summary`` (hash), ``rows`` (count and tree root).
- ``disagreement``: ``claim``, ``rulebook``, ``known_on``, and the two assessments ``durable`` and ``reference``.
- ``erasure``: the identity of entry ``refers_to`` is deleted.
- ``key``: ``key`` signs heads from here on; the first entry also begins the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import rfc8785

FORMAT = 1
DECISION, AUDIT, DISAGREEMENT, ERASURE, KEY = "decision", "audit", "disagreement", "erasure", "key"
COMMON = ("format", "kind", "number", "at", "engine", "organisation", "refers_to", "identity")
CONTENTS = {
    DECISION: ("claim", "rulebook", "assessment"),
    AUDIT: ("rulebook", "summary"),
    DISAGREEMENT: ("claim", "rulebook", "durable", "reference"),
    ERASURE: (),
    KEY: (),
}
OTHERS = {
    DECISION: ("known_on", "signed"),
    AUDIT: ("known_on", "rows"),
    DISAGREEMENT: ("known_on",),
    ERASURE: (),
    KEY: ("key",),
}
Leaf = dict[str, Any]


def canonical(data: Mapping[str, Any]) -> bytes:
    return rfc8785.dumps(dict(data))


def read_leaf(raw: bytes) -> Leaf | None:
    """What a leaf says; None if these bytes were never written as one."""
    try:
        leaf = json.loads(raw)
        if not isinstance(leaf, dict) or canonical(leaf) != raw:
            return None
        kind = leaf["kind"]
        expected = {*COMMON, *CONTENTS[kind], *OTHERS[kind]}
    except (ValueError, LookupError, TypeError, RecursionError, rfc8785.CanonicalizationError):
        return None
    return leaf if leaf.keys() == expected else None


@dataclass(frozen=True)
class Identity:
    """Who an entry is about and who recorded it. ``claim`` holds paths in the claim with what stood there."""

    actor: str
    claim: tuple[tuple[tuple[str | int, ...], str], ...] = ()

    def data(self) -> bytes:
        return canonical({"actor": self.actor, "claim": [[list(path), value] for path, value in self.claim]})


def read_identity(data: bytes) -> Identity:
    found = json.loads(data)
    return Identity(found["actor"], tuple((tuple(path), value) for path, value in found["claim"]))


def identity_hash(salt: bytes, data: bytes) -> str:
    """Without the salt nobody can try out names against what the leaf says."""
    return f"sha256:{sha256(salt + data).hexdigest()}"
