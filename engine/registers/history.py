"""What the settings say of earlier tax years, brought to the claims that it is about."""

from __future__ import annotations

from pathlib import Path

import duckdb

from engine.claims.claim import Claim, Investment
from engine.law.rulebook import Rulebook
from engine.registers.reconcile import source
from engine.registers.settings import NAME, Settings
from engine.registers.values import DUCK

COMPANY = DUCK.name(f"text:{NAME}")


def histories(rulebook: Rulebook, settings: Settings, folder: Path) -> dict[int, Claim]:
    """Per claim its lists and earlier investments, and one that stands for all of the register: no credit was taken for
    it before. A line may name another company than the settings do: then nothing of their history is its own."""
    origin = source(folder / "origin.parquet")
    with duckdb.connect() as connection:
        names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {origin}").fetchall()]
        company = COMPANY if f"text:{NAME}" in names else "NULL"
        found = connection.execute(f"SELECT DISTINCT claim, year, {company} FROM {origin} ORDER BY 1").fetchall()
    claims = {}
    for claim, number, named in found:
        year = settings.years[number]
        if named not in (None, settings.taxpayer):
            continue
        if year.earlier is not None:
            here = Investment("", {}, (), {rulebook.assessment.recapture.list: ()})
            claims[int(claim)] = Claim({}, (here, *year.earlier), year.lists)
        elif year.lists:
            claims[int(claim)] = Claim({}, (), year.lists)
    return claims
