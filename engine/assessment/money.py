"""Base credit of the parts of a claim, per scheme: whole won, or bounds where something is open.

Amounts of one investment with the same tier and rate are merged before rounding once; each part then shows its share
of the rounded sum, so that parts add up to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.assessment.numbers import difference
from engine.assessment.verdict import Verdict, rates_of
from engine.claims.reader import KRW
from engine.credit.formulas import interval
from engine.inference.derivation import Explainer
from engine.inference.solve import Entity, View
from engine.law.rulebook import Rulebook
from engine.law.values import Interval, Number, Truth, Value, exactly

NOTHING = exactly(0)


@dataclass(eq=False)
class Part:
    """A dated part with its verdict. ``whole`` is False for one of several stretches in which an amount may lie.

    ``reasoned`` is the stretch whose reasons are shown, if those of the other days differ and the answer does not.
    """

    entity: Entity
    explainer: Explainer
    verdict: Verdict
    days: Interval
    whole: bool
    reasoned: Interval | None = None

    @property
    def amount(self) -> Interval:
        value = self.entity.facts[KRW]
        assert isinstance(value, Interval)
        return value if self.whole else Interval(0, value.high)


class Scenario(View):
    """A part as the credit formula sees it: with a scheme, a tier and the merged amount."""

    def __init__(self, rulebook: Rulebook, entity: Entity, amount: Interval, scheme: str, tier: str):
        super().__init__(rulebook, entity)
        self.amount, self.keys = amount, {"$scheme": scheme, "$tier": tier}

    def fact(self, path: str) -> Value | None:
        return self.amount if path == KRW else super().fact(path)

    def look_up(self, table: str, keys: dict[str, str]) -> Interval:
        return super().look_up(table, {name: self.keys.get(value, value) for name, value in keys.items()})


def credit_on(rulebook: Rulebook, entity: Entity, amount: Interval, scheme: str, tier: str) -> Interval:
    """The credit formula on an amount, in won."""
    formula = rulebook.formulas[rulebook.assessment.base_credit].value
    return interval(formula, Scenario(rulebook, entity, amount, scheme, tier))


def hull(values: Iterable[Interval]) -> Interval:
    found: Interval | None = None
    for value in values:
        found = value if found is None else found.hull(value)
    return found if found is not None else NOTHING


def part_credits(
    rulebook: Rulebook, parts: list[Part], scheme: str, tiers: list[tuple[str, ...]]
) -> list[Interval]:
    """Credit of each part of one investment under a scheme, given the tiers that are possible for each."""
    merged: dict[tuple[str, object], Interval] = {}
    credits = []
    for part, possible in zip(parts, tiers, strict=True):
        if part.verdict.eligible is False:
            credits.append(NOTHING)
            continue
        rate = (
            rates_of(rulebook, part.entity, possible[0], scheme).value.exact if len(possible) == 1 else None
        )
        if rate is not None and part.whole and part.verdict.eligible and part.amount.exact is not None:
            group = (possible[0], rate)
            before = merged.get(group, NOTHING)
            after = exactly((before.exact or 0) + part.amount.exact)
            merged[group] = after
            total, earlier = (
                credit_on(rulebook, part.entity, a, scheme, possible[0]) for a in (after, before)
            )
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


def best(rulebook: Rulebook, parts: list[Part], totals: dict[str, Interval], certain: list[str]) -> str | None:
    """The scheme that is never worse than another; None while that is open. Ties go to the first in the rules."""
    for one in certain:
        if all(
            _never_worse(totals[one], totals[other]) or _same_rates(rulebook, parts, one, other)
            for other in totals
            if other != one
        ):
            return one
    return None


def _never_worse(one: Interval, other: Interval) -> bool:
    return one.low is not None and other.high is not None and one.low >= other.high


def _same_rates(rulebook: Rulebook, parts: list[Part], one: str, other: str) -> bool:
    """Whether two schemes give the same whatever is open: equal bounds of their totals do not tell."""
    for part in parts:
        for tier in part.verdict.tiers.claimable if part.verdict.eligible is not False else ():
            rate, against = (rates_of(rulebook, part.entity, tier, scheme) for scheme in (one, other))
            known = rate.value.exact is not None and rate.value.exact == against.value.exact
            if not known and rate.rows != against.rows:
                return False
    return True


def plus(values: Iterable[Interval]) -> Interval:
    low: int | None = 0
    high: int | None = 0
    for value in values:
        low = None if low is None or value.low is None else low + int(value.low)
        high = None if high is None or value.high is None else high + int(value.high)
    return Interval(low, high)
