"""What replaying every decision comes to: how many give the same bytes, and what the rules of now would change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.catalogue import text
from api.text.entries import won_range
from engine.assessment.assess import Prepared
from engine.law.problems import BadInput
from engine.law.values import iso
from engine.ledger.differences import compare
from engine.ledger.replay import DIFFERENT, ENGINE, SAME, Damaged, Recorded, Replayer, headline, recorded

if TYPE_CHECKING:
    from engine.ledger.view import Stored

Bounds = tuple[int | None, int | None]


def moved(before: Bounds, after: Bounds) -> int | None:
    """By how much a credit moves, in won; None if its bounds do not move alike."""
    ends = [b - a if a is not None and b is not None else None for a, b in zip(before, after, strict=True)]
    return ends[0] if ends[0] == ends[1] else None


@dataclass
class Changed:
    """Decisions that another rulebook, or another day, answers otherwise."""

    credits: dict[int, tuple[Bounds, Bounds]] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)

    @property
    def won(self) -> int:
        """By how much credits move in all, where that is certain."""
        return sum(moved(before, after) or 0 for before, after in self.credits.values())

    def take(self, number: int, before: dict[str, Any], after: dict[str, Any]) -> None:
        if any(difference.place[0] != "law" for difference in compare(before, after).values):
            self.credits[number] = headline(before), headline(after)


@dataclass
class Tally:
    outcomes: dict[str, list[int]] = field(default_factory=lambda: {SAME: [], ENGINE: [], DIFFERENT: [], "damaged": []})
    rules: Changed = field(default_factory=Changed)
    law: Changed = field(default_factory=Changed)

    @property
    def count(self) -> int:
        return sum(map(len, self.outcomes.values()))

    @property
    def same(self) -> int:
        return len(self.outcomes[SAME])

    def take(self, stored: Stored, replayer: Replayer, installed: Prepared, when: int | None) -> None:
        try:
            one = recorded(stored)
        except Damaged:
            self.outcomes["damaged"].append(stored.number)
            return
        self.outcomes[replayer.replay(one).outcome].append(one.number)
        document: dict[str, Any] | None = one.document
        if one.leaf["rulebook"] != installed.rulebook.digest:
            document = self._step(one, replayer, installed, one.known_on, document, self.rules)
        if when is not None and document is not None:
            self._step(one, replayer, installed, when, document, self.law)

    @staticmethod
    def _step(
        one: Recorded,
        replayer: Replayer,
        installed: Prepared,
        known_on: int,
        before: dict[str, Any] | None,
        changed: Changed,
    ) -> dict[str, Any] | None:
        assert before is not None
        try:
            after: dict[str, Any] = json.loads(replayer.decide(one, installed, known_on))
        except BadInput as bad:
            changed.refused[one.number] = bad.problems[0].text("en")
            return None
        changed.take(one.number, before, after)
        return after

    def as_json(self) -> dict[str, object]:
        def listed(changed: Changed) -> dict[str, object]:
            credits = [{"entry": n, "before": a, "after": b} for n, (a, b) in changed.credits.items()]
            return {"changed": credits, "krw": str(changed.won), "refused": changed.refused}

        return {**self.outcomes, "rules": listed(self.rules), "law": listed(self.law)}


def all_lines(tally: Tally, when: int | None, lang: str) -> Iterator[str]:
    counts = {name: f"{len(numbers):,}" for name, numbers in tally.outcomes.items()}
    yield text("all.replayed", lang, count=f"{tally.count:,}", **counts)
    for outcome in (ENGINE, DIFFERENT, "damaged"):
        for number in tally.outcomes[outcome]:
            yield text(f"all.{outcome}", lang, number=number)
    yield from _changed_lines("all.rules", tally.rules, "", lang)
    if when is not None:
        yield from _changed_lines("all.law", tally.law, iso(when), lang)


def _changed_lines(key: str, changed: Changed, day: str, lang: str) -> Iterator[str]:
    count = len(changed.credits) + len(changed.refused)
    yield text(key, lang, day=day, count=f"{count:,}", won=_more(changed.won, lang))
    for number, (before, after) in changed.credits.items():
        ends = {"before": won_range(before, lang), "after": won_range(after, lang)}
        more = moved(before, after)
        if more is None:
            change = text("change", lang, **ends)
        else:
            change = text("change.by", lang, **ends, won=_more(more, lang))
        yield text("all.changed", lang, number=number, change=change)
    for number, why in changed.refused.items():
        yield text("all.refused", lang, number=number, why=why)


def _more(won: int, lang: str) -> str:
    return ("+" if won > 0 else "") + text("won", lang, number=f"{won:,}")
