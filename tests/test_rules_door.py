"""``gongje rules``: check, test, show, diff and schema, in both languages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.commands.main import main
from api.rule_schema import FILES, schema_of
from api.text import layout
from api.text.rule_words import tree_lines
from api.text.words import Words
from engine.assessment.assess import Prepared
from engine.assessment.coverage import gaps, never_unknown, seen_in
from engine.assessment.lint import clash_in, lint, untranslated
from engine.inference import reference
from engine.law.conditions import AT_LEAST, IN, IS, All, Any, Condition, FactTest, Not, ProvisionRef
from engine.law.loader import load_rulebook, rules_folder

CASE = "rates.yaml"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A copy of the rules with one file of cases."""
    copy = tmp_path / "rules"
    shutil.copytree(rules_folder(), copy, ignore=shutil.ignore_patterns("cases", "__pycache__"))
    (copy / "cases").mkdir()
    shutil.copy(rules_folder() / "cases" / CASE, copy / "cases")
    yield copy


def rules(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["rules", *map(str, arguments)])


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8")


USELESS = """
provisions:
  - id: useless.contradiction
    title: {ko: 모순, en: Contradiction}
    scope: claim
    cites: [Act 24(1)]
    when: {all: [{fact: taxpayer.size, is: sme}, {fact: taxpayer.size, not_in: [sme, mid]}]}
  - id: useless.untranslated
    title: {ko: 번역 없음, en: 번역 없음}
    scope: claim
    cites: [Act 24(1)]
    when: {provision: useless.contradiction}
"""


# -- check


def test_the_shipped_rules_have_nothing_useless(prepared: Prepared) -> None:
    assert lint(prepared.rulebook) == []


def test_findings_are_said_in_both_languages(folder: Path) -> None:
    (folder / "useless.yaml").write_text(USELESS, "utf-8")
    english, korean = rules("check", folder, "--lang", "en"), rules("check", "--rules", folder, "--lang", "ko")
    assert (english.exit_code, korean.exit_code) == (1, 1)
    lines = english.stdout.splitlines()
    assert "provision useless.contradiction: no answer needs it" in lines
    assert "provision useless.contradiction: can never hold: what it asks of 'taxpayer.size' excludes itself" in lines
    assert "provision useless.untranslated: no answer needs it" in lines
    assert "provision useless.untranslated: holds in no case" in lines
    assert "provision useless.untranslated: not translated: 번역 없음" in lines
    assert "provision useless.contradiction: holds in no case" not in lines
    assert "규정 useless.untranslated: 어느 사례에서도 성립하지 않음" in korean.stdout


def test_an_instrument_later_than_what_is_said_to_be_read_is_found(folder: Path) -> None:
    shutil.rmtree(folder / "cases")
    edit(folder / "instruments.yaml", "  rule: 2026-08-31", "  rule: 2026-03-19")
    result = rules("check", folder, "--lang", "en")
    assert result.exit_code == 1
    assert "instrument rule-23: promulgated after 2026-03-19, up to which" in result.stdout


def test_without_cases_what_never_holds_is_not_looked_for(folder: Path) -> None:
    shutil.rmtree(folder / "cases")
    result = rules("check", folder, "--lang", "en")
    assert result.exit_code == 0
    assert "There are no cases" in result.stdout


@pytest.mark.parametrize("command", ["check", "test"])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, command: str) -> None:
    nowhere = tmp_path / "nosuch"
    for given in ([nowhere], ["--rules", nowhere]):
        result = rules(command, *given, "--lang", "en")
        assert (result.exit_code, result.stderr) == (2, f"{nowhere} is not a folder; name one that holds rules\n")


def test_every_problem_of_rules_that_cannot_be_read(folder: Path) -> None:
    (folder / "bad.yaml").write_text("provisions:\n  - {id: X Y}\n  - {id: b, titel: 1}\n", "utf-8")
    result = rules("check", folder, "--lang", "ko")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) > 3
    assert all(line.startswith("bad.yaml:") for line in result.stderr.splitlines())


