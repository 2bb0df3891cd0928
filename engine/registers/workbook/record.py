"""What a reviewer checks: deadlines, assumptions, reconciliation, what was set aside, and the law applied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.law.values import iso
from engine.registers.reconcile import source
from engine.registers.report import Report
from engine.registers.words import Words
from engine.registers.workbook import figures
from engine.registers.workbook.paper import Book, Cell, Column, Page, Pages


def write_calendar(book: Book, report: Report, words: Words) -> None:
    columns = [
        Column(words.say("due"), 24, "text"),
        Column(words.say("book.project"), 26, "wrap"),
        Column(words.say("tier"), 20, "wrap"),
        Column(words.say("book.year"), 12, "centre"),
        Column(words.say("book.lines-count"), 9, "count"),
        Column(words.say("claimable"), 20, "won"),
        Column(words.say("book.floor-least"), 20, "won"),
        Column(words.say("book.exposure-most"), 20, "won"),
    ]
    title = words.say("book.calendar")
    page = Page(book, title, title, report.subtitle, columns)
    page.paragraph(words.say("book.calendar-note"))
    rows: list[list[Cell]] = [
        [
            figures.days(row["due_low"], row["due_high"], words),
            row["what"],
            words.tier(row["tier"]) if row["tier"] else words.say("book.tier-open"),
            figures.year(row["year_starts"], row["year_ends"], words),
            row["lines"],
            figures.most(row["claimable"], words),
            int(row["floor"] or 0),
            figures.most(row["exposure"], words),
        ]
        for row in report.answers.calendar()
    ]
    page.table(columns, rows, words.say("book.calendar-none"))
    _exposure(page, report, words)
    for entry in report.prepared.rulebook.assessment.watch:
        page.section(words.cited(words.pick(entry.label.model_dump()), list(entry.cites)))
        watched = [
            Column(words.say("book.until"), 24, "text"),
            Column(words.say("book.project"), 26, "wrap"),
            Column(words.say("book.credit-most"), 20, "won"),
            Column(words.say("book.lines-count"), 12, "count"),
            Column(words.say("book.disposed"), 9, "count"),
        ]
        kept = [
            [until.isoformat(), what, figures.most(most, words), lines, disposed]
            for until, what, lines, most, disposed in report.answers.watch(entry.kind)
        ]
        page.table(watched, kept, words.say("book.none"))


def _exposure(page: Page, report: Report, words: Words) -> None:
    """What the calendar shows beside the exposure of the summary: the rest lies where recognition is still open."""
    exposed = report.answers.exposed()
    columns = [
        Column(words.say("book.year"), 24, "text"),
        Column(words.say("book.taxpayer"), 26, "wrap"),
        Column(words.say("book.exposure-calendar"), 20, "won"),
        Column(words.say("book.exposure-open"), 24, "won"),
        Column(words.say("book.exposure-summary"), 24, "won"),
    ]
    rows: list[list[Cell]] = []
    for claim in report.answers.claims():
        whole, part = claim["exposure_krw_high"], exposed.get(claim["claim"], 0)
        rest = None if whole is None or part is None else int(whole) - part
        year = figures.year(claim["year_starts"], claim["year_ends"], words)
        rows.append([year, claim["company"] or report.taxpayer, *(figures.most(n, words) for n in (part, rest, whole))])
    page.section(words.say("book.exposure-of"))
    page.table(columns, rows, words.say("book.none"))


def write_assumptions(book: Book, report: Report, words: Words) -> None:
    columns = [
        Column(words.say("book.assumption"), 34, "wrap"),
        Column(words.say("book.value"), 16, "centre"),
        Column(words.say("book.because"), 64, "wrap"),
        Column(words.say("basis"), 34, "wrap"),
        Column(words.say("book.lines-count"), 10, "count"),
    ]
    title = words.say("book.assumptions")
    page = Page(book, title, title, report.subtitle, columns)
    page.section(words.say("book.presumed"))
    facts = report.prepared.rulebook.facts
    rows: list[list[Cell]] = []
    for path, lines in report.presumed.items():
        presumed = facts[path].presumed
        assert presumed is not None
        value = words.fact_value(path, facts[path].presumed_value)
        because = words.pick(presumed.because.model_dump())
        rows.append([words.label(path), value, because, words.cites(presumed.cites), lines])
    page.table(columns, rows, words.say("book.none"))
    page.section(words.say("book.register-assumptions"))
    for key in report.register_assumptions:
        page.paragraph(f"· {words.say(f'book.assumed.{key}')}")
    for declared in report.prepared.rulebook.lists.values():
        if declared.presumed is not None:
            because = words.pick(declared.presumed.because.model_dump())
            page.paragraph(f"· {words.cited(because, list(declared.presumed.cites))}")
    page.section(words.say("book.doubts"))
    judged = [Column(words.say("book.reading"), 34, "wrap"), *columns[1:]]
    page.table(judged, _doubts(report, words), words.say("book.no-doubts"))
    page.section(words.say("book.attested"))
    page.table(
        [
            Column(words.say("book.fact"), 34, "wrap"),
            Column(words.say("book.value"), 16, "centre"),
            Column(words.say("book.attested-by"), 64, "wrap"),
            Column(words.say("book.attested-on"), 34),
        ],
        _attested(report, words),
        words.say("book.none"),
    )
    page.section(words.say("not-examined"))
    for topic in report.prepared.rulebook.assessment.not_examined:
        said = topic.model_dump()
        page.paragraph(f"· {words.cited(words.pick(said['topic']), list(said['cites']))}")


def _doubts(report: Report, words: Words) -> list[list[Cell]]:
    """Readings that are not settled, with the lines that hang on them."""
    counted: dict[str, int] = {}
    nodes: dict[str, Any] = {}
    for number, lines in report.lines_by_reason("outcome = 'review'"):
        for node in report.explanations[number].doubts:
            nodes[node["provision"]] = node
            counted[node["provision"]] = counted.get(node["provision"], 0) + lines
    return [
        [
            words.title(id_),
            words.say(f"reading.{node['reading']}"),
            words.pick(node["note"]) if node["note"] else None,
            words.cites(node["cites"]),
            counted[id_],
        ]
        for id_, node in sorted(nodes.items())
    ]


def _attested(report: Report, words: Words) -> Iterator[list[Cell]]:
    for item in report.settings.data.get("attestations") or []:
        for path, value in item["facts"].items():
            shown = words.fact_value(path, value) if not isinstance(value, dict) else str(value)
            yield [words.label(path), shown, str(item["by"]), str(item["on"])]


def write_reconciliation(book: Book, report: Report, words: Words) -> None:
    """Construction in progress against assets, reductions, and lines of totals against what was read."""
    columns = [
        Column(words.say("book.recon-kind"), 20, "wrap"),
        Column(words.say("book.recon-key"), 24, "wrap"),
        Column(words.say("book.recon-cost"), 21, "won"),
        Column(words.say("book.recon-transferred"), 21, "won"),
        Column(words.say("book.recon-difference"), 21, "won"),
        Column(words.say("book.recon-assets"), 9, "count"),
        Column(words.say("book.recon-payments"), 9, "count"),
        Column(words.say("book.first"), 22),
        Column(words.say("book.recon-note"), 36, "wrap"),
    ]
    title = words.say("book.reconciliation")
    page = Page(book, title, title, report.subtitle, columns)
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
    reduced = [
        Column(words.say("book.line"), 20),
        Column(words.say("book.recon-target"), 24),
        Column(words.say("book.recon-reduction"), 21, "won"),
    ]
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


def _recon_note(row: dict[str, Any], words: Words) -> str:
    if row["kind"] == "unmatched":
        return words.say("book.recon-note.unmatched")
    if not row["difference"]:
        return words.say("book.recon-note.equal")
    kind = "project" if row["kind"] == "project" else "over" if row["difference"] < 0 else "rest"
    return words.say(f"book.recon-note.{kind}")


def write_aside(book: Book, report: Report, words: Words, most: int) -> list[str]:
    columns = [
        Column(words.say("book.file"), 24, "wrap"),
        Column(words.say("book.sheet"), 18, "wrap"),
        Column(words.say("book.line"), 9, "count"),
        Column(words.say("book.column"), 18, "wrap"),
        Column(words.say("book.value"), 28, "wrap"),
        Column(words.say("book.why"), 70, "wrap"),
    ]
    name = words.say("book.aside")
    pages = Pages(book, name, name, report.subtitle, columns, most)
    for values in report.aside():
        pages.add(values)
    return pages.close(words.say("book.aside-none"))


def write_law(book: Book, report: Report, words: Words) -> None:
    columns = [Column("", 30, "label"), Column("", 100, "wrap")]
    title = words.say("book.law")
    page = Page(book, title, title, report.subtitle, columns)
    rulebook = report.prepared.rulebook
    known_on = report.order.known_on
    page.section(words.say("book.law-applied"))
    page.cells(columns, [words.say("book.law-known"), words.say("known-on", day=iso(known_on))])
    through = iso(min(rulebook.read_through.values()))
    page.cells(columns, [words.say("book.law-read"), words.say("read-through", day=through)])
    page.cells(columns, [words.say("book.law-rulebook"), rulebook.digest])
    for short, titles in rulebook.forms.titles.items():
        page.cells(columns, [words.law(short), words.pick(titles)])
    page.section(words.say("book.inputs"))
    for name, digest in report.register.digests.items():
        page.cells(columns, [name, digest])
    for sheet in report.register.sheets:
        said = words.say(
            "book.sheet-read", file=sheet.file, kind=words.say(f"book.kind.{sheet.kind}"), header=sheet.header_line
        )
        page.cells(columns, [sheet.sheet, said])
    for name in report.register.unread:
        page.cells(columns, [name, words.say("book.sheet-unread")])
    page.section(words.say("book.instruments"))
    known = [i for i in rulebook.instruments.values() if i.promulgated <= known_on]
    for instrument in sorted(known, key=lambda i: (i.promulgated, i.id)):
        page.cells(columns, [iso(instrument.promulgated), words.instrument(instrument.id)])
