"""Judgements in the pages: what an answer leaves to a named professional, and the form in which one says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import file_digest
from http import HTTPStatus
from typing import Any

from flask import Response, request

from api.doors import today
from api.http.endpoint import READERS, Call
from api.http.parameters import NAME, NUMBER, Form, Parameter
from api.http.problems import Refused, not_found
from api.http.store.drafts import Draft
from api.pages.drafts import DRAFT, own_draft
from api.pages.page import WebPage
from api.pages.templating import render, to_page
from api.text.words import Node, Words
from engine.claims.judgements import JUDGEMENTS
from engine.claims.reader import claim_of
from engine.law.problems import BadInput, Problem
from engine.law.rulebook import Provision
from engine.law.strict_yaml import Document

PROVISION = Parameter("provision", NAME)
INVESTMENT = Parameter("investment", Form(r"^.{1,64}$", "an id"))
SAID = ("reason", "by", "licence_no", "on")  # fields that are taken as they are written
FIELDS = (*SAID, "value", "evidence_digest")
WHOLE_CLAIM = "claim"  # scope of what is judged of no single investment


@dataclass(frozen=True)
class Open:
    """What a professional may judge, of an investment or of the claim, and on which the answer hangs."""

    provision: str
    investment: str | None
    title: str
    question: str


def open_judgements(document: Node, words: Words) -> list[Open]:
    """In the order of the answer, each once."""
    found = {}
    for provision, investment in _named(document):
        entry = words.rulebook.provisions[provision]
        if entry.judgement is not None:
            of = None if entry.scope == WHOLE_CLAIM else investment
            found[provision, of] = Open(provision, of, words.pick(entry.title), words.pick(entry.judgement))
    return list(found.values())


def _named(document: Node) -> Iterator[tuple[str, str]]:
    for item in document["investments"]:
        for part in item["parts"]:
            for doubt in part.get("hangs_on", ()):
                if "judgement" in doubt:
                    yield doubt["provision"], item["id"]
            for question in part["missing"]:
                yield from ((name, item["id"]) for name in question.get("judgement", ()))


# -- the form


def ask(call: Call) -> Response:
    draft, provision = own_draft(call), _provision(call)
    return _form(call, draft, provision, {"on": today().isoformat(), "by": call.caller.name})


def _provision(call: Call) -> Provision:
    found = call.service.prepared.rulebook.provisions.get(call.query["provision"] or "")
    if found is None or found.judgement is None:
        raise not_found()
    return found


def _form(
    call: Call, draft: Draft, provision: Provision, said: Mapping[str, str], problems: tuple[Problem, ...] = ()
) -> Response:
    return render(
        "answer/judgement.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        draft=draft,
        provision=provision,
        investment=call.query["investment"],
        said={**dict.fromkeys(FIELDS, ""), **said},
        problems=problems,
        w=Words(call.service.prepared.rulebook, call.lang),
    )


def judge(call: Call) -> Response:
    """Writes a judgement into the draft, whose answer is then decided again."""
    draft, provision = own_draft(call), _provision(call)
    said = {name: request.form.get(name, "").strip() for name in FIELDS}
    entry: dict[str, Any] = {"provision": provision.id, **{name: said[name] for name in SAID if said[name]}}
    if said["value"]:
        entry["value"] = said["value"] == "yes"
    digest = _digest() or said["evidence_digest"]
    if digest:
        entry["evidence_digest"] = digest
    if provision.scope != WHOLE_CLAIM and call.query["investment"]:
        entry["investment"] = call.query["investment"]
    data = {**draft.data, JUDGEMENTS: [*_judgements(draft), entry]}
    try:
        claim_of(Document("", data), call.service.prepared.rulebook)
    except BadInput as bad:
        return _form(call, draft, provision, {**said, "evidence_digest": digest}, tuple(bad.problems))
    return _saved(call, draft, data)


def take_back(call: Call) -> Response:
    """Takes a judgement out of the draft again, by its place from 1."""
    draft, place = own_draft(call), call.query["place"]
    kept = _judgements(draft)
    if place is None or place > len(kept):
        raise not_found()
    del kept[place - 1]
    return _saved(call, draft, {**draft.data, JUDGEMENTS: kept})


def _judgements(draft: Draft) -> list[Any]:
    return list(draft.data.get(JUDGEMENTS) or [])


def _saved(call: Call, draft: Draft, data: dict[str, Any]) -> Response:
    if not call.service.drafts.save(call.caller.organisation, draft, data):
        raise Refused(HTTPStatus.CONFLICT, "changed-meanwhile")
    return to_page("pages.answer", draft=draft.id, _anchor="judgements")


def _digest() -> str:
    """Of the evidence that was uploaded, of which nothing else is kept."""
    file = request.files.get("evidence")
    return f"sha256:{file_digest(file.stream, 'sha256').hexdigest()}" if file is not None and file.filename else ""  # type: ignore[arg-type]


OF = (PROVISION, INVESTMENT)
PLACE = Parameter("place", NUMBER)
PAGES = (
    WebPage("pages.judgement", "GET", "/drafts/{draft}/judgement", READERS, ask, (DRAFT,), OF),
    WebPage("pages.judge", "POST", "/drafts/{draft}/judgement", READERS, judge, (DRAFT,), OF, upload=True),
    WebPage("pages.judged_back", "POST", "/drafts/{draft}/judgement/back", READERS, take_back, (DRAFT,), (PLACE,)),
)
