"""Two pictures of an audit: lines by outcome, and base credit by tax year and tier, certain and possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.text.register import RegisterWords
from api.text.words import WON
from engine.registers.lookup import Row
from engine.registers.workbook import figures
from engine.registers.workbook.summary import OUTCOMES

WIDTH, LEFT, RIGHT, STEP, TOP = 480, 96, 16, 46, 4
BAR = 18
LEAST = 2  # width below which nothing would be seen


@dataclass(frozen=True)
class Segment:
    x: int
    width: int
    kind: str  # a class of the stylesheet


@dataclass(frozen=True)
class Bar:
    label: str
    said: str
    y: int
    segments: list[Segment]


@dataclass(frozen=True)
class Chart:
    """``legend``: classes with what they stand for. ``said`` is the whole picture in one sentence for each bar."""

    bars: list[Bar]
    height: int
    legend: list[tuple[str, str]]
    width: int = WIDTH
    left: int = LEFT

    @property
    def said(self) -> str:
        return "; ".join(f"{bar.label}: {bar.said}" for bar in self.bars)


def outcome_chart(counts: Mapping[str, int], words: RegisterWords) -> Chart:
    most = max([1, *counts.values()])
    bars = []
    for at, outcome in enumerate(OUTCOMES):
        count = counts.get(outcome, 0)
        width = max(LEAST, count * (WIDTH - LEFT - RIGHT) // most) if count else 0
        key = "audits.line-one" if count == 1 else "audits.lines"
        label, said = words.say(f"outcome.{outcome}"), words.say(key, count=f"{count:,}")
        bars.append(Bar(label, said, TOP + at * STEP, [Segment(LEFT, width, outcome)]))
    return Chart(bars, TOP + len(bars) * STEP, [])


def credit_chart(rows: Sequence[Row], most: Mapping[str, int | None], words: RegisterWords) -> Chart | None:
    """``rows``: what is certain, by tax year and tier; ``most``: what is possible by tax year. None without either."""
    years: dict[str, list[Row]] = {year: [] for year in most}
    for row in rows:
        years.setdefault(figures.year(row["year_starts"], row["year_ends"], words), []).append(row)
    widest = max([0, *(high for high in most.values() if high is not None), *map(_least, years.values())])
    if widest == 0:
        return None
    tiers = [entry.tier for entry in words.rulebook.assessment.tiers]
    scale = WIDTH - LEFT - RIGHT
    bars, used = [], dict[str, None]()
    for at, (year, found) in enumerate(years.items()):
        x, segments = LEFT, []
        for row in sorted(found, key=lambda row: tiers.index(row["tier"]) if row["tier"] else len(tiers)):
            if low := int(row["low"] or 0):
                kind = f"tier-{tiers.index(row['tier'])}" if row["tier"] else "tier-open"
                used[kind] = None
                width = max(LEAST, low * scale // widest)
                segments.append(Segment(x, width, kind))
                x += width
        high = most.get(year)
        end = LEFT + scale if high is None else LEFT + int(high) * scale // widest
        if end - x > LEAST:
            segments.append(Segment(x, end - x, "possible"))
        bounds = {"at_least": _least(found), "at_most": high}
        said = words.number(WON, high) if high == _least(found) else words.range(WON, bounds)
        bars.append(Bar(year, said, TOP + at * STEP, segments))
    names = {f"tier-{at}": words.tier(tier) for at, tier in enumerate(tiers)}
    names["tier-open"] = words.say("book.tier-open")
    legend = [(kind, names[kind]) for kind in sorted(used)]
    return Chart(bars, TOP + len(bars) * STEP, [*legend, ("possible", words.say("audits.possible"))])


def _least(rows: Sequence[Row]) -> int:
    return sum(int(row["low"] or 0) for row in rows)
