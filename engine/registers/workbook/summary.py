"""The first sheet: the credit by year, tier and rate, outcomes, a control of all lines, a chart, and room to sign."""

from __future__ import annotations

from typing import Any

from engine.law.values import iso
from engine.registers.report import Report
from engine.registers.words import Words
from engine.registers.workbook import figures
from engine.registers.workbook.paper import FONT, Book, Cell, Column, Page

OUTCOMES = ("eligible", "review", "undetermined", "ineligible")
COLOURS = ("#1F3A5F", "#4C7A9E", "#9DB8CC", "#C98B3C")


def write_summary(book: Book, report: Report, words: Words, control: list[tuple[str, int]], notices: list[str]) -> None:
    widths = (18, 22, 26, 10, 19, 19, 19, 19)
    page = Page(book, words.say("book.summary"), words.say("book.title"), report.subtitle, _blank(widths))
    law = report.prepared.rulebook
    page.line(words.say("book.files", list=", ".join(sorted({sheet.file for sheet in report.register.sheets}))))
    through = min(law.read_through.values())
    if report.order.known_on > through:
        page.paragraph(words.say("warn.beyond", day=iso(through)), "warning")
    for notice in notices:
        page.paragraph(notice, "warning")
    _claims(page, report, words)
    _tiers(page, report, words)
    _by_year(page, report, words)
    page.sheet.set_h_pagebreaks([page.row])
    _outcomes(page, report, words)
    _control(page, words, control)
    _signatures(page, words)


def _blank(widths: tuple[float, ...]) -> list[Column]:
    return [Column("", width) for width in widths]


def _claims(page: Page, report: Report, words: Words) -> None:
    page.section(words.say("book.by-claim"))
    columns = [
        Column(words.say("book.year"), 20, "text"),
        Column(words.say("book.taxpayer"), 22, "wrap"),
        Column(words.say("book.scheme"), 26, "wrap"),
        Column(words.say("book.lines-count"), 10, "count"),
        Column(words.say("book.credit-least"), 20, "won"),
        Column(words.say("book.credit-most"), 20, "won"),
        Column(words.say("book.floor-least"), 20, "won"),
        Column(words.say("book.exposure-most"), 20, "won"),
    ]
    rows: list[list[Cell]] = []
    for claim in report.answers.claims():
        scheme = words.scheme(claim["scheme"]) if claim["scheme"] else words.say("scheme.open")
        year = figures.year(claim["year_starts"], claim["year_ends"], words)
        figure: list[Cell] = [int(claim["base_krw_low"] or 0), figures.most(claim["base_krw_high"], words)]
        figure += [int(claim["floor_krw_low"] or 0), figures.most(claim["exposure_krw_high"], words)]
        rows.append([year, claim["company"] or report.taxpayer, scheme, claim["lines"], *figure])
    page.table(columns, rows, words.say("book.none"))
    page.paragraph(words.say("book.by-claim-note"))


def _tiers(page: Page, report: Report, words: Words) -> None:
    page.section(words.say("book.by-tier"))
    columns = [
        Column(words.say("book.year"), 20, "text"),
        Column(words.say("tier"), 20, "wrap"),
        Column(words.say("rate"), 15, "percent"),
        Column(words.say("book.lines-count"), 11, "count"),
        Column(words.say("book.amount-least"), 20, "won"),
        Column(words.say("book.amount-most"), 20, "won"),
        Column(words.say("book.credit-least"), 20, "won"),
        Column(words.say("book.credit-most"), 20, "won"),
    ]
    rows = [
        [
            figures.year(starts, ends, words),
            words.tier(tier) if tier else words.say("book.tier-open"),
            figures.rate(low, high, words),
            lines,
            int(least or 0),
            figures.most(most, words),
            int(credit_least or 0),
            figures.most(credit_most, words),
        ]
        for starts, ends, tier, low, high, lines, least, most, credit_least, credit_most in report.answers.by_tier()
    ]
    page.table(columns, rows, words.say("book.none"))
    page.paragraph(words.say("book.by-tier-note"))


def _outcomes(page: Page, report: Report, words: Words) -> None:
    page.section(words.say("book.by-outcome"))
    found = {row[0]: row for row in report.answers.outcomes()}
    columns = [Column(words.say("book.outcome"), 20), Column(words.say("book.amount-most"), 20, "won")]
    columns.append(Column(words.say("book.lines-count"), 15, "count"))
    page.heading(columns)
    for outcome in OUTCOMES:
        _, lines, amount = found.get(outcome, (outcome, 0, 0))
        page.cells(columns, [words.say(f"audit.outcome.{outcome}"), figures.most(amount, words), lines])


def _control(page: Page, words: Words, control: list[tuple[str, int]]) -> None:
    """Every line below a header is accounted for."""
    page.section(words.say("book.control"))
    counted = Column(words.say("book.lines-count"), 26)
    page.heading([Column(words.say("book.control-what"), 40), Column("", 22), counted])
    for at, (key, count) in enumerate(control):
        bold = {"bold": True} if at == 0 else {}
        page.wide(words.say(f"book.control.{key}"), 2, **bold)
        page.cell(page.row, 2, count, page.book.style("count", **bold))
        page.row += 1


def _by_year(page: Page, report: Report, words: Words) -> None:
    """Base credit that is certain, by tax year and tier, with its chart."""
    sums: dict[tuple[str, str], int] = {}
    for starts, ends, tier, _low, _high, _lines, _least, _most, credit, _ in report.answers.by_tier():
        name = words.tier(tier) if tier else words.say("book.tier-open")
        key = (figures.year(starts, ends, words), name)
        sums[key] = sums.get(key, 0) + int(credit or 0)
    if not any(sums.values()):
        return
    page.section(words.say("book.chart"))
    years = list(dict.fromkeys(year for year, _ in sums))
    tiers = list(dict.fromkeys(tier for _, tier in sums))
    columns = [Column(words.say("book.year"), 20), *(Column(tier, 20, "won") for tier in tiers)]
    top = page.heading(columns)
    for year in years:
        page.cells(columns, [year, *(sums.get((year, tier), 0) for tier in tiers)])
    chart: Any = page.book.book.add_chart({"type": "column", "subtype": "stacked"})
    name = page.sheet.get_name()
    for k in range(1, len(tiers) + 1):
        chart.add_series(
            {
                "name": [name, top, k],
                "categories": [name, top + 1, 0, top + len(years), 0],
                "values": [name, top + 1, k, top + len(years), k],
                "fill": {"color": COLOURS[(k - 1) % len(COLOURS)]},
                "gap": 80,
            }
        )
    size = {"name": FONT, "size": 9}
    chart.set_title({"none": True})
    chart.set_x_axis({"num_font": size})
    grid = {"visible": True, "line": {"color": "#DDE3E9"}}
    chart.set_y_axis({"num_format": "#,##0", "num_font": size, "major_gridlines": grid})
    chart.set_legend({"position": "bottom", "font": size})
    chart.set_size({"width": 980, "height": 260})
    page.sheet.insert_chart(page.row, 0, chart, {"x_offset": 4, "y_offset": 6, "object_position": 2})
    page.row += 15


def _signatures(page: Page, words: Words) -> None:
    page.section(words.say("book.signatures"))
    for key in ("prepared", "reviewed"):
        label, empty = page.book.style("label"), page.book.style("text")
        page.sheet.set_row(page.row, 24)
        for at, text in enumerate((words.say(f"book.{key}"), "", words.say("book.signed-on"), "")):
            page.cell(page.row, at, text, label if at % 2 == 0 else empty)
        page.row += 1
    page.paragraph(words.say("book.disclaimer"))
