"""How many rows of the two annexes are in force on a day: counted in the annex texts, version by version."""

from __future__ import annotations

import pytest

from engine.assessment.assess import Prepared
from engine.law.known import as_known
from engine.law.values import Facts, day, exactly

# day of investment, known on -> vaccine and biopharmaceutical technologies (Decree Annex 7-2) and facilities
# (Rule Annex 6-2). Sources: the annexes promulgated 2022-02-15 / 2022-03-18, 2023-08-29, 2026-02-27 / 2026-03-20.
COUNTS = [
    ("2021-06-30", "2026-11-22", (0, 0), (0, 0)),
    ("2021-07-01", "2022-03-18", (7, 3), (0, 0)),
    ("2023-06-30", "2026-11-22", (7, 3), (0, 0)),
    ("2023-07-01", "2023-08-28", (7, 3), (0, 0)),
    ("2023-07-01", "2023-08-29", (7, 3), (8, 4)),
    ("2024-01-01", "2026-11-22", (7, 3), (8, 4)),
    ("2025-01-01", "2026-11-22", (7, 3), (8, 4)),
    ("2026-01-01", "2026-11-22", (7, 3), (8, 4)),
]


@pytest.mark.parametrize(("on", "known_on", "vaccine", "biopharma"), COUNTS)
def test_rows_in_force(
    prepared: Prepared, on: str, known_on: str, vaccine: tuple[int, int], biopharma: tuple[int, int]
) -> None:
    law = as_known(prepared.rulebook, day(known_on))
    year = on[:4]
    facts: Facts = {
        "amount.invested_on": exactly(day(on)),
        "tax_year.starts_on": exactly(day(f"{year}-01-01")),
        "tax_year.ends_on": exactly(day(f"{year}-12-31")),
        "filing.filed_on": exactly(day(f"{int(year) + 1}-03-31")),
    }

    def count(annex: str, number: str) -> int:
        rows = [p for p in prepared.rulebook.provisions.values() if p.row and p.row[0] == annex]
        mine = [p for p in rows if p.row and p.row[1].startswith(f"{number}-")]
        return len({p.row for p in mine if any(law.reach(v.key, facts) for v in p.versions)})

    assert (count("annex-7-2", "3"), count("annex-6-2", "3")) == vaccine
    assert (count("annex-7-2", "7"), count("annex-6-2", "7")) == biopharma
