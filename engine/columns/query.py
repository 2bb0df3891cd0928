"""The whole of the columns as SQL statements, each over the tables that those before it make.

``judged``: each stretch of each amount with its truths and verdict. ``shares``: dated parts with their share of the
credit. ``sums`` and ``choice``: of each claim. ``worked``: what is worked out for a claim beside SQL (``credit``).
``claims``: the figures of each claim. ``parts``: what is shown of each dated part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import Any

from engine.assessment.assess import Prepared
from engine.assessment.verdict import CONDITIONAL
from engine.columns.credit import Credits
from engine.columns.dialect import DuckSql
from engine.columns.emit import Columns, Emitter
from engine.columns.facts import KEYS, ends
from engine.columns.formulas import Ends
from engine.columns.layers import Layers
from engine.columns.money import Money, money_columns, own, rate, spread, stake
from engine.columns.parts import (
    FIRST_DAY,
    KEPT,
    LAST_DAY,
    LONE,
    PART,
    REASONS_UNTIL,
    UNTIL,
    dated,
    funded,
    needed,
)
from engine.columns.stretches import STRETCH
from engine.columns.sums import Choice, Claims, considered, dominance, lost, over_schemes, share, shares, totals
from engine.columns.tiers import CLAIMABLE, FLOOR, ROLES, scheme_names
from engine.columns.verdict import SHOWN, TRUTHS_ALIKE, add_verdict
from engine.law.rulebook import Rulebook

FIGURES = ("amount", "rate", "base_credit", "claimable", "floor", "exposure")
JUDGED, DATED, SHARES, SUMS, CHOICE, WORKED, CLAIMS = (
    "judged",
    "dated",
    "shares",
    "sums",
    "choice",
    "worked",
    "claims",
)


@dataclass(frozen=True)
class Query:
    """The statements for one rulebook, day of knowledge and dialect."""

    rulebook: Rulebook
    columns: Columns
    credits: Credits
    whole: bool  # work out the whole credit of every claim, not only where the scheme depends on it

    @property
    def dialect(self) -> DuckSql:
        return self.columns.dialect

    @property
    def kept(self) -> tuple[str, ...]:
        """Columns of judged rows that are shown as they are."""
        facts = [name for name in self.columns.facts if name not in (FIRST_DAY, LAST_DAY)]
        return (*SHOWN, *self.columns.truths, *self.columns.contests, *facts)

    def tables(self, source: str) -> list[tuple[str, str]]:
        """Tables to be made one after another, by name, up to those that ``to_work_out`` reads.

        ``source``: the facts, as a quoted table name or a query in brackets.
        """
        first = needed(self.rulebook)
        judged = self.columns.select(source, dict.fromkeys((*first, FIRST_DAY, TRUTHS_ALIKE, *self.kept)))
        given = (*first, PART, LONE, UNTIL, REASONS_UNTIL, *ends(KEPT))
        money = Money(self.rulebook, self.dialect, given)
        parts = money.select(f"({funded(self.rulebook, self.dialect, DATED)})", (*given, *money_columns(self.rulebook)))
        return [
            *self.columns.steps(source),
            (JUDGED, judged),
            (DATED, dated(self.rulebook, self.dialect, JUDGED)),
            (SHARES, shares(self.rulebook, self.dialect, f"({parts})")),
            (SUMS, totals(self.rulebook, self.dialect, SHARES)),
            (CHOICE, Choice(self.rulebook, self.dialect).select(SUMS, Choice.SHOWN)),
        ]

    def to_work_out(self, source: str) -> str:
        """The claims that have to be worked out beside SQL, as ``work_out`` takes them."""
        name = self.dialect.name
        own_names = {*self.credits.columns()}
        sums = {end for of in self.credits.sums for end in ends(of)}
        judged = {*self.credits.truths, *(end for fact in self.credits.stored for end in ends(f"fact:{fact.path}"))}
        places = {column: "s" if column in sums else "j" if column in judged else "f" for column in own_names}
        columns = [f"c.{name('claim')}", *(f"{places[column]}.{name(column)}" for column in self.credits.columns())]
        columns += [f"s.{name(column)}" for column in dominance(self.rulebook)]
        line = name(KEYS[0])
        return (
            f"SELECT {', '.join(columns)}, c.{name('settled')}, c.{name('scheme')} FROM {CHOICE} AS c"
            f" JOIN {SUMS} AS s ON s.{name('claim')} = c.{name('claim')}"
            f" JOIN (SELECT * FROM {JUDGED} WHERE {name(STRETCH)} = {name('stretch:first')}) AS j"
            f" ON j.{line} = c.first_line JOIN {source} AS f ON f.{line} = c.first_line"
            + ("" if self.whole else f" WHERE NOT c.{name('settled')}")
        )

    @property
    def worked_columns(self) -> dict[str, str]:
        """Columns of ``worked`` and their types."""
        entries = self.rulebook.assessment.figures if self.whole else ()
        figures = [end for entry in entries for end in ends(entry.figure)]
        return {"claim": "BIGINT", "scheme": self.dialect.text_type, **dict.fromkeys(figures, "DECIMAL(38,0)")}

    def work_out(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The rows of ``worked``."""
        found = []
        pairs = [tuple(column.split(":")[1:]) for column in dominance(self.rulebook)]
        for row in rows:
            settled, scheme = row[-2:]
            root, years = self.credits.years(row[: -2 - len(pairs)])
            if not settled:
                scheme = self.credits.scheme(root, years, dict(zip(pairs, row[-2 - len(pairs) : -2], strict=True)))
            taken = [years[scheme]] if scheme else list(years.values())
            figures = self.credits.figures(root, taken) if self.whole else {}
            cells = [end for value in figures.values() for end in (value.low, value.high)]
            found.append((row[0], scheme, *(None if cell is None else floor(cell) for cell in cells)))
        return found

    def claim_tables(self) -> list[tuple[str, str]]:
        """Tables to be made once ``worked`` is there."""
        name, claims = self.dialect.name, Claims(self.rulebook, self.dialect)
        figures = self.worked_beside(claims)
        scheme = f"coalesce(w.{name('scheme')}, c.{name('scheme')}) AS {name('scheme')}"
        more = "".join(f", w.{name(column)}" for column in figures)
        source = (
            f"(SELECT s.*, {scheme}{more} FROM {SUMS} AS s JOIN {CHOICE} AS c ON c.{name('claim')} = s.{name('claim')}"
            f" LEFT JOIN {WORKED} AS w ON w.{name('claim')} = s.{name('claim')})"
        )
        shown = (*claims.shown, *map(considered, claims.schemes), *figures, *self.summed)
        return [(CLAIMS, claims.select(source, shown))]

    def worked_beside(self, claims: Claims) -> list[str]:
        """Figures that are worked out, beside those that are summed up."""
        return [c for c in self.worked_columns if c not in ("claim", "scheme", *claims.figures)]

    @property
    def summed(self) -> list[str]:
        """The sums that the whole credit is worked out from: kept, so that it can be again, with its workings."""
        return [end for of in self.credits.sums for end in ends(of)] if self.whole else []

    def parts(self) -> str:
        """What is shown of each dated part, ordered by claim, line and part."""
        name, day = self.dialect.name, self.dialect.day
        figures = Figures(self.rulebook, self.dialect)
        chosen = ", ".join(map(name, ("claim", *map(considered, figures.schemes))))
        source = f"(SELECT * FROM {SHARES} JOIN (SELECT {chosen} FROM {CLAIMS}) USING ({name('claim')}))"
        made = figures.select(source, figures.kept)
        columns = [f"f.{name(column)}" for column in (*KEYS, PART)]
        columns.append(f"{day('j.' + name(FIRST_DAY))} AS {name('from')}")
        columns += [f"{day('f.' + name(column))} AS {name(column)}" for column in (UNTIL, REASONS_UNTIL)]
        columns += [f"j.{name(column)}" for column in self.kept[: len(SHOWN)]]
        columns += [f"CAST(f.{name(column)} AS BIGINT) AS {name(column)}" for column in figures.shown]
        columns += [f"j.{name(column)}" for column in self.kept[len(SHOWN) :]]
        on = " AND ".join(f"j.{name(column)} = f.{name(column)}" for column in (KEYS[0], STRETCH))
        order = ", ".join(f"f.{name(column)}" for column in (KEYS[1], KEYS[0], PART))
        return f"SELECT {', '.join(columns)}\nFROM {JUDGED} AS j JOIN ({made}) AS f ON {on}\nORDER BY {order}"

    def claims(self) -> str:
        """What is shown of each claim. Sums go beyond 64 bits."""
        name = self.dialect.name
        claims = Claims(self.rulebook, self.dialect)
        shown = [
            f"CAST({name(c)} AS DECIMAL(38,0)) AS {name(c)}" if c.endswith((":low", ":high")) else name(c)
            for c in (*claims.shown, *self.worked_beside(claims), *self.summed)
        ]
        return f"SELECT {', '.join(shown)} FROM {CLAIMS} ORDER BY {name('claim')}"


