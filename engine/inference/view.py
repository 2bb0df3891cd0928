"""An entity as formulas see it: its facts and those it belongs to, tables, other formulas, members of its lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Self

from engine.credit.formulas import Result, compute
from engine.inference.entity import Entity
from engine.law.rulebook import Rulebook, Table
from engine.law.values import OPEN, RATIO_SCALE, Facts, Interval, Truth, Value, exactly


@dataclass(eq=False)
class View:
    """What the caller hands in: ``keys``, which a formula names as '$scheme' or '$tier', facts that no claim gives
    (``supplied``), and entries of lists that no claim has (``entries``)."""

    rulebook: Rulebook
    entity: Entity
    keys: Mapping[str, str] = field(default_factory=dict)
    supplied: Facts = field(default_factory=dict)
    entries: Mapping[str, Sequence[Entity]] = field(default_factory=dict)

    def fact(self, path: str) -> Value | None:
        """A ratio is a fraction of one here, as rates are."""
        value = self.given(path)
        if isinstance(value, Interval) and self.rulebook.facts[path].type == "ratio":
            low, high = (None if end is None else Fraction(end, RATIO_SCALE) for end in (value.low, value.high))
            return Interval(low, high)
        return value

    def given(self, path: str) -> Value | None:
        if path in self.supplied:
            return self.supplied[path]
        return self.entity.outer(self.rulebook.facts[path].scope).facts.get(path)

    def provision(self, id_: str) -> Truth:
        return self.entity.outer(self.rulebook.provisions[id_].scope).truths.get(id_)

    def key(self, name: str) -> str | None:
        return self.keys.get(name)

    def look_up(self, table: str, keys: dict[str, str]) -> Interval:
        return self.looked_up(self.rulebook.tables[table], keys).value

    def looked_up(self, table: Table, keys: Mapping[str, str]) -> LookedUp:
        """A key that is not handed in may have any of its values."""
        given = {name: self.keys.get(value[1:]) if value.startswith("$") else value for name, value in keys.items()}
        choices = [table.keys[name] if value is None else (value,) for name, value in given.items()]
        combined = (dict(zip(given, chosen, strict=True)) for chosen in product(*choices))
        found = [look_up(self.rulebook, table, one, self.entity.outer(table.scope)) for one in combined]
        rows = tuple(row for one in found for row in one.rows)
        return LookedUp(reduce(Interval.hull, [one.value for one in found]), rows)

    def formula(self, id_: str) -> Result:
        formula = self.rulebook.formulas[id_]
        return compute(formula.value, self.of(self.entity.outer(formula.scope)))

    def members(self, scope: str) -> Sequence[Self] | None:
        """Those of a narrower scope; None for a list that is not known."""
        if scope in self.entries:
            return [self.of(entry) for entry in self.entries[scope]]
        declared = self.rulebook.lists.get(scope)
        if declared is None:
            return [self.of(entity) for entity in self.entity.inside(scope)]
        owners = self.entity.inside(declared.scope)
        if not owners and declared.scope in self.rulebook.outward(self.entity.scope):
            owners = [self.entity.outer(declared.scope)]
        if any(scope not in owner.lists for owner in owners):
            return None
        return [self.of(entry) for owner in owners for entry in owner.lists[scope]]

    def of(self, entity: Entity) -> Self:
        """The same view of another entity; an entry of a list hands in the choices among its facts as keys."""
        if entity is self.entity:
            return self
        keys = self.keys
        if entity.scope in self.rulebook.lists:
            chosen = {path.rpartition(".")[2]: value for path, value in entity.facts.items() if isinstance(value, str)}
            keys = {**keys, **chosen}
        view = copy(self)  # several times faster than dataclasses.replace, and made for every step of a figure
        view.entity, view.keys = entity, keys
        return view


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a table says: the interval of all values that are possible, and the rows they come from."""

    value: Interval
    rows: tuple[str, ...]


def look_up(rulebook: Rulebook, table: Table, keys: Mapping[str, str], entity: Entity) -> LookedUp:
    """Values of all rows that are not false. Rates are fractions of one, dates ordinals."""
    rows = [row for row in table.rows_for(keys) if entity.truths.get(row.gate) is not False]
    if not rows:
        return LookedUp(OPEN, ())
    view = View(rulebook, entity)
    values = [_row_value(table, compute(row.value, view)) for row in rows]
    return LookedUp(reduce(Interval.hull, values), tuple(row.gate for row in rows))


def _row_value(table: Table, result: Result) -> Interval:
    value = result if isinstance(result, Interval) else OPEN
    return exactly(Fraction(int(value.low or 0), RATIO_SCALE)) if table.type == "ratio" else value
