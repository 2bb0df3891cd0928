"""Lines to rows of facts: each amount with its day, its tax year, and what is known of its asset.

What a line says itself counts first, then the asset it was transferred to, the settings for its account, for its
project, and attestations. Neither the day of acquisition nor the cost of an asset is what the law asks for: a line
without dated amounts has an exact amount only if its investment started and was completed within one tax year.
Otherwise its amount in the tax year of completion lies between nothing and the cost, and payments are asked for. So it
does if payments of its project may be part of it, and so does the amount of a line that says what another says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from engine.claims.claim import Claim, Investment
from engine.claims.reader import ENDS, INVESTED_ON, KRW, STARTS, TOTAL_COST
from engine.columns.facts import DEDUCTED, KEYS, cells, ends, given_columns, given_facts
from engine.credit.formulas import interval
from engine.inference import reference
from engine.inference.entity import entities
from engine.inference.plan import Plan
from engine.inference.solve import solve
from engine.inference.view import View
from engine.law.judged import is_judgement
from engine.law.model import Bounds
from engine.law.rulebook import Fact
from engine.law.values import OPEN, RATIO_SCALE, Facts, Interval, exactly
from engine.registers.lines import columns_of
from engine.registers.reconcile import source
from engine.registers.settings import Settings
from engine.registers.values import DUCK
from engine.registers.workspace import copy

# What a column of government grants says: a grant, and by whom. How much of it is deducted stands in the rules.
FUNDING, GRANT_KRW = "funding", "funding.amount_krw"
GRANT: Facts = {"funding.kind": "grant", "funding.giver": "state"}
STARTED, COMPLETED = "timeline.started_on", "timeline.completed_on"
DATED, WHOLE, UNDATED = "dated", "whole", "undated"  # how an amount came by its day and figure
OVERLAP, REPEATED = "overlap", "repeated"  # it may be counted in payments already, or in a line that says the same
OPEN_BASES = (UNDATED, OVERLAP, REPEATED)  # amounts that may be nothing


@dataclass(frozen=True)
class Placed:
    facts: Path  # a table of facts, as ``engine.columns`` reads it
    origin: Path  # per row of it where it comes from and what the register says
    aside: Path  # lines that have no tax year or contradict themselves


class Placing:
    """One run over the net lines of a register; ``line_facts`` are the facts that have columns in it."""

    def __init__(self, plan: Plan, settings: Settings, line_facts: Iterable[Fact], known_on: int):
        self.plan, self.settings, self.known_on = plan, settings, known_on
        self.own = {fact.path: fact for fact in line_facts}
        self.given = given_columns(plan)
        self.facts = {fact.path: fact for fact in given_facts(plan)}

    def run(
        self, connection: duckdb.DuckDBPyConnection, net: Path, links: Path, left: Path, folder: Path
    ) -> Placed:
        placed = Placed(folder / "facts.parquet", folder / "origin.parquet", folder / "unplaced.parquet")
        known, rows = folder / "known.parquet", folder / "rows.parquet"
        self.tables(connection)
        copy(connection, self.known(net, links, left), known)
        copy(connection, self.unplaced(known), placed.aside)
        copy(connection, self.rows(known, placed.aside), rows)
        kinds = {**dict.fromkeys(KEYS, "BIGINT"), **self.given}
        shown = ", ".join(f"CAST({DUCK.name(name)} AS {kind}) AS {DUCK.name(name)}" for name, kind in kinds.items())
        copy(connection, f"SELECT {shown} FROM {source(rows)}", placed.facts)
        hidden = ", ".join(DUCK.name(column) for column in self.given)
        copy(connection, f"SELECT * EXCLUDE ({hidden}) FROM {source(rows)}", placed.origin)
        known.unlink()
        rows.unlink()
        return placed

    # -- settings as tables

    def tables(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.table(connection, "settings_projects", self.settings.projects.items())
        self.table(connection, "settings_accounts", self.settings.accounts.items())
        years = ((str(number), year.facts) for number, year in enumerate(self.settings.years))
        self.table(connection, "settings_years", years)
        self.table(connection, "settings_assets", self.settings.assets.items())
        self.table(connection, "settings_attested", [("", self.settings.attested)])
        connection.execute("CREATE OR REPLACE TEMP TABLE grants (key VARCHAR, least BIGINT, most BIGINT)")
        for number, year in enumerate(self.settings.years):
            share = grant_share(self.plan, year.facts, self.known_on)
            least, most = int(share.low or 0), RATIO_SCALE if share.high is None else int(share.high)
            connection.execute("INSERT INTO grants VALUES (?, ?, ?)", [str(number), least, most])

    def table(self, connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[tuple[str, Facts]]) -> None:
        made = ", ".join(f"{DUCK.name(column)} {kind}" for column, kind in self.given.items())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} (key VARCHAR, {made})")
        marks = ", ".join("?" * (1 + len(self.given)))
        for key, facts in rows:
            connection.execute(f"INSERT INTO {name} VALUES ({marks})", [key, *cells(self.facts.values(), facts, OPEN)])

    # -- what is known of the asset

    def known(self, net: Path, links: Path, left: Path) -> str:
        """Lines to be judged with the facts of their asset, narrowed by one another."""
        from_asset = [f"b.{DUCK.name(c)} AS {DUCK.name(f'asset {c}')}" for c in self.own_columns("investment")]
        own = ("sheet", "line", "number", "grant_krw")
        asset = ", ".join([*(f"b.{name} AS asset_{name}" for name in own), *from_asset])
        picked = []
        for fact in self.facts.values():
            if is_judgement(fact.path) and fact.scope != "claim":
                picked += self.coalesced(fact, ("jud", "acc", "pro"))
            elif fact.scope == "investment":
                picked += self.coalesced(fact, ("l", "a", "acc", "pro", "att"))
        narrowed = [*self.narrowed()]
        hidden = ", ".join(DUCK.name(c) for c in self.own_columns("investment"))
        kept = f"l.* EXCLUDE ({hidden})" if hidden else "l.*"
        return f"""
          WITH net AS (SELECT * FROM {source(net)}),
          links AS (SELECT * FROM {source(links)}),
          assets AS (SELECT k.sheet, k.line, k.alike, {asset} FROM links k
            JOIN net b ON b.sheet = k.asset_sheet AND b.line = k.asset_line),
          judged AS (
            SELECT *, FALSE AS overlap FROM net WHERE kind <> 'assets'
            UNION ALL BY NAME SELECT n.* REPLACE (o.left AS amount), o.overlap FROM net n
              JOIN {source(left)} o USING (sheet, line)),
          joined AS (
            SELECT {kept}, a.asset_sheet, a.asset_line, a.asset_number, a.asset_grant_krw,
              pro.key AS settings_project, acc.key AS settings_account, {", ".join(picked)}
            FROM judged l LEFT JOIN assets a ON a.sheet = l.sheet AND a.line = l.line
            LEFT JOIN net b ON b.sheet = a.asset_sheet AND b.line = a.asset_line
            LEFT JOIN settings_assets jud ON jud.key = coalesce(b.number_key, l.number_key)
            LEFT JOIN settings_accounts acc
              ON acc.key = coalesce(l.account_key, CASE WHEN a.alike THEN b.account_key END)
            LEFT JOIN settings_projects pro ON pro.key = coalesce(l.project_key, b.project_key)
            CROSS JOIN settings_attested att)
          SELECT * REPLACE ({", ".join(narrowed)}) FROM joined ORDER BY sheet, line"""

    def own_columns(self, scope: str) -> list[str]:
        return [c for f in self.own.values() if f.scope == scope for c in columns_of(self.plan, f)]

    def coalesced(self, fact: Fact, sources: tuple[str, ...]) -> list[str]:
        """The columns of a fact from the first source that says anything of it."""
        columns = columns_of(self.plan, fact)
        names: list[list[str]] = []
        for name in sources:
            if name == "l" and fact.path in self.own:
                names.append([f"l.{DUCK.name(column)}" for column in columns])
            elif name == "a" and fact.path in self.own:
                names.append([f"a.{DUCK.name(f'asset {column}')}" for column in columns])
            elif name not in ("l", "a"):
                names.append([f"{name}.{DUCK.name(column)}" for column in columns])
        if not names:
            return [f"NULL AS {DUCK.name(column)}" for column in columns]
        return [
            f"{_first(names, side)} AS {DUCK.name(column)}" if len(columns) == 2 else
            f"coalesce({', '.join(one[0] for one in names)}) AS {DUCK.name(column)}"
            for side, column in enumerate(columns)
        ]

    def narrowed(self) -> Iterable[str]:
        """Dates of assets narrowed by those that bound them, as where claims are read."""
        for fact in self.facts.values():
            if fact.bounds is not None and fact.scope == "investment":
                low, high = columns_of(self.plan, fact)
                floors, ceilings = self.limits(fact.bounds)
                yield f"greatest({', '.join([DUCK.name(low), *floors])}) AS {DUCK.name(low)}"
                yield f"least({', '.join([DUCK.name(high), *ceilings])}) AS {DUCK.name(high)}"

    def limits(self, bounds: Bounds) -> tuple[list[str], list[str]]:
        """Columns of the investment that a date lies not before and not after."""

        def of(path: str | None, side: int, shift: int = 0) -> list[str]:
            if path is None or path not in self.facts or self.facts[path].scope != "investment":
                return []
            name = DUCK.name(columns_of(self.plan, self.facts[path])[side])
            return [f"({name} + {shift})" if shift else name]

        floors = of(bounds.at_least, 0) + of(bounds.after, 0, 1)
        return floors, of(bounds.at_most, 1)

    # -- day and tax year

    def unplaced(self, known: Path) -> str:
        """Lines that cannot be judged: without a day, outside the tax years, or against themselves."""
        first, last = (DUCK.name(f"fact:{path}:low") for path in (STARTS, ENDS))
        within = f"y.{first} <= p.place_low AND p.place_high <= y.{last}"
        crossed = [
            f"{DUCK.name(low)} > {DUCK.name(high)}"
            for fact in self.facts.values()
            if fact.bounds is not None and fact.scope == "investment"
            for low, high in [columns_of(self.plan, fact)]
        ]
        low, high = (f"CAST({DUCK.day(f'place_{side}')} AS VARCHAR)" for side in ("low", "high"))
        shown = f"CASE WHEN place_low = place_high THEN {low} ELSE concat({low}, ' ~ ', {high}) END"
        placed = f"{self.place('low')} AS place_low, {self.place('high')} AS place_high"
        return f"""
          WITH p AS (SELECT *, {placed} FROM {source(known)})
          SELECT sheet, line, CAST(NULL AS INTEGER) AS place, CAST(NULL AS VARCHAR) AS label,
            CASE WHEN place_low IS NULL THEN '' ELSE {shown} END AS value,
            CASE WHEN {" OR ".join(crossed) or "FALSE"} THEN 'line-order'
              WHEN place_low IS NULL OR place_high IS NULL THEN 'line-no-day' ELSE 'line-outside' END AS code,
            CAST(NULL AS VARCHAR) AS expected
          FROM p WHERE coalesce({" OR ".join(crossed) or "FALSE"}, FALSE)
            OR NOT EXISTS (SELECT 1 FROM settings_years y WHERE {within})
          ORDER BY sheet, line"""

    def place(self, side: str) -> str:
        """The days between which the amount falls; of an asset, by which it is put into a tax year."""
        own = [DUCK.name(f"{name}:{side}") for name in ("invested_on", "voucher_on")]
        period = DUCK.name("period_from:low" if side == "low" else "period_until:high")
        both = '"period_from:low" IS NOT NULL AND "period_until:high" IS NOT NULL'
        low, high = (DUCK.name(f"fact:{COMPLETED}:{end}") for end in ("low", "high"))
        completed = f"{low} IS NOT NULL AND {high} IS NOT NULL THEN {low if side == 'low' else high}"
        acquired = DUCK.name(f"acquired_on:{side}")
        asset = f"CASE WHEN {both} THEN {period} WHEN {completed} ELSE {acquired} END"
        dated = f"coalesce({', '.join(own)}, CASE WHEN {both} THEN {period} END)"
        return f"CASE WHEN kind = 'assets' THEN {asset} ELSE {dated} END"

    def rows(self, known: Path, aside: Path) -> str:
        first, last = (DUCK.name(f"fact:{path}:low") for path in (STARTS, ENDS))
        started, completed = DUCK.name(f"fact:{STARTED}:low"), DUCK.name(f"fact:{COMPLETED}:high")
        period = ('"period_from:low"', '"period_until:high"')
        basis = (
            f"CASE WHEN same_line IS NOT NULL THEN '{REPEATED}' WHEN overlap THEN '{OVERLAP}' "
            f"WHEN kind <> 'assets' THEN '{DATED}' WHEN within_year THEN '{WHOLE}' ELSE '{UNDATED}' END"
        )
        picked = []
        for fact in self.facts.values():
            if fact.scope == "claim":
                picked += self.coalesced(fact, ("l", "y"))
            elif fact.scope == "amount" and fact.path not in (INVESTED_ON, KRW) and not is_judgement(fact.path):
                picked += self.coalesced(fact, ("l",))
        own_claim = [f"l.{DUCK.name(c)}" for c in self.own_columns("claim")]
        own_inner = [f"l.{DUCK.name(c)}" for c in self.own_columns("investment")]
        claim = ", ".join(["y.key", *own_claim])
        item = "coalesce(l.asset_number, l.number, l.project, l.name)"
        alone = "CASE WHEN kind <> 'assets' THEN 0 ELSE l.line END"
        opened = DUCK.texts(OPEN_BASES)
        investment = ", ".join([alone, item, "l.account", "l.project", *own_inner])
        begun = f"CASE WHEN {period[0]} <= year_ends THEN {period[0]} END"
        ended = f"CASE WHEN {period[1]} >= year_starts THEN {period[1]} END"
        granted = (
            "(coalesce(sum(abs(grant_krw)) OVER each, 0) + coalesce(max(abs(asset_grant_krw)) OVER each, 0))"
        )
        deducted_low, deducted_high = map(DUCK.name, ends(DEDUCTED))
        invested_low, invested_high = (DUCK.name(c) for c in columns_of(self.plan, self.facts[INVESTED_ON]))
        krw_low, krw_high = (DUCK.name(c) for c in columns_of(self.plan, self.facts[KRW]))
        total_low, total_high = (DUCK.name(c) for c in columns_of(self.plan, self.facts[TOTAL_COST]))
        own = [*self.own_columns("claim"), *self.own_columns("amount")]
        hidden = ", ".join(DUCK.name(c) for c in own if not c.startswith("text:"))
        kept = f"l.* EXCLUDE ({hidden})" if hidden else "l.*"
        return f"""
          WITH lines AS (SELECT k.* FROM {source(known)} k WHERE NOT EXISTS
            (SELECT 1 FROM {source(aside)} s WHERE s.sheet = k.sheet AND s.line = k.line)),
          placed AS (SELECT *, {self.place("low")} AS place_low, {self.place("high")} AS place_high FROM lines),
          dated AS (SELECT l.*, CAST(y.key AS INTEGER) AS year, year_starts, year_ends,
            coalesce({started} >= year_starts AND {completed} <= year_ends, FALSE) AS within_year, {basis} AS basis
            FROM placed l JOIN (SELECT key, {first} AS year_starts, {last} AS year_ends FROM settings_years) y
              ON year_starts <= place_low AND place_high <= year_ends),
          numbered AS (SELECT {kept}, dense_rank() OVER (ORDER BY {claim}) - 1 AS claim,
            dense_rank() OVER (PARTITION BY {claim} ORDER BY l.sheet, {investment}) - 1 AS investment,
            {", ".join(picked)}
            FROM dated l JOIN settings_years y ON y.key = CAST(l.year AS VARCHAR))
          SELECT row_number() OVER (ORDER BY claim, sheet, l.line) - 1 AS line, claim, investment,
            l.line AS register_line,
            l.* EXCLUDE (line, claim, investment, {total_low}, {total_high}),
            CASE WHEN basis = '{WHOLE}' THEN {granted} * least // {RATIO_SCALE} ELSE 0 END AS {deducted_low},
            {granted} * most // {RATIO_SCALE} AS {deducted_high},
            CASE WHEN kind <> 'assets' THEN place_low WHEN within_year THEN {started}
              ELSE greatest(year_starts, {started}, {begun}) END AS {invested_low},
            CASE WHEN kind <> 'assets' THEN place_high WHEN within_year THEN {completed}
              ELSE least(year_ends, {ended}) END AS {invested_high},
            CASE WHEN amount IS NULL OR basis IN ({opened}) THEN 0 ELSE amount END AS {krw_low},
            amount AS {krw_high},
            coalesce({total_low}, CASE WHEN kind = 'assets' THEN cost_krw END) AS {total_low},
            coalesce({total_high}, CASE WHEN kind = 'assets' THEN cost_krw END) AS {total_high}
          FROM numbered l JOIN grants ON grants.key = CAST(l.year AS VARCHAR)
          WINDOW each AS (PARTITION BY claim, investment) ORDER BY line"""


def grant_share(plan: Plan, year: Facts, known_on: int) -> Interval:
    """How much of a grant by the State the law deducts in a tax year, in parts per billion."""
    grant: Facts = {**GRANT, GRANT_KRW: exactly(RATIO_SCALE)}
    claim = Claim(year, (Investment("", {}, (), {FUNDING: (grant,)}),))
    root = entities(plan.rulebook, claim, [[]], known_on)
    solve(plan, root, known_on, reference.evaluate)
    formula = plan.rulebook.formulas[plan.rulebook.assessment.year.deducted].value
    return interval(formula, View(plan.rulebook, root.parts[0]))


def _first(names: list[list[str]], side: int) -> str:
    """One end of an ordered value from the first source that has either end."""
    arms = [f"WHEN {low} IS NOT NULL OR {high} IS NOT NULL THEN {(low, high)[side]}" for low, high in names]
    return f"CASE {' '.join(arms)} END"
