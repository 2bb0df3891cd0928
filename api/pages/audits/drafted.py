"""What the pages of a draft share: the draft that an address names, and the way between its steps."""

from __future__ import annotations

from typing import Any

import yaml

from api.http.audits.drafts import Draft, Drafts
from api.http.endpoint import Call
from api.http.parameters import Form, Parameter
from api.http.problems import not_found
from engine.law.problems import BadInput, Problem
from engine.registers.fields import Fields, fields_of
from engine.registers.settings import read_settings

HEX = Form("^[0-9a-f]{32}$", "32 hexadecimal digits")
PLACE = Parameter("prepared", HEX)


class _Plain(yaml.SafeDumper):
    """Without aliases, which settings may not hold."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def drafts_of(call: Call) -> Drafts:
    folder = call.service.settings.audits
    if folder is None:
        raise not_found()
    return Drafts(folder)


def own(call: Call) -> Draft:
    """One answer for what is not there and what belongs to others."""
    folder = call.service.settings.audits
    draft = Drafts(folder).find(call.caller.organisation, call.place["prepared"]) if folder else None
    if draft is None:
        raise not_found()
    return draft


def fields(call: Call) -> Fields:
    return fields_of(call.service.prepared.rulebook)


def settings_text(data: dict[str, Any]) -> str:
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)


def problems_in(data: dict[str, Any], call: Call) -> list[Problem]:
    """What is wrong with settings, by their place in them."""
    try:
        read_settings(settings_text(data).encode(), "", call.service.prepared.rulebook)
    except BadInput as bad:
        return [Problem(p.code, p.path, p.found, p.expected, p.near) for p in bad.problems]
    return []
