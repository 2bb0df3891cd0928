"""The figures to file as a sheet: .csv or .xlsx, a block of lines for each form, each line with what it rests on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from functools import partial

from api.text.parts import contested, why
from api.text.words import RATE, Node, Words

Cell = str | int | None
EXACT = 10**15  # digits that a spreadsheet keeps of a number
HEADS = ("file.line", "file.code", "file.value", "file.at-least", "file.at-most", "file.state", "file.basis")
WIDE = (5, 6, 9)  # columns with sentences: status, basis, and why an investment is answered as it is
LONGEST_NAME, NOT_IN_NAMES = 31, dict.fromkeys(map(ord, "[]:*?/\\"), " ")  # of a sheet
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so would be run by a spreadsheet
REVIEW = "review"
READINGS_TO_MARK = ("secondary", "inferred", "unverified", "domain")


def xlsx_of(document: Node, parts: Sequence[Node], words: Words) -> bytes:
    """``parts``: of the answer, in the order of the listings that show them."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0", "valign": "top"})
    top, wrapped = book.add_format({"valign": "top"}), book.add_format({"valign": "top", "text_wrap": True})
    named: set[str] = set()
    for name, lines in blocks(document, parts, words):
        sheet = book.add_worksheet(_sheet_name(name, named))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 8, 18)
        for column in WIDE:
            sheet.set_column(column, column, 60)
        sheet.write_string(0, 0, name, bold)
        for row, cells in enumerate(lines, 1):
            for column, value in enumerate(cells):
                if isinstance(value, int) and abs(value) < EXACT:
                    sheet.write_number(row, column, value, number)
                elif value is not None:
                    style = wrapped if column in WIDE else top  # never `write`: it would make a formula of "=..."
                    sheet.write_string(row, column, str(value), style)
    book.close()
    return file.getvalue()


def _sheet_name(title: str, taken: set[str]) -> str:
    """A title as Excel takes it for the name of a sheet: short, without certain signs, and once."""
    plain = title.translate(NOT_IN_NAMES).strip(" '")
    short, number = plain[:LONGEST_NAME].rstrip(), 1
    while short.casefold() in taken:
        number += 1
        tail = f" ({number})"
        short = plain[: LONGEST_NAME - len(tail)].rstrip() + tail
    taken.add(short.casefold())
    return short


def csv_of(document: Node, parts: Sequence[Node], words: Words) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for name, lines in blocks(document, parts, words):
        writer.writerow([_safe(name)])
        writer.writerows([[_safe(cell) for cell in line] for line in lines])
        writer.writerow([])
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def blocks(document: Node, parts: Sequence[Node], words: Words) -> Iterator[tuple[str, list[list[Cell]]]]:
    """Each form with its lines and listings, then deadlines and evidence."""
    notice = words.say("file.unofficial")
    for form in document["forms"]:
        lines: list[list[Cell]] = [[notice], [words.pick(form["number"]), _reading(form["reading"], words)]]
        lines += [[words.cites(form["cites"])], [], [words.say(head) for head in HEADS]]
        lines += [_line(line, words) for line in form["lines"]]
        for listing in form["listings"]:
            columns = listing["columns"]
            lines += [[], [words.pick(listing["label"])], [words.pick(column["label"]) for column in columns]]
            entries = parts if listing["over"] == "parts" else [{}] * len(listing["rows"])
            for row, part in zip(listing["rows"], entries, strict=True):
                lines.append([_entry(cell, one["shows"], part, words) for cell, one in zip(row, columns, strict=True)])
        yield words.pick(form["title"]), lines
    yield words.say("file.deadline"), [[notice], *_deadlines(document["deadlines"], words)]
    yield words.say("file.evidence"), [[notice], *_evidence(document["evidence"], words)]


def _reading(reading: str, words: Words) -> str:
    return f"{words.say('file.reading')}: {words.say(f'file.reading.{reading}')}"


