"""The answer page: what it says is what the answer says; claims in, records out; the time line; PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from browser import claim
from flask.testing import FlaskClient
from served import HANA, app_of, service
from test_pages_access import sign_in, token_of

from api.http.service import Service
from api.http.store.drafts import Drafts
from api.http.store.keys import Role
from api.pages.answer import paper, timeline
from api.pages.answer.sheet import Sheet, large_units
from api.pages.drafts import name_of
from api.pages.examples import examples
from api.text.assessment import render
from api.text.words import Words
from engine.assessment.assess import Prepared, assess
from engine.claims.reader import claim_of
from engine.inference import reference
from engine.law.strict_yaml import Document
from engine.law.values import day

PLANTS = [
    f"fixtures/claims/plant-5/{year}-{what}.yaml" for year in (2023, 2024, 2025) for what in ("assumed", "published")
]
KNOWN_ON = day("2026-11-26")
SIGNS = {"✓", "✗", "?"}


@pytest.fixture
def served(prepared: Prepared, tmp_path: Path) -> Iterator[Service]:
    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys") as found:
        yield found


@pytest.fixture
def browser(served: Service) -> FlaskClient:
    found = app_of(served).test_client()
    sign_in(found, served.keys.create(Role.ACCOUNTANT, HANA, "Kim", 1)[1])
    return found


def sheet_of(data: dict[str, Any], prepared: Prepared, lang: str) -> Sheet:
    read = claim_of(Document("", data), prepared.rulebook)
    document = assess(read, prepared, KNOWN_ON, reference.evaluate)
    return Sheet(document, read, Words(prepared.rulebook, lang))


def text_of(page: str) -> str:
    """What a reader sees."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def posted(browser: FlaskClient, address: str, **data: Any) -> Any:
    return browser.post(address, data={"csrf_token": token_of(browser.get("/en/")), **data})


# -- what it says


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("path", PLANTS)
def test_the_page_says_every_figure_reason_and_question_of_the_answer(
    served: Service, browser: FlaskClient, path: str, lang: str
) -> None:
    """What the text form says of figures, questions and assumptions is on the page too."""
    draft = served.drafts.create(HANA, claim(path))
    page = browser.get(f"/{lang}/drafts/{draft}?known_on=2026-11-26")
    assert page.status_code == 200
    shown = text_of(page.text)
    sheet = sheet_of(claim(path), served.prepared, lang)
    words = sheet.words
    assert sheet.headline in shown
    for figure in sheet.figures:
        assert f"{figure.label} {figure.value}" in shown
    for item in sheet.document["investments"]:
        for group in sheet.groups(item):
            assert re.sub(r"\s+", " ", group.said) in shown
            for part in group.parts:
                for cell in sheet.cells(part):
                    assert cell in shown
    asked = {words.pick(question.node["question"]) for question in sheet.questions}
    assert all(question in shown for question in asked)
    plain = render(sheet.document, sheet.claim, served.prepared.rulebook, lang, 10**6)
    numbered = {line.partition(". ")[2] for line in plain.splitlines() if re.match(r" *\d+\. ", line)}
    assert asked == numbered
    assert all(words.pick(one["because"]) in shown for one in sheet.document["assumptions"])
    provisions = {node["provision"] for node in nodes(sheet.document) if not node.get("shown")}
    linked = set(re.findall(rf'href="/{lang}/law/entries/([^"?]+)"', page.text))
    told = {name.partition("#")[0] for name in provisions}
    assert len(told & linked) > len(told) // 2


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "provision" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def test_questions_say_where_the_law_asks_them(prepared: Prepared) -> None:
    sheet = sheet_of(claim(PLANTS[3]), prepared, "en")
    asked = [question for question in sheet.questions if question.asked_by]
    assert len(asked) > len(sheet.questions) // 2
    for question in asked:
        for name, cites in question.asked_by:
            assert cites
            assert name.partition("#")[0] in {
                *prepared.rulebook.provisions, *prepared.rulebook.tables, *prepared.rulebook.formulas
            }  # fmt: skip


