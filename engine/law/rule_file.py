"""A file of provisions, tables and formulas, and of what is filed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.law.filing_model import EvidenceEntry, FormEntry
from engine.law.model import FormulaEntry, ProvisionEntry, Strict, TableEntry


class RuleFile(Strict):
    provisions: Annotated[list[ProvisionEntry], Field(default_factory=list)]
    tables: Annotated[list[TableEntry], Field(default_factory=list)]
    formulas: Annotated[list[FormulaEntry], Field(default_factory=list)]
    filing_forms: Annotated[list[FormEntry], Field(default_factory=list)]
    filing_evidence: Annotated[list[EvidenceEntry], Field(default_factory=list)]
