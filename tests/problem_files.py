"""Bad inputs with the messages they are to get: what the tests of claims and of rule files share."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from engine.law.problems import BadInput, Problem
from engine.law.strict_yaml import Path as Steps

FIXTURES = Path(__file__).parent.parent / "fixtures"
CLAIMS, DOSSIERS, RULES = FIXTURES / "claims", FIXTURES / "dossiers", FIXTURES / "rules"


def report(problems: Iterable[Problem]) -> str:
    """Place, English and Korean of every problem, in the order in which they are reported."""
    return "".join(f"{p.place}\n  {p.text('en')}\n  {p.text('ko')}\n" for p in problems)


def compare(expected: Path, bad: BadInput) -> None:
    """The messages stand in the file, letter by letter. UPDATE_EXPECTED=1 writes them: read what changed."""
    found = report(bad.problems)
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(found, encoding="utf-8")
    assert expected.is_file(), f"{expected} is missing; it should say\n{found}"
    assert found == expected.read_text(encoding="utf-8")


def rule_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.y*ml"))}


def laid_over(base: Mapping[str, bytes], overlay: Path) -> dict[str, bytes]:
    """A rule set with the files of an overlay added, and the changes of its ``edits.yaml`` made."""
    files = {**base, **rule_files(overlay)}
    for edit in yaml.safe_load(files.pop("edits.yaml", b"[]")):
        name = edit["file"]
        if edit.get("delete"):
            del files[name]
            continue
        text = files[name].decode()
        assert text.count(edit["find"]) == 1, f"{overlay.name}: {edit['find']!r} must stand in {name} once"
        files[name] = text.replace(edit["find"], edit["put"]).encode()
    return files


def paths(data: object, at: Steps = ()) -> list[Steps]:
    """The path of every part of plain data."""
    items: list[tuple[str | int, object]] = []
    if isinstance(data, dict):
        items = list(data.items())
    elif isinstance(data, list):
        items = list(enumerate(data))
    return [at, *(path for key, value in items for path in paths(value, (*at, key)))]


def replaced(data: object, path: Steps, value: object) -> object:
    """Plain data with one part replaced."""
    if not path:
        return value
    if isinstance(data, dict):
        return {k: replaced(v, path[1:], value) if k == path[0] else v for k, v in data.items()}
    assert isinstance(data, list)
    return [replaced(v, path[1:], value) if k == path[0] else v for k, v in enumerate(data)]
