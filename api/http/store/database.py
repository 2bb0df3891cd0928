"""The tables of the HTTP door in the database of a ledger."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from api.http.store.migrations import VERSION_TABLE
from engine.ledger.database import Database

REVISION = "0002"  # the newest migration
MIGRATIONS = Path(__file__).parent / "migrations"


def prepare_tables(database: Database) -> None:
    """Makes the tables, or brings them up to date. Others may be at it as well; alembic then finds it done."""
    with database.reading() as connection:
        there = connection.dialect.has_table(connection, VERSION_TABLE)
        if there and connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) == REVISION:
            return
    with database.writing() as connection:
        database.migrate(connection, MIGRATIONS)
