"""Columns over registers: time and memory by length, against one claim at a time.

Facts are read from Parquet; parts with all truth columns are written to Parquet, and for each part the number of its
reasons, which are worded once for all parts that the law sees alike, as an audit does.
Time is said by the clock and as processor time of all threads: the latter means more on a machine that others use too.

    python benchmarks/columns_speed.py > benchmarks/results/columns_speed.txt
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from columns_register import KNOWN_ON, claims, register

from api.text.register import RegisterWords
from engine.assessment.assess import Prepared, assess, prepare
from engine.claims.claim import Claim
from engine.columns.emit import emit
from engine.columns.run import decide
from engine.inference import reference
from engine.law.loader import load_rulebook
from engine.law.values import iso
from engine.registers.explain import explain
from engine.registers.workspace import open_in


def run(prepared: Prepared, facts: Path, folder: Path) -> None:
    """One run in this process; prints seconds and processor time of decisions and of reasons, sets and memory."""
    folder.mkdir()
    (folder / "facts.parquet").hardlink_to(facts)
    start, used = time.perf_counter(), time.process_time()
    for _ in decide(prepared, folder / "facts.parquet", folder / "decided", KNOWN_ON, whole=False):
        pass
    decided, used_deciding = time.perf_counter(), time.process_time()
    words = RegisterWords(prepared.rulebook, "ko", iso(KNOWN_ON))
    with open_in(folder) as connection:
        sets = len(explain(connection, prepared, KNOWN_ON, folder, words, lambda done, total: None))
    ended, used_in_all = time.perf_counter(), time.process_time()
    print(decided - start, used_deciding - used, ended - decided, used_in_all - used_deciding, sets, peak())


def peak() -> float:
    """Most memory of this process in MB; what the system says of its use counts the process that started it as well."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


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
            decided, deciding, reasoned, reasoning, sets, memory = map(float, said.split())
            whole, used = decided + reasoned, deciding + reasoning
            print(
                f"{lines:>10,} {decided:8.1f} s {whole:14.1f} s {used / lines * 1e6:10.1f} µs a line {memory:8,.0f} MB"
                f" {single / (used / lines):8.0f} times by processor, {single / (whole / lines):.0f} by clock;"
                f" {sets:,.0f} sets of reasons",
                flush=True,
            )


if __name__ == "__main__":
    main()
