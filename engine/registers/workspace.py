"""The folder in which a bulk audit is worked out, and the connection that works in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

from engine.columns.duck import SPILL, connect
from engine.columns.run import MEMORY, write_whole
from engine.registers.values import DUCK, macros


def open_in(folder: Path, memory: str = MEMORY, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that spills to the folder and can read what cells of registers hold."""
    spill = folder / SPILL
    spill.mkdir(parents=True, exist_ok=True)
    connection = connect(spill, memory, threads)
    for macro in macros():
        connection.execute(macro)
    return connection


def write_rows(
    connection: duckdb.DuckDBPyConnection,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[object]],
    target: Path,
) -> None:
    """Rows made in Python to a Parquet file, by way of a text: DuckDB takes single rows slowly."""
    text = target.with_name(f"{target.name}.csv")
    with text.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    kinds = "{" + ", ".join(f"{DUCK.text(name)}: {DUCK.text(kind)}" for name, kind in columns.items()) + "}"
    form = "header = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = ''"
    copy(connection, f"SELECT * FROM read_csv({DUCK.text(str(text))}, {form}, columns = {kinds})", target)
    text.unlink()


def copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    """A query to a Parquet file that is there only when it is whole."""

    def write(new: Path) -> None:
        connection.execute(f"COPY ({query}) TO {DUCK.text(str(new))} (FORMAT parquet, COMPRESSION zstd)")

    write_whole(target, write)
