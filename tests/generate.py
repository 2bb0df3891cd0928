"""Random claims for a rulebook, whatever its law, and what the walk says of them, row by row.

Facts have holes, dates lie at every edge of the law, amounts are exact or ranges.

Most claims *aim*: a provision or table row is picked and the facts that make it true are written first, so
that rare rows are reached as the law grows. The rest of the facts is drawn from the vocabulary.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from engine.assessment.assess import Prepared, with_amounts
from engine.assessment.parts import dated_parts
from engine.claims.claim import Amount, Claim, Investment
from engine.claims.reader import ENDS, INVESTED_ON, STARTS
from engine.credit.formulas import plus_months
from engine.inference import reference
from engine.inference.entity import Entity, entities
from engine.inference.solve import solve
from engine.inference.view import look_up
from engine.law import formulas as f
from engine.law.checks import knowledge_steps
from engine.law.conditions import (
    AT_LEAST,
    IN,
    All,
    Any,
    Applies,
    Condition,
    FactTest,
    Not,
    ProvisionRef,
    leaves,
)
from engine.law.judged import FAILS, HOLDS, fact_path
from engine.law.rulebook import Fact, Rulebook
from engine.law.values import ORDERED, RATIO_SCALE, Facts, Interval, Value, exactly

FIRST_DAY, LAST_DAY = date(2020, 1, 1).toordinal(), date(2031, 12, 31).toordinal()
MOST_WON = 10**15
SCOPES = ("claim", "investment", "amount")
Cell = bool | int | None
Parts = list[list[list[Facts]]]  # per investment and amount the facts of its dated parts


def edge_days(rulebook: Rulebook) -> list[int]:
    """Every day that the rulebook names, with the days before and after."""
    days = {i.promulgated for i in rulebook.instruments.values()} | set(rulebook.read_through.values())
    for version in rulebook.versions.values():
        days |= {d for s in version.period.starts for d in (s.start, s.on) if d is not None}
        days |= {e.before for e in version.period.ends}
        for leaf in leaves(version.body) if version.body is not None else ():
            if isinstance(leaf, FactTest) and rulebook.facts[leaf.fact].type == "date":
                days.add(int(leaf.operand))  # type: ignore[arg-type]
    for table in rulebook.tables.values():
        for row in table.rows if table.type == "date" else ():
            days |= {n.value for n in f.walk(row.value) if isinstance(n, f.Constant) and n.value > FIRST_DAY}
    return sorted({day + shift for day in days for shift in (-1, 0, 1)})


def knowledge_days(rulebook: Rulebook) -> list[int]:
    """The days on which the law as known changed, and the days before, from the first law on."""
    steps = knowledge_steps(rulebook)
    return sorted({*steps, *(day - 1 for day in steps[1:])})


@dataclass
class Generator:
    """Claims of one rulebook; the same seed gives the same claims."""

    prepared: Prepared
    dice: random.Random
    hole: float = 0.08  # how often a fact is missing after all
    left: float = 0.7  # how often a fact that the rules presume or conclude is left to them
    edges: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        rulebook = self.rulebook = self.prepared.rulebook
        self.edges = edge_days(rulebook)
        given = [x for x in rulebook.facts.values() if x.derived is None and not x.by_engine]
        given = [x for x in given if x.type != "text"]
        self.facts = {scope: [x for x in given if x.scope == scope] for scope in SCOPES}
        self.targets = [p.tree for p in rulebook.provisions.values()]
        self.targets += [row.tree for table in rulebook.tables.values() for row in table.rows]
        frame = rulebook.assessment
        heads = [frame.eligible, *(tier.claimable for tier in frame.tiers if tier.claimable)]
        self.heads = [rulebook.provisions[name].tree for name in heads]

    def claim(self) -> Claim:
        dice = self.dice
        aimed: Facts = {}
        if dice.random() < 0.7:
            for target in dice.sample(self.targets, dice.choice((0, 1, 1, 2, 3))):
                self.aim(target, True, aimed)
            for target in dice.sample(self.heads, dice.randint(0, len(self.heads))):
                self.aim(target, True, aimed)
        claim = self.tax_year(self.drawn("claim", aimed), aimed)
        complete = dice.random() < 0.15
        investments = []
        for number in range(dice.choices((1, 2, 3), (75, 18, 7))[0]):
            wanted = dict(aimed)
            if number:  # the others have aims of their own
                wanted = {}
                self.aim(dice.choice(self.targets), True, wanted)
            facts = self.drawn("investment", wanted)
            amounts = [self.amount(wanted, claim, complete) for _ in range(dice.choice((1, 1, 1, 2)))]
            facts = {**self.punched(facts, complete), **self.judged("investment", "amount")}
            investments.append(Investment(f"i{number}", facts, tuple(map(Amount, amounts))))
        return Claim(self.punched(claim, complete), tuple(investments))

    # -- single values ---------------------------------------------------------------------------------------

    def drawn(self, scope: str, aimed: Facts) -> Facts:
        """A value for each fact; what the rules presume or conclude is often left to them."""
        facts: Facts = {}
        for fact in self.facts[scope]:
            follows = fact.presumed_value is not None or fact.path in self.rulebook.concluders
            if fact.path in aimed:
                facts[fact.path] = aimed[fact.path]
            elif not (follows and self.dice.random() < self.left):
                facts[fact.path] = self.value(fact)
        return facts

    def punched(self, facts: Facts, complete: bool) -> Facts:
        return {path: value for path, value in facts.items() if complete or self.dice.random() >= self.hole}

    def judged(self, *scopes: str) -> Facts:
        """Now and then some provisions are judged."""
        provisions = [p for p in self.rulebook.judgeable if p.scope in scopes]
        if not provisions or self.dice.random() < 0.6:
            return {}
        many = self.dice.randint(1, len(provisions))
        return {fact_path(p.id): self.dice.choice((HOLDS, FAILS)) for p in self.dice.sample(provisions, many)}

    def value(self, fact: Fact) -> Value:
        dice = self.dice
        match fact.type:
            case "bool":
                return dice.random() < 0.5
            case "choice":
                return dice.choice(list(fact.choices))
            case "choices":
                return frozenset(dice.sample(list(fact.choices), min(len(fact.choices), dice.choice((1, 1, 1, 2, 3)))))
            case "date":
                return self.day()
            case "won":
                return self.won()
        return self.ranged(dice.randrange(10**9), 10**8)

    def day(self) -> Interval:
        if self.dice.random() < 0.6:
            return self.ranged(self.dice.choice(self.edges), 400)
        return self.ranged(self.dice.randint(FIRST_DAY, LAST_DAY), 400)

    def won(self) -> Interval:
        dice = self.dice
        exact = dice.choice((0, 1, 10**10, MOST_WON, MOST_WON - 1, 3, 39, 133))
        return self.ranged(exact if dice.random() < 0.2 else int(10 ** (15 * dice.random())), 10**12)

    def ranged(self, number: int, width: int) -> Interval:
        """Exact as a rule; else a range, or one end only."""
        chance = self.dice.random()
        if chance < 0.75:
            return exactly(number)
        if chance < 0.9:
            return Interval(number, number + self.dice.randrange(width))
        return Interval(number, None) if chance < 0.95 else Interval(None, number)

    # -- dates that hang together ----------------------------------------------------------------------------

    def tax_year(self, facts: Facts, aimed: Facts) -> Facts:
        """Mostly a calendar year around the day of investment, and a return filed after it."""
        dice = self.dice
        if dice.random() < 0.15:
            return facts
        starts, invested = aimed.get(STARTS), aimed.get(INVESTED_ON)
        if isinstance(starts, Interval) and starts.low is not None:
            first = int(starts.low)
        else:
            around = invested if isinstance(invested, Interval) else exactly(dice.choice(self.edges))
            first = date(date.fromordinal(int(around.low or FIRST_DAY)).year, 1, 1).toordinal()
            if dice.random() < 0.2:
                first -= dice.randrange(365)
        last = plus_months(first, 12) - 1
        if ENDS in aimed:
            last = int(aimed[ENDS].low or last)  # type: ignore[union-attr]
        facts |= {STARTS: exactly(first), ENDS: exactly(last)}
        filed = self.rulebook.bases.get("filed_on", ("",))[0]
        if filed in facts and filed not in aimed and dice.random() < 0.6:
            facts[filed] = exactly(last + dice.choice((1, 31, 90, 91, 400)))
        return facts

    def amount(self, aimed: Facts, claim: Facts, complete: bool) -> Facts:
        facts = self.drawn("amount", aimed)
        first, last = claim[STARTS], claim[ENDS]
        assert isinstance(first, Interval) and isinstance(last, Interval)
        exact = first.exact is not None and last.exact is not None and first.exact <= last.exact
        if INVESTED_ON not in aimed and exact and self.dice.random() < 0.6:
            day = self.dice.randint(int(first.exact or 0), int(last.exact or 0))
            inside = [edge for edge in self.edges if first.exact <= edge <= last.exact]  # type: ignore[operator]
            if inside and self.dice.random() < 0.6:
                day = self.dice.choice(inside)
            facts[INVESTED_ON] = exactly(day)
            if self.dice.random() < 0.15:
                facts[INVESTED_ON] = Interval(first.exact, last.exact)
        return self.punched(facts, complete)

    # -- aiming ----------------------------------------------------------------------------------------------

    def aim(self, tree: Condition, wanted: bool, facts: Facts) -> None:
        """Write facts that bring a tree to a truth value, as far as earlier aims leave room."""
        match tree:
            case Not(part):
                self.aim(part, not wanted, facts)
            case All(parts) | Any(parts):
                all_of_them = isinstance(tree, All) is wanted
                for part in parts if all_of_them else parts and [self.dice.choice(parts)]:
                    self.aim(part, wanted, facts)
            case ProvisionRef(provision):
                self.aim(self.rulebook.provisions[provision].tree, wanted, facts)
            case Applies(version):
                if wanted:
                    self.aim_at_period(version, facts)
            case FactTest(path, op, operand):
                value = self.fitting(self.rulebook.facts[path], op, operand, wanted)
                if value is not None:
                    facts.setdefault(path, value)

    def fitting(self, fact: Fact, op: str, operand: object, wanted: bool) -> Value | None:
        if op == AT_LEAST:
            step = self.dice.choice((0, 0, 1, 40))
            bound = int(operand)  # type: ignore[call-overload]
            return exactly(bound + step if wanted else max(0, bound - 1 - step))
        if op == IN:
            assert isinstance(operand, tuple)
            fit = [choice for choice in fact.choices if (choice in operand) is wanted]
            if not fit:
                return None
            choice = self.dice.choice(fit)
            return choice if fact.type == "choice" else frozenset((choice,))
        return wanted

    def aim_at_period(self, key: str, facts: Facts) -> None:
        """Days within a period; now and then the day before or the day after, where a wrong bound shows."""
        period, dice = self.rulebook.versions[key].period, self.dice
        ends = {end.basis: end.before for end in period.ends}
        for start in period.starts:
            paths = self.rulebook.bases[start.basis]
            if start.on is not None:
                first = start.on - dice.choice((-1, 0, 1, 30, 364, 364, 364, 365))
                facts.setdefault(paths[0], exactly(first))
                facts.setdefault(paths[-1], exactly(plus_months(first, 12) - 1))
            elif start.start is not None:
                last = ends.get(start.basis, start.start + 900) - 1
                within = dice.randint(start.start, max(start.start, last))
                inside = (start.start, start.start, last, last, within, within)
                facts.setdefault(paths[0], exactly(dice.choice((*inside, start.start - 1, last + 1))))
        for basis, before in ends.items():
            facts.setdefault(self.rulebook.bases[basis][0], exactly(before - dice.choice((0, 1, 1, 2, 200))))


def parts_of(claim: Claim, prepared: Prepared) -> Parts:
    """Amounts split where the law changes within their days; those whose days have no beginning or end are not."""

    def parts(amount: Amount) -> list[Facts]:
        when = amount.facts.get(INVESTED_ON)
        bounded = isinstance(when, Interval) and when.low is not None and when.high is not None
        return dated_parts(amount, prepared.days) if bounded else [dict(amount.facts)]

    return [[parts(amount) for amount in i.amounts or ()] for i in claim.investments]


def claims(prepared: Prepared, seed: int, count: int) -> Iterator[Claim]:
    """So many random claims, the same for the same seed."""
    generator = Generator(prepared, random.Random(seed))
    for _ in range(count):
        yield generator.claim()


def walked(
    prepared: Prepared, claim: Claim, known_on: int, doubting: bool = False
) -> Iterator[dict[str, Cell]]:
    """Per dated part the cells that columns must show."""
    claim = with_amounts(claim, prepared, known_on, reference.evaluate)
    root = entities(prepared.rulebook, claim, parts_of(claim, prepared), known_on)
    solve(prepared.plan, root, known_on, reference.evaluate, doubting)
    for part in root.inside("amount"):
        yield cells_of(prepared.rulebook, part)


def cells_of(rulebook: Rulebook, part: Entity) -> dict[str, Cell]:
    """Truths, contests, settled facts and rates (parts per billion) by column name."""
    cells: dict[str, Cell] = dict(part.truths)
    contested = {contest.fact for contest in part.contests}
    for fact in rulebook.facts.values():
        cells[f"contested:{fact.path}"] = fact.path in contested
        cells |= _shown(fact, part.facts.get(fact.path))
    for table in (rulebook.tables[name] for name in rulebook.assessment.rates):
        owner = part.outer(table.scope)
        for scheme in (entry.scheme for entry in rulebook.assessment.schemes):
            for tier in (entry.tier for entry in rulebook.assessment.tiers):
                keys = {"scheme": scheme, "tier": tier}
                rate = look_up(rulebook, table, keys, owner).value
                for side, end in (("low", rate.low), ("high", rate.high)):
                    name = ":".join((table.id, *(keys[key] for key in table.keys), side))
                    cells[name] = None if end is None else int(end * RATIO_SCALE)
    return cells


def _shown(fact: Fact, value: Value | None) -> dict[str, Cell]:
    name = f"fact:{fact.path}"
    if fact.type in ORDERED:
        low, high = (value.low, value.high) if isinstance(value, Interval) else (None, None)
        return {f"{name}:low": low, f"{name}:high": high}  # type: ignore[dict-item]
    chosen = (value,) if isinstance(value, str) else value
    if isinstance(chosen, tuple | frozenset):
        return {name: sum(2**at for at, choice in enumerate(fact.choices) if choice in chosen)}
    return {name: chosen}  # type: ignore[dict-item]
