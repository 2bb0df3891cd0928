"""Recorded decisions decided again: the same bytes, or what differs, named; golden decisions for good."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import golden
import ledgers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import LINE, PLANT, decision

from engine.assessment.assess import Prepared, prepare
from engine.inference import reference
from engine.inference.plan import Stratum
from engine.law.loader import load_files, read_files, rules_folder
from engine.law.values import Facts, Truth, day
from engine.ledger import replay as replaying
from engine.ledger.differences import ABSENT_NODE, compare
from engine.ledger.faults import Fault
from engine.ledger.replay import DIFFERENT, ENGINE, SAME, Damaged, Recorded, Replayer, headline, recorded
from engine.ledger.store import Ledger

TODAY = day("2026-11-22")


@pytest.fixture(scope="module")
def ledger(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = tmp_path_factory.mktemp("replay")
    with Ledger(str(folder / "ledger.db"), folder / "keys", create=True) as made:
        made.append([decision(prepared), decision(prepared, PLANT)])
        yield made


def taken(ledger: Ledger, number: int) -> Recorded:
    with ledger.view() as view:
        return recorded(view.entry(number))


@pytest.fixture
def replayer() -> Replayer:
    return Replayer(reference.evaluate)


def test_the_same_bytes(ledger: Ledger, replayer: Replayer) -> None:
    for number in (2, 3):
        again = replayer.replay(taken(ledger, number))
        assert (again.outcome, again.comparison, again.recorded_by) == (SAME, None, again.engine)


def test_the_plant_of_july_2023_as_known_then_and_now(ledger: Ledger, replayer: Replayer, prepared: Prepared) -> None:
    one = taken(ledger, 3)
    assert (one.leaf["known_on"], replayer.replay(one).outcome) == ("2023-07-20", SAME)
    corrected = json.loads(replayer.decide(one, prepared, one.known_on))
    assert not compare(one.document, corrected)  # the same rules: no correction of ours
    found = compare(corrected, json.loads(replayer.decide(one, prepared, TODAY)))
    part = "$.investments[P5-bioreactors].parts[2023-09-29]"
    values = {d.path: (d.before, d.after) for d in found.values}
    assert values[f"{part}.tier"] == ("new_growth", "nst")
    assert values[f"{part}.rate"] == ("0.06", "0.15")
    assert values[f"{part}.base_credit_krw"] == (8_400_000_000, 21_000_000_000)
    assert values["$.credit.base_krw"] == (18_000_000_000, 39_600_000_000)
    assert {d.path for d in found.amounts()} >= {f"{part}.base_credit_krw", "$.credit.base_krw"}
    [row] = [t for t in found.provisions if t.provision == "facility.nst.7-ga" and "[2023-09-29]" in t.place]
    assert (row.before, row.after) == (False, True)
    assert row.node["cites"] == ["Rule Annex 6-2 7-가", "rule-1012 addenda 2"]
    assert [start["by"] for period in row.node["in_force"] for start in period["from"]] == ["rule-1012"]
    assert headline(one.document) == (18_000_000_000, 48_000_000_000)  # the increment is open


def test_what_was_changed_is_not_replayed(ledger: Ledger) -> None:
    with ledger.view() as view:
        stored = view.entry(2)
        with pytest.raises(Fault) as fault:
            recorded(view.entry(1))
    assert fault.value.code == "not-a-decision"
    with pytest.raises(Damaged) as damaged:
        recorded(replace(stored, leaf=stored.leaf.replace(b"2023-07-20", b"2023-07-21")))
    assert [finding.code for finding in damaged.value.findings] == ["leaf-changed"]


# -- another engine, another rulebook


def crooked(
    stratum: Stratum, facts: Facts, applies: Mapping[str, Truth], known: Mapping[str, Truth]
) -> dict[str, Truth]:
    truths = reference.evaluate(stratum, facts, applies, known)
    return {**truths, "asset.used": True} if "asset.used" in truths else truths


def test_a_difference_of_the_engine_is_told_from_one_of_the_ledger(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = taken(ledger, 2)
    again = Replayer(crooked).replay(one)
    assert (again.outcome, bool(again.comparison)) == (DIFFERENT, True)
    monkeypatch.setattr(replaying, "engine_id", lambda: "9.9.9+newer")
    again = Replayer(crooked).replay(one)
    assert (again.outcome, again.engine) == (ENGINE, "9.9.9+newer")
    assert again.comparison is not None
    assert {t.provision for t in again.comparison.provisions} >= {"asset.used", "credit.eligible"}
    assert Replayer(reference.evaluate).replay(one).outcome == SAME  # a newer engine with the same answer


def test_a_rulebook_that_this_engine_cannot_read_is_an_engine_difference(
    ledger: Ledger, replayer: Replayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "engine_id", lambda: "9.9.9+newer")
    one = taken(ledger, 2)
    again = replayer.replay(replace(one, rulebook=b'{"provisions":[]}', leaf={**one.leaf, "rulebook": "another"}))
    assert again.outcome == ENGINE and again.problem is not None


def test_corrections_of_the_rules_are_the_first_step(ledger: Ledger, replayer: Replayer) -> None:
    """The rate that was recorded turns out to be read wrongly, and is corrected in the rules."""
    files = read_files(rules_folder())
    [name] = [name for name, raw in files.items() if b"credit.base-rate" in raw and b"0.06" in raw]
    corrected = prepare(load_files({**files, name: files[name].replace(b"0.06", b"0.07")}))
    one = taken(ledger, 2)
    found = compare(one.document, json.loads(replayer.decide(one, corrected, one.known_on)))
    values = {d.path: (d.before, d.after) for d in found.values}
    assert values["$.investments[L-1].parts[2023-07-10].rate"] == ("0.06", "0.07")
    assert values["$.credit.base_krw"] == (600_000_000, 700_000_000)
    assert values["$.law.rulebook"] == (one.leaf["rulebook"], corrected.rulebook.digest)
    assert replayer.replay(one).outcome == SAME  # the rulebook that was recorded stays what it was


# -- differences

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("ab", max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "value", "provision", "facts", "x_krw", "from"]), inner, max_size=4)
    ),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(st.sampled_from(["credit", "investments", "because"]), JSON, max_size=3)


def proper(document: Any) -> bool:
    """Nodes of a derivation have texts for names and mappings for facts."""
    if isinstance(document, Mapping):
        if {"provision", "value"} <= document.keys() and not isinstance(document["provision"], str):
            return False
        if not isinstance(document.get("facts", {}), Mapping):
            return False
        return all(map(proper, document.values()))
    return all(map(proper, document)) if isinstance(document, list) else True


@given(DOCUMENTS.filter(proper), DOCUMENTS.filter(proper))
def test_nothing_differs_only_where_nothing_does(before: dict[str, Any], after: dict[str, Any]) -> None:
    def without_null(value: Any) -> Any:
        """A key with null and a key that is missing say the same."""
        if isinstance(value, dict):
            return {k: without_null(v) for k, v in value.items() if v is not None}
        return [without_null(v) for v in value] if isinstance(value, list) else (type(value).__name__, value)

    assert not compare(before, copy.deepcopy(before))
    if without_null(before) != without_null(after):
        assert compare(before, after)


def test_members_of_lists_are_told_by_name() -> None:
    one = {"investments": [{"id": "A", "n": 1}, {"id": "B", "n": 2}]}
    other = {"investments": [{"id": "B", "n": 2}, {"id": "A", "n": 3}, {"id": "C", "n": 4}]}
    found = {d.path: (d.before, d.after) for d in compare(one, other).values}
    assert found == {
        "$.investments[A].n": (1, 3),
        "$.investments[C]": (None, {"id": "C", "n": 4}),
    }
    [order] = compare({"x": ["a", "b"]}, {"x": ["b", "a"]}).values[:1]
    assert order.path == "$.x[0]"


def test_facts_that_changed_are_named() -> None:
    def node(fact: str, value: bool) -> dict[str, Any]:
        return {"because": [{"provision": "p", "value": value, "facts": {"site.zone": fact}, "from": []}]}

    found = compare(node("a", True), node("b", False))
    [fact] = found.facts
    assert (fact.fact, fact.before, fact.after) == ("site.zone", "a", "b")
    [turned] = found.provisions
    assert (turned.provision, turned.before, turned.after) == ("p", True, False)
    [gone] = compare(node("a", True), {"because": []}).provisions
    assert gone.after == ABSENT_NODE


# -- golden decisions


def golden_sets() -> list[golden.Set]:
    return list(golden.sets())


def test_there_are_golden_decisions() -> None:
    assert sum(len(one.decisions) for one in golden_sets()) >= 20
    assert LINE.exists() and ledgers.JULY in golden.DAYS


@pytest.mark.parametrize("one", golden_sets(), ids=lambda one: one.file.stem)
def test_golden_decisions_stay_as_they_were(one: golden.Set) -> None:
    """Or differ just as was reviewed and written down: then ``python tests/golden.py accept``."""
    assert one.found() == one.expected()


def test_a_golden_decision_that_differs_is_seen(tmp_path: Path) -> None:
    one = golden_sets()[0]
    changed = [replace(d, assessment=d.assessment.replace(b'"format":1', b'"format":0')) for d in one.decisions]
    found = replace(one, decisions=changed).found()
    assert len(found) == len(changed)
    assert all(["$.format", 0, 1] in places for places in found.values())
