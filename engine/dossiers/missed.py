"""Credit that past returns left out: what was filed beside what was allowable, the tax at stake, and how long it can be
claimed.

Both run through the years side by side. A year is worth an amended claim as far as the credit would have reduced its
tax: what a year without tax could not use stands in the year in which it becomes usable, also if its own year is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.assessment.assess import Prepared
from engine.assessment.money import NOTHING, plus
from engine.assessment.numbers import Document, difference, put_day, put_won
from engine.claims.dossier import Dossier
from engine.dossiers.carried import used_of
from engine.dossiers.document import contest, filed
from engine.dossiers.follow import fold
from engine.dossiers.year import Year, as_interval
from engine.inference.solve import Evaluate
from engine.inference.view import View
from engine.law.values import Interval, iso

FORMAT = 1
OPEN, OVER, NOT_YET, UNKNOWN = "open", "over", "not_yet_due", "unknown"
CLOSED = "closed"  # of the conditional route to recognition
USED, LEFT = "usable_krw", "carried_forward_krw"


@dataclass(frozen=True)
class Pair:
    """One tax year twice: as filed, and as if every return had claimed all that it could."""

    filed: Year
    allowable: Year
    known_on: int

    @property
    def claimed(self) -> Interval:
        return self.filed.figure(self.filed.rulebook.assessment.total)

    @property
    def possible(self) -> Interval:
        return self.allowable.figure(self.allowable.rulebook.assessment.total)

    @property
    def missed(self) -> Interval:
        """Credit that arose in the year and was not claimed."""
        return NOTHING if not self.filed.filed else difference(self.possible, self.claimed)

    @property
    def at_stake(self) -> Interval:
        """Tax of the year that was paid although the credit would have reduced it."""
        return _more(self.allowable, self.filed, USED)

    @property
    def too_much(self) -> Interval:
        """Credit that the return used beyond what was allowable."""
        return _more(self.filed, self.allowable, USED)

    def day(self, formula: str) -> Interval:
        return as_interval(View(self.filed.rulebook, self.filed.answer.root).formula(formula))

    @property
    def due(self) -> Interval:
        return self.day(self.filed.rulebook.assessment.across_years.due)

    @property
    def until(self) -> Interval:
        return self.day(self.filed.rulebook.assessment.across_years.amendable_until)

    @property
    def state(self) -> str:
        due, until = self.due, self.until
        if due.low is not None and self.known_on <= due.low:
            return NOT_YET
        if until.low is not None and self.known_on <= until.low and due.high is not None and self.known_on > due.high:
            return OPEN
        if until.high is not None and self.known_on > until.high:
            return OVER
        return UNKNOWN


def _more(one: Year, other: Year, figure: str) -> Interval:
    mine, its = one.figure(figure), other.figure(figure)
    return NOTHING if mine == its else difference(mine, its)


def missed(dossier: Dossier, prepared: Prepared, known_on: int, evaluate: Evaluate) -> Document:
    """Past years beside what was allowable, as a document."""
    filed_years = fold(dossier, prepared, known_on, evaluate)
    allowable = fold(dossier, prepared, known_on, evaluate, as_filed=False)
    pairs = [Pair(one, other, known_on) for one, other in zip(filed_years, allowable, strict=True)]
    document: Document = {
        "format": FORMAT,
        "law": pairs[-1].filed.answer.law(),
        "years": [_year(pair, pairs[i:]) for i, pair in enumerate(pairs)],
        "bounds": {},
    }
    for key, states in (("open_krw", (OPEN,)), ("over_krw", (OVER,)), ("not_yet_due_krw", (NOT_YET,))):
        put_won(document, key, plus(pair.at_stake for pair in pairs if pair.state in states))
    put_won(document, "still_carried_krw", _more(pairs[-1].allowable, pairs[-1].filed, LEFT))
    document["recognition"] = [node for pair in pairs for node in recognition(pair)]
    document["gaps"] = [{"from": iso(first), "until": iso(last)} for first, last in dossier.gaps]
    return document


def _year(pair: Pair, later: Sequence[Pair]) -> Document:
    document: Document = {
        "from": iso(pair.filed.first),
        "until": iso(pair.filed.last),
        "state": pair.state,
        "stated": bool(pair.filed.filed),
        "filed": filed(pair.filed),
        "bounds": {},
    }
    put_won(document, "claimed_krw", pair.claimed)
    put_won(document, "allowable_krw", pair.possible)
    put_won(document, "missed_krw", pair.missed)
    put_won(document, "used_krw", pair.filed.figure(USED))
    put_won(document, "usable_krw", pair.allowable.figure(USED))
    put_won(document, "at_stake_krw", pair.at_stake)
    put_won(document, "too_much_krw", pair.too_much)
    put_day(document, "due", pair.due)
    put_day(document, "amendable_until", pair.until)
    document["usable_in"] = list(_usable_in(pair, later)) if pair.missed != NOTHING else []
    document["contested"] = [contest(one) for one in pair.filed.contests]
    return document


def _usable_in(pair: Pair, later: Sequence[Pair]) -> Iterator[Document]:
    """The years whose tax the credit of this year would have reduced."""
    for year in later:
        used = used_of(year.allowable, pair.filed.last)
        if used is None or used == NOTHING:
            continue
        node: Document = {"until": iso(year.filed.last), "state": year.state, "bounds": {}}
        put_won(node, "used_krw", used)
        yield node


def recognition(pair: Pair) -> Iterator[Document]:
    """Investments that are in substance of a higher tier than is secured: recognition that could still be sought, by
    the conditional route while its deadline is open, after that by an amended claim once they are recognised."""
    year = pair.filed
    frame = year.rulebook.assessment
    ranks = {entry.tier: i for i, entry in enumerate(frame.tiers)}
    for investment, amounts in zip(year.answer.claim.investments, year.answer.groups, strict=True):
        found: dict[tuple[str, str], Interval] = {}
        for part in (part for amount in amounts for part in amount):
            tiers = part.verdict.tiers
            if part.verdict.eligible is False or len(tiers.substance) != 1 or len(tiers.floor) != 1:
                continue
            (tier,), (floor,) = tiers.substance, tiers.floor
            closed = part.entity.truths.get(frame.route_closed)
            if ranks[tier] < ranks[floor] and (closed or tier in tiers.claimable):
                due = as_interval(part.entity.facts.get(frame.recognition_due))
                found[tier, CLOSED if closed else OPEN] = due
        for (tier, route), due in sorted(found.items()):
            node: Document = {"until": iso(year.last), "investment": investment.id, "tier": tier, "route": route}
            put_day(node, "due", due)
            yield node
