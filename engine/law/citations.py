"""Citations: short forms in the rules, full forms in Korean and English for readers.

Short forms: ``Act 24(1)2가``, ``Rule Annex 6-2 7-가``, ``act-19328 addenda 3(1)``, ``Act 127(1)4``. The names of the
laws and the words of the full forms stand in ``rules/instruments.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol


class Named(Protocol):
    @property
    def name(self) -> dict[str, str]: ...


_ARTICLE = (
    r"(?P<article>\d+(?:-\d+)?)(?:\((?P<paragraph>\d+(?:-\d+)?)\))?"
    r"(?P<item>\d+(?:-\d+)?)?(?P<sub>[가-힣])?(?P<point>\d+\))?"
)
_ANNEX = r"Annex (?P<annex>\d+(?:-\d+)?)(?: (?P<row>[0-9가-힣().-]+))?"
_SHORT = re.compile(rf"(?P<law>\S+?)(?P<addenda> addenda)?(?: (?:{_ANNEX}|{_ARTICLE}))?")


@dataclass(frozen=True)
class Forms:
    """Words of the full forms by language, and the laws by short name."""

    laws: dict[str, dict[str, str]]
    titles: dict[str, dict[str, str]]  # by short name, of the laws that have a longer title
    words: dict[str, dict[str, str]]

    def known(self, cite: str, instruments: dict[str, Named]) -> bool:
        match = _SHORT.fullmatch(cite)
        return match is not None and (match["law"] in self.laws or match["law"] in instruments)

    def full(self, cite: str, instruments: dict[str, Named], lang: str) -> str:
        match = _SHORT.fullmatch(cite)
        if match is None:
            return cite
        words = self.words
        law = match["law"]
        parts = [self.laws[law][lang] if law in self.laws else instruments[law].name[lang]]
        if match["addenda"]:
            parts.append(words["addenda"][lang])
        for name in ("annex", "row", "article", "paragraph", "item", "sub", "point"):
            if match[name]:
                number, branch = _split(match[name])
                branch = branch and words["branch"][lang].format(branch)
                parts.append(words[name][lang].format(number, branch))
        return "".join(parts)


def _split(number: str) -> tuple[str, str]:
    """Number and inserted branch: 21-2 is Article 21 branch 2. Rows such as 7-가 are no branches."""
    match = re.fullmatch(r"(\d+)-(\d+)", number)
    return (match[1], match[2]) if match else (number, "")
