"""The verdict on each row, as ``engine.assessment.verdict``: outcome, tiers, standing, whether it hangs on doubt."""

from __future__ import annotations

from engine.assessment.verdict import (
    CONDITIONAL,
    ELIGIBLE,
    INELIGIBLE,
    NOT_REQUIRED,
    REVIEW,
    SECURED,
    UNDETERMINED,
)
from engine.columns.emit import Emitter
from engine.columns.facts import ends, mask
from engine.columns.layers import DOUBT
from engine.columns.stretches import FIRST, LAST
from engine.columns.tiers import (
    CLAIMABLE,
    FLOOR,
    ROLES,
    SUBSTANCE,
    open_name,
    possible,
    rate_name,
    scheme_names,
    tier_names,
)
from engine.law.model import DOUBTFUL

# Columns of the verdict that are shown, in order.
SHOWN = (
    "outcome",
    "substance",
    "tier",
    "possible_tiers",
    "facility_row",
    "possible_rows",
    "standing",
    "contested",
)
ALIKE = "alike"  # column: the same text for stretches of one amount that are judged alike
TRUTHS_ALIKE = "truths alike"  # and for those with the same truth values


def add_verdict(emitter: Emitter, truths: tuple[str, ...], contests: tuple[str, ...]) -> None:
    made = _Verdict(emitter, contests)
    for scheme in scheme_names(emitter.rulebook):
        emitter.add(f"wanted:{scheme}", lambda s=scheme: made.wanted(s))  # type: ignore[misc]
    for role in (SUBSTANCE, *ROLES):
        emitter.add(f"tier:{role}", lambda role=role: made.only_tier(role))  # type: ignore[misc]
    for scheme in scheme_names(emitter.rulebook):
        emitter.add(f"in question:{scheme}", lambda s=scheme: made.in_question(s))  # type: ignore[misc]
    emitter.add("excluded", made.excluded)
    emitter.add("is contested", made.is_contested)
    emitter.add("is doubted", made.is_doubted)
    emitter.add("outcome", made.outcome)
    emitter.add("any standing", made.standing)
    emitter.add("standing", lambda: made.unless_excluded(emitter.column("any standing")))
    emitter.add("substance", lambda: made.unless_excluded(emitter.column(f"tier:{SUBSTANCE}")))
    emitter.add("tier", lambda: made.unless_excluded(emitter.column(f"tier:{CLAIMABLE}")))
    emitter.add("possible_tiers", made.possible_tiers)
    emitter.add("facility_row", made.facility_row)
    emitter.add("possible_rows", made.possible_rows)
    emitter.add("contested", made.contested)
    emitter.add(ALIKE, made.alike)
    emitter.add(TRUTHS_ALIKE, lambda: made.said(truths))


