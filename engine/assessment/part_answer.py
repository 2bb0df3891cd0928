"""The answer for one dated part: verdict, figures, reasons, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from engine.assessment import missing
from engine.assessment.measured import funding_inputs, measure_inputs
from engine.assessment.money import Part, exposure, hull, part_credits
from engine.assessment.numbers import Document, difference, put_day, put_rate, put_won
from engine.assessment.verdict import CONDITIONAL, REVIEW, UNDETERMINED, rates_of, tier_entry
from engine.claims.reader import INVESTED_ON, KRW
from engine.inference.derivation import Explainer, Node, shown
from engine.inference.entity import Contest
from engine.law.conditions import FactTest
from engine.law.rulebook import Rulebook
from engine.law.values import OPEN, Interval, Truth, iso


@dataclass(frozen=True)
class PartAnswer:
    """Part number ``index`` among the parts of its investment, under the schemes that are, or may be, taken."""

    rulebook: Rulebook
    parts: list[Part]
    index: int
    schemes: list[str]
    explainer: Explainer
    beside: tuple[str, ...] = ()  # schemes that are not taken, but that the choice hangs on
    measured: bool = False  # the claim does not state the amount
    listed: bool = False  # the lists of the claim are at hand, so that what leaves the amount open can be named

    @property
    def part(self) -> Part:
        return self.parts[self.index]

    @property
    def excluded(self) -> bool:
        return self.part.verdict.eligible is False

    def document(self) -> Document:
        v = self.part.verdict
        rows = list(self.rows().values())
        document: Document = {
            "from": iso(self.part.days.low or 0),
            "until": iso(self.part.days.high or 0),
            "outcome": v.outcome,
            "substance": v.tiers.substance[0] if len(v.tiers.substance) == 1 and not self.excluded else None,
            "tier": None if self.excluded else v.tier,
            "facility_row": rows[0][0] if len(rows) == 1 and rows[0][1] else None,
            "standing": None if self.excluded else v.standing,
            "bounds": {},
        }
        if v.tier is None and not self.excluded:
            document["possible_tiers"] = list(v.tiers.claimable)
        if len(rows) > 1 or any(truth is None for _, truth in rows):
            document["possible_rows"] = [label for label, _ in rows]
        put_won(document, "amount_krw", self.part.amount)
        self.figures(document)
        return {**document, **self.reasons()}

    def reasons(self) -> Document:
        """Why, what is missing, what is still to come, and what it hangs on."""
        v, roots = self.part.verdict, self.roots
        document: Document = {}
        seen: set[str] = set()
        document["because"] = [self.explainer.explain(name, seen) for name in roots]
        if self.part.reasoned is not None:
            first, last = self.part.reasoned.low, self.part.reasoned.high
            document["because_of"] = {"from": iso(first or 0), "until": iso(last or 0)}
        doubts = self.doubts(roots)
        settling = [path for doubt in doubts for path in self.explainer.settling(str(doubt["provision"]))]
        document["missing"] = self.missing([] if self.excluded else roots, settling)
        document["conditions"] = [] if self.excluded else self.conditions()
        if v.outcome in (REVIEW, UNDETERMINED):
            document["hangs_on"] = doubts
        if v.contests:
            document["contested"] = [self.contest(contest) for contest in v.contests]
        return document

    def figures(self, document: Document) -> None:
        """Rate and base credit; for a conditional part what may be claimed, the floor and the exposure."""
        v = self.part.verdict
        if self.excluded:
            document["rate"] = None
            document["base_credit_krw"] = 0
            return
        pairs = [(tier, scheme) for tier in v.tiers.claimable for scheme in self.schemes]
        rates = [rates_of(self.rulebook, self.part.entity, tier, scheme).value for tier, scheme in pairs]
        put_rate(document, "rate", hull(rates))
        claimable = self.credit([part.verdict.tiers.claimable for part in self.parts])
        put_won(document, "base_credit_krw", claimable)
        if v.standing == CONDITIONAL:
            floor = self.credit([part.verdict.tiers.floor for part in self.parts])
            put_won(document, "claimable_krw", claimable)
            put_won(document, "floor_krw", floor)
            exact = claimable.exact is not None and floor.exact is not None
            stake = hull(exposure(self.rulebook, self.part, scheme) for scheme in self.schemes)
            put_won(document, "exposure_krw", difference(claimable, floor) if exact else stake)

    def credit(self, tiers: list[tuple[str, ...]]) -> Interval:
        return hull(part_credits(self.rulebook, self.parts, s, tiers)[self.index] for s in self.schemes)

    def rows(self) -> dict[str, tuple[str, Truth]]:
        """Rows of the statutory list of the tier that hold or may hold: provision -> label and truth."""
        if self.part.verdict.tier is None or self.excluded:
            return {}
        listed = tier_entry(self.rulebook, self.part.verdict.tier).rows
        found = {
            provision.id: (provision.row[1], self.part.entity.truths.get(provision.id))
            for provision in self.rulebook.provisions.values()
            if provision.row and provision.row[0] == listed
        }
        return {id_: row for id_, row in found.items() if row[1] is not False}

    @cached_property
    def roots(self) -> list[str]:
        """What the verdict rests on: eligibility, the tiers down to the one taken, the scheme and the rate rows."""
        frame, v = self.rulebook.assessment, self.part.verdict
        found = [frame.eligible]
        if self.excluded:
            return found
        truths = self.part.entity.truths
        for tier in frame.tiers:
            elsewhere = tier.field is not None and truths.get(tier.field) is False
            if tier.claimable and tier.substance and not elsewhere:
                holds = truths.get(tier.claimable)
                found += [tier.claimable] if holds else [tier.substance, tier.claimable]
                found += [tier.secured] if holds and tier.secured else []
            if tier.tier == v.tiers.claimable[-1]:
                break
        found += [entry.open for entry in frame.schemes if entry.scheme in self.schemes]
        for name in v.tiers.claimable:
            for scheme in self.schemes:
                found += rates_of(self.rulebook, self.part.entity, name, scheme).rows
        return list(dict.fromkeys(found))

    def doubts(self, roots: list[str]) -> list[Node]:
        """Doubtful readings that the answer hangs on; while a fact decides, those that already bear on it."""
        outcome, truths = self.part.verdict.outcome, self.part.entity.truths
        if self.part.doubting is None or outcome not in (REVIEW, UNDETERMINED):
            return []
        for name in self.part.verdict.tiers.claimable:
            for scheme in self.beside:
                roots = [*roots, *rates_of(self.rulebook, self.part.entity, name, scheme).rows]
        doubts = self.explainer.doubts(list(dict.fromkeys(roots)), self.part.doubting)
        return [doubt for doubt in doubts if outcome == REVIEW or truths.get(str(doubt["provision"]))]

    def missing(self, roots: list[str], settling: list[str]) -> list[Node]:
        """Facts that decide something here, as questions, in the order of asking: the open ones under the roots (none
        of what is excluded), and those that would settle a doubtful reading."""
        decides: dict[str, list[str]] = {}

        def note(what: str, paths: Iterable[str]) -> None:
            for path in paths:
                if what not in decides.setdefault(path, []):
                    decides[path].append(what)

        frame, explainer = self.rulebook.assessment, self.explainer
        note("reading", settling)
        for root in roots:
            what = "eligible" if root == frame.eligible else "rate" if "#" in root else "tier"
            note(what, missing.open_facts(explainer, root))
        for row in self.rows():
            note("row", missing.open_facts(explainer, row))
        amount = self.part.entity.facts[KRW]
        assert isinstance(amount, Interval)
        note("amount", [KRW] if roots and amount.exact is None else [])
        lists: set[str] = set()
        if self.measured and roots and amount.exact is None:
            facts, lists = measure_inputs(explainer, self.part.days)
            note("amount", facts)
        elif self.listed and roots and amount.exact is not None and self.part.kept.exact is None:
            facts, lists = funding_inputs(explainer)
            note("amount", facts)
        note("date", [] if self.part.whole or not roots else [INVESTED_ON])
        if self.part.verdict.standing == CONDITIONAL:
            note("due", missing.asked(explainer, frame.recognition_due, set()))
        for path in self.presumed(roots):  # what would replace the presumption
            note("assumption", missing.inputs(explainer, self.rulebook.facts[path], set()))
        asked = missing.in_order({path: self.rulebook.facts[path] for path in decides})
        listed = [self.rulebook.lists[name] for name in sorted(lists)]
        return [
            *(missing.entry(explainer, fact, decides[fact.path]) for fact in asked),
            *(missing.list_entry(entry, ["amount"]) for entry in listed),
        ]

    def presumed(self, roots: Iterable[str], explainer: Explainer | None = None) -> set[str]:
        """Presumptions that the provisions rest on."""
        explainer = explainer or self.explainer
        leaves = [leaf for name in explainer.support(roots) for leaf in explainer.deciding(name)]
        return {leaf.fact for leaf in leaves if isinstance(leaf, FactTest)} & explainer.entity.presumed

    def assumptions(self) -> set[str]:
        """Presumptions to be listed: while a part is undecided also those it may come to rest on."""
        if self.part.verdict.eligible is not None:
            return self.presumed(self.roots)
        wide = replace(self.explainer, everything=True, decided={})
        return self.presumed(self.roots, wide)

    def conditions(self) -> list[Node]:
        """Recognition that is still to come, with its deadline; or the notice that the conditional route is closed."""
        frame, entity = self.rulebook.assessment, self.part.entity
        if self.part.verdict.standing == CONDITIONAL:
            node: Node = {"kind": "recognition", "tier": self.part.verdict.tier}
            due = entity.facts.get(frame.recognition_due, OPEN)
            assert isinstance(due, Interval)
            put_day(node, "due", due)
            return [node]
        if entity.truths.get(frame.route_closed):
            provision = self.rulebook.provisions[frame.route_closed]
            note = dict(provision.note or provision.title)
            return [{"kind": "route_closed", "note": note, "cites": list(provision.versions[0].cites)}]
        return []

    def contest(self, contest: Contest) -> Node:
        given, follows = (shown(self.rulebook, contest.fact, v) for v in (contest.given, contest.follows))
        return {"fact": contest.fact, "given": given, "follows": follows, "by": contest.by}
