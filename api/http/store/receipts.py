"""Receipts: what a request with an idempotency key recorded, so that its repetition records nothing more.

A receipt is written in the transaction of the entry itself: both are there, or neither. Kept are hashes only, and
that of the request is keyed with the idempotency key, which the client alone has: nobody can try out names against it.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from api.http.store.tables import receipt
from engine.ledger.database import Database


class OtherRequest(Exception):
    """The idempotency key was used for a different request."""


class AlreadyRecorded(Exception):
    """The same request was recorded meanwhile, as ``number``."""

    def __init__(self, number: int):
        self.number = number
        super().__init__(number)


@dataclass(frozen=True)
class Receipt:
    """The hashes of one request."""

    key_hash: str
    request_hash: str

    def found(self, connection: Connection) -> int | None:
        """The entry that the same request recorded earlier; OtherRequest."""
        chosen = select(receipt.c.request_hash, receipt.c.number).where(receipt.c.key_hash == self.key_hash)
        row = connection.execute(chosen).first()
        if row is None:
            return None
        if row.request_hash != self.request_hash:
            raise OtherRequest
        return int(row.number)

    def earlier(self, database: Database) -> int | None:
        with database.reading() as connection:
            return self.found(connection)

    def writer(self) -> Callable[[Connection, list[int]], None]:
        """Writes the receipt beside the entry; AlreadyRecorded if another thread was faster."""

        def write(connection: Connection, numbers: list[int]) -> None:
            before = self.found(connection)
            if before is not None:
                raise AlreadyRecorded(before)
            values = {"key_hash": self.key_hash, "request_hash": self.request_hash, "number": numbers[0]}
            connection.execute(insert(receipt).values(**values))

        return write


def receipt_of(idempotency_key: str, who: str, request: bytes) -> Receipt:
    """``who`` is the client that the key belongs to; ``request`` is everything that was asked for."""
    secret = f"{who}\0{idempotency_key}".encode()
    return Receipt(sha256(secret).hexdigest(), hmac.new(secret, request, sha256).hexdigest())
