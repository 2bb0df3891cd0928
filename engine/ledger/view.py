"""Reading a ledger: one state of it, unmoved by appends meanwhile. Nothing is checked here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select, tuple_

from engine.ledger import schema, tree
from engine.ledger.faults import Fault
from engine.ledger.leaf import CONTENTS, ERASURE, KEY, read_leaf
from engine.ledger.note import BadNote, VerifierKey, read_key
from engine.ledger.packing import Packed
from engine.ledger.rows import Chunk

BATCH = 500  # entries read at once, values of one IN
FEW = 100  # entries read at once with their contents


@dataclass(frozen=True)
class Stored:
    """An entry as the database has it, unchecked."""

    number: int
    kind: str
    organisation: str | None
    refers_to: int | None
    leaf: bytes
    node: bytes | None
    identity: tuple[bytes, bytes] | None  # salt and data
    erased_by: int | None
    contents: Mapping[str, Packed]  # by digest, those that are there


class View:
    """One state of a ledger."""

    def __init__(self, name: str, connection: Connection):
        self.name, self.connection = name, connection

    @property
    def size(self) -> int:
        return int(self.connection.scalar(select(func.max(schema.entry.c.number))) or 0)

    def signing_keys(self) -> list[tuple[int, VerifierKey]]:
        """Every key with the number of the entry from which it signs."""
        chosen = select(schema.entry.c.number, schema.entry.c.leaf).where(schema.entry.c.kind == KEY)
        keys = []
        for number, raw in self.connection.execute(chosen.order_by(schema.entry.c.number)):
            leaf = read_leaf(bytes(raw))
            try:
                keys.append((int(number), read_key(leaf["key"] if leaf else "")))
            except (BadNote, KeyError):
                raise Fault("broken-entry", self.name, number=number) from None
        if not keys:
            raise Fault("broken-entry", self.name, number=1)
        return keys

    # -- the tree

    def note(self, size: int | None = None) -> str:
        """The signed head of a size, or the newest."""
        by_size = schema.head.c.size
        wanted = select(schema.head.c.note)
        wanted = wanted.order_by(by_size.desc()).limit(1) if size is None else wanted.where(by_size == size)
        found = self.connection.scalar(wanted)
        if found is None:
            raise Fault("broken-tree", self.name)
        return str(found)

    def notes(self, first: int, last: int) -> dict[int, str]:
        """Signed heads by size."""
        table = schema.head
        chosen = select(table.c.size, table.c.note).where(table.c.size.between(first, last))
        return {int(size): str(note) for size, note in self.connection.execute(chosen)}

    def node(self, level: int, position: int) -> bytes:
        of = (schema.node.c.level == level) & (schema.node.c.position == position)
        found = self.connection.scalar(select(schema.node.c.hash).where(of))
        if found is None:
            raise Fault("broken-tree", self.name)
        return bytes(found)

    def edge(self, size: int) -> dict[tuple[int, int], bytes]:
        """The nodes that make up the tree of a size, the largest first; Fault if one is missing."""
        wanted, table = tree.edge(size), schema.node
        if not wanted:
            return {}
        chosen = select(table).where(tuple_(table.c.level, table.c.position).in_(wanted))
        found = {(row.level, row.position): bytes(row.hash) for row in self.connection.execute(chosen)}
        if len(found) < len(wanted):
            raise Fault("broken-tree", self.name)
        return {at: found[at] for at in wanted}

    def nodes(self, first: int, last: int) -> dict[tuple[int, int], bytes]:
        """Nodes over leaves ``first`` to ``last`` (from 0), on every level."""
        found, level, table = {}, 0, schema.node
        while level == 0 or last >> level > 0 or first >> level < last >> level:
            among = table.c.position.between(first >> level, last >> level)
            chosen = select(table.c.position, table.c.hash).where(table.c.level == level, among)
            found.update({(level, int(position)): bytes(h) for position, h in self.connection.execute(chosen)})
            level += 1
        chosen = select(table.c.hash).where(table.c.level == level, table.c.position == 0)
        top = self.connection.scalar(chosen)
        return found if top is None else {**found, (level, 0): bytes(top)}

    # -- entries

    def entry(self, number: int) -> Stored:
        for stored in self.entries(number, number):
            return stored
        raise Fault("no-entry", self.name, number=number)

    def entries(
        self,
        first: int = 1,
        last: int | None = None,
        kind: str | None = None,
        with_contents: bool = True,
        organisation: str | None = None,
    ) -> Iterator[Stored]:
        """Entries in order, some at a time; with ``organisation`` its own, and keys, which concern all."""
        step, after = FEW if with_contents else BATCH, first - 1
        while True:
            some = list(self._some(after, last, kind, with_contents, organisation, step))
            yield from some
            if len(some) < step:
                return
            after = some[-1].number

    def leaves(self, organisation: str | None, kind: str) -> Iterator[bytes]:
        """Leaves of a kind of an organisation; without one, of all."""
        table = schema.entry
        chosen = select(table.c.leaf).where(table.c.kind == kind)
        if organisation is not None:
            chosen = chosen.where(table.c.organisation == organisation)
        return (bytes(leaf) for leaf in self.connection.execution_options(yield_per=BATCH).scalars(chosen))

    def newest(self, before: int | None, kind: str, organisation: str | None = None) -> Iterator[Stored]:
        """Entries of a kind before a number, or all, the newest first; without contents."""
        table = schema.entry
        while True:
            among = self._among(kind, organisation)
            if before is not None:
                among = among.where(table.c.number < before)
            some = list(self._read(among.order_by(table.c.number.desc()).limit(FEW), with_contents=False))
            yield from some
            if len(some) < FEW:
                return
            before = some[-1].number

    def _some(
        self,
        after: int,
        last: int | None,
        kind: str | None,
        with_contents: bool,
        organisation: str | None,
        most: int,
    ) -> Iterator[Stored]:
        table = schema.entry
        among = self._among(kind, organisation).where(table.c.number > after)
        if last is not None:
            among = among.where(table.c.number <= last)
        return self._read(among.order_by(table.c.number).limit(most), with_contents)

    @staticmethod
    def _among(kind: str | None, organisation: str | None) -> Select[Any]:
        table = schema.entry
        among = select(table)
        if kind is not None:
            among = among.where(table.c.kind == kind)
        if organisation is not None:
            among = among.where((table.c.organisation == organisation) | (table.c.kind == KEY))
        return among

    def _read(self, chosen: Select[Any], with_contents: bool) -> Iterator[Stored]:
        table, who, node = schema.entry, schema.identity, schema.node
        found = self.connection.execute(chosen).all()
        numbers = [row.number for row in found]
        leaves = select(node.c.position, node.c.hash).where(
            node.c.level == 0, node.c.position.in_([number - 1 for number in numbers])
        )
        hashes = {position + 1: bytes(value) for position, value in self.connection.execute(leaves)}
        about = select(who.c.number, who.c.salt, who.c.data).where(who.c.number.in_(numbers))
        identities = {n: (bytes(salt), bytes(data)) for n, salt, data in self.connection.execute(about)}
        erasing = select(table.c.refers_to, table.c.number).where(
            table.c.kind == ERASURE, table.c.refers_to.in_(numbers)
        )
        erased = {int(of): int(number) for of, number in self.connection.execute(erasing)}
        named = {row.number: named_contents(bytes(row.leaf)) if with_contents else [] for row in found}
        contents = self.contents({d for digests in named.values() for d in digests})
        for row in found:
            yield Stored(
                row.number,
                row.kind,
                row.organisation,
                row.refers_to,
                bytes(row.leaf),
                hashes.get(row.number),
                identities.get(row.number),
                erased.get(row.number),
                {d: contents[d] for d in named[row.number] if d in contents},
            )

    def contents(self, digests: Iterable[str]) -> dict[str, Packed]:
        table, names = schema.content, sorted(digests)
        found: dict[str, Packed] = {}
        for i in range(0, len(names), BATCH):
            chosen = select(table).where(table.c.digest.in_(names[i : i + BATCH]))
            for row in self.connection.execute(chosen):
                found[row.digest] = Packed(bytes(row.packed), bytes(row.packed_digest))
        return found

    def have(self, digests: Iterable[str]) -> set[str]:
        """Which of these contents are there."""
        table, names = schema.content, sorted(digests)
        found: set[str] = set()
        for i in range(0, len(names), BATCH):
            found.update(
                self.connection.scalars(select(table.c.digest).where(table.c.digest.in_(names[i : i + BATCH])))
            )
        return found

    def superseded_by(self, number: int) -> list[int]:
        table = schema.entry
        later = select(table.c.number).where(table.c.refers_to == number, table.c.kind != ERASURE)
        return [int(n) for n in self.connection.scalars(later.order_by(table.c.number))]

    # -- rows of an audit

    def chunk_roots(self, number: int) -> list[bytes]:
        table = schema.row_chunk
        chosen = select(table.c.root).where(table.c.number == number).order_by(table.c.position)
        return [bytes(root) for root in self.connection.scalars(chosen)]

    def chunk(self, number: int, position: int) -> Chunk | None:
        found = list(self.chunks(number, position, position))  # read to its end, so that no cursor stays open
        return found[0] if found else None

    def chunks(self, number: int, first: int = 0, last: int | None = None) -> Iterator[Chunk]:
        table = schema.row_chunk
        chosen = select(table).where(table.c.number == number, table.c.position >= first)
        if last is not None:
            chosen = chosen.where(table.c.position <= last)
        streaming = self.connection.execution_options(yield_per=20)
        for row in streaming.execute(chosen.order_by(table.c.position)):
            yield Chunk(int(row.position), bytes(row.root), Packed(bytes(row.packed), bytes(row.packed_digest)))


def named_contents(raw: bytes) -> list[str]:
    """Digests that a leaf names; none if it cannot be read."""
    leaf = read_leaf(raw)
    return [] if leaf is None else [leaf[name] for name in CONTENTS[leaf["kind"]]]
