"""What rule files may say about filing: the forms with their lines, and the evidence that belongs to a claim."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from engine.law.model import Day, Id, Reading, Strict, Text


class HoldsEntry(Strict):
    """A provision of the claim that has to hold, or with ``is: false`` has to fail."""

    provision: Id
    is_: Annotated[bool, Field(alias="is")] = True


class ValueEntry(Strict):
    """One of: a ``figure`` of the credit, a ``fact`` of the claim or, with ``tier``, of what gongje sums up for that
    tier, or a ``formula`` of the claim."""

    label: Text
    figure: str | None = None
    fact: str | None = None
    formula: Id | None = None
    tier: str | None = None


class LineEntry(ValueEntry):
    """A line of a form. With ``scheme`` it is filled only under that scheme. ``reading`` is of the code."""

    line: Id
    code: str | None = None
    scheme: str | None = None
    reading: Reading = "primary"


class ColumnEntry(Strict):
    label: Text
    shows: str


class ListingEntry(Strict):
    """A part of a form with a row for each part of an investment, carried amount or repayment of the answer."""

    over: Literal["parts", "carried", "recapture"]
    label: Text
    columns: Annotated[list[ColumnEntry], Field(min_length=1)]


class FormEntry(Strict):
    """An official form. ``reading`` is of its number; ``since`` the day from which returns use it."""

    id: Id
    title: Text
    number: Text
    cites: list[str]
    reading: Reading = "primary"
    since: Annotated[Day | None, Field(alias="from")] = None
    when: HoldsEntry | None = None
    lines: Annotated[list[LineEntry], Field(default_factory=list)]
    listings: Annotated[list[ListingEntry], Field(default_factory=list)]


class EvidenceEntry(Strict):
    """A document that shows what a claim says."""

    id: Id
    document: Text
    shows: Text
    cites: list[str]
    reading: Reading = "primary"
