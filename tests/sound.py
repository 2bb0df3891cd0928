"""What every page must be in a real browser: nothing that axe calls serious, nothing from elsewhere, no error, no
scrolling sideways, and small."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from browser import SIZES
from playwright.sync_api import ConsoleMessage, Page, Request

AXE = Axe().axe_script  # put into each page once
LARGEST = 200_000  # bytes of a page with everything it loads
BYTES = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
.filter((one) => !one.name.endsWith("proof.json")).reduce((sum, one) => sum + one.decodedBodySize, 0)"""


def check_sound(page: Page, url: str, lang: str, place: str) -> None:
    """A page of the server at the URL, at desk and on a phone."""
    with watched(page) as (errors, hosts):
        page.goto(f"/{lang}{place}")
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{wide} wide on a {size}"
            assert not grave(page), size
        assert page.evaluate("document.documentElement.lang") == lang
        assert page.locator("h1").count() == 1
        assert 0 < page.evaluate(BYTES) < LARGEST
    assert not errors
    assert hosts == {urlsplit(url).netloc}


@contextmanager
def watched(page: Page) -> Iterator[tuple[list[str], set[str]]]:
    """Errors of a page, and the hosts that it asks."""
    errors: list[str] = []
    hosts: set[str] = set()

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    def note_error(error: Exception) -> None:
        errors.append(str(error))

    def note_host(request: Request) -> None:
        hosts.add(urlsplit(request.url).netloc)

    listeners = {"console": note_message, "pageerror": note_error, "request": note_host}
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    try:
        yield errors, hosts
    finally:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)


def grave(page: Page) -> list[tuple[str, list[str]]]:
    """What axe calls serious or critical, with where it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [
        (fault["id"], [node["html"][:120] for node in fault["nodes"]][:3])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
