"""One bulk audit in its folder: the order, how far it is, its answer. The folder alone says everything.

Whoever works on it holds the lock of the folder; a process that died holds none, so its work can be taken up.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.catalogue import LANGUAGES
from engine.law.problems import Problem

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
OPEN = (QUEUED, RUNNING)
FORMATS = ("xlsx", "parquet")
FILES = ("answer", "claims", "set-aside", "settings", "mapping")  # what can be fetched
_ORDER, _STATE, _LOCK, _CANCEL, _STARTS = "order.json", "state.json", "lock", "cancel", "starts"


@dataclass(frozen=True)
class Order:
    id: str
    organisation: str | None
    files: tuple[str, ...]
    settings: str | None
    mapping: str | None
    known_on: str
    format: str
    lang: str
    created_at: str
    record: bool  # in the ledger, once it is answered
    actor: str  # who asked for it
    request: str  # hash of what was asked for; the same request is not done twice under one idempotency key
    draft: str | None = None  # from which it was started, if it is one of the pages


@dataclass(frozen=True)
class State:
    state: str
    step: str | None = None
    done: int = 0
    total: int = 0
    errors: tuple[dict[str, Any], ...] = ()  # problems, by language
    summary: dict[str, Any] | None = None
    entry: int | None = None  # of the ledger, under which the answer is recorded


def new_id() -> str:
    return secrets.token_hex(16)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Job:
    folder: Path

    @property
    def input(self) -> Path:
        return self.folder / "input"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def tables(self) -> Path:
        """The answer once more, for looking up single lines."""
        return self.output / "tables"

    def order(self) -> Order:
        data = json.loads((self.folder / _ORDER).read_text(encoding="utf-8"))
        return Order(**{**data, "files": tuple(data["files"])})

    def state(self) -> State:
        data = json.loads((self.folder / _STATE).read_text(encoding="utf-8"))
        return State(**{**data, "errors": tuple(data["errors"])})

    def place(self, order: Order) -> None:
        """From here on the audit is promised."""
        self._write(_STATE, asdict(State(QUEUED)))
        self._write(_ORDER, asdict(order))

    @property
    def promised(self) -> bool:
        return (self.folder / _ORDER).is_file()

    def tell(self, state: State) -> None:
        self._write(_STATE, asdict(state))

    def _write(self, name: str, data: dict[str, Any]) -> None:
        """Whole and on disk, or as it was."""
        fresh = self.folder / f"{name}.new"
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder / name)

    # -- who works on it

    def note_start(self) -> int:
        """How often it was started, this time included."""
        with (self.folder / _STARTS).open("ab") as file:
            file.write(b".")
            return file.tell()

    @property
    def seconds_since_start(self) -> float:
        with suppress(FileNotFoundError):
            return time.time() - (self.folder / _STARTS).stat().st_mtime
        return float("inf")

    @contextmanager
    def locked(self) -> Iterator[bool]:
        """True while this process alone works on the audit."""
        with locked(self.folder / _LOCK) as mine:
            yield mine

    def cancel(self) -> None:
        (self.folder / _CANCEL).touch()

    @property
    def cancelled(self) -> bool:
        return (self.folder / _CANCEL).exists()

    # -- what is left

    def result(self, name: str) -> Path | None:
        """A file of the answer, if there is one of that name."""
        suffix = self.order().format
        named = {"answer": f"answer.{suffix}", "settings": "answer.settings.yaml", "mapping": "answer.mapping.yaml"}
        path = self.output / named.get(name, f"answer.{name}.{suffix}")
        return path if path.is_file() else None

    def clear(self, keep_output: bool) -> None:
        """What was uploaded is not kept beyond its use."""
        shutil.rmtree(self.input, ignore_errors=True)
        if not keep_output:
            shutil.rmtree(self.output, ignore_errors=True)

    def remove(self) -> None:
        """The order first: without it there is no audit, whatever else is still there."""
        with suppress(FileNotFoundError):
            (self.folder / _ORDER).unlink()
        shutil.rmtree(self.folder, ignore_errors=True)


def told(problem: Problem) -> dict[str, Any]:
    """A problem in both languages: who asks later may read the other."""
    said = {"path": problem.path or "$", "code": problem.code, "found": problem.found, "expected": problem.expected}
    place = {"source": problem.source, "line": problem.line, "column": problem.column}
    texts = {lang: {"detail": problem.text(lang), "remedy": problem.remedy(lang)} for lang in LANGUAGES}
    return {**said, **place, "texts": texts}


def broken() -> State:
    """It broke off, and the client cannot help it."""
    return State(FAILED, errors=(told(Problem("audit-broke")),))


@contextmanager
def locked(path: Path) -> Iterator[bool]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def jobs(folder: Path) -> list[Job]:
    """Every audit that was promised, oldest first."""
    found = [Job(path.parent) for path in folder.glob(f"[!.]*/{_ORDER}")]
    return sorted(found, key=lambda job: ((job.folder / _ORDER).stat().st_mtime_ns, job.folder.name))
