"""The same upload under one idempotency key is one audit, also where it comes at once; another one is refused."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from audited import EXAMPLE, SETTINGS, URL, WHOLE, left, upload
from flask.testing import FlaskClient
from served import HANA, app_of, key, service

from api.http.audits import endpoints
from api.http.audits.job import Job
from api.http.service import Service
from api.http.store.keys import Role
from engine.assessment.assess import Prepared

GIVEN = (SETTINGS.read_bytes(), SETTINGS.name)


@pytest.fixture
def served(prepared: Prepared, tmp_path: Path) -> Iterator[Service]:
    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys", audits=tmp_path / "audits") as found:
        yield found


@pytest.fixture
def client(served: Service) -> FlaskClient:
    return app_of(served).test_client()


def ask(client: FlaskClient, query: str = "", who: dict[str, str] | None = None, key: str = "") -> Any:
    headers = {**(who or {}), **({"Idempotency-Key": key} if key else {})}
    return upload(client, (WHOLE, EXAMPLE.name), query=query, headers=headers, settings=GIVEN)


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """Audits that were started, which then do nothing."""
    started: list[Job] = []
    monkeypatch.setattr(endpoints, "start", lambda job, ledger: started.append(job))
    return started


def test_the_same_request_twice_is_one_audit(client: FlaskClient, served: Service, idle: list[Job]) -> None:
    first, again = (ask(client, "&record=true", key="march") for _ in range(2))
    assert [first.status_code, again.status_code] == [202, 202]
    assert first.json["id"] == again.json["id"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(idle) == 1
    assert ask(client, "&record=true", key="april").json["id"] != first.json["id"]
    assert ask(client, "&record=true").json["id"] != first.json["id"]
    assert not [path for path in left(served) if path.parts[-2].startswith(".")]


def test_the_same_request_many_times_at_once_is_one_audit(served: Service, idle: list[Job]) -> None:
    app = app_of(served)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: ask(app.test_client(), key="march"), range(8)))
    assert {answer.status_code for answer in made} == {202}
    assert len({answer.json["id"] for answer in made}) == 1
    assert sum("Idempotency-Replayed" in answer.headers for answer in made) == 7
    assert len(idle) == 1


def test_another_request_under_the_same_key_is_refused(client: FlaskClient, served: Service, idle: list[Job]) -> None:
    ask(client, key="march")
    settings = (SETTINGS.read_bytes() + b"# changed\n", SETTINGS.name)
    headers = {"Idempotency-Key": "march"}
    others = [
        ask(client, "&record=true", key="march"),
        ask(client, "&format=parquet", key="march"),
        upload(client, (WHOLE, "other-name.xlsx"), headers=headers, settings=GIVEN),
        upload(client, (WHOLE, EXAMPLE.name), headers=headers, settings=settings),
        upload(client, (WHOLE, EXAMPLE.name), headers=headers),
        upload(client, (WHOLE, EXAMPLE.name), headers={**headers, "Accept-Language": "ko"}, settings=GIVEN),
    ]
    assert {(answer.status_code, answer.json["code"]) for answer in others} == {(422, "idempotency-reused")}
    assert len(idle) == 1


def test_a_key_is_its_clients_own(client: FlaskClient, served: Service, idle: list[Job]) -> None:
    one, two = (key(served, Role.ACCOUNTANT, organisation) for organisation in (HANA, "Duri"))
    made = [ask(client, who=who, key="march").json["id"] for who in (one, two, one)]
    assert made[0] == made[2] != made[1]


def test_what_was_cancelled_may_be_asked_for_again(client: FlaskClient, served: Service, idle: list[Job]) -> None:
    made = ask(client, key="march")
    assert client.delete(f"{URL}/{made.json['id']}").status_code == 204
    again = ask(client, key="march")
    assert (again.status_code, again.headers.get("Idempotency-Replayed")) == (202, None)
