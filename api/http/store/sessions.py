"""Sessions of the web pages: 256 random bits in a cookie, of which only the hash is kept."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, insert, select

from api.http.store.keys import BITS, Key, key_of
from api.http.store.tables import api_key, cookie_secret, page_session
from engine.ledger.database import Database

HOURS = 12


class Sessions:
    """Who is signed in. A session ends by itself, when its user signs out, and when its key ends."""

    def __init__(self, database: Database):
        self.database = database

    def begin(self, key: Key) -> str:
        """The token of a new session. Those that expired are forgotten on the way."""
        token, now = secrets.token_urlsafe(BITS // 8), datetime.now(UTC)
        expires = (now + timedelta(hours=HOURS)).isoformat(timespec="seconds")
        with self.database.writing() as connection:
            connection.execute(delete(page_session).where(page_session.c.expires_at <= _text(now)))
            values = {"token_hash": _hash(token), "key_id": key.id, "expires_at": expires}
            connection.execute(insert(page_session).values(**values))
        return token

    def key(self, token: str) -> Key | None:
        """The valid key that a session was begun with."""
        now = datetime.now(UTC)
        begun = select(page_session.c.key_id).where(
            page_session.c.token_hash == _hash(token), page_session.c.expires_at > _text(now)
        )
        with self.database.reading() as connection:
            row = connection.execute(select(api_key).where(api_key.c.id.in_(begun))).first()
        key = key_of(row) if row is not None else None
        return key if key is not None and key.valid(now) else None

    def end(self, token: str) -> None:
        with self.database.writing() as connection:
            connection.execute(delete(page_session).where(page_session.c.token_hash == _hash(token)))

    def cookie_secret(self) -> str:
        """With which all workers sign cookies."""
        with self.database.reading() as connection:
            return str(connection.execute(select(cookie_secret.c.secret)).scalar_one())


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _text(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
