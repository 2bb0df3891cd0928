"""Amounts merged before rounding once, the sums of each claim, and the scheme that it takes.

The same as ``part_credits`` in ``engine.assessment.money``, ``year`` and ``schemes``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import permutations

from engine.columns.dialect import DuckSql
from engine.columns.facts import KEYS, ends
from engine.columns.formulas import Ends, hull
from engine.columns.layers import Layers
from engine.columns.money import OnAmount, difference, never_lower, own, rate, stake
from engine.columns.parts import KEPT, LONE, wanted
from engine.columns.tiers import CLAIMABLE, FLOOR, ROLES, open_name, possible, rate_name, scheme_names, tier_names
from engine.law.rulebook import Rulebook
from engine.law.values import RATIO_SCALE

INVESTED = "invested"


def share(scheme: str, role: str) -> str:
    return f"share:{scheme}:{role}"


def shares(rulebook: Rulebook, dialect: DuckSql, money: str) -> str:
    """Parts with their share of the credit: amounts of one investment at one tier and rate are rounded once together,
    in order; each shows what it adds to the rounded sum."""
    name = dialect.name
    low, high = map(name, ends(KEPT))
    merging, running, made = [], [], []
    for scheme in scheme_names(rulebook):
        for role in ROLES:
            key = f"{scheme}:{role}"
            tier, (least, most) = name(f"tier:{role}"), map(name, ends(rate(scheme, role)))
            merged, total = name(f"merged:{key}"), name(f"running:{key}")
            sole = f"{tier} IS NOT NULL AND {least} = {most} AND {low} = {high}"
            certain = f"{name(LONE)} AND {name(rulebook.assessment.eligible)} AND {sole}"
            merging.append(f"CASE WHEN {certain} THEN {low} END AS {merged}")
            group = ", ".join((name(KEYS[1]), name(KEYS[2]), tier, least))
            over = f"(PARTITION BY {group} ORDER BY {name(KEYS[0])} ROWS UNBOUNDED PRECEDING)"
            running.append(f"sum({dialect.wide(merged)}) OVER {over} AS {total}")
            found = Ends(least, least, RATIO_SCALE)
            after, before = (
                OnAmount(rulebook, dialect, Ends(amount, amount), found).credit().low
                for amount in (total, f"({total} - {merged})")
            )
            for end, alone in zip(ends(share(scheme, role)), map(name, ends(own(scheme, role))), strict=True):
                made.append(f"CASE WHEN {merged} IS NOT NULL THEN {after} - {before} ELSE {alone} END AS {name(end)}")
    return (
        f"SELECT *, {', '.join(made)}\nFROM (SELECT *, {', '.join(running)}"
        f"\nFROM (SELECT *, {', '.join(merging)}\nFROM {money}))"
    )


def in_tier(tier: str, scheme: str = "") -> str:
    """Column of sums: what is invested in a tier; with a scheme, its base credit."""
    return f"{INVESTED}:{tier}" if not scheme else f"base:{scheme}:{tier}"


def addends(rulebook: Rulebook, dialect: DuckSql) -> dict[str, Ends]:
    """What a part adds to each sum of its claim, as if it were the whole amount."""
    name = dialect.name
    eligible = name(rulebook.assessment.eligible)

    def column(of: str) -> Ends:
        low, high = map(name, ends(of))
        return Ends(low, high)

    def certain(value: Ends) -> Ends:
        low = f"CASE WHEN {eligible} THEN {value.low} ELSE 0 END"
        return Ends(low, f"CASE WHEN {eligible} IS DISTINCT FROM FALSE THEN {value.high} ELSE 0 END")

    def within(tier: str, value: Ends) -> Ends:
        sole = f"{eligible} AND {name(f'tier:{CLAIMABLE}')} = {dialect.text(tier)}"
        low = f"CASE WHEN {sole} THEN {value.low} ELSE 0 END"
        may = f"{eligible} IS DISTINCT FROM FALSE AND {name(possible(CLAIMABLE, tier))}"
        return Ends(low, f"CASE WHEN {may} THEN {value.high} ELSE 0 END")

    found = {share(s, role): column(share(s, role)) for s in scheme_names(rulebook) for role in ROLES}
    found |= {stake(s): column(stake(s)) for s in scheme_names(rulebook)}
    found[INVESTED] = certain(column(KEPT))
    for tier in tier_names(rulebook):
        found[in_tier(tier)] = within(tier, column(KEPT))
        for scheme in scheme_names(rulebook):
            found[in_tier(tier, scheme)] = within(tier, column(share(scheme, CLAIMABLE)))
    return found


def unrounded(rulebook: Rulebook, dialect: DuckSql) -> dict[str, str]:
    """The most base credit of a part, in parts of ``RATIO_SCALE`` of a won, for each sum that is rounded."""
    name = dialect.name
    table = rulebook.tables[rulebook.assessment.base_rate]
    high = dialect.wide(name(ends(KEPT)[1]))
    may = f"{name(rulebook.assessment.eligible)} IS DISTINCT FROM FALSE"

    def most(rates: str, test: str = "TRUE") -> str:
        return f"CASE WHEN {may} AND {test} THEN coalesce({high} * {name(ends(rates)[1])}, 0) ELSE 0 END"

    found = {share(s, role): most(rate(s, role)) for s in scheme_names(rulebook) for role in ROLES}
    for scheme in scheme_names(rulebook):
        for tier in tier_names(rulebook):
            found[in_tier(tier, scheme)] = most(rate_name(table, scheme, tier), name(possible(CLAIMABLE, tier)))
    return found


def totals(rulebook: Rulebook, dialect: DuckSql, shares: str) -> str:
    """Sums of each claim. An amount in several parts lies in one of them, or is spread over them."""
    name = dialect.name
    claim, line = name(KEYS[1]), name(KEYS[0])
    added, most = addends(rulebook, dialect), unrounded(rulebook, dialect)
    investment = name(KEYS[2])
    columns = [end for of in added for end in ends(of)]
    made = ", ".join(
        [
            *(
                f"{expression} AS {name(end)}"
                for of, value in added.items()
                for end, expression in zip(ends(of), (value.low, value.high), strict=True)
            ),
            *(f"{expression} AS {name(f'most:{of}')}" for of, expression in most.items()),
        ]
    )
    parts = f"(SELECT {claim}, {investment}, {line}, {name(LONE)}, {made} FROM {shares})"
    wides = [f"most:{of}" for of in most]

    def each(make: Callable[[str], str], of: Iterable[str] = ()) -> str:
        """Open as soon as one of the values is."""
        found = of or (*columns, *wides)
        return ", ".join(f"CASE WHEN count({name(c)}) = count(*) THEN {make(c)} END AS {name(c)}" for c in found)

    def rounded(column: str) -> str:
        """While something is open, what will have one tier and rate is rounded only once, when that is known."""
        of, _, side = column.rpartition(":")
        if side == "low" or of not in most:
            return name(column)
        low, high = map(name, ends(of))
        sum_of = dialect.share(name(f"most:{of}"), RATIO_SCALE)
        return f"CASE WHEN {low} = {high} THEN {high} WHEN {high} IS NOT NULL THEN {sum_of} END AS {high}"

    def outermost(column: str) -> str:
        return f"{'min' if column.endswith(':low') else 'max'}({name(column)})"

    whose, all_of = f"{claim}, {investment}", ", ".join(map(name, (*columns, *wides)))
    amounts = (
        f"SELECT {whose}, {all_of} FROM {parts} WHERE {name(LONE)}"
        f"\nUNION ALL SELECT {whose}, {each(outermost)} FROM {parts} WHERE NOT {name(LONE)} GROUP BY {whose}, {line}"
    )

    def added_up(column: str) -> str:
        return f"sum({dialect.wide(name(column))})"

    summed = f"SELECT {whose}, {each(added_up)} FROM ({amounts}) GROUP BY {whose}"
    amounts = f"SELECT {claim}, {', '.join(map(rounded, columns))} FROM ({summed})"
    sums = each(added_up, columns)
    flags = [f"bool_or({name(column)}) AS {name(column)}" for column in claim_flags(rulebook)]
    flags += [f"bool_and({name(column)}) AS {name(column)}" for column in dominance(rulebook)]
    return (
        f"SELECT * FROM (SELECT {claim}, {sums}\nFROM ({amounts}) GROUP BY {claim})"
        f"\nJOIN (SELECT {claim}, min({line}) AS first_line, {', '.join(flags)} FROM {shares} GROUP BY {claim})"
        f" USING ({claim})"
    )


def claim_flags(rulebook: Rulebook) -> list[str]:
    """Columns that are the same on every row of a claim."""
    return [column for s in scheme_names(rulebook) for column in (open_name(rulebook, s), wanted(s))]


def dominance(rulebook: Rulebook) -> list[str]:
    return [never_lower(one, other) for one, other in permutations(scheme_names(rulebook), 2)]


def considered(scheme: str) -> str:
    """Column of claims: do figures take the scheme into account?"""
    return f"considered:{scheme}"


def over_schemes(dialect: DuckSql, schemes: Iterable[str], make: Callable[[str], Ends]) -> Ends:
    """Bounds over the schemes that are taken into account; nothing if there is none."""
    tests = [(dialect.name(considered(scheme)), make(scheme)) for scheme in schemes]
    none = " AND ".join(f"NOT {test}" for test, _ in tests)
    low = hull("least", [(test, value.low) for test, value in tests])
    high = hull("greatest", [(test, value.high) for test, value in tests])
    return Ends(low, high).each(lambda bound: f"CASE WHEN {none} THEN 0 ELSE {bound} END")


def lost(more: Ends, less: Ends, stakes: Ends) -> Ends:
    """What is lost if recognition is refused: the difference of exact credits, else the bounds of the losses."""
    exact = f"{more.low} = {more.high} AND {less.low} = {less.high}"
    whole = difference(more.low, less.low)
    return stakes.each(lambda bound: f"CASE WHEN {exact} THEN {whole} ELSE {bound} END")


class Choice(Layers):
    """The scheme of each claim as far as it follows from what is asked for and from the rates, over ``totals``.

    ``settled`` is FALSE where the whole credit in each scheme has to be compared (``credit.py``).
    """

    SHOWN = ("claim", "first_line", "settled", "scheme")

    def __init__(self, rulebook: Rulebook, dialect: DuckSql):
        self.state = {scheme: open_name(rulebook, scheme) for scheme in scheme_names(rulebook)}
        super().__init__(dialect, ("claim", "first_line", *claim_flags(rulebook), *dominance(rulebook)))
        self.add("scheme", self.scheme)
        self.add("settled", self.settled)

    def scheme(self) -> str:
        """The one that is asked for, else the first that may be taken if none of its rates is lower than another's."""
        text, arms, above = self.dialect.text, [], ["TRUE"]
        for scheme, state in self.state.items():
            arms.append(f"WHEN {self.column(wanted(scheme))} AND {self.column(state)} THEN {text(scheme)}")
        for scheme, state in self.state.items():
            first = f"{self.column(state)} AND {' AND '.join(above)}"
            arms.append(f"WHEN {first} AND {self.dominates(scheme)} THEN {text(scheme)}")
            above.append(f"{self.column(state)} IS DISTINCT FROM TRUE")
        return f"CASE {' '.join(arms)} END"

    def dominates(self, scheme: str) -> str:
        tests = ["TRUE"]
        for other, state in self.state.items():
            if other != scheme:
                closed = f"{self.column(state)} IS NOT DISTINCT FROM FALSE"
                tests.append(f"({closed} OR {self.column(never_lower(scheme, other))})")
        return " AND ".join(tests)

    def settled(self) -> str:
        none = " AND ".join(f"{self.column(state)} IS DISTINCT FROM TRUE" for state in self.state.values())
        return f"({self.column('scheme')} IS NOT NULL OR ({none}))"


