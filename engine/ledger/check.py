"""Is one entry what was recorded? Leaf against tree, columns against leaf, contents and identity against hashes."""

from __future__ import annotations

from engine.ledger import tree
from engine.ledger.faults import Finding
from engine.ledger.leaf import CONTENTS, Leaf, identity_hash, read_leaf
from engine.ledger.packing import digest
from engine.ledger.view import Stored


def check_entry(stored: Stored) -> list[Finding]:
    """Everything about an entry that differs from what was recorded; needs no other entry."""
    found = check_leaf(stored)
    leaf = read_leaf(stored.leaf)
    if leaf is not None:
        found += check_contents(stored, leaf)
        found += check_identity(stored, leaf)
    return found


def check_without_contents(stored: Stored) -> list[Finding]:
    """As ``check_entry``, but for the contents: leaf, columns and identity."""
    leaf = read_leaf(stored.leaf)
    return check_leaf(stored) + ([] if leaf is None else check_identity(stored, leaf))


def place(number: int) -> str:
    return f"entry {number}"


def check_leaf(stored: Stored) -> list[Finding]:
    at = place(stored.number)
    found = []
    if stored.node is None:
        found.append(Finding("node-missing", at, f"0/{stored.number - 1}"))
    elif tree.leaf_hash(stored.leaf) != stored.node:
        found.append(Finding("leaf-changed", at))
    leaf = read_leaf(stored.leaf)
    if leaf is None:
        return [*found, Finding("leaf-unreadable", at)]
    if leaf["number"] != stored.number:
        found.append(Finding("wrong-number", at, str(leaf["number"])))
    for column in ("kind", "organisation", "refers_to"):
        if getattr(stored, column) != leaf[column]:
            found.append(Finding("column-changed", at, column))
    return found


def check_contents(stored: Stored, leaf: Leaf) -> list[Finding]:
    found = []
    for name in CONTENTS[leaf["kind"]]:
        packed = stored.contents.get(leaf[name])
        data = packed.unpack() if packed else None
        if packed is None:
            found.append(Finding("content-missing", place(stored.number), name))
        elif data is None or digest(data) != leaf[name]:
            found.append(Finding("content-changed", place(stored.number), name))
    return found


def check_identity(stored: Stored, leaf: Leaf) -> list[Finding]:
    at = place(stored.number)
    if stored.identity is None:
        return [] if stored.erased_by is not None else [Finding("identity-missing", at)]
    if stored.erased_by is not None:
        return [Finding("identity-kept", at)]
    if identity_hash(*stored.identity) != leaf["identity"]:
        return [Finding("identity-changed", at)]
    return []