SIZE, OTHER = FactTest("size", IN, ("sme",)), FactTest("size", IN, ("mid", "sme"))
YES, HOLDS = FactTest("yes", IS, True), ProvisionRef("p")
LOW, HIGH = FactTest("n", AT_LEAST, 1), FactTest("n", AT_LEAST, 5)


@pytest.mark.parametrize(
    ("tree", "clash"),
    [
        (All((YES, Not(YES))), "yes"),
        (All((HOLDS, All((YES, Not(HOLDS))))), "p"),
        (All((SIZE, Not(OTHER))), "size"),
        (All((OTHER, Not(SIZE))), None),
        (All((HIGH, Not(LOW))), "n"),
        (All((LOW, Not(HIGH))), None),
        (All((YES, Not(Any((HOLDS, YES))))), "yes"),
        (Any((YES, Not(YES))), None),
        (Any((All((YES, Not(YES))), HOLDS)), None),
        (Any((All((YES, Not(YES))), All((HOLDS, Not(HOLDS))))), "yes"),
    ],
)
def test_simple_contradictions(tree: Condition, clash: str | None) -> None:
    assert clash_in(tree) == clash


def test_one_word_may_be_the_same_in_both_languages(prepared: Prepared) -> None:
    assert list(untranslated(prepared.rulebook)) == []


# -- test


def test_cases_and_what_they_leave_out(folder: Path) -> None:
    result = rules("test", folder, "--lang", "en")
    assert result.exit_code == 0
    assert "differences: 0" in result.stdout
    assert "Provisions that the cases show true, false and unknown: " in result.stdout
    assert "  claimant.estimated: no case where it is true" in result.stdout
    assert "Can never be unknown (they read only presumed facts" in result.stdout


def test_a_difference_names_case_path_and_both_values(folder: Path) -> None:
    edit(folder / "cases" / CASE, 'rate: "0.', 'rate: "0.9')
    result = rules("test", folder, "--lang", "en")
    assert result.exit_code == 1
    first, second, *_ = result.stdout.splitlines()
    assert "investments.0.parts.0.rate  expected 0.9" in first
    assert first.endswith("(durable)") and second.endswith("(reference)")
    assert "다른 답 2건" in rules("test", folder, "--lang", "ko").stdout


def test_a_case_that_gets_no_answer_is_a_difference(folder: Path) -> None:
    edit(folder / "cases" / CASE, "taxpayer: {size: ", "taxpayer: {sizes: ")
    result = rules("test", folder, "--lang", "en")
    assert result.exit_code == 1
    assert "no answer: $.taxpayer.sizes: " in result.stdout


def test_coverage_asks_no_unknown_of_what_is_always_known(prepared: Prepared) -> None:
    always = never_unknown(prepared.rulebook)
    assert {"claimant.cooperative", "tier.nst.in-force"} <= always
    assert not {"asset.let", "credit.eligible"} & always
    lacking = {gap.name: gap.lacks for gap in gaps(prepared.rulebook, seen_in([], prepared, reference.evaluate))}
    assert lacking["claimant.cooperative"] == (True, False)
    assert lacking["asset.let"] == (True, False, None)


# -- show


def test_a_provision_with_history_citations_and_readers() -> None:
    result = rules("show", "facility.nst.7-ga-or-na", "--lang", "en", "--on", "2023-07-01")
    assert result.exit_code == 0
    for line in (
        "Version 1: amounts invested from 2023-07-01, by Ministry Ordinance No. 1012 (2023-08-29)",
        "  all of:",
        "    Facility that makes medicines (its own or for others) (facility.makes-medicines)",
        "Where none applies: false",
        "Read by: National strategic technology facility, in substance (tier.nst)",
    ):
        assert line in result.stdout.splitlines()
    assert "Investment on 2023-07-01, calendar tax year  applies" in result.stdout
    assert "Annex 6-2" in result.stdout


