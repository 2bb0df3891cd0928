"""The strict reader of JSON against the standard library, and against the reader of YAML."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.law.problems import BadInput
from engine.law.strict_json import read_json
from engine.law.strict_yaml import MAX_NUMBER, read_yaml

NUMBERS = st.integers(-MAX_NUMBER, MAX_NUMBER)
TEXTS = st.text(st.characters(codec="ascii"), max_size=8)
NAMES = st.text("abc", max_size=3)
DATA = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(data=DATA, indent=st.sampled_from([None, 0, 2]))
def test_json_is_read_as_the_standard_library_does(data: object, indent: int | None) -> None:
    raw = json.dumps(data, indent=indent).encode()
    try:
        document = read_json(raw, "x")
    except BadInput as bad:
        assert {problem.code for problem in bad.problems} == {"bad-character"}
    else:
        assert document.data == json.loads(raw)


@given(data=DATA)
def test_json_is_yaml_with_the_same_places(data: object) -> None:
    raw = json.dumps(data).encode()
    try:
        one, other = read_json(raw, "x"), read_yaml(raw, "x")
    except BadInput as bad:
        assert {problem.code for problem in bad.problems} == {"bad-character"}
    else:
        assert one.data == other.data
        assert one.marks == other.marks


@given(text=st.text('[]{}:,"\\ \n01.eE-+truefalsn/u', max_size=30))
def test_what_is_no_json_for_the_standard_library_is_none_here(text: str) -> None:
    try:
        json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        with pytest.raises(BadInput):
            read_json(text.encode(), "x")
    else:
        read_json_or_repeated_key(text.encode())


def _refuse(name: str) -> None:
    raise ValueError(name)


def read_json_or_repeated_key(raw: bytes) -> None:
    try:
        read_json(raw, "x")
    except BadInput as bad:
        assert {problem.code for problem in bad.problems} <= {"duplicate-key", "bad-character"}
