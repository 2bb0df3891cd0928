"""The ``gongje`` command: what it prints, in both languages, and how it ends."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner, Result

from api import doors
from api.catalogue import LANGUAGES, PARTS, TEXTS
from api.commands.failures import why
from api.commands.main import main
from api.text import layout
from engine.assessment.assess import Prepared, assess
from engine.claims.reader import read_claim
from engine.inference import reference
from engine.law.loader import load_rulebook
from engine.law.strict_yaml import MAX_BYTES
from engine.law.values import iso

ROOT = Path(__file__).parents[1]
LINE = ROOT / "fixtures/claims/antibody-line-2023.yaml"
PLANT = ROOT / "fixtures/claims/plant-5"
BEFORE, AFTER = "2023-07-20", "2023-08-29"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / "no-ledger"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "GONGJE_LEDGER", "GONGJE_KEYS"):
        monkeypatch.delenv(name, raising=False)


def gongje(*arguments: object, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)


def outside(*arguments: object, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from api.commands.main import main; main()", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, check=False, capture_output=True, input=given)


def claim(**changes: object) -> str:
    """A complete claim as JSON, with changes."""
    whole: dict[str, object] = {
        "taxpayer": {"size": "large"},
        "tax_year": {"starts_on": "2023-01-01", "ends_on": "2023-12-31"},
        "investments": [
            {
                "id": "L-1",
                "facility": {
                    "purpose": "commercial_production",
                    "investor_role": "drug_or_vaccine_maker",
                    "product_modality": "antibody",
                    "product_status": "new_drug",
                },
                "asset": {
                    "kind": "machinery",
                    "cost_kind": "equipment",
                    "condition": "new",
                    "acquisition": "purchase",
                    "let_to_others": False,
                    "used_abroad": False,
                },
                "site": {"zone": "growth_management"},
                "recognition": {"status": "recognised", "tier": "nst"},
                "amounts": [{"amount_krw": 10_000_000_000, "invested_on": "2023-07-10"}],
            }
        ],
    }
    for path, value in changes.items():
        at = whole
        *groups, last = path.split("__")
        for group in groups:
            at = at["investments"][0] if group == "investment" else at[group]  # type: ignore[index, assignment]
        at[last] = value
    return json.dumps(whole)


# -- the answer as text


def test_the_same_line_before_and_after_the_rule_of_august_2023() -> None:
    before = gongje("check", LINE, "--known-on", BEFORE, "--lang", "en")
    after = gongje("check", LINE, "--known-on", AFTER, "--lang", "en")
    assert (before.exit_code, after.exit_code) == (0, 0)
    assert "2023-07-10, 10,000,000,000 won: Earns the credit (new-growth technology)," in before.stdout
    assert "Base credit               600,000,000 won · temporary scheme (item 3)" in before.stdout
    assert "2023-07-10, 10,000,000,000 won: Earns the credit (national strategic technology)," in after.stdout
    for line in (
        "Base credit               1,500,000,000 won · temporary scheme (item 3)",
        "If refused                300,000,000 won",
        "Exposure                  1,200,000,000 won · repayable with interest if recognition is refused",
        "      Tier           national strategic technology · 7-가 Facility that makes bio new drugs",
        "      Legal basis    amounts invested from 2023-07-01, by Ministry Ordinance No. 1012 (2023-08-29)",
        "      Rate           15 %",
        "      Recognition    conditional (claimed before recognition)",
    ):
        assert line in after.stdout.splitlines()


def test_the_general_tier_rests_on_the_article_of_its_rate() -> None:
    general = claim(investment__facility__purpose="other", investment__site__zone="outside_capital_region")
    said = gongje("check", "-", "--known-on", AFTER, "--lang", "en", given=general).stdout
    assert "Earns the credit (general)." in said
    assert "[Act Art. 24(1) item 3 가, Act No. 19328 (2023-04-11) addenda" in " ".join(said.split())


def test_korean_says_the_same() -> None:
    lines = gongje("check", LINE, "--known-on", AFTER, "--lang", "ko").stdout.splitlines()
    for line in (
        "통합투자세액공제 판단 · 예시 · 과세연도 2023-01-01 ~ 2023-12-31",
        "기본공제액         1,500,000,000원 · 임시 투자세액공제(제24조제1항제3호)",
        "인정되지 않으면    300,000,000원",
        "      구분              국가전략기술 · 7-가 바이오 신약 제조시설",
        "      공제율            15%",
        "이유   ✓ 해당  ✗ 해당하지 않음  ? 모름",
        "         ✗ 중고품 · 신품 여부: 신품  [조특법 제24조제1항]",
    ):
        assert line in lines
    assert any("부령 제1012호(2023-08-29)에 따라 2023-07-01 이후 투자분" in line for line in lines)
    assert any("내국인: 예(전제)" in line for line in lines)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", sorted([LINE, *PLANT.glob("*.yaml")]), ids=lambda path: path.stem)
def test_no_line_is_wider_than_the_page(path: Path, lang: str) -> None:
    result = gongje("check", path, "--known-on", "2026-06-20", "--lang", lang)
    assert result.stdout
    assert max(map(layout.cells, result.stdout.splitlines())) <= 100


def test_what_is_missing_is_asked_with_evidence_and_alternatives() -> None:
    given = claim(taxpayer={"is_sme": False}, tax_year={"starts_on": "2025-01-01", "ends_on": "2025-12-31"})
    given = given.replace("2023-07-10", "2025-07-10")
    shown = gongje("check", "-", "--known-on", "2026-06-20", "--lang", "en", given=given).stdout
    assert "Rate         15 % to 20 %" in shown
    assert "Did its SME grace period run out" in shown
    assert "Write: taxpayer.is_graduate" in shown
    assert "Evidence: computation of the grace period" in shown
    assert "Also follows from: size of the company" in shown
    korean = gongje("check", "-", "--known-on", "2026-06-20", "--lang", "ko", given=given).stdout
    assert "다음을 적어도 정해집니다: 기업 규모" in korean


def test_several_payments_stand_in_one_table() -> None:
    shown = gongje("check", PLANT / "2025-assumed.yaml", "--known-on", "2026-06-20", "--lang", "en").stdout
    assert "Invested on           Amount  Rate   Claimable now     If refused        Exposure" in shown
    assert "2025-03-31   150,000,000,000  15 %  22,500,000,000  1,500,000,000  21,000,000,000" in shown


def test_a_doubtful_reading_and_a_contradiction_are_for_review() -> None:
    doubtful = claim(investment__facility__product_modality="plasma_derived")
    shown = gongje("check", "-", "--known-on", "2026-06-20", "--lang", "en", given=doubtful).stdout
    assert "! 2023-07-10, 10,000,000,000 won: For review: it hangs on a reading that is not settled." in shown
    assert "! There is something to review; amounts may change with its outcome." in shown
    assert "Hangs on     Products whose class is not settled (unverified)." in shown
    doubtful = claim(investment__asset__cost_kind="capitalised_interest")
    shown = gongje("check", "-", "--known-on", "2026-06-20", "--lang", "en", given=doubtful).stdout
    assert "If that holds, there is no credit." in " ".join(shown.split())
    contested = claim(taxpayer={"size": "large", "is_sme": True})
    shown = gongje("check", "-", "--known-on", "2026-06-20", "--lang", "ko", given=contested).stdout
    assert "주어진 사실이 서로 어긋나 검토가 필요합니다." in shown
    assert "중소기업: 적힌 값은 예, 그 밖의 기업이라고 밝힘에 따르면 아니오" in shown


def test_explain_shows_what_did_not_decide() -> None:
    arguments = ("check", LINE, "--known-on", BEFORE, "--lang", "ko")
    brief, whole = gongje(*arguments).stdout, gongje(*arguments, "--explain").stdout
    assert whole.startswith(brief.partition("\n이유 ")[0])  # what is said of each investment is the same
    assert "비임상 시험 기술" not in brief
    assert "비임상 시험 기술" in whole


def test_today_can_be_asked_for_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.commands.options.today", lambda: doors.date.fromisoformat(AFTER))
    named, dated = (gongje("check", LINE, "--known-on", day, "--lang", "en") for day in ("today", AFTER))
    assert (named.exit_code, named.stdout) == (0, dated.stdout)
    assert f"As of {AFTER}" in named.stdout


@pytest.mark.parametrize(
    ("lang", "said"),
    [("ko_KR.UTF-8", ("사용법: ", "옵션:", "명령:")), ("C", ("Usage: ", "Options:", "Commands:"))],
)
def test_headings_of_the_help_are_in_the_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, lang: str, said: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LC_ALL", lang)
    for command in ([], ["rules"]):
        shown = gongje(*command, "--help").stdout
        assert shown.startswith(said[0]) and all(f"\n{heading}\n" in shown for heading in said[1:])
    assert gongje("check", "--help").stdout.startswith(said[0])


def test_law_that_was_not_read_is_said() -> None:
    warned = gongje("check", LINE, "--known-on", "2090-01-01", "--lang", "ko").stdout
    assert "뒤에 공포된 법령은 읽지 않았으므로" in warned
    through = load_rulebook().read_through
    for lang, kinds in (("ko", ("법률", "대통령령", "부령")), ("en", ("Acts", "Decrees", "Ordinances"))):
        said = " ".join(gongje("check", LINE, "--known-on", "2090-01-01", "--lang", lang).stdout.split())
        listed = ", ".join(f"{kind} {iso(through[name])}" for kind, name in zip(kinds, through, strict=True))
        assert said.count(listed) == 2  # in the warning, and where the law is named
    assert "읽지 않았" not in gongje("check", LINE, "--known-on", AFTER, "--lang", "ko").stdout
    closed = gongje("check", "-", "--known-on", AFTER, "--lang", "en", given=claim(scheme="regular")).stdout
    assert "! The scheme asked for is not open in this tax year; another one was taken." in closed


# -- the answer as JSON


@pytest.mark.parametrize("who", doors.EVALUATORS)
def test_json_is_the_assessment_itself(prepared: Prepared, who: str) -> None:
    result = gongje("check", LINE, "--known-on", AFTER, "--format", "json", "--evaluator", who)
    facts = read_claim(LINE.read_bytes(), "", prepared.rulebook)
    known_on = doors.date.fromisoformat(AFTER).toordinal()
    expected = assess(facts, prepared, known_on, reference.evaluate)
    assert result.stdout_bytes == doors.as_json(expected)
    assert list(json.loads(result.stdout)) == list(expected)
    assert "바이오 신약 제조시설" in result.stdout


# -- how it ends


def test_exit_status_1_if_nothing_earns_the_credit() -> None:
    given = claim(investment__asset__condition="used")
    used = gongje("check", "-", "--known-on", AFTER, "--lang", "en", given=given)
    assert used.exit_code == 1
    why = "It is: Used asset (new or used: used, kind of asset: machinery)"
    assert f"Does not earn the credit. {why}" in " ".join(used.stdout.split())
    assert "Legal basis  Act Art. 24(1)" in used.stdout


BAD_CLAIM = "tax_year: {starts_on: 2023-02-30, ends_on: 2023-12-31}\ntaxpayr: {}\ninvestments: [{id: a}]\n"


def test_every_problem_of_a_claim_in_order() -> None:
    result = gongje("check", "-", "--lang", "ko", given=BAD_CLAIM)
    assert (result.exit_code, result.stdout) == (2, "")
    first, second = result.stderr.splitlines()
    assert first == (
        "stdin:1:12 $.tax_year.starts_on: '2023-02-30'은(는) 달력에 없는 날짜입니다. YYYY-MM-DD로 적으십시오"
    )
    assert second.startswith("stdin:2:1 $.taxpayr: taxpayr은(는) 없는 항목입니다.")
    english = gongje("check", "-", "--lang", "en", given=BAD_CLAIM).stderr.splitlines()[0]
    assert english.endswith("'2023-02-30' is not a calendar date; write it as YYYY-MM-DD")


@pytest.mark.parametrize(
    ("arguments", "korean", "english"),
    [
        (["check", "no-file"], "no-file: 읽을 수 없습니다: 파일이 없", "no-file: cannot be read: there"),
        (["check", "."], ".: 읽을 수 없습니다: 파일이 아니라 폴더", ".: cannot be read: it is a folder"),
        (["check", "x", "--known-on", "20230829"], "--known-on: '20230829'은", "--known-on: '20230829' is"),
        (["serve", "--host", "0.0.0.0"], "--host 0.0.0.0: 이 컴퓨터 밖", "--host 0.0.0.0: beyond this"),
        (["serve", "--host", "example.com"], "--host example.com: IP", "--host example.com: not an IP"),
        (["new", "--rules", "no-rules"], "no-rules은(는) 폴더가 아닙니다", "no-rules is not a folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments: list[str], korean: str, english: str) -> None:
    for lang, expected in (("ko", korean), ("en", english)):
        result = gongje(*arguments, "--lang", lang)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(expected)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "chek: 없는 명령입니다. 혹시 check?"),
        (["check", "--fromat", "json", "x"], "--fromat: 없는 옵션입니다. 혹시 --format?"),
        (["check", "--format", "xml", "x"], "--format: 다음 가운데 하나여야 합니다: text, json"),
        (["check"], "CLAIM: 값이 필요합니다"),
        (["serve", "--port", "99999"], "--port: 0부터 65535까지의 정수여야 합니다"),
    ],
)
def test_wrong_calls_in_the_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    result = gongje(*arguments)
    assert (result.exit_code, result.stderr.splitlines()[0]) == (2, said)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "stdin"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested deeper"),
        (b"a: &x [1]\nb: [*x, *x]\n", "anchors and aliases"),
        (b"x" * (MAX_BYTES + 1), f"{MAX_BYTES + 1} bytes"),
    ],
)
def test_hostile_input_is_refused(given: bytes, said: str) -> None:
    result = gongje("check", "-", given=given)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    result = gongje("check", huge)
    assert result.exit_code == 2
    assert "100000000 bytes are more than the 5000000" in result.stderr


def test_an_error_of_our_own_is_one_sentence_without_the_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ValueError("secret")

    monkeypatch.setattr("api.commands.main.load", fails)
    result = gongje("check", LINE, "--lang", "en")
    assert result.exit_code == 2
    assert result.stderr.startswith("No answer: an error in gongje itself (ValueError, test_cli.py:")
    assert "secret" not in result.stderr


def test_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("api.commands.main.load", stopped)
    result = gongje("check", LINE, "--lang", "ko")
    assert (result.exit_code, result.stderr) == (130, "중단했습니다\n")


def test_as_a_process() -> None:
    done = outside("check", LINE, "--known-on", AFTER, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"1,500,000,000 won" in done.stdout
    broken = outside("check", "-", given=BAD_CLAIM.encode())
    assert broken.returncode == 2
    assert broken.stderr.count(b"\n") == 2


def test_a_closed_pipe_is_no_answer() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-c", "from api.commands.main import main; main()", "check", str(LINE)]
    with os.fdopen(writer, "wb") as pipe:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, env=environment, check=False)
    assert (done.returncode, done.stderr) == (141, b"")


# -- a claim to fill in


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_new_claim_can_be_checked_at_once(prepared: Prepared, lang: str) -> None:
    written = gongje("new", "--lang", lang)
    assert written.exit_code == 0
    for fact in prepared.rulebook.facts.values():
        if fact.derived is None and not fact.by_engine:
            assert f"{fact.path.rpartition('.')[2]}: " in written.stdout, fact.path
    checked = gongje("check", "-", "--lang", lang, given=written.stdout)
    assert checked.exit_code == 0
    assert "A-1\n  ? " in checked.stdout
    assert max(map(layout.cells, written.stdout.splitlines())) <= 100


def test_the_new_claim_overwrites_nothing(tmp_path: Path) -> None:
    target = tmp_path / "claim.yaml"
    assert gongje("new", "--out", target, "--lang", "en").exit_code == 0
    content = target.read_bytes()
    assert content.decode().startswith("# ")
    again = gongje("new", "--out", target, "--lang", "en")
    assert (again.exit_code, again.stderr) == (2, f"{target}: it exists already; choose another name\n")
    assert target.read_bytes() == content
    nowhere = gongje("new", "--out", tmp_path / "no" / "claim.yaml", "--lang", "ko")
    assert (nowhere.exit_code, nowhere.stderr.endswith("no이(가) 없습니다. 만들거나 다른 곳을 주십시오\n")) == (2, True)


# -- words


def test_both_languages_say_everything_once_with_the_same_values() -> None:
    assert len(TEXTS) == sum(len(part) for part in PARTS.values())
    for key, said in TEXTS.items():
        assert set(said) == set(LANGUAGES), key
        named = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in said.values()]
        assert named[0] == named[1], key


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, "ko"),
    ],
)
def test_language_of_the_environment(environment: dict[str, str], lang: str) -> None:
    assert doors.language(environment) == lang


def test_wrapping_counts_cells() -> None:
    assert layout.cells("공제 ✓") == 6
    assert layout.wrap("가나 다라 마바", 10, "- ") == "- 가나\n  다라\n  마바"
    assert layout.wrap("abcdefghijkl", 12, "- ") == "- abcdefghij\n  kl"


def test_the_version_names_the_law_that_was_read() -> None:
    shown = gongje("--version").stdout.splitlines()
    assert re.fullmatch(r"gongje \d+\.\d+\.\d+\+[0-9a-f]{12}", shown[0])
    assert re.search(r"sha256:[0-9a-f]{64}$", shown[1])
    assert "2026-06-23" in shown[2]


@pytest.mark.parametrize("code", [errno.ENOTDIR, errno.EROFS, errno.EIO, errno.ENAMETOOLONG, errno.ENOENT, errno.ELOOP])
def test_what_the_system_reports_is_said_in_korean(code: int) -> None:
    error = OSError(code, os.strerror(code))
    assert not re.search(r"[A-Za-z]", why(error, "ko"))
    assert re.search(r"[A-Za-z]", why(error, "en"))


def test_questions_say_where_in_the_claim_the_answer_is_written() -> None:
    text = " ".join(gongje("check", PLANT / "2023-published.yaml", "--known-on", AFTER, "--lang", "en").stdout.split())
    for place in (
        "Write: investments[].recognition.status = recognised",
        "Write: investments[].amounts[].invested_on = YYYY-MM-DD",
        "Write: prior_investment: [{starts_on",
        "Write: investments[].taken: [{",
        "Write: taxpayer.kind = corporation",
        "may stand once under projects[] where it holds for a whole project; lists only with each investment.",
    ):
        assert place in text, place


# -- days to watch, and what is not known

CONTRACT_LINE = """
tax_year: {starts_on: 2023-01-01, ends_on: 2023-12-31}
taxpayer: {size: mid}
investments:
  - id: plant
    site: {region: incheon_free_economic_zone}
    facility: {purpose: commercial_production, investor_role: contract_maker_cdmo, product_modality: [antibody],
      product_status: biosimilar}
    asset: {kind: machinery, cost_kind: equipment, condition: new, acquisition: purchase, let_to_others: false,
      used_abroad: false}
    timeline: {started_on: 2023-08-20, completed_on: 2025-06-30}
    recognition: {status: applied, tier: nst, applied_on: 2024-02-20}
    amounts: [{amount_krw: 1200000000, invested_on: 2023-09-15}]
