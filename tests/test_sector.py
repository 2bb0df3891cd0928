"""Another sector is rows, facts and rates in YAML: semiconductors, with a tier of their own, through public doors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import api
import engine
from api.commands.main import main
from engine.law.loader import rules_folder

PLANT = """
taxpayer: {{size: {size}}}
tax_year: {{starts_on: {year}-01-01, ends_on: {year}-12-31}}
scheme: {scheme}
investments:
  - id: fab
    facility: {{purpose: commercial_production, investor_role: semiconductor_maker, semiconductor_row: [{row}]}}
    asset: {{kind: machinery, cost_kind: equipment, condition: new, acquisition: purchase, let_to_others: false,
      used_abroad: false}}
    site: {{zone: outside_capital_region}}
    recognition: {{status: recognised, tier: nst}}
    amounts: [{{amount_krw: 1000000000, invested_on: {year}-12-30}}]
"""


def gongje(*args: str, stdin: str | None = None) -> str:
    result = CliRunner().invoke(main, args, input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.output


def test_no_python_knows_a_sector() -> None:
    """Nor the tier: what is special about semiconductors stands in the rules alone."""
    sources = [path for package in (engine, api) for path in Path(package.__path__[0]).rglob("*.py")]
    assert len(sources) > 60
    named = re.compile(r"semiconductor|반도체|vaccine|백신|biopharma|바이오", re.IGNORECASE)
    assert [path.name for path in sources if named.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("year", "size", "tier", "rate"),
    [
        (2021, "large", "nst", "0.06"),
        (2022, "mid", "nst", "0.08"),
        (2022, "sme", "nst", "0.16"),
        (2023, "large", "nst", "0.15"),
        (2024, "sme", "nst", "0.25"),
        (2025, "large", "nst_semiconductor", "0.2"),
        (2025, "graduate", "nst_semiconductor", "0.25"),
        (2025, "sme", "nst_semiconductor", "0.3"),
        (2029, "mid", "nst_semiconductor", "0.2"),
        (2030, "mid", "general", "0.05"),
    ],
)
@pytest.mark.parametrize("scheme", ["regular", "temporary"])
def test_rates_by_year(year: int, size: str, tier: str, rate: str, scheme: str) -> None:
    claim = PLANT.format(year=year, size=size, scheme=scheme, row="1-가")
    answer = json.loads(gongje("check", "-", "--format", "json", "--known-on", "2026-11-22", stdin=claim))
    (part,) = answer["investments"][0]["parts"]
    assert (part["outcome"], part["tier"], part["rate"]) == ("eligible", tier, rate)


def test_every_row_is_shown_with_its_instrument() -> None:
    file = yaml.safe_load((rules_folder() / "technologies" / "semiconductors.yaml").read_text(encoding="utf-8"))
    rows = [entry for entry in file["provisions"] if "row" in entry]
    assert len(rows) == 21 + 24
    for entry in rows[::9]:
        page = gongje("rules", "show", entry["id"], "--lang", "en")
        assert f"{entry['row']['list']} {entry['row']['label']}" in page
        assert entry["applies"]["from"].isoformat() in page


def test_what_is_missing_is_asked_in_words_of_the_sector() -> None:
    claim = PLANT.format(year=2025, size="large", scheme="best", row="1-가").replace(", semiconductor_row: [1-가]", "")
    text = " ".join(gongje("check", "-", "--lang", "en", "--known-on", "2026-11-22", stdin=claim).split())
    assert "Which row of Annex 6-2 No. 1 does the facility belong to?" in text
    assert "national strategic technology (semiconductors), national strategic technology, general" in text
