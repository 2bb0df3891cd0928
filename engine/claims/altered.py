"""A claim as data with some facts given another value, to be read again."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.claims.given import AMOUNT
from engine.claims.reader import INVESTED_ON, STRETCH
from engine.law.rulebook import Rulebook

Data = dict[str, Any]


@dataclass(frozen=True, order=True)
class Place:
    """A fact of the claim or of one of its investments; ``amount`` is the number of one among its amounts."""

    fact: str
    amount: int | None = None


def altered(
    data: Data, rulebook: Rulebook, investment: int, values: Iterable[tuple[Place, object]]
) -> Data:
    """A copy that says ``values``, written as claims write them, of the investment with a number and of the claim.

    A value that is attested for all investments stays with the others.
    """
    data = copy.deepcopy(data)
    items = data["investments"]
    for place, value in values:
        scope = rulebook.facts[place.fact].scope
        attested = _withdrawn(data, place.fact)
        value = list(value) if isinstance(value, tuple) else value
        if scope == "claim":
            _give(data, place.fact, value)
        elif scope == AMOUNT:
            amount = items[investment]["amounts"][place.amount or 0]
            for key in STRETCH if place.fact == INVESTED_ON else ():
                amount.pop(key, None)
            amount[place.fact.partition(".")[2]] = value
        else:
            for number, item in enumerate(items):
                if number == investment:
                    _give(item, place.fact, value)
                elif attested is not None:
                    _give(item, place.fact, attested)
    return data


def _give(item: Data, path: str, value: object) -> None:
    group, _, name = path.rpartition(".")
    if group:
        item[group] = {**(item.get(group) or {}), name: value}
    else:
        item[name] = value


def _withdrawn(data: Data, path: str) -> object:
    """What the attestations say of a fact, which they say no longer."""
    said = None
    for one in data.get("attestations") or ():
        said = one["facts"].pop(path, said)
    return said
