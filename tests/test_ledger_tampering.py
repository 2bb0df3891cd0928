"""Whoever can write to the database cannot change a ledger unseen: every change is named, what and where."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from ledgers import PLANT, copied, decision, fill, past_the_guards
from sqlalchemy import Connection, select, text
from tampering import COLUMNS, WHOLE, change, execute, flipped, variants, without_rulebook

from engine.assessment.assess import Prepared
from engine.ledger import tree
from engine.ledger.check import check_entry
from engine.ledger.faults import Fault
from engine.ledger.keys import private_key
from engine.ledger.leaf import canonical, read_leaf
from engine.ledger.note import Head, Note, read_note, sign
from engine.ledger.packing import Packed, pack
from engine.ledger.schema import metadata
from engine.ledger.store import Ledger
from engine.ledger.verify import verify


@pytest.fixture
def ledger(place: str, tmp_path: Path, prepared: Prepared) -> Iterator[Ledger]:
    with Ledger(place, tmp_path / "keys", create=True) as made:
        fill(made, prepared)
        yield made


def named(ledger: Ledger) -> set[str]:
    """What a full check says, as code and place."""
    return {f"{finding.code} {finding.place}" for finding in verify(ledger).findings}


# -- single entries, byte by byte


def test_every_byte_of_an_entry_counts(ledger: Ledger) -> None:
    with ledger.view() as view:
        stored = without_rulebook(view.entry(2))
    assert check_entry(stored) == []
    count = 0
    for changed in variants(stored):
        assert check_entry(changed), count
        count += 1
    assert count > 7000


def test_padding_of_compressed_bytes_counts_too() -> None:
    """Some bits of them unpack to the same content: only their own hash sees those."""
    content = pack(b"abc" * 50)
    assert all(Packed(packed, content.packed_digest).unpack() is None for packed in flipped(content.packed))
    assert content.unpack() == b"abc" * 50


# -- every column of every table


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_one_change_in_any_column_is_named(ledger: Ledger, table: str, column: str) -> None:
    key = change(ledger, table, column)
    found = named(ledger)
    assert found, (table, column)
    at = {
        "entry": {"entry 2"} if column != "number" else {"entry 2", "entry 66", "entries 9-65"},
        "content": {f"content {key}", "entry 2", "entry 4"},
        "node": {"node 0/1", "entry 2", "entry 66", "node 64/1", "node 1/0", "node"},
        "head": {"head 2", "head 66"},
        "identity": {"entry 2", "identity"},
        "row_chunk": {"entry 8", "row_chunk"},
    }[table]
    assert {place for _, _, place in (said.partition(" ") for said in found)} & at, found


# -- whole entries


@pytest.mark.parametrize("name", list(WHOLE))
def test_what_happens_to_whole_rows_is_named(ledger: Ledger, name: str) -> None:
    statements, expected = WHOLE[name]
    execute(ledger, *statements)
    if name == "a content deleted":  # which entries that is depends on the hashes
        assert any(said.startswith("content-missing entry") for said in named(ledger))
    else:
        assert expected <= named(ledger)


def test_an_edited_rulebook_is_named_with_the_entries_that_used_it(ledger: Ledger, prepared: Prepared) -> None:
    edited = pack(prepared.rulebook.content.replace(b'"0.15"', b'"0.25"'))
    content = metadata.tables["content"]
    with past_the_guards(ledger) as connection:
        where = content.c.digest == prepared.rulebook.digest
        connection.execute(content.update().where(where).values(**vars(edited)))
    [finding] = verify(ledger).findings
    assert finding.code == "content-changed"
    assert (finding.place, finding.what) == (f"content {prepared.rulebook.digest}", "2, 3, 4, 7, 8")


# -- those who know how it is made


def rewritten(connection: Connection, number: int, stolen: Sequence[Ed25519PrivateKey] = ()) -> None:
    """A leaf changed, with every node above it, and the heads made to fit."""
    entry, node, head = (metadata.tables[name] for name in ("entry", "node", "head"))
    raw = bytes(connection.scalar(select(entry.c.leaf).where(entry.c.number == number)) or b"")
    leaf = read_leaf(raw)
    assert leaf is not None
    new = canonical({**leaf, "at": "2020-01-01T00:00:00.000000+00:00"})
    connection.execute(entry.update().where(entry.c.number == number).values(leaf=new))
    leaves = [bytes(r) for r in connection.scalars(select(entry.c.leaf).order_by(entry.c.number))]
    nodes = tree.nodes_over(map(tree.leaf_hash, leaves))
    for (level, position), value in nodes.items():
        where = (node.c.level == level) & (node.c.position == position)
        connection.execute(node.update().where(where).values(hash=value))
    for at in connection.scalars(select(head.c.size)).all():
        note = read_note(connection.scalar(select(head.c.note).where(head.c.size == at)) or "")
        top = Head(note.head.origin, at, tree.root(at, lambda *n: nodes[n]))
        lines = sign(top, stolen) if stolen else f"{top.text}\n{_signatures(note)}"
        connection.execute(head.update().where(head.c.size == at).values(note=lines))


def _signatures(note: Note) -> str:
    lines = ((name, base64.b64encode(id_ + signature).decode()) for name, id_, signature in note.signatures)
    return "".join(f"\u2014 {name} {signed}\n" for name, signed in lines)


def test_a_leaf_rewritten_with_its_whole_tree_fits_no_signature(ledger: Ledger) -> None:
    with past_the_guards(ledger) as connection:
        rewritten(connection, 7)
    assert named(ledger) == {"head-not-signed head 7", "head-not-signed head 8"}


def test_a_stolen_key_does_not_help_against_an_exported_head(ledger: Ledger) -> None:
    """Whoever has the key can sign another history, but not make others forget the head that they keep."""
    with ledger.view() as view:
        exported = read_note(view.note())
        number, key = view.signing_keys()[-1]
    stolen = [private_key(ledger.keys, key)]
    with past_the_guards(ledger) as connection:
        rewritten(connection, 7, stolen)
    assert number == 6
    assert {f.code for f in verify(ledger, [exported]).findings} >= {"exported-other-tree"}


def test_a_roll_back_to_an_older_copy_shows_against_an_exported_head(
    ledger: Ledger, tmp_path: Path, prepared: Prepared
) -> None:
    with copied(ledger, str(tmp_path / "backup.db"), ledger.keys) as backup:
        _rolled_back(ledger, backup, prepared)


def _rolled_back(ledger: Ledger, backup: Ledger, prepared: Prepared) -> None:
    ledger.append([decision(prepared, PLANT)] * 2)
    with ledger.view() as view:
        exported = read_note(view.note())
    assert verify(ledger, [exported]).findings == []
    assert verify(backup).findings == []  # it is sound in itself: this is why heads are exported
    [finding] = verify(backup, [exported]).findings
    assert (finding.code, finding.place, finding.what) == ("rolled-back", "ledger", "10")
    backup.append([decision(prepared)] * 3)  # another history, as long as the lost one
    [finding] = verify(backup, [exported]).findings
    assert (finding.code, finding.place) == ("exported-other-tree", "head 10")


def test_a_head_of_another_ledger_is_no_head_of_this_one(ledger: Ledger, tmp_path: Path) -> None:
    with Ledger(str(tmp_path / "other.db"), tmp_path / "keys", create=True) as other, other.view() as view:
        foreign = read_note(view.note())
    [finding] = verify(ledger, [foreign]).findings
    assert (finding.code, finding.place) == ("exported-not-signed", "head 1")


def test_missing_guards_are_named(ledger: Ledger) -> None:
    drop = "DROP TRIGGER entry_no_update" + ("" if ledger.database.path else " ON entry")
    with ledger.database.engine.begin() as connection:
        connection.execute(text(drop))
    [finding] = verify(ledger).findings
    assert (finding.code, finding.what) == ("guard-missing", "entry_no_update")


def test_nothing_is_added_to_a_broken_tree(ledger: Ledger, prepared: Prepared) -> None:
    execute(ledger, "DELETE FROM entry WHERE number = 8")
    with pytest.raises(Fault) as fault:
        ledger.append([decision(prepared)])
    assert fault.value.code == "broken-tree"


def test_values_of_another_type_are_named_too(tmp_path: Path, prepared: Prepared) -> None:
    """SQLite takes them."""
    with Ledger(str(tmp_path / "ledger.db"), tmp_path / "keys", create=True) as ledger:
        fill(ledger, prepared)
        execute(
            ledger,
            "UPDATE entry SET leaf = CAST(leaf AS TEXT), organisation = x'ff00' WHERE number = 2",
            "UPDATE entry SET refers_to = 'none', kind = 7 WHERE number = 3",
            "UPDATE node SET hash = 12 WHERE level = 0 AND position = 3",
            "UPDATE head SET note = x'00ff' WHERE size = 5",
            "UPDATE identity SET salt = 'salt' WHERE number = 4",
            "UPDATE row_chunk SET packed = 'rows', root = 1.5 WHERE position = 0",
        )
        assert named(ledger) >= {
            "column-changed entry 2",
            "column-changed entry 3",
            "leaf-changed entry 4",
            "head-changed head 5",
            "identity-changed entry 4",
            "rows-changed entry 8",
        }


@pytest.mark.parametrize("number", [10_000, 2**40, 2**62])
def test_numbers_made_up_far_beyond_are_named_without_a_search(ledger: Ledger, number: int) -> None:
    execute(
        ledger,
        f"UPDATE entry SET number = {number} WHERE number = 8",
        f"UPDATE node SET position = {number} WHERE level = 0 AND position = 6",
        f"UPDATE head SET size = {number} WHERE size = 5",
    )
    found = named(ledger)
    assert found & {"entry-missing entry 8", f"entry-missing entries 8-{number - 1}", "entry-missing entries 8-10008"}
    assert "node-missing entry 7" in found and found & {"surplus head", f"head-changed head {number}"}
    assert len(found) < 20
    with ledger.view() as view:
        assert [stored.number for stored in view.entries(kind="decision")] == [2, 3, 4, 7]
