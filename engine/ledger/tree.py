"""The Merkle tree of RFC 9162: leaves and nodes, inclusion and consistency proofs. Pure.

A node is named by level and position: level 0 holds the leaves, node (level, position) covers the leaves
``position << level`` to ``(position + 1) << level``. Only complete nodes are kept; what hangs over at the right is
worked out from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

Node = tuple[int, int, bytes]  # level, position, hash
At = Callable[[int, int], bytes]  # hash of a complete node
EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def completed(index: int, leaf: bytes, at: At) -> list[Node]:
    """The nodes that a new leaf (its hash) at an index completes: itself, and those it is the last leaf of."""
    level, position, value = 0, index, leaf
    nodes = [(level, position, value)]
    while position % 2:
        value = node_hash(at(level, position - 1), value)
        level, position = level + 1, position // 2
        nodes.append((level, position, value))
    return nodes


def nodes_over(leaves: Iterable[bytes]) -> dict[tuple[int, int], bytes]:
    """Every complete node over leaves given by their hashes."""
    nodes: dict[tuple[int, int], bytes] = {}
    for index, leaf in enumerate(leaves):
        for level, position, value in completed(index, leaf, lambda *at: nodes[at]):
            nodes[level, position] = value
    return nodes


def edge(size: int) -> list[tuple[int, int]]:
    """Level and position of the complete nodes that make up a tree, the largest first."""
    found, start = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            found.append((level, start >> level))
            start += 1 << level
    return found


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over the hashes of an edge."""
    if not hashes:
        return EMPTY
    value = hashes[-1]
    for left in reversed(hashes[:-1]):
        value = node_hash(left, value)
    return value


def root(size: int, at: At) -> bytes:
    return root_of([at(level, position) for level, position in edge(size)])


def _subtree(start: int, end: int, at: At) -> bytes:
    """Hash over the leaves from start to before end; start is where such a subtree can begin."""
    base = at_offset(start, at)
    return root_of([base(level, position) for level, position in edge(end - start)])


def at_offset(start: int, at: At) -> At:
    """Nodes of the tree that begins with leaf ``start``, which every level asked for divides."""
    return lambda level, position: at(level, position + (start >> level))


def _split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion(index: int, size: int, at: At) -> list[bytes]:
    """Proof that a leaf is in the tree of a size (2.1.3.1), from the leaf upwards."""
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_subtree(middle, end, at))
            end = middle
        else:
            path.append(_subtree(start, middle, at))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, at: At) -> list[bytes]:
    """Proof that the tree of a size begins with the tree of an older size (2.1.4.1); empty from 0 or to itself."""
    if old in (0, new):
        return []
    path, start, end, whole = [], 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_subtree(middle, end, at))
            end = middle
        else:
            path.append(_subtree(start, middle, at))
            start, whole = middle, False
    if not whole:
        path.append(_subtree(start, end, at))
    return path[::-1]


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], top: bytes) -> bool:
    """Does the proof lead from a leaf (its hash) to the root (2.1.3.2)?"""
    if not 0 <= index < size:
        return False
    at, last, value = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            value = node_hash(step, value)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            value = node_hash(value, step)
        at, last = at >> 1, last >> 1
    return last == 0 and value == top


def extends(old: int, new: int, path: Sequence[bytes], before: bytes, after: bytes) -> bool:
    """Does the proof show that the tree with root ``after`` begins with the one with root ``before`` (2.1.4.2)?"""
    if old == new:
        return not path and before == after
    if old == 0:
        return not path and before == EMPTY
    if not 0 < old < new or not path:
        return False
    steps = list(path) if old & (old - 1) else [before, *path]
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, step)
        at, last = at >> 1, last >> 1
    return last == 0 and first == before and second == after
