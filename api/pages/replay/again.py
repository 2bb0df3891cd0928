"""A recorded decision beside what the law of now says: first the rules of now on the day of then, then today."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Response

from api.doors import today
from api.http.decisions import checked, document_of, own_decision
from api.http.endpoint import READERS, Call
from api.http.parameters import DAY, Parameter
from api.pages.answer.recorded import ID
from api.pages.page import WebPage
from api.pages.replay.beside import beside
from api.pages.replay.find import name_in
from api.pages.templating import render
from api.replays import Step, keys_of, steps_of
from api.text.changes import Answer, Changes
from api.text.words import Words
from engine.assessment.assess import Prepared
from engine.law.problems import BadInput
from engine.law.values import iso
from engine.ledger.replay import SAME, Recorded, Replay

KNOWN_ON = Parameter("known_on", DAY)


@dataclass(frozen=True)
class Stage:
    """A step of the replay with what it changed, None if nothing; ``refused``: why the rules of now cannot decide."""

    key: str
    day: str
    changes: Changes | None = None
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
    own = _own_rulebook(call, one)
    steps, refused = ([], None) if own is None else _steps(call, one, when)
    keys = keys_of(one, when)
    stages = [_stage(step, key, lang) for step, key in zip(steps, keys, strict=False)]
    if refused is not None:
        day = (one.known_on, when)[len(steps)]
        stages.append(Stage(keys[len(steps)], iso(day), refused=refused))
    answers = [] if own is None else [Answer(one.document, Words(own.rulebook, lang))]
    answers += [Answer(step.document, Words(step.prepared.rulebook, lang)) for step in steps]
    return render(
        "replay/replay.html",
        recorded=said,
        name=name_in(stored),
        again=again,
        outcome=_outcome(one, again),
        own_changes=None if own is None else _own_changes(one, again, Words(own.rulebook, lang)),
        stages=stages,
        heads=[iso(one.known_on), *(iso(step.known_on) for step in steps)],
        sections=list(beside(answers)),
        when=iso(when),
        w=Words(service.prepared.rulebook, lang),
    )


def _own_rulebook(call: Call, one: Recorded) -> Prepared | None:
    """That of the recording; None if this engine cannot read it, which the replay says then."""
    try:
        return call.service.replayer.rulebook(one)
    except BadInput:
        return None


def _steps(call: Call, one: Recorded, when: int) -> tuple[list[Step], BadInput | None]:
    """The steps as far as the rules of now can read the claim, and why not further."""
    steps: list[Step] = []
    try:
        for step in steps_of(one, call.service.replayer, call.service.prepared, when):
            steps.append(step)
    except BadInput as bad:
        return steps, bad
    return steps, None


def _outcome(one: Recorded, again: Replay) -> tuple[str, dict[str, str]]:
    """The key of the sentence that says whether it is the same, and what fills it."""
    known = {"size": f"{len(one.assessment):,}", "before": again.recorded_by, "engine": again.engine}
    other = again.outcome == SAME and again.recorded_by != again.engine
    return f"replay.{'same-other-engine' if other else again.outcome}", known


def _own_changes(one: Recorded, again: Replay, words: Words) -> Changes | None:
    if again.comparison is None:
        return None
    pair = Answer(one.document, words), Answer(json.loads(again.assessment), words)
    return Changes(again.comparison, *pair, iso(one.known_on))


def _stage(step: Step, key: str, lang: str) -> Stage:
    day, (before, document) = iso(step.known_on), step.before
    if not step.changed:
        same = before.rulebook.digest == step.prepared.rulebook.digest
        return Stage(key, day, same_rules=same, reworded=len(step.comparison.derivation))
    pair = Answer(document, Words(before.rulebook, lang)), Answer(step.document, Words(step.prepared.rulebook, lang))
    return Stage(key, day, Changes(step.comparison, *pair, day))


PAGES = (WebPage("pages.replay", "GET", "/assessments/{id}/replay", READERS, replay, (ID,), (KNOWN_ON,)),)
