"""What is sound but useless in a rulebook: entries that nothing needs, conditions that never hold, no citation.

The loader refuses what is wrong; this finds what the loader cannot call wrong. Pure functions that return findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.assessment.coverage import Seen
from engine.law.checks import dependencies, formula_reads
from engine.law.conditions import AT_LEAST, IN, All, Any, Condition, FactTest, Not
from engine.law.filing_checks import asked_by_forms
from engine.law.filing_model import EvidenceEntry, FormEntry
from engine.law.reads import asked_by_assessment, reachable, versions_of
from engine.law.rulebook import Fact, Rulebook
from engine.law.values import iso
from engine.law.vocabulary import NEEDED

LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, order=True)
class Finding:
    """``kind`` is what the entry is: fact, provision, row, table, formula, instrument, assessment or filing."""

    code: str
    kind: str
    name: str
    detail: str = ""


def lint(rulebook: Rulebook, seen: Seen | None = None) -> list[Finding]:
    """Every finding; without cases (``seen``) what never held in one is not known."""
    found = [*unread(rulebook), *contradictions(rulebook), *uncited(rulebook), *untranslated(rulebook)]
    found += promulgated_later(rulebook)
    if seen is not None:
        known = {(finding.kind, finding.name) for finding in found if finding.code == "never-holds"}
        found += [f for f in never_true(rulebook, seen) if (f.kind, f.name) not in known]
    return sorted(set(found))


# -- what nothing needs


def readers(rulebook: Rulebook) -> dict[str, list[str]]:
    """Who reads each fact, provision and table; nodes as in ``dependencies``, and 'formula:id', 'assessment:entry'."""
    found: dict[str, list[str]] = {}
    for reader, reads in reads_of(rulebook).items():
        for read in dict.fromkeys(reads):
            found.setdefault(read, []).append(reader)
    return found


def reads_of(rulebook: Rulebook) -> dict[str, list[str]]:
    """What every node reads, formulas and the entries of ``assessment.yaml`` among them."""
    graph = {node: list(reads) for node, reads in dependencies(rulebook).items()}
    for formula in rulebook.formulas.values():
        graph[f"formula:{formula.id}"] = formula_reads(formula.value)
    return graph | _asked(rulebook)


def _asked(rulebook: Rulebook) -> dict[str, list[str]]:
    """What the entries of ``assessment.yaml`` and the forms ask for."""
    frame = rulebook.assessment
    found: dict[str, list[str]] = {}
    for path, kind, name, _ in asked_by_assessment(frame):
        found.setdefault(f"assessment:{path[0]}", []).append(f"{kind}:{name}")
    for form, kind, name in asked_by_forms(rulebook.filing_forms):
        found.setdefault(f"filing:{form}", []).append(f"{kind}:{name}")
    lists = {tier.rows for tier in frame.tiers if tier.rows}
    for provision in rulebook.provisions.values():
        if provision.row and provision.row[0] in lists:
            found.setdefault("assessment:tiers", []).append(f"provision:{provision.id}")
    return found


def unread(rulebook: Rulebook) -> Iterator[Finding]:
    """Facts, provisions, tables and formulas that no answer needs, directly or through others."""
    graph = reads_of(rulebook)
    for fact in rulebook.facts.values():  # a date that bounds another, and what is asked first, are of use too
        others = [*fact.bounds.model_dump(exclude_none=True).values()] if fact.bounds else []
        graph[f"fact:{fact.path}"] += [f"fact:{path}" for path in (*others, *fact.ask_after)]
    needed = reachable(graph, [node for node in graph if node.startswith(("assessment:", "filing:"))])
    for node in graph:
        kind, _, name = node.partition(":")
        if node in needed or (kind == "fact" and (name in NEEDED or read_otherwise(rulebook, rulebook.facts[name]))):
            continue  # the engine itself reads those of NEEDED
        yield Finding("unread", kind, name)


def read_otherwise(rulebook: Rulebook, fact: Fact) -> bool:
    """A text is there to be read by people; a choice of an entry of a list is handed to formulas as a key."""
    return fact.type == "text" or (fact.type == "choice" and fact.scope in rulebook.lists)


# -- what is said to be unread


def promulgated_later(rulebook: Rulebook) -> Iterator[Finding]:
    """Instruments after the day up to which their kind is said to be read: answers would warn of what they hold."""
    for instrument in rulebook.instruments.values():
        through = rulebook.read_through[instrument.kind]
        if instrument.promulgated > through:
            yield Finding("promulgated-later", "instrument", instrument.id, iso(through))


# -- what can never hold


def contradictions(rulebook: Rulebook) -> Iterator[Finding]:
    """Versions and rows that ask for two things of which one excludes the other."""
    for (kind, name), _, _, version in versions_of(rulebook):
        clash = clash_in(version.body) if version.body is not None else None
        if clash:
            owner = ("provision", name) if kind == "provisions" else ("row", version.key)
            yield Finding("never-holds", *owner, clash)


def clash_in(tree: Condition) -> str | None:
    """What a conjunction asks for twice in ways that exclude each other: the name of a fact or provision.

    Simple contradictions only: an alternative counts if every arm of it clashes by itself.
    """
    parts = list(_conjuncts(tree))
    for i, one in enumerate(parts):
        if isinstance(one, Any):
            clashes = [clash_in(part) for part in one.parts]
            if clashes and all(clashes):
                return clashes[0]
        for other in parts[:i]:
            if name := _exclude(one, other) or _exclude(other, one):
                return name
    return None


def _conjuncts(tree: Condition) -> Iterator[Condition]:
    if isinstance(tree, All):
        for part in tree.parts:
            yield from _conjuncts(part)
    elif isinstance(tree, Not) and isinstance(tree.part, Any):  # not (a or b): neither a nor b
        for part in tree.part.parts:
            yield from _conjuncts(Not(part))
    elif isinstance(tree, Not) and isinstance(tree.part, Not):
        yield from _conjuncts(tree.part.part)
    else:
        yield tree


def _exclude(one: Condition, other: Condition) -> str | None:
    """Sets of choices may hold several at once, but a test of one choice excludes its own negation."""
    if isinstance(other, Not):
        if other.part == one:
            return _name(one)
        if isinstance(one, FactTest) and isinstance(other.part, FactTest) and one.fact == other.part.fact:
            test = other.part
            if one.op == test.op == AT_LEAST and int(one.operand) >= int(test.operand):  # type: ignore[arg-type]
                return one.fact
            if one.op == test.op == IN and set(one.operand) <= set(test.operand):  # type: ignore[arg-type]
                return one.fact
    return None


def _name(tree: Condition) -> str:
    return str(getattr(tree, "fact", None) or getattr(tree, "provision", None) or getattr(tree, "version", "..."))


def never_true(rulebook: Rulebook, seen: Seen) -> Iterator[Finding]:
    """Provisions that hold, and rows that match, in no case."""
    for name, truths in seen.items():
        if not truths[True]:
            kind = "provision" if name in rulebook.provisions else "row"
            yield Finding("never-in-cases", kind, name)


# -- what is not said


def uncited(rulebook: Rulebook) -> Iterator[Finding]:
    """Entries without a citation; the loader sees to those of provisions and rows."""
    for formula in rulebook.formulas.values():
        if not formula.cites:
            yield Finding("uncited", "formula", formula.id)
    items: list[FormEntry | EvidenceEntry] = [*rulebook.filing_forms, *rulebook.filing_evidence]
    yield from (Finding("uncited", "filing", item.id) for item in items if not item.cites)
    for watch in rulebook.assessment.watch:
        if not watch.cites:
            yield Finding("uncited", "assessment", f"watch {watch.kind}")
    for topic in rulebook.assessment.not_examined:
        if not topic.cites:
            yield Finding("uncited", "assessment", f"not_examined {topic.topic.en}")


def untranslated(rulebook: Rulebook) -> Iterator[Finding]:
    """Texts that say the same in both languages, or no English; that both are there is the loader's concern.

    One word may be the same (GMP), and rows and rulings keep their Korean names in English sentences.
    """
    for kind, name, words in _texts(rulebook):
        same = words["ko"] == words["en"] and " " in words["en"]
        if same or not LATIN.search(words["en"]):
            yield Finding("untranslated", kind, name, words["en"])


def _texts(rulebook: Rulebook) -> Iterator[tuple[str, str, dict[str, str]]]:
    for fact in rulebook.facts.values():
        texts: Iterable[dict[str, str] | None] = (fact.label, fact.question, *fact.choices.values(), *fact.evidence)
        yield from (("fact", fact.path, words) for words in texts if words)
    for provision in rulebook.provisions.values():
        yield from (("provision", provision.id, words) for words in (provision.title, provision.note) if words)
    yield from (("table", table.id, table.title) for table in rulebook.tables.values())
    yield from (("formula", formula.id, formula.title) for formula in rulebook.formulas.values())
    for form in rulebook.filing_forms:
        labels = [form.title, form.number, *(line.label for line in form.lines), *(one.label for one in form.listings)]
        yield from (("filing", form.id, label.model_dump()) for label in labels)
    for item in rulebook.filing_evidence:
        yield from (("filing", item.id, label.model_dump()) for label in (item.document, item.shows))
