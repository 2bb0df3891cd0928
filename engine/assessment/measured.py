"""Amounts of the tax year that the claim does not state: measured by progress, payments and what earlier years took.

The rules say how (``measure`` in ``assessment.yaml``, Decree Article 21(7)); here the days are laid out on which it is
asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.assessment.money import NOTHING
from engine.assessment.parts import stretches
from engine.claims.claim import Amount, Claim, Investment
from engine.claims.reader import COMPLETED, ENDS, INVESTED_ON, KRW, STARTED, STARTS
from engine.credit.formulas import interval
from engine.inference.entity import Entity
from engine.inference.view import View
from engine.law.rulebook import Rulebook
from engine.law.values import OPEN, Facts, Interval, exactly


def measured(rulebook: Rulebook, claim: Claim, solved: Entity, days: list[int]) -> Claim:
    """The claim with amounts for every investment that states none. ``solved`` holds the truths that the measure asks
    for; ``days`` are those on which the law changes."""
    investments = []
    for investment, entity in zip(claim.investments, solved.parts, strict=True):
        amounts = investment.amounts
        if amounts is None:
            amounts = tuple(_amounts(rulebook, investment, entity, days))
        investments.append(replace(investment, amounts=amounts))
    return replace(claim, investments=tuple(investments))


def _amounts(rulebook: Rulebook, investment: Investment, entity: Entity, days: list[int]) -> Iterator[Amount]:
    """One amount for each stretch of days under the same law if payments or progress date them, else one for all."""
    names = rulebook.assessment.measure
    first, last = (_day(entity, path) for path in (STARTS, ENDS))
    dated = any(name in investment.lists for name in names.lists)
    supplied: Facts = {names.before: _to_date(rulebook, entity, first - 1)}
    spans = list(stretches(first, last, days)) if dated else [Interval(first, last)]
    for span in spans:
        assert span.low is not None and span.high is not None
        within = _to_date(rulebook, entity, int(span.low) - 1) if span.low > first else NOTHING
        supplied[names.start] = within  # before the first stretch lies what earlier years took
        supplied[names.to] = _to_date(rulebook, entity, int(span.high))
        amount = _asked(rulebook, names.amount, entity, supplied)
        if amount.high != 0:
            yield Amount({KRW: amount, INVESTED_ON: span if dated else _year(entity, span)})


def _to_date(rulebook: Rulebook, entity: Entity, day: int) -> Interval:
    names = rulebook.assessment.measure
    return _asked(rulebook, names.to_date, entity, {names.as_of: exactly(day)})


def _asked(rulebook: Rulebook, formula: str, entity: Entity, supplied: Facts) -> Interval:
    return interval(rulebook.formulas[formula].value, View(rulebook, entity, supplied=supplied))


def _day(entity: Entity, path: str) -> int:
    day = entity.facts[path]
    assert isinstance(day, Interval) and day.low is not None
    return int(day.low)


def _year(entity: Entity, year: Interval) -> Interval:
    """Days of the year from the start of the investment to its completion."""
    started, completed = (entity.facts.get(path, OPEN) for path in (STARTED, COMPLETED))
    assert isinstance(started, Interval) and isinstance(completed, Interval)
    return year.within(Interval(started.low, completed.high))
