"""Goals of a change: the credit is had or lost, its rate rises or falls; and the facts that stand in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from engine.assessment.answer import PRECEDENCE
from engine.assessment.assess import Verdicts
from engine.assessment.money import Amounts, Part
from engine.assessment.verdict import ELIGIBLE, INELIGIBLE, rates_of
from engine.changes.levers import NONE, Levers, Paths
from engine.law.formulas import Constant
from engine.law.model import TierEntry
from engine.law.rulebook import Rulebook
from engine.law.values import RATIO_SCALE, Number

HIGHER, LOWER = "higher_rate", "lower_rate"
GOALS = (ELIGIBLE, HIGHER, LOWER, INELIGIBLE)


@dataclass(frozen=True)
class Standing:
    """The outcome of an investment, and per amount the lowest and the highest rate that it may earn."""

    outcome: str | None
    rates: tuple[tuple[Number, Number], ...]

    def reaches(self, goal: str, before: Standing) -> bool:
        if goal in (ELIGIBLE, INELIGIBLE):
            return self.outcome == goal
        if self.outcome != ELIGIBLE or len(self.rates) != len(before.rates):
            return False
        pairs = list(zip(self.rates, before.rates, strict=True))
        if goal == HIGHER:
            return all(now[0] >= was[0] and now[1] >= was[1] for now, was in pairs) and self._least > before._least
        return all(now[0] <= was[0] and now[1] <= was[1] for now, was in pairs) and self._most < before._most

    @property
    def _least(self) -> Number:
        return sum(low for low, _ in self.rates)

    @property
    def _most(self) -> Number:
        return sum(high for _, high in self.rates)

    @property
    def goals(self) -> tuple[str, ...]:
        """Those that are not reached yet. None where nothing was invested in the tax year."""
        if self.outcome == ELIGIBLE:
            return (HIGHER, LOWER, INELIGIBLE)
        return tuple(goal for goal in (ELIGIBLE, INELIGIBLE) if self.outcome not in (goal, None))


def standing(rulebook: Rulebook, amounts: Amounts, schemes: list[str]) -> Standing:
    """``schemes``: those that may be the one taken."""
    outcomes = {part.verdict.outcome for amount in amounts for part in amount}
    rates = tuple(_rates(rulebook, amount, schemes) for amount in amounts)
    return Standing(next((outcome for outcome in PRECEDENCE if outcome in outcomes), None), rates)


def _rates(rulebook: Rulebook, amount: list[Part], schemes: list[str]) -> tuple[Number, Number]:
    """By the best scheme, over the tiers and the days that are possible."""
    lows: list[Number] = []
    highs: list[Number] = []
    for part in amount:
        verdict = part.verdict
        tiers = verdict.tiers.claimable if verdict.eligible is not False else ()
        found = [[rates_of(rulebook, part.entity, tier, scheme).value for tier in tiers] for scheme in schemes]
        certain = max((min(rate.low or 0 for rate in rates) for rates in found if rates), default=0)
        lows.append(certain if verdict.eligible is True else 0)
        highs.append(max((rate.high or 0 for rates in found for rate in rates), default=0))
    return min(lows), max(highs)


def levers(goal: str, verdicts: Verdicts, part: Part, rulebook: Rulebook) -> Paths:
    """Facts of a part of which one has to be otherwise for the goal."""
    frame, verdict, found = rulebook.assessment, part.verdict, Levers(part.explainer)
    if goal in (ELIGIBLE, INELIGIBLE):
        if verdict.outcome == goal:
            return NONE
        if verdict.eligible is (goal == ELIGIBLE):  # but on a doubtful reading, or against another fact
            tiers = [tier.claimable for tier in frame.tiers if tier.claimable]
            rows = [gate for gate, _ in _rows(rulebook, verdicts, part)]
            contested = (found.of(contest.fact) for contest in verdict.contests)
            return found.beneath([frame.eligible, *tiers, *rows]).union(*contested)
        return found.turn(frame.eligible, goal == ELIGIBLE)
    if verdict.eligible is not True:
        return found.turn(frame.eligible, True) if goal == HIGHER else NONE
    ways = [found.of(frame.scheme_choice)]
    for tier in _down_to(verdict.tiers.claimable, frame.tiers):
        elsewhere = tier.field is not None and part.entity.truths.get(tier.field) is False
        if tier.claimable and not elsewhere:
            ways.append(found.turn(tier.claimable, goal == HIGHER))
    for gate, rate in _rows(rulebook, verdicts, part):
        now = _rates(rulebook, [part], verdicts.taken)
        if rate is None or (rate > now[0] if goal == HIGHER else rate < now[1]):
            ways.append(found.turn(gate, True))
    return NONE.union(*ways)


def _down_to(claimable: tuple[str, ...], tiers: Iterable[TierEntry]) -> Iterator[TierEntry]:
    """The tiers down to the lowest that is possible."""
    for tier in tiers:
        yield tier
        if tier.tier == claimable[-1]:
            return


def _rows(rulebook: Rulebook, verdicts: Verdicts, part: Part) -> Iterator[tuple[str, Number | None]]:
    """Rows of the rates of the tiers that are possible, with their rate."""
    table = rulebook.tables[rulebook.assessment.base_rate]
    for scheme in verdicts.schemes:
        for tier in part.verdict.tiers.claimable:
            for row in table.rows_for({"scheme": scheme, "tier": tier}):
                value = row.value
                yield row.gate, Fraction(value.value, RATIO_SCALE) if isinstance(value, Constant) else None
