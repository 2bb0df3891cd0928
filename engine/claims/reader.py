"""Claim files to claims, typed by the vocabulary. Every problem is reported, with its place and remedy."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from engine.claims.claim import Amount, Claim, Investment, Lists
from engine.claims.entries import add_months
from engine.claims.given import AMOUNT, Given
from engine.claims.judgements import JUDGEMENTS, JudgementReader
from engine.law.problems import BadInput, listed, nearest, shown
from engine.law.rulebook import Rulebook
from engine.law.strict_json import read_json
from engine.law.strict_yaml import Document, Path, json_path, read_yaml
from engine.law.typed import misfit, ordered
from engine.law.values import OPEN, Facts, Interval, Value, exactly

STARTS, ENDS = "tax_year.starts_on", "tax_year.ends_on"
STARTED, COMPLETED = "timeline.started_on", "timeline.completed_on"
KRW, INVESTED_ON, TOTAL_COST = "amount.amount_krw", "amount.invested_on", "total_cost_krw"
EARLIER, PAID = "earlier.amount_krw", "payments.amount_krw"  # won that the total cost cannot fall below
REQUIRED = (STARTS, ENDS)
CONTENTS = ("projects", "investments", "attestations", JUDGEMENTS)
PARTS = ("id", "name", "project", "amounts")
STRETCH = ("from", "until")  # how an amount says that it was spent between two days
ATTESTATION = ("facts", "by", "on")
_ID = re.compile(r"[\w.-]{1,64}")
_YAML = (".yaml", ".yml")


def read_claim(raw: bytes, source: str, rulebook: Rulebook) -> Claim:
    """The claim in a YAML or JSON text; BadInput with every problem, sorted by place."""
    return claim_of(read_document(raw, source), rulebook)


def read_document(raw: bytes, source: str) -> Document:
    is_json = source.endswith(".json") or (_starts_json(raw) and not source.endswith(_YAML))
    return read_json(raw, source) if is_json else read_yaml(raw, source)


def _starts_json(raw: bytes) -> bool:
    return re.match(rb"(\xef\xbb\xbf)?[ \t\r\n]*[{[]", raw) is not None


def claim_of(document: Document, rulebook: Rulebook, may_be_empty: bool = False) -> Claim:
    """``may_be_empty``: a tax year without investments, as a dossier has them, is a claim too."""
    reader = ClaimReader(document, rulebook)
    claim = reader.claim(may_be_empty)
    if reader.problems:
        raise BadInput(reader.problems)
    return claim


class ClaimReader(JudgementReader):
    """Reads one claim from the outside in; each part starts from the facts of what it belongs to."""

    def claim(self, may_be_empty: bool) -> Claim:
        data = self.document.data
        if not isinstance(data, dict) or not data:
            code = "empty" if data is None or data == {} else "wrong-type"
            self.problem((), code, shown(data), "a claim with tax_year and investments")
            return Claim({}, ())
        claim = Given()
        self.group_facts(data, (), claim, "claim", also=(*CONTENTS, *self.list_names("claim")))
        self.tax_year(data, claim.facts)
        if data.get("investments") is None:
            self.problem((), "missing-key", expected="investments")
        elif data["investments"] == [] and not may_be_empty:
            self.problem(("investments",), "wrong-type", "an empty list", "at least one investment")
        projects = self.projects(data)
        attested = self.attestations(data, claim)
        self.bounds(claim, self.own["claim"])
        lists = self.lists(data, (), "claim", claim.facts)
        investments = self.investments(data, projects, claim.facts, attested)
        investments, judgements = self.judged(data, claim.facts, investments, list(projects), (STARTS, STARTED))
        return Claim(claim.facts, investments, lists, frozenset(attested), data, judgements)

    def tax_year(self, data: Mapping[str, object], facts: Facts, at: Path = ()) -> None:
        """Both ends are there and exact, and the year is not too long."""
        faulty = {problem.path for problem in self.problems}
        where: Path = (*at, "tax_year") if "tax_year" in data else at
        for required in REQUIRED:
            places = ((*at, "tax_year"), (*at, *required.split(".")))
            if required not in facts and not faulty & {json_path(self.document.at(place)) for place in places}:
                self.problem(where, "missing-key", expected=required)
        first, last = facts.get(STARTS), facts.get(ENDS)
        if not (isinstance(first, Interval) and isinstance(last, Interval)):
            return
        if first.exact is None or last.exact is None:
            self.problem(where, "wrong-type", "a range", "exact dates")
            return
        months = self.rulebook.limits["tax_year_months"]
        if last.exact >= add_months(int(first.exact), months):
            self.problem(where, "long-year", str(int(last.exact - first.exact) + 1), str(months))

    # -- projects and investments

    def id_of(self, item: Mapping[str, object], at: Path, taken: Collection[str]) -> str:
        raw = item.get("id")
        if raw is None:
            self.problem(at, "missing-key", expected="id")
            return ""
        name = _id(raw)
        if name is None:
            self.problem((*at, "id"), "bad-id", shown(raw))
            return ""
        if name in taken:
            self.problem((*at, "id"), "same-id", name)
        return name

    def projects(self, data: Mapping[str, object]) -> dict[str, Given]:
        found: dict[str, Given] = {}
        for item, at in self.mappings(data, "projects"):
            given = Given()
            self.group_facts(item, at, given, "investment", also=("id", "name"))
            found[self.id_of(item, at, found)] = given
        return found

    def investments(
        self,
        data: Mapping[str, object],
        projects: Mapping[str, Given],
        claim: Facts,
        attested: Facts,
        of: Path = (),
    ) -> tuple[Investment, ...]:
        found: dict[str, Investment] = {}
        own = self.own["investment"]
        for item, at in self.mappings(data, "investments", of):
            name = self.id_of(item, at, found)
            given = self.inherited(item, at, projects)
            self.group_facts(item, at, given, "investment", also=(*PARTS, *self.list_names("investment")))
            for path, value in attested.items():
                if self.rulebook.facts[path].scope == "investment":
                    if given.facts.get(path, value) != value:
                        self.problem(given.paths.get(path, at), "attested-twice", path)
                    given.facts[path] = value
            self.bounds(given, own, claim)
            lists = self.lists(item, at, "investment", {**claim, **given.facts})
            amounts = self.amounts(item, at, given.facts, claim)
            self.within_total(given, amounts, lists, at)
            found[name] = Investment(name, given.facts, amounts, lists)
        return tuple(found.values())

    def inherited(self, item: Mapping[str, object], at: Path, projects: Mapping[str, Given]) -> Given:
        """The facts of the project that an investment belongs to."""
        raw = item.get("project")
        if raw is None:
            return Given()
        name = _id(raw)
        if name is None:
            self.problem((*at, "project"), "bad-id", shown(raw))
        elif name in projects:
            return projects[name].copy()
        else:
            known = listed(projects) or "none"
            self.problem((*at, "project"), "no-project", name, known, nearest(name, projects))
        return Given()

    def within_total(self, given: Given, amounts: tuple[Amount, ...] | None, lists: Lists, at: Path) -> None:
        """Neither the amounts of this and of earlier tax years nor the payments exceed the total cost."""
        total = given.facts.get(TOTAL_COST)
        if not isinstance(total, Interval) or total.high is None:
            return
        invested = [*(amount.facts.get(KRW) for amount in amounts or ()), *_each(lists, EARLIER)]
        for parts in (invested, _each(lists, PAID)):
            least = sum(int(part.low or 0) for part in parts if isinstance(part, Interval))
            if least > total.high:
                self.problem(given.paths.get(TOTAL_COST, at), "parts-exceed", str(least), str(int(total.high)))

    # -- amounts

    def amounts(
        self, item: Mapping[str, object], at: Path, investment: Facts, claim: Facts
    ) -> tuple[Amount, ...] | None:
        """The dated amounts that the claim states; of an investment without any, the amount is measured later."""
        items = item.get("amounts")
        if items is None:
            return None
        if not isinstance(items, list):
            self.problem((*at, "amounts"), "wrong-type", shown(items), "a list")
            return ()
        total = investment.get(TOTAL_COST, OPEN)
        assert isinstance(total, Interval)
        found = []
        for i, entry in enumerate(items):
            where: Path = (*at, "amounts", i)
            if not isinstance(entry, dict):
                self.problem(where, "wrong-type", shown(entry), "a mapping with amount_krw and invested_on")
                continue
            given = self.amount(entry, where, {**claim, **investment})
            given.facts.setdefault(KRW, Interval(0, total.high))
            self.bounds(given, self.own[AMOUNT], {**claim, **investment})
            found.append(Amount(given.facts))
        return tuple(found)

    def amount(self, entry: Mapping[str, object], at: Path, wider: Facts) -> Given:
        named = {fact.path.partition(".")[2]: fact for fact in self.own[AMOUNT]}
        given = Given()
        for name, value in entry.items():
            if name not in STRETCH:
                self.named_fact(named, name, value, (*at, name), given, also=STRETCH)
        ends = [key for key in STRETCH if entry.get(key) is not None]
        if not ends:
            return given
        if entry.get("invested_on") is not None:
            self.problem((*at, ends[0]), "date-twice", ends[0])
        elif len(ends) == 1:
            self.problem((*at, ends[0]), "half-range", ends[0])
        else:
            self.stretch(entry, at, given, wider)
        return given

    def stretch(self, entry: Mapping[str, object], at: Path, given: Given, wider: Facts) -> None:
        """Days from and until which an amount was spent: both lie where a single day would have to."""
        fact = self.rulebook.facts[INVESTED_ON]
        days = self.between(fact, entry, STRETCH, at)
        if days is None or days.low is None or days.high is None:
            return
        before = len(self.problems)
        for key, day in zip(STRETCH, (days.low, days.high), strict=True):
            end = Given({INVESTED_ON: exactly(day)}, {INVESTED_ON: (*at, key)})
            self.bounds(end, [fact], wider)
        if len(self.problems) == before:
            given.put(INVESTED_ON, days, at)

    # -- attestations

    def attestations(self, data: Mapping[str, object], claim: Given) -> Facts:
        """Attested facts count as given; those of investments hold for every investment of the claim."""
        attested: Facts = {}
        for item, at in self.mappings(data, "attestations"):
            for key in item:
                if key not in ATTESTATION:
                    self.unknown_key((*at, key), key, ATTESTATION)
            for key in ATTESTATION:
                if item.get(key) is None:
                    self.problem(at, "missing-key", expected=key)
            if item.get("by") is not None:
                self.text(item["by"], (*at, "by"))
            if item.get("on") is not None and ordered("date", item["on"]) is None:
                self.problem((*at, "on"), *misfit("date", item["on"]))
            facts = item.get("facts")
            if isinstance(facts, dict):
                for path, raw in facts.items():
                    self.attest(path, raw, (*at, "facts", path), claim, attested)
            elif facts is not None:
                self.problem((*at, "facts"), "wrong-type", shown(facts), "a mapping")
        return attested

    def attest(self, path: str, raw: object, at: Path, claim: Given, attested: Facts) -> None:
        fact = self.rulebook.facts.get(path)
        if fact is None:
            self.problem(at, "unknown-fact", path, near=nearest(path, self.rulebook.facts))
            return
        if fact.scope == AMOUNT:
            self.problem(at, "not-attestable", path)
            return
        one = Given()
        self.take(one, fact, raw, at)
        for value in one.facts.values():
            if claim.facts.get(path, value) != value or attested.get(path, value) != value:
                self.problem(at, "attested-twice", path)
            attested[path] = value
            if fact.scope == "claim":
                claim.put(path, value, at)


def _each(lists: Lists, path: str) -> list[Value | None]:
    """A fact of every entry of its list."""
    return [entry.get(path) for entry in lists.get(path.partition(".")[0], ())]


def _id(raw: object) -> str | None:
    """An id, which may be written as a number."""
    is_text = isinstance(raw, str | int) and not isinstance(raw, bool)
    return str(raw) if is_text and _ID.fullmatch(str(raw)) else None
