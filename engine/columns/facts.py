"""Facts as columns: which columns a fact has, and what stands in them.

- bool: one BOOLEAN column.
- choice, choices: one BIGINT with a bit for each choice, so that a test of many choices costs one operation.
- date, won, ratio, count: two BIGINT columns, the lowest and the highest possible value.

NULL is unknown, everywhere. A fact that provisions may conclude or the rules presume, and the day of investment, is
loaded under ``given:`` and settled into ``fact:`` later; every other fact is loaded under ``fact:`` at once.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.claims.reader import INVESTED_ON
from engine.inference.plan import Plan
from engine.law.formulas import Aggregate, walk
from engine.law.judged import is_judgement
from engine.law.model import SCOPES
from engine.law.rulebook import Fact
from engine.law.values import ORDERED, Facts, Interval, Value

KEYS = ("line", "claim", "investment")  # numbers of the row and of what it belongs to
DEDUCTED = "deducted"  # won of an investment that others paid: worked out from its lists when the facts are written
MOST_CHOICES = 62  # bits of a BIGINT without its sign, and one to spare
Cell = bool | int | None


class CannotEmit(ValueError):
    """A construct of the rulebook that has no columns yet."""


def from_lists(plan: Plan, fact: Fact) -> bool:
    """Does the fact follow from entries of a list? Then it is worked out when the facts are written."""
    read = walk(fact.derived) if fact.derived is not None else ()
    return any(isinstance(node, Aggregate) and node.scope in plan.rulebook.lists for node in read)


def given_name(plan: Plan, fact: Fact) -> str:
    """``given:`` if more than the claim itself decides the value, for a day of investment its stretch."""
    follows = fact.derived is not None or fact.path in plan.rulebook.concluders
    settled = follows or fact.presumed_value is not None or fact.path == INVESTED_ON
    return f"given:{fact.path}" if settled else f"fact:{fact.path}"


def ends(name: str) -> tuple[str, str]:
    """Names of the two columns of an ordered value."""
    return f"{name}:low", f"{name}:high"


def given_facts(plan: Plan) -> list[Fact]:
    """Facts that a claim can give, less plain text, which no provision reads; judgements; what follows from lists."""
    facts = [f for f in plan.rulebook.facts.values() if f.scope in SCOPES and f.type != "text"]
    facts = [f for f in facts if not f.by_engine or is_judgement(f.path)]
    return [f for f in facts if f.derived is None or from_lists(plan, f)]


def given_columns(plan: Plan) -> dict[str, str]:
    """Columns of the facts of a register and their types, in order."""
    columns: dict[str, str] = {}
    for fact in given_facts(plan):
        name = given_name(plan, fact)
        if fact.type in ORDERED:
            columns.update(dict.fromkeys(ends(name), "BIGINT"))
        else:
            columns[name] = "BOOLEAN" if fact.type == "bool" else "BIGINT"
    return {**columns, **dict.fromkeys(ends(DEDUCTED), "BIGINT")}


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


def value_of(fact: Fact, low: Cell, high: Cell = None) -> Value | None:
    """The value that stands in the cells of a fact."""
    if fact.type in ORDERED:
        return None if low is None and high is None else Interval(low, high)
    if low is None or isinstance(low, bool):
        return low
    chosen = frozenset(choice for at, choice in enumerate(fact.choices) if low >> at & 1)
    return chosen if fact.type == "choices" else next(iter(chosen))


def cells(given: Iterable[Fact], facts: Facts, deducted: Interval) -> list[Cell]:
    """The values of a row in the order of ``given_columns``. ``given``: ``given_facts``."""
    row: list[Cell] = []
    for fact in given:
        value = facts.get(fact.path)
        if fact.type in ORDERED:
            low, high = (value.low, value.high) if isinstance(value, Interval) else (None, None)
            row += [None if low is None else int(low), None if high is None else int(high)]
        elif value is None or isinstance(value, bool):
            row.append(value)
        else:
            assert not isinstance(value, Interval), fact.path
            row.append(mask(fact, value if isinstance(value, frozenset) else (value,)))
    return [*row, *(None if end is None else int(end) for end in (deducted.low, deducted.high))]
