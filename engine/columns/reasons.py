"""Why a row was decided as it was: the derivation, made again from its stored truths, for the rows that are shown.

It is made once for each distinct set of truth values (and of facts that are known); rows that share it differ only in
the dates and numbers beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from engine.assessment.assess import Prepared
from engine.assessment.money import Part
from engine.assessment.numbers import Document, put_day
from engine.assessment.part_answer import PartAnswer
from engine.assessment.parts import stretches
from engine.assessment.verdict import REVIEW, UNDETERMINED, Verdict, standing_of, tiers_of
from engine.claims.reader import INVESTED_ON, KRW
from engine.columns.dialect import DuckSql
from engine.columns.emit import Emitter
from engine.columns.facts import ends, given_facts, given_name, value_of
from engine.columns.run import CLAIMS, PARTS
from engine.inference import reference
from engine.inference.derivation import Explainer, shown
from engine.inference.entity import KNOWN_ON, Entity, presume
from engine.inference.judgements import contradictions
from engine.inference.solve import settle
from engine.law.known import as_known
from engine.law.model import DOUBTFUL, SCOPES
from engine.law.values import OPEN, ORDERED, Facts, Interval, exactly

SQL = DuckSql()
CHUNK = 2_000  # rows in memory at a time
Row = tuple[Any, ...]


class Reasons:
    """Explains the parts that a run has written, under the law as known on the day of the run."""

    def __init__(self, prepared: Prepared, known_on: int):
        self.prepared, self.rulebook, self.known_on = prepared, prepared.rulebook, known_on
        emitter = Emitter(prepared.plan, prepared.days, known_on, SQL)
        self.truths = emitter.columns().truths
        self.tests = [(path, int(bound)) for path, _, bound in (test.split(" ") for test in sorted(emitter.tests))]
        given = given_facts(prepared.plan)
        derived = [fact for fact in self.rulebook.facts.values() if fact.derived and fact.type in ORDERED]
        self.plain = [fact for fact in given if fact.type not in ORDERED]
        self.ordered = [*(fact for fact in given if fact.type in ORDERED), *derived]
        self.stored = {fact.path for fact in derived}
        self.columns = [f"p.{SQL.name(name)}" for name in ("line", "part", "from", "until", "reasons_until", "outcome")]
        self.columns.append("c.scheme")
        self.first_truth = len(self.columns)
        self.columns += [f"p.{SQL.name(name)}" for name in self.truths]
        self.first_plain = len(self.columns)
        self.columns += [f"f.{SQL.name(given_name(prepared.plan, fact))}" for fact in self.plain]
        self.first_ordered = len(self.columns)
        for fact in self.ordered:
            place = "p" if fact.path in self.stored else "f"
            name = f"fact:{fact.path}" if fact.path in self.stored else given_name(prepared.plan, fact)
            self.columns += [f"{place}.{SQL.name(end)}" for end in ends(name)]
        self.made: dict[Row, Document] = {}

    def of(self, facts: Path, folder: Path, where: str = "TRUE") -> Iterator[tuple[int, int, Document]]:
        """Line, number of the part, and what a part of an assessment says as ``because``, ``because_of``, ``missing``,
        ``conditions``, ``hangs_on`` and ``contested``, in the order of the parts. Not to be changed: rows share them.

        ``where``: an SQL condition on the columns of parts, as ``Query.parts`` names them.
        """
        parts, claims = (f"read_parquet({SQL.text(str(folder / name / '*.parquet'))})" for name in (PARTS, CLAIMS))
        given = f"read_parquet({SQL.text(str(facts))}) AS f"
        source = f"(SELECT * FROM {parts} WHERE {where}) AS p JOIN {given} USING (line)"
        query = f"SELECT {', '.join(self.columns)} FROM {source} JOIN {claims} AS c ON c.claim = p.claim"
        with duckdb.connect() as connection:
            cursor = connection.execute(f"{query} ORDER BY p.claim, p.line, p.part")
            while rows := cursor.fetchmany(CHUNK):
                for row in rows:
                    yield row[0], row[1], self.explain(row)

    def explain(self, row: Row) -> Document:
        values = self.intervals(row)
        key = self.key(row, values)
        if key not in self.made:
            self.made[key] = self.answer(row, values).reasons()
        return self.filled(self.made[key], row, values)

    def intervals(self, row: Row) -> dict[str, Interval]:
        """Ordered facts; the day of investment within the first stretch of the part, which the truths are of."""
        at = self.first_ordered
        found = {fact.path: Interval(row[at + 2 * i], row[at + 2 * i + 1]) for i, fact in enumerate(self.ordered)}
        first, last = row[2].toordinal(), row[3].toordinal()
        found[INVESTED_ON] = next(iter(stretches(first, last, self.prepared.days)))
        return found

    def whole(self, row: Row) -> bool:
        """Is the part the whole amount?"""
        at = self.first_ordered + 2 * next(i for i, fact in enumerate(self.ordered) if fact.path == INVESTED_ON)
        return (row[at], row[at + 1]) == (row[2].toordinal(), row[3].toordinal())

    def key(self, row: Row, values: Mapping[str, Interval]) -> Row:
        """All that the derivation depends on."""
        states = tuple((v.low is None, v.high is None, v.low == v.high) for v in values.values())
        tests = []
        for path, bound in self.tests:
            value = values[path]
            tests.append((value.low is not None and value.low >= bound, value.high is not None and value.high < bound))
        return (*row[5 : self.first_ordered], row[4] is None, self.whole(row), states, tuple(tests))

    def answer(self, row: Row, values: Mapping[str, Interval]) -> PartAnswer:
        rulebook = self.rulebook
        entity = self.stated(row, values)
        entity.truths |= zip(self.truths, row[self.first_truth : self.first_plain], strict=True)
        for level in self.prepared.plan.levels:
            for path in level.derived:
                if path not in self.stored:
                    settle(self.prepared.plan, entity, rulebook.facts[path])
        for scope in SCOPES:
            entity.contests += contradictions(rulebook, entity, scope, self.known_on)
        tiers = tiers_of(rulebook, entity)
        contests = tuple(dict.fromkeys(entity.contests))
        eligible = entity.truths[rulebook.assessment.eligible]
        verdict = Verdict(row[5], eligible, tiers, standing_of(rulebook, entity, tiers), contests, False)
        days = Interval(row[2].toordinal(), row[3].toordinal())
        reasoned = None if row[4] is None else Interval(days.low, row[4].toordinal())
        explainer = Explainer(rulebook, entity, self.known_on)
        states = {entry.scheme: entity.truths[entry.open] for entry in rulebook.assessment.schemes}
        schemes = [row[6]] if row[6] else [name for name, state in states.items() if state is not False]
        doubting = self.doubting(row, values) if row[5] in (REVIEW, UNDETERMINED) else None
        part = Part(entity, explainer, verdict, days, self.whole(row), values[KRW], reasoned, doubting)
        return PartAnswer(rulebook, [part], 0, schemes, explainer)

    def stated(self, row: Row, values: Mapping[str, Interval]) -> Entity:
        """The part with the facts that are stated or presumed, and dates that follow from others."""
        entity = _entity({KNOWN_ON: exactly(self.known_on)})
        for fact, cell in zip(self.plain, row[self.first_plain : self.first_ordered], strict=True):
            value = value_of(fact, cell)
            if value is not None:
                entity.facts[fact.path] = value
        entity.facts |= {path: value for path, value in values.items() if not value.unbounded}
        for scope in SCOPES:
            presume(self.rulebook, entity, scope)
        return entity

    def doubting(self, row: Row, values: Mapping[str, Interval]) -> Entity:
        """The part with doubtful readings left open. Dates that follow from others stay as they are."""
        rulebook, plan, made = self.rulebook, self.prepared.plan, self.stated(row, values)
        law = as_known(rulebook, self.known_on)
        for level in plan.levels:
            for path in level.derived:
                if path not in self.stored:
                    settle(plan, made, rulebook.facts[path])
            for stratum in level.strata:
                reached = law.reaches(plan.versions_of[stratum.name], made.facts)
                for key, reach in reached.items():
                    if reach and rulebook.versions[key].reading in DOUBTFUL:
                        reached[key] = None
                made.truths.update(reference.evaluate(stratum, made.facts, reached, made.truths))
        return made

    def filled(self, document: Document, row: Row, values: Mapping[str, Interval]) -> Document:
        """The derivation with the dates and numbers of the row."""
        made = {**document, "because": [self.node(node, values) for node in document["because"]]}  # type: ignore[attr-defined]
        made["conditions"] = [self.condition(node, values) for node in document["conditions"]]  # type: ignore[attr-defined]
        if row[4] is not None:
            made["because_of"] = {"from": row[2].isoformat(), "until": row[4].isoformat()}
        return made

    def node(self, node: Document, values: Mapping[str, Interval]) -> Document:
        if "facts" not in node:
            return node
        facts: dict[str, Any] = node["facts"]  # type: ignore[assignment]
        inner: list[Document] = node["from"]  # type: ignore[assignment]

        def say(path: str) -> object:
            return shown(self.rulebook, path, None if values[path].unbounded else values[path])

        said = {path: say(path) if path in values else old for path, old in facts.items()}
        return {**node, "facts": said, "from": [self.node(one, values) for one in inner]}

    def condition(self, node: Document, values: Mapping[str, Interval]) -> Document:
        if "due" not in node:
            return node
        made: Document = {key: value for key, value in node.items() if key not in ("due", "bounds")}
        put_day(made, "due", values.get(self.rulebook.assessment.recognition_due, OPEN))
        return made


def _entity(facts: Facts) -> Entity:
    """A dated part with what it belongs to; a row holds the facts and truths of all three."""
    whole: Entity | None = None
    for scope in SCOPES:
        inner = Entity(scope, facts, whole)
        if whole is not None:
            inner.truths, inner.contests = whole.truths, whole.contests
            inner.presumed, inner.overruled = whole.presumed, whole.overruled
        whole = inner
    assert whole is not None
    return whole
