"""What pydantic finds wrong with a rule file, as problems with line and column."""

from __future__ import annotations

from typing import Any as Data
from typing import get_args, get_origin

from pydantic import BaseModel, ValidationError

from engine.law.problems import Problem, listed, nearest, shown
from engine.law.strict_yaml import Document, Path
from engine.law.typed import misfit

_TYPES = {
    "string_type": "text",
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "list_type": "a list",
    "int_type": "a whole number",
    "too_short": "a list of at least one",
}


def problems_of(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Problem]:
    return [_problem(document, detail, model) for detail in error.errors()]


def _problem(document: Document, detail: Data, model: type[BaseModel]) -> Problem:
    loc: Path = tuple(detail["loc"])
    kind, raw = detail["type"], detail["input"]
    at = document.existing(loc)
    if kind == "extra_forbidden":
        allowed = _fields_at(model, loc[:-1])
        found = str(loc[-1])
        return document.problem(at, "unknown-key", found, listed(allowed), nearest(found, allowed))
    if kind == "missing":
        return document.problem(document.existing(loc[:-1]), "missing-key", expected=str(loc[-1]))
    if kind == "literal_error":
        choices = str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        return document.problem(at, *misfit("choice", raw, choices))
    if kind == "string_pattern_mismatch" and "\\d{4}" in detail["ctx"]["pattern"]:
        return document.problem(at, *misfit("date", raw))
    if kind == "string_pattern_mismatch":
        expected = "an id of lower-case letters, digits, dots and hyphens"
        return document.problem(at, "wrong-type", shown(raw), expected)
    if kind == "string_too_short":
        return document.problem(at, "wrong-type", "an empty text", "text")
    if loc[-1] in ("bool", "int", "str") and at != loc:  # an arm of "true, false or text"
        return document.problem(at, "wrong-type", shown(raw), "true, false or text")
    return document.problem(at, "wrong-type", shown(raw), _TYPES.get(kind, detail["msg"]))


def _fields_at(model: type[BaseModel], loc: Path) -> list[str]:
    """Names that a mapping at ``loc`` may hold."""
    kind: Data = model
    for step in loc:
        kind = _inside(kind, step)
    kind = _bare(kind)
    return [field.alias or name for name, field in kind.model_fields.items()]


def _bare(kind: Data) -> Data:
    """A type without ``Annotated`` and ``| None``."""
    while get_args(kind) and get_origin(kind) not in (list, dict):
        kind = get_args(kind)[0]
    return kind


def _inside(kind: Data, step: str | int) -> Data:
    """The type of one member: of a field, or of what a list or mapping holds."""
    kind = _bare(kind)
    if get_args(kind):
        return get_args(kind)[-1]
    return next(field.annotation for name, field in kind.model_fields.items() if step in (name, field.alias))
