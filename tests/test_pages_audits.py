"""Audits on the pages: what is uploaded, confirmed and settled, and the answer by line, seen by posting forms."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter
from audited import DAY, EXAMPLE, LONG, REGISTERS, SETTINGS, WHOLE, done_audit, let_go, prepared_draft
from flask.testing import FlaskClient
from problem_files import FIXTURES
from served import HANA, app_of, service
from test_pages_access import sign_in, token_of
from werkzeug.test import TestResponse

from api.http.audits.drafts import Drafts
from api.http.audits.job import Job
from api.http.service import Service
from api.http.store.keys import Role
from api.pages.audits.drafted import settings_text
from engine.assessment.assess import Prepared, assess
from engine.inference import reference
from engine.law.strict_yaml import read_yaml
from engine.law.values import day
from engine.registers.lookup import Lookup, Wanted
from engine.registers.placing import UNDATED
from engine.registers.settings import read_settings
from engine.registers.single import claim_of_line

AUDITS = "/en/audits"


@pytest.fixture(scope="module")
def served(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("audits")
    with service(prepared, str(folder / "ledger.db"), folder / "keys", audits=folder / "audits", upload_mb=2) as found:
        yield found


@pytest.fixture(scope="module")
def browser(served: Service) -> FlaskClient:
    found = app_of(served).test_client()
    sign_in(found, served.keys.create(Role.ACCOUNTANT, HANA, "김회계", 1)[1])
    return found


@pytest.fixture(scope="module")
def done(served: Service) -> str:
    return done_audit(served, HANA)


def post(browser: FlaskClient, address: str, follow: bool = True, **values: Any) -> TestResponse:
    data = {"csrf_token": token_of(browser.get(AUDITS)), **values}
    return browser.post(address, data=data, follow_redirects=follow, content_type="multipart/form-data")


def upload(browser: FlaskClient, *registers: tuple[bytes, str], **others: tuple[bytes, str]) -> TestResponse:
    files: dict[str, Any] = {"register": [(io.BytesIO(data), name) for data, name in registers]}
    return post(browser, AUDITS, **files, **{name: (io.BytesIO(data), file) for name, (data, file) in others.items()})


def fields_in(page: str) -> dict[str, list[str]]:
    """Inputs of a page with what they hold, as a browser would send them."""
    found: dict[str, list[str]] = {}
    for name, body in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', body)
        found[name] = chosen or ([] if " multiple" in page.partition(f'name="{name}"')[2][:20] else [""])
    for name, value in re.findall(r'<input id="[^"]+" name="([^"]+)" type="(?:text|date)"[^>]* value="([^"]*)"', page):
        found[name] = [value]
    for name, value in re.findall(r'<input class="short"[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page):
        found[name] = [value]
    return found


def flat(page: str) -> dict[str, Any]:
    return {name: values[0] if len(values) == 1 else values for name, values in fields_in(page).items()}


# -- the way in


def test_columns_are_found_shown_with_samples_and_changed(browser: FlaskClient, served: Service) -> None:
    page = upload(browser, (WHOLE, EXAMPLE.name))
    assert page.status_code == 200, page.text
    assert "단일사용 배양기 2,000 L #1" in page.text and "2023-06-20" in page.text and "00:00:00" not in page.text
    sent = fields_in(page.text)
    titles = dict(re.findall(r'id="(\d+\.\d+)-title">([^<]*)<', page.text))
    by_title = {title: sent[name][0] for name, title in titles.items()}
    assert by_title["취득가액"] == "cost_krw" and by_title["대체번호"] == "transferred_to"
    name = next(name for name, title in titles.items() if title == "사용부서")
    sent[name] = [""]
    address = page.request.path
    after = post(browser, address, **{key: value[0] for key, value in sent.items()})
    assert after.request.path.endswith("/settings"), after.text
    draft = Drafts(served.settings.audits or Path()).find(HANA, address.rpartition("/")[2])
    assert draft is not None and draft.looks[0].columns[7] is None
    assert [item["tax_year"]["starts_on"] for item in draft.settings["tax_years"]][-2:] == ["2023-01-01", "2024-01-01"]  # type: ignore[index]
    assert {"제2공장", "제3공장"} <= {item["name"] for item in draft.settings["projects"]}  # type: ignore[index]
    assert "기계장치" in draft.settings["accounts"]  # type: ignore[index]


def test_a_column_chosen_twice_and_no_amount_are_said(browser: FlaskClient) -> None:
    page = upload(browser, ("자산명,취득일,금액,메모\nA,2024-01-02,1000,x\n".encode(), "a.csv"))
    sent = {name: value[0] for name, value in fields_in(page.text).items()}
    address = page.request.path
    twice = post(browser, address, **{**sent, "0.3": sent["0.0"]})
    assert twice.status_code == 422 and "is given to two columns" in twice.text
    none = post(browser, address, **{**sent, "0.2": ""})
    assert none.status_code == 422 and "no column of this sheet is an amount" in none.text
    nothing = post(browser, address, **dict.fromkeys(sent, ""))
    assert nothing.status_code == 422 and "no sheet is read" in nothing.text


def test_a_sheet_whose_header_is_not_found_is_read_from_the_line_that_is_named(browser: FlaskClient) -> None:
    lines = "물건,언제,얼마\n" + "배양기,2024-03-01,1000\n" * 3
    page = upload(browser, (lines.encode(), "odd.csv"))
    assert "No header was found" in page.text
    address = page.request.path
    again = post(browser, address, **{"again": "0", "0.header": "1"})
    assert ">얼마<" in again.text and "1000" in again.text
    sent = {name: value[0] for name, value in fields_in(again.text).items()}
    after = post(browser, address, **{**sent, "0.0": "name", "0.1": "invested_on", "0.2": "amount_krw"})
    assert after.request.path.endswith("/settings"), after.text


def test_the_unit_above_a_header_that_is_named_is_found_and_what_was_chosen_stays(
    browser: FlaskClient, served: Service
) -> None:
    """A unit that is lost makes every amount a thousand times too small."""

    def unit_after(text: str, **sent: str) -> int:
        page = upload(browser, (text.encode(), "units.csv"))
        address = page.request.path
        browser.get(address)
        again = post(browser, address, **{"again": "0", **sent})
        assert again.status_code == 200 and ">얼마<" in again.text
        draft = Drafts(served.settings.audits or Path()).find(HANA, address.rpartition("/")[2])
        assert draft is not None
        unit = draft.looks[0].unit_krw
        assert f'<option value="{unit}" selected>' in again.text
        return unit

    lines = "물건,언제,얼마\n배양기,2024-03-01,1000\n"
    assert unit_after(f"제2공장\n(단위: 천원)\n\n{lines}", **{"0.header": "4"}) == 1000
    assert unit_after(f"제2공장\n\n{lines}", **{"0.header": "3"}) == 1
    known = "자산명,취득일,취득가액\n"  # found as the header by itself, with won
    assert unit_after(f"{lines}{known}", **{"0.header": "1", "0.unit": "1000000"}) == 1_000_000


@pytest.mark.parametrize(
    ("line", "said"), [("99", "of the 2 lines"), ("0", "a whole number"), ("둘", "a whole number")]
)
def test_a_line_that_cannot_be_the_header_is_said(browser: FlaskClient, line: str, said: str) -> None:
    page = upload(browser, ("자산명,취득일,금액\n배양기,2024-03-01,1000\n".encode(), "a.csv"))
    wrong = post(browser, page.request.path, **{"again": "0", "0.header": line})
    assert wrong.status_code == 422 and 'role="alert"' in wrong.text
    assert line in wrong.text and said in wrong.text
    assert "배양기" in wrong.text  # what was read before stays


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "empty.csv", "there are no lines in it"),
        (b"MZ\x90\x00" * 50, "program.xlsx", "is not what its name says"),
        (WHOLE, "../../x.xlsx", "cannot be the name of a file"),
        (WHOLE[: len(WHOLE) // 2], "half.xlsx", "is not whole"),
        (b"a,b\n1,2\n", "columns.yaml.xlsx", "is not what its name says"),
    ],
)
def test_what_is_no_register_is_refused_and_nothing_is_kept(
    browser: FlaskClient, served: Service, data: bytes, name: str, said: str
) -> None:
    folder = Drafts(served.settings.audits or Path()).folder
    before = set(folder.iterdir()) if folder.exists() else set()
    page = upload(browser, (data, name))
    assert page.status_code == 422
    assert said in page.text
    assert set(folder.iterdir()) == before


def test_without_a_file_and_with_one_that_is_too_large(browser: FlaskClient) -> None:
    without = post(browser, AUDITS, register=(io.BytesIO(b""), ""))
    assert without.status_code == 422 and "<b>register</b>: choose a file" in without.text
    head = b'--x\r\nContent-Disposition: form-data; name="register"; filename="large.csv"\r\n\r\n'
    body = head + b"a,b\n" * 700_000 + b"\r\n--x--\r\n"
    assert browser.post(AUDITS, data=body, content_type="multipart/form-data; boundary=x").status_code == 413


# -- settings


def test_the_form_keeps_what_it_does_not_show_and_says_what_is_wrong(browser: FlaskClient, served: Service) -> None:
    id_ = prepared_draft(served, HANA)
    address = f"{AUDITS}/prepared/{id_}/settings"
    page = browser.get(address)
    said = flat(page.text)
    before = read_yaml(SETTINGS.read_bytes(), "").data
    assert post(browser, address, **said).status_code == 200
    drafts = Drafts(served.settings.audits or Path())
    draft = drafts.find(HANA, id_)
    assert draft is not None and draft.settings == before  # ranges, attestations and all
    said["projects.2.facility.purpose"] = "research_and_test"
    said["tax_years.2.tax_year.starts_on"], said["tax_years.2.tax_year.ends_on"] = "2025-01-01", "2025-12-31"
    said["taxpayer.size"] = ""
    post(browser, address, **said)
    draft = drafts.find(HANA, id_)
    assert draft is not None and draft.settings is not None
    assert draft.settings["projects"][2]["facility"] == {"purpose": "research_and_test"}
    assert len(draft.settings["tax_years"]) == 3 and "size" not in draft.settings["taxpayer"]
    wrong = post(browser, address, **{**said, "tax_years.2.tax_year.ends_on": "2025-13-31"})
    assert wrong.status_code == 422 and "2025-13-31" in wrong.text
    assert "<b>tax year 3 · last day of the tax year</b>" in wrong.text and "$." not in wrong.text
    assert drafts.find(HANA, id_) == draft  # nothing wrong is kept


def test_a_project_can_say_which_kind_of_asset_and_cost_it_is(browser: FlaskClient, served: Service) -> None:
    """Construction in progress has no account that could say it."""
    lines = "전표일자,프로젝트코드,프로젝트명,적요,금액\n2024-02-10,CIP-01,제3공장 배양기,1차,1000000000\n"
    page = upload(browser, (lines.encode(), "cip.csv"), settings=(SETTINGS.read_bytes(), "s.yaml"))
    form = post(browser, page.request.path, **{name: one[0] for name, one in fields_in(page.text).items()})
    draft = Drafts(served.settings.audits or Path()).find(HANA, form.request.path.split("/")[-2])
    assert draft is not None and draft.settings is not None
    said = {**flat(form.text), "projects.1.asset.kind": "machinery", "projects.1.asset.cost_kind": "equipment"}
    post(browser, form.request.path, **said)
    draft = Drafts(served.settings.audits or Path()).find(HANA, draft.id)
    assert draft is not None and draft.settings is not None
    asset = draft.settings["projects"][1]["asset"]
    assert (asset["kind"], asset["cost_kind"]) == ("machinery", "equipment")


def test_many_projects_are_shown_some_at_a_time(browser: FlaskClient, served: Service) -> None:
    id_ = prepared_draft(served, HANA)
    drafts = Drafts(served.settings.audits or Path())
    draft = drafts.find(HANA, id_)
    assert draft is not None and draft.settings is not None
    projects = [{"id": f"X{number}", "name": f"공장 {number}"} for number in range(23)]
    drafts.save(replace(draft, settings={**draft.settings, "projects": projects}))
    address = f"{AUDITS}/prepared/{id_}/settings"
    page = browser.get(address)
    assert "공장 9" in page.text and "공장 10" not in page.text
    first = post(browser, address, **{**flat(page.text), "projects.3.facility.purpose": "other", "on": "20"})
    assert "공장 22" in first.text and "공장 9" not in first.text
    post(browser, f"{address}?first=20", **{**flat(first.text), "projects.22.facility.purpose": "other"})
    draft = drafts.find(HANA, id_)
    assert draft is not None and draft.settings is not None
    said = {at: item["facility"] for at, item in enumerate(draft.settings["projects"]) if "facility" in item}
    assert said == {3: {"purpose": "other"}, 22: {"purpose": "other"}}


def test_settings_as_text(browser: FlaskClient, served: Service) -> None:
    id_ = prepared_draft(served, HANA)
    address = f"{AUDITS}/prepared/{id_}/text"
    assert "제2공장" in browser.get(address).text
    text = SETTINGS.read_text("utf-8").replace("size: mid", "size: large")
    assert post(browser, address, text=text).request.path.endswith("/settings")
    draft = Drafts(served.settings.audits or Path()).find(HANA, id_)
    assert draft is not None and draft.settings is not None and draft.settings["taxpayer"]["size"] == "large"
    wrong = post(browser, address, text="taxpayer: {size: huge}\ntax_years: []\n")
    assert wrong.status_code == 422 and "huge" in wrong.text and "taxpayer: {size: huge}" in wrong.text


def test_from_the_draft_to_the_answer_of_the_command(
    browser: FlaskClient, served: Service, prepared: Prepared, done: str
) -> None:
    """Started from the form, recorded; the lines are those of an audit of the same files through the other door."""
    id_ = prepared_draft(served, HANA)
    address = f"{AUDITS}/prepared/{id_}/settings"
    sent = flat(browser.get(address).text)
    early = post(browser, address, **sent, start="yes", known_on="1999-01-01")
    assert early.status_code == 422 and "<b>law known on</b>: " in early.text and "1999-01-01" in early.text
    started = post(browser, address, follow=False, **sent, start="yes", known_on=DAY, record="yes")
    audit = started.headers["Location"].rpartition("/")[2]
    for _ in range(LONG):
        state = browser.get(f"{AUDITS}/{audit}/progress").json
        assert state is not None
        if not state["open"]:
            break
        time.sleep(0.1)
    page = browser.get(f"{AUDITS}/{audit}")
    assert "22 found" in page.text and "ledger entry 2" in page.text
    folder = served.settings.audits or Path()
    rows = [Lookup(Job(folder / name).tables).page(Wanted(), "line", False, 1, 100).rows for name in (audit, done)]
    assert rows[0] == rows[1]
    kept = Job(folder / audit).output
    let_go(Job(folder / audit))
    assert not Job(folder / audit).input.exists() and (kept / "answer.xlsx").exists()
    assert Drafts(folder).find(HANA, id_) is not None
    assert f"/audits/prepared/{id_}/settings" in page.text  # to change the settings and audit again
    for name in ("workbook", "lines", "claims", "set-aside"):
        got = browser.get(f"{AUDITS}/{audit}/file?file={name}", buffered=True)
        assert got.status_code == 200 and got.data[:4] in (b"PK\x03\x04", b"PAR1")
    assert post(browser, f"{AUDITS}/{audit}/delete").request.path == AUDITS
    assert browser.get(f"{AUDITS}/{audit}").status_code == 404


def test_an_audit_that_fails_leads_back_to_what_can_be_changed(browser: FlaskClient, served: Service) -> None:
    """A register whose lines all lie outside the tax years."""
    page = upload(browser, ("자산명,투자일,금액\nA,2024-01-02,1000\n".encode(), "a.csv"), settings=(
        b"tax_year: {starts_on: 2020-01-01, ends_on: 2020-12-31}\n", "s.yaml"))  # fmt: skip
    sent = {name: value[0] for name, value in fields_in(page.text).items()}
    form = post(browser, page.request.path, **sent)
    values = flat(form.text)
    started = post(browser, form.request.path, follow=False, **values, start="yes", known_on=DAY)
    address = started.headers["Location"]
    for _ in range(LONG):
        failed = browser.get(address)
        if 'role="alert"' in failed.text:
            break
        time.sleep(0.1)
    assert "not done" in failed.text and "/settings" in failed.text


# -- the answer


def test_filters_order_and_pages(done: str, served: Service) -> None:
    lookup = Lookup(Job((served.settings.audits or Path()) / done).tables)
    every = lookup.page(Wanted(), "line", False, 1, 100)
    assert every.count == len(every.rows) == 22
    for wanted, test in (
        (Wanted(outcome="undetermined"), lambda row: row["outcome"] == "undetermined"),
        (Wanted(tier="nst"), lambda row: row["tier"] == "nst"),
        (Wanted(tier=""), lambda row: row["tier"] is None and row["outcome"] != "ineligible"),
        (Wanted(year=date(2023, 1, 1)), lambda row: row["year_starts"] == date(2023, 1, 1)),
        (Wanted(project="제2공장"), lambda row: row["project"] == "제2공장"),
        (Wanted(rate=(70_000_000, 150_000_000)), lambda row: row["rate_low"] == 70_000_000),
        (Wanted(text="배양기"), lambda row: "배양기" in f"{row['name']} {row['memo']}"),
        (Wanted(text="m-2401"), lambda row: row["number"] == "M-2401"),
        (Wanted(outcome="eligible", project="제2공장", text="정제"), lambda row: "정제" in str(row["memo"])),
    ):
        page = lookup.page(wanted, "line", False, 1, 100)
        expected = [row for row in every.rows if test(row) and (wanted.outcome in (None, row["outcome"]))]
        assert page.rows == expected != [], wanted
        assert page.count == len(expected)
    falling = [row["base_credit_high"] for row in lookup.page(Wanted(), "credit", True, 1, 100).rows]
    assert falling == sorted(falling, reverse=True)
    split = [row for first in (1, 9, 17) for row in lookup.page(Wanted(), "amount", False, first, 8).rows]
    assert split == lookup.page(Wanted(), "amount", False, 1, 100).rows
    quoted = lookup.page(Wanted(text="'; DROP TABLE x; --", project="' OR 1=1"), "line", False, 1, 10)
    assert (quoted.count, quoted.rows) == (0, [])


def test_sums_of_lines_are_not_counted_once_for_each_stretch(done: str, served: Service) -> None:
    """The figures of all lines are those of the claims: 1,745,250,000 and 2,571,450,000 won at most."""
    lookup = Lookup(Job((served.settings.audits or Path()) / done).tables)
    sums = lookup.page(Wanted(), "line", False, 1, 1).sums
    assert int(sums["base_credit_high"]) == 1_745_250_000 + 2_571_450_000
    assert int(sums["base_credit_low"]) == 1_631_250_000 + 2_277_000_000


def test_each_line_alone_is_answered_as_in_its_register(done: str, served: Service, prepared: Prepared) -> None:
    """Outcome, tier, standing and base credit of every part; a line without dated amounts is open in the register."""
    lookup = Lookup(Job((served.settings.audits or Path()) / done).tables)
    lines = {row["line"] for row in lookup.page(Wanted(), "line", False, 1, 100).rows}
    assert len(lines) == 21
    for line in lines:
        rows = lookup.parts(line)
        document: Any = assess(claim_of_line(lookup, rows[0], "x", prepared), prepared, day(DAY), reference.evaluate)
        parts = document["investments"][0]["parts"]
        assert len(parts) == len(rows)
        for part, row in zip(parts, rows, strict=True):
            if row["basis"] != UNDATED:
                assert part["outcome"] == row["outcome"]
            assert (part["tier"], part["standing"]) == (row["tier"], row["standing"])
            figure = "base_credit_krw"
            bounds = part["bounds"].get(figure) or dict.fromkeys(("at_least", "at_most"), part[figure])
            ends = tuple(int(bounds[end]) for end in ("at_least", "at_most"))
            assert ends == (row["base_credit_low"], row["base_credit_high"])


def test_a_judged_line_alone_is_answered_with_its_judgement(
    browser: FlaskClient, served: Service, prepared: Prepared, tmp_path: Path
) -> None:
    """What a professional judged of one project of two alike counts for its lines alone, on their own pages too."""
    register, settings = tmp_path / "resin.csv", tmp_path / "resin.settings.yaml"
    rows = ("A-1,R,기계장치,2024-06-28,8000000000", "A-2,S,기계장치,2024-06-28,8000000000")
    register.write_text("\n".join(("자산번호,프로젝트,계정,투자일,투자금액", *rows)), encoding="utf-8")
    claim: Any = read_yaml((FIXTURES / "claims" / "resin-2024-judged.yaml").read_bytes(), "resin").data
    (investment,), (judged,) = claim["investments"], claim["judgements"]
    facts = {name: investment[name] for name in ("facility", "asset", "site", "recognition")}
    said = {name: claim[name] for name in ("taxpayer", "tax_year", "filing")}
    said["projects"] = [{"id": one, **facts} for one in "RS"]
    said["judgements"] = [{"project": "R", **{name: judged[name] for name in judged if name != "investment"}}]
    settings.write_text(settings_text(said), encoding="utf-8")
    audit = done_audit(served, HANA, register=register, settings=settings)
    lookup = Lookup(Job((served.settings.audits or Path()) / audit).tables)
    lines = {row["number"]: row for row in lookup.page(Wanted(), "line", False, 1, 100).rows}
    found = {}
    for number, row in lines.items():
        alone = claim_of_line(lookup, row, "x", prepared)
        document: Any = assess(alone, prepared, day(DAY), reference.evaluate)
        (part,) = document["investments"][0]["parts"]
        found[number] = (part["outcome"], part["tier"], part["standing"])
        assert found[number] == (row["outcome"], row["tier"], row["standing"])
        page = browser.get(f"{AUDITS}/{audit}/lines/{row['line']}")
        assert page.status_code == 200
        assert ("김판단" in page.text and judged["reason"] in page.text) is (number == "A-1")
    assert found["A-1"] != found["A-2"]


def test_the_answer_pages(browser: FlaskClient, done: str) -> None:
    page = browser.get(f"{AUDITS}/{done}")
    assert page.status_code == 200
    assert "1,631,250,000 won to 1,745,250,000 won" in page.text
    assert page.text.count("<svg viewBox") == 2 and page.text.count("<desc") == 2
    filtered = browser.get(f"{AUDITS}/{done}?outcome=ineligible&sort=-amount&q=")
    assert "6 found" in filtered.text and 'value="ineligible" selected' in filtered.text
    assert browser.get(f"{AUDITS}/{done}?outcome=perhaps").status_code == 422
    assert browser.get(f"{AUDITS}/{done}?first=21").text.count("/lines/") == 2
    line = re.search(r"/lines/(\d+)", filtered.text)
    assert line
    alone = browser.get(f"{AUDITS}/{done}/lines/{line[1]}")
    assert alone.status_code == 200
    assert "The line in the register" in alone.text and "Does not earn the credit" in alone.text
    assert "Record in the ledger" not in alone.text and "What would change it" not in alone.text
    assert browser.get(f"{AUDITS}/{done}/lines/999").status_code == 404
    assert "대장의 줄" in browser.get(f"/ko/audits/{done}/lines/{line[1]}").text


def test_the_answer_names_what_was_not_read_and_why_lines_were_set_aside(
    browser: FlaskClient, served: Service, tmp_path: Path
) -> None:
    header = ("자산명", "계정과목", "프로젝트", "취득일", "취득가액")
    sheets = {
        "자산": [
            header,
            ("배양기", "기계장치", "제9공장", "2024-03-01", 5000),
            ("정제기", "기계장치", "제2공장", "24.05.20", 7000),
            ("여과기", "기계장치", "제2공장", "24.06.30", 9000),
            ("소계", None, None, None, 21000),
        ],
        "설명": [("작성자", "김"), ("검토자", "이")],
    }
    register = tmp_path / "두 시트.xlsx"
    workbook = xlsxwriter.Workbook(register)
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    workbook.close()
    audit = done_audit(served, HANA, "ko", register)
    page = unescape(browser.get(f"/ko/audits/{audit}").text)
    assert "읽지 않은 시트: 두 시트.xlsx · 설명" in page and "설정에 없는 프로젝트 1개(줄 수): 제9공장 (1)" in page
    rows = re.findall(r'<th scope="row">([^<]*)</th><td class="num"[^>]*>(\d+)</td><td[^>]*>([^<]*)</td>', page)
    assert [(count, first) for _, count, first in rows] == [("2", "자산 · 3행 · D 취득일"), ("1", "자산 · 5행")]
    assert "'24.05.20'은(는) 연도가 두 자리여서" in rows[0][0] and "합계 줄(소계" in rows[1][0]
    assert "‘제외된 줄’ 시트" in page


def test_the_order_of_the_register_is_not_that_of_tax_years(browser: FlaskClient, served: Service, done: str) -> None:
    rows = Lookup(Job((served.settings.audits or Path()) / done).tables).page(Wanted(), "line", False, 1, 100).rows
    places = [(row["sheet"], row["register_line"]) for row in rows]
    assert places == sorted(places)
    years = [row["year_starts"] for row in rows]
    assert years != sorted(years)  # the register is not sorted by them


def test_a_hundred_thousand_lines_stay_quick(tmp_path: Path) -> None:
    """No page holds more than it shows: the work that a question may be is bound, whatever else the machine does."""
    folder = tmp_path / "tables"
    folder.mkdir()
    columns = (
        "i AS line, 1 AS part, 0 AS claim, i AS register_line, 'A-' || i AS number, '설비 ' || i AS name, "
        "NULL AS memo, '기계장치' AS account, 'P' || (i % 50) AS project, NULL AS department, NULL AS facility_row, "
        "DATE '2024-01-01' AS year_starts, DATE '2024-12-31' AS year_ends, DATE '2024-03-01' AS \"from\", "
        "['eligible', 'review', 'undetermined', 'ineligible'][1 + i % 4] AS outcome, 'nst' AS tier, "
        "150000000 AS rate_low, 150000000 AS rate_high, i * 1000 AS amount_high, i * 150 AS base_credit_low, "
        "i * 150 AS base_credit_high, 'x' AS because"
    )
    duckdb.sql(f"COPY (SELECT {columns} FROM range(100000) t(i)) TO '{folder / 'lines.parquet'}' (FORMAT parquet)")
    lookup = Lookup(folder)
    began = time.process_time()
    page = lookup.page(Wanted(outcome="eligible", text="설비 9"), "credit", True, 51, 50)
    lookup.choices()
    lookup.credits()
    assert time.process_time() - began < 3
    assert len(page.rows) == 50 and page.count == sum(i % 4 == 0 for i in range(100_000) if str(i)[0] == "9")


def test_settings_that_the_form_writes_can_be_read(prepared: Prepared) -> None:
    data: Any = read_yaml(SETTINGS.read_bytes(), "").data
    again = read_settings(settings_text(data).encode(), "again", prepared.rulebook)
    assert again.data == read_settings(SETTINGS.read_bytes(), "first", prepared.rulebook).data
    assert (REGISTERS / "real-plants.settings.yaml").exists()
