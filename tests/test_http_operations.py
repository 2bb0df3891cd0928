"""What docs/serving.md says of running a server: configuration, containers, backup and restore."""

from __future__ import annotations

import configparser
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from ledgers import new_database, postgresql_tool
from served import BODY, HANA, JSON, ROOT, URL, app_of, key, service
from sqlalchemy import text

from api.http.app import ENDPOINTS
from api.http.service import Service
from api.http.settings import NUMBERS, VARIABLES
from api.http.store.keys import Role
from engine.assessment.assess import Prepared
from engine.ledger.faults import Fault
from engine.ledger.note import Note, read_note
from engine.ledger.store import Ledger
from engine.ledger.verify import verify

ENGLISH, KOREAN = ((ROOT / f"docs/serving{tail}.md").read_text(encoding="utf-8") for tail in ("", ".ko"))
HEADS = ("company", "accountant", "auditor", "operator")
in_both_languages = pytest.mark.parametrize(
    ("docs", "bounds", "yes"),
    [(ENGLISH, "({low} to {high}", "yes"), (KOREAN, "({low}~{high}", "예")],
    ids=["en", "ko"],
)


@in_both_languages
def test_every_variable_is_described_with_its_default_and_bounds(docs: str, bounds: str, yes: str) -> None:
    rows = {line.split("|")[1].strip(" `"): line for line in docs.splitlines() if line.startswith("| `GONGJE_")}
    assert rows.keys() == set(VARIABLES)
    for variable in NUMBERS:
        assert f"| {variable.default} |" in rows[variable.name]
        assert bounds.format(low=variable.low, high=variable.high) in rows[variable.name]


@in_both_languages
def test_the_table_of_roles_is_that_of_the_endpoints(docs: str, bounds: str, yes: str) -> None:
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in docs.splitlines() if f"| {yes} |" in line]
    told = {frozenset(role for role, cell in zip(HEADS, row[1:], strict=True) if cell == yes) for row in rows}
    metrics = [line for line in docs.splitlines() if line.startswith("| `/metrics`")]
    assert metrics == [f"| `/metrics` | | | | {yes} |"]
    meant = {frozenset(map(str, endpoint.roles)) for endpoint in ENDPOINTS if endpoint.roles}
    assert told | {frozenset({"operator"})} == meant


def test_both_languages_show_the_same_commands() -> None:
    """Comments aside."""

    def commands(docs: str) -> list[str]:
        blocks = re.findall(r"```sh\n(.*?)```", docs, re.DOTALL)
        lines = [line.partition("  #")[0].rstrip() for block in blocks for line in block.splitlines()]
        return [line for line in lines if line and not line.startswith("#")]

    assert commands(ENGLISH) == commands(KOREAN) != []
    assert ENGLISH.count("\n## ") == KOREAN.count("\n## ")


def test_the_container_gets_the_versions_that_are_tested() -> None:
    """Those of the whole lock, with the same hashes, of what a server imports and of nothing else."""

    def pinned(name: str) -> dict[str, set[str]]:
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
        return {line.partition(" ")[0]: set(re.findall(r"--hash=(\S+)", line)) for line in lines}

    whole, server = pinned("requirements.lock"), pinned("requirements-server.lock")
    assert server.items() <= whole.items()
    names = {pin.partition("==")[0] for pin in server}
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = (config["options.extras_require"][name] for name in ("postgres", "pdf"))
    wanted = "\n".join([config["options"]["install_requires"], *extras])
    assert set(re.findall(r"^([a-z0-9-]+)", wanted, re.MULTILINE)) <= names
    assert not names & {"pytest", "mypy", "pyspark"}


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


def backed_up(served: Service, save: Callable[[], object]) -> tuple[dict[str, str], Note, Note]:
    """Three decisions and a backup, then one more: the key in use, the head at the backup and the later one."""
    client = app_of(served).test_client()
    who = key(served, Role.COMPANY, HANA)
    for _ in range(3):
        client.post(f"{URL}?record=true", data=BODY, content_type=JSON, headers=who)
    save()
    with served.ledger.view() as view:
        at_backup = read_note(view.note())
    client.post(f"{URL}?record=true", data=BODY, content_type=JSON, headers=who)
    with served.ledger.view() as view:
        return who, at_backup, read_note(view.note())


def check_restored(
    prepared: Prepared, place: str, keys: Path, who: dict[str, str], at_backup: Note, later: Note
) -> None:
    """It is whole, known to be older than what came after, lets the same keys in, and is added to."""
    with Ledger(place, keys) as ledger:
        assert not verify(ledger, [at_backup]).findings
        assert [finding.code for finding in verify(ledger, [later]).findings] == ["rolled-back"]
    with service(prepared, place, keys) as served:
        client = app_of(served).test_client()
        listed = client.get(URL, headers=who).json
        assert listed is not None
        assert [one["id"] for one in listed["assessments"]] == [2, 3, 4]
        made = client.post(f"{URL}?record=true", data=BODY, content_type=JSON, headers=who)
        assert made.headers["Location"] == "/v1/assessments/5"
        assert not verify(served.ledger).findings


def test_a_backup_taken_while_it_writes_is_restored_and_goes_on(prepared: Prepared, tmp_path: Path) -> None:
    running, restored = tmp_path / "running", tmp_path / "restored"
    restored.mkdir()

    def save() -> None:
        with closing(sqlite3.connect(running / "ledger.db")) as source:
            source.execute("VACUUM INTO ?", (str(restored / "ledger.db"),))

    with service(prepared, str(running / "ledger.db"), running / "keys") as served:
        who, *heads = backed_up(served, save)
    shutil.copytree(running / "keys", restored / "keys")
    check_restored(prepared, str(restored / "ledger.db"), restored / "keys", who, *heads)


def test_a_backup_of_postgresql_is_restored_and_goes_on(
    prepared: Prepared, postgresql_server: str, tmp_path: Path
) -> None:
    """With the commands of docs/serving.md, into an empty database."""
    dump, restore = postgresql_tool("pg_dump"), postgresql_tool("pg_restore")
    running, restored = new_database(postgresql_server), new_database(postgresql_server)
    saved = str(tmp_path / "ledger.dump")
    with service(prepared, running, tmp_path / "keys") as served:
        who, *heads = backed_up(
            served, lambda: subprocess.run([dump, "--format=custom", f"--file={saved}", running], check=True)
        )
    subprocess.run([restore, "--exit-on-error", "--no-owner", f"--dbname={restored}", saved], check=True)
    check_restored(prepared, restored, tmp_path / "keys", who, *heads)
    with (
        Ledger(restored, tmp_path / "keys") as ledger,
        pytest.raises(Fault, match="append-only"),
        ledger.database.writing() as connection,
    ):
        connection.execute(text("DELETE FROM head"))  # the guards are restored too
