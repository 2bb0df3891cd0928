"""Real plants to start from: claims with what the press says of them, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from api.http.parameters import Form
from engine.law.strict_yaml import read_yaml

EXAMPLE = Form("^INV-[0-9]{2}$", "INV-01 .. INV-35")


@dataclass(frozen=True)
class Example:
    """``data`` is the claim document. ``about`` is the first line of the file: company, plant, size."""

    id: str
    about: str
    data: Mapping[str, Any]

    @property
    def company(self) -> str:
        return str(self.data["taxpayer"]["name"])

    @property
    def year(self) -> str:
        return str(self.data["tax_year"]["ends_on"])[:4]

    @property
    def projects(self) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = self.data["projects"]
        return found


@cache
def examples() -> Mapping[str, Example]:
    """By id, in order."""
    folder = files("api").joinpath("examples")
    found = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            raw = file.read_bytes()
            data = read_yaml(raw, file.name).data
            assert isinstance(data, dict)
            id_ = file.name.removesuffix(".yaml")
            found[id_] = Example(id_, raw.decode().partition("\n")[0].strip("# "), data)
    return found