class Claims(Layers):
    """The figures of each claim under its scheme, over the columns of ``totals`` and its scheme."""

    def __init__(self, rulebook: Rulebook, dialect: DuckSql):
        self.rulebook, self.schemes = rulebook, scheme_names(rulebook)
        self.state = {scheme: open_name(rulebook, scheme) for scheme in self.schemes}
        sums = [end for of in addends(rulebook, dialect) for end in ends(of)]
        super().__init__(dialect, (KEYS[1], "scheme", *sums, *claim_flags(rulebook)))
        self.add("requested_scheme_closed", self.closed)
        for scheme in self.schemes:
            self.add(considered(scheme), lambda s=scheme: self.considered(s))  # type: ignore[misc]
        for figure, role in (("base_krw", CLAIMABLE), ("floor_krw", FLOOR)):
            self.add_ends(figure, lambda r=role: self.over(lambda s: share(s, r)))  # type: ignore[misc]
        self.add_ends("stakes", lambda: self.over(stake))
        self.add_ends("exposure_krw", lambda: lost(*map(self.both, ("base_krw", "floor_krw", "stakes"))))
        self.add_ends("invested_krw", lambda: self.both(INVESTED))
        for scheme in self.schemes:
            self.add_ends(f"base_krw:{scheme}", lambda s=scheme: self.if_open(s))  # type: ignore[misc]

    def both(self, name: str) -> Ends:
        low, high = ends(name)
        return Ends(self.column(low), self.column(high))

    def over(self, make: Callable[[str], str]) -> Ends:
        for scheme in self.schemes:
            self.column(considered(scheme))
        return over_schemes(self.dialect, self.schemes, lambda scheme: self.both(make(scheme)))

    def closed(self) -> str:
        tests = [f"({self.column(wanted(s))} AND NOT {self.column(state)})" for s, state in self.state.items()]
        return f"coalesce({' OR '.join(tests)}, FALSE)"

    def considered(self, scheme: str) -> str:
        taken, is_open = self.column("scheme"), self.column(self.state[scheme])
        text = self.dialect.text(scheme)
        return f"CASE WHEN {taken} IS NULL THEN {is_open} IS DISTINCT FROM FALSE ELSE {taken} = {text} END"

    def if_open(self, scheme: str) -> Ends:
        """The sum in a scheme that may be taken."""
        is_open, total = self.column(self.state[scheme]), self.both(share(scheme, CLAIMABLE))
        return total.each(lambda end: f"CASE WHEN {is_open} IS DISTINCT FROM FALSE THEN {end} END")

    @property
    def figures(self) -> tuple[str, ...]:
        names = ("base_krw", "floor_krw", "exposure_krw", "invested_krw", *(f"base_krw:{s}" for s in self.schemes))
        return tuple(end for name in names for end in ends(name))

    @property
    def shown(self) -> tuple[str, ...]:
        return ("claim", "scheme", "requested_scheme_closed", *self.figures)
