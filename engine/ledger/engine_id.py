"""Which code decides: its version, and a hash over the modules that turn a claim into an answer."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

DECIDING = ("law", "claims", "inference", "credit", "assessment")


@cache
def engine_id() -> str:
    """For example ``0.1.0+3f9a0c1b22d4``."""
    engine = Path(__file__).parents[1]
    whole = sha256()
    for package in DECIDING:
        for path in sorted((engine / package).glob("*.py")):
            code = path.read_bytes()
            whole.update(f"\0{package}/{path.name}\0{len(code)}\0".encode() + code)
    try:
        number = version("gongje")
    except PackageNotFoundError:
        number = "0"
    return f"{number}+{whole.hexdigest()[:12]}"
