"""The whole credit of the claims of a finished run, worked out again with its workings from what the run wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from engine.assessment.assess import Prepared
from engine.assessment.credit_answer import CreditAnswer
from engine.assessment.figures import Workings
from engine.claims.claim import Claim
from engine.columns.credit import Credits
from engine.columns.dialect import DuckSql
from engine.columns.facts import ends
from engine.columns.run import CLAIMS, PARTS
from engine.inference.derivation import Explainer

SQL = DuckSql()
CHUNK = 1_000  # claims in memory at a time


@dataclass(frozen=True)
class Worked:
    """A claim by its number, with its figures. What its investments add up to stands in the table of claims."""

    claim: int
    credit: CreditAnswer


def worked(
    prepared: Prepared, facts: Path, folder: Path, known_on: int, claims: Mapping[int, Claim]
) -> Iterator[Worked]:
    """The claims of a run with ``whole``, in their order; the arguments are those of the run (``run.decide``)."""
    credits = Credits(prepared, known_on, claims)
    sums = {end for of in credits.sums for end in ends(of)}
    judged = {*credits.truths, *(end for fact in credits.stored for end in ends(f"fact:{fact.path}"))}
    columns = credits.columns()
    places = ("c" if name in sums else "p" if name in judged else "f" for name in columns)
    shown = ", ".join(f"{place}.{SQL.name(name)}" for place, name in zip(places, columns, strict=True))
    tables = {name: f"read_parquet({SQL.text(str(folder / name / '*.parquet'))})" for name in (PARTS, CLAIMS)}
    query = (
        f"WITH first AS (SELECT claim, min(line) AS line FROM {tables[PARTS]} GROUP BY claim)"
        f" SELECT c.claim, {shown}, c.scheme, c.requested_scheme_closed FROM first"
        f" JOIN {tables[CLAIMS]} AS c ON c.claim = first.claim"
        f" JOIN {tables[PARTS]} AS p ON p.line = first.line AND p.part = 1"
        f" JOIN read_parquet({SQL.text(str(facts))}) AS f ON f.line = first.line ORDER BY c.claim"
    )
    with duckdb.connect() as connection:
        cursor = connection.execute(query)
        while rows := cursor.fetchmany(CHUNK):
            for *row, scheme, closed in rows:
                root, years = credits.years(tuple(row))
                every = {n: Workings(prepared.rulebook, root, year, prepared.doubtful) for n, year in years.items()}
                ids = [one.id for one in claims[row[0]].investments] if row[0] in claims else []
                explainer = Explainer(prepared.rulebook, root, known_on)
                yield Worked(int(row[0]), CreditAnswer(explainer, ids, [], every, scheme, bool(closed)))
