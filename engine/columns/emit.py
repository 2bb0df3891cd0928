"""A rulebook as one SELECT: truth of every provision and table row, rates and base credit as bounds.

A row is one dated amount with the facts of its investment and claim. What is computed from other columns
stands in a sub-select around them, so the work comes in layers. Where it makes a difference whether doubtful
provisions apply, a column stands a second time as it is while that is left open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from engine.assessment.assess import Prepared
from engine.columns.conditions import applies_sql, at_least, condition_sql
from engine.columns.dialect import DuckSql
from engine.columns.facts import KEYS, CannotEmit, ends, from_lists, given_columns, literal, mask
from engine.columns.formulas import UNBOUNDED, Ends, Sql, ends_sql, formula_sql, hull
from engine.columns.layers import DOUBT, Layers, layered
from engine.columns.stretches import NUMBERS, narrow, stretched
from engine.columns.tiers import add_rates, add_tiers
from engine.inference.entity import KNOWN_ON
from engine.inference.plan import Plan
from engine.law import formulas as f
from engine.law.conditions import AT_LEAST, IN, Applies, FactTest, ProvisionRef
from engine.law.formulas import ProvisionTruth
from engine.law.judged import fact_path
from engine.law.model import DOUBTFUL, SCOPES
from engine.law.rulebook import Fact, Provision
from engine.law.values import ORDERED, RATIO_SCALE


@dataclass(frozen=True)
class Group:
    """Bounds over the rows of each claim or investment, as a table; the rows read them like something given."""

    name: str  # of the table and, with its ends, of the columns
    by: tuple[str, ...]
    layers: tuple[dict[str, str], ...]
    made: Ends

    def sql(self, dialect: DuckSql, source: str) -> str:
        keys = ", ".join(map(dialect.name, self.by))
        low, high = map(dialect.name, ends(self.name))
        rows = f"({layered(dialect, self.layers, source)})"
        return f"SELECT {keys}, {self.made.low} AS {low}, {self.made.high} AS {high} FROM {rows} GROUP BY {keys}"

    def joined(self, dialect: DuckSql, source: str) -> str:
        keys = ", ".join(map(dialect.name, self.by))
        return f"(SELECT * FROM {source} JOIN {dialect.name(self.name)} USING ({keys}))"


@dataclass(frozen=True)
class Columns:
    """Expressions by column, layer by layer, and the columns that make up the result."""

    dialect: DuckSql
    days: tuple[int, ...]  # on which the law changes for a day of investment
    groups: tuple[Group, ...]
    layers: tuple[dict[str, str], ...]
    truths: tuple[str, ...]  # provisions and gates of table rows
    contests: tuple[str, ...]  # facts whose given or concluded values contradict one another
    facts: tuple[str, ...]  # facts that follow from others, as they stand in the end
    rates: tuple[str, ...]  # parts per billion
    doubted: frozenset[str]  # those that stand a second time, as they are while doubtful provisions are left open

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.truths, *self.contests, *self.facts, *self.rates)

    def doubtful(self, name: str) -> str:
        """The column as it is while doubt is left open."""
        return name + DOUBT if name in self.doubted else name

    def beneath(self, names: Iterable[str]) -> list[dict[str, str]]:
        """The layers of columns with nothing else in them."""
        wanted, layers = set(names), []
        for layer in reversed(self.layers):
            kept = {name: made for name, made in layer.items() if name in wanted}
            for made in kept.values():
                wanted |= set(self.dialect.names_in(made))
            layers.append(kept)
        return [layer for layer in reversed(layers) if layer]

    @property
    def everything(self) -> tuple[str, ...]:
        """With the row's numbers, and columns as they are while doubt is left open."""
        return (*KEYS, *NUMBERS, *self.names, *map(self.doubtful, sorted(self.doubted)))

    def steps(self, source: str) -> list[tuple[str, str]]:
        """Tables that the rows are joined to, by name, each made with those before it.

        ``source``: a table's quoted name, or a query in brackets.
        """
        made = []
        for group in self.groups:
            made.append((group.name, group.sql(self.dialect, source)))
            source = group.joined(self.dialect, source)
        return made

    def select(self, source: str, shown: Iterable[str] = ()) -> str:
        """The SELECT over a source, once the tables of ``steps`` are there; all columns if none are named."""
        for group in self.groups:
            source = group.joined(self.dialect, source)
        return layered(self.dialect, self.layers, stretched(self.dialect, self.days, source), shown)


