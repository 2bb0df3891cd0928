"""What is wrong with an input, said so that its author can mend it.

A ``Problem`` names the place, what was found, what is expected and the remedy, in Korean and English. Readers
collect all problems of an input and raise them together, sorted by place, as ``BadInput``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from engine.law.problem_phrases import KOREAN
from engine.law.problem_texts import DID_YOU_MEAN, TEXTS

MAX_PROBLEMS = 100  # of one report: nobody reads on, and an input made to be wrong stays cheap
_PARTICLE = re.compile(r"([가-힣])([은이을])\(([는가를])\)")
_LISTED = 40  # names of a list of what is allowed
_LONGEST, _MOST = 60, 2000  # beyond these a misspelt word gets no suggestion: comparing would take too long


@dataclass(frozen=True)
class Problem:
    """One fault. ``path`` is a JSON path; ``line`` and ``column`` count from 1, 0 if there are none."""

    code: str
    path: str = "$"
    found: str = ""
    expected: str = ""
    near: str = ""  # what the author may have meant
    source: str = ""
    line: int = 0
    column: int = 0

    @property
    def place(self) -> str:
        numbers = [str(number) for number in (self.line, self.column) if number]
        where = ":".join(part for part in (self.source, *numbers) if part)
        return " ".join(part for part in (where, self.path) if part)

    def text(self, lang: str) -> str:
        text = TEXTS[self.code][lang].format(
            found=phrase(self.found, lang),
            expected=phrase(self.expected, lang),
            hint=DID_YOU_MEAN[lang].format(self.near) if self.near else "",
        )
        return _PARTICLE.sub(_particle, text)

    def remedy(self, lang: str) -> str:
        """What to do: the last clause of the text, which the texts set apart."""
        mark = ". " if lang == "ko" else "; "
        return self.text(lang).rpartition(mark)[2] if mark in self.text(lang) else ""

    def sort_key(self) -> tuple[str, int, int, str, str, str, str]:
        return (self.source, self.line, self.column, self.path, self.code, self.found, self.expected)


class BadInput(Exception):
    """An input that cannot be used, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(set(problems), key=Problem.sort_key)
        if len(self.problems) > MAX_PROBLEMS:
            last = Problem("more-problems", "", expected=str(MAX_PROBLEMS), source=self.problems[0].source)
            self.problems[MAX_PROBLEMS:] = [last]
        super().__init__("\n".join(f"{p.place}: {p.text('en')}" for p in self.problems))


def _particle(found: re.Match[str]) -> str:
    """The form of a Korean particle that fits the syllable before it: the first after a final consonant."""
    closed = (ord(found[1]) - ord("가")) % 28 != 0
    return found[1] + found[2 if closed else 3]


def phrase(said: str, lang: str) -> str:
    """What was found or reported, in the language; names and values are the same in both."""
    return KOREAN.get(said, said) if lang == "ko" else said


def nearest(word: str, known: Collection[str]) -> str:
    """The known word closest to a misspelt one, or ''."""
    if len(word) > _LONGEST or len(known) > _MOST:
        return ""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return close[0] if close else ""


def listed(names: Iterable[str]) -> str:
    """What is allowed, cut to a readable number."""
    names = list(names)
    return ", ".join(names if len(names) <= _LISTED else [*names[:_LISTED], "…"])


def shown(value: object, limit: int = 60) -> str:
    """A found value as its author wrote it, cut to a readable length."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif value is None:
        text = "null"
    elif isinstance(value, dict):
        text = "a mapping"
    elif isinstance(value, list):
        text = "a list" if value else "an empty list"
    elif isinstance(value, str):
        text = f"'{cut(value, limit)}'"
    else:
        text = cut(str(value), limit)
    return text


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
