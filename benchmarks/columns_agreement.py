"""Columns against the walk on generated claims: cells compared, differences, how often each provision holds.

Claims come from ``tests/generate.py``. Most are judged under the law of today, the others under the law as
known on every day on which it changed and the day before. Half of the batches leave doubtful provisions open.

    python benchmarks/columns_agreement.py > benchmarks/results/columns_agreement.txt
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from generate import Cell, Generator, given_rows, knowledge_days, walked

from engine.assessment.assess import Prepared, prepare
from engine.columns.emit import Columns, emit
from engine.columns.frame import Row, load, read, run
from engine.inference import reference
from engine.inference.entity import entities
from engine.inference.solve import solve
from engine.law.loader import load_rulebook

BATCH = 5_000  # claims walked and compared at a time
TIMED = 500_000  # rows, about, for the speed of the columns: rows of a batch, repeated


@dataclass
class Tally:
    claims: int = 0
    rows: int = 0
    cells: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    held: dict[str, Counter[Cell]] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)

    def took(self, what: str, since: float) -> None:
        self.seconds[what] += time.perf_counter() - since  # type: ignore[assignment]


def compare(
    tally: Tally, columns: Columns, expected: list[dict[str, Cell]], found: list[tuple[Cell, ...]]
) -> None:
    """Count cells that differ, and how often each truth column holds."""
    assert len(expected) == len(found)
    for cells, row in zip(expected, found, strict=True):
        for name, value in zip(columns.names, row, strict=True):
            if value is not cells[name] and (value != cells[name] or isinstance(value, bool)):
                tally.wrong[name] += 1
        for name in columns.truths:
            tally.held.setdefault(name, Counter())[cells[name]] += 1
    tally.rows += len(found)
    tally.cells += len(found) * len(columns.names)


def batch(
    tally: Tally, prepared: Prepared, dice: random.Random, count: int, known_on: int, doubting: bool
) -> list[Row]:
    """Generate, walk, emit, run, compare; the rows, to be timed."""
    generator = Generator(prepared, dice)
    rows: list[Row] = []
    expected: list[dict[str, Cell]] = []
    made = [generator.claim() for _ in range(count)]
    start = time.perf_counter()
    for claim, parts in made:
        root = entities(prepared.rulebook, claim, parts, known_on)
        solve(prepared.plan, root, known_on, reference.evaluate, doubting)
    tally.took("walk: truths only", start)
    start = time.perf_counter()
    for claim, parts in made:
        expected += walked(prepared, claim, parts, known_on, doubting)
    tally.took("walk: truths, facts, rates, credits", start)
    for number, (claim, parts) in enumerate(made):
        rows += [(number, investment, facts) for investment, facts in given_rows(claim, parts)]
    with duckdb.connect() as connection:
        columns = emit(prepared.plan, known_on, doubting=doubting)
        load(connection, prepared.plan, "facts", rows)
        run(connection, columns, "facts", "result")
        compare(tally, columns, expected, read(connection, columns, "result"))
    tally.claims += count
    return rows


def columns_speed(prepared: Prepared, rows: list[Row], known_on: int) -> str:
    """Rows per second from a loaded table of facts to a table of results, best of three."""
    repeats = TIMED // len(rows)
    with duckdb.connect() as connection:
        load(connection, prepared.plan, "few", rows)
        copies = (
            f"SELECT few.* REPLACE (claim + {len(rows)} * copy AS claim) FROM few, range({repeats}) r(copy)"
        )
        connection.execute(f"CREATE TABLE facts AS {copies}")
        columns = emit(prepared.plan, known_on)
        took = []
        for _ in range(3):
            start = time.perf_counter()
            run(connection, columns, "facts", "result")
            took.append(time.perf_counter() - start)
        threads = connection.execute("SELECT current_setting('threads')").fetchall()[0][0]
    many = len(rows) * repeats
    return (
        f"columns: {many / min(took):,.0f} rows a second ({many:,} rows, {threads} threads, table to table)"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=2026)
    given = options.parse_args()
    prepared = prepare(load_rulebook())
    days = knowledge_days(prepared.rulebook)
    today = max(prepared.rulebook.read_through.values())
    plan = [(given.claims // 100, day, doubting) for day in days for doubting in (False, True)]
    rest = given.claims - sum(count for count, _, _ in plan)
    while rest > 0:
        plan.append((min(rest, BATCH), today, len(plan) % 2 == 1))
        rest -= BATCH
    tally, dice = Tally(), random.Random(given.seed)
    rows: list[Row] = []
    for count, known_on, doubting in plan:
        rows = batch(tally, prepared, dice, count, known_on, doubting)
    report(prepared, tally, given.seed, len(days) + 1, columns_speed(prepared, rows, today))


def report(prepared: Prepared, tally: Tally, seed: int, days: int, speed: str) -> None:
    columns = emit(prepared.plan, max(prepared.rulebook.read_through.values()))
    print(f"rulebook {prepared.rulebook.digest}")
    print(f"seed {seed}, DuckDB {duckdb.__version__}, Python {platform.python_version()}")
    print(f"{tally.claims:,} claims, {tally.rows:,} rows, law as known on {days} days")
    kinds = {
        "truths of provisions and table rows": columns.truths,
        "contested facts": columns.contests,
        "settled facts": columns.facts,
        "rates": columns.rates,
        "base credits": columns.credits,
    }
    for kind, names in kinds.items():
        print(f"  {len(names):4} columns  {kind}")
    print(f"{tally.cells:,} cells compared, {sum(tally.wrong.values()):,} different")
    for name, count in tally.wrong.most_common():
        print(f"  {count:,} {name}")
    for what, seconds in tally.seconds.items():
        print(f"{what}: {tally.rows / seconds:,.0f} rows a second, one core")
    print(speed)
    never = {
        word: [name for name, counts in tally.held.items() if not counts[value]]
        for word, value in (("true", True), ("false", False), ("open", None))
    }
    for word, names in never.items():
        print(f"never {word}: {', '.join(names) or 'none'}")
    print(f"{'':40}{'true':>10}{'false':>10}{'open':>10}")
    for name, counts in tally.held.items():
        print(f"{name:40}{counts[True]:10,}{counts[False]:10,}{counts[None]:10,}")


if __name__ == "__main__":
    main()
