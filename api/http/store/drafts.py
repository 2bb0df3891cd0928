"""Drafts: claims that are being written, kept so that they can be left and taken up again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from api.http.store.tables import draft
from engine.ledger.database import Database

DAYS = 90  # without a change, after which a draft is forgotten


@dataclass(frozen=True)
class Draft:
    """``data`` is the claim document as far as it is written; ``revision`` counts its changes; ``supersedes``: the
    recorded decision from which it was begun."""

    id: str
    revision: int
    changed_at: str
    supersedes: int | None
    data: dict[str, Any]


class Drafts:
    """The drafts of every organisation; None stands for the local user."""

    def __init__(self, database: Database):
        self.database = database

    def create(self, organisation: str | None, data: Mapping[str, Any], supersedes: int | None = None) -> str:
        """The id of a new draft. Drafts that nobody touched for long are forgotten on the way."""
        id_, now = secrets.token_hex(16), datetime.now(UTC)
        old = (now - timedelta(days=DAYS)).isoformat(timespec="seconds")
        known = {"id": id_, "organisation": organisation, "revision": 1, "supersedes": supersedes}
        values = {**known, **_content(data)}
        with self.database.writing() as connection:
            connection.execute(delete(draft).where(draft.c.changed_at < old))
            connection.execute(insert(draft).values(**values))
        return id_

    def find(self, organisation: str | None, id_: str) -> Draft | None:
        """A draft of the organisation; None for what is not there and what belongs to others."""
        with self.database.reading() as connection:
            row = connection.execute(select(draft).where(draft.c.id == id_, _of(organisation))).first()
        return None if row is None else _draft(row)

    def all(self, organisation: str | None) -> Sequence[Draft]:
        """The newest first."""
        chosen = select(draft).where(_of(organisation)).order_by(draft.c.changed_at.desc(), draft.c.id)
        with self.database.reading() as connection:
            return [_draft(row) for row in connection.execute(chosen)]

    def save(self, organisation: str | None, before: Draft, data: Mapping[str, Any]) -> bool:
        """Writes what a draft says now; False if it was changed or deleted since it was read."""
        same = (draft.c.id == before.id, draft.c.revision == before.revision, _of(organisation))
        values = {"revision": before.revision + 1, **_content(data)}
        with self.database.writing() as connection:
            return bool(connection.execute(update(draft).where(*same).values(**values)).rowcount)

    def delete(self, organisation: str | None, id_: str) -> bool:
        with self.database.writing() as connection:
            return bool(connection.execute(delete(draft).where(draft.c.id == id_, _of(organisation))).rowcount)


def _of(organisation: str | None) -> ColumnElement[bool]:
    return draft.c.organisation.is_(None) if organisation is None else draft.c.organisation == organisation


def _content(data: Mapping[str, Any]) -> dict[str, str]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"changed_at": now, "content": json.dumps(data)}


def _draft(row: Row[Any]) -> Draft:
    return Draft(row.id, row.revision, row.changed_at, row.supersedes, json.loads(row.content))
