"""YAML and JSON text to plain data, strictly, with the place of every value.

Only maps, lists, text, whole numbers, true, false and null come out: dates and decimals stay text until the
vocabulary says what they are. Duplicate keys, anchors, tags, deep nesting and oversized input are refused before
anything is built. (PyYAML's C composer crashes on deep nesting, so its events are counted first.)
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

import yaml

from engine.law.problems import BadInput, Problem, shown

MAX_DEPTH = 40
MAX_VALUES = 200_000
MAX_BYTES = 5_000_000

Path = tuple[str | int, ...]

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml reads the same, slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass
class Document:
    """Data and, for each path in it, the line and column where it stands (counted from 1)."""

    source: str
    data: object
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def problem(self, path: Path, code: str, found: str = "", expected: str = "", near: str = "") -> Problem:
        at = path
        while at and at not in self.marks:
            at = at[:-1]
        line, column = self.marks.get(at, (0, 0))
        return Problem(code, json_path(path), found, expected, near, self.source, line, column)


def json_path(path: Path) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def decode(raw: bytes, source: str) -> str:
    if len(raw) > MAX_BYTES:
        raise BadInput([Problem("too-big", found=str(len(raw)), expected=str(MAX_BYTES), source=source)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput([Problem("not-utf8", found=str(error.start), source=source)]) from None


def read_yaml(raw: bytes, source: str) -> Document:
    """Document of a YAML text; BadInput with every structural problem."""
    text = decode(raw, source)
    try:
        _check_events(text, source)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise BadInput([_at("syntax", source, line, column, found=str(error.problem))]) from None
    except yaml.YAMLError as error:  # characters that YAML forbids have no mark
        raise BadInput([_at("syntax", source, 0, 0, found=str(error).splitlines()[0])]) from None
    document = Document(source, None)
    problems: list[Problem] = []
    if node is not None:
        document.data = _build(node, (), document, problems)
    if problems:
        raise BadInput(problems)
    return document


def _at(code: str, source: str, line: int, column: int, found: str = "", expected: str = "") -> Problem:
    return Problem(code, "", found, expected, "", source, line, column)


def _check_events(text: str, source: str) -> None:
    depth = values = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadInput([_at("no-alias", source, line, column)])
        if getattr(event, "tag", None):
            raise BadInput([_at("no-tag", source, line, column, found=str(event.tag))])
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise BadInput([_at("one-document", source, line, column)])
        values += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise BadInput([_at("too-deep", source, line, column, expected=str(MAX_DEPTH))])
        if values > MAX_VALUES:
            raise BadInput([_at("too-many", source, line, column, expected=str(MAX_VALUES))])


def _build(node: yaml.Node, path: Path, document: Document, problems: list[Problem]) -> object:
    document.marks.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style else scalar(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, i), document, problems) for i, child in enumerate(node.value)]
    result: dict[str, object] = {}
    for key_node, value_node in node.value:
        line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if key is None or (not key_node.style and not isinstance(scalar(key), str)) or key == "<<":
            found = shown(key) if key is not None else "a collection"
            problems.append(_at("key-not-text", document.source, line, column, found=found))
            continue
        if key in result:
            first = str(document.marks[(*path, key)][0])
            problems.append(_at("duplicate-key", document.source, line, column, found=key, expected=first))
            continue
        document.marks[(*path, key)] = (line, column)
        result[key] = _build(value_node, (*path, key), document, problems)
    return result


def scalar(text: str) -> object:
    """A plain scalar: true, false, null, a whole number, or text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and len(text) < 40:
        return int(text)
    return text


def read_json(raw: bytes, source: str) -> Document:
    """Document of a JSON text; decimals stay text, duplicate keys are refused."""
    text = decode(raw, source)
    problems: list[Problem] = []

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, value in items:
            if key in result:
                problems.append(Problem("duplicate-key", "", found=key, expected="1", source=source))
            result[key] = value
        return result

    depth = deepest = 0
    in_text = escaped = False
    for char in text:  # the parser recurses in C: count the nesting first
        if in_text:
            in_text, escaped = escaped or char != '"', char == "\\" and not escaped
        elif char == '"':
            in_text = True
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    if deepest > MAX_DEPTH:
        raise BadInput([Problem("too-deep", "", expected=str(MAX_DEPTH), source=source)])
    try:
        data = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_float=str,
            parse_int=lambda t: int(t) if len(t) < 40 else t,
            parse_constant=str,
        )
    except json.JSONDecodeError as error:
        raise BadInput([_at("syntax", source, error.lineno, error.colno, found=error.msg)]) from None
    if problems:
        raise BadInput(problems)
    return Document(source, data)
