"""Amounts of the tax year that the claim does not state: measured by progress, payments and what earlier years took.

The rules say how (``measure`` in ``assessment.yaml``, Decree Article 21(7)); here the days are laid out on which it is
asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from engine.assessment.asking import Inputs, open_inputs
from engine.assessment.missing import open_facts
from engine.assessment.money import NOTHING
from engine.assessment.parts import stretches
from engine.assessment.workings import step_of
from engine.claims.claim import Amount, Claim, Investment
from engine.claims.reader import COMPLETED, ENDS, INVESTED_ON, KRW, STARTED, STARTS
from engine.credit.formulas import interval
from engine.inference.derivation import Explainer
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
            investment = replace(investment, measured=True)
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


def measure_inputs(explainer: Explainer, part: Interval) -> Inputs:
    """Facts and lists that would settle the amount of an investment that states none, in a stretch of days."""
    rulebook, entity = explainer.rulebook, explainer.entity.outer("investment")
    names = rulebook.assessment.measure
    first, last = (_day(entity, path) for path in (STARTS, ENDS))
    before, to = (_to_date(rulebook, entity, day) for day in (first - 1, last))
    days = sorted({first - 1, last, int(part.low or first) - 1, int(part.high or last)})
    asked: list[tuple[str, Facts]] = [(names.to_date, {names.as_of: exactly(day)}) for day in days]
    asked.append((names.amount, {names.before: before, names.start: NOTHING, names.to: to}))
    return inputs_of(explainer, entity, asked)


def funding_inputs(explainer: Explainer) -> Inputs:
    """Facts and lists that would settle what is deducted from the amount of an investment."""
    deducted = explainer.rulebook.assessment.year.deducted
    return inputs_of(explainer, explainer.entity.outer("investment"), [(deducted, {})])


def inputs_of(explainer: Explainer, entity: Entity, asked: list[tuple[str, Facts]]) -> Inputs:
    facts: set[str] = set()
    lists: set[str] = set()
    for formula, supplied in asked:
        step = step_of(explainer.rulebook, formula, entity, supplied)
        found = open_inputs(step, explainer, partial(open_facts, explainer))
        facts, lists = facts | found[0], lists | found[1]
    return facts, lists
