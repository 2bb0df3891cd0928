"""Which column of a register is which field: found by label, written to a file, edited, used again.

A mapping file lists sheets. Each names its header line, the won that one unit of its amounts stands for, and per label
the field or fact it holds (null: not read).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import yaml

from engine.law.problems import BadInput, listed, nearest, shown
from engine.law.strict_yaml import Document, Path, read_yaml
from engine.registers.fields import Field, Fields, plain, unit_in
from engine.registers.sources import Sheet
from engine.registers.values import DUCK

SEARCHED = 100  # lines from the top within which a header is looked for
ENOUGH = 2  # columns that must be known for a line to be a header
ASSETS, CONSTRUCTION, AMOUNTS = "assets", "construction", "amounts"
KEYS = ("sheet", "header_line", "unit_krw", "columns")


@dataclass(frozen=True)
class Mapped:
    """A sheet whose columns are known. ``columns`` holds per field the number of its column."""

    sheet: Sheet
    header_line: int  # 0 where the file itself names its columns
    unit_krw: int
    labels: tuple[str, ...]
    columns: dict[Field, int]

    @property
    def kind(self) -> str:
        """A fixed-asset register has a cost, a list of construction in progress vouchers or transfers."""
        names = {field.name for field in self.columns}
        if "cost_krw" in names and "amount_krw" not in names:
            return ASSETS
        return CONSTRUCTION if names & {"voucher_on", "transferred_to", "transferred_on"} else AMOUNTS

    def label(self, field: Field) -> str:
        return self.labels[self.columns[field]]


def head(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[tuple[int, list[str]]]:
    """The first lines of a sheet that are not empty."""
    columns = ", ".join(f"c{at}" for at in range(sheet.width))
    found = connection.execute(
        f"SELECT line, {columns} FROM read_parquet({DUCK.text(str(sheet.cells))}) "
        f"WHERE coalesce({columns}, NULL) IS NOT NULL ORDER BY line LIMIT {SEARCHED}"
    ).fetchall()
    return [(row[0], [cell or "" for cell in row[1:]]) for row in found]


def propose(connection: duckdb.DuckDBPyConnection, sheet: Sheet, fields: Fields) -> Mapped | None:
    """The line with the most known labels is the header; None if no line has enough of them."""
    lines = head(connection, sheet)
    if sheet.labels is not None:
        best, labels, above = 0, sheet.labels, list[tuple[int, list[str]]]()
    else:
        scores = [(len(matched(cells, fields)), -at) for at, (_, cells) in enumerate(lines)]
        if not scores or max(scores)[0] < ENOUGH:
            return None
        at = -max(scores)[1]
        best, labels = lines[at][0], tuple(lines[at][1])
        above = lines[:at]
    columns = matched(labels, fields)
    if len(columns) < ENOUGH or not any(field.type == "won" for field in columns):
        return None
    return Mapped(sheet, best, unit_of(labels, columns, above) or 1, labels, columns)


def unit_of(labels: Sequence[str], columns: Mapping[Field, int], above: Iterable[tuple[int, list[str]]]) -> int | None:
    """Won per unit, as the labels of amounts or a line above the header say; None if nothing says it."""
    priced = [labels[at] for field, at in columns.items() if field.type == "won"]
    return unit_in([*priced, *(cell for _, cells in above for cell in cells if cell)])


def matched(labels: Iterable[str], fields: Fields) -> dict[Field, int]:
    """Of several columns with the same field the first."""
    found: dict[Field, int] = {}
    weak: dict[Field, int] = {}
    for at, label in enumerate(labels):
        field = fields.of_label(label) if label else None
        if field is not None:
            found.setdefault(field, at)
        elif label and plain(label) in fields.by_weak_label:
            weak.setdefault(fields.by_weak_label[plain(label)], at)
    return found if any(field.name == "cost_krw" for field in found) else {**weak, **found}


# -- the file


def written(mapped: Iterable[Mapped], heading: str) -> str:
    """The mapping file, with ``heading`` as comment lines."""
    sheets = []
    for one in mapped:
        names = {at: field.name for field, at in one.columns.items()}
        columns = {label: names.get(at) for at, label in reversed(list(enumerate(one.labels))) if label}
        sheets.append(
            {
                "sheet": one.sheet.name,
                "header_line": one.header_line,
                "unit_krw": one.unit_krw,
                "columns": dict(reversed(list(columns.items()))),
            }
        )
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    return comment + yaml.safe_dump({"sheets": sheets}, allow_unicode=True, sort_keys=False, width=120)


@dataclass(frozen=True)
class Given:
    """One sheet of a mapping file."""

    sheet: str
    header_line: int
    unit_krw: int
    columns: Mapping[str, str | None]
    at: Path


def read_mapping(raw: bytes, source: str, fields: Fields) -> tuple[Document, list[Given]]:
    """A mapping file; BadInput with every problem."""
    document = read_yaml(raw, source)
    problems = []
    found: list[Given] = []
    data = document.data
    items = data.get("sheets") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(items, list):
        found_keys = listed(map(str, data)) if isinstance(data, dict) else shown(data)
        raise BadInput([document.problem((), "not-mapping", found_keys)])
    problems += [document.problem((key,), "unknown-key", key, "sheets") for key in data if key != "sheets"]
    for number, item in enumerate(items):
        at: Path = ("sheets", number)
        if not isinstance(item, dict):
            problems.append(document.problem(at, "wrong-type", shown(item), "a mapping"))
            continue
        for key in item:
            if key not in KEYS:
                problems.append(document.problem((*at, key), "unknown-key", key, listed(KEYS), nearest(key, KEYS)))
        for key in KEYS:
            if item.get(key) is None:
                problems.append(document.problem(at, "missing-key", expected=key))
        columns = item.get("columns")
        if not isinstance(columns, dict):
            continue
        for label, name in columns.items():
            if name is not None and name not in fields.by_name:
                near = nearest(str(name), fields.by_name)
                problems.append(document.problem((*at, "columns", label), "no-field", shown(name), near=near))
        taken = [name for name in columns.values() if name is not None]
        for label, name in columns.items():
            if name is not None and taken.count(name) > 1:
                problems.append(document.problem((*at, "columns", label), "field-twice", shown(name)))
        for key, least in (("header_line", 0), ("unit_krw", 1)):
            value = item.get(key)
            if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < least):
                problems.append(document.problem((*at, key), "wrong-type", shown(value), "a whole number"))
        if not problems:
            found.append(Given(str(item["sheet"]), item["header_line"], item["unit_krw"], columns, at))
    if problems:
        raise BadInput(problems)
    return document, found


def apply(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, document: Document, given: list[Given], fields: Fields
) -> Mapped | None:
    """The sheet as a mapping file says: the entry of its name, else the one whose labels all stand in it."""
    lines = head(connection, sheet)
    named = [entry for entry in given if entry.sheet == sheet.name]
    for entry in named or given:
        labels, number = _labels(entry, sheet, lines)
        if named and not labels:
            found = str(entry.header_line)
            raise BadInput([document.problem((*entry.at, "header_line"), "header-beyond", found, str(len(lines)))])
        known = {plain(label) for label in labels if label}
        lacking = [label for label, name in entry.columns.items() if name and plain(label) not in known]
        if lacking and named:
            expected = listed(label for label in labels if label)
            raise BadInput([document.problem((*entry.at, "columns", lacking[0]), "no-column", lacking[0], expected)])
        if not lacking:
            at = {plain(label): i for i, label in reversed(list(enumerate(labels))) if label}
            columns = {fields.by_name[name]: at[plain(label)] for label, name in entry.columns.items() if name}
            return Mapped(sheet, number, entry.unit_krw, labels, columns)
    return None


def _labels(entry: Given, sheet: Sheet, lines: list[tuple[int, list[str]]]) -> tuple[tuple[str, ...], int]:
    """Labels on the line that the mapping names; a sheet of another name may have its header elsewhere."""
    if sheet.labels is not None:
        return sheet.labels, 0
    wanted = {plain(label) for label, name in entry.columns.items() if name}
    if entry.sheet != sheet.name:
        for line, cells in lines:
            if wanted <= {plain(cell) for cell in cells if cell}:
                return tuple(cells), line
    return next(((tuple(cells), line) for line, cells in lines if line == entry.header_line), ((), entry.header_line))
