"""The verdict on one dated part: outcome, tiers, standing, and what the outcome hangs on."""

from __future__ import annotations

from dataclasses import dataclass

from engine.inference.solve import Contest, Entity, LookedUp, look_up
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
    """Precedence: certain ineligible, undetermined, review, eligible."""
    eligible = entity.truths.get(rulebook.assessment.eligible)
    tiers = tiers_of(rulebook, entity)
    doubted = doubting is not None and (
        doubting.truths.get(rulebook.assessment.eligible) is not eligible
        or tiers_of(rulebook, doubting) != tiers
    )
    doubted = doubted or _rates_doubted(rulebook, entity, tiers, schemes)
    if eligible is None:
        outcome = UNDETERMINED
    elif doubted or entity.contests:
        outcome = REVIEW
    else:
        outcome = ELIGIBLE if eligible else INELIGIBLE
    if eligible is False and not entity.contests and not (doubting and _open(rulebook, doubting)):
        outcome = INELIGIBLE
    contests = tuple(dict.fromkeys(entity.contests))
    return Verdict(outcome, eligible, tiers, standing_of(rulebook, entity, tiers), contests, doubted)


def _open(rulebook: Rulebook, entity: Entity) -> bool:
    return entity.truths.get(rulebook.assessment.eligible) is None


def _rates_doubted(rulebook: Rulebook, entity: Entity, tiers: Tiers, schemes: list[str]) -> bool:
    versions = rulebook.versions
    return any(
        versions[row].reading in DOUBTFUL
        for tier in tiers.claimable
        for scheme in schemes
        for row in rates_of(rulebook, entity, tier, scheme).rows
    )
