"""Entries of the ledger as text: a line each, or one with the assessment that it records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from api.catalogue import text
from api.doors import KOREAN_TIME, as_json
from api.text.layout import pad, page_width, rows
from engine.assessment.answer import FORMAT
from engine.claims.reader import read_claim
from engine.ledger.decide import CLAIM_SOURCE
from engine.ledger.identity import SIGNED_BY, put_back
from engine.ledger.leaf import AUDIT, CONTENTS, DECISION, ERASURE, Identity, Leaf, canonical, read_identity, read_leaf
from engine.ledger.replay import headline
from engine.ledger.view import Stored, View

Pairs = list[tuple[str, str]]


def korean_time(at: str) -> str:
    """A recorded time as clocks in Korea showed it."""
    return (datetime.fromisoformat(at) + KOREAN_TIME).strftime("%Y-%m-%d %H:%M:%S")


def list_lines(view: View, last: int, lang: str) -> Iterator[str]:
    """The newest entries, oldest first."""
    for stored in view.entries(max(1, view.size - last + 1)):
        leaf = read_leaf(stored.leaf)
        if leaf is None:
            yield f"{stored.number:>8}  {text('finding.leaf-unreadable', lang)}"
            continue
        kind = pad(text(f"entry-kind.{leaf['kind']}", lang), 12)
        yield f"{stored.number:>8}  {korean_time(leaf['at'])}  {kind}  {_gist(stored, leaf, lang)}".rstrip()


def _gist(stored: Stored, leaf: Leaf, lang: str) -> str:
    kind = leaf["kind"]
    about = _identity(stored).claim if stored.identity else ()
    parts = [value for path, value in about if path[0] not in SIGNED_BY]
    if kind == DECISION:
        raw = _content(stored, leaf, "assessment")
        if raw is None:
            return text("finding.content-missing", lang, what="assessment")
        parts += [leaf["known_on"], won_range(headline(json.loads(raw)), lang)]
        if leaf["refers_to"]:
            parts.append(f"{text('entry.supersedes', lang)} {leaf['refers_to']}")
    elif kind == AUDIT:
        parts.append(f"{text('entry.rows', lang)} {leaf['rows']['count']:,}")
    elif kind == ERASURE:
        parts.append(str(leaf["refers_to"]))
    return " · ".join(parts)


def won_range(bounds: tuple[int | None, int | None], lang: str) -> str:
    """An amount, or what it lies between."""
    low, high = (None if end is None else text("won", lang, number=f"{end:,}") for end in bounds)
    if low is not None and low == high:
        return low
    if low is not None and high is not None:
        return text("range", lang, low=low, high=high)
    if low is not None:
        return text("at-least", lang, low=low)
    return text("open", lang) if high is None else text("at-most", lang, high=high)


def _content(stored: Stored, leaf: Leaf, name: str) -> bytes | None:
    packed = stored.contents.get(leaf[name])
    return packed.unpack() if packed else None


def _identity(stored: Stored) -> Identity:
    assert stored.identity is not None
    return read_identity(stored.identity[1])


def as_json_entry(stored: Stored) -> bytes:
    """The leaf with its contents and identity in place of their hashes."""
    leaf = dict(read_leaf(stored.leaf) or {})
    for name in CONTENTS[leaf["kind"]]:
        if name != "rulebook":
            leaf[name] = json.loads(_content(stored, leaf, name) or b"null")
    if stored.identity:
        leaf["identity"] = json.loads(stored.identity[1])
    return as_json(leaf)


def entry_lines(view: View, stored: Stored, lang: str) -> Iterator[str]:
    """A checked entry, and the answer it records as it was given."""
    leaf = read_leaf(stored.leaf)
    assert leaf is not None
    kind = text(f"entry-kind.{leaf['kind']}", lang)
    at = text("entry.at", lang, at=korean_time(leaf["at"]))
    yield text("entry.heading", lang, number=stored.number, kind=kind, at=at)
    yield from rows(_facts(view, stored, leaf, lang), page_width(), "  ")
    if leaf["kind"] == DECISION:
        yield ""
        yield from _answer(stored, leaf, lang).splitlines()
    elif leaf["kind"] == AUDIT:
        yield from as_json(json.loads(_content(stored, leaf, "summary") or b"null")).decode().splitlines()


def _facts(view: View, stored: Stored, leaf: Leaf, lang: str) -> Pairs:
    said: dict[str, Any] = {}
    if stored.identity:
        said["entry.actor"] = _identity(stored).actor
    else:
        said["entry.identity"] = text("entry.erased", lang, number=stored.erased_by)
    said["entry.organisation"] = leaf["organisation"]
    said["entry.erases" if leaf["kind"] == ERASURE else "entry.supersedes"] = leaf["refers_to"]
    said["entry.superseded"] = ", ".join(map(str, view.superseded_by(stored.number)))
    said["entry.known-on"] = leaf.get("known_on")
    said["entry.rulebook"] = leaf.get("rulebook")
    said["entry.signed"] = text("yes", lang) if leaf.get("signed") else None
    said["entry.rows"] = f"{leaf['rows']['count']:,}" if "rows" in leaf else None
    said["entry.key"] = leaf.get("key")
    said["entry.engine"] = leaf["engine"]
    return [(text(key, lang), str(value)) for key, value in said.items() if value]


def _answer(stored: Stored, leaf: Leaf, lang: str) -> str:
    from api.text.assessment import render
    from engine.law.loader import from_content

    document = json.loads(_content(stored, leaf, "assessment") or b"")
    if document["format"] != FORMAT:  # as the engine of then wrote it
        return as_json(document).decode()
    rulebook = from_content(_content(stored, leaf, "rulebook") or b"")
    data = json.loads(_content(stored, leaf, "claim") or b"")
    if stored.identity:
        data = put_back(data, _identity(stored).claim)
    claim = read_claim(canonical(data), CLAIM_SOURCE, rulebook)
    return render(document, claim, rulebook, lang, page_width())
