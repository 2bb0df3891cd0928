"""What the writers of answers need said in the chosen language; the doors supply it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Wording:
    """A reason in a sentence, and the law that it cites."""

    text: str
    cites: str


class Words(Protocol):
    @property
    def lang(self) -> str: ...

    def say(self, key: str, **values: object) -> str:
        """A text of the catalogue."""

    def pick(self, words: Mapping[str, str]) -> str:
        """A text that the rules have in both languages."""

    def label(self, path: str) -> str:
        """Name of a fact."""

    def title(self, id_: str) -> str:
        """Title of a provision or of a row of a table."""

    def fact_value(self, path: str, value: object) -> str: ...

    def figure(self, node: Mapping[str, Any], key: str, kind: str = "won") -> str:
        """A number (won, date) of a document, or its bounds where it is open."""

    def judged(self, provision: str, value: bool) -> str:
        """A provision and what a professional judged of it."""

    @property
    def read_through(self) -> str:
        """Up to which day each kind of law was read."""

    def law(self, short: str) -> str: ...

    def cited(self, words: str, cites: list[str]) -> str:
        """Words with the law that they rest on in brackets."""

    def cites(self, cites: Iterable[str]) -> str: ...

    def tier(self, tier: str) -> str: ...

    def scheme(self, scheme: str) -> str: ...

    def instrument(self, id_: str) -> str: ...

    def reason(self, part: Mapping[str, Any]) -> Wording:
        """Why a dated part (as in the answer on a single claim) is judged as it is; figures aside."""
