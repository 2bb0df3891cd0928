"""Where an answer stands in a claim as data. An answer that is put aside ("don't know") is written as null, which is
how a claim says that a fact is not known: so it stays put aside when the claim is left, downloaded and taken up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.claims.given import AMOUNT
from engine.claims.places import Data, Place, write
from engine.law.rulebook import Rulebook

ASIDE = None
_NAME = re.compile(r"([a-z0-9_.]+)(?:@([0-9]{1,4})(?:\.([0-9]{1,4}))?)?")


def name_of(place: Place) -> str:
    """Of its field in a form."""
    inner = "" if place.amount is None else f".{place.amount}"
    return place.path if place.investment is None else f"{place.path}@{place.investment}{inner}"


def place_of(name: str, data: Data, rulebook: Rulebook) -> Place | None:
    """The place that the name of a field means; None if a claim has no such place to be written."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    path, numbers = found[1], [None if text is None else int(text) for text in found.groups()[1:]]
    place = Place(path, *numbers)
    scope = scope_of(path, rulebook)
    investments = data.get("investments") or []
    if scope is None or (place.investment is None) is not (scope == "claim"):
        return None
    if (place.amount is None) is (scope == AMOUNT):
        return None
    if place.investment is not None and place.investment >= len(investments):
        return None
    if place.amount is not None:
        stated = investments[place.investment or 0].get("amounts") or [{}]
        return place if place.amount < len(stated) else None
    return place


def scope_of(path: str, rulebook: Rulebook) -> str | None:
    """Claim, investment or amount; None for what a claim cannot say."""
    if path in rulebook.lists:
        listed = rulebook.lists[path]
        return None if listed.by_engine else listed.scope
    fact = rulebook.facts.get(path)
    if fact is None or fact.derived is not None or fact.by_engine or fact.scope in rulebook.lists:
        return None
    return fact.scope


def places(path: str, data: Data, rulebook: Rulebook, ids: list[str] | None = None) -> Iterator[Place]:
    """All places of a fact or list, of the investments with these ids only. An amount that is not stated is the first.
    """
    scope = scope_of(path, rulebook)
    if scope == "claim":
        yield Place(path)
    for number, item in enumerate(data["investments"] if scope not in (None, "claim") else ()):
        if ids is not None and str(item.get("id")) not in ids:
            continue
        if scope == AMOUNT:
            yield from (Place(path, number, amount) for amount in range(max(1, len(item.get("amounts") or []))))
        else:
            yield Place(path, number)


def value_at(place: Place, data: Data) -> tuple[bool, Any]:
    """Whether the claim says something there, null included, and what. What an investment leaves out its project
    says."""
    at: Any = data
    *steps, last = place.steps
    for step in steps:
        at = at[step] if isinstance(step, int) and step < len(at) else at.get(step) if isinstance(at, dict) else None
        if step == "amounts" and at is None:
            return _unmeasured(place, data), None
        if at is None:
            at = {}
    if isinstance(at, dict) and last in at:
        return True, at[last]
    return _of_project(place, data)


def _unmeasured(place: Place, data: Data) -> bool:
    return "amounts" in data["investments"][place.investment]


def _of_project(place: Place, data: Data) -> tuple[bool, Any]:
    if place.investment is None or place.amount is not None:
        return False, None
    project = data["investments"][place.investment].get("project")
    for item in data.get("projects") or ():
        if project is not None and str(item.get("id")) == str(project):
            group, _, name = place.path.rpartition(".")
            named = (item.get(group) or {}) if group else item
            return name in named, named.get(name)
    return False, None


def put(place: Place, data: Data, value: object) -> None:
    """Writes a value, or null, into the claim."""
    if place.amount is not None:
        item = data["investments"][place.investment]
        if not item.get("amounts"):
            item["amounts"] = None if value is ASIDE else [{}]
            if value is ASIDE:
                return
    write(place, data, value)


def ask_again(place: Place, data: Data) -> None:
    """Takes back that an answer was put aside."""
    at: Any = data
    *steps, last = place.steps
    for step in steps:
        if step == "amounts" and at.get(step) is None:
            at.pop(step, None)
            return
        at = at[step] if isinstance(step, int) else at.get(step)
        if at is None:
            return
    if last in at and at[last] is None:
        del at[last]
