"""A recorded bulk audit done again from its files, and what is said where the files or the answer are others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from problem_files import FIXTURES

from api.commands.main import main
from engine.assessment.assess import Prepared
from engine.law.values import day
from engine.ledger.audits import record_audit
from engine.ledger.decide import Recorder
from engine.ledger.rows import split
from engine.ledger.store import Ledger

REGISTER, SETTINGS = FIXTURES / "registers/example.xlsx", FIXTURES / "registers/example.settings.yaml"
KNOWN_ON = "2025-03-20"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit as entry 2, with the mapping that it wrote; entry 3 says the same but for one row."""
    folder = tmp_path_factory.mktemp("replayed")
    given = ["audit", str(REGISTER), "--settings", str(SETTINGS), "--out", str(folder / "out.xlsx")]
    made = CliRunner().invoke(main, [*given, "--known-on", KNOWN_ON, "--record", "--as", "Kim", *place(folder)])
    assert made.exit_code == 0, made.output
    return folder


def place(folder: Path) -> list[str]:
    return ["--ledger", str(folder / "ledger.db"), "--keys", str(folder / "keys")]


def replay(folder: Path, *given: object, settings: Path = SETTINGS, lang: str = "en") -> Result:
    files = ["--settings", str(settings), "--mapping", str(folder / "out.mapping.yaml")]
    return CliRunner().invoke(main, ["replay", *map(str, given), *files, *place(folder), "--lang", lang])


def test_the_same_files_give_the_same_rows(folder: Path) -> None:
    done = replay(folder, 2, REGISTER)
    assert done.exit_code == 0, done.output
    assert "Audited again: the same summary and the same 22 rows" in done.stdout
    told = json.loads(replay(folder, 2, REGISTER, "--format", "json").stdout)
    assert (told["outcome"], told["rows"], told["changed"], told["other_inputs"]) == ("same", 22, 0, [])
    with Ledger(str(folder / "ledger.db"), folder / "keys") as ledger, ledger.view() as view:
        assert json.loads(view.entry(2).leaf)["rows"] == {"count": 22, "root": told["root"]}
    assert "모두 같음" in replay(folder, 2, REGISTER, lang="ko").stdout


def test_other_files_are_named_and_nothing_is_compared(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "settings.yaml"
    other.write_bytes(SETTINGS.read_bytes() + b"# changed\n")
    done = replay(folder, 2, REGISTER, settings=other)
    assert done.exit_code == 1
    assert "Settings: not what was audited" in done.stdout and "Registers" not in done.stdout
    shutil.copy(FIXTURES / "registers/real-plants.csv", tmp_path / "other.csv")
    told = json.loads(replay(folder, 2, tmp_path / "other.csv", "--format", "json", settings=other).stdout)
    assert (told["outcome"], told["other_inputs"]) == (None, ["registers", "settings"])


def test_an_answer_that_did_not_come_from_these_rules_is_found(folder: Path, prepared: Prepared) -> None:
    """Recorded by the same engine, with one row that says more than it gave."""
    with Ledger(str(folder / "ledger.db"), folder / "keys") as ledger:
        with ledger.view() as view:
            stored = view.entry(2)
            leaf: Any = json.loads(stored.leaf)
            summary = json.loads(stored.contents[leaf["summary"]].unpack() or b"")
            rows = [row for chunk in view.chunks(2) for row in split(chunk.packed.unpack() or b"")]
        at = next(at for at, row in enumerate(rows) if b'"ineligible"' in row)
        rows[at] = rows[at].replace(b'"ineligible"', b'"eligible"')
        number = record_audit(ledger, rows, summary, prepared.rulebook, day(KNOWN_ON), Recorder("Kim"))
    done = replay(folder, number, REGISTER)
    assert done.exit_code == 1
    assert "It differs, under the very engine" in done.stdout
    assert "1 of 22 rows differ" in done.stdout and f"   row {at + 1} outcome: eligible → ineligible\n" in done.stdout
    told = json.loads(replay(folder, number, REGISTER, "--format", "json").stdout)
    assert (told["outcome"], told["same_summary"], told["changed"]) == ("different", True, 1)
    assert [one["row"] for one in told["differences"]] == [at + 1]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["2", "--known-on", "2026-01-01", str(REGISTER)], "replayed on its recorded day"),
        (["1", str(REGISTER)], "entry 1 is a single decision"),
        (["2"], "give the files that were audited: gongje replay 2 REGISTER..."),
        (["9", str(REGISTER)], "there is no entry 9"),
        (["2", "{tmp}/none.xlsx"], "there is no such file"),
    ],
)
def test_wrong_calls(given: list[str], said: str, folder: Path, tmp_path: Path) -> None:
    done = replay(folder, *(part.format(tmp=tmp_path) for part in given))
    assert done.exit_code == 2
    assert said in done.stderr
    assert "error in gongje itself" not in done.stderr
