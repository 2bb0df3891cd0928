"""Where an interview begins: who, which tax year, which investments and what amounts; also to change them later."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Response, request

from api.doors import today
from api.http.endpoint import READERS, Call
from api.http.store.drafts import DAYS, Draft
from api.pages.drafts import DRAFT, own_draft
from api.pages.interview.asking import INTERVIEW, save
from api.pages.interview.entered import value_of
from api.pages.interview.fields import in_words, typed
from api.pages.page import WebPage
from api.pages.templating import render, to_page
from api.text.words import Words
from engine.claims.places import Data
from engine.claims.reader import ENDS, INVESTED_ON, KRW, REQUIRED, STARTS, claim_of
from engine.law.problems import BadInput, Problem
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import Document

FEWEST_ROWS, BLANK_ROWS, MOST_ROWS = 4, 2, 400
COLUMNS = ("id", "amount", "day")
_ROW = re.compile(r"row\.([0-9]{1,3})\.id")


@dataclass(frozen=True)
class Row:
    """An amount of an investment as it is shown; ``was`` and ``number`` say which one of the claim it is."""

    was: str
    number: int
    id: str
    amount: str
    day: str
    known: str = ""  # a value within bounds, which the fields cannot show


def new(call: Call) -> Response:
    year = today().year - 1
    data = {"tax_year": {"starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"}}
    return _form(call, data, rows_of(data, call))


def begin(call: Call) -> Response:
    """A new draft. A draft is kept only once it is a whole claim."""
    data, fields = _read(call, {})
    if (problems := _problems(data, call)) is not None:
        return _form(call, data, _entered(), fields, problems)
    return to_page(INTERVIEW, draft=call.service.drafts.create(call.caller.organisation, data))


def show(call: Call) -> Response:
    draft = own_draft(call)
    return _form(call, draft.data, rows_of(draft.data, call), draft=draft)


def change(call: Call) -> Response:
    draft = own_draft(call)
    data, fields = _read(call, draft.data)
    if (problems := _problems(data, call)) is not None:
        return _form(call, data, _entered(), fields, problems, draft)
    save(call, draft, data)
    return to_page(INTERVIEW, draft=draft.id)


# -- the form


def asked_first(rulebook: Rulebook) -> list[str]:
    """Who the claim is about, and its tax year."""
    return [*(fact.path for fact in rulebook.facts.values() if fact.identifies), *REQUIRED]


def rows_of(data: Data, call: Call) -> list[Row]:
    words = Words(call.service.prepared.rulebook, call.lang)
    found: list[Row] = []
    for item in data.get("investments") or ():
        for number, amount in enumerate(item.get("amounts") or [{}]):
            krw, day = amount.get("amount_krw"), amount.get("invested_on")
            said = ((KRW, krw), (INVESTED_ON, day))
            bounds = [in_words(path, value, words) for path, value in said if isinstance(value, dict)]
            if amount.get("from") and amount.get("until"):
                bounds.append(words.say("range", low=amount["from"], high=amount["until"]))
            id_ = str(item.get("id"))
            found.append(Row(id_, number, id_, typed("won", krw), typed("date", day), ", ".join(bounds)))
    blank = max(FEWEST_ROWS - len(found), BLANK_ROWS)
    return [*found, *[Row("", 0, "", "", "") for _ in range(blank)]]


def _entered() -> list[Row]:
    """The rows as they came in."""
    form, found = request.form, []
    for at in _numbers():
        was, number = form.get(f"row.{at}.was", ""), form.get(f"row.{at}.number", "0")
        texts = [form.get(f"row.{at}.{column}", "").strip() for column in COLUMNS]
        found.append(Row(was, int(number) if number.isdecimal() and len(number) < 5 else 0, *texts))
    return found


def _numbers() -> list[int]:
    found = (_ROW.fullmatch(key) for key in request.form)
    return sorted(int(match[1]) for match in found if match)[:MOST_ROWS]


def _form(
    call: Call,
    data: Data,
    rows: list[Row],
    fields: dict[str, str] | None = None,
    problems: list[Problem] | None = None,
    draft: Draft | None = None,
) -> Response:
    words = Words(call.service.prepared.rulebook, call.lang)
    errors: dict[str, str] = {}
    others: list[Problem] = []
    for problem in problems or ():
        name = (fields or {}).get(problem.path)
        if name:
            errors.setdefault(name, problem.text(call.lang))
        else:
            others.append(problem)
    values = {path: typed(words.rulebook.facts[path].type, _get(data, path)) for path in asked_first(words.rulebook)}
    return render(
        "interview/basics.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        identity=[path for path in values if path not in REQUIRED],
        year=(STARTS, ENDS),
        values=values,
        rows=rows,
        errors=errors,
        problems=others,
        draft=draft,
        days=DAYS,
        w=words,
    )


def _get(data: Data, path: str) -> Any:
    group, _, name = path.partition(".")
    return (data.get(group) or {}).get(name)


# -- what was entered


def _read(call: Call, before: Data) -> tuple[Data, dict[str, str]]:
    """The claim with what was entered, and the field of each place in it."""
    rulebook = call.service.prepared.rulebook
    data, fields = copy.deepcopy(before), {}
    for path in asked_first(rulebook):
        group, _, name = path.partition(".")
        text = request.form.get(path, "").strip()
        named = data.get(group) or {}
        if text:
            data[group] = {**named, name: value_of(rulebook.facts[path], text)}
        elif name in named:
            data[group] = {key: value for key, value in named.items() if key != name}
        fields[f"$.{path}"] = path
    fields["$.tax_year"] = STARTS
    kept = {str(item.get("id")): item for item in before.get("investments") or ()}
    investments: dict[str, dict[str, Any]] = {}
    for at, row in zip(_numbers(), _entered(), strict=True):
        name = "-".join(row.id.split()) or (f"{at + 1}" if row.amount or row.day else "")
        if not name:
            continue
        base = kept.get(row.was, {})
        item = investments.setdefault(name, {**copy.deepcopy(base), "id": name, "amounts": []})
        stated = base.get("amounts") or []
        entry = dict(stated[row.number]) if row.number < len(stated) else {}
        _enter(entry, "amount_krw", row.amount, rulebook)
        _enter(entry, "invested_on", row.day, rulebook)
        number, place = list(investments).index(name), len(item["amounts"])
        item["amounts"].append(entry)
        where = f"$.investments[{number}]"
        fields[f"{where}.id"] = f"row.{at}.id"
        fields[f"{where}.amounts[{place}].amount_krw"] = f"row.{at}.amount"
        fields[f"{where}.amounts[{place}].invested_on"] = f"row.{at}.day"
    for item in investments.values():
        if item["amounts"] == [{}]:  # nothing is stated: it is measured, as before, or open
            del item["amounts"]
    data["investments"] = list(investments.values())
    return data, fields


def _enter(entry: dict[str, Any], key: str, text: str, rulebook: Rulebook) -> None:
    """What the field cannot show, a value within bounds, stays while the field is empty."""
    if text:
        entry[key] = value_of(rulebook.facts[f"amount.{key}"], text)
        for stretch in ("from", "until") if key == "invested_on" else ():
            entry.pop(stretch, None)
    elif not isinstance(entry.get(key), dict):
        entry.pop(key, None)


def _problems(data: Data, call: Call) -> list[Problem] | None:
    try:
        claim_of(Document("", copy.deepcopy(data)), call.service.prepared.rulebook)
    except BadInput as bad:
        return bad.problems
    return None


PAGES = (
    WebPage("pages.interview_new", "GET", "/interview", READERS, new, nav="page.nav.interview"),
    WebPage("pages.interview_begin", "POST", "/interview", READERS, begin),
    WebPage("pages.basics", "GET", "/drafts/{draft}/basics", READERS, show, (DRAFT,)),
    WebPage("pages.basics_change", "POST", "/drafts/{draft}/basics", READERS, change, (DRAFT,)),
)
