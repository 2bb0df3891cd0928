"""The questions of the interview, their answers, and the assumptions that are left to confirm."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

import yaml
from flask import Response, request

from api.catalogue import text
from api.doors import today
from api.http.deadline import within
from api.http.endpoint import READERS, Call
from api.http.parameters import Form, Parameter
from api.http.problems import Refused, not_found
from api.http.store.drafts import DAYS, Draft
from api.pages.answer.sheet import Sheet
from api.pages.drafts import DRAFT, claim_in, own_draft
from api.pages.interview.entered import NOTHING, entered
from api.pages.interview.fields import Fields
from api.pages.interview.places import ASIDE, ask_again, place_of, put, scope_of
from api.pages.interview.screen import Screen, stated
from api.pages.page import WebPage
from api.pages.templating import render, to_page
from api.text.words import Words
from engine.assessment.assess import assess
from engine.claims.places import Data, Place
from engine.claims.reader import claim_of
from engine.law.problems import BadInput, Problem
from engine.law.strict_yaml import Document, json_path

INTERVIEW = "pages.interview"
AGAIN = Parameter("ask", Form("^[a-z0-9_.]{1,80}$", "a fact"))


def ask(call: Call) -> Response:
    """The questions that still matter; with ``ask`` one that was answered or put aside before."""
    draft = own_draft(call)
    again = call.query["ask"] or ""
    if again and scope_of(again, call.service.prepared.rulebook) is None:
        raise not_found()
    return _screen(call, draft, draft.data, again=again)


def _screen(
    call: Call,
    draft: Draft,
    data: Data,
    errors: dict[str, str] | None = None,
    others: Iterable[Problem] = (),
    again: str = "",
    nothing: bool = False,
) -> Response:
    service, words = call.service, Words(call.service.prepared.rulebook, call.lang)
    claim = claim_in(call, draft)
    document = assess(claim, service.prepared, call.known_on, within(service.evaluate, service.settings.seconds))
    sheet = Sheet(document, claim, words)
    screen = Screen(sheet, data, Fields(words, data, errors or {}), again)
    groups = screen.groups
    problems = list(others)
    return render(
        "interview/questions.html" if groups else "interview/done.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors or problems else HTTPStatus.OK,
        screen=screen,
        groups=groups,
        sheet=sheet,
        w=words,
        draft=draft,
        problems=problems,
        wrong=bool(errors),
        nothing=nothing,
        again=again,
        stated=stated(draft.data, words),
        by=call.caller.name,
        days=DAYS,
    )


# -- answers


@dataclass(frozen=True)
class Answered:
    """A claim with what was entered, and by JSON path the field that it was entered in."""

    data: Data
    fields: dict[str, str]


def answer(call: Call) -> Response:
    draft, form = own_draft(call), request.form
    words = Words(call.service.prepared.rulebook, call.lang)
    again = form.get("again", "")
    done = with_answers(draft.data, words, rest_aside="rest" in form)
    if not done.fields:
        return _screen(call, draft, draft.data, again=again, nothing=True)
    try:
        claim_of(Document("", copy.deepcopy(done.data)), words.rulebook)
    except BadInput as bad:
        errors, others = _by_field(bad.problems, done.fields, call.lang)
        return _screen(call, draft, done.data, errors, others, again)
    save(call, draft, done.data)
    return to_page(INTERVIEW, draft=draft.id)


def with_answers(before: Data, words: Words, rest_aside: bool) -> Answered:
    """The claim with the answers in the form. A field of its own goes before the one that several share."""
    form, data, fields = request.form, copy.deepcopy(before), {}
    for name in form.getlist("asked"):
        place = place_of(name, data, words.rulebook)
        if place is None:
            continue
        source = name
        value = entered(place.path, name, form, words)
        if value is NOTHING and name != place.path:
            source, value = place.path, entered(place.path, place.path, form, words)
        if value is NOTHING and rest_aside:
            value = ASIDE
        if value is not NOTHING:
            put(place, data, value)
            fields[json_path(place.steps)] = source
    return Answered(data, fields)


def _by_field(
    problems: Iterable[Problem], fields: dict[str, str], lang: str
) -> tuple[dict[str, str], list[Problem]]:
    """Each problem with its field, and those that belong to none on this screen."""
    errors: dict[str, str] = {}
    others: list[Problem] = []
    for problem in problems:
        name = next((fields[path] for path in fields if problem.path == path or _inside(problem.path, path)), None)
        if name is None:
            others.append(problem)
        else:
            errors.setdefault(name, _said(problem, lang))
    return errors, others


def _said(problem: Problem, lang: str) -> str:
    """Ratios are entered as percent here."""
    return text("interview.bad-ratio", lang, found=problem.found) if problem.code == "bad-ratio" else problem.text(lang)


def _inside(path: str, outer: str) -> bool:
    return path.startswith((f"{outer}.", f"{outer}["))


def save(call: Call, draft: Draft, data: Data) -> None:
    if not call.service.drafts.save(call.caller.organisation, draft, data):
        raise Refused(HTTPStatus.CONFLICT, "draft-changed")


def claim_file(call: Call) -> Response:
    """The claim as a file to keep, and to take up again."""
    words = yaml.safe_dump(own_draft(call).data, allow_unicode=True, sort_keys=False)
    headers = {"Content-Disposition": 'attachment; filename="claim.yaml"'}
    return Response(words, mimetype="application/yaml", headers=headers)


# -- what was put aside, and assumptions


def take_up(call: Call) -> Response:
    """Asks again what was put aside: the facts named, or all."""
    draft = own_draft(call)
    data = copy.deepcopy(draft.data)
    for name in request.form.getlist("aside"):
        place = place_of(name, data, call.service.prepared.rulebook)
        if place is not None:
            ask_again(place, data)
    save(call, draft, data)
    return to_page(INTERVIEW, draft=draft.id)


def confirm(call: Call) -> Response:
    """Attests the assumptions that were ticked."""
    draft, form = own_draft(call), request.form
    rulebook = call.service.prepared.rulebook
    data = copy.deepcopy(draft.data)
    facts: dict[str, object] = {}
    for path in form.getlist("confirmed"):
        if path in rulebook.lists and rulebook.lists[path].presumed is not None:
            _state_none(path, data, rulebook.lists[path].scope)
        elif path in rulebook.facts and (presumed := rulebook.facts[path].presumed) is not None:
            facts[path] = presumed.value
    if facts:
        by = form.get("by", "").strip() or call.caller.name
        one = {"facts": facts, "by": by, "on": today().isoformat()}
        data["attestations"] = [*(data.get("attestations") or []), one]
    claim_of(Document("", copy.deepcopy(data)), rulebook)
    save(call, draft, data)
    return to_page(INTERVIEW, draft=draft.id)


def _state_none(path: str, data: Data, scope: str) -> None:
    for number in range(len(data["investments"])) if scope != "claim" else [None]:
        put(Place(path, number), data, [])


PAGES = (
    WebPage(INTERVIEW, "GET", "/drafts/{draft}/interview", READERS, ask, (DRAFT,), (AGAIN,)),
    WebPage("pages.interview_answer", "POST", "/drafts/{draft}/interview", READERS, answer, (DRAFT,)),
    WebPage("pages.interview_file", "GET", "/drafts/{draft}/claim.yaml", READERS, claim_file, (DRAFT,)),
    WebPage("pages.interview_again", "POST", "/drafts/{draft}/interview/again", READERS, take_up, (DRAFT,)),
    WebPage("pages.interview_confirm", "POST", "/drafts/{draft}/interview/assumptions", READERS, confirm, (DRAFT,)),
)
