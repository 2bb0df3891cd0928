"""Load on loopback: clients that assess, record, read and replay for two minutes; then the server is killed.

Beside it, in the same run and on the same server, a trivial Flask route: what the framework alone would do.

    python benchmarks/http_load.py > benchmarks/results/http_load.txt
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from served import BODY, JSON, server

from engine.ledger.store import Ledger
from engine.ledger.verify import verify

TRIVIAL = "from flask import Flask\napp = Flask('trivial')\napp.add_url_rule('/', 'hello', lambda: 'hello')\n"
# What a client does, and how often among a hundred.
MIX = {"assess": 40, "questions": 10, "record": 15, "read": 20, "replay": 5, "list": 4, "proof": 3, "law": 3}


class Tally:
    """Times by kind of request, what was acknowledged, and what went wrong."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.acknowledged: list[int] = []
        self.errors: list[str] = []


def client(port: int, seed: int, end: float, tally: Tally, killed: threading.Event) -> None:
    rng = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    own: list[int] = []
    while time.monotonic() < end:
        kind = rng.choices(list(MIX), list(MIX.values()))[0]
        if not own and kind in ("read", "replay", "proof"):
            kind = "record"
        began = time.monotonic()
        try:
            status, body = ask(connection, kind, rng, own)
        except (OSError, http.client.HTTPException) as error:
            if not killed.is_set():
                tally.errors.append(repr(error))
            return
        tally.times[kind].append(time.monotonic() - began)
        if status >= 400:
            tally.errors.append(f"{kind} {status}")
        if kind == "record":
            own.append(json.loads(body)["id"])
            tally.acknowledged.append(own[-1])


def ask(connection: http.client.HTTPConnection, kind: str, rng: random.Random, own: list[int]) -> tuple[int, bytes]:
    headers = {"Content-Type": JSON}
    if kind in ("assess", "questions", "record"):
        url = {"assess": "/v1/assessments", "questions": "/v1/questions", "record": "/v1/assessments?record=true"}[kind]
        connection.request("POST", url, BODY, headers)
    elif kind == "replay":
        connection.request("POST", f"/v1/assessments/{rng.choice(own)}/replays")
    else:
        urls = {"list": "/v1/assessments?limit=10", "law": "/v1/law/rates?on=2024-06-30"}
        if own:
            number = rng.choice(own)
            urls |= {"read": f"/v1/assessments/{number}", "proof": f"/v1/ledger/proofs/{number}"}
        connection.request("GET", urls[kind])
    answer = connection.getresponse()
    return answer.status, answer.read()


def trivial(clients: int, seconds: float, folder: Path, workers: int, threads: int) -> None:
    """The same gunicorn with one route that says hello."""
    (folder / "trivial.py").write_text(TRIVIAL)
    sock = 8000 + os.getpid() % 20000
    command = [sys.executable, "-m", "gunicorn", "trivial:app", "-b", f"127.0.0.1:{sock}", "-k", "gthread",
               "-w", str(workers), "--threads", str(threads), "--log-level", "error"]  # fmt: skip
    with subprocess.Popen(command, cwd=folder) as process:
        time.sleep(2)
        times: list[float] = []

        def hello() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", sock, timeout=60)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                began = time.monotonic()
                connection.request("GET", "/")
                connection.getresponse().read()
                times.append(time.monotonic() - began)

        joined([threading.Thread(target=hello) for _ in range(clients)])
        process.terminate()
    print(f"a trivial Flask route, same server and clients: {said(times, seconds)}", flush=True)


def joined(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def said(times: list[float], seconds: float) -> str:
    if len(times) < 2:
        return "none"
    cut = statistics.quantiles(times, n=100)
    return (
        f"{len(times):,} requests, {len(times) / seconds:,.1f} a second; "
        f"median {statistics.median(times) * 1000:,.1f} ms, 99th percentile {cut[98] * 1000:,.1f} ms"
    )


def loaded(port: int, clients: int, seconds: float, kill: int = 0) -> Tally:
    """``kill``: a process that is killed, with its workers, when half the time is over."""
    tally, killed = Tally(), threading.Event()
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=client, args=(port, n, end, tally, killed)) for n in range(clients)]
    if kill:

        def shot() -> None:
            killed.set()
            children = Path(f"/proc/{kill}/task/{kill}/children").read_text().split()
            for pid in (*map(int, children), kill):
                os.kill(pid, signal.SIGKILL)

        threading.Timer(seconds / 2, shot).start()
    joined(threads)
    return tally


def check(data: Path, tally: Tally) -> None:
    with Ledger(str(data / "gongje/ledger.db"), data / "gongje/keys") as ledger:
        report = verify(ledger)
    lost = set(tally.acknowledged) - set(range(1, report.size + 1))
    print(
        f"ledger: {report.size:,} entries, {len(report.findings)} findings; "
        f"{len(tally.acknowledged):,} acknowledged, {len(lost)} lost",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    environment: dict[str, Any] = {
        "GONGJE_WORKERS": str(options.workers),
        "GONGJE_THREADS": "16",
        "GONGJE_RATE_PER_MINUTE": "1000000",
    }
    print(f"{options.clients} clients, {options.seconds:.0f} s, {options.workers} workers of 16 threads, {MIX}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        trivial(options.clients, options.seconds / 12, folder, options.workers, 16)
        with server(folder / "data", environment) as (port, _):
            tally = loaded(port, options.clients, options.seconds)
        every = [took for times in tally.times.values() for took in times]
        print(f"mixed: {said(every, options.seconds)}; errors {len(tally.errors)} {tally.errors[:3] or ''}")
        for kind, times in tally.times.items():
            print(f"  {kind:10} {said(times, options.seconds)}")
        check(folder / "data", tally)
        other = folder / "killed"
        other.mkdir()
        with server(other / "data", environment) as (port, process):
            tally = loaded(port, options.clients, options.seconds / 4, process.pid)
        print(f"killed (SIGKILL) in the middle of {options.seconds / 4:.0f} s; errors before: {len(tally.errors)}")
        check(other / "data", tally)


if __name__ == "__main__":
    main()
