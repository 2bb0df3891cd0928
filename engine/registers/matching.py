"""Construction in progress and the assets it became: matched, so that no amount counts twice.

A transfer names the asset, or by its project the assets, that the construction became; those assets are then judged by
the dated amounts of the construction and not once more by their cost. Payments that say nothing of a transfer may be
part of the cost of an asset of their number or project all the same. Where there is one such asset, and they are its
cost to the won, none later than it, they are taken for its payments. Otherwise nobody knows: the payments count, and
the asset, beside them, for something between nothing and its cost, until each payment says which asset it became or
that it is in progress.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from engine.registers.reconcile import source
from engine.registers.values import DUCK
from engine.registers.workspace import copy

NUMBER, PROJECT = "number", "project"  # matched by a transfer
SUM, OVERLAP = "sum", "overlap"  # matched as the sums agree; perhaps counted in both places
UNMATCHED = "unmatched"
_FIRST = "min_by(sheet, (sheet, line)) AS asset_sheet, min_by(line, (sheet, line)) AS asset_line"
_PAID = 'coalesce("invested_on:high", "voucher_on:high", "period_until:high")'  # the last day on which it may be paid


def transfers(
    connection: duckdb.DuckDBPyConnection, net: Path, folder: Path, names: Mapping[str, str], completed: str | None
) -> tuple[Path, Path, Path]:
    """Links of construction lines to asset lines, the reconciliation of both, and the assets left to be judged.

    Links: ``sheet, line, asset_sheet, asset_line``, and whether all assets it may be are ``alike`` in account.
    Reconciliation: ``kind``, the key, ``cost``, ``transferred``, ``difference`` (NULL where there is no asset),
    numbers of lines, and the first line. Assets: ``sheet, line``, the amount ``left`` to be judged on the line
    itself, and whether payments ``overlap`` it. ``names``: of each name of a project the one that stands for it.
    ``completed``: the column of the first day on which an asset may be complete, if the register has one.
    """
    links, account, left = (folder / f"{name}.parquet" for name in ("links", "reconciliation", "assets"))
    steps = _steps(net, names, completed)
    for name, query in steps:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
    copy(connection, "SELECT * FROM m_links ORDER BY sheet, line", links)
    copy(connection, _ACCOUNT, account)
    copy(connection, _LEFT, left)
    for name, _ in steps:
        connection.execute(f"DROP TABLE {name}")
    return links, account, left


def _steps(net: Path, names: Mapping[str, str], completed: str | None) -> tuple[tuple[str, str], ...]:
    """Tables by name, each made of those before it."""
    known, standing = (DUCK.texts(found) for found in (names, names.values()))
    project = f"coalesce(map([{known}], [{standing}])[project_key], project_key)" if names else "project_key"
    ready = "acquired_on:low" if completed is None else completed
    keys = "sheet, line, kind, number, project, name, account_key, number_key, transfer_key, waits, amount, same_line"
    return (
        (
            "m_lines",
            f"""SELECT {keys}, {project} AS project_key, transferred_to,
              "transferred_on:low" IS NOT NULL AS dated, {_PAID} AS paid,
              coalesce("acquired_on:low", {DUCK.name(ready)}) AS ready FROM {source(net)}""",
        ),
        ("m_assets", "SELECT * FROM m_lines WHERE kind = 'assets' AND same_line IS NULL"),
        (
            "m_transferred",
            "SELECT * FROM m_lines WHERE kind = 'construction' AND (transfer_key IS NOT NULL OR dated)",
        ),
        (
            "m_numbers",
            f"""SELECT number_key, count(*) AS assets, sum(amount) AS cost, any_value(number) AS named, {_FIRST}
            FROM m_assets WHERE number_key IS NOT NULL GROUP BY number_key""",
        ),
        (
            "m_numbered",
            """SELECT t.*, a.asset_sheet, a.asset_line FROM m_transferred t
            JOIN m_numbers a ON t.transfer_key = a.number_key""",
        ),
        (
            "m_alone",
            "SELECT a.* FROM m_assets a ANTI JOIN m_numbered t ON t.transfer_key = a.number_key",
        ),
        (
            "m_projects",
            f"""SELECT project_key, count(*) AS assets, sum(amount) AS cost, any_value(project) AS named, {_FIRST},
              count(DISTINCT coalesce(account_key, '')) = 1 AS alike
            FROM m_alone WHERE project_key IS NOT NULL GROUP BY project_key""",
        ),
        (
            "m_gathered",
            """SELECT t.*, a.asset_sheet, a.asset_line, a.alike FROM m_transferred t
            JOIN m_projects a USING (project_key)
            WHERE t.transfer_key IS NULL""",
        ),
        (
            "m_sums",
            """SELECT 'number' AS kind, transfer_key AS key, sum(amount)::BIGINT AS transferred, count(*) AS payments
              FROM m_numbered GROUP BY ALL
            UNION ALL SELECT 'project', project_key, sum(amount)::BIGINT, count(*) FROM m_gathered GROUP BY ALL""",
        ),
        # Assets that are judged by themselves as far as transfers tell: those of none, and what is left of others.
        (
            "m_own",
            """SELECT a.sheet, a.line, a.number_key, a.project_key, a.number, a.project, a.ready, a.amount AS remains,
              TRUE AS whole FROM m_alone a ANTI JOIN m_gathered USING (project_key)
            UNION ALL SELECT a.sheet, a.line, a.number_key, a.project_key, a.number, a.project, a.ready,
              (n.cost - s.transferred)::BIGINT, FALSE FROM m_numbers n
              JOIN m_sums s ON s.kind = 'number' AND s.key = n.number_key
              JOIN m_assets a ON a.sheet = n.asset_sheet AND a.line = n.asset_line WHERE n.cost > s.transferred""",
        ),
        # Payments of their number or project that may be part of their cost.
        (
            "m_loose",
            """WITH loose AS (SELECT l.* FROM m_lines l
                ANTI JOIN (SELECT sheet, line FROM m_numbered UNION ALL SELECT sheet, line FROM m_gathered)
                  USING (sheet, line) WHERE kind <> 'assets' AND NOT waits),
              by_number AS (SELECT l.* FROM loose l SEMI JOIN m_own USING (number_key) WHERE transfer_key IS NULL)
            SELECT sheet, line, amount, paid, 'number' AS how, number_key AS key FROM by_number
            UNION ALL SELECT sheet, line, amount, paid, 'project', project_key FROM loose l
              SEMI JOIN (SELECT project_key FROM m_own WHERE number_key IS NULL) USING (project_key)
              ANTI JOIN by_number USING (sheet, line) WHERE transfer_key IS NOT NULL
            UNION ALL SELECT sheet, line, amount, paid, 'project', project_key FROM loose l
              SEMI JOIN m_own USING (project_key) ANTI JOIN by_number USING (sheet, line) WHERE transfer_key IS NULL""",
        ),
        (
            "m_beside",
            """WITH numbers AS (SELECT o.*, 'number' AS how, number_key AS key, number AS named FROM m_own o
              SEMI JOIN (SELECT DISTINCT key FROM m_loose WHERE how = 'number') p ON p.key = o.number_key)
            SELECT * FROM numbers UNION ALL SELECT o.*, 'project', project_key, project FROM m_own o
              SEMI JOIN (SELECT DISTINCT key FROM m_loose WHERE how = 'project') p ON p.key = o.project_key
              ANTI JOIN numbers USING (sheet, line)""",
        ),
        (
            "m_groups",
            f"""WITH cost AS (SELECT how, key, any_value(named) AS named, sum(remains)::BIGINT AS cost,
                count(*) AS assets,
                {_FIRST}, max(ready) AS ready,
                bool_and(whole AND ready IS NOT NULL AND remains IS NOT NULL) AS known
                FROM m_beside GROUP BY how, key),
              paid AS (SELECT how, key, sum(amount)::BIGINT AS transferred, count(*) AS payments,
                bool_and(paid IS NOT NULL AND amount IS NOT NULL) AS dated, max(paid) AS paid
                FROM m_loose GROUP BY how, key)
            SELECT *, coalesce(assets = 1 AND known AND dated AND cost = transferred AND paid <= ready, FALSE) AS agree
            FROM cost JOIN paid USING (how, key)""",
        ),
        # An asset of no project that cost to the won what was paid for one is no less likely to be what it became.
        (
            "m_equal",
            f"""WITH paid AS (SELECT project_key AS key, any_value(project) AS named, count(*) AS payments,
                sum(amount)::BIGINT AS transferred, max(paid) AS paid FROM m_lines
                ANTI JOIN (SELECT sheet, line FROM m_numbered UNION ALL SELECT sheet, line FROM m_gathered)
                  USING (sheet, line)
                WHERE kind <> 'assets' AND NOT waits AND transfer_key IS NULL AND project_key IS NOT NULL GROUP BY key)
            SELECT key, p.named, remains AS cost, transferred, count(*) AS assets, payments, {_FIRST},
              list({{'sheet': sheet, 'line': line}}) AS each FROM m_own o JOIN paid p ON p.transferred = o.remains
            WHERE o.project_key IS NULL AND coalesce(p.paid <= o.ready, TRUE) GROUP BY ALL""",
        ),
        (
            "m_links",
            """SELECT sheet, line, asset_sheet, asset_line, TRUE AS alike FROM m_numbered
            UNION ALL SELECT sheet, line, asset_sheet, asset_line, alike FROM m_gathered
            UNION ALL SELECT l.sheet, l.line, g.asset_sheet, g.asset_line, TRUE FROM m_loose l JOIN m_groups g
              USING (how, key) WHERE g.agree""",
        ),
    )


_ACCOUNT = f"""
  WITH matched AS (
    SELECT s.kind, s.key, a.named, a.cost::BIGINT AS cost, s.transferred,
      (a.cost - s.transferred)::BIGINT AS difference, a.assets, s.payments, a.asset_sheet AS sheet, a.asset_line AS line
    FROM m_sums s JOIN (
      SELECT '{NUMBER}' AS kind, number_key AS key, * EXCLUDE number_key FROM m_numbers
      UNION ALL SELECT '{PROJECT}', project_key, * EXCLUDE (project_key, alike) FROM m_projects) a USING (kind, key))
  SELECT * FROM matched
  UNION ALL SELECT CASE WHEN agree THEN '{SUM}' ELSE '{OVERLAP}' END, key, named, cost, transferred,
    (cost - transferred)::BIGINT, assets, payments, asset_sheet, asset_line FROM m_groups
  UNION ALL SELECT '{OVERLAP}', key, named, cost, transferred, 0, assets, payments, asset_sheet, asset_line FROM m_equal
  UNION ALL SELECT '{UNMATCHED}', coalesce(transfer_key, project_key), coalesce(transferred_to, project, name),
    NULL, amount, NULL, 0, 1, sheet, line FROM m_transferred ANTI JOIN m_links USING (sheet, line)
  ORDER BY kind, sheet, line"""
# A line that repeats another is matched with nothing: it is judged beside it, for something between nothing and all.
_LEFT = """
  SELECT o.sheet, o.line, o.remains AS left, g.agree IS NOT NULL OR e.line IS NOT NULL AS overlap FROM m_own o
    LEFT JOIN (SELECT DISTINCT unnest(each, recursive := true) FROM m_equal) e USING (sheet, line)
    LEFT JOIN m_beside b USING (sheet, line) LEFT JOIN m_groups g ON g.how = b.how AND g.key = b.key
    WHERE g.agree IS DISTINCT FROM TRUE
  UNION ALL SELECT sheet, line, amount, FALSE FROM m_lines WHERE kind = 'assets' AND same_line IS NOT NULL
  ORDER BY sheet, line"""
