"""What the READMEs show is what the commands print."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from served import server

from api.commands.main import main

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


CURL = re.compile(r"```console\n\$ (curl [^\n]*)\n(.*?)```", re.DOTALL)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("name", READMES)
def test_output_of_curl(name: str, tmp_path: Path) -> None:
    """A new user's way to a decision that is recorded and replayed, on a real server."""
    text = (ROOT / name).read_text(encoding="utf-8")
    commands = CURL.findall(text)
    assert len(commands) == 4
    data = tmp_path / "data"
    claim = str(ROOT / "fixtures/claims/plant-5/2023-assumed.yaml")
    filled = CliRunner().invoke(main, ["check", claim, "--record", "--as", "Kim"], env={"XDG_DATA_HOME": str(data)})
    assert filled.exit_code == 0  # the ledger of whoever reads this is not empty
    [serve] = re.findall(r"^gongje serve (.*--ledger .*) &$", text, re.MULTILINE)
    options = [str(tmp_path / given) if "/" in given else given for given in shlex.split(serve)]
    with server(data, None, *options) as (port, _):
        for command, output in commands:
            asked = shlex.split(command.replace("localhost:8000", f"127.0.0.1:{port}"))
            direct = ["curl", "--noproxy", "*", *asked[1:]]
            said = subprocess.run(direct, cwd=ROOT, capture_output=True, text=True, check=True).stdout
            for piece in LEFT_OUT.split(output):
                at = said.find(piece)
                assert at >= 0, (command, piece, said[:2000])
                said = said[at + len(piece) :]
