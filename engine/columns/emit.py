"""A rulebook as one SELECT: truth of every provision and table row, rates and base credit as bounds.

A row is one dated amount with the facts of its investment and claim. What is computed from other columns
stands in a sub-select around them, so the work comes in layers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from engine.columns.conditions import applies_sql, at_least, condition_sql
from engine.columns.dialect import DuckSql
from engine.columns.facts import KEYS, CannotEmit, ends, given_columns, literal, mask
from engine.columns.formulas import NULL, UNBOUNDED, Ends, Sql, ends_sql, extreme, formula_sql
from engine.inference.entity import KNOWN_ON
from engine.inference.plan import Plan
from engine.law import formulas as f
from engine.law.conditions import AT_LEAST, IN, Applies, FactTest, ProvisionRef
from engine.law.formulas import ProvisionTruth
from engine.law.model import DOUBTFUL, SCOPES
from engine.law.rulebook import Fact, Table
from engine.law.values import ORDERED, RATIO_SCALE


@dataclass(frozen=True)
class Columns:
    """Expressions by column, layer by layer, and the columns that make up the result."""

    dialect: DuckSql
    layers: tuple[dict[str, str], ...]
    truths: tuple[str, ...]  # provisions and gates of table rows
    contests: tuple[str, ...]  # facts whose given or concluded values contradict one another
    facts: tuple[str, ...]  # facts that follow from others, as they stand in the end
    rates: tuple[str, ...]  # parts per billion
    credits: tuple[str, ...]  # won

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.truths, *self.contests, *self.facts, *self.rates, *self.credits)

    def sql(self, source: str, everything: bool = False) -> str:
        """The SELECT over a table of facts; ``everything`` keeps facts and what lies between."""
        name = self.dialect.name
        parts, below = [], name(source)
        for number, layer in enumerate(self.layers, 1):
            made = ",\n  ".join(f"{expression} AS {name(column)}" for column, expression in layer.items())
            parts.append(f"{name(f'layer {number}')} AS (SELECT *,\n  {made}\nFROM {below})")
            below = name(f"layer {number}")
        shown = "*" if everything else ", ".join(name(column) for column in (*KEYS, *self.names))
        return "WITH " + ",\n".join(parts) + f"\nSELECT {shown} FROM {below}"


def rate_name(table: str, keys: tuple[str, ...]) -> str:
    return ":".join((table, *keys))


def emit(plan: Plan, known_on: int, dialect: DuckSql | None = None, doubting: bool = False) -> Columns:
    """Columns under the law as known on a day. ``doubting`` leaves open whether doubtful provisions apply."""
    return _Emitter(plan, known_on, dialect or DuckSql(), doubting).columns()


class _Emitter:
    """One run; also what formulas read."""

    def __init__(self, plan: Plan, known_on: int, dialect: DuckSql, doubting: bool):
        self.plan, self.rulebook = plan, plan.rulebook
        self.known_on, self.dialect, self.doubting = known_on, dialect, doubting
        self.depth = dict.fromkeys((*KEYS, *given_columns(plan)), 0)
        self.layers: list[dict[str, str]] = []
        self.used: set[str] = set()
        self.at = ""  # scope of the fact that is being derived

    def columns(self) -> Columns:
        contests, truths = [], []
        for fact in self.rulebook.facts.values():
            if fact.scope not in SCOPES:
                continue  # of an entry of a list: lists have no columns
            follows = fact.derived is not None or fact.path in self.rulebook.concluders
            if fact.presumed_value is not None and not follows:
                self.settle(fact)
        for level in self.plan.levels:
            for path in level.derived:
                contests += self.settle(self.rulebook.facts[path])
            for stratum in level.strata:
                for name, tree in stratum.provisions:
                    self.add(name, lambda tree=tree: condition_sql(tree, self.leaf))  # type: ignore[misc]
                    truths.append(name)
        rates, credits = self.rates_and_credits()
        facts = tuple(name for layer in self.layers for name in layer if name.startswith("fact:"))
        return Columns(
            self.dialect, tuple(self.layers), tuple(truths), tuple(contests), facts, rates, credits
        )

    def add(self, name: str, make: Callable[[], str]) -> None:
        """A new column, one layer above the highest that it reads."""
        self.used = set()
        expression = make()
        depth = 1 + max((self.depth[column] for column in self.used), default=0)
        if depth > len(self.layers):
            self.layers.append({})
        self.layers[depth - 1][name] = expression
        self.depth[name] = depth

    def column(self, name: str) -> str:
        self.used.add(name)
        return self.dialect.name(name)

    # -- conditions ------------------------------------------------------------------------------------------

    def leaf(self, node: FactTest | ProvisionRef | Applies) -> str:
        if isinstance(node, ProvisionRef):
            return self.column(node.provision)
        if isinstance(node, Applies):
            return self.applies(node.version)
        fact = self.rulebook.facts[node.fact]
        if node.op == AT_LEAST:
            return at_least(self.ordered(fact.path), int(node.operand))  # type: ignore[arg-type]
        if node.op == IN:
            bits = mask(fact, node.operand)  # type: ignore[arg-type]
            return f"({self.column(f'fact:{fact.path}')} & {bits} <> 0)"
        return self.column(f"fact:{fact.path}")

    def applies(self, key: str) -> str:
        def times(basis: str) -> tuple[Ends, Ends]:
            paths = self.rulebook.bases[basis]
            return self.ordered(paths[0]), self.ordered(paths[-1])

        version = self.rulebook.versions[key]
        reach = applies_sql(version.period, self.rulebook.instruments, self.known_on, times)
        doubtful = self.doubting and version.reading in DOUBTFUL
        return f"({reach} AND NULL)" if doubtful else reach  # true becomes unknown, false stays false

    def ordered(self, path: str) -> Ends:
        if path == KNOWN_ON:
            return Ends(str(self.known_on), str(self.known_on))
        low, high = ends(f"fact:{path}")
        return Ends(self.column(low), self.column(high))

    # -- what formulas read ----------------------------------------------------------------------------------

    def fact(self, path: str) -> Sql:
        fact = self.rulebook.facts[path]
        if fact.type == "ratio":
            raise CannotEmit(f"{path}: a ratio in a formula")
        return self.ordered(path) if fact.type in ORDERED else self.column(f"fact:{path}")

    def provision(self, id_: str) -> str:
        return self.column(id_)

    def look_up(self, table: str, keys: dict[str, str]) -> Ends:
        """Bounds over the values of all rows that are not false."""
        found = self.rulebook.tables[table]
        picks: list[tuple[str, Ends]] = []
        for row in found.rows:
            if all(keys[name] in choices for name, choices in row.keys.items()):
                possible = f"{self.column(row.gate)} IS DISTINCT FROM FALSE"
                picks.append((possible, ends_sql(row.value, self)))
        if not picks:
            return UNBOUNDED
        low = _hull("least", [(possible, value.low) for possible, value in picks])
        high = _hull("greatest", [(possible, value.high) for possible, value in picks])
        return Ends(low, high, RATIO_SCALE if found.type == "ratio" else 1)

    def aggregate(self, formula: f.Aggregate) -> Sql:
        """The greatest over members, as a window: rows that repeat a member do no harm to it. Lists have no columns:
        one that is presumed to be empty is, any other is not known."""
        if formula.scope in self.rulebook.lists:
            empty = self.rulebook.lists[formula.scope].presumed is not None
            quantified = formula.name in f.QUANTIFIED
            if not empty:
                return "CAST(NULL AS BOOLEAN)" if quantified else UNBOUNDED
            return str(formula.name == "all_of").upper() if quantified else Ends("0", "0")
        value = ends_sql(formula.of, self) if formula.of is not None else UNBOUNDED
        if formula.name != "max_of" or value.scale != 1:
            raise CannotEmit(f"aggregate {formula.name}")
        belongs = self.column(formula.where.provision) if isinstance(formula.where, ProvisionTruth) else "TRUE"
        group = ", ".join(self.column(key) for key in ("claim", "investment")[: 1 + (self.at != "claim")])

        def over(what: str, when: str, number: str) -> str:
            return f"{what}(CASE WHEN {when} THEN {number} END) OVER (PARTITION BY {group})"

        def unless_open(when: str, number: str, whole: str) -> str:
            return f"CASE WHEN {over('max', f'{when} AND {number} IS NULL', '1')} IS NULL THEN {whole} END"

        possible, unsure = f"{belongs} IS DISTINCT FROM FALSE", f"{belongs} IS NULL"
        sure = f"{over('max', belongs, '1')} = 1"  # some member belongs for certain
        least = unless_open(unsure, value.low, over("min", unsure, value.low))
        low = f"CASE WHEN {sure} THEN {over('max', belongs, value.low)} ELSE {least} END"
        return Ends(low, unless_open(possible, value.high, over("max", possible, value.high)))

    # -- facts that follow -----------------------------------------------------------------------------------

    def settle(self, fact: Fact) -> list[str]:
        """The value that counts: given, else concluded or derived, else presumed. Names of contests."""
        name, self.at = f"fact:{fact.path}", fact.scope
        concluders = self.rulebook.concluders.get(fact.path, ())
        if fact.type in ORDERED:
            if concluders or fact.presumed_value is not None or fact.derived is None:
                raise CannotEmit(f"{fact.path}: a concluded or presumed {fact.type}")
            for column, side in zip(ends(name), ("low", "high"), strict=True):
                self.add(column, lambda side=side: self.derived_end(fact, side))  # type: ignore[misc]
            return []
        if fact.derived is not None and concluders:
            raise CannotEmit(f"{fact.path}: both derived and concluded")
        for by in concluders:
            scope = self.rulebook.provisions[by].scope
            if SCOPES.index(scope) > SCOPES.index(fact.scope):
                raise CannotEmit(f"{fact.path} of the {fact.scope} concluded for each {scope} by {by}")
        self.add(name, lambda: self.settled_value(fact))
        if not concluders:
            return []
        self.add(f"contested:{fact.path}", lambda: self.contested(fact))
        return [f"contested:{fact.path}"]

    def derived_end(self, fact: Fact, side: str) -> str:
        value = ends_sql(fact.derived, self) if fact.derived is not None else UNBOUNDED
        if value.scale != 1:
            raise CannotEmit(f"{fact.path}: a fraction")
        return value.low if side == "low" else value.high

    def settled_value(self, fact: Fact) -> str:
        values: list[str] = []
        if fact.derived is None:
            values.append(self.column(f"given:{fact.path}"))
        else:
            truth = formula_sql(fact.derived, self)
            assert isinstance(truth, str), fact.path
            values.append(truth)
        arms = [f"WHEN {self.column(by)} THEN {value}" for by, value in self.conclusions(fact)]
        if arms:
            values.append(f"CASE {' '.join(reversed(arms))} END")  # of several, the one named last
        if fact.presumed_value is not None:
            values.append(literal(fact, fact.presumed_value))
        return values[0] if len(values) == 1 else f"coalesce({', '.join(values)})"

    def conclusions(self, fact: Fact) -> Iterator[tuple[str, str]]:
        for by in self.rulebook.concluders.get(fact.path, ()):
            yield by, literal(fact, dict(self.rulebook.provisions[by].concludes)[fact.path])

    def contested(self, fact: Fact) -> str:
        given = self.column(f"given:{fact.path}")
        found = list(self.conclusions(fact))
        yields = {by: f" AND {given} IS NULL" if self.rulebook.provisions[by].yields else "" for by, _ in found}
        clashes = [f"({self.column(by)} AND {given} <> {value})" for by, value in found if not yields[by]]
        for (a, x), (b, y) in combinations(found, 2):
            if x != y:
                clashes.append(f"({self.column(a)} AND {self.column(b)}{yields[a] or yields[b]})")
        return f"coalesce({' OR '.join(clashes)}, FALSE)" if clashes else "FALSE"

    # -- rates and base credit -------------------------------------------------------------------------------

    def rates_and_credits(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        frame = self.rulebook.assessment
        table, formula = self.rulebook.tables[frame.base_rate], self.rulebook.formulas[frame.base_credit]
        rates: list[str] = []
        credits: list[str] = []
        for chosen in product(*table.keys.values()):
            keys = dict(zip(table.keys, chosen, strict=True))
            for name, make, names in (
                (rate_name(table.id, chosen), lambda keys=keys: self.look_up(table.id, keys), rates),
                (
                    rate_name(formula.id, chosen),
                    lambda keys=keys: ends_sql(formula.value, _Scenario(self, table, keys)),
                    credits,
                ),
            ):
                low, high = ends(name)
                self.add(low, lambda make=make: make().low)  # type: ignore[misc]
                self.add(high, lambda make=make: make().high)  # type: ignore[misc]
                names += [low, high]
        return tuple(rates), tuple(credits)


class _Scenario:
    """The credit formula with a scheme and tier: keys '$name' are handed in, rates are columns already."""

    def __init__(self, emitter: _Emitter, table: Table, keys: dict[str, str]):
        self.emitter, self.table, self.keys, self.dialect = emitter, table, keys, emitter.dialect
        self.fact, self.provision, self.aggregate = emitter.fact, emitter.provision, emitter.aggregate

    def look_up(self, table: str, keys: dict[str, str]) -> Ends:
        chosen = {name: self.keys.get(value.removeprefix("$"), value) for name, value in keys.items()}
        if table != self.table.id:
            return self.emitter.look_up(table, chosen)
        low, high = ends(rate_name(table, tuple(chosen[name] for name in self.table.keys)))
        return Ends(self.emitter.column(low), self.emitter.column(high), RATIO_SCALE)


def _hull(name: str, picks: list[tuple[str, str]]) -> str:
    """least or greatest of the values of possible rows; open as soon as one of them is."""
    whole = extreme(name, [f"CASE WHEN {possible} THEN {value} END" for possible, value in picks])
    unknown = [f"({possible} AND {value} IS NULL)" for possible, value in picks if not value.isdigit()]
    return f"CASE WHEN {' OR '.join(unknown)} THEN {NULL} ELSE {whole} END" if unknown else whole
