"""The web pages in headless Chromium: each in both languages, at desk and on a phone, and the way through them."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, ROOT, Site, follow, visitor
from playwright.sync_api import Browser, Page, Route
from sound import check_sound

from api.catalogue import LANGUAGES
from api.http.store.keys import Role
from engine.ledger.bundle import as_text, bundle

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
# Addresses of every page that is shown, by what is looked at; {names} are those of the world.
PLACES = {
    "start": "/",
    "claim": "/claims",
    "interview": "/interview",
    "questions": "/drafts/{plant}/interview",
    "no more questions": "/drafts/{draft}/interview",
    "a list asked for": "/drafts/{draft}/interview?ask=prior_investment",
    "investments and amounts": "/drafts/{draft}/basics",
    "what would change it": "/drafts/{draft}/changes",
    "what would have changed it": "/assessments/{earlier}/changes",
    "answer of a draft": "/drafts/{draft}",
    "answer, all opened": "/assessments/{secured}?whole=true",
    "answer, conditional": "/assessments/{conditional}",
    "answer, open": "/assessments/{open}",
    "answer, for review": "/drafts/{review}",
    "answer, judged": "/assessments/{judged}",
    "judgement": "/drafts/{review}/judgement?provision=facility.nst.resin&investment=R-1",
    "decisions": "/assessments",
    "decision not found": "/assessments?number=999999",
    "replay": "/assessments/{earlier}/replay",
    "proof": "/proofs/{earlier}",
    "law": "/law",
    "search": "/law?q=24",
    "nothing found": "/law?q=xyzzy",
    "technologies": "/law/technologies",
    "facilities": "/law/facilities?on=2023-07-01",
    "rates": "/law/rates",
    "amendments": "/law/amendments",
    "between two days": "/law/amendments?before=2023-06-01&after=2023-12-31",
    "amendment": "/law/amendments/rule-1012",
    "provision": "/law/entries/tier.nst?on=2024-06-01",
    "table": "/law/entries/credit.base-rate",
    "formula": "/law/entries/credit.total",
    "fact": "/law/entries/taxpayer.size",
    "sign-in": "/sign-in",
}


def place_of(served: Site, name: str) -> str:
    drafts = {"draft": served.draft, "review": served.review, "plant": served.plant}
    return PLACES[name].format(**drafts, **served.decisions)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_sound_at_desk_and_on_a_phone(served: Site, desk: Page, name: str, lang: str) -> None:
    check_sound(desk, served.url, lang, place_of(served, name))


# -- the way through them


def test_from_an_example_to_a_recorded_answer_and_its_replay_without_javascript(browser: Browser, served: Site) -> None:
    with visitor(browser, served, "desktop", Role.COMPANY, javascript=False) as page:
        page.goto("/en/")
        follow(page.get_by_role("button", name="에스티팜"))
        assert "Not recorded" in page.inner_text("main")
        assert page.locator("details").count() > 20
        shut = page.locator(".tree details:not([open])").first
        shut.locator("> summary").click()
        follow(page.locator("a.cite").first)
        assert "When it applies" in page.inner_text("main")
        page.go_back()
        follow(page.get_by_role("button", name="Record in the ledger"))
        number = page.inner_text(".eyebrow").partition(" · ")[0].removeprefix("Entry ")
        assert page.url.endswith(f"/en/assessments/{number}")
        follow(page.get_by_role("link", name="Replay", exact=True))
        assert "the same" in page.inner_text(".notice.good")
        follow(page.get_by_role("link", name="한국어"))
        assert page.url.endswith(f"/ko/assessments/{number}/replay")
        follow(page.get_by_role("link", name="바뀌지 않았음을 확인"))
        assert "JavaScript가 꺼져" in page.inner_text("noscript")
        with page.expect_download() as download:
            page.get_by_role("link", name="증명 내려받기").click()
        follow(page.get_by_role("button", name="로그아웃"))
        assert page.url.endswith("/ko/sign-in")
        content = download.value.path().read_bytes()
    assert json.loads(json.loads(content)["entry"])["number"] == int(number)


def test_the_keyboard_alone_leads_to_the_content_and_opens_the_reasons(served: Site, desk: Page) -> None:
    desk.goto("/en" + place_of(served, "answer, conditional"))
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "main"
    summary = desk.locator(".figure summary").first
    summary.focus()
    desk.keyboard.press("Enter")
    assert desk.locator(".figure").first.get_attribute("open") is not None
    outline = summary.evaluate("(one) => getComputedStyle(one).outlineStyle")
    assert outline != "none"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "drawn"), [(1280, "svg.timeline"), (860, "svg.timeline"), (375, "svg.bar")])
def test_nothing_of_the_time_line_is_cut(served: Site, desk: Page, lang: str, width: int, drawn: str) -> None:
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"/{lang}{place_of(served, 'answer, conditional')}")
    dates = desk.locator("section.card:has(svg.timeline)")
    shown = dates.locator("svg:visible")
    assert shown.count() == dates.locator(drawn).count() > 0
    assert dates.locator(".scroll").evaluate("(one) => one.scrollWidth <= one.clientWidth")
    outside = """(all) => all.map((one) => [one.getBoundingClientRect(), one.closest("svg").getBoundingClientRect()])
    .filter(([one, whole]) => one.left < whole.left || one.right > whole.right).length"""
    assert dates.locator(f"{drawn} :is(text, rect)").evaluate_all(outside) == 0
    desk.set_viewport_size({"width": 1280, "height": 900})


def test_a_claim_file_is_answered_and_its_faults_are_said(served: Site, desk: Page) -> None:
    desk.goto("/ko/claims")
    desk.set_input_files("#file", ROOT / "fixtures" / "claims" / "bad" / "bad-id.yaml")
    follow(desk.locator("main button"))
    assert desk.locator("[role=alert] li").count() >= 1
    desk.fill("#text", (ROOT / "fixtures/claims/plant-5/2024-assumed.yaml").read_text(encoding="utf-8"))
    follow(desk.locator("main button"))
    assert "75,000,000,000원" in desk.inner_text("main")
    follow(desk.get_by_role("button", name="이 초안 지우기"))
    assert desk.url.endswith("/ko/")


# -- the proof in the page


def proof_of(page: Page, served: Site) -> str:
    page.goto("/en" + place_of(served, "proof"))
    page.wait_for_selector("#verdict.good, #verdict.bad, #verdict.doubt")
    return page.inner_text("#verdict")


def test_the_browser_checks_the_proof_itself(served: Site, desk: Page) -> None:
    assert "Everything holds" in proof_of(desk, served)
    assert desk.locator(".checks .held").count() == 5
    key = desk.locator("code").last.inner_text()
    desk.fill("#key", key)
    assert "It is a key of this ledger" in desk.inner_text("output")
    desk.fill("#key", f"other{key}")
    assert "It is not a key" in desk.inner_text("output")


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "contents": lambda proof: proof["contents"].update(claim=proof["contents"]["claim"].replace("large", "sme")),
    "identity": lambda proof: proof["identity"].update(data=proof["identity"]["data"].replace("김하나", "김두리")),
    "inclusion": lambda proof: proof["inclusion"].reverse(),
    "signature": lambda proof: proof.update(head=_resigned(proof["head"])),
    "keys": lambda proof: proof["keys"][0].update(consistency=proof["keys"][0]["consistency"][1:]),
}


def _resigned(note: str) -> str:
    body, _, signature = note.partition("\n\n")
    raw = bytearray(base64.b64decode(signature.split(" ")[2]))
    raw[10] ^= 1
    return f"{body}\n\n{signature.rpartition(' ')[0]} {base64.b64encode(raw).decode()}\n"


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_proof_fails_at_its_check(served: Site, desk: Page, name: str) -> None:
    def tamper(route: Route) -> None:
        proof = route.fetch().json()
        CHANGES[name](proof)
        route.fulfill(json=proof)

    desk.route("**/proof.json", tamper)
    try:
        assert "does not hold" in proof_of(desk, served)
        failed = [line.get_attribute("id") for line in desk.locator(".checks .failed").all()]
    finally:
        desk.unroute("**/proof.json")
    assert f"check-{name}" in failed


def test_the_downloaded_proof_is_that_of_the_command_and_is_accepted(served: Site, desk: Page, tmp_path: Path) -> None:
    number = served.decisions["earlier"]
    answer = desk.request.get(f"/en/proofs/{number}/proof.json")
    with served.served.ledger.view() as view:
        assert answer.text() == as_text(bundle(view, number))
    file = tmp_path / "proof.json"
    file.write_bytes(answer.body())
    checked = subprocess.run([sys.executable, "-I", str(ROOT / "verify.py"), str(file)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
