"""Base credit of the parts of a claim, per scheme: whole won, or bounds where something is open.

Amounts of one investment with the same tier and rate are merged before rounding once; each part then shows its share
of the rounded sum, so that parts add up to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from engine.assessment.numbers import difference
from engine.assessment.verdict import Verdict, rates_of
from engine.claims.reader import KRW
from engine.credit.formulas import interval
from engine.inference.derivation import Explainer
from engine.inference.entity import Entity
from engine.inference.view import View
from engine.law.rulebook import Rulebook
from engine.law.values import RATIO_SCALE, Interval, Number, Truth, exactly

NOTHING = exactly(0)


@dataclass(eq=False)
class Part:
    """A dated part with its verdict. ``whole`` is False for one of several stretches in which an amount may lie.

    ``reasoned`` is the stretch whose reasons are shown, if those of the other days differ and the answer does not.
    ``kept`` is what is left of the amount once funding by others is deducted.
    """

    entity: Entity
    explainer: Explainer
    verdict: Verdict
    days: Interval
    whole: bool
    kept: Interval
    reasoned: Interval | None = None
    doubting: Entity | None = None  # with doubtful readings left open; None if no doubt can matter

    @property
    def stated(self) -> Interval:
        value = self.entity.facts[KRW]
        assert isinstance(value, Interval)
        return value if self.whole else Interval(0, value.high)

    @property
    def amount(self) -> Interval:
        return self.kept if self.whole else Interval(0, self.kept.high)


Amounts = list[list[Part]]  # of one investment: per amount its dated parts


def credit_on(rulebook: Rulebook, entity: Entity, amount: Interval, scheme: str, tier: str) -> Interval:
    """The credit formula on an amount, in won."""
    formula = rulebook.formulas[rulebook.assessment.base_credit].value
    return interval(formula, View(rulebook, entity, {"scheme": scheme, "tier": tier}, {KRW: amount}))


def unrounded(rulebook: Rulebook, part: Part, scheme: str, tiers: tuple[str, ...]) -> Number:
    """The most credit of a part, with its fraction of a won. So many times the amount earns whole won, since rates have
    no more decimals. The amount has an upper bound."""
    assert part.amount.high is not None
    many = exactly(part.amount.high * RATIO_SCALE)
    most = (credit_on(rulebook, part.entity, many, scheme, tier).high or 0 for tier in tiers)
    return Fraction(max(most)) / RATIO_SCALE


def hull(values: Iterable[Interval]) -> Interval:
    found: Interval | None = None
    for value in values:
        found = value if found is None else found.hull(value)
    return found if found is not None else NOTHING


def after_funding(rulebook: Rulebook, amounts: Amounts, schemes: list[str]) -> Amounts:
    """Amounts less what others paid of the investment. Which of several amounts they paid is not said: where these have
    one tier and rate it makes no difference, else each is known within bounds."""
    owner = amounts[0][0].entity.parent if amounts else None
    if owner is None:
        return amounts
    deducted = interval(rulebook.formulas[rulebook.assessment.year.deducted].value, View(rulebook, owner))
    if deducted == NOTHING:
        return amounts
    wholes = [replace(amount[0], whole=True).stated for amount in amounts]
    if len(amounts) == 1:
        kept = [_less(wholes[0], deducted)]
    elif all(whole.exact is not None for whole in wholes) and _alike(rulebook, amounts, schemes):
        sums = [exactly(sum(int(whole.exact or 0) for whole in wholes[:i])) for i in range(len(wholes) + 1)]
        left = [_less(total, deducted) for total in sums]
        kept = [_ends(after, before) for before, after in pairwise(left)]
    else:
        kept = [_less(whole, deducted).hull(whole) for whole in wholes]
    return [[replace(part, kept=left) for part in amount] for amount, left in zip(amounts, kept, strict=True)]


def _ends(after: Interval, before: Interval) -> Interval:
    """The difference of two sums that one and the same deduction has reduced."""
    return Interval((after.low or 0) - (before.low or 0), (after.high or 0) - (before.high or 0))


def _less(amount: Interval, deducted: Interval) -> Interval:
    low = 0 if amount.low is None or deducted.high is None else max(0, amount.low - deducted.high)
    high = None if amount.high is None else max(0, amount.high - (deducted.low or 0))
    return Interval(low, high)


def _alike(rulebook: Rulebook, amounts: Amounts, schemes: list[str]) -> bool:
    """Does every amount certainly earn the credit, in one tier at one rate?"""
    if any(len(amount) > 1 or amount[0].verdict.eligible is not True for amount in amounts):
        return False
    tiers = {(amount[0].verdict.tiers.claimable, amount[0].verdict.tiers.floor) for amount in amounts}
    if len(tiers) > 1 or any(len(possible) > 1 for pair in tiers for possible in pair):
        return False
    return all(
        len({rates_of(rulebook, amount[0].entity, tier, scheme).value for amount in amounts}) == 1
        for pair in tiers
        for (tier,) in pair
        for scheme in schemes
    )


def part_credits(rulebook: Rulebook, parts: list[Part], scheme: str, tiers: list[tuple[str, ...]]) -> list[Interval]:
    """Credit of each part of one investment under a scheme, given the tiers that are possible for each."""
    merged: dict[tuple[str, object], Interval] = {}
    credits = []
    for part, possible in zip(parts, tiers, strict=True):
        if part.verdict.eligible is False:
            credits.append(NOTHING)
            continue
        rate = rates_of(rulebook, part.entity, possible[0], scheme).value.exact if len(possible) == 1 else None
        if rate is not None and part.whole and part.verdict.eligible and part.amount.exact is not None:
            group = (possible[0], rate)
            before = merged.get(group, NOTHING)
            after = exactly((before.exact or 0) + part.amount.exact)
            merged[group] = after
            total, earlier = (credit_on(rulebook, part.entity, a, scheme, possible[0]) for a in (after, before))
            credits.append(exactly((total.exact or 0) - (earlier.exact or 0)))
            continue
        value = hull(credit_on(rulebook, part.entity, part.amount, scheme, tier) for tier in possible)
        credits.append(value.hull(NOTHING) if part.verdict.eligible is None else value)
    return credits


def exposure(rulebook: Rulebook, part: Part, scheme: str) -> Interval:
    """What is lost if recognition is refused, on one and the same amount: the difference at each end of its bounds."""
    if part.verdict.eligible is False:
        return NOTHING
    amount, tiers = part.amount, part.verdict.tiers

    def at(end: Number) -> list[Interval]:
        """Differences between each tier that may be claimed and each that may be left."""
        more, less = (
            [credit_on(rulebook, part.entity, exactly(end), scheme, tier) for tier in possible]
            for possible in (tiers.claimable, tiers.floor)
        )
        return [difference(one, other) for one in more for other in less]

    low = None if amount.low is None else hull(at(amount.low)).low
    high = None if amount.high is None else hull(at(amount.high)).high
    return Interval(low if part.verdict.eligible else 0, high)


def open_schemes(rulebook: Rulebook, claim: Entity) -> dict[str, Truth]:
    return {scheme.scheme: claim.truths.get(scheme.open) for scheme in rulebook.assessment.schemes}


def plus(values: Iterable[Interval]) -> Interval:
    low: int | None = 0
    high: int | None = 0
    for value in values:
        low = None if low is None or value.low is None else low + int(value.low)
        high = None if high is None or value.high is None else high + int(value.high)
    return Interval(low, high)
