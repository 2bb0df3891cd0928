"""Every published case is a case beside the rules, by its number, or NOT-USED.md says why it is not."""

from __future__ import annotations

import re

import pytest

from engine.assessment.cases import read_cases
from engine.law.loader import rules_folder

PUBLISHED = re.findall(
    r"\S+",
    """
    AS-02 AS-03 AS-03b AS-05 AS-07 AS-09 AS-10 AS-11 AS-15 AS-16 AS-17 AS-18 AS-19 AS-20 AS-22 AS-23 AS-24 AS-25 AS-27
    LR-01 LR-02 TM-04 TM-05 TM-06 TM-07 RT-01 RT-03 RT-05 RT-07 RT-09 RT-10 RT-11 RT-12 RT-14 TR-01 TR-02 TR-05 TR-06
    SZ-01 OV-01 ZN-01 ZN-03 ZN-04 ZN-07 ZN-10 ZN-11 IX-01
    IA-01 IA-03 TM-01 IN-02 IN-04 IN-04b IN-05 SB-01 CF-01 CF-03 MT-01 MG-01 MG-03 CB-01 CB-03 AC-01
    """,
)
EDGE_CASES = [f"E{number:02}" for number in range(1, 25)]  # of the technologies of biopharmaceuticals and vaccines
SOURCES = {case.id: case.source for case, _ in read_cases(rules_folder() / "cases")}
ROW = re.compile(r"^\| ([^|]+) \| [^|]+ \| ([^|]{30,}) \|$", re.MULTILINE)
REASONS = {
    number.strip(): reason
    for numbers, reason in ROW.findall((rules_folder() / "cases" / "NOT-USED.md").read_text(encoding="utf-8"))
    for number in numbers.split(",")
}


def cases_of(number: str) -> list[str]:
    return [id_ for id_ in SOURCES if id_ == number or id_.startswith(f"{number}-")]


@pytest.mark.parametrize("number", PUBLISHED)
def test_a_published_case_is_run_or_its_absence_explained(number: str) -> None:
    assert bool(cases_of(number)) is not (number in REASONS)


@pytest.mark.parametrize("number", EDGE_CASES)
def test_an_edge_case_is_run(number: str) -> None:
    assert any(number in SOURCES[id_] for id_ in cases_of(number))


def test_nothing_else_is_called_unused() -> None:
    assert set(REASONS) <= set(PUBLISHED)
