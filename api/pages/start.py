"""The first page: what gongje answers, and where to begin or go on."""

from __future__ import annotations

from flask import Response

from api.http.endpoint import EVERYONE, READERS, Call
from api.pages.drafts import name_of
from api.pages.examples import Example, examples
from api.pages.page import WebPage
from api.pages.templating import render
from api.text.entries import korean_time
from api.text.words import Words

START = "pages.start"
PLACES = ("site.region", "facility.product_modality", "facility.supplier_output")  # what is told of an example


def start(call: Call) -> Response:
    reads = call.caller.may(READERS)
    drafts = call.service.drafts.all(call.caller.organisation) if reads else []
    words = Words(call.service.prepared.rulebook, call.lang)
    return render(
        "start.html",
        reads=reads,
        drafts=[(draft.id, name_of(draft.data), korean_time(draft.changed_at)) for draft in drafts],
        examples=[(example, about(example, words)) for example in examples().values()] if reads else [],
    )


def about(example: Example, words: Words) -> str:
    """Its name, where it stands and what it makes, as far as that is published."""
    facts = words.rulebook.facts
    said: dict[str, None] = {}
    for project in example.projects:
        said[str(project["id"])] = None
        for path in PLACES:
            group, _, name = path.partition(".")
            given = project.get(group, {}).get(name, [])
            for value in given if isinstance(given, list) else [given]:
                said[words.pick(facts[path].choices[value]) if value in facts[path].choices else str(value)] = None
    return words.few(said)


PAGES = (WebPage(START, "GET", "/", EVERYONE, start, nav="page.nav.start"),)
