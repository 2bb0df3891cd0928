"""Ten thousand decisions in a ledger, on SQLite and on PostgreSQL: recorded, verified and replayed.

Claims are the cases beside the rules with random facts left out (seeded), decided by durable-rules and confirmed by the
walk, once. Each database then gets them one at a time and in batches, is checked whole, and decides all of them again.

    python benchmarks/ledger_speed.py --entries 10000 > benchmarks/results/ledger_speed.txt
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parent))
import ledgers
from decisions import questions

from engine.assessment.assess import Prepared, prepare
from engine.inference import reference
from engine.inference.durable import DurableEvaluator
from engine.inference.solve import Evaluate
from engine.law.loader import load_rulebook
from engine.ledger.decide import Recorder, decide, draft, record
from engine.ledger.draft import Draft
from engine.ledger.leaf import DECISION
from engine.ledger.replay import Replayer, recorded
from engine.ledger.store import Ledger
from engine.ledger.verify import verify

BATCHES = (100, 1000)


def decided(prepared: Prepared, durable: Evaluate, count: int, seed: int) -> list[Draft]:
    start = time.perf_counter()
    found = [
        draft(decide(claim.data, prepared, known_on, durable, reference.evaluate), Recorder("Kim"))
        for claim, known_on in questions(prepared, count, seed)
    ]
    seconds = time.perf_counter() - start
    size = sum(len(one.contents["assessment"]) for one in found) / len(found) / 1024
    print(f"{count} claims decided twice: {count / seconds:,.0f} a second; an assessment has {size:.0f} KiB on average")
    return found


def rate(label: str, count: int, start: float) -> None:
    seconds = time.perf_counter() - start
    print(f"  {label}: {count:,} in {seconds:.1f} s, {count / seconds:,.0f} a second", flush=True)


def appended(ledger: Ledger, drafts: list[Draft], singles: int) -> None:
    start = time.perf_counter()
    for one in drafts[:singles]:
        ledger.append([one])
    rate("appended one at a time", singles, start)
    rest = drafts[singles:]
    half = len(rest) // 2
    for size, part in zip(BATCHES, (rest[:half], rest[half:]), strict=True):
        start = time.perf_counter()
        for i in range(0, len(part), size):
            ledger.append(part[i : i + size])
        rate(f"appended {size} at a time", len(part), start)


def checked(ledger: Ledger, count: int) -> None:
    start = time.perf_counter()
    report = verify(ledger)
    rate("verified", report.size, start)
    print(f"  findings: {len(report.findings)}; heads: {report.heads:,}; contents: {report.contents:,}")
    start = time.perf_counter()
    replayer, outcomes = Replayer(reference.evaluate), Counter[str]()
    with ledger.view() as view:
        for stored in view.entries(kind=DECISION):
            outcomes[replayer.replay(recorded(stored)).outcome] += 1
    rate("replayed", sum(outcomes.values()), start)
    print(f"  outcomes: {dict(outcomes)}", flush=True)
    assert not report.findings and outcomes == {"same": count}


def end_to_end(ledger: Ledger, prepared: Prepared, durable: Evaluate, count: int, seed: int) -> None:
    asked = questions(prepared, count, seed)
    start = time.perf_counter()
    for claim, known_on in asked:
        record(ledger, claim.data, prepared, known_on, durable, reference.evaluate, Recorder("Kim"))
    rate("decided twice and recorded, one at a time", count, start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--singles", type=int, default=2_000)
    parser.add_argument("--different", type=int, help="claims that are decided; entries repeat them (default: all)")
    parser.add_argument("--databases", nargs="+", choices=ledgers.DATABASES, default=ledgers.DATABASES)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    prepared = prepare(load_rulebook())
    durable = DurableEvaluator(prepared.plan.strata)
    drafts = decided(prepared, durable, options.different or options.entries, options.seed)
    drafts = [drafts[i % len(drafts)] for i in range(options.entries)]
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        server = stack.enter_context(ledgers.postgresql(folder, durable=True))
        places = {"sqlite": str(folder / "ledger.db"), "postgresql": ledgers.new_schema(server)}
        for kind in options.databases:
            with Ledger(places[kind], folder / "keys", create=True) as ledger:
                print(ledgers.durability(ledger), flush=True)
                appended(ledger, drafts, options.singles)
                checked(ledger, options.entries)
                end_to_end(ledger, prepared, durable, 300, options.seed + 1)
                if ledger.database.path:
                    print(f"  the file has {ledger.database.path.stat().st_size / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
