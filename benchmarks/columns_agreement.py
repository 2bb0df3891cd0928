"""Columns against the assessment on generated claims: every truth, contest, outcome, rate, amount, sum and scheme, and
in the first batches every figure of the whole credit.

Claims come from ``tests/agreement.py``: drawn fact by fact, or near a claim of the cases, with holes and with dates at
every edge of the law. Most are judged under the law of today, the others under the law as known on every day on which
it changed and the day before. In the first batches durable-rules decides as well, and must agree with both.

    python benchmarks/columns_agreement.py > benchmarks/results/columns_agreement.txt
"""

from __future__ import annotations

import argparse
import multiprocessing
import platform
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, zip_longest
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from agreement import Shown, mixed, shown, tables
from generate import knowledge_days

from engine.assessment.assess import Prepared, prepare
from engine.inference import reference
from engine.inference.durable import DurableEvaluator
from engine.law.loader import load_rulebook
from engine.law.values import iso

BATCH = 5_000  # claims that are compared at a time


@dataclass(frozen=True)
class Batch:
    """Claims of one seed under the law as known on one day."""

    number: int
    seed: str
    claims: int
    known_on: int
    durable: bool
    whole: bool


@dataclass
class Tally:
    claims: int = 0
    durable: int = 0
    whole: int = 0
    parts: int = 0
    cells: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)  # where a column first differed
    outcomes: Counter[str] = field(default_factory=Counter)
    held: dict[str, Counter[object]] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.claims += other.claims
        self.durable += other.durable
        self.whole += other.whole
        self.parts += other.parts
        self.cells += other.cells
        self.wrong += other.wrong
        self.first = {**other.first, **self.first}
        self.outcomes += other.outcomes
        self.seconds += other.seconds
        for name, counts in other.held.items():
            self.held.setdefault(name, Counter()).update(counts)


@cache
def prepared() -> Prepared:
    return prepare(load_rulebook())


@cache
def evaluator() -> DurableEvaluator:
    return DurableEvaluator(prepared().plan.strata)


def compare(batch: Batch) -> Tally:
    tally = Tally(batch.claims, batch.claims * batch.durable, batch.claims * batch.whole)
    claims = list(islice(mixed(prepared(), batch.seed), batch.claims))
    start = time.perf_counter()
    parts, totals = tables(prepared(), batch.known_on, claims, batch.whole)
    tally.seconds["columns"] += time.perf_counter() - start  # type: ignore[assignment]
    rows: list[Shown] = []
    sums: list[Shown] = []
    line = 0
    start = time.perf_counter()
    for number, claim in enumerate(claims):
        found, total = shown(claim, prepared(), batch.known_on, reference.evaluate, batch.whole)
        if not found:  # nothing is invested in the year: there is no row
            continue
        rows += [{**row, "claim": number, "line": line + int(str(row["line"]))} for row in found]
        sums.append({**total, "claim": number})
        line += len({row["line"] for row in found})
        if batch.durable and (found, total) != shown(
            claim, prepared(), batch.known_on, evaluator(), batch.whole
        ):
            tally.wrong["durable-rules"] += 1
    tally.seconds["walk"] += time.perf_counter() - start  # type: ignore[assignment]
    for expected, found_row in [*zip_longest(rows, parts), *zip_longest(sums, totals)]:
        if expected is None or found_row is None:
            tally.wrong["a row"] += 1
            continue
        tally.cells += len(expected)
        for name, value in expected.items():
            if found_row[name] != value:
                tally.wrong[name] += 1
                tally.first.setdefault(name, f"seed {batch.seed}, known on {iso(batch.known_on)}, {expected['claim']}")
    tally.parts = len(parts)
    tally.outcomes.update(str(row["outcome"]) for row in rows)
    truths = (*prepared().rulebook.provisions, *(r.gate for t in prepared().rulebook.tables.values() for r in t.rows))
    tally.held = {name: Counter(row[name] for row in rows) for name in truths}
    return tally


def batches(seed: int, claims: int, durable: int, whole: int) -> list[Batch]:
    """One in four under the law as known on another day than today."""
    days = knowledge_days(prepared().rulebook)
    today = max(prepared().rulebook.read_through.values())
    found, left = [], claims
    while left > 0:
        number = len(found)
        known_on = days[number // 4 % len(days)] if number % 4 == 3 else today
        size, before = min(BATCH, left), number * BATCH
        found.append(Batch(number, f"{seed}:{number}", size, known_on, before < durable, before < whole))
        left -= BATCH
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--claims", type=int, default=1_000_000)
    options.add_argument("--durable", type=int, default=50_000, help="how many of them durable-rules decides as well")
    options.add_argument("--whole", type=int, default=50_000, help="of how many every figure is compared")
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--minutes", type=float, default=10_000, help="stop with the batch that ends after so long")
    given = options.parse_args()
    plan = batches(given.seed, given.claims, given.durable, given.whole)
    tally, start = Tally(), time.monotonic()
    with multiprocessing.get_context("spawn").Pool(given.processes, maxtasksperchild=50) as pool:
        for found in pool.imap_unordered(compare, plan):
            tally.add(found)
            print(f"{tally.claims:,} of {given.claims:,}, {sum(tally.wrong.values())} different", file=sys.stderr)
            if time.monotonic() - start > given.minutes * 60:
                break
    report(tally, given.seed, len({batch.known_on for batch in plan}))


def report(tally: Tally, seed: int, days: int) -> None:
    print(f"rulebook {prepared().rulebook.digest}")
    print(f"seed {seed}, DuckDB {duckdb.__version__}, Python {platform.python_version()}")
    print(f"{tally.claims:,} claims, {tally.parts:,} dated parts, law as known on {days} days")
    print(f"{tally.durable:,} of the claims decided by durable-rules as well, {tally.whole:,} with the whole credit")
    print(f"{tally.cells:,} cells compared, {sum(tally.wrong.values()):,} different")
    for name, count in tally.wrong.most_common():
        print(f"  {count:,} {name} (first: {tally.first.get(name, '')})")
    print("outcomes: " + ", ".join(f"{name} {count:,}" for name, count in tally.outcomes.most_common()))
    for what, seconds in tally.seconds.items():
        print(f"{what}: {tally.parts / seconds:,.0f} dated parts a second in each process")
    for word, value in (("true", True), ("false", False), ("open", None)):
        names = [name for name, counts in tally.held.items() if not counts[value]]
        print(f"never {word}: {', '.join(names) or 'none'}")
    print(f"{'':44}{'true':>11}{'false':>11}{'open':>11}")
    for name, counts in tally.held.items():
        print(f"{name:44}{counts[True]:11,}{counts[False]:11,}{counts[None]:11,}")


if __name__ == "__main__":
    main()
