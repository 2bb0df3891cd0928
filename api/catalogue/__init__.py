"""The catalogue: everything that the doors say themselves, by key and language."""

from __future__ import annotations

from api.catalogue import (
    answer,
    changes,
    doors,
    dossier,
    http,
    ledger,
    pages,
    pages_answer,
    pages_audit,
    pages_interview,
    pages_law,
    pages_replay,
    register,
    replay,
    rules,
)

LANGUAGES = ("ko", "en")
CATALOGUES = (
    answer,
    changes,
    doors,
    dossier,
    http,
    ledger,
    pages,
    pages_answer,
    pages_audit,
    pages_interview,
    pages_law,
    pages_replay,
    register,
    replay,
    rules,
)
TEXTS: dict[str, dict[str, str]] = {key: words for catalogue in CATALOGUES for key, words in catalogue.TEXTS.items()}


def text(key: str, lang: str, **values: object) -> str:
    return TEXTS[key][lang].format(**values)