def _line(line: Node, words: Words) -> list[Cell]:
    bounds = line["bounds"].get("value", {})
    state = _state(line, words)
    if line.get("code_reading") in READINGS_TO_MARK:
        source = words.say("file.code-reading", reading=words.say(f"file.reading.{line['code_reading']}"))
        state = f"{state}; {source}"
    ends = [_number(bounds.get(end)) for end in ("at_least", "at_most")]
    value = _number(line["value"]) if line["type"] in ("won", "count") else _said(line, words)
    return [words.pick(line["label"]), line.get("code"), value, *ends, state, _basis(line, words)]


def _said(line: Node, words: Words) -> Cell:
    """A stated value as the language says it."""
    value: str | None = line["value"]
    return words.fact_value(line["fact"], value) if value is not None and "fact" in line else value


def _number(value: object) -> Cell:
    """Won as a number where a spreadsheet keeps it exactly; a day as text."""
    text = "" if value is None else str(value)
    if not text:
        return None
    return int(text) if text.lstrip("-").isdigit() and abs(int(text)) < EXACT else text


def _basis(line: Node, words: Words) -> str:
    if "fact" in line:
        return f"{words.label(line['fact'])} ({line['fact']})"
    formula = words.rulebook.formulas[line["formula"]]
    rates = "; ".join(words.title(row) for row in line.get("rates", ()))
    return f"{words.pick(formula.title)} ({formula.id}){f'; {rates}' if rates else ''} [{words.cites(line['cites'])}]"


def _state(line: Node, words: Words) -> str:
    """Bounds too may move with what is for review."""
    said, doubts = words.say(f"file.state.{line['state']}"), _doubts(line, words)
    if not doubts or line["state"] == REVIEW:
        return _because(said, doubts, words)
    return f"{said}; {_because(words.say(f'file.state.{REVIEW}'), doubts, words)}"


def _because(said: str, reason: str, words: Words) -> str:
    return words.say("file.because", said=said, reason=reason) if reason else said


def _doubts(node: Node, words: Words) -> str:
    """Readings and contradictions by name."""
    named = [words.title(doubt["provision"]) for doubt in node.get("hangs_on", ())]
    return "; ".join([*named, *(contested(contest, words) for contest in node.get("contested", ()))])


def _outcome(part: Node, words: Words) -> str:
    reason = _doubts(part, words) if part["outcome"] == REVIEW else ""
    match part["outcome"]:
        case "ineligible":
            reason = why(part, words)
        case "undetermined":
            reason = words.few(words.label(entry["fact"]) for entry in part["missing"])
    return _because(words.say(f"outcome.{part['outcome']}"), reason, words)


def _entry(cell: Node, key: str, part: Node, words: Words) -> Cell:
    if "bounds" in cell:
        shown = partial(words.number, RATE) if key == "rate" else str
        bounds = (cell["bounds"][end] for end in ("at_least", "at_most"))
        ends = ("" if end is None else shown(end) for end in bounds)
        return " ~ ".join(ends)
    value = cell["value"]
    if value is None:
        return None
    match key:
        case "outcome":
            return _outcome(part, words)
        case "tier":
            return words.tier(value)
        case "standing":
            return words.say(f"standing.{value}")
        case "rate":
            return words.number(RATE, value)
    return _number(value) if key.endswith("_krw") else value


def _deadlines(node: Node, words: Words) -> Iterator[list[Cell]]:
    for name, key in (("due", "file.due"), ("amendable_until", "file.amendable-until")):
        yield [words.say(key), words.figure(node, name, "date"), words.cites(node[f"{name}_cites"])]


def _evidence(items: list[Node], words: Words) -> Iterator[list[Cell]]:
    yield [words.say("file.evidence"), words.say("file.shows"), words.say("file.basis")]
    for item in items:
        yield [words.pick(item["document"]), words.pick(item["shows"]), words.cites(item["cites"])]
