"""What the answer says of each dated part of each line, as one table, and the sums that the workbook shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from engine.assessment.verdict import ELIGIBLE, INELIGIBLE, REVIEW, UNDETERMINED
from engine.columns.facts import ends
from engine.law.rulebook import Rulebook
from engine.registers.placing import OPEN_BASES
from engine.registers.reconcile import source
from engine.registers.values import DUCK
from engine.registers.workspace import copy

ANSWERS, REASONS, PARTS_OF = "answers.parquet", "reasons.parquet", "reasons-of.parquet"
FIGURES = ("amount", "rate", "base_credit", "claimable", "floor", "exposure")
ON_CONDITION = "standing = 'conditional' AND outcome <> 'ineligible'"  # claimed before recognition
Row = dict[str, Any]


def join_answers(connection: duckdb.DuckDBPyConnection, rulebook: Rulebook, folder: Path) -> Path:
    """Decided parts with where they come from; ``reason`` numbers the rows of ``REASONS``.

    A line whose amount may be nothing is undetermined whatever else is certain of it, unless it is certain to earn
    nothing.
    """
    target = folder / ANSWERS
    if target.exists():
        return target
    parts, origin = (source(folder / "decided/parts/*.parquet"), source(folder / "origin.parquet"))
    names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {origin}").fetchall()]
    company = DUCK.name("text:taxpayer.name") if "text:taxpayer.name" in names else "CAST(NULL AS VARCHAR)"
    figures = [
        f"p.{DUCK.name(column)} AS {figure}_{side}"
        for figure in FIGURES
        for side, column in zip(("low", "high"), ends(figure), strict=True)
    ]
    dates = {"due": rulebook.assessment.recognition_due}
    dates |= {f"watch_{entry.kind}": entry.until for entry in rulebook.assessment.watch}
    days = [
        f"{DUCK.day(f'p.{DUCK.name(column)}')} AS {name}_{side}"
        for name, path in dates.items()
        for side, column in zip(("low", "high"), ends(f"fact:{path}"), strict=True)
    ]
    query = f"""
      SELECT p.line, p.part, p.claim, p.investment, o.sheet, o.register_line,
        coalesce(o.number, o.asset_number) AS number, o.name, o.account, o.project, o.department, o.memo,
        {company} AS company, o.basis, o.year,
        coalesce(o.grant_krw, o.asset_grant_krw) AS grant_krw,
        {DUCK.day("o.year_starts")} AS year_starts, {DUCK.day("o.year_ends")} AS year_ends,
        {DUCK.day('o."disposed_on:low"')} AS disposed_on,
        p."from", p."until", CASE WHEN o.basis IN ({DUCK.texts(OPEN_BASES)}) AND p.outcome IN ('{ELIGIBLE}', '{REVIEW}')
          THEN '{UNDETERMINED}' ELSE p.outcome END AS outcome,
        p.tier, p.substance, p.standing, p.possible_tiers, p.facility_row, p.possible_rows, p.contested,
        {", ".join(figures)}, {", ".join(days)}, r.reason
      FROM {parts} p JOIN {origin} o USING (line) LEFT JOIN {source(folder / PARTS_OF)} r USING (line, part)
      ORDER BY p.line, p.part"""
    copy(connection, query, target)
    return target


def _most(column: str) -> str:
    """The largest value of a group, NULL if one of them has no bound."""
    return f"CASE WHEN bool_or({column} IS NULL) THEN NULL ELSE max({column}) END"


def _sum(column: str) -> str:
    """The sum of a group, NULL if one of its values has no bound."""
    return f"CASE WHEN bool_or({column} IS NULL) THEN NULL ELSE sum({column}) END"


@dataclass(frozen=True)
class Answers:
    """Questions to the table of answers. Sums are exact: won are added as 128-bit integers."""

    connection: duckdb.DuckDBPyConnection
    folder: Path

    @cached_property
    def table(self) -> str:
        return source(self.folder / ANSWERS)

    @cached_property
    def count(self) -> int:
        return int(self.ask(f"SELECT count(*) FROM {self.table}")[0][0])

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def rows(self, query: str, columns: Sequence[str], size: int = 10_000) -> Iterator[Row]:
        """Rows one by one, so that memory does not grow with the register."""
        cursor = self.connection.cursor()
        cursor.execute(query)
        while chunk := cursor.fetchmany(size):
            for row in chunk:
                yield dict(zip(columns, row, strict=True))

    def outcomes(self) -> list[tuple[Any, ...]]:
        """Outcome, lines that have a part with it, and their amounts at most (NULL: without bound)."""
        return self.ask(
            f"""SELECT outcome, count(*), CASE WHEN bool_or(most IS NULL) THEN NULL ELSE sum(most) END
            FROM (SELECT line, outcome, {_most("amount_high")} AS most FROM {self.table} GROUP BY line, outcome)
            GROUP BY outcome"""
        )

    def by_tier(self) -> list[tuple[Any, ...]]:
        """Tax year, tier, rate ends, lines, amount and credit at least and at most; an open tier or rate is NULL.

        A line whose day is open is counted with each tier and rate that it may have, its amount then from nothing.
        """
        amounts = ", ".join(
            f"sum({n}_low) AS {n}_low, CASE WHEN bool_or({n}_high IS NULL) THEN NULL ELSE sum({n}_high) END AS {n}_high"
            for n in ("amount", "base_credit")
        )
        inner = ", ".join(
            f"min({n}_low) AS {n}_low, {_most(f'{n}_high')} AS {n}_high" for n in ("amount", "base_credit")
        )
        return self.ask(
            f"""SELECT year_starts, year_ends, tier, rate_low, rate_high, count(*), {amounts}
            FROM (SELECT line, year_starts, year_ends, tier, rate_low, rate_high, {inner}
              FROM {self.table} WHERE outcome <> 'ineligible' GROUP BY ALL)
            GROUP BY ALL ORDER BY year_starts, tier NULLS LAST, rate_low DESC NULLS LAST, rate_high DESC NULLS LAST"""
        )

    def claims(self) -> list[Row]:
        """One row per claim: its tax year, company, scheme and sums in won."""
        shown = ("claim", "year_starts", "year_ends", "company", "scheme", "lines")
        sums = [f"{name}_krw" for name in ("base", "floor", "exposure")]
        columns = [*shown, *(f"{name}_{side}" for name in sums for side in ("low", "high"))]
        figures = ", ".join(f"CAST(c.{DUCK.name(f'{n}:{s}')} AS HUGEINT)" for n in sums for s in ("low", "high"))
        found = self.ask(
            f"""SELECT c.claim, a.year_starts, a.year_ends, a.company, c.scheme, a.lines, {figures}
            FROM {source(self.folder / "decided/claims/*.parquet")} c
            JOIN (SELECT claim, any_value(year_starts) AS year_starts, any_value(year_ends) AS year_ends,
              any_value(company) AS company, count(DISTINCT line) AS lines FROM {self.table} GROUP BY claim) a
            USING (claim)
            ORDER BY c.claim"""
        )
        return [dict(zip(columns, row, strict=True)) for row in found]

    def calendar(self) -> list[Row]:
        """Deadlines to apply for recognition: what may be claimed at most, the floor at least, the exposure at most."""
        columns = ("due_low", "due_high", "year_starts", "year_ends", "what", "tier", "lines")
        figures = ("claimable", "floor", "exposure")
        found = self.ask(
            f"""SELECT due_low, due_high, year_starts, year_ends, coalesce(project, name) AS what, tier,
              count(DISTINCT line), {_sum("claimable_high")}, sum(floor_low), {_sum("exposure_high")}
            FROM {self.table} WHERE {ON_CONDITION}
            GROUP BY ALL ORDER BY due_low NULLS LAST, due_high NULLS LAST, what, tier, year_starts"""
        )
        return [dict(zip((*columns, *figures), row, strict=True)) for row in found]

    def exposed(self) -> dict[int, int | None]:
        """By claim the exposure at most of the lines in the calendar (None: without bound)."""
        found = self.ask(
            f"SELECT claim, {_sum('exposure_high')} FROM {self.table} WHERE {ON_CONDITION} GROUP BY claim"
        )
        return {claim: None if most is None else int(most) for claim, most in found}

    def watch(self, kind: str, tiers: Sequence[str]) -> list[tuple[Any, ...]]:
        """Last days of a period in which assets are to be kept as they are: per project the lines, the credit at most,
        and the lines that were disposed of within it. NULL for those of which the day is open, last. ``tiers``: only
        what may be claimed in one of them; none named, all."""
        until = f"CASE WHEN watch_{kind}_low = watch_{kind}_high THEN watch_{kind}_low END"
        names = DUCK.texts(tiers)
        possible = f"list_has_any(string_split(possible_tiers, ', '), [{names}])"
        inside = f"(tier IN ({names}) OR {possible})" if tiers else "TRUE"
        return self.ask(
            f"""SELECT {until} AS until, coalesce(project, name) AS what, count(DISTINCT line),
              sum(base_credit_high), count(DISTINCT line) FILTER (disposed_on <= {until})
            FROM {self.table} WHERE outcome <> '{INELIGIBLE}' AND {inside}
            GROUP BY ALL ORDER BY until NULLS LAST, what"""
        )
