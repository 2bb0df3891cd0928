"""One small decision in four engines: gongje's columns, OpenFisca (vectorised), ZEN and plain Python.

The decision: an asset that is new and no land earns 25 % if the company is an SME and 15 % if it is not, on amounts
invested from 2023-07-01; before, 16 % and 8 %. All four get the same lines and must agree to the won.

    pip install -r benchmarks/requirements.txt
    python benchmarks/common_decision.py > benchmarks/results/common_decision.txt
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import time
from collections.abc import Callable
from datetime import date

import duckdb
import numpy
import zen
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from engine.columns.conditions import at_least, condition_sql
from engine.columns.dialect import DuckSql
from engine.columns.formulas import Ends
from engine.law.conditions import AT_LEAST, IS, All, Applies, Condition, FactTest, Not, ProvisionRef
from engine.law.values import RATIO_SCALE

CHANGE = date(2023, 7, 1).toordinal()
RATES = {(True, True): 250_000_000, (True, False): 150_000_000, (False, True): 160_000_000, (False, False): 80_000_000}
Columns = dict[str, numpy.ndarray]


def lines_of(count: int, seed: int) -> Columns:
    dice = numpy.random.default_rng(seed)
    return {
        "sme": dice.random(count) < 0.4,
        "new": dice.random(count) < 0.9,
        "land": dice.random(count) < 0.1,
        "day": dice.integers(CHANGE - 500, CHANGE + 500, count),
        "amount": dice.integers(0, 10**12, count),
    }


def plain(lines: Columns) -> list[int]:
    rows = zip(*(column.tolist() for column in lines.values()), strict=True)
    return [
        amount * RATES[day >= CHANGE, sme] // RATIO_SCALE if new and not land else 0
        for sme, new, land, day, amount in rows
    ]


def columns(lines: Columns) -> list[int]:
    """As gongje emits them: three-valued conditions, rates of rows that are not false as bounds, whole won."""
    sql = DuckSql()
    late = FactTest("day", AT_LEAST, CHANGE)
    sme = FactTest("sme", IS, True)

    def leaf(node: FactTest | ProvisionRef | Applies) -> str:
        assert isinstance(node, FactTest)
        return at_least(Ends("day", "day"), CHANGE) if node.op == AT_LEAST else node.fact

    def truth(tree: Condition) -> str:
        return condition_sql(tree, leaf)

    eligible = truth(All((FactTest("new", IS, True), Not(FactTest("land", IS, True)))))
    rows = {
        truth(All((late if after else Not(late), sme if small else Not(sme)))): rate
        for (after, small), rate in RATES.items()
    }
    low = ", ".join(f"CASE WHEN {gate} IS DISTINCT FROM FALSE THEN {rate} END" for gate, rate in rows.items())
    won = sql.portion("amount", "rate", RATIO_SCALE)
    table = dict(lines)
    with duckdb.connect() as connection:
        connection.register("lines", table)
        found = connection.execute(
            f"SELECT CASE WHEN {eligible} THEN {won} ELSE 0 END AS credit"
            f" FROM (SELECT *, least({low}) AS rate FROM lines)"
        ).fetchnumpy()
    return found["credit"]  # type: ignore[no-any-return]


def openfisca(lines: Columns) -> list[int]:
    line = build_entity(key="line", plural="lines", label="", is_person=True)
    period = "2023"

    def given(name: str, kind: type) -> type:
        return type(name, (Variable,), {"value_type": kind, "entity": line, "definition_period": DateUnit.YEAR})

    class credit(Variable):
        value_type = float  # won beyond 2**31 do not fit OpenFisca's integers
        entity = line
        definition_period = DateUnit.YEAR

        def formula(lines, period):
            late, sme = lines("day", period) >= CHANGE, lines("sme", period)
            rate = numpy.where(late, numpy.where(sme, 0.25, 0.15), numpy.where(sme, 0.16, 0.08))
            earns = lines("new", period) * (1 - lines("land", period))
            return numpy.floor(earns * lines("amount", period) * rate)

    system = TaxBenefitSystem([line])
    for name, kind in (("sme", bool), ("new", bool), ("land", bool), ("day", int), ("amount", float)):
        system.add_variable(given(name, kind))
    system.add_variable(credit)
    simulation = SimulationBuilder().build_default_simulation(system, count=len(lines["day"]))
    for name, column in lines.items():
        simulation.set_input(name, period, column)
    return simulation.calculate("credit", period)  # type: ignore[no-any-return]


def zen_engine(lines: Columns) -> list[int]:
    rules = [
        {"d": f"{'>=' if late else '<'} {CHANGE}", "s": str(sme).lower(), "r": f"amount * {rate}"}
        for (late, sme), rate in RATES.items()
    ]
    node = {
        "type": "decisionTableNode",
        "id": "t",
        "name": "t",
        "content": {
            "hitPolicy": "first",
            "inputs": [{"id": "d", "name": "d", "field": "day"}, {"id": "s", "name": "s", "field": "sme"}],
            "outputs": [{"id": "r", "name": "r", "field": "scaled"}],
            "rules": [{"_id": str(i), **rule} for i, rule in enumerate(rules)],
        },
    }
    nodes = [{"type": "inputNode", "id": "i", "name": "i"}, node, {"type": "outputNode", "id": "o", "name": "o"}]
    edges = [
        {"id": f"{a}{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in (("i", "t"), ("t", "o"))
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    names = list(lines)
    found = []
    for row in zip(*(column.tolist() for column in lines.values()), strict=True):
        facts = dict(zip(names, row, strict=True))
        earns = facts["new"] and not facts["land"]
        found.append(int(decision.evaluate(facts)["result"]["scaled"]) // RATIO_SCALE if earns else 0)
    return found


ENGINES: dict[str, tuple[Callable[[Columns], list[int]], int]] = {
    "gongje columns (DuckDB)": (columns, 10**7),
    "OpenFisca, vectorised": (openfisca, 10**7),
    "plain Python": (plain, 10**6),
    "ZEN, line by line": (zen_engine, 10**5),
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--lines", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=2026)
    given = options.parse_args()
    versions = {name: importlib.metadata.version(name) for name in ("duckdb", "openfisca-core", "zen-engine")}
    print(f"{given.lines:,} lines, seed {given.seed}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(", ".join(f"{name} {version}" for name, version in versions.items()))
    print(f"load of the machine before the run: {os.getloadavg()[0]:.1f}; best of three")
    lines = lines_of(given.lines, given.seed)
    expected = numpy.array(plain(lines), dtype=numpy.int64)
    for name, (engine, most) in ENGINES.items():
        count = min(most, given.lines)
        some = {column: values[:count] for column, values in lines.items()}
        took = []
        for _ in range(3):
            start = time.perf_counter()
            found = engine(some)
            took.append(time.perf_counter() - start)
        wrong = int((numpy.asarray(found).astype(numpy.int64) != expected[:count]).sum())
        print(f"{name:26} {min(took) / count * 1e6:8.3f} µs a line ({count:,} lines); {wrong:,} amounts wrong")


if __name__ == "__main__":
    main()
