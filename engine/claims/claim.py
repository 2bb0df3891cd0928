"""A claim: what one taxpayer says about one tax year. Facts only, no judgement of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.law.values import Facts

# Entries by list. A list that is not there is not known; an empty one says that there is nothing.
Lists = dict[str, tuple[Facts, ...]]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount invested: ``amount.amount_krw`` and ``amount.invested_on``, each exact or within bounds."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class Investment:
    """One asset or group of assets, with the facts of its project where it says nothing of its own."""

    id: str
    facts: Facts
    amounts: tuple[Amount, ...] | None  # None: not stated, to be measured; empty: nothing in this tax year
    lists: Lists = field(default_factory=dict)
    measured: bool = False  # the amounts follow from payments, progress and cost


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a named professional answered where the law calls for expertise; it stands among the facts that it is of.

    ``of``: "investment" or "project" and its id, where the provision is about investments; ``investments``: the ids of
    those that are judged with it. ``on``: an ordinal.
    """

    provision: str
    value: bool
    reason: str
    evidence_digest: str
    by: str
    licence_no: str
    on: int
    of: tuple[str, str] | None
    investments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    facts: Facts
    investments: tuple[Investment, ...] = ()
    lists: Lists = field(default_factory=dict)
    attested: frozenset[str] = frozenset()
    data: dict[str, object] = field(default_factory=dict, compare=False)  # as given
    judgements: tuple[Judgement, ...] = ()
