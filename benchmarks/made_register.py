"""A realistic register of any length, the same for the same seed: fixed assets, construction in progress, faults."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

ACCOUNTS = {  # share of lines, and what the account says of the asset
    "기계장치": (52, "{asset: {kind: machinery, cost_kind: equipment}}"),
    "공구기구": (11, "{asset: {kind: tool_or_fixture, cost_kind: equipment}}"),
    "비품": (10, "{asset: {kind: tool_or_fixture, cost_kind: equipment}}"),
    "건물": (6, "{asset: {kind: building_or_structure, cost_kind: building}}"),
    "구축물": (4, "{asset: {kind: building_or_structure, cost_kind: building}}"),
    "차량운반구": (4, "{asset: {kind: vehicle, cost_kind: equipment}}"),
    "금형": (5, "{asset: {kind: mould, cost_kind: equipment}}"),
    "소프트웨어": (5, "{asset: {kind: software, cost_kind: equipment, software_use: business}}"),
    "토지": (1, "{asset: {kind: land, cost_kind: land}}"),
    "기타": (2, "{}"),
}
MAKES = "purpose: commercial_production"
FACILITIES = (
    f"{{{MAKES}, investor_role: drug_or_vaccine_maker, product_modality: [antibody], product_status: biobetter}}",
    f"{{{MAKES}, investor_role: contract_maker_cdmo, product_modality: [antibody]}}",
    f"{{{MAKES}, investor_role: drug_or_vaccine_maker, product_modality: [chemical_small_molecule]}}",
    f"{{{MAKES}, investor_role: material_maker, supplier_output: [filter], end_market: [biopharma]}}",
    "{purpose: research_and_test}",
    "{}",
)
RECOGNITIONS = (
    "{status: recognised, tier: nst, prior_year_recognised: true}",
    "{status: applied, tier: nst}",
    "{status: not_applied}",
    "{}",
)
PLAIN = "{condition: new, acquisition: purchase, let_to_others: false, used_abroad: false, customer_lease: false}"
HEADS = (
    "자산번호", "자산명", "계정과목", "프로젝트", "취득일", "취득가액",
    "내용연수", "사용부서", "발주일", "사용개시일", "신품여부",
)
BUILT = ["프로젝트", "전표일자", "거래처", "적요", "금액", "대체일자", "대체번호"]
PROJECTS, YEARS = 40, range(2021, 2026)


def settings(dice: random.Random) -> str:
    """Settings that know the accounts, most projects and nothing of some."""
    years = "".join(
        f"  - {{tax_year: {{starts_on: {y}-01-01, ends_on: {y}-12-31}}, filing: {{filed_on: {y + 1}-03-31}}}}\n"
        for y in YEARS
    )
    projects = ""
    for number in range(PROJECTS):
        site = dice.choice(("outside_capital_region", "growth_management", "overconcentration"))
        asset = dice.choice((PLAIN, "{}"))
        projects += (
            f"  - {{id: P{number:03}, site: {{zone: {site}}}, facility: {dice.choice(FACILITIES)}, "
            f"recognition: {dice.choice(RECOGNITIONS)}, asset: {asset}}}\n"
        )
    accounts = "".join(f"  {name}: {facts}\n" for name, (_, facts) in ACCOUNTS.items())
    head = "taxpayer: {name: 시험(주), is_sme: false, size: mid}\n"
    return f"{head}tax_years:\n{years}projects:\n{projects}accounts:\n{accounts}"


def write(path: Path, lines: int, seed: int) -> None:
    """An .xlsx of so many lines, a fifth of them construction in progress."""
    dice = random.Random(seed)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    day_form = book.add_format({"num_format": "yyyy-mm-dd"})

    def put(sheet: xlsxwriter.worksheet.Worksheet, row: int, cells: list[object]) -> None:
        for at, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, at, datetime(cell.year, cell.month, cell.day), day_form)
            elif isinstance(cell, int):
                sheet.write_number(row, at, cell)
            elif cell is not None:
                sheet.write_string(row, at, str(cell))

    names, weights = list(ACCOUNTS), [share for share, _ in ACCOUNTS.values()]
    assets = book.add_worksheet("고정자산대장")
    put(assets, 0, ["고정자산대장"])
    put(assets, 2, [*HEADS])
    for i in range(lines - lines // 5):
        number = f"A{i:07}"
        if i % 200 == 199:
            put(assets, 3 + i, [None, "소계", None, None, None, dice.randrange(10**12)])
            continue
        done = date(dice.choice(YEARS), 1, 1) + timedelta(dice.randrange(365))
        started: object = done - timedelta(dice.randrange(20, 500)) if dice.random() < 0.7 else None
        cost: object = int(10 ** (6 + 5 * dice.random()))
        fault = dice.random()
        when: object = done if fault > 0.1 else f"{done:%Y.%m.%d}" if fault > 0.02 else f"{done:%y.%m.%d}"
        if fault < 0.01:
            cost = dice.choice(("미정", "1.5", -cost))  # type: ignore[operator]
        account = dice.choices(names, weights)[0]
        used = dice.choice(("신품", "신품", "신품", "중고", None))
        project = f"P{dice.randrange(PROJECTS + 4):03}"
        put(assets, 3 + i, [number, f"설비 {i}", account, project, when, cost, 8, "생산팀", started, done, used])
    built = book.add_worksheet("건설중인자산")
    put(built, 0, [*BUILT])
    for i in range(lines // 5):
        done = date(dice.choice(YEARS), 1, 1) + timedelta(dice.randrange(365))
        to = f"A{dice.randrange(max(1, lines)):07}" if dice.random() < 0.3 else None
        moved = done + timedelta(100) if to else None
        amount = int(10 ** (6 + 4 * dice.random())) * (-1 if dice.random() < 0.02 else 1)
        put(built, 1 + i, [f"P{dice.randrange(PROJECTS):03}", done, "거래처", "기성", amount, moved, to])
    book.close()
