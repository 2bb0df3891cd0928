"""The credit of the claim as text: the figures, what they hang on, and with ``--explain`` how each came about."""

from __future__ import annotations

from collections.abc import Iterator

from api.text.layout import rows, wrap
from api.text.words import Node, Words
from engine.law.model import FigureEntry

STEP = "  "


def credit_lines(document: Node, words: Words, width: int) -> Iterator[str]:
    node = document["credit"]
    scheme = words.scheme(node["scheme"]) if node["scheme"] else words.say("scheme.open")
    pairs = [(words.say("credit"), f"{words.figure(node, 'base_krw')} · {scheme}")]
    if any("floor_krw" in part for item in document["investments"] for part in item["parts"]):
        exposure = words.figure(node, "exposure_krw")
        pairs.append((words.say("floor"), words.figure(node, "floor_krw")))
        pairs.append((words.say("exposure"), f"{exposure} · {words.say('exposure.note')}"))
    for entry in words.rulebook.assessment.figures:
        if telling(node, entry.figure, words.rulebook.assessment.total):
            pairs.append((words.pick(entry.label.model_dump()), words.figure(node, entry.figure)))
    if unknown := [words.pick(entry.label.model_dump()) for entry in _unbounded(node, words)]:
        pairs.append((words.say("figures.unknown"), ", ".join(unknown)))
    if len(node["schemes"]) > 1:
        total = words.rulebook.assessment.total
        compared = [f"{words.figure(s, total)} · {words.scheme(s['scheme'])}" for s in node["schemes"]]
        pairs += [(words.say("schemes") if i == 0 else "", line) for i, line in enumerate(compared)]
    yield from rows(pairs, width, "")
    for figure in node.get("figures", {}).values():
        yield from _review(figure, words, width)
    for entry in node.get("recapture", ()):
        yield wrap(_recapture(entry, words), width, STEP)


def telling(node: Node, figure: str, total: str) -> bool:
    """Figures of which nothing is known, and those of nothing, are not shown; the total always is."""
    bounds = node["bounds"].get(figure)
    return figure == total or (bounds["at_most"] is not None if bounds else node[figure] != 0)


def _unbounded(node: Node, words: Words) -> Iterator[FigureEntry]:
    """Figures that are open without an upper bound: not told in won, and not left out as if they were nothing."""
    for entry in words.rulebook.assessment.figures:
        bounds = node["bounds"].get(entry.figure)
        if bounds and bounds["at_most"] is None and entry.figure != words.rulebook.assessment.total:
            yield entry


def _review(figure: Node, words: Words, width: int) -> Iterator[str]:
    """The doubtful reading on which a figure hangs, and the figure by the other readings."""
    if figure["outcome"] != "review":
        return
    label = words.pick(figure["label"])
    for doubt in figure["hangs_on"]:
        reading = words.say(f"reading.{doubt['reading']}")
        why = f" {words.pick(doubt['note'])}" if doubt["note"] else ""
        line = words.say("figure.review", label=label, title=words.pick(doubt["title"]), reading=reading)
        yield wrap(words.cited(line + why, doubt["cites"]), width, "? ")
    beside = figure.get("beside")
    if beside:
        named = [key for key in beside if key != "bounds"]
        found = [f"{words.say(f'beside.{key}')}: {words.figure(beside, key)}" for key in named]
        yield wrap("; ".join(found), width, "  ")


def _recapture(entry: Node, words: Words) -> str:
    return words.say(
        "recapture.line",
        investment=entry["investment"],
        year=entry["taken_in"] or words.say("open"),
        credit=words.figure(entry, "credit_krw"),
        interest=words.figure(entry, "interest_krw"),
    )


def workings_lines(document: Node, words: Words, width: int) -> Iterator[str]:
    """Every figure with the formulas that it rests on."""
    figures = document["credit"].get("figures", {})
    if not figures:
        return
    yield words.say("workings")
    for entry in words.rulebook.assessment.figures:
        figure = figures[entry.figure]
        yield wrap(words.pick(figure["label"]), width, STEP)
        yield from _step(figure["because"], words, width, STEP * 2)


def _step(node: Node, words: Words, width: int, indent: str) -> Iterator[str]:
    formula = words.rulebook.formulas[node["formula"]]
    value = formula_value(formula.type, node["value"], words)
    line = f"{words.pick(formula.title)} = {value}"
    if node.get("shown"):
        yield wrap(f"{line} {words.say('above')}", width, indent)
        return
    yield wrap(words.cited(line, node["cites"]), width, indent)
    inner = indent + STEP
    for path, fact in node["facts"].items():
        yield wrap(f"{words.label(path)}: {words.fact_value(path, fact)}", width, inner + "· ")
    for rate in node["rates"]:
        yield wrap(words.cited(words.title(rate["row"]), rate["cites"]), width, inner + "· ")
    for part in node["from"]:
        yield from _step(part, words, width, inner)


def formula_value(kind: str, value: object, words: Words) -> str:
    if value is None:
        return words.say("open")
    if isinstance(value, bool):
        return words.say("yes" if value else "no")
    if isinstance(value, dict):
        return words.range(kind, value)
    return words.number(kind, value)
