"""The judgements of a claim as its answer shows them: who judged what, when and why, and what it decided."""

from __future__ import annotations

from collections.abc import Sequence

from engine.assessment.credit_answer import CreditAnswer
from engine.assessment.part_answer import PartAnswer
from engine.claims.claim import Judgement
from engine.inference.derivation import Node
from engine.law.conditions import FactTest
from engine.law.judged import fact_path
from engine.law.rulebook import Rulebook
from engine.law.values import iso

Answers = Sequence[tuple[str, PartAnswer]]  # parts with the id of their investment


def judgement_node(rulebook: Rulebook, one: Judgement, answers: Answers, credit: CreditAnswer) -> Node:
    """``decided``: the dated parts whose outcome, tier or rate rests on it. ``figures``: those of the year that do."""
    provision = rulebook.provisions[one.provision]
    assert provision.judgement is not None
    node: Node = {
        "provision": one.provision,
        "title": dict(provision.title),
        "question": dict(provision.judgement),
        "judged": one.value,
        "reason": one.reason,
        "evidence_digest": one.evidence_digest,
        "by": one.by,
        "licence_no": one.licence_no,
        "on": iso(one.on),
    }
    if one.of is not None:
        node[one.of[0]] = one.of[1]
    node["decided"] = [
        {"investment": id_, "from": iso(answer.part.days.low or 0), "until": iso(answer.part.days.high or 0)}
        for id_, answer in answers
        if (one.of is None or id_ in one.investments) and rests_on(answer, one)
    ]
    node["figures"] = [] if one.of else credit.resting_on(one.provision)
    return node


def rests_on(answer: PartAnswer, one: Judgement) -> bool:
    """Is the judgement among what decides the part?"""
    if one.provision not in answer.explainer.support(answer.roots):
        return False
    leaves = answer.explainer.deciding(one.provision)
    return any(isinstance(leaf, FactTest) and leaf.fact == fact_path(one.provision) for leaf in leaves)
