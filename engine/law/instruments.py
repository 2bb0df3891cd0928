"""From the entries of ``instruments.yaml`` to instruments and forms of citation."""

from __future__ import annotations

from engine.law.citations import Forms
from engine.law.model import InstrumentsFile
from engine.law.problems import shown
from engine.law.rulebook import Instrument
from engine.law.strict_yaml import Path
from engine.law.typed import misfit, ordered
from engine.law.vocabulary import Entry, Reporter

INSTRUMENTS = ("instruments", "")
WORDS = ("addenda", "article", "paragraph", "item", "sub", "point", "annex", "row", "branch")
UNREAD = 1  # ordinal that stands for a date that was reported


def read_day(report: Reporter, entry: Entry, path: Path, text: str) -> int:
    """The ordinal of a date that has the right form, but may be in no calendar."""
    found = ordered("date", text)
    if found is None or found.low is None:
        report(entry, path, *misfit("date", text))
        return UNREAD
    return int(found.low)


def forms_of(law: InstrumentsFile, report: Reporter) -> Forms:
    words = {name: text.model_dump() for name, text in law.citation_words.items()}
    for word in (*WORDS, *dict.fromkeys(entry.kind for entry in law.instruments.values())):
        if word not in words:
            report(INSTRUMENTS, ("citation_words",), "missing-key", expected=word)
        for lang, form in words.get(word, {}).items():
            if not _filled(form, "1", "2"):
                report(INSTRUMENTS, ("citation_words", word, lang), "bad-form", shown(form))
    laws = {name: {"ko": entry.ko, "en": entry.en} for name, entry in law.laws.items()}
    titles = {name: entry.title.model_dump() for name, entry in law.laws.items() if entry.title}
    return Forms(laws, titles, words)


def instruments_of(law: InstrumentsFile, forms: Forms, report: Reporter) -> dict[str, Instrument]:
    found = {}
    for id_, entry in law.instruments.items():
        words = forms.words.get(entry.kind, {})
        found[id_] = Instrument(
            id_,
            entry.kind,
            entry.number,
            read_day(report, INSTRUMENTS, ("instruments", id_, "promulgated"), entry.promulgated),
            {lang: _filled(form, entry.number, entry.promulgated) for lang, form in words.items()},
            entry.effect.model_dump(),
        )
    return found


def read_through(law: InstrumentsFile, report: Reporter) -> dict[str, int]:
    """Per kind of instrument the day up to which the law was read."""
    for kind in dict.fromkeys(entry.kind for entry in law.instruments.values()):
        if kind not in law.read_through:
            report(INSTRUMENTS, ("read_through",), "missing-key", expected=kind)
    days = law.read_through.items()
    return {kind: read_day(report, INSTRUMENTS, ("read_through", kind), text) for kind, text in days}


def _filled(form: str, number: str, rest: str) -> str:
    """A form with its gaps filled; '' if it has gaps of another kind."""
    try:
        return form.format(number, rest)
    except (LookupError, ValueError, AttributeError):
        return ""
