"""Answers that are not recorded: a claim is read or taken from an example, answered, and recorded if so wished."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Response, request

from api.catalogue import text
from api.doors import as_json
from api.http.assessments import KNOWN_ON
from api.http.deadline import within
from api.http.endpoint import JSON, READERS, WRITERS, Call
from api.http.parameters import FLAG, NUMBER, Parameter
from api.http.problems import not_found
from api.http.recording import append
from api.http.store.drafts import Draft
from api.http.store.receipts import AlreadyRecorded, receipt_of
from api.pages.answer.sheet import Sheet
from api.pages.answer.show import on_paper, show
from api.pages.drafts import DRAFT, claim_in, own_draft
from api.pages.examples import EXAMPLE, examples
from api.pages.page import WebPage
from api.pages.templating import render, to_page
from api.text.words import Words
from engine.assessment.assess import assess
from engine.claims.reader import claim_of, read_document
from engine.law.problems import BadInput
from engine.law.strict_yaml import MAX_BYTES

SHOWN = (Parameter("whole", FLAG, False), Parameter("first", NUMBER, 1))  # all of it, or from which investment on
RECORDED = b"recorded from a draft"


# -- a claim comes in


def ask_for_claim(call: Call) -> Response:
    return render("answer/claim.html", text="", problems=[])


def read_claim(call: Call) -> Response:
    """A claim file that was uploaded, or pasted as text."""
    file = request.files.get("file")
    if file is not None and file.filename:
        raw, source, pasted = file.read(MAX_BYTES + 1), file.filename, ""  # one more is too many, and is said
    else:
        pasted = request.form.get("text", "").replace("\r\n", "\n")
        raw, source = pasted.encode(), ""
    try:
        document = read_document(raw, source)
        claim = claim_of(document, call.service.prepared.rulebook)
    except BadInput as bad:
        return render("answer/claim.html", HTTPStatus.UNPROCESSABLE_ENTITY, text=pasted, problems=bad.problems)
    return _begun(call, claim.data)


def from_example(call: Call) -> Response:
    example = examples().get(call.place["example"])
    if example is None:
        raise not_found()
    return _begun(call, dict(example.data))


def _begun(call: Call, data: dict[str, object]) -> Response:
    return to_page("pages.answer", draft=call.service.drafts.create(call.caller.organisation, data))


# -- its answer


def answer(call: Call) -> Response:
    draft = own_draft(call)
    return show(_answered(call, draft), call, draft=draft)


def answer_on_paper(call: Call) -> Response:
    draft = own_draft(call)
    return on_paper(_answered(call, draft), text("answer.draft", call.lang), "gongje-draft")


def _answered(call: Call, draft: Draft) -> Sheet:
    service = call.service
    claim = claim_in(call, draft)
    evaluate = within(service.evaluate, service.settings.seconds)
    document = assess(claim, service.prepared, call.known_on, evaluate)
    return Sheet(document, claim, Words(service.prepared.rulebook, call.lang))


def claim_file(call: Call) -> Response:
    draft = own_draft(call)
    headers = {"Content-Disposition": 'attachment; filename="claim.json"'}
    return Response(as_json(draft.data), mimetype=JSON, headers=headers)


def delete(call: Call) -> Response:
    if not call.service.drafts.delete(call.caller.organisation, call.place["draft"]):
        raise not_found()
    return to_page("pages.start")


def record(call: Call) -> Response:
    """Records the answer, once however often the form is sent; the draft is gone then."""
    service, organisation = call.service, call.caller.organisation
    receipt = receipt_of(call.place["draft"], f"draft of {json.dumps(organisation)}", RECORDED)
    number = receipt.earlier(service.ledger.database)
    if number is None:
        draft = own_draft(call)
        signed = request.form.get("signed") == "yes"
        try:
            number = append(call, claim_in(call, draft), signed, draft.supersedes, receipt)
        except AlreadyRecorded as already:
            number = already.number
    service.drafts.delete(organisation, call.place["draft"])
    return to_page("pages.decision", id=number)


PAGES = (
    WebPage("pages.claim", "GET", "/claims", READERS, ask_for_claim),
    WebPage("pages.claim_read", "POST", "/claims", READERS, read_claim, upload=True),
    WebPage("pages.example", "POST", "/examples/{example}", READERS, from_example, (Parameter("example", EXAMPLE),)),
    WebPage("pages.answer", "GET", "/drafts/{draft}", READERS, answer, (DRAFT,), (KNOWN_ON, *SHOWN)),
    WebPage("pages.answer_pdf", "GET", "/drafts/{draft}/answer.pdf", READERS, answer_on_paper, (DRAFT,), (KNOWN_ON,)),
    WebPage("pages.draft_claim", "GET", "/drafts/{draft}/claim.json", READERS, claim_file, (DRAFT,)),
    WebPage("pages.draft_delete", "POST", "/drafts/{draft}/delete", READERS, delete, (DRAFT,)),
    WebPage("pages.record", "POST", "/drafts/{draft}/record", WRITERS, record, (DRAFT,), (KNOWN_ON,)),
)
