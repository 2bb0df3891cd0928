"""JSON Schema of rule files, made from the models that read them, for editors."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from engine.assessment.cases import CaseFile
from engine.law.formula_trees import KNOWN
from engine.law.loader import NAMED
from engine.law.rule_file import RuleFile
from engine.law.trees import DATE_TESTS, NUMBER_TESTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, type[BaseModel]] = {"rules": RuleFile, **NAMED, "cases": CaseFile}
CONDITIONS = ("when",)  # keys that hold a condition, and below those that hold formulas
FORMULAS = ("derived",)

Schema = dict[str, Any]


def schema_of(kind: str) -> Schema:
    """The schema of a kind of rule file. The models leave conditions and formulas open; their forms are added."""
    schema = FILES[kind].model_json_schema()
    for definition in schema.get("$defs", {}).values():
        properties = definition.get("properties", {})
        for key in CONDITIONS:
            if key in properties:
                properties[key] = {"$ref": "#/$defs/Condition"}
        if "unless" in properties:
            properties["unless"] = {"type": "array", "items": {"$ref": "#/$defs/Condition"}}
        for key in FORMULAS:
            if key in properties:
                properties[key] = {"$ref": "#/$defs/Formula"}
    definitions = {**schema.get("$defs", {}), "Condition": condition(), "Formula": formula()}
    return {"$schema": DIALECT, "title": f"gongje: {kind}", **schema, "$defs": definitions}


def condition() -> Schema:
    inner = {"$ref": "#/$defs/Condition"}
    some = {"type": "array", "minItems": 1, "items": inner}
    words = {"type": "array", "minItems": 1, "items": {"type": "string"}}
    tests: Schema = {"is": {"type": ["boolean", "string"]}, "in": words, "not_in": words}
    tests |= {name: {"type": "string", "format": "date"} for name in DATE_TESTS}
    tests |= {name: {"type": ["integer", "string"]} for name in NUMBER_TESTS}
    name: Schema = {"type": "string"}
    return {
        "oneOf": [
            _only({"all": some}, "all"),
            _only({"any": some}, "any"),
            _only({"not": inner}, "not"),
            _only({"list": name}, "list"),
            _only({"provision": name, "is": {"type": "boolean"}}, "provision"),
            {**_only({"fact": name, **tests}, "fact"), "minProperties": 2},
        ]
    }


def formula() -> Schema:
    """A number or a mapping with one of the operations; what stands beside it depends on the operation."""
    forms = [{"required": [name]} for name in KNOWN]
    return {"anyOf": [{"type": "integer"}, {"type": "object", "anyOf": forms}]}


def _only(properties: Schema, required: str) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [required],
        "additionalProperties": False,
    }
