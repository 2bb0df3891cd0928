"""YAML text to plain data, strictly, with the place of every value. (JSON: ``strict_json``.)

Only maps, lists, text, whole numbers, true, false and null come out: dates and decimals stay text until
the vocabulary says what they are. Duplicate keys, anchors, tags, deep nesting and oversized input are
refused before anything is built. (PyYAML's C composer crashes on deep nesting, so its events are counted
first.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from engine.law.problems import BadInput, Problem, shown

MAX_DEPTH = 40
MAX_VALUES = 200_000
MAX_BYTES = 5_000_000
MAX_KEY = 200  # characters
MAX_NUMBER = 2**53 - 1  # the largest that every reader of JSON keeps exact; longer numbers stay text

Path = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # without libyaml PyYAML reads the same, slower
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,15})")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_NAME = re.compile(r"[^\W\d][\w-]*")


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

    def at(self, path: Path) -> Path:
        """Where a path stands in what the author wrote; a document that is part of another knows its place there."""
        return path

    def existing(self, path: Path) -> Path:
        """A path without the steps that the text leaves out, such as a list around one entry."""
        at: Path = ()
        for step in path:
            if (*at, step) in self.marks:
                at = (*at, step)
        return at


def json_path(path: Path) -> str:
    return "$" + "".join(_step(step) for step in path)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _NAME.fullmatch(step) else f"['{step}']"


def decode(raw: bytes, source: str) -> str:
    """The text of a file; BadInput if it is too big, not UTF-8, or holds characters that no text has."""
    if len(raw) > MAX_BYTES:
        raise BadInput([Problem("too-big", "", str(len(raw)), str(MAX_BYTES), source=source)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        found = str(error.start + 1)
        raise BadInput([problem_at("not-utf8", source, (line, column), found)]) from None
    if odd := _FORBIDDEN.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        column = odd.start() - text.rfind("\n", 0, odd.start())
        raise BadInput([problem_at("bad-character", source, (line, column), f"U+{ord(odd[0]):04X}")])
    return text


def problem_at(
    code: str, source: str, place: tuple[int, int], found: str = "", expected: str = ""
) -> Problem:
    """A problem of the text itself, which has a place but no path yet."""
    return Problem(code, "", found, expected, "", source, *place)


def text_problems(text: str, source: str, place: tuple[int, int], key: bool = False) -> list[Problem]:
    """What is wrong with a text once its escapes are resolved."""
    if odd := _FORBIDDEN.search(text):
        return [problem_at("bad-character", source, place, f"U+{ord(odd[0]):04X}")]
    if key and len(text) > MAX_KEY:
        return [problem_at("too-long", source, place, expected=str(MAX_KEY))]
    return []


def read_yaml(raw: bytes, source: str) -> Document:
    """Document of a YAML text; BadInput with every structural problem."""
    text = decode(raw, source)
    try:
        _check_events(text, source)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark or error.context_mark)
        raise BadInput([problem_at("bad-yaml", source, place, str(error.problem))]) from None
    document = Document(source, None)
    problems: list[Problem] = []
    if node is not None:
        document.data = _build(node, (), document, problems)
    if problems:
        raise BadInput(problems)
    return document


class Mark(Protocol):
    """PyYAML has one such class in C and one in Python."""

    line: int
    column: int


def _place(mark: Mark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _check_events(text: str, source: str) -> None:
    depth = values = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        place = _place(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadInput([problem_at("no-alias", source, place)])
        if tag := getattr(event, "tag", None):
            raise BadInput([problem_at("no-tag", source, place, shown(tag))])
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise BadInput([problem_at("one-document", source, place)])
        values += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise BadInput([problem_at("too-deep", source, place, expected=str(MAX_DEPTH))])
        if values > MAX_VALUES:
            raise BadInput([problem_at("too-many", source, place, expected=str(MAX_VALUES))])


def _build(node: yaml.Node, path: Path, document: Document, problems: list[Problem]) -> object:
    place = _place(node.start_mark)
    document.marks.setdefault(path, place)
    if isinstance(node, yaml.ScalarNode):
        problems += text_problems(node.value, document.source, place)
        return node.value if node.style else scalar(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, i), document, problems) for i, child in enumerate(node.value)]
    result: dict[str, object] = {}
    for key_node, value_node in node.value:
        place = _place(key_node.start_mark)
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if key is None or not (key_node.style or isinstance(scalar(key), str)):
            found = "a collection" if key is None else shown(scalar(key))
            problems.append(problem_at("key-not-text", document.source, place, found))
        elif key == "<<" and not key_node.style:
            problems.append(problem_at("no-merge", document.source, place))
        elif odd := text_problems(key, document.source, place, key=True):
            problems += odd
        elif key in result:
            first = str(document.marks[(*path, key)][0])
            problems.append(problem_at("duplicate-key", document.source, place, key, first))
        else:
            document.marks[(*path, key)] = place
            result[key] = _build(value_node, (*path, key), document, problems)
    return result


def scalar(text: str) -> object:
    """A plain scalar: true, false, null, a whole number, or text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and abs(int(text)) <= MAX_NUMBER:
        return int(text)
    return text
