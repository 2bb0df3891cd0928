"""The bulk audit from end to end: answers, the workbook, tables, and runs that were stopped."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import signal
import subprocess
import sys
import zipfile
from math import floor
from pathlib import Path
from typing import Any

import duckdb
import fastexcel
import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from problem_files import FIXTURES

from api.catalogue.register import TEXTS
from api.commands.main import main
from engine.assessment.assess import Prepared, assess
from engine.claims.claim import Amount, Claim, Investment
from engine.claims.reader import read_claim
from engine.columns.facts import DEDUCTED, ends, given_facts, value_of
from engine.columns.worked import worked
from engine.inference import reference
from engine.law.values import Facts, Interval, day
from engine.registers.audit import DECIDED, FACTS, Order, decided, place
from engine.registers.credits import ClaimCredit
from engine.registers.history import histories
from engine.registers.lines import columns_of
from engine.registers.placing import FUNDING, GRANT, GRANT_KRW
from engine.registers.settings import Settings, read_settings
from engine.registers.tables import RISKY, harmless

REGISTERS = FIXTURES / "registers"
EXAMPLE = (REGISTERS / "example.xlsx", REGISTERS / "example.settings.yaml")
PLANTS = (REGISTERS / "real-plants.csv", REGISTERS / "real-plants.settings.yaml")
KNOWN_ON = "2025-03-20"


def audit(register: Path, settings: Path | None, out: Path, *options: str, known_on: str = KNOWN_ON) -> Result:
    given = ["--settings", str(settings)] if settings else []
    command = ["audit", str(register), *given, "--out", str(out), "--known-on", known_on, "--lang", "ko", *options]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the example."""
    out = tmp_path_factory.mktemp("example") / "out.xlsx"
    audit(*EXAMPLE, out)
    return out


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("table") / "out.parquet"
    audit(*EXAMPLE, out)
    return out


def rows(path: Path) -> list[dict[str, Any]]:
    cursor = duckdb.connect().execute(f"SELECT * FROM read_parquet('{path}')")
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def cells(path: Path, name: str) -> list[list[str | None]]:
    loaded = fastexcel.read_excel(path).load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    found = duckdb.connect().from_arrow(loaded).fetchall()
    return [list(row) for row in found]


# Answers


def test_the_example_comes_out_as_by_hand(table: Path) -> None:
    """Amounts times the rate of their day and tier, and what the accounts of the books exclude."""
    found = {(row["number"], row["register_line"], row["part"]): row for row in rows(table)}
    expected = {  # outcome, tier, credit at least, credit at most
        ("M-2301", 5, 1): ("review", "new_growth", 480_000_000, 480_000_000),  # before 2023-07-01: 4.8 bn at 10 %
        ("M-2302", 6, 1): ("eligible", "nst", 735_000_000, 735_000_000),  # 4.9 bn at 15 %
        ("M-2303", 7, 2): ("undetermined", "nst", 0, 114_000_000),  # start unknown: up to 760 m at 15 %
        ("M-2304", 8, 1): ("ineligible", None, 0, 0),  # used
        ("V-2301", 9, 1): ("ineligible", None, 0, 0),  # vehicle
        ("M-2402", 12, 1): ("eligible", "nst", 997_500_000, 997_500_000),  # 7.15 bn less a grant of 0.5 bn
        ("M-2404", 14, 1): ("eligible", "nst", 52_500_000, 52_500_000),  # 385 m less the 35 m sent back
        ("C-2401", 17, 1): ("undetermined", "nst", 0, 44_250_000),  # 295 m that no payment accounts for
        ("M-2401", 4, 1): ("eligible", "nst", 283_500_000, 283_500_000),  # 1.89 bn paid in 2023
        ("B-2401", 10, 1): ("ineligible", None, 0, 0),  # payments for a building
        (None, 12, 1): ("eligible", "nst", 300_000_000, 300_000_000),  # 2.2 bn less 0.2 bn, conditional
    }
    for key, answer in expected.items():
        row = found[key]
        assert (row["outcome"], row["tier"], row["base_credit_low"], row["base_credit_high"]) == answer, key
    conditional = found[None, 12, 1]
    assert conditional["standing"] == "conditional"
    # refused: general, 7 % of 2 bn in the temporary scheme
    assert (conditional["floor_low"], conditional["exposure_high"]) == (140_000_000, 160_000_000)


