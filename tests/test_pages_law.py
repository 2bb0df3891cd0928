"""The law pages: lists as counted in the annexes, every entry with its history, amendments, search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient
from served import app_of, service
from test_counts import SECTORS, VERSIONS
from test_pages_answer import text_of

from api.pages.law.entry import questions
from api.pages.law.lists import annexes, in_order
from api.pages.law.search import entries, search
from api.text.rule_diff import changes
from api.text.words import Words
from engine.assessment.assess import Prepared
from engine.law.values import day, iso


@pytest.fixture(scope="module")
def browser(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("law")
    with service(prepared, str(folder / "ledger.db"), folder / "keys") as served:
        yield app_of(served).test_client()


def rows_of(page: str) -> list[str]:
    """Labels of the rows of lists, in their order."""
    return re.findall(r'<td class="date"[^>]*>(\d-[^<]+)</td>', page)


@pytest.mark.parametrize(("decree", "rule", "on", "semiconductor", "vaccine", "biopharma"), VERSIONS)
def test_the_lists_of_a_day_have_the_rows_that_were_counted(
    browser: FlaskClient,
    decree: str,
    rule: str,
    on: str,
    semiconductor: tuple[int, int],
    vaccine: tuple[int, int],
    biopharma: tuple[int, int],
) -> None:
    counted = {"semiconductor": semiconductor, "vaccine": vaccine, "biopharma": biopharma}
    for place, kind, known_on in ((0, "technologies", decree), (1, "facilities", max(decree, rule))):
        page = browser.get(f"/ko/law/{kind}?on={on}&known_on={known_on}").text
        strategic = page.partition("신성장")[0]
        for sector, counts in counted.items():
            found = [row for row in rows_of(strategic) if row.startswith(f"{SECTORS[sector]}-")]
            assert len(found) == counts[place], (kind, sector)


def test_rows_stand_as_the_annex_has_them() -> None:
    rows = ["1-가", "1-나", "1-하", "1-거", "1-너", "3-가", "7-가-2)", "7-가-10)", "7-나-1)"]
    assert sorted(set(rows), key=in_order) == rows


def test_every_list_of_the_rulebook_has_a_heading(prepared: Prepared) -> None:
    rows = [provision.row for provision in prepared.rulebook.provisions.values() if provision.row]
    assert {name for name, _ in rows} == set(annexes())
    for name, label in rows:
        assert label.partition("-")[0] in annexes()[name]["sectors"]
    for annex in annexes().values():
        assert prepared.rulebook.citation(annex["cite"], "ko")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_entry_has_a_page_with_its_history(browser: FlaskClient, prepared: Prepared, lang: str) -> None:
    book, words = prepared.rulebook, Words(prepared.rulebook, lang)
    versions = {p.id: p.versions for p in book.provisions.values()}
    versions |= {t.id: tuple(row.version for row in t.rows) for t in book.tables.values()}
    names = [*versions, *book.formulas, *book.facts]
    for name in names[lang == "ko" :: 2]:  # half in each language: it is the same code
        answer = browser.get(f"/{lang}/law/entries/{name}?on=2024-06-30")
        assert answer.status_code == 200, name
        shown = text_of(answer.text)
        assert words.entry(name).strip() in shown
        for version in versions.get(name, ()):
            assert words.cites(version.cites) in shown
        for linked in re.findall(rf'href="/{lang}/law/entries/([^"?]+)"', answer.text):
            assert linked in names
    assert browser.get("/en/law/entries/no-such").status_code == 404


def test_an_entry_says_whether_it_applies_on_a_day(browser: FlaskClient) -> None:
    def signs(on: str) -> set[str]:
        page = browser.get(f"/en/law/entries/facility.nst.7-ga?on={on}&known_on=2026-11-26").text
        return set(re.findall(r'<h3 id="version-\d+"><span class="sign (\w+)"', page))

    assert signs("2023-06-30") == {"no"}
    assert signs("2023-07-01") == {"yes"}


def test_questions_beneath_an_entry_are_those_that_can_be_asked(prepared: Prepared) -> None:
    found = questions(prepared.rulebook, "provision:taxpayer.is-sme")
    assert {"taxpayer.is_sme", "taxpayer.size"} <= {fact.path for fact in found}
    assert all(fact.question for fact in found)
    orders = [fact.order for fact in found]
    assert orders == sorted(orders)


# -- amendments


def test_every_amendment_tells_what_it_changed(browser: FlaskClient, prepared: Prepared) -> None:
    words = Words(prepared.rulebook, "ko")
    listed = text_of(browser.get("/ko/law/amendments").text)
    for instrument in prepared.rulebook.instruments.values():
        assert words.pick(instrument.name) in listed
        page = browser.get(f"/ko/law/amendments/{instrument.id}")
        assert page.status_code == 200
        shown = text_of(page.text)
        known = instrument.promulgated
        for change in changes(words, known - 1, known):
            assert change.title in shown
            assert change.after in shown
    assert browser.get("/ko/law/amendments/act-1").status_code == 404


def test_two_days_differ_by_what_came_out_between_them(browser: FlaskClient, prepared: Prepared) -> None:
    before, after = day("2023-08-28"), day("2023-08-29")
    page = text_of(browser.get(f"/en/law/amendments?before={iso(before)}&after={iso(after)}").text)
    came = [i for i in prepared.rulebook.instruments.values() if before < i.promulgated <= after]
    assert len(came) == 2
    assert all(instrument.name["en"] in page for instrument in came)
    assert not any(i.name["en"] in page for i in prepared.rulebook.instruments.values() if i.promulgated > after)
    swapped = text_of(browser.get(f"/en/law/amendments?before={iso(after)}&after={iso(before)}").text)
    assert swapped == page


# -- search


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_everything_is_found_by_its_title_and_its_name(prepared: Prepared, lang: str) -> None:
    among = entries(prepared.rulebook, lang)
    for entry in among:
        assert entry in list(search(among, entry.title))
        assert entry in list(search(among, entry.name))


def test_search_finds_articles_in_either_language(browser: FlaskClient) -> None:
    for query in ("Act 130", "제130조", "Art. 130"):
        assert "/en/law/entries/place.excluded" in browser.get("/en/law", query_string={"q": query}).text, query
    assert "Nothing found" in browser.get("/en/law?q=xyzzy").text
    assert "&lt;script&gt;" in browser.get("/en/law", query_string={"q": "<script>"}).text
    assert browser.get("/en/law", query_string={"q": "x" * 101}).status_code == 422


# -- rates


def test_rates_of_a_day_are_those_in_force(browser: FlaskClient) -> None:
    page = unescape(browser.get("/en/law/rates?on=2022-06-30&known_on=2022-12-01").text)
    assert {"1 %", "3 %", "6 %", "8 %", "10 %", "16 %"} <= set(re.findall(r"[\d.]+ %", page))
    assert "15 %" not in page
    assert "15 %" in browser.get("/en/law/rates?on=2024-06-30").text
