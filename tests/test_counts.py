"""How many rows of the two annexes are in force on a day: counted in the annex texts, version by version."""

from __future__ import annotations

import pytest

from engine.assessment.assess import Prepared
from engine.law.known import as_known
from engine.law.values import Facts, day, exactly

SECTORS = {"semiconductor": "1", "vaccine": "3", "biopharma": "7"}  # numbers in both annexes

# Version of Decree Annex 7-2 and of Rule Annex 6-2, first day of its effect, technologies and facilities of
# semiconductors, vaccines and biopharmaceuticals, as counted in the text.
VERSIONS = [
    ("2022-02-15", "2022-03-18", "2021-07-01", (20, 19), (7, 3), (0, 0)),
    ("2023-02-28", "2023-03-20", "2023-01-01", (22, 20), (7, 3), (0, 0)),
    ("2023-06-07", "2023-06-07", "2023-01-01", (22, 20), (7, 3), (0, 0)),
    ("2023-08-29", "2023-08-29", "2023-07-01", (22, 20), (7, 3), (8, 4)),
    ("2024-02-29", "2024-03-22", "2024-01-01", (22, 20), (7, 3), (8, 4)),
    ("2025-02-28", "2025-03-21", "2025-01-01", (23, 20), (7, 3), (8, 4)),
    ("2025-11-28", "2025-11-28", "2025-01-01", (23, 20), (7, 3), (8, 4)),
    ("2026-02-27", "2026-03-20", "2026-01-01", (24, 21), (7, 3), (8, 4)),
]
TODAY = "2026-11-22"


def count(prepared: Prepared, annex: str, sector: str, on: str, known_on: str) -> int:
    """Rows that an amount invested on a day of a calendar year can fall under, as known on a day."""
    law = as_known(prepared.rulebook, day(known_on))
    year = int(on[:4])
    facts: Facts = {
        "amount.invested_on": exactly(day(on)),
        "tax_year.starts_on": exactly(day(f"{year}-01-01")),
        "tax_year.ends_on": exactly(day(f"{year}-12-31")),
        "filing.filed_on": exactly(day(f"{year + 1}-03-31")),
    }
    found = set()
    for provision in prepared.rulebook.provisions.values():
        listed, label = provision.row or ("", "")
        if listed == annex and label.startswith(f"{SECTORS[sector]}-"):
            found |= {label for version in provision.versions if law.reach(version.key, facts)}
    return len(found)


@pytest.mark.parametrize(("decree", "rule", "on", "semiconductor", "vaccine", "biopharma"), VERSIONS)
def test_rows_of_a_version(
    prepared: Prepared,
    decree: str,
    rule: str,
    on: str,
    semiconductor: tuple[int, int],
    vaccine: tuple[int, int],
    biopharma: tuple[int, int],
) -> None:
    """As known when the version came out, and as known today: none of these sectors was changed behind it later."""
    wanted = {"semiconductor": semiconductor, "vaccine": vaccine, "biopharma": biopharma}
    for sector, (technologies, facilities) in wanted.items():
        for known_on in (decree, TODAY):
            assert count(prepared, "annex-7-2", sector, on, known_on) == technologies, sector
        for known_on in (rule, TODAY):
            assert count(prepared, "annex-6-2", sector, on, known_on) == facilities, sector


# Day before a version takes effect, day before it is promulgated.
BEFORE = [
    ("vaccine", "2021-06-30", TODAY, (0, 0)),
    ("vaccine", "2021-07-01", "2022-02-14", (0, 0)),
    ("vaccine", "2021-07-01", "2022-03-17", (7, 0)),  # the technologies were known a month before the facilities
    ("semiconductor", "2021-06-30", TODAY, (0, 0)),
    ("semiconductor", "2022-12-31", TODAY, (20, 19)),
    ("semiconductor", "2024-12-31", TODAY, (22, 20)),
    ("semiconductor", "2025-12-31", TODAY, (23, 20)),
    ("semiconductor", "2026-01-01", "2026-02-26", (23, 20)),
    ("semiconductor", "2026-01-01", "2026-03-19", (24, 20)),
    ("biopharma", "2023-06-30", TODAY, (0, 0)),
    ("biopharma", "2023-07-01", "2023-08-28", (0, 0)),
    ("biopharma", "2026-01-01", TODAY, (8, 4)),
]


@pytest.mark.parametrize(("sector", "on", "known_on", "rows"), BEFORE)
def test_rows_before_a_version(
    prepared: Prepared, sector: str, on: str, known_on: str, rows: tuple[int, int]
) -> None:
    found = tuple(count(prepared, annex, sector, on, known_on) for annex in ("annex-7-2", "annex-6-2"))
    assert found == rows