@pytest.mark.parametrize(
    ("on", "known_on", "said"),
    [
        ("2023-06-30", "2026-01-01", "적용 안 됨"),
        ("2023-07-01", "2026-01-01", "적용"),
        ("2023-07-01", "2023-07-20", "2023-07-20에는 공포되지 않음: 부령 제1012호"),
    ],
)
def test_what_applies_on_a_day_as_known_on_another(on: str, known_on: str, said: str) -> None:
    shown = rules("show", "facility.nst.7-ga", "--on", on, "--known-on", known_on, "--lang", "ko").stdout
    assert said in shown


def test_tables_formulas_and_facts() -> None:
    table = rules("show", "credit.base-rate", "--lang", "en").stdout
    assert "  For        Scheme: regular scheme (item 2); Tier: general" in table.splitlines()
    assert "  Value      10 %" in table.splitlines()
    formula = rules("show", "credit.base", "--lang", "ko").stdout
    assert "floor(multiply(" in formula
    fact = rules("show", "asset.let_to_others", "--lang", "ko").stdout
    assert "예/아니오" in fact
    assert "(asset.let)" in fact


def test_cases_on_demand(folder: Path) -> None:
    shown = rules("show", "taxpayer.is-sme", "--rules", folder, "--cases", "--lang", "en").stdout
    assert "Cases: true: " in shown


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_page_can_be_shown_within_its_width(prepared: Prepared, lang: str) -> None:
    from api.text.rule_page import Page

    page = Page(Words(prepared.rulebook, lang), 740_000, None, 100)
    for name in page.names():
        for line in "\n".join(page.lines(name)).splitlines():
            assert layout.cells(line) <= 100, name


def test_an_unknown_name_gets_a_hint() -> None:
    result = rules("show", "asset.lett", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "asset.lett: the rulebook has no such name; did you mean asset.let?\n"


def test_conditions_in_words(prepared: Prepared) -> None:
    words = Words(prepared.rulebook, "en")
    size, years = FactTest("taxpayer.size", IN, ("large", "mid")), FactTest("tax_year.starts_on", AT_LEAST, 738_156)
    tree = All((Not(size), Not(years), Not(Any((years, ProvisionRef("asset.let"))))))
    assert list(tree_lines(words, tree)) == [
        "all of:",
        "  size of the company: not large or mid-sized",
        "  first day of the tax year: before 2022-01-01",
        "  none of:",
        "    first day of the tax year: on or after 2022-01-01",
        "    Asset let to others (asset.let)",
    ]


# -- search


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["clean", "ROOM"], "provision asset.clean-room: Clean-room equipment"),
        (["과밀억제"], "provision place.excluded: No credit for investment in the overconcentration control zone"),
        (["Act 130"], "provision place.control-zone: "),
        (["제130조"], "provision place.control-zone: "),
        (["7-가 6-2"], "provision facility.nst.7-ga: Facility that makes bio new drugs [Rule Annex 6-2 row 7-가"),
        (["base-rate"], "table credit.base-rate: "),
        (["xylophone"], None),
        (["new", "or", "used"], "fact asset.condition: new or used"),
    ],
)
def test_entries_are_found_by_words_in_either_language(words: list[str], found: str | None) -> None:
    result = rules("search", *words, "--lang", "en")
    lines = " ".join(result.stdout.split())
    if found is None:
        assert (result.exit_code, lines) == (1, f"{words[0]}: nothing was found.")
    else:
        assert result.exit_code == 0
        assert found in lines


def test_what_is_found_can_be_shown_and_an_unknown_name_is_told_how_to_search() -> None:
    names = [line.split()[1].rstrip(":") for line in rules("search", "rate").stdout.splitlines() if line[0] != " "]
    assert len(names) > 3
    for name in names:
        assert rules("show", name).exit_code == 0
    lost = rules("show", "과밀억제권역 투자", "--lang", "en")
    assert (lost.exit_code, lost.stdout) == (2, "")
    assert "to search: gongje rules search '과밀억제권역 투자'" in lost.stderr


# -- diff


