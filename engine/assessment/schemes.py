"""Which scheme is taken where the law leaves the choice: the one asked for, or the one that is never worse."""

from __future__ import annotations

from collections.abc import Mapping

from engine.assessment.figures import Workings
from engine.assessment.money import Part
from engine.inference.entity import Entity
from engine.inference.view import LookedUp, View
from engine.law.rulebook import Rulebook
from engine.law.values import Interval, Truth


def chosen(
    rulebook: Rulebook,
    claim: Entity,
    parts: list[Part],
    workings: Mapping[str, Workings],
    states: Mapping[str, Truth],
) -> str | None:
    """The scheme that is taken; None while that is open. Ties go to the first in the rules."""
    certain = [name for name in workings if states[name]]
    wanted = claim.facts.get(rulebook.assessment.scheme_choice)
    if wanted in certain:
        return str(wanted)
    for one in certain:
        if all(
            _rates_never_lower(rulebook, parts, one, other) or _never_less(workings[one], workings[other], rulebook)
            for other in workings
            if other != one
        ):
            return one
    return None


def _never_less(one: Workings, other: Workings, rulebook: Rulebook) -> bool:
    mine, its = (workings.figure(rulebook.assessment.total).value for workings in (one, other))
    return _reaches(mine, its)


def _reaches(one: Interval, other: Interval) -> bool:
    return one.low is not None and other.high is not None and one.low >= other.high


def _rates_never_lower(rulebook: Rulebook, parts: list[Part], one: str, other: str) -> bool:
    """Whether a scheme cannot give less whatever is open, since none of its rates is lower: the same amounts and the
    same history enter both."""
    tables = [rulebook.tables[name] for name in rulebook.assessment.rates]
    for part in parts:
        for tier in part.verdict.tiers.claimable if part.verdict.eligible is not False else ():
            for table in tables:
                mine, its = (_rate(rulebook, part.entity, table.id, scheme, tier) for scheme in (one, other))
                if not _reaches(mine.value, its.value) and mine.rows != its.rows:
                    return False
    return True


def _rate(rulebook: Rulebook, entity: Entity, table: str, scheme: str, tier: str) -> LookedUp:
    found = rulebook.tables[table]
    asked = {"scheme": scheme, "tier": tier}
    return View(rulebook, entity).looked_up(found, {key: asked[key] for key in found.keys})
