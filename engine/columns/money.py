"""Base credit of each part in each scheme, alone: with what may be claimed, and if recognition is refused.

Bounds over the tiers that are possible, as ``engine.assessment.money``; merging and sums come after (``sums``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import permutations

from engine.claims.reader import KRW
from engine.columns.dialect import DuckSql
from engine.columns.facts import CannotEmit, ends
from engine.columns.formulas import Ends, Sql, ends_sql, hull
from engine.columns.layers import Layers
from engine.columns.parts import KEPT, LONE
from engine.columns.tiers import CLAIMABLE, FLOOR, ROLES, possible, rate_name, scheme_names, tier_names
from engine.law import formulas as f
from engine.law.rulebook import Rulebook
from engine.law.values import RATIO_SCALE

SIDES = ("low", "high")
NOTHING = Ends("0", "0")


def rate(scheme: str, role: str) -> str:
    """Column: rate over the possible tiers."""
    return f"rate:{scheme}:{role}"


def own(scheme: str, role: str) -> str:
    """Column: credit on the whole amount, nothing merged."""
    return f"own:{scheme}:{role}"


def stake(scheme: str) -> str:
    """Column: what is lost if recognition is refused, on the whole amount."""
    return f"stake:{scheme}"


def spread(name: str) -> str:
    """Column: the lowest value while the amount lies in one of several stretches, so perhaps not in this one."""
    return f"spread:{name}"


def never_lower(one: str, other: str) -> str:
    """Column: is no rate of a scheme lower than the other's on this part, whatever is open?"""
    return f"never lower:{one}:{other}"


def money_columns(rulebook: Rulebook) -> list[str]:
    """Columns of ``Money`` that are read further on."""
    schemes = scheme_names(rulebook)
    found = [end for s in schemes for role in ROLES for end in (*ends(rate(s, role)), *ends(own(s, role)))]
    found += [spread(own(s, role)) for s in schemes for role in ROLES]
    found += [end for s in schemes for end in (*ends(stake(s)), spread(stake(s)))]
    return [*found, *(never_lower(one, other) for one, other in permutations(schemes, 2))]


class OnAmount:
    """What the credit formula reads of an amount that is handed in, at a rate that is."""

    def __init__(self, rulebook: Rulebook, dialect: DuckSql, amount: Ends, rate: Ends):
        self.rulebook, self.dialect, self.amount, self.rate = rulebook, dialect, amount, rate

    def credit(self) -> Ends:
        return ends_sql(self.rulebook.formulas[self.rulebook.assessment.base_credit].value, self)

    def fact(self, path: str) -> Sql:
        if path != KRW:
            raise CannotEmit(f"{path} in the base credit")
        return self.amount

    def look_up(self, table: str, keys: dict[str, str]) -> Ends:
        if table != self.rulebook.assessment.base_rate:
            raise CannotEmit(f"table {table} in the base credit")
        return self.rate

    def provision(self, id_: str) -> str:
        raise CannotEmit(f"provision {id_} in the base credit")

    def formula(self, id_: str) -> Sql:
        return ends_sql(self.rulebook.formulas[id_].value, self)

    def aggregate(self, formula: f.Aggregate) -> Sql:
        raise CannotEmit(f"aggregate {formula.name} in the base credit")


