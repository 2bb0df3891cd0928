"""How the credit of a tax year belongs to its investments: per investment and tier what was taken, and what each lower
tier would have given.

How the increment is traced to one asset is not regulated: unless one share bears it all, each share has any part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.assessment.figures import Workings
from engine.assessment.money import NOTHING, Amounts, Part, hull, part_credits, plus
from engine.dossiers.year import Year, as_interval
from engine.law.rulebook import Rulebook
from engine.law.values import Interval


@dataclass(frozen=True)
class Share:
    """``lower``: per lower tier what the same amounts would have earned there, at most as much."""

    investment: str
    tier: str
    credit: Interval
    lower: dict[str, Interval]


def shares_of(year: Year) -> list[Share]:
    """Shares of the credit that the year claims, as far as it is to be repaid one day."""
    total = year.figure(year.rulebook.assessment.total)
    bases = [share for share in _bases(year) if share.credit != NOTHING]
    if total == NOTHING or not bases:
        return []
    computed = hull(one.figures[year.rulebook.assessment.total].value for one in year.taken)
    whole = plus(share.credit for share in bases)
    found = []
    for share in bases:
        filed = _filed_of(year, share)
        if year.as_filed and not filed.unbounded:
            alone = sum(one.investment == share.investment for one in bases) == 1
            found.append(_with(share, filed if alone else Interval(0, filed.high), share.credit))
        elif total != computed:  # the return claimed something else: whose it was is not said
            found.append(_with(share, total if len(bases) == 1 else Interval(0, total.high), share.credit))
        elif len(bases) == 1:
            found.append(_with(share, total, share.credit))
        else:
            found.append(_with(share, _between(share.credit, whole, total), share.credit))
    return found


def _with(share: Share, credit: Interval, base: Interval) -> Share:
    """A share of another size: what it has above its base credit, it would have at a lower tier as well."""
    more = _minus(credit, base) if credit.exact is not None and base.exact is not None else None
    lower = {}
    for tier, value in share.lower.items():
        if more is None:
            lower[tier] = Interval(0, credit.high)
        else:
            lower[tier] = plus([value, more]).within(Interval(0, credit.high))
    return replace(share, credit=credit, lower=lower)


def _minus(one: Interval, other: Interval) -> Interval:
    low = None if one.low is None or other.high is None else max(0, one.low - other.high)
    high = None if one.high is None or other.low is None else max(0, one.high - other.low)
    return Interval(low, high)


def _between(base: Interval, whole: Interval, total: Interval) -> Interval:
    """The base credit of a share, with anything from none to all of what the total has beyond the base credits."""
    if total.exact is not None and total == whole:
        return base
    more = _minus(total, whole)
    high = None if base.high is None or more.high is None else base.high + more.high
    if total.low is not None and whole.high is not None and total.low >= whole.high:
        return Interval(base.low, high)
    return Interval(0, high if total.high is None or high is None else min(high, total.high))  # the total is less


def _filed_of(year: Year, share: Share) -> Interval:
    """What the return claimed for the investment, if the claim tells."""
    investment = year.investment(share.investment)
    facts = investment.facts if investment else {}
    return as_interval(facts.get(year.rulebook.assessment.across_years.filed_of_investment))


def _bases(year: Year) -> list[Share]:
    """Base credit by investment and tier, under the scheme that is taken."""
    found = []
    for investment, amounts in zip(year.answer.claim.investments, year.answer.groups, strict=True):
        for tier in [entry.tier for entry in year.rulebook.assessment.tiers]:
            credit = hull(_in_tier(year.rulebook, amounts, one, tier, tier) for one in year.taken)
            if credit == NOTHING:
                continue
            lower = {
                other: hull(_in_tier(year.rulebook, amounts, one, tier, other) for one in year.taken)
                for other in _below(year.rulebook, tier)
            }
            found.append(Share(investment.id, tier, credit, lower))
    return found


def _below(rulebook: Rulebook, tier: str) -> list[str]:
    """Lower tiers of which an entry of the list of credits taken can tell."""
    names = [entry.tier for entry in rulebook.assessment.tiers]
    listed = rulebook.assessment.recapture.list
    return [name for name in names[names.index(tier) + 1 :] if f"{listed}.{name}_krw" in rulebook.facts]


def _in_tier(rulebook: Rulebook, amounts: Amounts, one: Workings, tier: str, at: str) -> Interval:
    """What the parts that are claimed in one tier earn at the rates of another, or of the same."""
    scheme = one.year.scheme
    lone = [amount[0] for amount in amounts if len(amount) == 1 and _may_be(amount[0], tier)]
    credits = part_credits(rulebook, lone, scheme, [(at,) for _ in lone])
    pairs = zip(lone, credits, strict=True)
    sums = [credit if part.verdict.tier == tier else credit.hull(NOTHING) for part, credit in pairs]
    for amount in amounts:
        if len(amount) > 1:
            wholes = [replace(part, whole=True) for part in amount]
            may = [_alone(rulebook, part, scheme, at) if _may_be(part, tier) else NOTHING for part in wholes]
            sums.append(hull([NOTHING, *may]) if any(part.verdict.tier != tier for part in amount) else hull(may))
    return plus(sums)


def _alone(rulebook: Rulebook, part: Part, scheme: str, tier: str) -> Interval:
    return part_credits(rulebook, [part], scheme, [(tier,)])[0]


def _may_be(part: Part, tier: str) -> bool:
    return part.verdict.eligible is not False and tier in part.verdict.tiers.claimable