def emit(prepared: Prepared, known_on: int, dialect: DuckSql | None = None) -> Columns:
    """Columns under the law as known on a day."""
    return Emitter(prepared.plan, prepared.days, known_on, dialect or DuckSql()).columns()


class Emitter(Layers):
    """One run; also what formulas read."""

    def __init__(self, plan: Plan, days: Sequence[int], known_on: int, dialect: DuckSql):
        super().__init__(dialect, (*KEYS, *NUMBERS, *given_columns(plan)))
        self.plan, self.rulebook, self.known_on, self.days = plan, plan.rulebook, known_on, tuple(days)
        self.at = ""  # scope of the fact that is being derived
        self.groups: list[Group] = []
        self.tests: set[str] = set()
        narrow(self, days)

    def columns(self) -> Columns:
        """All columns, as the law is and, where that differs, as it is while doubtful provisions are left open."""
        made = self.decide()
        self.doubting = True
        self.tests.clear()
        self.decide()
        self.doubting = False
        doubted = frozenset(self.doubted)
        return replace(made, groups=tuple(self.groups), layers=tuple(self.layers), doubted=doubted)

    def decide(self) -> Columns:
        contests, truths = [], []
        for fact in self.rulebook.facts.values():
            follows = fact.derived is not None or fact.path in self.rulebook.concluders
            if fact.presumed_value is not None and not follows and fact.scope in SCOPES:
                self.settle(fact)
        for level in self.plan.levels:
            for path in level.derived:
                contests += self.settle(self.rulebook.facts[path])
            for stratum in level.strata:
                for name, tree in stratum.provisions:
                    self.add(name, lambda tree=tree: condition_sql(tree, self.leaf))  # type: ignore[misc]
                    truths.append(name)
        if not self.doubting:
            contests += map(self.contested_judgement, (p for p in self.rulebook.judgeable if p.contradicted))
        rates = add_rates(self)
        add_tiers(self)
        facts = tuple(
            name for layer in self.layers for name in layer if name.startswith("fact:") and not name.endswith(DOUBT)
        )
        return Columns(self.dialect, self.days, (), (), tuple(truths), tuple(contests), facts, rates, frozenset())

    # -- conditions ------------------------------------------------------------------------------------------

    def leaf(self, node: FactTest | ProvisionRef | Applies) -> str:
        if isinstance(node, ProvisionRef):
            return self.column(node.provision)
        if isinstance(node, Applies):
            return self.applies(node.version)
        fact = self.rulebook.facts[node.fact]
        if node.op == AT_LEAST:
            return self.reaches(fact.path, int(node.operand))  # type: ignore[arg-type]
        if node.op == IN:
            bits = mask(fact, node.operand)  # type: ignore[arg-type]
            return f"({self.column(f'fact:{fact.path}')} & {bits} <> 0)"
        return self.column(f"fact:{fact.path}")

    def applies(self, key: str) -> str:
        version = self.rulebook.versions[key]
        bases, instruments = self.rulebook.bases, self.rulebook.instruments
        reach = applies_sql(version.period, instruments, self.known_on, bases, self.reaches)
        doubtful = self.doubting and version.reading in DOUBTFUL
        return f"({reach} AND NULL)" if doubtful else reach  # true becomes unknown, false stays false

    def reaches(self, path: str, bound: int) -> str:
        """Whether a fact reaches a bound: one column for all that test it."""
        if path == KNOWN_ON:
            return "TRUE" if self.known_on >= bound else "FALSE"
        name = f"{path} >= {bound}"
        if name not in self.tests:
            self.tests.add(name)
            self.add(name, lambda: at_least(self.ordered(path), bound))
        return self.column(name)

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

    def formula(self, id_: str) -> Sql:
        return formula_sql(self.rulebook.formulas[id_].value, self)

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
        low = hull("least", [(possible, value.low) for possible, value in picks])
        high = hull("greatest", [(possible, value.high) for possible, value in picks])
        return Ends(low, high, RATIO_SCALE if found.type == "ratio" else 1)

    def aggregate(self, formula: f.Aggregate) -> Sql:
        """The greatest over members, from a table of claims (or investments) that is joined to the rows. Rows that
        repeat a member do no harm to it."""
        value = ends_sql(formula.of, self) if formula.of is not None else UNBOUNDED
        if formula.name != "max_of" or value.scale != 1:
            raise CannotEmit(f"aggregate {formula.name}")
        belongs = self.column(formula.where.provision) if isinstance(formula.where, ProvisionTruth) else "TRUE"

        def over(what: str, when: str, number: str) -> str:
            return f"{what}(CASE WHEN {when} THEN {number} END)"

        def unless_open(when: str, number: str, whole: str) -> str:
            return f"CASE WHEN {over('max', f'{when} AND {number} IS NULL', '1')} IS NULL THEN {whole} END"

        possible, unsure = f"{belongs} IS DISTINCT FROM FALSE", f"{belongs} IS NULL"
        sure = f"{over('max', belongs, '1')} = 1"  # some member belongs for certain
        least = unless_open(unsure, value.low, over("min", unsure, value.low))
        low = f"CASE WHEN {sure} THEN {over('max', belongs, value.low)} ELSE {least} END"
        return self.join(Ends(low, unless_open(possible, value.high, over("max", possible, value.high))))

    def join(self, made: Ends) -> Ends:
        """Bounds over the rows of each claim or investment, as columns of the source."""
        source, layers = self.beneath(self._used)
        if not source.isdisjoint(NUMBERS):
            raise CannotEmit("aggregate of what is decided for each amount")
        by = ("claim", "investment")[: 1 + (self.at != "claim")]
        group = next((group for group in self.groups if (group.by, group.made) == (by, made)), None)
        if group is None:
            group = Group(f"group {len(self.groups) + 1}", by, tuple(layers), made)
            self.groups.append(group)
        names = ends(group.name)
        self._depth |= dict.fromkeys(names, 0)
        self._used = set()
        low, high = map(self.column, names)
        return Ends(low, high)

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
        if not concluders or self.doubting:
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
        if fact.derived is None or from_lists(self.plan, fact):
            values.append(self.column(f"given:{fact.path}"))
        else:
            truth = formula_sql(fact.derived, self)
            assert isinstance(truth, str), fact.path
            values.append(truth)
        given = self.column(f"given:{fact.path}") if self.rulebook.concluders.get(fact.path) else ""
        arms = [
            f"WHEN {self.column(by)}{self.unless_stated(by, given)} THEN {value}"
            for by, value in self.conclusions(fact)
        ]
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
        yields = {by: self.unless_stated(by, given) for by, _ in found}
        clashes = [f"({self.column(by)} AND {given} <> {value})" for by, value in found if not yields[by]]
        for (a, x), (b, y) in combinations(found, 2):
            if x != y:
                clashes.append(f"({self.column(a)} AND {self.column(b)}{yields[a] or yields[b]})")
        return f"coalesce({' OR '.join(clashes)}, FALSE)" if clashes else "FALSE"

    def contested_judgement(self, provision: Provision) -> str:
        """Does a judgement contradict the law on the facts?"""
        name, tree = f"contested:{fact_path(provision.id)}", provision.contradicted
        assert tree is not None
        self.add(name, lambda: f"coalesce({condition_sql(tree, self.leaf)}, FALSE)")
        return name

    def unless_stated(self, by: str, given: str) -> str:
        """A conclusion that yields counts only while the fact is not stated."""
        return f" AND {given} IS NULL" if self.rulebook.provisions[by].yields else ""
