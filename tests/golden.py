"""Golden decisions: recorded once under a rulebook, replayed by every engine that comes after.

``fixtures/golden`` holds a file per rulebook: its content, and decisions with claim, day and bytes of the assessment.
They stay for good. Where a newer engine answers otherwise, the differences stand beside them, in a file to be reviewed:

    python tests/golden.py add       # decisions under the rulebook that is installed now
    python tests/golden.py accept    # writes down how the engine of now answers otherwise
"""

from __future__ import annotations

import json
import lzma
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.assessment.assess import Prepared, assess, prepare
from engine.claims.reader import read_claim
from engine.inference import reference
from engine.law.loader import from_content, load_rulebook
from engine.law.problems import BadInput
from engine.law.values import day
from engine.ledger.decide import CLAIM_SOURCE, decide
from engine.ledger.differences import compare
from engine.ledger.engine_id import engine_id
from engine.ledger.leaf import canonical

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "fixtures/golden"
CLAIMS = ("antibody-line-2023.yaml", "plant-5/2023-assumed.yaml", "plant-5/2024-assumed.yaml")
CLAIMS += ("plant-5/2025-assumed.yaml", "plant-5/2023-published.yaml", "real/INV-01.yaml", "real/INV-09.yaml")
DAYS = ("2023-07-20", "2023-08-29", "2026-06-23")
Places = list[list[Any]]  # path, before, after


@dataclass(frozen=True)
class Golden:
    name: str
    claim: bytes
    known_on: str
    assessment: bytes


@dataclass(frozen=True)
class Set:
    file: Path
    rulebook: bytes
    engine: str
    decisions: list[Golden]

    @property
    def differences_file(self) -> Path:
        return self.file.with_suffix(".differences.json")

    def expected(self) -> dict[str, Places]:
        """Reviewed differences by decision; none where the engine gives the same bytes."""
        file = self.differences_file
        found: dict[str, Places] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return found

    def found(self) -> dict[str, Places]:
        """How the engine of now answers otherwise."""
        try:
            prepared = prepare(from_content(self.rulebook))
        except BadInput as bad:  # an engine that cannot even read it
            return {one.name: [["$", "rulebook", str(bad)]] for one in self.decisions}
        all_places = {one.name: places_of(one, prepared) for one in self.decisions}
        return {name: places for name, places in all_places.items() if places}


def places_of(one: Golden, prepared: Prepared) -> Places:
    claim = read_claim(one.claim, CLAIM_SOURCE, prepared.rulebook)
    again = canonical(assess(claim, prepared, day(one.known_on), reference.evaluate))
    if again == one.assessment:
        return []
    differences = compare(json.loads(one.assessment), json.loads(again))
    return [[d.path, d.before, d.after] for d in (*differences.values, *differences.derivation)]


def sets() -> Iterator[Set]:
    for file in sorted(FOLDER.glob("*.xz")):
        data = json.loads(lzma.decompress(file.read_bytes()))
        decisions = [
            Golden(d["name"], d["claim"].encode(), d["known_on"], d["assessment"].encode()) for d in data["decisions"]
        ]
        yield Set(file, data["rulebook"].encode(), data["engine"], decisions)


def add() -> Path:
    """Decides the claims on the days, by the rulebook of now, and writes them down."""
    prepared = prepare(load_rulebook())
    decisions = []
    for name in CLAIMS:
        path = ROOT / "fixtures/claims" / name
        data = read_claim(path.read_bytes(), name, prepared.rulebook).data
        for known_on in DAYS:
            made = decide(data, prepared, day(known_on), reference.evaluate, reference.evaluate)
            texts = {"claim": made.claim.decode(), "assessment": made.assessment.decode()}
            decisions.append({"name": f"{name} as known on {known_on}", "known_on": known_on, **texts})
    rulebook = prepared.rulebook
    whole = {"rulebook": rulebook.content.decode(), "engine": engine_id(), "decisions": decisions}
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{rulebook.digest.partition(':')[2][:12]}.xz"
    file.write_bytes(lzma.compress(canonical(whole), preset=9 | lzma.PRESET_EXTREME))
    return file


def accept() -> None:
    for one in sets():
        found = one.found()
        if found:
            text = json.dumps(found, ensure_ascii=False, indent=1)
            one.differences_file.write_text(f"{text}\n", encoding="utf-8")
        else:
            one.differences_file.unlink(missing_ok=True)
        print(f"{one.file.name}: {len(found)} of {len(one.decisions)} decisions differ")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["add"]:
            print(add().relative_to(ROOT))
        case ["accept"]:
            accept()
        case _:
            sys.exit(__doc__)
