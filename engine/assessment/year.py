"""Sums of a tax year under one scheme: what was invested and its base credit, in all and by tier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import floor

from engine.assessment.money import NOTHING, Amounts, Part, exposure, hull, part_credits, plus, unrounded
from engine.law.rulebook import Rulebook
from engine.law.values import Interval

Tiers = Callable[[Part], tuple[str, ...]]


@dataclass(frozen=True)
class TierSum:
    tier: str
    invested: Interval
    base: Interval


@dataclass(frozen=True)
class Year:
    scheme: str
    invested: Interval
    base: Interval
    tiers: tuple[TierSum, ...]  # those in which something is or may be invested


def claimable(part: Part) -> tuple[str, ...]:
    return part.verdict.tiers.claimable


def only(tier: str) -> Tiers:
    return lambda part: (tier,)


def refused(part: Part) -> tuple[str, ...]:
    """Tiers that are left if recognition that is still to come is refused."""
    return part.verdict.tiers.floor


def year_of(rulebook: Rulebook, investments: list[Amounts], scheme: str, tiers: Tiers = claimable) -> Year:
    """Sums over the investments of a claim; bounds where something is open."""
    every = [list(_shares(rulebook, amounts, scheme, tiers)) for amounts in investments]
    found = []
    for entry in rulebook.assessment.tiers:
        inside = [
            [[_in_tier(one, tiers(one.part), entry.tier) for one in share] for share in shares] for shares in every
        ]
        invested = plus(hull(one.invested for one in share) for shares in inside for share in shares)
        if invested.high != 0:
            base = plus(_rounded_once(rulebook, scheme, shares, only(entry.tier)) for shares in inside)
            found.append(TierSum(entry.tier, invested, base))
    invested = plus(hull(one.invested for one in share) for shares in every for share in shares)
    base = plus(_rounded_once(rulebook, scheme, shares, tiers) for shares in every)
    return Year(scheme, invested, base, tuple(found))


@dataclass(frozen=True)
class Share:
    """What a part adds to the amount invested and to the base credit."""

    part: Part
    invested: Interval
    base: Interval


def _in_tier(one: Share, possible: tuple[str, ...], tier: str) -> Share:
    """The share as far as it belongs to a tier."""
    if tier not in possible:
        return Share(one.part, NOTHING, NOTHING)
    if len(possible) == 1:
        return one
    return Share(one.part, _some(one.invested), _some(one.base))


def _rounded_once(rulebook: Rulebook, scheme: str, shares: list[list[Share]], tiers: Tiers) -> Interval:
    """Sum of the base credit of one investment. While something is open, what will have one tier and rate is not yet
    known, and is rounded only once when it is: fractions of a won may add up."""
    total = plus(hull(one.base for one in share) for share in shares)
    if total.high is None or total.exact is not None:
        return total
    most = [
        [unrounded(rulebook, one.part, scheme, tiers(one.part)) for one in share if one.invested.high]
        for share in shares
    ]
    return Interval(total.low, floor(sum(max(options, default=0) for options in most)))


def at_stake(rulebook: Rulebook, investments: list[Amounts], scheme: str) -> Interval:
    """Base credit that is lost if recognition that is still to come is refused."""
    wholes = [[replace(part, whole=True) for part in amount] for amounts in investments for amount in amounts]
    return plus(hull(exposure(rulebook, part, scheme) for part in amount) for amount in wholes)


def _shares(rulebook: Rulebook, amounts: Amounts, scheme: str, tiers: Tiers) -> Iterator[list[Share]]:
    """Per amount its parts, as if each were the whole amount: an amount lies in one of several stretches, or is spread
    over them."""
    lone = [amount[0] for amount in amounts if len(amount) == 1]
    credits = iter(part_credits(rulebook, lone, scheme, [tiers(part) for part in lone]))
    for amount in amounts:
        if len(amount) == 1:
            yield [Share(amount[0], _certain(amount[0]), next(credits))]
            continue
        wholes = [replace(part, whole=True) for part in amount]
        yield [Share(part, _certain(part), part_credits(rulebook, [part], scheme, [tiers(part)])[0]) for part in wholes]


def _certain(part: Part) -> Interval:
    if part.verdict.eligible is None:
        return _some(part.amount)
    return part.amount if part.verdict.eligible else NOTHING


def _some(value: Interval) -> Interval:
    return Interval(0, value.high)
