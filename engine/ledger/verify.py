"""The full check of a ledger: every row of every table against the leaves, the tree and the signed heads.

Findings are local: a changed byte is named where it is, not everywhere it is hashed into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select

from engine.ledger import schema, tree
from engine.ledger.check import check_identity, check_leaf, place
from engine.ledger.faults import Finding
from engine.ledger.guards import check_file, check_guards
from engine.ledger.leaf import AUDIT, CONTENTS, DECISION, ERASURE, KEY, Leaf, read_leaf
from engine.ledger.note import BadNote, Note, VerifierKey, read_key, read_note
from engine.ledger.packing import Packed, digest
from engine.ledger.rows import CHUNK, chunk_root, root_over, split
from engine.ledger.store import Ledger
from engine.ledger.view import BATCH, Stored, View

SLACK = 10_000  # entries that are looked for beyond those that are there
Progress = Callable[[int, int], None]


@dataclass
class Report:
    """What a full check saw. ``counts`` are entries by kind; ``note`` is the newest signed head."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    size: int = 0
    heads: int = 0
    contents: int = 0
    rows: int = 0
    erased: int = 0
    note: str = ""


def verify(ledger: Ledger, exported: Sequence[Note] = (), progress: Progress = lambda done, of: None) -> Report:
    """Checks everything. ``exported`` are heads that somebody else kept: the ledger has to begin with their trees."""
    with ledger.view() as view:
        return _Check(view, progress).run(exported)


