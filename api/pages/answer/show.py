"""The answer page and the answer on paper, of a draft and of a recorded decision alike."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response

from api.catalogue import text
from api.http.endpoint import WRITERS, Call
from api.http.problems import Refused
from api.http.store.drafts import Draft
from api.pages.answer import paper
from api.pages.answer.judging import open_judgements
from api.pages.answer.sheet import Sheet
from api.pages.answer.timeline import bars, events, picture, undated
from api.pages.templating import render

MOST_INVESTMENTS, MOST_REASONS, MOST_DATES = 30, 6, 40  # on one page; what is more stands behind a link
PDF = "application/pdf"


def show(
    sheet: Sheet,
    call: Call,
    draft: Draft | None = None,
    recorded: Mapping[str, Any] | None = None,
    line: Mapping[str, Any] | None = None,
) -> Response:
    """Of a draft, of a decision as ``document_of`` gives it, or of a line of an audited register. ``whole`` in the
    query opens all, as for printing."""
    listed = events(sheet.document, sheet.year, sheet.words)
    whole, first = call.query["whole"], call.query["first"]
    items = sheet.document["investments"]
    here = items if whole else items[first - 1 : first - 1 + MOST_INVESTMENTS]
    reasons = sheet.reasons if whole else sheet.reasons[:MOST_REASONS]
    dates = listed if whole else listed[:MOST_DATES]
    return render(
        "answer/answer.html",
        sheet=sheet,
        w=sheet.words,
        investments=here,
        earlier=max(1, first - MOST_INVESTMENTS) if first > 1 and not whole else None,
        later=first + MOST_INVESTMENTS if here and here[-1] is not items[-1] else None,
        reasons=reasons,
        more_reasons=len(sheet.reasons) - len(reasons),
        events=dates,
        undated=undated(sheet.document, sheet.words),
        more_dates=len(listed) - len(dates),
        picture=picture(listed),
        bars=bars(dates),
        whole=whole,
        open_judgements=open_judgements(sheet.document, sheet.words),
        draft=draft,
        recorded=recorded,
        line=line,
        may_record=call.caller.may(WRITERS),
        pdf=paper.available(),
    )


def on_paper(sheet: Sheet, about: str, name: str) -> Response:
    """As PDF; Refused where the library that makes it is not installed."""
    if not paper.available():
        raise Refused(HTTPStatus.NOT_IMPLEMENTED, "no-pdf")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return Response(paper.pdf(sheet, about), mimetype=PDF, headers=headers)


def about_recorded(recorded: Mapping[str, Any], lang: str) -> str:
    """Which entry it is, and whether it is signed."""
    signed = text("answer.signed" if recorded["signed"] else "answer.unsigned", lang)
    return f"{text('answer.recorded', lang, number=recorded['id'])} · {signed}"