@pytest.mark.parametrize(
    ("won", "said"),
    [
        (0, "0원"),
        (123, "123원"),
        (10_000, "1만 원"),
        (75_000_000_000, "750억 원"),
        (1_234_567_890_123, "1조 2,345억 6,789만 123원"),
        (-39_600_000_000, "-396억 원"),
        (10**15, "1,000조 원"),
    ],
)
def test_amounts_are_read_out_in_large_units(won: int, said: str) -> None:
    assert large_units(won) == said


# -- the time line


def test_the_list_names_days_to_watch_that_are_open(prepared: Prepared) -> None:
    sheet = sheet_of(claim("fixtures/claims/antibody-line-2023.yaml"), prepared, "en")
    found = timeline.undated(sheet.document, sheet.words)
    assert [(event.kind, event.about) for event in found] == [("watch", ("L-1",)), ("watch", ("L-1",))]
    known = sheet_of(claim("fixtures/claims/plant-5/2025-assumed.yaml"), prepared, "en")
    assert not timeline.undated(known.document, known.words)


def test_the_time_line_has_the_days_of_the_answer(prepared: Prepared) -> None:
    sheet = sheet_of(claim("fixtures/claims/plant-5/2025-assumed.yaml"), prepared, "en")
    listed = timeline.events(sheet.document, sheet.year, sheet.words)
    days = {(event.kind, event.until) for event in listed}
    assert {("deadline", "2025-07-31"), ("watch", "2027-04-30"), ("watch", "2028-12-31")} <= days
    assert [event.since for event in listed] == sorted(event.since for event in listed)
    for drawn, shown in ((timeline.picture(listed), listed[: timeline.MOST]), (timeline.bars(listed), listed)):
        assert drawn is not None
        assert [mark.event for mark in drawn.marks] == shown
        assert all(0 <= mark.x <= mark.x + mark.width <= drawn.width for mark in drawn.marks)
        starts = [mark.x for mark in drawn.marks]
        assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("lang", "between", "safe"),
    [("en", "to", "Apply by (safe until the first day)"), ("ko", "~", "인정 신청기한(앞 날짜까지는 안전)")],
)
def test_a_range_on_the_time_line_has_both_ends_the_safe_day_first(
    prepared: Prepared, lang: str, between: str, safe: str
) -> None:
    data = claim("fixtures/claims/plant-5/2025-assumed.yaml")
    data["projects"][0]["timeline"]["completed_on"] = {"at_least": "2025-02-28", "at_most": "2025-09-30"}
    for item in data["investments"]:
        item["amounts"] = [{"amount_krw": 1_000_000_000}]
    sheet = sheet_of(data, prepared, lang)
    listed = timeline.events(sheet.document, sheet.year, sheet.words)
    said = {(event.kind, event.when) for event in listed}
    assert ("deadline", f"2025-05-31 {between} 2025-12-31") in said
    assert ("invested", f"2025-01-01 {between} 2025-12-31") in said
    assert [event.label for event in listed if event.kind == "deadline"] == [safe]
    drawn = timeline.picture(listed)
    assert drawn is not None and {mark.event.when for mark in drawn.marks} == {when for _, when in said}


# -- claims in, records out


def test_every_example_is_answered(browser: FlaskClient) -> None:
    assert len(examples()) == 35
    token = token_of(browser.get("/en/"))
    for name in examples():
        answer = browser.post(f"/ko/examples/{name}", data={"csrf_token": token})
        assert answer.status_code == 303
        page = browser.get(answer.headers["Location"])
        assert page.status_code == 200, name
        assert examples()[name].company in page.text
        assert len(page.data) < 190_000
    assert browser.post("/en/examples/INV-99", data={"csrf_token": token}).status_code == 404


def test_recording_twice_records_once_and_the_draft_is_gone(served: Service, browser: FlaskClient) -> None:
    draft = served.drafts.create(HANA, claim(PLANTS[2]))
    first = posted(browser, f"/en/drafts/{draft}/record?known_on=2026-11-26")
    assert first.status_code == 303
    assert posted(browser, f"/en/drafts/{draft}/record").headers["Location"] == first.headers["Location"]
    assert browser.get(f"/en/drafts/{draft}").status_code == 404
    with served.ledger.view() as view:
        assert view.size == 2  # the ledger's key, and this
    page = browser.get(first.headers["Location"])
    assert "by Kim" in text_of(page.text)
    assert "75,000,000,000 won" in page.text
    # taken up again, it supersedes the first
    again = posted(browser, f"{first.headers['Location']}/drafts")
    assert "supersedes entry 2" in browser.get(again.headers["Location"]).text
    second = posted(browser, f"{again.headers['Location']}/record")
    assert "supersedes entry 2" in browser.get(second.headers["Location"]).text
    assert "superseded by entry 3" in browser.get(first.headers["Location"]).text


