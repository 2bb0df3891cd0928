"""Judgements of named professionals: what they settle, what they leave alone, and how they are kept."""

from __future__ import annotations

import copy
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from agreement import mixed
from generate import Generator, knowledge_days
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assessment.assess import Prepared, answer_of, assess, prepare
from engine.claims.claim import Claim
from engine.claims.reader import ENDS, claim_of
from engine.inference import reference
from engine.inference.solve import Evaluate
from engine.law.compiler import canonical
from engine.law.judged import FAILS, GROUP, HOLDS, fact_path
from engine.law.loader import from_content
from engine.law.model import DOUBTFUL
from engine.law.strict_yaml import Document
from engine.law.values import Interval, day
from engine.ledger.decide import Recorder, record
from engine.ledger.leaf import read_identity, read_leaf
from engine.ledger.replay import SAME, Replayer, recorded
from engine.ledger.store import Ledger

NOW = day("2026-11-22")
DIGEST = "sha256:" + "a" * 64
RESIN = "facility.nst.resin"
CLAIM: dict[str, Any] = {
    "taxpayer": {"name": "예시", "size": "large"},
    "tax_year": {"starts_on": "2023-01-01", "ends_on": "2023-12-31"},
    "investments": [
        {
            "id": id_,
            "facility": {
                "purpose": "commercial_production",
                "investor_role": "material_maker",
                "supplier_output": ["resin"],
                "end_market": ["biopharma"],
            },
            "asset": {
                "kind": "machinery",
                "cost_kind": "equipment",
                "condition": "new",
                "acquisition": "purchase",
                "let_to_others": False,
                "used_abroad": False,
            },
            "site": {"zone": "growth_management"},
            "recognition": {"status": "recognised", "tier": "nst"},
            "amounts": [{"amount_krw": 10**9, "invested_on": "2023-07-10"}],
        }
        for id_ in ("A", "B")
    ],
}


def judged(value: bool = True, **more: object) -> dict[str, object]:
    given = {"provision": RESIN, "investment": "A", "value": value, "reason": "7-다의 원료", "evidence_digest": DIGEST}
    return {**given, "by": "김판단", "licence_no": "CPA-12345", "on": "2024-03-01", **more}


def claim_with(*judgements: dict[str, object]) -> dict[str, Any]:
    return {**copy.deepcopy(CLAIM), "judgements": list(judgements)}


def answer(data: dict[str, Any], prepared: Prepared, evaluate: Evaluate = reference.evaluate) -> dict[str, Any]:
    return assess(claim_of(Document("claim", data), prepared.rulebook), prepared, NOW, evaluate)


@pytest.fixture(scope="module")
def unjudged(prepared: Prepared) -> Prepared:
    """The same law in which nothing may be judged."""
    content = json.loads(prepared.rulebook.content)
    for entry in content["provisions"]:
        entry.pop("judgement", None)
    return prepare(from_content(canonical(content)))


def without(document: object) -> object:
    """An answer less what names its rulebook and what might be judged."""
    if isinstance(document, dict):
        return {key: without(value) for key, value in document.items() if key not in ("rulebook", "judgement")}
    return [without(item) for item in document] if isinstance(document, list) else document


def drawn(prepared: Prepared, seed: int) -> Claim:
    """A random claim with a tax year, as every claim has that is read."""
    return next(claim for claim in mixed(prepared, seed) if isinstance(claim.facts.get(ENDS), Interval))


def less_judged(claim: Claim) -> Claim:
    kept = tuple(
        replace(one, facts={path: v for path, v in one.facts.items() if not path.startswith(f"{GROUP}.")})
        for one in claim.investments
    )
    return replace(claim, investments=kept)


# What they settle


def test_a_judgement_settles_a_doubtful_reading(prepared: Prepared) -> None:
    before = answer(CLAIM, prepared)
    doubts = [part["hangs_on"][0] for item in before["investments"] for part in item["parts"]]
    assert {(doubt["provision"], doubt["judgement"]["en"]) for doubt in doubts} == {
        (RESIN, "Is this resin an item of 7-다?")
    }
    assert "judgements" not in before
    after = answer(claim_with(judged()), prepared)
    assert [item["outcome"] for item in after["investments"]] == ["eligible", "review"]
    (item,) = after["judgements"]
    assert item["decided"] == [{"investment": "A", "from": "2023-07-10", "until": "2023-07-10"}]
    assert (item["by"], item["licence_no"], item["on"]) == ("김판단", "CPA-12345", "2024-03-01")
    assert (item["reason"], item["evidence_digest"], item["judged"]) == ("7-다의 원료", DIGEST, True)
    assert marks(after["investments"][0]["parts"][0]["because"]) == {RESIN: True}
    assert after["investments"][1] == before["investments"][1]
    other = answer(claim_with(judged(value=False)), prepared)
    assert [part["parts"][0]["tier"] for part in other["investments"]] == ["general", "nst"]


def marks(nodes: list[dict[str, Any]]) -> dict[str, bool]:
    """Provisions of a derivation that are marked as judged."""
    found = {node["provision"]: node["judged"] for node in nodes if "judged" in node}
    for node in nodes:
        found |= marks(node.get("from", []))
    return found