def test_what_became_visible_between_two_days() -> None:
    result = rules("diff", "2023-07-20", "2023-08-29", "--lang", "en")
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    assert "Ministry Ordinance No. 1012 (2023-08-29): four biopharmaceutical facilities enter Annex 6-2" in said
    assert "+ new: Facility that makes bio new drugs (facility.nst.7-ga@1): amounts invested from 2023-07-01" in said
    assert "~ period: Facility that makes biosimilars (facility.new-growth.7-ga-3@1)" in said
    assert result.stdout == rules("diff", "2023-08-29", "2023-07-20", "--lang", "en").stdout
    same = rules("diff", "2023-08-29", "2023-08-29", "--lang", "ko")
    assert (same.exit_code, same.stdout) == (0, "차이가 없습니다.\n")


def test_two_folders(folder: Path) -> None:
    (folder / "useless.yaml").write_text(USELESS, "utf-8")
    edit(folder / "credit/rates.yaml", 'value: "0.10"', 'value: "0.11"')
    result = rules("diff", rules_folder(), folder, "--lang", "en")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert "+ added: provision Contradiction (useless.contradiction)" in lines
    assert "~ changed: table Base rate (credit.base-rate)" in lines
    assert lines[lines.index("    -   Value      10 %") - 1] == "      Row 1"
    assert "    +   Value      11 %" in lines
    back = rules("diff", folder, rules_folder(), "--lang", "ko").stdout
    assert "- 삭제: 규정 모순 (useless.contradiction)" in back


def test_a_row_that_is_inserted_shows_as_one(folder: Path) -> None:
    """That of the amendment in rules/README.md; the rows after it have other numbers and say the same."""
    for diff in re.findall(r"```diff\n(.*?)```", (folder / "README.md").read_text("utf-8"), re.DOTALL):
        subprocess.run(["git", "apply", "-p1", "-"], input=diff.encode(), cwd=folder, check=True)
    lines = rules("diff", rules_folder(), folder, "--lang", "en").stdout.splitlines()
    rows = [line for line in lines if re.match(r"    [-+ ] Row ", line)]
    assert [row.partition(":")[0] for row in rows] == ["    + Row 18"]
    assert "    +   For        Scheme: regular scheme (item 2); Tier: national strategic technology" in lines
    assert not any(line.startswith("    -") for line in lines)
    gone = rules("diff", folder, rules_folder(), "--lang", "en").stdout.splitlines()
    assert [line for line in gone if line.startswith("    - Row 18")] and not any(x.startswith("    +") for x in gone)


def test_what_a_row_is_for_is_said_in_the_language_asked_for() -> None:
    shown = {name: rules("show", name, "--lang", "ko").stdout for name in ("credit.base-rate", "recapture.share")}
    assert "대상       방식: 일반 방식(제24조제1항제2호); 구분: 일반" in shown["credit.base-rate"]
    assert "대상       사유: 처분, 임대" in shown["recapture.share"]


def test_a_day_and_a_folder_cannot_be_compared() -> None:
    result = rules("diff", "2023-07-20", rules_folder(), "--lang", "en")
    assert (result.exit_code, result.stderr) == (2, "give two dates (YYYY-MM-DD) or two folders\n")


# -- schema


@pytest.mark.parametrize("kind", FILES)
def test_schemas_for_editors(kind: str) -> None:
    printed = json.loads(rules("schema", kind).stdout)
    assert printed == schema_of(kind)
    assert printed["$schema"].endswith("2020-12/schema")
    text = json.dumps(printed)
    for part in text.split('"#/$defs/')[1:]:
        assert part.partition('"')[0] in printed["$defs"]


def test_the_schema_takes_what_the_loader_takes() -> None:
    version = schema_of("rules")["$defs"]["VersionEntry"]["properties"]
    assert version["applies"]["anyOf"][0] == {"$ref": "#/$defs/AppliesEntry"}
    assert version["when"] == {"$ref": "#/$defs/Condition"}
    assert load_rulebook().digest
