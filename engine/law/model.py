"""What rule files may contain, before cross-checks: one pydantic model per kind of entry.

These models say which keys exist and of which type; names are resolved and periods checked in ``loader`` and
``checks``. Condition trees and formulas stay plain data here, they have readers of their own.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Scope = Literal["claim", "investment", "amount"]
Unit = Literal["won", "ratio", "date", "count", "bool"]
Reading = Literal["primary", "secondary", "domain", "inferred", "unverified"]
SCOPES: tuple[Scope, ...] = ("claim", "investment", "amount")
DOUBTFUL: frozenset[str] = frozenset({"inferred", "unverified"})

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


def _one_or_more(value: object) -> object:
    """A single entry may be written without the list around it."""
    return value if isinstance(value, list) else [value]


OneOrMore = Annotated[list[str], BeforeValidator(_one_or_more, json_schema_input_type=str | list[str])]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Text(Strict):
    """A text in both languages."""

    ko: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class FactEntry(Strict):
    """A fact of ``vocabulary.yaml``."""

    scope: str  # or the name of a list
    type: Literal["bool", "choice", "choices", "date", "won", "ratio", "count", "text"]
    label: Text
    question: Text | None = None
    choices: dict[str, Text] = {}
    evidence: list[Text] = []
    presumed: Presumption | None = None
    bounds: Bounds | None = None
    derived: object = None
    by_engine: bool = False
    ask_after: OneOrMore = []
    arrangeable: bool = False  # the taxpayer brings it about, and may still do otherwise before the event
    identifies: bool = False  # whom the claim is about; a ledger keeps it apart, so that it can be erased
    example: object = None


class Presumption(Strict):
    """What is taken for granted, openly, when nobody states it."""

    value: bool | int | str
    because: Text
    cites: list[str] = []


class EmptyList(Strict):
    """Why a list that nobody gives is taken to be empty."""

    because: Text
    cites: list[str] = []


class Bounds(Strict):
    """Dates that a date cannot pass; they narrow it while it is missing."""

    at_least: str | None = None
    after: str | None = None
    at_most: str | None = None
    before: str | None = None


class ListEntry(Strict):
    """A list of a claim or an investment; its fields are the facts that have its name as their scope.

    ``period``: two dates of an entry, of which no entry may overlap another. ``parts``: won that add up to no more
    than ``total``. ``presumed``: taken to be empty, openly, when nobody gives it. ``by_engine``: supplied by gongje
    itself, never by the claim.
    """

    scope: Literal["claim", "investment"]
    label: Text
    question: Text | None = None
    evidence: list[Text] = []
    presumed: EmptyList | None = None
    by_engine: bool = False
    period: list[str] = []
    total: str | None = None
    parts: list[str] = []


class InstrumentEntry(Strict):
    """An Act, Decree or Rule, with the day on which it became known."""

    kind: Literal["act", "decree", "rule"]
    number: str
    promulgated: Day
    effect: Text
    reading: Reading = "primary"


class AppliesEntry(Strict):
    """Start of a period of application on one basis."""

    basis: str
    by: str
    start: Annotated[Day | None, Field(alias="from")] = None
    on: Day | None = None


class EndEntry(Strict):
    """End of a period, and the instrument that set it."""

    before: Day
    by: str
    basis: str | None = None


class VersionEntry(Strict):
    applies: Annotated[
        list[AppliesEntry],
        BeforeValidator(_one_or_more, json_schema_input_type=AppliesEntry | list[AppliesEntry]),
    ] = []
    ends: list[EndEntry] = []
    when: object = None
    unless: list[object] = []
    cites: list[str] = []
    reading: Reading | None = None


class ListRow(Strict):
    """The provision is a row of a statutory list."""

    list: Id
    label: str


class ProvisionEntry(VersionEntry):
    id: Id
    title: Text
    scope: Scope
    versions: list[VersionEntry] = []
    otherwise: bool | None = None
    row: ListRow | None = None
    concludes: dict[str, bool | str] = {}
    yields: bool = False  # a stated fact prevails over the conclusion
    judgement: Text | None = None  # a named professional may judge it: what is asked of them
    note: Text | None = None


class RowEntry(VersionEntry):
    """A row of a table: keys looked up exactly, a gate, and a value or formula."""

    keys: Annotated[dict[str, OneOrMore], Field(alias="for")] = {}
    value: object


class TableEntry(Strict):
    id: Id
    title: Text
    scope: Scope
    keys: dict[str, list[str]] = {}
    type: Literal["ratio", "date", "won", "count"]
    complete: bool = True
    rows: Annotated[list[RowEntry], Field(min_length=1)]


class FormulaEntry(Strict):
    id: Id
    title: Text
    scope: str
    type: Unit = "won"
    cites: list[str]
    reading: Reading = "primary"
    value: object


class VocabularyFile(Strict):
    bases: dict[str, OneOrMore]
    limits: dict[str, int]
    groups: dict[str, Text]
    lists: dict[str, ListEntry] = {}
    facts: dict[str, FactEntry]


class LawName(Text):
    """The short name of a law, as it is cited, and its full title."""

    title: Text | None = None


class InstrumentsFile(Strict):
    laws: dict[str, LawName]
    citation_words: dict[str, Text]
    read_through: dict[str, Day]
    instruments: dict[Id, InstrumentEntry]


class TierEntry(Strict):
    """A tier, highest first. Provisions say what it takes; the last tier takes nothing. Of a tier that is for one
    ``field`` only nothing is said elsewhere."""

    tier: str
    label: Text
    field: str | None = None
    substance: str | None = None
    claimable: str | None = None
    secured: str | None = None
    rows: Id | None = None


class SchemeEntry(Strict):
    scheme: str
    label: Text
    open: str


class WatchEntry(Strict):
    """A day to keep in view. With ``tiers``, only for investments that may be claimed in one of them."""

    kind: str
    tiers: list[str] = []
    label: Text
    until: str
    cites: list[str]


class YearEntry(Strict):
    """What gongje sums up itself for the formulas of the tax year: facts, and a list with an entry for each tier.

    ``deducted``: formula of an investment, won that do not count as invested.
    """

    base: str
    invested: str
    tiers: str
    deducted: Id


class MeasureEntry(Strict):
    """How the amount of a tax year is measured where the claim does not state it: formulas of an investment, and the
    facts by which they are asked. Entries of ``lists`` date what was invested."""

    lists: list[str]
    as_of: str
    before: str
    start: Annotated[str, Field(alias="from")]
    to: str
    to_date: Id
    amount: Id


class CarryForwardEntry(Strict):
    """The list of carried amounts, oldest first by ``order``; ``older`` is the sum of ``valid`` over those before."""

    list: str
    order: str
    older: str
    valid: Id
    used: Id
    last_day: Id


class RecaptureEntry(Strict):
    """The list of credits taken in earlier years, and what is taken back of each."""

    list: str
    year: str
    credit: Id
    interest: Id


class AcrossYearsEntry(Strict):
    """What a tax year takes from the answers of the years before it, and what its return says.

    ``as_filed``: facts of the return that stand for a formula where the next years start from what was filed.
    ``filed``: the fact of the return beside each figure.
    """

    history: str
    window: Id
    first_investment: str
    earlier: str
    left: Id
    arising_used: Id
    arising_left: Id
    as_filed: dict[str, str]
    filed: dict[str, str]
    filed_on: str
    filed_of_investment: str
    due: Id
    amendable_until: Id


class FigureEntry(Strict):
    """A figure of the credit. ``beside``: the same figure by other readings, each a formula. ``compared``: shown for
    each scheme that is open."""

    figure: Annotated[str, Field(pattern=r"^[a-z_]+_krw$")]
    formula: Id
    label: Text
    beside: dict[str, Id] = {}
    compared: bool = False


class NotExamined(Strict):
    topic: Text
    cites: list[str] = []


class AssessmentFile(Strict):
    """How truth values and tables become an answer."""

    eligible: str
    tiers: Annotated[list[TierEntry], Field(min_length=1)]
    schemes: Annotated[list[SchemeEntry], Field(min_length=1)]
    scheme_choice: str
    base_rate: str
    rates: list[str]
    base_credit: str
    year: YearEntry
    measure: MeasureEntry
    figures: Annotated[list[FigureEntry], Field(min_length=1)]
    total: str
    carry_forward: CarryForwardEntry
    across_years: AcrossYearsEntry
    recapture: RecaptureEntry
    recognition_due: str
    route_closed: str
    watch: list[WatchEntry] = []
    not_examined: list[NotExamined] = []


FactEntry.model_rebuild()
ListEntry.model_rebuild()
