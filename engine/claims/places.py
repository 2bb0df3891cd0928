"""Where a claim as data says a fact, or a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A fact or list of the claim, of an investment, or of one of its amounts; these by their numbers."""

    path: str
    investment: int | None = None
    amount: int | None = None

    @property
    def steps(self) -> tuple[str | int, ...]:
        """The way to it: an investment's own value, which goes before that of its project."""
        group, _, name = self.path.rpartition(".")
        named = (group, name) if group else (name,)
        if self.investment is None:
            return named
        if self.amount is None:
            return ("investments", self.investment, *named)
        return ("investments", self.investment, "amounts", self.amount, name)


def write(place: Place, data: Data, value: object) -> None:
    """Writes a value where it belongs. The investment and the amount have to be there."""
    at: Any = data
    *steps, last = place.steps
    for step in steps:
        if isinstance(at, dict) and at.get(step) is None:
            at[step] = {}
        at = at[step]
    at[last] = value
