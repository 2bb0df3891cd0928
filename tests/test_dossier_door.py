"""Dossiers at the command line: what is printed, in both languages, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from problem_files import CLAIMS, DOSSIERS

from api.commands.main import main

ELEVEN, LEFT_OUT = DOSSIERS / "eleven-years.yaml", DOSSIERS / "left-out.yaml"
ASKED = ("--known-on", "2026-11-22", "--evaluator", "reference")


def run(*args: str) -> Result:
    return CliRunner().invoke(main, [args[0], *ASKED, *args[1:]])


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("COLUMNS", "100")


def test_check_of_a_dossier_is_its_assessments_and_a_table_of_years() -> None:
    document = json.loads(run("check", str(ELEVEN), "--format", "json").stdout)
    assert len(document["assessments"]) == len(document["years"]) == 11
    assert document["assessments"][3]["credit"]["total_krw"] == document["years"][3]["total_krw"] == 2_650_000_000
    assert document["years"][3]["flows"] == "allowable"
    text = run("check", str(ELEVEN), "--lang", "en").stdout
    assert "2024-12-31    9,000,000,000  5,000,000,000  2,250,000,000  400,000,000  2,650,000,000" in text
    korean = run("check", str(ELEVEN), "--lang", "ko").stdout
    assert "통합투자세액공제: 연도별 · 새결바이오(예시)" in korean
    assert "31,317,000" in korean


def test_filed_years_are_marked_and_say_what_flows_on() -> None:
    document = json.loads(run("check", str(LEFT_OUT), "--format", "json").stdout)
    assert [year["flows"] for year in document["years"]] == ["filed"] * 5
    assert document["years"][2]["filed"] == {
        "base_krw": 100_000_000,
        "increment_krw": 0,
        "total_krw": 100_000_000,
        "usable_krw": 100_000_000,
    }
    assert document["assessments"][2]["credit"]["total_krw"] == 120_000_000
    assert "2022-12-31*" in run("check", str(LEFT_OUT), "--lang", "en").stdout


def test_missed_names_sums_days_and_returns_to_amend() -> None:
    text = run("missed", str(LEFT_OUT), "--lang", "en").stdout
    assert "Tax that can still be claimed   350,000,000 won" in text
    assert "2022-12-31*  100,000,000  120,000,000    100,000,000  250,000,000  150,000,000   2028-03-31" in text
    assert "nothing to amend" in text
    korean = run("missed", str(LEFT_OUT), "--lang", "ko").stdout
    assert "지금 청구할 수 있는 세액  350,000,000원" in korean
    assert "인정을 받은 뒤의 경정청구는 배제되지 않습니다" in korean.replace("\n    ", " ")
    assert json.loads(run("missed", str(LEFT_OUT), "--format", "json").stdout)["open_krw"] == 350_000_000
    later = json.loads(run("missed", str(LEFT_OUT), "--format", "json", "--known-on", "2028-04-01").stdout)
    assert (later["open_krw"], later["over_krw"]) == (200_000_000, 190_000_000)


def test_nothing_missed_is_said_so() -> None:
    text = run("missed", str(ELEVEN), "--lang", "en").stdout
    assert "Nothing was missed." in text
    assert "taken as filed in full" in text


def test_each_sum_names_its_years_and_the_star_is_explained() -> None:
    text = run("missed", str(LEFT_OUT), "--lang", "en").stdout
    assert re.search(r"Tax that can still be claimed +350,000,000 won \(tax years to 2022-12-31, 2023-12-31\)", text)
    assert re.search(r"Tax for which the time is over +40,000,000 won \(tax years to 2020-12-31\)", text)
    assert "Years marked * state what their return claimed" in text
    assert "- Tax year to 2021-12-31: 270,000,000 won was not claimed." in text
    assert "* 표시한 해는" in run("missed", str(LEFT_OUT), "--lang", "ko").stdout
    assert "*" not in run("missed", str(ELEVEN), "--lang", "en").stdout  # nothing is marked there


def test_a_year_that_is_still_to_come_is_a_forecast(tmp_path: Path) -> None:
    def said(known_on: str) -> str:
        return run("check", str(ELEVEN), "--known-on", known_on, "--lang", "en").stdout

    for until in ("2021-12-31", "2025-12-31"):
        line = re.search(rf"  {until}   .*\n?.*", said("2026-11-22"))
        assert line and "· certain" in line[0]
    assert "forecast" not in said("2032-01-01")
    line = re.search(r"  2025-12-31   .*\n?.*", said("2025-06-30"))
    assert line and "forecast: if the year, and the law, turn out as stated" in " ".join(line[0].split())


def test_gap_and_contest_are_said(tmp_path: Path) -> None:
    path = tmp_path / "gap.yaml"
    path.write_text(
        "claims:\n"
        "  - {tax_year: {starts_on: 2022-01-01, ends_on: 2022-12-31}, investments: []}\n"
        "  - tax_year: {starts_on: 2024-01-01, ends_on: 2024-12-31}\n"
        "    investments: []\n"
        "    carried_forward: []\n"
        "    filed: {total_krw: 0, used_krw: 5}\n",
        encoding="utf-8",
    )
    for lang, gap, contested in (
        ("en", "No claim covers 2023-01-01 to 2023-12-31", "is given as 5 won, but 0 won follows"),
        ("ko", "2023-01-01부터 2023-12-31까지는 신청이 없습니다", "적힌 값 5원, 앞선 해에서 나온 값 0원"),
    ):
        for command in ("check", "missed"):
            text = run(command, str(path), "--lang", lang).stdout.replace("\n  ", " ")
            assert gap in text
            assert contested in text


def test_what_is_no_dossier_is_refused_with_the_remedy(tmp_path: Path) -> None:
    result = run("missed", str(CLAIMS / "antibody-line-2023.yaml"), "--lang", "en")
    assert result.exit_code == 2
    assert "list the claims of each year under claims" in result.output
    bad = DOSSIERS / "bad" / "years-out-of-order.yaml"
    for command in ("check", "missed", "file"):
        result = run(command, str(bad), "--lang", "en")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "$.claims[1].tax_year: the tax year that begins 2023-01-01 stands after" in result.stderr
    assert run("missed", str(tmp_path / "none.yaml"), "--lang", "ko").exit_code == 2
