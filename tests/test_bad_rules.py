"""Each kind of mistake in a rule file, with the exact message its author gets."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problem_files import CLAIMS, DOSSIERS, FIXTURES, RULES, compare, laid_over, paths, replaced, rule_files

from engine.assessment.assess import prepare
from engine.law.loader import from_content, load_files, load_rulebook
from engine.law.problem_phrases import KOREAN
from engine.law.problem_texts import DID_YOU_MEAN, TEXTS
from engine.law.problems import BadInput, Problem
from engine.law.strict_yaml import Path as Steps
from engine.law.strict_yaml import read_yaml

BASE = RULES / "good" / "base"
CASES = sorted(path for path in (RULES / "bad").iterdir())

# Codes that no file of either corpus can show, and where they are tested instead.
ELSEWHERE = {
    "no-header-line": "of a form: test_pages_audits",
    "no-rules-folder": "no folder, no file in it: test_rules_door",
    "same-register": "about a call, no file: test_bad_registers",
    "cell-count": "of the facts of the law none that a register gives is a count: test_registers",
    "too-big": "the input is too large for a file here: test_strict_yaml",
    "too-many": "the input is too large for a file here: test_strict_yaml",
    "more-problems": "a hundred problems would say nothing new: test_bad_claims",
    "not-content": "about a stored rulebook, no file: test_loader",
    "facts-order": "about a table of facts, no file of these: test_columns_run",
    "facts-column": "about a table of facts, no file of these: test_columns_run",
    "facts-line": "about a table of facts, no file of these: test_columns_run",
    "other-run": "about a table of facts, no file of these: test_columns_run",
    "not-parquet": "about a table of facts, no file of these: test_columns_run",
    "unreadable-file": "about a table of facts, no file of these: test_columns_run",
    "no-spark": "about the machine, no file: test_columns_spark",
    "no-java": "about the machine, no file: test_columns_spark",
    "audit-broke": "about a process that died, no file: test_http_audits",
    "audit-not-recorded": "about a ledger that refuses, no file: test_http_audits",
    "file-bomb": "about an upload, no file: test_http_audits",
    "file-content": "about an upload, no file: test_http_audits",
    "file-half": "about an upload, no file: test_http_audits",
    "file-locked": "about an upload, no file: test_http_audits",
    "file-missing": "about an upload, no file: test_http_audits",
    "file-name": "about an upload, no file: test_http_audits",
    "too-many-files": "about an upload, no file: test_http_audits",
    "no-amount-column": "about columns on the screen, no file: test_pages_audits",
    "no-sheet-read": "about columns on the screen, no file: test_pages_audits",
    "goes-with": "about a request, no file: the tests of the HTTP door",
    "no-decision": "about a request, no file: the tests of the HTTP door",
    "no-head": "about a request, no file: the tests of the HTTP door",
    "not-with": "about a request, no file: the tests of the HTTP door",
    "two-of": "about a request, no file: the tests of the HTTP door",
    "known-too-early": "about a question, no file: raised by engine.assessment.assess",
}


def loaded(folder: Path, overlay: Path) -> BadInput:
    """What is wrong with an overlay written out as a folder, as an author has it."""
    for name, raw in laid_over(rule_files(BASE), overlay).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    with pytest.raises(BadInput) as caught:
        load_rulebook(folder)
    return caught.value


def test_the_small_rule_set_is_good() -> None:
    assert load_rulebook(BASE).digest.startswith("sha256:")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_mistake_gets_its_message(case: Path, tmp_path: Path) -> None:
    bad = loaded(tmp_path, case)
    assert bad.problems == sorted(bad.problems, key=Problem.sort_key)
    assert all(problem.source for problem in bad.problems)
    compare(case / "expected.txt", bad)


FAULTS_OF_A_FOLDER = ("missing-file", "wrong-suffix")


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name not in FAULTS_OF_A_FOLDER], ids=lambda path: path.name
)
def test_messages_do_not_depend_on_the_order_of_files(case: Path) -> None:
    files = laid_over(rule_files(BASE), case)
    reports = []
    for names in (list(files), list(files)[::-1]):
        with pytest.raises(BadInput) as caught:
            load_files({name: files[name] for name in names})
        reports.append(caught.value.problems)
    assert reports[0] == reports[1]


# Whatever the rules say, a rulebook or problems come out


GOOD = {name: read_yaml(raw, name).data for name, raw in rule_files(BASE).items()}
PLACES = [(name, path) for name, data in GOOD.items() for path in paths(data)]
WORDS = sorted({str(step) for _, path in PLACES for step in path if isinstance(step, str)})
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from([*WORDS, "2023-02-30", "9999-12-31", "0.5"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=6,
)
GRAFTS = st.sampled_from(PLACES).map(lambda place: part(GOOD[place[0]], place[1]))


def part(data: object, path: Steps) -> object:
    for step in path:
        assert isinstance(data, dict | list)
        data = data[step]  # type: ignore[index]
    return data


@given(place=st.sampled_from(PLACES), value=VALUES | GRAFTS)
def test_good_rules_with_a_part_replaced(place: tuple[str, Steps], value: object) -> None:
    """By any value, or by a part that is good elsewhere."""
    name, path = place
    files = {name: json.dumps(data).encode() for name, data in GOOD.items()}
    files[name] = json.dumps(replaced(GOOD[name], path, value)).encode()
    try:
        rulebook = load_files(files)
    except BadInput as bad:
        assert all(problem.text(lang).encode() for problem in bad.problems for lang in ("ko", "en"))
    else:
        assert from_content(rulebook.content).digest == rulebook.digest
        prepare(rulebook)


def expectations() -> list[str]:
    folders = (CLAIMS, DOSSIERS, FIXTURES / "registers")
    inputs = [path for folder in folders for path in folder.rglob("*.expected.txt")]
    return [path.read_text(encoding="utf-8") for path in sorted([*RULES.rglob("expected.txt"), *inputs])]


def test_every_message_is_shown_by_some_file() -> None:
    """Each code of the catalogue stands in an expectation, or is tested elsewhere for a reason."""
    written = "".join(expectations())
    missing = set()
    for code in TEXTS:
        gap = "\0"
        pattern = re.escape(Problem(code, found=gap, expected=gap, near=gap).text("en"))
        for left_open in (DID_YOU_MEAN["en"].format(gap), gap):
            pattern = pattern.replace(re.escape(left_open), ".*")
        if not re.search(f"^  {pattern}$", written, re.MULTILINE):
            missing.add(code)
    assert missing == set(ELSEWHERE)


def test_every_message_is_in_both_languages() -> None:
    for code, texts in TEXTS.items():
        assert texts.keys() == {"ko", "en"}, code
        fields = {lang: set(re.findall(r"(?<!\{)\{(\w+)\}", text)) for lang, text in texts.items()}
        assert fields["ko"] == fields["en"], code


def test_korean_messages_hold_no_english_phrases() -> None:
    """Names and values stay as they are; what an English sentence is made of must not."""
    for text in expectations():
        for korean in text.splitlines()[2::3]:
            rest = re.sub(r"'[^']*'|YAML로 읽을 수 없습니다: [^.]*\.|`[^`]*`", "", korean)
            assert not re.search(r"\b(a|an|the|of|or|and|with|expected|found)\b", rest), korean
    assert all(re.search("[가-힣]", korean) for korean in KOREAN.values())
