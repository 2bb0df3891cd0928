"""What the READMEs show is what the commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.ko.md")
BLOCK = re.compile(r"```console\n\$ gongje ([^\n]*)\n(.*?)```", re.DOTALL)
SHOWN = [
    (name, m[1], m[2]) for name in READMES for m in BLOCK.finditer((ROOT / name).read_text(encoding="utf-8"))
]


def test_each_readme_shows_an_answer() -> None:
    assert {name for name, _, _ in SHOWN} == set(READMES)


@pytest.mark.parametrize(("name", "command", "output"), SHOWN, ids=[f"{n} {c}" for n, c, _ in SHOWN])
def test_output(name: str, command: str, output: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    result = CliRunner().invoke(main, shlex.split(command))
    for piece in output.split("[...]\n"):  # what is left out between two pieces is marked so
        assert piece in result.output, name
    assert "[...]" in output or output == result.output


def test_links_lead_somewhere() -> None:
    for name in (*READMES, "rules/README.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (ROOT / name).parent.joinpath(target).exists(), (name, target)
