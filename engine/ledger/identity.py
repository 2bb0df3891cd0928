"""Takes out of a claim who it is about, and puts it back: what the vocabulary marks, and who attested.

No answer may depend on it: assessed is the claim without, so a decision replays after it was erased.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from engine.law.rulebook import Rulebook

Path = tuple[str | int, ...]
WITHHELD = "withheld"
SIGNED_BY = {"attestations": ("by",), "judgements": ("by", "licence_no")}  # names that a claim cannot be without


def take_out(data: dict[str, Any], rulebook: Rulebook) -> tuple[dict[str, Any], tuple[tuple[Path, str], ...]]:
    """A claim's data without identity, and what was taken out with its places."""
    kept = copy.deepcopy(data)
    taken = []
    for path in _places(kept, rulebook):
        *way, last = path
        at = _at(kept, tuple(way))
        taken.append((path, str(at[last])))
        if path[0] in SIGNED_BY and last in SIGNED_BY[str(path[0])]:
            at[last] = WITHHELD
        else:
            del at[last]
    return kept, tuple(taken)


def put_back(data: dict[str, Any], taken: tuple[tuple[Path, str], ...]) -> dict[str, Any]:
    whole = copy.deepcopy(data)
    for path, value in taken:
        _at(whole, path[:-1])[path[-1]] = value
    return whole


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _places(data: dict[str, Any], rulebook: Rulebook) -> list[Path]:
    names = [fact.path for fact in rulebook.facts.values() if fact.identifies]
    found: list[Path] = []
    for where, part in _parts(data):
        for name in names:
            group, _, rest = name.partition(".")
            if rest and isinstance(part.get(group), dict) and part[group].get(rest) is not None:
                found.append((*where, group, rest))
            elif not rest and part.get(group) is not None:
                found.append((*where, group))
    for key, fields in SIGNED_BY.items():
        for i, item in enumerate(_list(data, key)):
            found += [(key, i, name) for name in fields if item.get(name) is not None]
            facts = item.get("facts")
            found += [(key, i, "facts", n) for n in names if isinstance(facts, dict) and facts.get(n) is not None]
    return found


def _parts(data: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The claim, its projects and its investments."""
    yield (), data
    for key in ("projects", "investments"):
        for i, item in enumerate(_list(data, key)):
            yield (key, i), item


def _list(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    items = data.get(key)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
