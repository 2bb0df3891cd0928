"""One screen of the interview: which questions are put now, together, and in which fields they are answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from api.catalogue import TEXTS
from api.pages.answer.sheet import Question, Sheet
from api.pages.interview.fields import Field, Fields, in_words
from api.pages.interview.places import name_of, places, scope_of, value_at
from api.text.words import Words
from engine.claims.places import Data, Place

MOST = 12  # questions on one screen
MOST_APART, MOST_ALONE = 6, 60  # investments with fields of their own: on a screen of many questions, and of one
FEW = 3  # other facts that are named


@dataclass(frozen=True)
class Put:
    """A question that is put, or put again. ``shared`` is the field for all ``fields``, where there are several."""

    question: Question | None
    path: str
    text: str
    evidence: list[str]
    fields: Sequence[Field]
    shared: Field | None

    @property
    def decides(self) -> list[str]:
        """What hangs on it, of whether and at what rate there is a credit."""
        decides = self.question.node["decides"] if self.question else []
        return [what for what in decides if f"interview.decides.{what}" in TEXTS]

    @property
    def others(self) -> list[str]:
        """Facts from which the answer would follow as well."""
        return list(self.question.node.get("or", ()))[:FEW] if self.question else []

    @property
    def alone(self) -> bool:
        """Is it the only question on the screen, put again?"""
        return self.question is None

    @property
    def too_many(self) -> bool:
        """Too many investments for a field each."""
        return len(self.fields) > (MOST_ALONE if self.alone else MOST_APART)

    @property
    def lone(self) -> Field:
        return self.shared or self.fields[0]

    @property
    def apart(self) -> bool:
        """Were several answered differently, or one of them wrongly?"""
        return len({(f.value, f.options, f.unknown) for f in self.fields}) > 1 or any(f.error for f in self.fields)

    @property
    def error(self) -> str:
        return next((field.error for field in self.fields if field.error), "")


@dataclass(frozen=True)
class Group:
    heading: str
    questions: list[Put]


@dataclass(frozen=True)
class Screen:
    """``data``: the claim as it is shown, with what was just entered; ``sheet``: the answer to what it said before."""

    sheet: Sheet
    data: Data
    fields: Fields
    again: str = ""  # the one fact or list that is put again

    @property
    def words(self) -> Words:
        return self.sheet.words

    @cached_property
    def waiting(self) -> list[tuple[Question, list[Place]]]:
        """Every question that is not answered and not put aside, in the order of asking: those that decide whether and
        at what rate there is a credit first, then those of the other figures."""
        found = [(q, [p for p in self._places(q) if not self._aside(p)]) for q in self.sheet.questions]
        return sorted(((q, at) for q, at in found if at), key=lambda one: not one[0].node["investments"])

    @cached_property
    def aside(self) -> list[tuple[str, list[Place]]]:
        """Questions that still matter and were put aside, by fact."""
        found = {q.node["fact"]: [p for p in self._places(q) if self._aside(p)] for q in self.sheet.questions}
        return [(path, at) for path, at in found.items() if at]

    @property
    def aside_names(self) -> list[str]:
        """Of the fields of what was put aside."""
        return [name_of(place) for _, at in self.aside for place in at]

    @property
    def groups(self) -> list[Group]:
        """What is put on this screen, under headings."""
        if self.again:
            at = list(places(self.again, self.data, self.words.rulebook))
            return [Group(self._heading(self.again), [self._put(None, self.again, at)])]
        found: dict[str, list[Put]] = {}
        for question, at in self.waiting[:MOST]:
            path = question.node["fact"]
            heading = self._heading(path) if question.node["investments"] else self.words.say("interview.figures")
            found.setdefault(heading, []).append(self._put(question, path, at))
        return [Group(heading, questions) for heading, questions in found.items()]

    @property
    def later(self) -> int:
        return max(0, len(self.waiting) - MOST)

    def _places(self, question: Question) -> Iterator[Place]:
        """Those where nothing exact is said yet; for figures, everywhere. A list whose entries leave something open was
        answered: to ask for it again would ask for all of it."""
        path, ids = question.node["fact"], [str(one) for one in question.node["investments"]]
        for place in places(path, self.data, self.words.rulebook, ids or None):
            _, value = value_at(place, self.data)
            if value is None or isinstance(value, dict):
                yield place

    def _aside(self, place: Place) -> bool:
        said, value = value_at(place, self.data)
        return said and value is None

    def _heading(self, path: str) -> str:
        group = path.rpartition(".")[0]
        rulebook = self.words.rulebook
        if group in rulebook.groups:
            name = self.words.pick(rulebook.groups[group])
            return name[:1].upper() + name[1:]
        return self.words.say(f"interview.of.{scope_of(path, rulebook)}")

    def _put(self, question: Question | None, path: str, at: list[Place]) -> Put:
        rulebook, pick = self.words.rulebook, self.words.pick
        entry = rulebook.lists.get(path) or rulebook.facts[path]
        fields = [self.fields.at(place, self._about(place)) for place in at]
        values = [value_at(place, self.data) for place in at]
        shared = None
        if len(at) > 1:
            same = all(value == values[0] for value in values)
            said, value = values[0] if same else (False, None)
            shared = self.fields.field(path, path, said, value)
        text = pick(entry.question or entry.label)
        return Put(question, path, text, [pick(one) for one in entry.evidence], fields, shared)

    def _about(self, place: Place) -> str:
        if place.investment is None:
            return ""
        item = self.data["investments"][place.investment]
        if place.amount is None:
            return str(item.get("id"))
        amounts = item.get("amounts") or [{}]
        said = amounts[place.amount].get("amount_krw")
        won = self.words.number("won", said) if isinstance(said, int) else ""
        number = self.words.say("interview.amount", number=place.amount + 1)
        return " · ".join(part for part in (str(item.get("id")), won or number) if part)


def stated(data: Data, words: Words) -> list[tuple[str, str, str]]:
    """What the claim says so far: path, label, and the value (or that several differ)."""
    found: list[tuple[str, str, str]] = []
    for path in (*words.rulebook.facts, *words.rulebook.lists):
        if scope_of(path, words.rulebook) is None or path.startswith("tax_year."):
            continue
        values = [value_at(place, data) for place in places(path, data, words.rulebook)]
        given = [value for said, value in values if said and value is not None]
        if not given:
            continue
        label = words.scope(path) if path in words.rulebook.lists else words.label(path)
        texts = dict.fromkeys(in_words(path, value, words) for value in given)
        said = next(iter(texts)) if len(texts) == 1 else words.few(texts)
        found.append((path, label, said))
    return found

