"""What was entered in a form, as claims write it. What does not fit is kept as it was entered: the reader of claims
says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from api.pages.interview.fields import UNKNOWN, entry_facts
from api.pages.interview.places import ASIDE
from api.text.words import Words
from engine.law.rulebook import Fact

Form = MultiDict[str, str]
_WON = re.compile(r"[0-9][0-9,\s]{0,30}(원|won|krw)?", re.IGNORECASE)
_PERCENT = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,12})?)\s*%?")
_DATE = re.compile(r"([0-9]{4})[-./년]\s*([0-9]{1,2})[-./월]\s*([0-9]{1,2})[.일]?")
_ROW = re.compile(r"([0-9]{1,3}):(\w+)")


class _Nothing:
    """Nothing was entered: the fact stays as it is."""


NOTHING = _Nothing()


def entered(path: str, name: str, form: Form, words: Words) -> Any:
    """The value of a field; ASIDE for "don't know", NOTHING if it was left alone."""
    if path in words.rulebook.lists:
        return _entries(path, name, form, words)
    fact = words.rulebook.facts[path]
    texts = [text.strip() for text in form.getlist(name) if text.strip()]
    if texts == [UNKNOWN] or (not texts and form.get(f"{name}:unknown")):
        return ASIDE
    texts = [text for text in texts if text != UNKNOWN]
    if not texts:
        return NOTHING
    return texts if fact.type == "choices" else value_of(fact, texts[0])


def value_of(fact: Fact, text: str) -> Any:
    match fact.type:
        case "bool":
            return {"true": True, "false": False}.get(text, text)
        case "won" | "count":
            return int(re.sub(r"\D", "", text)) if _WON.fullmatch(text) else text
        case "ratio":
            return _of_percent(text)
        case "date":
            found = _DATE.fullmatch(text)
            return f"{int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}" if found else text
    return text


def _of_percent(text: str) -> str:
    found = _PERCENT.fullmatch(text)
    if found is None:
        return text
    plain = format(Decimal(found[1]) / 100, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _entries(path: str, name: str, form: Form, words: Words) -> Any:
    """The rows of a list that are filled in."""
    if form.get(f"{name}:unknown"):
        return ASIDE
    rows: dict[int, dict[str, Any]] = {}
    facts: Mapping[str, Fact] = {fact.path.partition(".")[2]: fact for fact in entry_facts(path, words)}
    for key, text in form.items():
        found = _ROW.fullmatch(key.removeprefix(f"{name}:")) if key.startswith(f"{name}:") else None
        if found and found[2] in facts and text.strip():
            rows.setdefault(int(found[1]), {})[found[2]] = value_of(facts[found[2]], text.strip())
    if rows:
        return [rows[number] for number in sorted(rows)]
    return [] if form.get(f"{name}:none") else NOTHING
