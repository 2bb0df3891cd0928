"""How two assessments of one claim differ: every place, and of the derivations which provisions and facts.

Nothing here knows the form of an assessment beyond this: a mapping with ``provision`` or ``formula`` and ``value`` is a
node of a derivation, ``facts`` in it are what it read, and what is in won ends in ``_krw``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ABSENT = None  # of a value that one of the two does not have; JSON has no other word for it
ABSENT_NODE = "absent"  # of a provision that is in one derivation only; a truth can be None
NAMES = ("id", "provision", "formula", "fact", "scheme", "kind")  # by which members of a list are the same in both
Place = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A value that differs. Members of lists stand in the place by name where they have one."""

    place: Place
    before: Any
    after: Any

    @property
    def path(self) -> str:
        return "$" + "".join(step if step.startswith("[") else f".{step}" for step in self.place)


@dataclass(frozen=True)
class Turned:
    """A provision whose truth differs, or that decides in only one of the two. ``node`` is the later one if any."""

    place: Place  # of what it explains
    provision: str
    before: Any  # truth, or ABSENT_NODE
    after: Any
    node: Mapping[str, Any]


@dataclass(frozen=True)
class FactChanged:
    place: Place
    fact: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Comparison:
    """``values`` differ outside derivations, ``derivation`` inside; nothing differs if both are empty."""

    values: tuple[Difference, ...]
    derivation: tuple[Difference, ...]
    provisions: tuple[Turned, ...]
    facts: tuple[FactChanged, ...]

    def __bool__(self) -> bool:
        return bool(self.values or self.derivation)

    def amounts(self) -> list[Difference]:
        return [d for d in self.values if is_won(d.place)]


def is_won(place: Place) -> bool:
    return any(step.endswith("_krw") for step in place[-2:])


def at(document: Any, place: Place) -> Any:
    """What stands at a place; None if nothing does."""
    for step in place:
        if isinstance(document, Mapping):
            document = document.get(step)
        elif isinstance(document, list):
            document = _named(document).get(step[1:-1])
    return document


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    values: list[Difference] = []
    derivation: list[Difference] = []
    for difference, in_derivation in _walk(before, after, (), False):
        (derivation if in_derivation else values).append(difference)
    provisions: list[Turned] = []
    facts: list[FactChanged] = []
    left, right = _derivations(before), _derivations(after)
    for place in dict.fromkeys([*left, *right]):
        old, new = left.get(place, {}), right.get(place, {})
        for name in dict.fromkeys([*old, *new]):
            was, became = (side[name]["value"] if name in side else ABSENT_NODE for side in (old, new))
            if was is not became:
                provisions.append(Turned(place, name, was, became, new.get(name) or old[name]))
        given = [_facts(side) for side in (old, new)]
        for path in given[0].keys() & given[1].keys():
            if given[0][path] != given[1][path]:
                facts.append(FactChanged(place, path, given[0][path], given[1][path]))
    return Comparison(tuple(values), tuple(derivation), tuple(provisions), tuple(facts))


def _walk(before: Any, after: Any, place: Place, inside: bool) -> Iterator[tuple[Difference, bool]]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        inside = inside or _is_node(before) or _is_node(after)
        for key in dict.fromkeys([*before, *after]):
            yield from _walk(before.get(key, ABSENT), after.get(key, ABSENT), (*place, key), inside)
    elif isinstance(before, list) and isinstance(after, list):
        left, right = _named(before), _named(after)
        for key in dict.fromkeys([*left, *right]):
            old, new = left.get(key, ABSENT), right.get(key, ABSENT)
            yield from _walk(old, new, (*place, f"[{key}]"), inside or _is_node(old) or _is_node(new))
        if before != after and sorted(left) == sorted(right) and list(left) != list(right):
            yield Difference(place, list(left), list(right)), inside  # only the order
    elif before != after or type(before) is not type(after):
        yield Difference(place, before, after), inside


def _is_node(value: Any) -> bool:
    return isinstance(value, Mapping) and "value" in value and ("provision" in value or "formula" in value)


def _named(items: Sequence[Any]) -> dict[str, Any]:
    """Members by name; by number (from 0) where they have no names, or not different ones."""
    names = [_name(item) for item in items]
    if None in names or len(set(names)) < len(names):
        return {str(i): item for i, item in enumerate(items)}
    return {str(name): item for name, item in zip(names, items, strict=True)}


def _name(item: Any) -> str | None:
    if not isinstance(item, Mapping):
        return None
    name = next((str(item[key]) for key in NAMES if isinstance(item.get(key), str)), None)
    if name is None and "from" in item and "until" in item:
        return str(item["from"]) if item["from"] == item["until"] else f"{item['from']}..{item['until']}"
    return name


def _derivations(document: Mapping[str, Any]) -> dict[Place, dict[str, Mapping[str, Any]]]:
    """Nodes by provision, by the place of what they explain. A node that is only named again is left out."""
    found: dict[Place, dict[str, Mapping[str, Any]]] = {}

    def visit(value: Any, place: Place, explained: Place | None) -> None:
        if isinstance(value, Mapping):
            if _is_node(value) and not value.get("shown"):
                explained = place if explained is None else explained
                if "provision" in value:
                    found.setdefault(explained, {}).setdefault(value["provision"], value)
            for key, inner in value.items():
                visit(inner, (*place, key) if explained is None else place, explained)
        elif isinstance(value, list):
            for name, item in _named(value).items():
                held = place[:-1] if explained is None and _is_node(item) else None
                step = (*place, f"[{name}]") if explained is None else place
                visit(item, step, explained if held is None else held)

    visit(document, (), None)
    return found


def _facts(nodes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {path: value for node in nodes.values() for path, value in node.get("facts", {}).items()}
