"""A bulk audit as one entry: the digest of its summary, and a tree root over its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.law.rulebook import Rulebook
from engine.law.values import iso
from engine.ledger.decide import Recorder
from engine.ledger.draft import Draft
from engine.ledger.leaf import AUDIT, Identity, canonical
from engine.ledger.rows import Rows
from engine.ledger.store import Also, Ledger


def record_audit(
    ledger: Ledger,
    rows: Iterable[bytes],
    summary: Mapping[str, Any],
    rulebook: Rulebook,
    known_on: int,
    recorder: Recorder,
    also: Also | None = None,
) -> int:
    """Records an audit; the number of its entry, durable by then.

    ``rows`` are canonical bytes (UTF-8) in their order, read once and never held together; each can be proved later
    by its number, from 1. Nothing is recorded if the iterator raises.

    ``also``: what is written in the same transaction.
    """
    draft = Draft(
        AUDIT,
        Identity(recorder.actor),
        {"known_on": iso(known_on)},
        {"rulebook": rulebook.content, "summary": canonical(summary)},
        recorder.organisation,
        rows=Rows(rows),
    )
    return ledger.append([draft], also)[0]