class Figures(Layers):
    """Rate, base credit and what is at stake of each part, under the schemes that its claim takes into account."""

    def __init__(self, rulebook: Rulebook, dialect: DuckSql):
        self.rulebook, self.schemes = rulebook, scheme_names(rulebook)
        given = [*needed(rulebook), PART, LONE, UNTIL, REASONS_UNTIL, *ends(KEPT), *money_columns(rulebook)]
        given += map(considered, self.schemes)
        given += [end for s in self.schemes for role in ROLES for end in ends(share(s, role))]
        super().__init__(dialect, given)
        self.add_ends("amount", self.amount)
        self.add_ends("rate", lambda: self.unless_excluded(self.over(lambda s: self.both(rate(s, CLAIMABLE)))))
        self.add_ends("base_credit", lambda: self.credit(CLAIMABLE))
        self.add_ends("floored", lambda: self.credit(FLOOR))
        self.add_ends("stakes", lambda: self.over(self.stake))
        self.add_ends("lost", lambda: lost(*map(self.both, ("base_credit", "floored", "stakes"))))
        for figure, value in (("claimable", "base_credit"), ("floor", "floored"), ("exposure", "lost")):
            self.add_ends(figure, lambda v=value: self.if_conditional(self.both(v)))  # type: ignore[misc]

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(end for figure in FIGURES for end in ends(figure))

    @property
    def kept(self) -> tuple[str, ...]:
        return (*KEYS, STRETCH, PART, UNTIL, REASONS_UNTIL, *self.shown)

    def both(self, name: str) -> Ends:
        low, high = ends(name)
        return Ends(self.column(low), self.column(high))

    def over(self, make: Callable[[str], Ends]) -> Ends:
        return over_schemes(self.dialect, self.schemes, make)

    def amount(self) -> Ends:
        kept = self.both(KEPT)
        return Ends(f"CASE WHEN {self.column(LONE)} THEN {kept.low} ELSE 0 END", kept.high)

    def credit(self, role: str) -> Ends:
        return self.over(lambda s: self.apart(self.both(share(s, role)), spread(own(s, role))))

    def stake(self, scheme: str) -> Ends:
        return self.apart(self.both(stake(scheme)), spread(stake(scheme)))

    def apart(self, value: Ends, lowest: str) -> Ends:
        """Of one of several stretches in which the amount may lie, the lowest value is another."""
        return Ends(f"CASE WHEN {self.column(LONE)} THEN {value.low} ELSE {self.column(lowest)} END", value.high)

    def unless_excluded(self, value: Ends) -> Ends:
        eligible = self.column(self.rulebook.assessment.eligible)
        kept = f"{eligible} IS DISTINCT FROM FALSE"
        return value.each(lambda end: f"CASE WHEN {kept} THEN {end} END")

    def if_conditional(self, value: Ends) -> Ends:
        test = f"{self.column('standing')} = {self.dialect.text(CONDITIONAL)}"
        return value.each(lambda end: f"CASE WHEN {test} THEN {end} END")


def query(
    prepared: Prepared,
    known_on: int,
    dialect: DuckSql | None = None,
    credits: Credits | None = None,
    whole: bool = True,
) -> Query:
    """The statements under the law as known on a day."""
    emitter = Emitter(prepared.plan, prepared.days, known_on, dialect or DuckSql())
    columns = emitter.columns()
    add_verdict(emitter, columns.truths, columns.contests)
    credits = credits or Credits(prepared, known_on)
    return Query(prepared.rulebook, replace(columns, layers=tuple(emitter.layers)), credits, whole)
