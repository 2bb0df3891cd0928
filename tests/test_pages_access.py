"""The web pages: who may open which, signing in and out, forged forms, headers, and errors as pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from audited import done_audit, prepared_draft
from flask import Flask
from flask.testing import FlaskClient
from served import BODY, HANA, JSON, URL, app_of, service
from sqlalchemy import text
from werkzeug.test import TestResponse

from api.catalogue import LANGUAGES
from api.http.service import Service
from api.http.store.keys import Role
from api.http.store.migrations import VERSION_TABLE
from api.pages.page import WebPage
from api.pages.site import PAGES
from engine.assessment.assess import Prepared

DURI = "Duri Pharma"
# What each role may open besides what needs no key: the whole of it, written down a second time.
LAW = {
    "pages.start", "pages.law", "pages.law_technologies", "pages.law_facilities", "pages.law_rates",
    "pages.law_amendments", "pages.law_amendment", "pages.law_entry",
}  # fmt: skip
AUDITED = {"pages.audits", "pages.audit", "pages.audit_progress", "pages.audit_file", "pages.audit_line"}
PREPARED = {
    "pages.audit_upload", "pages.audit_drop", "pages.audit_columns", "pages.audit_confirm", "pages.audit_settings",
    "pages.audit_save", "pages.audit_text", "pages.audit_text_save", "pages.audit_remove",
}  # fmt: skip
READ = LAW | AUDITED | {
    "pages.claim", "pages.claim_read", "pages.example", "pages.answer", "pages.answer_pdf", "pages.draft_claim",
    "pages.draft_delete", "pages.decisions", "pages.decision", "pages.decision_pdf", "pages.decision_draft",
    "pages.replay", "pages.proof", "pages.proof_file", "pages.judgement", "pages.judge", "pages.judged_back",
    "pages.interview_new", "pages.interview_begin",
    "pages.interview", "pages.interview_answer", "pages.interview_again", "pages.interview_confirm", "pages.basics",
    "pages.basics_change", "pages.changes", "pages.decision_changes", "pages.interview_file",
}  # fmt: skip
WRITE = READ | PREPARED | {"pages.record"}
MAY = {Role.COMPANY: WRITE, Role.ACCOUNTANT: WRITE, Role.AUDITOR: READ, Role.OPERATOR: LAW}
FREE = {"pages.sign_in", "pages.sign_in_with", "pages.sign_out"}
NOWHERE = {"id": "999999", "number": "999999", "line": "1", **dict.fromkeys(("draft", "audit", "prepared"), "f" * 32)}
CHANGING = ("csrf_token", "Request ", "/static/")  # lines that differ from one answer to the next, or hold digests
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class World:
    """Two organisations, each with a decision and a draft; browsers signed in with each role in the first."""

    app: Flask
    served: Service
    own: dict[str, str]
    foreign: dict[str, str]
    browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def browser(self, who: str) -> FlaskClient:
        if who not in self.browsers:
            self.browsers[who] = self.app.test_client()
            if who:
                sign_in(self.browsers[who], self.secret(Role(who)))
        return self.browsers[who]

    def secret(self, role: Role, organisation: str = HANA) -> str:
        return self.served.keys.create(role, organisation, f"{role} of {organisation}", 1)[1]


def token_of(answer: TestResponse) -> str:
    found = TOKEN.search(answer.text)
    assert found, answer.text
    return found[1]


def sign_in(browser: FlaskClient, secret: str, query: str = "") -> TestResponse:
    address = f"/en/sign-in{query}"
    return browser.post(address, data={"csrf_token": token_of(browser.get(address)), "key": secret})


@pytest.fixture(scope="module")
def world(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("pages")
    with service(prepared, str(folder / "ledger.db"), folder / "keys", audits=folder / "audits") as served:
        app = app_of(served)
        places = []
        for organisation in (HANA, DURI):
            secret = served.keys.create(Role.COMPANY, organisation, "Kim", 1)[1]
            header = {"Authorization": f"Bearer {secret}"}
            answer = app.test_client().post(f"{URL}?record=true", data=BODY, content_type=JSON, headers=header)
            assert answer.json is not None
            draft = served.drafts.create(organisation, json.loads(BODY))
            number, audit = str(answer.json["id"]), done_audit(served, organisation)
            place = {"number": number, "id": number, "draft": draft, "audit": audit, "line": "1"}
            places.append({**place, "prepared": prepared_draft(served, organisation)})
        yield World(app, served, *places)


def address_of(page: WebPage, lang: str, place: dict[str, str]) -> str:
    values = {"name": "taxpayer.is-sme", "instrument": "rule-1012", "example": "INV-01", **place}
    query = "?provision=facility.nst.resin&investment=A-1" if "judge" in page.name and "back" not in page.name else ""
    return f"/{lang}{page.path}".format(**values) + query


def test_the_table_names_every_page() -> None:
    assert {page.name for page in PAGES} == FREE.union(*MAY.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.method} {page.path}")
@pytest.mark.parametrize("who", ["", *Role])
def test_exactly_the_allowed_pass(world: World, page: WebPage, who: str) -> None:
    browser = world.app.test_client() if page.name == "pages.sign_out" else world.browser(who)
    answer = browser.open(address_of(page, "en", world.own), method=page.method, buffered=True)
    if page.name in FREE:
        assert answer.status_code in (200, 400)  # 400: without the token of a form
    elif not who:
        signing_in = answer.status_code == 303 and answer.headers["Location"].startswith("/en/sign-in?next=/en")
        assert signing_in if page.method == "GET" else answer.status_code == 401
    elif page.name in MAY[Role(who)]:
        assert answer.status_code in ((200, 303) if page.method == "GET" else (400,)), answer.text
    else:
        assert answer.status_code == 403
    assert b"Traceback" not in answer.data


@pytest.mark.parametrize("page", [page for page in PAGES if page.place], ids=lambda page: f"{page.method} {page.path}")
@pytest.mark.parametrize("who", list(Role))
def test_what_belongs_to_others_is_like_what_is_not_there(world: World, page: WebPage, who: str) -> None:
    if page.place[0].name not in world.own:
        return
    browser, said = world.browser(who), []
    for place in (world.foreign, NOWHERE):
        data = {"csrf_token": token_of(browser.get("/en/"))} if page.method == "POST" else None
        answer = browser.open(address_of(page, "en", place), method=page.method, data=data)
        kept = [line for line in answer.text.splitlines() if not any(part in line for part in CHANGING)]
        said.append((answer.status_code, "\n".join(kept).replace(f"/{place[page.place[0].name]}", "/N")))
    assert said[0] == said[1]
    assert said[0][0] in (403, 404)


# -- signing in and out


def test_a_session_ends_on_signing_out_and_with_its_key(world: World) -> None:
    key, secret = world.served.keys.create(Role.COMPANY, HANA, "Park", 1)
    browser = world.app.test_client()
    answer = sign_in(browser, secret, "?next=/ko/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/ko/")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert secret not in cookie
    page = browser.get("/ko/")
    assert f"Park · {HANA} · 회사" in page.text
    kept = browser.get_cookie("gongje")
    assert kept is not None
    assert browser.post("/ko/sign-out", data={"csrf_token": token_of(page)}).status_code == 303
    browser.set_cookie("gongje", kept.value)  # a copy of the cookie is worth nothing any more
    assert browser.get("/ko/").status_code == 303
    sign_in(browser, secret)
    assert browser.get("/ko/").status_code == 200
    assert world.served.keys.revoke(key.id)
    assert browser.get("/ko/").headers["Location"] == "/ko/sign-in?next=/ko/"


def test_over_tls_cookies_go_over_tls_only(world: World) -> None:
    browser, base = world.app.test_client(), "https://gongje.example"
    token = token_of(browser.get("/en/sign-in", base_url=base))
    data = {"csrf_token": token, "key": world.secret(Role.AUDITOR)}
    answer = browser.post("/en/sign-in", data=data, base_url=base, headers={"Origin": base})
    assert answer.status_code == 303
    assert "Secure" in answer.headers["Set-Cookie"]


def test_a_wrong_key_is_said_beside_the_field(world: World) -> None:
    answer = sign_in(world.app.test_client(), "gongje_" + "A" * 43)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "not a valid key" in answer.text


@pytest.mark.parametrize(
    "next_",
    ["https://evil.example/", "//evil.example", "/en//evil.example", "/\\evil.example", "/v1/law", "javascript:x"],
)
def test_signing_in_leads_nowhere_else(world: World, next_: str) -> None:
    answer = world.app.test_client().get("/en/sign-in", query_string={"next": next_})
    assert answer.status_code == 422


# -- forms of other sites


def test_forms_need_their_token_and_their_site(world: World) -> None:
    browser = world.browser("accountant")
    token = token_of(browser.get("/en/"))
    other = token_of(world.browser("company").get("/en/"))
    for data, headers, status in (
        ({}, {}, 400),
        ({"csrf_token": "x" * 40}, {}, 400),
        ({"csrf_token": other}, {}, 400),
        ({"csrf_token": token}, {"Origin": "https://evil.example"}, 403),
        ({"csrf_token": token}, {"Origin": "null"}, 403),
        ({"csrf_token": token}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({"csrf_token": token}, {"Sec-Fetch-Site": "same-site"}, 403),
    ):
        answer = browser.post("/en/sign-out", data=data, headers=headers)
        assert answer.status_code == status, (data, headers)
    assert browser.get("/en/").status_code == 200


# -- headers, languages, errors


def test_no_page_runs_or_loads_what_is_not_ours(world: World) -> None:
    for lang in LANGUAGES:
        for address in (f"/{lang}/", f"/{lang}/nothing", f"/{lang}/sign-in"):
            answer = world.browser("company").get(address)
            policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
            assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
            assert {policy[name] for name in policy if name not in ("default-src", "frame-ancestors", "base-uri")} == {
                "'self'"
            }
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Language"] == lang
            assert f'<html lang="{lang}">' in answer.text
            assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=", answer.text)


def test_the_root_leads_to_the_language_of_the_browser(world: World) -> None:
    browser = world.browser("company")
    for wanted, lang in (("ko-KR,ko;q=0.9,en;q=0.5", "ko"), ("en-GB", "en"), ("de", "en")):
        assert browser.get("/", headers={"Accept-Language": wanted}).headers["Location"] == f"/{lang}/"


def test_errors_are_pages_in_the_language_of_the_address(world: World) -> None:
    korean = world.browser("company").get("/ko/nothing?x=1")
    assert korean.status_code == 404
    assert "이 주소에는 페이지가 없습니다." in korean.text
    assert 'href="/en/nothing?x=1"' in korean.text
    assert world.browser("company").get("/ko/?colour=red").status_code == 422
    assert "이 키의 역할(감사인)로는 열 수 없습니다." in world.browser("auditor").get("/ko/audits/prepared/0").text
    assert world.browser("company").get("/v1/nothing").mimetype == "application/problem+json"


def test_files_are_kept_for_good_under_their_digest(world: World) -> None:
    browser = world.app.test_client()
    page = browser.get("/en/sign-in").text
    address = re.search(r'href="(/static/style.css\?v=\w+)"', page)
    assert address
    assert "immutable" in browser.get(address[1]).headers["Cache-Control"]
    assert browser.get("/static/style.css?v=other").headers["Cache-Control"] == "no-cache"
    assert browser.get("/static/nothing.css").status_code == 404


# -- a server without keys


@contextmanager
def keyless(prepared: Prepared, folder: Path) -> Iterator[tuple[FlaskClient, Service]]:
    with service(prepared, str(folder / "ledger.db"), folder / "keys") as served:
        yield app_of(served).test_client(), served


def test_without_keys_the_pages_are_open_to_this_machine_alone(prepared: Prepared, tmp_path: Path) -> None:
    with keyless(prepared, tmp_path) as (browser, served):
        assert browser.get("/en/").status_code == 200
        assert browser.get("/en/", environ_overrides={"REMOTE_ADDR": "10.0.0.9"}).status_code == 303
        assert browser.get("/en/", headers={"Host": "evil.example"}).status_code == 303
        served.keys.create(Role.OPERATOR, HANA, "Kim", 1)
        assert browser.get("/en/").status_code == 303


# -- the tables


def test_a_database_from_before_the_pages_gets_their_tables(prepared: Prepared, place: str, tmp_path: Path) -> None:
    """With its keys kept, on each kind of database."""
    with service(prepared, place, tmp_path / "keys") as served:
        secret = served.keys.create(Role.COMPANY, HANA, "Kim", 1)[1]
        with served.ledger.database.writing() as connection:
            for table in ("page_session", "draft", "cookie_secret"):
                connection.execute(text(f"DROP TABLE {table}"))
            connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '0001'"))
    secrets = []
    for _ in range(2):
        with service(prepared, place, tmp_path / "keys") as served:
            browser = app_of(served).test_client()
            assert sign_in(browser, secret).status_code == 303
            assert served.drafts.find(HANA, served.drafts.create(HANA, {"이름": "공제"}, 7)) is not None
            secrets.append(served.sessions.cookie_secret())
    assert secrets[0] == secrets[1]
    assert len(secrets[0]) == 64


def test_a_session_expires_by_itself(prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.http.store.sessions.HOURS", -1)
    with service(prepared, str(tmp_path / "ledger.db"), tmp_path / "keys") as served:
        browser = app_of(served).test_client()
        secret = served.keys.create(Role.COMPANY, HANA, "Kim", 1)[1]
        assert sign_in(browser, secret).status_code == 303
        assert browser.get("/en/").headers["Location"].startswith("/en/sign-in")
        sign_in(browser, secret)  # forgets the one that expired
        with served.ledger.database.reading() as connection:
            assert connection.scalar(text("SELECT count(*) FROM page_session")) == 1
