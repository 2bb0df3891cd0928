"""Eight writers at once on one ledger: is it one history, and how fast beside the bare database?

In the same run as many processes insert rows of the same size into a plain table, one a transaction, with the same
settings: the rate that the database itself allows. Appending differs from it by the tree, the signature, contents and
guards, and by the lock that keeps the history one line.

    python benchmarks/ledger_writers.py --each 250 > benchmarks/results/ledger_writers.txt
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import ledgers
from sqlalchemy import text

from engine.assessment.assess import prepare
from engine.law.loader import load_rulebook
from engine.ledger.database import Database
from engine.ledger.draft import Draft
from engine.ledger.leaf import Identity, read_identity
from engine.ledger.store import Ledger
from engine.ledger.verify import verify

FORK = multiprocessing.get_context("fork")


def append(place: str, keys: Path, name: int, each: int, one: Draft) -> None:
    with Ledger(place, keys) as ledger:
        for i in range(each):
            ledger.append([replace(one, identity=Identity(f"writer {name}, entry {i}"))])


def insert(place: str, _: Path, name: int, each: int, row: bytes) -> None:
    database = Database(place)
    for _ in range(each):
        with database.writing() as connection:
            connection.execute(text("INSERT INTO plain (row) VALUES (:row)"), {"row": row})
    database.close()


def together(target: Callable[..., None], place: str, keys: Path, writers: int, each: int, what: object) -> float:
    """Entries or rows a second of so many processes."""
    processes = [FORK.Process(target=target, args=(place, keys, i, each, what)) for i in range(writers)]
    start = time.perf_counter()
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    seconds = time.perf_counter() - start
    assert all(process.exitcode == 0 for process in processes)
    return writers * each / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--each", type=int, default=250)
    options = parser.parse_args()
    writers, each = options.writers, options.each
    one = ledgers.decision(prepare(load_rulebook()))
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        server = stack.enter_context(ledgers.postgresql(folder, durable=True))
        for place in (str(folder / "ledger.db"), ledgers.new_schema(server)):
            with Ledger(place, folder / "keys", create=True) as ledger:
                print(ledgers.durability(ledger))
                kind = "BLOB" if ledger.database.path else "BYTEA"
                with ledger.database.writing() as connection:
                    connection.execute(text(f"CREATE TABLE plain (row {kind})"))
                with ledger.view() as view:
                    size = len(view.entry(1).leaf) + 4 * 32 + 300  # leaf, identity, nodes and head of an entry
            plain = together(insert, place, folder, writers, each, bytes(size))
            rate = together(append, place, folder / "keys", writers, each, one)
            with Ledger(place, folder / "keys") as ledger, ledger.view() as view:
                report = verify(ledger)
                actors = Counter(read_identity(s.identity[1]).actor for s in view.entries() if s.identity)
            expected = {f"writer {i}, entry {k}" for i in range(writers) for k in range(each)}
            lost, doubled = len(expected - actors.keys()), sum(n > 1 for n in actors.values())
            print(
                f"  {writers} writers, {writers * each:,} entries: {lost} lost, {doubled} doubled, "
                f"{len(report.findings)} findings\n"
                f"  appends {rate:,.0f} a second; bare inserts of {size} bytes {plain:,.0f} a second: "
                f"{rate / plain:.0%}",
                flush=True,
            )


if __name__ == "__main__":
    main()
