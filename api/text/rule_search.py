"""Entries of a rulebook by words in their names, titles, labels, citations and rows, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from api.catalogue import LANGUAGES
from api.text.layout import wrap
from api.text.words import Words


def found_lines(wanted: Sequence[str], words: Words, width: int) -> Iterator[str]:
    """Entries that hold every word, a line for each; whole words and parts of them, without regard to case."""
    parts = [part.casefold() for one in wanted for part in one.split()]
    for kind, name, title, cites, known in _entries(words):
        if all(part in known for part in parts):
            cited = f" [{words.cites(cites)}]" if cites else ""
            yield wrap(f"{words.say(f'kind.{kind}')} {name}: {title}{cited}", width, "", "  ")


def _entries(words: Words) -> Iterator[tuple[str, str, str, list[str], str]]:
    """Kind, name, title, citations, and all that can be searched for, in small letters."""
    book = words.rulebook
    for provision in book.provisions.values():
        cites = [cite for version in provision.versions for cite in version.cites]
        yield "provision", *_told(words, provision.id, provision.title, cites, " ".join(provision.row or ()))
    for table in book.tables.values():
        yield "table", *_told(words, table.id, table.title, [cite for row in table.rows for cite in row.version.cites])
    for formula in book.formulas.values():
        yield "formula", *_told(words, formula.id, formula.title, formula.cites)
    for path, fact in book.facts.items():
        asked = " ".join((fact.question or {}).values())
        choices = " ".join(f"{key} {' '.join(label.values())}" for key, label in fact.choices.items())
        yield "fact", *_told(words, path, fact.label, (), f"{asked} {choices}")


def _told(
    words: Words, name: str, title: Mapping[str, str], cites: Iterable[str], more: str = ""
) -> tuple[str, str, list[str], str]:
    once = list(dict.fromkeys(cites))
    cited = (words.rulebook.citation(cite, lang) for cite in once for lang in LANGUAGES)
    return name, words.pick(title), once, " ".join((name, *title.values(), *once, *cited, more)).casefold()
