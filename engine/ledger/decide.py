"""Decided twice: the truth values of a recorded decision come from one evaluator and are confirmed by another.

Only agreement is acknowledged. A disagreement is refused, and kept in the ledger with both derivations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.assessment.assess import Prepared, assess
from engine.claims.reader import read_claim
from engine.inference.plan import Stratum
from engine.inference.solve import Evaluate
from engine.law.values import Facts, Truth, iso
from engine.ledger.draft import Draft
from engine.ledger.faults import Fault
from engine.ledger.identity import Path, take_out
from engine.ledger.leaf import DECISION, DISAGREEMENT, Identity, canonical
from engine.ledger.store import Also, Ledger

CLAIM_SOURCE = "claim.json"


@dataclass(frozen=True)
class Recorder:
    """Who records, for whom, and as what. A ``signed`` decision rests on no open presumption."""

    actor: str
    organisation: str | None = None
    signed: bool = False
    supersedes: int | None = None


@dataclass(frozen=True)
class Decision:
    """What both evaluators said of a claim: canonical bytes, the claim without identity."""

    claim: bytes
    taken: tuple[tuple[Path, str], ...]  # the identity
    assessment: bytes
    document: dict[str, Any] = field(repr=False)
    prepared: Prepared = field(repr=False)
    known_on: int


class Disagreement(Exception):
    """The evaluators gave a provision different truth values. ``kept_as`` is the entry with both derivations."""

    def __init__(self, provisions: Sequence[str]):
        self.provisions, self.kept_as = list(provisions), 0
        super().__init__(", ".join(provisions))


@dataclass(frozen=True)
class Confirmed:
    """An evaluator whose every truth value another one confirms."""

    first: Evaluate
    second: Evaluate

    def __call__(
        self, stratum: Stratum, facts: Facts, applies: Mapping[str, Truth], known: Mapping[str, Truth]
    ) -> dict[str, Truth]:
        truths = self.first(stratum, facts, applies, known)
        confirmed = self.second(stratum, facts, applies, known)
        if truths != confirmed:
            names = truths.keys() | confirmed.keys()
            raise Disagreement(sorted(n for n in names if truths.get(n, "none") is not confirmed.get(n, "none")))
        return truths


def decide(data: dict[str, Any], prepared: Prepared, known_on: int, durable: Evaluate, reference: Evaluate) -> Decision:
    """The decision on a claim's data (``Claim.data``); Disagreement, BadInput."""
    kept, taken = take_out(data, prepared.rulebook)
    claim = canonical(kept)
    facts = read_claim(claim, CLAIM_SOURCE, prepared.rulebook)
    document = assess(facts, prepared, known_on, Confirmed(durable, reference))
    return Decision(claim, taken, canonical(document), document, prepared, known_on)


def draft(decision: Decision, recorder: Recorder) -> Draft:
    """The entry of a decision; Fault if it is to be signed and presumptions are open."""
    if recorder.signed and decision.document["assumptions"]:
        facts = ", ".join(item["fact"] for item in decision.document["assumptions"])
        raise Fault("open-presumptions", facts=facts)
    return Draft(
        DECISION,
        Identity(recorder.actor, decision.taken),
        {"known_on": iso(decision.known_on), "signed": recorder.signed},
        {
            "claim": decision.claim,
            "rulebook": decision.prepared.rulebook.content,
            "assessment": decision.assessment,
        },
        recorder.organisation,
        recorder.supersedes,
    )


def record(
    ledger: Ledger,
    data: dict[str, Any],
    prepared: Prepared,
    known_on: int,
    durable: Evaluate,
    reference: Evaluate,
    recorder: Recorder,
    also: Also | None = None,
) -> tuple[int, Decision]:
    """Decides twice and appends; the number of the entry, durable by then. A Disagreement is kept, then raised.

    ``also``: what is written in the same transaction as the decision.
    """
    if recorder.supersedes is not None:
        with ledger.view() as view:
            if view.entry(recorder.supersedes).kind != DECISION:
                raise Fault("not-a-decision", ledger.database.name, number=recorder.supersedes)
    try:
        decision = decide(data, prepared, known_on, durable, reference)
    except Disagreement as disagreement:
        kept = _disagreement(data, prepared, known_on, {"durable": durable, "reference": reference}, recorder)
        disagreement.kept_as = ledger.append([kept])[0]
        raise
    return ledger.append([draft(decision, recorder)], also)[0], decision


def _disagreement(
    data: dict[str, Any], prepared: Prepared, known_on: int, evaluators: Mapping[str, Evaluate], recorder: Recorder
) -> Draft:
    kept, taken = take_out(data, prepared.rulebook)
    claim = canonical(kept)
    facts = read_claim(claim, CLAIM_SOURCE, prepared.rulebook)
    derivations = {}
    for name, evaluate in evaluators.items():
        derivations[name] = canonical(assess(facts, prepared, known_on, evaluate, everything=True))
    return Draft(
        DISAGREEMENT,
        Identity(recorder.actor, taken),
        {"known_on": iso(known_on)},
        {"claim": claim, "rulebook": prepared.rulebook.content, **derivations},
        recorder.organisation,
    )
