"""Columns over registers: time and memory by length, against one claim at a time and against SQL written by hand.

The register repeats claims near the cases with other amounts: five investments of up to eight dated amounts a claim,
one amount in ten without a date. Facts are read from Parquet; parts with all truth columns are written to Parquet, and
for each part the number of its reasons, which are worded once for all parts that the law sees alike, as an audit does.
Time is said by the clock and as processor time of all threads: the latter means more on a machine that others use too.

    python benchmarks/columns_speed.py > benchmarks/results/columns_speed.txt
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from agreement import claims_of_cases, readable
from generate import Generator

from api.text.register import RegisterWords
from engine.assessment.assess import Prepared, assess, prepare
from engine.claims.claim import Amount, Claim, Investment
from engine.columns.emit import emit
from engine.columns.facts import mask
from engine.columns.frame import rows_of, write_facts
from engine.columns.layers import layered
from engine.columns.run import decide
from engine.inference import reference
from engine.law.loader import load_rulebook
from engine.law.values import day, iso
from engine.registers.explain import explain
from engine.registers.workspace import connect

KNOWN_ON = day("2026-11-22")
CLAIMS = 150  # different ones


def claims(prepared: Prepared, seed: int) -> list[Claim]:
    generator = Generator(prepared, random.Random(seed), hole=0.02, left=1)
    dice, cases = generator.dice, [c for c in claims_of_cases(prepared) if len(c.investments) == 1]
    found = []
    for _ in range(CLAIMS):
        model = dice.choice(cases)
        investments = []
        for number in range(5):
            amounts = tuple(
                Amount(generator.amount({}, model.facts, dice.random() < 0.9)) for _ in range(dice.randint(1, 8))
            )
            investments.append(Investment(f"i{number}", model.investments[0].facts, amounts))
        found.append(readable(Claim(model.facts, tuple(investments))))
    return found


def register(prepared: Prepared, made: list[Claim], lines: int, folder: Path) -> Path:
    """A Parquet file of so many lines: the claims over and over, each time with other amounts."""
    base, path = folder / "base.parquet", folder / f"{lines}.parquet"
    if not base.exists():
        write_facts(prepared.plan, rows_of(prepared, made, KNOWN_ON), base)
    low, high = ('"fact:amount.amount_krw:low"', '"fact:amount.amount_krw:high"')
    shifted = "least(1000000000000000, {} + (hash(line * 7919 + r) % 1000000)::BIGINT)"
    with duckdb.connect() as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM '{base}'").fetchall()[0]
        moved = f"{shifted.format(low)} AS {low}, {shifted.format(high)} AS {high}"
        connection.execute(
            f"COPY (SELECT * REPLACE (line + r * {count} AS line, claim + r * {CLAIMS} AS claim, {moved})"
            f" FROM '{base}', range({lines // count + 1}) AS repeats(r) ORDER BY r, line LIMIT {lines})"
            f" TO '{path}' (FORMAT parquet)"
        )
    return path


def run(prepared: Prepared, facts: Path, folder: Path) -> None:
    """One run in this process; prints seconds and processor time of decisions and of reasons, sets and memory."""
    folder.mkdir()
    (folder / "facts.parquet").hardlink_to(facts)
    start, used = time.perf_counter(), time.process_time()
    for _ in decide(prepared, folder / "facts.parquet", folder / "decided", KNOWN_ON, whole=False):
        pass
    decided, used_deciding = time.perf_counter(), time.process_time()
    words = RegisterWords(prepared.rulebook, "ko", iso(KNOWN_ON))
    with connect(folder) as connection:
        sets = len(explain(connection, prepared, KNOWN_ON, folder, words, lambda done, total: None))
    ended, used_in_all = time.perf_counter(), time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(decided - start, used_deciding - used, ended - decided, used_in_all - used_deciding, sets, peak)


HAND_WRITTEN = """
WITH asset AS (
  SELECT *,
    k & {land} <> 0 OR c & {land_cost} <> 0 AS land,
    k & {mould} <> 0 AS mould,
    k & {clean_room} <> 0 AND NOT (c & {building_cost} <> 0) AS clean_room,
    condition & {used} <> 0 AND NOT (k & {ip} <> 0) AS used,
    purpose & {research} <> 0 AND k & {lab_kinds} <> 0 AND NOT (c & {building_costs} <> 0)
      AND (unit OR status & {recognised} <> 0) AS research,
    status & {recognised} <> 0 AND tier & {nst} <> 0 AS recognised_nst,
    CASE WHEN filed_low >= {filed} THEN TRUE WHEN filed_high < {filed} THEN FALSE END AS in_force
  FROM (SELECT line, "fact:asset.kind" AS k, "fact:asset.cost_kind" AS c, "fact:asset.condition" AS condition,
    "fact:facility.purpose" AS purpose, "fact:facility.research_unit" AS unit, "fact:recognition.status" AS status,
    "fact:recognition.tier" AS tier, "fact:filing.filed_on:low" AS filed_low, "fact:filing.filed_on:high" AS filed_high
    FROM {source})
)
SELECT line, land AS "asset.land", mould AS "asset.mould", clean_room AS "asset.clean-room",
  (k & {buildings} <> 0 OR c & {building_costs} <> 0) AND NOT clean_room AS "asset.building", used AS "asset.used",
  research AS "asset.research", research OR k & {support_kinds} <> 0 AS "asset.support",
  recognised_nst AS "recognition.nst", in_force AS "credit.in-force"
