"""The words of a bulk audit: those of a single answer, and why a set of lines is answered alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.text.parts import grounds, judged, rate_rows, sentence, tier
from api.text.words import Node, Words
from engine.assessment.verdict import REVIEW
from engine.law.values import ORDERED
from engine.registers.words import Wording


@dataclass(frozen=True)
class RegisterWords(Words):
    """``known_on``: the day as text; periods are told as they were known then."""

    known_on: str = ""

    def reason(self, part: Mapping[str, Any]) -> Wording:
        """The deciding reasons, and the law. Days and amounts differ from line to line: they are left out."""
        told = {**part, "because": [self.without_figures(node) for node in part["because"]]}
        cites = [value for label, value in tier(told, self.known_on, self) if label == self.say("basis")]
        rates = rate_rows(told, self)
        cited = [node["cites"] for node in grounds(told, self)] if rates else []
        cites += [self.cites(rate["cites"]) for rate in rates if rate["cites"] not in cited]
        said = [self.deciding(told), *(f"{label}: {value}." for label, value in judged(told, self))]
        return Wording(" ".join(said), "; ".join(dict.fromkeys(cites)))

    def deciding(self, part: Mapping[str, Any]) -> str:
        """A sentence; of readings for review only the names, as their notes stand with the assumptions."""
        readings = [self.title(doubt["provision"]) for doubt in part.get("hangs_on", ())]
        if part["outcome"] != REVIEW or not readings:
            return sentence(part, self)
        out = ".out" if part["because"][0]["value"] is False else ""
        return self.say(f"book.review{out}", readings=self.few(readings))

    def without_figures(self, node: Node) -> dict[str, Any]:
        facts = self.rulebook.facts
        kept = {path: value for path, value in node.get("facts", {}).items() if facts[path].type not in ORDERED}
        return {**node, "facts": kept, "from": [self.without_figures(inner) for inner in node.get("from", [])]}
