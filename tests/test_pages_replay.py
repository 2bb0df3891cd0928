"""Pages on recorded decisions: found by number, name and signature, replayed beside the law of now, and proved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import claim
from flask.testing import FlaskClient
from served import HANA, app_of, service
from test_pages_access import sign_in
from test_pages_answer import text_of

from api.http.service import Service
from api.http.store.keys import Role
from api.pages.replay.find import PAGE
from engine.assessment.assess import Prepared
from engine.inference import reference
from engine.law.values import day
from engine.ledger.bundle import as_text, bundle
from engine.ledger.decide import Recorder, record

PLANT = "fixtures/claims/plant-5/2023-assumed.yaml"


@pytest.fixture
def served(prepared: Prepared, tmp_path: Path) -> Iterator[Service]:
    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys") as found:
        yield found


@pytest.fixture
def browser(served: Service) -> FlaskClient:
    found = app_of(served).test_client()
    sign_in(found, served.keys.create(Role.AUDITOR, HANA, "Lee", 1)[1])
    return found


def decide(served: Service, data: dict[str, Any], known_on: str = "2026-11-26", organisation: str = HANA) -> int:
    who = Recorder("Kim", organisation, False)
    evaluate = reference.evaluate
    return record(served.ledger, data, served.prepared, day(known_on), evaluate, evaluate, who)[0]


def small(name: str) -> dict[str, Any]:
    return {
        "taxpayer": {"name": name, "size": "large"},
        "tax_year": {"starts_on": "2024-01-01", "ends_on": "2024-12-31"},
        "investments": [{"id": "A-1", "amounts": [{"amount_krw": 1_000_000}]}],
    }


def listed(browser: FlaskClient, query: str = "") -> list[int]:
    page = browser.get(f"/en/assessments{query}").text
    return [int(number) for number in re.findall(r'<td class="num"[^>]*>(\d+)</td>', page)]


# -- finding


def test_decisions_are_listed_the_newest_first_page_by_page(served: Service, browser: FlaskClient) -> None:
    assert "No decision was found" in browser.get("/en/assessments").text
    own = [decide(served, small(f"회사 {i}")) for i in range(PAGE + 3)]
    decide(served, small("남의 회사"), organisation="Duri")
    assert listed(browser) == own[::-1][:PAGE]
    older = re.search(r'href="/en/assessments\?before=(\d+)"', browser.get("/en/assessments").text)
    assert older
    assert listed(browser, f"?before={older[1]}") == own[::-1][PAGE:]
    assert listed(browser, "?name=회사 1") == [
        own[i] for i in range(len(own) - 1, -1, -1) if f"회사 {i}".startswith("회사 1")
    ]
    assert listed(browser, "?name=남의") == []
    assert listed(browser, "?signed=true") == []
    assert listed(browser, "?signed=false") == own[::-1][:PAGE]
    assert browser.get(f"/en/assessments?number={own[4]}").headers["Location"] == f"/en/assessments/{own[4]}"
    said = []
    for number in (own[-1] + 1, 999_999):
        page = browser.get(f"/en/assessments?number={number}")
        assert f"decision {number}, or none that you may see" in page.text
        said.append((page.status_code, text_of(page.text).replace(f"decision {number},", "decision N,")))
    assert said[0] == said[1]


def test_whom_it_is_about_is_gone_once_erased(served: Service, browser: FlaskClient) -> None:
    number = decide(served, claim(PLANT))
    assert "삼성바이오로직스" in browser.get("/en/assessments").text
    served.ledger.erase(number, "Kim")
    for address in ("", f"/{number}", f"/{number}/replay"):
        page = browser.get(f"/en/assessments{address}")
        assert page.status_code == 200
        assert "삼성바이오로직스" not in page.text
    assert browser.get(f"/en/proofs/{number}/proof.json").status_code == 200


# -- then and now


def cells(page: str, label: str) -> list[tuple[str, bool]]:
    """Values of the first row with a label, and whether each is marked as different."""
    row = re.search(rf'<th scope="row">{re.escape(label)}</th>(.*?)</tr>', page, re.S)
    assert row, label
    found = re.findall(r'<td class="num( differs)?"[^>]*>(.*?)</td>', row[1], re.S)
    return [(re.sub(r"<[^>]+>|≠", "", value).strip(), bool(mark)) for mark, value in found]


def test_a_decision_of_july_2023_beside_the_law_of_now(served: Service, browser: FlaskClient) -> None:
    """Rule No. 1012 of 2023-08-29 made it national strategic technology from 2023-07-01: 18.0 to 39.6 billion won."""
    number = decide(served, claim(PLANT), known_on="2023-07-03")
    page = browser.get(f"/en/assessments/{number}/replay?known_on=2026-11-26").text
    assert "Replayed: the same" in text_of(page)
    assert cells(page, "Base credit") == [
        ("18,000,000,000 won", False),
        ("18,000,000,000 won", False),
        ("39,600,000,000 won", True),
    ]
    shown = text_of(page)
    assert "18,000,000,000 won → 39,600,000,000 won (+21,600,000,000 won)" in shown
    assert "Ministry Ordinance No. 1012 (2023-08-29)" in shown
    assert "the same rulebook, the same answer" in shown
    before = browser.get(f"/en/assessments/{number}/replay?known_on=2023-08-28").text
    assert "differs" not in before.partition("<main")[2].partition("</table>")[0].replace("differs from", "")


def test_replaying_on_the_same_day_changes_nothing(served: Service, browser: FlaskClient) -> None:
    number = decide(served, small("회사"))
    page = browser.get(f"/ko/assessments/{number}/replay?known_on=2026-11-26").text
    assert "≠" not in page.partition("<table")[2].partition("</table>")[0]
    assert browser.get(f"/ko/assessments/{number}/replay?known_on=1999-01-01").status_code == 200


# -- proofs


def test_the_file_is_that_of_the_command(served: Service, browser: FlaskClient) -> None:
    number = decide(served, small("회사"))
    answer = browser.get(f"/ko/proofs/{number}/proof.json")
    with served.ledger.view() as view:
        assert answer.text == as_text(bundle(view, number))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="proof-{number}.json"'
    assert browser.get("/ko/proofs/1").status_code == 200  # the key of the ledger, which concerns all
    assert browser.get("/ko/proofs/999").status_code == 404
