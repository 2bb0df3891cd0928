"""Rows of facts into DuckDB, and what the columns say of them out again."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb

from engine.columns.dialect import DuckSql
from engine.columns.emit import Columns
from engine.columns.facts import KEYS, Cell, cells, given_columns
from engine.inference.plan import Plan
from engine.law.values import Facts

DUCK = DuckSql()
Row = tuple[int, int, Facts]  # numbers of the claim and of the investment, facts of the amount and of both


def load(connection: duckdb.DuckDBPyConnection, plan: Plan, table: str, rows: Iterable[Row]) -> None:
    """Make a table of the facts of each row; rows are numbered from 0."""
    columns = {**dict.fromkeys(KEYS, "BIGINT"), **given_columns(plan)}
    name = DUCK.name(table)
    made = ", ".join(f"{DUCK.name(column)} {kind}" for column, kind in columns.items())
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({made})")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for line, (claim, investment, facts) in enumerate(rows):
                writer.writerow([line, claim, investment, *map(_text, cells(plan, facts))])
        connection.execute(f"COPY {name} FROM {DUCK.text(str(path))} (FORMAT csv, HEADER false, NULLSTR '')")


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def run(connection: duckdb.DuckDBPyConnection, columns: Columns, table: str, result: str) -> None:
    """Write the result of the columns over a table of facts to another table."""
    connection.execute(f"CREATE OR REPLACE TABLE {DUCK.name(result)} AS {columns.sql(table)}")


def read(connection: duckdb.DuckDBPyConnection, columns: Columns, result: str) -> list[tuple[Cell, ...]]:
    """The cells of each row in the order of ``columns.names``, rows as they were loaded."""
    names = ", ".join(DUCK.name(column) for column in columns.names)
    return connection.execute(f'SELECT {names} FROM {DUCK.name(result)} ORDER BY "{KEYS[0]}"').fetchall()
