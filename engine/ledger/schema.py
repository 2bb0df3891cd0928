"""The tables. What they look like in a database is made by the migrations; guards there refuse UPDATE and DELETE."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text


class Raw(LargeBinary):
    """Bytes. SQLite lets text or a number stand in their place: that is read as well, for the checks to name it."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], bytes | None]:
        return _raw


def _raw(value: Any) -> bytes | None:
    return value if value is None or isinstance(value, bytes) else str(value).encode(errors="surrogateescape")


metadata = MetaData()

# One row an entry, numbered from 1; entry n is leaf n - 1 of the tree. All but the leaf repeats what the leaf says.
entry = Table(
    "entry",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("organisation", Text),
    Column("refers_to", BigInteger, ForeignKey("entry.number")),  # the entry superseded or erased
    Column("leaf", Raw, nullable=False),  # canonical bytes
)

# Claims, assessments and rulebooks by the hash that leaves name; each once, compressed.
content = Table(
    "content",
    metadata,
    Column("digest", String(71), primary_key=True),
    Column("packed", Raw, nullable=False),
    Column("packed_digest", Raw, nullable=False),
)

# Complete nodes of the tree.
node = Table(
    "node",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", Raw, nullable=False),
)

# A signed note for every state that was acknowledged.
head = Table(
    "head",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
)

# Who it is about and who recorded it: the only rows that can be deleted, once an erasure is recorded.
identity = Table(
    "identity",
    metadata,
    Column("number", BigInteger, ForeignKey("entry.number"), primary_key=True, autoincrement=False),
    Column("salt", Raw, nullable=False),
    Column("data", Raw, nullable=False),
)

# Rows of a bulk audit, so many to a chunk; ``root`` is the root of the tree over the rows of the chunk.
row_chunk = Table(
    "row_chunk",
    metadata,
    Column("number", BigInteger, ForeignKey("entry.number"), primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("root", Raw, nullable=False),
    Column("packed", Raw, nullable=False),
    Column("packed_digest", Raw, nullable=False),
)
