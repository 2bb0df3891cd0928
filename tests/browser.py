"""Pages in a real browser: a served world with claims in it, and Chromium where the machine has one."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from served import app_of, service
from werkzeug.serving import make_server

from api.http.service import Service
from api.http.store.keys import Role
from engine.assessment.assess import Prepared
from engine.inference import reference
from engine.inference.durable import DurableEvaluator
from engine.law.strict_yaml import read_yaml
from engine.law.values import day
from engine.ledger.decide import Recorder, record

ROOT = Path(__file__).parents[1]
FIRM = "하나세무법인"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desktop": (1280, 900), "phone": (360, 740)}


@dataclass(frozen=True)
class Site:
    """A server with keys, decisions of every kind and drafts, all of one firm."""

    url: str
    served: Service
    secrets: dict[Role, str]
    decisions: dict[str, int]
    draft: str
    review: str  # a draft that a judgement would settle
    plant: str  # a draft of a published plant, of which most is open


def claim(path: str) -> dict[str, Any]:
    data = read_yaml((ROOT / path).read_bytes(), path).data
    assert isinstance(data, dict)
    return data


@contextmanager
def site(prepared: Prepared, folder: Path) -> Iterator[Site]:
    with service(prepared, str(folder / "ledger.db"), folder / "keys", audits=folder / "audits") as served:
        secrets = {role: served.keys.create(role, FIRM, "김하나", 1)[1] for role in Role}
        durable, who = DurableEvaluator(prepared.plan.strata), Recorder("김하나", FIRM, False)
        decisions = {}
        for name, path, known_on in (
            ("conditional", "fixtures/claims/plant-5/2025-assumed.yaml", "2026-11-26"),
            ("secured", "fixtures/claims/plant-5/2024-assumed.yaml", "2026-11-26"),
            ("earlier", "fixtures/claims/plant-5/2023-assumed.yaml", "2023-07-03"),
            ("judged", "fixtures/claims/resin-2024-judged.yaml", "2026-11-26"),
            ("open", "api/examples/INV-10.yaml", "2026-11-26"),
        ):
            number, _ = record(served.ledger, claim(path), prepared, day(known_on), durable, reference.evaluate, who)
            decisions[name] = number
        draft = served.drafts.create(FIRM, claim("fixtures/claims/plant-5/2025-assumed.yaml"))
        unjudged = {k: v for k, v in claim("fixtures/claims/resin-2024-judged.yaml").items() if k != "judgements"}
        review = served.drafts.create(FIRM, unjudged)
        plant = served.drafts.create(FIRM, claim("api/examples/INV-09.yaml"))
        server = make_server("127.0.0.1", 0, app_of(served), threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            address = f"http://127.0.0.1:{server.server_port}"
            yield Site(address, served, secrets, decisions, draft, review, plant)
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visitor(browser: Browser, site: Site, size: str, role: Role | None, javascript: bool = True) -> Iterator[Page]:
    """A page of a new browser of that size, signed in with the role."""
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": height},
        java_script_enabled=javascript,
        is_mobile=size == "phone",
    )
    page = context.new_page()
    if role is not None:
        page.goto("/en/sign-in")
        page.fill("#key", site.secrets[role])
        page.click("main button")
        page.wait_for_url(re.compile("/en/$"))
    try:
        yield page
    finally:
        context.close()
