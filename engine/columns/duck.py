"""Columns on DuckDB, in process. What it reads and writes are two places only: the facts and the folder of the run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from engine.columns.dialect import DuckSql
from engine.columns.facts import KEYS, given_columns
from engine.columns.frame import decide_rows
from engine.columns.query import Query
from engine.columns.run import CLAIMS, PARTS, Progress, Run, write_whole
from engine.law.problems import BadInput, Problem

SQL = DuckSql()
SPILL = "spill"


def decide(run: Run) -> Iterator[Progress]:
    run.record("duckdb", duckdb.__version__)
    made = run.query(SQL)
    with locked(run) as connection:
        try:
            check(run, connection)
            slices = cut(run, connection)
            total = slices[-1][1] + 1 if slices else 0
            yield Progress(0, total)
            for number, (first, last) in enumerate(slices):
                parts, claims = (run.folder / name / f"{number:05}.parquet" for name in (PARTS, CLAIMS))
                if not (parts.exists() and claims.exists()):
                    decide_slice(run, connection, made, (first, last), parts, claims)
                yield Progress(last + 1, total)
        finally:
            shutil.rmtree(run.folder / SPILL, ignore_errors=True)


def connect(spill: Path, memory: str, threads: int | None = None, **settings: str) -> duckdb.DuckDBPyConnection:
    """A connection that loads no extensions, spills to the folder, keeps rows in their order and prints nothing."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": memory,
        "temp_directory": str(spill),
        "preserve_insertion_order": "true",
        **settings,
    }
    if threads is not None:
        config["threads"] = threads
    connection = duckdb.connect(config=config)
    connection.execute("SET enable_progress_bar = false")  # it would write to standard output
    return connection


def locked(run: Run) -> duckdb.DuckDBPyConnection:
    """A connection that reaches nothing but the facts and the folder. Joins are few and in order: to search for an
    order would take longer than to join."""
    connection = connect(run.folder / SPILL, run.memory, run.threads, disabled_optimizers="join_order")
    connection.execute(f"SET allowed_paths = [{SQL.text(str(run.facts))}]")
    connection.execute(f"SET allowed_directories = [{SQL.text(str(run.folder))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def facts_of(run: Run) -> str:
    return f"read_parquet({SQL.text(str(run.facts))}, file_row_number = true)"


def check(run: Run, connection: duckdb.DuckDBPyConnection) -> None:
    """The file is Parquet and has the columns."""
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {facts_of(run)}").fetchall()
    except duckdb.Error as error:
        raise BadInput([Problem("not-parquet", str(run.facts))]) from error
    found = {name: kind for name, kind, *_ in described}
    wanted = {**dict.fromkeys(KEYS, "BIGINT"), **given_columns(run.prepared.plan)}
    wrong = [(name, kind) for name, kind in wanted.items() if found.get(name) != kind]
    if wrong:
        raise BadInput(
            Problem("facts-column", name, found.get(name, "no column"), kind, source=str(run.facts))
            for name, kind in wrong
        )


def cut(run: Run, connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """First and last row of each slice, so that no claim is cut; BadInput if claims are not in order."""
    rows, size = facts_of(run), run.slice_lines
    reached = f"SELECT max_by(claim, file_row_number) FROM {rows} GROUP BY file_row_number // {size}"
    ends = connection.execute(
        f"SELECT max(file_row_number) FROM {rows} WHERE claim IN ({reached}) GROUP BY claim ORDER BY 1"
    ).fetchall()
    slices: list[tuple[int, int]] = []
    for (last,) in ends:
        slices.append((slices[-1][1] + 1 if slices else 0, last))
    starts = "[" + ", ".join(str(first) for first, _ in slices) + "]"
    mixed = connection.execute(
        "SELECT least_line FROM (SELECT min(line) AS least_line, min(claim) AS low,"
        " lag(max(claim)) OVER (ORDER BY slice) AS before, count(claim) = count(*) AS known FROM"
        f" (SELECT line, claim, len(list_filter({starts}, lambda s : s <= file_row_number)) AS slice FROM {rows})"
        " GROUP BY slice) WHERE low <= before OR NOT known LIMIT 1"
    ).fetchall()
    if mixed:
        raise BadInput([Problem("facts-order", "claim", str(mixed[0][0]), source=str(run.facts))])
    return slices


def decide_slice(
    run: Run,
    connection: duckdb.DuckDBPyConnection,
    made: Query,
    rows: tuple[int, int],
    parts: Path,
    claims: Path,
) -> None:
    names = ", ".join(map(SQL.name, (*KEYS, *given_columns(run.prepared.plan))))
    source = f"(SELECT {names} FROM {facts_of(run)} WHERE file_row_number BETWEEN {rows[0]} AND {rows[1]})"
    twice = connection.execute(
        f"SELECT line FROM {source} GROUP BY line HAVING count(*) > 1 OR line IS NULL LIMIT 1"
    ).fetchall()
    if twice:
        raise BadInput([Problem("facts-line", "line", str(twice[0][0]), source=str(run.facts))])
    tables = decide_rows(connection, made, source)

    def write(path: Path, sql: str) -> None:
        write_whole(path, lambda new: connection.execute(f"COPY ({sql}) TO {SQL.text(str(new))} (FORMAT parquet)"))

    write(claims, made.claims())
    write(parts, made.parts())
    for table in tables:
        connection.execute(f"DROP TABLE {SQL.name(table)}")