def test_what_rests_on_assumptions_is_not_signed(served: Service, browser: FlaskClient) -> None:
    draft = served.drafts.create(HANA, claim(PLANTS[2]))
    refused = posted(browser, f"/en/drafts/{draft}/record", signed="yes")
    assert refused.status_code == 422
    page = browser.get(f"/ko/drafts/{draft}").text
    hint = re.search(r'id="signed-hint">(.*?)</p>', page)
    assert hint and "attestations" not in hint[1] and "표시하면 확인한 것으로 적힙니다" in hint[1]
    link = re.search(r'href="([^"]+)#assumptions"', hint[1])
    assert link
    listed = browser.get(link[1]).text
    assert 'id="assumptions"' in listed and 'type="checkbox" id="confirmed-1"' in listed


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "[]",
        "{",
        "a: 1\na: 2",
        "tax_year: &x 1",
        "[" * 100_000,
        "\x00",
        "investments: []",
        '{"a": 1e400}',
        "<script>alert(1)</script>",
    ],
)
def test_rubbish_is_refused_and_kept_for_correction(browser: FlaskClient, sent: str) -> None:
    answer = posted(browser, "/en/claims", text=sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "<script>alert" not in answer.text
    assert browser.get("/en/").text.count("/en/drafts/") == 0


@pytest.mark.parametrize(
    ("lang", "sent", "said"),
    [
        ("en", "hello", "<b>line 1, column 1</b>: found &#39;hello&#39;, expected a claim with tax_year and "
         "investments; correct it</li>"),
        ("ko", "tax_year: {ends_on: 2024-12-31}\ninvestments: []", "<b>1행 1열 · 과세연도</b>: 과세연도 개시일이 필요"),
        ("ko", "tax_year: {ends_on: 2024-12-31}\ninvestments: []", "<b>2행 1열 · 투자</b>: 빈 목록이 있으나"),
    ],
)
def test_a_fault_is_said_once_and_its_place_in_words(browser: FlaskClient, lang: str, sent: str, said: str) -> None:
    answer = posted(browser, f"/{lang}/claims", text=sent)
    assert answer.status_code == 422 and said in answer.text
    assert "$." not in answer.text


def test_an_interview_without_an_investment_names_what_is_missing(browser: FlaskClient) -> None:
    year = {"tax_year.starts_on": "2024-01-01", "tax_year.ends_on": "2024-12-31"}
    answer = posted(browser, "/ko/interview", **year)
    assert answer.status_code == 422 and "<b>투자</b>: 빈 목록이 있으나" in answer.text
    assert "$." not in answer.text and answer.text.count("바로잡으십시오") == 1


@pytest.mark.parametrize("field", ['name="text"', 'name="file"; filename="claim.yaml"'])
def test_what_is_too_large_is_said(browser: FlaskClient, field: str) -> None:
    token = token_of(browser.get("/en/"))
    parts = [('name="csrf_token"', token.encode()), (field, b"#" * 5_100_000)]
    body = b"".join(b"--x\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (n.encode(), v) for n, v in parts)
    answer = browser.post("/en/claims", data=body + b"--x--\r\n", content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_claim_of_many_investments_stays_small_and_is_whole_on_demand(served: Service, browser: FlaskClient) -> None:
    data = claim(PLANTS[2])
    pattern = data["investments"][0]
    data["investments"] = [
        {
            **pattern,
            "id": f"line-{i}",
            "amounts": [{"amount_krw": 10**9 + i, "invested_on": f"2024-{i % 12 + 1:02}-{i % 28 + 1:02}"}],
        }
        for i in range(95)
    ]
    draft = served.drafts.create(HANA, data)
    seen: list[str] = []
    address = f"/en/drafts/{draft}"
    while address:
        page = browser.get(address)
        assert page.status_code == 200
        assert len(page.data) < 180_000
        seen += re.findall(r'<h3 id="inv-\d+">(\S+)', page.text)
        following = re.search(r'href="([^"#]+)#investments">Further', page.text)
        address = unescape(following[1]) if following else ""
    assert seen == [f"line-{i}" for i in range(95)]
    whole = browser.get(f"/en/drafts/{draft}?whole=true").text
    assert re.findall(r'<h3 id="inv-\d+">(\S+)', whole) == seen


def test_markup_in_a_claim_stays_text(served: Service, browser: FlaskClient) -> None:
    data = claim(PLANTS[2])
    data["taxpayer"]["name"] = "<img src=x onerror=alert(1)>"
    draft = served.drafts.create(HANA, data)
    for address in (f"/en/drafts/{draft}", "/en/"):
        page = browser.get(address).text
        assert "<img" not in page
        assert "&lt;img src=x" in page
    data["taxpayer"]["name"] = "#panic() $x$ *b* <a> @c // \\"
    if paper.available():
        assert paper.pdf(sheet_of(data, served.prepared, "en"), "#panic()").startswith(b"%PDF")


def test_a_draft_that_is_no_claim_says_what_is_missing(served: Service, browser: FlaskClient) -> None:
    draft = served.drafts.create(HANA, {"taxpayer": {"size": "huge"}})
    answer = browser.get(f"/en/drafts/{draft}")
    assert answer.status_code == 422
    assert "<b>size of the company</b>: &#39;huge&#39;" in answer.text


def test_a_claim_can_be_downloaded_as_it_was_given(served: Service, browser: FlaskClient) -> None:
    draft = served.drafts.create(HANA, claim(PLANTS[2]))
    assert json.loads(browser.get(f"/en/drafts/{draft}/claim.json").data) == claim(PLANTS[2])


# -- judgements

RESIN = "fixtures/claims/resin-2024-judged.yaml"
JUDGED = {
    "value": "yes",
    "reason": "정제의 원료·소재이다",
    "by": "김판단",
    "licence_no": "공인회계사 12345",
    "on": "2025-02-20",
    "evidence_digest": "sha256:" + "8c" * 32,
}


def judging(browser: FlaskClient, page: str) -> str:
    """The form of the first judgement that would settle more of an answer."""
    found = re.search(r'href="(/en/drafts/\w+/judgement\?[^"]+)"', browser.get(page).text)
    assert found
    return unescape(found[1])


def test_a_judgement_settles_a_review_and_can_be_taken_out_again(served: Service, browser: FlaskClient) -> None:
    data = {key: value for key, value in claim(RESIN).items() if key != "judgements"}
    page = f"/en/drafts/{served.drafts.create(HANA, data)}"
    assert "! review" in text_of(browser.get(page).text)
    form = judging(browser, page)
    assert "Is this resin an item of 7-다?" in unescape(browser.get(form).text)
    done = posted(browser, form, **JUDGED)
    assert done.headers["Location"] == f"{page}#judgements"
    shown = text_of(browser.get(page).text)
    assert "Facility that makes resin for biopharmaceuticals: holds" in shown
    assert "김판단 · 공인회계사 12345 · 2025-02-20" in shown
    assert "! review" not in shown
    sheet = sheet_of(claim(RESIN), served.prepared, "en")
    assert sheet.headline in shown
    back = re.search(r'action="([^"]+/judgement/back\?place=1)"', browser.get(page).text)
    assert back
    assert posted(browser, unescape(back[1])).status_code == 303
    assert "! review" in text_of(browser.get(page).text)
    assert posted(browser, unescape(back[1])).status_code == 404


def test_a_recorded_judgement_is_shown_with_who_judged(served: Service, browser: FlaskClient) -> None:
    draft = served.drafts.create(HANA, claim(RESIN))
    place = posted(browser, f"/en/drafts/{draft}/record?known_on=2026-11-22").headers["Location"]
    assert "김판단 · 공인회계사 12345" in text_of(browser.get(place).text)
    assert "judgement?" not in browser.get(place).text
    if paper.available():
        assert browser.get(f"{place}/answer.pdf").status_code == 200


def test_of_uploaded_evidence_its_digest_alone_is_kept(served: Service, browser: FlaskClient) -> None:
    data = {key: value for key, value in claim(RESIN).items() if key != "judgements"}
    data["investments"][0]["id"] = "레진-1"
    id_ = served.drafts.create(HANA, data)
    form = judging(browser, f"/en/drafts/{id_}")
    said = {**JUDGED, "evidence_digest": "", "evidence": (BytesIO(b"contract"), "contract.pdf")}
    assert posted(browser, form, **said).status_code == 303
    draft = served.drafts.find(HANA, id_)
    assert draft is not None
    [kept] = draft.data["judgements"]
    assert kept["evidence_digest"] == f"sha256:{sha256(b'contract').hexdigest()}"
    assert kept["investment"] == "레진-1"


@pytest.mark.parametrize("left_out", list(JUDGED))
def test_a_judgement_that_lacks_something_is_not_written(served: Service, browser: FlaskClient, left_out: str) -> None:
    data = {key: value for key, value in claim(RESIN).items() if key != "judgements"}
    id_ = served.drafts.create(HANA, data)
    form = judging(browser, f"/en/drafts/{id_}")
    answer = posted(browser, form, **{**JUDGED, left_out: ""})
    assert answer.status_code == 422
    named = {"value": "answer judged", "licence_no": "licence and number", "on": "judged on", "by": "judged by"}
    named["evidence_digest"] = "SHA-256 of the evidence"
    assert f"{named.get(left_out, left_out)} is required" in text_of(answer.text)
    kept = [value for name, value in JUDGED.items() if name not in (left_out, "value")]
    assert all(value in unescape(answer.text) for value in kept)
    draft = served.drafts.find(HANA, id_)
    assert draft is not None
    assert "judgements" not in draft.data


# -- drafts


def test_a_change_is_not_written_over_unseen(served: Service) -> None:
    drafts: Drafts = served.drafts
    id_ = drafts.create(HANA, {"a": 1})
    one, other = (drafts.find(HANA, id_) for _ in range(2))
    assert one is not None
    assert other is not None
    assert drafts.save(HANA, one, {"a": 2})
    assert not drafts.save(HANA, other, {"a": 3})
    found = drafts.find(HANA, id_)
    assert found is not None
    assert (found.data, found.revision) == ({"a": 2}, 2)
    assert drafts.find(None, id_) is None
    assert drafts.find("Duri", id_) is None
    assert not drafts.save("Duri", found, {})
    assert not drafts.delete("Duri", id_)
    assert [draft.id for draft in drafts.all(HANA)] == [id_]
    assert drafts.delete(HANA, id_)


def test_drafts_are_named_as_far_as_they_say(served: Service) -> None:
    assert name_of(claim(PLANTS[2])) == "삼성바이오로직스 · 2024"
    assert name_of({}) == name_of({"taxpayer": None, "tax_year": []}) == ""


# -- on paper


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_pdf_is_the_same_bytes_each_time(prepared: Prepared, lang: str) -> None:
    sheet = sheet_of(claim(PLANTS[4]), prepared, lang)
    first = paper.pdf(sheet, "1")
    assert first.startswith(b"%PDF")
    assert paper.pdf(sheet, "1") == first
    assert paper.pdf(sheet, "2") != first
    assert b"Pretendard" in first
    assert len(first) < 300_000


def test_paper_tells_all_reasons_and_figures(prepared: Prepared) -> None:
    sheet = sheet_of(claim(PLANTS[4]), prepared, "ko")
    told = paper.paper(sheet, "1")
    assert [one["label"] for one in told["credit"]["figures"]] == [figure.label for figure in sheet.figures]
    lines = [line for group in told["reasons"]["groups"] for line in group["lines"]]
    assert {line["sign"] for line in lines} <= SIGNS
    assert len(lines) > 50
    assert len(told["questions"]["items"]) == len(sheet.questions)


def test_a_recorded_answer_comes_as_pdf(served: Service, browser: FlaskClient) -> None:
    draft = served.drafts.create(HANA, claim(PLANTS[2]))
    assert browser.get(f"/ko/drafts/{draft}/answer.pdf").mimetype == "application/pdf"
    place = posted(browser, f"/en/drafts/{draft}/record").headers["Location"]
    answer = browser.get(f"{place}/answer.pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="gongje-2.pdf"'
    assert answer.data == browser.get(f"{place}/answer.pdf").data
