"""JSON Schema of a claim, made from the vocabulary: what may be given, in which form and within which bounds.

What takes more than one field to tell (days that bound each other, equal ids) is left to the reader.
"""

from __future__ import annotations

from typing import Any

from engine.claims.given import ENDS_OF_RANGE, TEXT_LENGTH
from engine.claims.judgements import DIGEST, JUDGEMENTS, NEEDED, OF, TEXTS
from engine.claims.reader import ATTESTATION, REQUIRED, STRETCH
from engine.law.rulebook import Fact, ListOf, Rulebook

Schema = dict[str, Any]
ID = {"type": "string", "pattern": r"^[A-Za-z0-9_.-]{1,64}$"}
TEXT: Schema = {"anyOf": [{"type": "string", "maxLength": TEXT_LENGTH}, {"type": "integer"}, {"type": "null"}]}
DAY = {"type": "string", "format": "date", "pattern": r"^(1[89]|2[01])\d{2}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$"}
NUMBERS = ("won", "count")


def claim_schemas(rulebook: Rulebook, lang: str) -> dict[str, Schema]:
    """``Claim``, and by name the facts that it refers to.

    A claim is of one taxpayer and tax year. Null says that something is not known yet, like leaving it out.
    """
    given = [fact for fact in rulebook.facts.values() if fact.derived is None and not fact.by_engine]
    maker = _Maker(rulebook, given, lang)
    claim = maker.grouped("claim")
    investment = maker.grouped("investment")
    amount = {fact.path.partition(".")[2]: maker.value(fact) for fact in given if fact.scope == "amount"}
    amount |= {name: _or_null(DAY) for name in STRETCH}
    projects = _object({**investment, "id": ID, "name": TEXT}, ["id"])
    lists = {scope: maker.lists(scope) for scope in ("claim", "investment")}
    named = {"id": ID, "name": TEXT, "project": _or_null(ID), "amounts": _list(_object(amount))}
    investments = _object({**investment, **lists["investment"], **named}, ["id"])
    attestation = {"facts": maker.attested(), "by": {"type": "string"}, "on": DAY}
    contents = {
        "projects": _list(projects),
        "investments": {"type": "array", "minItems": 1, "items": investments},
        "attestations": _list(_object(attestation, list(ATTESTATION))),
        JUDGEMENTS: _list(maker.judgement()),
    }
    required = [path.partition(".")[0] for path in REQUIRED]
    whole = _object({**claim, **lists["claim"], **contents}, [*dict.fromkeys(required), "investments"])
    return {"Claim": whole, **{_named(fact): maker.described(fact) for fact in given}}


class _Maker:
    def __init__(self, rulebook: Rulebook, given: list[Fact], lang: str):
        self.rulebook, self.given, self.lang = rulebook, given, lang

    def grouped(self, scope: str) -> Schema:
        """Facts of a scope as ``group: {name: value}`` or ``name: value``."""
        groups: dict[str, Schema] = {}
        for fact in self.given:
            if fact.scope == scope:
                group, _, name = fact.path.rpartition(".")
                groups.setdefault(group, {})[name] = self.value(fact)
        found = groups.pop("", {})
        for group, properties in groups.items():
            needed = [path.partition(".")[2] for path in REQUIRED if path.partition(".")[0] == group]
            described = {"description": self.rulebook.groups[group][self.lang]} if group in self.rulebook.groups else {}
            inner = _object(properties, needed)
            found[group] = {**(inner if needed else _or_null(inner)), **described}
        return found

    def lists(self, scope: str) -> Schema:
        wanted = [entry for entry in self.rulebook.lists.values() if entry.scope == scope and not entry.by_engine]
        return {entry.path: self.entries(entry) for entry in wanted}

    def entries(self, entry: ListOf) -> Schema:
        facts = {fact.path.partition(".")[2]: self.value(fact) for fact in self.given if fact.scope == entry.path}
        return {**_list(_object(facts)), "description": entry.label[self.lang]}

    def attested(self) -> Schema:
        return _object({fact.path: self.value(fact) for fact in self.given if fact.scope in ("claim", "investment")})

    def judgement(self) -> Schema:
        """What a named professional judged. A provision of investments is judged for one investment or project."""
        asked = [f"{p.id}: {p.judgement[self.lang]}" for p in self.rulebook.judgeable if p.judgement]
        said: Schema = {"type": "string", "maxLength": TEXT_LENGTH, "pattern": r"\S"}
        properties: Schema = {
            "provision": {"enum": [p.id for p in self.rulebook.judgeable], "description": "\n".join(asked)},
            "value": {"type": "boolean"},
            "evidence_digest": {"type": "string", "pattern": f"^{DIGEST.pattern}$"},
            **dict.fromkeys(TEXTS, said),
            "on": DAY,
            **dict.fromkeys(OF, _or_null(ID)),
        }
        return _object(properties, list(NEEDED))

    @staticmethod
    def value(fact: Fact) -> Schema:
        return {"$ref": f"#/components/schemas/{_named(fact)}"}

    def described(self, fact: Fact) -> Schema:
        said = (fact.question or fact.label)[self.lang]
        if fact.path in REQUIRED:
            return {**DAY, "description": said}
        return {**_or_null(self.typed(fact)), "description": said}

    def typed(self, fact: Fact) -> Schema:
        if fact.type == "bool":
            return {"type": "boolean"}
        choices = {"type": "string", "enum": list(fact.choices)}
        if fact.type == "choice":
            return choices
        if fact.type == "choices":
            return {"anyOf": [choices, {"type": "array", "minItems": 1, "items": choices}]}
        if fact.type == "text":
            return {"anyOf": [{"type": "string", "maxLength": TEXT_LENGTH}, {"type": "integer"}]}
        exact = self.exact(fact.type)
        return {"anyOf": [exact, _object({name: _or_null(exact) for name in ENDS_OF_RANGE})]}

    def exact(self, kind: str) -> Schema:
        if kind in NUMBERS:
            return {"type": "integer", "minimum": 0, "maximum": self.rulebook.limits[kind]}
        if kind == "date":
            return DAY
        decimal = {"type": "string", "pattern": r"^(0(\.\d{1,9})?|1(\.0{1,9})?)$"}
        return {"anyOf": [decimal, {"type": "number", "minimum": 0, "maximum": 1}]}


def _named(fact: Fact) -> str:
    return f"Fact.{fact.path}"


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": required} if required else found


def _list(items: Schema) -> Schema:
    return {"anyOf": [{"type": "array", "items": items}, {"type": "null"}]}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
