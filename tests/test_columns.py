"""Columns against the walk on generated claims: every truth, settled fact, rate and base credit."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace

import duckdb
import pytest
from agreement import claims_of_cases
from generate import Cell, Generator, knowledge_days, walked
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assessment.assess import Prepared
from engine.assessment.coverage import only_reads
from engine.claims.claim import Claim
from engine.columns.conditions import at_least, condition_sql
from engine.columns.dialect import DuckSql
from engine.columns.emit import Columns, emit
from engine.columns.facts import CannotEmit, mask
from engine.columns.formulas import Ends, formula_sql
from engine.columns.frame import load, read, rows_of, run
from engine.credit.formulas import compute
from engine.inference.plan import lay_out
from engine.law import formulas as f
from engine.law.conditions import AT_LEAST, IN, IS, All, Any, Applies, Condition, FactTest, Not, ProvisionRef
from engine.law.kleene import fact_truth, truth
from engine.law.values import Interval, Truth, Value, day, exactly

DUCK = DuckSql()
Expected = list[dict[str, Cell]]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        yield made


def drawn(prepared: Prepared, dice: random.Random, count: int) -> list[Claim]:
    generator = Generator(prepared, dice)
    return [generator.claim() for _ in range(count)]


def walks(prepared: Prepared, claims: list[Claim], known_on: int, doubting: bool = False) -> Expected:
    return [cells for claim in claims for cells in walked(prepared, claim, known_on, doubting)]


def differences(
    connection: duckdb.DuckDBPyConnection,
    prepared: Prepared,
    columns: Columns,
    claims: list[Claim],
    known_on: int,
) -> Counter[str]:
    """Cells that differ from the walk, by column, as they are and while doubtful provisions are left open. True and 1
    are not the same. What is contested is not asked while doubting."""
    load(connection, prepared.plan, "facts", rows_of(prepared, claims, day("2026-11-22")))
    run(connection, columns, "facts", "result")
    wrong: Counter[str] = Counter()
    for doubting in (False, True):
        found = read(connection, columns, "result", doubting)
        for cells, row in zip(walks(prepared, claims, known_on, doubting), found, strict=True):
            for name, value in zip(columns.names, row, strict=True):
                if doubting and name in columns.contests:
                    continue
                if value is not cells[name] and (value != cells[name] or isinstance(value, bool)):
                    wrong[name] += 1
    return wrong


# The whole rulebook

KNOWN = ("2021-01-10", "2023-01-15", "2023-07-20", "2023-08-28", "2023-08-29", "2025-01-05", "2026-11-22")


@pytest.mark.parametrize("known_on", KNOWN)
def test_columns_say_what_the_walk_says(
    prepared: Prepared, connection: duckdb.DuckDBPyConnection, known_on: str
) -> None:
    claims = drawn(prepared, random.Random(known_on), 100)
    assert not differences(connection, prepared, emit(prepared, day(known_on)), claims, day(known_on))


@given(dice=st.randoms(use_true_random=False), at=st.integers(0, 10**6))
@settings(max_examples=8)  # SQL is planned anew for each; benchmarks/columns_agreement.py takes all days
def test_columns_agree_on_any_day_of_knowledge(prepared: Prepared, dice: random.Random, at: int) -> None:
    days = knowledge_days(prepared.rulebook)
    known_on = days[at % len(days)]
    claims = drawn(prepared, dice, 10)
    with duckdb.connect() as connection:
        assert not differences(connection, prepared, emit(prepared, known_on), claims, known_on)


def test_every_provision_and_row_has_columns(prepared: Prepared) -> None:
    columns = emit(prepared, day("2026-11-22"))
    gates = {row.gate for table in prepared.rulebook.tables.values() for row in table.rows}
    assert set(columns.truths) == prepared.rulebook.provisions.keys() | gates
    assert columns.layers == emit(prepared, day("2026-11-22")).layers


def test_provisions_come_true_and_false_and_open(prepared: Prepared) -> None:
    """Else agreement would say little."""
    known_on = day("2026-11-22")
    expected = walks(prepared, [*drawn(prepared, random.Random(5), 1000), *claims_of_cases(prepared)], known_on)
    for id_, provision in prepared.rulebook.provisions.items():
        assert only_reads(provision) or {True, False} <= {cells[id_] for cells in expected}, id_
    assert {True, False, None} == {cells["credit.eligible"] for cells in expected}


# A comparison that cannot fail proves nothing: columns are spoilt one at a time, and the rows must show it

KINDS: dict[str, tuple[str, Callable[[re.Match[str]], str]]] = {
    "a bound a day late": (
        r">= (\d+) THEN TRUE WHEN (\S+) < (\d+) THEN",
        lambda m: f">= {int(m[1]) + 1} THEN TRUE WHEN {m[2]} < {int(m[3]) + 1} THEN",
    ),
    "a bound a day early": (
        r">= (\d+) THEN TRUE WHEN (\S+) < (\d+) THEN",
        lambda m: f">= {int(m[1]) - 1} THEN TRUE WHEN {m[2]} < {int(m[3]) - 1} THEN",
    ),
    "a choice too few": (r"& (\d+) <> 0", lambda m: f"& {int(m[1]) & (int(m[1]) - 1)} <> 0"),
    "a choice too many": (r"& (\d+) <> 0", lambda m: f"& {int(m[1]) | (int(m[1]) + 1)} <> 0"),
    "OR for AND": (" AND ", lambda m: " OR "),
    "AND for OR": (" OR ", lambda m: " AND "),
    "NOT left out": (r"\(NOT ", lambda m: "("),
    "unknown taken for false": ("^.*$", lambda m: f"coalesce({m[0]}, FALSE)"),
    "unknown taken for true": ("^.*$", lambda m: f"coalesce({m[0]}, TRUE)"),
}


def spoilt(columns: Columns) -> Iterator[tuple[str, str, str]]:
    """Kind of fault, column, and its expression with that fault in one place."""
    for layer in columns.layers:
        for name, expression in layer.items():
            for kind, (pattern, change) in KINDS.items():
                if name in columns.truths or " >= " in name:
                    for at in re.finditer(pattern, expression, re.DOTALL):
                        yield kind, name, expression[: at.start()] + change(at) + expression[at.end() :]


def test_faults_in_columns_show(prepared: Prepared, connection: duckdb.DuckDBPyConnection) -> None:
    """A few faults change nothing for any claim: a choice that something else excludes, an empty period."""
    columns = emit(prepared, day("2026-11-22"))
    hidden = list(spoilt(columns))
    made = Counter(kind for kind, _, _ in hidden)
    drawn_claims = drawn(prepared, random.Random(11), 6000)
    for claims in (drawn_claims[:600], [*claims_of_cases(prepared), *drawn_claims[600:]]):  # most show at once
        hidden = not_shown(prepared, connection, columns, hidden, claims)
    missed = Counter(kind for kind, _, _ in hidden)
    for kind in KINDS:
        assert made[kind] and missed[kind] <= 0.1 * made[kind], (kind, made, hidden)
    assert len(hidden) <= 0.03 * made.total(), hidden


def not_shown(
    prepared: Prepared,
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    faults: list[tuple[str, str, str]],
    claims: list[Claim],
) -> list[tuple[str, str, str]]:
    """Faults that change no cell of these claims."""
    load(connection, prepared.plan, "facts", rows_of(prepared, claims, day("2026-11-22")))
    for name, query in (*columns.steps("facts"), ("sound", columns.select("facts"))):
        connection.execute(f"CREATE OR REPLACE TABLE {DUCK.name(name)} AS {query}")
    differ = [f"count(*) FILTER (({bad}) IS DISTINCT FROM {DUCK.name(name)})" for _, name, bad in faults]
    counts = connection.execute(f"SELECT {', '.join(differ)} FROM sound").fetchall()[0]
    return [fault for fault, count in zip(faults, counts, strict=True) if not count]


def test_a_fault_is_reported_where_it_is(prepared: Prepared, connection: duckdb.DuckDBPyConnection) -> None:
    known_on = day("2026-11-22")
    columns = emit(prepared, known_on)
    claims = drawn(prepared, random.Random(3), 150)
    layers = [dict(layer) for layer in columns.layers]
    last = next(layer for layer in layers if "credit.eligible" in layer)
    last["credit.eligible"] = f"coalesce({last['credit.eligible']}, FALSE)"
    bad = replace(columns, layers=tuple(layers))
    assert differences(connection, prepared, bad, claims, known_on).keys() == {"credit.eligible"}


# Trees and formulas that the law does not hold yet

BITS = SimpleNamespace(path="choice", choices=dict.fromkeys("abcdef"))
LEAVES = st.one_of(
    st.just(FactTest("flag", IS, True)),
    st.integers(0, 6).map(lambda bound: FactTest("number", AT_LEAST, bound)),
    st.sets(st.sampled_from("abcdef"), min_size=1).map(lambda c: FactTest("choice", IN, tuple(sorted(c)))),
    st.just(ProvisionRef("other")),
    st.just(Applies("version")),
)
TREES = st.recursive(
    LEAVES,
    lambda tree: st.one_of(
        tree.map(Not),
        st.lists(tree, max_size=4).map(lambda parts: All(tuple(parts))),
        st.lists(tree, max_size=4).map(lambda parts: Any(tuple(parts))),
    ),
    max_leaves=12,
)
ENDS = st.tuples(st.none() | st.integers(0, 6), st.none() | st.integers(0, 6)).filter(
    lambda ends: None in ends or ends[0] <= ends[1]  # type: ignore[operator]
)
TRUTHS: st.SearchStrategy[Truth] = st.sampled_from((True, False, None))


def sql(value: object) -> str:
    return "NULL" if value is None else str(value)


@given(
    tree=TREES,
    flag=TRUTHS,
    other=TRUTHS,
    version=TRUTHS,
    number=ENDS,
    choice=st.none() | st.frozensets(st.sampled_from("abcdef")),
)
@settings(max_examples=300, deadline=None)
def test_any_tree_means_the_same(
    tree: Condition,
    flag: Truth,
    other: Truth,
    version: Truth,
    number: tuple[int | None, int | None],
    choice: frozenset[str] | None,
) -> None:
    facts: dict[str, Value | None] = {"flag": flag, "number": Interval(*number), "choice": choice}

    def walk(node: FactTest | ProvisionRef | Applies) -> Truth:
        match node:
            case FactTest(path):
                return fact_truth(node, facts[path])
            case ProvisionRef():
                return other
            case _:
                return version

    def emitted(node: FactTest | ProvisionRef | Applies) -> str:
        match node:
            case FactTest(_, op, operand):
                if op == AT_LEAST:
                    return at_least(Ends("low", "high"), int(operand))  # type: ignore[arg-type]
                return f"(choice & {mask(BITS, operand)} <> 0)" if op == IN else "flag"  # type: ignore[arg-type]
            case ProvisionRef():
                return "other"
            case _:
                return "version"

    cells = {"flag": flag, "other": other, "version": version}
    given_ = [f"CAST({sql(value)} AS BOOLEAN) AS {name}" for name, value in cells.items()]
    bits = None if choice is None else mask(BITS, choice)  # type: ignore[arg-type]
    numbers = {"low": number[0], "high": number[1], "choice": bits}
    given_ += [f"CAST({sql(value)} AS BIGINT) AS {name}" for name, value in numbers.items()]
    query = f"SELECT {condition_sql(tree, emitted)} FROM (SELECT {', '.join(given_)})"
    assert duckdb.sql(query).fetchall() == [(truth(tree, walk),)]


NUMBERS = st.recursive(
    st.sampled_from(("a", "b", "c")).map(f.FactValue) | st.integers(0, 50).map(f.Constant),
    lambda number: st.builds(
        lambda name, parts: f.Operation(name, tuple(parts)),
        st.sampled_from(("add", "multiply", "least", "greatest")),
        st.lists(number, min_size=1, max_size=3),
    ),
    max_leaves=5,
)
DAYS = st.recursive(
    st.sampled_from(("a", "b", "c")).map(f.FactValue),
    lambda days: st.one_of(
        days.map(lambda d: f.Operation("end_of_month", (d,))),
        st.tuples(days, st.integers(0, 40).map(f.Constant)).map(lambda d: f.Operation("plus_months", d)),
        st.tuples(days, st.integers(0, 40).map(f.Constant)).map(lambda d: f.Operation("plus_days", d)),
    ),
    max_leaves=3,
)


def compared(parts: st.SearchStrategy[f.Formula], names: tuple[str, ...]) -> st.SearchStrategy[f.Formula]:
    made = st.tuples(st.sampled_from(names), st.tuples(parts, parts)).map(lambda p: f.Operation(*p))
    return st.one_of(parts, made)


def bounds(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[Interval]:
    ends = st.tuples(st.none() | numbers, st.none() | numbers)
    ordered = ends.map(lambda e: Interval(*e) if None in e else Interval(min(e), max(e)))  # type: ignore[type-var]
    return ordered | numbers.map(exactly)


class Intervals:
    """Facts as formulas read them: as intervals and as SQL."""

    dialect = DUCK

    def __init__(self, facts: dict[str, Interval], emitting: bool):
        self.facts, self.emitting = facts, emitting

    def fact(self, path: str) -> Interval | Ends:
        return Ends(f"{path}_low", f"{path}_high") if self.emitting else self.facts[path]


MONTHS = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]
MONTH_ENDS = [ordinal for month in MONTHS for ordinal in (day(f"{month}-28"), day(f"{month}-01") - 1)]
SOME_DAYS = st.sampled_from(MONTH_ENDS) | st.integers(day("2022-01-01"), day("2025-01-01"))
SITUATIONS = st.one_of(
    st.tuples(
        compared(NUMBERS, ("subtract", "not_before", "after")), st.tuples(*[bounds(st.integers(0, 200))] * 3)
    ),
    st.tuples(compared(DAYS, ("not_before", "after")), st.tuples(*[bounds(SOME_DAYS)] * 3)),
)


@given(SITUATIONS)
@settings(max_examples=300, deadline=None)
def test_any_formula_means_the_same(situation: tuple[f.Formula, tuple[Interval, ...]]) -> None:
    formula, values = situation
    facts = dict(zip("abc", values, strict=True))
    expected = compute(formula, Intervals(facts, False))  # type: ignore[arg-type]
    emitted = formula_sql(formula, Intervals(facts, True))  # type: ignore[arg-type]
    shown = f"{emitted.low}, {emitted.high}" if isinstance(emitted, Ends) else emitted
    sides = {f"{n}_{side}": getattr(value, side) for n, value in facts.items() for side in ("low", "high")}
    cells = [f"CAST({sql(end)} AS BIGINT) AS {name}" for name, end in sides.items()]
    found = duckdb.sql(f"SELECT {shown} FROM (SELECT {', '.join(cells)})").fetchall()[0]
    assert found == ((expected.low, expected.high) if isinstance(expected, Interval) else (expected,))


def changed(prepared: Prepared, **parts: object) -> Prepared:
    rulebook = replace(prepared.rulebook, **parts)  # type: ignore[arg-type]
    return replace(prepared, rulebook=rulebook, plan=lay_out(rulebook))


def test_what_has_no_columns_is_refused(prepared: Prepared) -> None:
    facts = dict(prepared.rulebook.facts)
    path = "recognition.last_completion"
    of = f.FactValue("timeline.completed_on")
    facts[path] = replace(facts[path], derived=f.Aggregate("sum_of", of, "investment", None))
    with pytest.raises(CannotEmit, match="aggregate sum_of"):
        emit(changed(prepared, facts=facts), day("2026-11-22"))
    provisions = dict(prepared.rulebook.provisions)
    conclusion = (("taxpayer.is_sme", True),)
    provisions["asset.abroad"] = replace(provisions["asset.abroad"], concludes=conclusion)
    with pytest.raises(CannotEmit, match="concluded for each investment by asset"):
        emit(changed(prepared, provisions=provisions), day("2026-11-22"))
    many = SimpleNamespace(path="many", choices=dict.fromkeys(map(str, range(63))))
    with pytest.raises(CannotEmit, match="many has 63 choices, columns hold 62"):
        mask(many, ("1",))  # type: ignore[arg-type]
