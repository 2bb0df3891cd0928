"""What differs between two pages of one entry, its versions or rows matched by what they say and not by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, ndiff

from api.text.rule_page import Page

ALIKE = 0.6  # of a row and what it became; below that one went and another came


@dataclass(frozen=True)
class _Block:
    plain: tuple[str, ...]  # without the number
    lines: tuple[str, ...]

    @property
    def heading(self) -> str:
        """Its name and number: what stands before the colon of the first line."""
        return self.lines[0].partition(":")[0]


def changed_lines(before: Page, after: Page, name: str) -> Iterator[str]:
    """Lines that went (-) and came (+), under the heading of the row or version that they are of."""
    old, new = _blocks(before, name), _blocks(after, name)
    matcher = SequenceMatcher(None, [block.plain for block in old], [block.plain for block in new], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield from _replaced(old[a:b], new[c:d])


def _blocks(page: Page, name: str) -> list[_Block]:
    plain = replace(page, numbered=False).blocks(name)
    return [_Block(tuple(p), tuple(lines)) for p, lines in zip(plain, page.blocks(name), strict=True)]


def _replaced(old: Sequence[_Block], new: Sequence[_Block]) -> Iterator[str]:
    """Blocks in place of others: those that are much alike beside each other, the rest whole."""
    waiting = list(new)
    for block in old:
        likeness = [_alike(block, other) for other in waiting]
        nearest = max(likeness, default=0)
        if nearest < ALIKE:
            yield from (f"- {line}" for line in block.lines)
            continue
        at = likeness.index(nearest)
        near = waiting[at]
        for came in waiting[:at]:
            yield from (f"+ {line}" for line in came.lines)
        del waiting[: at + 1]
        yield from _edited(block, near)
    for came in waiting:
        yield from (f"+ {line}" for line in came.lines)


def _edited(before: _Block, after: _Block) -> Iterator[str]:
    if after.plain != after.lines:  # a row or version, which has a number
        yield f"  {after.heading}"
    yield from (line for line in ndiff(before.plain, after.plain) if line[0] in "+-")


def _alike(a: _Block, b: _Block) -> float:
    return SequenceMatcher(None, a.plain, b.plain, autojunk=False).ratio()