def test_a_question_says_what_might_be_judged_instead(prepared: Prepared) -> None:
    data = copy.deepcopy(CLAIM)
    data["investments"][0]["asset"]["acquisition"] = "finance_lease"
    asked = {node["fact"]: node for node in answer(data, prepared)["investments"][0]["parts"][0]["missing"]}
    assert asked["lease.transfers_title"]["judgement"] == ["asset.finance-lease"]
    assert "judgement" not in asked["lease.actual_lending"]


# What they leave alone


@given(seed=st.integers(0, 10**9), at=st.integers(0, 10**6))
@settings(max_examples=12, deadline=None)
def test_a_claim_without_judgements_is_answered_as_if_none_were_possible(
    prepared: Prepared, unjudged: Prepared, seed: int, at: int
) -> None:
    days = knowledge_days(prepared.rulebook)
    claim = less_judged(drawn(prepared, seed))
    one, other = (assess(claim, law, days[at % len(days)], reference.evaluate) for law in (prepared, unjudged))
    assert canonical(without(one)) == canonical(without(other))  # type: ignore[arg-type]


@given(seed=st.integers(0, 10**9), holds=st.booleans())
@settings(max_examples=12, deadline=None)
def test_a_judgement_changes_nothing_where_its_provision_does_not_matter(
    prepared: Prepared, seed: int, holds: bool
) -> None:
    """Of a reading that the facts do not raise, or of another investment."""
    dice = random.Random(seed)
    claim = less_judged(drawn(prepared, seed))
    made = answer_of(claim, prepared, NOW, reference.evaluate)
    plain = made.document()
    before: list[Any] = plain["investments"]  # type: ignore[assignment]
    value = HOLDS if holds else FAILS
    for at in range(len(claim.investments)):
        entities = made.root.parts[at].parts
        idle = [
            p
            for p in prepared.rulebook.judgeable
            if all(v.reading in DOUBTFUL for v in p.versions) and all(e.truths[p.id] is False for e in entities)
        ]
        facts = {fact_path(p.id): value for p in idle if holds or dice.random() < 0.5}
        after = assess(judge(claim, at, facts), prepared, NOW, reference.evaluate)
        for number, item in enumerate(after["investments"]):  # type: ignore[arg-type, var-annotated]
            assert outcome(item) == outcome(before[number])
        raised = {fact_path(p.id): value for p in prepared.rulebook.judgeable}
        after = assess(judge(claim, at, raised), prepared, NOW, reference.evaluate)
        others = [n for n in range(len(claim.investments)) if n != at]
        assert [outcome(after["investments"][n]) for n in others] == [outcome(before[n]) for n in others]  # type: ignore[index]


def judge(claim: Claim, at: int, facts: dict[str, str]) -> Claim:
    one = claim.investments[at]
    changed = replace(one, facts={**one.facts, **facts})
    return replace(claim, investments=(*claim.investments[:at], changed, *claim.investments[at + 1 :]))


def outcome(item: dict[str, Any]) -> object:
    """What an investment comes to; under the schemes that others leave open its bounds may be wider."""
    said = ("from", "until", "outcome", "tier", "possible_tiers", "facility_row", "standing", "hangs_on", "contested")
    return [{key: part.get(key) for key in said} for part in item["parts"]]


@given(seed=st.integers(0, 10**9))
@settings(max_examples=12, deadline=None)
def test_both_evaluators_answer_alike_whatever_is_judged(prepared: Prepared, durable: Evaluate, seed: int) -> None:
    claim = drawn(prepared, seed)
    facts: dict[str, str] = Generator(prepared, random.Random(seed)).judged("investment", "amount")  # type: ignore[assignment]
    for at in range(len(claim.investments)):
        claim = judge(claim, at, facts)
    one, other = (assess(claim, prepared, NOW, evaluate) for evaluate in (durable, reference.evaluate))
    assert one == other


# How they are kept


def test_names_of_professionals_are_identity_and_the_decision_replays(
    tmp_path: Path, prepared: Prepared, durable: Evaluate
) -> None:
    data = claim_with(judged())
    with Ledger(str(tmp_path / "ledger.db"), tmp_path / "keys", create=True) as ledger:
        number, decision = record(ledger, data, prepared, NOW, durable, reference.evaluate, Recorder("Kim"))
        with ledger.view() as view:
            stored = view.entry(number)
    leaf = read_leaf(stored.leaf)
    assert leaf is not None and stored.identity is not None
    kept = "".join((stored.contents[leaf[name]].unpack() or b"").decode() for name in ("claim", "assessment"))
    assert "김판단" not in kept and "CPA-12345" not in kept and "7-다의 원료" in kept
    assert {value for _, value in read_identity(stored.identity[1]).claim} == {"예시", "김판단", "CPA-12345"}
    (item,) = decision.document["judgements"]
    assert (item["by"], item["licence_no"], item["reason"]) == ("withheld", "withheld", "7-다의 원료")
    assert Replayer(reference.evaluate).replay(recorded(stored)).outcome == SAME