def test_the_plants_are_answered_as_one_by_one(prepared: Prepared, tmp_path: Path) -> None:
    """Line by line the outcome and the tiers of the claims from which the register was made.

    Days that are known on one side only have no form in a register, so that such lines may know less.
    """
    out = tmp_path / "plants.parquet"
    audit(*PLANTS, out, known_on="2026-11-22")
    answered: dict[str, list[tuple[str, str, str | None]]] = {}
    for row in rows(out):
        tiers = row["possible_tiers"] or row["tier"]
        listed = row["possible_rows"] or row["facility_row"]
        answered.setdefault(row["project"], []).append((row["outcome"], tiers, listed))
    compared = 0
    for path in sorted((FIXTURES.parent / "api" / "examples").glob("INV-*.yaml")):
        claim = read_claim(path.read_bytes(), path.name, prepared.rulebook)
        document: Any = assess(claim, prepared, day("2026-11-22"), reference.evaluate)
        for investment in document["investments"]:
            parts = [
                (part["outcome"], ", ".join(part["possible_tiers"]), ", ".join(part.get("possible_rows", [])) or None)
                for part in investment["parts"]
            ]
            assert answered[investment["id"]] == parts, investment["id"]
            compared += 1
    assert compared == 37
    amounts = {row["number"]: row["amount_high"] for row in rows(out)}
    assert amounts["INV-01"] == 1_740_000_000_000
    assert amounts["INV-02"] == 1_980_000_000_000 - 1_000


def test_nothing_is_decided_that_needs_payments(table: Path) -> None:
    for row in rows(table):
        if row["basis"] == "undated":
            assert row["outcome"] in ("ineligible", "undetermined")
            assert row["base_credit_low"] == 0


# The workbook


def test_every_line_with_a_tier_cites_its_row_and_its_rate(table: Path) -> None:
    found = [row for row in rows(table) if row["tier"]]
    assert {row["tier"] for row in found} == {"nst", "new_growth"}
    for row in found:
        assert re.search("조특칙 별표 6.*; 조특법 제24조제1항제[23]호", row["cites"])


def test_sheets(example: Path) -> None:
    names = ("summary", "credit", "lines", "questions-client", "questions-line", "evidence", "calendar", "assumptions")
    names += ("reconciliation", "aside", "law")
    assert fastexcel.read_excel(example).sheet_names == [TEXTS[f"book.{name}"]["ko"] for name in names]
    shown = str(cells(example, "요약"))
    assert "(주)가온바이오" in shown and "국가전략기술" in shown


def test_evidence_is_listed_for_facts_that_were_given_not_for_bounds_that_follow(example: Path) -> None:
    listed = str(cells(example, TEXTS["book.evidence"]["ko"]))
    assert "신고일" in listed  # filing.filed_on of the settings
    assert "법정신고기한" not in listed  # nobody said it; that it comes after the year is no evidence


def test_every_line_is_accounted_for(example: Path) -> None:
    counts = {row[0]: int(row[2]) for row in cells(example, "요약") if row[0] and row[2] and row[2].isdigit()}
    labels = {key.removeprefix("book.control."): texts["ko"] for key, texts in TEXTS.items() if ".control." in key}
    control = {key: counts[label] for key, label in labels.items() if label in counts}
    assert control["read"] == sum(count for key, count in control.items() if key != "read") == 33


def test_bad_lines_are_listed_with_line_column_value_and_reason(example: Path) -> None:
    listed = [row[1:] for row in cells(example, "제외된 줄")]
    assert ["고정자산대장", "22", "E 취득일", "24.05.20"] in [row[:4] for row in listed]
    assert ["고정자산대장", "23", "F 취득가액", "견적 참조"] in [row[:4] for row in listed]