class _Verdict:
    def __init__(self, emitter: Emitter, contests: tuple[str, ...]):
        self.emitter, self.contests, self.rulebook = emitter, contests, emitter.rulebook
        self.dialect, self.column = emitter.dialect, emitter.column
        self.eligible = self.rulebook.assessment.eligible
        self.tiers, self.schemes = tier_names(self.rulebook), scheme_names(self.rulebook)

    def doubtfully(self, name: str) -> str:
        """A column as it is while doubtful provisions are left open."""
        return self.column(name + DOUBT if name in self.emitter.doubted else name)

    def wanted(self, scheme: str) -> str:
        fact = self.rulebook.facts[self.rulebook.assessment.scheme_choice]
        return f"({self.column(f'fact:{fact.path}')} & {mask(fact, (scheme,))} <> 0)"

    def in_question(self, scheme: str) -> str:
        """May the scheme be taken? Once one that is open is asked for, only that one."""
        asked = {s: f"({self.column(f'wanted:{s}')} AND {self.column(self.opened(s))})" for s in self.schemes}
        none = " OR ".join(asked.values())
        is_open = f"{self.column(self.opened(scheme))} IS DISTINCT FROM FALSE"
        return f"CASE WHEN {none} THEN coalesce({asked[scheme]}, FALSE) ELSE {is_open} END"

    def opened(self, scheme: str) -> str:
        return open_name(self.rulebook, scheme)

    def only_tier(self, role: str) -> str:
        """The tier, if a single one is possible."""
        found = [self.column(possible(role, tier)) for tier in self.tiers]
        arms = " ".join(f"WHEN {p} THEN {self.dialect.text(t)}" for t, p in zip(self.tiers, found, strict=True))
        return f"CASE WHEN {count(found)} = 1 THEN CASE {arms} END END"

    def excluded(self) -> str:
        return f"({self.column(self.eligible)} IS NOT DISTINCT FROM FALSE)"

    def unless_excluded(self, value: str) -> str:
        return f"CASE WHEN NOT {self.column('excluded')} THEN {value} END"

    def is_contested(self) -> str:
        return f"({' OR '.join(self.column(name) for name in self.contests) or 'FALSE'})"

    def is_doubted(self) -> str:
        """Does eligibility, a tier or a rate hang on a doubtful provision, or a rate on a doubtful row?"""
        names = [self.eligible] + [possible(r, t) for r in ROLES for t in self.tiers]
        parts = [self.changes(name) for name in names if name in self.emitter.doubted]
        table = self.rulebook.tables[self.rulebook.assessment.base_rate]
        for scheme in self.schemes:
            for tier in self.tiers:
                rows = table.rows_for({"scheme": scheme, "tier": tier})
                doubtful = [row.gate for row in rows if row.version.reading in DOUBTFUL]
                found = [f"{self.column(gate)} IS DISTINCT FROM FALSE" for gate in doubtful]
                rates = ends(rate_name(table, scheme, tier))
                found += [self.changes(name) for name in rates if name in self.emitter.doubted]
                if found:
                    parts.append(f"({self.concerns(CLAIMABLE, tier, scheme)} AND ({' OR '.join(found)}))")
        return f"({' OR '.join(parts) or 'FALSE'})"

    def changes(self, name: str) -> str:
        return f"{self.column(name)} IS DISTINCT FROM {self.column(name + DOUBT)}"

    def concerns(self, role: str, tier: str, scheme: str) -> str:
        return f"{self.column(possible(role, tier))} AND {self.column(f'in question:{scheme}')}"

    def outcome(self) -> str:
        """Precedence: certain ineligible, undetermined, review, eligible."""
        text, contested = self.dialect.text, self.column("is contested")
        still = self.doubtfully(self.eligible)
        certain = f"{self.column('excluded')} AND {still} IS NOT DISTINCT FROM FALSE AND NOT {contested}"
        return (
            f"CASE WHEN {certain} THEN {text(INELIGIBLE)}"
            f" WHEN {self.column(self.eligible)} IS NULL THEN {text(UNDETERMINED)}"
            f" WHEN {self.column('is doubted')} OR {contested} THEN {text(REVIEW)} ELSE {text(ELIGIBLE)} END"
        )

    def standing(self) -> str:
        text, tier, arms = self.dialect.text, self.column(f"tier:{CLAIMABLE}"), []
        for entry in self.rulebook.assessment.tiers:
            value = text(NOT_REQUIRED)
            if entry.secured is not None:
                secured = self.column(entry.secured)
                value = f"CASE WHEN {secured} THEN {text(SECURED)} WHEN NOT {secured} THEN {text(CONDITIONAL)} END"
            arms.append(f"WHEN {text(entry.tier)} THEN {value}")
        return f"CASE {tier} {' '.join(arms)} END"

    def possible_tiers(self) -> str:
        named = [(tier, self.column(possible(CLAIMABLE, tier))) for tier in self.tiers]
        several = f"{self.column(f'tier:{CLAIMABLE}')} IS NULL AND NOT {self.column('excluded')}"
        return f"CASE WHEN {several} THEN {listed(self.emitter, named)} END"

    def rows_of(self, listed: str | None) -> list[tuple[str, str]]:
        """Labels and columns of the rows of a statutory list."""
        found = [p for p in self.rulebook.provisions.values() if p.row and p.row[0] == listed]
        return [(p.row[1], self.column(p.id)) for p in found if p.row]

    def by_tier(self, make: dict[str, str]) -> str:
        if not make:
            return f"CAST(NULL AS {self.dialect.text_type})"
        arms = " ".join(f"WHEN {self.dialect.text(tier)} THEN {value}" for tier, value in make.items())
        return f"CASE {self.column('tier')} {arms} END"

    def facility_row(self) -> str:
        """The row of the list of the tier, if it is the only one and certain."""
        made = {}
        for entry in self.rulebook.assessment.tiers:
            rows = self.rows_of(entry.rows)
            if rows:
                arms = " ".join(f"WHEN {column} THEN {self.dialect.text(label)}" for label, column in rows)
                left = count([f"{column} IS DISTINCT FROM FALSE" for _, column in rows])
                made[entry.tier] = f"CASE WHEN {left} = 1 THEN CASE {arms} END END"
        return self.by_tier(made)

    def possible_rows(self) -> str:
        """Rows that hold or may hold, if there are several or one is open."""
        made = {}
        for entry in self.rulebook.assessment.tiers:
            rows = self.rows_of(entry.rows)
            if rows:
                left = [(label, f"{column} IS DISTINCT FROM FALSE") for label, column in rows]
                several = f"{count([test for _, test in left])} > 1"
                unsure = " OR ".join(f"{column} IS NULL" for _, column in rows)
                made[entry.tier] = f"CASE WHEN {several} OR {unsure} THEN {listed(self.emitter, left)} END"
        return self.by_tier(made)

    def contested(self) -> str:
        named = [(name.partition(":")[2], self.column(name)) for name in self.contests]
        return f"CASE WHEN {self.column('is contested')} THEN {listed(self.emitter, named)} END"

    def alike(self) -> str:
        """What the answer on a stretch consists of, less its days; only where an amount has several stretches."""
        flags = [self.eligible, *(possible(r, t) for r in (SUBSTANCE, CLAIMABLE, FLOOR) for t in self.tiers)]
        values = [self.column(name) for name in ("outcome", *flags, "any standing", "is doubted")]
        values += self.contradictions()
        table = self.rulebook.tables[self.rulebook.assessment.base_rate]
        for scheme in self.schemes:
            for tier in self.tiers:
                tiers = " OR ".join(self.column(possible(role, tier)) for role in ROLES)
                role = f"({tiers}) AND {self.column(self.opened(scheme))} IS DISTINCT FROM FALSE"
                for end in ends(rate_name(table, scheme, tier)):
                    values.append(f"CASE WHEN {role} THEN {self.column(end)} END")
        ineligible = self.dialect.text(INELIGIBLE)
        whole = f"CASE WHEN {self.column('outcome')} = {ineligible} THEN {ineligible} ELSE {self.joined(values)} END"
        return self.if_several(whole)

    def contradictions(self) -> list[str]:
        """Which facts are contested, and by what."""
        found = [self.column(name) for name in self.contests]
        for name in self.contests:
            for concluder in self.rulebook.concluders.get(name.partition(":")[2], ()):
                found.append(f"CASE WHEN {self.column(name)} THEN {self.column(concluder)} END")
        return found

    def said(self, truths: tuple[str, ...]) -> str:
        return self.if_several(self.joined([self.column(name) for name in truths]))

    def joined(self, values: list[str]) -> str:
        said = ", ".join(f"coalesce(CAST({value} AS {self.dialect.text_type}), '?')" for value in values)
        return f"concat_ws(' ', {said})"

    def if_several(self, value: str) -> str:
        return f"CASE WHEN {self.column(FIRST)} < {self.column(LAST)} THEN {value} END"


def count(tests: list[str]) -> str:
    """How many of the tests hold."""
    return "(" + " + ".join(f"CASE WHEN {test} THEN 1 ELSE 0 END" for test in tests) + ")" if tests else "0"


def listed(emitter: Emitter, named: list[tuple[str, str]]) -> str:
    """The names whose test holds, with commas between."""
    text = emitter.dialect.text
    if not named:
        return f"CAST(NULL AS {emitter.dialect.text_type})"
    cases = ", ".join(f"CASE WHEN {test} THEN {text(name)} END" for name, test in named)
    return f"concat_ws(', ', {cases})"
