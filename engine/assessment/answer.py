"""The answer as a document: what every door, the ledger and the tests see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from fractions import Fraction

from engine.assessment import missing, money
from engine.assessment.money import Part, hull, part_credits, plus
from engine.assessment.verdict import (
    CONDITIONAL,
    ELIGIBLE,
    INELIGIBLE,
    REVIEW,
    UNDETERMINED,
    rates_of,
    tier_entry,
)
from engine.claims.claim import Claim
from engine.claims.reader import ENDS, INVESTED_ON, KRW
from engine.inference.derivation import Explainer, Node, shown
from engine.inference.solve import Contest, Entity
from engine.law.rulebook import Rulebook
from engine.law.values import Interval, Truth, decimal_text, iso

EXACT_JSON = 2**53  # larger integers are not exact in JSON: they go as decimal text
ORDER = (UNDETERMINED, REVIEW, ELIGIBLE, INELIGIBLE)


def won(value: Interval) -> object:
    """An exact amount, else None (the bounds say how far it is known)."""
    exact = value.exact
    return None if exact is None else _whole(exact)


def _whole(number: int | Fraction) -> int | str:
    return int(number) if abs(number) <= EXACT_JSON else str(int(number))


def won_bounds(value: Interval) -> dict[str, object]:
    return {
        "at_least": None if value.low is None else _whole(value.low),
        "at_most": None if value.high is None else _whole(value.high),
    }


def rate_text(value: Interval) -> str | None:
    return None if value.exact is None else decimal_text(value.exact)


def rate_bounds(value: Interval) -> dict[str, object]:
    low, high = (None if end is None else decimal_text(end) for end in (value.low, value.high))
    return {"at_least": low, "at_most": high}


@dataclass
class Answer:
    rulebook: Rulebook
    claim: Claim
    root: Entity
    groups: list[list[list[Part]]]  # per investment and amount its dated parts
    known_on: int
    everything: bool
    assumed: dict[str, Node] = field(default_factory=dict)

    def document(self) -> dict[str, object]:
        credit = self.credit()
        investments = self.investments(credit["scheme"])
        outcomes = Counter(str(item["outcome"]) for item in investments)
        return {
            "format": 1,
            "law": self.law(),
            "outcomes": dict(sorted(outcomes.items())),
            "investments": investments,
            "credit": credit,
            "assumptions": [self.assumed[path] for path in sorted(self.assumed)],
            "watch": self.watch(),
            "not_examined": [item.model_dump() for item in self.rulebook.assessment.not_examined],
        }

    def law(self) -> dict[str, object]:
        through = min(self.rulebook.read_through.values())
        last = max([int(self.root.facts[ENDS].high or 0), *self.part_days()])  # type: ignore[union-attr]
        return {
            "rulebook": self.rulebook.digest,
            "known_on": iso(self.known_on),
            "read_through": iso(through),
            "beyond_read_through": last > through,
        }

    def part_days(self) -> list[int]:
        return [int(part.days.high or 0) for parts in self.by_investment() for part in parts]

    # -- money ---------------------------------------------------------------------------------------------------

    def by_investment(self) -> list[list[Part]]:
        return [[part for amount in amounts for part in amount] for amounts in self.groups]

    def sums(self, scheme: str, floor: bool = False) -> Interval:
        """Base credit of the claim under a scheme; ``floor``: if recognition that is still open is refused."""
        total = []
        for amounts in self.groups:
            lone = [amount[0] for amount in amounts if len(amount) == 1]
            total += self.credits(lone, scheme, floor)
            for amount in amounts:
                if len(amount) > 1:  # it lies in one of several stretches, or is spread over them
                    shares = [self.credits([replace(part, whole=True)], scheme, floor)[0] for part in amount]
                    total.append(hull(shares))
        return plus(total)

    def credits(self, parts: list[Part], scheme: str, floor: bool = False) -> list[Interval]:
        tiers = [part.verdict.tiers.floor if floor else part.verdict.tiers.claimable for part in parts]
        return part_credits(self.rulebook, parts, scheme, tiers)

    def credit(self) -> dict[str, object]:
        """Base credit per scheme that may be open, and the scheme taken."""
        states = money.open_schemes(self.rulebook, self.root)
        totals = {name: self.sums(name) for name, state in states.items() if state is not False}
        certain = [name for name in totals if states[name]]
        wanted = self.root.facts.get(self.rulebook.assessment.scheme_choice)
        scheme = wanted if wanted in certain else money.best(totals, certain)
        base = totals[str(scheme)] if scheme else hull(totals.values())
        floor = self.sums(str(scheme), floor=True) if scheme else hull(self.sums(n, floor=True) for n in totals)
        schemes = [
            {"scheme": name, "base_krw": won(value), "bounds": {"base_krw": won_bounds(value)} if value.exact is None else {}}
            for name, value in totals.items()
        ]
        document: dict[str, object] = {"scheme": scheme, "schemes": schemes, "bounds": {}}
        unavailable = isinstance(wanted, str) and wanted in states and wanted not in totals
        document["requested_scheme_closed"] = unavailable
        exposure = Interval(
            None if base.low is None or floor.high is None else max(0, base.low - floor.high),
            None if base.high is None or floor.low is None else base.high - floor.low,
        )
        for key, value in (("base_krw", base), ("floor_krw", floor), ("exposure_krw", exposure)):
            self.put(document, key, value)
        return document

    @staticmethod
    def put(document: dict[str, object], key: str, value: Interval) -> None:
        document[key] = won(value)
        if value.exact is None:
            document["bounds"][key] = won_bounds(value)  # type: ignore[index]

    # -- investments and parts -------------------------------------------------------------------------------------

    def investments(self, scheme: object) -> list[dict[str, object]]:
        documents = []
        for investment, parts in zip(self.claim.investments, self.by_investment(), strict=True):
            shown_parts = [self.part(i, parts, scheme) for i in range(len(parts))]
            outcomes = {str(part["outcome"]) for part in shown_parts}
            same = {key: _common(shown_parts, key) for key in ("tier", "facility_row")}
            outcome = next(o for o in ORDER if o in outcomes)
            documents.append({"id": investment.id, "outcome": outcome, **same, "parts": shown_parts})
        return documents

    def part(self, index: int, parts: list[Part], scheme: object) -> dict[str, object]:
        part = parts[index]
        v = part.verdict
        schemes = [str(scheme)] if scheme else self.schemes()
        explainer = Explainer(self.rulebook, part.entity, self.known_on, self.everything)
        rows = list(self.rows(part).values())
        document: dict[str, object] = {
            "from": iso(part.days.low or 0),
            "until": iso(part.days.high or 0),
            "outcome": v.outcome,
            "substance": v.tiers.substance[0] if len(v.tiers.substance) == 1 else None,
            "tier": v.tier if v.eligible is not False else None,
            "facility_row": rows[0][0] if len(rows) == 1 and rows[0][1] else None,
            "standing": v.standing if v.eligible is not False else None,
            "bounds": {},
        }
        if v.tier is None:
            document["possible_tiers"] = list(v.tiers.claimable)
        if len(rows) > 1 or any(truth is None for _, truth in rows):
            document["possible_rows"] = [label for label, _ in rows]
        self.put(document, "amount_krw", part.amount)
        self.figures(document, index, parts, schemes)
        roots = self.roots(part, schemes)
        seen: set[str] = set()
        document["because"] = [explainer.explain(name, seen) for name in roots]
        document["missing"] = self.missing(explainer, part, roots)
        document["conditions"] = self.conditions(part)
        if v.outcome == REVIEW:
            document["hangs_on"] = explainer.doubts(roots)
        if v.contests:
            document["contested"] = [self.contest(c) for c in v.contests]
        self.assume(explainer, roots)
        return document

    def schemes(self) -> list[str]:
        """Schemes that are, or may be, open to the claim."""
        return [name for name, state in money.open_schemes(self.rulebook, self.root).items() if state is not False]

    def figures(self, document: dict[str, object], index: int, parts: list[Part], schemes: list[str]) -> None:
        part = parts[index]
        v = part.verdict
        if v.eligible is False:
            document["rate"] = None
            document["base_credit_krw"] = 0
            return
        pairs = [(tier, scheme) for tier in v.tiers.claimable for scheme in schemes]
        rate = hull(rates_of(self.rulebook, part.entity, tier, scheme).value for tier, scheme in pairs)
        document["rate"] = rate_text(rate)
        if rate.exact is None:
            document["bounds"]["rate"] = rate_bounds(rate)  # type: ignore[index]
        claimable, floor = (self.share(index, parts, schemes, at_worst) for at_worst in (False, True))
        self.put(document, "base_credit_krw", claimable)
        if v.standing == CONDITIONAL:
            self.put(document, "claimable_krw", claimable)
            self.put(document, "floor_krw", floor)
            low = None if claimable.low is None or floor.high is None else max(0, claimable.low - floor.high)
            high = None if claimable.high is None or floor.low is None else claimable.high - floor.low
            self.put(document, "exposure_krw", Interval(low, high))

    def share(self, index: int, parts: list[Part], schemes: list[str], floor: bool) -> Interval:
        return hull(self.credits(parts, scheme, floor)[index] for scheme in schemes)

    def rows(self, part: Part) -> dict[str, tuple[str, Truth]]:
        """Rows of the statutory list of the tier that hold or may hold: provision -> label and truth."""
        if part.verdict.tier is None or part.verdict.eligible is False:
            return {}
        name = tier_entry(self.rulebook, part.verdict.tier).rows
        found = {
            provision.id: (provision.row[1], part.entity.truths.get(provision.id))
            for provision in self.rulebook.provisions.values()
            if provision.row and provision.row[0] == name
        }
        return {id_: row for id_, row in found.items() if row[1] is not False}

    def roots(self, part: Part, schemes: list[str]) -> list[str]:
        """What the verdict rests on: eligibility, the tiers down to the one taken, the scheme and the rate rows."""
        frame = self.rulebook.assessment
        found = [frame.eligible]
        if part.verdict.eligible is False:
            return found
        for tier in frame.tiers:
            if tier.claimable:
                found.append(tier.claimable)
                if part.entity.truths.get(tier.claimable) and tier.secured:
                    found.append(tier.secured)
            if tier.tier == part.verdict.tiers.claimable[-1]:
                break
        found += [entry.open for entry in frame.schemes if entry.scheme in schemes]
        for tier_name in part.verdict.tiers.claimable:
            for scheme in schemes:
                found += rates_of(self.rulebook, part.entity, tier_name, scheme).rows
        return list(dict.fromkeys(found))

    def missing(self, explainer: Explainer, part: Part, roots: list[str]) -> list[Node]:
        if part.verdict.eligible is False:
            return []
        found = {fact.path: fact for fact in missing.open_facts(explainer, [*roots, *self.rows(part)])}
        amount = self.rulebook.facts[KRW]
        if part.amount.exact is None and part.entity.facts[KRW].exact is None:  # type: ignore[union-attr]
            found[KRW] = amount
        if not part.whole:
            found[INVESTED_ON] = self.rulebook.facts[INVESTED_ON]
        if part.verdict.standing == CONDITIONAL:
            for path in missing.asked(explainer, self.rulebook.assessment.recognition_due, set()):
                found[path] = self.rulebook.facts[path]
        for path in self.presumed(explainer, roots):  # what would replace the presumption
            for name in missing.inputs(explainer, self.rulebook.facts[path], set()):
                found[name] = self.rulebook.facts[name]
        return [missing.entry(explainer, fact) for fact in missing.in_order(found)]

    def conditions(self, part: Part) -> list[Node]:
        """Recognition that is still to come, with its deadline; or the notice that the conditional route is closed."""
        frame, entity = self.rulebook.assessment, part.entity
        if part.verdict.eligible is False:
            return []
        if part.verdict.standing == CONDITIONAL:
            due = entity.facts.get(frame.recognition_due, Interval(None, None))
            assert isinstance(due, Interval)
            node: Node = {"kind": "recognition", "tier": part.verdict.tier, "due": shown_day(due)}
            if due.exact is None:
                node["bounds"] = {"due": shown(self.rulebook, frame.recognition_due, due)}
            return [node]
        if entity.truths.get(frame.route_closed):
            provision = self.rulebook.provisions[frame.route_closed]
            note = dict(provision.note or provision.title)
            return [{"kind": "route_closed", "note": note, "cites": list(provision.versions[0].cites)}]
        return []

    def contest(self, contest: Contest) -> Node:
        given, follows = (shown(self.rulebook, contest.fact, value) for value in (contest.given, contest.follows))
        return {"fact": contest.fact, "given": given, "follows": follows, "by": contest.by}

    def presumed(self, explainer: Explainer, roots: list[str]) -> set[str]:
        """Presumptions that the provisions rest on."""
        read: set[str] = set()
        for root in roots:
            for leaves in explainer.support(root).values():
                read |= {getattr(leaf, "fact", "") for leaf in leaves}
        return read & explainer.entity.presumed

    def assume(self, explainer: Explainer, roots: list[str]) -> None:
        """Note the presumptions of a part for the answer; while it is undecided, those it may come to rest on too."""
        explainer = replace(explainer, everything=explainer.entity.truths.get(roots[0]) is None)
        for path in self.presumed(explainer, roots):
            fact = self.rulebook.facts[path]
            assert fact.presumed is not None
            self.assumed[path] = {
                "fact": path,
                "value": shown(self.rulebook, path, fact.presumed_value),
                "label": dict(fact.label),
                "because": fact.presumed.because.model_dump(),
                "cites": list(fact.presumed.cites),
            }

    def watch(self) -> list[Node]:
        """Days until which an investment has to be kept as it is."""
        found = []
        pairs = zip(self.claim.investments, self.root.parts, self.by_investment(), strict=True)
        for investment, entity, parts in pairs:
            if all(part.verdict.eligible is False for part in parts):
                continue
            for entry in self.rulebook.assessment.watch:
                until = entity.facts.get(entry.until)
                if isinstance(until, Interval) and until.exact is not None:
                    found.append(
                        {
                            "kind": entry.kind,
                            "label": entry.label.model_dump(),
                            "investment": investment.id,
                            "until": iso(until.exact),
                            "cites": list(entry.cites),
                        }
                    )
        return found


def shown_day(value: Interval) -> str | None:
    return None if value.exact is None else iso(value.exact)


def _common(parts: list[dict[str, object]], key: str) -> object:
    values = {str(part[key]) for part in parts}
    return parts[0][key] if len(values) == 1 else None
