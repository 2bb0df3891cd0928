"""The interview: it asks the unknown leaves under undecided gates alone, and ends where ``gongje check`` does."""

from __future__ import annotations

import copy
import html
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from served import app_of, service
from test_pages_access import token_of
from werkzeug.test import TestResponse

from api.commands.main import main
from api.http.service import Service
from api.pages.examples import examples
from api.pages.interview.fields import Fields
from api.pages.interview.screen import Screen
from api.text.words import Words
from engine.assessment.assess import Prepared, assess
from engine.assessment.cases import read_cases
from engine.claims.reader import claim_of
from engine.inference import reference
from engine.law.loader import rules_folder
from engine.law.strict_yaml import Document
from engine.law.values import ORDERED, day

TODAY = "2026-11-26"
ASKED = re.compile(r'name="asked" value="([^"]+)"')
ADDRESS = re.compile(r"/en/drafts/([0-9a-f]{32})/interview")
BASICS = {
    "taxpayer.name": "하나바이오",
    "tax_year.starts_on": "2024-01-01",
    "tax_year.ends_on": "2024-12-31",
    "row.0.id": "line 1",
    "row.0.amount": "12,000,000,000원",
    "row.0.day": "2024-03-29",
}
Data = dict[str, Any]


@dataclass
class Interview:
    """A browser without JavaScript, at one draft."""

    client: FlaskClient
    served: Service
    id: str = ""
    screens: int = 0

    def post(self, address: str, values: object) -> TestResponse:
        page = self.client.get("/en/interview")
        pairs = list(values.items()) if isinstance(values, dict) else list(values)  # type: ignore[call-overload]
        fields: dict[str, list[str]] = {"csrf_token": [token_of(page)]}
        for name, value in pairs:
            fields.setdefault(name, []).append(value)
        return self.client.post(address, data=fields)

    def begin(self, values: dict[str, str]) -> None:
        answer = self.post("/en/interview", values)
        assert answer.status_code == 303, answer.text
        found = ADDRESS.fullmatch(answer.headers["Location"])
        assert found
        self.id, self.screens = found[1], 1

    def page(self, query: str = "") -> str:
        answer = self.client.get(f"/en/drafts/{self.id}/interview{query}")
        assert answer.status_code == 200
        return answer.text

    def asked(self) -> list[str]:
        """The fields of the screen that is shown."""
        self.screens += 1
        return ASKED.findall(self.page())

    def answer(self, values: object) -> TestResponse:
        pairs = list(values.items()) if isinstance(values, dict) else list(values)  # type: ignore[call-overload]
        return self.post(f"/en/drafts/{self.id}/interview", pairs)

    @property
    def data(self) -> Data:
        draft = self.served.drafts.find(None, self.id)
        assert draft is not None
        return draft.data


@pytest.fixture
def interview(prepared: Prepared, tmp_path: Path) -> Iterator[Interview]:
    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys") as served:
        yield Interview(app_of(served).test_client(), served)


def document_of(data: Data, prepared: Prepared) -> Data:
    claim = claim_of(Document("", copy.deepcopy(data)), prepared.rulebook)
    return assess(claim, prepared, day(TODAY), reference.evaluate)


def open_leaves(document: Data) -> set[str]:
    """What the parts and the figures of an answer lack, as the answer says it."""
    parts = [part for item in document["investments"] for part in item["parts"]]
    nodes = [node for part in parts for node in part["missing"]]
    nodes += [node for figure in document["credit"].get("figures", {}).values() for node in figure["missing"]]
    return {node["fact"] for node in nodes}


