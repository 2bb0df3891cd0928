"""What commands read: files and standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from api.catalogue import text
from api.commands.failures import Refusal
from engine.law.problems import BadInput, Problem
from engine.law.strict_yaml import MAX_BYTES

STDIN = "-"


def read_input(name: str, lang: str) -> tuple[bytes, str]:
    """The bytes of a file, never more of it than a claim may have, and how problems name it."""
    if name == STDIN:
        if sys.stdin is None:
            raise Refusal(text("error.no-input", lang))
        return sys.stdin.buffer.read(MAX_BYTES + 1), "stdin"
    with Path(name).open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            size = max(len(raw), os.fstat(file.fileno()).st_size)
            raise BadInput([Problem("too-big", "", str(size), str(MAX_BYTES), source=name)])
    return raw, name
