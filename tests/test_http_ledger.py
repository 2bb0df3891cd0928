"""Recording, reading, replaying and proving over HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import ledgers
import pytest
from flask import Flask
from flask.testing import FlaskClient
from served import BODY, CLAIM, JSON, ROOT, URL, app_of, service

from api.http.service import Service
from engine.assessment.assess import Prepared
from engine.inference import reference
from engine.inference.solve import Evaluate
from engine.law.rulebook import Rulebook
from engine.ledger.verify import verify


@pytest.fixture
def served(prepared: Prepared, place: str, tmp_path: Path) -> Iterator[Service]:
    with service(prepared, place, tmp_path / "keys") as found:
        yield found


@pytest.fixture
def app(served: Service) -> Flask:
    return app_of(served)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def record(client: FlaskClient, query: str = "", key: str = "", **claim: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    body = json.dumps({**CLAIM, **claim})
    return client.post(f"{URL}?record=true{query}", data=body, content_type=JSON, headers=headers)


def test_a_recorded_decision_is_read_again_and_replays_to_the_same_bytes(client: FlaskClient) -> None:
    made = record(client, "&known_on=2025-04-01")
    assert (made.status_code, made.headers["Location"]) == (201, "/v1/assessments/2")
    assert made.json["claim"] == CLAIM
    assert made.json["known_on"] == "2025-04-01"
    read = client.get(made.headers["Location"])
    assert read.json == made.json
    asked = client.post(f"{URL}?known_on=2025-04-01", data=BODY, content_type=JSON).json
    assert made.json["assessment"] == asked
    replay = client.post("/v1/assessments/2/replays").json
    assert replay is not None
    assert (replay["outcome"], replay["differences"], replay["steps"]) == ("same", [], [])
    steps = client.post("/v1/assessments/2/replays?known_on=2026-06-01").json
    assert steps is not None
    assert [step["known_on"] for step in steps["steps"]] == ["2025-04-01", "2026-06-01"]


def test_what_never_changes_is_not_sent_twice(client: FlaskClient, prepared: Prepared) -> None:
    record(client)
    for url in ("/v1/assessments/2", f"/v1/law/rulebooks/{prepared.rulebook.digest}", "/v1/ledger/entries/2"):
        first = client.get(url)
        again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert "immutable" in client.get(f"/v1/law/rulebooks/{prepared.rulebook.digest}").headers["Cache-Control"]


def test_the_same_request_twice_records_once(client: FlaskClient, served: Service) -> None:
    first, again = record(client, key="one"), record(client, key="one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    other = record(client, "&known_on=2024-02-01", key="one")
    assert (other.status_code, other.json["code"]) == (422, "idempotency-reused")
    record(client, key="two")
    with served.ledger.view() as view:
        assert view.size == 3


def test_the_same_request_at_once_records_once(app: Flask, served: Service) -> None:
    def send(_: int) -> Any:
        return record(app.test_client(), key="at-once")

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(send, range(16)))
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(201, "/v1/assessments/2")}
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    with served.ledger.view() as view:
        assert view.size == 2
    assert not verify(served.ledger).findings


def test_pages_and_filters(client: FlaskClient) -> None:
    for number in range(5):
        record(client, f"&supersedes={number + 1}" if number == 3 else "")
    first = client.get(f"{URL}?limit=2").json
    assert first is not None
    assert ([one["id"] for one in first["assessments"]], first["next_after"]) == ([2, 3], 3)
    last = client.get(f"{URL}?limit=2&after=5").json
    assert last is not None
    assert ([one["id"] for one in last["assessments"]], last["next_after"]) == ([6], None)
    found = client.get(f"{URL}?supersedes=4").json
    assert found is not None
    assert [one["id"] for one in found["assessments"]] == [5]
    assert client.get(f"{URL}?signed=true").json == {"assessments": [], "next_after": None}
    superseded = client.get(f"{URL}/4").json
    assert superseded is not None
    assert superseded["superseded_by"] == [5]


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("&signed=true", "signed"),
        ("&supersedes=1", "supersedes"),
        ("&supersedes=99", "supersedes"),
        ("&explain=true", "explain"),
    ],
)
def test_what_cannot_be_recorded(client: FlaskClient, served: Service, query: str, path: str) -> None:
    answer = record(client, query)
    assert answer.status_code == 422
    errors = answer.json.get("errors", [{"path": "signed"}])
    assert [error["path"] for error in errors] == [path]
    with served.ledger.view() as view:
        assert view.size == 1


@pytest.mark.parametrize("name", ["signed=true", "supersedes=2"])
def test_words_of_a_record_need_one(client: FlaskClient, name: str) -> None:
    answer = client.post(f"{URL}?{name}", data=BODY, content_type=JSON)
    assert answer.status_code == 422


def test_a_disagreement_is_refused_and_kept(prepared: Prepared, tmp_path: Path) -> None:
    def contrary(stratum: Any, facts: Any, applies: Any, known: Any) -> Any:
        truths = reference.evaluate(stratum, facts, applies, known)
        return dict.fromkeys(truths)

    wrong: Evaluate = contrary
    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys", wrong) as served:
        answer = record(app_of(served).test_client(), key="again")
        assert (answer.status_code, answer.json["code"]) == (409, "disagreement")
        with served.ledger.view() as view:
            assert view.entry(2).kind == "disagreement"


def test_a_proof_checks_without_gongje(client: FlaskClient, tmp_path: Path) -> None:
    record(client)
    head = client.get("/v1/ledger/head").json
    assert head is not None
    record(client)
    proof, kept = tmp_path / "proof.json", tmp_path / "head.txt"
    proof.write_bytes(client.get("/v1/ledger/proofs/2?since=2").data)
    kept.write_text(head["note"], encoding="utf-8")
    command = [sys.executable, str(ROOT / "verify.py"), str(proof), "--key", head["keys"][0]["verifier"]]
    done = subprocess.run([*command, "--head", str(kept)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    without = client.get("/v1/ledger/proofs/2?anonymous=true").json
    assert without is not None
    assert without["identity"] is None
    steps = client.get("/v1/ledger/proofs?since=2").json
    assert steps is not None
    assert steps["since"] == head["note"]
    assert client.get("/v1/ledger/proofs?since=99").status_code == 422
    assert client.get("/v1/ledger/proofs?since=3&until=2").status_code == 422
    assert client.get("/v1/ledger/proofs/2?row=1").status_code == 404


def test_an_erased_identity_is_gone_from_every_answer(client: FlaskClient, served: Service) -> None:
    record(client)
    served.ledger.erase(2, "Park")
    for url in ("/v1/assessments/2", "/v1/ledger/entries/2", "/v1/ledger/proofs/2"):
        assert "하나바이오" not in client.get(url).text
    read = client.get("/v1/assessments/2").json
    assert read is not None
    assert (read["actor"], read["identity_erased_by"]) == (None, 3)
    assert client.post("/v1/assessments/2/replays").json["outcome"] == "same"  # type: ignore[index]


def test_a_changed_entry_is_said_to_be_so(client: FlaskClient, served: Service) -> None:
    record(client)
    with ledgers.past_the_guards(served.ledger) as connection:
        connection.exec_driver_sql("UPDATE identity SET salt = 'x' WHERE number = 2")
    for answer in (client.get("/v1/assessments/2"), client.get(URL), client.post("/v1/assessments/2/replays")):
        assert answer.json is not None
        assert (answer.status_code, answer.json["code"]) == (409, "damaged")


# -- law and questions


def test_lists_and_rates_are_those_of_the_day(client: FlaskClient) -> None:
    def rows(name: str, on: str, known_on: str) -> set[str]:
        found = client.get(f"/v1/law/{name}?on={on}&known_on={known_on}").json
        assert found is not None
        return {row["row"] for row in found["rows"] if row["list"] in ("annex-6-2", "annex-7-2")}

    # Rule No. 1012 of 2023-08-29 reached back to amounts invested from 2023-07-01.
    assert "7-가" in rows("facilities", "2023-07-10", "2023-08-29")
    assert "7-가" not in rows("facilities", "2023-07-10", "2023-07-20")
    assert "7-가" not in rows("facilities", "2023-06-30", "2023-08-29")
    assert rows("technologies", "2024-01-01", "2024-06-01")
    rates = client.get("/v1/law/rates?on=2024-03-01&known_on=2024-06-01").json
    assert rates is not None
    base = next(table for table in rates["tables"] if table["table"] == "credit.base-rate")
    values = {row["value"] for row in base["rows"] if "nst" in row["for"]["tier"]}
    assert {"0.15", "0.25"} <= values


def test_a_provision_with_its_history(client: FlaskClient, prepared: Prepared) -> None:
    book: Rulebook = prepared.rulebook
    for name in list(book.provisions)[::40]:
        found = client.get(f"/v1/law/provisions/{name}", headers={"Accept-Language": "ko"}).json
        assert found is not None
        assert [v["version"] for v in found["versions"]] == [v.key for v in book.provisions[name].versions]
        assert found["text"]
    assert client.get("/v1/law/provisions/no.such").status_code == 404


def test_rulebooks_and_what_differs(client: FlaskClient, prepared: Prepared) -> None:
    digest = prepared.rulebook.digest
    record(client)
    assert client.get("/v1/law/rulebooks").json == {
        "rulebooks": [{"rulebook": digest, "installed": True, "entries": 1}]
    }
    assert client.get(f"/v1/law/rulebooks/{digest}").data == prepared.rulebook.content
    assert client.get(f"/v1/law/rulebooks/sha256:{'0' * 64}").status_code == 404
    days = client.get("/v1/law/differences?known_before=2023-08-28&known_after=2023-08-29").json
    assert days is not None
    assert any("1012" in line for line in days["lines"])
    same = client.get(f"/v1/law/differences?rulebook_before={digest}&rulebook_after={digest}").json
    assert same is not None
    assert same["lines"] == []
    assert client.get("/v1/law/differences?known_before=2023-08-28").status_code == 422


def test_questions_are_each_asked_once_in_order(client: FlaskClient, prepared: Prepared) -> None:
    answer = client.post("/v1/questions", data=BODY, content_type=JSON).json
    assert answer is not None
    facts = [question["fact"] for question in answer["questions"]]
    assert len(facts) == len(set(facts)) > 5
    known = [prepared.rulebook.facts[fact].order for fact in facts if fact in prepared.rulebook.facts]
    assert known == sorted(known)
    recognition = next(q for q in answer["questions"] if q["fact"] == "recognition.status")
    assert {choice["value"] for choice in recognition["choices"]} == {
        *prepared.rulebook.facts["recognition.status"].choices
    }
    assert recognition["investments"] == ["A-1"]
