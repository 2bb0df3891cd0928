"""Registers read: encodings, headers, values, totals, reductions, transfers; and where an amount falls."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from problem_files import FIXTURES

from engine.assessment.assess import Prepared
from engine.law.problems import BadInput
from engine.law.values import day
from engine.registers.audit import Order, place
from engine.registers.fields import fields_of, plain, unit_in
from engine.registers.history import histories
from engine.registers.reconcile import netted
from engine.registers.settings import read_settings
from engine.registers.values import macros, mark
from engine.registers.workspace import open_in

KNOWN_ON = day("2026-11-22")
REGISTERS = FIXTURES / "registers"
SETTINGS = """
taxpayer: {name: 시험, size: large}
tax_years:
  - {tax_year: {starts_on: 2023-01-01, ends_on: 2023-12-31}}
  - {tax_year: {starts_on: 2024-01-01, ends_on: 2024-12-31}}
projects:
  - {id: P5, name: 제5공장, site: {zone: growth_management}}
accounts:
  기계장치: {asset: {kind: machinery, cost_kind: equipment}}
"""
Row = dict[str, Any]
Read = Callable[..., "Placed"]


class Placed:
    """What was read of a register, as lists of rows."""

    def __init__(self, folder: Path, order: Order):
        self.folder, self.order = folder, order
        with duckdb.connect() as connection:
            names = ("origin", "facts", "aside", "corrections", "reconciliation")
            self.tables = {name: rows_of(connection, folder / f"{name}.parquet") for name in names}

    def __getattr__(self, name: str) -> list[Row]:
        return self.tables[name]

    @property
    def codes(self) -> list[tuple[int, str]]:
        return [(row["line"], row["code"]) for row in self.tables["aside"]]


def rows_of(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Row]:
    cursor = connection.execute(f"SELECT * FROM read_parquet('{path}')")
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture
def read(prepared: Prepared, tmp_path: Path) -> Read:
    """Place registers given by name and content."""
    numbers = iter(range(100))

    def reading(settings: str = SETTINGS, mapping: str | None = None, **files: str | bytes | Path) -> Placed:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        paths = []
        for name, content in files.items():
            stem, _, kind = name.rpartition("_")
            path = folder / f"{stem}.{kind}"
            if isinstance(content, Path):
                path.write_bytes(content.read_bytes())
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(path)
        (folder / "settings.yaml").write_text(settings, "utf-8")
        if mapping is not None:
            (folder / "mapping.yaml").write_text(mapping, "utf-8")
        given = folder / "mapping.yaml" if mapping is not None else None
        order = Order(tuple(paths), folder / "out.xlsx", KNOWN_ON, folder / "settings.yaml", given)
        place(order, prepared, lambda key: key, lambda progress: None)
        return Placed(order.folder, order)

    return reading


ASSETS = """고정자산대장,,,,,
"(단위: 원)",,,,,

자산번호,자산명,계정과목,프로젝트,취득일,취득가액
A-1,배양기,기계장치,제5공장,2024.07.10,"1,980,000,000,000원"
A-2,온도계,기계장치,P5,20240630,"30,000"

