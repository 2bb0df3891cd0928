"""Plain text in columns: Korean letters take two cells, so width is counted in cells, not in characters."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator

NARROWEST, WIDEST = 60, 110


def page_width() -> int:
    """Width of the terminal, within what reads well."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((100, 24)).columns))


def cells(text: str) -> int:
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, width: int) -> str:
    return text + " " * max(0, width - cells(text))


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> str:
    """The text broken at spaces; ``first`` stands before the first line, ``rest`` before the others."""
    rest = " " * cells(first) if rest is None else rest
    lines, line, empty = [], first, True
    for word in _words(text, max(10, width - max(cells(first), cells(rest)))):
        if not empty and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line, empty = rest, True
        line += word if empty else f" {word}"
        empty = False
    return "\n".join([*lines, line.rstrip()])


def _words(text: str, longest: int) -> Iterator[str]:
    """Words, those that fit no line cut into pieces."""
    for word in text.split():
        piece = ""
        for char in word:
            if cells(piece) + _cells(char) > longest:
                yield piece
                piece = ""
            piece += char
        yield piece


def rows(pairs: list[tuple[str, str]], width: int, indent: str) -> list[str]:
    """Labels in one column and what they name in the next."""
    column = max((cells(label) for label, _ in pairs), default=0) + 2
    return [wrap(value, width, indent + pad(label, column)) for label, value in pairs]


def table(lines: list[list[str]], indent: str) -> list[str]:
    """Lines of cells in columns: the first column to the left, figures to the right."""
    widths = [max(cells(line[i]) for line in lines) for i in range(len(lines[0]))]
    return [
        indent
        + "  ".join(
            pad(cell, width) if i == 0 else " " * (width - cells(cell)) + cell
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
