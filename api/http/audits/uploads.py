"""Uploaded files looked at before anything is done with them: names, kinds, and what they unpack to."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from werkzeug.datastructures import FileStorage

from engine.law.problems import BadInput, Problem, shown

REGISTER, SETTINGS, MAPPING = "register", "settings", "mapping"
KINDS = {REGISTER: (".xlsx", ".csv", ".parquet"), SETTINGS: (".yaml", ".yml"), MAPPING: (".yaml", ".yml")}
MOST_FILES = 50
MOST_MEMBERS = 10_000  # of a workbook
LONGEST_NAME = 100
YAML_BYTES = 5_000_000
CHUNK = 1 << 20
# Letters, digits and what stands in ordinary names; nothing that leads elsewhere or hides.
_NAME = re.compile(r"[\w가-힣(\[][\w가-힣 .,()\[\]&+~=-]*")
_MARKS = {".xlsx": b"PK\x03\x04", ".parquet": b"PAR1"}
_SHEETS = "[Content_Types].xml"


def taken_in(field: str, files: Sequence[FileStorage], folder: Path, unpacked: int) -> list[Path]:
    """The files of a field, kept in the folder under their own names once they are found to be what they say.

    ``unpacked``: the most bytes that a workbook may come to. BadInput with every problem.
    """
    problems: list[Problem] = []
    kept: list[Path] = []
    for file in files[:MOST_FILES]:
        name = file.filename or ""
        found = _misnamed(field, name)
        if not found and (folder / name).exists():
            found = [Problem("same-register", field, name)]
        if not found:
            path = folder / name
            file.save(path, buffer_size=CHUNK)
            found = _misfit(field, path, unpacked)
            kept.append(path)
        problems += found
    if len(files) > MOST_FILES:
        problems.append(Problem("too-many-files", field, str(len(files)), str(MOST_FILES)))
    if problems:
        raise BadInput(problems)
    return kept


def _misnamed(field: str, name: str) -> list[Problem]:
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME or ".." in name or name != name.strip(" ."):
        return [Problem("file-name", field, shown(name))]
    kinds = KINDS[field]
    if Path(name).suffix.lower() not in kinds:
        return [Problem("register-kind", field, Path(name).suffix or shown(name), ", ".join(kinds))]
    return []


def _misfit(field: str, path: Path, unpacked: int) -> list[Problem]:
    """Is the content what the name says?"""
    kind = path.suffix.lower()
    if path.stat().st_size == 0:
        return [Problem("register-empty", field, source=path.name)]
    if field != REGISTER:
        size = path.stat().st_size
        return [Problem("too-big", field, str(size), str(YAML_BYTES))] if size > YAML_BYTES else []
    with path.open("rb") as file:
        begins = file.read(4)
        if kind in _MARKS and begins != _MARKS[kind]:
            return [Problem("file-content", field, path.name, kind)]
        if kind == ".parquet":
            file.seek(-4, 2)
            return [] if file.read(4) == _MARKS[kind] else [Problem("file-half", field, path.name)]
        if kind == ".csv":
            return [Problem("file-content", field, path.name, kind)] if _binary(file, begins) else []
        return _unpacks(field, file, path.name, unpacked)


def _binary(file: IO[bytes], begins: bytes) -> bool:
    """No table as text holds a zero byte, but for UTF-16, which says so at its beginning."""
    return begins[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\0" in begins + file.read(CHUNK)


def _unpacks(field: str, file: IO[bytes], name: str, most: int) -> list[Problem]:
    """Everything in a workbook unpacked once and thrown away: sizes that are stated can lie, checksums are compared."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if _SHEETS not in archive.namelist():
                return [Problem("file-content", field, name, ".xlsx")]
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > most:
                return [Problem("file-bomb", field, name, str(most))]
            if any(member.flag_bits & 1 for member in members):
                return [Problem("file-locked", field, name)]
            for member in members:
                with archive.open(member) as content:  # never reads beyond the size that is stated
                    while content.read(CHUNK):
                        pass
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        return [Problem("file-half", field, name)]
    return []