def test_exposure_of_the_calendar_and_of_the_summary_add_up(example: Path) -> None:
    """2024: 160 m on condition of recognition; 1.028 bn of which recognition is open, at 15 % or 7 %."""
    header = [TEXTS[f"book.{name}"]["ko"] for name in ("exposure-calendar", "exposure-open", "exposure-summary")]
    rows = cells(example, "인정 일정")
    at = next(number for number, row in enumerate(rows) if row[2:5] == header)
    shown = {row[0]: [int(float(cell or "")) for cell in row[2:5]] for row in rows[at + 1 : at + 3]}
    assert shown == {"2023년": [0, 0, 0], "2024년": [160_000_000, 82_240_000, 242_240_000]}
    summary = next(row for row in cells(example, "요약") if row[0] == "2024년")  # what is at stake of each tax year
    assert int(float(summary[6] or "")) == 242_240_000


def test_calendar_names_days_to_watch_that_are_open(example: Path) -> None:
    """Beside those that are known; the general tier has no share of output to keep."""
    rows = [[cell for cell in row if cell] for row in cells(example, "인정 일정")]
    at = next(number for number, row in enumerate(rows) if row and row[0].startswith("겸용 시설의 생산량 비율"))
    watched = [row[:2] for row in rows[at + 2 :] if row]
    open_ = TEXTS["book.day-open"]["ko"]
    assert watched[-2:] == [[open_, "제2공장"], [open_, "제3공장"]]
    assert all(row[0] != open_ for row in watched[:-2])


