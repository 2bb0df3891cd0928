"""Answers that are recorded: the same page, by the rulebook that was recorded with them."""

from __future__ import annotations

from typing import Any

from flask import Response

from api.http.decisions import checked, document_of, own_decision
from api.http.endpoint import READERS, Call
from api.http.parameters import NUMBER, Parameter
from api.pages.answer.draft import SHOWN
from api.pages.answer.sheet import Sheet
from api.pages.answer.show import about_recorded, on_paper, show
from api.pages.page import WebPage
from api.pages.templating import to_page
from api.text.words import Words
from engine.assessment.assess import Prepared
from engine.claims.claim import Claim
from engine.claims.reader import claim_of
from engine.law.strict_yaml import Document
from engine.ledger.replay import Recorded

ID = Parameter("id", NUMBER)


def decision(call: Call) -> Response:
    sheet, said = _recorded(call)
    return show(sheet, call, recorded=said)


def decision_on_paper(call: Call) -> Response:
    sheet, said = _recorded(call)
    return on_paper(sheet, about_recorded(said, call.lang), f"gongje-{said['id']}")


def _recorded(call: Call) -> tuple[Sheet, dict[str, Any]]:
    with call.service.ledger.view() as view:
        stored = own_decision(call, view, call.place["id"])
        said, one = document_of(view, stored), checked(stored)
    rulebook = prepared_of(call, one).rulebook
    claim = claim_of(Document("", said["claim"]), rulebook)
    return Sheet(said["assessment"], claim, Words(rulebook, call.lang)), said


def own_claim(call: Call) -> tuple[Claim, Prepared, int]:
    """The claim of a decision, with its rulebook and the day of knowledge."""
    with call.service.ledger.view() as view:
        stored = own_decision(call, view, call.place["id"])
        said, one = document_of(view, stored), checked(stored)
    prepared = prepared_of(call, one)
    return claim_of(Document("", said["claim"]), prepared.rulebook), prepared, one.known_on


def prepared_of(call: Call, one: Recorded) -> Prepared:
    """The rulebook of a decision: the installed one, or that of the ledger. BadInput if this engine cannot read it."""
    installed = call.service.prepared
    return installed if one.leaf["rulebook"] == installed.rulebook.digest else call.service.replayer.rulebook(one)


def take_up(call: Call) -> Response:
    """A draft of the recorded claim, which when recorded supersedes it."""
    with call.service.ledger.view() as view:
        said = document_of(view, own_decision(call, view, call.place["id"]))
    drafts = call.service.drafts
    return to_page("pages.answer", draft=drafts.create(call.caller.organisation, said["claim"], said["id"]))


PAGES = (
    WebPage("pages.decision", "GET", "/assessments/{id}", READERS, decision, (ID,), SHOWN),
    WebPage("pages.decision_pdf", "GET", "/assessments/{id}/answer.pdf", READERS, decision_on_paper, (ID,)),
    WebPage("pages.decision_draft", "POST", "/assessments/{id}/drafts", READERS, take_up, (ID,)),
)
