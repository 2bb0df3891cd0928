"""The answer page, of a draft and of a recorded decision alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from api.http.endpoint import WRITERS, Call
from api.http.store.drafts import Draft
from api.pages.answer.sheet import Sheet
from api.pages.answer.timeline import events, picture
from api.pages.templating import render
from api.text.words import Words
from engine.claims.claim import Claim
from engine.law.rulebook import Rulebook

MOST_REASONS = 6  # groups of reasons on one page; what is more stands behind a link


def show(
    document: dict[str, Any],
    claim: Claim,
    rulebook: Rulebook,
    call: Call,
    draft: Draft | None = None,
    recorded: Mapping[str, Any] | None = None,
) -> Response:
    """Of a draft, or of a decision as ``document_of`` gives it; ``whole`` in the query opens all, as for printing."""
    words = Words(rulebook, call.lang)
    sheet = Sheet(document, claim, words)
    listed = events(document, sheet.year, words)
    whole = call.query["whole"]
    shown = len(sheet.reasons) if whole else MOST_REASONS
    return render(
        "answer/answer.html",
        sheet=sheet,
        w=words,
        events=listed,
        picture=picture(listed),
        reasons=sheet.reasons[:shown],
        more_reasons=len(sheet.reasons) - shown,
        whole=whole,
        draft=draft,
        recorded=recorded,
        may_record=call.caller.may(WRITERS),
    )
