"""Pages in a real browser: a served world with claims in it, and Chromium where the machine has one."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from served import app_of, service
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from api.http.service import Service
from api.http.store.keys import Role
from engine.assessment.assess import Prepared
from engine.inference import reference
from engine.inference.durable import DurableEvaluator
from engine.law.strict_yaml import read_yaml
from engine.law.values import day
from engine.ledger.decide import Recorder, record

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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
BEGINNING = 1_500  # bytes, before the body of a page
MOMENT = 0.05  # seconds
LONG = 300_000  # milliseconds until a page or the browser is thought to hang
SIZES = {"desktop": (1280, 900), "phone": (360, 740)}
expect.set_options(timeout=LONG)


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
        server = make_server("127.0.0.1", 0, haltingly(app_of(served)), threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            address = f"http://127.0.0.1:{server.server_port}"
            yield Site(address, served, secrets, decisions, draft, review, plant)
        finally:
            server.shutdown()
            thread.join()


def haltingly(app: WSGIApplication) -> WSGIApplication:
    """Sends the end of every page a moment after its beginning, as a network may, so that a check that does not wait
    for the whole page fails each time and not once in a thousand."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        sent = app(environ, start_response)

        def pieces() -> Iterator[bytes]:
            for content in sent:
                yield content[:BEGINNING]
                if len(content) > BEGINNING:
                    time.sleep(MOMENT)
                    yield content[BEGINNING:]

        return ClosingIterator(pieces(), getattr(sent, "close", None))

    return answer


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=LONG)
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
    context.set_default_timeout(LONG)
    page = context.new_page()
    if role is not None:
        page.goto("/en/sign-in")
        page.fill("#key", site.secrets[role])
        follow(page.locator("main button"))
        assert page.url.endswith("/en/")
    try:
        yield page
    finally:
        context.close()


def follow(control: Locator) -> None:
    """Clicks a link or button that leads to another page, and waits until that page is whole: a click alone returns
    when its first bytes are there, and what is counted then may still be to come."""
    with control.page.expect_navigation():
        control.click()
