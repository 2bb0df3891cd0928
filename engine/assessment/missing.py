"""What is still missing: the open facts under undecided provisions, with their questions, in the order of asking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.inference.derivation import Explainer, Node
from engine.law.checks import formula_reads
from engine.law.conditions import Applies, FactTest, ProvisionRef
from engine.law.rulebook import Fact, ListOf, Words
from engine.law.values import Interval


def open_facts(explainer: Explainer, id_: str) -> list[str]:
    """Facts that, if known, could settle a provision (or table row) that is unknown."""
    return list(_under(explainer, id_, set()))


def in_order(found: dict[str, Fact]) -> list[Fact]:
    """Facts in the order of asking; one that only matters once others are known waits for them."""
    now = [fact for fact in found.values() if found.keys().isdisjoint(fact.ask_after)]
    return sorted(now, key=lambda fact: fact.order)


def _under(explainer: Explainer, id_: str, seen: set[str]) -> Iterator[str]:
    if id_ in seen or (explainer.entity.truths.get(id_) is not None):
        return
    seen.add(id_)
    for leaf in explainer.deciding(id_):
        if explainer.leaf_truth(leaf) is not None and not explainer.everything:
            continue
        if isinstance(leaf, ProvisionRef):
            yield from _under(explainer, leaf.provision, seen)
        elif isinstance(leaf, FactTest):
            yield from asked(explainer, leaf.fact, seen)
        elif isinstance(leaf, Applies):
            period = explainer.version(leaf.version).period
            for basis in {s.basis for s in period.starts} | {e.basis for e in period.ends}:
                for path in explainer.rulebook.bases[basis]:
                    yield from asked(explainer, path, seen)


def asked(explainer: Explainer, path: str, seen: set[str]) -> Iterator[str]:
    """The fact itself if it can be asked and is open, else the open facts it follows from."""
    fact = explainer.rulebook.facts[path]
    value = explainer.entity.facts.get(path)
    settled = value is not None and not (isinstance(value, Interval) and value.exact is None)
    if settled or fact.by_engine or path in seen:
        return
    seen.add(path)
    if fact.question is not None:
        yield path
    yield from inputs(explainer, fact, seen)


def inputs(explainer: Explainer, fact: Fact, seen: set[str]) -> Iterator[str]:
    """Open facts that a derived fact follows from."""
    for read in formula_reads(fact.derived) if fact.derived is not None else ():
        kind, _, name = read.partition(":")
        if kind == "fact":
            yield from asked(explainer, name, seen)
        elif kind == "provision":
            yield from _under(explainer, name, seen)
        else:
            for row in explainer.rulebook.tables[name].rows:
                if explainer.entity.truths.get(row.gate) is not False:
                    yield from _under(explainer, row.gate, seen)
                    for inner in formula_reads(row.value):
                        if inner.startswith("fact:"):
                            yield from asked(explainer, inner.partition(":")[2], seen)


def entry(explainer: Explainer, fact: Fact, decides: list[str]) -> Node:
    """The question, what it decides, what proves the answer, and other facts from which it would follow."""
    concluders = explainer.rulebook.concluders.get(fact.path, ())
    others = {path for name in concluders for path in _under(explainer, name, {fact.path})} - {fact.path}
    node = question(fact.path, fact.question or fact.label, fact.evidence, decides)
    if others:
        node["or"] = sorted(others, key=lambda path: explainer.rulebook.facts[path].order)
    judged = [p.id for p in explainer.rulebook.judgeable if p.contradicted and _tests(explainer, p.id, fact.path)]
    if judged:
        node["judgement"] = judged  # of a named professional would do as well
    return node


def _tests(explainer: Explainer, id_: str, path: str) -> bool:
    """Does a provision stay open for want of a fact that it tests itself?"""
    if explainer.entity.truths.get(id_) is not None:
        return False
    return any(isinstance(leaf, FactTest) and leaf.fact == path for leaf in explainer.deciding(id_))


def list_entry(listed: ListOf, decides: list[str]) -> Node:
    return question(listed.path, listed.question or listed.label, listed.evidence, decides)


def question(path: str, words: Words, evidence: Iterable[Words], decides: list[str]) -> Node:
    return {
        "fact": path,
        "question": dict(words),
        "decides": decides,
        "evidence": [dict(text) for text in evidence],
    }
