"""The tree of RFC 9162 and signed heads, against an independent library and against what must be refused."""

from __future__ import annotations

import base64
import itertools
from contextlib import suppress
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from engine.ledger import tree
from engine.ledger.note import BadNote, Head, read_key, read_note, sign, verifier
from engine.ledger.rows import CHUNK, Rows, join, row_proof, split

MOST = 40


def grown(leaves: list[bytes]) -> dict[tuple[int, int], bytes]:
    return tree.nodes_over(map(tree.leaf_hash, leaves))


LEAVES = [f"leaf {i}".encode() for i in range(MOST)]
NODES = grown(LEAVES)


def at(level: int, position: int) -> bytes:
    return NODES[level, position]


def direct(leaves: list[bytes]) -> bytes:
    """The definition of the standard (2.1.1), word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + direct(leaves[:k]) + direct(leaves[k:])).digest()


def test_roots_are_those_of_the_standard() -> None:
    assert [tree.root(n, at) for n in range(MOST + 1)] == [direct(LEAVES[:n]) for n in range(MOST + 1)]


def test_every_leaf_of_every_size_is_proved_and_only_where_it_is() -> None:
    for size in range(1, MOST + 1):
        root = tree.root(size, at)
        for index in range(size):
            path = tree.inclusion(index, size, at)
            leaf = tree.leaf_hash(LEAVES[index])
            assert tree.includes(leaf, index, size, path, root)
            for other in (index - 1, index + 1, size):
                assert not tree.includes(leaf, other, size, path, root)
            assert not tree.includes(tree.leaf_hash(b"other"), index, size, path, root)
            assert not tree.includes(leaf, index, size, [*path, root], root)
            if path:
                assert not tree.includes(leaf, index, size, path[:-1], root)


def test_every_size_extends_every_smaller_one() -> None:
    for old, new in itertools.combinations_with_replacement(range(1, MOST + 1), 2):
        path = tree.consistency(old, new, at)
        before, after = tree.root(old, at), tree.root(new, at)
        assert tree.extends(old, new, path, before, after)
        assert not tree.extends(old, new, path, tree.leaf_hash(b"other"), after)
        assert not tree.extends(old, new, path, before, tree.leaf_hash(b"other"))
        if path:
            assert not tree.extends(old, new, path[:-1], before, after)
            assert not tree.extends(old, new, [tree.leaf_hash(b"other"), *path[1:]], before, after)


def test_an_independent_library_agrees() -> None:
    other = InmemoryTree(algorithm="sha256")
    for i, data in enumerate(LEAVES, 1):
        other.append_entry(data)
        assert other.get_state() == tree.root(i, at)
    for size in (1, 2, 7, 16, 33, MOST):
        for index in range(size):
            proof = other.prove_inclusion(index + 1, size)
            assert proof.path[1:] == tree.inclusion(index, size, at)
            verify_inclusion(tree.leaf_hash(LEAVES[index]), tree.root(size, at), proof)
        for old in range(1, size):
            verify_consistency(tree.root(old, at), tree.root(size, at), other.prove_consistency(old, size))


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=60), st.data())
def test_any_leaves(leaves: list[bytes], data: st.DataObject) -> None:
    nodes = grown(leaves)
    size = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion(index, size, lambda *at: nodes[at])
    root = direct(leaves[:size])
    assert tree.includes(tree.leaf_hash(leaves[index]), index, size, path, root)
    if path:
        flipped = [*path]
        i = data.draw(st.integers(0, len(path) - 1))
        flipped[i] = bytes([flipped[i][0] ^ 1]) + flipped[i][1:]
        assert not tree.includes(tree.leaf_hash(leaves[index]), index, size, flipped, root)


# -- rows of an audit


@pytest.mark.parametrize("count", [1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 517])
def test_rows_in_chunks_are_one_tree(count: int) -> None:
    rows = [f"row {i}".encode() for i in range(count)]
    kept = Rows(iter(rows))
    chunks = [chunk for some in kept.chunks() for chunk in some]
    assert (kept.count, kept.root) == (count, direct(rows))
    assert [row for chunk in chunks for row in split(chunk.packed.unpack() or b"")] == rows
    for index in {0, count // 2, count - 1}:
        own = rows[index // CHUNK * CHUNK : (index // CHUNK + 1) * CHUNK]
        path = row_proof(index, own, [chunk.root for chunk in chunks])
        assert tree.includes(tree.leaf_hash(rows[index]), index, count, path, kept.root)


def test_no_rows() -> None:
    assert (Rows([]).count, Rows([]).root) == (0, tree.EMPTY)


@given(st.lists(st.binary(max_size=50), max_size=20))
def test_rows_are_told_apart(rows: list[bytes]) -> None:
    assert split(join(rows)) == rows


# -- signed heads

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HEAD = Head("gongje/test", 7, bytes(32))


def test_the_key_and_signature_of_the_documentation_of_signed_notes() -> None:
    """From golang.org/x/mod/sumdb/note."""
    key = read_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    said = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signed = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    raw = base64.b64decode(signed)
    assert raw[:4] == key.id
    Ed25519PublicKey.from_public_bytes(key.public).verify(raw[4:], said.encode())


def test_a_head_comes_back_as_it_was_signed() -> None:
    other = Ed25519PrivateKey.generate()
    note = read_note(sign(HEAD, [PRIVATE, other]))
    assert note.head == HEAD
    assert note.signed_by(verifier(HEAD.origin, PRIVATE))
    assert note.signed_by(verifier(HEAD.origin, other))
    assert not note.signed_by(verifier("gongje/other", PRIVATE))
    assert not note.signed_by(verifier(HEAD.origin, Ed25519PrivateKey.generate()))


def test_every_byte_of_a_signed_head_counts() -> None:
    text = sign(HEAD, [PRIVATE]).encode()
    key = verifier(HEAD.origin, PRIVATE)
    for i in range(len(text)):
        for bit in range(8):
            changed = text[:i] + bytes([text[i] ^ (1 << bit)]) + text[i + 1 :]
            with suppress(BadNote, UnicodeDecodeError):
                assert not read_note(changed.decode()).signed_by(key), (i, bit)


def test_verifier_keys_are_read_strictly() -> None:
    text = str(verifier(HEAD.origin, PRIVATE))
    assert str(read_key(text)) == text
    for changed in ("", "a+b", text[:-4], text.replace("gongje", "gongji"), text.replace("+", "-", 1), text + "=="):
        with pytest.raises(BadNote):
            read_key(changed)
