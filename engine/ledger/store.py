"""The ledger: appended to, read, never changed.

An append is one transaction: entries, contents, nodes of the tree, and a signed head over it all. It returns when
the database has it on disk. Whoever appends first waits for all others, so the history is one line.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, delete, insert, select

from engine.ledger import schema, tree
from engine.ledger.database import REVISION, Database
from engine.ledger.draft import Draft
from engine.ledger.faults import Fault
from engine.ledger.keys import create_key, private_key
from engine.ledger.leaf import ERASURE, KEY, Identity, identity_hash
from engine.ledger.note import BadNote, Head, VerifierKey, read_note, sign, verifier
from engine.ledger.packing import pack
from engine.ledger.view import View

Also = Callable[[Connection, list[int]], None]


class Ledger:
    """A ledger by URL or path of an SQLite file; ``keys`` is the folder of the keys that sign its heads.

    Fault if it is not there and ``create`` is not set, or cannot be used.
    """

    def __init__(self, place: str, keys: Path, create: bool = False):
        self.database, self.keys = Database(place), keys
        self._signing: tuple[VerifierKey, Ed25519PrivateKey] | None = None
        path = self.database.path
        if create:
            self.database.create_file()
        elif path is not None and not path.exists():
            raise Fault("no-ledger", self.database.name)
        try:
            with self.database.reading() as connection:
                revision = self.database.revision(connection)
                begun = revision is not None and View(self.database.name, connection).size > 0
            if revision != REVISION or not begun:
                self._prepare(revision, create)
        except Fault:
            self.close()
            raise

    def _prepare(self, revision: str | None, create: bool) -> None:
        """Makes the tables, or brings them up to date, and writes the first entry; others may be at it as well."""
        if revision is None and not create:
            raise Fault("no-ledger", self.database.name)
        if revision is not None and revision > REVISION:
            raise Fault("newer-ledger", self.database.name, found=revision, expected=REVISION)
        with self.database.writing() as connection:
            if self.database.revision(connection) != REVISION:
                self.database.migrate(connection)
            if View(self.database.name, connection).size == 0:
                if not create:
                    raise Fault("no-ledger", self.database.name)
                origin = f"gongje/{secrets.token_hex(8)}"
                private = create_key(self.keys, origin)
                key = verifier(origin, private)
                self._append(connection, [Draft(KEY, Identity("gongje"), {"key": str(key)})], key, [private])

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives back the connections to the database."""
        self.database.close()

    # -- appending

    def append(self, drafts: Sequence[Draft], also: Also | None = None) -> list[int]:
        """Appends all or nothing; the numbers of the new entries, which are durable then.

        ``also`` writes what belongs to them in the same transaction; if it raises, nothing is appended.
        """
        for draft in drafts:
            _ = draft.digests  # hashed before others have to wait
        with self.database.writing() as connection:
            key, private = self._signer(connection)
            numbers = self._append(connection, drafts, key, [private])
            if also is not None:
                also(connection, numbers)
            return numbers

    def rotate_key(self, actor: str) -> VerifierKey:
        """A new key for heads from here on. The head over its entry is signed with the old key and with the new."""
        with self.database.writing() as connection:
            old, private = self._signer(connection)
            new = create_key(self.keys, old.name)
            key = verifier(old.name, new)
            self._append(connection, [Draft(KEY, Identity(actor), {"key": str(key)})], old, [private, new])
            return key

    def erase(self, number: int, actor: str) -> int:
        """Deletes the identity of an entry, and records that; the number of that record."""
        with self.database.writing() as connection:
            kind = connection.scalar(select(schema.entry.c.kind).where(schema.entry.c.number == number))
            if kind is None:
                raise Fault("no-entry", self.database.name, number=number)
            of = schema.identity.c.number == number
            if kind in (KEY, ERASURE) or connection.scalar(select(schema.identity.c.number).where(of)) is None:
                raise Fault("nothing-to-erase", self.database.name, number=number)
            key, private = self._signer(connection)
            draft = Draft(ERASURE, Identity(actor), refers_to=number)
            [record] = self._append(connection, [draft], key, [private])
            connection.execute(delete(schema.identity).where(of))
        self.database.forget()
        return record

    def _signer(self, connection: Connection) -> tuple[VerifierKey, Ed25519PrivateKey]:
        key = View(self.database.name, connection).signing_keys()[-1][1]
        if self._signing is None or self._signing[0] != key:
            self._signing = key, private_key(self.keys, key)
        return self._signing

    def _append(
        self, connection: Connection, drafts: Sequence[Draft], key: VerifierKey, signing: list[Ed25519PrivateKey]
    ) -> list[int]:
        view = View(self.database.name, connection)
        first = view.size
        edge = view.edge(first)
        self._check_last(view, first, tree.root_of(list(edge.values())))
        entries, identities, nodes = [], [], []
        for number, draft in enumerate(drafts, first + 1):
            salt, data = secrets.token_bytes(32), draft.identity.data()
            leaf = draft.leaf(number, identity_hash(salt, data))
            repeated = {"kind": draft.kind, "organisation": draft.organisation, "refers_to": draft.refers_to}
            entries.append({"number": number, **repeated, "leaf": leaf})
            identities.append({"number": number, "salt": salt, "data": data})
            for level, position, value in tree.completed(number - 1, tree.leaf_hash(leaf), lambda *at: edge[at]):
                edge[level, position] = value
                nodes.append({"level": level, "position": position, "hash": value})
        self._insert_contents(connection, drafts)
        for table, rows in ((schema.entry, entries), (schema.identity, identities), (schema.node, nodes)):
            connection.execute(insert(table), rows)
        for number, draft in enumerate(drafts, first + 1):
            for chunks in draft.rows.chunks() if draft.rows else ():
                values = [{"number": number, **vars(chunk), **vars(chunk.packed)} for chunk in chunks]
                connection.execute(insert(schema.row_chunk), values)
        size = first + len(drafts)
        head = Head(key.name, size, tree.root_of([edge[at] for at in tree.edge(size)]))
        connection.execute(insert(schema.head).values(size=size, note=sign(head, signing)))
        return list(range(first + 1, size + 1))

    def _check_last(self, view: View, size: int, top: bytes) -> None:
        """Nothing is built upon a tree that is not the one signed last."""
        if size == 0:
            return
        with suppress(BadNote):
            last = read_note(view.note()).head
            if (last.size, last.root) == (size, top):
                return
        raise Fault("broken-tree", self.database.name)

    def _insert_contents(self, connection: Connection, drafts: Sequence[Draft]) -> None:
        contents = {draft.digests[name]: data for draft in drafts for name, data in draft.contents.items()}
        there = View(self.database.name, connection).have(contents)
        new = [{"digest": name, **vars(pack(data))} for name, data in contents.items() if name not in there]
        if new:
            connection.execute(insert(schema.content), new)

    @contextmanager
    def view(self) -> Iterator[View]:
        """One state of the ledger, unmoved by appends meanwhile."""
        with self.database.reading() as connection:
            yield View(self.database.name, connection)
