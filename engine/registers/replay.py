"""A recorded bulk audit done again from its files: by its own rulebook and day, row by row beside what was recorded."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.assessment.assess import Prepared, prepare
from engine.law.loader import from_content
from engine.law.values import day
from engine.ledger.check import check_entry
from engine.ledger.engine_id import engine_id
from engine.ledger.faults import Fault
from engine.ledger.leaf import AUDIT, Leaf, canonical, read_leaf
from engine.ledger.replay import DIFFERENT, ENGINE, SAME, Damaged
from engine.ledger.rows import Rows, split
from engine.ledger.view import Stored, View
from engine.registers.audit import Order, Progress
from engine.registers.kept import file_of
from engine.registers.run import run
from engine.registers.words import Words

INPUTS = ("registers", "settings", "mapping")
SHOWN = 20  # rows of a report
Row = dict[str, Any]


@dataclass(frozen=True)
class RecordedAudit:
    """An audit as it was recorded, every byte of its entry checked."""

    number: int
    leaf: Leaf
    rulebook: bytes
    summary: bytes

    def prepared(self) -> Prepared:
        """BadInput if this engine cannot read the rulebook."""
        return prepare(from_content(self.rulebook))

    def other_inputs(self, order: Order) -> list[str]:
        """Which of the files are not those that were audited."""
        recorded = json.loads(self.summary)
        given = {
            "registers": [file_of(path) for path in order.registers],
            "settings": file_of(order.settings_file),
            "mapping": file_of(order.mapping_file),
        }
        return [name for name in INPUTS if recorded[name] != given[name]]


@dataclass
class Again:
    """What came of it. ``differing``: number, and what each row says that the other does not, of the first of
    ``changed`` rows."""

    recorded_by: str
    engine: str
    count: int = 0
    root: str = ""
    same_root: bool = False
    same_summary: bool = False
    changed: int = 0
    differing: list[tuple[int, Row, Row]] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        if self.same_root and self.same_summary:
            return SAME
        return ENGINE if self.recorded_by != self.engine else DIFFERENT


def recorded_audit(stored: Stored) -> RecordedAudit:
    """Damaged if a byte of the entry was changed; Fault if it is no audit."""
    findings, leaf = check_entry(stored), read_leaf(stored.leaf)
    if findings or leaf is None:
        raise Damaged(findings)
    if leaf["kind"] != AUDIT:
        raise Fault("not-an-audit", number=stored.number)
    rulebook, summary = (stored.contents[leaf[name]].unpack() or b"" for name in ("rulebook", "summary"))
    return RecordedAudit(stored.number, leaf, rulebook, summary)


def replay_audit(
    one: RecordedAudit,
    view: View,
    registers: tuple[Path, ...],
    settings: Path,
    mapping: Path,
    words: Callable[[Prepared], Words],
    heartbeat: Callable[[Progress], None],
) -> tuple[list[str], Again | None]:
    """Inputs that are not those of the recording; only without any it is done again. BadInput."""
    again = Again(str(one.leaf["engine"]), engine_id())

    def compare(rows: Iterator[bytes], summary: dict[str, Any]) -> int:
        kept = Rows(_beside(rows, view, one.number, again))
        again.count, again.root = kept.count, kept.root.hex()
        again.same_root = {"count": kept.count, "root": again.root} == one.leaf["rows"]
        again.same_summary = canonical(summary) == one.summary
        return one.number

    with tempfile.TemporaryDirectory(prefix="gongje-") as folder:
        order = Order(registers, Path(folder) / "again.parquet", day(one.leaf["known_on"]), settings, mapping)
        others = one.other_inputs(order)
        if others:
            return others, None
        prepared = one.prepared()
        run(order, prepared, words(prepared), str, heartbeat, compare)
    return [], again


def _beside(rows: Iterator[bytes], view: View, number: int, again: Again) -> Iterator[bytes]:
    """The rows as they are made now, compared with those that were recorded."""
    before = (row for chunk in view.chunks(number) for row in split(chunk.packed.unpack() or b""))
    for at, row in enumerate(rows, 1):
        was = next(before, b"")
        if was != row:
            again.changed += 1
            if again.changed <= SHOWN:
                again.differing.append((at, *_apart(json.loads(was or b"{}"), json.loads(row))))
        yield row
    again.changed += sum(1 for _ in before)


def _apart(one: Row, other: Row) -> tuple[Row, Row]:
    names = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    return {name: one.get(name) for name in names}, {name: other.get(name) for name in names}
