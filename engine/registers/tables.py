"""Answers as tables for other programs: Parquet, or CSV that no spreadsheet takes for formulas.

Beside the lines stand the claims, and everything that was set aside.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.registers.answers import ANSWERS
from engine.registers.placing import OPEN_BASES
from engine.registers.reconcile import source
from engine.registers.report import Report
from engine.registers.values import DUCK
from engine.registers.workspace import copy, write_rows

RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a cell that begins so for a formula
SAID = {"reason": "INTEGER", "opened": "VARCHAR", "because": "VARCHAR", "cites": "VARCHAR", "missing": "VARCHAR"}
ASIDE = {**dict.fromkeys(("file", "sheet"), "VARCHAR"), "line": "BIGINT"}
ASIDE |= dict.fromkeys(("column", "value", "reason"), "VARCHAR")


def write_tables(report: Report, unfinished: Path, out: Path) -> dict[Path, Path]:
    """Write the tables beside ``unfinished``; returns where each of them is to go: ``out`` and files beside it."""
    folder = report.order.folder
    said, aside = folder / "said.parquet", folder / "aside-said.parquet"
    write_rows(report.answers.connection, SAID, _said(report), said)
    write_rows(report.answers.connection, ASIDE, report.aside(), aside)
    bases = DUCK.texts(OPEN_BASES)
    opened = f"CASE WHEN a.basis IN ({bases}) AND a.outcome = 'undetermined' THEN a.basis ELSE 'no' END"
    lines = f"""
      SELECT a.* EXCLUDE (reason), s.because, s.cites, CASE WHEN a.outcome <> 'ineligible' THEN s.missing END AS missing
      FROM {source(folder / ANSWERS)} a
      JOIN {source(said)} s ON s.reason = a.reason AND s.opened = {opened}
      ORDER BY a.line, a.part"""
    claims = f"SELECT * FROM {source(folder / 'decided/claims/*.parquet')} ORDER BY claim"
    made: dict[Path, Path] = {}
    for name, query in (("", lines), ("claims", claims), ("set-aside", f"SELECT * FROM {source(aside)}")):
        target = unfinished.with_name(f"{unfinished.stem}-{name or 'lines'}{out.suffix}")
        if out.suffix.lower() == ".csv":
            _csv(report, query, target)
        else:
            copy(report.answers.connection, query, target)
        made[target] = out.with_name(f"{out.stem}.{name}{out.suffix}") if name else out
    return made


def _said(report: Report) -> Iterable[Sequence[object]]:
    """Reasons in words, by number, for parts whose amount is open and for others."""
    for number in range(len(report.explanations)):
        for basis in ("no", *OPEN_BASES):
            row = {"reason": number, "basis": basis, "outcome": "undetermined", "grant_krw": None}
            worded = report.wording(row)
            asked = "; ".join(report.questions.label(path) for path in report.questions.of(row))
            yield number, basis, worded.text, worded.cites, asked


def _csv(report: Report, query: str, target: Path) -> None:
    cursor = report.answers.connection.cursor()
    cursor.execute(query)
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column[0] for column in cursor.description or ()])
        while chunk := cursor.fetchmany(10_000):
            writer.writerows([[harmless(cell) for cell in row] for row in chunk])


def harmless(cell: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe; figures stay as they are."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell
