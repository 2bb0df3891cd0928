"""Rows of facts into DuckDB, and what the columns say of them out again."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb

from engine.assessment.assess import Prepared, with_amounts
from engine.claims.claim import Claim
from engine.columns.dialect import DuckSql
from engine.columns.emit import Columns
from engine.columns.facts import KEYS, Cell, cells, from_lists, given_columns, given_facts
from engine.columns.query import WORKED, Query
from engine.columns.stretches import STRETCH
from engine.credit.formulas import compute, interval
from engine.inference import reference
from engine.inference.entity import entities
from engine.inference.plan import Plan
from engine.inference.solve import solve
from engine.inference.view import View
from engine.law.values import Facts, Interval

DUCK = DuckSql()
CHUNK = 1_000  # claims that are inserted at a time
# Numbers of the claim and of the investment, facts of the amount and of both, and what others paid of the investment.
Row = tuple[int, int, Facts, Interval]


def rows_of(prepared: Prepared, claims: Iterable[Claim], known_on: int) -> Iterator[Row]:
    """The amounts of claims, in order; those that a claim does not state are measured, and its lists worked out."""
    rulebook = prepared.rulebook
    listed = [fact for fact in rulebook.facts.values() if from_lists(prepared.plan, fact)]
    deducted = rulebook.formulas[rulebook.assessment.year.deducted].value
    for number, claim in enumerate(claims):
        claim = with_amounts(claim, prepared, known_on, reference.evaluate)
        bare = replace(claim, investments=tuple(replace(i, amounts=()) for i in claim.investments))
        root = entities(rulebook, bare, [[] for _ in bare.investments], known_on)
        if any(investment.lists for investment in claim.investments):
            solve(prepared.plan, root, known_on, reference.evaluate)
        for i, (investment, entity) in enumerate(zip(claim.investments, root.parts, strict=True)):
            facts = {**claim.facts, **investment.facts}
            for fact in listed:
                value = compute(fact.derived, View(rulebook, entity)) if fact.derived is not None else None
                if value is not None:
                    facts[fact.path] = value
            paid = interval(deducted, View(rulebook, entity))
            for amount in investment.amounts or ():
                yield number, i, {**facts, **amount.facts}, paid


def load(connection: duckdb.DuckDBPyConnection, plan: Plan, table: str, rows: Iterable[Row]) -> None:
    """Make a table of the facts of each row; rows are numbered from 0."""
    columns, given = {**dict.fromkeys(KEYS, "BIGINT"), **given_columns(plan)}, given_facts(plan)
    name = DUCK.name(table)
    made = ", ".join(f"{DUCK.name(column)} {kind}" for column, kind in columns.items())
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({made})")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for line, (claim, investment, facts, paid) in enumerate(rows):
                writer.writerow([line, claim, investment, *map(_text, cells(given, facts, paid))])
        options = "FORMAT csv, HEADER false, NULLSTR '', AUTO_DETECT false"
        connection.execute(f"COPY {name} FROM {DUCK.text(str(path))} ({options})")


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def write_facts(plan: Plan, rows: Iterable[Row], path: Path) -> None:
    """A Parquet file of the facts of each row, as ``decide`` takes it."""
    with duckdb.connect() as connection:
        load(connection, plan, "facts", rows)
        connection.execute(f"COPY facts TO {DUCK.text(str(path))} (FORMAT parquet)")


def decide_rows(connection: duckdb.DuckDBPyConnection, made: Query, source: str) -> list[str]:
    """Make the tables that ``Query.parts`` and ``Query.claims`` read; their names."""
    names = []

    def make(tables: Iterable[tuple[str, str]]) -> None:
        for table, sql in tables:
            names.append(table)
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {DUCK.name(table)} AS {sql}")

    make(made.tables(source))
    rows = made.work_out(connection.execute(made.to_work_out(source)).fetchall())
    columns = ", ".join(f"{DUCK.name(column)} {kind}" for column, kind in made.worked_columns.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {WORKED} ({columns})")
    names.append(WORKED)
    for at in range(0, len(rows), CHUNK):
        values = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows[at : at + CHUNK])
        connection.execute(f"INSERT INTO {WORKED} VALUES {values}")
    make(made.claim_tables())
    return names


def _literal(cell: object) -> str:
    return "NULL" if cell is None else DUCK.text(cell) if isinstance(cell, str) else str(cell)


def run(connection: duckdb.DuckDBPyConnection, columns: Columns, table: str, result: str) -> None:
    """Write the result of the columns over a table of facts to another table."""
    source = DUCK.name(table)
    for step, sql in (*columns.steps(source), (result, columns.select(source, columns.everything))):
        connection.execute(f"CREATE OR REPLACE TABLE {DUCK.name(step)} AS {sql}")


def read(
    connection: duckdb.DuckDBPyConnection, columns: Columns, result: str, doubting: bool = False
) -> list[tuple[Cell, ...]]:
    """The cells of each row in the order of ``columns.names``, rows as they were loaded, stretches in order.

    ``doubting``: as they are while doubtful provisions are left open.
    """
    names = ", ".join(DUCK.name(columns.doubtful(column) if doubting else column) for column in columns.names)
    order = ", ".join(map(DUCK.name, (KEYS[0], STRETCH)))
    return connection.execute(f"SELECT {names} FROM {DUCK.name(result)} ORDER BY {order}").fetchall()
