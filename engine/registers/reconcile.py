"""Lines against one another: reductions netted, and what is left of each line, with the line that it repeats.

A negative amount reduces the same asset or project: the line of the same size, else the latest lines before it in turn.
Nothing tells a line that says just what another says from that other line written down twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import duckdb

from engine.registers.fields import IN_PROGRESS
from engine.registers.values import DUCK, mark
from engine.registers.workspace import copy, write_rows

CHUNK = 10_000  # lines in memory at a time
AMOUNT = "CASE WHEN kind = 'assets' THEN cost_krw ELSE amount_krw END"
_WORDS = DUCK.texts(map(mark, IN_PROGRESS))
_WAITS = f"coalesce(cell_mark(transferred_to) IN ({_WORDS}), FALSE)"  # said to be no asset yet
_OBJECT = f"coalesce(CASE WHEN NOT {_WAITS} THEN transferred_to END, number, project, name)"
_ON = 'CASE WHEN kind = \'assets\' THEN 0 ELSE coalesce("invested_on:low", "voucher_on:low", 0) END'
CORRECTIONS = {"sheet": "INTEGER", "line": "BIGINT", "target": "BIGINT", "reduction": "BIGINT"}
Reduced = tuple[int, int, int | None, int]  # sheet, line, the line it reduces, by how much


def corrections(connection: duckdb.DuckDBPyConnection, lines: str, folder: Path) -> Path:
    """Per negative line the lines it reduces and by how much; a ``target`` of NULL if there is not enough to reduce."""
    target = folder / "corrections.parquet"
    query = f"""
      WITH signed AS (SELECT sheet, line, {AMOUNT} AS amount, cell_mark({_OBJECT}) AS object, {_ON} AS day
        FROM {lines}),
      reduced AS (SELECT DISTINCT sheet, object FROM signed WHERE amount < 0)
      SELECT s.sheet, s.object, s.line, s.amount FROM signed s
        JOIN reduced r ON r.sheet = s.sheet AND r.object IS NOT DISTINCT FROM s.object
      WHERE amount <> 0 ORDER BY s.sheet, s.object, s.day, s.amount < 0, s.line"""
    cursor = connection.cursor()
    cursor.execute(query)
    write_rows(connection, CORRECTIONS, netted(_fetched(cursor)), target)
    return target


def _fetched(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, str | None, int, int]]:
    while rows := cursor.fetchmany(CHUNK):
        yield from rows


def netted(rows: Iterable[tuple[int, str | None, int, int]]) -> Iterator[Reduced]:
    """Reductions of each object in the order of time."""
    for (sheet, object_), members in groupby(rows, key=lambda row: row[:2]):
        open_lines = _Open()
        for _, _, line, amount in members:
            if amount > 0 and object_ is not None:
                open_lines.add(line, amount)
            elif amount < 0:
                found = open_lines.reduce(-amount) if object_ is not None else None
                for reduced, by in found or [(None, -amount)]:
                    yield sheet, line, reduced, by


class _Open:
    """Lines of one object with what is left of them."""

    def __init__(self) -> None:
        self.lines: list[list[int]] = []  # number and what is left; the latest is last
        self.untouched: dict[int, list[int]] = {}  # by amount the places of lines that nothing has reduced
        self.total = 0

    def add(self, line: int, amount: int) -> None:
        self.untouched.setdefault(amount, []).append(len(self.lines))
        self.lines.append([line, amount])
        self.total += amount

    def reduce(self, size: int) -> list[tuple[int | None, int]] | None:
        """The line of that very size, else the latest lines in turn; None if all of them are too small."""
        if size > self.total:
            return None
        self.total -= size
        same = self.untouched.get(size)
        while same:
            place = same.pop()
            if place < len(self.lines) and self.lines[place][1] == size:
                self.lines[place][1] = 0
                return [(self.lines[place][0], size)]
        taken: list[tuple[int | None, int]] = []
        while size:
            line, left = self.lines[-1]
            by = min(left, size)
            if by:
                taken.append((line, by))
            size -= by
            self.lines[-1][1] = left - by
            if self.lines[-1][1] == 0:
                self.lines.pop()
        return taken


def net_lines(connection: duckdb.DuckDBPyConnection, lines: str, found: Path, folder: Path) -> Path:
    """Lines with ``amount``, what their reductions left of it; reductions and what they reversed in full are gone.

    ``waits``: it is said that nothing was transferred. ``same_sheet`` and ``same_line``: the first of the lines that
    say the very same, on every later one of them; of assets with a number, whatever is remarked.
    """
    target = folder / "net.parquet"
    reduced = f"SELECT sheet, target AS line, sum(reduction)::BIGINT AS reduction FROM {source(found)} GROUP BY ALL"
    said = "*COLUMNS(* EXCLUDE (sheet, line))"
    copy(
        connection,
        f"""WITH kept AS (SELECT l.*, {AMOUNT} - coalesce(r.reduction, 0) AS amount,
          cell_mark(number) AS number_key, cell_mark(project) AS project_key, cell_mark(account) AS account_key,
          {_WAITS} AS waits, CASE WHEN NOT {_WAITS} THEN cell_mark(transferred_to) END AS transfer_key
        FROM {lines} l LEFT JOIN ({reduced}) r USING (sheet, line)
        WHERE coalesce({AMOUNT}, 0) >= 0 AND (r.reduction IS NULL OR {AMOUNT} > r.reduction)),
        keyed AS (SELECT sheet, line, amount, hash({said}) AS key, hash('', {said}) AS more FROM
          (SELECT * REPLACE (CASE WHEN kind <> 'assets' OR number IS NULL THEN memo END AS memo) FROM kept)),
        first AS (SELECT sheet, line, first_value({{'sheet': sheet, 'line': line}}) OVER alike AS same FROM keyed
          WHERE amount > 0 WINDOW alike AS (PARTITION BY key, more ORDER BY sheet, line))
        SELECT k.*, same.sheet AS same_sheet, same.line AS same_line
        FROM kept k LEFT JOIN (SELECT * FROM first WHERE same.sheet <> sheet OR same.line <> line) USING (sheet, line)
        ORDER BY sheet, line""",
        target,
    )
    return target


def source(path: Path) -> str:
    return f"read_parquet({DUCK.text(str(path))})"
