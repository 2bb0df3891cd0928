"""Every line with its outcome and reasons, and the lines that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable

from engine.registers.answers import Row
from engine.registers.report import Report
from engine.registers.words import Words
from engine.registers.workbook import figures, layout
from engine.registers.workbook.paper import A3, Book, Cell, Column


def lines_columns(words: Words) -> list[Column]:
    return layout.columns(
        words,
        ("book.line", 10, "wrap"),
        ("book.number", 10, "wrap"),
        ("book.asset", 20, "wrap"),
        ("book.account-project", 14, "wrap"),
        ("book.year", 8, "centre"),
        ("day", 12, "wrap"),
        ("amount", 16, "won"),
        ("book.outcome", 12, "centre"),
        ("tier", 15, "wrap"),
        ("rate", 8, "percent"),
        ("standing", 10, "wrap"),
        ("book.credit-least", 15, "won"),
        ("book.credit-most", 15, "won"),
        ("book.reason", 46, "wrap"),
        ("basis", 40, "wrap"),
        ("book.questions", 12, "wrap"),
    )


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
        ", ".join(report.questions.number(path) for path in report.questions.of(row)),
    ]


def _tier(row: Row, words: Words) -> str:
    """The tier and the row of its list; where they are open, those that are possible."""
    tiers = [row["tier"]] if row["tier"] else (row["possible_tiers"] or "").split(", ")
    named = ", ".join(words.tier(tier) for tier in tiers if tier)
    listed = row["facility_row"] or row["possible_rows"]
    return f"{named} · {listed}" if listed else named


def write_lines(book: Book, report: Report, words: Words, rows: Iterable[Row], most: int) -> list[str]:
    """Lines over as many sheets as they need; returns the names of the sheets."""
    pages = layout.pages_of(book, report, words, "book.lines", lines_columns(words), most, A3, "book.lines-title")
    for row in rows:
        pages.add(lines_cells(row, report, words))
    return pages.close(words.say("book.none"))
