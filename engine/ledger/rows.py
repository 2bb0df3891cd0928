"""The rows of a bulk audit under one entry: a tree over them, and what proves a single row later.

Rows are kept compressed in chunks of a power of two, so that the root of a chunk is a node of the whole tree.
They are laid aside in a temporary file first: the ledger is locked only while they are copied into it.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO

from engine.ledger import tree
from engine.ledger.packing import Packed, pack

LEVEL = 10
CHUNK = 1 << LEVEL
TOGETHER = 50  # chunks that are inserted at once


@dataclass(frozen=True)
class Chunk:
    position: int
    root: bytes
    packed: Packed


class Rows:
    """Rows as canonical bytes, read once from an iterator; ``count`` and ``root`` go into the leaf."""

    def __init__(self, rows: Iterable[bytes]):
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 closed when the object goes
        self._roots: list[bytes] = []
        self.count = 0
        waiting = iter(rows)
        while chunk := list(islice(waiting, CHUNK)):
            packed = pack(join(chunk))
            self._roots.append(chunk_root(chunk))
            self._file.write(struct.pack(">I", len(packed.packed)) + packed.packed_digest + packed.packed)
            self.count += len(chunk)
        self.root = root_over(self._roots)

    def __del__(self) -> None:
        self._file.close()

    def chunks(self) -> Iterator[list[Chunk]]:
        """The chunks again, some at a time."""
        self._file.seek(0)
        numbered = iter(enumerate(self._roots))
        while some := list(islice(numbered, TOGETHER)):
            yield [Chunk(position, root, self._next()) for position, root in some]

    def _next(self) -> Packed:
        (length,) = struct.unpack(">I", self._file.read(4))
        check = self._file.read(32)
        return Packed(self._file.read(length), check)


def join(rows: Sequence[bytes]) -> bytes:
    """Rows one after the other, each after its length."""
    return b"".join(struct.pack(">I", len(row)) + row for row in rows)


def split(data: bytes) -> list[bytes]:
    rows, at = [], 0
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        rows.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return rows


def chunk_root(rows: Sequence[bytes]) -> bytes:
    return root_over([tree.leaf_hash(row) for row in rows])


def root_over(hashes: Sequence[bytes]) -> bytes:
    """Root over hashes of rows or of chunks; chunks are full but for the last, so theirs is the root over all rows."""
    nodes = tree.nodes_over(hashes)
    return tree.root(len(hashes), lambda *at: nodes[at])


def row_proof(index: int, rows: Sequence[bytes], roots: Sequence[bytes]) -> list[bytes]:
    """Proof that row ``index`` (from 0) is under the root; ``rows`` are those of its chunk."""
    below, above = tree.nodes_over(map(tree.leaf_hash, rows)), tree.nodes_over(roots)
    return [
        *tree.inclusion(index % CHUNK, len(rows), lambda *at: below[at]),
        *tree.inclusion(index // CHUNK, len(roots), lambda *at: above[at]),
    ]
