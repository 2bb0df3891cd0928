"""Audits recorded over HTTP: one entry under the caller's name, whatever dies meanwhile; on each database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from audited import DAY, EXAMPLE, SETTINGS, WHOLE, fetched, finished, upload
from click.testing import CliRunner
from flask.testing import FlaskClient
from served import HANA, ROOT, app_of, key, service

from api.commands.main import main
from api.http.audits import endpoints
from api.http.audits.job import DONE, FAILED, Job
from api.http.audits.recording import place_of
from api.http.service import Service
from engine.assessment.assess import Prepared
from engine.ledger.leaf import AUDIT
from engine.ledger.verify import verify

GIVEN = (SETTINGS.read_bytes(), SETTINGS.name)


@pytest.fixture
def served(prepared: Prepared, tmp_path: Path) -> Iterator[Service]:
    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys", audits=tmp_path / "audits") as found:
        yield found


@pytest.fixture
def anywhere(prepared: Prepared, place: str, tmp_path: Path) -> Iterator[Service]:
    """On each kind of database."""
    with service(prepared, place, tmp_path / "keys", audits=tmp_path / "audits") as found:
        yield found


@pytest.fixture
def client(served: Service) -> FlaskClient:
    return app_of(served).test_client()


def ask(client: FlaskClient, query: str = "", who: dict[str, str] | None = None) -> Any:
    return upload(client, (WHOLE, EXAMPLE.name), query=query, headers=who, settings=GIVEN)


def test_an_audit_is_one_entry_of_who_asked_for_it(anywhere: Service, tmp_path: Path) -> None:
    served, client = anywhere, app_of(anywhere).test_client()
    who, other = key(served, "accountant", HANA, "김회계"), key(served, "accountant", "Duri")
    made = ask(client, "&record=true&format=parquet", who)
    assert (made.status_code, made.json["record"], made.json["entry"]) == (202, True, None)
    audit = finished(client, made.headers["Location"], who)
    assert (audit["state"], audit["entry"]) == ("done", 2)

    [listed] = client.get("/v1/ledger/entries?kind=audit", headers=who).json["entries"]  # type: ignore[index]
    assert (listed["number"], listed["organisation"]) == (2, HANA)
    entry: Any = client.get("/v1/ledger/entries/2", headers=who).json
    assert entry["identity"]["actor"] == "김회계"
    assert entry["known_on"] == DAY
    assert entry["summary"]["outcomes"] == audit["summary"]["outcomes"]
    assert client.get("/v1/ledger/entries/2", headers=other).status_code == 404
    assert client.get("/v1/ledger/entries?kind=audit", headers=other).json["entries"] == []  # type: ignore[index]

    answer = tmp_path / "answer.parquet"
    answer.write_bytes(fetched(client, f"{made.headers['Location']}/result", **who)[1])
    lines = duckdb.sql(f"SELECT line, outcome, base_credit_high FROM '{answer}' ORDER BY line, part").fetchall()
    assert entry["rows"]["count"] == len(lines)
    proof = tmp_path / "proof.json"
    proof.write_bytes(fetched(client, "/v1/ledger/proofs/2?row=3", **who)[1])
    row = json.loads(json.loads(proof.read_text("utf-8"))["row"]["data"])
    assert (row["line"], row["outcome"], row["base_credit_high"]) == lines[2]
    with served.ledger.view() as view:
        keys = str(view.signing_keys()[-1][1])
    checked = subprocess.run([sys.executable, ROOT / "verify.py", proof, "--key", keys], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert client.get(f"/v1/ledger/proofs/2?row={len(lines) + 1}", headers=who).status_code == 404
    assert client.get("/v1/ledger/proofs/2?row=3", headers=other).status_code == 404


def test_without_record_nothing_is_recorded(client: FlaskClient, served: Service) -> None:
    audit = finished(client, ask(client).headers["Location"])
    assert (audit["state"], audit["record"], audit["entry"]) == ("done", False, None)
    with served.ledger.view() as view:
        assert view.size == 1


def test_the_entry_is_that_of_the_command(client: FlaskClient, served: Service, tmp_path: Path) -> None:
    """The same registers give the same summary and the same root over the rows behind either door."""
    finished(client, ask(client, "&record=true").headers["Location"])
    out = str(tmp_path / "out.xlsx")
    place = ["--ledger", served.ledger.database.place, "--keys", str(tmp_path / "keys")]
    given = [str(EXAMPLE), "--settings", str(SETTINGS), "--known-on", DAY, "--lang", "en", "--out", out]
    assert CliRunner().invoke(main, ["audit", *given, "--record", "--as", "Kim", *place]).exit_code == 0
    over_http, by_command = (client.get(f"/v1/ledger/entries/{number}").json for number in (2, 3))
    assert over_http["rows"] == by_command["rows"]  # type: ignore[index]
    assert over_http["summary"]["claims"] == by_command["summary"]["claims"]  # type: ignore[index]


DIES = """
import os, signal, sys
from pathlib import Path
from api.http.audits import recording, runner
from api.http.audits.job import DONE, Job
when, folder = sys.argv[1:]
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
record, tell = recording.record_audit, Job.tell
if when == "before":
    recording.record_audit = die
if when == "recorded":
    recording.record_audit = lambda *given: (record(*given), die())
if when == "answered":
    Job.tell = lambda job, state: die() if state.state == DONE else tell(job, state)
runner.work(Path(folder))
"""


def test_killed_and_taken_up_again_it_is_recorded_once(
    client: FlaskClient, served: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the entry is written, right after it, and once the answer lies in its place."""
    monkeypatch.setattr(endpoints, "start", lambda job, ledger: None)
    folder = served.settings.audits
    assert folder is not None
    jobs = [Job(folder / ask(client, "&record=true&format=parquet").json["id"]) for _ in range(4)]

    def run(job: Job, *command: str) -> int:
        environment = {**os.environ, **place_of(served.ledger)}
        return subprocess.run([sys.executable, *command, str(job.folder)], env=environment, cwd=ROOT).returncode

    for job, when in zip(jobs, (None, "before", "recorded", "answered"), strict=True):
        if when:
            assert run(job, "-c", DIES, when) == -9
            assert job.state().state == "running"
        assert run(job, "-m", "api.http.audits.runner") == 0
    assert [(job.state().state, job.state().entry) for job in jobs] == [(DONE, 2), (DONE, 3), (DONE, 4), (DONE, 5)]
    with served.ledger.view() as view:
        assert [stored.number for stored in view.entries(kind=AUDIT)] == [2, 3, 4, 5]
    assert not verify(served.ledger).findings
    assert len({path.read_bytes() for job in jobs if (path := job.result("answer"))}) == 1


def test_what_cannot_be_recorded_is_not_handed_out(client: FlaskClient, served: Service, tmp_path: Path) -> None:
    """The key that signs heads is gone: there is no entry, and so there is no answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(endpoints, "start", lambda job, ledger: None)  # before the key is gone it must not be through
        made = ask(client, "&record=true")
    for path in (tmp_path / "keys").iterdir():
        path.unlink()
    audit = finished(client, made.headers["Location"])
    assert (audit["state"], [error["code"] for error in audit["errors"]]) == (FAILED, ["audit-not-recorded"])
    assert client.get(f"{made.headers['Location']}/result").status_code == 409
