"""Registers looked at before they are audited: sheets, columns as they seem to be, sample values; and what to settle.

An accountant confirms or changes what was found; the mapping file is written from that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import yaml

from engine.assessment.assess import Prepared
from engine.law.problems import BadInput, Problem
from engine.law.strict_yaml import read_yaml
from engine.registers import mapping as maps
from engine.registers.draft import settings_draft
from engine.registers.fields import Fields
from engine.registers.lines import read_lines
from engine.registers.sources import Sheet, read_sheets
from engine.registers.values import DUCK
from engine.registers.workspace import open_in

SAMPLES = 3  # values that show what a column holds
SEEN = 200  # lines below the header in which they are looked for
WIDEST = 60  # columns that are shown


@dataclass(frozen=True)
class Look:
    """A sheet as it is understood: ``titles`` and ``columns`` (names of fields, None: not read) by position.

    ``header_line`` None: no header was found, and the sheet is not read unless one is named.
    """

    sheet: Sheet
    header_line: int | None
    unit_krw: int
    titles: tuple[str, ...]
    columns: tuple[str | None, ...]
    samples: tuple[tuple[str, ...], ...]

    @property
    def read(self) -> bool:
        return self.header_line is not None and any(self.columns)


def first_look(registers: Sequence[Path], mapping: Path | None, folder: Path, fields: Fields) -> list[Look]:
    """Every sheet, its cells kept in the folder. BadInput if a file, or the mapping, cannot be used."""
    with open_in(folder) as connection:
        sheets: list[Sheet] = []
        for number, path in enumerate(registers):
            sheets += read_sheets(path, connection, folder, f"cells-{number}")
        if mapping is not None:
            document, given = maps.read_mapping(mapping.read_bytes(), mapping.name, fields)
            found = [maps.apply(connection, sheet, document, given, fields) for sheet in sheets]
        else:
            found = [maps.propose(connection, sheet, fields) for sheet in sheets]
        return [_look(connection, sheet, one) for sheet, one in zip(sheets, found, strict=True)]


def _look(connection: duckdb.DuckDBPyConnection, sheet: Sheet, mapped: maps.Mapped | None) -> Look:
    if mapped is None:
        return Look(sheet, None, 1, ("",) * sheet.width, (None,) * sheet.width, _samples(connection, sheet, 0))
    names = {at: field.name for field, at in mapped.columns.items()}
    titles = (*mapped.labels, *("",) * (sheet.width - len(mapped.labels)))
    columns = tuple(names.get(at) for at in range(sheet.width))
    return Look(
        sheet, mapped.header_line, mapped.unit_krw, titles, columns, _samples(connection, sheet, mapped.header_line)
    )


def look_again(look: Look, header_line: int, folder: Path, fields: Fields) -> Look:
    """With the labels of another line, and what they and the lines above them seem to say. BadInput if nothing stands
    on that line."""
    with open_in(folder) as connection:
        names = ", ".join(f"c{at}" for at in range(look.sheet.width))
        cells = f"read_parquet({DUCK.text(str(look.sheet.cells))})"
        row = connection.execute(f"SELECT {names} FROM {cells} WHERE line = ?", [header_line]).fetchone()
        if row is None or not any(row):
            last = connection.execute(f"SELECT max(line) FROM {cells} WHERE coalesce({names}, NULL) IS NOT NULL")
            expected = str((last.fetchone() or (0,))[0] or 0)
            raise BadInput([Problem("no-header-line", "", str(header_line), expected, source=look.sheet.name)])
        titles = tuple(cell or "" for cell in row)
        matched = maps.matched(titles, fields)
        columns = {at: field.name for field, at in matched.items()}
        found = tuple(columns.get(at) for at in range(look.sheet.width))
        samples = _samples(connection, look.sheet, header_line)
        above = [line for line in maps.head(connection, look.sheet) if line[0] < header_line]
        unit = maps.unit_of(titles, matched, above) or look.unit_krw  # what was chosen stays unless the sheet says it
    return replace(look, header_line=header_line, unit_krw=unit, titles=titles, columns=found, samples=samples)


def _samples(connection: duckdb.DuckDBPyConnection, sheet: Sheet, header_line: int) -> tuple[tuple[str, ...], ...]:
    names = ", ".join(f"c{at}" for at in range(sheet.width))
    rows = connection.execute(
        f"SELECT {names} FROM read_parquet({DUCK.text(str(sheet.cells))}) WHERE line > ? ORDER BY line LIMIT {SEEN}",
        [header_line],
    ).fetchall()
    if not rows:
        return ((),) * sheet.width
    cells = (map(_short, filter(None, column)) for column in zip(*rows, strict=True))
    return tuple(tuple(dict.fromkeys(column))[:SAMPLES] for column in cells)


def _short(cell: str) -> str:
    """A day without the midnight that a workbook has with it."""
    return cell.removesuffix(" 00:00:00").strip()


def problems_of(looks: Sequence[Look], fields: Fields) -> list[Problem]:
    """What keeps the columns from being read as they are named."""
    found = []
    for look in looks:
        named = [name for name in look.columns if name]
        for title, name in zip(look.titles, look.columns, strict=True):
            if name and named.count(name) > 1:
                found.append(Problem("field-twice", title, fields.by_name[name].name, source=look.sheet.name))
        if look.read and not any(fields.by_name[name].type == "won" for name in named):
            found.append(Problem("no-amount-column", "", source=look.sheet.name))
    return found or ([] if any(look.read for look in looks) else [Problem("no-sheet-read", "")])


def mapping_text(looks: Sequence[Look], heading: str) -> str:
    """The mapping file that says what the looks say."""
    sheets = []
    for look in looks:
        if look.read:
            columns: dict[str, str | None] = {}
            for title, name in zip(look.titles, look.columns, strict=True):
                if title and (title not in columns or name):
                    columns[title] = name
            read = {"sheet": look.sheet.name, "header_line": look.header_line, "unit_krw": look.unit_krw}
            sheets.append({**read, "columns": columns})
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    return comment + yaml.safe_dump({"sheets": sheets}, allow_unicode=True, sort_keys=False, width=120)


def to_settle(looks: Sequence[Look], folder: Path, fields: Fields, prepared: Prepared) -> dict[str, Any]:
    """Settings to fill in: the tax years, accounts and projects that the lines show."""
    with open_in(folder) as connection:
        files = []
        for number, look in enumerate(one for one in looks if one.read):
            columns = {fields.by_name[name]: at for at, name in enumerate(look.columns) if name}
            mapped = maps.Mapped(look.sheet, look.header_line or 0, look.unit_krw, look.titles, columns)
            read = read_lines(connection, prepared.plan, mapped, number, folder, prepared.rulebook.limits["won"])
            files.append(DUCK.text(str(read.lines)))
            read.aside.unlink()
        lines = f"read_parquet([{', '.join(files)}], union_by_name = true)"
        text = settings_draft(connection, lines, "")
    for path in folder.glob("lines-*.parquet"):
        path.unlink()
    data = read_yaml(text.encode(), "settings").data
    if not isinstance(data, dict):
        raise BadInput([Problem("no-lines", "")])
    return data
