"""Kleene's strong logic over condition trees: true, false, unknown (None). Absent is unknown, never false."""

from __future__ import annotations

from collections.abc import Callable

from engine.law.conditions import AT_LEAST, IN, All, Any, Applies, Condition, FactTest, Not, ProvisionRef
from engine.law.values import Interval, Truth, Value

Leaf = Callable[[FactTest | ProvisionRef | Applies], Truth]


def truth(condition: Condition, leaf: Leaf) -> Truth:
    """Truth of a tree whose leaves are given by ``leaf``. What follows a part that decides is not looked at: it could
    not change the value."""
    kind = type(condition)
    if kind is All or kind is Any:
        decides = kind is Any
        open_ = False
        for part in condition.parts:  # type: ignore[union-attr]
            value = truth(part, leaf)
            if value is decides:
                return decides
            open_ = open_ or value is None
        return None if open_ else not decides
    if kind is Not:
        value = truth(condition.part, leaf)  # type: ignore[union-attr]
        return None if value is None else not value
    return leaf(condition)  # type: ignore[arg-type]


def fact_truth(test: FactTest, value: Value | None) -> Truth:
    """Truth of a test of one fact; an ordered value that is known within bounds may still decide it."""
    if value is None:
        return None
    if test.op == AT_LEAST:
        assert isinstance(value, Interval), test
        if value.low is not None and value.low >= test.operand:  # type: ignore[operator]
            return True
        return False if value.high is not None and value.high < test.operand else None  # type: ignore[operator]
    if test.op == IN:
        if isinstance(value, frozenset):
            return not value.isdisjoint(test.operand)  # type: ignore[arg-type]
        return value in test.operand  # type: ignore[operator]
    return bool(value)


def conjunction(values: list[Truth]) -> Truth:
    return False if False in values else None if None in values else True


def disjunction(values: list[Truth]) -> Truth:
    return True if True in values else None if None in values else False
