"""From judged rows to dated parts: stretches that are judged alike are one, and what others paid is deducted.

The same as ``merge`` in ``engine.assessment.assess`` and ``after_funding`` in ``engine.assessment.money``.
"""

from __future__ import annotations

from engine.claims.reader import INVESTED_ON, KRW
from engine.columns.dialect import DuckSql
from engine.columns.facts import DEDUCTED, KEYS, ends
from engine.columns.stretches import FIRST, LAST, STRETCH
from engine.columns.tiers import ROLES, open_name, possible, rate_name, scheme_names, tier_names
from engine.columns.verdict import ALIKE, TRUTHS_ALIKE
from engine.law.rulebook import Rulebook

PART, LONE, UNTIL = "part", "lone", "until"  # number in its amount; is it the whole amount; last day (ordinal)
REASONS_UNTIL = "reasons_until"  # last day of its first stretches, if the truths of the others differ; else NULL
FIRST_DAY, LAST_DAY = ends(f"fact:{INVESTED_ON}")
KEPT = "kept"  # of the amount, once what others paid is deducted


def needed(rulebook: Rulebook) -> tuple[str, ...]:
    """Columns of judged rows that parts and their money are made of."""
    names = [*KEYS, STRETCH, FIRST, LAST, LAST_DAY, ALIKE, rulebook.assessment.eligible, "standing"]
    names += [*ends(f"fact:{KRW}"), *ends(DEDUCTED), *(f"tier:{role}" for role in ROLES)]
    names += [possible(role, tier) for role in ROLES for tier in tier_names(rulebook)]
    for scheme in scheme_names(rulebook):
        names += [open_name(rulebook, scheme), wanted(scheme)]
    for table in (rulebook.tables[name] for name in rulebook.assessment.rates):
        names += [row.gate for row in table.rows]
        for scheme in scheme_names(rulebook):
            names += [end for tier in tier_names(rulebook) for end in ends(rate_name(table, scheme, tier))]
    return tuple(dict.fromkeys(names))


def wanted(scheme: str) -> str:
    """Column: does the claim ask for this scheme?"""
    return f"wanted:{scheme}"


def dated(rulebook: Rulebook, dialect: DuckSql, judged: str) -> str:
    """Judged rows as parts: neighbouring stretches that are judged alike are one."""
    name = dialect.name
    columns, last, line = ", ".join(map(name, needed(rulebook))), name(LAST_DAY), name(KEYS[0])
    several, stretch = f"{name(FIRST)} < {name(LAST)}", name(STRETCH)
    in_line = f"(PARTITION BY {line} ORDER BY {stretch})"
    truths, first = name(TRUTHS_ALIKE), name(FIRST_DAY)
    begins = f"{name(ALIKE)} IS DISTINCT FROM lag({name(ALIKE)}) OVER {in_line}"
    compared = f"SELECT {columns}, {truths}, {first}, {begins} AS begins FROM {judged} WHERE {several}"
    number = f"CAST(sum(CASE WHEN begins THEN 1 ELSE 0 END) OVER {in_line} AS INTEGER)"
    numbered = f"SELECT *, {number} AS number FROM ({compared})"
    rows = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
    in_part = f"(PARTITION BY {line}, number ORDER BY {stretch} {rows})"
    shown = f"first_value({truths}) OVER {in_part} AS shown, max({last}) OVER {in_part} AS until"
    other = f"min(CASE WHEN {truths} <> shown THEN {first} - 1 END) OVER {in_part}"
    joined = (
        f"SELECT *, {other} AS reasons, max(number) OVER (PARTITION BY {line}) AS numbers"
        f" FROM (SELECT *, {shown} FROM ({numbered}))"
    )
    return (
        f"SELECT {columns}, 1 AS {name(PART)}, TRUE AS {name(LONE)}, {last} AS {name(UNTIL)},"
        f" CAST(NULL AS BIGINT) AS {name(REASONS_UNTIL)}\nFROM {judged} WHERE NOT ({several})"
        f"\nUNION ALL SELECT {columns}, number, numbers = 1, until, reasons\nFROM ({joined}) WHERE begins"
    )


def funded(rulebook: Rulebook, dialect: DuckSql, dated: str) -> str:
    """Parts with what is kept of their amounts. Which of several amounts others paid is not said: where these have one
    tier and rate it makes no difference, else each is known within bounds."""
    name = dialect.name
    investment = f"{name(KEYS[1])}, {name(KEYS[2])}"
    low, high = map(name, ends(f"fact:{KRW}"))
    least, most = map(name, ends(DEDUCTED))
    tests = [f"min(CASE WHEN {low} = {high} THEN 1 ELSE 0 END) = 1"]
    sure = f"{name(LONE)} AND {name(rulebook.assessment.eligible)}"
    tests.append(f"min(CASE WHEN {sure} THEN 1 ELSE 0 END) = 1")
    table = rulebook.tables[rulebook.assessment.base_rate]
    for role in ROLES:
        tier = name(f"tier:{role}")
        tests.append(f"count({tier}) = count(*) AND min({tier}) = max({tier})")
        for scheme in scheme_names(rulebook):
            closed = f"max(CASE WHEN {name(open_name(rulebook, scheme))} IS DISTINCT FROM FALSE THEN 1 ELSE 0 END) = 0"
            for side in (0, 1):
                arms = " ".join(
                    f"WHEN {dialect.text(t)} THEN {name(ends(rate_name(table, scheme, t))[side])}"
                    for t in tier_names(rulebook)
                )
                rate = f"CASE {tier} {arms} END"
                same = f"count({rate}) = count(*) AND min({rate}) = max({rate})"
                tests.append(f"({closed} OR count({rate}) = 0 OR {same})")
    groups = (
        f"SELECT {investment}, sum(CASE WHEN {name(PART)} = 1 THEN 1 ELSE 0 END) AS amounts,"
        f" {' AND '.join(tests)} AS one_rate FROM {dated} GROUP BY {investment}"
    )
    lone = f"CASE WHEN {name(PART)} = 1 THEN {low} END"
    over = f"(PARTITION BY {investment} ORDER BY {name(KEYS[0])} ROWS UNBOUNDED PRECEDING)"
    total = f"sum({dialect.wide(lone)}) OVER {over}"

    def less(amount: tuple[str, str]) -> tuple[str, str]:
        at_least = f"CASE WHEN {amount[0]} > {most} THEN {amount[0]} - {most} ELSE 0 END"
        at_most = f"CASE WHEN {amount[1]} <= coalesce({least}, 0) THEN 0 ELSE {amount[1]} - coalesce({least}, 0) END"
        return at_least, at_most

    alone, after, before = less((low, high)), less(("total", "total")), less((f"(total - {low})",) * 2)
    wide = (
        f"CASE WHEN {low} IS NULL THEN NULL ELSE least({alone[0]}, {low}) END",
        f"CASE WHEN {high} IS NULL THEN NULL ELSE greatest({alone[1]}, {high}) END",
    )
    kept = []
    for side, column in enumerate(ends(KEPT)):
        stated = (low, high)[side]
        kept.append(
            f"CAST(CASE WHEN {least} = 0 AND {most} = 0 THEN {stated} WHEN amounts = 1 THEN {alone[side]}"
            f" WHEN one_rate THEN ({after[side]}) - ({before[side]}) ELSE {wide[side]} END AS BIGINT) AS {name(column)}"
        )
    return (
        f"SELECT *, {', '.join(kept)}\nFROM (SELECT *, {total} AS total\nFROM {dated})"
        f"\nJOIN ({groups}) USING ({investment})"
    )
