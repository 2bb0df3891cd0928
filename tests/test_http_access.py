"""Who may do what: every endpoint, every role, on what is one's own and on what is another's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from served import BODY, HANA, JSON, URL, app_of, key, service

from api.http.app import ENDPOINTS
from api.http.endpoint import Endpoint
from api.http.service import Service
from api.http.store.keys import Role
from engine.assessment.assess import Prepared

DURI = "Duri Pharma"
NOBODY, EXPIRED, REVOKED, FORGED = "nobody", "expired", "revoked", "forged"
# What each role may use besides what needs no key: the whole of it, written down a second time.
READ = {
    "assess", "listAssessments", "getAssessment", "replayAssessment", "ask", "findChanges", "listEntries",
    "getEntry", "getProof", "listAudits", "getAudit", "getAuditResult",
}  # fmt: skip
LAW = {
    "getHead", "getConsistency", "getLaw", "listTechnologies", "listFacilities", "listRates", "getProvision",
    "listRulebooks", "getRulebook", "getDifferences",
}  # fmt: skip
WRITE = {"postAudit", "cancelAudit"}
MAY = {
    Role.COMPANY: READ | LAW | WRITE,
    Role.ACCOUNTANT: READ | LAW | WRITE,
    Role.AUDITOR: READ | LAW,
    Role.OPERATOR: LAW | {"getMetrics"},
}
FREE = {"getHealth", "getLive", "getReady", "getOpenapi", "getDocs", "getDocsFile"}


@dataclass(frozen=True)
class World:
    """Two organisations, each with a decision; keys of every role in the first."""

    client: FlaskClient
    served: Service
    keys: dict[str, dict[str, str]]
    own: int
    foreign: int


@pytest.fixture(scope="module")
def world(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("access")
    with service(prepared, str(folder / "ledger.db"), folder / "keys", audits=folder / "audits") as served:
        client = app_of(served).test_client()
        keys = {str(role): key(served, role, HANA, f"{role} of Hana") for role in Role}
        other = key(served, Role.COMPANY, DURI)
        keys[EXPIRED] = key(served, Role.ACCOUNTANT, HANA, days=-1)
        keys[REVOKED] = key(served, Role.ACCOUNTANT, HANA)
        newest = next(one for one in served.keys.all() if one.revoked_at is None and one.name == "Kim"
                      and one.role is Role.ACCOUNTANT and one.expires_at > one.created_at)  # fmt: skip
        assert served.keys.revoke(newest.id)
        keys[NOBODY] = {}
        keys[FORGED] = {"Authorization": "Bearer gongje_" + "A" * 43}
        own, foreign = (
            client.post(f"{URL}?record=true", data=BODY, content_type=JSON, headers=who).json["id"]  # type: ignore[index]
            for who in (keys["company"], other)
        )
        yield World(client, served, keys, own, foreign)


def url_of(endpoint: Endpoint, number: int, digest: str) -> str:
    values = {
        "id": str(number),
        "number": str(number),
        "name": "taxpayer.is-sme",
        "digest": digest,
        "file": "start.js",
        "audit": f"{number:032x}",
        "format": "xlsx",
    }
    query = {
        "getConsistency": "?since=1",
        "getDifferences": "?known_before=2023-08-28&known_after=2023-08-29",
    }
    return endpoint.path.format(**values) + query.get(endpoint.name, "")


def ask(world: World, endpoint: Endpoint, who: str, number: int) -> tuple[int, bytes]:
    url = url_of(endpoint, number, world.served.prepared.rulebook.digest)
    body = {"data": BODY, "content_type": JSON} if endpoint.body and endpoint.body.media == JSON else {}
    answer = world.client.open(url, method=endpoint.method, headers=world.keys[who], **body)  # type: ignore[arg-type]
    document = json.loads(answer.data) if answer.mimetype.endswith("json") else {}
    document.pop("request", None)
    return answer.status_code, json.dumps(document).encode()


def test_the_table_names_every_endpoint() -> None:
    assert {endpoint.name for endpoint in ENDPOINTS} == FREE.union(*MAY.values())


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
@pytest.mark.parametrize("who", [*Role, NOBODY, EXPIRED, REVOKED, FORGED])
def test_exactly_the_allowed_pass(world: World, endpoint: Endpoint, who: str) -> None:
    status, _ = ask(world, endpoint, str(who), world.own)
    if endpoint.name in FREE:
        assert status == 200
    elif who not in list(Role):
        assert status == 401
    elif endpoint.name in MAY[Role(who)]:
        assert status not in (401, 403)
        assert status in endpoint.answers or "udit" in endpoint.name, status
    else:
        assert status == 403


@pytest.mark.parametrize("endpoint", [e for e in ENDPOINTS if e.place], ids=lambda endpoint: endpoint.name)
@pytest.mark.parametrize("who", list(Role))
def test_what_belongs_to_others_is_like_what_is_not_there(world: World, endpoint: Endpoint, who: str) -> None:
    if endpoint.place[0].name not in ("id", "number", "audit"):
        return
    foreign, nothing = ask(world, endpoint, who, world.foreign), ask(world, endpoint, who, 999_999)
    assert foreign == nothing
    assert foreign[0] in (403, 404)


def test_lists_hold_what_is_ones_own(world: World) -> None:
    for who in ("company", "accountant", "auditor"):
        listed = world.client.get(URL, headers=world.keys[who]).json
        assert listed is not None
        assert [one["id"] for one in listed["assessments"]] == [world.own]
        entries = world.client.get("/v1/ledger/entries", headers=world.keys[who]).text
        assert HANA in entries
        assert DURI not in entries
    read = world.client.get(f"{URL}/{world.own}", headers=world.keys["auditor"]).json
    assert read is not None
    assert (read["actor"], read["organisation"]) == ("company of Hana", HANA)


def test_auditors_and_operators_record_nothing(world: World) -> None:
    for who in ("auditor", "operator"):
        answer = world.client.post(f"{URL}?record=true", data=BODY, content_type=JSON, headers=world.keys[who])
        assert answer.status_code == 403
    with world.served.ledger.view() as view:
        assert view.size == world.foreign


def test_superseding_what_belongs_to_others_is_like_superseding_nothing(world: World) -> None:
    said = []
    for number in (world.foreign, 999_999):
        url = f"{URL}?record=true&supersedes={number}"
        answer = world.client.post(url, data=BODY, content_type=JSON, headers=world.keys["company"])
        said.append((answer.status_code, answer.text.replace(str(number), "N").split('"errors"')[1]))
    assert said[0] == said[1]


def test_an_idempotency_key_of_others_is_ones_own_to_use(world: World) -> None:
    other = key(world.served, Role.COMPANY, "Third")
    numbers = [
        client_post(world, who, "shared").json["id"]  # type: ignore[attr-defined]
        for who in (world.keys["company"], other)
    ]
    assert numbers[0] != numbers[1]


def client_post(world: World, who: dict[str, str], idempotency: str) -> object:
    headers = {**who, "Idempotency-Key": idempotency}
    return world.client.post(f"{URL}?record=true", data=BODY, content_type=JSON, headers=headers)


# -- a server without keys


def test_without_keys_it_is_open_to_this_machine_alone(prepared: Prepared, tmp_path: Path) -> None:
    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys") as served:
        client = app_of(served).test_client()
        assert client.get(URL).status_code == 200
        assert client.get(URL, environ_overrides={"REMOTE_ADDR": "10.0.0.9"}).status_code == 401
        for host in ("evil.example", "evil.example:8000", "127.0.0.1.evil.example"):
            assert client.get(URL, headers={"Host": host}).status_code == 401
        for host in ("localhost", "localhost:8000", "[::1]:8000", "127.0.0.1"):
            assert client.get(URL, headers={"Host": host}).status_code == 200
        for said in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            assert client.post(URL, data=BODY, content_type=JSON, headers=said).status_code == 401  # by another page
        assert client.post(URL, data=BODY, content_type=JSON, headers={"Origin": "http://localhost"}).status_code == 200
        key(served, Role.OPERATOR, HANA)
        assert client.get(URL).status_code == 401  # at once, and for good
        assert served.keys.revoke(served.keys.all()[0].id)
        assert client.get(URL).status_code == 401


def test_secrets_are_kept_as_hashes_only(prepared: Prepared, tmp_path: Path) -> None:
    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys") as served:
        secret = key(served, Role.COMPANY, HANA)["Authorization"].partition(" ")[2]
        assert len(secret) == len("gongje_") + 43
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert secret.encode() not in stored
    assert secret.removeprefix("gongje_").encode() not in stored


def test_too_many_requests_are_refused_for_one_client_only(prepared: Prepared, tmp_path: Path) -> None:
    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys", rate=5) as served:
        client = app_of(served).test_client()
        one, two = (key(served, Role.AUDITOR, HANA) for _ in range(2))
        answers = [client.get("/v1/law", headers=one).status_code for _ in range(8)]
        assert answers == [200] * 5 + [429] * 3
        refused = client.get("/v1/law", headers=one)
        assert refused.json is not None
        assert refused.json["status"] == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        assert client.get("/v1/law", headers=two).status_code == 200
        assert [client.get("/healthz").status_code for _ in range(20)] == [200] * 20
