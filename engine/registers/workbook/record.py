"""What a reviewer checks: deadlines, assumptions, what was set aside, and the law applied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.inference.derivation import shown
from engine.law.values import iso
from engine.registers.report import Report
from engine.registers.words import Words
from engine.registers.workbook import figures, layout
from engine.registers.workbook.paper import Book, Cell, Page


def write_calendar(book: Book, report: Report, words: Words) -> None:
    columns = layout.columns(
        words,
        ("due", 24, "text"),
        ("book.project", 26, "wrap"),
        ("tier", 20, "wrap"),
        ("book.year", 12, "centre"),
        ("book.lines-count", 9, "count"),
        ("claimable", 20, "won"),
        ("book.floor-least", 20, "won"),
        ("book.exposure-most", 20, "won"),
    )
    page = layout.page_of(book, report, words, "book.calendar", columns)
    page.paragraph(words.say("book.calendar-note"))
    rows: list[list[Cell]] = [
        [
            figures.days(row["due_low"], row["due_high"], words),
            row["what"],
            words.tier(row["tier"]) if row["tier"] else words.say("book.tier-open"),
            figures.year(row["year_starts"], row["year_ends"], words),
            row["lines"],
            figures.most(row["claimable"], words),
            int(row["floor"] or 0),
            figures.most(row["exposure"], words),
        ]
        for row in report.answers.calendar()
    ]
    page.table(columns, rows, words.say("book.calendar-none"))
    _exposure(page, report, words)
    for entry in report.prepared.rulebook.assessment.watch:
        page.section(words.cited(words.pick(entry.label.model_dump()), list(entry.cites)))
        watched = layout.columns(
            words,
            ("book.until", 24, "text"),
            ("book.project", 26, "wrap"),
            ("book.credit-most", 20, "won"),
            ("book.lines-count", 12, "count"),
            ("book.disposed", 9, "count"),
        )
        day_open = words.say("book.day-open")
        kept = [
            [until.isoformat() if until else day_open, what, figures.most(most, words), lines, disposed]
            for until, what, lines, most, disposed in report.answers.watch(entry.kind, entry.tiers)
        ]
        page.table(watched, kept, words.say("book.none"))


def _exposure(page: Page, report: Report, words: Words) -> None:
    """What the calendar shows beside the exposure of the summary: the rest lies where recognition is still open."""
    exposed = report.answers.exposed()
    columns = layout.columns(
        words,
        ("book.year", 24, "text"),
        ("book.taxpayer", 26, "wrap"),
        ("book.exposure-calendar", 20, "won"),
        ("book.exposure-open", 24, "won"),
        ("book.exposure-summary", 24, "won"),
    )
    rows: list[list[Cell]] = []
    for claim in report.answers.claims():
        whole, part = claim["exposure_krw_high"], exposed.get(claim["claim"], 0)
        rest = None if whole is None or part is None else int(whole) - part
        year = figures.year(claim["year_starts"], claim["year_ends"], words)
        rows.append([year, claim["company"] or report.taxpayer, *(figures.most(n, words) for n in (part, rest, whole))])
    page.section(words.say("book.exposure-of"))
    page.table(columns, rows, words.say("book.none"))


def write_assumptions(book: Book, report: Report, words: Words) -> None:
    columns = layout.columns(
        words,
        ("book.assumption", 34, "wrap"),
        ("book.value", 16, "centre"),
        ("book.because", 64, "wrap"),
        ("basis", 34, "wrap"),
        ("book.lines-count", 10, "count"),
    )
    page = layout.page_of(book, report, words, "book.assumptions", columns)
    rulebook = report.prepared.rulebook
    facts = rulebook.facts
    rows: list[list[Cell]] = []
    for path, lines in report.presumed.items():
        presumed = facts[path].presumed
        assert presumed is not None
        value = words.fact_value(path, shown(rulebook, path, facts[path].presumed_value))
        because = words.pick(presumed.because.model_dump())
        rows.append([words.label(path), value, because, words.cites(presumed.cites), lines or None])
    page.part(words.say("book.presumed"), columns, rows, words.say("book.none"))
    page.section(words.say("book.register-assumptions"))
    for key in report.register_assumptions:
        page.paragraph(f"· {words.say(f'book.assumed.{key}')}")
    for declared in report.prepared.rulebook.lists.values():
        if declared.presumed is not None:
            because = words.pick(declared.presumed.because.model_dump())
            page.paragraph(f"· {words.cited(because, list(declared.presumed.cites))}")
    doubted = [*layout.columns(words, ("book.reading", 34, "wrap")), *columns[1:]]
    page.part(words.say("book.doubts"), doubted, _doubts(report, words), words.say("book.no-doubts"))
    judged = layout.columns(
        words,
        ("book.judged", 34, "wrap"),
        ("book.value", 16, "centre"),
        ("book.judged-why", 64, "wrap"),
        ("book.judged-by", 34, "wrap"),
        ("book.lines-count", 10, "count"),
    )
    page.part(words.say("judgements"), judged, _judged(report, words), words.say("book.none"))
    attested = layout.columns(
        words,
        ("book.fact", 34, "wrap"),
        ("book.value", 16, "centre"),
        ("book.attested-by", 64, "wrap"),
        ("book.attested-on", 34),
    )
    page.part(words.say("book.attested"), attested, _attested(report, words), words.say("book.none"))
    page.section(words.say("not-examined"))
    for topic in report.prepared.rulebook.assessment.not_examined:
        said = topic.model_dump()
        page.paragraph(f"· {words.cited(words.pick(said['topic']), list(said['cites']))}")


def _doubts(report: Report, words: Words) -> list[list[Cell]]:
    """Readings that are not settled, with the lines that hang on them."""
    counted: dict[str, int] = {}
    nodes: dict[str, Any] = {}
    for number, lines in report.lines_by_reason("outcome = 'review'"):
        for node in report.explanations[number].doubts:
            nodes[node["provision"]] = node
            counted[node["provision"]] = counted.get(node["provision"], 0) + lines
    return [
        [
            words.title(id_),
            words.say(f"reading.{node['reading']}"),
            words.pick(node["note"]) if node["note"] else None,
            words.cites(node["cites"]),
            counted[id_],
        ]
        for id_, node in sorted(nodes.items())
    ]


def _judged(report: Report, words: Words) -> Iterator[list[Cell]]:
    """Judgements of professionals with their evidence, and the lines that they are of."""
    for one, lines in zip(report.settings.judgements, report.judged_lines, strict=True):
        of = f" ({one.of[1]})" if one.of else ""
        provision = report.prepared.rulebook.provisions[one.provision]
        cites = words.cites(cite for version in provision.versions[:1] for cite in version.cites)
        why = f"{one.reason}\n{words.say('book.judged-evidence', digest=one.evidence_digest)}"
        who = words.say("book.judged-who", by=one.by, licence=one.licence_no, on=iso(one.on))
        said = words.say("yes" if one.value else "no")
        asked = words.pick(provision.judgement or provision.title)
        yield [f"{asked}{of}\n[{cites}]", said, why, who, lines]


def _attested(report: Report, words: Words) -> Iterator[list[Cell]]:
    for item in report.settings.data.get("attestations") or []:
        for path, value in item["facts"].items():
            shown = words.fact_value(path, value) if not isinstance(value, dict) else str(value)
            yield [words.label(path), shown, str(item["by"]), str(item["on"])]


def write_aside(book: Book, report: Report, words: Words, most: int) -> list[str]:
    columns = layout.columns(
        words,
        ("book.file", 24, "wrap"),
        ("book.sheet", 18, "wrap"),
        ("book.line", 9, "count"),
        ("book.column", 18, "wrap"),
        ("book.value", 28, "wrap"),
        ("book.why", 70, "wrap"),
    )
    pages = layout.pages_of(book, report, words, "book.aside", columns, most)
    for values in report.aside():
        pages.add(values)
    return pages.close(words.say("book.aside-none"))


def write_law(book: Book, report: Report, words: Words) -> None:
    columns = layout.columns(words, ("", 30, "label"), ("", 100, "wrap"))
    page = layout.page_of(book, report, words, "book.law", columns)
    rulebook = report.prepared.rulebook
    known_on = report.order.known_on
    page.section(words.say("book.law-applied"))
    page.cells(columns, [words.say("book.law-known"), words.say("known-on", day=iso(known_on))])
    page.cells(columns, [words.say("book.law-read"), words.say("read-through", list=words.read_through)])
    page.cells(columns, [words.say("book.law-rulebook"), rulebook.digest])
    for short, titles in rulebook.forms.titles.items():
        page.cells(columns, [words.law(short), words.pick(titles)])
    page.section(words.say("book.inputs"))
    for name, digest in report.register.digests.items():
        page.cells(columns, [name, digest])
    for sheet in report.register.sheets:
        said = words.say(
            "book.sheet-read", file=sheet.file, kind=words.say(f"book.kind.{sheet.kind}"), header=sheet.header_line
        )
        page.cells(columns, [sheet.sheet, said])
    for name in report.register.unread:
        page.cells(columns, [name, words.say("book.sheet-unread")])
    page.section(words.say("book.instruments"))
    known = [i for i in rulebook.instruments.values() if i.promulgated <= known_on]
    for instrument in sorted(known, key=lambda i: (i.promulgated, i.id)):
        page.cells(columns, [iso(instrument.promulgated), words.instrument(instrument.id)])
