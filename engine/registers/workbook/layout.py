"""Sheets and their tables laid out in one way: headings from the catalogue, a title, and for whom."""

from __future__ import annotations

from engine.registers.report import Report
from engine.registers.words import Words
from engine.registers.workbook.paper import A4, Book, Column, Page, Pages

# Key of the heading (or a sign that is its own heading), width in characters, style of the cells.
Spec = tuple[str, float] | tuple[str, float, str]


def columns(words: Words, *specs: Spec) -> list[Column]:
    """The columns of a table."""
    return [Column(words.say(key) if "." in key or key.isalpha() else key, *layout) for key, *layout in specs]


def page_of(book: Book, report: Report, words: Words, title: str, over: list[Column]) -> Page:
    """A sheet with its title, wide enough for its columns."""
    return Page(book, words.say(title), words.say(title), report.subtitle, over)


def pages_of(
    book: Book, report: Report, words: Words, name: str, over: list[Column], most: int, paper: int = A4, title: str = ""
) -> Pages:
    """A table over as many sheets as it needs."""
    return Pages(book, words.say(name), words.say(title or name), report.subtitle, over, most, paper)
