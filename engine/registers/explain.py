"""Why each part is answered as it is, worded once for all parts that the law sees alike.

Two parts are alike if every provision, and every test that a provision makes, comes out the same for them: of a bool or
a choice its value counts, of a number or a day how it compares with what the law compares it with. For parts that earn
nothing only what eligibility hangs on counts.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from engine.assessment.assess import Prepared
from engine.assessment.verdict import INELIGIBLE
from engine.claims.reader import INVESTED_ON
from engine.columns.facts import ends, given_name
from engine.columns.reasons import Reasons
from engine.columns.run import CLAIMS, PARTS, slices, write_whole
from engine.law.reads import dependencies, reachable
from engine.law.rulebook import Fact
from engine.registers.answers import PARTS_OF
from engine.registers.audit import DECIDED, FACTS
from engine.registers.reconcile import source
from engine.registers.values import DUCK
from engine.registers.words import Words
from engine.registers.workspace import copy

CHUNK = 200
VERDICT = ("outcome", "substance", "tier", "possible_tiers", "facility_row", "possible_rows", "standing", "contested")


@dataclass(frozen=True)
class Explanation:
    """Why a set of parts is answered alike, in words, and what it rests on."""

    outcome: str
    text: str
    cites: str
    asked: tuple[str, ...]  # facts that are missing, in the order of asking
    assumed: tuple[str, ...]  # presumptions
    doubts: tuple[dict[str, Any], ...]  # readings that are not settled


def explain(
    connection: duckdb.DuckDBPyConnection,
    prepared: Prepared,
    known_on: int,
    folder: Path,
    words: Words,
    heartbeat: Callable[[int, int], None],
) -> list[Explanation]:
    """Explanations by number; ``PARTS_OF`` holds the number for each line and part."""
    kept = folder / f"reasons.{words.lang}.json"
    if not (kept.exists() and (folder / PARTS_OF).exists()):
        made = _Alike(connection, prepared, known_on, folder).explanations(words, heartbeat)
        text = json.dumps([asdict(one) for one in made], ensure_ascii=False)
        write_whole(kept, lambda new: new.write_text(text, encoding="utf-8"))
    stored = json.loads(kept.read_text(encoding="utf-8"))
    return [Explanation(**{name: _fixed(value) for name, value in one.items()}) for one in stored]


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class _Alike:
    """Slice by slice, as lines were decided: rows have hundreds of columns, and all at once would fill the memory."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, prepared: Prepared, known_on: int, folder: Path):
        self.connection, self.prepared, self.folder = connection, prepared, folder
        self.rulebook = prepared.rulebook
        self.reasons = Reasons(prepared, known_on)
        self.slices = [self.joined(name) for name in slices(folder / DECIDED)]

    def joined(self, name: str) -> str:
        """Parts of a slice as ``p``, their facts as ``f`` and their claims as ``c``."""
        parts, claims = (source(self.folder / DECIDED / kind / name) for kind in (PARTS, CLAIMS))
        low, high = self.connection.execute(f"SELECT min(claim), max(claim) FROM {claims}").fetchall()[0]
        facts = f"(SELECT * FROM {source(self.folder / FACTS)} WHERE claim BETWEEN {low} AND {high})"
        return f"{parts} p JOIN {facts} f ON f.line = p.line JOIN {claims} c ON c.claim = p.claim"

    def explanations(self, words: Words, heartbeat: Callable[[int, int], None]) -> list[Explanation]:
        folder, sets = self.folder / "alike", self.folder / "sets.parquet"
        folder.mkdir(exist_ok=True)
        for number, joined in enumerate(self.slices):
            keyed = folder / f"{number:05}.parquet"
            if not keyed.exists():
                copy(self.connection, self.keys(number, joined), keyed)
        keys = source(folder / "*.parquet")
        first = "SELECT key, min((line, part)) AS first, arg_min(slice, (line, part)) AS slice"
        counted = "CAST(row_number() OVER (ORDER BY first) - 1 AS INTEGER)"
        numbered = f"SELECT *, {counted} AS reason FROM ({first} FROM {keys} GROUP BY key) ORDER BY reason"
        copy(self.connection, numbered, sets)
        joined = f"SELECT line, part, reason FROM {keys} JOIN {source(sets)} USING (key) ORDER BY line, part"
        copy(self.connection, joined, self.folder / PARTS_OF)
        made = self.worded(sets, words, heartbeat)
        shutil.rmtree(folder)
        sets.unlink()
        return made

    def worded(self, sets: Path, words: Words, heartbeat: Callable[[int, int], None]) -> list[Explanation]:
        """An explanation of the first part of each set, in their order."""
        counted = self.connection.execute(f"SELECT slice, count(*) FROM {source(sets)} GROUP BY slice").fetchall()
        total = sum(count for _, count in counted)
        verdict = ", ".join(f"p.{DUCK.name(name)}" for name in VERDICT)
        columns = f"s.reason, {verdict}, {', '.join(self.reasons.columns)}"
        made: dict[int, Explanation] = {}
        for number, _ in counted:
            chosen = f"(SELECT * FROM {source(sets)} WHERE slice = {number}) s ON s.first = (p.line, p.part)"
            cursor = self.connection.cursor()
            cursor.execute(f"SELECT {columns} FROM {self.slices[number]} JOIN {chosen}")
            while rows := cursor.fetchmany(CHUNK):
                heartbeat(len(made), total)
                made |= {reason: self.explanation(row, words) for reason, *row in rows}
        return [made[reason] for reason in range(total)]

    def explanation(self, row: Sequence[Any], words: Words) -> Explanation:
        shown, stored = dict(zip(VERDICT, row, strict=False)), tuple(row[len(VERDICT) :])
        answer = self.reasons.answer(stored, self.reasons.intervals(stored))
        document: dict[str, Any] = {**shown, "contested": [], **answer.reasons()}
        for name in ("possible_tiers", "possible_rows"):
            document[name] = list(filter(None, (shown[name] or "").split(", ")))
        worded = words.reason(document)
        assumed = sorted(answer.assumptions(), key=lambda path: self.rulebook.facts[path].order)
        asked = tuple(node["fact"] for node in document["missing"])
        doubts = tuple(document.get("hangs_on", ()))
        return Explanation(shown["outcome"], worded.text, worded.cites, asked, tuple(assumed), doubts)

    # -- which parts are alike

    def keys(self, number: int, joined: str) -> str:
        """Line, part, slice and a key of 128 bits that is the same for parts that are alike."""
        always = [f"p.{DUCK.name(name)}" for name in VERDICT]
        always += ["p.reasons_until IS NULL", "c.scheme", "count(*) OVER (PARTITION BY p.line) = 1"]
        always += ['p."amount:low" = p."amount:high"']
        reads = self.under_eligibility()
        eligibility: list[str] = []
        rest: list[str] = []
        for name in self.reasons.truths:
            (eligibility if name in reads else rest).append(f"p.{DUCK.name(name)}")
        for fact in self.reasons.plain:
            (eligibility if fact.path in reads else rest).append(self.column(fact))
        for fact in self.reasons.ordered:
            (eligibility if fact.path in reads else rest).extend(self.comparisons(fact))
        excluded = f"p.outcome = '{INELIGIBLE}'"
        seen = ", ".join([*always, *eligibility, *(f"CASE WHEN NOT {excluded} THEN {one} END" for one in rest)])
        key = f"concat(hash({seen}), '-', hash('', {seen}))"
        return f"SELECT p.line, p.part, {number} AS slice, {key} AS key FROM {joined} ORDER BY p.line, p.part"

    def under_eligibility(self) -> set[str]:
        """Provisions and facts that eligibility hangs on, directly or through others."""
        gate = f"provision:{self.rulebook.assessment.eligible}"
        return {node.partition(":")[2] for node in reachable(dependencies(self.rulebook), [gate])}

    def column(self, fact: Fact) -> str:
        return f"f.{DUCK.name(given_name(self.prepared.plan, fact))}"

    def comparisons(self, fact: Fact) -> list[str]:
        """All that can be told of a number or a day by comparing it as the law does."""
        if fact.path == INVESTED_ON:
            low, high = (f"CAST(p.{DUCK.name(n)} - DATE '0001-01-01' + 1 AS BIGINT)" for n in ("from", "until"))
        elif fact.path in self.reasons.stored:
            low, high = (f"p.{DUCK.name(name)}" for name in ends(f"fact:{fact.path}"))
        else:
            low, high = (f"f.{DUCK.name(name)}" for name in ends(given_name(self.prepared.plan, fact)))
        told = [f"{low} IS NULL", f"{high} IS NULL", f"{low} = {high}"]
        for path, bound in self.reasons.tests:
            if path == fact.path:
                told += [f"{low} >= {bound}", f"{high} < {bound}"]
        return told
