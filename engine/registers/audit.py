"""The bulk audit: registers in, answers out, step by step in a folder from which a stopped run goes on.

1. Cells of every sheet as text, columns mapped, lines typed, set aside, netted, reconciled and placed: facts.
2. The columns decide the facts, slice by slice.
3. Reasons are worded once per distinct set of truth values, and the output is written.

Each file is there only when it is whole, and no step depends on when it ran: a resumed run gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from engine.assessment.assess import Prepared
from engine.columns.run import decide, digest_of, write_whole
from engine.law.problems import BadInput, Problem
from engine.law.values import iso
from engine.registers import mapping as maps
from engine.registers.draft import settings_draft
from engine.registers.fields import fields_of
from engine.registers.history import histories
from engine.registers.lines import Read, columns_of, read_lines
from engine.registers.matching import transfers
from engine.registers.placing import COMPLETED, Placing
from engine.registers.reconcile import corrections, net_lines, source
from engine.registers.settings import Settings, read_settings
from engine.registers.sources import Sheet, read_sheets
from engine.registers.values import DUCK
from engine.registers.workspace import copy, open_in

CHUNK = 10_000  # lines in memory at a time
FORMAT = 3  # of the working folder; raised when its files change their meaning
PLACED, FACTS, DECIDED = "placed.json", "facts.parquet", "decided"


@dataclass(frozen=True)
class Order:
    """What is to be audited, under the law as known on which day, and where the answer goes."""

    registers: tuple[Path, ...]
    out: Path
    known_on: int
    settings: Path | None = None
    mapping: Path | None = None
    engine: str = "duckdb"
    tables: Path | None = None  # folder in which the answer is kept for looking up single lines as well

    @property
    def folder(self) -> Path:
        """Where the run is worked out; gone once the answer is written."""
        return self.out.with_name(f"{self.out.name}.unfinished")

    @property
    def mapping_file(self) -> Path:
        return self.mapping or self.out.with_suffix(".mapping.yaml")

    @property
    def settings_file(self) -> Path:
        return self.settings or self.out.with_suffix(".settings.yaml")


@dataclass(frozen=True)
class Progress:
    step: str  # read, map, place, decide, write
    done: int
    total: int


@dataclass(frozen=True)
class Origin:
    """A sheet that was read, as the answer names it."""

    file: str
    sheet: str
    kind: str
    header_line: int
    lines: int  # below the header, empty ones included
    blank: int
    repeated: int  # headers
    excel: bool


@dataclass(frozen=True)
class Register:
    """What was read; the lines themselves stand in files of the folder."""

    sheets: tuple[Origin, ...]
    unread: tuple[str, ...]  # sheets without a header
    digests: dict[str, str]  # SHA-256 of every input, by name


Comments = Callable[[str], str]  # text at the head of a file that is written for the accountant, by its key


def place(order: Order, prepared: Prepared, comments: Comments, heartbeat: Callable[[Progress], None]) -> Register:
    """Step 1, or what it gave when it ran before on the same inputs."""
    _check(order, prepared)
    kept = _kept(order, prepared)
    if kept is not None:
        return kept
    if order.folder.exists():
        shutil.rmtree(order.folder)
    order.folder.mkdir()
    try:
        with open_in(order.folder) as connection:
            register = _place(order, prepared, comments, heartbeat, connection)
    except BaseException:
        shutil.rmtree(order.folder)  # nothing in it could be gone on with
        raise
    document = {"key": _key(order, prepared), **asdict(register)}
    text = json.dumps(document, ensure_ascii=False)
    write_whole(order.folder / PLACED, lambda new: new.write_text(text, encoding="utf-8"))
    return register


def _check(order: Order, prepared: Prepared) -> None:
    """What can be told before anything is read or written."""
    if order.known_on < prepared.first_known:
        found, first = iso(order.known_on), iso(prepared.first_known)
        raise BadInput([Problem("known-too-early", "$.known_on", found, first)])
    twice = [path for path in order.registers if order.registers.count(path) > 1]
    if twice:
        raise BadInput([Problem("same-register", "", str(twice[0]))])
    for path in (*order.registers, order.settings, order.mapping):
        if path is not None:
            path.open("rb").close()


def _place(
    order: Order,
    prepared: Prepared,
    comments: Comments,
    heartbeat: Callable[[Progress], None],
    connection: duckdb.DuckDBPyConnection,
) -> Register:
    folder, plan = order.folder, prepared.plan
    sheets: list[Sheet] = []
    for number, path in enumerate(order.registers):
        heartbeat(Progress("read", number, len(order.registers)))
        sheets += read_sheets(path, connection, folder, f"cells-{number}")
    heartbeat(Progress("map", 0, len(sheets)))
    mapped, unread = _mapped(order, prepared, sheets, connection, comments)
    reads: list[Read] = []
    origins: list[Origin] = []
    for number, one in enumerate(mapped):
        heartbeat(Progress("map", number, len(mapped)))
        read = read_lines(connection, plan, one, number, folder, prepared.rulebook.limits["won"])
        reads.append(read)
        excel = one.sheet.source.lower().endswith(".xlsx")
        named = (one.sheet.source, one.sheet.name, one.kind, one.header_line)
        origins.append(Origin(*named, read.records, read.blank, read.repeated, excel))
    heartbeat(Progress("place", 0, 1))
    lines = f"read_parquet([{DUCK.texts(str(read.lines) for read in reads)}], union_by_name = true)"
    settings = _settings(order, prepared, lines, connection, comments)
    reduced = corrections(connection, lines, folder)
    net = net_lines(connection, lines, reduced, folder)
    facts = {fact.path: fact for read in reads for fact in read.facts}
    completed = columns_of(plan, facts[COMPLETED])[0] if COMPLETED in facts else None
    links, _, left = transfers(connection, net, folder, settings.one_name, completed)
    placed = Placing(plan, settings, facts.values(), order.known_on).run(connection, net, links, left, folder)
    aside = folder / "aside.parquet"
    unmatched = (
        "SELECT sheet, line, CAST(NULL AS INTEGER) AS place, CAST(NULL AS VARCHAR) AS label, "
        "printf('%,d', -reduction) AS value, 'line-correction' AS code, CAST(NULL AS VARCHAR) AS expected "
        f"FROM {source(reduced)} WHERE target IS NULL"
    )
    every = [f"SELECT * FROM {source(path)}" for path in (*(read.aside for read in reads), placed.aside)]
    copy(connection, " UNION ALL ".join([*every, unmatched]) + " ORDER BY sheet, line, place", aside)
    for path in (*(s.cells for s in sheets), *(r.lines for r in reads), *(r.aside for r in reads), placed.aside, net):
        path.unlink()
    if not connection.execute(f"SELECT count(*) FROM {source(placed.facts)}").fetchall()[0][0]:
        raise BadInput([Problem("no-lines", ""), *(problem for _, problem in problems(connection, aside, origins))])
    digests = {path.name: digest_of(path) for path in (*order.registers, order.mapping_file, order.settings_file)}
    return Register(tuple(origins), unread, digests)


def problems(
    connection: duckdb.DuckDBPyConnection, aside: Path, sheets: Sequence[Origin]
) -> Iterator[tuple[Origin, Problem]]:
    """What was set aside, each cell or line as a problem with its place."""
    cursor = connection.cursor()
    cursor.execute(f"SELECT sheet, line, place, label, value, code, expected FROM {source(aside)}")
    while rows := cursor.fetchmany(CHUNK):
        for sheet, line, place_, label, value, code, expected in rows:
            origin = sheets[sheet]
            name = f"{origin.file} {origin.sheet}" if origin.excel else origin.file
            column = 0 if place_ is None else place_ + 1
            yield origin, Problem(code, label or "", value or "", expected or "", "", name, line, column)


def _mapped(
    order: Order, prepared: Prepared, sheets: list[Sheet], connection: duckdb.DuckDBPyConnection, comments: Comments
) -> tuple[list[maps.Mapped], tuple[str, ...]]:
    """Sheets whose columns are known, by the mapping file or, where there is none, by their labels."""
    fields = fields_of(prepared.rulebook)
    path = order.mapping_file
    if order.mapping is not None or path.exists():
        document, given = maps.read_mapping(path.read_bytes(), path.name, fields)
        found = [maps.apply(connection, sheet, document, given, fields) for sheet in sheets]
    else:
        found = [maps.propose(connection, sheet, fields) for sheet in sheets]
    mapped = [one for one in found if one is not None]
    if not mapped:
        first = sheets[0]
        cells = max((row for _, row in maps.head(connection, first)), key=lambda row: len(list(filter(None, row))))
        shown = ", ".join(filter(None, cells))
        raise BadInput([Problem("no-header", "", shown, str(maps.ENOUGH), source=first.source)])
    if order.mapping is None and not path.exists():
        path.write_text(maps.written(mapped, comments("mapping")), encoding="utf-8")
    unread = tuple(f"{s.source} · {s.name}" for s, one in zip(sheets, found, strict=True) if one is None)
    return mapped, unread


def _settings(
    order: Order, prepared: Prepared, lines: str, connection: duckdb.DuckDBPyConnection, comments: Comments
) -> Settings:
    """The settings file; where there is none, a draft with what the register shows is written and used."""
    path = order.settings_file
    if order.settings is None and not path.exists():
        path.write_text(settings_draft(connection, lines, comments("settings")), encoding="utf-8")
    return read_settings(path.read_bytes(), path.name, prepared.rulebook)


def decided(order: Order, prepared: Prepared) -> Iterator[Progress]:
    """Step 2."""
    settings = read_settings(order.settings_file.read_bytes(), order.settings_file.name, prepared.rulebook)
    facts, folder = order.folder / FACTS, order.folder / DECIDED
    claims = histories(prepared.rulebook, settings, order.folder)
    for progress in decide(prepared, facts, folder, order.known_on, engine=order.engine, claims=claims):
        yield Progress("decide", progress.done, progress.total)


# -- what a stopped run left


def _kept(order: Order, prepared: Prepared) -> Register | None:
    """What step 1 gave, if it was finished on these very inputs."""
    path = order.folder / PLACED
    if not (path.exists() and order.mapping_file.exists() and order.settings_file.exists()):
        return None
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if document.pop("key") != _key(order, prepared):
        return None
    sheets = tuple(Origin(**sheet) for sheet in document.pop("sheets"))
    return Register(sheets, tuple(document["unread"]), document["digests"])


def _key(order: Order, prepared: Prepared) -> str:
    """Of everything that the facts and their decision follow from."""
    files = (*order.registers, order.mapping_file, order.settings_file)
    digests = [(path.name, digest_of(path)) for path in files]
    parts = [FORMAT, prepared.rulebook.digest, iso(order.known_on), order.engine, digests]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
