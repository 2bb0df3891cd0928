"""Are the guards that refuse UPDATE and DELETE still in the database?"""

from __future__ import annotations

from sqlalchemy import Connection, text

from engine.ledger.faults import Finding
from engine.ledger.schema import metadata

EVENTS = {"sqlite": ("update", "delete", "replace"), "postgresql": ("update", "delete", "truncate")}
REFUSES = {"sqlite": "RAISE(ABORT", "postgresql": "ledger_"}


def check_guards(connection: Connection) -> list[Finding]:
    kind = connection.dialect.name
    if kind == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgenabled = 'O' AND pg_table_is_visible(c.oid)"
        )
    there = {name: str(body) for name, body in connection.execute(text(query))}
    wanted = [f"{table}_no_{event}" for table in metadata.tables for event in EVENTS[kind]]
    return [
        Finding("guard-missing", "database", name)
        for name in [*wanted, "entry_in_order"]
        if REFUSES[kind] not in there.get(name, "")
    ]


def check_file(connection: Connection) -> list[Finding]:
    """What SQLite itself finds wrong with its file."""
    if connection.dialect.name != "sqlite":
        return []
    answers = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(10)")]
    return [] if answers == ["ok"] else [Finding("file-damaged", "database", answer) for answer in answers]
