"""Tables of the HTTP door, beside the ledger in its database. Unlike entries they may change: keys are revoked."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text

metadata = MetaData()

# A key by the hash of its secret; times are UTC in ISO form.
api_key = Table(
    "api_key",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("organisation", Text, nullable=False),
    Column("name", Text, nullable=False),  # who uses it; recorded as the actor
    Column("created_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
)

# What a request with an idempotency key recorded, written with the entry itself.
receipt = Table(
    "receipt",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("request_hash", String(64), nullable=False),
    Column("number", BigInteger, nullable=False),
)

# Who is signed in to the pages, by the hash of what the cookie holds. It ends with its key.
page_session = Table(
    "page_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("key_id", String(16), nullable=False),
    Column("expires_at", String(32), nullable=False),
)

# Claims that are being written: nothing of them is in the ledger. Without organisation: of the local user.
draft = Table(
    "draft",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("organisation", Text),
    Column("revision", Integer, nullable=False),  # counts its changes, so that none overwrites another unseen
    Column("changed_at", String(32), nullable=False),
    Column("supersedes", BigInteger),  # the recorded decision from which it was begun
    Column("content", Text, nullable=False),  # JSON
)

# One row, made with the table: all workers sign cookies alike.
cookie_secret = Table("cookie_secret", metadata, Column("secret", String(64), nullable=False))
