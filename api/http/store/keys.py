"""API keys: 256 random bits that are shown once, of which only the hash is kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, insert, select, update

from api.http.store.tables import api_key
from engine.ledger.database import Database

PREFIX = "gongje_"  # by which scanners of repositories and logs recognise one
BITS = 256


class Role(StrEnum):
    COMPANY = "company"
    ACCOUNTANT = "accountant"
    AUDITOR = "auditor"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Key:
    """A key as it is kept, without its secret."""

    id: str
    role: Role
    organisation: str
    name: str
    created_at: str
    expires_at: str
    revoked_at: str | None

    def valid(self, now: datetime) -> bool:
        return self.revoked_at is None and now < datetime.fromisoformat(self.expires_at)


class Keys:
    """The keys of a server, kept in the database of its ledger."""

    def __init__(self, database: Database):
        self.database = database

    def create(self, role: Role, organisation: str, name: str, days: int) -> tuple[Key, str]:
        """A new key with its secret, which nobody can read again."""
        secret = PREFIX + secrets.token_urlsafe(BITS // 8)
        now = datetime.now(UTC)
        expires = (now + timedelta(days=days)).isoformat(timespec="seconds")
        key = Key(secrets.token_hex(4), role, organisation, name, now.isoformat(timespec="seconds"), expires, None)
        with self.database.writing() as connection:
            connection.execute(insert(api_key).values(secret_hash=_hash(secret), **vars(key)))
        return key, secret

    def revoke(self, id_: str) -> bool:
        """Refused from the next request on; False if there is no such key, or it is revoked already."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        chosen = update(api_key).where(api_key.c.id == id_, api_key.c.revoked_at.is_(None)).values(revoked_at=now)
        with self.database.writing() as connection:
            return bool(connection.execute(chosen).rowcount)

    def all(self) -> Sequence[Key]:
        with self.database.reading() as connection:
            return [key_of(row) for row in connection.execute(select(api_key).order_by(api_key.c.created_at))]

    def any(self) -> bool:
        """Was there ever a key? Then nobody gets in without one, also when all are revoked."""
        with self.database.reading() as connection:
            there = connection.dialect.has_table(connection, api_key.name)
            return there and connection.execute(select(api_key.c.id).limit(1)).first() is not None

    def of(self, secret: str) -> Key | None:
        """The valid key with this secret."""
        if not secret.startswith(PREFIX):
            return None
        with self.database.reading() as connection:
            row = connection.execute(select(api_key).where(api_key.c.secret_hash == _hash(secret))).first()
        key = key_of(row) if row is not None else None
        return key if key is not None and key.valid(datetime.now(UTC)) else None


def _hash(secret: str) -> str:
    """256 random bits need no slow hash: there is nothing to guess."""
    return sha256(secret.encode()).hexdigest()


def key_of(row: Row[Any]) -> Key:
    known = {name: value for name, value in row._mapping.items() if name != "secret_hash"}
    return Key(**{**known, "role": Role(known["role"])})
