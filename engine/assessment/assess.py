"""One claim in, one assessment out. Pure: no clock, no input or output; the same input gives the same bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.assessment import money
from engine.assessment.answer import Answer
from engine.assessment.money import Part
from engine.assessment.parts import change_days, dated_parts
from engine.assessment.verdict import INELIGIBLE, rates_of, tiers_of, verdict
from engine.claims.claim import Claim
from engine.claims.reader import INVESTED_ON
from engine.inference.derivation import Explainer
from engine.inference.plan import Plan, lay_out
from engine.inference.solve import Entity, Evaluate, entities, solve
from engine.law.checks import knowledge_steps
from engine.law.model import DOUBTFUL
from engine.law.problems import BadInput, Problem
from engine.law.rulebook import Rulebook
from engine.law.values import Interval, iso


@dataclass(frozen=True)
class Prepared:
    """A rulebook with everything that is worked out once."""

    rulebook: Rulebook
    plan: Plan
    days: list[int]
    first_known: int
    doubtful: frozenset[str]  # provisions and rows with a doubtful reading


def prepare(rulebook: Rulebook) -> Prepared:
    doubtful = {key.partition("@")[0] for key, v in rulebook.versions.items() if v.reading in DOUBTFUL}
    first = knowledge_steps(rulebook)[0]
    return Prepared(rulebook, lay_out(rulebook), change_days(rulebook), first, frozenset(doubtful))


def assess(
    claim: Claim, prepared: Prepared, known_on: int, evaluate: Evaluate, everything: bool = False
) -> dict[str, object]:
    """The assessment of a claim under the law as known on a day (an ordinal).

    ``evaluate`` decides the provisions. ``everything`` puts into the derivation also what did not decide.
    BadInput if no law of the rulebook was known on that day.
    """
    if known_on < prepared.first_known:
        first = iso(prepared.first_known)
        raise BadInput([Problem("known-too-early", "$.known_on", iso(known_on), first)])
    rulebook = prepared.rulebook
    stretches = [[dated_parts(a, prepared.days) for a in i.amounts] for i in claim.investments]
    root = entities(rulebook, claim, stretches, known_on)
    solve(prepared.plan, root, known_on, evaluate)
    explainers = [[Explainer(rulebook, e, known_on) for e in investment.parts] for investment in root.parts]
    doubting: Entity | None = None
    schemes = [name for name, is_open in money.open_schemes(rulebook, root).items() if is_open is not False]
    if any(rests_on_doubt(prepared, explainer, schemes) for group in explainers for explainer in group):
        doubting = entities(rulebook, claim, stretches, known_on)
        solve(prepared.plan, doubting, known_on, evaluate, doubting=True)
    groups: list[list[list[Part]]] = []
    for i, group in enumerate(explainers):
        found = []
        for k, explainer in enumerate(group):
            other = doubting.parts[i].parts[k] if doubting else None
            judged = verdict(rulebook, explainer.entity, other, schemes)
            found.append(Part(explainer.entity, explainer, judged, when(explainer.entity), False))
        rest = iter(found)
        groups.append([merge(rulebook, [next(rest) for _ in amount], schemes) for amount in stretches[i]])
    return Answer(rulebook, claim, root, groups, known_on, everything).document()


def rests_on_doubt(prepared: Prepared, explainer: Explainer, schemes: list[str]) -> bool:
    """Is a doubtful provision that holds among what decides eligibility, tiers and rates? If not, no doubt matters."""
    truths, rulebook = explainer.entity.truths, prepared.rulebook
    if not any(truths[name] for name in prepared.doubtful):
        return False
    roots = [rulebook.assessment.eligible]
    for tier in rulebook.assessment.tiers:
        roots += [name for name in (tier.claimable, tier.secured) if name]
    for name in tiers_of(rulebook, explainer.entity).claimable:
        for scheme in schemes:
            rows = rulebook.tables[rulebook.assessment.base_rate].rows_for({"scheme": scheme, "tier": name})
            roots += [row.gate for row in rows]
    support = explainer.support(roots)
    return any(truths[name] for name in prepared.doubtful if name in support)


def when(entity: Entity) -> Interval:
    days = entity.facts[INVESTED_ON]
    assert isinstance(days, Interval)
    return days


def merge(rulebook: Rulebook, stretches: list[Part], schemes: list[str]) -> list[Part]:
    """Neighbouring stretches of one amount with the same answer become one part; a lone part is the whole amount."""
    merged: list[Part] = []
    for part in stretches:
        last = merged[-1] if merged else None
        if last is None or not _alike(rulebook, last, part, schemes):
            merged.append(part)
            continue
        same = last.reasoned is None and last.entity.truths == part.entity.truths
        reasoned = None if same else last.reasoned or last.days
        merged[-1] = replace(last, days=Interval(last.days.low, part.days.high), reasoned=reasoned)
    return [replace(part, whole=len(merged) == 1) for part in merged]


def _alike(rulebook: Rulebook, one: Part, other: Part, schemes: list[str]) -> bool:
    """Judged alike, at the same rates? What earns nothing has no rate."""
    if one.verdict.outcome == other.verdict.outcome == INELIGIBLE:
        return True
    return one.verdict == other.verdict and all(
        rates_of(rulebook, one.entity, tier, scheme).value == rates_of(rulebook, other.entity, tier, scheme).value
        for tiers in (one.verdict.tiers.claimable, one.verdict.tiers.floor)
        for tier in tiers
        for scheme in schemes
    )
