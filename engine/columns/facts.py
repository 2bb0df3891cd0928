"""Facts as columns: which columns a fact has, and what stands in them.

- bool: one BOOLEAN column.
- choice, choices: one BIGINT with a bit for each choice, so that a test of many choices costs one operation.
- date, won, ratio, count: two BIGINT columns, the lowest and the highest possible value.

NULL is unknown, everywhere. A fact that provisions may conclude or the rules presume is loaded under
``given:`` and settled into ``fact:`` later; every other fact is loaded under ``fact:`` at once.
"""

from __future__ import annotations

from engine.inference.plan import Plan
from engine.law.model import SCOPES
from engine.law.rulebook import Fact
from engine.law.values import ORDERED, Facts, Interval, Value

KEYS = ("line", "claim", "investment")  # numbers of the row and of what it belongs to
MOST_CHOICES = 62  # bits of a BIGINT without its sign, and one to spare
Cell = bool | int | None


class CannotEmit(ValueError):
    """A construct of the rulebook that has no columns yet."""


def settled(plan: Plan, fact: Fact) -> bool:
    """Whether more than the claim itself decides the value."""
    follows = fact.derived is not None or fact.path in plan.rulebook.concluders
    return follows or fact.presumed_value is not None


def ends(name: str) -> tuple[str, str]:
    """Names of the two columns of an ordered value."""
    return f"{name}:low", f"{name}:high"


def given_facts(plan: Plan) -> list[Fact]:
    """Facts that a claim can give, less plain text, which no provision reads."""
    facts = plan.rulebook.facts.values()
    return [f for f in facts if not (f.derived or f.by_engine or f.type == "text") and f.scope in SCOPES]


def given_columns(plan: Plan) -> dict[str, str]:
    """Columns of the facts of a register and their types, in order."""
    columns: dict[str, str] = {}
    for fact in given_facts(plan):
        name = ("given:" if settled(plan, fact) else "fact:") + fact.path
        if fact.type in ORDERED:
            columns.update(dict.fromkeys(ends(name), "BIGINT"))
        else:
            columns[name] = "BOOLEAN" if fact.type == "bool" else "BIGINT"
    return columns


def mask(fact: Fact, chosen: frozenset[str] | tuple[str, ...]) -> int:
    """One bit for each of the choices."""
    if len(fact.choices) > MOST_CHOICES:
        raise CannotEmit(f"{fact.path} has {len(fact.choices)} choices, columns hold {MOST_CHOICES}")
    return sum(1 << at for at, choice in enumerate(fact.choices) if choice in chosen)


def literal(fact: Fact, value: Value) -> str:
    """A value of a fact as SQL; ordered values have two and no literal of their own."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Interval):
        raise CannotEmit(f"{fact.path}: a concluded or presumed {fact.type}")
    return str(mask(fact, value if isinstance(value, frozenset) else (value,)))


def cells(plan: Plan, facts: Facts) -> list[Cell]:
    """The values of a row in the order of ``given_columns``."""
    row: list[Cell] = []
    for fact in given_facts(plan):
        value = facts.get(fact.path)
        if fact.type in ORDERED:
            low, high = (value.low, value.high) if isinstance(value, Interval) else (None, None)
            row += [None if low is None else int(low), None if high is None else int(high)]
        elif value is None or isinstance(value, bool):
            row.append(value)
        else:
            assert not isinstance(value, Interval), fact.path
            row.append(mask(fact, value if isinstance(value, frozenset) else (value,)))
    return row
