"""``/v1/questions``: what a partial claim still lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response

from api.http.assessments import KNOWN_ON
from api.http.claims import read_body
from api.http.deadline import within
from api.http.endpoint import READERS, Answer, Body, Call, Endpoint, json_answer
from engine.assessment.assess import assess
from engine.law.rulebook import Rulebook

Node = Mapping[str, Any]


def post_questions(call: Call) -> Response:
    service = call.service
    claim = read_body(call)
    evaluate = within(service.evaluate, service.settings.seconds)
    document = assess(claim, service.prepared, call.known_on, evaluate)
    names = ("law", "outcomes", "assumptions")
    asked = questions_of(document, service.prepared.rulebook)
    return json_answer({**{name: document[name] for name in names}, "questions": asked})


def questions_of(document: Mapping[str, Any], rulebook: Rulebook) -> list[dict[str, Any]]:
    """Every question once, in the order of asking, with what may be answered and the investments and figures it is
    about."""
    asked: dict[str, dict[str, Any]] = {}
    for node, key, name in _missing(document):
        question = asked.setdefault(
            node["fact"], {**node, "decides": [], **_answers(node["fact"], rulebook), "investments": [], "figures": []}
        )
        if name not in question[key]:
            question[key].append(name)
        question["decides"] += [what for what in node["decides"] if what not in question["decides"]]
    return sorted(asked.values(), key=lambda question: _order(question["fact"], rulebook))


def _missing(document: Mapping[str, Any]) -> Iterator[tuple[Node, str, str]]:
    for item in document["investments"]:
        for part in item["parts"]:
            for node in part["missing"]:
                yield node, "investments", item["id"]
    for figure, answer in document["credit"].get("figures", {}).items():
        for node in answer["missing"]:
            yield node, "figures", figure


def _answers(path: str, rulebook: Rulebook) -> dict[str, Any]:
    fact = rulebook.facts.get(path)
    if fact is None:
        return {"type": "list", "scope": rulebook.lists[path].scope, "choices": []}
    choices = [{"value": name, "label": label} for name, label in fact.choices.items()]
    return {"type": fact.type, "scope": fact.scope, "choices": choices}


def _order(path: str, rulebook: Rulebook) -> tuple[bool, int]:
    """Facts in the order of the vocabulary, then lists."""
    fact = rulebook.facts.get(path)
    return (fact is None, fact.order if fact else list(rulebook.lists).index(path))


ENDPOINTS = (
    Endpoint(
        "ask",
        "POST",
        "/v1/questions",
        READERS,
        post_questions,
        {200: Answer("Questions")},
        query=(KNOWN_ON,),
        body=Body("Claim"),
        refusals=(400, 413, 415, 422),
    ),
)
