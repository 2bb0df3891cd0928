"""What the strict readers of YAML and JSON make of hostile, odd and plain text."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problem_files import RULES, rule_files

from engine.claims.reader import read_claim
from engine.law.loader import load_files, load_rulebook
from engine.law.problems import BadInput, Problem, nearest, shown
from engine.law.strict_json import read_json
from engine.law.strict_yaml import MAX_BYTES, MAX_DEPTH, MAX_VALUES, Document, read_yaml

Read = Callable[[bytes, str], Document]
BOTH = pytest.mark.parametrize("read", [read_yaml, read_json], ids=["yaml", "json"])
YEAR = b"tax_year: {starts_on: 2024-01-01, ends_on: 2024-12-31}\n"
SMALL = load_rulebook(RULES / "good" / "base")


def problems(read: Read, raw: bytes) -> list[Problem]:
    with pytest.raises(BadInput) as caught:
        read(raw, "x")
    for problem in caught.value.problems:
        for lang in ("ko", "en"):
            assert 0 < len(problem.text(lang).encode()) < 1000
        assert len(problem.place) < 1000
    return caught.value.problems


def codes(read: Read, raw: bytes) -> list[str]:
    return [problem.code for problem in problems(read, raw)]


# Attacks


@BOTH
@pytest.mark.parametrize(
    "raw",
    [b"[" * 100_000, b"[\n" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000],
    ids=["open", "open, in lines", "closed", "mappings"],
)
def test_hundred_thousand_brackets(read: Read, raw: bytes) -> None:
    assert codes(read, raw) == ["too-deep"]


def test_deep_block_sequences_and_mappings() -> None:
    assert codes(read_yaml, b"- " * 100_000) == ["too-deep"]
    assert codes(read_yaml, b"\n".join(b" " * i + b"a:" for i in range(1000))) == ["too-deep"]


@BOTH
def test_nesting_up_to_the_limit_is_read(read: Read) -> None:
    assert read(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "x").data is not None
    assert codes(read, b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)) == ["too-deep"]


def test_bomb_of_aliases() -> None:
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [b"a%d: &a%d [%s]" % (i, i, b", ".join([b"*a%d" % (i - 1)] * 9)) for i in range(1, 30)]
    assert codes(read_yaml, b"\n".join(lines)) == ["no-alias"]


@BOTH
def test_hundred_million_bytes_are_refused_by_size(read: Read) -> None:
    raw = bytes(100_000_000)
    start = time.process_time()
    assert codes(read, raw) == ["too-big"]
    with pytest.raises(BadInput):
        read_claim(raw, "claim.yaml", SMALL)
    assert time.process_time() - start < 1


@BOTH
def test_exactly_the_size_that_is_allowed(read: Read) -> None:
    raw = b'"' + b"x" * (MAX_BYTES - 2) + b'"'
    assert read(raw, "x").data == "x" * (MAX_BYTES - 2)
    assert codes(read, raw + b" ") == ["too-big"]


@BOTH
def test_too_many_values(read: Read) -> None:
    assert codes(read, b"[" + b"1," * MAX_VALUES + b"1]") == ["too-many"]


def test_values_of_a_json_mapping_count_with_their_keys() -> None:
    raw = json.dumps({str(i): i for i in range(MAX_VALUES // 2)}).encode()
    assert codes(read_json, raw) == ["too-many"]


def test_many_misspelt_names_take_no_long_time() -> None:
    raw = YEAR + b"".join(b"investment%d: []\n" % i for i in range(20_000))
    start = time.process_time()
    with pytest.raises(BadInput):
        read_claim(raw, "claim.yaml", SMALL)
    assert time.process_time() - start < 20


def test_many_unknown_projects_take_no_long_time() -> None:
    names = b", ".join(b"{id: plant-%d}" % i for i in range(3000))
    wrong = b", ".join(b"{id: i%d, project: plnt-%d}" % (i, i) for i in range(3000))
    raw = YEAR + b"projects: [" + names + b"]\ninvestments: [" + wrong + b"]\n"
    start = time.process_time()
    with pytest.raises(BadInput) as caught:
        read_claim(raw, "claim.yaml", SMALL)
    assert time.process_time() - start < 20
    assert all(len(problem.text("en")) < 1000 for problem in caught.value.problems)


@BOTH
def test_huge_key(read: Read) -> None:
    raw = b'{? "' + b"k" * 1_000_000 + b'" : 1}' if read is read_yaml else b'{"' + b"k" * 1_000_000 + b'": 1}'
    assert codes(read, raw) == ["too-long"]


@BOTH
def test_number_of_five_thousand_digits_stays_text(read: Read) -> None:
    digits = "1" * 5000
    assert read(f'{{"a": {digits}, "b": -{digits}}}'.encode(), "x").data == {"a": digits, "b": f"-{digits}"}


def test_number_of_five_thousand_digits_in_a_claim() -> None:
    raw = YEAR + b"investments: [{id: A-1, amounts: [{amount_krw: " + b"1" * 5000 + b"}]}]"
    with pytest.raises(BadInput) as caught:
        read_claim(raw, "claim.yaml", SMALL)
    (problem,) = caught.value.problems
    assert problem.code == "bad-won"
    assert problem.found == "'" + "1" * 59 + "…'"


# Encodings and characters


@BOTH
def test_wrong_encodings(read: Read) -> None:
    text = '"통합투자세액공제"'
    assert codes(read, text.encode("cp949")) == ["not-utf8"]
    assert codes(read, text.encode("utf-16")) == ["not-utf8"]
    assert codes(read, '"credit"'.encode("utf-16-le")) == ["bad-character"]
    assert codes(read, b'"\xed\xa0\x80"') == ["not-utf8"]  # a surrogate as if it were a character
    assert read(text.encode("utf-8-sig"), "x").data == "통합투자세액공제"


@BOTH
@pytest.mark.parametrize("code", [0, 7, 0x0B, 0x1B, 0x7F, 0x9B, 0xFEFF, 0xFFFE])
def test_control_characters(read: Read, code: int) -> None:
    (plain,) = problems(read, f'{{"a":\n "b{chr(code)}"}}'.encode())
    (escaped,) = problems(read, f'{{"a":\n "b\\u{code:04x}"}}'.encode())
    assert plain == Problem("bad-character", "", f"U+{code:04X}", source="x", line=2, column=4)
    assert escaped == Problem("bad-character", "", f"U+{code:04X}", source="x", line=2, column=2)


@BOTH
def test_lone_surrogates(read: Read) -> None:
    found = codes(read, b'{"\\ud800": "\\udfff"}')
    assert set(found) == {"bad-character"} if read is read_json else found == ["bad-yaml"]


def test_pairs_of_surrogates_are_one_character_in_json() -> None:
    assert read_json(b'"\\ud83d\\ude00"', "x").data == "\U0001f600"


# What is written otherwise than the values mean


PLAIN: dict[str, object] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "0": 0,
    "-0": 0,
    "17": 17,
    "-17": -17,
    "9007199254740991": 9007199254740991,
    "9007199254740992": "9007199254740992",
    "-9007199254740992": "-9007199254740992",
    "010": "010",
    "1.5": "1.5",
    "1e16": "1e16",
    "Infinity": "Infinity",
    ".inf": ".inf",
    "NaN": "NaN",
    ".nan": ".nan",
    "0x10": "0x10",
    "0o17": "0o17",
    "1_000": "1_000",
    "1:30": "1:30",
    "2023-02-30": "2023-02-30",
    "2023-01-01 00:00:00": "2023-01-01 00:00:00",
    "NO": "NO",
    "yes": "yes",
    "on": "on",
    "True": "True",
    "NULL": "NULL",
    "=": "=",
    "\uff11\uff17": "\uff11\uff17",  # digits of full width
}


@pytest.mark.parametrize("text", PLAIN)
def test_plain_values_of_yaml(text: str) -> None:
    found = read_yaml(f"a: {text}\nb: '{text}'\n".encode(), "x").data
    assert found == {"a": PLAIN[text], "b": text}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(PLAIN[text])


NO_JSON = ["NaN", "Infinity", "-Infinity", "0x10", "1_000", "01", "+1", ".5", "1.", "True", "'a'"]


@pytest.mark.parametrize("text", NO_JSON)
def test_what_json_does_not_have(text: str) -> None:
    assert codes(read_json, f'{{"a": {text}}}'.encode()) == ["bad-json"]


def test_decimals_of_json_stay_as_written() -> None:
    assert read_json(b"[1.50, 1e16, -0.0, 1E-2, 0.1]", "x").data == ["1.50", "1e16", "-0.0", "1E-2", "0.1"]


@pytest.mark.parametrize("key", ["1", "null", "true", "~", "[a]", "{a: b}", "? [a, b]\n"])
def test_keys_that_are_no_text(key: str) -> None:
    assert codes(read_yaml, f"{key}: x".encode()) == ["key-not-text"]


@pytest.mark.parametrize("key", ["'1'", '"null"', "2023-01-01", "1.5", "on"])
def test_keys_that_are_text(key: str) -> None:
    assert read_yaml(f"{key}: x".encode(), "x").data == {key.strip("'\""): "x"}


def test_merge_key() -> None:
    assert codes(read_yaml, b"<<: {a: b}") == ["no-merge"]
    assert read_yaml(b"'<<': {a: b}", "x").data == {"<<": {"a": "b"}}


@pytest.mark.parametrize("tag", ["!!python/object:os.system", "!!str", "!x", "!", "!<tag:x>", "!!binary"])
def test_tags(tag: str) -> None:
    assert codes(read_yaml, f"a: {tag} x".encode()) == ["no-tag"]


@pytest.mark.parametrize("raw", [b"a: 1\n---\nb: 2\n", b"---\na: 1\n---\n", b"a\n...\n---\nb\n"])
def test_several_documents(raw: bytes) -> None:
    assert codes(read_yaml, raw) == ["one-document"]


@pytest.mark.parametrize("raw", [b"", b"# nothing\n", b"---\n", b"\n\n", b"\xef\xbb\xbf", b"null"])
def test_nothing_is_null(raw: bytes) -> None:
    assert read_yaml(raw, "x").data is None


def test_duplicate_keys_name_the_first_line() -> None:
    (problem,) = problems(read_yaml, b"a: 1\nb:\n  c: 1\n  d: 2\n  'c': 3\n")
    assert (problem.found, problem.expected, problem.line, problem.column) == ("c", "3", 5, 3)
    found = problems(read_json, b'{"a": 1,\n "a": 2,\n "\\u0061": {"b": 1, "b": 2}}')
    assert [(p.found, p.expected, p.line, p.column) for p in found] == [
        ("a", "1", 2, 2),
        ("a", "1", 3, 2),
        ("b", "3", 3, 21),
    ]


# Rule files


@given(raw=st.binary(max_size=300), at=st.sampled_from(["credit.yaml", "vocabulary.yaml", "rows/annex.yaml"]))
def test_rule_files_of_random_bytes(raw: bytes, at: str) -> None:
    with pytest.raises(BadInput):
        load_files({**rule_files(RULES / "good" / "base"), at: raw})


# Small things that every message needs


def test_shown_values_are_short_and_whole() -> None:
    assert shown("x" * 61) == "'" + "x" * 59 + "…'"
    values: list[object] = [True, None, {}, [], [1], 3, "a"]
    words = ["true", "null", "a mapping", "an empty list", "a list", "3", "'a'"]
    assert [shown(value) for value in values] == words


def test_no_suggestion_where_comparing_would_take_long() -> None:
    assert nearest("is_sm", ["is_sme", "size"]) == "is_sme"
    assert nearest("x" * 61, ["x" * 60]) == ""
    assert nearest("plant-1", [f"plant-{i}" for i in range(10_000)]) == ""


def test_paths_are_json_paths() -> None:
    document = read_yaml(b"a: [{b.c: 1}]", "x.yaml")
    assert document.problem(("a", 0, "b.c"), "empty").place == "x.yaml:1:6 $.a[0]['b.c']"
    assert Document("", None, {(): (1, 2)}).problem((), "empty").place == "1:2 $"
