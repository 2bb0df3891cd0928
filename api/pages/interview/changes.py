"""What would change the answer to a draft, as a page of its own: it takes longer than an answer."""

from __future__ import annotations

from flask import Response

from api.http.assessments import KNOWN_ON
from api.http.changes import changes_of
from api.http.endpoint import READERS, Call
from api.pages.drafts import DRAFT, claim_in, name_of, own_draft
from api.pages.page import WebPage
from api.pages.templating import render
from api.text import what_would_change as said
from api.text.words import Words


def changes(call: Call) -> Response:
    draft = own_draft(call)
    document = changes_of(call.service, claim_in(call, draft), call.known_on)
    words = Words(call.service.prepared.rulebook, call.lang)
    name = name_of(draft.data)
    return render("interview/changes.html", document=document, w=words, said=said, draft=draft, name=name)


PAGES = (WebPage("pages.changes", "GET", "/drafts/{draft}/changes", READERS, changes, (DRAFT,), (KNOWN_ON,)),)
