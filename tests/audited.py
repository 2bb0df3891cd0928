"""Registers uploaded to the HTTP door, and what became of them."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from problem_files import FIXTURES

from api.http.audits.drafts import Draft, Drafts
from api.http.audits.job import Job, Order, new_id, now
from api.http.audits.runner import work
from api.http.service import Service
from engine.law.strict_yaml import read_yaml
from engine.registers.fields import fields_of
from engine.registers.look import first_look

REGISTERS = FIXTURES / "registers"
EXAMPLE, SETTINGS = REGISTERS / "example.xlsx", REGISTERS / "example.settings.yaml"
URL, DAY = "/v1/audits", "2025-03-20"
FINISHED = ("done", "failed", "cancelled")
WHOLE = EXAMPLE.read_bytes()
LONG = 6000  # tenths of a second that an audit may take before it is thought to hang


def upload(
    client: FlaskClient,
    *registers: tuple[bytes, str],
    query: str = "",
    headers: dict[str, str] | None = None,
    **others: tuple[bytes, str],
) -> Any:
    files: dict[str, Any] = {"register": [(io.BytesIO(data), name) for data, name in registers]}
    files |= {field: (io.BytesIO(data), name) for field, (data, name) in others.items()}
    address = f"{URL}?known_on={DAY}{query}"
    return client.post(address, data=files, content_type="multipart/form-data", headers=headers)


def fetched(client: FlaskClient, url: str, **headers: str) -> tuple[int, bytes, Any]:
    with client.get(url, headers=headers) as answer:
        return answer.status_code, answer.data, answer.headers


def finished(client: FlaskClient, url: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    for _ in range(LONG):
        document: Any = client.get(url, headers=headers).json
        if document["state"] in FINISHED:
            return dict(document)
        time.sleep(0.1)
    raise AssertionError(document)


def let_go(job: Job) -> None:
    """Waits until nobody works on an audit any more: what was uploaded is removed after it is said to be done."""
    for _ in range(LONG):
        with job.locked() as free:
            if free:
                return
        time.sleep(0.1)
    raise AssertionError(job.state())


def left(served: Service) -> list[Path]:
    folder = served.settings.audits
    assert folder is not None
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def prepared_draft(served: Service, organisation: str | None) -> str:
    """A draft of the example register, its columns found and its settings said."""
    audits = served.settings.audits
    assert audits is not None
    drafts = Drafts(audits)
    id_ = drafts.begin()
    (drafts.input(id_) / EXAMPLE.name).write_bytes(WHOLE)
    fields = fields_of(served.prepared.rulebook)
    looks = first_look([drafts.input(id_) / EXAMPLE.name], None, drafts.look(id_), fields)
    data: Any = read_yaml(SETTINGS.read_bytes(), SETTINGS.name).data
    drafts.save(Draft(id_, organisation, (EXAMPLE.name,), now(), now(), tuple(looks), data))
    return id_


def done_audit(
    served: Service, organisation: str | None, lang: str = "en", register: Path = EXAMPLE, settings: Path = SETTINGS
) -> str:
    """A finished audit of a register, of the example unless told, worked on here."""
    audits = served.settings.audits
    assert audits is not None
    id_ = new_id()
    job = Job(audits / id_)
    job.input.mkdir(parents=True)
    for path in (register, settings):
        (job.input / path.name).write_bytes(path.read_bytes())
    files = ((register.name,), settings.name, None)
    job.place(Order(id_, organisation, *files, DAY, "xlsx", lang, now(), False, "Kim", ""))
    work(job.folder)
    assert job.state().state == "done"
    return id_
