"""Days of an answer on a time line: what was invested when, until when to apply, until when to keep it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.text.watch import watch_open
from api.text.words import DAY, Node, Words
from engine.law.values import day, iso

WIDTH, SIDE, TOP, STEP = 860, 8, 34, 36  # of the picture, in its own units
NARROW = 340  # width of the pictures in the list, where there is no room for one beside it
LEAST = 8  # width of a day, as broad as it has to be seen
LETTER, WIDE_LETTER, WIDEST_YEAR = 7, 12, 40  # width of the text, at most
MOST = 16  # events in the picture; all stand in the list beside it
INVESTED, DEADLINE, WATCH, YEAR = "invested", "deadline", "watch", "year"


@dataclass(frozen=True)
class Event:
    """``since`` differs from ``until`` where it is a stretch, or a day that is not exactly known; ``when`` says it."""

    kind: str
    since: str
    until: str
    when: str
    label: str
    about: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """An event in the picture. Its text begins with it, or ends at the right side where there is no room for that."""

    event: Event
    x: int
    width: int
    y: int
    text_x: int
    at_end: bool


@dataclass(frozen=True)
class Picture:
    marks: list[Mark]
    years: list[tuple[int, str]]  # where each begins
    width: int
    height: int


def events(document: Node, year: tuple[str, str], words: Words) -> list[Event]:
    """In order; the same day of several investments is one event."""
    found: dict[Event, list[str]] = {}
    for event, about in _each(document, year, words):
        names = found.setdefault(event, [])
        if about and about not in names:
            names.append(about)
    listed = [replace(event, about=tuple(names)) for event, names in found.items()]
    return sorted(listed, key=lambda event: (event.since, event.until, event.kind))


def undated(document: Node, words: Words) -> list[Event]:
    """Days to watch that are still open: for the list, not for the picture."""
    found = []
    for entry, about in watch_open(document, words.rulebook):
        label = words.pick(entry.label.model_dump())
        found.append(Event(WATCH, "", "", words.say("timeline.open"), label, tuple(about), tuple(entry.cites)))
    return found


def _each(document: Node, year: tuple[str, str], words: Words) -> Iterator[tuple[Event, str]]:
    """Each with the investment that it is about."""
    yield Event(YEAR, *year, _stretch(*year, words), words.say("timeline.year")), ""
    for item in document["investments"]:
        for part in item["parts"]:
            if part["outcome"] != "ineligible":
                days = part["from"], part["until"]
                yield Event(INVESTED, *days, _stretch(*days, words), words.say("timeline.invested")), item["id"]
            for condition in part["conditions"]:
                bounds = condition.get("bounds", {}).get("due") or {}
                since = condition.get("due") or bounds.get("at_least") or bounds.get("at_most")
                if since is not None:
                    until = condition.get("due") or bounds.get("at_most") or since
                    when, label = condition.get("due") or words.range(DAY, bounds), words.say("due")
                    if since != until:
                        label = words.say("timeline.due-open", due=label)
                    yield Event(DEADLINE, since, until, when, label, (), _cites(condition)), item["id"]
    for entry in document["watch"]:
        until, label = entry["until"], words.pick(entry["label"])
        when = words.say("timeline.until", day=until)
        yield Event(WATCH, until, until, when, label, (), _cites(entry)), entry["investment"]


def _stretch(since: str, until: str, words: Words) -> str:
    return since if since == until else words.say("range", low=since, high=until)


def _cites(node: Node) -> tuple[str, ...]:
    return tuple(node.get("cites", ()))


def picture(listed: list[Event]) -> Picture | None:
    """The first events drawn, each on a line of its own, with a line for every year; None if there are too few."""
    return _drawn(listed[:MOST], WIDTH) if len(listed) > 1 else None


def bars(listed: list[Event]) -> Picture | None:
    """The events of a list drawn beside their words, for a narrow screen."""
    return _drawn(listed, NARROW) if len(listed) > 1 else None


def _drawn(shown: list[Event], width: int) -> Picture:
    first = day(f"{min(event.since for event in shown)[:4]}-01-01")
    last = day(f"{int(max(event.until for event in shown)[:4]) + 1:04}-01-01")

    def x(date: str) -> int:
        return SIDE + (day(date) - first) * (width - 2 * SIDE) // (last - first)

    marks = []
    for i, event in enumerate(shown):
        start = x(event.since)
        broad = max(x(event.until) - start, LEAST)
        at_end = start + _length(f"{event.when} {event.label}") > width - SIDE
        marks.append(Mark(event, start, broad, TOP + i * STEP, width - SIDE if at_end else start, at_end))
    years = [(x(f"{year}-01-01"), str(year)) for year in range(int(iso(first)[:4]), int(iso(last)[:4]))]
    thin = max(1, -(-len(years) * WIDEST_YEAR // width))
    return Picture(marks, years[::thin], width, TOP + len(shown) * STEP)


def _length(text: str) -> int:
    return sum(LETTER if letter.isascii() else WIDE_LETTER for letter in text)
