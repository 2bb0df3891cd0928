"""``gongje file``: every line of the forms with its figure and basis, as JSON, .csv and .xlsx."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner, Result
from problem_files import CLAIMS, DOSSIERS

from api.commands.main import main
from engine.assessment.assess import Prepared

LINE = CLAIMS / "antibody-line-2023.yaml"
ELEVEN = DOSSIERS / "eleven-years.yaml"
ASKED = ("--known-on", "2026-11-22", "--evaluator", "reference")
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("COLUMNS", "100")


def run(*args: str) -> Result:
    return CliRunner().invoke(main, [*args])


def filed(path: Path, *args: str) -> dict[str, Any]:
    result = run("file", str(path), *ASKED, *args)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def lines(document: dict[str, Any], form: str) -> dict[str, dict[str, Any]]:
    return {line["line"]: line for one in document["forms"] if one["form"] == form for line in one["lines"]}


def short(raw: bytes, until: int) -> bytes:
    """The eleven years up to one of them."""
    text = raw.decode()
    end = text.find(f"  - tax_year: {{starts_on: {until + 1}-01-01")
    return text[:end].encode()


@pytest.fixture
def year_2024(tmp_path: Path) -> Path:
    path = tmp_path / "to-2024.yaml"
    path.write_bytes(short(ELEVEN.read_bytes(), 2024))
    return path


def test_figures_of_the_forms_are_those_of_the_assessment(year_2024: Path) -> None:
    document = filed(year_2024)
    application, schedule = lines(document, "form.application"), lines(document, "form.credit-schedule")
    assert application["invested-nst"]["value"] == 9_000_000_000
    assert application["base-nst"]["value"] == application["base"]["value"] == 2_250_000_000
    assert (application["increment"]["value"], application["total"]["value"]) == (400_000_000, 2_650_000_000)
    assert "regular-nst" not in schedule  # the temporary scheme is taken
    assert (schedule["temporary-nst"]["code"], schedule["temporary-nst"]["value"]) == ("1B3", 2_250_000_000)
    assert schedule["temporary-nst"]["code_reading"] == "secondary"
    assert schedule["temporary-general"]["value"] == 0
    assert (schedule["used"]["value"], schedule["carried-out"]["value"]) == (710_000_000, 4_905_000_000)
    assert (schedule["repaid"]["value"], schedule["interest"]["value"]) == (390_000_000, 31_317_000)
    assert lines(document, "form.minimum-tax")["minimum-tax"]["value"] == 490_000_000
    assert lines(document, "form.rural-tax")["tax"]["value"] == 142_000_000
    carried = next(one for form in document["forms"] for one in form["listings"] if one["over"] == "carried")
    assert [[cell["value"] for cell in row] for row in carried["rows"]] == [
        ["2023-12-31", "2033-12-31", 2_965_000_000, 710_000_000]
    ]


def test_every_line_is_traced_and_marked_unofficial(year_2024: Path) -> None:
    document = filed(year_2024)
    assert document["unofficial"] is True
    assert document["notice"].keys() == {"ko", "en"}
    for form in document["forms"]:
        assert form["cites"]
        for line in form["lines"]:
            assert "fact" in line or (line["formula"] and line["cites"]), line
            assert (line["value"] is None) == (line["state"] in ("undetermined", "missing")), line
    nst = lines(document, "form.application")["base-nst"]
    assert nst["rates"]
    assert "act-19328 addenda 3(1)" in nst["cites"]
    assert document["deadlines"]["due"] == "2025-03-31"
    assert {item["id"] for item in document["evidence"]} >= {"evidence.start", "evidence.recognition"}


def test_open_figures_are_bounds_and_never_numbers() -> None:
    document = filed(LINE)
    increment = lines(document, "form.application")["increment"]
    assert (increment["value"], increment["state"]) == (None, "undetermined")
    assert increment["bounds"]["value"]["at_least"] == 0
    rows = list(csv.reader(io.StringIO(sheet(LINE, "csv").decode("utf-8-sig"))))
    (row,) = [row for row in rows if row and row[0] == "increment"][:1]
    assert row[2:5] == ["", "0", str(increment["bounds"]["value"]["at_most"])]


def test_forms_of_corporations_are_left_out_for_individuals(tmp_path: Path) -> None:
    for kind, forms in (("individual", {"form.application"}), ("corporation", None), (None, None)):
        path = tmp_path / f"{kind}.yaml"
        text = LINE.read_text(encoding="utf-8").replace("size: large", f"size: large, kind: {kind or 'null'}")
        path.write_text(text, encoding="utf-8")
        found = {form["form"]: form["applies"] for form in filed(path)["forms"]}
        assert forms is None or found.keys() == forms
        if forms is None:
            assert found["form.credit-schedule"] is (True if kind else None)


def sheet(path: Path, suffix: str, *args: str) -> bytes:
    with TemporaryDirectory() as folder:
        out = Path(folder) / f"out.{suffix}"
        result = run("file", str(path), "--out", str(out), "--lang", "en", *ASKED, *args)
        assert result.exit_code == 0, result.output
        return out.read_bytes()


def test_csv_says_what_json_says_in_both_languages(year_2024: Path) -> None:
    text = sheet(year_2024, "csv").decode("utf-8-sig")
    assert text.count("Unofficial") >= 7  # every block says so
    assert "Enforcement Rule of the Act Form 8-9" in text
    assert "2650000000" in text
    assert "code: secondary source" in text
    assert json.loads(sheet(year_2024, "json")) == filed(year_2024)
    assert "통합투자세액공제신청서" in sheet(year_2024, "csv", "--lang", "ko").decode("utf-8-sig")


def test_workbook_holds_numbers_as_numbers_and_text_as_text(tmp_path: Path) -> None:
    path = tmp_path / "claim.yaml"
    text = LINE.read_text(encoding="utf-8").replace("name: 예시", "name: '=1+1'")
    path.write_text(text, encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(sheet(path, "xlsx"))) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        trees = [ElementTree.fromstring(book.read(name)) for name in sheets]
        words = book.read("xl/sharedStrings.xml").decode()
    assert len(trees) == 7
    assert not [tree for tree in trees if tree.findall(f".//{CELL}f")]  # no formula came of "=1+1"
    assert "=1+1" in words
    numbers = {cell.findtext(f"{CELL}v") for cell in trees[0].iter(f"{CELL}c") if cell.get("t") is None}
    assert "10000000000" in numbers
    assert "'=1+1" in sheet(path, "csv").decode("utf-8-sig")


def test_a_korean_workbook_is_korean(year_2024: Path, tmp_path: Path) -> None:
    """Names of sheets, and values: what recognition stands at, the tier, the rate, the kind of taxpayer."""
    made = sheet(year_2024, "xlsx", "--lang", "ko")
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        names = [one.get("name") for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{CELL}sheet")]
        words = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    assert names[0] == "통합투자세액공제신청서" and names[-2:] == ["기한", "증빙"]
    assert len({str(name).casefold() for name in names}) == len(names) == 7
    assert all(len(str(name)) <= 31 for name in names)
    said = {text.text for text in words.iter(f"{CELL}t")}
    assert {"국가전략기술", "받음", "25%"} <= said
    assert not said & {"nst", "secured", "conditional", "not_required", "0.15", "corporation"}


def test_a_year_of_a_dossier(tmp_path: Path) -> None:
    """The one that begins on the day asked for; without it the last, which is said, with the others."""
    chosen = run("file", str(ELEVEN), *ASKED, "--year", "2024-01-01", "--lang", "en")
    assert json.loads(chosen.stdout)["tax_year"] == {"from": "2024-01-01", "until": "2024-12-31"}
    assert chosen.stderr == ""
    last = run("file", str(ELEVEN), *ASKED, "--lang", "en")
    assert json.loads(last.stdout)["tax_year"]["from"] == "2031-01-01"
    assert "last tax year, which begins on 2031-01-01; for others give --year: 2021-01-01, 2022" in last.stderr
    none = run("file", str(ELEVEN), *ASKED, "--year", "2024", "--lang", "en")
    assert (none.exit_code, none.stdout) == (2, "")
    assert "no tax year begins on that day; there are 2021-01-01, 2022-01-01" in none.stderr
    alone = run("file", str(LINE), *ASKED, "--year", "2023-01-01", "--lang", "ko")
    assert alone.exit_code == 2 and "한 과세연도의 신청" in alone.stderr


def test_nothing_is_overwritten_and_other_forms_are_refused(tmp_path: Path) -> None:
    out = tmp_path / "figures.xlsx"
    out.write_text("mine")
    result = run("file", str(LINE), "--out", str(out), "--lang", "en", *ASKED)
    assert (result.exit_code, out.read_text()) == (2, "mine")
    assert "exists already" in result.output
    result = run("file", str(LINE), "--out", str(tmp_path / "figures.pdf"), "--lang", "en", *ASKED)
    assert result.exit_code == 2
    assert ".json, .xlsx or .csv" in result.output
    result = run("file", str(LINE), "--out", str(tmp_path / "no" / "figures.csv"), "--lang", "ko", *ASKED)
    assert result.exit_code == 2
    assert "no이(가) 없습니다. 만들거나" in result.output


def test_the_evaluators_file_the_same(prepared: Prepared) -> None:
    assert filed(LINE) == filed(LINE, "--evaluator", "durable")
    assert prepared.rulebook.filing_forms


MRNA = """
tax_year: {starts_on: 2023-01-01, ends_on: 2023-12-31}
taxpayer: {size: mid}
first_investment_year_starts_on: 2023-01-01
prior_investment: []
investments:
  - id: plant
    site: {region: incheon_free_economic_zone}
    facility: {purpose: commercial_production, investor_role: contract_maker_cdmo,
      product_modality: [PRODUCT], product_status: STATUS}
    asset: {kind: machinery, cost_kind: COST, condition: new, acquisition: purchase, let_to_others: false,
      used_abroad: false}
    recognition: {status: applied, tier: nst, applied_on: 2024-02-20}
    amounts: [{amount_krw: 1200000000, invested_on: 2023-09-15}]
