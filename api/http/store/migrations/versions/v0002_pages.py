"""Sessions and drafts of the web pages, and the secret with which cookies are signed."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "page_session",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("organisation", sa.Text),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.String(32), nullable=False),
        sa.Column("supersedes", sa.BigInteger),
        sa.Column("content", sa.Text, nullable=False),
    )
    table = op.create_table("cookie_secret", sa.Column("secret", sa.String(64), nullable=False))
    op.bulk_insert(table, [{"secret": secrets.token_hex(32)}])