,소 계,,,,"1,980,000,030,000"
자산번호,자산명,계정과목,프로젝트,취득일,취득가액
A-1,배양기 반품,기계장치,제5공장,2024.07.11,"(1,000)"
합계,,,,,1
"""

# Files


def test_totals_are_known_by_any_cell_of_their_line(read: Read) -> None:
    """Of columns that are not read only where the line is about nothing of its own; remarks are still remarks."""
    found = read(
        a_csv="No,구분,프로젝트코드,프로젝트명,거래처,지급일,적요,기초잔액,당기증가,본계정대체\n"
        "1,전체,P5,제5공장,갑,2024-02-01,계약금,0,100,\n2,전체,P5,제5공장,갑,,기성,0,100,\n"
        "소  계,,,,,,,0,200,\n,합   계,P5,,,,,0,200,\n",
        b_csv="No,구분,자산번호,취득가액\n1,전체,A-1,5\n합 계,,,5\n",
    )
    lines = [(3, "line-no-day"), (4, "line-total"), (5, "line-total"), (2, "line-no-day"), (3, "line-total")]
    assert found.codes == lines
    values = [row["value"] for row in found.aside if row["code"] == "line-total"]
    assert values == ["소 계 200", "P5 합 계 200", "합 계 5"]


def test_increase_is_the_amount_where_no_column_says_a_cost(read: Read) -> None:
    found = read(a_csv="프로젝트코드,지급일,기초잔액,당기증가\nP5,2024-02-01,0,100\n")
    assert amounts(found) == [(0, 2, "dated", 100, 100)]
    found = read(a_csv="자산번호,취득일,취득가액,당기증가\nA-1,2024-02-01,900,100\n")
    assert amounts(found) == [(0, 2, "undated", 0, 900)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_encodings(read: Read, encoding: str) -> None:
    found = read(assets_csv=ASSETS.encode(encoding))
    assert [(row["number"], row["amount"]) for row in found.origin] == [("A-1", 1_979_999_999_000), ("A-2", 30_000)]
    assert found.codes == [(8, "line-total"), (11, "line-total")]
    assert [(row["line"], row["target"], row["reduction"]) for row in found.corrections] == [(10, 5, 1000)]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimiters(read: Read, delimiter: str) -> None:
    rows = csv.reader(io.StringIO(ASSETS))
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert [row["number"] for row in read(assets_csv=out.getvalue()).origin] == ["A-1", "A-2"]


def test_a_workbook_is_read_as_its_csv(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("대장")
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range("B2:G2", "고정자산대장")
        for at, label in enumerate(("자산번호", "자산명", "계정과목", "프로젝트", "취득일", "취득가액"), 1):
            sheet.write_string(4, at, label)
        sheet.write_string(5, 1, "00042")
        sheet.write_string(5, 3, "기계장치")
        sheet.write_datetime(5, 5, datetime(2024, 7, 10), days)
        sheet.write_number(5, 6, 779190484)
        sheet.write_string(7, 1, "A-2")
        sheet.write_number(7, 5, 45483)  # the same day as Excel counts it
        sheet.write_string(7, 6, "1.5")
        book.add_worksheet("메모").write_string(0, 0, "아무 표도 아님")
    found = read(made_xlsx=path)
    line = found.origin[0]
    assert (line["number"], line["amount"], line["register_line"]) == ("00042", 779190484, 6)
    assert line["acquired_on:low"] == day("2024-07-10")
    assert [(row["line"], row["label"], row["code"]) for row in found.aside] == [(8, "취득가액", "cell-fraction")]


def test_parquet_keeps_its_types(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "made.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'A-1' AS 자산번호, DATE '2024-07-10' AS 취득일, 5000::BIGINT AS 취득가액 UNION ALL "
            f"SELECT 'A-2', DATE '2024-07-11', 6000) TO '{path}' (FORMAT parquet)"
        )
    assert [(row["number"], row["amount"]) for row in read(made_parquet=path).origin] == [("A-1", 5000), ("A-2", 6000)]


def test_cells_of_several_lines_do_not_shift_the_numbers(read: Read) -> None:
    found = read(a_csv='자산번호,적요,취득일,취득가액\nA-1,"두\n줄",2024-01-02,100\nA-2,,2024-01-02,약\n')
    assert found.origin[0]["memo"] == "두 줄"
    assert found.codes == [(4, "cell-won")]


# Headers and mapping


def test_units_above_the_header_count(read: Read) -> None:
    found = read(a_csv="(단위 : 천원),,\n자산번호,취득일,취득가액\nA-1,2024-01-02,100\n")
    assert found.origin[0]["amount"] == 100_000
    assert unit_in(["취득가액(백만원)"]) == 1_000_000
    assert unit_in(["비고(중요)"]) is None


def test_labels_match_whatever_their_spacing(prepared: Prepared) -> None:
    fields = fields_of(prepared.rulebook)
    for label, name in {
        "취 득 일 자": "acquired_on",
        "취득가액(원)": "cost_krw",
        "Asset No.": "number",
        "신품 여부": "asset.condition",
        "asset.kind": "asset.kind",
        "kind of asset": "asset.kind",
    }.items():
        field = fields.of_label(label)
        assert field is not None and field.name == name, label
    assert fields.of_label("아무말") is None


def test_no_label_means_two_fields(prepared: Prepared) -> None:
    """Of fields of the register; a fact that shares a label with one of them can still be named by its path."""
    seen: dict[str, str] = {}
    for field in fields_of(prepared.rulebook).by_name.values():
        for label in field.labels if field.named else ():
            assert seen.setdefault(plain(label), field.name) == field.name, label


def test_the_mapping_is_written_and_read_again(read: Read) -> None:
    first = read(a_csv=ASSETS)
    text = first.order.mapping_file.read_text("utf-8")
    assert "취득가액: cost_krw" in text
    again = read(a_csv=ASSETS, mapping=text)
    assert again.origin == first.origin
    edited = read(a_csv=ASSETS, mapping=text.replace("자산명: name", "자산명: memo"))
    assert edited.origin[0]["memo"] == "배양기"
    assert edited.origin[0]["name"] is None


def test_a_mapping_fits_next_years_file(read: Read) -> None:
    text = read(a_csv=ASSETS).order.mapping_file.read_text("utf-8")
    moved = "2025년\n\n" + ASSETS.split("\n", 3)[3]
    assert [row["number"] for row in read(other_csv=moved, mapping=text).origin] == ["A-1", "A-2"]


# Values, as any spreadsheet may write them


@pytest.fixture(scope="module")
def sql() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for macro in macros():
            connection.execute(macro)
        yield connection


WON_FORMS: tuple[Callable[[int], str], ...] = (
    str,
    lambda n: f"{n:,}",
    lambda n: f"{n:,}원",
    lambda n: f" ₩ {n:,} ",
    lambda n: f"￦{n}",
    lambda n: f"\\{n:,}",
    lambda n: f"{n}.00",
    lambda n: f"KRW {n:,}",
    lambda n: f"{n:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，")),
)
NEGATIVE: tuple[Callable[[str], str], ...] = (
    lambda t: f"({t})",
    lambda t: f"-{t}",
    lambda t: f"△{t}",
    lambda t: f"▲{t}",
)


@given(number=st.integers(0, 10**15), form=st.sampled_from(WON_FORMS), minus=st.sampled_from((None, *NEGATIVE)))
def test_won_round_trip(
    sql: duckdb.DuckDBPyConnection, number: int, form: Callable[[int], str], minus: Callable[[str], str] | None
) -> None:
    text = form(number).strip()
    written = minus(text) if minus else text
    expected = -number if minus else number
    assert sql.execute("SELECT won_of(cell_figure(?))", [written]).fetchone() == (expected,)


DAY_FORMS = (
    "{0:%Y-%m-%d}",
    "{0:%Y.%m.%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y%m%d}",
    "{0.year}. {0.month}. {0.day}.",
    "{0.year}년 {0.month}월 {0.day}일",
    "{0:%Y-%m-%d} 00:00:00",
)


@given(when=st.dates(date(1950, 1, 1), date(2150, 12, 31)), form=st.sampled_from(DAY_FORMS))
def test_days_round_trip(sql: duckdb.DuckDBPyConnection, when: date, form: str) -> None:
    found = sql.execute("SELECT day_low(cell_day(?)), day_high(cell_day(?))", [form.format(when)] * 2).fetchone()
    assert found == (when.toordinal(), when.toordinal())


@given(when=st.dates(date(1950, 1, 1), date(2150, 12, 31)))
def test_excel_counts_days(sql: duckdb.DuckDBPyConnection, when: date) -> None:
    serial = str((when - date(1899, 12, 30)).days)
    assert sql.execute("SELECT day_low(cell_day(?))", [serial]).fetchone() == (when.toordinal(),)


@given(when=st.dates(date(1950, 1, 1), date(2150, 12, 31)))
def test_a_month_is_any_of_its_days(sql: duckdb.DuckDBPyConnection, when: date) -> None:
    first = when.replace(day=1)
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    found = sql.execute("SELECT day_low(cell_day(?)), day_high(cell_day(?))", [f"{when:%Y.%m}"] * 2).fetchone()
    assert found == (first.toordinal(), last.toordinal())


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12))
def test_whatever_is_typed_is_read_exactly_or_not_at_all(sql: duckdb.DuckDBPyConnection, text: str) -> None:
    """A figure that is read holds the digits that were typed and no others."""
    won, digits = sql.execute(
        "SELECT won_of(cell_figure(?)), won_digits(cell_figure(?))", [text, text]
    ).fetchone() or (None, None)
    if won is not None:
        assert abs(won) == int(digits)
    sql.execute("SELECT day_low(cell_day(?)), bool_of(cell_mark(?)), ratio_of(cell_mark(?))", [text] * 3)


NO_AMOUNTS = ("1.5", "0x10", "1_000", "1e3", "1,00,0", "1 000", "12,34", "(1,000", "--1", "1억", "½")


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_a_generous_cast_would_take_is_no_amount(sql: duckdb.DuckDBPyConnection, text: str) -> None:
    assert sql.execute("SELECT won_of(cell_figure(?))", [text]).fetchone() == (None,)


@pytest.mark.parametrize("text", ["2023-02-29", "2023-13-01", "23-07-10", "2023-7", "July 10", "1799-12-31", "202307"])
def test_what_is_no_day(sql: duckdb.DuckDBPyConnection, text: str) -> None:
    found = sql.execute("SELECT day_low(cell_day(?)), day_high(cell_day(?))", [text, text]).fetchone()
    assert found == ((None, None) if text != "2023-7" else (day("2023-07-01"), day("2023-07-31")))


@pytest.mark.parametrize(("text", "expected"), [("12", 12), ("1,234", 1234), ("1.5", None), ("-1", None), ("만", None)])
def test_counts(sql: duckdb.DuckDBPyConnection, text: str, expected: int | None) -> None:
    assert sql.execute("SELECT count_of(cell_mark(?))", [text]).fetchone() == (expected,)


def test_every_choice_can_be_written_by_key_and_by_label(prepared: Prepared, read: Read) -> None:
    fact = prepared.rulebook.facts["asset.kind"]
    names = [name for key, label in fact.choices.items() for name in (key, *label.values())]
    out = io.StringIO()
    lines = [[str(number), "2024-01-02", "1", name] for number, name in enumerate(names)]
    csv.writer(out).writerows([["자산번호", "취득일", "취득가액", "자산 종류"], *lines])
    found = read(a_csv=out.getvalue(), settings=SETTINGS.replace("기계장치", "없음"))
    expected = [1 << at for at, key in enumerate(fact.choices) for _ in range(3)]
    assert not found.aside
    assert [row["fact:asset.kind"] for row in found.facts] == expected


def test_marks_are_made_alike_in_both_places(sql: duckdb.DuckDBPyConnection) -> None:
    for text in ("Clean Room", "항체 의약품", "１２％", "ＡＢ", "a\u00a0b"):
        assert sql.execute("SELECT cell_mark(?)", [text]).fetchone() == (mark(text),)


# Reductions and transfers


def test_a_reduction_finds_its_line(read: Read) -> None:
    found = read(
        b_csv="프로젝트,전표일자,적요,금액\n"
        "P5,2024-01-10,가,500\nP5,2024-02-10,나,300\nP5,2024-03-10,나 취소,-300\n"
        "P5,2024-03-11,일부 취소,-100\nP5,2024-01-01,너무 이름,-5\n"
        "P9,2024-05-01,남의 것,-5\nP5,2024-06-01,너무 큼,-9000\n"
    )
    assert [(row["register_line"], row["amount"]) for row in found.origin] == [(2, 400)]
    reduced = [(row["line"], row["target"], row["reduction"]) for row in found.corrections if row["target"]]
    assert reduced == [(4, 3, 300), (5, 2, 100)]
    assert [line for line, code in found.codes if code == "line-correction"] == [6, 7, 8]


@given(amounts=st.lists(st.integers(-20, 20).filter(bool), max_size=12))
def test_reductions_conserve_won(amounts: list[int]) -> None:
    """What reductions take is what their lines lose, and no line falls below nothing."""
    rows = [(0, "a", line, amount) for line, amount in enumerate(amounts)]
    left = {line: amount for line, amount in enumerate(amounts) if amount > 0}
    taken: dict[int, int] = {}
    for _, line, target, by in netted(rows):
        if target is not None:
            assert target < line
            left[target] -= by
            taken[line] = taken.get(line, 0) + by
    assert all(amount >= 0 for amount in left.values())
    assert all(taken.get(line, -amount) == -amount for line, amount in enumerate(amounts) if amount < 0)
    applied = sum(taken.values())
    assert sum(left.values()) == sum(amount for amount in amounts if amount > 0) - applied


def test_assets_are_judged_by_the_construction_they_came_from(read: Read) -> None:
    built = (
        "프로젝트,전표일자,적요,금액,대체일자,대체번호\n"
        "P5,2023-12-01,계약금,400,2024-07-10,A-1\nP5,2024-05-01,잔금,600,2024-07-10,A-1\n"
        "P5,2024-05-01,선급,70,2024-08-01,A-2\nP5,2024-06-01,어디로,5,2024-08-01,A-9\nP5,2024-09-01,진행 중,8,,\n"
    )
    assets = (
        "자산번호,계정과목,취득일,취득가액\n"
        "A-1,기계장치,2024-07-10,1000\nA-2,기계장치,2024-08-01,100\nA-3,기계장치,2024-08-01,9\n"
    )
    found = read(a_csv=assets, b_csv=built)
    judged = [(row["sheet"], row["register_line"], row["amount"], row["basis"]) for row in found.origin]
    assert judged == [
        (1, 2, 400, "dated"),  # 2023
        (0, 3, 30, "undated"),  # what A-2 cost beyond its construction
        (0, 4, 9, "undated"),
        (1, 3, 600, "dated"),
        (1, 4, 70, "dated"),
        (1, 5, 5, "dated"),
        (1, 6, 8, "dated"),
    ]
    machinery = [row["fact:asset.kind"] for row in found.facts]
    assert machinery[0] == machinery[3] == 1  # the account of the asset
    assert machinery[5] is None
    kinds = [(row["kind"], row["named"], row["difference"]) for row in found.reconciliation]
    assert kinds == [("number", "A-1", 0), ("number", "A-2", 30), ("unmatched", "A-9", None)]


def test_assets_without_numbers_are_matched_by_project(read: Read) -> None:
    built = "프로젝트,전표일자,적요,금액,대체일자,대체번호\nP5,2024-05-01,기성,70,2024-08-01,\n"
    assets = "자산명,프로젝트,취득일,취득가액\n가,P5,2024-08-01,50\n나,P5,2024-08-01,30\n다,P6,2024-08-01,30\n"
    found = read(a_csv=assets, b_csv=built)
    assert [(row["sheet"], row["register_line"], row["amount"]) for row in found.origin] == [(0, 4, 30), (1, 2, 70)]
    assert [(row["kind"], row["difference"], row["assets"]) for row in found.reconciliation] == [("project", 10, 2)]


BUILT = "프로젝트,전표일자,적요,금액"
OWN = "자산번호,자산명,계정과목,프로젝트,취득일,취득가액,발주일,사용개시일"


def amounts(found: Placed) -> list[tuple[int, int, str, int, int]]:
    """Of each judged line its sheet, line, basis and amount at least and at most."""
    least, most = (f"fact:amount.amount_krw:{side}" for side in ("low", "high"))
    rows = zip(found.origin, found.facts, strict=True)
    return [(row["sheet"], row["register_line"], row["basis"], fact[least], fact[most]) for row, fact in rows]


def matches(found: Placed) -> list[tuple[str, str, int | None, int, int]]:
    names = ("kind", "named", "cost", "transferred", "payments")
    return [tuple(row[name] for name in names) for row in found.reconciliation]  # type: ignore[misc]


def test_payments_that_are_the_cost_of_an_asset_to_the_won_are_its_payments(read: Read) -> None:
    """Nothing says that they were transferred: the project is one, under its id and under its name."""
    found = read(
        a_csv=f"{OWN}\nA-1,배양기,기계장치,제5공장,2024-11-30,3000,2024-01-10,2024-11-30\n",
        b_csv=f"{BUILT}\nP5,2024-02-15,계약금,1000\nP5,2024-11-30,잔금,2000\n",
    )
    assert amounts(found) == [(1, 2, "dated", 1000, 1000), (1, 3, "dated", 2000, 2000)]
    assert [row["fact:asset.kind"] for row in found.facts] == [1, 1]  # of the account of the asset
    assert matches(found) == [("sum", "제5공장", 3000, 3000, 2)]


@pytest.mark.parametrize(
    ("payments", "basis"),
    [
        ("P5,2024-02-15,계약금,1000,,\nP5,2024-11-30,잔금,1999,,", "overlap"),  # not to the won
        ("P5,2024-02-15,계약금,1000,,\nP5,2024-12-01,잔금,2000,,", "overlap"),  # later than the asset
        ("P5,2024-02,계약금,1000,,\nP5,2024-11,잔금,2000,,\nP5,2024-12-20,2호기,1,,", "overlap"),
        ("P5,2024-02-15,계약금,1000,,진행 중\nP5,2024-11-30,잔금,1999,,건설중", "whole"),
        ("P5,2024-02-15,계약금,1000,,\nP5,2024-11-30,잔금,1999,,건설중", "overlap"),
        ("P5,2024-02-15,계약금,1000,,A-9\nP5,2024-11-30,잔금,2000,,A-9", "whole"),
        ("제6공장,2024-02-15,계약금,1000,,\n제6공장,2024-11-30,잔금,2000,,", "whole"),
    ],
)
def test_an_asset_beside_payments_that_may_be_its_cost_counts_for_nothing_to_its_cost(
    read: Read, payments: str, basis: str
) -> None:
    found = read(
        a_csv=f"{OWN}\nA-1,배양기,기계장치,P5,2024-11-30,3000,2024-01-10,2024-11-30\n",
        b_csv=f"{BUILT},대체일자,대체번호\n{payments}\n",
    )
    asset, *paid = sorted(amounts(found))
    assert asset == (0, 2, basis, 3000 if basis == "whole" else 0, 3000)
    assert {(one[2], one[3] == one[4]) for one in paid} == {("dated", True)}
    assert ("overlap" in [row["kind"] for row in found.reconciliation]) == (basis == "overlap")


def test_of_several_assets_of_a_project_nobody_knows_which_payment_became_which(read: Read) -> None:
    """Equal sums do not tell; a transfer by project does not tell the account, if there are several."""
    assets = f"{OWN}\n,배양기,기계장치,P5,2024-11-30,30,2024-01-10,2024-11-30\n,건물,건물,P5,2024-11-30,70,,\n"
    found = read(a_csv=assets, b_csv=f"{BUILT}\nP5,2024-02-15,계약금,100\n")
    assert amounts(found) == [(0, 2, "overlap", 0, 30), (0, 3, "overlap", 0, 70), (1, 2, "dated", 100, 100)]
    found = read(a_csv=assets, b_csv=f"{BUILT},대체일자\nP5,2024-02-15,계약금,100,2024-11-30\n")
    assert amounts(found) == [(1, 2, "dated", 100, 100)]
    assert [row["fact:asset.kind"] for row in found.facts] == [None]
    alike = assets.replace(",건물,P5", ",기계장치,P5")
    found = read(a_csv=alike, b_csv=f"{BUILT},대체일자\nP5,2024-02-15,계약금,100,2024-11-30\n")
    assert [row["fact:asset.kind"] for row in found.facts] == [1]


def test_payments_in_a_list_of_amounts_may_be_the_cost_of_an_asset_too(read: Read) -> None:
    """By its project, or by its number; what a transfer left of a cost is no more certain."""
    found = read(
        a_csv=f"{OWN}\nA-1,배양기,기계장치,P5,2024-11-30,100,2024-01-10,2024-11-30\n"
        "A-2,원심기,기계장치,,2024-11-30,50,2024-01-10,2024-11-30\n"
        "A-3,세척기,기계장치,P7,2024-11-30,90,2024-01-10,2024-11-30\n",
        b_csv="프로젝트,지급일,금액\nP5,2024-03-01,70\n",
        c_csv="자산번호,지급일,금액\nA-2,2024-03-01,40\n",
        d_csv=f"{BUILT},대체번호\nP7,2024-02-01,가,60,A-3\nP7,2024-03-01,나,30,\n",
    )
    assert amounts(found)[:3] == [(0, 2, "overlap", 0, 100), (0, 3, "overlap", 0, 50), (0, 4, "overlap", 0, 30)]
    assert matches(found) == [
        ("number", "A-3", 90, 60, 1),
        ("overlap", "P5", 100, 70, 1),
        ("overlap", "A-2", 50, 40, 1),
        ("overlap", "P7", 30, 30, 1),
    ]


def test_an_asset_of_several_lines_is_judged_by_its_construction_once(read: Read) -> None:
    """By its number, or without one by its project while others have theirs."""
    found = read(
        a_csv=f"{OWN}\nA-1,배양기,기계장치,,2024-11-30,100,,\nA-1,배양기 증설,기계장치,,2024-12-30,50,,\n"
        ",세척기,기계장치,P5,2024-11-30,70,,\n",
        b_csv=f"{BUILT},대체일자,대체번호\nP9,2024-02-01,가,150,2024-12-30,A-1\nP5,2024-03-01,나,70,2024-11-30,\n",
    )
    assert amounts(found) == [(1, 2, "dated", 150, 150), (1, 3, "dated", 70, 70)]


def test_a_line_that_says_just_what_another_says_is_not_counted_for_certain(read: Read) -> None:
    """Neither dropped nor counted twice; what differs in any column that is read is another line."""
    line = "M-9,배양기,기계장치,P5,2024-11-30,900,2024-01-10,2024-11-30\n"
    found = read(
        a_csv=f"{OWN}\n{line}{line}{line.replace('M-9', 'M-8')}M-9,배양기,기계장치,P5,2024-11-30,-900,,\n",
        b_csv=f"{OWN}\n{line}",
        c_csv=f"{BUILT},전표번호\nP6,2024-02-01,가,5,1\nP6,2024-02-01,가,5,2\nP6,2024-02-01,가,5,2\n",
    )
    assert amounts(found) == [
        (0, 2, "whole", 900, 900),
        (0, 4, "whole", 900, 900),
        (1, 2, "repeated", 0, 900),
        (2, 2, "dated", 5, 5),
        (2, 3, "dated", 5, 5),
        (2, 4, "repeated", 0, 5),
    ]
    same = [(row["same_sheet"], row["same_line"]) for row in found.origin if row["basis"] == "repeated"]
    assert same == [(0, 2), (2, 3)]


def test_an_asset_of_no_project_that_cost_what_was_paid_for_one_may_be_what_it_became(read: Read) -> None:
    head = "자산번호,취득일,취득가액,발주일,사용개시일,비고"
    lines = "A-1,2024-06-30,620,2024-01-02,2024-06-30,\nA-1,2024-06-30,620,2024-01-02,2024-06-30,중복\n"
    other = "A-2,2024-06-30,621,2024-01-02,2024-06-30,\n"
    found = read(a_csv=f"{head}\n{lines}{other}", b_csv=f"{BUILT}\nP5,2024-02-15,가,420\nP5,2024-06-30,나,200\n")
    assets = [(0, 2, "overlap", 0, 620), (0, 3, "repeated", 0, 620), (0, 4, "whole", 621, 621)]
    assert amounts(found) == [*assets, (1, 2, "dated", 420, 420), (1, 3, "dated", 200, 200)]
    assert matches(found) == [("overlap", "P5", 620, 620, 2)]


def test_an_asset_that_is_written_down_twice_costs_its_construction_once(read: Read) -> None:
    line = "M-9,배양기,기계장치,P5,2024-11-30,900,2024-01-10,2024-11-30\n"
    found = read(
        a_csv=f"{OWN}\n{line}{line}",
        b_csv=f"{BUILT},대체번호\nP5,2024-02-01,가,900,M-9\n",
    )
    assert amounts(found) == [(0, 3, "repeated", 0, 900), (1, 2, "dated", 900, 900)]
    assert matches(found) == [("number", "M-9", 900, 900, 1)]


# Where an amount falls


@pytest.mark.parametrize(
    ("started", "completed", "acquired", "basis", "amount", "invested"),
    [
        ("2024-02-01", "2024-07-10", "2024-07-31", "whole", (900, 900), ("2024-02-01", "2024-07-10")),
        ("2023-12-31", "2024-07-10", "2024-07-31", "undated", (0, 900), ("2024-01-01", "2024-12-31")),
        ("", "2024-07-10", "2024-07-31", "undated", (0, 900), ("2024-01-01", "2024-12-31")),
        ("2024-02-01", "", "2024-07-31", "undated", (0, 900), ("2024-02-01", "2024-12-31")),
        ("", "", "2023-07-31", "undated", (0, 900), ("2023-01-01", "2023-12-31")),
        ("2024.02", "2024.07", "", "whole", (900, 900), ("2024-02-01", "2024-07-31")),
    ],
)
def test_cost_counts_only_within_one_tax_year(
    read: Read,
    started: str,
    completed: str,
    acquired: str,
    basis: str,
    amount: tuple[int, int],
    invested: tuple[str, str],
) -> None:
    found = read(a_csv=f"자산번호,취득일,취득가액,발주일,사용개시일\nA-1,{acquired},900,{started},{completed}\n")
    facts = found.facts[0]
    assert found.origin[0]["basis"] == basis
    assert (facts["fact:amount.amount_krw:low"], facts["fact:amount.amount_krw:high"]) == amount
    days = (facts["given:amount.invested_on:low"], facts["given:amount.invested_on:high"])
    assert days == (day(invested[0]), day(invested[1]))


@pytest.mark.parametrize(("started", "least"), [("2024-02-01", 200), ("2023-02-01", 0)])
def test_a_grant_is_deducted(read: Read, started: str, least: int) -> None:
    """In whole within one tax year; of an asset of several years how much of it falls into this one is open."""
    head = "자산번호,취득일,취득가액,발주일,사용개시일,국고보조금\n"
    facts = read(a_csv=f"{head}A-1,2024-07-31,900,{started},2024-07-10,(200)\n").facts[0]
    assert facts["fact:amount.amount_krw:high"] == 900
    assert (facts["deducted:low"], facts["deducted:high"]) == (least, 200)


def test_the_grant_of_an_asset_reduces_its_construction(read: Read) -> None:
    found = read(
        a_csv="자산번호,취득일,취득가액,국고보조금\nA-1,2024-07-31,900,200\n",
        b_csv="프로젝트,전표일자,적요,금액,대체일자,대체번호\nP5,2024-05-01,가,400,2024-07-31,A-1\n"
        "P5,2024-06-01,나,500,2024-07-31,A-1\n",
    )
    assert [(row["deducted:low"], row["deducted:high"]) for row in found.facts] == [(0, 200)] * 2


def test_what_a_line_says_itself_counts_before_the_settings(read: Read) -> None:
    settings = SETTINGS + "attestations:\n  - {facts: {asset.used_abroad: false}, by: 갑, on: 2025-01-02}\n"
    found = read(
        settings=settings,
        a_csv="자산번호,계정과목,프로젝트,취득일,취득가액,자산 종류,수도권 권역\n"
        "A-1,기계장치,P5,2024-07-31,900,금형,\nA-2,기계장치,제5공장,2024-07-31,900,,수도권 밖\n",
    )
    kinds = [row["fact:asset.kind"] for row in found.facts]
    zones = [row["given:site.zone"] for row in found.facts]
    assert kinds == [1 << 1, 1 << 0]
    assert zones == [1 << 1, 1 << 3]
    assert [row["fact:asset.used_abroad"] for row in found.facts] == [False, False]


def test_judgements_reach_the_lines_that_they_are_of(read: Read) -> None:
    """Of an asset before those of its account and its project."""
    sign = f'reason: 봄, evidence_digest: "sha256:{"0" * 64}", by: 김, licence_no: 1, on: 2025-01-02'
    shared = "provision: asset.shared-counts"
    settings = SETTINGS + (
        f"judgements:\n  - {{{shared}, project: P5, value: true, {sign}}}\n"
        f"  - {{{shared}, account: 기계장치, value: false, {sign}}}\n"
        f"  - {{{shared}, asset: A-2, value: true, {sign}}}\n"
        f"  - {{provision: facility.nst.resin, project: 제5공장, value: true, {sign}}}\n"
    )
    lines = ("A-1,기계장치,P5", "A-2,기계장치,제5공장", "A-3,비품,제5공장", "A-4,비품,제6공장")
    dated = (f"{line},2024-07-31,9" for line in lines)
    found = read(settings, a_csv="\n".join(("자산번호,계정과목,프로젝트,취득일,취득가액", *dated)))
    holds, fails = 1 << 1, 1 << 2
    judged = [row["given:judgement.asset.shared-counts"] for row in found.facts]
    assert judged == [fails, holds, holds, None]
    assert [row["given:judgement.facility.nst.resin"] for row in found.facts] == [holds, holds, holds, None]


def test_history_is_that_of_the_company_of_the_settings(read: Read, prepared: Prepared) -> None:
    settings = SETTINGS.replace("2023-12-31}}", "2023-12-31}, investments: [{id: X, taken: []}]}")
    settings = settings.replace("2024-12-31}}", "2024-12-31}, prior_investment: []}")
    lines = "시험,A-1,2024-07-31,1\n다른,A-1,2024-07-31,2\n시험,A-2,2023-07-31,3\n"
    found = read(settings, a_csv=f"회사명,자산번호,취득일,취득가액\n{lines}")
    said = read_settings(settings.encode(), "settings.yaml", prepared.rulebook)
    claims = histories(prepared.rulebook, said, found.folder)
    years = {row["claim"]: (row["text:taxpayer.name"], row["year"]) for row in found.origin}
    assert {years[number]: claim.lists for number, claim in claims.items()} == {
        ("시험", 0): {},
        ("시험", 1): {"prior_investment": ()},
    }
    (earlier,) = (claim.investments for number, claim in claims.items() if years[number][1] == 0)
    assert [one.id for one in earlier] == ["", "X"] and earlier[0].lists == {"taken": ()}


def test_companies_are_claims_of_their_own(read: Read) -> None:
    lines = "갑,A-1,2024-07-31,1\n을,A-1,2024-07-31,2\n갑,A-2,2023-07-31,3\n"
    found = read(a_csv=f"회사명,자산번호,취득일,취득가액\n{lines}")
    assert sorted((row["claim"], row["text:taxpayer.name"], row["year"]) for row in found.origin) == [
        (0, "갑", 0),
        (1, "갑", 1),
        (2, "을", 1),
    ]


def test_nothing_beyond_the_folder_can_be_read(tmp_path: Path) -> None:
    """The connection loads no extension, so that no text of a register can bring one in."""
    with open_in(tmp_path) as connection, pytest.raises(duckdb.Error):
        connection.execute("INSTALL excel")


def test_a_draft_of_the_settings_is_written(prepared: Prepared, tmp_path: Path) -> None:
    register = tmp_path / "a.csv"
    register.write_text(ASSETS, "utf-8")
    order = Order((register,), tmp_path / "out.xlsx", KNOWN_ON)
    place(order, prepared, lambda key: f"about {key}", lambda progress: None)
    draft = order.settings_file.read_text("utf-8")
    assert draft.startswith("# about settings\n")
    for part in ("starts_on: 2024-01-01", "name: 제5공장", "기계장치:"):
        assert part in draft


def test_settings_that_name_no_year_are_refused(read: Read) -> None:
    with pytest.raises(BadInput, match="tax_year"):
        read(settings="taxpayer: {size: large}\n", a_csv=ASSETS)