class Money(Layers):
    """Credits of the parts of ``parts.funded``."""

    def __init__(self, rulebook: Rulebook, dialect: DuckSql, given: Iterable[str]):
        super().__init__(dialect, given)
        self.rulebook, self.frame = rulebook, rulebook.assessment
        self.table = rulebook.tables[self.frame.base_rate]
        schemes = scheme_names(rulebook)
        for scheme in schemes:
            for role in ROLES:
                self.add_ends(rate(scheme, role), lambda s=scheme, r=role: self.rate(s, r))  # type: ignore[misc]
                self.add_ends(own(scheme, role), lambda s=scheme, r=role: self.own(s, r))  # type: ignore[misc]
                self.add(spread(own(scheme, role)), lambda s=scheme, r=role: self.spread(s, r))  # type: ignore[misc]
            for side in SIDES:
                self.add(f"claimed at {side}:{scheme}", lambda s=scheme, e=side: self.claimed_at(s, e))  # type: ignore[misc]
                self.add(f"kept at {side}:{scheme}", lambda s=scheme, e=side: self.kept_at(s, e))  # type: ignore[misc]
            self.add_ends(stake(scheme), lambda s=scheme: self.stake(s))  # type: ignore[misc]
            self.add(spread(stake(scheme)), lambda s=scheme: self.spread_stake(s))  # type: ignore[misc]
        for one, other in permutations(schemes, 2):
            self.add(never_lower(one, other), lambda a=one, b=other: self.never_lower(a, b))  # type: ignore[misc]

    def over(self, role: str, make: Callable[[str], Ends]) -> Ends:
        """Bounds over the tiers that are possible."""
        found = [(self.column(possible(role, tier)), make(tier)) for tier in tier_names(self.rulebook)]
        low = hull("least", [(test, value.low) for test, value in found])
        return Ends(low, hull("greatest", [(test, value.high) for test, value in found]))

    def both(self, name: str, scale: int = 1) -> Ends:
        low, high = ends(name)
        return Ends(self.column(low), self.column(high), scale)

    def rate(self, scheme: str, role: str) -> Ends:
        return self.over(role, lambda tier: self.both(rate_name(self.table, scheme, tier)))

    def credit(self, scheme: str, tier: str, amount: Ends) -> Ends:
        rate = self.both(rate_name(self.table, scheme, tier), RATIO_SCALE)
        return OnAmount(self.rulebook, self.dialect, amount, rate).credit()

    def if_eligible(self, certain: str, unsure: str) -> str:
        """Nothing if it is certain that the part earns nothing."""
        eligible = self.column(self.frame.eligible)
        return f"CASE WHEN {eligible} THEN {certain} WHEN {eligible} IS NULL THEN {unsure} ELSE 0 END"

    def or_nothing(self, value: Ends) -> Ends:
        """The bounds, and nothing as well while it is open whether the part earns anything."""
        low = f"CASE WHEN {value.low} > 0 THEN 0 ELSE {value.low} END"
        high = f"CASE WHEN {value.high} < 0 THEN 0 ELSE {value.high} END"
        return Ends(self.if_eligible(value.low, low), self.if_eligible(value.high, high))

    def own(self, scheme: str, role: str) -> Ends:
        return self.or_nothing(self.over(role, lambda tier: self.credit(scheme, tier, self.both(KEPT))))

    def spread(self, scheme: str, role: str) -> str:
        some = Ends("0", self.both(KEPT).high)
        return self.if_several(self.or_nothing(self.over(role, lambda tier: self.credit(scheme, tier, some))).low)

    def at(self, scheme: str, role: str, side: str) -> Ends:
        """Credit on one end of the amount, as if it were exact."""
        end = self.column(ends(KEPT)[SIDES.index(side)])
        value = self.over(role, lambda tier: self.credit(scheme, tier, Ends(end, end)))
        return value.each(lambda bound: f"CASE WHEN {end} IS NOT NULL THEN {bound} END")

    def claimed_at(self, scheme: str, side: str) -> str:
        value = self.at(scheme, CLAIMABLE, side)
        return value.low if side == "low" else value.high

    def kept_at(self, scheme: str, side: str) -> str:
        value = self.at(scheme, FLOOR, side)
        return value.high if side == "low" else value.low

    def stake(self, scheme: str) -> Ends:
        """The difference at each end of the amount: one and the same amount is claimed and may be refused."""
        low, high = (
            difference(self.column(f"claimed at {side}:{scheme}"), self.column(f"kept at {side}:{scheme}"))
            for side in SIDES
        )
        return Ends(self.if_eligible(low, "0"), self.if_eligible(high, high))

    def spread_stake(self, scheme: str) -> str:
        more, less = (self.over(role, lambda tier: self.credit(scheme, tier, NOTHING)) for role in ROLES)
        return self.if_several(self.if_eligible(difference(more.low, less.high), "0"))

    def if_several(self, value: str) -> str:
        """Only where an amount has several stretches."""
        return f"CASE WHEN NOT {self.column(LONE)} THEN {value} END"

    def never_lower(self, one: str, other: str) -> str:
        eligible = self.column(self.frame.eligible)
        parts = [f"{eligible} IS NOT DISTINCT FROM FALSE"]
        tests = []
        for table in (self.rulebook.tables[name] for name in self.frame.rates):
            for tier in tier_names(self.rulebook):
                mine, its = (self.both(rate_name(table, scheme, tier)) for scheme in (one, other))
                rows, others = (
                    {row.gate for row in table.rows_for({"scheme": s, "tier": tier})} for s in (one, other)
                )
                apart = [f"{self.column(gate)} IS NOT DISTINCT FROM FALSE" for gate in sorted(rows ^ others)]
                reaches = f"coalesce({mine.low} >= {its.high}, FALSE) OR ({' AND '.join(apart) or 'TRUE'})"
                tests.append(f"(NOT {self.column(possible(CLAIMABLE, tier))} OR {reaches})")
        return f"({' OR '.join([*parts, '(' + ' AND '.join(tests) + ')'])})"


def difference(more: str, less: str) -> str:
    """What is at stake between two outcomes, never below zero."""
    return f"CASE WHEN {more} > {less} THEN {more} - {less} WHEN {more} <= {less} THEN 0 END"