class _Check:
    def __init__(self, view: View, progress: Progress):
        self.view, self.progress = view, progress
        self.report = Report()
        self.edge: dict[tuple[int, int], bytes] = {}
        self.keys: list[VerifierKey] = []
        self.signed: set[int] = set()  # sizes of rotations that have a head
        self.rotated: dict[int, tuple[VerifierKey, VerifierKey]] = {}  # number -> key before, key after
        self.missing: list[int] = []  # entries
        self.users: dict[str, list[int]] = {}  # entries by content that was changed

    def found(self, code: str, at: str, what: object = "") -> None:
        self.report.findings.append(Finding(code, at, str(what)))

    def run(self, exported: Sequence[Note]) -> Report:
        connection = self.view.connection
        self.report.findings += [*check_file(connection), *check_guards(connection)]
        changed = self.contents()
        self.report.size = size = self.last()
        wanted = {note.head.size: note for note in exported}
        for first in range(1, size + 1, BATCH):
            last = min(size, first + BATCH - 1)
            self.batch(first, last, changed, wanted)
            self.progress(last, size)
        self.report.findings += [Finding("entry-missing", name) for name in ranges(self.missing)]
        for name, numbers in self.users.items():
            self.found("content-changed", f"content {name}", ", ".join(map(str, numbers[:20])))
        for name in sorted(changed - self.users.keys()):
            self.found("content-changed", f"content {name}")
        self.surplus(size)
        for number in sorted(n for n in wanted if n > size):
            self.found("rolled-back", "ledger", number)
        return self.report

    def last(self) -> int:
        """How many entries there are by whatever table says most: what was cut off at the end is missed then.

        A number that was made up far beyond what there is does not count.
        """
        leaves = schema.node.c.level == 0
        most = max(
            self.view.size,
            self.ask(select(func.max(schema.head.c.size))),
            self.ask(select(func.max(schema.node.c.position)).where(leaves)) + 1,
        )
        there = max(
            self.ask(select(func.count()).select_from(schema.entry)),
            self.ask(select(func.count()).select_from(schema.node).where(leaves)),
        )
        return min(most, there + SLACK)

    def ask(self, question: Select[Any]) -> int:
        return int(self.view.connection.scalar(question) or 0)

    # -- contents

    def contents(self) -> set[str]:
        """Digests of contents that are not what they were."""
        table, changed = schema.content, set()
        rows = self.view.connection.execution_options(yield_per=100).execute(select(table))
        for row in rows:
            data = Packed(bytes(row.packed), bytes(row.packed_digest)).unpack()
            self.report.contents += 1
            if data is None or digest(data) != row.digest:
                changed.add(str(row.digest))
        return changed

    # -- entries, tree and heads

    def batch(self, first: int, last: int, changed: set[str], exported: dict[int, Note]) -> None:
        entries = {stored.number: stored for stored in self.view.entries(first, last, with_contents=False)}
        leaves = {number: read_leaf(stored.leaf) for number, stored in entries.items()}
        named = {d for leaf in leaves.values() if leaf for d in _digests(leaf)}
        there = self.view.have(named)
        nodes = self.view.nodes(first - 1, last - 1)
        heads = self.view.notes(first, last)
        for number in range(first, last + 1):
            if number in entries:
                self.entry(entries[number], leaves[number], there, changed)
            else:
                self.missing.append(number)
            self.grow(number - 1, nodes)
            if number in heads:
                self.head(number, heads[number])
            if number in exported:
                self.exported(number, exported[number])
        if last == self.report.size and last not in heads:
            self.found("no-head", place(last))

    def entry(self, stored: Stored, leaf: Leaf | None, there: set[str], changed: set[str]) -> None:
        self.report.findings += check_leaf(stored)
        if leaf is None:
            return
        kind = leaf["kind"]
        self.report.counts[kind] = self.report.counts.get(kind, 0) + 1
        self.report.erased += stored.erased_by is not None
        self.report.findings += check_identity(stored, leaf)
        for name in CONTENTS[kind]:
            if leaf[name] in changed:
                self.users.setdefault(leaf[name], []).append(stored.number)
            elif leaf[name] not in there:
                self.found("content-missing", place(stored.number), name)
        if kind == KEY:
            self.key(stored.number, leaf)
        if kind == AUDIT:
            self.audit(stored.number, leaf)
        of = leaf["refers_to"]
        if of is not None and (not 0 < of < stored.number or kind not in (DECISION, ERASURE)):
            self.found("refers-nowhere", place(stored.number), of)

    def key(self, number: int, leaf: Leaf) -> None:
        try:
            key = read_key(leaf["key"])
        except BadNote:
            self.found("leaf-unreadable", place(number))
            return
        if self.keys:
            self.rotated[number] = (self.keys[-1], key)
        self.keys.append(key)

    def grow(self, index: int, nodes: dict[tuple[int, int], bytes]) -> None:
        """Each stored node against the two stored below it."""
        level, position = 0, index
        value = nodes.get((0, index), b"")  # a missing leaf node is named with its entry
        self.edge[0, index] = value
        while position % 2:
            expected = tree.node_hash(self.edge.pop((level, position - 1), b""), self.edge.pop((level, position)))
            level, position = level + 1, position // 2
            stored = nodes.get((level, position))
            if stored is None:
                if index + 1 not in self.missing[-1:]:  # else its entry is missing too, and was named
                    self.found("node-missing", f"node {level}/{position}")
            elif stored != expected:
                self.found("node-changed", f"node {level}/{position}")
            self.edge[level, position] = expected if stored is None else stored

    def root(self, size: int) -> bytes:
        return tree.root_of([self.edge.get(at, b"") for at in tree.edge(size)])

    def head(self, size: int, text: str) -> None:
        at = f"head {size}"
        self.report.heads += 1
        if size in self.rotated:
            self.signed.add(size)
        self.report.note = text
        try:
            note = read_note(text)
        except BadNote:
            self.found("head-changed", at)
            return
        if note.head.size != size or (self.keys and note.head.origin != self.keys[0].name):
            self.found("head-changed", at)
            return
        signers = self.rotated.get(size) or tuple(self.keys[-1:])
        if not signers or not all(note.signed_by(key) for key in signers):
            self.found("head-not-signed", at)
        elif note.head.root != self.root(size):
            self.found("head-other-tree", at)

    def exported(self, size: int, note: Note) -> None:
        if not any(note.signed_by(key) for key in self.keys):
            self.found("exported-not-signed", f"head {size}")
        elif note.head.root != self.root(size):
            self.found("exported-other-tree", f"head {size}")

    # -- audits

    def audit(self, number: int, leaf: Leaf) -> None:
        roots, count = [], 0
        for position, chunk in enumerate(self.view.chunks(number)):
            data = chunk.packed.unpack()
            rows = [] if data is None else split(data)
            count += len(rows)
            if data is None or chunk_root(rows) != chunk.root or chunk.position != position:
                self.found("rows-changed", place(number), f"{position * CHUNK + 1}-{position * CHUNK + len(rows)}")
            roots.append(chunk.root)
        self.report.rows += count
        if (count, root_over(roots).hex()) != (leaf["rows"]["count"], leaf["rows"]["root"]):
            self.found("rows-changed", place(number))

    # -- what belongs to nothing

    def surplus(self, size: int) -> None:
        connection, e = self.view.connection, schema.entry
        nodes = self.ask(select(func.count()).select_from(schema.node))
        complete = sum(size >> level for level in range(size.bit_length()))
        if nodes > complete:
            self.found("surplus", "node", nodes - complete)
        for column in (e.c.number, schema.head.c.size):
            for number in connection.scalars(select(column).where(column > size).limit(10)):
                self.found("surplus", column.table.name, number)
        for number in sorted(self.rotated.keys() - self.signed):
            self.found("head-not-signed", f"head {number}")
        for table in (schema.identity, schema.row_chunk):
            kinds = [AUDIT] if table is schema.row_chunk else [DECISION, *(k for k in CONTENTS if k != DECISION)]
            owners = select(e.c.number).where(e.c.kind.in_(kinds))
            alone = select(table.c.number).where(table.c.number.not_in(owners)).distinct().limit(10)
            for number in connection.scalars(alone):
                self.found("surplus", table.name, number)


def ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Places of entries, runs of them in one."""
    start = 0
    for i, number in enumerate(numbers):
        if i + 1 == len(numbers) or numbers[i + 1] != number + 1:
            first, start = numbers[start], i + 1
            yield place(number) if first == number else f"entries {first}-{number}"


def _digests(leaf: Leaf) -> Iterator[str]:
    return (leaf[name] for name in CONTENTS[leaf["kind"]])
