"""Ways to change what a ledger has stored, one at a time: for the tests and for ``benchmarks/ledger_tampering.py``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ledgers import past_the_guards
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, select, text

from engine.ledger import tree
from engine.ledger.leaf import canonical, read_leaf
from engine.ledger.packing import Packed, digest, pack
from engine.ledger.schema import metadata
from engine.ledger.store import Ledger
from engine.ledger.view import Stored


def execute(ledger: Ledger, *statements: str) -> None:
    with past_the_guards(ledger) as connection:
        for statement in statements:
            connection.execute(text(statement))


# -- single entries, byte by byte


def flipped(data: bytes) -> Iterator[bytes]:
    """Each byte changed, one at a time."""
    for i in range(len(data)):
        yield data[:i] + bytes([data[i] ^ (1 << i % 8)]) + data[i + 1 :]


def variants(stored: Stored) -> Iterator[Stored]:
    """An entry with one byte of what is stored for it changed."""
    for leaf in flipped(stored.leaf):
        yield replace(stored, leaf=leaf)
    for node in flipped(stored.node or b""):
        yield replace(stored, node=node)
    assert stored.identity is not None
    salt, data = stored.identity
    for other in flipped(salt):
        yield replace(stored, identity=(other, data))
    for other in flipped(data):
        yield replace(stored, identity=(salt, other))
    for name, content in stored.contents.items():
        for packed in flipped(content.packed):
            yield replace(stored, contents={**stored.contents, name: Packed(packed, content.packed_digest)})
        for check in flipped(content.packed_digest):
            yield replace(stored, contents={**stored.contents, name: Packed(content.packed, check)})
        for other in flipped(name.encode()):  # the key that it stands under
            rest = {n: c for n, c in stored.contents.items() if n != name}
            yield replace(stored, contents={**rest, other.decode(errors="replace"): content})


def without_rulebook(stored: Stored) -> Stored:
    """Its bytes would be most of them; an edited rulebook is tried on its own."""
    leaf = read_leaf(stored.leaf)
    assert leaf is not None
    small = pack(b"{}")
    leaf["rulebook"] = digest(b"{}")
    kept = {name: c for name, c in stored.contents.items() if name in (leaf["claim"], leaf["assessment"])}
    raw = canonical(leaf)
    return replace(stored, leaf=raw, node=tree.leaf_hash(raw), contents={**kept, digest(b"{}"): small})


# -- every column of every table


def other_value(column: Column[object], value: object) -> object:
    if isinstance(column.type, LargeBinary):
        assert isinstance(value, bytes)
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(column.type, Integer | BigInteger):
        return 1 if value is None else int(str(value)) ^ 64
    given = str(value or "x")
    return given[:-1] + chr(ord(given[-1]) ^ 1)


COLUMNS = [(table.name, column.name) for table in metadata.sorted_tables for column in table.columns]


def change(ledger: Ledger, table: str, column: str) -> object:
    """Changes one value in the second row of a table; the first key column of that row as it was."""
    held: Table = metadata.tables[table]
    keys = list(held.primary_key.columns)
    with past_the_guards(ledger) as connection:
        row = connection.execute(select(held).order_by(*keys).offset(1).limit(1)).one()
        where = [key == getattr(row, key.name) for key in keys]
        changed = {column: other_value(held.c[column], getattr(row, column))}
        connection.execute(held.update().where(*where).values(changed))
        return getattr(row, keys[0].name)


# -- whole rows


def swapped(one: int, other: int) -> tuple[str, ...]:
    moves = ((one, 99), (other, one), (99, other))
    return tuple(f"UPDATE entry SET number = {to} WHERE number = {of}" for of, to in moves)


WHOLE = {
    "swapped": (
        swapped(2, 4),
        {"wrong-number entry 2", "leaf-changed entry 2", "wrong-number entry 4", "leaf-changed entry 4"},
    ),
    "dropped": (("DELETE FROM entry WHERE number = 4",), {"entry-missing entry 4"}),
    "dropped with its hash": (
        ("DELETE FROM entry WHERE number = 4", "DELETE FROM node WHERE level = 0 AND position = 3"),
        {"entry-missing entry 4", "node-changed node 1/1"},
    ),
    "dropped from the end": (("DELETE FROM entry WHERE number = 8",), {"entry-missing entry 8"}),
    "doubled": (
        ("INSERT INTO entry SELECT 9, kind, organisation, refers_to, leaf FROM entry WHERE number = 7",),
        {"wrong-number entry 9", "node-missing entry 9", "no-head entry 9", "identity-missing entry 9"},
    ),
    "reordered": (
        swapped(6, 7),
        {"wrong-number entry 6", "wrong-number entry 7", "leaf-changed entry 6", "leaf-changed entry 7"},
    ),
    "an erasure undone": (("DELETE FROM entry WHERE number = 5",), {"entry-missing entry 5"}),
    "identity deleted unrecorded": (("DELETE FROM identity WHERE number = 7",), {"identity-missing entry 7"}),
    "identity put back": (
        ("INSERT INTO identity SELECT 3, salt, data FROM identity WHERE number = 2",),
        {"identity-kept entry 3"},
    ),
    "identity of another": (
        ("UPDATE identity SET data = (SELECT data FROM identity WHERE number = 4) WHERE number = 7",),
        {"identity-changed entry 7"},
    ),
    "a content deleted": (
        ("DELETE FROM content WHERE digest = (SELECT min(digest) FROM content)",),
        {"content-missing entry 2"},
    ),
    "a head deleted where a key was handed on": (
        ("DELETE FROM head WHERE size = 6",),
        {"head-not-signed head 6"},
    ),
    "the last head deleted": (("DELETE FROM head WHERE size = 8",), {"no-head entry 8"}),
    "a chunk of rows dropped": (
        ("DELETE FROM row_chunk WHERE number = 8 AND position = 1",),
        {"rows-changed entry 8"},
    ),
    "rows for an entry that has none": (
        ("INSERT INTO row_chunk SELECT 7, position, root, packed, packed_digest FROM row_chunk",),
        {"surplus row_chunk"},
    ),
    "a node too many": (
        ("INSERT INTO node SELECT 0, 8, hash FROM node WHERE level = 0 AND position = 7",),
        {"entry-missing entry 9"},
    ),
}
