"""A recorded decision decided again: by its own rulebook, where it must give the same bytes, and by the law since."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from engine.assessment.assess import Prepared, assess, prepare
from engine.claims.reader import read_claim
from engine.inference.solve import Evaluate
from engine.law.loader import from_content
from engine.law.problems import BadInput
from engine.law.values import day
from engine.ledger.check import check_entry
from engine.ledger.decide import CLAIM_SOURCE
from engine.ledger.differences import Comparison, compare
from engine.ledger.engine_id import engine_id
from engine.ledger.faults import Fault, Finding
from engine.ledger.leaf import DECISION, Leaf, canonical, read_leaf
from engine.ledger.view import Stored

SAME, ENGINE, DIFFERENT = "same", "engine", "different"
KEPT = 8  # rulebooks that are ready at once
HEADLINE = ("total_krw", "base_krw")  # of the credit, the more complete first


class Damaged(Exception):
    """The entry is not what was recorded, so there is nothing to replay."""

    def __init__(self, findings: list[Finding]):
        self.findings = findings
        super().__init__(str(findings))


@dataclass(frozen=True)
class Recorded:
    """A decision as it was recorded, every byte checked."""

    number: int
    leaf: Leaf
    claim: bytes
    rulebook: bytes
    assessment: bytes

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.assessment)
        return found

    @property
    def known_on(self) -> int:
        return day(self.leaf["known_on"])


@dataclass(frozen=True)
class Replay:
    """What became of a decision under its own rulebook.

    ``outcome``: the same bytes; other bytes by another engine; or other bytes by the very engine that recorded it,
    which must not be. ``problem``: why this engine cannot decide it at all.
    """

    outcome: str
    recorded_by: str
    engine: str
    comparison: Comparison | None = None
    assessment: bytes = b""  # as decided now
    problem: BadInput | None = None


def recorded(stored: Stored) -> Recorded:
    """Damaged if a byte of it was changed; Fault if it is no decision."""
    findings = check_entry(stored)
    leaf = read_leaf(stored.leaf)
    if findings or leaf is None:
        raise Damaged(findings)
    if leaf["kind"] != DECISION:
        raise Fault("not-a-decision", number=stored.number)
    whole = {name: stored.contents[leaf[name]].unpack() or b"" for name in ("claim", "rulebook", "assessment")}
    return Recorded(stored.number, leaf, **whole)


class Replayer:
    """Decides recorded claims again with one evaluator; keeps the rulebooks it met. Several threads may use it."""

    def __init__(self, evaluate: Evaluate):
        self.evaluate = evaluate
        self._lock = Lock()
        self._ready: OrderedDict[str, Prepared] = OrderedDict()

    def replay(self, one: Recorded) -> Replay:
        """By the rulebook, and as known on the day, of the recording."""
        by, engine = str(one.leaf["engine"]), engine_id()
        differs = ENGINE if by != engine else DIFFERENT
        try:
            again = self.decide(one, self.rulebook(one), one.known_on)
        except BadInput as problem:
            return Replay(differs, by, engine, problem=problem)
        if again == one.assessment:
            return Replay(SAME, by, engine, assessment=again)
        comparison = compare(one.document, json.loads(again))
        return Replay(differs, by, engine, comparison, again)

    def rulebook(self, one: Recorded) -> Prepared:
        """BadInput if this engine cannot read the rulebook."""
        name = one.leaf["rulebook"]
        with self._lock:
            if name not in self._ready:
                self._ready[name] = prepare(from_content(one.rulebook))
                if len(self._ready) > KEPT:
                    self._ready.popitem(last=False)
            self._ready.move_to_end(name)
            return self._ready[name]

    def decide(self, one: Recorded, prepared: Prepared, known_on: int) -> bytes:
        """The assessment of the recorded claim by any rulebook; BadInput if that cannot read the claim."""
        claim = read_claim(one.claim, CLAIM_SOURCE, prepared.rulebook)
        return canonical(assess(claim, prepared, known_on, self.evaluate))


def headline(document: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """The credit in won that the assessment comes to, as bounds; equal if it is certain, None where it is open."""
    credit = document["credit"]
    key = next(name for name in HEADLINE if name in credit or name in credit.get("bounds", {}))
    if credit.get(key) is not None:
        return int(credit[key]), int(credit[key])
    bounds = credit["bounds"].get(key, {})
    low, high = (bounds.get(end) for end in ("at_least", "at_most"))
    return None if low is None else int(low), None if high is None else int(high)
