"""A register of facts of any length: claims near the cases, over and over with other amounts."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from agreement import claims_of_cases, readable
from generate import Generator

from engine.assessment.assess import Prepared
from engine.claims.claim import Amount, Claim, Investment
from engine.columns.frame import rows_of, write_facts
from engine.law.values import day

KNOWN_ON = day("2026-11-22")
CLAIMS = 150  # different ones


def claims(prepared: Prepared, seed: int) -> list[Claim]:
    """Five investments of up to eight dated amounts each; one amount in ten has no date."""
    generator = Generator(prepared, random.Random(seed), hole=0.02, left=1)
    dice, cases = generator.dice, [c for c in claims_of_cases(prepared) if len(c.investments) == 1]
    found = []
    for _ in range(CLAIMS):
        model = dice.choice(cases)
        investments = []
        for number in range(5):
            amounts = tuple(
                Amount(generator.amount({}, model.facts, dice.random() < 0.9)) for _ in range(dice.randint(1, 8))
            )
            investments.append(Investment(f"i{number}", model.investments[0].facts, amounts))
        found.append(readable(Claim(model.facts, tuple(investments))))
    return found


def register(prepared: Prepared, made: list[Claim], lines: int, folder: Path) -> Path:
    """A Parquet file of so many lines: the claims over and over, each time with other amounts."""
    base, path = folder / "base.parquet", folder / f"{lines}.parquet"
    if not base.exists():
        write_facts(prepared.plan, rows_of(prepared, made, KNOWN_ON), base)
    low, high = ('"fact:amount.amount_krw:low"', '"fact:amount.amount_krw:high"')
    shifted = "least(1000000000000000, {} + (hash(line * 7919 + r) % 1000000)::BIGINT)"
    with duckdb.connect() as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM '{base}'").fetchall()[0]
        moved = f"{shifted.format(low)} AS {low}, {shifted.format(high)} AS {high}"
        connection.execute(
            f"COPY (SELECT * REPLACE (line + r * {count} AS line, claim + r * {CLAIMS} AS claim, {moved})"
            f" FROM '{base}', range({lines // count + 1}) AS repeats(r) ORDER BY r, line LIMIT {lines})"
            f" TO '{path}' (FORMAT parquet)"
        )
    return path
