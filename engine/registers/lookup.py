"""The answer of an audit kept as tables, for whoever looks at single lines: filtered, sorted, counted and page by page.

Each question is one query over Parquet: no more of a register is in memory than the page that is shown.
"""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from engine.claims.claim import Judgement
from engine.registers.reconcile import source
from engine.registers.report import Report
from engine.registers.tables import write_tables
from engine.registers.values import DUCK
from engine.registers.workspace import copy

LINES, CLAIMS, FACTS = "lines.parquet", "lines.claims.parquet", "facts.parquet"
ASIDE = "lines.set-aside.parquet"
JUDGED = "judged.parquet"  # lines and the judgements that are of them
SHEETS = "sheets.json"  # names, by number
NOTICES = "notices.json"  # what the summary of the workbook warns of
TEXTS = ("number", "name", "memo", "account", "project", "department", "facility_row")  # that a text is looked for in
SORTS = {
    "line": "sheet, register_line, line, part",
    "amount": "amount_high",
    "credit": "base_credit_high",
    "rate": "rate_high",
    "day": '"from"',
    "outcome": "outcome",
}
MOST = 200  # values of a column that can be chosen from
SUMS = ("amount_high", "base_credit_low", "base_credit_high")
Row = dict[str, Any]
T = TypeVar("T")


def kept_tables(report: Report, folder: Path) -> dict[Path, Path]:
    """What is kept, and where it is to go."""
    folder.mkdir(exist_ok=True)
    work = report.order.folder
    facts = work / "facts-kept.parquet"
    facts.unlink(missing_ok=True)
    os.link(work / FACTS, facts)  # the original is needed if this run is stopped before its end
    said = {SHEETS: [one.sheet for one in report.register.sheets], NOTICES: report.notices}
    for name, texts in said.items():
        (work / name).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    tables = write_tables(report, work / "kept.parquet", folder / LINES)
    judged = work / JUDGED
    queries = ["SELECT line, '' AS judgement FROM range(0) none(line)"]
    for one in report.settings.judgements:
        text = DUCK.text(json.dumps(asdict(one), ensure_ascii=False))
        queries.append(f"SELECT line, {text} FROM ({report.lines_of(one)})")
    copy(report.answers.connection, " UNION ALL ".join(queries), judged)
    return {**tables, facts: folder / FACTS, judged: folder / JUDGED, **{work / name: folder / name for name in said}}


_FOUND: OrderedDict[tuple[Path, str], Any] = OrderedDict()
REMEMBERED = 100  # answers of which it is kept what the page of every part of them shows


def _once(folder: Path, name: str, ask: Callable[[], T]) -> T:
    key = (folder, name)
    found: T | None = _FOUND.get(key)
    if found is None:
        found = _FOUND[key] = ask()
        if len(_FOUND) > REMEMBERED:
            _FOUND.popitem(last=False)
    return found


def _whole(how: str, column: str) -> str:
    """A sum or a maximum; NULL if one of the values has no bound."""
    return f"CASE WHEN bool_or({column} IS NULL) THEN NULL ELSE {how}({column}) END"


def _of_lines() -> str:
    """Figures of a line over its parts, of which in the end one applies: the least low and the greatest high."""
    low, highs = "base_credit_low", ("amount_high", "base_credit_high")
    return ", ".join([f"min({low}) AS {low}", *(f"{_whole('max', name)} AS {name}" for name in highs)])


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """One for the process; it loads nothing, and keeps what Parquet files say of themselves."""
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": "500MB",
        }
    )
    connection.execute("SET enable_progress_bar = false")
    return connection


@dataclass(frozen=True)
class Wanted:
    """Which lines: by columns that have one of few values, by rate (billionths, low and high) and by a text."""

    outcome: str | None = None
    tier: str | None = None  # "" for lines whose tier is open
    year: date | None = None
    project: str | None = None
    rate: tuple[int | None, int | None] | None = None
    text: str = ""

    @property
    def condition(self) -> tuple[str, list[object]]:
        """SQL with its values."""
        tests, values = ["TRUE"], list[object]()
        for column, value in (("outcome", self.outcome), ("year_starts", self.year), ("project", self.project)):
            if value is not None:
                tests.append(f"{column} = ?")
                values.append(value)
        if self.tier is not None:
            tests.append("tier = ?" if self.tier else "tier IS NULL AND outcome <> 'ineligible'")
            values += [self.tier] if self.tier else []
        if self.rate is not None:
            tests.append("rate_low IS NOT DISTINCT FROM ? AND rate_high IS NOT DISTINCT FROM ?")
            values += self.rate
        if self.text:
            found = " OR ".join(f"contains(lower({column}), lower(?))" for column in TEXTS)
            tests.append(f"({found} OR CAST(register_line AS VARCHAR) = ?)")
            values += [*([self.text] * len(TEXTS)), self.text]
        return " AND ".join(f"({test})" for test in tests), values


@dataclass(frozen=True)
class Page:
    """``lines`` dated parts of lines, of ``count`` in all, and the sums of all of them in won (None: without bound)."""

    rows: list[Row]
    count: int
    sums: Row


