"""An answer as a PDF: the same bytes for the same answer, wherever it is made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import Any

from api.pages.answer.sheet import Figure, Sheet
from api.pages.answer.timeline import events, undated
from api.text.assessment import judged
from api.text.figures import formula_value
from api.text.reasons import SIGNS, Reason
from api.text.words import Node, Words

Lines = list[dict[str, Any]]


def available() -> bool:
    """Is the library there that makes it? It comes with the extra ``pdf``."""
    return find_spec("typst") is not None


def pdf(sheet: Sheet, about: str) -> bytes:
    """``about`` says what the answer is: a draft, or which entry of the ledger."""
    import typst

    folder = files("api.pages")
    with as_file(folder.joinpath("fonts")) as fonts, as_file(folder.joinpath("answer/paper.typ")) as template:
        made = typst.compile(
            str(template),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(paper(sheet, about), ensure_ascii=False)},
        )
    assert isinstance(made, bytes)
    return made


def paper(sheet: Sheet, about: str) -> dict[str, Any]:
    """Everything that stands on it, as text: the template only sets it."""
    words, say, law = sheet.words, sheet.words.say, sheet.document["law"]
    return {
        "lang": words.lang,
        "about": about,
        "title": " · ".join(text for text in (sheet.name, sheet.year_name) if text),
        "outcome": {"name": sheet.outcome, "said": say(f"outcome.{sheet.outcome}")},
        "headline": sheet.headline,
        "figures": _key_figures(sheet),
        "basis": f"{say('known-on', day=sheet.known_on)} · {sheet.scheme}",
        "warnings": list(sheet.warnings),
        "investments": {"title": say("answer.investments"), "items": [_investment(sheet, i) for i in _items(sheet)]},
        "credit": {"title": say("answer.figures"), "figures": [_figure(one, words) for one in sheet.figures]},
        "reasons": {
            "title": say("reasons"),
            "groups": [
                {"names": words.few(names), "lines": [line for one in reasons for line in _reason(one, words, 0)]}
                for names, reasons in sheet.reasons
            ],
        },
        "dates": {"title": say("timeline"), "rows": _dates(sheet)},
        "questions": {"title": say("missing"), "items": _questions(sheet), "none": say("answer.questions.none")},
        "assumptions": {
            "title": say("assumptions"),
            "items": [words.cited(words.pick(one["because"]), one["cites"]) for one in sheet.document["assumptions"]],
        },
        "judgements": {"title": say("judgements"), "items": judged(sheet.document, sheet.claim, words)},
        "not_examined": {
            "title": say("not-examined"),
            "items": [words.cited(words.pick(one["topic"]), one["cites"]) for one in sheet.document["not_examined"]],
        },
        "law": [say("read-through", list=words.read_through), say("rulebook", digest=law["rulebook"])],
        "notice": say("page.footer"),
    }


def _items(sheet: Sheet) -> list[Node]:
    return list(sheet.document["investments"])


def _key_figures(sheet: Sheet) -> Lines:
    words, credit = sheet.words, sheet.credit
    total = words.rulebook.assessment.total
    found = [{"label": sheet.total.label, "value": sheet.total.value, "note": sheet.read_out(total)}]
    rates = words.say("answer.rates", rates=sheet.rates) if sheet.rates else ""
    base = words.say("claimable" if sheet.conditional else "credit")
    found.append({"label": base, "value": words.figure(credit, "base_krw"), "note": rates})
    if sheet.conditional:
        found.append({"label": words.say("floor"), "value": words.figure(credit, "floor_krw"), "note": ""})
        note = words.say("exposure.note")
        found.append({"label": words.say("exposure"), "value": words.figure(credit, "exposure_krw"), "note": note})
    return found


def _investment(sheet: Sheet, item: Node) -> dict[str, Any]:
    groups = [
        {
            "said": group.said,
            "columns": sheet.columns(group),
            "rows": [sheet.cells(part) for part in group.parts],
            "pairs": [*group.before, *group.after],
        }
        for group in sheet.groups(item)
    ]
    outcome = (
        {"name": item["outcome"], "said": sheet.words.say(f"outcome.{item['outcome']}")} if item["outcome"] else None
    )
    return {"id": item["id"], "outcome": outcome, "groups": groups}


def _figure(figure: Figure, words: Words) -> dict[str, Any]:
    """What nothing is known of is told without its workings."""
    lines = list(_working(figure.node["because"], words, 0)) if figure.node["told"] else []
    return {"label": figure.label, "value": figure.value, "lines": lines}


def _working(node: Node, words: Words, depth: int) -> Iterator[dict[str, Any]]:
    formula = words.rulebook.formulas[node["formula"]]
    line = f"{words.pick(formula.title)} = {formula_value(formula.type, node['value'], words)}"
    if node.get("shown"):
        yield _line(depth, f"{line} {words.say('above')}")
        return
    yield _line(depth, line, cites=words.cites(node["cites"]))
    for path, value in node["facts"].items():
        yield _line(depth + 1, f"{words.label(path)}: {words.fact_value(path, value)}")
    for rate in node["rates"]:
        yield _line(depth + 1, words.title(rate["row"]), cites=words.cites(rate["cites"]))
    for inner in node["from"]:
        yield from _working(inner, words, depth + 1)


def _reason(reason: Reason, words: Words, depth: int) -> Iterator[dict[str, Any]]:
    title = words.few(title for _, title in reason.names)
    if reason.judged or reason.doubt:
        title += f" ({words.say('judged.mark')})" if reason.judged else f" (! {reason.doubt})"
    if reason.above:
        title += f" {words.say('above')}"
    facts = " · ".join(f"{label}: {value}" for label, value in reason.facts)
    yield _line(depth, title, facts, words.cites(reason.cites), reason.period, SIGNS[reason.value])
    for inner in reason.beneath:
        yield from _reason(inner, words, depth + 1)


def _line(depth: int, text: str, more: str = "", cites: str = "", period: str = "", sign: str = "") -> dict[str, Any]:
    return {"depth": depth, "text": text, "more": more, "cites": cites, "period": period, "sign": sign}


def _dates(sheet: Sheet) -> list[list[str]]:
    words = sheet.words
    rows = []
    for event in [*events(sheet.document, sheet.year, words), *undated(sheet.document, words)]:
        rows.append([event.when, words.cited(event.label, list(event.cites)), ", ".join(event.about)])
    return rows


def _questions(sheet: Sheet) -> Lines:
    words = sheet.words
    found = []
    for question in sheet.questions:
        evidence = "; ".join(map(words.pick, question.node["evidence"]))
        cites = words.cites(dict.fromkeys(cite for _, cites in question.asked_by for cite in cites))
        found.append({"text": words.pick(question.node["question"]), "evidence": evidence, "cites": cites})
    return found
