"""Cases beside the rules: claims with the answers that their sources give.

A case file names claims once and varies them by path, so that a case shows what it is about:

    claims:
      line: {tax_year: ..., investments: [...]}
    cases:
      - id: RT-14-large
        source: ...
        known_on: 2026-11-22
        claim: line
        change: {taxpayer.size: large, investments.0.amounts.0.invested_on: 2023-01-01}
        expect: {investments.0.parts.0.rate: "0.15"}
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from engine.assessment.assess import Prepared, assess
from engine.claims.reader import claim_of
from engine.inference.solve import Evaluate
from engine.law.model import Day, Strict
from engine.law.model_problems import problems_of
from engine.law.problems import BadInput
from engine.law.strict_yaml import Document, read_yaml
from engine.law.values import day


class Case(Strict):
    """One case. ``expect`` maps paths of the answer to values."""

    id: str
    about: str = ""
    source: str
    known_on: Day
    claim: str
    change: Annotated[dict[str, object], Field(default_factory=dict)]
    expect: Annotated[dict[str, object], Field(min_length=1)]


class CaseFile(Strict):
    claims: dict[str, dict[str, object]]
    cases: list[Case]


@dataclass(frozen=True)
class Difference:
    case: str
    path: str
    expected: object
    found: object


def read_cases(folder: Path) -> Iterator[tuple[Case, dict[str, object]]]:
    """Every case under a folder with its claim, as data."""
    for path in sorted(folder.rglob("*.yaml")):
        document = read_yaml(path.read_bytes(), path.name)
        try:
            file = CaseFile.model_validate(document.data)
        except ValidationError as error:
            raise BadInput(problems_of(error, document, CaseFile)) from None
        for i, case in enumerate(file.cases):
            if case.claim not in file.claims:
                raise BadInput(
                    [
                        document.problem(
                            ("cases", i, "claim"),
                            "wrong-type",
                            case.claim,
                            "one of " + ", ".join(file.claims),
                        )
                    ]
                )
            claim = copy.deepcopy(file.claims[case.claim])
            for where_changed, value in case.change.items():
                put(claim, where_changed, value)
            yield case, claim


def run(case: Case, claim: dict[str, object], prepared: Prepared, evaluate: Evaluate) -> list[Difference]:
    """Where the answer differs from what the case expects."""
    read = claim_of(Document(case.id, claim), prepared.rulebook)
    answer = assess(read, prepared, day(case.known_on), evaluate)
    return [
        Difference(case.id, path, expected, found)
        for path, expected in case.expect.items()
        if (found := get(answer, path)) != expected
    ]


def get(data: object, path: str) -> object:
    """Value at a dotted path; the number of items for '#', the missing facts by name for 'missing'."""
    for step in path.split("."):
        if step == "#":
            return len(data)  # type: ignore[arg-type]
        if isinstance(data, list):
            if step.isdigit():
                data = data[int(step)] if int(step) < len(data) else None
            else:
                data = [get(item, step) for item in data]
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return data


def put(data: dict[str, object], path: str, value: object) -> None:
    """Set the value at a dotted path; null removes it."""
    *steps, last = path.split(".")
    at: object = data
    for step in steps:
        at = at[int(step)] if isinstance(at, list) else at.setdefault(step, {})  # type: ignore[attr-defined]
    if isinstance(at, list):
        at[int(last)] = value
    elif value is None:
        at.pop(last, None)  # type: ignore[attr-defined]
    else:
        at[last] = value  # type: ignore[index]