@dataclass(frozen=True)
class Lookup:
    """The tables in a folder."""

    folder: Path
    connection: duckdb.DuckDBPyConnection = field(default_factory=lambda: _connection().cursor(), repr=False)

    @cached_property
    def table(self) -> str:
        return source(self.folder / LINES)

    def ask(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        found = self.connection.execute(query, list(values))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def page(self, wanted: Wanted, sort: str, downwards: bool, first: int, most: int) -> Page:
        """``first`` counts from 1; ``sort`` is a key of ``SORTS``."""
        where, values = wanted.condition
        way = "DESC NULLS LAST" if downwards else "ASC NULLS LAST"
        order = ", ".join(f"{column} {way}" for column in SORTS[sort].split(", "))
        sums = ", ".join(f"{_whole('sum', name)} AS {name}" for name in SUMS)
        [totals] = self.ask(
            f"""SELECT sum(parts) AS count, {sums} FROM
            (SELECT line, count(*) AS parts, {_of_lines()} FROM {self.table} WHERE {where} GROUP BY line)""",
            values,
        )
        chosen = f"SELECT file_row_number FROM {self.table} WHERE {where} ORDER BY {order}, line, part LIMIT ? OFFSET ?"
        rows = self.ask(  # whole rows of one page only: ordered are keys
            f"SELECT * FROM {self.table} WHERE file_row_number IN ({chosen}) ORDER BY {order}, line, part",
            [*values, most, first - 1],
        )
        return Page(rows, int(totals.pop("count") or 0), totals)

    def parts(self, line: int) -> list[Row]:
        """The dated parts of a line; none if there is no such line."""
        return self.ask(f"SELECT * FROM {self.table} WHERE line = ? ORDER BY part", [line])

    def choices(self) -> Mapping[str, list[Any]]:
        """What can be chosen from: tax years, projects, tiers and rates that occur. An answer never changes."""
        return _once(self.folder, "choices", self._choices)

    def credits(self) -> list[Row]:
        """By tax year and tier the base credit of all lines that is certain."""
        return _once(self.folder, "credits", self._credits)

    def _choices(self) -> Mapping[str, list[Any]]:
        years = self.ask(f"SELECT DISTINCT year_starts, year_ends FROM {self.table} ORDER BY 1")
        projects = self.ask(
            f"""SELECT project FROM {self.table} WHERE project IS NOT NULL
            GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {MOST}"""
        )
        tiers = self.ask(f"SELECT DISTINCT tier FROM {self.table} WHERE outcome <> 'ineligible' ORDER BY 1 NULLS LAST")
        rates = self.ask(
            f"SELECT DISTINCT rate_low, rate_high FROM {self.table} WHERE rate_high IS NOT NULL ORDER BY 2 DESC, 1 DESC"
        )
        return {
            "years": [(row["year_starts"], row["year_ends"]) for row in years],
            "projects": sorted(row["project"] for row in projects),
            "tiers": [row["tier"] or "" for row in tiers],
            "rates": [(row["rate_low"], row["rate_high"]) for row in rates],
        }

    def _credits(self) -> list[Row]:
        return self.ask(
            f"""SELECT year_starts, year_ends, tier, sum(base_credit_low) AS low FROM
            (SELECT line, year_starts, year_ends, tier, {_of_lines()} FROM {self.table}
              WHERE outcome <> 'ineligible' GROUP BY ALL)
            GROUP BY ALL ORDER BY 1, 2, 3 NULLS LAST"""
        )

    def place(self, row: Row) -> str:
        """Where a line stands in its register: with the sheet, if there are several."""
        names = _once(self.folder, "sheets", lambda: self._texts(SHEETS))
        number = str(row["register_line"])
        return f"{names[row['sheet']]} {number}" if len(names) > 1 else number

    def notices(self) -> list[str]:
        """What is to be seen to: sheets that were not read, accounts and projects without settings, and the like."""
        return self._texts(NOTICES) if (self.folder / NOTICES).is_file() else []  # older answers have none

    def _texts(self, name: str) -> list[str]:
        read: list[str] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return read

    def set_aside(self) -> list[Row]:
        """By reason the lines that were set aside: how many, and the first of them. Reasons that differ in nothing but
        the value that they name are the same."""
        return _once(self.folder, "set-aside", self._set_aside)

    def _set_aside(self) -> list[Row]:
        return self.ask(
            f"""SELECT lines, unnest(first) FROM (
              SELECT count(DISTINCT (file, sheet, line)) AS lines, min(number) AS number,
                arg_min({{file: file, sheet: sheet, line: line, "column": "column", reason: reason}}, number) AS first
              FROM (SELECT *, file_row_number AS number,
                CASE WHEN value <> '' THEN replace(reason, value, '') ELSE reason END AS alike
                FROM {source(self.folder / ASIDE)})
              GROUP BY alike) ORDER BY lines DESC, number"""
        )

    def claim(self, number: int) -> Row:
        """The claim that a line belongs to, as the columns decided it."""
        [found] = self.ask(f"SELECT * FROM {source(self.folder / CLAIMS)} WHERE claim = ?", [number])
        return found

    def facts(self, line: int) -> Row:
        """What is known of a line, in the cells of a table of facts."""
        [found] = self.ask(f"SELECT * FROM {source(self.folder / FACTS)} WHERE line = ?", [line])
        return found

    def judgements(self, line: int) -> list[Judgement]:
        """Those of the settings that are of a line."""
        query = f"SELECT judgement FROM {source(self.folder / JUDGED)} WHERE line = ?"
        read = [json.loads(row["judgement"]) for row in self.ask(query, [line])]
        return [Judgement(**{**one, "of": one["of"] and tuple(one["of"]), "investments": ()}) for one in read]
