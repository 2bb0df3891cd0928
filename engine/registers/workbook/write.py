"""The workbook: everything an accountant signs, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import xlsxwriter

from engine.law.values import iso
from engine.registers.answers import Row
from engine.registers.report import Report
from engine.registers.words import Words
from engine.registers.workbook import credit, lines, questions, reconciliation, record, summary
from engine.registers.workbook.paper import ABOVE, MOST_ROWS, Book

STEP = 1000  # lines between two words on the progress
PLACE = ("sheet", "register_line", "number", "name", "memo", "account", "project", "year_starts", "year_ends")
VERDICT = ("outcome", "tier", "possible_tiers", "facility_row", "possible_rows", "standing", "reason", "basis")
FIGURES = ("from", "until", "amount_high", "rate_low", "rate_high", "base_credit_low", "base_credit_high", "grant_krw")
SHOWN = (*PLACE, *VERDICT, *FIGURES)


def write_workbook(
    report: Report, words: Words, path: Path, written: Callable[[int], None], most_rows: int = MOST_ROWS
) -> None:
    """One ``.xlsx``; a table of more rows than a sheet holds goes on in further sheets, and the summary says so.

    ``written`` is told how many lines are written.
    """
    book = xlsxwriter.Workbook(
        str(path),
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": str(path.parent)},
    )
    created = datetime.fromisoformat(iso(report.order.known_on))
    book.set_properties({"title": words.say("book.title"), "created": created})
    paper = Book(book, report.subtitle)
    shown = ", ".join(f'"{name}"' for name in SHOWN)
    query = f"SELECT {shown} FROM {report.answers.table} ORDER BY line, part"
    split = report.answers.count > most_rows - ABOVE
    notices = report.notices
    if split:
        sheets = -(-report.answers.count // (most_rows - ABOVE))
        notices = [*notices, words.say("book.split", rows=f"{report.answers.count:,}", sheets=sheets)]
    summary.write_summary(paper, report, words, report.control, notices)
    credit.write_credit(paper, report, words)
    rows = _counted(report.answers.rows(query, SHOWN), written)
    lines.write_lines(paper, report, words, rows, most_rows)
    questions.write_questions(paper, report, words)
    questions.write_by_line(paper, report, words, most_rows)
    questions.write_evidence(paper, report, words)
    record.write_calendar(paper, report, words)
    record.write_assumptions(paper, report, words)
    reconciliation.write_reconciliation(paper, report, words)
    record.write_aside(paper, report, words, most_rows)
    record.write_law(paper, report, words)
    book.close()


def _counted(rows: Iterable[Row], written: Callable[[int], None]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number % STEP == 0:
            written(number)
        yield row