def said_nothing(name: str, data: Data) -> bool:
    """Is there neither an exact value nor a null where a field writes?"""
    path, _, numbers = name.partition("@")
    steps = [int(step) for step in numbers.split(".")] if numbers else []
    at: Any = data["investments"][steps[0]] if steps else data
    if len(steps) == 2:
        amounts = at.get("amounts")
        if not amounts:
            return "amounts" not in at
        at, path = amounts[steps[1]], path.partition(".")[2]
    own = data["investments"][steps[0]].get("project") if steps else None
    project = next((item for item in data.get("projects", []) if item["id"] == own), {})
    for one in (at, project):
        group, _, last = path.rpartition(".")
        named = (one.get(group) or {}) if group else one
        if last in named:
            return isinstance(named[last], dict)
    return True


# -- what is asked


def typed_answer(path: str, name: str, dice: random.Random, prepared: Prepared) -> list[tuple[str, str]]:
    """Some answer to a field as a visitor gives it: a value, or that it is not known."""
    rulebook = prepared.rulebook
    if path in rulebook.lists:
        return [(f"{name}:{dice.choice(['none', 'unknown'])}", "yes")]
    fact = rulebook.facts[path]
    closed = fact.type == "bool" or bool(fact.choices)
    if dice.random() < 0.25:
        return [(name, "?") if closed else (f"{name}:unknown", "yes")]
    if fact.type == "bool":
        return [(name, dice.choice(["true", "false"]))]
    if fact.choices:
        many = dice.randint(1, 2) if fact.type == "choices" else 1
        return [(name, choice) for choice in dice.sample(list(fact.choices), many)]
    assert fact.type in ORDERED
    values = {"date": "2024-06-30", "won": f"{dice.randrange(10**11):,}", "ratio": "12.5", "count": "3"}
    return [(name, values[fact.type])]


@pytest.mark.parametrize("seed", range(6))
def test_it_asks_the_unknown_leaves_and_ends_where_the_command_does(
    interview: Interview, prepared: Prepared, seed: int, tmp_path: Path
) -> None:
    dice = random.Random(seed)
    if seed % 2:
        interview.begin({**BASICS, "row.1.id": "building", "row.1.amount": "5000000000"})
    else:
        example = dice.choice(list(examples().values()))
        interview.id = interview.served.drafts.create(None, dict(example.data))
    for _ in range(30):
        data = interview.data
        leaves = open_leaves(document_of(data, prepared))
        fields = interview.asked()
        assert len(set(fields)) == len(fields)
        assert not [name for name in fields if not said_nothing(name, data)]
        assert {name.partition("@")[0] for name in fields} <= leaves
        waiting = waiting_facts(data, prepared)
        assert {name.partition("@")[0] for name in fields} == set(waiting[:12])
        assert set(waiting) == {path for path in leaves if is_open(path, data, prepared)}
        if not fields:
            break
        answers = [("asked", name) for name in fields]
        for name in fields:
            answers += typed_answer(name.partition("@")[0], name, dice, prepared)
        sent = interview.answer(answers)
        assert sent.status_code in (303, 422), sent.text
        if sent.status_code == 422:  # dates that contradict each other: nothing is saved, so say less
            assert interview.data == data
            assert interview.answer([*(("asked", name) for name in fields), ("rest", "aside")]).status_code == 303
    else:
        pytest.fail("the interview does not end")
    left = open_leaves(document_of(interview.data, prepared))
    assert not [path for path in left if is_open(path, interview.data, prepared)]
    kept = interview.client.get(f"/en/drafts/{interview.id}/claim.yaml").data
    (tmp_path / "claim.yaml").write_bytes(kept)
    options = ["--format", "json", "--known-on", TODAY, "--evaluator", "reference"]
    printed = CliRunner().invoke(main, ["check", str(tmp_path / "claim.yaml"), *options])
    door = interview.client.post(f"/v1/assessments?known_on={TODAY}", json=interview.data)
    assert printed.stdout_bytes == door.data
    shown = interview.client.get(f"/en/drafts/{interview.id}?known_on={TODAY}").text
    assert json.loads(door.data)["law"]["rulebook"] in shown


