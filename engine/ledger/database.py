"""Opening the database of a ledger: SQLite by path, PostgreSQL by URL; one writer at a time on both.

Acknowledged means durable: SQLite writes through its log with ``synchronous=FULL``, PostgreSQL with its default.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from engine.ledger.faults import Fault

REVISION = "0001"  # the newest migration
MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 120
LOCK = 0x676F6E676A65  # of PostgreSQL, taken by whoever appends
WRITES = "ledger_writes"  # execution option of a connection
_SQLITE = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_CANTOPEN: "cannot-open",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "not-a-ledger",
    sqlite3.SQLITE_IOERR: "cannot-write",
    sqlite3.SQLITE_PERM: "read-only",
}
_POSTGRESQL = {"53100": "full", "25006": "read-only", "42501": "read-only", "XX001": "damaged", "XX002": "damaged"}


class Database:
    """A database by URL, or by the path of an SQLite file.

    ``place`` opens it again, with its password; ``name`` is how messages name it, without.
    """

    def __init__(self, place: str):
        self.place = place
        self.path: Path | None = None
        if "://" not in place:
            self.path, self.name = Path(place).expanduser().absolute(), place
            return
        try:
            self.url = make_url(place)
            self.name = self.url.render_as_string(hide_password=True)
        except ArgumentError:
            raise Fault("bad-url", place) from None
        if self.url.drivername == "sqlite" and self.url.database:
            self.path = Path(self.url.database).absolute()
        elif self.url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
            self.url = self.url.set(drivername="postgresql+psycopg")
        else:
            raise Fault("bad-url", self.name)

    @cached_property
    def engine(self) -> Engine:
        if self.path is None:
            try:
                engine = create_engine(self.url, connect_args={"connect_timeout": 10})
            except (ModuleNotFoundError, NoSuchModuleError):
                raise Fault("no-driver", self.name) from None
        else:
            engine = create_engine("sqlite://", creator=self._sqlite, poolclass=QueuePool)
        event.listen(engine, "begin", _begin)
        return engine

    def _sqlite(self) -> sqlite3.Connection:
        """Never creates a file; a copy on a read-only medium is opened as it stands there."""
        assert self.path is not None
        address = _address(self.path)
        try:
            connection = _connect(address)
        except sqlite3.OperationalError as error:
            log = self.path.with_name(f"{self.path.name}-wal")
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or (
                not self.path.is_file() or (log.exists() and log.stat().st_size)
            ):
                raise
            connection = _connect(f"{address}&immutable=1")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten
        # What was tampered with must be read to be named.
        connection.text_factory = lambda raw: raw.decode(errors="surrogateescape")
        return connection

    def create_file(self) -> None:
        """The empty SQLite file and its folder, if they are not there; whoever may read it is the user alone.

        It is made ready beside its place and put there whole: others may be opening it at the same moment.
        """
        if self.path is None or self.path.exists():
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryDirectory(dir=self.path.parent) as folder:
                ready = Path(folder) / self.path.name
                ready.touch(0o600)
                with self.faults(), closing(_connect(_address(ready))) as connection:
                    connection.execute("PRAGMA journal_mode=WAL")
                with suppress(FileExistsError):
                    os.link(ready, self.path)
        except OSError as error:
            raise Fault("cannot-create", self.name, why=error.strerror) from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One view of the database, unmoved by what others append meanwhile."""
        with self.faults(), self.engine.connect() as connection:
            if self.path is None:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The only writer; committed and durable at the end, or nothing was written."""
        with self.faults(), self.engine.connect() as connection:
            connection = connection.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection

    def close(self) -> None:
        if "engine" in vars(self):
            self.engine.dispose()

    def forget(self) -> None:
        """Empties SQLite's log, which still holds what was deleted."""
        if self.path is not None:
            with self.faults(), closing(self._sqlite()) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Errors of the database as faults."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            original = error.orig if isinstance(error, DBAPIError) else error
            why = str(original).strip().partition("\n")[0]
            raise Fault(_code(original), self.name, why=why) from error

    def revision(self, connection: Connection) -> str | None:
        """The migration that the database is at; None if it holds no ledger."""
        if not connection.dialect.has_table(connection, "alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return None if found is None else str(found)

    def migrate(self, connection: Connection, scripts: Path = MIGRATIONS) -> None:
        """Brings tables up to date; ``scripts`` is the folder of their migrations."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _address(path: Path) -> str:
    return f"file:{quote(str(path))}?mode=rw"


def _connect(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _code(error: BaseException | None) -> str:
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "database")
    state = getattr(error, "sqlstate", None)
    if state is None or str(state).startswith("08"):
        return "no-connection"
    return _POSTGRESQL.get(str(state), "database")
