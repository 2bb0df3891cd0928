"""Columns computed from other columns: each stands in a sub-select around what it reads, in as few as possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.columns.dialect import DuckSql
from engine.columns.facts import ends
from engine.columns.formulas import Ends
from engine.law.reads import reachable

DOUBT = "?"  # ends the name of a column while doubtful provisions are left open


class Layers:
    """Expressions by name, layer by layer, over the columns of a source. A column may be added while another is made.

    While ``doubting``, a column whose expression differs from the one before stands beside it under a name of its own,
    and what reads it from then on reads that.
    """

    def __init__(self, dialect: DuckSql, given: Iterable[str]):
        self.dialect = dialect
        self.doubting = False
        self.layers: list[dict[str, str]] = []
        self.doubted: dict[str, None] = {}
        self._depth = dict.fromkeys(given, 0)
        self._used: set[str] = set()
        self._reads: dict[str, set[str]] = {}

    def add(self, name: str, make: Callable[[], str]) -> None:
        """A new column, one layer above the highest that it reads."""
        outside, self._used = self._used, set()
        expression = make()
        used, self._used = self._used, outside
        if self.doubting:
            if self.layers[self._depth[name] - 1][name] == expression:
                return
            self.doubted[name] = None
            name += DOUBT
        depth = 1 + max((self._depth[column] for column in used), default=0)
        if depth > len(self.layers):
            self.layers.append({})
        self.layers[depth - 1][name] = expression
        self._depth[name] = depth
        self._reads[name] = used

    def add_ends(self, name: str, make: Callable[[], Ends]) -> None:
        """Two new columns, the lowest and the highest value."""
        low, high = ends(name)
        self.add(low, lambda: make().low)
        self.add(high, lambda: make().high)

    def column(self, name: str) -> str:
        if self.doubting and name in self.doubted:
            name += DOUBT
        self._used.add(name)
        return self.dialect.name(name)

    def beneath(self, names: Iterable[str]) -> tuple[set[str], list[dict[str, str]]]:
        """What columns are made of: the columns of the source, and layers with nothing else in them."""
        found = reachable(self._reads, names)
        layers = [{name: made for name, made in layer.items() if name in found} for layer in self.layers]
        return found - self._reads.keys(), [layer for layer in layers if layer]

    def select(self, source: str, shown: Iterable[str] = ()) -> str:
        """The SELECT over a source (a table's quoted name, or a query in brackets); all columns if none are named."""
        return layered(self.dialect, self.layers, source, shown)


def layered(dialect: DuckSql, layers: Iterable[dict[str, str]], source: str, shown: Iterable[str] = ()) -> str:
    name = dialect.name
    parts, below = [], source
    for number, layer in enumerate(layers, 1):
        made = ",\n  ".join(f"{expression} AS {name(column)}" for column, expression in layer.items())
        parts.append(f"{name(f'layer {number}')} AS (SELECT *,\n  {made}\nFROM {below})")
        below = name(f"layer {number}")
    columns = ", ".join(name(column) for column in shown) or "*"
    return "WITH " + ",\n".join(parts) + f"\nSELECT {columns} FROM {below}"
