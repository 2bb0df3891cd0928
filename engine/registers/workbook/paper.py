"""Sheets that print well: titles, tables with repeated headers, widths, number formats.

All text is written as text. No cell, header or footer of a workbook is ever made by reading what a text says, so that
no text of a register can become a formula, a link or a format.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MOST_ROWS, MOST_BREAKS = 1_048_576, 1_023  # of one sheet of Excel
LONGEST = 32_000  # characters of a cell; Excel takes 767 more
ABOVE = 4  # lines of a sheet above the rows of its table
A3, A4 = 8, 9  # as Excel numbers them
LINE_HEIGHT, HIGHEST = 12.5, 400.0  # points
NARROW = 0.94  # width of a letter of this size beside one of Excel's default, in which columns are measured
EXACT = 10**15  # Excel shows fifteen digits
FONT = "맑은 고딕"
INK, LINE, FILL, PALE = "#1F2A37", "#C9D1DA", "#1F3A5F", "#F3F6F9"

Cell = str | int | date | None


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, width in characters, and how its cells look."""

    heading: str
    width: float
    style: str = "text"  # text, wrap, won, count, date, percent, centre


@dataclass
class Book:
    """A workbook being written; the same content gives the same bytes."""

    book: xlsxwriter.Workbook
    footer: str
    styles: dict[str, Format] = field(default_factory=dict)

    def style(self, name: str, **more: object) -> Format:
        key = f"{name}{sorted(more.items())}"
        if key not in self.styles:
            self.styles[key] = self.book.add_format({**_STYLES[name], **more})
        return self.styles[key]


_BASE = {"font_name": FONT, "font_size": 9, "font_color": INK, "valign": "top"}
_CELL = {**_BASE, "border": 1, "border_color": LINE}
_STYLES: dict[str, dict[str, object]] = {
    "title": {**_BASE, "font_size": 16, "bold": True, "valign": "vcenter"},
    "subtitle": {**_BASE, "font_size": 9, "font_color": "#5B6673"},
    "section": {**_BASE, "font_size": 11, "bold": True, "font_color": FILL, "bottom": 2, "bottom_color": FILL},
    "plain": {**_BASE, "text_wrap": True},
    "warning": {**_BASE, "text_wrap": True, "bold": True, "font_color": "#9B2C2C"},
    "heading": {
        **_BASE, "bold": True, "font_color": "#FFFFFF", "bg_color": FILL, "border": 1, "border_color": LINE,
        "text_wrap": True, "align": "center", "valign": "vcenter",
    },
    "text": dict(_CELL),
    "wrap": {**_CELL, "text_wrap": True},
    "centre": {**_CELL, "align": "center"},
    "won": {**_CELL, "num_format": "#,##0_ ;[Red]-#,##0_ ", "align": "right"},
    "count": {**_CELL, "num_format": "#,##0_ ", "align": "right"},
    "percent": {**_CELL, "align": "center"},
    "date": {**_CELL, "num_format": "yyyy-mm-dd", "align": "center"},
    "label": {**_CELL, "bold": True, "bg_color": PALE, "text_wrap": True},
}


FOLDED = ("wrap", "label")