def test_reasons_are_short_and_none_says_that_an_open_line_earns_the_credit(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    audit(*EXAMPLE, out, "--lang", "en")
    with out.open(encoding="utf-8-sig", newline="") as file:
        found = {(row["number"], row["register_line"]): row for row in csv.DictReader(file)}
    for row in found.values():
        assert len(row["because"]) <= 200, row["because"]
        if row["outcome"] == "undetermined":
            assert "Earns the credit" not in row["because"]
    software = found["S-2401", "20"]["because"]
    assert software == "Does not earn the credit. It is not: Eligible asset (kind of asset: software)"


EVIL = ('=HYPERLINK("http://x","y")', "+1+1", "-1+1", "@SUM(1)", "\t=1", "=1+1", '{=1}', "https://x.example", "&D&T")


def evil_register(tmp_path: Path) -> Path:
    path = tmp_path / "evil.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["자산번호", "자산명", "계정과목", "프로젝트", "취득일", "취득가액"])
        for text in EVIL:
            writer.writerow([text, text, text, text, "2024-01-02", "1000"])
        writer.writerow(["A", "=bad", "", "", "=1+1", "=2"])
    return path


EVIL_SETTINGS = """
taxpayer: {name: '=cmd|calc&A'}
tax_years: [{tax_year: {starts_on: 2024-01-01, ends_on: 2024-12-31}}]
"""


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text(EVIL_SETTINGS, "utf-8")
    out = tmp_path / "out.xlsx"
    audit(evil_register(tmp_path), settings, out)
    with zipfile.ZipFile(out) as book:
        for name in book.namelist():
            text = book.read(name).decode("utf-8")
            if name.startswith("xl/worksheets/"):
                assert "<f" not in re.sub(r"<(firstHeader|firstFooter)", "", text), name
                assert "<hyperlink" not in text, name
                for footer in re.findall(r"<oddFooter>(.*?)</oddFooter>", text):
                    assert "=cmd|calc&amp;&amp;A" in footer
        assert not [name for name in book.namelist() if "externalLink" in name]
    assert "=1+1" in str(cells(out, "줄별 판단"))


def test_no_cell_of_a_csv_begins_like_a_formula(tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text(EVIL_SETTINGS, "utf-8")
    out = tmp_path / "out.csv"
    audit(evil_register(tmp_path), settings, out)
    for name in ("out.csv", "out.claims.csv", "out.set-aside.csv"):
        for row in csv.reader(io.StringIO((tmp_path / name).read_text("utf-8-sig"))):
            assert not [cell for cell in row if cell.startswith(RISKY)], name
    assert harmless(-5) == -5 and harmless("-5") == "'-5" and harmless("a=b") == "a=b"


def test_a_sheet_that_is_full_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.registers.workbook.write.write_workbook.__defaults__", (16,))
    out = tmp_path / "out.xlsx"
    audit(*EXAMPLE, out)
    names = fastexcel.read_excel(out).sheet_names
    assert {"줄별 판단", "줄별 판단 (2)"} <= set(names)
    told = [row[0] for row in cells(out, "요약") if row[0] and "나누어" in row[0]]
    assert told
    lines = [row for name in names if name.startswith("줄별 판단") for row in cells(out, name)[4:]]
    assert len(lines) == 22


BOUGHT = "자산번호,자산명,계정과목,프로젝트,취득일,취득가액,발주일,사용개시일"
LISTS = {
    "대장": f"""{BOUGHT}
M-1,배양기,기계장치,P1,2024-11-30,3000000000,2024-01-10,2024-11-30
M-2,정제기,기계장치,P2,2024-11-30,900000000,2024-01-10,2024-11-30
M-3,충전기,비품,P3,2024-11-30,100000000,2024-01-10,2024-11-30
M-3,충전기,비품,P3,2024-11-30,100000000,2024-01-10,2024-11-30""",
    "건설중": """프로젝트,전표일자,적요,금액
P1,2024-02-15,계약금,1000000000
P1,2024-11-30,잔금,2000000000
P2,2024-02-15,계약금,500000000""",
    "메모": "이 시트에는\n머리글이 없습니다",
}
KNOWN = """taxpayer: {name: 시험, kind: corporation, size: mid, former_sme: false}
tax_years: [{tax_year: {starts_on: 2024-01-01, ends_on: 2024-12-31}}]
projects:
  - {id: P1, facility: {purpose: commercial_production, investor_role: contract_maker_cdmo}}
  - {id: P2, facility: {purpose: commercial_production, investor_role: contract_maker_cdmo}}
  - {id: P9}
accounts: {기게장치: {asset: {kind: machinery, cost_kind: equipment}}}
"""


def lists_of(folder: Path, lists: dict[str, str]) -> Path:
    path = folder / "lists.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, text in lists.items():
            sheet = book.add_worksheet(name)
            for at, line in enumerate(text.splitlines()):
                sheet.write_row(at, 0, [int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    return path


def test_no_credit_is_certain_twice_and_what_is_amiss_is_said_at_once(tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text(KNOWN, "utf-8")
    register, out = lists_of(tmp_path, LISTS), tmp_path / "out.xlsx"
    said = " ".join(audit(register, settings, out).output.split())
    assert "7줄 가운데 6줄 판단, 0줄 제외, 감액 0줄, 건설중인자산으로 판단된 자산 1줄" in said
    for told in (
        "취득가액에 이미 들었을 수 있는 자산 1줄",
        "앞의 줄과 읽은 내용이 모두 같은 1줄",
        "설정에 없어 자산 종류를 모르는 계정 2개(줄 수): 비품 (2), 기계장치 (1)",
        "설정에 없는 프로젝트 1개(줄 수): P3 (2)",
        "설정에 있으나 판단한 줄에 없는 프로젝트·계정 2개: P9, 기게장치",
        "읽지 않은 시트: lists.xlsx · 메모",
    ):
        assert told in said, said
    listed = [[cell for cell in row if cell] for row in cells(out, "대사")]
    notes = {row[1]: (row[0], row[-1]) for row in listed if len(row) > 5}
    assert notes["P1"][0] == "금액의 합" and notes["P1"][1].endswith("지급액으로 판단")
    assert notes["P2"][0] == "확인 안 됨" and "'진행 중'을 적으십시오" in notes["P2"][1]
    assert ["대장 5", "대장 4", "100000000"] in listed
    lines = tmp_path / "out.parquet"
    audit(register, settings, lines)
    open_ = {row["number"] or row["memo"]: row for row in rows(lines) if row["amount_low"] == 0}
    assert sorted(open_) == ["M-2", "M-3"]
    assert "지급액이 이 취득가액에 들었는지" in open_["M-2"]["because"]
    assert "취득가액에 든 지급액" in open_["M-2"]["missing"]
    assert {row["outcome"] for row in open_.values()} == {"undetermined"}


def test_what_the_terminal_says_of_a_register_commands_no_terminal(tmp_path: Path) -> None:
    register, settings = tmp_path / "a.csv", tmp_path / "settings.yaml"
    register.write_text("자산번호,프로젝트,취득일,취득가액\nM-1,P\x1b[2J7,2024-11-30,5\n", "utf-8")
    settings.write_text(KNOWN, "utf-8")
    said = audit(register, settings, tmp_path / "out.xlsx").output
    assert "\x1b" not in said and "P [2J7 (1)" in said


def test_the_same_in_english(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    audit(*EXAMPLE, out, "--lang", "en")
    assert fastexcel.read_excel(out).sheet_names[:3] == ["Summary", "Credit by year", "Lines"]
    text = str(cells(out, "Lines")) + str(cells(out, "Assumptions"))
    assert "Earns the credit (national strategic technology)" in text


def test_all_outputs_say_the_same(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    audit(*EXAMPLE, out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    parquet = rows(table)
    for name in ("number", "outcome", "tier", "base_credit_high", "because"):
        assert [row[name] for row in written] == ["" if row[name] is None else str(row[name]) for row in parquet], name
    assert (tmp_path / "out.set-aside.csv").exists() and (tmp_path / "out.claims.csv").exists()


# Runs that were stopped


@pytest.mark.parametrize("step", ["place", "reasons", "write"])
def test_a_stopped_run_goes_on(step: str, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.xlsx"

    def stop(bar: object, progress: Any) -> None:
        if progress.step == step:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("api.commands.audit.Bar.show", stop)
        options = ["--out", str(out), "--known-on", KNOWN_ON, "--lang", "ko"]
        stopped = CliRunner().invoke(main, ["audit", str(EXAMPLE[0]), "--settings", str(EXAMPLE[1]), *options])
    assert stopped.exit_code == 130
    assert not out.exists() and (tmp_path / "out.xlsx.unfinished").is_dir() == (step != "place")
    audit(*EXAMPLE, out)
    assert out.read_bytes() == example.read_bytes()
    assert not (tmp_path / "out.xlsx.unfinished").exists()


DIES = """
import os, signal, sys, threading, time
from api.commands.main import main
def watch(path):
    while not os.path.exists(path):
        time.sleep(0.005)
    os.kill(os.getpid(), signal.SIGKILL)
threading.Thread(target=watch, args=(sys.argv.pop(1),), daemon=True).start()
main()
"""


def killed(arguments: list[str], when: Path) -> None:
    """Runs a command that dies, without a chance to tidy up, once there is a file; it watches for that itself, so that
    it cannot get to its end while whoever would have to kill it waits for the processor."""
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", DIES, str(when), *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_a_killed_run_goes_on(example: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    folder = tmp_path / "out.xlsx.unfinished"
    options = ["--settings", str(EXAMPLE[1]), "--out", str(out), "--known-on", KNOWN_ON, "--lang", "ko"]
    killed(["audit", str(EXAMPLE[0]), *options], folder / "placed.json")
    assert folder.is_dir() and not out.exists()
    killed(["audit", str(EXAMPLE[0]), *options], folder / "answers.parquet")
    audit(*EXAMPLE, out)
    assert out.read_bytes() == example.read_bytes()


def test_other_inputs_begin_anew(example: Path, tmp_path: Path) -> None:
    """What another register left in the folder is not taken for an answer on this one."""
    out = tmp_path / "out.xlsx"
    folder = tmp_path / "out.xlsx.unfinished"
    (folder / "decided" / "parts").mkdir(parents=True)
    (folder / "placed.json").write_text('{"key": "another", "sheets": [], "unread": [], "digests": {}}', "utf-8")
    audit(*EXAMPLE, out)
    assert out.read_bytes() == example.read_bytes()


# The command


def test_an_output_is_never_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    out.write_text("mine")
    result = CliRunner().invoke(main, ["audit", str(EXAMPLE[0]), "--out", str(out), "--lang", "en"])
    assert result.exit_code == 2 and "exists already" in result.output
    assert out.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{none}.xlsx", "--out", "{tmp}/o.xlsx"], "there is no such file"),
        (["{example}", "--out", "{tmp}/o.docx"], "has to be .xlsx, .parquet or .csv"),
        (["{example}", "--out", "{tmp}/o.xlsx", "--settings", "{tmp}/none.yaml"], "there is no such file"),
        (["{example}", "--out", "{tmp}/o.xlsx", "--engine", "sparks"], "expected one of duckdb, spark"),
        (["{example}"], "out: a value is required"),
        (["{example}", "--out", "{tmp}/o.xlsx", "--known-on", "1999-01-01"], "1999-01-01"),
        (["{example}", "--out", "{tmp}/no/such/folder/o.xlsx"], "there is no folder {tmp}/no/such/folder; make it"),
        (["{example}", "--out", "{tmp}/o.xlsx", "--mapping", str(EXAMPLE[1])], "a list under sheets, each with sheet"),
    ],
)
def test_wrong_calls(arguments: list[str], said: str, tmp_path: Path) -> None:
    names = {"example": str(EXAMPLE[0]), "tmp": str(tmp_path), "none": str(tmp_path / "none")}
    result = CliRunner().invoke(main, ["audit", *(a.format(**names) for a in arguments), "--lang", "en"])
    assert result.exit_code == 2, result.output
    assert said.format(**names) in result.output
    assert "error in gongje itself" not in result.output
    assert not list(tmp_path.glob("o.xlsx*"))


def test_what_an_earlier_run_left_is_named_and_the_advice_is_a_command_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mapping and settings were written and kept; what is told to be run is run as it stands."""
    monkeypatch.chdir(tmp_path)
    first = CliRunner().invoke(main, ["audit", str(PLANTS[0]), "--out", "o ut.xlsx", "--lang", "en"])
    assert first.exit_code == 0
    command = first.stderr.partition("To run it again with these: ")[2].strip()
    assert command.startswith("gongje audit ")
    again = CliRunner().invoke(main, [*shlex.split(command)[1:], "--lang", "en"])
    assert again.exit_code == 0, again.output
    assert (tmp_path / "o ut-2.xlsx").exists()
    assert "was there and is used" not in again.stderr and "To run it again" not in again.stderr
    (tmp_path / "o ut.xlsx").unlink()
    third = CliRunner().invoke(main, ["audit", str(PLANTS[0]), "--out", "o ut.xlsx", "--lang", "en"])
    assert "o ut.mapping.yaml: this mapping was there and is used; delete it" in third.stderr
    assert "o ut.settings.yaml: these settings were there and are used; delete them" in third.stderr


# Recorded


def test_a_recorded_audit_proves_each_line(tmp_path: Path) -> None:
    place = ["--ledger", str(tmp_path / "ledger.sqlite"), "--keys", str(tmp_path / "keys")]
    audit(*EXAMPLE, tmp_path / "out.parquet", "--record", "--as", "김회계", *place)
    parts = rows(tmp_path / "out.parquet")
    verified = CliRunner().invoke(main, ["ledger", "verify", "--lang", "en", *place])
    assert verified.exit_code == 0, verified.output
    proof = tmp_path / "proof.json"
    asked = ["ledger", "prove", "2", "--row", "3", "--out", str(proof), "--lang", "en", *place]
    assert CliRunner().invoke(main, asked).exit_code == 0
    row = json.loads(json.loads(proof.read_text("utf-8"))["row"]["data"])
    assert (row["line"], row["outcome"], row["base_credit_high"]) == (
        parts[2]["line"],
        parts[2]["outcome"],
        parts[2]["base_credit_high"],
    )
    assert not {"name", "company", "department", "memo"} & row.keys()
    beyond = [*asked[:4], str(len(parts) + 1), *asked[5:]]
    assert CliRunner().invoke(main, beyond).exit_code != 0


def test_what_belongs_to_a_single_decision_is_refused_with_an_audit(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    command = ["audit", str(EXAMPLE[0]), "--out", str(out), "--record", "--signed", "--as", "김회계"]
    result = CliRunner().invoke(main, [*command, "--lang", "en"])
    assert result.exit_code == 2
    assert "--signed: for a single decision only" in result.output


# The whole credit


def test_judgements_settle_lines_and_stand_in_the_workbook(tmp_path: Path) -> None:
    """Plasma products are for review until judged; what is judged but not in the register is said."""
    text = EXAMPLE[1].read_text(encoding="utf-8").replace("[antibody]", "[plasma_derived]")
    sign = f'reason: 면역글로불린, evidence_digest: "sha256:{"5" * 64}", by: 김판단, licence_no: 약사 7, on: 2025-02-20'
    judged = "".join(
        f"  - {{provision: product.class-not-settled, {of}, value: true, {sign}}}\n"
        for of in ("project: P2", "project: P3", "asset: M-9999")
    )
    outcomes = []
    for name, given in (("plain", text), ("judged", f"{text}judgements:\n{judged}")):
        settings = tmp_path / f"{name}.settings.yaml"
        settings.write_text(given, encoding="utf-8")
        audit(EXAMPLE[0], settings, tmp_path / f"{name}.parquet")
        outcomes.append([row["outcome"] for row in rows(tmp_path / f"{name}.parquet")])
    assert outcomes[0].count("review") > outcomes[1].count("review") == 0
    audit(EXAMPLE[0], tmp_path / "judged.settings.yaml", tmp_path / "judged.xlsx")
    shown = str(cells(tmp_path / "judged.xlsx", TEXTS["book.assumptions"]["ko"]))
    assert "김판단" in shown and "약사 7" in shown and "sha256:" + "5" * 64 in shown and "면역글로불린" in shown
    assert "M-9999" in str(cells(tmp_path / "judged.xlsx", "요약"))
    assert "전문가 판단" in str(cells(tmp_path / "judged.xlsx", "줄별 판단"))


def test_the_credit_of_each_year_with_its_history(example: Path) -> None:
    """By hand: 2024 has spent 15,180,000,000 at least over an average of (0 + 3.6 + 12.475) / 3 bn, at 10 %; M-2201 was
    disposed of within two years, its credit of 36,000,000 is taken back with 731 days of interest at 22/100,000."""
    sheet = cells(example, TEXTS["book.credit"]["ko"])
    names = [str(row[0]) for row in sheet]
    year = next(i for i, name in enumerate(names) if name.startswith("2024"))
    found = {name: row[1:3] for name, row in zip(names[year:], sheet[year:], strict=True)}
    average = (0 + 3_600_000_000 + 12_475_000_000) // 3
    assert found["직전 3년 연평균 투자금액"] == [str(average)] * 2
    assert found["추가공제"][0] == str((15_180_000_000 * 3 - 16_075_000_000) // 30)
    assert found["추징하는 공제액"] == ["36000000"] * 2
    assert found["이자상당가산액"] == [str(36_000_000 * 731 * 22 // 100_000)] * 2
    assert any("2022-12-31" in name and "36,000,000원" in name for name in names[year:])
    asked = str(cells(example, TEXTS["book.questions-client"]["ko"]))
    assert "이월되어 아직 쓰지 못한" in asked and "과세표준" in asked


def claims_of(folder: Path, settings: Settings, prepared: Prepared) -> dict[int, Claim]:
    """The claims of a decided register as one would write them: its amounts, what others paid, and the history."""
    plan, rulebook = prepared.plan, prepared.rulebook
    history = histories(rulebook, settings, folder)
    facts = given_facts(plan)
    columns = ["claim", "investment", *(c for f in facts for c in columns_of(plan, f)), *ends(DEDUCTED)]
    shown = ", ".join(f'"{name}"' for name in columns)
    found: dict[int, dict[int, list[tuple[Facts, Interval]]]] = {}
    for row in duckdb.execute(f"SELECT {shown} FROM read_parquet('{folder}/facts.parquet') ORDER BY line").fetchall():
        given: Facts = {}
        at = 2
        for fact in facts:
            width = len(columns_of(plan, fact))
            value = value_of(fact, *row[at : at + width])
            at += width
            if value is not None:
                given[fact.path] = value
        found.setdefault(row[0], {}).setdefault(row[1], []).append((given, Interval(*row[at:])))
    claims = {}
    for number, investments in found.items():
        said = history.get(number, Claim({}))
        here = said.investments[0].lists if said.investments else {}
        made = []
        for key, lines in investments.items():
            first, paid = lines[0]
            own = {path: v for path, v in first.items() if rulebook.facts[path].scope == "investment"}
            amounts = [{p: v for p, v in line.items() if rulebook.facts[p].scope == "amount"} for line, _ in lines]
            grant: Facts = {**GRANT, GRANT_KRW: paid}
            lists = {**here, **({} if paid == Interval(0, 0) else {FUNDING: (grant,)})}
            made.append(Investment(f"line-{key}", own, tuple(map(Amount, amounts)), lists))
        own = {path: v for path, v in first.items() if rulebook.facts[path].scope == "claim"}
        claims[number] = Claim(own, (*made, *said.investments[1:]), said.lists)
    return claims


@pytest.mark.parametrize(("register", "known_on"), [(EXAMPLE, KNOWN_ON), (PLANTS, "2026-11-22")], ids=str)
def test_the_whole_credit_is_that_of_the_claim_alone(
    register: tuple[Path, Path], known_on: str, prepared: Prepared, tmp_path: Path
) -> None:
    """Every figure with its bounds, its state, what it asks for and what it hangs on."""
    order = Order((register[0],), tmp_path / "out.xlsx", day(known_on), register[1])
    place(order, prepared, lambda key: key, lambda progress: None)
    for _ in decided(order, prepared):
        pass
    settings = read_settings(register[1].read_bytes(), "settings.yaml", prepared.rulebook)
    claims = claims_of(order.folder, settings, prepared)
    folder, history = order.folder, histories(prepared.rulebook, settings, order.folder)
    made = {one.claim: one for one in worked(prepared, folder / FACTS, folder / DECIDED, order.known_on, history)}
    assert made.keys() == claims.keys() and len(claims) >= 2
    for number, claim in claims.items():
        alone: Any = assess(claim, prepared, order.known_on, reference.evaluate)["credit"]
        credit = ClaimCredit({"scheme": alone["scheme"]}, made[number].credit)
        assert made[number].credit.scheme == alone["scheme"]
        for figure in credit.figures:
            low, high = (None if end is None else floor(end) for end in (figure.value.low, figure.value.high))
            bounds = alone["bounds"].get(figure.name, {"at_least": alone[figure.name], "at_most": alone[figure.name]})
            shown = tuple(None if end is None else int(end) for end in (bounds["at_least"], bounds["at_most"]))
            assert (low, high) == shown, (number, figure.name)
            if alone["scheme"]:
                told = alone["figures"][figure.name]
                asked = tuple(node["fact"] for node in told["missing"])
                lists = [prepared.rulebook.lists[path] for path in asked if path in prepared.rulebook.lists]
                assert not any(listed.by_engine for listed in lists)
                doubts = [node["provision"] for node in told.get("hangs_on", ())]
                said = (figure.outcome, figure.asks, [node["provision"] for node in figure.doubts])
                assert said == (told["outcome"], asked, doubts), (number, figure.name)
