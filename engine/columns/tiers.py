"""The tiers that are possible for a row, and the rates in each scheme and tier."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from engine.columns.facts import ends
from engine.law.rulebook import Rulebook, Table

if TYPE_CHECKING:
    from engine.columns.emit import Emitter

# What a tier takes, as ``engine.law.model.TierEntry`` names it: in substance, to be claimed, and once recognised.
SUBSTANCE, CLAIMABLE, FLOOR = "substance", "claimable", "floor"
TESTS = {SUBSTANCE: "substance", CLAIMABLE: "claimable", FLOOR: "secured"}
ROLES = (CLAIMABLE, FLOOR)  # in which a credit is computed


def rate_name(table: Table, scheme: str, tier: str) -> str:
    """Column, with its ends: the rate of a table in a scheme and tier."""
    keys = {"scheme": scheme, "tier": tier}
    return ":".join((table.id, *(keys[name] for name in table.keys)))


def possible(role: str, tier: str) -> str:
    """Column: is the tier still possible?"""
    return f"possible:{role}:{tier}"


def tier_names(rulebook: Rulebook) -> list[str]:
    return [entry.tier for entry in rulebook.assessment.tiers]


def scheme_names(rulebook: Rulebook) -> list[str]:
    return [entry.scheme for entry in rulebook.assessment.schemes]


def open_name(rulebook: Rulebook, scheme: str) -> str:
    """Column: may the scheme be taken?"""
    return next(entry.open for entry in rulebook.assessment.schemes if entry.scheme == scheme)


def add_tiers(emitter: Emitter) -> None:
    """A tier is possible while nothing above it is certain and it is not certainly out; never NULL."""
    for role, test in TESTS.items():
        above: list[str] = []
        for entry in emitter.rulebook.assessment.tiers:
            provision = getattr(entry, test)

            def holds(above: tuple[str, ...] = tuple(above), provision: str | None = provision) -> str:
                parts = [f"{emitter.column(name)} IS DISTINCT FROM TRUE" for name in above]
                parts += [f"{emitter.column(provision)} IS DISTINCT FROM FALSE"] if provision else []
                return f"({' AND '.join(parts)})" if parts else "TRUE"

            emitter.add(possible(role, entry.tier), holds)
            above += [provision] if provision else []


def add_rates(emitter: Emitter) -> tuple[str, ...]:
    """Names of the columns: parts per billion, of each table of rates by scheme and tier."""
    rates: list[str] = []
    rulebook = emitter.rulebook
    for table in (rulebook.tables[name] for name in rulebook.assessment.rates):
        for scheme, tier in product(scheme_names(rulebook), tier_names(rulebook)):
            name, keys = rate_name(table, scheme, tier), {"scheme": scheme, "tier": tier}
            emitter.add_ends(name, lambda t=table, k=keys: emitter.look_up(t.id, k))  # type: ignore[misc]
            rates += ends(name)
    return tuple(rates)
