"""What was invested in the years before, for the average of the increment."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.assessment.money import NOTHING, hull
from engine.claims.claim import Claim
from engine.claims.dossier import year_of
from engine.dossiers.year import Year, as_interval, asked_of_claim
from engine.law.rulebook import Rulebook
from engine.law.values import Facts, Interval, exactly

EVER = 0  # before every day


@dataclass(frozen=True)
class History:
    """Amounts of the tax years before, complete from the day ``since``. ``none_before``: before the first entry the
    taxpayer certainly never invested."""

    entries: tuple[Facts, ...]
    since: int
    none_before: bool
    first_year: Interval | None = None  # as a claim states it

    def reaches(self, rulebook: Rulebook, claim: Claim) -> bool:
        """Does it cover all the years that the average of a claim looks back to?"""
        window = asked_of_claim(rulebook, claim.facts, rulebook.assessment.across_years.window)
        return window.low is not None and self.since <= window.low

    def list_entries(self, rulebook: Rulebook) -> tuple[Facts, ...]:
        """The entries, without empty years before the first investment there ever was."""
        amount = f"{rulebook.assessment.across_years.history}.amount_krw"
        entries = list(self.entries)
        while self.none_before and entries and entries[0].get(amount) == NOTHING:
            del entries[0]
        return tuple(entries)

    def first_investment(self, rulebook: Rulebook) -> Interval | None:
        """First day of the tax year of the first investment, as far as it follows."""
        if self.first_year is not None or not self.none_before:
            return self.first_year
        name = rulebook.assessment.across_years.history
        some = [e for e in self.entries if as_interval(e.get(f"{name}.amount_krw")).high != 0]
        sure = [e for e in some if (as_interval(e.get(f"{name}.amount_krw")).low or 0) > 0]
        if not some:
            return None
        first = as_interval(some[0].get(f"{name}.starts_on")).low
        return Interval(first, as_interval(sure[0].get(f"{name}.starts_on")).high if sure else None)


def history_of(rulebook: Rulebook, claim: Claim, before: History | None) -> History:
    """The history that a claim rests on: what it states itself, else what follows; ``before`` is None at the beginning
    and after a gap."""
    frame = rulebook.assessment.across_years
    start = year_of(claim)[0]
    stated = claim.lists.get(frame.history)
    given = claim.facts.get(frame.first_investment)
    first = as_interval(given) if given is not None else before.first_year if before else None
    if stated is not None:
        window = asked_of_claim(rulebook, claim.facts, frame.window).low
        return History(stated, int(window or start), stated == (), first)
    if before is not None:
        return replace(before, first_year=first)
    if first is not None and first.low is not None and first.low >= start:
        return History((), EVER, True, first)
    return History((), start, False, first)


def extended(history: History, year: Year) -> History:
    """With what was invested in one more year."""
    name, frame = year.rulebook.assessment.across_years.history, year.rulebook.assessment
    entry: Facts = {
        f"{name}.starts_on": exactly(year.first),
        f"{name}.ends_on": exactly(year.last),
        f"{name}.amount_krw": hull(one.year.invested for one in year.taken),
    }
    for tier in frame.tiers:
        path = f"{name}.{tier.tier}_krw"
        if path in year.rulebook.facts:
            sums = [next((s.invested for s in one.year.tiers if s.tier == tier.tier), NOTHING) for one in year.taken]
            entry[path] = hull(sums)
    return replace(history, entries=(*history.entries, entry))
