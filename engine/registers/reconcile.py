"""Lines against one another: reductions netted, construction in progress matched with the assets it became.

A negative amount reduces the same asset or project: the line of the same size, else the latest lines before it in turn.
A transfer names the asset, or by its project the assets, that the construction became; those assets are then judged by
the dated amounts of the construction and not once more by their cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import duckdb

from engine.registers.values import DUCK
from engine.registers.workspace import copy, write_rows

CHUNK = 10_000  # lines in memory at a time
AMOUNT = "CASE WHEN kind = 'assets' THEN cost_krw ELSE amount_krw END"
_OBJECT = "coalesce(transferred_to, number, project, name)"
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
    """Lines with ``amount``, what their reductions left of it; reductions and what they reversed in full are gone."""
    target = folder / "net.parquet"
    reduced = f"SELECT sheet, target AS line, sum(reduction)::BIGINT AS reduction FROM {source(found)} GROUP BY ALL"
    copy(
        connection,
        f"""SELECT l.*, {AMOUNT} - coalesce(r.reduction, 0) AS amount,
          cell_mark(number) AS number_key, cell_mark(project) AS project_key, cell_mark(account) AS account_key,
          cell_mark(transferred_to) AS transfer_key
        FROM {lines} l LEFT JOIN ({reduced}) r USING (sheet, line)
        WHERE coalesce({AMOUNT}, 0) >= 0 AND (r.reduction IS NULL OR {AMOUNT} > r.reduction)
        ORDER BY sheet, line""",
        target,
    )
    return target


def transfers(connection: duckdb.DuckDBPyConnection, net: Path, folder: Path) -> tuple[Path, Path]:
    """Links of construction lines to asset lines, and the reconciliation of both by asset or project.

    Links: ``sheet, line, asset_sheet, asset_line, by``. Reconciliation: ``kind`` (number, project or unmatched), the
    key, ``cost``, ``transferred``, ``difference`` (NULL where there is no asset), numbers of lines, and the first line.
    """
    links, account = folder / "links.parquet", folder / "reconciliation.parquet"
    base = f"""
      WITH net AS (SELECT * FROM {source(net)}),
      assets AS (SELECT * FROM net WHERE kind = 'assets'),
      built AS (SELECT * FROM net WHERE kind = 'construction'),
      by_number AS (SELECT number_key, count(*) AS assets, sum(amount) AS cost, any_value(number) AS named,
          min_by(sheet, (sheet, line)) AS asset_sheet, min_by(line, (sheet, line)) AS asset_line
        FROM assets WHERE number_key IS NOT NULL GROUP BY number_key),
      transferred AS (SELECT * FROM built WHERE transfer_key IS NOT NULL OR "transferred_on:low" IS NOT NULL),
      numbered AS (SELECT t.*, a.asset_sheet, a.asset_line FROM transferred t
        JOIN by_number a ON t.transfer_key = a.number_key),
      alone AS (SELECT a.* FROM assets a WHERE project_key IS NOT NULL
        AND (number_key IS NULL OR number_key NOT IN (SELECT transfer_key FROM numbered))),
      by_project AS (SELECT project_key, count(*) AS assets, sum(amount) AS cost, any_value(project) AS named,
          min_by(sheet, (sheet, line)) AS asset_sheet, min_by(line, (sheet, line)) AS asset_line
        FROM alone GROUP BY project_key),
      gathered AS (SELECT t.*, a.asset_sheet, a.asset_line FROM transferred t JOIN by_project a USING (project_key)
        WHERE t.transfer_key IS NULL)"""
    copy(
        connection,
        f"""{base}
        SELECT sheet, line, asset_sheet, asset_line, 'number' AS by, transfer_key AS key FROM numbered
        UNION ALL SELECT sheet, line, asset_sheet, asset_line, 'project', project_key FROM gathered
        ORDER BY sheet, line""",
        links,
    )
    copy(
        connection,
        f"""{base},
        sums AS (
          SELECT 'number' AS kind, transfer_key AS key, sum(amount)::BIGINT AS transferred, count(*) AS payments
            FROM numbered GROUP BY ALL
          UNION ALL SELECT 'project', project_key, sum(amount)::BIGINT, count(*) FROM gathered GROUP BY ALL),
        matched AS (
          SELECT s.kind, s.key, a.named, a.cost::BIGINT AS cost, s.transferred,
            (a.cost - s.transferred)::BIGINT AS difference, a.assets, s.payments,
            a.asset_sheet AS sheet, a.asset_line AS line
          FROM sums s JOIN (
            SELECT 'number' AS kind, number_key AS key, * EXCLUDE number_key FROM by_number
            UNION ALL SELECT 'project', project_key, * EXCLUDE project_key FROM by_project) a USING (kind, key))
        SELECT * FROM matched
        UNION ALL SELECT 'unmatched', coalesce(transfer_key, project_key), coalesce(transferred_to, project, name),
          NULL, amount, NULL, 0, 1, sheet, line
        FROM transferred ANTI JOIN (SELECT sheet, line FROM numbered UNION ALL SELECT sheet, line FROM gathered)
          USING (sheet, line)
        ORDER BY kind, sheet, line""",
        account,
    )
    return links, account


def source(path: Path) -> str:
    return f"read_parquet({DUCK.text(str(path))})"
