"""What differs between the law known on two days, and between two rulebooks, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.catalogue import text
from api.text.layout import wrap
from api.text.rule_blocks import changed_lines
from api.text.rule_page import Page
from api.text.words import Words
from engine.inference.derivation import Explainer
from engine.inference.entity import Entity
from engine.law.rulebook import Instrument, Rulebook, Version, effective
from engine.law.values import iso

KINDS = {"provisions": "provision", "tables": "table", "formulas": "formula", "facts": "fact"}
WIDTH = 100


@dataclass(frozen=True)
class Change:
    """How the application of a version changed with what became known: what it applied to before and after, empty
    where it was not there."""

    version: str
    title: str
    before: str
    after: str

    @property
    def entry(self) -> str:
        """The provision or table that the version is of."""
        return self.version.partition("@")[0].partition("#")[0]


def changes(words: Words, a: int, b: int) -> Iterator[Change]:
    """Versions that apply otherwise as known on ``b`` than as known on ``a``, which is earlier."""
    rulebook = words.rulebook
    for version in rulebook.versions.values():
        if version.judged:
            continue  # nothing that the law writes
        before, after = (effective(version.period, rulebook.instruments, known) for known in (a, b))
        if before != after:
            ends = [
                "" if period is None else _span(words, version, known)
                for period, known in ((before, a), (after, b))
            ]
            yield Change(version.key, words.title(version.key.partition("@")[0]), *ends)


def promulgated(rulebook: Rulebook, a: int, b: int) -> list[Instrument]:
    """Instruments that came out after ``a`` and until ``b``, in order."""
    found = [i for i in rulebook.instruments.values() if a < i.promulgated <= b]
    return sorted(found, key=lambda i: (i.promulgated, i.id))


def between_days(rulebook: Rulebook, a: int, b: int, lang: str, width: int = WIDTH) -> Iterator[str]:
    """What became visible from one day of knowledge to the other, and by which instrument."""
    words = Words(rulebook, lang)
    a, b = sorted((a, b))
    changed, new = list(changes(words, a, b)), promulgated(rulebook, a, b)
    if not new and not changed:
        return
    yield words.say("diff.known", a=iso(a), b=iso(b))
    if new:
        yield words.say("diff.promulgated")
        for instrument in new:
            yield wrap(f"{words.pick(instrument.name)}: {words.pick(instrument.effect)}", width, "  ", "    ")
    yield from (wrap(_change(words, change), width, "", "    ") for change in changed)


def _change(words: Words, change: Change) -> str:
    what = f"{change.title} ({change.version})"
    if not change.before:
        return words.say("diff.new", what=what, period=change.after)
    if not change.after:
        return words.say("diff.gone", what=what, period=change.before)
    return words.say("diff.changed", what=what, before=change.before, after=change.after)


def _span(words: Words, version: Version, known_on: int) -> str:
    node = Explainer(words.rulebook, Entity("amount", {}), known_on).period(version.key)
    return words.span(node, iso(known_on)) or words.say("show.always")


def between_rulebooks(a: Rulebook, b: Rulebook, known_on: int, lang: str) -> Iterator[str]:
    """Entries added, removed and changed; of those changed the lines of their pages that differ."""
    if a.digest == b.digest:
        return
    pages = [Page(Words(book, lang), known_on, None, WIDTH) for book in (a, b)]
    yield from _instruments(a, b, lang)
    raw = [_entries(book) for book in (a, b)]
    for kind, one in KINDS.items():
        for name in dict.fromkeys([*getattr(a, kind), *getattr(b, kind)]):
            old, new = (entries.get((kind, name)) for entries in raw)
            if old == new:
                continue
            page = pages[1] if new is not None else pages[0]
            key = "added" if old is None else "removed" if new is None else "edited"
            yield text(f"diff.{key}", lang, kind=text(f"kind.{one}", lang), what=page.named(name))
            if old is not None and new is not None:
                yield from (f"    {line}" for line in changed_lines(pages[0], pages[1], name))
    yield from _filing(a, b, lang)
    contents = [json.loads(book.content) for book in (a, b)]
    for file in ("assessment", "vocabulary", "instruments"):
        rest = [{**content[file], "facts": None, "instruments": None} for content in contents]
        if rest[0] != rest[1]:
            yield text("diff.other", lang, file=f"{file}.yaml")


def _instruments(a: Rulebook, b: Rulebook, lang: str) -> Iterator[str]:
    for id_ in dict.fromkeys([*a.instruments, *b.instruments]):
        old, new = a.instruments.get(id_), b.instruments.get(id_)
        some = new or old
        if old != new and some is not None:
            key = "added" if old is None else "removed" if new is None else "edited"
            what = f"{some.name[lang]}: {some.effect[lang]}"
            yield text(f"diff.{key}", lang, kind=text("kind.instrument", lang), what=what)


def _filing(a: Rulebook, b: Rulebook, lang: str) -> Iterator[str]:
    """Forms and evidence by their names."""
    for old_items, new_items in ((a.filing_forms, b.filing_forms), (a.filing_evidence, b.filing_evidence)):
        old, new = ({item.id: item for item in items} for items in (old_items, new_items))
        for id_ in dict.fromkeys([*old, *new]):
            if old.get(id_) != new.get(id_):
                key = "edited" if id_ in old and id_ in new else "added" if id_ in new else "removed"
                yield text(f"diff.{key}", lang, kind=text("kind.filing", lang), what=id_)


def _entries(rulebook: Rulebook) -> dict[tuple[str, str], Any]:
    """Entries as they are written, by kind and name."""
    content = json.loads(rulebook.content)
    found = {(kind, e["id"]): e for kind in ("provisions", "tables", "formulas") for e in content[kind]}
    return found | {("facts", fact["path"]): fact for fact in content["vocabulary"]["facts"]}
