"""Counters of the rate limit that all processes of a server share, so that a client has one limit and not several."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

from limits.storage import Storage

SCHEME = "shared"
BUSY_SECONDS = 5
TABLE = "CREATE TABLE IF NOT EXISTS hits (client TEXT PRIMARY KEY, count INTEGER NOT NULL, ends REAL NOT NULL)"
HIT = """
INSERT INTO hits VALUES (:client, :amount, :now + :seconds) ON CONFLICT (client) DO UPDATE SET
  count = iif(ends <= :now, :amount, count + :amount), ends = iif(ends <= :now, :now + :seconds, ends)
RETURNING count"""


class Shared(Storage):
    """Hits in a file that lives as long as the server; what it holds need not outlive the machine."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 as the base class declares it

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: str):
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._lock = threading.Lock()
        path = uri.removeprefix(f"{SCHEME}://")
        self._file = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        for command in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=OFF", TABLE):
            self._file.execute(command)

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Counts hits in the window that is open, or opens the next one; old windows of all go then."""
        now = time.time()
        with self._lock:
            ((count,),) = self._file.execute(
                HIT, {"client": key, "amount": amount, "now": now, "seconds": expiry}
            ).fetchall()
            if count == amount:
                self._file.execute("DELETE FROM hits WHERE ends <= ?", (now,))
        return int(count)

    def get(self, key: str) -> int:
        return int(self._of(key, "count") or 0)

    def get_expiry(self, key: str) -> float:
        return float(self._of(key, "ends") or time.time())

    def _of(self, key: str, column: str) -> float | None:
        with self._lock:
            rows = self._file.execute(
                f"SELECT {column} FROM hits WHERE client = ? AND ends > ?", (key, time.time())
            ).fetchall()
        return rows[0][0] if rows else None

    def check(self) -> bool:
        return True

    def clear(self, key: str) -> None:
        with self._lock:
            self._file.execute("DELETE FROM hits WHERE client = ?", (key,))

    def close(self) -> None:
        self._file.close()

    def reset(self) -> int | None:
        with self._lock:
            return self._file.execute("DELETE FROM hits").rowcount


def counters(folder: Path) -> str:
    """Counters in a folder, ready before the processes open them: the address by which they do."""
    address = f"{SCHEME}://{folder / 'rates.sqlite'}"
    Shared(address).close()
    return address
