"""The HTTP door for tests: a service on an empty ledger, keys of every role, and a real server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from api.http.app import create_app
from api.http.service import Service, service_of
from api.http.settings import Settings
from api.http.store.keys import Role
from engine.assessment.assess import Prepared
from engine.inference import reference
from engine.inference.solve import Evaluate
from engine.ledger.store import Ledger

ROOT = Path(__file__).parents[1]
URL = "/v1/assessments"
JSON, PROBLEM = "application/json", "application/problem+json"
CLAIM: dict[str, Any] = {
    "taxpayer": {"name": "하나바이오", "size": "large"},
    "tax_year": {"starts_on": "2024-01-01", "ends_on": "2024-12-31"},
    "investments": [{"id": "A-1", "asset": {"condition": "new"}, "amounts": [{"amount_krw": 1_000_000}]}],
}
BODY = json.dumps(CLAIM)
HANA = "하나세무법인"
LONG = 300  # seconds until a server, or whoever asks it, is thought to hang


@contextmanager
def service(
    prepared: Prepared, place: str, keys: Path, evaluate: Evaluate = reference.evaluate, **settings: Any
) -> Iterator[Service]:
    with Ledger(place, keys, create=True) as ledger:
        yield service_of(prepared, evaluate, reference.evaluate, ledger, Settings(**settings))


def app_of(served: Service) -> Flask:
    app = create_app(served)
    app.testing = False  # errors are answered, as they are in a server
    return app


def key(served: Service, role: Role | str, organisation: str, name: str = "Kim", days: int = 1) -> dict[str, str]:
    """The header of a new key."""
    _, secret = served.keys.create(Role(role), organisation, name, days)
    return {"Authorization": f"Bearer {secret}"}


@contextmanager
def server(data: Path, environment: Mapping[str, str] | None = None, *options: str) -> Iterator[tuple[int, Any]]:
    """Port and process of a real server, its data in a folder; stopped at the end if it still runs. Its processes are
    a group of their own."""
    cache = str(data.parent / "cache")
    whole = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": cache, "XDG_DATA_HOME": str(data)}
    main = "from api.commands.main import main; main()"
    command = [sys.executable, "-c", main, "serve", "--port", "0", "--lang", "en", *options]
    with (
        (data.parent / "server.log").open("w") as log,
        subprocess.Popen(
            command,
            env={**whole, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Listening on http://127.0.0.1:"), (line, (data.parent / "server.log").read_text())
            yield int(line.partition(";")[0].rpartition(":")[2]), process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=LONG)
