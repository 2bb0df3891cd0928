"""The loader: the same rulebook whatever the order, and from the cache as from the files."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problem_files import RULES, rule_files

from engine.law import cache as cache_of
from engine.law.checks import dependencies, formula_reads, knowledge_steps
from engine.law.compiler import digest_of
from engine.law.loader import from_content, load_files, load_rulebook, read_files, rules_folder
from engine.law.problems import BadInput
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import read_yaml
from engine.law.values import day

BASE = RULES / "good" / "base"
FILES = rule_files(BASE)
SMALL = load_files(FILES)


def same(one: Rulebook, other: Rulebook) -> None:
    """Equal in every part. (Rulebooks and tables have no equality of their own.)"""

    def parts(whole: object) -> dict[str, object]:
        return {name: value for name, value in vars(whole).items() if name in type(whole).__annotations__}

    def tables(rulebook: Rulebook) -> dict[str, object]:
        return {id_: parts(table) for id_, table in rulebook.tables.items()}

    assert {**parts(one), "tables": tables(one)} == {**parts(other), "tables": tables(other)}
    assert list(one.facts) == list(other.facts)  # their order is that of the questions


@pytest.fixture(params=[BASE, rules_folder()], ids=["small", "law"])
def folder(request: pytest.FixtureRequest) -> Path:
    found = request.param
    assert isinstance(found, Path)
    return found


# Order


def reordered(data: object, dice: random.Random, path: tuple[str, ...] = ()) -> object:
    """The same data with its keys, and the entries of its files, in another order."""
    if isinstance(data, dict):
        keys = list(data)
        if path not in (("facts",), ("facts", "*", "choices")):  # the order in which is asked
            dice.shuffle(keys)
        inside = "*" if path == ("facts",) else None
        return {key: reordered(data[key], dice, (*path, inside or key)) for key in keys}
    if isinstance(data, list):
        items = [reordered(item, dice, (*path, "[]")) for item in data]
        if path in (("provisions",), ("formulas",), ("tables",)):
            dice.shuffle(items)
        return items
    return data


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32))
def test_order_of_files_entries_and_keys_does_not_matter(seed: int) -> None:
    dice = random.Random(seed)
    names = list(FILES)
    dice.shuffle(names)
    again = {name: reordered(read_yaml(FILES[name], name).data, dice) for name in names}
    rulebook = load_files({name: json.dumps(data).encode() for name, data in again.items()})  # JSON is YAML
    assert rulebook.digest == SMALL.digest
    same(rulebook, SMALL)


def test_order_of_facts_and_choices_is_content() -> None:
    first = "  taxpayer.name:\n    scope: claim\n    type: text\n    label: {ko: 상호, en: name}\n".encode()
    assert FILES["vocabulary.yaml"].count(first) == 1
    moved = FILES["vocabulary.yaml"].replace(first, b"") + first
    assert load_files({**FILES, "vocabulary.yaml": moved}).digest != SMALL.digest


def test_every_change_of_content_changes_the_digest() -> None:
    digests = {SMALL.digest}
    for old, new in ((b'"0.25"', b'"0.26"'), (b"2023-07-01", b"2023-07-02"), (b"en: Rate", b"en: rate")):
        changed = {name: raw.replace(old, new) for name, raw in FILES.items()}
        digests.add(load_files(changed).digest)
    assert len(digests) == 4


def test_comments_and_layout_are_no_content() -> None:
    changed = {name: b"# a comment\n\n" + raw for name, raw in FILES.items()}
    assert load_files(changed).digest == SMALL.digest


def test_entries_may_stand_in_any_file() -> None:
    merged = FILES["claimant.yaml"] + FILES["rows/annex.yaml"].removeprefix(b"provisions:\n")
    files = {name: raw for name, raw in FILES.items() if name not in ("claimant.yaml", "rows/annex.yaml")}
    same(load_files({**files, "deep/down/all.yaml": merged}), SMALL)


# Content


def test_rulebook_is_made_again_from_its_content(folder: Path) -> None:
    rulebook = load_rulebook(folder)
    again = from_content(rulebook.content)
    assert again.digest == rulebook.digest == digest_of(rulebook.content)
    same(again, rulebook)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff", b'{"vocabulary": {"facts": 1}}', b"[" * 5000]
)
def test_what_is_no_content_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        from_content(content)
    assert [problem.code for problem in caught.value.problems] == ["not-content"]


@given(at=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_damaged_content_is_a_rulebook_or_refused(at: int, byte: int) -> None:
    content = bytearray(SMALL.content)
    content[at % len(content)] = byte
    try:
        from_content(bytes(content))
    except BadInput as bad:
        assert bad.problems


# Cache


def the_file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_cached_rulebook_is_the_same(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = load_rulebook(folder)
    same(load_rulebook(folder, tmp_path), plain)
    assert len(list(tmp_path.iterdir())) == 1
    monkeypatch.setattr("engine.law.loader.load_files", None)  # the second time nothing is read again
    same(load_rulebook(folder, tmp_path), plain)


def test_cache_folder_is_made(tmp_path: Path) -> None:
    load_rulebook(BASE, tmp_path / "a" / "b")
    assert the_file(tmp_path / "a" / "b").is_file()


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw[:70],
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw + b" ",
        lambda raw: raw.replace(b'"0.25"', b'"0.99"'),
        lambda raw: raw.partition(b"\n")[2],
        lambda raw: b"\n" + raw,
        lambda raw: b"\xff\xfe" * 1000,
        lambda raw: b"{}\n{}",
    ],
)
def test_damaged_cache_is_ignored_and_made_again(damage: object, tmp_path: Path) -> None:
    plain = load_rulebook(BASE, tmp_path)
    kept = the_file(tmp_path)
    whole = kept.read_bytes()
    assert callable(damage)
    kept.write_bytes(damage(whole))
    assert kept.read_bytes() != whole
    same(load_rulebook(BASE, tmp_path), plain)
    assert kept.read_bytes() == whole


def test_cache_of_other_rules_is_ignored(tmp_path: Path) -> None:
    """A whole file under the name of another one, and one whose content was never checked."""
    plain = load_rulebook(BASE, tmp_path / "small")
    load_rulebook(rules_folder(), tmp_path / "law")
    foreign, own = the_file(tmp_path / "law"), the_file(tmp_path / "small")
    own.write_bytes(foreign.read_bytes())
    same(load_rulebook(BASE, tmp_path / "small"), plain)
    cache_of.keep(tmp_path / "small", own.stem, b'{"vocabulary": {}}')
    same(load_rulebook(BASE, tmp_path / "small"), plain)


def test_changed_rules_are_read_again(tmp_path: Path) -> None:
    rules, cache = tmp_path / "rules", tmp_path / "cache"
    for name, raw in FILES.items():
        (rules / name).parent.mkdir(parents=True, exist_ok=True)
        (rules / name).write_bytes(raw)
    before = load_rulebook(rules, cache)
    path = rules / "credit.yaml"
    path.write_bytes(path.read_bytes().replace(b'"0.25"', b'"0.26"'))
    assert load_rulebook(rules, cache).digest != before.digest
    assert len(list(cache.iterdir())) == 2


def test_stricter_code_reads_the_rules_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older version let pass must not come from its cache."""
    key = cache_of.key_of(FILES)
    (tmp_path / "checks.py").write_text("stricter")
    monkeypatch.setattr(cache_of, "CODE", tmp_path)
    assert cache_of.key_of(FILES) != key


