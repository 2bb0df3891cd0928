"""A register's facts in, its parts and claims out: slice by slice, resumable, in flat memory."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.assessment.assess import Prepared
from engine.claims.claim import Amount, Claim, Investment
from engine.columns.credit import Credits
from engine.columns.dialect import DuckSql
from engine.columns.query import Query, query
from engine.law.problems import BadInput, Problem
from engine.law.values import iso

FORMAT = 1  # of the tables; raised when a column changes its meaning
PARTS, CLAIMS, RECORD = "parts", "claims", "run.json"
ENGINES = ("duckdb", "spark")
SLICE = 100_000  # lines that are decided at once
MEMORY = "1GB"  # that DuckDB may take before it spills to the folder


@dataclass(frozen=True)
class Progress:
    """Lines of the register that are decided and written, and how many there are."""

    done: int
    total: int


@dataclass(frozen=True)
class Run:
    """What is decided, from which facts, where to, and how."""

    prepared: Prepared
    facts: Path
    folder: Path
    known_on: int
    slice_lines: int = SLICE
    memory: str = MEMORY
    threads: int | None = None  # all cores
    claims: Mapping[int, Claim] = field(default_factory=dict)
    whole: bool = True

    def query(self, dialect: DuckSql) -> Query:
        credits = Credits(self.prepared, self.known_on, self.claims)
        return query(self.prepared, self.known_on, dialect, credits, self.whole)

    def record(self, engine: str, version: str) -> None:
        """Say in the folder what is in it; BadInput if something else is."""
        wanted = {
            "format": FORMAT,
            "rulebook": self.prepared.rulebook.digest,
            "known_on": iso(self.known_on),
            "facts": digest_of(self.facts),
            "claims": "sha256:" + hashlib.sha256(_stable(self.claims).encode()).hexdigest(),
            "whole": self.whole,
            "slice_lines": self.slice_lines,
            "engine": f"{engine} {version}",
        }
        path = self.folder / RECORD
        if path.exists():
            found = read_record(path)
            differs = [key for key, value in wanted.items() if found.get(key) != value]
            if differs:
                raise BadInput([Problem("other-run", str(self.folder), ", ".join(differs))])
            return
        for name in (PARTS, CLAIMS):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
            if any((self.folder / name).glob("*.parquet")):
                raise BadInput([Problem("other-run", str(self.folder), RECORD)])
        write_whole(path, lambda new: new.write_text(json.dumps(wanted, indent=1) + "\n", encoding="utf-8"))


def decide(
    prepared: Prepared,
    facts: Path,
    folder: Path,
    known_on: int,
    engine: str = "duckdb",
    slice_lines: int = SLICE,
    memory: str = MEMORY,
    threads: int | None = None,
    claims: Mapping[int, Claim] | None = None,
    whole: bool = True,
) -> Iterator[Progress]:
    """Decide every row of a Parquet file of facts under the law as known on a day (an ordinal).

    The file has the columns ``facts.KEYS`` and ``facts.given_columns``, rows in the order of their claims, and no two
    with the same line. Writes Parquet files of dated parts and of claims (``Query.parts``, ``Query.claims``) into
    two folders, and ``run.json``, which says what they were made of. A run that was broken off is finished when asked
    for again, and gives the same bytes as an unbroken one.

    ``claims``: by number, claims that have lists (investment of earlier years, carried credit, events). ``whole``: work
    out the whole credit of every claim, some milliseconds each; else the base credit and the scheme only.

    BadInput if the facts do not fit, the folder holds another run, or the engine is not installed.
    """
    if known_on < prepared.first_known:
        first = iso(prepared.first_known)
        raise BadInput([Problem("known-too-early", "$.known_on", iso(known_on), first)])
    run = Run(prepared, facts, folder, known_on, slice_lines, memory, threads, claims or {}, whole)
    if engine == "spark":
        from engine.columns import spark  # heavy, and perhaps not installed

        yield from spark.decide(run)
    else:
        from engine.columns import duck

        yield from duck.decide(run)


def slices(folder: Path) -> list[str]:
    """Names of the files of parts, and of claims, that belong together, in their order: no claim is in two of them."""
    return sorted(path.name for path in (folder / PARTS).glob("[0-9]*.parquet")) or ["*.parquet"]


def _stable(value: object) -> str:
    """A text that is the same in every process."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {_stable(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, frozenset):
        return repr(sorted(value))
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_stable, value)) + ")"
    if isinstance(value, Claim | Investment | Amount):
        kept = (getattr(value, name) for name in value.__slots__ if name != "data")
        return "[" + ", ".join(map(_stable, kept)) + "]"
    return repr(value)


def digest_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput([Problem("unreadable-file", str(path), error.strerror or str(error))]) from error


def read_record(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    return found if isinstance(found, dict) else {}


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file under another name and rename it when it is whole and on the disk."""
    new = path.with_name(path.name + ".new")
    write(new)
    with new.open("rb") as file:
        os.fsync(file.fileno())
    new.replace(path)
