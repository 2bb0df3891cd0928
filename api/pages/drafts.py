"""Drafts in the pages: the one that an address names, and the claim that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.http.endpoint import Call
from api.http.parameters import Form, Parameter
from api.http.problems import not_found
from api.http.store.drafts import Draft
from engine.claims.claim import Claim
from engine.claims.reader import claim_of
from engine.law.strict_yaml import Document

DRAFT = Parameter("draft", Form("^[0-9a-f]{32}$", "a draft"))


def own_draft(call: Call) -> Draft:
    """That of the address; one answer for what is not there and what belongs to others."""
    draft = call.service.drafts.find(call.caller.organisation, call.place["draft"])
    if draft is None:
        raise not_found()
    return draft


def claim_in(call: Call, draft: Draft) -> Claim:
    """BadInput while it is not a whole claim."""
    return claim_of(Document("", draft.data), call.service.prepared.rulebook)


def name_of(data: Mapping[str, Any]) -> str:
    """Who and which year a claim document is about, as far as it says so."""
    taxpayer, year = (_mapping(data.get(key)) for key in ("taxpayer", "tax_year"))
    ends = str(year.get("ends_on") or "")[:4]
    return " · ".join(text for text in (str(taxpayer.get("name") or ""), ends) if text)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
