"""Columns over a register against SQL that is written by hand, for the same provisions and columns.

The slice is the whole decision of a line: every provision and row of a table that eligibility, tiers, schemes and base
rates rest on (size from evidence, assets, sites, recognition with its last day to apply, the rows of the annexes), the
rates in each scheme and tier, the rate and the base credit in each scheme. Its meaning is per line: a day of investment
that is known within bounds is taken as it stands, where a register is else cut on the days on which the law changes;
nothing is deducted that others paid, and amounts are not rounded together.

``by_hand/`` holds what an author who knows the law writes for it, on the same facts, under the law as known on
2026-11-22. In it ``{register}`` is the file, ``{2023-07-01}`` a day as ordinal, ``kind IN {land, mould}`` a test of the
bits of choices and ``{zone: overconcentration}`` the bit of one.

Both read Parquet and write Parquet, by turns; the least time of each counts. Both tables must have the same rows: once
the law is amended the comparison names the columns that ``by_hand/`` has yet to follow.

    python benchmarks/columns_by_hand.py --lines 1000000
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
from columns_register import KNOWN_ON, claims, register

from engine.assessment.assess import Prepared, prepare
from engine.columns.emit import Columns, emit
from engine.columns.facts import ends, mask
from engine.columns.layers import layered
from engine.columns.money import Money, own, rate
from engine.columns.parts import KEPT, LONE, needed
from engine.columns.tiers import CLAIMABLE, open_name, possible, scheme_names, tier_names
from engine.law.loader import load_rulebook
from engine.law.rulebook import Rulebook
from engine.law.values import day, iso

FOLDER = Path(__file__).parent / "by_hand"
MACROS, PARTS = FOLDER / "macros.sql", sorted(FOLDER.glob("[0-9]*.sql"))
LAST = "decided"  # of the tables in them
STATED = "stated_"  # begins the name of a fact that may be concluded, which then has the rest of the name


@dataclass(frozen=True)
class Slice:
    """Names of the columns that are compared, and the SELECT that the rulebook makes of them."""

    columns: Columns
    provisions: tuple[str, ...]
    names: tuple[str, ...]
    layers: list[dict[str, str]]

    def steps(self, source: str) -> list[tuple[str, str]]:
        return self.columns.steps(source)

    def select(self, source: str) -> str:
        for group in self.columns.groups:
            source = group.joined(self.columns.dialect, source)
        once = f'(SELECT *, 0 AS "stretch", 0 AS "stretch:first", 0 AS "stretch:last" FROM {source})'
        return layered(self.columns.dialect, self.layers, once, self.names)


def decision(prepared: Prepared) -> Slice:
    """The decision of a line and everything that it rests on."""
    rulebook, columns = prepared.rulebook, emit(prepared, KNOWN_ON)
    frame, schemes = rulebook.assessment, scheme_names(rulebook)
    gates = [frame.eligible, *(open_name(rulebook, scheme) for scheme in schemes)]
    for entry in frame.tiers:
        gates += [gate for gate in (entry.field, entry.substance, entry.claimable, entry.secured) if gate is not None]
    rates = [name for name in columns.rates if name.startswith(frame.base_rate)]
    tiers = [possible(CLAIMABLE, tier) for tier in tier_names(rulebook)]
    beneath = {name for layer in columns.beneath([*gates, *rates, *tiers]) for name in layer}
    provisions = tuple(name for name in columns.truths if name in beneath)

    money = Money(rulebook, columns.dialect, (*needed(rulebook), LONE, *ends(KEPT)))
    figures = [end for scheme in schemes for name in (rate, own) for end in ends(name(scheme, CLAIMABLE))]
    _, above = money.beneath(figures)
    amounts = map(columns.dialect.name, ends("fact:amount.amount_krw"))
    kept = dict(zip(ends(KEPT), amounts, strict=True))
    names = ("line", *provisions, *rates, *tiers, *figures)
    return Slice(columns, provisions, names, [*columns.beneath([*provisions, *rates, *tiers]), kept, *above])


def by_hand(rulebook: Rulebook, source: str, names: tuple[str, ...]) -> str:
    """The SELECT of ``by_hand/`` over a source, with its days and choices filled in."""
    sql = ",\n".join(part.read_text(encoding="utf-8") for part in PARTS)
    sql = re.sub(r"--[^\n]*", "", sql)
    named = dict(re.findall(r'"(?:fact|given):([\w.-]+)" AS (\w+)', sql))
    facts = {alias.removeprefix(STATED): rulebook.facts[path] for path, alias in named.items()}

    def bits(alias: str, choices: str) -> int:
        fact, chosen = facts[alias.removeprefix(STATED)], tuple(choice.strip() for choice in choices.split(","))
        unknown = [choice for choice in chosen if choice not in fact.choices]
        assert not unknown, f"{fact.path} has no choice {unknown}"
        return mask(fact, chosen)

    def test(found: re.Match[str]) -> str:
        alias, without, choices = found.groups()
        return f"({alias} & {bits(alias, choices)} {'=' if without else '<>'} 0)"

    sql = re.sub(r"(\w+) (NOT )?IN \{([^}]+)\}", test, sql)
    sql = re.sub(r"\{(\d{4}-\d\d-\d\d)\}", lambda found: str(day(found[1])), sql)
    sql = re.sub(r"\{(\w+): ([^}]+)\}", lambda found: str(bits(found[1], found[2])), sql)
    shown = ", ".join(f'"{name}"' for name in names)
    return f"WITH {sql.replace('{register}', source)}\nSELECT {shown} FROM {LAST}"


def differences(connection: duckdb.DuckDBPyConnection, folder: Path, names: tuple[str, ...]) -> list[str]:
    """Rows that stand in only one of the tables, and the columns in which lines differ."""
    one, other = (f"SELECT * FROM '{folder / name}.parquet'" for name in ("columns", "by hand"))
    rows = [f"({first} EXCEPT ALL {second})" for first, second in ((one, other), (other, one))]
    counted = ", ".join(f"(SELECT count(*) FROM {row})" for row in rows)
    more, less = connection.execute(f"SELECT {counted}").fetchall()[0]
    if not more and not less:
        return []
    unlike = ", ".join(f'count(*) FILTER (WHERE a."{name}" IS DISTINCT FROM b."{name}")' for name in names)
    counts = connection.execute(f"SELECT {unlike} FROM ({one}) AS a JOIN ({other}) AS b USING (line)").fetchall()[0]
    found = [f"{name} differs on {count} lines" for name, count in zip(names, counts, strict=True) if count]
    return [f"{more} rows of the columns alone, {less} of the SQL by hand alone", *found]


def compare(
    rulebook: Rulebook, slice_: Slice, facts: Path, folder: Path, times: int
) -> dict[str, list[tuple[float, float]]]:
    """Seconds by the clock and of processor time of each run. Raises ValueError if the two tables differ."""
    source = f"read_parquet('{facts}')"
    select = slice_.select(source)
    hand = by_hand(rulebook, source, slice_.names)
    taken: dict[str, list[tuple[float, float]]] = {"columns": [], "by hand": []}
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(MACROS.read_text(encoding="utf-8"))

        def written(name: str, sql: str) -> None:
            connection.execute(f"COPY ({sql}) TO '{folder / name}.parquet' (FORMAT parquet)")

        def emitted() -> None:
            for step, sql in slice_.steps(source):
                connection.execute(f'CREATE OR REPLACE TEMP TABLE "{step}" AS {sql}')
            written("columns", select)

        runs: dict[str, Callable[[], None]] = {"columns": emitted, "by hand": lambda: written("by hand", hand)}
        for _ in range(times):
            for name, run in runs.items():
                start, used = time.perf_counter(), time.process_time()
                run()
                taken[name].append((time.perf_counter() - start, time.process_time() - used))
        different = differences(connection, folder, slice_.names)
        if different:
            raise ValueError("; ".join(different))
    return taken


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--lines", type=int, nargs="*", default=[1_000_000])
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--times", type=int, default=5, help="runs of each, by turns")
    given = options.parse_args()
    prepared = prepare(load_rulebook())
    slice_ = decision(prepared)
    print(f"rulebook {prepared.rulebook.digest}, law as known on {iso(KNOWN_ON)}")
    print(f"seed {given.seed}, DuckDB {duckdb.__version__}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{len(slice_.provisions)} provisions and rows, {len(slice_.names)} columns; the least of {given.times} runs")
    print(f"load of the machine before the run: {os.getloadavg()[0]:.1f}")
    made = claims(prepared, given.seed)
    with tempfile.TemporaryDirectory() as name:
        for lines in given.lines:
            facts = register(prepared, made, lines, Path(name))
            try:
                taken = compare(prepared.rulebook, slice_, facts, Path(name), given.times)
            except ValueError as error:
                sys.exit(f"{lines:,} lines: {error}")
            least = {who: tuple(map(min, zip(*runs, strict=True))) for who, runs in taken.items()}
            (clock, used), (clock_by_hand, used_by_hand) = least["columns"], least["by hand"]
            print(
                f"{lines:>10,} lines: columns {clock:.2f} s ({used:.2f} s of processor time), by hand"
                f" {clock_by_hand:.2f} s ({used_by_hand:.2f} s); ratio {clock / clock_by_hand:.2f} by the clock,"
                f" {used / used_by_hand:.2f} by processor time; the same rows",
                flush=True,
            )


if __name__ == "__main__":
    main()