"""


def of(tmp_path: Path, product: str, status: str = "new_drug", cost: str = "equipment", size: str = "mid") -> Path:
    path = tmp_path / "claim.yaml"
    text = MRNA.replace("PRODUCT", product).replace("STATUS", status).replace("COST", cost)
    path.write_text(text.replace("size: mid", f"size: {size}"), encoding="utf-8")
    return path


def test_a_figure_that_hangs_on_an_unsettled_reading_is_not_certain(tmp_path: Path) -> None:
    """Nor what is zero only if the reading holds; what no reading moves stays certain."""
    path = of(tmp_path, "gene_therapy_mrna")
    found = lines(filed(path), "form.application")
    for name in ("invested-nst", "base-nst", "base-general", "invested", "base"):
        assert found[name]["state"] == "review", name
        assert [one["provision"] for one in found[name]["hangs_on"]] == ["product.class-by-inference"], name
    assert (found["base-nst"]["value"], found["base-general"]["value"]) == (180_000_000, 0)
    assert found["base-nst-semiconductor"]["state"] == found["average"]["state"] == "certain"
    settled = lines(filed(of(tmp_path, "antibody")), "form.application")
    assert settled["base-nst"]["state"] == "certain"
    assert "hangs_on" not in settled["base-nst"]


def test_a_figure_that_hangs_on_a_contradiction_is_not_certain(tmp_path: Path) -> None:
    document = filed(of(tmp_path, "antibody", "biosimilar", size="mid, is_sme: true"))
    found = lines(document, "form.application")
    assert (found["base"]["value"], found["base"]["state"]) == (300_000_000, "review")
    assert [one["fact"] for one in found["base-nst"]["contested"]] == ["taxpayer.is_sme"]
    assert found["base-general"]["state"] == "certain"  # the size moves no tier
    open_ = lines(document, "form.credit-schedule")["minimum-tax"]  # and hangs on the size too, should it be computed
    assert open_["state"] == "undetermined" and open_["contested"]


def test_investments_of_the_form_say_their_outcome_and_why(tmp_path: Path) -> None:
    reading = "Products read into the four classes"
    row = rows_of(of(tmp_path, "gene_therapy_mrna"))["plant"]
    assert row[-1].startswith(f"review: {reading}")
    out = rows_of(of(tmp_path, "antibody", cost="internal_labour"))["plant"]
    assert (out[-2], out[-1].partition(":")[0]) == ("0", "review")
    assert "own labour" in out[-1]
    assert rows_of(of(tmp_path, "antibody", cost="land"))["plant"][-1].startswith("ineligible: It is: Land")
    assert rows_of(of(tmp_path, "antibody"))["plant"][-1] == "eligible"
    assert rows_of(of(tmp_path, "antibody", cost="null"))["plant"][-1].startswith("undetermined: kind of cost")
    states = rows_of(of(tmp_path, "gene_therapy_mrna"))
    assert states["base credit: national strategic technology"][5].startswith(f"to be reviewed: {reading}")
    assert states["increment"][5].startswith("to be reviewed")


def test_a_dossier_carries_what_is_for_review_into_later_years(tmp_path: Path) -> None:
    """The average of later years counts an amount that is for review; their own amounts do not hang on it."""
    claims = []
    for year, product in (("2023", "gene_therapy_mrna"), ("2024", "antibody")):
        claim = yaml.safe_load(of(tmp_path, product).read_text(encoding="utf-8").replace("2023-", f"{year}-"))
        claim["investments"][0] |= {"id": year}
        claims.append({key: claim[key] for key in ("tax_year", "taxpayer", "investments")})
    claims[0]["first_investment_year_starts_on"] = date(2023, 1, 1)
    path = tmp_path / "dossier.yaml"
    path.write_text(yaml.safe_dump({"claims": claims}), encoding="utf-8")
    later = lines(filed(path, "--year", "2024-01-01"), "form.application")
    assert later["base-nst"]["state"] == "certain"
    assert (later["average"]["value"], later["average"]["state"]) == (1_200_000_000, "review")
    assert [one["provision"] for one in later["average"]["hangs_on"]] == ["product.class-by-inference"]


def rows_of(path: Path) -> dict[str, list[str]]:
    rows = csv.reader(io.StringIO(sheet(path, "csv").decode("utf-8-sig")))
    found: dict[str, list[str]] = {}
    for row in rows:
        if row:
            found.setdefault(row[0], row)
    return found
