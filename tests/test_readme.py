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
LEFT_OUT = re.compile(r"\[\.\.\.\]\n?")  # lines, or what changes from run to run within one


def shown(name: str) -> list[tuple[str, str]]:
    """Commands and what they print, in order: later ones go on with what earlier ones recorded."""
    return [(m[1], m[2]) for m in BLOCK.finditer((ROOT / name).read_text(encoding="utf-8"))]


@pytest.mark.parametrize("name", READMES)
def test_output(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")  # what a command writes does not land in the working copy
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    commands = shown(name)
    assert len(commands) >= 2
    for command, output in commands:
        result = CliRunner().invoke(main, shlex.split(command))
        rest = result.output
        for piece in LEFT_OUT.split(output):
            at = rest.find(piece)
            assert at >= 0, (command, piece)
            rest = rest[at + len(piece) :]
        assert "[...]" in output or output == result.output, command


def test_links_lead_somewhere() -> None:
    for name in (*READMES, "rules/README.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (ROOT / name).parent.joinpath(target).exists(), (name, target)
