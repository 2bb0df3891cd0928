"""What would change it: the smallest changes of up to three facts that give an investment another outcome or rate.

For each investment and each *goal* changes are tried bottom up, one fact, then two, then three, and the search ends
with the size that reaches the goal: no smaller change among those considered does. Considered are the facts that stand
in the way (``levers``) with the values that the law tells apart (``alternatives``). They are tried by truths alone;
what is shown is assessed in full, for the won at stake.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.assessment.answer import FORMAT, Answer
from engine.assessment.assess import Prepared, Verdicts, answer_of, find_verdicts
from engine.assessment.numbers import Document, put_rate, put_won
from engine.changes.goals import standing
from engine.changes.search import MOST_FACTS, Change, Search, applied
from engine.claims.claim import Claim
from engine.claims.places import Place
from engine.inference import reference
from engine.inference.again import Again
from engine.inference.derivation import shown
from engine.inference.solve import Evaluate
from engine.law.rulebook import Rulebook
from engine.law.values import ORDERED, Interval

MOST_TRIED = 400  # changes, per investment and goal
MOST_PARTS = 4000  # dated parts on which changes are tried, per claim: of a large one fewer for each investment
MOST_SHOWN = 8  # changes, per investment and goal


def what_would_change(
    claim: Claim, prepared: Prepared, known_on: int, evaluate: Evaluate, trial: Evaluate = reference.evaluate
) -> Document:
    """The changes for every investment, as a document; the same input gives the same bytes.

    ``evaluate`` decides the claim and what is shown, ``trial`` the many changes that are tried. BadInput if no law of
    the rulebook was known on that day.
    """
    rulebook = prepared.rulebook
    before = answer_of(claim, prepared, known_on, evaluate)
    verdicts = find_verdicts(claim, prepared, known_on, trial)
    standings = [standing(rulebook, amounts, verdicts.taken) for amounts in verdicts.investments]
    searches = sum(len(now.goals) for now in standings)
    again = Again(prepared.plan, trial)
    investments: list[Document] = []
    for number, now in enumerate(standings):
        search = Search(claim, prepared, known_on, again, number, verdicts)
        parts = sum(len(amount) for amount in verdicts.investments[number])
        most = min(MOST_TRIED, MOST_PARTS // max(1, parts * searches))
        goals = []
        for goal in now.goals:
            found = search.towards(goal, most)
            first = sorted(found.changes, key=lambda change: _rank(rulebook, change))[:MOST_SHOWN]
            goals.append(
                {
                    "goal": goal,
                    "changes": [_Shown(search, change, verdicts, before).document(evaluate) for change in first],
                    "more": len(found.changes) - len(first),
                    "tried": found.tried,
                    "complete": found.complete,
                }
            )
        investments.append({"id": claim.investments[number].id, "outcome": now.outcome, "goals": goals})
    return {"format": FORMAT, "law": before.law(), "most_facts": MOST_FACTS, "investments": investments}


def _rank(rulebook: Rulebook, change: Change) -> tuple[bool, list[tuple[int, int]]]:
    """First what the taxpayer can arrange, then in the order of the vocabulary."""
    facts = [rulebook.facts[place.path] for place, _ in change]
    order = sorted((fact.order, place.amount or 0) for fact, (place, _) in zip(facts, change, strict=True))
    return not all(fact.arrangeable for fact in facts), order


@dataclass(frozen=True)
class _Shown:
    """A change that is shown."""

    search: Search
    change: Change
    verdicts: Verdicts
    before: Answer

    def document(self, evaluate: Evaluate) -> Document:
        search, rulebook = self.search, self.search.prepared.rulebook
        claim = applied(search.claim, rulebook, self.change)
        after = answer_of(claim, search.prepared, search.known_on, evaluate)
        amounts = after.groups[search.number]
        then = standing(rulebook, amounts, [one.year.scheme for one in after.credit.taken])
        tiers = {part.verdict.tier for amount in amounts for part in amount if part.verdict.eligible is not False}
        order = sorted(self.change, key=lambda one: (rulebook.facts[one[0].path].order, one[0].amount or 0))
        document: Document = {
            "facts": [self.alteration(place, equals) for place, equals in order],
            "outcome": then.outcome,
            "tier": next(iter(tiers)) if len(tiers) == 1 else None,
            "bounds": {},
        }
        lows, highs = zip(*then.rates, strict=True) if then.rates else ((0,), (0,))
        put_rate(document, "rate", Interval(min(lows), max(highs)))
        put_won(document, "base_credit_krw", _more(after.credit.base, self.before.credit.base))
        put_won(document, "total_credit_krw", _more(after.credit.total, self.before.credit.total))
        return document

    def alteration(self, place: Place, equals: tuple[object, ...]) -> Document:
        """A fact, its value now, and the values any of which would do."""
        rulebook = self.search.prepared.rulebook
        fact = rulebook.facts[place.path]
        investment = self.verdicts.root.parts[self.search.number]
        entity = investment if fact.scope != "claim" else self.verdicts.root
        facts = entity.facts
        if place.amount is not None:
            facts = self.verdicts.claim.investments[self.search.number].amounts[place.amount].facts  # type: ignore[index]
        now = shown(rulebook, place.path, facts.get(place.path))
        document: Document = {
            "fact": place.path,
            "scope": fact.scope,
            "amount": place.amount,
            "label": dict(fact.label),
            "now": now,
            "presumed": place.path in entity.presumed,
            "to": _nearest(equals, now) if fact.type in ORDERED else [_written(value) for value in equals],
            "arrangeable": fact.arrangeable,
        }
        return document


def _written(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _nearest(values: tuple[object, ...], now: object) -> list[object]:
    """Of ordered values the last before the present one and the first after it."""
    if now is None or isinstance(now, dict):
        return list(values)
    before, after = ([one for one in values if (one < now) is side] for side in (True, False))  # type: ignore[operator]
    return [*before[-1:], *after[:1]]


def _more(after: Interval, before: Interval) -> Interval:
    """How much more credit there would be, or less."""
    low = None if after.low is None or before.high is None else after.low - before.high
    high = None if after.high is None or before.low is None else after.high - before.low
    return Interval(low, high)
