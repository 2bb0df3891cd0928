"""The answer as a document: what every door, the ledger and the tests see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from engine.assessment.credit_answer import CreditAnswer
from engine.assessment.judged import judgement_node
from engine.assessment.money import Amounts
from engine.assessment.numbers import Document
from engine.assessment.part_answer import PartAnswer
from engine.assessment.verdict import ELIGIBLE, INELIGIBLE, REVIEW, UNDETERMINED
from engine.claims.claim import Claim
from engine.claims.reader import ENDS
from engine.inference.derivation import Node, shown
from engine.inference.entity import Entity
from engine.law.rulebook import Fact, Rulebook
from engine.law.values import Interval, iso

FORMAT = 1  # of the document; raised when a key changes its meaning
PRECEDENCE = (UNDETERMINED, REVIEW, ELIGIBLE, INELIGIBLE)  # of an investment whose parts differ


@dataclass(frozen=True)
class Answer:
    rulebook: Rulebook
    claim: Claim
    root: Entity
    groups: list[Amounts]
    credit: CreditAnswer
    known_on: int
    everything: bool

    def document(self) -> Document:
        credit = self.credit
        schemes = [credit.scheme] if credit.scheme else list(credit.workings)
        wanted = self.root.facts.get(self.rulebook.assessment.scheme_choice)
        beside = () if credit.scheme == wanted else tuple(name for name in credit.workings if name not in schemes)
        assumed = credit.assumptions()
        investments = []
        listed: list[tuple[str, PartAnswer]] = []
        for investment, amounts in zip(self.claim.investments, self.groups, strict=True):
            parts = [part for amount in amounts for part in amount]
            explainers = [part.explainer for part in parts]
            if self.everything:
                explainers = [replace(explainer, everything=True, decided={}) for explainer in explainers]
            answers = [
                PartAnswer(self.rulebook, parts, i, schemes, explainer, beside, investment.measured, listed=True)
                for i, explainer in enumerate(explainers)
            ]
            investments.append(self.investment(investment.id, [answer.document() for answer in answers]))
            assumed.update(*(answer.assumptions() for answer in answers))
            listed += [(investment.id, answer) for answer in answers]
        outcomes = Counter(str(item["outcome"]) for item in investments if item["outcome"])
        judged = [judgement_node(self.rulebook, one, listed, credit) for one in self.claim.judgements]
        return {
            "format": FORMAT,
            "law": self.law(),
            "outcomes": dict(sorted(outcomes.items())),
            "investments": investments,
            "credit": credit.document(),
            "assumptions": [self.assumption(path) for path in sorted(assumed)],
            **({"judgements": judged} if judged else {}),
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

    @staticmethod
    def investment(name: str, parts: list[Document]) -> Document:
        """Tier and row are repeated where all parts agree. No part: nothing is invested in the tax year."""
        outcomes = {part["outcome"] for part in parts}
        document: Document = {"id": name, "outcome": next((o for o in PRECEDENCE if o in outcomes), None)}
        for key in ("tier", "facility_row"):
            document[key] = parts[0][key] if len({str(part[key]) for part in parts}) == 1 else None
        return {**document, "parts": parts}

    def assumption(self, path: str) -> Node:
        """A presumed fact, or a list that is presumed to be empty."""
        entry = self.rulebook.lists.get(path) or self.rulebook.facts[path]
        assert entry.presumed is not None
        return {
            "fact": path,
            "value": shown(self.rulebook, path, entry.presumed_value) if isinstance(entry, Fact) else [],
            "label": dict(entry.label),
            "because": entry.presumed.because.model_dump(),
            "cites": list(entry.presumed.cites),
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
