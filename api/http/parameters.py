"""What may stand beside the body of a request, in query, path and headers: typed, described, never ignored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.law.problems import BadInput, Problem, listed, nearest, shown
from engine.law.typed import misfit, ordered

Schema = dict[str, Any]
LARGEST = 2**53 - 1  # the largest number that every reader of JSON keeps exact
FLAGS = {"true": True, "1": True, "false": False, "0": False}
_DAY = r"^\d{4}-\d{2}-\d{2}$"


class Misfit(Exception):
    """The text is no value of its kind: code, found, expected and near of a problem."""


class Kind(Protocol):
    @property
    def schema(self) -> Schema: ...

    def read(self, text: str) -> Any:
        """The value of a text; Misfit."""


@dataclass(frozen=True)
class Day:
    @property
    def schema(self) -> Schema:
        return {"type": "string", "format": "date", "pattern": _DAY}

    def read(self, text: str) -> int:
        day = ordered("date", text) if re.match(_DAY, text) else None
        if day is None or day.exact is None:
            raise Misfit(*misfit("date", text))
        return int(day.exact)


@dataclass(frozen=True)
class Flag:
    @property
    def schema(self) -> Schema:
        return {"type": "boolean"}

    def read(self, text: str) -> bool:
        if text not in FLAGS:
            raise Misfit("wrong-type", shown(text), "true or false", "")
        return FLAGS[text]


@dataclass(frozen=True)
class Whole:
    low: int = 1
    high: int = LARGEST

    @property
    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}

    def read(self, text: str) -> int:
        if not re.fullmatch(r"0|[1-9][0-9]{0,15}", text, re.ASCII) or not self.low <= int(text) <= self.high:
            raise Misfit("wrong-type", shown(text), f"{self.low} .. {self.high}", "")
        return int(text)


@dataclass(frozen=True)
class Choice:
    choices: tuple[str, ...]

    @property
    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.choices)}

    def read(self, text: str) -> str:
        if text not in self.choices:
            raise Misfit(*misfit("choice", text, self.choices))
        return text


@dataclass(frozen=True)
class Form:
    """A text of a certain form."""

    pattern: str
    said: str  # the form as problems say it

    @property
    def schema(self) -> Schema:
        return {"type": "string", "pattern": self.pattern}

    def read(self, text: str) -> str:
        if not re.search(self.pattern, text, re.ASCII) or "\n" in text:
            raise Misfit("wrong-type", shown(text), self.said, "")
        return text


DAY, FLAG, NUMBER = Day(), Flag(), Whole()
DIGEST = Form(r"^sha256:[0-9a-f]{64}$", "sha256:...")
NAME = Form(r"^[a-z0-9_.-]{1,200}$", "a name")


@dataclass(frozen=True)
class Parameter:
    """A parameter; its description stands in the catalogue under its name.

    ``header``: the header in which it may also be given; with ``header_only``, only there.
    """

    name: str
    kind: Kind
    default: Any = None
    required: bool = False
    header: str = ""
    header_only: bool = False


def read_parameters(
    declared: Sequence[Parameter], given: Mapping[str, Sequence[str]], headers: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Values by name, from the query and from headers (by parameter); BadInput with every problem."""
    known = {parameter.name: parameter for parameter in declared if not parameter.header_only}
    problems = []
    for name in given:
        if name not in known:
            names = listed(known) or "none"
            problems.append(Problem("unknown-key", name, shown(name), names, nearest(name, known)))
    values = {}
    for parameter in declared:
        name = parameter.name
        texts = list(dict.fromkeys([*(given.get(name, ()) if name in known else ()), *headers.get(name, ())]))
        values[name] = parameter.default
        if len(texts) > 1:
            problems.append(Problem("wrong-type", name, ", ".join(map(shown, texts)), "one value"))
        elif texts:
            try:
                values[name] = parameter.kind.read(texts[0])
            except Misfit as error:
                code, found, expected, near = error.args
                problems.append(Problem(code, name, found, expected, near))
        elif parameter.required:
            problems.append(Problem("missing-key", name, expected=name))
    if problems:
        raise BadInput(problems)
    return values
