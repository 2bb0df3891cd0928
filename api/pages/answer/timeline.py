"""Days of an answer on a time line: what was invested when, until when to apply, until when to keep it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.text.words import Node, Words
from engine.law.values import day, iso

WIDTH, LEFT, RIGHT, TOP, STEP = 860, 16, 16, 34, 26  # of the picture, in its own units
MIDDLE = WIDTH * 11 // 20  # up to which what ends has its text to the right
MOST = 16  # events in the picture; all stand in the list beside it
INVESTED, DEADLINE, WATCH, YEAR = "invested", "deadline", "watch", "year"


@dataclass(frozen=True)
class Event:
    """``since`` differs from ``until`` where it is a stretch, or a day that is not exactly known."""

    kind: str
    since: str
    until: str
    label: str
    about: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """An event in the picture. ``side``: where its text stands, "right", "left" or "inside" of it."""

    event: Event
    x: int
    width: int
    y: int
    text_x: int
    side: str


@dataclass(frozen=True)
class Picture:
    marks: list[Mark]
    years: list[tuple[int, str]]  # where each begins
    width: int
    height: int


def events(document: Node, year: tuple[str, str], words: Words) -> list[Event]:
    """In order; the same day of several investments is one event."""
    found: dict[tuple[str, str, str, str, tuple[str, ...]], list[str]] = {}
    for kind, since, until, label, about, cites in _each(document, year, words):
        names = found.setdefault((kind, since, until, label, cites), [])
        if about and about not in names:
            names.append(about)
    listed = [Event(kind, s, u, label, tuple(names), cites) for (kind, s, u, label, cites), names in found.items()]
    return sorted(listed, key=lambda event: (event.since, event.until, event.kind))


def _each(
    document: Node, year: tuple[str, str], words: Words
) -> Iterator[tuple[str, str, str, str, str, tuple[str, ...]]]:
    yield YEAR, *year, words.say("timeline.year"), "", ()
    for item in document["investments"]:
        for part in item["parts"]:
            if part["outcome"] != "ineligible":
                yield INVESTED, part["from"], part["until"], words.say("timeline.invested"), item["id"], ()
            for condition in part["conditions"]:
                bounds = condition.get("bounds", {}).get("due") or {}
                since = condition.get("due") or bounds.get("at_least") or bounds.get("at_most")
                if since is not None:
                    until = condition.get("due") or bounds.get("at_most") or since
                    yield DEADLINE, since, until, words.say("due"), item["id"], tuple(condition.get("cites", ()))
    for entry in document["watch"]:
        until = entry["until"]
        yield WATCH, until, until, words.pick(entry["label"]), entry["investment"], tuple(entry["cites"])


def picture(listed: list[Event]) -> Picture | None:
    """The first events drawn, each on a line of its own, with a line for every year; None if there are too few."""
    shown = listed[:MOST]
    if len(shown) < 2:
        return None
    first = day(f"{min(event.since for event in shown)[:4]}-01-01")
    last = day(f"{int(max(event.until for event in shown)[:4]) + 1:04}-01-01")

    def x(date: str) -> int:
        return LEFT + (day(date) - first) * (WIDTH - LEFT - RIGHT) // (last - first)

    marks = []
    for i, event in enumerate(shown):
        start, end = x(event.since), max(x(event.until), x(event.since) + 8)
        side = "right" if end < MIDDLE else "left" if start > WIDTH - MIDDLE else "inside"
        text_x = {"right": end + 8, "left": start - 8, "inside": start + 8}[side]
        marks.append(Mark(event, start, end - start, TOP + i * STEP, text_x, side))
    years = [(x(f"{year}-01-01"), str(year)) for year in range(int(iso(first)[:4]), int(iso(last)[:4]))]
    thin = max(1, len(years) // 9)
    return Picture(marks, years[::thin], WIDTH, TOP + len(shown) * STEP + 8)
