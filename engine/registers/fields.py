"""Fields of a register and the labels by which its columns are known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from engine.claims.reader import INVESTED_ON, KRW
from engine.law.model import SCOPES
from engine.law.rulebook import Fact, Rulebook, Words
from engine.law.strict_yaml import read_yaml

_DATA: Any = read_yaml((Path(__file__).parent / "fields.yaml").read_bytes(), "fields.yaml").data
UNITS: Mapping[str, int] = _DATA["units"]
YES, NO = frozenset(_DATA["words"]["yes"]), frozenset(_DATA["words"]["no"])
IN_PROGRESS = tuple(_DATA["in_progress"])
TOTALS, TOTAL_ENDS = tuple(_DATA["totals"]["whole"]), tuple(_DATA["totals"]["ends"])
_UNIT = re.compile(r"[(\[<]\s*(?:단위\s*[:：]?\s*)?([^()\[\]<>]*?)\s*[)\]>]")
_NOTE = re.compile(r"단위\s*[:：]?\s*([가-힣]+)|unit\s*:\s*([a-z ]+)", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Field:
    """What a column can hold: a field of the register, or a fact of the vocabulary."""

    name: str
    type: str  # text, won, date; of a fact also bool, choice, choices, ratio, count
    label: Words
    labels: tuple[str, ...]
    fact: Fact | None = None

    @property
    def named(self) -> bool:
        """Whether it is a field of the register rather than a fact."""
        return self.fact is None


@dataclass(frozen=True)
class Fields:
    by_name: dict[str, Field]

    @cached_property
    def by_label(self) -> dict[str, Field]:
        """Earlier fields win: those of registers before facts of the vocabulary."""
        found: dict[str, Field] = {}
        for field in self.by_name.values():
            for label in (field.name, *field.labels):
                found.setdefault(plain(label), field)
        return found

    @cached_property
    def by_weak_label(self) -> dict[str, Field]:
        """Labels that name a field only in a list without a cost."""
        given = _DATA["without_cost"].items()
        return {plain(label): self.by_name[name] for name, labels in given for label in labels}

    def of_label(self, label: str) -> Field | None:
        return self.by_label.get(plain(label))


def fields_of(rulebook: Rulebook) -> Fields:
    """Fields of registers, then every fact that a claim can give."""
    found: dict[str, Field] = {}
    for name, entry in _DATA["fields"].items():
        labels = tuple(str(label) for label in (*entry["ko"], *entry["en"]))
        found[name] = Field(name, entry["type"], {"ko": entry["ko"][0], "en": entry["en"][0]}, labels)
    more = _DATA["facts"]
    for fact in rulebook.facts.values():
        given = fact.derived is None and not fact.by_engine and fact.scope in SCOPES
        if given and fact.path not in (INVESTED_ON, KRW):  # these are ``invested_on`` and ``amount_krw``
            extra = more.get(fact.path, {"ko": [], "en": []})
            labels = (*extra["ko"], *extra["en"], *fact.label.values())
            found[fact.path] = Field(fact.path, fact.type, fact.label, labels, fact)
    return Fields(found)


def plain(label: str) -> str:
    """A label without what does not matter: case, spaces, punctuation, a unit in brackets."""
    text = unicodedata.normalize("NFKC", label).casefold()
    text = _UNIT.sub(lambda m: "" if m[1].strip() in UNITS else m[0], text)
    return re.sub(r"[\s_\-.·ㆍ/*※:'\"]+", "", text)


def unit_in(texts: Iterable[str]) -> int | None:
    """Won per unit, if a label or a line of a title names the unit."""
    for text in texts:
        normal = unicodedata.normalize("NFKC", text).casefold()
        for found in [m[1] for m in _UNIT.finditer(normal)] + [m[1] or m[2] for m in _NOTE.finditer(normal)]:
            if found and found.strip() in UNITS:
                return UNITS[found.strip()]
    return None
