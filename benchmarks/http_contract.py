"""Many requests made from the OpenAPI document, good and bad, to every operation: no 5xx, nothing outside the schema.

    python benchmarks/http_contract.py --requests 20000 > benchmarks/results/http_contract.txt
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis
import structlog
from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from contract import CHECKS, keys_for, recorded, requests_to
from served import app_of, service

from api.doors import load
from api.http.app import ENDPOINTS
from api.http.endpoint import Endpoint
from engine.ledger.verify import verify


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory(), processors=[lambda *_: ""])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place, audits = str(folder / "ledger.db"), folder / "audits"
        with service(load(), place, folder / "keys", audits=audits, rate=1_000_000, upload_mb=2) as served:
            app = app_of(served)
            api = schemathesis.openapi.from_wsgi("/openapi.json", app)
            listed = [endpoint for endpoint in ENDPOINTS if endpoint.listed]
            keys = keys_for(served)
            recorded(app, keys["assess"])
            each = -(-options.requests // len(listed))
            print(f"{len(listed)} operations, {each} requests each, seed {options.seed}")
            counts = Counter[int]()
            began = time.monotonic()
            for endpoint in listed:
                counts += asked(api, endpoint, each, options.seed, keys[endpoint.name])
            print(f"{counts.total():,} requests in {time.monotonic() - began:.0f} s; every answer as documented")
            print("by status: " + ", ".join(f"{status} {count:,}" for status, count in sorted(counts.items())))
            report = verify(served.ledger)
            print(f"ledger of {report.size:,} entries: {len(report.findings)} findings")


def asked(api: Any, endpoint: Endpoint, count: int, number: int, key: dict[str, str]) -> Counter[int]:
    """Raises at the first answer that is not as documented."""
    found = Counter[int]()

    @seed(number)
    @given(case=requests_to(api, endpoint))
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        if found.total() >= count:
            return
        answer = case.call_and_validate(checks=CHECKS, headers=key)
        found[answer.status_code] += 1

    ask()
    while found.total() < count:  # an operation without parameters has one request only
        case = api[endpoint.path][endpoint.method].Case()
        answer = case.call_and_validate(checks=CHECKS, headers=key)
        found[answer.status_code] += 1
    print(f"  {endpoint.name:20} {dict(sorted(found.items()))}", flush=True)
    return found


if __name__ == "__main__":
    main()
