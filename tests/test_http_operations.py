"""What docs/serving.md says of running a server: configuration, containers, backup and restore."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import yaml
from served import BODY, HANA, JSON, ROOT, URL, app_of, key, service

from api.http.app import ENDPOINTS
from api.http.settings import NUMBERS, VARIABLES
from api.http.store.keys import Role
from engine.assessment.assess import Prepared
from engine.ledger.note import read_note
from engine.ledger.store import Ledger
from engine.ledger.verify import verify

DOCS = (ROOT / "docs/serving.md").read_text(encoding="utf-8")


def test_every_variable_is_described_with_its_default_and_bounds() -> None:
    rows = {line.split("|")[1].strip(" `"): line for line in DOCS.splitlines() if line.startswith("| `GONGJE_")}
    assert rows.keys() == set(VARIABLES)
    for variable in NUMBERS:
        assert f"| {variable.default} |" in rows[variable.name]
        assert f"({variable.low} to {variable.high}" in rows[variable.name]


def test_the_table_of_roles_is_that_of_the_endpoints() -> None:
    heads = ("company", "accountant", "auditor", "operator")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in DOCS.splitlines() if "| yes |" in line]
    told = {frozenset(role for role, cell in zip(heads, row[1:], strict=True) if cell == "yes") for row in rows}
    metrics = [line for line in DOCS.splitlines() if line.startswith("| `/metrics`")]
    assert metrics == ["| `/metrics` | | | | yes |"]
    meant = {frozenset(map(str, endpoint.roles)) for endpoint in ENDPOINTS if endpoint.roles}
    assert told | {frozenset({"operator"})} == meant


def test_the_containers_are_configured_by_known_variables() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    environment = compose["services"]["gongje"]["environment"]
    assert environment.keys() <= set(VARIABLES)
    assert environment["GONGJE_LEDGER"].startswith("postgresql://")
    assert compose["services"]["gongje"]["ports"] == ["127.0.0.1:8000:8000"]
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [name for line in dockerfile.splitlines() if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert all((ROOT / name).exists() for name in copied if not name.startswith(("--", "/")))
    assert "--require-hashes" in dockerfile


def test_a_backup_taken_while_it_writes_is_restored_and_goes_on(prepared: Prepared, tmp_path: Path) -> None:
    running, restored = tmp_path / "running", tmp_path / "restored"
    with service(prepared, str(running / "ledger.db"), running / "keys") as served:
        client = app_of(served).test_client()
        who = key(served, Role.COMPANY, HANA)
        for _ in range(3):
            client.post(f"{URL}?record=true", data=BODY, content_type=JSON, headers=who)
        restored.mkdir()
        with closing(sqlite3.connect(running / "ledger.db")) as source:
            source.execute("VACUUM INTO ?", (str(restored / "ledger.db"),))
        shutil.copytree(running / "keys", restored / "keys")
        with served.ledger.view() as view:
            at_backup = read_note(view.note())
        client.post(f"{URL}?record=true", data=BODY, content_type=JSON, headers=who)
        with served.ledger.view() as view:
            later = read_note(view.note())
    with Ledger(str(restored / "ledger.db"), restored / "keys") as ledger:
        assert not verify(ledger, [at_backup]).findings
        assert [finding.code for finding in verify(ledger, [later]).findings] == ["rolled-back"]
    with service(prepared, str(restored / "ledger.db"), restored / "keys") as served:
        client = app_of(served).test_client()
        listed = client.get(URL, headers=who).json
        assert listed is not None
        assert [one["id"] for one in listed["assessments"]] == [2, 3, 4]
        made = client.post(f"{URL}?record=true", data=BODY, content_type=JSON, headers=who)
        assert made.headers["Location"] == "/v1/assessments/5"
        assert not verify(served.ledger).findings
