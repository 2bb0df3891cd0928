"""What the walk says of a claim, as the tables of parts and claims that columns must show."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import duckdb
from generate import Generator

from engine.assessment.assess import Prepared, answer_of
from engine.assessment.cases import read_cases
from engine.assessment.credit_answer import CreditAnswer
from engine.assessment.numbers import Document
from engine.assessment.part_answer import PartAnswer
from engine.assessment.verdict import CONDITIONAL
from engine.claims.claim import Amount, Claim, Investment
from engine.claims.reader import ENDS, INVESTED_ON, KRW, STARTS, TOTAL_COST, claim_of
from engine.columns.credit import Credits
from engine.columns.facts import ends
from engine.columns.frame import decide_rows, load, rows_of
from engine.columns.query import query
from engine.inference.solve import Evaluate
from engine.law.loader import rules_folder
from engine.law.strict_yaml import Document as Source
from engine.law.values import OPEN, RATIO_SCALE, Facts, Interval

Shown = dict[str, object]
YEARS = Interval(datetime.date(2020, 1, 1).toordinal(), datetime.date(2031, 12, 31).toordinal())


def readable(claim: Claim) -> Claim:
    """A claim as the reader of claims leaves it: each amount has a first and a last day, and bounds in won."""
    investments = []
    for investment in claim.investments:
        total = investment.facts.get(TOTAL_COST, OPEN)
        amounts = []
        for amount in investment.amounts or ():
            when = amount.facts.get(INVESTED_ON, OPEN)
            assert isinstance(when, Interval) and isinstance(total, Interval)
            low, high = when.low, when.high
            low = low if low is not None else min(YEARS.low or 0, high if high is not None else YEARS.low or 0)
            high = high if high is not None else max(YEARS.high or 0, low)
            facts = {KRW: Interval(0, total.high), **amount.facts, INVESTED_ON: Interval(low, high)}
            amounts.append(Amount(facts))
        kept = None if investment.amounts is None else tuple(amounts)  # measured
        investments.append(Investment(investment.id, investment.facts, kept, investment.lists))
    return Claim(claim.facts, tuple(investments), claim.lists)


def shown(
    claim: Claim, prepared: Prepared, known_on: int, evaluate: Evaluate, whole: bool = True
) -> tuple[list[Shown], Shown]:
    """Rows of the parts, in order, and the row of the claim; ``whole``: with every figure of the credit."""
    made = answer_of(claim, prepared, known_on, evaluate)
    scheme = made.credit.scheme
    schemes = [scheme] if scheme else list(made.credit.workings)
    rows: list[Shown] = []
    line = 0
    for investment, amounts in enumerate(made.groups):
        parts = [part for amount in amounts for part in amount]
        index = 0
        for amount in amounts:
            for number, _ in enumerate(amount, 1):
                part = PartAnswer(prepared.rulebook, parts, index, schemes, parts[index].explainer)
                rows.append({"line": line, "investment": investment, "part": number, **part_row(part)})
                index += 1
            line += 1
    return rows, claim_row(prepared, made.credit, whole)


def part_row(answer: PartAnswer) -> Shown:
    part, verdict = answer.part, answer.part.verdict
    figures: Document = {}
    answer.figures(figures)
    rows = list(answer.rows().values())
    possible_rows = [label for label, _ in rows] if len(rows) > 1 or any(t is None for _, t in rows) else []
    tiers = [] if verdict.tier or answer.excluded else verdict.tiers.claimable
    substance = verdict.tiers.substance
    row: Shown = {
        "from": datetime.date.fromordinal(int(part.days.low or 0)),
        "until": datetime.date.fromordinal(int(part.days.high or 0)),
        "reasons_until": datetime.date.fromordinal(int(part.reasoned.high or 0)) if part.reasoned else None,
        "outcome": verdict.outcome,
        "substance": substance[0] if len(substance) == 1 and not answer.excluded else None,
        "tier": None if answer.excluded else verdict.tier,
        "possible_tiers": ", ".join(tiers) or None,
        "facility_row": rows[0][0] if len(rows) == 1 and rows[0][1] else None,
        "possible_rows": ", ".join(possible_rows) or None,
        "standing": None if answer.excluded else verdict.standing,
        "contested": frozenset(contest.fact for contest in verdict.contests) or None,
    }
    row |= {"amount:low": part.amount.low, "amount:high": part.amount.high}
    row |= _rate(figures)
    row |= _won(figures, "base_credit_krw", "base_credit")
    for name in ("claimable", "floor", "exposure"):
        given = verdict.standing == CONDITIONAL and not answer.excluded
        row |= _won(figures, f"{name}_krw", name) if given else {f"{name}:low": None, f"{name}:high": None}
    row |= part.entity.truths
    return row


def claim_row(prepared: Prepared, answer: CreditAnswer, whole: bool) -> Shown:
    credit, frame = answer.document() if whole else answer.sums(), prepared.rulebook.assessment
    row: Shown = {"scheme": credit["scheme"], "requested_scheme_closed": credit["requested_scheme_closed"]}
    figures = [entry.figure for entry in frame.figures] if whole else []
    for name in ("base_krw", "floor_krw", "exposure_krw", *figures):
        row |= _won(credit, name, name)
    for scheme in (entry.scheme for entry in frame.schemes):
        low, high = ends(f"base_krw:{scheme}")
        base = answer.workings[scheme].year.base if scheme in answer.workings else OPEN
        row |= {low: base.low, high: base.high}
    return row


def _won(document: Document, key: str, name: str) -> Shown:
    low, high = _ends(document, key)
    return {f"{name}:low": None if low is None else int(low), f"{name}:high": None if high is None else int(high)}


def _rate(document: Document) -> Shown:
    low, high = ((None if end is None else int(Fraction(end) * RATIO_SCALE)) for end in _ends(document, "rate"))
    return {"rate:low": low, "rate:high": high}


def _ends(document: Document, key: str) -> tuple[str | None, str | None]:
    """Both ends of a figure; none of one that is not shown."""
    if document.get(key) is not None:
        return str(document[key]), str(document[key])
    bounds = document.get("bounds", {}).get(key, {})  # type: ignore[attr-defined]
    ends = (bounds.get("at_least"), bounds.get("at_most"))
    return tuple(None if end is None else str(end) for end in ends)  # type: ignore[return-value]


def tables(
    prepared: Prepared, known_on: int, claims: list[Claim], whole: bool = True
) -> tuple[list[Shown], list[Shown]]:
    """The rows of the parts and of the claims, as the columns make them."""
    made = query(prepared, known_on, credits=Credits(prepared, known_on, dict(enumerate(claims))), whole=whole)
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")  # it would write into the benchmark's result
        load(connection, prepared.plan, "facts", rows_of(prepared, claims, known_on))
        decide_rows(connection, made, "facts")
        found = []
        for sql in (made.parts(), made.claims()):
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            found.append([as_shown(dict(zip(names, row, strict=True))) for row in cursor.fetchall()])
    return found[0], found[1]


def as_shown(row: Shown) -> Shown:
    """A row of the columns, to be compared: lists without an order of their own, totals as whole numbers."""
    made = {name: int(value) if isinstance(value, Decimal) else value for name, value in row.items()}
    if isinstance(made.get("contested"), str):
        made["contested"] = frozenset(str(made["contested"]).split(", "))
    return made


def near(generator: Generator, claim: Claim) -> Claim:
    """A claim of the cases with a few facts changed or missing, moved to other days, with amounts of its own.

    Claims drawn fact by fact mostly contradict themselves; these mostly do not.
    """
    dice = generator.dice

    def changed(facts: Facts, scope: str, most: int) -> Facts:
        facts = dict(facts)
        for fact in dice.sample(generator.facts[scope], dice.randint(0, most)):
            if dice.random() < 0.4 and fact.path not in (STARTS, ENDS):
                facts.pop(fact.path, None)
            else:
                facts[fact.path] = generator.value(fact)
        return facts

    facts = changed(claim.facts, "claim", 2)
    if dice.random() < 0.5:
        facts = generator.tax_year(facts, {})
    investments = []
    for number in range(dice.choice((1, 1, 1, 1, 2, 3))):
        model = dice.choice(claim.investments)
        amounts = [Amount(generator.amount({}, facts, dice.random() < 0.8)) for _ in range(dice.choice((1, 1, 1, 2)))]
        own = changed(model.facts, "investment", 3)
        own |= generator.judged("investment", "amount")
        if dice.random() < 0.3:  # recognition still to come: claimed on condition
            own["recognition.status"] = "applied"
        investments.append(Investment(f"i{number}", own, tuple(amounts), model.lists))
    return Claim(facts, tuple(investments), claim.lists)


def claims_of_cases(prepared: Prepared) -> list[Claim]:
    """Claims of the cases beside the rules: they lie at the edges that chance rarely hits."""
    folder = rules_folder() / "cases"
    return [claim_of(Source("case", data), prepared.rulebook) for _, data in read_cases(folder)]


def mixed(prepared: Prepared, seed: int | str) -> Iterator[Claim]:
    """Claims without end, the same for the same seed: drawn fact by fact, or near a case."""
    generator = Generator(prepared, random.Random(seed))
    cases = claims_of_cases(prepared)
    while True:
        chance = generator.dice.random()
        generator.hole, generator.left = generator.dice.choice(((0.08, 0.7), (0.02, 1), (0.2, 0.95)))
        claim = generator.claim() if chance < 0.4 else near(generator, generator.dice.choice(cases))
        yield readable(claim)
