"""What an accountant says once per register: a claim without amounts.

Taxpayer, size evidence, filing, history and attestations as in a claim; ``tax_year``, or ``tax_years`` with what
differs from year to year; ``projects`` by id or name; ``accounts``: what kind of asset an account of the books is; and
``judgements`` of a project, an account or an asset. ``investments`` of a tax year are those for which earlier years
took credit (``taken``), with what became of them (``events``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.claims.claim import Investment, Judgement, Lists
from engine.claims.given import Given
from engine.claims.judgements import JUDGEMENTS
from engine.claims.reader import ENDS, STARTED, STARTS, ClaimReader
from engine.law.problems import BadInput, shown
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import Path, read_yaml
from engine.law.values import Facts, Interval, iso
from engine.registers.values import mark

YEARS, EARLIER = "tax_years", "investments"
TABLES = ("projects", "accounts", YEARS, "attestations", JUDGEMENTS)
NAME = "taxpayer.name"


@dataclass(frozen=True)
class Year:
    """What is said of a tax year: facts and lists of the claim, and all investments for which earlier years took
    credit, with what became of them; None if that is not said."""

    facts: Facts
    lists: Lists
    earlier: tuple[Investment, ...] | None

    @property
    def span(self) -> tuple[int, int]:
        """First and last day."""
        first, last = self.facts[STARTS], self.facts[ENDS]
        assert isinstance(first, Interval) and isinstance(last, Interval)
        return int(first.low or 0), int(last.high or 0)


@dataclass(frozen=True)
class Settings:
    years: tuple[Year, ...]  # earliest first
    projects: dict[str, Facts]  # by id and by name, as ``mark`` has them
    accounts: dict[str, Facts]  # by name, as ``mark`` has them
    assets: dict[str, Facts]  # what is judged of an asset, by its number, as ``mark`` has it
    attested: Facts  # of investments; those of claims stand in the years
    judgements: tuple[Judgement, ...]
    data: Mapping[str, Any]

    def marks(self, judgement: Judgement) -> list[str]:
        """The names in the register of what is judged, as ``mark`` has them."""
        assert judgement.of is not None
        kind, name = judgement.of
        table = {"project": self.projects, "account": self.accounts, "asset": self.assets}[kind]
        return [other for other, facts in table.items() if facts is table[mark(name)]]

    @property
    def one_name(self) -> dict[str, str]:
        """Of each name of a project the one that stands for it, as ``mark`` has them."""
        first: dict[int, str] = {}
        return {name: first.setdefault(id(facts), name) for name, facts in self.projects.items()}

    @property
    def taxpayer(self) -> str | None:
        """Whose register it is, if that is said."""
        name = self.years[0].facts.get(NAME) if self.years else None
        return str(name) if name else None


def read_settings(raw: bytes, source: str, rulebook: Rulebook) -> Settings:
    """A settings file; BadInput with every problem."""
    reader = _SettingsReader(read_yaml(raw, source), rulebook)
    settings = reader.settings()
    if reader.problems:
        raise BadInput(reader.problems)
    return settings


class _SettingsReader(ClaimReader):
    judged_of = ("project", "account", "asset")

    def settings(self) -> Settings:
        data = self.document.data
        if not isinstance(data, dict) or not data:
            raise BadInput([self.document.problem((), "wrong-type", shown(data), "register settings with tax_years")])
        common = Given()
        self.group_facts(data, (), common, "claim", also=(*TABLES, *self.of_years))
        attested = self.attestations(data, common)
        projects = self.projects(data)
        judged = self.judgements(data)
        for one, at in judged:
            if one.of is None:
                self.judge(common.facts, one, None, at)
        years = self.years(data, common, projects, attested)
        named = self.named_projects(data, projects)
        tables = {"project": named, "account": self.accounts(data), "asset": dict[str, Facts]()}
        for one, at in judged:
            if one.of is not None:
                self.judge_named(one, tables, at)
        inner = {path: value for path, value in attested.items() if self.rulebook.facts[path].scope == "investment"}
        said = tuple(one for one, _ in judged)
        return Settings(tuple(years), named, tables["account"], tables["asset"], inner, said, data)

    @property
    def of_years(self) -> tuple[str, ...]:
        """What is said of one tax year, never of several at once."""
        return (*self.list_names("claim"), EARLIER)

    def years(
        self, data: Mapping[str, object], common: Given, projects: dict[str, Given], attested: Facts
    ) -> list[Year]:
        if data.get(YEARS) is None:
            return [self.year(data, (), common, projects, attested)]
        if "tax_year" in data:
            self.problem(("tax_year",), "years-twice")
        for name in self.of_years:
            if data.get(name) is not None:
                self.problem((name,), "of-one-year", name)
        found: list[Year] = []
        for item, at in self.mappings(data, YEARS):
            given = common.copy()
            self.group_facts(item, at, given, "claim", also=self.of_years)
            found.append(self.year(item, at, given, projects, attested))
            if not self.problems:
                self.no_overlap(found[-1], found[:-1], at)
        return found if self.problems else sorted(found, key=lambda year: year.span)

    def year(
        self, item: Mapping[str, object], at: Path, given: Given, projects: dict[str, Given], attested: Facts
    ) -> Year:
        self.tax_year(item, given.facts, at)
        self.bounds(given, self.own["claim"])
        lists = self.lists(item, at, "claim", given.facts)
        earlier = self.investments(item, projects, given.facts, attested, at)
        for number, one in enumerate(earlier):
            if one.amounts:
                self.problem((*at, EARLIER, number, "amounts"), "amounts-elsewhere", one.id)
        none_here = tuple(replace(one, amounts=()) for one in earlier)  # in this tax year
        return Year(given.facts, lists, None if item.get(EARLIER) is None else none_here)

    def no_overlap(self, year: Year, others: list[Year], at: Path) -> None:
        first, last = year.span
        for begins, ends in (other.span for other in others):
            if first <= ends and begins <= last:
                self.problem(at, "years-overlap", f"{iso(first)} ~ {iso(last)}", f"{iso(begins)} ~ {iso(ends)}")

    def named_projects(self, data: Mapping[str, object], by_id: dict[str, Given]) -> dict[str, Facts]:
        """Projects under their id and under their name."""
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

    def judge_named(self, judgement: Judgement, tables: Mapping[str, dict[str, Facts]], at: Path) -> None:
        """Write a judgement beside what the settings say of its project or account, or of an asset of the register."""
        assert judgement.of is not None
        kind, name = judgement.of
        if kind == "asset":
            tables[kind].setdefault(mark(name), {})
        facts = tables[kind].get(mark(name))
        if facts is None:
            self.problem((*at, kind), f"no-{kind}", name, ", ".join(tables[kind]) or "none")
        else:
            self.judge(facts, judgement, facts.get(STARTED), at)
