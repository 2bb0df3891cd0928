"""What a named professional may judge: the fact that holds a judgement, and what it does to a condition tree.

A judgement never changes the law: periods and provisos stand as they are. Where the reading of a provision is doubtful,
its facts stand as well: the judgement says whether the reading holds for them, and the answer no longer hangs on doubt.
Where the reading is verified, it stands for facts that are not stated; what it contradicts is contested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.law.conditions import IN, All, Any, Applies, Condition, FactTest, Not
from engine.law.model import DOUBTFUL
from engine.law.rulebook import Fact, Provision, Version, Words
from engine.law.trees import simplify

GROUP = "judgement"
NONE, HOLDS, FAILS = "none", "holds", "fails"
CHOICES: dict[str, Words] = {
    NONE: {"ko": "판단 없음", "en": "not judged"},
    HOLDS: {"ko": "해당", "en": "holds"},
    FAILS: {"ko": "해당하지 않음", "en": "does not hold"},
}
LABEL: Words = {"ko": "전문가 판단: {title}", "en": "professional judgement: {title}"}


def fact_path(provision: str) -> str:
    """Name of the fact that holds a judgement of a provision."""
    return f"{GROUP}.{provision}"


def is_judgement(fact: str) -> bool:
    return fact.partition(".")[0] == GROUP


def judgement_facts(provisions: Sequence[Provision], order: int) -> dict[str, Fact]:
    """One fact for each provision that may be judged: not judged, unless a claim brings a judgement. Never asked."""
    found = [p for p in provisions if p.judgement is not None]
    return {fact_path(p.id): _fact(p, order + i) for i, p in enumerate(found)}


def _fact(provision: Provision, order: int) -> Fact:
    return Fact(
        path=fact_path(provision.id),
        scope=provision.scope,
        type="choice",
        label={lang: text.format(title=provision.title[lang]) for lang, text in LABEL.items()},
        question=None,
        choices=CHOICES,
        evidence=(),
        presumed=None,
        presumed_value=NONE,
        bounds=None,
        derived=None,
        ask_after=(),
        by_engine=True,
        order=order,
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a provision in its pieces. ``dated``: its application is tested."""

    version: Version
    dated: bool
    when: Condition | None
    provisos: tuple[Condition, ...]

    @property
    def doubtful(self) -> bool:
        return self.version.reading in DOUBTFUL

    @property
    def reaching(self) -> list[Condition]:
        return [Applies(self.version.key)] if self.dated else []

    @property
    def body(self) -> Condition | None:
        """As the law has it."""
        parts = [*self.reaching, *self._conditions]
        return simplify(parts) if parts else None

    @property
    def _conditions(self) -> list[Condition]:
        return [*([self.when] if self.when is not None else []), *map(Not, self.provisos)]

    def undoubted(self) -> Version:
        """The same period without the doubt: what is left of it once the reading was judged to hold."""
        return replace(self.version, key=f"{self.version.key}+judged", reading="primary", judged=True)

    def judged(self, fact: str) -> Condition:
        """With what a judgement says; the same as the law where there is none."""
        holds, not_failing = FactTest(fact, IN, (HOLDS,)), Not(FactTest(fact, IN, (FAILS,)))
        if self.doubtful:
            settled = All((holds, Applies(self.undoubted().key)))
            reaching: Condition = Any((Applies(self.version.key), settled))
            return simplify([reaching, not_failing, *self._conditions])
        if self.when is None:
            return simplify([*self.reaching, not_failing, *map(Not, self.provisos)])
        shown = Any((holds, simplify([not_failing, self.when])))
        return simplify([*self.reaching, shown, *map(Not, self.provisos)])

    def contradictions(self, fact: str) -> list[Condition]:
        """Where a judgement says other than a verified reading does on certain facts."""
        if self.doubtful:
            return []
        found = [simplify([FactTest(fact, IN, (FAILS,)), *self.reaching, *self._conditions])]
        if self.when is not None:
            found.append(simplify([FactTest(fact, IN, (HOLDS,)), *self.reaching, Not(self.when)]))
        return found
