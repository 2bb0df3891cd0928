"""The HTTP door: the same document as the command, and problem documents that name what is wrong."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from served import BODY, CLAIM, JSON, PROBLEM, URL, app_of, service

from api import doors
from engine.assessment.assess import Prepared, assess
from engine.claims.reader import read_claim
from engine.inference import reference
from engine.inference.solve import Evaluate
from engine.law.strict_yaml import MAX_BYTES


@pytest.fixture(scope="module")
def client(prepared: Prepared, durable: Evaluate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("http")
    with service(prepared, str(folder / "ledger.db"), folder / "keys", durable) as served:
        yield app_of(served).test_client()


def expected(prepared: Prepared, known_on: str, everything: bool = False) -> bytes:
    claim = read_claim(BODY.encode(), "", prepared.rulebook)
    ordinal = doors.date.fromisoformat(known_on).toordinal()
    return doors.as_json(assess(claim, prepared, ordinal, reference.evaluate, everything=everything))


def test_the_assessment_is_that_of_every_other_door(client: FlaskClient, prepared: Prepared) -> None:
    for url, headers in ((f"{URL}?known_on=2025-04-01", {}), (URL, {"Known-On": "2025-04-01"})):
        answer = client.post(url, data=BODY, content_type=JSON, headers=headers)
        assert (answer.status_code, answer.mimetype) == (200, JSON)
        assert answer.data == expected(prepared, "2025-04-01")
    explained = client.post(f"{URL}?known_on=2025-04-01&explain=true", data=BODY, content_type=JSON)
    assert explained.data == expected(prepared, "2025-04-01", everything=True)


def test_without_a_day_it_is_today_in_korea(client: FlaskClient) -> None:
    before = doors.today()
    answer = client.post(URL, data=BODY, content_type="application/json; charset=utf-8")
    assert answer.json is not None
    assert before.isoformat() <= answer.json["law"]["known_on"] <= doors.today().isoformat()  # midnight may lie between


def test_health(client: FlaskClient, prepared: Prepared) -> None:
    answer = client.get("/healthz")
    assert answer.json is not None
    assert (answer.status_code, answer.json["status"]) == (200, "ok")
    assert answer.json["rulebook"] == prepared.rulebook.digest


def test_a_bad_claim_is_told_with_every_problem(client: FlaskClient) -> None:
    bad = {**CLAIM, "taxpayr": {}, "tax_year": {"starts_on": "2023-02-30", "ends_on": "2023-12-31"}}
    for accept, lang, said in (
        ("ko-KR,ko;q=0.9", "ko", "'2023-02-30'은(는) 달력에 없는 날짜입니다. YYYY-MM-DD로 적으십시오"),
        ("en", "en", "'2023-02-30' is not a calendar date; write it as YYYY-MM-DD"),
        ("fr", "en", "'2023-02-30' is not a calendar date; write it as YYYY-MM-DD"),
    ):
        headers = {"Accept-Language": accept}
        answer = client.post(URL, data=json.dumps(bad), content_type=JSON, headers=headers)
        assert (answer.status_code, answer.mimetype) == (422, PROBLEM)
        assert answer.headers["Content-Language"] == lang
        assert answer.json is not None
        assert answer.json["status"] == 422
        errors = {error["path"]: error for error in answer.json["errors"]}
        assert errors.keys() == {"$.taxpayr", "$.tax_year.starts_on"}
        assert errors["$.tax_year.starts_on"]["detail"] == said
        assert errors["$.tax_year.starts_on"]["found"] == "'2023-02-30'"
        assert "taxpayer" in errors["$.taxpayr"]["expected"]


@pytest.mark.parametrize(
    ("query", "headers", "path"),
    [
        ("?known_on=2023-02-30", {}, "known_on"),
        ("?known_on=2023-01-01&known_on=2023-01-02", {}, "known_on"),
        ("?known_on=2023-01-01", {"Known-On": "2023-01-02"}, "known_on"),
        ("?knownon=2023-01-01", {}, "knownon"),
        ("?explain=perhaps", {}, "explain"),
        ("?known_on=1999-01-01", {}, "$.known_on"),
    ],
)
def test_parameters_are_never_ignored(
    client: FlaskClient, query: str, headers: dict[str, str], path: str
) -> None:
    answer = client.post(URL + query, data=BODY, content_type=JSON, headers=headers)
    assert answer.json is not None
    assert (answer.status_code, [error["path"] for error in answer.json["errors"]]) == (422, [path])


@pytest.mark.parametrize(
    "body",
    [b"", b"a: 1", b"{", b"\xff", b'{"a": 1, "a": 2}', b"[" * 100_000, b'{"a": "\\ud800"}', b'{"a": NaN}'],
)
def test_what_is_no_json_is_400(client: FlaskClient, body: bytes) -> None:
    answer = client.post(URL, data=body, content_type=JSON)
    assert answer.json is not None
    assert (answer.status_code, answer.mimetype, answer.json["status"]) == (400, PROBLEM, 400)
    assert answer.json["errors"]


@pytest.mark.parametrize("body", [b"null", b"[]", b'"x"', b"1"])
def test_json_that_is_no_claim_is_422(client: FlaskClient, body: bytes) -> None:
    assert client.post(URL, data=body, content_type=JSON).status_code == 422


def test_other_refusals_are_problem_documents_too(client: FlaskClient) -> None:
    for answer, status in (
        (client.post(URL, data=BODY, content_type="text/plain"), 415),
        (client.post(URL, data=BODY), 415),
        (client.get("/nowhere"), 404),
        (client.delete(URL), 405),
        (client.post(URL, data=b" " * (MAX_BYTES + 1), content_type=JSON), 413),
        (client.post(URL, data=b" " * (MAX_BYTES + 2), content_type=JSON), 413),
    ):
        assert answer.json is not None
        assert (answer.status_code, answer.mimetype, answer.json["status"]) == (status, PROBLEM, status)
        assert answer.json["detail"]
    assert {"GET", "POST"} <= set(client.delete(URL).headers["Allow"].split(", "))


class Stalling(io.RawIOBase):
    """A client that stops in the middle of its request."""

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return 0

    def seek(self, *_: int) -> int:
        return 0

    def readinto(self, buffer: object) -> int:
        raise TimeoutError


def test_a_request_that_stalls_is_given_up(client: FlaskClient) -> None:
    answer = client.post(URL, input_stream=Stalling(), content_type=JSON, headers={"Content-Length": "100"})
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)


def test_a_decision_may_take_only_so_long(prepared: Prepared, tmp_path: Path) -> None:
    def slow(*given: Any) -> dict[str, bool | None]:
        time.sleep(0.3)
        return reference.evaluate(*given)

    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys", slow, seconds=1) as served:
        for url in (URL, f"{URL}?record=true", "/v1/questions"):
            answer = app_of(served).test_client().post(url, data=BODY, content_type=JSON)
            assert answer.json is not None
            assert (answer.status_code, answer.json["code"]) == (413, "takes-too-long")
        with served.ledger.view() as view:
            assert view.size == 1


def test_our_own_error_hides_its_cause(
    prepared: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> dict[str, bool | None]:
        raise RuntimeError("secret")

    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys", fails) as served:
        answer = app_of(served).test_client().post(URL, data=BODY, content_type=JSON)
    assert (answer.status_code, answer.mimetype) == (500, PROBLEM)
    logged = "".join(capsys.readouterr())
    for where in (answer.text, logged):
        assert "secret" not in where
    assert "RuntimeError" not in answer.text
    assert "RuntimeError" in logged
    assert "test_http_assess.py" in logged
