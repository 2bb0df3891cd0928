"""The verdict on one dated part: outcome, tiers, standing, and what the outcome hangs on."""

from __future__ import annotations

from dataclasses import dataclass

from engine.inference.entity import Contest, Entity
from engine.inference.view import LookedUp, look_up
from engine.law.model import DOUBTFUL, TierEntry
from engine.law.rulebook import Rulebook
from engine.law.values import Truth

ELIGIBLE, INELIGIBLE, UNDETERMINED, REVIEW = "eligible", "ineligible", "undetermined", "review"
SECURED, CONDITIONAL, NOT_REQUIRED = "secured", "conditional", "not_required"


@dataclass(frozen=True)
class Tiers:
    """Tiers that are still possible, highest first; one tier means it is certain."""

    claimable: tuple[str, ...]
    floor: tuple[str, ...]
    substance: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    outcome: str
    eligible: Truth
    tiers: Tiers
    standing: str | None
    contests: tuple[Contest, ...]
    doubted: bool

    @property
    def tier(self) -> str | None:
        return self.tiers.claimable[0] if len(self.tiers.claimable) == 1 else None


def tiers_of(rulebook: Rulebook, entity: Entity) -> Tiers:
    frame = rulebook.assessment.tiers

    def possible(test: str) -> tuple[str, ...]:
        found = []
        for tier in frame:
            name = getattr(tier, test)
            holds = entity.truths.get(name) if name else True
            if holds is not False:
                found.append(tier.tier)
            if holds is True:
                break
        return tuple(found)

    return Tiers(possible("claimable"), possible("secured"), possible("substance"))


def tier_entry(rulebook: Rulebook, tier: str) -> TierEntry:
    return next(entry for entry in rulebook.assessment.tiers if entry.tier == tier)


def standing_of(rulebook: Rulebook, entity: Entity, tiers: Tiers) -> str | None:
    if len(tiers.claimable) != 1:
        return None
    entry = tier_entry(rulebook, tiers.claimable[0])
    if entry.secured is None:
        return NOT_REQUIRED
    secured = entity.truths.get(entry.secured)
    return None if secured is None else SECURED if secured else CONDITIONAL


def rates_of(rulebook: Rulebook, entity: Entity, tier: str, scheme: str) -> LookedUp:
    table = rulebook.tables[rulebook.assessment.base_rate]
    return look_up(rulebook, table, {"scheme": scheme, "tier": tier}, entity)


def verdict(rulebook: Rulebook, entity: Entity, doubting: Entity | None, schemes: list[str]) -> Verdict:
    """Precedence: certain ineligible, undetermined, review, eligible.

    ``doubting`` is the same part with doubtful provisions left open; None if no doubt can matter.
    """
    eligible = entity.truths.get(rulebook.assessment.eligible)
    still = eligible if doubting is None else doubting.truths.get(rulebook.assessment.eligible)
    tiers = tiers_of(rulebook, entity)
    doubted = still is not eligible or _rates_doubted(rulebook, entity, doubting, tiers, schemes)
    if doubting is not None:
        other = tiers_of(rulebook, doubting)
        doubted = doubted or (other.claimable, other.floor) != (tiers.claimable, tiers.floor)
    contests = tuple(dict.fromkeys(entity.contests))
    if eligible is False and still is False and not contests:
        outcome = INELIGIBLE
    elif eligible is None:
        outcome = UNDETERMINED
    else:
        outcome = REVIEW if doubted or contests else ELIGIBLE
    return Verdict(outcome, eligible, tiers, standing_of(rulebook, entity, tiers), contests, doubted)


def _rates_doubted(
    rulebook: Rulebook, entity: Entity, doubting: Entity | None, tiers: Tiers, schemes: list[str]
) -> bool:
    """Does a rate come from a doubtful row, or change with what is doubtful?"""
    for tier in tiers.claimable:
        for scheme in schemes:
            found = rates_of(rulebook, entity, tier, scheme)
            if any(rulebook.versions[row].reading in DOUBTFUL for row in found.rows):
                return True
            if doubting is not None and rates_of(rulebook, doubting, tier, scheme).value != found.value:
                return True
    return False