"""


def answered(text: str, *args: str) -> str:
    """The answer without its line breaks."""
    result = CliRunner().invoke(main, ["check", "-", "--known-on", "2026-11-22", "--lang", "en", *args], input=text)
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def test_days_to_watch_are_computed_whenever_completion_is_known() -> None:
    said = answered(CONTRACT_LINE)
    assert "plant: until 2027-06-30, repayment on disposal or letting" in said
    assert "plant: until 2028-12-31, share of output of a combined-use facility" in said


def test_days_to_watch_that_are_open_are_said_to_be_so() -> None:
    said = answered(CONTRACT_LINE.replace(", completed_on: 2025-06-30", ""))
    assert "plant: day still open (it hangs on completion), repayment on disposal or letting" in said
    assert "plant: day still open (it hangs on completion), share of output" in said
    open_ = CONTRACT_LINE.replace(", completed_on: 2025-06-30", "")
    general = answered(open_.replace("status: applied", "status: refused"))
    assert "repayment on disposal or letting" in general and "share of output" not in general


def test_figures_of_which_nothing_is_known_are_named() -> None:
    """Not left out, as if they were nothing."""
    figures = answered(CONTRACT_LINE).partition("Open questions")[0]
    assert "Not known yet Average of the three years before, Minimum tax" in figures
    assert "Credit taken back, Interest on it" in figures


def test_nothing_is_said_of_periods_where_there_is_none() -> None:
    said = answered(CONTRACT_LINE.replace("[antibody]", "[gene_therapy_mrna]").replace("biosimilar", "new_drug"))
    assert "Products read into the four classes" in said.partition("Reasons")[2]
    assert "in force for [" not in said and "in force for ✓" not in said and "in force for ✗" not in said
