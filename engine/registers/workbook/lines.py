"""Every line with its outcome and reasons, and the lines that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterator

from engine.registers.answers import Row
from engine.registers.report import Report
from engine.registers.words import Words
from engine.registers.workbook import figures
from engine.registers.workbook.paper import A3, Book, Cell, Column, Page


def lines_columns(words: Words) -> list[Column]:
    return [
        Column(words.say("book.line"), 10, "wrap"),
        Column(words.say("book.number"), 10, "wrap"),
        Column(words.say("book.asset"), 20, "wrap"),
        Column(words.say("book.account-project"), 14, "wrap"),
        Column(words.say("book.year"), 8, "centre"),
        Column(words.say("day"), 12, "wrap"),
        Column(words.say("amount"), 16, "won"),
        Column(words.say("book.outcome"), 12, "centre"),
        Column(words.say("tier"), 15, "wrap"),
        Column(words.say("rate"), 8, "percent"),
        Column(words.say("standing"), 10, "wrap"),
        Column(words.say("book.credit-least"), 15, "won"),
        Column(words.say("book.credit-most"), 15, "won"),
        Column(words.say("book.reason"), 46, "wrap"),
        Column(words.say("basis"), 30, "wrap"),
        Column(words.say("book.questions"), 12, "wrap"),
    ]


def lines_cells(row: Row, report: Report, words: Words) -> list[Cell]:
    reason = report.wording(row)
    excluded = row["outcome"] == "ineligible"
    return [
        report.place(row["sheet"], row["register_line"]),
        row["number"],
        row["name"] or row["memo"],
        "\n".join(filter(None, (row["account"], row["project"]))),
        figures.year(row["year_starts"], row["year_ends"], words),
        figures.days(row["from"], row["until"], words),
        figures.most(row["amount_high"], words),
        words.say(f"audit.outcome.{row['outcome']}"),
        None if excluded else _tier(row, words),
        figures.rate(row["rate_low"], row["rate_high"], words),
        words.say(f"standing.{row['standing']}") if row["standing"] not in (None, "not_required") else None,
        row["base_credit_low"] or 0,
        0 if excluded else figures.most(row["base_credit_high"], words),
        reason.text,
        reason.cites,
        ", ".join(report.question_number(path) for path in report.asked(row)),
    ]


def _tier(row: Row, words: Words) -> str:
    """The tier and the row of its list; where they are open, those that are possible."""
    tiers = [row["tier"]] if row["tier"] else (row["possible_tiers"] or "").split(", ")
    named = ", ".join(words.tier(tier) for tier in tiers if tier)
    listed = row["facility_row"] or row["possible_rows"]
    return f"{named} · {listed}" if listed else named


def write_lines(
    book: Book, report: Report, words: Words, name: str, title: str, rows: Iterator[Row], most: int
) -> list[str]:
    """Lines over as many sheets as they need; returns the names of the sheets."""
    columns = lines_columns(words)
    names: list[str] = []
    page: Page | None = None
    for row in rows:
        if page is None or page.row >= most:
            _filtered(page)
            number = len(names) + 1
            names.append(name if number == 1 else f"{name} ({number})")
            page = Page(book, names[-1], title, report.subtitle, columns, A3)
            page.heading(columns, repeat=True)
        page.cells(columns, lines_cells(row, report, words))
    if page is None:
        page = Page(book, name, title, report.subtitle, columns, A3)
        page.paragraph(words.say("book.none"))
        names.append(name)
    _filtered(page)
    return names


def _filtered(page: Page | None) -> None:
    """A filter on every column of the table."""
    if page is not None and page.table_row is not None:
        page.sheet.autofilter(page.table_row, 0, page.row - 1, len(page.columns) - 1)
