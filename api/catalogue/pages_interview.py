"""Words of the interview, in Korean and English."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {}
