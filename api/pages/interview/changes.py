"""What would change an answer, as a page of its own: it takes longer than the answer."""

from __future__ import annotations

from flask import Response, url_for

from api.http.assessments import KNOWN_ON
from api.http.changes import changes_of
from api.http.endpoint import READERS, Call
from api.pages.answer.recorded import ID, own_claim
from api.pages.drafts import DRAFT, claim_in, name_of, own_draft
from api.pages.page import WebPage
from api.pages.templating import render
from api.text import what_would_change as said
from api.text.words import Words
from engine.assessment.assess import Prepared
from engine.claims.claim import Claim


def changes(call: Call) -> Response:
    draft = own_draft(call)
    back = url_for("pages.answer", lang=call.lang, draft=draft.id)
    return _shown(call, claim_in(call, draft), call.service.prepared, call.known_on, back)


def decision_changes(call: Call) -> Response:
    """By the law as it was known to the decision."""
    claim, prepared, known_on = own_claim(call)
    return _shown(call, claim, prepared, known_on, url_for("pages.decision", lang=call.lang, id=call.place["id"]))


def _shown(call: Call, claim: Claim, prepared: Prepared, known_on: int, back: str) -> Response:
    document = changes_of(call.service, claim, known_on, prepared)
    words = Words(prepared.rulebook, call.lang)
    name = name_of(claim.data)
    return render("interview/changes.html", document=document, w=words, said=said, back=back, name=name)


PAGES = (
    WebPage("pages.changes", "GET", "/drafts/{draft}/changes", READERS, changes, (DRAFT,), (KNOWN_ON,)),
    WebPage("pages.decision_changes", "GET", "/assessments/{id}/changes", READERS, decision_changes, (ID,)),
)
