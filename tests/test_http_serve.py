"""A real server: it stops without breaking a promise, dies without losing one, and is configured by a checked list."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator, Sized
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from served import BODY, CLAIM, JSON, LONG, PROBLEM, URL, server

from api.commands.failures import Refusal
from api.commands.main import main
from api.http.serve import listen
from api.http.settings import NUMBERS, VARIABLES, read_settings
from engine.law.problems import BadInput
from engine.ledger.store import Ledger
from engine.ledger.verify import verify


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    data = tmp_path_factory.mktemp("serve") / "data"
    with server(data, {"GONGJE_WORKERS": "2"}) as (port, _):
        yield port, data


def send(port: int, method: str, url: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
    try:
        connection.request(method, url, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def record(port: int, key: str = "") -> tuple[int, Any, Any]:
    headers = {"Content-Type": JSON} | ({"Idempotency-Key": key} if key else {})
    return send(port, "POST", f"{URL}?record=true", BODY, **headers)


def test_recorded_and_replayed(running: tuple[int, Path]) -> None:
    port, _ = running
    status, headers, made = record(port)
    assert status == 201
    replay = json.loads(send(port, "POST", f"{headers['Location']}/replays")[2])
    assert (replay["entry"], replay["outcome"]) == (json.loads(made)["id"], "same")


def test_a_body_of_unknown_length_is_refused_when_it_is_too_long(running: tuple[int, Path]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running[0], timeout=LONG)
    blocks = iter([BODY.encode(), *[b" " * 1_000_000] * 5])
    connection.request("POST", URL, blocks, {"Content-Type": JSON}, encode_chunked=True)
    answer = connection.getresponse()
    assert (answer.status, answer.headers.get_content_type()) == (413, PROBLEM)
    connection.close()


def test_counters_are_of_all_workers_and_the_log_names_no_claim(running: tuple[int, Path]) -> None:
    port, data = running
    for number in range(20):
        send(port, "POST", f"{URL}?explain=true", BODY, **{"Content-Type": JSON, "X-Request-Id": f"mine-{number}"})
    counted = send(port, "GET", "/metrics")[2].decode()
    line = next(
        line
        for line in counted.splitlines()
        if line.startswith('gongje_requests_total{endpoint="assess",status="200"}')
    )
    assert float(line.split()[1]) == 20
    log = (data.parent / "server.log").read_text()
    lines = [json.loads(line) for line in log.splitlines()]
    assert {f"mine-{number}" for number in range(20)} <= {line["request_id"] for line in lines}
    for said in ("하나바이오", "A-1", "1000000", "explain", "known_on"):
        assert said not in log


def test_one_client_has_one_limit_whichever_process_answers(tmp_path: Path) -> None:
    most = 30
    with server(tmp_path / "data", {"GONGJE_WORKERS": "2", "GONGJE_RATE_PER_MINUTE": str(most)}) as (port, _):
        for _ in range(2):  # a minute may end in between
            with ThreadPoolExecutor(8) as pool:
                answers = list(pool.map(lambda _: send(port, "GET", "/v1/ledger/head")[0], range(2 * most)))
            if answers.count(200) == most:
                break
        assert (answers.count(200), answers.count(429)) == (most, most)


def test_health_tells_alive_from_ready(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with server(data) as (port, _):
        assert send(port, "GET", "/healthz/ready")[0] == 200
        with closing(sqlite3.connect(data / "gongje" / "ledger.db")) as connection:
            connection.execute("DROP TRIGGER head_no_delete")
            connection.execute("DELETE FROM head")
            connection.commit()
        status, _, body = send(port, "GET", "/healthz/ready")
        assert (status, json.loads(body)["status"]) == (503, "failing")
        assert send(port, "GET", "/healthz/live")[0] == 200


def test_what_is_being_answered_is_finished_when_it_stops(tmp_path: Path) -> None:
    """Requests arrive all the time while the server is told to stop: each is answered whole, or never was taken."""
    data = tmp_path / "data"
    acknowledged: list[int] = []
    broken: list[str] = []
    with server(data) as (port, process):
        record(port)

        def client() -> None:
            while True:
                try:
                    status, _, body = record(port)
                except ConnectionRefusedError:
                    return
                except (OSError, http.client.HTTPException) as error:
                    if process.poll() is None and not stopping.is_set():
                        broken.append(repr(error))
                    return
                if status != 201:
                    broken.append(str(status))
                    return
                acknowledged.append(json.loads(body)["id"])

        stopping = threading.Event()
        threads = [threading.Thread(target=client) for _ in range(4)]
        for thread in threads:
            thread.start()
        answering(acknowledged)
        stopping.set()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=LONG) == 0
        for thread in threads:
            thread.join(timeout=LONG)
    assert not broken
    assert len(acknowledged) > 3
    with Ledger(str(data / "gongje/ledger.db"), data / "gongje/keys") as ledger:
        report = verify(ledger)
        assert not report.findings
        assert sorted(acknowledged) == list(range(3, report.size + 1))  # nothing done that was not answered


def test_whatever_was_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    data = tmp_path / "data"
    acknowledged: dict[str, int] = {}
    with server(data) as (port, process):

        def client(name: int) -> None:
            for number in range(1000):
                try:
                    status, _, body = record(port, key := f"{name}-{number}")
                except (OSError, http.client.HTTPException):
                    return
                assert status == 201
                acknowledged[key] = json.loads(body)["id"]

        threads = [threading.Thread(target=client, args=(name,)) for name in range(4)]
        for thread in threads:
            thread.start()
        answering(acknowledged)
        os.killpg(process.pid, signal.SIGKILL)
        for thread in threads:
            thread.join(timeout=LONG)
    assert acknowledged
    with server(data) as (port, _):
        for key, number in list(acknowledged.items())[:5]:
            status, headers, body = record(port, key)  # sent again, it is what it was
            assert (status, json.loads(body)["id"], headers["Idempotency-Replayed"]) == (201, number, "true")
            assert json.loads(body)["claim"] == CLAIM
    with Ledger(str(data / "gongje/ledger.db"), data / "gongje/keys") as ledger:
        report = verify(ledger)
        assert not report.findings
        assert set(acknowledged.values()) <= set(range(1, report.size + 1))


def answering(acknowledged: Sized) -> None:
    """Waits until some requests were answered, and then until others are in the middle."""
    end = time.monotonic() + LONG
    while len(acknowledged) <= 3 and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(0.2)


# -- uploads over a wire


def upload(port: int, head: str, pieces: list[bytes], read: bool = True) -> bytes:
    """Sends a form with a register piece by piece, and what is answered; the server may answer and close before."""
    start = b'--x\r\nContent-Disposition: form-data; name="register"; filename="large.csv"\r\n\r\n'
    lines = ["POST /v1/audits HTTP/1.1", "Host: localhost", "Content-Type: multipart/form-data; boundary=x", head]
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=LONG) as connection:
        try:
            connection.sendall("\r\n".join([*lines, "", ""]).encode())
            for piece in [start, *pieces]:
                size = f"{len(piece):x}\r\n".encode() if "chunked" in head else b""
                connection.sendall(size + piece + (b"\r\n" if size else b""))
        except (BrokenPipeError, ConnectionResetError):
            pass
        while read:
            try:
                some = connection.recv(65536)
            except ConnectionResetError:
                break
            answer += some
            if not some or b"\r\n\r\n" in answer:
                break
    return answer


def test_two_hundred_megabytes_are_refused_and_nothing_is_left(running: tuple[int, Path]) -> None:
    port, data = running
    pieces = [b"a,b\n" * 250_000] * 200
    for head in ("Content-Length: 200000200", "Transfer-Encoding: chunked"):
        answer = upload(port, head, pieces)
        assert b" 413 " in answer or not answer, answer[:200]
    upload(port, "Content-Length: 90000000", pieces[:10], read=False)  # cut off in the middle
    assert send(port, "GET", "/healthz/ready")[0] == 200
    folder = data / "gongje" / "audits"
    assert not [path for path in folder.rglob("*") if path.is_file()]


# -- configuration and keys


def test_the_environment_is_a_checked_list() -> None:
    assert read_settings({"GONGJE_THREADS": "3", "PATH": "x"}).threads == 3
    for environment, said in (
        ({"GONGJE_THREAD": "3"}, "did you mean GONGJE_THREADS?"),
        ({"GONGJE_THREADS": "0"}, "1 .. 64"),
        ({"GONGJE_THREADS": "many"}, "'many'"),
        ({"GONGJE_GRACE_SECONDS": "1e3"}, "1 .. 3600"),
    ):
        with pytest.raises(BadInput, match=said.replace("?", r"\?").replace("..", r"\.\.")):
            read_settings(environment)
    assert {variable.name for variable in NUMBERS} <= set(VARIABLES)


def test_beyond_this_machine_only_with_keys() -> None:
    with pytest.raises(Refusal, match="gongje keys create"):
        listen("0.0.0.0", 0, "en", keyed=False)
    listener, url = listen("0.0.0.0", 0, "en", keyed=True)
    assert url.startswith("http://0.0.0.0:")
    listener.close()
    with pytest.raises(Refusal, match="not an IP address"):
        listen("example.org", 0, "en", keyed=True)


def test_keys_are_created_listed_and_revoked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    run = CliRunner().invoke
    made = run(main, ["keys", "create", "--role", "auditor", "--organisation", "하나", "--name", "Lee", "--lang", "en"])
    secret, _, said = made.output.partition("\n")
    assert secret.startswith("gongje_")
    id_ = said.split()[2].rstrip(",")
    listed = run(main, ["keys", "list", "--lang", "en"])
    assert id_ in listed.output
    assert "auditor  하나  Lee  until" in listed.output
    assert secret not in listed.output
    assert run(main, ["keys", "revoke", id_, "--lang", "en"]).exit_code == 0
    assert run(main, ["keys", "revoke", id_, "--lang", "en"]).exit_code == 1
    assert "revoked" in run(main, ["keys", "list", "--lang", "en"]).output
    for wrong in (["--name", ""], ["--organisation", "a\nb"], ["--days", "0"], ["--role", "king"]):
        whole = {"--role": "auditor", "--organisation": "A", "--name": "B", wrong[0]: wrong[1]}
        command = [part for pair in whole.items() for part in pair]
        assert run(main, ["keys", "create", *command, "--lang", "en"]).exit_code == 2
