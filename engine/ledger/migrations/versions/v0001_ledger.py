"""Entries, contents, tree, heads, identities and rows of audits; guards that keep them from being changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEYS = {
    "entry": ("number",),
    "content": ("digest",),
    "node": ("level", "position"),
    "head": ("size",),
    "identity": ("number",),
    "row_chunk": ("number", "position"),
}


def upgrade() -> None:
    _tables()
    if op.get_context().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _tables() -> None:
    def number(name: str, **extra: object) -> sa.Column:  # type: ignore[type-arg]
        return sa.Column(name, sa.BigInteger, autoincrement=False, **extra)  # type: ignore[arg-type]

    def raw(name: str) -> sa.Column:  # type: ignore[type-arg]
        return sa.Column(name, sa.LargeBinary, nullable=False)

    op.create_table(
        "entry",
        number("number", primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("organisation", sa.Text),
        number("refers_to"),
        raw("leaf"),
        sa.ForeignKeyConstraint(["refers_to"], ["entry.number"]),
    )
    op.create_index("ix_entry_kind", "entry", ["kind", "number"])
    op.create_index("ix_entry_refers_to", "entry", ["refers_to"])
    digest = sa.Column("digest", sa.String(71), primary_key=True)
    op.create_table("content", digest, raw("packed"), raw("packed_digest"))
    op.create_table(
        "node",
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        number("position", primary_key=True),
        raw("hash"),
    )
    op.create_table("head", number("size", primary_key=True), sa.Column("note", sa.Text, nullable=False))
    op.create_table(
        "identity",
        number("number", primary_key=True),
        raw("salt"),
        raw("data"),
        sa.ForeignKeyConstraint(["number"], ["entry.number"]),
    )
    op.create_table(
        "row_chunk",
        number("number", primary_key=True),
        number("position", primary_key=True),
        raw("root"),
        raw("packed"),
        raw("packed_digest"),
        sa.ForeignKeyConstraint(["number"], ["entry.number"]),
    )


def _guard_sqlite() -> None:
    """INSERT OR REPLACE deletes without a delete trigger, so what exists cannot be inserted either."""
    for table, keys in KEYS.items():
        same = " AND ".join(f"{key} = NEW.{key}" for key in keys)
        erased = "EXISTS (SELECT 1 FROM entry WHERE kind = 'erasure' AND refers_to = OLD.number)"
        delete = f"WHEN NOT {erased} " if table == "identity" else ""
        refuse = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {delete}{refuse}")
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
        )
    op.execute(
        "CREATE TRIGGER entry_in_order BEFORE INSERT ON entry "
        "WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM entry) "
        "BEGIN SELECT RAISE(ABORT, 'entries are numbered without gaps'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    op.execute(
        "CREATE FUNCTION ledger_erase() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM entry WHERE kind = 'erasure' AND refers_to = OLD.number) THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    op.execute(
        "CREATE FUNCTION ledger_in_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.number = (SELECT coalesce(max(number), 0) + 1 FROM entry) THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'entries are numbered without gaps'; END $$"
    )
    for table in KEYS:
        delete = "ledger_erase" if table == "identity" else "ledger_refuse"
        for event, level, function in (
            ("update", "ROW", "ledger_refuse"),
            ("delete", "ROW", delete),
            ("truncate", "STATEMENT", "ledger_refuse"),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table} "
                f"FOR EACH {level} EXECUTE FUNCTION {function}()"
            )
    op.execute("CREATE TRIGGER entry_in_order BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION ledger_in_order()")
