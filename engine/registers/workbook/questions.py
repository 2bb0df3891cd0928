"""What the client is asked, which line waits for what, and the documents to be gathered."""

from __future__ import annotations

from engine.registers.answers import Row
from engine.registers.report import Report
from engine.registers.words import Words
from engine.registers.workbook import figures, layout
from engine.registers.workbook.paper import Book, Cell


def write_questions(book: Book, report: Report, words: Words) -> None:
    """One row per question to the client, with room for the answer."""
    columns = layout.columns(
        words,
        ("", 6, "centre"),
        ("book.question", 58, "wrap"),
        ("book.fact", 28, "wrap"),
        ("book.lines-count", 8, "count"),
        ("book.waiting", 19, "won"),
        ("book.first", 13, "wrap"),
        ("book.for-figures", 24, "wrap"),
        ("book.answer", 30, "wrap"),
    )
    page = layout.page_of(book, report, words, "book.questions-client", columns)
    page.paragraph(words.say("book.questions-note"))
    page.heading(columns, repeat=True)
    labels = {entry.figure: entry.label.model_dump() for entry in report.prepared.rulebook.assessment.figures}
    for question in report.questions.listed:
        path = question.path
        values = [report.questions.number(path), report.questions.text(path), report.questions.label(path)]
        amount = figures.most(question.amount, words) if question.lines else None
        named = ", ".join(words.pick(labels[name]) for name in question.figures)
        years = dict.fromkeys(figures.year(row["year_starts"], row["year_ends"], words) for row in question.claims)
        named = f"{', '.join(years)}: {named}" if named else ""
        page.cells(columns, [*values, question.lines or None, amount, question.first, named, None])
    if not report.questions.listed:
        page.paragraph(words.say("book.none"))


def write_by_line(book: Book, report: Report, words: Words, most: int) -> list[str]:
    """Per line that is undetermined or of open tier the question to answer first, and the numbers of the others."""
    columns = layout.columns(
        words,
        ("book.line", 14),
        ("book.number", 12),
        ("book.asset", 26, "wrap"),
        ("book.project", 16, "wrap"),
        ("amount", 18, "won"),
        ("book.first-question", 62, "wrap"),
        ("book.other-questions", 22, "wrap"),
    )
    pages = layout.pages_of(book, report, words, "book.questions-line", columns, most)
    last = -1
    named = ("sheet", "register_line", "number", "name", "memo", "project")
    shown = (*named, "line", "amount_high", "outcome", "basis", "grant_krw", "reason")
    query = f"SELECT {', '.join(shown)} FROM {report.answers.table} WHERE outcome <> 'ineligible' ORDER BY line, part"
    for row in report.answers.rows(query, shown):
        asked = report.questions.of(row)
        if asked and row["line"] != last:
            pages.add(_line(row, asked, report, words))
            last = row["line"]
    return pages.close(words.say("book.none"))


def _line(row: Row, asked: list[str], report: Report, words: Words) -> list[Cell]:
    first, *others = asked
    said = f"{report.questions.number(first)} {report.questions.text(first)}"
    place = report.place(row["sheet"], row["register_line"])
    more = ", ".join(report.questions.number(path) for path in others)
    amount = figures.most(row["amount_high"], words)
    return [place, row["number"], row["name"] or row["memo"], row["project"], amount, said, more]


def write_evidence(book: Book, report: Report, words: Words) -> None:
    """Every document once, with the questions it answers and boxes to tick."""
    columns = layout.columns(
        words,
        ("□", 4, "centre"),
        ("book.document", 62, "wrap"),
        ("book.proves", 52, "wrap"),
        ("book.questions", 16, "wrap"),
        ("book.received", 14, "centre"),
        ("book.reference", 22, "wrap"),
    )
    page = layout.page_of(book, report, words, "book.evidence", columns)
    page.heading(columns, repeat=True)
    asked = {question.path: question.lines for question in report.questions.listed}
    given = {path: lines for path, lines in report.given.items() if path not in asked}
    for heading, paths in (("book.evidence-open", asked), ("book.evidence-given", given)):
        documents: dict[str, list[str]] = {}
        for path in paths:
            for document in report.questions.evidence(path):
                documents.setdefault(document, []).append(path)
        if documents:
            page.band(words.say(heading), len(columns))
        for document, proves in documents.items():
            labels = ", ".join(report.questions.label(path) for path in proves)
            numbers = ", ".join(report.questions.number(path) for path in proves if path in asked)
            page.cells(columns, ["□", document, labels, numbers, None, None])
