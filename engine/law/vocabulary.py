"""From the entries of ``vocabulary.yaml`` to facts, with what no model of one entry can see checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any as Data
from typing import Protocol

from engine.law.model import SCOPES, Bounds, FactEntry, VocabularyFile
from engine.law.problems import listed, nearest
from engine.law.rulebook import Fact, ListOf
from engine.law.strict_yaml import Path
from engine.law.typed import misfit, parse_value

# The numbers that claims are read with, and the facts that the engine knows by name.
LIMITS = ("won", "count", "tax_year_months")
NEEDED = {
    "tax_year.starts_on": ("claim", "date"),
    "tax_year.ends_on": ("claim", "date"),
    "total_cost_krw": ("investment", "won"),
    "timeline.started_on": ("investment", "date"),
    "timeline.completed_on": ("investment", "date"),
    "amount.amount_krw": ("amount", "won"),
    "amount.invested_on": ("amount", "date"),
}
BOUNDED = "amount.invested_on"  # by the tax year, or an undated amount could not be cut into dated parts
YEAR = Bounds(at_least="tax_year.starts_on", at_most="tax_year.ends_on")
VOCABULARY = ("vocabulary", "")

Entry = tuple[str, str]  # kind and id of a top-level entry


class Reporter(Protocol):
    """Collects problems at a path inside an entry."""

    def __call__(
        self, entry: Entry, path: Path, code: str, found: str = "", expected: str = "", near: str = ""
    ) -> None: ...


def vocabulary_file(data: Mapping[str, Data]) -> VocabularyFile:
    """The model of the content, in which facts and choices are lists."""
    return VocabularyFile.model_validate({**data, "facts": {f["path"]: _entry(f) for f in data["facts"]}})


def _entry(fact: Mapping[str, Data]) -> dict[str, Data]:
    entry = {key: value for key, value in fact.items() if key != "path"}
    if "choices" in entry:
        choices = entry["choices"]
        entry["choices"] = {c["key"]: {k: v for k, v in c.items() if k != "key"} for c in choices}
    return entry


def facts_of(vocabulary: VocabularyFile, report: Reporter) -> dict[str, Fact]:
    """The facts, in the order in which they are asked; formulas are not read yet."""
    entries = enumerate(vocabulary.facts.items())
    facts = {path: _fact(path, entry, i, vocabulary, report) for i, (path, entry) in entries}
    for path, entry in vocabulary.facts.items():
        if entry.derived is None and not entry.by_engine:
            _check_name(path, vocabulary, report)
        _check_bounds(path, entry, facts, report)
        for first in entry.ask_after:
            if first not in facts:
                report(("facts", path), ("ask_after",), "unknown-fact", first, near=nearest(first, facts))
    for path, (scope, type_) in NEEDED.items():
        if path not in facts:
            report(VOCABULARY, ("facts",), "missing-key", expected=path)
        elif (facts[path].scope, facts[path].type) != (scope, type_):
            fact = facts[path]
            report(("facts", path), (), "wrong-type", f"{fact.scope}, {fact.type}", f"{scope}, {type_}")
    if BOUNDED in facts and facts[BOUNDED].bounds != YEAR:
        expected = f"bounds: {{at_least: {YEAR.at_least}, at_most: {YEAR.at_most}}}"
        report(("facts", BOUNDED), (), "missing-key", expected=expected)
    for name in LIMITS:
        if name not in vocabulary.limits:
            report(VOCABULARY, ("limits",), "missing-key", expected=name)
    return facts


def _fact(path: str, entry: FactEntry, order: int, vocabulary: VocabularyFile, report: Reporter) -> Fact:
    where = ("facts", path)
    presumed = None
    if entry.presumed is not None:
        presumed = parse_value(entry.type, entry.presumed.value, entry.choices)
        if presumed is None:
            report(where, ("presumed", "value"), *misfit(entry.type, entry.presumed.value, entry.choices))
    if entry.type in ("choice", "choices") and not entry.choices:
        report(where, (), "missing-key", expected="choices")
    supplied = entry.derived is not None or entry.presumed is not None or entry.by_engine
    supplied = supplied or entry.scope in vocabulary.lists  # the list has the question
    if entry.question is None and not supplied and entry.type != "text":
        report(where, (), "missing-text", path, "question")
    return Fact(
        path=path,
        scope=entry.scope,
        type=entry.type,
        label=entry.label.model_dump(),
        question=entry.question.model_dump() if entry.question else None,
        choices={name: text.model_dump() for name, text in entry.choices.items()},
        evidence=tuple(text.model_dump() for text in entry.evidence),
        presumed=entry.presumed,
        presumed_value=presumed,
        bounds=entry.bounds,
        derived=None,
        ask_after=tuple(entry.ask_after),
        by_engine=entry.by_engine,
        order=order,
        arrangeable=entry.arrangeable,
        identifies=entry.identifies,
        example=entry.example,
    )


def _check_name(path: str, vocabulary: VocabularyFile, report: Reporter) -> None:
    """A claim says ``group: {name: value}``, or ``name: value`` for a fact without a group."""
    group, dot, _ = path.partition(".")
    if path.count(".") > 1 or (dot and group not in vocabulary.groups and group not in vocabulary.lists):
        near = nearest(group, vocabulary.groups)
        report(("facts", path), (), "unknown-group", path, listed(vocabulary.groups), near)


def _check_bounds(path: str, entry: FactEntry, facts: Mapping[str, Fact], report: Reporter) -> None:
    """Dates bound dates."""
    if entry.bounds is None:
        return
    if entry.type != "date":
        report(("facts", path), ("bounds",), "wrong-type", entry.type, "a date")
    for side, other in entry.bounds.model_dump(exclude_none=True).items():
        if other not in facts:
            report(("facts", path), ("bounds", side), "unknown-fact", other, near=nearest(other, facts))
        elif facts[other].type != "date":
            report(("facts", path), ("bounds", side), "wrong-type", facts[other].type, "a date")


def lists_of(vocabulary: VocabularyFile, facts: Mapping[str, Fact], report: Reporter) -> dict[str, ListOf]:
    """The lists, each with the facts of its entries checked: they begin with its name."""
    for fact in facts.values():
        group = fact.path.partition(".")[0]
        scopes = [group] if group in vocabulary.lists else [*SCOPES, *vocabulary.lists]
        if fact.scope not in scopes:
            report(("facts", fact.path), ("scope",), *misfit("choice", fact.scope, scopes))
        elif fact.scope in vocabulary.lists and group != fact.scope:
            report(("facts", fact.path), (), "unknown-group", fact.path, fact.scope)
    found = {}
    for name, entry in vocabulary.lists.items():
        if entry.question is None and entry.presumed is None and not entry.by_engine:
            report(VOCABULARY, ("lists", name), "missing-text", name, "question")
        wanted = [(f"{name}.{key}", "date", "period") for key in entry.period]
        wanted += [(f"{name}.{key}", "won", "parts") for key in entry.parts]
        wanted += [(f"{name}.{entry.total}", "won", "total")] if entry.total else []
        for path, type_, key in wanted:
            if path not in facts or facts[path].type != type_:
                report(VOCABULARY, ("lists", name, key), "unknown-fact", path, near=nearest(path, facts))
        if len(entry.period) not in (0, 2):
            report(VOCABULARY, ("lists", name, "period"), "wrong-type", str(len(entry.period)), "two dates")
        found[name] = ListOf(
            path=name,
            scope=entry.scope,
            label=entry.label.model_dump(),
            question=entry.question.model_dump() if entry.question else None,
            evidence=tuple(text.model_dump() for text in entry.evidence),
            presumed=entry.presumed,
            by_engine=entry.by_engine,
            period=(f"{name}.{entry.period[0]}", f"{name}.{entry.period[1]}") if len(entry.period) == 2 else None,
            total=f"{name}.{entry.total}" if entry.total else None,
            parts=tuple(f"{name}.{key}" for key in entry.parts),
        )
    return found


def bases_of(
    vocabulary: VocabularyFile, facts: Mapping[str, Fact], report: Reporter
) -> dict[str, tuple[str, ...]]:
    """Per basis of application the fact that dates it, or the first and last day of a period."""
    for name, paths in vocabulary.bases.items():
        at: Path = ("bases", name)
        if len(paths) not in (1, 2):
            report(VOCABULARY, at, "wrong-type", str(len(paths)), "one or two dates")
        for path in paths:
            if path not in facts:
                report(VOCABULARY, at, "unknown-fact", path, near=nearest(path, facts))
            elif facts[path].type != "date":
                report(VOCABULARY, at, "wrong-type", f"{path} ({facts[path].type})", "a date")
    return {name: tuple(paths) for name, paths in vocabulary.bases.items()}
