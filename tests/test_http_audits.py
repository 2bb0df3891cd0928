"""Registers uploaded: audited in the background, refused where they are not what they say, removed on request."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from audited import (
    DAY,
    EXAMPLE,
    FINISHED,
    LONG,
    REGISTERS,
    SETTINGS,
    URL,
    WHOLE,
    fetched,
    finished,
    left,
    let_go,
    upload,
)
from click.testing import CliRunner
from flask.testing import FlaskClient
from served import HANA, app_of, key, server, service

from api.commands.main import main
from api.http.audits import endpoints, starting
from api.http.audits.job import Job
from api.http.service import Service
from engine.assessment.assess import Prepared

LIMIT = 1_000_000  # bytes of an upload in these tests


def small_service(prepared: Prepared, folder: Path) -> AbstractContextManager[Service]:
    audits = folder / "audits"
    return service(prepared, str(folder / "ledger.db"), folder / "keys", audits=audits, upload_mb=1, unpacked_mb=5)


@pytest.fixture
def served(prepared: Prepared, tmp_path: Path) -> Iterator[Service]:
    with small_service(prepared, tmp_path) as made:
        yield made


@pytest.fixture
def client(served: Service) -> FlaskClient:
    return app_of(served).test_client()


@pytest.fixture(scope="module")
def refusing(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """For what is refused one after the other: each time nothing may be left."""
    with small_service(prepared, tmp_path_factory.mktemp("refusing")) as made:
        yield made


@pytest.fixture(scope="module")
def refused(refusing: Service) -> FlaskClient:
    return app_of(refusing).test_client()


def test_a_workbook_in_the_answer_of_the_command_out(client: FlaskClient, served: Service, tmp_path: Path) -> None:
    settings = (SETTINGS.read_bytes(), SETTINGS.name)
    made = upload(client, (EXAMPLE.read_bytes(), EXAMPLE.name), settings=settings)
    assert made.status_code == 202, made.text
    assert made.json["state"] == "queued"
    url = made.headers["Location"]
    assert fetched(client, f"{url}/result")[0] in (200, 409)
    audit = finished(client, url)
    assert (audit["state"], audit["results"]) == ("done", ["answer", "mapping"])
    assert audit["summary"]["lines"]["judged"] > 0
    _, answer, headers = fetched(client, f"{url}/result")
    assert zipfile.ZipFile(io.BytesIO(answer)).testzip() is None
    assert "attachment" in headers["Content-Disposition"]
    out = tmp_path / "answer.xlsx"
    command = ["audit", str(EXAMPLE), "--settings", str(SETTINGS), "--known-on", DAY, "--lang", "en"]
    assert CliRunner().invoke(main, [*command, "--out", str(out)]).exit_code == 0
    assert answer == out.read_bytes()
    status, part, _ = fetched(client, f"{url}/result", Range="bytes=0-3")
    assert (status, part) == (206, b"PK\x03\x04")
    let_go(Job((served.settings.audits or Path()) / audit["id"]))
    assert not [path for path in left(served) if "input" in path.parts]  # the register is not kept


def test_parquet_has_three_tables(client: FlaskClient) -> None:
    register = REGISTERS / "real-plants.csv"
    settings = REGISTERS / "real-plants.settings.yaml"
    made = upload(
        client, (register.read_bytes(), "대장 (2024).csv"), query="&format=parquet",
        settings=(settings.read_bytes(), settings.name),
    )  # fmt: skip
    audit = finished(client, made.headers["Location"])
    assert audit["files"] == ["대장 (2024).csv"]
    assert audit["results"] == ["answer", "claims", "set-aside", "mapping"]
    for name in ("answer", "claims", "set-aside"):
        _, answer, _ = fetched(client, f"{made.headers['Location']}/result?file={name}")
        assert (answer[:4], answer[-4:]) == (b"PAR1", b"PAR1")
    assert client.get(f"{made.headers['Location']}/result?file=settings").status_code == 404


def test_a_register_that_cannot_be_used_is_told_with_its_problems(client: FlaskClient, served: Service) -> None:
    bad = REGISTERS / "bad" / "no-header.csv"
    made = upload(client, (bad.read_bytes(), bad.name))
    audit = finished(client, made.headers["Location"])
    assert audit["state"] == "failed"
    assert [error["code"] for error in audit["errors"]] == ["no-header"]
    korean: Any = client.get(made.headers["Location"], headers={"Accept-Language": "ko"}).json
    assert korean["errors"][0]["detail"] != audit["errors"][0]["detail"]
    assert {path.name for path in left(served)} <= {"order.json", "state.json", "lock", "starts", "slot-0"}
    assert client.get(f"{made.headers['Location']}/result").status_code == 409


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def lying() -> bytes:
    """A workbook whose directory states a small size for what unpacks to much more."""
    size = 8_000_000
    raw = zipped({"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": b"0" * size})
    return raw.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


BOMB = zipped({"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": b"0" * 50_000_000})


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (BOMB, "bomb.xlsx", "file-bomb"),
        (lying(), "lying.xlsx", "file-half"),
        (WHOLE[: len(WHOLE) // 2], "half.xlsx", "file-half"),
        (b"PAR1" + b"x" * 100, "half.parquet", "file-half"),
        (b"MZ\x90\x00" * 50, "program.xlsx", "file-content"),
        (WHOLE, "workbook.csv", "file-content"),
        (b"a,b\n1,2\n", "table.xlsx", "file-content"),
        (zipped({"hello.txt": b"hello"}), "archive.xlsx", "file-content"),
        (b"", "empty.csv", "register-empty"),
        (WHOLE, "macros.xlsm", "register-kind"),
        (WHOLE, "noextension", "register-kind"),
        (WHOLE, "../../etc/cron.d/x.xlsx", "file-name"),
        (WHOLE, "..\\..\\windows\\x.xlsx", "file-name"),
        (WHOLE, "/etc/passwd.xlsx", "file-name"),
        (WHOLE, "..xlsx", "file-name"),
        (WHOLE, ".hidden.xlsx", "file-name"),
        (WHOLE, "a\u202excod.xlsx", "file-name"),
        (WHOLE, "x" * 101 + ".xlsx", "file-name"),
        (WHOLE, "-rf.xlsx", "file-name"),
        (WHOLE, "a;rm -rf ~;.xlsx", "file-name"),
        (WHOLE, "a'; DROP TABLE entry;--.csv", "file-name"),
    ],
)
def test_what_is_not_a_register_is_refused_and_nothing_is_left(
    refused: FlaskClient, refusing: Service, data: bytes, name: str, code: str
) -> None:
    answer = upload(refused, (WHOLE, "good.xlsx"), (data, name))
    assert answer.status_code == 422, answer.text
    assert [error["code"] for error in answer.json["errors"]] == [code]
    assert left(refusing) == []


def test_too_many_and_too_large_files_are_refused_and_nothing_is_left(client: FlaskClient, served: Service) -> None:
    many = upload(client, *[(b"a,b\n1,2\n", f"{n}.csv") for n in range(60)])
    assert (many.status_code, many.json["errors"][0]["code"]) == (422, "too-many-files")
    twice = upload(client, (b"a,b\n1,2\n", "a.csv"), (b"a,b\n1,2\n", "a.csv"))
    assert (twice.status_code, twice.json["errors"][0]["code"]) == (422, "same-register")
    head = b'--x\r\nContent-Disposition: form-data; name="register"; filename="large.csv"\r\n\r\n'
    body = head + b"a,b\n" * (LIMIT // 2) + b"\r\n--x--\r\n"
    large: Any = client.post(URL, data=body, content_type="multipart/form-data; boundary=x")
    assert (large.status_code, large.json["code"]) == (413, "413")
    assert left(served) == []


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({}, "register"),
        ({"register": "no file"}, "register"),
        ({"registr": (io.BytesIO(b"a"), "a.csv")}, "registr"),
        ({"settings": (io.BytesIO(b"a: 1"), "a.yaml")}, "register"),
    ],
)
def test_fields_of_the_form(refused: FlaskClient, data: dict[str, Any], path: str) -> None:
    answer = refused.post(URL, data=data, content_type="multipart/form-data; boundary=x" if not data else None)
    document: Any = answer.json
    if not data:
        answer = refused.post(URL, data=b"--x--\r\n", content_type="multipart/form-data; boundary=x")
        document = answer.json
    assert answer.status_code in (415, 422)
    if answer.status_code == 422:
        assert path in [error["path"] for error in document["errors"]]
    assert refused.post(URL, json={}).status_code == 415


def test_cancelled_it_is_gone(client: FlaskClient, served: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "start", lambda job, ledger: None)  # as if every slot were taken
    made = upload(client, (WHOLE, "good.xlsx"))
    url = made.headers["Location"]
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404
    assert client.delete(url).status_code == 404
    assert left(served) == []


def test_an_audit_under_way_is_cancelled(
    client: FlaskClient, served: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "STOPPING", 600)
    made = upload(client, (WHOLE, "good.xlsx"))
    url = made.headers["Location"]
    for _ in range(LONG):
        state: Any = client.get(url).json
        if state["state"] != "queued":
            break
        time.sleep(0.1)
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404
    assert [path for path in left(served) if path.name != "slot-0"] == []


def test_an_audit_whose_process_died_is_started_again(
    client: FlaskClient, served: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = endpoints.start
    monkeypatch.setattr(endpoints, "start", lambda job, ledger: job.note_start())  # as if it were killed at once
    url = upload(client, (WHOLE, "good.xlsx")).headers["Location"]
    monkeypatch.setattr(endpoints, "start", start)
    monkeypatch.setattr(starting, "PATIENCE", 1000.0)
    assert client.get(url).json["state"] == "queued"  # type: ignore[index]
    monkeypatch.setattr(starting, "PATIENCE", -1.0)
    client.get(url)
    monkeypatch.setattr(starting, "PATIENCE", 15.0)
    assert finished(client, url)["state"] == "done"


def test_an_audit_that_dies_again_and_again_has_failed(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    start = endpoints.start
    monkeypatch.setattr(endpoints, "start", lambda job, ledger: job.note_start())
    url = upload(client, (WHOLE, "good.xlsx")).headers["Location"]
    monkeypatch.setattr(endpoints, "start", start)
    monkeypatch.setattr(starting, "PATIENCE", -1.0)
    monkeypatch.setattr(starting, "MOST_STARTS", 1)
    audit: Any = client.get(url).json
    assert (audit["state"], [error["code"] for error in audit["errors"]]) == ("failed", ["audit-broke"])


def test_audits_of_others_are_not_there(client: FlaskClient, served: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "start", lambda job, ledger: None)
    own, other = key(served, "accountant", HANA), key(served, "accountant", "Duri")
    made = client.post(URL, data={"register": (io.BytesIO(WHOLE), "a.xlsx")}, headers=own)
    url = made.headers["Location"]
    assert [len(client.get(URL, headers=who).json["audits"]) for who in (own, other)] == [1, 0]  # type: ignore[index]
    nowhere = f"{URL}/{'0' * 32}"
    for method, end in (("GET", ""), ("GET", "/result"), ("DELETE", "")):
        said = []
        for address in (url, nowhere):
            answer = client.open(address + end, method=method, headers=other)
            document: Any = answer.json
            said.append((answer.status_code, document["detail"]))
        assert said[0] == said[1]
        assert said[0][0] == 404
    assert client.get(url, headers=own).status_code == 200


def test_an_audit_that_was_promised_is_done_after_a_crash(tmp_path: Path, served: Service, client: FlaskClient) -> None:
    """Accepted by a server that died before it began; the next one takes it up."""
    folder = served.settings.audits
    assert folder is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(endpoints, "start", lambda job, ledger: None)
        made = upload(client, (WHOLE, "good.xlsx"), settings=(SETTINGS.read_bytes(), SETTINGS.name))
    half = folder / ".half"
    half.mkdir()
    (half / "upload").write_bytes(b"x")
    with server(tmp_path / "data", {"GONGJE_AUDITS": str(folder)}):
        for _ in range(LONG):
            if Job(folder / made.json["id"]).state().state in FINISHED:
                break
            time.sleep(0.1)
    state = json.loads((folder / made.json["id"] / "state.json").read_text())
    assert state["state"] == "done"
