"""Recorded decisions as the caller sees them, every byte checked against its hash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from api.http.endpoint import Call
from api.http.problems import Refused, not_found
from engine.law.problems import BadInput, Problem
from engine.ledger.check import check_without_contents
from engine.ledger.faults import Fault
from engine.ledger.identity import put_back
from engine.ledger.leaf import DECISION, Leaf, read_identity, read_leaf
from engine.ledger.packing import digest
from engine.ledger.replay import Damaged, Recorded, headline, recorded
from engine.ledger.view import Stored, View


def seen(call: Call, view: View, number: int) -> Stored | None:
    """An entry, if it is there and the caller sees it."""
    try:
        stored = view.entry(number)
    except Fault as fault:
        if fault.code != "no-entry":
            raise
        return None
    return stored if call.caller.sees(stored) else None


def entries_of(call: Call, view: View, kind: str | None) -> Iterator[Stored]:
    """Entries of a kind that the caller sees, after the one that was asked for; without contents."""
    organisation = call.caller.organisation
    return view.entries(call.query["after"] + 1, None, kind, with_contents=False, organisation=organisation)


def own_decision(call: Call, view: View, number: int, path: str = "") -> Stored:
    """A decision that the caller sees; else one answer for what is not there and what is not his."""
    stored = seen(call, view, number)
    if stored is not None and stored.kind == DECISION:
        return stored
    if path:
        raise BadInput([Problem("no-decision", path, str(number))])
    raise not_found()


def document_of(view: View, stored: Stored) -> dict[str, Any]:
    one = checked(stored)
    who = None if stored.identity is None else read_identity(stored.identity[1])
    claim, document = json.loads(one.claim), one.document
    return {
        **summary(stored.number, one.leaf, document),
        "actor": who.actor if who else None,
        "superseded_by": view.superseded_by(stored.number),
        "identity_erased_by": stored.erased_by,
        "claim": put_back(claim, who.claim) if who else claim,
        "assessment": document,
    }


def checked(stored: Stored) -> Recorded:
    """Every byte against its hash; Refused if one was changed."""
    try:
        return recorded(stored)
    except Damaged:
        raise damaged(stored) from None


def summary(number: int, leaf: Leaf, document: dict[str, Any]) -> dict[str, Any]:
    low, high = headline(document)
    return {
        "id": number,
        "recorded_at": leaf["at"],
        "organisation": leaf["organisation"],
        "known_on": leaf["known_on"],
        "signed": leaf["signed"],
        "supersedes": leaf["refers_to"],
        "rulebook": leaf["rulebook"],
        "engine": leaf["engine"],
        "outcomes": document["outcomes"],
        "credit_krw": {"at_least": low, "at_most": high},
    }


def answer_of(view: View, stored: Stored) -> tuple[Leaf, dict[str, Any]]:
    """Leaf and assessment of a decision that was read without contents; Refused if a byte of them was changed."""
    leaf = read_leaf(stored.leaf)
    if leaf is not None and not check_without_contents(stored):
        packed = view.contents([leaf["assessment"]]).get(leaf["assessment"])
        raw = packed.unpack() if packed else None
        if raw is not None and digest(raw) == leaf["assessment"]:
            return leaf, json.loads(raw)
    raise damaged(stored)


def damaged(stored: Stored) -> Refused:
    return Refused(HTTPStatus.CONFLICT, "damaged", number=stored.number)
