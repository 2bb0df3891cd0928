"""``/v1/ledger``: the signed head, own entries, and proofs that stand alone."""

from __future__ import annotations

from typing import Any

from flask import Response

from api.http.decisions import entries_of, seen
from api.http.endpoint import EVERYONE, JSON, READERS, Answer, Call, Endpoint, json_answer, tagged
from api.http.parameters import FLAG, NUMBER, Choice, Parameter, Whole
from api.http.problems import Refused, not_found
from api.text.entries import as_json_entry
from engine.law.problems import BadInput, Problem
from engine.ledger import tree
from engine.ledger.bundle import as_text, bundle
from engine.ledger.check import check_entry
from engine.ledger.leaf import AUDIT, CONTENTS, read_leaf
from engine.ledger.note import Note, read_note
from engine.ledger.replay import Damaged
from engine.ledger.view import Stored, View

NUMBER_OF = Parameter("number", NUMBER)


def head(call: Call) -> Response:
    """The newest signed head as note, with the keys by which it can be checked."""
    with call.service.ledger.view() as view:
        note = view.note()
        keys = [{"from_entry": number, "verifier": str(key)} for number, key in view.signing_keys()]
    signed = read_note(note).head
    known = {"origin": signed.origin, "size": signed.size, "root": signed.root.hex()}
    return tagged(json_answer({**known, "note": note, "keys": keys}))


def entries(call: Call) -> Response:
    """A page of entries that the caller sees: what their leaves say."""
    limit = call.query["limit"]
    found: list[dict[str, Any]] = []
    with call.service.ledger.view() as view:
        for stored in entries_of(call, view, call.query["kind"]):
            found.append(_leaf(stored))
            if len(found) > limit:
                break
    page = found[:limit]
    following = page[-1]["number"] if len(found) > limit else None
    return tagged(json_answer({"entries": page, "next_after": following}))


def _leaf(stored: Stored) -> dict[str, Any]:
    leaf = read_leaf(stored.leaf)
    if leaf is None:
        raise Refused(409, "damaged", number=stored.number)
    common = ("number", "kind", "at", "engine", "organisation", "refers_to")
    return {**{name: leaf[name] for name in common}, "leaf": stored.leaf.decode()}


def entry(call: Call) -> Response:
    """The leaf with its contents in place of their hashes."""
    with call.service.ledger.view() as view:
        stored = _seen(call, view)
        if check_entry(stored):
            raise Refused(409, "damaged", number=stored.number)
    return tagged(Response(as_json_entry(stored), mimetype=JSON))


def _seen(call: Call, view: View) -> Stored:
    stored = seen(call, view, call.place["number"])
    if stored is None:
        raise not_found()
    return stored


def proof(call: Call) -> Response:
    """What ``verify.py`` checks: an entry under the newest head, on request also that it extends an earlier one."""
    query = call.query
    with call.service.ledger.view() as view:
        stored = _seen(call, view)
        if query["row"] is not None and stored.kind != AUDIT:
            raise not_found()
        since = None if query["since"] is None else _signed(view, query["since"])
        try:
            found = bundle(view, stored.number, query["row"], since, query["anonymous"])
        except Damaged:
            raise Refused(409, "damaged", number=stored.number) from None
    return tagged(Response(as_text(found), mimetype=JSON))


def _signed(view: View, size: int) -> Note:
    """The head of a size; there is one for every state that was acknowledged."""
    notes = view.notes(size, size)
    if not notes:
        raise BadInput([Problem("no-head", "since", str(size))])
    return read_note(notes[size])


def consistency(call: Call) -> Response:
    """That a head extends an earlier one: both notes, and the hashes between them."""
    with call.service.ledger.view() as view:
        size = read_note(view.note()).head.size
        first, second = call.query["since"], call.query["until"] or size
        if first > second:
            raise BadInput([Problem("empty-range", "since", f"{first} .. {second}")])
        for wanted in (first, second):
            _signed(view, wanted)
        steps = [step.hex() for step in tree.consistency(first, second, view.node)]
        notes = {"since": view.note(first), "until": view.note(second)}
    return tagged(json_answer({**notes, "consistency": steps}), unchanging=call.query["until"] is not None)


ENDPOINTS = (
    Endpoint(
        "getHead",
        "GET",
        "/v1/ledger/head",
        EVERYONE,
        head,
        {200: Answer("Head", headers=("ETag",))},
        refusals=(422, 503),
    ),
    Endpoint(
        "listEntries",
        "GET",
        "/v1/ledger/entries",
        READERS,
        entries,
        {200: Answer("EntryPage")},
        query=(
            Parameter("after", Whole(0), 0),
            Parameter("limit", Whole(1, 100), 50),
            Parameter("kind", Choice(tuple(CONTENTS))),
        ),
        refusals=(409, 422, 503),
    ),
    Endpoint(
        "getEntry",
        "GET",
        "/v1/ledger/entries/{number}",
        READERS,
        entry,
        {200: Answer("Entry", headers=("ETag",))},
        place=(NUMBER_OF,),
        refusals=(404, 409, 422, 503),
    ),
    Endpoint(
        "getProof",
        "GET",
        "/v1/ledger/proofs/{number}",
        READERS,
        proof,
        {200: Answer("Proof")},
        place=(NUMBER_OF,),
        query=(Parameter("row", NUMBER), Parameter("since", NUMBER), Parameter("anonymous", FLAG, False)),
        refusals=(404, 409, 422, 503),
    ),
    Endpoint(
        "getConsistency",
        "GET",
        "/v1/ledger/proofs",
        EVERYONE,
        consistency,
        {200: Answer("Consistency")},
        query=(Parameter("since", NUMBER, required=True), Parameter("until", NUMBER)),
        refusals=(422, 503),
    ),
)
