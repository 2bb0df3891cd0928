"""Claim files to claims, typed by the vocabulary. Every problem is reported, with its place and remedy."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from datetime import date

from engine.claims.claim import Amount, Claim, Investment
from engine.law.problems import BadInput, Problem, nearest, shown
from engine.law.rulebook import Fact, Rulebook
from engine.law.strict_yaml import Document, Path, read_json, read_yaml
from engine.law.values import OPEN, Facts, Interval, Value, day, exactly, iso, ratio

AMOUNT = "amount"
STARTS, ENDS = "tax_year.starts_on", "tax_year.ends_on"
KRW, INVESTED_ON, TOTAL_COST = "amount.amount_krw", "amount.invested_on", "total_cost_krw"
REQUIRED = (STARTS, ENDS)
TEXT_LENGTH = 500
_ID = re.compile(r"[\w.-]{1,64}")


def read_claim(raw: bytes, source: str, rulebook: Rulebook) -> Claim:
    """The claim in a YAML or JSON text; BadInput with every problem, sorted by place."""
    document = read_json(raw, source) if _is_json(raw) else read_yaml(raw, source)
    return claim_of(document, rulebook)


def _is_json(raw: bytes) -> bool:
    return raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def claim_of(document: Document, rulebook: Rulebook) -> Claim:
    reader = _Reader(document, rulebook)
    claim = reader.claim()
    if reader.problems:
        raise BadInput(reader.problems)
    return claim


class _Reader:
    def __init__(self, document: Document, rulebook: Rulebook):
        self.document = document
        self.rulebook = rulebook
        self.problems: list[Problem] = []
        self.paths: dict[str, Path] = {}  # where a fact of the entity at hand was given

    def problem(self, path: Path, code: str, found: str = "", expected: str = "", near: str = "") -> None:
        self.problems.append(self.document.problem(path, code, found, expected, near))

    def claim(self) -> Claim:
        data = self.document.data
        if not isinstance(data, dict):
            code = "empty" if data is None else "wrong-type"
            self.problem((), code, shown(data), "a claim with tax_year and investments")
            return Claim({}, ())
        own = [f for f in self.rulebook.facts.values() if f.scope == "claim" and not f.by_engine]
        lists = ("projects", "investments", "attestations")
        facts = self.group_facts(data, (), own, also=lists)
        for required in REQUIRED:
            if required not in facts and not any(required in p.path for p in self.problems):
                self.problem((), "missing-key", expected=required)
        if not self.items(data, (), "investments"):
            self.problem(("investments",), "missing-key", expected="investments (at least one)")
        self.tax_year(facts)
        projects = self.projects(data)
        attested = self.attestations(data, facts)
        self.bounds(facts, own)
        investments = self.investments(data, projects, facts, attested)
        return Claim(facts, investments, frozenset(attested), data)

    # -- facts ---------------------------------------------------------------------------------------------------

    def group_facts(
        self, data: Mapping[str, object], path: Path, own: Iterable[Fact], also: tuple[str, ...] = ()
    ) -> Facts:
        """Facts written as ``group: {name: value}`` or, without a group, as ``name: value``."""
        groups: dict[str, dict[str, Fact]] = {}
        for fact in own:
            group, _, name = fact.path.rpartition(".")
            groups.setdefault(group, {})[name] = fact
        facts: Facts = {}
        bare = groups.pop("", {})
        known = [*groups, *(n for n, f in bare.items() if f.derived is None), *also]
        for key, value in data.items():
            at = (*path, key)
            if key in bare:
                self.take(facts, bare[key], value, at)
            elif key in groups and isinstance(value, dict):
                for name, inner in value.items():
                    self.take_named(facts, groups[key], name, inner, (*at, name))
            elif key in groups:
                if value is not None:
                    self.problem(at, "wrong-type", shown(value), "a mapping")
            elif key not in also:
                self.problem(at, "unknown-key", key, ", ".join(known), nearest(key, known))
        return facts

    def take_named(self, facts: Facts, named: Mapping[str, Fact], name: str, value: object, at: Path) -> None:
        if name in named:
            self.take(facts, named[name], value, at)
        else:
            known = [n for n, f in named.items() if f.derived is None]
            self.problem(at, "unknown-key", name, ", ".join(known), nearest(name, known))

    def take(self, facts: Facts, fact: Fact, raw: object, at: Path) -> None:
        """Null is how a claim says 'not known yet': it is absent."""
        if raw is None:
            return
        if fact.derived is not None or fact.by_engine:
            self.problem(at, "derived-fact", fact.path)
            return
        value = self.value(fact, raw, at)
        if value is not None:
            facts[fact.path] = value
            self.paths[fact.path] = at

    def value(self, fact: Fact, raw: object, at: Path) -> Value | None:
        match fact.type:
            case "bool":
                if isinstance(raw, bool):
                    return raw
                self.problem(at, "wrong-type", shown(raw), "true or false")
            case "choice":
                return self.choice(fact, raw, at)
            case "choices":
                items = raw if isinstance(raw, list) else [raw]
                if not items:
                    self.problem(at, "wrong-type", "an empty list", "at least one of " + ", ".join(fact.choices))
                    return None
                chosen = [self.choice(fact, item, at) for item in items]
                return frozenset(c for c in chosen if c is not None) or None
            case "text":
                if isinstance(raw, str | int) and not isinstance(raw, bool):
                    if len(str(raw)) > TEXT_LENGTH:
                        self.problem(at, "too-long", expected=str(TEXT_LENGTH))
                    return str(raw)
                self.problem(at, "wrong-type", shown(raw), "text")
            case _:
                if isinstance(raw, dict):
                    return self.range(fact, raw, at)
                return self.ordered(fact, raw, at)
        return None

    def choice(self, fact: Fact, raw: object, at: Path) -> str | None:
        if isinstance(raw, str) and raw in fact.choices:
            return raw
        near = nearest(str(raw), fact.choices)
        self.problem(at, "not-a-choice", shown(raw), ", ".join(fact.choices), near)
        return None

    def ordered(self, fact: Fact, raw: object, at: Path) -> Interval | None:
        found = shown(raw)
        if fact.type in ("won", "count"):
            most = self.rulebook.limits[fact.type]
            if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= most:
                return exactly(raw)
            self.problem(at, f"bad-{fact.type}", found, f"{most}")
            return None
        try:
            if isinstance(raw, bool | list | dict):
                raise ValueError
            return exactly(day(str(raw)) if fact.type == "date" else ratio(str(raw)))
        except ValueError:
            self.problem(at, f"bad-{fact.type}", found)
            return None

    def range(self, fact: Fact, raw: Mapping[str, object], at: Path) -> Interval | None:
        """A value known within bounds: ``{at_least: ..., at_most: ...}``, either may be left out."""
        ends: dict[str, Interval | None] = {}
        for key, value in raw.items():
            if key not in ("at_least", "at_most"):
                self.problem((*at, key), "unknown-key", key, "at_least, at_most", nearest(key, ("at_least", "at_most")))
            elif value is not None:
                ends[key] = self.ordered(fact, value, (*at, key))
        low, high = ends.get("at_least"), ends.get("at_most")
        result = Interval(low.low if low else None, high.high if high else None)
        if result.low is not None and result.high is not None and result.low > result.high:
            self.problem(at, "empty-range", f"{raw['at_least']} .. {raw['at_most']}")
            return None
        return None if result.unbounded else result

    def bounds(self, facts: Facts, own: Iterable[Fact], wider: Facts | None = None) -> None:
        """Check given dates against the dates that bound them; narrow missing ones."""
        known = {**(wider or {}), **facts}
        for fact in own:
            if fact.bounds is None:
                continue
            floor = fact.bounds.after or fact.bounds.at_least or ""
            low, high = known.get(floor, OPEN), known.get(fact.bounds.at_most or "", OPEN)
            assert isinstance(low, Interval) and isinstance(high, Interval)
            if fact.bounds.after and low.low is not None:
                low = Interval(low.low + 1, None)
            value = facts.get(fact.path, OPEN)
            assert isinstance(value, Interval)
            at = self.paths.get(fact.path, ())
            if value.high is not None and low.low is not None and value.high < low.low:
                self.problem(at, "before-bound", f"{iso(value.high)}", f"{iso(low.low)} ({floor})")
            elif value.low is not None and high.high is not None and value.low > high.high:
                self.problem(at, "after-bound", f"{iso(value.low)}", f"{iso(high.high)} ({fact.bounds.at_most})")
            else:
                narrowed = value.within(Interval(low.low, high.high))
                if not narrowed.unbounded:
                    facts[fact.path] = narrowed
                    known[fact.path] = narrowed

    def tax_year(self, facts: Facts) -> None:
        first, last = facts.get(STARTS), facts.get(ENDS)
        if not (isinstance(first, Interval) and isinstance(last, Interval)):
            return
        if first.exact is None or last.exact is None:
            self.problem(("tax_year",), "wrong-type", "a range", "exact dates")
            return
        months = self.rulebook.limits["tax_year_months"]
        if int(last.exact) >= add_months(int(first.exact), months):
            self.problem(("tax_year",), "long-year", str(int(last.exact) - int(first.exact) + 1), str(months))

    # -- projects, investments, amounts, attestations --------------------------------------------------------------

    def items(self, data: Mapping[str, object], path: Path, key: str) -> list[object]:
        value = data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.problem((*path, key), "wrong-type", shown(value), "a list")
            return []
        return value

    def id_of(self, item: Mapping[str, object], at: Path, taken: Iterable[str]) -> str:
        raw = item.get("id")
        if raw is None:
            self.problem(at, "missing-key", expected="id")
            return ""
        name = str(raw)
        if not isinstance(raw, str | int) or isinstance(raw, bool) or not _ID.fullmatch(name):
            self.problem((*at, "id"), "bad-id", shown(raw))
        if name in taken:
            self.problem((*at, "id"), "same-id", name)
        return name

    def entries(self, data: Mapping[str, object], key: str) -> Iterable[tuple[dict[str, object], Path]]:
        for i, item in enumerate(self.items(data, (), key)):
            if isinstance(item, dict):
                yield item, (key, i)
            else:
                self.problem((key, i), "wrong-type", shown(item), "a mapping")

    def investment_facts(self) -> list[Fact]:
        return [f for f in self.rulebook.facts.values() if f.scope == "investment"]

    def projects(self, data: Mapping[str, object]) -> dict[str, tuple[Facts, dict[str, Path]]]:
        found: dict[str, tuple[Facts, dict[str, Path]]] = {}
        for item, at in self.entries(data, "projects"):
            self.paths = {}
            name = self.id_of(item, at, found)
            facts = self.group_facts(item, at, self.investment_facts(), also=("id", "name"))
            found[name] = (facts, self.paths)
        return found

    def investments(
        self,
        data: Mapping[str, object],
        projects: Mapping[str, tuple[Facts, dict[str, Path]]],
        claim: Facts,
        attested: Facts,
    ) -> tuple[Investment, ...]:
        found: dict[str, Investment] = {}
        own = self.investment_facts()
        for item, at in self.entries(data, "investments"):
            name = self.id_of(item, at, found)
            project = item.get("project")
            inherited: Facts = {}
            self.paths = {}
            if project is not None:
                if str(project) in projects:
                    inherited, paths = projects[str(project)]
                    self.paths = dict(paths)
                else:
                    near = nearest(str(project), projects)
                    self.problem((*at, "project"), "no-project", shown(project), ", ".join(projects) or "none", near)
            facts = dict(inherited)
            facts.update(self.group_facts(item, at, own, also=("id", "name", "project", "amounts")))
            for path, value in attested.items():
                if self.rulebook.facts[path].scope == "investment":
                    if facts.get(path, value) != value:
                        self.problem(at, "attested-twice", path)
                    facts[path] = value
            self.bounds(facts, own, claim)
            found[name] = Investment(name, facts, self.amounts(item, at, facts, claim))
        return tuple(found.values())

    def amounts(
        self, item: Mapping[str, object], at: Path, investment: Facts, claim: Facts
    ) -> tuple[Amount, ...]:
        """The dated amounts; an investment without any has one open amount, at most its total cost."""
        own = [f for f in self.rulebook.facts.values() if f.scope == AMOUNT]
        found = []
        raw = self.items(item, at, "amounts") or [{}]
        for i, entry in enumerate(raw):
            where: Path = (*at, "amounts", i)
            if not isinstance(entry, dict):
                self.problem(where, "wrong-type", shown(entry), "a mapping with amount_krw and invested_on")
                continue
            facts = self.amount_facts(entry, where, own)
            if KRW not in facts:
                total = investment.get(TOTAL_COST, OPEN)
                assert isinstance(total, Interval)
                facts[KRW] = Interval(0, total.high)
            self.bounds(facts, own, {**claim, **investment})
            found.append(Amount(facts))
        return tuple(found)

    def amount_facts(self, entry: Mapping[str, object], at: Path, own: list[Fact]) -> Facts:
        dated = {key: entry[key] for key in ("from", "until") if entry.get(key) is not None}
        rest = {f"{AMOUNT}.{key}": value for key, value in entry.items() if key not in ("from", "until")}
        facts: Facts = {}
        named = {fact.path: fact for fact in own}
        known = [name.partition(".")[2] for name in named] + ["from", "until"]
        for path, value in rest.items():
            key = path.partition(".")[2]
            if path in named:
                self.take(facts, named[path], value, (*at, key))
            else:
                self.problem((*at, key), "unknown-key", key, ", ".join(known), nearest(key, known))
        if dated:
            self.paths[INVESTED_ON] = at
            if INVESTED_ON in facts:
                self.problem(at, "date-twice")
            elif len(dated) == 1:
                self.problem(at, "half-range", next(iter(dated)))
            else:
                value = self.range(named[INVESTED_ON], {"at_least": dated["from"], "at_most": dated["until"]}, at)
                if value is not None:
                    facts[INVESTED_ON] = value
        return facts

    def attestations(self, data: Mapping[str, object], facts: Facts) -> Facts:
        """Attested facts count as given; those of investments hold for every investment of the claim."""
        attested: Facts = {}
        for item, at in self.entries(data, "attestations"):
            for key in item:
                if key not in ("facts", "by", "on"):
                    self.problem((*at, key), "unknown-key", key, "facts, by, on", nearest(key, ("facts", "by", "on")))
            given = item.get("facts")
            if not isinstance(given, dict):
                self.problem((*at, "facts"), "wrong-type", shown(given), "a mapping of facts")
                continue
            if not isinstance(item.get("by"), str):
                self.problem(at, "missing-key", expected="by")
            self.attested_day(item.get("on"), at)
            for path, raw in given.items():
                self.attest(path, raw, (*at, "facts", path), facts, attested)
        return attested

    def attested_day(self, raw: object, at: Path) -> None:
        try:
            day(str(raw))
        except ValueError:
            self.problem((*at, "on"), "bad-date", shown(raw))

    def attest(self, path: str, raw: object, at: Path, facts: Facts, attested: Facts) -> None:
        fact = self.rulebook.facts.get(path)
        if fact is None:
            self.problem(at, "unknown-fact", path, near=nearest(path, self.rulebook.facts))
            return
        if fact.scope == AMOUNT:
            self.problem(at, "not-attestable", path)
            return
        one: Facts = {}
        self.take(one, fact, raw, at)
        for _, value in one.items():
            if facts.get(path, value) != value or attested.get(path, value) != value:
                self.problem(at, "attested-twice", path)
            attested[path] = value
            if fact.scope == "claim":
                facts[path] = value


def add_months(ordinal: int, months: int) -> int:
    """The same day so many months later, or the last day of that month."""
    start = date.fromordinal(ordinal)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal()


