"""Content of rulebooks that were read and checked before, kept in a folder by the hash of what made them.

A cache is never needed: one that is damaged, foreign or cannot be written counts as none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

CODE = Path(__file__).parent


def key_of(files: Mapping[str, bytes]) -> str:
    """Hash of rule files and of the code that reads and checks them, which may grow stricter."""
    whole = hashlib.sha256()
    code = {path.name: path.read_bytes() for path in CODE.glob("*.py")}
    for part in (code, files):
        for name in sorted(part):
            whole.update(f"\0{name}\0{len(part[name])}\0".encode() + part[name])
    return whole.hexdigest()


def _file(folder: Path, key: str) -> Path:
    return folder / f"{key}.json"


def _header(key: str, content: bytes) -> bytes:
    """Ties a file to its key and to its content."""
    return hashlib.sha256(key.encode() + content).hexdigest().encode() + b"\n"


def take(folder: Path, key: str) -> bytes | None:
    """The content kept under a key, if it is there and whole."""
    try:
        header, _, content = _file(folder, key).read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if header + b"\n" == _header(key, content) else None


def keep(folder: Path, key: str, content: bytes) -> None:
    """Written aside and renamed, so that a reader never sees half a file."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_header(key, content) + content)
        Path(name).replace(_file(folder, key))
    except OSError:
        Path(name).unlink(missing_ok=True)
