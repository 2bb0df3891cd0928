"""The proof of an entry: checked by the browser itself, and as a file that anybody can check."""

from __future__ import annotations

from flask import Response

from api.http.decisions import damaged, seen
from api.http.endpoint import JSON, READERS, Call
from api.http.parameters import NUMBER, Parameter
from api.http.problems import not_found
from api.pages.page import WebPage
from api.pages.templating import render
from engine.ledger.bundle import Bundle, as_text, bundle
from engine.ledger.leaf import DECISION, read_leaf
from engine.ledger.note import read_note
from engine.ledger.replay import Damaged

ENTRY = Parameter("number", NUMBER)
CHECKS = ("contents", "identity", "inclusion", "signature", "keys")  # in the order of proof.js


def proof(call: Call) -> Response:
    found = _bundle(call)
    leaf = read_leaf(found["entry"].encode())
    assert leaf is not None
    return render(
        "replay/proof.html",
        leaf=leaf,
        head=read_note(found["head"]).head,
        steps=len(found["inclusion"]),
        key=_first_key(found),
        decision=leaf["kind"] == DECISION,
        checks=CHECKS,
    )


def file(call: Call) -> Response:
    """The same bytes as ``gongje ledger prove`` writes."""
    headers = {"Content-Disposition": f'attachment; filename="proof-{call.place["number"]}.json"'}
    return Response(as_text(_bundle(call)), mimetype=JSON, headers=headers)


def _bundle(call: Call) -> Bundle:
    with call.service.ledger.view() as view:
        stored = seen(call, view, call.place["number"])
        if stored is None:
            raise not_found()
        try:
            return bundle(view, stored.number)
        except Damaged:
            raise damaged(stored) from None


def _first_key(found: Bundle) -> str:
    leaf = read_leaf(found["keys"][0]["entry"].encode())
    return str(leaf["key"]) if leaf else ""


PAGES = (
    WebPage("pages.proof", "GET", "/proofs/{number}", READERS, proof, (ENTRY,)),
    WebPage("pages.proof_file", "GET", "/proofs/{number}/proof.json", READERS, file, (ENTRY,)),
)