def waiting_facts(data: Data, prepared: Prepared) -> list[str]:
    from api.pages.answer.sheet import Sheet

    words = Words(prepared.rulebook, "en")
    claim = claim_of(Document("", copy.deepcopy(data)), prepared.rulebook)
    sheet = Sheet(document_of(data, prepared), claim, words)
    return [question.node["fact"] for question, _ in Screen(sheet, data, Fields(words, data)).waiting]


def is_open(path: str, data: Data, prepared: Prepared) -> bool:
    """Does some place of a fact that is lacking say nothing, so that it has to be asked?"""
    document = document_of(data, prepared)
    ids = set()
    for item in document["investments"]:
        if any(node["fact"] == path for part in item["parts"] for node in part["missing"]):
            ids.add(item["id"])
    fact = prepared.rulebook.facts.get(path)
    scope = fact.scope if fact else prepared.rulebook.lists[path].scope
    if scope == "claim":
        return said_nothing(path, data)
    found = []
    for number, item in enumerate(data["investments"]):
        if not ids or item["id"] in ids:
            amounts = range(max(1, len(item.get("amounts") or []))) if scope == "amount" else [None]
            found += [f"{path}@{number}" if amount is None else f"{path}@{number}.{amount}" for amount in amounts]
    return any(said_nothing(name, data) for name in found)


PLANT_5 = {
    "recognition.status": "recognised", "recognition.tier": "nst", "asset.cost_kind": "equipment",
    "facility.purpose": "commercial_production", "facility.investor_role": "contract_maker_cdmo",
    "facility.product_modality": "antibody", "asset.kind": "machinery", "asset.condition": "new",
    "asset.acquisition": "purchase", "asset.used_abroad": "false", "asset.let_to_others": "false",
    "site.zone": "growth_management", "taxpayer.is_sme": "false", "taxpayer.is_mid": "false",
    "facility.product_status": "licensed_originator_made_under_contract",
}  # fmt: skip
BUILDING = {"asset.cost_kind": "building", "asset.kind": "building_or_structure", "asset.acquisition": "construction"}


def test_plant_5_reaches_its_answer_in_six_screens(interview: Interview, prepared: Prepared) -> None:
    rows = [
        ("P5-bioreactors", "180,000,000,000", "2024-03-29"), ("P5-bioreactors", "120,000,000,000", "2024-09-30"),
        ("P5-purification", "200,000,000,000", "2024-11-29"), ("P5-building", "350,000,000,000", "2024-12-13"),
    ]  # fmt: skip
    basics = {**BASICS, "taxpayer.name": "삼성바이오로직스"}
    for at, row in enumerate(rows):
        basics |= {f"row.{at}.{column}": text for column, text in zip(("id", "amount", "day"), row, strict=True)}
    interview.begin(basics)
    while fields := interview.asked():
        answers = [("asked", name) for name in fields]
        answers += PLANT_5.items()
        answers += [(f"{path}@2", value) for path, value in BUILDING.items()]
        assert interview.answer([*answers, ("rest", "aside")]).status_code == 303
    answer = interview.client.get(f"/en/drafts/{interview.id}?known_on={TODAY}")  # the last screen asks nothing
    assert interview.screens + 1 <= 6
    assert "75,000,000,000 won to 125,000,000,000 won" in answer.text
    document = document_of(interview.data, prepared)
    assert document["credit"]["base_krw"] == 75_000_000_000
    assert document["outcomes"] == {"eligible": 2, "ineligible": 1}


def test_a_chemical_drug_plant_is_not_asked_about_biologics(interview: Interview, prepared: Prepared) -> None:
    interview.begin(BASICS)
    asked: set[str] = set()
    makes = {"facility.product_modality": "chemical_small_molecule", "facility.investor_role": "drug_or_vaccine_maker"}
    answers = {**PLANT_5, **makes}
    while fields := interview.asked():
        asked |= {name.partition("@")[0] for name in fields}
        given = [("asked", name) for name in fields] + list(answers.items())
        interview.answer([*given, ("rest", "aside")])
    assert "facility.chemical_drug_class" in asked
    for biologic in ("facility.product_status", "facility.species", "facility.plant_based", "facility.supplier_output"):
        assert biologic not in asked


