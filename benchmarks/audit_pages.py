"""The audit pages on a long register: each step from the upload to the answer by line, and time at the server.

    python benchmarks/audit_pages.py > benchmarks/results/audit_pages.txt
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import made_register
import structlog

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from served import HANA, app_of, service
from test_pages_access import sign_in, token_of
from test_pages_audits import fields_in, flat

from api.http.store.keys import Role
from engine.assessment.assess import prepare
from engine.law.loader import load_rulebook

KNOWN_ON = "2026-06-23"
VIEWS = {
    "all lines": "",
    "by credit": "?sort=-credit",
    "one outcome, a text": "?outcome=eligible&q=2&sort=-amount",
    "a late page": "?first=60001",
    "nothing found": "?q=xyzzy",
}


def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = what()
    return time.perf_counter() - began, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=10)
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    prepared = prepare(load_rulebook())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        register = folder / "register.xlsx"
        made_register.write(register, given.lines, given.seed)
        data, settings = register.read_bytes(), made_register.settings(random.Random(given.seed)).encode()
        place = str(folder / "ledger.db")
        with service(prepared, place, folder / "keys", audits=folder / "audits", upload_mb=1000) as served:
            browser = app_of(served).test_client()
            sign_in(browser, served.keys.create(Role.ACCOUNTANT, HANA, "Kim", 1)[1])
            print(f"{given.lines:,} lines, {len(data):,} bytes .xlsx, seed {given.seed}; load {os.getloadavg()[0]:.1f}")

            def post(address: str, **values: Any) -> Any:
                values = {"csrf_token": token_of(browser.get("/en/audits")), **values}
                return browser.post(address, data=values, follow_redirects=True, content_type="multipart/form-data")

            files = {"register": (io.BytesIO(data), register.name), "settings": (io.BytesIO(settings), "s.yaml")}
            seconds, page = timed(lambda: post("/en/audits", **files))
            print(f"upload and columns   {seconds:8.2f} s")
            columns = page.request.path
            seconds, page = timed(lambda: post(columns, **{k: v[0] for k, v in fields_in(page.text).items()}))
            print(f"columns confirmed    {seconds:8.2f} s")
            said = flat(page.text)
            seconds, page = timed(lambda: post(page.request.path, **said, start="yes", known_on=KNOWN_ON))
            print(f"settings and start   {seconds:8.2f} s")
            audit, began = page.request.path, time.perf_counter()
            while browser.get(f"{audit}/progress").json["open"]:
                time.sleep(0.5)
            print(f"the audit            {time.perf_counter() - began:8.2f} s")
            views = {**{name: audit + query for name, query in VIEWS.items()}, "a line": f"{audit}/lines/77777"}
            views |= {"columns": columns, "settings": f"{columns}/settings", "list": "/en/audits"}
            print(f"{'page':22}{'median':>8}{'most':>8} ms {'bytes':>10}")
            for view, address in views.items():
                found = [timed(lambda at=address: browser.get(at)) for _ in range(given.times)]
                assert found[0][1].status_code == 200, (view, found[0][1].text)
                milliseconds = [1000 * seconds for seconds, _ in found[1:]]
                size = len(found[0][1].data)
                print(f"{view:22}{statistics.median(milliseconds):8.1f}{max(milliseconds):8.1f}    {size:10,}")


if __name__ == "__main__":
    main()
