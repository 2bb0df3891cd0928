"""Sums of a tax year under one scheme: what was invested and its base credit, in all and by tier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from engine.assessment.money import NOTHING, Amounts, Part, exposure, hull, part_credits, plus
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


def refused(part: Part) -> tuple[str, ...]:
    """Tiers that are left if recognition that is still to come is refused."""
    return part.verdict.tiers.floor


def year_of(rulebook: Rulebook, investments: list[Amounts], scheme: str, tiers: Tiers = claimable) -> Year:
    """Sums over the investments of a claim; bounds where something is open."""
    every = [share for amounts in investments for share in _shares(rulebook, amounts, scheme, tiers)]
    found = []
    for entry in rulebook.assessment.tiers:
        pairs = [[_in_tier(part, credit, tiers(part), entry.tier) for part, credit in share] for share in every]
        invested = plus(hull(amount for amount, _ in share) for share in pairs)
        if invested.high != 0:
            found.append(TierSum(entry.tier, invested, plus(hull(credit for _, credit in share) for share in pairs)))
    invested = plus(hull(_certain(part) for part, _ in share) for share in every)
    base = plus(hull(credit for _, credit in share) for share in every)
    return Year(scheme, invested, base, tuple(found))


def _in_tier(part: Part, credit: Interval, possible: tuple[str, ...], tier: str) -> tuple[Interval, Interval]:
    """Amount and credit of a part as far as they belong to a tier."""
    if part.verdict.eligible is False or tier not in possible:
        return NOTHING, NOTHING
    if part.verdict.eligible and len(possible) == 1:
        return part.amount, credit
    return _some(part.amount), _some(credit)


def at_stake(rulebook: Rulebook, investments: list[Amounts], scheme: str) -> Interval:
    """Base credit that is lost if recognition that is still to come is refused."""
    wholes = [[replace(part, whole=True) for part in amount] for amounts in investments for amount in amounts]
    return plus(hull(exposure(rulebook, part, scheme) for part in amount) for amount in wholes)


def _shares(rulebook: Rulebook, amounts: Amounts, scheme: str, tiers: Tiers) -> Iterator[list[tuple[Part, Interval]]]:
    """Per amount its parts, as if each were the whole amount, with their credit: an amount lies in one of several
    stretches, or is spread over them."""
    lone = [amount[0] for amount in amounts if len(amount) == 1]
    credits = iter(part_credits(rulebook, lone, scheme, [tiers(part) for part in lone]))
    for amount in amounts:
        if len(amount) == 1:
            yield [(amount[0], next(credits))]
            continue
        wholes = [replace(part, whole=True) for part in amount]
        yield [(part, part_credits(rulebook, [part], scheme, [tiers(part)])[0]) for part in wholes]


def _certain(part: Part) -> Interval:
    if part.verdict.eligible is None:
        return _some(part.amount)
    return part.amount if part.verdict.eligible else NOTHING


def _some(value: Interval) -> Interval:
    return Interval(0, value.high)
