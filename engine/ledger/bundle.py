"""A proof of one entry that stands alone: ``verify.py`` checks it with nothing but the standard library.

It holds the entry's leaf, everything the leaf names by hash, the way from the leaf to a signed head, and the keys
from the first to the one that signed, each handed on by the one before.
"""

from __future__ import annotations

import json
from typing import Any

from engine.ledger import tree
from engine.ledger.check import check_entry
from engine.ledger.faults import Fault
from engine.ledger.leaf import AUDIT, CONTENTS, read_leaf
from engine.ledger.note import Note, read_note
from engine.ledger.replay import Damaged
from engine.ledger.rows import CHUNK, row_proof, split
from engine.ledger.view import Stored, View

FORMAT = "gongje proof 1"
Bundle = dict[str, Any]


def bundle(
    view: View, number: int, row: int | None = None, since: Note | None = None, anonymous: bool = False
) -> Bundle:
    """The proof of an entry, or of a row (from 1) of an audit.

    ``since``: a head kept earlier, with the proof that nothing before it was changed. ``anonymous`` leaves out whom
    the entry is about and who recorded it. Damaged if the entry is not what was recorded; Fault.
    """
    stored = view.entry(number)
    leaf = read_leaf(stored.leaf)
    findings = check_entry(stored)
    if findings or leaf is None:
        raise Damaged(findings)
    note = view.note()
    size = read_note(note).head.size
    proof: Bundle = {
        "format": FORMAT,
        "entry": stored.leaf.decode(),
        "inclusion": _hexes(tree.inclusion(number - 1, size, view.node)),
        "contents": {name: (stored.contents[leaf[name]].unpack() or b"").decode() for name in CONTENTS[leaf["kind"]]},
        "identity": _identity(stored, anonymous),
        "head": note,
        "keys": [_key(view, at, size) for at, _ in view.signing_keys()],
    }
    if row is not None:
        if leaf["kind"] != AUDIT or not 0 < row <= leaf["rows"]["count"]:
            raise Fault("no-row", view.name, number=number, row=row)
        proof["row"] = _row(view, number, row)
    if since is not None:
        if not 0 < since.head.size <= size or not any(since.signed_by(key) for _, key in view.signing_keys()):
            raise Fault("other-head", view.name, size=since.head.size)
        proof["since"] = {
            "head": view.note(since.head.size),
            "consistency": _hexes(tree.consistency(since.head.size, size, view.node)),
        }
    return proof


def as_text(proof: Bundle) -> str:
    return json.dumps(proof, ensure_ascii=False, indent=1) + "\n"


def _hexes(path: list[bytes]) -> list[str]:
    return [step.hex() for step in path]


def _identity(stored: Stored, anonymous: bool) -> dict[str, str] | None:
    if stored.identity is None or anonymous:
        return None
    salt, data = stored.identity
    return {"salt": salt.hex(), "data": data.decode()}


def _key(view: View, number: int, size: int) -> Bundle:
    """The entry that hands on to a key, in the tree that ends with it."""
    return {
        "entry": view.entry(number).leaf.decode(),
        "head": view.note(number),
        "inclusion": _hexes(tree.inclusion(number - 1, number, view.node)),
        "consistency": _hexes(tree.consistency(number, size, view.node)),
    }


def _row(view: View, number: int, row: int) -> Bundle:
    index = row - 1
    chunk = view.chunk(number, index // CHUNK)
    data = chunk.packed.unpack() if chunk else None
    rows = split(data) if data else []
    if index % CHUNK >= len(rows):
        raise Fault("broken-entry", view.name, number=number)
    path = row_proof(index, rows, view.chunk_roots(number))
    return {"number": row, "data": rows[index % CHUNK].decode(), "inclusion": _hexes(path)}
