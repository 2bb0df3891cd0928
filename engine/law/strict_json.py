"""JSON text to the same plain data, with the same strictness and places, as ``strict_yaml`` makes of YAML.

The reader of the standard library keeps no places and takes the last of two equal keys.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from engine.law.problems import BadInput, Problem, shown
from engine.law.strict_yaml import (
    MAX_DEPTH,
    MAX_VALUES,
    Document,
    Path,
    decode,
    problem_at,
    scalar,
    text_problems,
)

_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")"""
    r"""|(?P<decimal>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++(?:[eE][+-]?[0-9]++)?|[eE][+-]?[0-9]++))"""
    r"""|(?P<plain>-?(?:0|[1-9][0-9]*+)|true|false|null)"""
    r"""|(?P<mark>[][{}:,])"""
)
_UNREADABLE = re.compile(r'"[^"\n]{0,30}|[\w.+-]{1,30}|.?', re.DOTALL)


def read_json(raw: bytes, source: str) -> Document:
    """Document of a JSON text; decimals stay text, duplicate keys are refused."""
    reader = _Reader(decode(raw, source), source)
    reader.document.data = reader.value((), 0)
    reader.take("", "the end of the text")
    if reader.problems:
        raise BadInput(reader.problems)
    return reader.document


class _Reader:
    def __init__(self, text: str, source: str):
        self.text = text
        self.document = Document(source, None)
        self.problems: list[Problem] = []
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]  # of lines
        self.values = 0
        self.kind = self.token = ""
        self.place = (0, 0)
        self.end = 0
        self.advance()

    def advance(self) -> None:
        """To the next token; kind and token are '' at the end, kind is 'odd' where none can be read."""
        space = _SPACE.match(self.text, self.end)
        start = space.end() if space else self.end
        line = bisect_right(self.starts, start)
        self.place = (line, start - self.starts[line - 1] + 1)
        found = _TOKEN.match(self.text, start)
        if found:
            self.kind, self.token, self.end = str(found.lastgroup), found[0], found.end()
        else:
            odd = _UNREADABLE.match(self.text, start)
            self.token = odd[0] if odd else ""
            self.kind = "odd" if self.token else ""

    def fail(self, expected: str) -> BadInput:
        found = shown(self.token) if self.token else "the end of the text"
        if self.kind == "odd" and self.token.startswith('"'):
            expected = "a closed text without line breaks and unknown escapes"
        return BadInput([problem_at("bad-json", self.document.source, self.place, found, expected)])

    def take(self, token: str, expected: str) -> None:
        if self.kind == "odd" or self.token != token:
            raise self.fail(expected)
        self.advance()

    def value(self, path: Path, depth: int) -> object:
        place = self.place
        self.document.marks.setdefault(path, place)
        self.values += 1
        if self.values > MAX_VALUES:
            raise BadInput([problem_at("too-many", self.document.source, place, expected=str(MAX_VALUES))])
        if depth >= MAX_DEPTH and self.token in ("{", "["):
            raise BadInput([problem_at("too-deep", self.document.source, place, expected=str(MAX_DEPTH))])
        token, kind = self.token, self.kind
        if token not in ("{", "[") and kind not in ("text", "decimal", "plain"):
            raise self.fail("a value")
        self.advance()
        if token == "{":
            return self.mapping(path, depth + 1)
        if token == "[":
            return self.sequence(path, depth + 1)
        if kind == "text":
            text: str = json.loads(token)
            self.problems += text_problems(text, self.document.source, place)
            return text
        return token if kind == "decimal" else scalar(token)

    def mapping(self, path: Path, depth: int) -> dict[str, object]:
        result: dict[str, object] = {}
        while self.token != "}" or result:
            place, token = self.place, self.token
            if self.kind != "text":
                raise self.fail("a key in double quotes")
            self.values += 1
            self.advance()
            self.take(":", "a colon")
            key: str = json.loads(token)
            odd = text_problems(key, self.document.source, place, key=True)
            if not odd and key in result:
                first = str(self.document.marks[(*path, key)][0])
                odd = [problem_at("duplicate-key", self.document.source, place, key, first)]
            self.problems += odd
            if not odd:
                self.document.marks[(*path, key)] = place
            result[key] = self.value((*path, key), depth)
            if self.token != ",":
                break
            self.advance()
        self.take("}", "a comma or '}'")
        return result

    def sequence(self, path: Path, depth: int) -> list[object]:
        result: list[object] = []
        while self.token != "]" or result:
            result.append(self.value((*path, len(result)), depth))
            if self.token != ",":
                break
            self.advance()
        self.take("]", "a comma or ']'")
        return result
