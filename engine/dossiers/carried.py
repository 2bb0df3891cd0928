"""Credit that is carried from year to year, by the year in which it arose."""

from __future__ import annotations

from engine.assessment.money import NOTHING, hull
from engine.claims.claim import Claim
from engine.claims.dossier import year_of
from engine.dossiers.year import Year, as_interval
from engine.law.rulebook import Rulebook
from engine.law.values import Facts, Interval, exactly

Carried = tuple[Facts, ...]


def carried_at_first(rulebook: Rulebook, claim: Claim, first_investment: Interval | None) -> Carried | None:
    """What is carried into the first year: nothing if the taxpayer never invested before, else unknown."""
    if first_investment is not None and first_investment.low is not None:
        return () if first_investment.low >= year_of(claim)[0] else None
    return None


def carried_after(year: Year) -> Carried | None:
    """What is left of each amount after a year, and of the credit that arose in it; None if it is not known."""
    frame = year.rulebook.assessment
    name, order = frame.carry_forward.list, frame.carry_forward.order
    entries = year.carried_entries()
    if entries is None:
        return None
    left = []
    for i, entry in enumerate(entries[0]):
        amounts = [
            as_interval(view.of(listed[i]).formula(frame.across_years.left))
            for view, listed in zip(year.views(), entries, strict=True)
        ]
        left.append({order: entry.facts[order], f"{name}.amount_krw": hull(amounts)})
    arising = year.ask(lambda view: as_interval(view.formula(frame.across_years.arising_left)))
    left.append({order: exactly(year.last), f"{name}.amount_krw": arising})
    return tuple(entry for entry in left if entry[f"{name}.amount_krw"] != NOTHING)


def used_of(year: Year, origin: int) -> Interval | None:
    """What a year uses of the credit that arose in the tax year that ended on a day; None if it is not known."""
    frame = year.rulebook.assessment
    if origin == year.last:
        return year.ask(lambda view: as_interval(view.formula(frame.across_years.arising_used)))
    entries = year.carried_entries()
    if entries is None:
        return None
    found = []
    for view, listed in zip(year.views(), entries, strict=True):
        mine = [entry for entry in listed if as_interval(entry.facts.get(frame.carry_forward.order)).exact == origin]
        found.append(as_interval(view.of(mine[0]).formula(frame.carry_forward.used)) if mine else NOTHING)
    return hull(found)

