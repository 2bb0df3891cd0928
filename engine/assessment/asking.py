"""What to ask for an open figure: the facts and lists under the steps of its workings that leave it open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.assessment import missing
from engine.assessment.workings import Step
from engine.inference.derivation import Explainer
from engine.law.values import Interval

Inputs = tuple[set[str], set[str]]  # facts and lists


def open_inputs(step: Step, explainer: Explainer, open_facts: Callable[[str], list[str]]) -> Inputs:
    """What would settle a step: open facts, and lists that are not given or whose entries leave something open.
    ``open_facts`` are those of an undecided provision or row."""
    facts: set[str] = set()
    lists: set[str] = set()
    known = explainer.rulebook.facts
    for one in _open_steps(step):
        lists |= {name for name, given in one.lists.items() if not given}
        undecided = [*(id_ for id_, truth in one.provisions.items() if truth is None), *one.rows]
        facts |= {path for name in undecided for path in open_facts(name)}
        for path, value in one.facts.items():
            if value is not None and not (isinstance(value, Interval) and value.exact is None):
                continue
            if known[path].scope in explainer.rulebook.lists:
                lists.add(known[path].scope)
            else:
                facts |= set(missing.asked(explainer, path, set()))
    return facts, lists


def _open_steps(step: Step) -> Iterator[Step]:
    """Steps whose value is open, and that make the one open that they are read by."""
    seen: set[int] = set()
    waiting = [step]
    while waiting:
        one = waiting.pop()
        if one.open and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += one.steps
