"""Dossier files: the claims of one taxpayer in the order of their tax years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from engine.claims.claim import Claim
from engine.claims.reader import ENDS, STARTS, claim_of, read_document
from engine.law.problems import BadInput, Problem, listed, nearest, shown
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import Document, Path
from engine.law.values import Interval, iso

CLAIMS, SHARED = "claims", ("taxpayer", "projects")


@dataclass(frozen=True, slots=True)
class Dossier:
    """Claims whose tax years follow one another; the same investment id is the same investment in all of them.

    ``gaps``: first and last day of each stretch between two tax years that no claim covers.
    """

    claims: tuple[Claim, ...]
    gaps: tuple[tuple[int, int], ...]
    data: dict[str, object] = field(default_factory=dict, compare=False)  # as given


def is_dossier(document: Document) -> bool:
    return isinstance(document.data, dict) and CLAIMS in document.data


def read_dossier(raw: bytes, source: str, rulebook: Rulebook) -> Dossier:
    """The dossier in a YAML or JSON text; BadInput with every problem, sorted by place."""
    return dossier_of(read_document(raw, source), rulebook)


def dossier_of(document: Document, rulebook: Rulebook) -> Dossier:
    data = document.data
    if not isinstance(data, dict) or not data:
        code = "empty" if data is None or data == {} else "wrong-type"
        raise BadInput([document.problem((), code, shown(data), "a dossier with claims")])
    problems = list(_faults_of_frame(document, data))
    claims: list[tuple[int, Claim]] = []
    items = data.get(CLAIMS)
    for i, item in enumerate(items if isinstance(items, list) else ()):
        if not isinstance(item, dict):
            problems.append(document.problem((CLAIMS, i), "wrong-type", shown(item), "a mapping"))
            continue
        try:
            claims.append((i, claim_of(_within(document, data, i, item), rulebook, may_be_empty=True)))
        except BadInput as bad:
            problems += bad.problems
    problems += _faults_of_order(document, claims)
    if problems:
        raise BadInput(problems)
    years = [claim for _, claim in claims]
    return Dossier(tuple(years), tuple(_gaps(years)), data)


def _faults_of_frame(document: Document, data: Mapping[str, object]) -> list[Problem]:
    known = (*SHARED, CLAIMS)
    strange = [key for key in data if key not in known]
    found = [document.problem((key,), "unknown-key", key, listed(known), nearest(key, known)) for key in strange]
    claims, taxpayer = data.get(CLAIMS), data.get("taxpayer")
    if claims is None:
        found.append(document.problem((), "missing-key", expected=CLAIMS))
    elif not isinstance(claims, list) or not claims:
        found.append(document.problem((CLAIMS,), "wrong-type", shown(claims), "a list of at least one"))
    if taxpayer is not None and not isinstance(taxpayer, dict):
        found.append(document.problem(("taxpayer",), "wrong-type", shown(taxpayer), "a mapping"))
    return found


def _faults_of_order(document: Document, claims: list[tuple[int, Claim]]) -> list[Problem]:
    """Tax years stand in order and do not overlap."""
    found = []
    for (_, before), (i, claim) in pairwise(claims):
        (first, last), (start, _) = year_of(before), year_of(claim)
        at: Path = (CLAIMS, i, "tax_year")
        if start <= last and start >= first:
            found.append(document.problem(at, "periods-overlap", iso(start), f"{iso(first)} .. {iso(last)}"))
        elif start < first:
            found.append(document.problem(at, "years-out-of-order", iso(start), iso(first)))
    return found


def _gaps(claims: list[Claim]) -> list[tuple[int, int]]:
    years = pairwise(year_of(claim) for claim in claims)
    return [(last + 1, start - 1) for (_, last), (start, _) in years if start > last + 1]


def year_of(claim: Claim) -> tuple[int, int]:
    """First and last day of the tax year of a claim."""
    first, last = claim.facts[STARTS], claim.facts[ENDS]
    assert isinstance(first, Interval) and isinstance(last, Interval)
    return int(first.low or 0), int(last.low or 0)


@dataclass
class _Claim(Document):
    """One claim with what it shares with the others; problems are reported where they stand in the dossier."""

    whole: Document = field(kw_only=True)
    place: Path = field(kw_only=True)
    own: Mapping[str, object] = field(kw_only=True)  # what the claim says itself
    projects: int = field(kw_only=True)  # how many projects are shared

    def at(self, path: Path) -> Path:
        match path:
            case ("taxpayer", name, *_) if name not in _mapping(self.own.get("taxpayer")):
                return path
            case ("projects", int(i), *_) if i < self.projects:
                return path
            case ("projects", int(i), *rest):
                return (*self.place, "projects", i - self.projects, *rest)
        return (*self.place, *path)

    def problem(self, path: Path, code: str, found: str = "", expected: str = "", near: str = "") -> Problem:
        return self.whole.problem(self.at(path), code, found, expected, near)


def _within(document: Document, data: Mapping[str, object], i: int, item: Mapping[str, object]) -> Document:
    """A claim of the dossier as a document of its own. What it says itself stands before what is shared."""
    merged = dict(item)
    shared, projects = _mapping(data.get("taxpayer")), data.get("projects")
    if shared and (item.get("taxpayer") is None or isinstance(item["taxpayer"], dict)):
        merged["taxpayer"] = {**shared, **_mapping(item.get("taxpayer"))}
    count = 0
    if isinstance(projects, list) and (item.get("projects") is None or isinstance(item["projects"], list)):
        own = item.get("projects")
        merged["projects"] = [*projects, *(own if isinstance(own, list) else ())]
        count = len(projects)
    elif projects is not None and item.get("projects") is None:
        merged["projects"] = projects
    return _Claim(document.source, merged, whole=document, place=(CLAIMS, i), own=item, projects=count)


def _mapping(data: object) -> dict[str, object]:
    return data if isinstance(data, dict) else {}
