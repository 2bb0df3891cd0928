"""Checks of what rule files say about filing: every line has one value, and that value is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.law.filing_model import FormEntry, ValueEntry
from engine.law.problems import listed, nearest
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import Path
from engine.law.typed import misfit, ordered
from engine.law.vocabulary import Reporter

VALUES = ("figure", "fact", "formula")
BASE = "base_krw"  # the figure that is summed up, not computed by a formula of its own
# What the entries of an answer hold, as far as a form may show it.
SHOWN = {
    "parts": (
        *("investment", "from", "until", "tier", "facility_row", "standing"),
        *("amount_krw", "rate", "base_credit_krw", "outcome"),
    ),
    "carried": ("arose_in", "last_day", "amount_krw", "used_krw"),
    "recapture": ("investment", "taken_in", "credit_krw", "interest_krw"),
}


def figures_of(rulebook: Rulebook) -> tuple[str, ...]:
    return (BASE, *(figure.figure for figure in rulebook.assessment.figures))


def asked_by_forms(forms: Iterable[FormEntry]) -> Iterator[tuple[str, str, str]]:
    """What each form asks for: its id, the kind of an entry and its name."""
    for form in forms:
        if form.when is not None:
            yield form.id, "provision", form.when.provision
        for line in form.lines:
            for kind in ("fact", "formula"):
                if name := getattr(line, kind):
                    yield form.id, kind, name


def check_filing(rulebook: Rulebook, report: Reporter) -> None:
    for form in rulebook.filing_forms:
        where = ("filing_forms", form.id)
        for path, code, found, expected, near in _faults(rulebook, form):
            report(where, path, code, found, expected, near)


Fault = tuple[Path, str, str, str, str]


def _faults(rulebook: Rulebook, form: FormEntry) -> Iterator[Fault]:
    if form.since is not None and ordered("date", form.since) is None:
        yield ("from",), *misfit("date", form.since)
    if form.when is not None:
        provision = form.when.provision
        if provision not in rulebook.provisions:
            yield ("when", "provision"), "unknown-provision", provision, "", nearest(provision, rulebook.provisions)
        elif rulebook.provisions[provision].scope != "claim":
            yield ("when", "provision"), "narrower", provision, "claim", ""
    schemes = [entry.scheme for entry in rulebook.assessment.schemes]
    seen: set[str] = set()
    for i, line in enumerate(form.lines):
        if line.line in seen:
            yield ("lines", i, "line"), "same-id", line.line, "", ""
        seen.add(line.line)
        if line.scheme is not None and line.scheme not in schemes:
            yield ("lines", i, "scheme"), *misfit("choice", line.scheme, schemes)
        yield from _value_faults(rulebook, line, ("lines", i))
    for i, listing in enumerate(form.listings):
        for k, column in enumerate(listing.columns):
            if column.shows not in SHOWN[listing.over]:
                yield ("listings", i, "columns", k, "shows"), *misfit("choice", column.shows, SHOWN[listing.over])


def _value_faults(rulebook: Rulebook, entry: ValueEntry, at: Path) -> Iterator[Fault]:
    given = [name for name in VALUES if getattr(entry, name) is not None]
    if len(given) != 1:
        yield at, "wrong-type", listed(given) or "nothing", "one of figure, fact and formula", ""
        return
    frame = rulebook.assessment
    tiers = [tier.tier for tier in frame.tiers]
    if entry.tier is not None and entry.tier not in tiers:
        yield (*at, "tier"), *misfit("choice", entry.tier, tiers)
    scope = frame.year.tiers if entry.tier is not None else "claim"
    if entry.figure is not None and entry.figure not in figures_of(rulebook):
        yield (*at, "figure"), *misfit("choice", entry.figure, figures_of(rulebook))
    if entry.fact is not None:
        if entry.fact not in rulebook.facts:
            yield (*at, "fact"), "unknown-fact", entry.fact, "", nearest(entry.fact, rulebook.facts)
        elif rulebook.facts[entry.fact].scope != scope:
            yield (*at, "fact"), "narrower", entry.fact, scope, ""
    if entry.formula is not None:
        if entry.formula not in rulebook.formulas:
            yield (*at, "formula"), "unknown-formula", entry.formula, "", nearest(entry.formula, rulebook.formulas)
        elif rulebook.formulas[entry.formula].scope != scope:
            yield (*at, "formula"), "narrower", entry.formula, scope, ""
