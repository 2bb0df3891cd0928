"""A dossier as a document: the assessment of each year, and the table of years with what flows from one to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engine.assessment.figures import CERTAIN, REVIEW, UNDETERMINED
from engine.assessment.numbers import Document, put_won
from engine.claims.dossier import Dossier
from engine.dossiers.year import Contest, Year, as_interval
from engine.law.filing_checks import BASE
from engine.law.values import Interval, iso

FORMAT = 1
FILED, ALLOWABLE = "filed", "allowable"


def document_of(dossier: Dossier, years: Sequence[Year]) -> Document:
    """``flows`` of a year: whether the next years start from what its return says, or from what was allowable."""
    assessments = [year.answer.document() for year in years]
    outcomes: Counter[str] = Counter()
    for assessment in assessments:
        counted = assessment["outcomes"]
        assert isinstance(counted, dict)
        outcomes.update(counted)
    return {
        "format": FORMAT,
        "law": assessments[-1]["law"],
        "outcomes": dict(sorted(outcomes.items())),
        "years": [row(year) for year in years],
        "gaps": [{"from": iso(first), "until": iso(last)} for first, last in dossier.gaps],
        "assessments": assessments,
    }


def row(year: Year) -> Document:
    """A line of the table of years."""
    frame = year.rulebook.assessment
    document: Document = {
        "from": iso(year.first),
        "until": iso(year.last),
        "scheme": year.answer.credit.scheme,
        "flows": FILED if year.filed else ALLOWABLE,
        "outcome": outcome(year),
        "bounds": {},
    }
    put_won(document, BASE, base(year))
    for entry in frame.figures:
        put_won(document, entry.figure, year.figure(entry.figure))
    document["filed"] = filed(year)
    document["followed"] = list(year.followed)
    document["contested"] = [contest(one) for one in year.contests]
    return document


def base(year: Year) -> Interval:
    return year.ask(lambda view: as_interval(view.given(year.rulebook.assessment.year.base)))


def filed(year: Year) -> Document:
    """What the return says, by figure; empty if the claim does not tell."""
    facts = year.claim.facts
    found: Document = {}
    for figure, path in year.rulebook.assessment.across_years.filed.items():
        if path in facts:
            put_won(found, figure, as_interval(facts[path]))
    return found


def outcome(year: Year) -> str:
    """Of the figures of a year: undetermined if one is open, review if one hangs on a doubtful reading or a contest."""
    outcomes = {figure.outcome for one in year.taken for figure in one.figures.values()}
    if UNDETERMINED in outcomes:
        return UNDETERMINED
    parts = {part.verdict.outcome for amounts in year.answer.groups for amount in amounts for part in amount}
    return REVIEW if year.contests or REVIEW in outcomes | parts else CERTAIN


def contest(one: Contest) -> Document:
    document: Document = {"fact": one.fact, "investment": one.investment, "year": iso(one.year), "bounds": {}}
    put_won(document, "given", one.given)
    put_won(document, "follows", one.follows)
    return document
