"""Registers uploaded to the HTTP door, and what became of them."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from problem_files import FIXTURES

from api.http.service import Service

REGISTERS = FIXTURES / "registers"
EXAMPLE, SETTINGS = REGISTERS / "example.xlsx", REGISTERS / "example.settings.yaml"
URL, DAY = "/v1/audits", "2025-03-20"
FINISHED = ("done", "failed", "cancelled")
WHOLE = EXAMPLE.read_bytes()


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
    for _ in range(600):
        document: Any = client.get(url, headers=headers).json
        if document["state"] in FINISHED:
            return dict(document)
        time.sleep(0.1)
    raise AssertionError(document)


def left(served: Service) -> list[Path]:
    folder = served.settings.audits
    assert folder is not None
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
