"""The answer of an audit recorded as one entry, once: also where its process dies and another one takes it up."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from api.http.audits.job import Order
from api.http.store.receipts import AlreadyRecorded, receipt_of
from engine.assessment.assess import Prepared
from engine.law.values import day
from engine.ledger.audits import record_audit
from engine.ledger.decide import Recorder
from engine.ledger.store import Ledger

LEDGER, KEYS = "GONGJE_LEDGER", "GONGJE_KEYS"


def place_of(ledger: Ledger) -> Mapping[str, str]:
    """The ledger for the environment of a process, where its password is seen by nobody else."""
    return {LEDGER: ledger.database.place, KEYS: str(ledger.keys.absolute())}


def record_once(order: Order, prepared: Prepared, rows: Iterator[bytes], summary: dict[str, Any]) -> int:
    """The number of the entry; Fault.

    The receipt is written with the entry. It is for this audit under this rulebook: should the server come back with
    another one, what it hands out then is recorded too.
    """
    rulebook = prepared.rulebook
    receipt = receipt_of(f"{order.id} {rulebook.digest}", "audit", b"")
    recorder = Recorder(order.actor, order.organisation)
    with Ledger(os.environ[LEDGER], Path(os.environ[KEYS])) as ledger:
        before = receipt.earlier(ledger.database)
        if before is not None:
            return before
        try:
            return record_audit(ledger, rows, summary, rulebook, day(order.known_on), recorder, receipt.writer())
        except AlreadyRecorded as already:
            return already.number
