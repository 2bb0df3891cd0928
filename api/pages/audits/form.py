"""Settings of a register as a form: inputs made from the vocabulary, and what was sent put back into the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from api.text.words import Words
from engine.claims.reader import ENDS, STARTS
from engine.law.rulebook import Fact

TAXPAYER = ("taxpayer.name", "taxpayer.registration_number", "taxpayer.kind", "taxpayer.size")
YEAR = (STARTS, ENDS, "filing.filed_on")
PROJECT = (
    "site.zone",
    "facility.purpose",
    "facility.investor_role",
    "facility.product_modality",
    "facility.product_status",
    "facility.end_market",
    "recognition.status",
    "recognition.tier",
    "recognition.applied_on",
    "timeline.started_on",
    "timeline.completed_on",
    "asset.kind",
    "asset.cost_kind",
    "asset.condition",
    "asset.acquisition",
    "asset.let_to_others",
    "asset.used_abroad",
    "asset.customer_lease",
)
ACCOUNT = ("asset.kind", "asset.cost_kind", "asset.condition")
MORE = ("taxpayer", "size_evidence", "", "overlap", "tax")  # groups of the claim that stand behind a fold
MOST_PROJECTS, MOST_ACCOUNTS = 10, 80  # on a page
YES, NO = "true", "false"
Data = dict[str, Any]


@dataclass(frozen=True)
class Input:
    """A fact to be given. ``value`` is as it was written; of several choices a list.

    ``fixed``: what stands there has no place in a form (a range, for one); it is kept as it is.
    """

    name: str
    label: str
    hint: str
    kind: str
    value: Any
    options: tuple[tuple[str, str], ...]
    fixed: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    inputs: list[Input]
    more: str = ""  # said beside the title


class Form:
    """``first``: from which project on those of a page are shown, counted from 0."""

    def __init__(self, data: Data, words: Words, first: int = 0):
        self.data, self.words, self.first = _by_years(data), words, first
        self.facts = words.rulebook.facts

    # -- what is shown

    @property
    def taxpayer(self) -> list[Input]:
        return [self._input("", self.data, self.facts[path]) for path in TAXPAYER]

    @property
    def years(self) -> list[Group]:
        """The years that are there, and an empty one to be added."""
        items = [*_items(self.data, "tax_years"), {}]
        return [
            Group(str(at + 1), [self._input(f"tax_years.{at}.", item, self.facts[path]) for path in YEAR])
            for at, item in enumerate(items)
        ]

    @property
    def projects(self) -> list[Group]:
        return [
            Group(
                str(item.get("name") or item.get("id")),
                [self._input(f"projects.{at}.", item, self.facts[path]) for path in PROJECT],
                str(item.get("id") or "") if item.get("name") else "",
            )
            for at, item in enumerate(self._shown(_items(self.data, "projects")), self.first)
        ]

    def _shown(self, projects: list[Data]) -> list[Data]:
        return projects[self.first : self.first + MOST_PROJECTS]

    @property
    def pages(self) -> list[tuple[int, int, int]]:
        """First project of each page, and which it shows, counted from 1; none where one page holds all."""
        count = len(_items(self.data, "projects"))
        starts = range(0, count, MOST_PROJECTS) if count > MOST_PROJECTS else ()
        return [(start, start + 1, min(start + MOST_PROJECTS, count)) for start in starts]

    @property
    def accounts(self) -> list[Group]:
        return [
            Group(str(name), [self._input(f"accounts.{at}.", item or {}, self.facts[path]) for path in ACCOUNT])
            for at, (name, item) in enumerate(list(_accounts(self.data).items())[:MOST_ACCOUNTS])
        ]

    @property
    def hidden(self) -> int:
        """How many accounts are too many for a page."""
        return max(0, len(_accounts(self.data)) - MOST_ACCOUNTS)

    @property
    def more(self) -> list[Group]:
        """Everything else that can be said of the taxpayer once for all years."""
        labels = self.words.rulebook.groups
        groups = []
        for name in MORE:
            inputs = [self._input("", self.data, fact) for fact in self._more(name)]
            own = "audits.settings.more" if not name else "audits.settings.more-taxpayer" if name == "taxpayer" else ""
            title = self.words.say(own) if own else self.words.pick(labels[name])
            groups.append(Group(title, inputs))
        return groups

    def _more(self, group: str) -> Iterator[Fact]:
        for fact in sorted(self.facts.values(), key=lambda fact: fact.order):
            mine = fact.scope == "claim" and fact.path.rpartition(".")[0] == group and fact.path not in TAXPAYER
            if mine and fact.derived is None and not fact.by_engine:
                yield fact

    def _input(self, prefix: str, item: Mapping[str, Any], fact: Fact) -> Input:
        value, fixed = _at(item, fact.path), ""
        if isinstance(value, dict):
            fixed = self.words.range(fact.type, {end: value.get(end) for end in ("at_least", "at_most")})
        options: tuple[tuple[str, str], ...] = ()
        if fact.type == "bool":
            options = ((YES, self.words.say("yes")), (NO, self.words.say("no")))
            value = None if value is None else YES if value is True else NO if value is False else value
        elif fact.choices:
            options = tuple((key, self.words.pick(label)) for key, label in fact.choices.items())
        if fact.type == "choices":
            value = value if isinstance(value, list) else [] if value is None else [value]
        hint = self.words.pick(fact.question) if fact.question else ""
        return Input(prefix + fact.path, self.words.label(fact.path), hint, fact.type, value, options, fixed)

    # -- what was sent

    def changed(self, sent: MultiDict[str, str]) -> Data:
        """The settings with what was sent; what the form does not show stays as it is."""
        data = deepcopy(self.data)
        shown = [*self.taxpayer, *(one for group in self.more for one in group.inputs)]
        for one in shown:
            self._put(data, one.name, one, sent)
        years = [*_items(data, "tax_years"), {}]
        self._put_groups(years, self.years, sent)
        data["tax_years"] = [year for year in years if year]
        self._put_groups(self._shown(_items(data, "projects")), self.projects, sent)
        accounts = _accounts(data)
        for name, group in zip(list(accounts), self.accounts, strict=False):
            item = accounts[name] = accounts[name] or {}
            self._put_groups([item], [group], sent)
        return data

    def _put_groups(self, items: Sequence[Data], groups: Sequence[Group], sent: MultiDict[str, str]) -> None:
        for item, group in zip(items, groups, strict=False):
            for one in group.inputs:
                self._put(item, one.name.split(".", 2)[2], one, sent)

    def _put(self, item: Data, path: str, one: Input, sent: MultiDict[str, str]) -> None:
        if one.fixed or (one.kind != "choices" and one.name not in sent):
            return
        given = [text.strip() for text in sent.getlist(one.name) if text.strip()]
        group, _, name = path.rpartition(".")
        inner = item
        if group:
            if not isinstance(item.get(group), dict):
                if not given:
                    return
                item[group] = {}
            inner = item[group]
        if given:
            inner[name] = given if one.kind == "choices" else typed(one.kind, given[0])
        else:
            inner.pop(name, None)
        if group and not inner:
            del item[group]


def _by_years(data: Data) -> Data:
    """Settings of one tax year as a list of one."""
    if data.get("tax_years") is not None or "tax_year" not in data:
        return data
    rest = {name: value for name, value in data.items() if name not in ("tax_year", "tax_years")}
    return {**rest, "tax_years": [{"tax_year": data["tax_year"]}]}


def typed(kind: str, text: str) -> Any:
    """What was written, as a settings file has it; what does not fit stays a text, and is told as such."""
    if kind == "bool":
        return {YES: True, NO: False}.get(text, text)
    digits = text.replace(",", "")
    if kind in ("won", "count") and digits.isascii() and digits.isdigit():
        return int(digits)
    return text


def _at(item: Mapping[str, Any], path: str) -> Any:
    group, _, name = path.rpartition(".")
    inner = item.get(group) if group else item
    return inner.get(name) if isinstance(inner, dict) else None


def _items(data: Data, key: str) -> list[Data]:
    found = data.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _accounts(data: Data) -> dict[Any, Any]:
    found = data.get("accounts")
    return found if isinstance(found, dict) else {}