def test_why_is_said_with_article_and_document(interview: Interview) -> None:
    interview.begin(BASICS)
    page = html.unescape(interview.page())
    card = page[page.index('id="q-facility.product_modality"') :]
    assert "whether there is a credit, the tier" in card
    assert "Rule Annex 6-2" in card
    assert "GMP certificate" in card


def test_other_facts_and_judgements_that_would_do_are_named(interview: Interview) -> None:
    interview.begin(BASICS)
    assert f"/en/drafts/{interview.id}/interview?ask=taxpayer.size" in interview.page()
    cases = read_cases(rules_folder() / "cases")
    leased = next(claim for case, claim in cases if case.id == "ASSET-finance-lease-open")
    interview.id = interview.served.drafts.create(None, leased)
    page = interview.page()
    card = page[page.index('id="q-lease.long_term"') :]
    assert "the judgement of a named professional" in card[: card.index("</section>")]


# -- "don't know", leaving and coming back


def test_what_is_not_known_is_put_aside_and_stays_so_in_the_file(interview: Interview, prepared: Prepared) -> None:
    interview.begin(BASICS)
    fields = interview.asked()
    assert "site.zone@0" in fields
    interview.answer([("asked", "site.zone@0"), ("site.zone@0", "?")])
    assert interview.data["investments"][0]["site"] == {"zone": None}
    assert "site.zone@0" not in interview.asked()
    assert "site.zone" in open_leaves(document_of(interview.data, prepared))  # the answer says that it is open
    assert "zone of the capital region" in interview.page()
    kept = interview.client.get(f"/en/drafts/{interview.id}/claim.yaml").data.decode()
    again = interview.post("/en/claims", {"text": kept})
    other = re.fullmatch(r"/en/drafts/([0-9a-f]{32})", again.headers["Location"])
    assert other
    interview.id = other[1]
    assert "site.zone@0" not in interview.asked()
    interview.post(f"/en/drafts/{interview.id}/interview/again", [("aside", "site.zone@0")])
    assert interview.data["investments"][0]["site"] == {}
    assert "site.zone@0" in interview.asked()


def test_a_given_answer_can_be_changed(interview: Interview) -> None:
    interview.begin(BASICS)
    interview.answer([("asked", "asset.condition@0"), ("asset.condition@0", "used")])
    page = interview.page("?ask=asset.condition")
    assert re.search(r'value="used" checked', page)
    interview.answer([("again", "asset.condition"), ("asked", "asset.condition@0"), ("asset.condition@0", "new")])
    assert interview.data["investments"][0]["asset"]["condition"] == "new"
    assert interview.client.get(f"/en/drafts/{interview.id}/interview?ask=known_on").status_code == 404
    assert interview.client.get(f"/en/drafts/{interview.id}/interview?ask=no.such").status_code == 404


def test_assumptions_are_confirmed_as_one_list(interview: Interview, prepared: Prepared) -> None:
    interview.begin(BASICS)
    while fields := interview.asked():
        given = [("asked", name) for name in fields] + list(PLANT_5.items())
        interview.answer([*given, ("rest", "aside")])
    assumed = [item["fact"] for item in document_of(interview.data, prepared)["assumptions"]]
    assert len(assumed) > 5
    assert re.findall(r'name="confirmed" value="([^"]+)"', interview.page()) == assumed
    sent = [("confirmed", path) for path in (*assumed, "no.such", "site.zone")] + [("by", "김하나")]
    interview.post(f"/en/drafts/{interview.id}/interview/assumptions", sent)
    assert document_of(interview.data, prepared)["assumptions"] == []
    (attested,) = interview.data["attestations"]
    assert attested["by"] == "김하나"
    assert "site.zone" not in attested["facts"]


