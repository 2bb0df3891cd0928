"""Is every change named? Each byte of fifty entries, each column of each table, rows moved, dropped and doubled.

The bytes of a rulebook are left out of the entries (they would be most of them): an edited one is tried on its own.

    python benchmarks/ledger_tampering.py > benchmarks/results/ledger_tampering.txt
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parent))
import ledgers
from decisions import questions
from tampering import COLUMNS, WHOLE, change, execute, variants, without_rulebook

from engine.assessment.assess import Prepared, prepare
from engine.inference import reference
from engine.law.loader import load_rulebook
from engine.ledger.check import check_entry
from engine.ledger.decide import Recorder, decide, draft
from engine.ledger.leaf import DECISION
from engine.ledger.note import read_note
from engine.ledger.store import Ledger
from engine.ledger.verify import verify


def bytes_of_entries(prepared: Prepared, folder: Path, count: int, seed: int) -> None:
    walk = reference.evaluate
    asked = questions(prepared, count, seed)
    with Ledger(str(folder / "bytes.db"), folder / "keys", create=True) as ledger:
        for claim, known_on in asked:
            ledger.append([draft(decide(claim.data, prepared, known_on, walk, walk), Recorder("Kim"))])
        with ledger.view() as view:
            entries = [without_rulebook(stored) for stored in view.entries(kind=DECISION)]
    assert not any(check_entry(stored) for stored in entries)
    start, tried, unseen = time.perf_counter(), 0, 0
    for stored in entries:
        for changed in variants(stored):
            tried += 1
            unseen += not check_entry(changed)
    seconds = time.perf_counter() - start
    print(f"{len(entries)} entries, each byte changed on its own: {tried:,} changes, {unseen} unseen ({seconds:.0f} s)")


def rows(prepared: Prepared, place: str, keys: Path, tamper: object, *what: object) -> list[str]:
    """What a full check of a fresh ledger says after it was tampered with."""
    with Ledger(place, keys, create=True) as ledger:
        ledgers.fill(ledger, prepared)
        tamper(ledger, *what)  # type: ignore[operator]
        return [f"{f.code} {f.place}" for f in verify(ledger).findings]


def rolled_back(prepared: Prepared, place: str, older: str, keys: Path) -> list[str]:
    with Ledger(place, keys, create=True) as ledger:
        ledgers.fill(ledger, prepared)
        with ledgers.copied(ledger, older, keys) as copy:
            ledger.append([ledgers.decision(prepared)])
            with ledger.view() as view:
                exported = read_note(view.note())
            assert not verify(ledger, [exported]).findings and not verify(copy).findings
            return [f"{f.code} {f.place}" for f in verify(copy, [exported]).findings]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    prepared = prepare(load_rulebook())
    digest = prepared.rulebook.digest
    other = f"SELECT packed FROM content WHERE digest <> '{digest}' LIMIT 1"
    edit = f"UPDATE content SET packed = ({other}) WHERE digest = '{digest}'"
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        bytes_of_entries(prepared, folder, options.entries, options.seed)
        server = stack.enter_context(ledgers.postgresql(folder))
        for kind in ledgers.DATABASES:
            places = (
                ledgers.new_schema(server) if kind == "postgresql" else str(folder / f"{i}.db") for i in range(999)
            )
            tried: dict[str, list[str]] = {}
            for table, column in COLUMNS:
                said = rows(prepared, next(places), folder / "keys", change, table, column)
                tried[f"{table}.{column} changed"] = said
            for what, (statements, _) in WHOLE.items():
                tried[what] = rows(prepared, next(places), folder / "keys", execute, *statements)
            tried["rulebook edited"] = rows(prepared, next(places), folder / "keys", execute, edit)
            tried["rolled back"] = rolled_back(prepared, next(places), next(places), folder / "keys")
            unseen = [what for what, said in tried.items() if not said]
            print(f"\n{kind}: {len(tried)} changes, {len(unseen)} unseen {unseen or ''}")
            for what, said in tried.items():
                more = f" and {len(said) - 3} more" if len(said) > 3 else ""
                print(f"  {what}: {'; '.join(said[:3])}{more}")


if __name__ == "__main__":
    main()
