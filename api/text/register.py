"""The words of a bulk audit: those of a single answer, and why a set of lines is answered alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.text.parts import doubts, judged, sentence, tier
from api.text.words import Node, Words
from engine.law.values import ORDERED
from engine.registers.words import Wording


@dataclass(frozen=True)
class RegisterWords(Words):
    """``known_on``: the day as text; periods are told as they were known then."""

    known_on: str = ""

    def reason(self, part: Mapping[str, Any]) -> Wording:
        """The sentence, what it hangs on, and the law. Days and amounts differ from line to line: they are left out."""
        told = {**part, "because": [self.without_figures(node) for node in part["because"]]}
        beside = [*(f"{label}: {value}." for label, value in judged(told, self)), *(v for _, v in doubts(told, self))]
        said = [sentence(told, self), *beside]
        cites = [value for label, value in tier(told, self.known_on, self) if label == self.say("basis")]
        return Wording(" ".join(said), "; ".join(dict.fromkeys(cites)))

    def without_figures(self, node: Node) -> dict[str, Any]:
        facts = self.rulebook.facts
        kept = {path: value for path, value in node.get("facts", {}).items() if facts[path].type not in ORDERED}
        return {**node, "facts": kept, "from": [self.without_figures(inner) for inner in node.get("from", [])]}
