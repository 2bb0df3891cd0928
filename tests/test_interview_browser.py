"""The interview in headless Chromium: from nothing to a recorded answer and its replay, in both languages, at desk and
on a phone, without JavaScript."""

from __future__ import annotations

import pytest
from browser import CHROMIUM, SIZES, Site, follow, visitor
from playwright.sync_api import Browser, Page
from sound import grave
from test_interview import BUILDING, PLANT_5

from api.catalogue import LANGUAGES, text
from api.http.store.keys import Role

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
ROWS = (
    ("P5-bioreactors", "180,000,000,000", "2024-03-29"),
    ("P5-bioreactors", "120,000,000,000", "2024-09-30"),
    ("P5-purification", "200,000,000,000", "2024-11-29"),
    ("P5-building", "350,000,000,000", "2024-12-13"),
)


def choose(page: Page, name: str, value: str) -> None:
    field = page.locator(f'[name="{name}"]')
    if field.first.evaluate("(one) => one.tagName") == "SELECT":
        field.select_option(value)
    else:
        page.check(f'[name="{name}"][value="{value}"]')


def answer_screen(page: Page) -> None:
    """Answers what is known of plant 5, the building apart, and puts the rest aside."""
    for card in page.locator("section.question").all():
        path = (card.get_attribute("id") or "").removeprefix("q-")
        if path not in PLANT_5:
            continue
        asked = card.locator('[name="asked"]').evaluate_all("(all) => all.map((one) => one.value)")
        choose(page, path if len(asked) > 1 or asked == [path] else asked[0], PLANT_5[path])
        if path in BUILDING:
            card.locator("details summary").click()
            choose(page, f"{path}@2", BUILDING[path])
    follow(page.locator('button[name="rest"]'))


def sound(page: Page, size: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_nothing_to_a_recorded_answer_and_its_replay(browser: Browser, served: Site, lang: str, size: str) -> None:
    with visitor(browser, served, size, Role.COMPANY, javascript=False) as page:
        page.goto(f"/{lang}/")
        follow(page.get_by_role("link", name=text("page.nav.interview", lang)).first)
        page.fill('[name="taxpayer.name"]', "삼성바이오로직스")
        page.fill('[name="tax_year.starts_on"]', "2024-01-01")
        page.fill('[name="tax_year.ends_on"]', "2024-12-31")
        for at, row in enumerate(ROWS):
            for column, said in zip(("id", "amount", "day"), row, strict=True):
                page.fill(f'[name="row.{at}.{column}"]', said)
        screens = 1
        follow(page.get_by_role("button", name=text("interview.begin", lang)))
        while page.locator("form.questions-form").count():
            sound(page, size)
            screens += 1
            answer_screen(page)
        sound(page, size)
        follow(page.locator("main").get_by_role("link", name=text("interview.to-answer", lang)).first)
        assert screens + 2 <= 6  # with the assumptions, and the answer
        assert "75,000,000,000" in page.inner_text("main")
        follow(page.get_by_role("link", name=text("changes.look", lang)))
        assert "52,500,000,000" in page.inner_text("main")
        page.go_back()
        follow(page.get_by_role("button", name=text("answer.record.button", lang)))
        follow(page.get_by_role("link", name=text("decisions.replay", lang), exact=True))
        assert page.locator(".notice.good").count() == 1


def test_what_would_change_it_comes_into_the_answer_once_it_is_looked_at(browser: Browser, served: Site) -> None:
    for place in (f"/drafts/{served.draft}", f"/assessments/{served.decisions['secured']}"):
        with visitor(browser, served, "desktop", Role.COMPANY) as page:
            page.goto(f"/en{place}")
            assert page.locator("#change-list").count() == 0
            page.locator("#what-would-change").scroll_into_view_if_needed()
            page.wait_for_selector("#change-list")
            assert page.locator("#changes .changes-list li").count() > 3
            assert not grave(page)


def test_each_screen_is_sound_with_answers_in_it(browser: Browser, served: Site) -> None:
    """As the pages that are shown at first (``test_pages_browser``), now with errors, open details and long tables."""
    with visitor(browser, served, "desktop", Role.COMPANY) as page:
        page.goto(f"/en/drafts/{served.plant}/interview")
        page.goto(f"/en/drafts/{served.plant}/interview?ask=tax.computed_krw")
        page.fill('[name="tax.computed_krw"]', "a lot")
        follow(page.get_by_role("button", name="Save"))
        assert page.get_attribute('[name="tax.computed_krw"]', "aria-invalid") == "true"
        assert "a lot" in page.inner_text(".error")
        assert not grave(page)
        page.goto(f"/ko/drafts/{served.draft}/interview?ask=prior_investment")
        page.locator(".entries summary").click()
        assert not grave(page)
        page.goto("/ko/interview")
        page.fill('[name="row.0.amount"]', "많이")
        follow(page.get_by_role("button", name="시작"))
        assert page.locator(".error").count() == 1
        assert not grave(page)


def test_the_keyboard_alone_answers_a_screen(browser: Browser, served: Site) -> None:
    with visitor(browser, served, "desktop", Role.COMPANY) as page:
        page.goto(f"/en/drafts/{served.plant}/interview")
        first = page.locator("section.question input[type=radio]").first
        first.focus()
        page.keyboard.press("Space")
        assert first.is_checked()
        page.keyboard.press("ArrowDown")
        assert not first.is_checked()
        card = first.evaluate("(one) => one.closest('section.question').id")
        with page.expect_navigation():
            page.keyboard.press("Enter")  # sends the form
        assert page.locator(f'[id="{card}"]').count() == 0
