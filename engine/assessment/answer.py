"""The answer as a document: what every door, the ledger and the tests see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from engine.assessment import money
from engine.assessment.money import Part, exposure, hull, part_credits, plus
from engine.assessment.numbers import Document, difference, put_won
from engine.assessment.part_answer import PartAnswer
from engine.assessment.verdict import ELIGIBLE, INELIGIBLE, REVIEW, UNDETERMINED
from engine.claims.claim import Claim
from engine.claims.reader import ENDS
from engine.inference.derivation import Node, shown
from engine.inference.solve import Entity
from engine.law.rulebook import Rulebook
from engine.law.values import Interval, Truth, iso

FORMAT = 1  # of the document; raised when a key changes its meaning
PRECEDENCE = (UNDETERMINED, REVIEW, ELIGIBLE, INELIGIBLE)  # of an investment whose parts differ


@dataclass(frozen=True)
class Answer:
    rulebook: Rulebook
    claim: Claim
    root: Entity
    groups: list[list[list[Part]]]  # per investment and amount its dated parts
    known_on: int
    everything: bool

    def document(self) -> Document:
        states = money.open_schemes(self.rulebook, self.root)
        credit, scheme = self.credit(states)
        schemes = [scheme] if scheme else [name for name, state in states.items() if state is not False]
        assumed: set[str] = set()
        investments = []
        for investment, amounts in zip(self.claim.investments, self.groups, strict=True):
            parts = [part for amount in amounts for part in amount]
            answers = [
                PartAnswer(
                    self.rulebook, parts, i, schemes, replace(part.explainer, everything=True, decided={})
                )
                if self.everything
                else PartAnswer(self.rulebook, parts, i, schemes, part.explainer)
                for i, part in enumerate(parts)
            ]
            investments.append(self.investment(investment.id, [answer.document() for answer in answers]))
            assumed.update(*(answer.assumptions() for answer in answers))
        outcomes = Counter(str(item["outcome"]) for item in investments)
        return {
            "format": FORMAT,
            "law": self.law(),
            "outcomes": dict(sorted(outcomes.items())),
            "investments": investments,
            "credit": credit,
            "assumptions": [self.assumption(path) for path in sorted(assumed)],
            "watch": self.watch(),
            "not_examined": [item.model_dump() for item in self.rulebook.assessment.not_examined],
        }

    def law(self) -> Document:
        """Which law was applied, as known when, and how far it was read."""
        through = min(self.rulebook.read_through.values())
        year_end = self.root.facts[ENDS]
        assert isinstance(year_end, Interval)
        return {
            "rulebook": self.rulebook.digest,
            "known_on": iso(self.known_on),
            "read_through": iso(through),
            "beyond_read_through": max(int(year_end.high or 0), self.known_on) > through,
        }

    def credit(self, states: dict[str, Truth]) -> tuple[Document, str | None]:
        """Base credit per scheme that may be open, and the scheme taken (None while that is open)."""
        totals = {name: self.sums(name) for name, state in states.items() if state is not False}
        certain = [name for name in totals if states[name]]
        wanted = self.root.facts.get(self.rulebook.assessment.scheme_choice)
        parts = [part for amounts in self.groups for amount in amounts for part in amount]
        scheme = (
            str(wanted) if wanted in certain else money.best(self.rulebook, parts, totals, certain)
        )
        base = totals[scheme] if scheme else hull(totals.values())
        floor = hull(self.sums(name, floor=True) for name in ([scheme] if scheme else totals))
        schemes = []
        for name, value in totals.items():
            entry: Document = {"scheme": name, "bounds": {}}
            put_won(entry, "base_krw", value)
            schemes.append(entry)
        closed = wanted in states and wanted not in totals
        document: Document = {
            "scheme": scheme,
            "requested_scheme_closed": closed,
            "schemes": schemes,
            "bounds": {},
        }
        put_won(document, "base_krw", base)
        put_won(document, "floor_krw", floor)
        exact = base.exact is not None and floor.exact is not None
        stake = hull(self.exposures(name) for name in ([scheme] if scheme else totals))
        put_won(document, "exposure_krw", difference(base, floor) if exact else stake)
        return document, scheme

    def sums(self, scheme: str, floor: bool = False) -> Interval:
        """Base credit of the claim under a scheme; ``floor``: if recognition that is still to come is refused."""
        total = []
        for amounts in self.groups:
            total += self.credits([amount[0] for amount in amounts if len(amount) == 1], scheme, floor)
            for amount in amounts:
                if len(amount) > 1:  # it lies in one of several stretches, or is spread over them
                    shares = [self.credits([replace(part, whole=True)], scheme, floor)[0] for part in amount]
                    total.append(hull(shares))
        return plus(total)

    def exposures(self, scheme: str) -> Interval:
        wholes = [
            [replace(part, whole=True) for part in amount] for amounts in self.groups for amount in amounts
        ]
        return plus(hull(exposure(self.rulebook, part, scheme) for part in amount) for amount in wholes)

    def credits(self, parts: list[Part], scheme: str, floor: bool) -> list[Interval]:
        tiers = [part.verdict.tiers.floor if floor else part.verdict.tiers.claimable for part in parts]
        return part_credits(self.rulebook, parts, scheme, tiers)

    @staticmethod
    def investment(name: str, parts: list[Document]) -> Document:
        """Tier and row are repeated where all parts agree."""
        outcomes = {part["outcome"] for part in parts}
        document: Document = {"id": name, "outcome": next(o for o in PRECEDENCE if o in outcomes)}
        for key in ("tier", "facility_row"):
            document[key] = parts[0][key] if len({str(part[key]) for part in parts}) == 1 else None
        return {**document, "parts": parts}

    def assumption(self, path: str) -> Node:
        fact = self.rulebook.facts[path]
        assert fact.presumed is not None
        return {
            "fact": path,
            "value": shown(self.rulebook, path, fact.presumed_value),
            "label": dict(fact.label),
            "because": fact.presumed.because.model_dump(),
            "cites": list(fact.presumed.cites),
        }

    def watch(self) -> list[Node]:
        """Days until which an investment has to be kept as it is."""
        found: list[Node] = []
        for investment, entity, amounts in zip(
            self.claim.investments, self.root.parts, self.groups, strict=True
        ):
            if all(part.verdict.eligible is False for amount in amounts for part in amount):
                continue
            tiers = {tier for amount in amounts for part in amount for tier in part.verdict.tiers.claimable}
            for entry in self.rulebook.assessment.watch:
                if entry.tiers and tiers.isdisjoint(entry.tiers):
                    continue
                until = entity.facts.get(entry.until)
                if isinstance(until, Interval) and until.exact is not None:
                    node: Node = {
                        "kind": entry.kind,
                        "label": entry.label.model_dump(),
                        "investment": investment.id,
                    }
                    found.append({**node, "until": iso(until.exact), "cites": list(entry.cites)})
        return found
