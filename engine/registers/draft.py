"""A settings file to fill in, with the accounts, projects and years that a register shows."""

from __future__ import annotations

from datetime import date

import duckdb
import yaml

MOST = 200  # accounts or projects that are listed
MOST_YEARS = 12


def settings_draft(connection: duckdb.DuckDBPyConnection, lines: str, heading: str) -> str:
    """Calendar years of the dates in the register, its accounts and its projects; nothing else is known."""
    dates = ', '.join(f'"{name}:low"' for name in ("invested_on", "voucher_on", "period_from", "acquired_on"))
    day = "DATE '0001-01-01' + CAST(coalesce({}) - 1 AS INTEGER)"
    found = connection.execute(
        f"SELECT DISTINCT year({day.format(dates)}) AS y FROM {lines} WHERE coalesce({dates}) IS NOT NULL ORDER BY y"
    ).fetchall()
    years = [int(row[0]) for row in found][-MOST_YEARS:] or [date.min.year]
    data: dict[str, object] = {
        "taxpayer": {"name": None, "size": None},
        "tax_years": [{"tax_year": {"starts_on": date(y, 1, 1), "ends_on": date(y, 12, 31)}} for y in years],
        "projects": [
            {"id": f"P{number}", "name": name, "site": {"zone": None}, "facility": {"purpose": None}}
            for number, name in enumerate(_distinct(connection, lines, "project"), 1)
        ],
        "accounts": {
            name: {"asset": {"kind": None, "cost_kind": None, "condition": None}}
            for name in _distinct(connection, lines, "account")
        },
    }
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    return comment + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)


def _distinct(connection: duckdb.DuckDBPyConnection, lines: str, column: str) -> list[str]:
    found = connection.execute(
        f"SELECT {column} FROM {lines} WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {MOST}"
    ).fetchall()
    return [str(row[0]) for row in found]
