"""A claim as data with some facts given another value, to be read again."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from engine.claims.places import Data, Place, write
from engine.claims.reader import INVESTED_ON, STRETCH


def altered(data: Data, values: Iterable[tuple[Place, object]]) -> Data:
    """A copy that says ``values``, written as claims write them; of several choices a tuple. A value that is attested
    for all investments stays with the others."""
    data = copy.deepcopy(data)
    for place, value in values:
        attested = _withdrawn(data, place.path)
        if place.investment is not None and place.amount is None and attested is not None:
            for number in range(len(data["investments"])):
                write(Place(place.path, number), data, attested)
        if place.path == INVESTED_ON:
            amount = data["investments"][place.investment]["amounts"][place.amount]
            for key in STRETCH:
                amount.pop(key, None)
        write(place, data, list(value) if isinstance(value, tuple) else value)
    return data


def _withdrawn(data: Data, path: str) -> object:
    """What the attestations say of a fact, which they say no longer."""
    said = None
    for one in data.get("attestations") or ():
        said = one["facts"].pop(path, said)
    return said
