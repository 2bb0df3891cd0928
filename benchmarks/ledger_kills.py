"""Writers killed at random moments: is anything lost that was acknowledged, or any tree broken?

A writer appends entries, one or several at a time, and says the last number once the append has returned. It is killed
(SIGKILL) after a random time. The next one goes on without any repair; every so often, and at the end, the whole ledger
is checked.

    python benchmarks/ledger_kills.py --kills 500 > benchmarks/results/ledger_kills.txt
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import ledgers

from engine.assessment.assess import prepare
from engine.law.loader import load_rulebook
from engine.ledger.draft import Draft
from engine.ledger.faults import Fault
from engine.ledger.store import Ledger
from engine.ledger.verify import verify

FORK = multiprocessing.get_context("fork")
FULL_CHECK = 25  # turns between two
LONGEST = 0.12  # seconds after the writer began


def write(place: str, keys: Path, pipe: int, drafts: list[Draft], seed: int) -> None:
    rng = random.Random(seed)
    with Ledger(place, keys, create=True) as ledger:
        os.write(pipe, b"0\n")
        while True:
            numbers = ledger.append(rng.choices(drafts, k=rng.choice((1, 1, 1, 5, 40))))
            os.write(pipe, f"{numbers[-1]}\n".encode())


def killed(place: str, keys: Path, drafts: list[Draft], rng: random.Random) -> int:
    """The last number that a writer acknowledged before it was killed; 0 if none."""
    reader, writer = os.pipe()
    process = FORK.Process(target=write, args=(place, keys, writer, drafts, rng.random()))
    process.start()
    os.close(writer)
    said = os.read(reader, 2)
    time.sleep(rng.uniform(0, LONGEST))
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    while piece := os.read(reader, 65536):
        said += piece
    os.close(reader)
    return max((int(line) for line in said.decode().split("\n")[:-1]), default=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=15, help="most time for each database")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    prepared = prepare(load_rulebook())
    drafts = [ledgers.decision(prepared), ledgers.decision(prepared, ledgers.PLANT)]
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        server = stack.enter_context(ledgers.postgresql(folder, durable=True))
        for place in (str(folder / "ledger.db"), ledgers.new_schema(server)):
            turns(place, folder / "keys", drafts, options)


def turns(place: str, keys: Path, drafts: list[Draft], options: argparse.Namespace) -> None:
    rng = random.Random(options.seed)
    with Ledger(place, keys, create=True) as ledger:
        print(ledgers.durability(ledger))
    acknowledged, lost, broken, unsaid, done = 1, 0, 0, 0, 0
    end = time.monotonic() + options.minutes * 60
    while done < options.kills and time.monotonic() < end:
        last = killed(place, keys, drafts, rng)
        done += 1
        acknowledged = max(acknowledged, last)
        with Ledger(place, keys) as ledger, ledger.view() as view:
            size = view.size
        lost += size < acknowledged
        unsaid += size > acknowledged
        acknowledged = size  # what is there now must stay
        if done % FULL_CHECK == 0 or done == options.kills:
            try:
                with Ledger(place, keys) as ledger:
                    report = verify(ledger)
            except Fault as fault:
                print(f"  turn {done}: {fault}")
                broken += 1
                continue
            broken += bool(report.findings)
            for finding in report.findings:
                print(f"  turn {done}: {finding}")
    print(
        f"  {done} writers killed; {acknowledged:,} entries; {lost} times an acknowledged entry was lost; "
        f"{broken} full checks with findings, of {-(-done // FULL_CHECK)}; "
        f"{unsaid} times an append was durable before it was acknowledged",
        flush=True,
    )


if __name__ == "__main__":
    main()
