"""Register files as text: every cell as written, with the line on which it stands, into Parquet.

``.xlsx`` through fastexcel, ``.csv`` after its encoding is known for certain, ``.parquet`` through DuckDB. Nothing is
interpreted here. DuckDB reads no CP949 and counts no lines, so that CSV is first rewritten, line by line.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import fastexcel

from engine.law.problems import BadInput, Problem
from engine.registers.values import DUCK
from engine.registers.workspace import copy

CHUNK = 1 << 20
MOST_COLUMNS = 1000
LONGEST_CELL = 1 << 20  # characters; more in one cell means that a quotation mark is missing
DELIMITERS = ",\t;|"
KINDS = (".xlsx", ".csv", ".parquet")


@dataclass(frozen=True)
class Sheet:
    """Cells of one sheet: a Parquet file with ``line`` and text columns ``c0``, ``c1`` ... NULL is an empty cell."""

    source: str  # name of the file
    name: str  # of the sheet; of a file without sheets, its own
    cells: Path
    width: int
    labels: tuple[str, ...] | None = None  # where the file itself names its columns

    def place(self, column: int) -> str:
        """How a column is called: as Excel does, or by its number."""
        return letters(column) if self.source.endswith(".xlsx") else str(column + 1)


def read_sheets(path: Path, connection: duckdb.DuckDBPyConnection, folder: Path, stem: str) -> list[Sheet]:
    """The sheets of a register, their cells written to ``folder``; BadInput if the file cannot be read."""
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return _excel(path, connection, folder, stem)
    if kind == ".csv":
        return [_csv(path, connection, folder, stem)]
    if kind == ".parquet":
        return [_parquet(path, connection, folder, stem)]
    raise BadInput([Problem("register-kind", "", path.suffix or path.name, ", ".join(KINDS), source=path.name)])


def letters(column: int) -> str:
    """Excel's name of a column counted from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


# -- Excel


def _excel(path: Path, connection: duckdb.DuckDBPyConnection, folder: Path, stem: str) -> list[Sheet]:
    try:
        reader = fastexcel.read_excel(path)
        names = reader.sheet_names
        sheets = []
        for number, name in enumerate(names):
            loaded = reader.load_sheet(number, header_row=None, skip_rows=0, dtypes="string")
            if loaded.height == 0 or loaded.width == 0:
                continue
            cells = folder / f"{stem}-{number}.parquet"
            _write_excel(loaded, connection, cells)
            width = 1 + max(column.absolute_index for column in loaded.available_columns())
            sheets.append(Sheet(path.name, name, cells, width))
    except fastexcel.FastExcelError as error:
        raise BadInput([Problem("register-excel", "", source=path.name)]) from error
    if not sheets:
        raise BadInput([Problem("register-empty", "", source=path.name)])
    return sheets


def _write_excel(loaded: fastexcel.ExcelSheet, connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Rows keep the numbers that Excel shows, columns their letters; cells before the first used one are empty."""
    used = {column.absolute_index: column.name for column in loaded.available_columns()}
    picked = [
        f"nullif({DUCK.name(used[at])}, '') AS c{at}" if at in used else f"CAST(NULL AS VARCHAR) AS c{at}"
        for at in range(max(used) + 1)
    ]
    relation = connection.from_arrow(loaded)
    relation.create_view("loaded_sheet")
    copy(
        connection,
        f"SELECT row_number() OVER () AS line, {', '.join(picked)} FROM loaded_sheet",
        target,
    )
    connection.execute("DROP VIEW loaded_sheet")


# -- CSV


def _csv(path: Path, connection: duckdb.DuckDBPyConnection, folder: Path, stem: str) -> Sheet:
    encoding = encoding_of(path)
    plain = folder / f"{stem}.plain.csv"
    with path.open(encoding=encoding, newline="") as file:
        head = file.read(1 << 16)
        delimiter = max(DELIMITERS, key=head.count)
        width = max((len(row) for _, row in _rows(path, encoding, delimiter)), default=0)
    if width == 0:
        raise BadInput([Problem("register-empty", "", source=path.name)])
    with plain.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for line, row in _rows(path, encoding, delimiter):
            writer.writerow([line, *row, *[""] * (width - len(row))])
    columns = {"line": "BIGINT", **{f"c{at}": "VARCHAR" for at in range(width)}}
    made = "{" + ", ".join(f"{DUCK.text(name)}: {DUCK.text(kind)}" for name, kind in columns.items()) + "}"
    source = (
        f"read_csv({DUCK.text(str(plain))}, header = false, auto_detect = false, delim = ',', quote = '\"', "
        f"escape = '\"', new_line = '\\n', nullstr = '', columns = {made}, max_line_size = {4 * LONGEST_CELL})"
    )
    cells = folder / f"{stem}.parquet"
    copy(connection, f"SELECT * FROM {source}", cells)
    plain.unlink()
    return Sheet(path.name, path.stem, cells, width)


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins; BadInput where the quoting is broken."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            begins = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise BadInput([Problem("register-quotes", "", source=path.name, line=begins)]) from None
            if len(row) > MOST_COLUMNS:
                found, most = str(len(row)), str(MOST_COLUMNS)
                raise BadInput([Problem("register-wide", "", found, most, source=path.name, line=begins)])
            if any("\0" in cell for cell in row):
                raise BadInput([Problem("bad-character", "", "U+0000", source=path.name, line=begins)])
            yield begins, row


def encoding_of(path: Path) -> str:
    """By byte-order mark, else strict UTF-8 over the whole file, else CP949; BadInput if it is neither."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8", "cp949"]
    at = 0
    for encoding in candidates:
        fault = _decodes(path, encoding)
        if fault is None:
            return encoding
        at = fault
    raise BadInput([Problem("register-encoding", "", str(at), ", ".join(candidates), source=path.name, line=at)])


def _decodes(path: Path, encoding: str) -> int | None:
    """None if the whole file is text in the encoding, else the line on which it is not."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                line += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as error:
                good = error.object[: error.start]
                return line + io.BytesIO(good).getvalue().count(b"\n")
            if not chunk:
                return None


# -- Parquet


def _parquet(path: Path, connection: duckdb.DuckDBPyConnection, folder: Path, stem: str) -> Sheet:
    source = f"read_parquet({DUCK.text(str(path))}, file_row_number = true)"
    try:
        names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    except duckdb.Error:
        raise BadInput([Problem("register-parquet", "", source=path.name)]) from None
    labels = tuple(name for name in names if name != "file_row_number")
    picked = ", ".join(f"CAST({DUCK.name(name)} AS VARCHAR) AS c{at}" for at, name in enumerate(labels))
    cells = folder / f"{stem}.parquet"
    copy(connection, f"SELECT file_row_number + 1 AS line, {picked} FROM {source}", cells)
    counted = connection.execute(f"SELECT count(*) FROM read_parquet({DUCK.text(str(cells))})").fetchone()
    if not counted or not counted[0] or not labels:
        raise BadInput([Problem("register-empty", "", source=path.name)])
    return Sheet(path.name, path.stem, cells, len(labels), labels)
