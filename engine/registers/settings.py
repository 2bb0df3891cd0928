"""What an accountant says once per register: a claim without amounts.

Taxpayer, size evidence, filing, history and attestations as in a claim; ``tax_year``, or ``tax_years`` with what
differs from year to year; ``projects`` by id or name; and ``accounts``: what kind of asset an account of the books is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.claims.given import Given
from engine.claims.reader import ENDS, STARTS, ClaimReader
from engine.law.problems import BadInput, shown
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import Path, read_yaml
from engine.law.values import Facts, Interval, iso
from engine.registers.values import mark

YEARS = "tax_years"
TABLES = ("projects", "accounts", YEARS, "attestations")


@dataclass(frozen=True)
class Settings:
    years: tuple[Facts, ...]  # facts of the claim, per tax year, earliest first
    projects: dict[str, Facts]  # by id and by name, as ``mark`` has them
    accounts: dict[str, Facts]  # by name, as ``mark`` has them
    attested: Facts  # of investments; those of claims stand in the years
    data: Mapping[str, Any]

    @staticmethod
    def span(year: Facts) -> tuple[int, int]:
        """First and last day of a tax year."""
        first, last = year[STARTS], year[ENDS]
        assert isinstance(first, Interval) and isinstance(last, Interval)
        return int(first.low or 0), int(last.high or 0)


def read_settings(raw: bytes, source: str, rulebook: Rulebook) -> Settings:
    """A settings file; BadInput with every problem."""
    reader = _SettingsReader(read_yaml(raw, source), rulebook)
    settings = reader.settings()
    if reader.problems:
        raise BadInput(reader.problems)
    return settings


class _SettingsReader(ClaimReader):
    def settings(self) -> Settings:
        data = self.document.data
        if not isinstance(data, dict) or not data:
            raise BadInput([self.document.problem((), "wrong-type", shown(data), "register settings with tax_years")])
        common = Given()
        self.group_facts(data, (), common, "claim", also=(*TABLES, *self.list_names("claim")))
        attested = self.attestations(data, common)
        years = self.years(data, common)
        projects = self.named_projects(data)
        accounts = self.accounts(data)
        inner = {path: value for path, value in attested.items() if self.rulebook.facts[path].scope == "investment"}
        return Settings(tuple(years), projects, accounts, inner, data)

    def years(self, data: Mapping[str, object], common: Given) -> list[Facts]:
        if data.get(YEARS) is None:
            self.tax_year(data, common.facts)
            self.bounds(common, self.own["claim"])
            self.lists(data, (), "claim", common.facts)
            return [common.facts]
        if "tax_year" in data:
            self.problem(("tax_year",), "years-twice")
        found: list[Facts] = []
        for item, at in self.mappings(data, YEARS):
            given = common.copy()
            self.group_facts(item, at, given, "claim", also=self.list_names("claim"))
            self.tax_year(item, given.facts, at)
            self.bounds(given, self.own["claim"])
            self.lists(item, at, "claim", given.facts)
            if not self.problems:
                self.no_overlap(given.facts, found, at)
            found.append(given.facts)
        return found if self.problems else sorted(found, key=Settings.span)

    def no_overlap(self, year: Facts, others: list[Facts], at: Path) -> None:
        first, last = Settings.span(year)
        for other in others:
            begins, ends = Settings.span(other)
            if first <= ends and begins <= last:
                self.problem(at, "years-overlap", f"{iso(first)} ~ {iso(last)}", f"{iso(begins)} ~ {iso(ends)}")

    def named_projects(self, data: Mapping[str, object]) -> dict[str, Facts]:
        """Projects under their id and under their name."""
        by_id = self.projects(data)
        found = {mark(name): given.facts for name, given in by_id.items()}
        for item, at in self.mappings(data, "projects"):
            given = by_id.get(str(item.get("id")))
            if given is not None:
                self.bounds(given.copy(), self.own["investment"])
                name = item.get("name")
                if isinstance(name, str) and found.setdefault(mark(name), given.facts) is not given.facts:
                    self.problem((*at, "name"), "same-id", name)
        return found

    def accounts(self, data: Mapping[str, object]) -> dict[str, Facts]:
        items = data.get("accounts")
        if items is None:
            return {}
        if not isinstance(items, dict):
            self.problem(("accounts",), "wrong-type", shown(items), "a mapping")
            return {}
        found: dict[str, Facts] = {}
        for name, facts in items.items():
            at: Path = ("accounts", name)
            given = Given()
            if isinstance(facts, dict):
                self.group_facts(facts, at, given, "investment")
            elif facts is not None:
                self.problem(at, "wrong-type", shown(facts), "a mapping")
            found[mark(name)] = given.facts
        return found