class Page:
    """One sheet, written from the top down."""

    def __init__(self, book: Book, name: str, title: str, subtitle: str, columns: Sequence[Column], paper: int = A4):
        self.book, self.columns = book, columns
        self.sheet: Worksheet = book.book.add_worksheet(name)
        self.row = 0
        self.table_row: int | None = None  # of the headings that are repeated
        self.breaks: list[int] = []
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_paper(paper)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{escaped(book.footer)}&R&8{escaped(name)} · &P / &N")
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
        sheet.set_row(0, 26)
        self.line(title, "title")
        self.line(subtitle, "subtitle")
        self.row += 1

    def line(self, text: str, style: str = "plain") -> None:
        self.text(self.row, 0, text, self.book.style(style))
        self.row += 1

    def paragraph(self, text: str, style: str = "plain") -> None:
        """Text across all columns; merged cells do not grow by themselves, so their height is worked out."""
        lines = _lines(text, sum(column.width for column in self.columns))
        self.sheet.set_row(self.row, LINE_HEIGHT * lines + 3)
        last = len(self.columns) - 1
        form = self.book.style(style)
        if last > 0:
            self.sheet.merge_range(self.row, 0, self.row, last, "", form)
        self.text(self.row, 0, text, form)
        self.row += 1

    def section(self, text: str) -> None:
        self.row += 1
        form = self.book.style("section")
        self.sheet.set_row(self.row, 18)
        for at in range(len(self.columns)):
            self.sheet.write_blank(self.row, at, None, form)
        self.text(self.row, 0, text, form)
        self.row += 1

    def turn(self) -> None:
        """A new page in print."""
        self.breaks.append(self.row)
        self.sheet.set_h_pagebreaks(self.breaks[:MOST_BREAKS])

    def band(self, text: str, width: int) -> None:
        """A line within a table that names the rows below it."""
        form = self.book.style("label")
        for at in range(width):
            self.sheet.write_blank(self.row, at, None, form)
        self.sheet.merge_range(self.row, 0, self.row, width - 1, "", form)
        self.text(self.row, 0, text, form)
        self.row += 1

    def wide(self, text: str, width: int, **more: object) -> None:
        """A text over several columns of the row that is being written."""
        form = self.book.style("text", **more)
        self.sheet.merge_range(self.row, 0, self.row, width - 1, "", form)
        self.text(self.row, 0, text, form)

    def heading(self, columns: Sequence[Column], repeat: bool = False) -> int:
        """Headings of a table; ``repeat``: on every printed page, and kept in sight."""
        form = self.book.style("heading")
        for at, column in enumerate(columns):
            self.text(self.row, at, column.heading, form)
        pairs = zip(self.columns, columns, strict=False)  # as wide as the sheet's columns, whatever the table has
        lines = max(1 + int(_cells(column.heading) // max(1, sheet.width - 1)) for sheet, column in pairs)
        self.sheet.set_row(self.row, 15 * lines + 3)
        if repeat:
            self.sheet.repeat_rows(self.row)
            self.sheet.freeze_panes(self.row + 1, 0)
            self.table_row = self.row
        self.row += 1
        return self.row - 1

    def cells(self, columns: Sequence[Column], values: Sequence[Cell], **more: object) -> None:
        """A row as high as its texts need: not every program works that out when it opens a workbook."""
        written = zip(self.columns, columns, values, strict=False)
        folded = ((sheet.width, value) for sheet, column, value in written if column.style in FOLDED)
        lines = max((_lines(value, width) for width, value in folded if isinstance(value, str)), default=1)
        if lines > 1:
            self.sheet.set_row(self.row, min(HIGHEST, LINE_HEIGHT * lines + 3))
        for at, (column, value) in enumerate(zip(columns, values, strict=True)):
            self.cell(self.row, at, value, self.book.style(column.style, **more))
        self.row += 1

    def cell(self, row: int, at: int, value: Cell, form: Format) -> None:
        if value is None or value == "":
            self.sheet.write_blank(row, at, None, form)
        elif isinstance(value, str):
            self.text(row, at, value, form)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), form)
        elif abs(value) < EXACT:
            self.sheet.write_number(row, at, value, form)
        else:
            self.text(row, at, f"{value:,}", form)

    def text(self, row: int, at: int, value: str, form: Format) -> None:
        self.sheet.write_string(row, at, value if len(value) <= LONGEST else f"{value[:LONGEST]}…", form)

    def part(self, heading: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], empty: str) -> int:
        """A table under a heading of its own."""
        self.section(heading)
        return self.table(columns, rows, empty)

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], empty: str) -> int:
        """Headings and rows, or a sentence where there are none. Returns the number of rows."""
        before = self.row
        count = 0
        for values in rows:
            if count == 0:
                self.heading(columns)
            self.cells(columns, values)
            count += 1
        if count == 0:
            self.row = before
            self.paragraph(empty)
        return count


class Pages:
    """A table that goes on in a further sheet where one is full."""

    def __init__(
        self, book: Book, name: str, title: str, subtitle: str, columns: Sequence[Column], most: int, paper: int = A4
    ):
        self.book, self.name, self.title, self.subtitle = book, name, title, subtitle
        self.columns, self.most, self.paper = columns, most, paper
        self.names: list[str] = []
        self._page: Page | None = None

    def add(self, values: Sequence[Cell]) -> None:
        if self._page is None or self._page.row >= self.most:
            self._filter()
            self._page = self._next()
            self._page.heading(self.columns, repeat=True)
        self._page.cells(self.columns, values)

    def close(self, empty: str) -> list[str]:
        """Names of the sheets; ``empty`` is said where there was no row."""
        if self._page is None:
            self._next().paragraph(empty)
        self._filter()
        return self.names

    def _next(self) -> Page:
        self.names.append(f"{self.name} ({len(self.names) + 1})" if self.names else self.name)
        return Page(self.book, self.names[-1], self.title, self.subtitle, self.columns, self.paper)

    def _filter(self) -> None:
        page = self._page
        if page is not None and page.table_row is not None:
            page.sheet.autofilter(page.table_row, 0, page.row - 1, len(self.columns) - 1)


def escaped(text: str) -> str:
    """Text for a header or footer, where an ampersand begins a command; Excel takes 255 characters in all."""
    return text.replace("&", "&&")[:100]


@lru_cache(maxsize=10_000)
def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column, with some room for words that do not break."""
    return sum(1 + int(_cells(part) * NARROW // width) for part in text.split("\n"))


def _cells(text: str) -> int:
    """Width of a text: letters of Korean take two."""
    return sum(2 if ord(char) > 0x1100 else 1 for char in text)
