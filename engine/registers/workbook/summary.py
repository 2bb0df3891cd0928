"""The first sheet: the whole credit of each year, the base credit by tier and rate with a chart, outcomes, a control of
all lines, and room to sign."""

from __future__ import annotations

from typing import Any

from engine.registers.report import Report
from engine.registers.words import Words
from engine.registers.workbook import figures, layout
from engine.registers.workbook.paper import FONT, Book, Cell, Column, Page

OUTCOMES = ("eligible", "review", "undetermined", "ineligible")
YEARLY = ("increment_krw", "total_krw", "minimum_tax_krw", "usable_krw", "carried_forward_krw", "rural_special_tax_krw")
COLOURS = ("#1F3A5F", "#4C7A9E", "#9DB8CC", "#C98B3C")


def write_summary(book: Book, report: Report, words: Words, control: list[tuple[str, int]], notices: list[str]) -> None:
    widths = (22, 24, 17, 17, 17, 17, 17, 17, 17)
    page = Page(book, words.say("book.summary"), words.say("book.title"), report.subtitle, _blank(widths))
    law = report.prepared.rulebook
    page.line(words.say("book.files", list=", ".join(sorted({sheet.file for sheet in report.register.sheets}))))
    if report.order.known_on > min(law.read_through.values()):
        page.paragraph(words.say("warn.beyond", list=words.read_through), "warning")
    for notice in notices:
        page.paragraph(notice, "warning")
    _year(page, report, words)
    _recognition(page, report, words)
    _tiers(page, report, words)
    page.turn()  # no chart is cut in two
    _by_year(page, report, words)
    _outcomes(page, report, words)
    _control(page, words, control)
    _signatures(page, words)


def _blank(widths: tuple[float, ...]) -> list[Column]:
    return [Column("", width) for width in widths]


def _year(page: Page, report: Report, words: Words) -> None:
    """The whole credit of each claim: its figures, and where they are open what closes the gap."""
    page.section(words.say("book.by-claim"))
    entries = {entry.figure: entry.label.model_dump() for entry in report.prepared.rulebook.assessment.figures}
    columns = layout.columns(words, ("book.year", 22, "wrap"), ("book.taxpayer", 24, "wrap"), ("credit", 17, "won"))
    columns += [Column(words.pick(entries[name]), 17, "won") for name in YEARLY]
    page.heading(columns)
    for credit in report.credits:
        row = credit.row
        year = figures.year(row["year_starts"], row["year_ends"], words)
        scheme = words.scheme(row["scheme"]) if row["scheme"] else words.say("scheme.open")
        whose = f"{row['company'] or report.taxpayer}\n{scheme}"
        values = [credit.summed("base_krw"), *(credit.figure(name).value for name in YEARLY)]
        least, most = zip(*(figures.ends(value, words) for value in values), strict=True)
        if least == most:
            page.cells(columns, [year, whose, *least])
            continue
        page.cells(columns, [words.say("book.year-least", year=year), whose, *least])
        page.cells(columns, [words.say("book.year-most", year=year), None, *most])
        asked = ", ".join(f"{report.questions.number(p)} {report.questions.label(p)}" for p in credit.asks)
        closes = [words.say("book.closed-by", list=asked)] if asked else []
        closes += [words.say("book.closed-by-lines")] if credit.summed("base_krw").exact is None else []
        page.paragraph(" ".join(closes), "wrap")
    page.paragraph(words.say("book.by-claim-note"))


def _recognition(page: Page, report: Report, words: Words) -> None:
    """What is left of the base credit if recognition is refused."""
    columns = layout.columns(
        words,
        ("book.year", 22, "text"),
        ("book.taxpayer", 24, "wrap"),
        ("book.lines-count", 17, "count"),
        ("book.credit-least", 17, "won"),
        ("book.credit-most", 17, "won"),
        ("book.floor-least", 17, "won"),
        ("book.exposure-most", 17, "won"),
    )
    rows: list[list[Cell]] = []
    for row in (credit.row for credit in report.credits):
        year = figures.year(row["year_starts"], row["year_ends"], words)
        figure: list[Cell] = [int(row["base_krw_low"] or 0), figures.most(row["base_krw_high"], words)]
        figure += [int(row["floor_krw_low"] or 0), figures.most(row["exposure_krw_high"], words)]
        rows.append([year, row["company"] or report.taxpayer, row["lines"], *figure])
    page.part(words.say("book.by-recognition"), columns, rows, words.say("book.none"))
    page.paragraph(words.say("book.by-recognition-note"))


def _tiers(page: Page, report: Report, words: Words) -> None:
    columns = layout.columns(
        words,
        ("book.year", 22, "text"),
        ("tier", 24, "wrap"),
        ("rate", 17, "percent"),
        ("book.lines-count", 17, "count"),
        ("book.amount-least", 17, "won"),
        ("book.amount-most", 17, "won"),
        ("book.credit-least", 17, "won"),
        ("book.credit-most", 17, "won"),
    )
    rows = (
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
    )
    page.part(words.say("book.by-tier"), columns, rows, words.say("book.none"))
    page.paragraph(words.say("book.by-tier-note"))


def _outcomes(page: Page, report: Report, words: Words) -> None:
    page.section(words.say("book.by-outcome"))
    found = {row[0]: row for row in report.answers.outcomes()}
    counted = ("book.lines-count", 17, "count")
    columns = layout.columns(words, ("book.outcome", 22), ("book.amount-most", 24, "won"), counted)
    page.heading(columns)
    for outcome in OUTCOMES:
        _, lines, amount = found.get(outcome, (outcome, 0, 0))
        page.cells(columns, [words.say(f"audit.outcome.{outcome}"), figures.most(amount, words), lines])


def _control(page: Page, words: Words, control: list[tuple[str, int]]) -> None:
    """Every line below a header is accounted for."""
    page.section(words.say("book.control"))
    page.heading(layout.columns(words, ("book.control-what", 22), ("", 24), ("book.lines-count", 17)))
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
    columns = [*layout.columns(words, ("book.year", 22)), *(Column(tier, 17, "won") for tier in tiers)]
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