FROM asset
"""
SAME = ("land", "mould", "clean-room", "building", "used", "research", "support")


def hand_written(prepared: Prepared, source: str) -> str:
    facts = prepared.rulebook.facts

    def bits(path: str, *choices: str) -> int:
        return mask(facts[path], choices)

    kind, cost = "asset.kind", "asset.cost_kind"
    support = ("vocational_training_facility", "energy_saving_facility", "environmental_facility")
    return HAND_WRITTEN.format(
        source=source,
        land=bits(kind, "land"),
        land_cost=bits(cost, "land"),
        mould=bits(kind, "mould"),
        clean_room=bits(kind, "clean_room"),
        building_cost=bits(cost, "building"),
        used=bits("asset.condition", "used"),
        ip=bits(kind, "intellectual_property"),
        research=bits("facility.purpose", "research_and_test"),
        lab_kinds=bits(kind, "machinery", "clean_room", "other_tangible", "tool_or_fixture"),
        building_costs=bits(cost, "building", "building_service"),
        recognised=bits("recognition.status", "recognised"),
        nst=bits("recognition.tier", "nst"),
        filed=day("2021-01-01"),
        buildings=bits(kind, "building_or_structure"),
        support_kinds=bits(kind, *support, "worker_welfare_facility", "safety_facility"),
    )


def against_hand_written(prepared: Prepared, facts: Path, folder: Path) -> tuple[float, float]:
    """Seconds of the columns and of the SQL written by hand, for the same provisions, Parquet to Parquet."""
    names = ["line", *(f"asset.{name}" for name in SAME), "recognition.nst", "credit.in-force"]
    columns = emit(prepared, KNOWN_ON)
    source = f"read_parquet('{facts}')"
    once = f"(SELECT *, 0 AS \"stretch\", 0 AS \"stretch:first\", 0 AS \"stretch:last\" FROM {source})"
    emitted = layered(columns.dialect, columns.beneath(names), once, names)
    best = []
    with duckdb.connect() as connection:
        for name, sql in (("emitted", emitted), ("hand", hand_written(prepared, source))):
            took = []
            for _ in range(5):
                start = time.perf_counter()
                connection.execute(f"COPY ({sql}) TO '{folder / name}.parquet' (FORMAT parquet)")
                took.append(time.perf_counter() - start)
            best.append(min(took))
        different = f"(SELECT * FROM '{folder}/emitted.parquet' EXCEPT ALL SELECT * FROM '{folder}/hand.parquet')"
        assert connection.execute(f"SELECT count(*) FROM {different}").fetchall() == [(0,)]
    return best[0], best[1]


def one_at_a_time(prepared: Prepared, made: list[Claim]) -> float:
    """Seconds of processor time a line, on one core."""
    start = time.process_time()
    for claim in made:
        assess(claim, prepared, KNOWN_ON, reference.evaluate)
    lines = sum(len(investment.amounts or ()) for claim in made for investment in claim.investments)
    return (time.process_time() - start) / lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--lines", type=int, nargs="*", default=[10_000, 100_000, 1_000_000, 10_000_000])
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--run", nargs=2, help=argparse.SUPPRESS)  # one run, in a process of its own
    given = options.parse_args()
    prepared = prepare(load_rulebook())
    if given.run:
        run(prepared, Path(given.run[0]), Path(given.run[1]))
        return
    made = claims(prepared, given.seed)
    print(f"rulebook {prepared.rulebook.digest}, {len(emit(prepared, KNOWN_ON).truths)} provisions and rows")
    print(f"seed {given.seed}, DuckDB {duckdb.__version__}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"load of the machine before the run: {os.getloadavg()[0]:.1f}")
    single = one_at_a_time(prepared, made[:40])
    print(f"one claim at a time: {single * 1e6:,.0f} µs of processor time a line, with reasons and the whole credit")
    print("             decided           with reasons      processor time      peak       one at a time")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for lines in given.lines:
            facts = register(prepared, made, lines, folder)
            command = [sys.executable, __file__, "--run", str(facts), str(folder / f"out{lines}")]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            decided, deciding, reasoned, reasoning, sets, peak = map(float, said.split())
            whole, used = decided + reasoned, deciding + reasoning
            print(
                f"{lines:>10,} {decided:8.1f} s {whole:14.1f} s {used / lines * 1e6:10.1f} µs a line {peak:8,.0f} MB"
                f" {single / (used / lines):8.0f} times by processor, {single / (whole / lines):.0f} by clock;"
                f" {sets:,.0f} sets of reasons",
                flush=True,
            )
            if lines == 1_000_000 or lines == max(given.lines) < 1_000_000:
                emitted, hand = against_hand_written(prepared, facts, folder)
                took_both = f"columns {emitted:.2f} s, written by hand {hand:.2f} s"
                print(f"            nine provisions: {took_both}, ratio {emitted / hand:.2f}")


if __name__ == "__main__":
    main()
