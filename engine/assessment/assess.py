"""One claim in, one assessment out. Pure: no clock, no input or output; the same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from engine.assessment.answer import Answer
from engine.assessment.credit_answer import CreditAnswer
from engine.assessment.figures import Workings
from engine.assessment.measured import measured
from engine.assessment.money import Amounts, Part, after_funding, open_schemes
from engine.assessment.parts import change_days, dated_parts
from engine.assessment.schemes import chosen
from engine.assessment.verdict import INELIGIBLE, rates_of, tiers_of, verdict
from engine.assessment.year import year_of
from engine.claims.claim import Claim, Investment
from engine.claims.reader import INVESTED_ON, KRW
from engine.inference.derivation import Explainer
from engine.inference.entity import Entity, entities
from engine.inference.followers import followers, gates_of
from engine.inference.plan import Plan, lay_out
from engine.inference.solve import Evaluate, solve
from engine.law.checks import knowledge_steps
from engine.law.model import DOUBTFUL
from engine.law.problems import BadInput, Problem
from engine.law.rulebook import Rulebook
from engine.law.values import Facts, Interval, Truth, iso


@dataclass(frozen=True)
class Prepared:
    """A rulebook with everything that is worked out once."""

    rulebook: Rulebook
    plan: Plan
    days: list[int]
    first_known: int
    doubtful: frozenset[str]  # provisions and rows with a doubtful reading
    resting: Mapping[str, frozenset[str]]  # per doubtful provision or row all that may rest on it, and itself


def prepare(rulebook: Rulebook) -> Prepared:
    doubtful = {key.partition("@")[0] for key, v in rulebook.versions.items() if v.reading in DOUBTFUL}
    first = knowledge_steps(rulebook)[0]
    resting = {name: frozenset(gates_of(rulebook, followers(rulebook, [_node(name)]))) for name in doubtful}
    return Prepared(rulebook, lay_out(rulebook), change_days(rulebook), first, frozenset(doubtful), resting)


def _node(name: str) -> str:
    """A provision, or the table of a row, as dependencies name it."""
    table, row, _ = name.partition("#")
    return f"table:{table}" if row else f"provision:{name}"


def assess(
    claim: Claim, prepared: Prepared, known_on: int, evaluate: Evaluate, everything: bool = False
) -> dict[str, object]:
    """The assessment of a claim under the law as known on a day (an ordinal), as a document.

    ``evaluate`` decides the provisions. ``everything`` puts into the derivation also what did not decide.
    BadInput if no law of the rulebook was known on that day.
    """
    return answer_of(claim, prepared, known_on, evaluate, everything).document()


def answer_of(claim: Claim, prepared: Prepared, known_on: int, evaluate: Evaluate, everything: bool = False) -> Answer:
    """The assessment with what its figures were worked out from: later tax years and returns go on from it."""
    verdicts = find_verdicts(claim, prepared, known_on, evaluate)
    claim, rulebook, root, schemes = verdicts.claim, prepared.rulebook, verdicts.root, verdicts.schemes
    groups = [
        after_funding(rulebook, [merge(rulebook, parts, schemes) for parts in amounts], schemes)
        for amounts in verdicts.investments
    ]
    years = {name: year_of(rulebook, groups, name) for name in schemes}
    workings = {name: Workings(rulebook, root, year, prepared.doubtful) for name, year in years.items()}
    every = [part for amounts in groups for amount in amounts for part in amount]
    scheme = chosen(rulebook, root, every, workings, verdicts.states)
    wanted = root.facts.get(rulebook.assessment.scheme_choice)
    closed = wanted in verdicts.states and wanted not in schemes
    ids = [investment.id for investment in claim.investments]
    credit = CreditAnswer(Explainer(rulebook, root, known_on), ids, groups, workings, scheme, closed)
    return Answer(rulebook, claim, root, groups, credit, known_on, everything)


@dataclass(frozen=True)
class Verdicts:
    """A solved claim, its amounts measured, with the verdict on every dated part; nothing is computed in won yet.

    ``states``: whether each scheme is open. ``taken``: those that may be the one taken.
    """

    claim: Claim
    root: Entity
    doubting: Entity | None  # with doubtful provisions left open; None if no doubt can matter
    states: dict[str, Truth]
    taken: list[str]
    investments: list[Amounts]

    @property
    def schemes(self) -> list[str]:
        return [name for name, state in self.states.items() if state is not False]


def find_verdicts(claim: Claim, prepared: Prepared, known_on: int, evaluate: Evaluate) -> Verdicts:
    """BadInput if no law of the rulebook was known on that day."""
    if known_on < prepared.first_known:
        first = iso(prepared.first_known)
        raise BadInput([Problem("known-too-early", "$.known_on", iso(known_on), first)])
    claim = with_amounts(claim, prepared, known_on, evaluate)

    def solved(doubting: bool) -> Entity:
        root = entities(prepared.rulebook, claim, stretches_of(claim, prepared), known_on)
        solve(prepared.plan, root, known_on, evaluate, doubting)
        return root

    return verdicts_of(claim, prepared, known_on, solved)


def verdicts_of(
    claim: Claim, prepared: Prepared, known_on: int, solved: Callable[[bool], Entity], only: int | None = None
) -> Verdicts:
    """``solved`` gives the claim with its truths, as it is or with doubtful provisions left open. ``only``: the one
    investment that is looked at."""
    rulebook, root = prepared.rulebook, solved(False)
    investments = list(enumerate(root.parts)) if only is None else [(only, root.parts[only])]
    explainers = {i: [Explainer(rulebook, e, known_on) for e in investment.parts] for i, investment in investments}
    states = open_schemes(rulebook, root)
    schemes = [name for name, state in states.items() if state is not False]
    doubt = any(rests_on_doubt(prepared, one, schemes) for group in explainers.values() for one in group)
    doubting = solved(True) if doubt else None

    wanted = root.facts.get(rulebook.assessment.scheme_choice)
    # Who has chosen a scheme does not hang on a doubt about another.
    taken = [name for name in schemes if name == wanted and states[name]] or schemes
    groups: list[Amounts] = [[] for _ in root.parts]
    for i, group in explainers.items():
        others = doubting.parts[i].parts if doubting else [None] * len(group)
        parts = iter([_part(rulebook, one, other, taken) for one, other in zip(group, others, strict=True)])
        groups[i] = [[next(parts) for _ in amount] for amount in _stretches(claim.investments[i], prepared)]
    return Verdicts(claim, root, doubting, states, taken, groups)


def stretches_of(claim: Claim, prepared: Prepared) -> list[list[list[Facts]]]:
    """Per investment and amount the facts of its dated parts."""
    return [_stretches(investment, prepared) for investment in claim.investments]


def _stretches(investment: Investment, prepared: Prepared) -> list[list[Facts]]:
    return [dated_parts(amount, prepared.days) for amount in investment.amounts or ()]


def _part(rulebook: Rulebook, explainer: Explainer, doubting: Entity | None, schemes: list[str]) -> Part:
    entity = explainer.entity
    judged = verdict(rulebook, entity, doubting, schemes)
    days, amount = ordered(entity, INVESTED_ON), ordered(entity, KRW)
    return Part(entity, explainer, judged, days, False, amount, doubting=doubting)


def with_amounts(claim: Claim, prepared: Prepared, known_on: int, evaluate: Evaluate) -> Claim:
    """The claim with the amounts of investments that state none measured."""
    if all(investment.amounts is not None for investment in claim.investments):
        return claim
    bare = replace(claim, investments=tuple(replace(i, amounts=()) for i in claim.investments))
    solved = entities(prepared.rulebook, bare, [[] for _ in bare.investments], known_on)
    solve(prepared.plan, solved, known_on, evaluate)
    return measured(prepared.rulebook, claim, solved, prepared.days)


def rests_on_doubt(prepared: Prepared, explainer: Explainer, schemes: list[str]) -> bool:
    """Is a doubtful provision that holds, or a doubtful row of rates that may, among what decides eligibility, tiers
    and rates? If not, no doubt matters."""
    truths, rulebook = explainer.entity.truths, prepared.rulebook
    doubtful = {name for name in prepared.doubtful if truths[name] or (truths[name] is None and "#" in name)}
    if not doubtful:
        return False
    roots = [rulebook.assessment.eligible]
    for tier in rulebook.assessment.tiers:
        roots += [name for name in (tier.substance, tier.claimable, tier.secured) if name]
    for name in tiers_of(rulebook, explainer.entity).claimable:
        for scheme in schemes:
            rows = rulebook.tables[rulebook.assessment.base_rate].rows_for({"scheme": scheme, "tier": name})
            roots += [row.gate for row in rows]
    among = frozenset[str]().union(*(prepared.resting[name] for name in doubtful))
    return any(name in doubtful for name in explainer.support(roots, among))


def ordered(entity: Entity, path: str) -> Interval:
    value = entity.facts[path]
    assert isinstance(value, Interval)
    return value


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
    """Verdicts alike, at the same rates? What earns nothing has no rate."""
    if one.verdict.outcome == other.verdict.outcome == INELIGIBLE:
        return True
    return one.verdict == other.verdict and all(
        rates_of(rulebook, one.entity, tier, scheme).value == rates_of(rulebook, other.entity, tier, scheme).value
        for tiers in (one.verdict.tiers.claimable, one.verdict.tiers.floor)
        for tier in tiers
        for scheme in schemes
    )
