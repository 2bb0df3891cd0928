"""Problems of an input in the words of the pages: where, as a page labels it, and what, without names of the engine."""

from __future__ import annotations

import re
from dataclasses import replace

from api.catalogue import TEXTS, text
from engine.law.problems import Problem
from engine.law.rulebook import Rulebook
from engine.registers.fields import fields_of

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\['(.*?)'\]")
ENTRIES = {"amounts": "amount"}  # lists whose entries have facts under another name


class Faults:
    def __init__(self, rulebook: Rulebook):
        self.rulebook, self.fields = rulebook, fields_of(rulebook)

    def where(self, problem: Problem, lang: str) -> str:
        """File, line and field, as far as there are such."""
        return self.place(problem.source, problem.line, problem.column, problem.path, lang)

    def place(self, source: str, line: int, column: int, path: str, lang: str) -> str:
        key = "page.fault.column" if column else "page.fault.line"
        at = text(key, lang, line=line, column=column) if line else ""
        return " · ".join(part for part in (source, at, *self.labels(path, lang)) if part)

    def what(self, problem: Problem, lang: str) -> str:
        """The fault and its remedy."""
        if problem.code == "missing-key" and problem.expected:
            inside = f"{problem.path}.{problem.expected}" if problem.path.startswith("$") else problem.expected
            problem = replace(problem, expected=([*self.labels(inside, lang)] or [problem.expected])[-1])
        field = self.fields.by_name.get(problem.found)
        if problem.code == "field-twice" and field is not None:
            problem = replace(problem, found=field.label[lang])
        own = f"page.problem.{problem.code}"
        return text(own, lang, found=problem.found) if own in TEXTS else problem.text(lang)

    def labels(self, path: str, lang: str) -> list[str]:
        """The steps of a path in words. What has none, as a name that somebody gave, stands as it is."""
        if not path.startswith("$"):
            return [text(own, lang) if (own := f"page.place.{path}") in TEXTS else path] if path else []
        book, inside = self.rulebook, ""
        steps: list[tuple[str, bool]] = []  # and whether it is a group, of which a fact says itself that it is of it
        for name, number, quoted in _STEP.findall(path):
            if number and steps:
                steps[-1] = (text("page.fault.nth", lang, label=steps[-1][0], number=int(number) + 1), False)
                continue
            step = name or quoted
            if steps and steps[-1][1] and f"{inside}.{step}" in book.facts:
                steps.pop()
            steps.append((self._label(inside, step, lang), step in book.groups))
            inside = ENTRIES.get(step, step)
        return [label for at, (label, _) in enumerate(steps) if not (at and steps[at - 1][0].startswith(label))]

    def _label(self, inside: str, step: str, lang: str) -> str:
        book = self.rulebook
        named = f"{inside}.{step}" if inside else step
        for known in (book.facts.get(named), book.lists.get(step)):
            if known is not None:
                return known.label[lang]
        for own in (f"page.place.{named}", f"page.place.{step}"):
            if own in TEXTS:
                return text(own, lang)
        return book.groups[step][lang] if step in book.groups else step