def test_cache_that_cannot_be_used_is_fine(tmp_path: Path) -> None:
    plain = load_rulebook(BASE)
    (tmp_path / "file").write_bytes(b"in the way")
    same(load_rulebook(BASE, tmp_path / "file"), plain)
    same(load_rulebook(BASE, tmp_path / "file" / "below"), plain)
    (tmp_path / "cache" / f"{cache_of.key_of(FILES)}.json").mkdir(parents=True)
    same(load_rulebook(BASE, tmp_path / "cache"), plain)
    assert len(list((tmp_path / "cache").iterdir())) == 1  # nothing half-written is left behind


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_folder_without_permission_is_fine(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    same(load_rulebook(BASE, tmp_path), load_rulebook(BASE))


def test_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    same(load_rulebook(BASE, tmp_path), load_rulebook(BASE))
    assert not list(tmp_path.iterdir())


# Folders


def test_cases_and_other_files_are_no_rules(tmp_path: Path) -> None:
    for name, raw in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "one.yaml").write_text("not: rules")
    (tmp_path / "README.md").write_text("not rules")
    assert load_rulebook(tmp_path).digest == load_rulebook(BASE).digest


def test_empty_or_missing_folder_names_what_is_missing(tmp_path: Path) -> None:
    nowhere, files = tmp_path / "nowhere", ["assessment.yaml", "instruments.yaml", "vocabulary.yaml"]
    for folder, missing in ((tmp_path, files), (nowhere, [str(nowhere)])):
        with pytest.raises(BadInput) as caught:
            read_files(folder)
        assert [problem.found for problem in caught.value.problems] == missing


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for name, raw in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(BadInput) as caught:
        load_rulebook(tmp_path)
    (problem,) = caught.value.problems
    assert problem.text("en") == "folder.yaml cannot be read: Is a directory"


# What else asks a rulebook for its references and times


def test_dependencies_name_what_is_read() -> None:
    rulebook = load_rulebook(BASE)
    graph = dependencies(rulebook)
    assert graph["provision:tier.nst"] == ["fact:judgement.tier.nst", "provision:facility.antibody"]
    assert graph["provision:credit.in-force"] == ["fact:tax_year.starts_on"]
    assert graph["fact:taxpayer.is_sme"] == ["provision:size.other-stated", "provision:size.sme-stated"]
    assert graph["fact:recognition.due"] == ["table:recognition.due-day"]
    assert set(formula_reads(rulebook.formulas["credit.base"].value)) == {
        "fact:amount.amount_krw",
        "table:credit.base-rate",
    }


def test_knowledge_changes_with_each_instrument_that_is_used() -> None:
    assert knowledge_steps(load_rulebook(BASE)) == [day("2020-12-29"), day("2022-12-31"), day("2023-08-29")]


def test_long_chain_of_provisions_is_checked() -> None:
    """A long chain is no circle, and is not walked by recursion."""
    chain = "".join(
        f"  - id: chain.{i}\n    title: {{ko: 사슬, en: Chain}}\n    scope: claim\n    cites: [Act 1]\n"
        f"    when: {{provision: {f'chain.{i + 1}' if i < 2999 else 'taxpayer.is-sme'}}}\n"
        for i in range(3000)
    )
    rulebook = load_files({**FILES, "chain.yaml": b"provisions:\n" + chain.encode()})
    assert len(rulebook.provisions) == 3000 + len(SMALL.provisions)
