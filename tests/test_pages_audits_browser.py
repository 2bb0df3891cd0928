"""The audit pages in headless Chromium: each page sound, a register's way to its answer, also without JavaScript."""

from __future__ import annotations

import re

import pytest
from audited import DAY, EXAMPLE, REGISTERS, SETTINGS, done_audit, prepared_draft
from browser import CHROMIUM, FIRM, SIZES, Site, follow, visitor
from playwright.sync_api import Browser, Page, expect
from sound import check_sound, grave, watched

from api.catalogue import LANGUAGES
from api.http.audits import starting
from api.http.store.keys import Role
from api.pages.audits import settings as settings_page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
PLACES = {
    "list": "/audits",
    "columns": "/audits/prepared/{prepared}",
    "settings": "/audits/prepared/{prepared}/settings",
    "settings as text": "/audits/prepared/{prepared}/text",
    "answer": "/audits/{audit}",
    "chosen lines": "/audits/{audit}?outcome=undetermined&sort=-amount",
    "nothing found": "/audits/{audit}?q=xyzzy",
    "open line": "/audits/{audit}/lines/9",
    "excluded line": "/audits/{audit}/lines/4",
}


@pytest.fixture(scope="module")
def places(served: Site) -> dict[str, str]:
    world = served.served
    return {"audit": done_audit(world, FIRM), "prepared": prepared_draft(world, FIRM)}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_sound_at_desk_and_on_a_phone(
    served: Site, places: dict[str, str], desk: Page, name: str, lang: str
) -> None:
    check_sound(desk, served.url, lang, PLACES[name].format(**places))


def test_a_page_that_waits_is_sound_and_is_cancelled(
    served: Site, places: dict[str, str], desk: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never started, as if every slot were taken."""
    monkeypatch.setattr(settings_page, "start", lambda job, ledger: None)
    monkeypatch.setattr(starting, "PATIENCE", 1000.0)
    desk.goto(f"/ko/audits/prepared/{places['prepared']}/settings")
    with watched(desk) as (errors, _):
        follow(desk.locator("button[name=start]"))
        expect(desk.locator("#said")).to_have_text("시작을 기다립니다.")
        for width, height in SIZES.values():
            desk.set_viewport_size({"width": width, "height": height})
            assert not grave(desk)
        desk.wait_for_timeout(1500)  # it asks how far it is, and stays
        assert desk.locator("progress").count() == 1
    assert not errors
    follow(desk.get_by_role("button", name="감사 취소"))
    assert desk.url.endswith("/ko/audits")


def test_progress_is_told_until_the_answer_is_there(served: Site, desk: Page) -> None:
    desk.set_viewport_size(dict(zip(("width", "height"), SIZES["desktop"], strict=True)))  # type: ignore[arg-type]
    desk.goto("/en/audits")
    desk.set_input_files("#register", EXAMPLE)
    desk.get_by_text("Do you have a file of settings").click()
    desk.set_input_files("#settings", SETTINGS)
    follow(desk.locator("main .primary"))
    expect(desk.locator("h1")).to_have_text("This is how the columns are read")
    follow(desk.locator("main .primary"))
    desk.fill("#known_on", DAY)
    follow(desk.locator("button[name=start]"))
    expect(desk.locator("h2#lines")).to_be_visible()
    desk.select_option("#outcome", "undetermined")
    desk.select_option("#sort", "-amount")
    follow(desk.get_by_role("button", name="Show", exact=True))
    assert "outcome=undetermined" in desk.url
    expect(desk.locator("main p[role=status]")).to_contain_text("6 found")
    follow(desk.locator("table.lines a").first)
    expect(desk.locator(".eyebrow")).to_contain_text("line of the register: ")
    follow(desk.get_by_role("link", name="Back to the audit"))
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Workbook").click()
    assert download.value.path().read_bytes()[:4] == b"PK\x03\x04"


def test_without_javascript_a_register_comes_to_its_answer(browser: Browser, served: Site) -> None:
    with visitor(browser, served, "phone", Role.COMPANY, javascript=False) as page:
        page.goto("/ko/audits")
        page.set_input_files("#register", REGISTERS / "example.xlsx")
        follow(page.locator("main .primary"))
        follow(page.locator("main .primary"))
        follow(page.get_by_role("link", name="설정을 글로 고치기"))
        page.fill("#text", SETTINGS.read_text(encoding="utf-8"))
        follow(page.get_by_role("button", name="저장"))
        page.fill("#known_on", DAY)
        page.check("#record")
        follow(page.locator("button[name=start]"))
        page.wait_for_url(re.compile(r"/audits/[0-9a-f]{32}$"))
        page.wait_for_selector("h2#lines")  # the page loads itself again
        assert "장부 기록" in page.inner_text(".eyebrow")
        follow(page.locator("table.lines a").first)
        assert "대장의 줄" in page.inner_text("main")
        page.go_back()
        follow(page.get_by_role("button", name="이 감사와 파일 지우기"))
        assert page.url.endswith("/ko/audits")


def test_an_auditor_reads_and_changes_nothing(browser: Browser, served: Site, places: dict[str, str]) -> None:
    with visitor(browser, served, "desktop", Role.AUDITOR) as page:
        page.goto("/en/audits")
        assert page.locator("main form").count() == 0
        page.goto(f"/en/audits/{places['audit']}")
        assert page.locator("main form[method=post]").count() == 0
        assert page.locator("table.lines tbody tr").count() == 22
