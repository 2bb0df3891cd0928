"""The catalogue: everything that the doors say themselves, by key and language."""

from __future__ import annotations

from api import (
    answer_texts,
    door_texts,
    dossier_texts,
    http_texts,
    ledger_texts,
    register_texts,
    replay_texts,
    rules_texts,
)

LANGUAGES = ("ko", "en")
CATALOGUES = (
    answer_texts,
    door_texts,
    dossier_texts,
    http_texts,
    ledger_texts,
    register_texts,
    replay_texts,
    rules_texts,
)
TEXTS: dict[str, dict[str, str]] = {key: words for catalogue in CATALOGUES for key, words in catalogue.TEXTS.items()}


def text(key: str, lang: str, **values: object) -> str:
    return TEXTS[key][lang].format(**values)
