"""Every web page: time at the server after start, and bytes with the style and scripts that it loads.

Limits: 100 ms where nothing is decided on the page (an answer of a draft is assessed, a replay is decided three times),
and 200,000 bytes.

    python benchmarks/pages.py > benchmarks/results/pages.txt
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

import structlog

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser import Site, site
from flask.testing import FlaskClient
from served import app_of
from test_pages_access import sign_in
from test_pages_browser import PLACES, address

from api.catalogue import LANGUAGES
from api.http.store.keys import Role
from engine.assessment.assess import prepare
from engine.law.loader import load_rulebook

DECIDED = ("answer of a draft", "answer, for review", "replay")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    times = parser.parse_args().times
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as folder, site(prepare(load_rulebook()), Path(folder)) as served:
        client = app_of(served.served).test_client()
        sign_in(client, served.secrets[Role.ACCOUNTANT])
        print(f"{times} times each, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; ms and bytes")
        print(f"{'page':28}{'median':>8}{'p95':>8}{'bytes':>10}")
        slow, large = [], []
        for name in PLACES:
            for lang in LANGUAGES:
                found, size = measured(client, served, lang, name, times)
                median, high = statistics.median(found), sorted(found)[int(len(found) * 0.95)]
                note = "  decides" if name in DECIDED else ""
                print(f"{name + ' ' + lang:28}{median:8.1f}{high:8.1f}{size:10,}{note}")
                if median > 100 and name not in DECIDED:
                    slow.append(f"{name} {lang}")
                if size > 200_000:
                    large.append(f"{name} {lang}")
        print(f"over 100 ms: {', '.join(slow) or 'none'}; over 200,000 bytes: {', '.join(large) or 'none'}")


def measured(client: FlaskClient, served: Site, lang: str, name: str, times: int) -> tuple[list[float], int]:
    """Milliseconds of each time, and bytes of the page with what it loads."""
    place = address(served, lang, PLACES[name])
    page = client.get(place)
    assert page.status_code == 200, place
    loaded = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    size = len(page.data) + sum(len(client.get(file).data) for file in loaded)
    found = []
    for _ in range(times):
        began = time.perf_counter()
        client.get(place)
        found.append((time.perf_counter() - began) * 1000)
    return found, size


if __name__ == "__main__":
    main()
