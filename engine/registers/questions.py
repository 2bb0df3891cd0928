"""What is still to be known of a register: every question once, with the lines and the figures that wait for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.law.rulebook import Fact, ListOf, Rulebook
from engine.registers.answers import Answers, Row
from engine.registers.explain import Explanation
from engine.registers.placing import OVERLAP, REPEATED, UNDATED, WHOLE
from engine.registers.words import Words

PAYMENTS, GRANT = "register:payments", "register:grant"
OF_BASIS = {UNDATED: PAYMENTS, OVERLAP: f"register:{OVERLAP}", REPEATED: f"register:{REPEATED}"}
OWN_QUESTIONS = (*OF_BASIS.values(), GRANT)  # questions of the register, which no fact of the vocabulary asks


@dataclass(frozen=True)
class Question:
    """What is still to be known: from how many lines it is asked, and the amounts that wait for it; the figures whose
    gap it closes, by name, and the claims that they are of."""

    path: str
    lines: int
    amount: int | None
    first: str  # where it is asked first
    figures: tuple[str, ...] = ()
    claims: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Questions:
    """``credits``: per claim its row and what its figures ask for. ``place``: says where a line stands."""

    rulebook: Rulebook
    words: Words
    answers: Answers
    explanations: Sequence[Explanation]
    credits: Sequence[tuple[Row, Mapping[str, Sequence[str]]]]
    place: Callable[[int, int], str]

    def of(self, row: Row) -> list[str]:
        """What a part of a line waits for, in the order of asking."""
        if row["outcome"] == "ineligible":
            return []
        own = [OF_BASIS[row["basis"]]] if row["basis"] in OF_BASIS else []
        own += [GRANT] if row["grant_krw"] and row["basis"] != WHOLE else []
        return [*own, *self.explanations[row["reason"]].asked]

    @cached_property
    def listed(self) -> list[Question]:
        """Every question once, those that concern the largest amounts first within the order of asking."""
        values = [(number, path) for number, e in enumerate(self.explanations) for path in e.asked]
        listed = ", ".join(f"({number}, '{path}')" for number, path in values) or "(-1, '')"
        of_basis = ", ".join(str(pair) for pair in OF_BASIS.items())
        table = self.answers.table
        found = self.answers.ask(
            f"""WITH asked(reason, path) AS (VALUES {listed}),
            every AS (
              SELECT line, path, amount_high, sheet, register_line FROM {table} JOIN asked USING (reason)
                WHERE outcome <> 'ineligible'
              UNION ALL SELECT line, o.path, amount_high, sheet, register_line FROM {table}
                JOIN (VALUES {of_basis}) o(basis, path) USING (basis) WHERE outcome <> 'ineligible'
              UNION ALL SELECT line, '{GRANT}', amount_high, sheet, register_line FROM {table}
                WHERE grant_krw <> 0 AND basis <> '{WHOLE}' AND outcome <> 'ineligible'),
            lines AS (SELECT path, line, max(amount_high) AS amount, bool_or(amount_high IS NULL) AS open,
              any_value(sheet) AS sheet, any_value(register_line) AS register_line FROM every GROUP BY path, line)
            SELECT path, count(*), CASE WHEN bool_or(open) THEN NULL ELSE sum(amount) END,
              min_by(sheet, line), min_by(register_line, line) FROM lines GROUP BY path"""
        )
        figures = self._asked_by_figures
        asked = [
            Question(path, lines, amount, self.place(sheet, line), *figures.get(path, ()))
            for path, lines, amount, sheet, line in found
        ]
        of_lines = {question.path for question in asked}
        asked += [Question(path, 0, 0, "", *closed) for path, closed in figures.items() if path not in of_lines]
        return sorted(asked, key=self._order)

    @cached_property
    def _asked_by_figures(self) -> dict[str, tuple[tuple[str, ...], tuple[Row, ...]]]:
        """Facts and lists that close the gap of a figure of some claim, with the figures and the claims."""
        found: dict[str, tuple[tuple[str, ...], tuple[Row, ...]]] = {}
        for row, asks in self.credits:
            for path, names in asks.items():
                before, claims = found.get(path, ((), ()))
                found[path] = tuple(dict.fromkeys((*before, *names))), (*claims, row)
        return found

    def _order(self, question: Question) -> tuple[bool, int, int]:
        """Those of lines first; facts in the order of the vocabulary, then lists."""
        alone, rulebook = question.lines == 0, self.rulebook
        if question.path in OWN_QUESTIONS:
            return alone, 0, OWN_QUESTIONS.index(question.path)
        if question.path in rulebook.lists:
            return alone, 2, list(rulebook.lists).index(question.path)
        return alone, 1, rulebook.facts[question.path].order

    @cached_property
    def _numbers(self) -> dict[str, str]:
        return {question.path: f"Q{number}" for number, question in enumerate(self.listed, 1)}

    def number(self, path: str) -> str:
        return self._numbers[path]

    def text(self, path: str) -> str:
        if path in OWN_QUESTIONS:
            return self.words.say(f"book.ask.{path.partition(':')[2]}")
        asked = self._asked_of(path)
        return self.words.pick(asked.question or asked.label)

    def _asked_of(self, path: str) -> Fact | ListOf:
        rulebook = self.rulebook
        return rulebook.facts.get(path) or rulebook.lists[path]

    def label(self, path: str) -> str:
        if path in OWN_QUESTIONS:
            return self.words.say(f"book.asked.{path.partition(':')[2]}")
        return self.words.pick(self._asked_of(path).label)

    def evidence(self, path: str) -> list[str]:
        if path in OWN_QUESTIONS:
            return [self.words.say(f"book.evidence.{path.partition(':')[2]}")]
        return [self.words.pick(text) for text in self._asked_of(path).evidence]