def test_two_windows_do_not_overwrite_each_other(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    interview.begin(BASICS)
    before = interview.served.drafts.find(None, interview.id)
    assert before is not None
    assert interview.served.drafts.save(None, before, {**before.data, "scheme": "regular"})
    monkeypatch.setattr(type(interview.served.drafts), "find", lambda self, organisation, id_: before)
    refused = interview.answer([("asked", "asset.condition@0"), ("asset.condition@0", "new")])
    assert refused.status_code == 409
    assert "changed in another window" in refused.text


# -- what is entered


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("tax.computed_krw", "1,234,567", 1_234_567),
        ("tax.computed_krw", "1 000원", 1000),
        ("taxpayer.rnd_to_sales", "12.5", "0.125"),
        ("taxpayer.rnd_to_sales", "100 %", "1"),
        ("first_investment_year_starts_on", "2021.1.5", "2021-01-05"),
        ("facility.product_modality@0", "antibody", ["antibody"]),
        ("taxpayer.is_sme", "false", False),
    ],
)
def test_values_are_taken_as_people_write_them(interview: Interview, name: str, text: str, written: object) -> None:
    interview.begin(BASICS)
    assert interview.answer([("asked", name), (name, text)]).status_code == 303
    path, _, number = name.partition("@")
    group, _, last = path.rpartition(".")
    at = interview.data["investments"][int(number)] if number else interview.data
    assert (at[group] if group else at)[last] == written


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("tax.computed_krw", "a lot", "a lot"),
        ("tax.computed_krw", "9" * 40, "1000000000000000"),
        ("taxpayer.rnd_to_sales", "1e999999999", "not a percentage"),
        ("taxpayer.rnd_to_sales", "200", "not a percentage"),
        ("first_investment_year_starts_on", "2024-02-30", "2024-02-30"),
        ("site.zone@0", "moon", "moon"),
        ("taxpayer.is_sme", "maybe", "maybe"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(interview: Interview, name: str, text: str, said: str) -> None:
    interview.begin(BASICS)
    before = interview.data
    path = name.partition("@")[0]
    for lang in ("en", "ko"):
        values = [("again", path), ("asked", name), (name, text)]
        sent = interview.post(f"/{lang}/drafts/{interview.id}/interview", values)
        assert sent.status_code == 422
        errors = re.findall(r'class="error" id="([^"]+)-error">([^<]+)<', sent.text)
        assert [field for field, _ in errors] == [name]
        if lang == "en":
            assert said in html.unescape(errors[0][1])
    assert interview.data == before


def test_a_form_that_nobody_was_shown_changes_nothing(interview: Interview) -> None:
    interview.begin(BASICS)
    before = interview.data
    names = [
        "site.zone@7", "site.zone@0.0", "site.zone", "taxpayer.is_sme@0", "known_on", "investments", "../x", "a" * 5000,
        "amount.amount_krw@0", "amount.amount_krw@0.9", "prior_investment.amount_krw", "tax_year.next_ends_on",
    ]  # fmt: skip
    sent = interview.answer([*(("asked", name) for name in names), *((name, "1") for name in names)])
    assert sent.status_code == 200
    assert "Nothing was answered" in sent.text
    assert interview.data == before


def test_a_list_is_a_small_table(interview: Interview) -> None:
    interview.begin(BASICS)
    rows = {
        "prior_investment:0:starts_on": "2021-01-01", "prior_investment:0:ends_on": "2021-12-31",
        "prior_investment:0:amount_krw": "3,000,000,000", "prior_investment:2:starts_on": "2022-01-01",
        "prior_investment:2:ends_on": "2022-12-31", "prior_investment:2:amount_krw": "0",
    }  # fmt: skip
    assert interview.answer([("asked", "prior_investment"), *rows.items()]).status_code == 303
    assert interview.data["prior_investment"] == [
        {"starts_on": "2021-01-01", "ends_on": "2021-12-31", "amount_krw": 3_000_000_000},
        {"starts_on": "2022-01-01", "ends_on": "2022-12-31", "amount_krw": 0},
    ]
    page = interview.page("?ask=prior_investment")
    assert 'value="3,000,000,000"' in page
    wrong = {**rows, "prior_investment:0:amount_krw": "x"}
    bad = interview.answer([("again", "prior_investment"), ("asked", "prior_investment"), *wrong.items()])
    assert bad.status_code == 422
    assert 'id="prior_investment-error"' in bad.text
    assert interview.answer([("asked", "prior_investment"), ("prior_investment:none", "yes")]).status_code == 303
    assert interview.data["prior_investment"] == []


def test_a_screen_for_many_investments_stays_small(interview: Interview) -> None:
    rows = {f"row.{at}.{column}": text for at in range(60) for column, text in (("id", f"asset-{at}"), ("amount", "7"))}
    interview.begin({**BASICS, **rows})
    page = interview.page()
    assert len(page.encode()) < 200_000
    assert "This is for all 60 of them" in page
    assert 'name="asset.condition@59"' not in page
    assert 'name="asset.condition@59"' in interview.page("?ask=asset.condition")
    given = [("asked", f"asset.condition@{number}") for number in range(60)]
    interview.answer([*given, ("asset.condition", "new"), ("asset.condition@7", "used")])
    conditions = [item["asset"]["condition"] for item in interview.data["investments"]]
    assert conditions == ["new"] * 7 + ["used"] + ["new"] * 52


# -- who, when, what


def test_faults_of_the_first_screen_are_said_and_nothing_is_kept(interview: Interview) -> None:
    sent = interview.post("/ko/interview", {**BASICS, "row.0.amount": "많이", "row.0.day": "2025-03-29"})
    assert sent.status_code == 422
    assert set(re.findall(r'class="error" id="([^"]+)-error">', sent.text)) == {"row.0.amount", "row.0.day"}
    assert 'value="많이"' in sent.text
    empty = interview.post("/ko/interview", {"tax_year.starts_on": "2024-01-01", "tax_year.ends_on": "2024-12-31"})
    assert empty.status_code == 422
    assert interview.served.drafts.all(None) == []


def test_investments_can_be_renamed_and_keep_what_was_said(interview: Interview) -> None:
    interview.begin({**BASICS, "row.1.id": "line 1", "row.1.amount": "7"})
    assert [len(item["amounts"]) for item in interview.data["investments"]] == [2]
    interview.answer([("asked", "asset.condition@0"), ("asset.condition@0", "new")])
    page = interview.client.get(f"/en/drafts/{interview.id}/basics").text
    assert 'value="12,000,000,000"' in page
    rows = {
        "row.0.was": "line-1", "row.0.number": "0", "row.0.id": "bioreactors", "row.0.amount": "5", "row.0.day": "",
        "row.1.was": "line-1", "row.1.number": "1", "row.1.id": "", "row.1.amount": "", "row.1.day": "",
    }  # fmt: skip
    year = {key: BASICS[key] for key in BASICS if not key.startswith("row")}
    assert interview.post(f"/en/drafts/{interview.id}/basics", {**year, **rows}).status_code == 303
    first, *_ = interview.data["investments"]
    assert first["id"] == "bioreactors"
    assert first["asset"] == {"condition": "new"}
    assert first["amounts"] == [{"amount_krw": 5}]


def test_bounds_that_the_form_cannot_show_stay(interview: Interview) -> None:
    data = dict(examples()["INV-09"].data)
    interview.id = interview.served.drafts.create(None, data)
    page = interview.client.get(f"/en/drafts/{interview.id}/basics").text
    values = dict(re.findall(r'name="((?:row|taxpayer|tax_year)[^"]*)" value="([^"]*)"', page))
    values |= dict(re.findall(r'name="((?:taxpayer|tax_year)[^"]*)" type="\w+" value="([^"]*)"', page))
    sent = {name: html.unescape(value) for name, value in values.items()}
    assert interview.post(f"/en/drafts/{interview.id}/basics", sent).status_code == 303
    assert interview.data["investments"] == data["investments"]
