"""The whole credit of each claim: every figure with its bounds, what closes its gap, the law, and the history used."""

from __future__ import annotations

from collections.abc import Iterator

from engine.assessment.figures import CERTAIN
from engine.registers.credits import SUMMED, ClaimCredit, Figure
from engine.registers.report import Report
from engine.registers.words import Words
from engine.registers.workbook import figures, layout
from engine.registers.workbook.paper import Book, Cell


def write_credit(book: Book, report: Report, words: Words) -> None:
    columns = layout.columns(
        words,
        ("book.figure", 30, "wrap"),
        ("book.least", 20, "won"),
        ("book.most", 20, "won"),
        ("book.state", 12, "centre"),
        ("book.closes", 56, "wrap"),
        ("basis", 36, "wrap"),
    )
    page = layout.page_of(book, report, words, "book.credit", columns)
    page.paragraph(words.say("book.credit-note"))
    for number, credit in enumerate(report.credits):
        if number:
            page.turn()
        page.section(heading(credit, report, words))
        if credit.answer.closed:
            page.paragraph(words.say("warn.scheme"), "warning")
        page.table(columns, _rows(credit, report, words), words.say("book.none"))
        for line in _beside(credit, words):
            page.paragraph(f"· {line}")


def heading(credit: ClaimCredit, report: Report, words: Words) -> str:
    """Tax year, taxpayer and scheme of a claim."""
    row = credit.row
    scheme = words.scheme(row["scheme"]) if row["scheme"] else words.say("scheme.open")
    year = figures.year(row["year_starts"], row["year_ends"], words)
    return " · ".join((year, row["company"] or report.taxpayer, scheme))


def _rows(credit: ClaimCredit, report: Report, words: Words) -> Iterator[list[Cell]]:
    rulebook = credit.answer.rulebook
    base = rulebook.formulas[rulebook.assessment.base_credit]
    for name in SUMMED:
        value = credit.summed(name)
        label = words.say("credit" if name == SUMMED[0] else name.removesuffix("_krw"))
        state = words.say(f"book.state.{CERTAIN}" if value.exact is not None else "book.state.undetermined")
        open_lines = words.say("book.closed-by-lines") if value.exact is None else None
        yield [label, *figures.ends(value, words), state, open_lines, words.cites(base.cites)]
    named: set[str] = set()
    for figure in credit.figures:
        state = words.say(f"book.state.{figure.outcome}")
        closes = closing(figure, report, words, named)
        if not closes and figure.value.exact is None:
            closes = words.say("book.closed-by-lines")
        yield [words.pick(figure.label), *figures.ends(figure.value, words), state, closes, words.cites(figure.cites)]


def closing(figure: Figure, report: Report, words: Words, named: set[str]) -> str:
    """What would close the gap of a figure, by its questions, or settle the reading that it hangs on. A question that
    is ``named`` above is only numbered."""
    said = []
    for path in figure.asks:
        label = "" if path in named else f" {report.questions.label(path)}"
        said.append(f"{report.questions.number(path)}{label}")
    named.update(figure.asks)
    asked = [", ".join(said)] if said else []
    for node in figure.doubts:
        reading = words.say(f"reading.{node['reading']}")
        asked.append(words.say("book.hangs-on", title=f"{words.title(str(node['provision']))} ({reading})"))
    return "\n".join(asked)


def _beside(credit: ClaimCredit, words: Words) -> Iterator[str]:
    """The other scheme, and what was used of the settings: facts, entries of lists, carried credit, recapture."""
    answer = credit.answer
    if len(answer.workings) > 1:
        for name in answer.workings:
            document = answer.of_scheme(name)
            labels = {entry.figure: entry.label.model_dump() for entry in answer.rulebook.assessment.figures}
            compared = [(words.say("credit"), "base_krw")]
            compared += [(words.pick(labels[key]), key) for key in labels if key in document or key in _open(document)]
            said = ", ".join(f"{label} {words.figure(document, key)}" for label, key in compared)
            yield f"{words.scheme(name)}: {said}"
    for path, value in credit.used.items():
        yield words.say("book.used", label=words.label(path), value=words.fact_value(path, value))
    for entry in credit.entries:
        said = ", ".join(f"{words.label(path)} {words.fact_value(path, value)}" for path, value in entry.facts.items())
        label = words.pick(answer.rulebook.lists[entry.listed].label)
        yield words.say("book.used", label=f"{label} ({entry.of})" if entry.of else label, value=said)
    if len(answer.taken) != 1:
        return
    (workings,) = answer.taken
    for carried in workings.carried:
        document = answer.carried(carried)
        days = {key: words.figure(document, key, "date") for key in ("arose_in", "last_day")}
        won = {key: words.figure(document, f"{key}_krw") for key in ("amount", "used")}
        yield words.say("book.carried-line", **days, **won)
    for back in workings.recaptured:
        document = answer.recapture(back)
        won = {key: words.figure(document, f"{key}_krw") for key in ("credit", "interest")}
        year = words.figure(document, "taken_in", "date")
        yield words.say("recapture.line", investment=document["investment"], year=year, **won)


def _open(document: dict[str, object]) -> dict[str, object]:
    bounds = document.get("bounds")
    return bounds if isinstance(bounds, dict) else {}
