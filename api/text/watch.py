"""Days to watch that an answer leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from api.text.words import Node
from engine.law.model import WatchEntry
from engine.law.rulebook import Rulebook


def watch_open(document: Node, rulebook: Rulebook) -> Iterator[tuple[WatchEntry, list[str]]]:
    """Each kind of day to watch, with the investments of which it is not known."""
    known = {(item["kind"], item["investment"]) for item in document["watch"]}
    for entry in rulebook.assessment.watch:
        of = [
            item["id"]
            for item in document["investments"]
            if (entry.kind, item["id"]) not in known and any(_watched(part, entry) for part in item["parts"])
        ]
        if of:
            yield entry, of


def _watched(part: Node, entry: WatchEntry) -> bool:
    if part["because"][0]["value"] is False:  # earns nothing
        return False
    tiers = [part["tier"]] if part["tier"] else part.get("possible_tiers", [])
    return not entry.tiers or not set(tiers).isdisjoint(entry.tiers)
