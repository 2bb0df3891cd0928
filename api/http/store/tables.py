"""Tables of the HTTP door, beside the ledger in its database. Unlike entries they may change: keys are revoked."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, MetaData, String, Table, Text

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
