"""A recorded decision beside what the law of now says: first the rules of now on the day of then, then today."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response

from api.doors import today
from api.http.decisions import checked, document_of, own_decision
from api.http.endpoint import READERS, Call
from api.http.parameters import DAY, Parameter
from api.pages.answer.recorded import ID
from api.pages.page import WebPage
from api.pages.replay.find import name_in
from api.pages.templating import render
from api.replays import Step, steps_of
from api.text.changes import Answer, Changes
from api.text.parts import days
from api.text.words import RATE, Words
from engine.law.problems import BadInput
from engine.law.values import iso
from engine.ledger.replay import Recorded, Replay

KNOWN_ON = Parameter("known_on", DAY)
CREDIT = ("base_krw", "floor_krw", "exposure_krw")  # told besides the total
LABELS = {"base_krw": "credit", "floor_krw": "floor", "exposure_krw": "exposure"}


@dataclass(frozen=True)
class Row:
    """One thing in every answer; ``changed`` says for each whether it differs from the answer before it."""

    label: str
    values: list[str]

    @property
    def changed(self) -> list[bool]:
        return [False, *(a != b for a, b in zip(self.values, self.values[1:], strict=False))]


@dataclass(frozen=True)
class Section:
    """Rows of the credit, or of one dated part of an investment."""

    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Stage:
    """A step of the replay, with what it changed; ``refused``: why the rules of now cannot decide it."""

    key: str
    day: str
    changes: Changes | None
    same_rules: bool = False
    reworded: int = 0
    refused: BadInput | None = None


def replay(call: Call) -> Response:
    service, lang = call.service, call.lang
    with service.ledger.view() as view:
        stored = own_decision(call, view, call.place["id"])
        one, said = checked(stored), document_of(view, stored)
    when = today().toordinal() if call.query["known_on"] is None else call.query["known_on"]
    again = service.replayer.replay(one)
    steps, refused = _steps(call, one, when)
    stages = [_stage(step, key, lang) for step, key in zip(steps, ("rules", "law"), strict=False)]
    if refused is not None:
        stages.append(
            Stage("rules" if not steps else "law", iso(one.known_on if not steps else when), None, refused=refused)
        )
    answers = [Answer(step.document, Words(step.prepared.rulebook, lang)) for step in steps]
    own = steps[0].before[0] if steps else service.prepared
    answers.insert(0, Answer(one.document, Words(own.rulebook, lang)))
    return render(
        "replay/replay.html",
        recorded=said,
        name=name_in(stored),
        again=again,
        outcome=_outcome(one, again),
        own_changes=_own_changes(one, again, own, lang),
        stages=stages,
        heads=[iso(one.known_on), *(iso(step.known_on) for step in steps)],
        sections=[*_sections(answers)],
        when=iso(when),
        w=Words(service.prepared.rulebook, lang),
    )


def _steps(call: Call, one: Recorded, when: int) -> tuple[list[Step], BadInput | None]:
    """The steps as far as the rules of now can read the claim, and why not further."""
    steps: list[Step] = []
    try:
        for step in steps_of(one, call.service.replayer, call.service.prepared, when):
            steps.append(step)
    except BadInput as bad:
        return steps, bad
    return steps, None


def _outcome(one: Recorded, again: Replay) -> tuple[str, Mapping[str, str]]:
    """The key of the sentence that says whether it is the same, and what fills it."""
    known = {"size": f"{len(one.assessment):,}", "before": again.recorded_by, "engine": again.engine}
    other = again.outcome == "same" and again.recorded_by != again.engine
    return f"replay.{'same-other-engine' if other else again.outcome}", known


def _own_changes(one: Recorded, again: Replay, own: Any, lang: str) -> Changes | None:
    if again.comparison is None:
        return None
    words = Words(own.rulebook, lang)
    document = json.loads(again.assessment)
    return Changes(again.comparison, Answer(one.document, words), Answer(document, words), iso(one.known_on))


def _stage(step: Step, key: str, lang: str) -> Stage:
    day, (before, document) = iso(step.known_on), step.before
    if not step.changed:
        same = before.rulebook.digest == step.prepared.rulebook.digest
        return Stage(key, day, None, same, len(step.comparison.derivation))
    pair = Answer(document, Words(before.rulebook, lang)), Answer(step.document, Words(step.prepared.rulebook, lang))
    return Stage(key, day, Changes(step.comparison, *pair, day))


# -- side by side


def _sections(answers: list[Answer]) -> list[Section]:
    words = answers[-1].words
    total = words.rulebook.assessment.total
    label = next(entry.label for entry in words.rulebook.assessment.figures if entry.figure == total)
    keys = {total: words.pick(label.model_dump()), **{key: words.say(LABELS[key]) for key in CREDIT}}
    credit = [
        Row(label, [answer.words.figure(answer.document["credit"], key) for answer in answers])
        for key, label in keys.items()
    ]
    scheme = [_scheme(answer) for answer in answers]
    sections = [Section(words.say("replay.credit"), [*credit, Row(words.say("replay.scheme"), scheme)])]
    names = {_name(item, part, answer): None for answer in answers for item, part in _parts(answer)}
    for name in names:
        found = [next((p for i, p in _parts(a) if _name(i, p, a) == name), None) for a in answers]
        rows = [
            Row(words.say(key), [tell(part, a.words) if part else "–" for part, a in zip(found, answers, strict=True)])
            for key, tell in TOLD.items()
        ]
        sections.append(Section(name, [row for row in rows if any(value != "–" for value in row.values)]))
    return sections


def _scheme(answer: Answer) -> str:
    scheme = answer.document["credit"]["scheme"]
    return answer.words.scheme(scheme) if scheme else answer.words.say("scheme.open")


def _parts(answer: Answer) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    return [(item, part) for item in answer.document["investments"] for part in item["parts"]]


def _name(item: Mapping[str, Any], part: Mapping[str, Any], answer: Answer) -> str:
    return f"{item['id']} · {days(part, answer.words)}"


def _outcome_of(part: Mapping[str, Any], words: Words) -> str:
    return words.say(f"outcome.{part['outcome']}")


def _tier_of(part: Mapping[str, Any], words: Words) -> str:
    if part["tier"] is not None:
        row = f" · {part['facility_row']}" if part["facility_row"] else ""
        return words.tier(part["tier"]) + row
    return ", ".join(map(words.tier, part.get("possible_tiers", []))) or "–"


def _figure_of(key: str, kind: str) -> Any:
    def tell(part: Mapping[str, Any], words: Words) -> str:
        there = key in part or key in part.get("bounds", {})
        return words.figure(part, key, kind) if there and part["outcome"] != "ineligible" else "–"

    return tell


TOLD = {
    "outcome": _outcome_of,
    "tier": _tier_of,
    "rate": _figure_of("rate", RATE),
    "credit": _figure_of("base_credit_krw", "won"),
    "claimable": _figure_of("claimable_krw", "won"),
    "floor": _figure_of("floor_krw", "won"),
    "exposure": _figure_of("exposure_krw", "won"),
}

PAGES = (WebPage("pages.replay", "GET", "/assessments/{id}/replay", READERS, replay, (ID,), (KNOWN_ON,)),)
