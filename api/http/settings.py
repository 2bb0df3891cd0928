"""Configuration of the server by environment: a checked list, in which nothing misspelt is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.law.problems import BadInput, Problem, nearest, shown

PREFIX = "GONGJE_"
ELSEWHERE = ("GONGJE_LEDGER", "GONGJE_KEYS")  # read by every command


@dataclass(frozen=True)
class Whole:
    """A variable that holds a whole number, and the setting that it is for."""

    name: str
    field: str
    default: int
    low: int
    high: int


WORKERS = Whole("GONGJE_WORKERS", "workers", 1, 1, 64)
THREADS = Whole("GONGJE_THREADS", "threads", 8, 1, 64)
RATE = Whole("GONGJE_RATE_PER_MINUTE", "rate", 6000, 1, 1_000_000)
SECONDS = Whole("GONGJE_DECISION_SECONDS", "seconds", 30, 1, 600)
UPLOAD = Whole("GONGJE_UPLOAD_MB", "upload_mb", 100, 1, 10_000)
UNPACKED = Whole("GONGJE_UNPACKED_MB", "unpacked_mb", 1000, 1, 100_000)
GRACE = Whole("GONGJE_GRACE_SECONDS", "grace", 30, 1, 3600)
NUMBERS = (WORKERS, THREADS, RATE, SECONDS, UPLOAD, UNPACKED, GRACE)
AUDITS = "GONGJE_AUDITS"
VARIABLES = (*ELSEWHERE, AUDITS, *(variable.name for variable in NUMBERS))


@dataclass(frozen=True)
class Settings:
    """``rate``: requests a minute of one client, counted at the address ``rates``. ``seconds``: the most that one
    decision may take. ``audits``: folder of uploads and results; None without one, then there are no audits."""

    workers: int = WORKERS.default
    threads: int = THREADS.default
    rate: int = RATE.default
    seconds: int = SECONDS.default
    upload_mb: int = UPLOAD.default
    unpacked_mb: int = UNPACKED.default
    grace: int = GRACE.default
    rates: str = "memory://"
    audits: Path | None = None

    @property
    def upload_bytes(self) -> int:
        return self.upload_mb * 1_000_000

    @property
    def unpacked_bytes(self) -> int:
        return self.unpacked_mb * 1_000_000


def read_settings(environment: Mapping[str, str], audits: Path | None = None) -> Settings:
    """The settings; ``audits`` is the folder where none is named. BadInput with everything that is wrong."""
    problems = []
    for name in environment:
        if name.startswith(PREFIX) and name not in VARIABLES:
            problems.append(Problem("unknown-key", name, name, ", ".join(VARIABLES), nearest(name, VARIABLES)))
    numbers: dict[str, Any] = {}
    for variable in NUMBERS:
        given = environment.get(variable.name, "").strip()
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
        if given and (number is None or not variable.low <= number <= variable.high):
            expected = f"{variable.low} .. {variable.high}"
            problems.append(Problem("wrong-type", variable.name, shown(given), expected))
        numbers[variable.field] = variable.default if number is None else number
    if problems:
        raise BadInput(problems)
    named = environment.get(AUDITS, "").strip()
    return Settings(**numbers, audits=Path(named).absolute() if named else audits)
