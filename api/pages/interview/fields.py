"""Fields of a form, made from the vocabulary: what may be entered for a fact or list, and what is there already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from api.pages.interview.places import name_of, value_at
from api.text.words import Words
from engine.claims.given import ENDS_OF_RANGE
from engine.claims.places import Data, Place
from engine.law.rulebook import Fact

UNKNOWN = "?"  # what a field sends for "don't know"
FEW = 8  # choices that are shown at once; more are a list to pull down
BLANK_ROWS = 3
DIGITS = {"won", "count"}
_RATIO = re.compile(r"[0-9]{0,12}(\.[0-9]{1,14})?")


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Cell:
    name: str
    label: str
    kind: str
    value: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Field:
    """``about`` says which investment or amount it is for. ``kind`` is radio, select, checks, list, or the type of a
    fact that is typed in."""

    name: str
    kind: str
    about: str = ""
    value: str = ""
    unknown: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    none: bool = False  # a list that is said to be empty
    known: str = ""  # what is known so far of a value within bounds
    error: str = ""

    @property
    def filled(self) -> int:
        """Rows with something in them, all before the blank ones."""
        return len(self.rows) - BLANK_ROWS


@dataclass(frozen=True)
class Fields:
    """Makes the fields of one claim. ``errors``: what is wrong, by name of the field."""

    words: Words
    data: Data
    errors: dict[str, str] = field(default_factory=dict)

    def at(self, place: Place, about: str = "") -> Field:
        said, value = value_at(place, self.data)
        return self.field(place.path, name_of(place), said, value, about)

    def field(self, path: str, name: str, said: bool, value: Any, about: str = "") -> Field:
        """A field for a value as claims write it."""
        unknown, error = said and value is None, self.errors.get(name, "")
        if path in self.words.rulebook.lists:
            return self._list(path, name, value, unknown, about, error)
        fact = self.words.rulebook.facts[path]
        options = self.options(fact, value)
        if fact.type == "choices":
            return Field(name, "checks", about, unknown=unknown, options=options, error=error)
        if options:
            kind = "radio" if len(options) <= FEW else "select"
            return Field(name, kind, about, unknown=unknown, options=options, error=error)
        known = in_words(path, value, self.words) if isinstance(value, dict) else ""
        return Field(name, fact.type, about, typed(fact.type, value), unknown, known=known, error=error)

    def options(self, fact: Fact, value: Any) -> tuple[Option, ...]:
        if fact.type == "bool":
            pairs = [("true", self.words.say("yes")), ("false", self.words.say("no"))]
            chosen = {str(value).lower()}
        else:
            pairs = [(key, self.words.pick(label)) for key, label in fact.choices.items()]
            chosen = set(map(str, value)) if isinstance(value, list) else {str(value)}
        return tuple(Option(key, label, key in chosen) for key, label in pairs)

    def _list(self, path: str, name: str, value: Any, unknown: bool, about: str, error: str) -> Field:
        entries = value if isinstance(value, list) else []
        facts = entry_facts(path, self.words)
        rows = tuple(
            tuple(self._cell(fact, f"{name}:{number}:{_last(fact.path)}", entry) for fact in facts)
            for number, entry in enumerate([*entries, *[{}] * BLANK_ROWS])
        )
        return Field(name, "list", about, unknown=unknown, rows=rows, none=value == [], error=error)

    def _cell(self, fact: Fact, name: str, entry: Any) -> Cell:
        value = entry.get(_last(fact.path)) if isinstance(entry, dict) else None
        label = self.words.pick(fact.label)
        return Cell(name, label, fact.type, typed(fact.type, value), self.options(fact, value) if _closed(fact) else ())


def entry_facts(path: str, words: Words) -> Sequence[Fact]:
    facts = words.rulebook.facts.values()
    return [fact for fact in facts if fact.scope == path and not fact.by_engine and not fact.derived]


def _last(path: str) -> str:
    return path.partition(".")[2]


def _closed(fact: Fact) -> bool:
    return fact.type in ("bool", "choice", "choices")


def in_words(path: str, value: Any, words: Words) -> str:
    """A value that the claim gives; of one within bounds an end may be left out."""
    if path in words.rulebook.lists:
        return words.say("interview.entries", count=len(value)) if value else words.say("interview.none")
    ends = {end: value.get(end) for end in ENDS_OF_RANGE} if isinstance(value, dict) else None
    return words.fact_value(path, value if ends is None else ends)


def typed(kind: str, value: Any) -> str:
    """A value as it is typed in: won with commas, a ratio as percent; what does not fit as it was entered."""
    if value is None or isinstance(value, dict | list):
        return ""
    if kind in DIGITS and isinstance(value, int):
        return f"{value:,}"
    if kind == "ratio":
        return format((Decimal(value) * 100).normalize(), "f") if _RATIO.fullmatch(str(value)) else str(value)
    return str(value)
