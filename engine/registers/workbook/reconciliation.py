"""Lines against one another: construction in progress and assets, reductions, and lines that say the same."""

from __future__ import annotations

from typing import Any

from engine.registers.matching import OVERLAP, SUM, UNMATCHED
from engine.registers.reconcile import source
from engine.registers.report import Report
from engine.registers.words import Words
from engine.registers.workbook import layout
from engine.registers.workbook.paper import Book, Page


def write_reconciliation(book: Book, report: Report, words: Words) -> None:
    """The sheet."""
    columns = layout.columns(
        words,
        ("book.recon-kind", 20, "wrap"),
        ("book.recon-key", 24, "wrap"),
        ("book.recon-cost", 21, "won"),
        ("book.recon-transferred", 21, "won"),
        ("book.recon-difference", 21, "won"),
        ("book.recon-assets", 9, "count"),
        ("book.recon-payments", 9, "count"),
        ("book.first", 22),
        ("book.recon-note", 36, "wrap"),
    )
    page = layout.page_of(book, report, words, "book.reconciliation", columns)
    page.section(words.say("book.recon-transfers"))
    names = ("kind", "named", "cost", "transferred", "difference", "assets", "payments", "sheet", "line")
    path = source(report.order.folder / "reconciliation.parquet")
    rows = (
        [
            words.say(f"book.recon.{row['kind']}"),
            row["named"],
            row["cost"],
            row["transferred"],
            row["difference"],
            row["assets"],
            row["payments"],
            report.place(row["sheet"], row["line"]),
            _recon_note(row, words),
        ]
        for row in report.answers.rows(f"SELECT {', '.join(names)} FROM {path}", names)
    )
    page.table(columns, rows, words.say("book.recon-none"))
    page.section(words.say("book.recon-reductions"))
    reduced = layout.columns(
        words,
        ("book.line", 20),
        ("book.recon-target", 24),
        ("book.recon-reduction", 21, "won"),
    )
    corrections = report.answers.rows(
        f"SELECT sheet, line, target, reduction FROM {source(report.order.folder / 'corrections.parquet')} "
        "WHERE target IS NOT NULL ORDER BY sheet, line, target",
        ("sheet", "line", "target", "reduction"),
    )
    lines = (
        [report.place(row["sheet"], row["line"]), report.place(row["sheet"], row["target"]), -row["reduction"]]
        for row in corrections
    )
    page.table(reduced, lines, words.say("book.none"))
    _repeated(page, report, words)


def _repeated(page: Page, report: Report, words: Words) -> None:
    columns = layout.columns(
        words,
        ("book.line", 20),
        ("book.recon-first", 24),
        ("book.recon-amount", 21, "won"),
    )
    names = ("sheet", "register_line", "same_sheet", "same_line", "amount")
    found = report.answers.rows(
        f"SELECT {', '.join(names)} FROM {source(report.order.folder / 'origin.parquet')} "
        "WHERE same_line IS NOT NULL ORDER BY sheet, register_line",
        names,
    )
    rows = (
        [
            report.place(row["sheet"], row["register_line"]),
            report.place(row["same_sheet"], row["same_line"]),
            row["amount"],
        ]
        for row in found
    )
    page.section(words.say("book.recon-repeated"))
    page.table(columns, rows, words.say("book.none"))


def _recon_note(row: dict[str, Any], words: Words) -> str:
    if row["kind"] in (SUM, OVERLAP, UNMATCHED):
        return words.say(f"book.recon-note.{row['kind']}")
    if not row["difference"]:
        return words.say("book.recon-note.equal")
    kind = "project" if row["kind"] == "project" else "over" if row["difference"] < 0 else "rest"
    return words.say(f"book.recon-note.{kind}")
