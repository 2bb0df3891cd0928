"""The catalogue: everything that the doors say themselves, by key and language."""

from __future__ import annotations

from api import answer_texts, door_texts, ledger_texts, replay_texts, rules_texts

LANGUAGES = ("ko", "en")
TEXTS = {**answer_texts.TEXTS, **door_texts.TEXTS, **ledger_texts.TEXTS, **replay_texts.TEXTS, **rules_texts.TEXTS}


def text(key: str, lang: str, **values: object) -> str:
    return TEXTS[key][lang].format(**values)
