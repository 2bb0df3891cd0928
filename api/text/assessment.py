"""An assessment as text: the result, open questions, the reasons, and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator

from api.text.figures import credit_lines, workings_lines
from api.text.layout import cells, wrap
from api.text.parts import investment_lines
from api.text.reasons import SIGNS, STEP, Told, assumed_facts, parts_alike, reason_lines
from api.text.watch import watch_open
from api.text.what_would_change import change_lines
from api.text.words import Node, Words
from engine.claims.claim import Claim, Judgement
from engine.claims.reader import ENDS, STARTS
from engine.law.rulebook import Rulebook
from engine.law.values import Interval, iso

NAME = "taxpayer.name"
FEW = 8  # choices that are listed with a question, or named as the first
FEW_PARTS = 6  # parts that are named above the reasons they share


def render(
    document: Node,
    claim: Claim,
    rulebook: Rulebook,
    lang: str,
    width: int,
    explained: Node | None = None,
    changes: Node | None = None,
) -> str:
    """``explained``: the same answer with everything that was tested. Without it, branches of the reasons that fail
    only because they are not in force are folded. ``changes``: what would change it, to be shown as well."""
    words = Words(rulebook, lang)
    known_on = document["law"]["known_on"]
    sections = [
        heading(document, claim, words, width),
        credit_lines(document, words, width),
        *(investment_lines(item, known_on, words, width) for item in document["investments"]),
        missing(document, words, width),
        () if changes is None else change_lines(changes, words, width),
        reasons(explained or document, words, width, brief=explained is None),
        workings_lines(explained, words, width) if explained else (),
        listed("assumptions", [assumption(a, words) for a in document["assumptions"]], words, width),
        listed("judgements", judged(document, claim, words), words, width),
        listed("watch", watched(document, words), words, width),
        listed("not-examined", [topic(t, words) for t in document["not_examined"]], words, width),
        law(document["law"], words, width),
    ]
    return "\n\n".join("\n".join(lines) for lines in map(list, sections) if lines) + "\n"


def heading(document: Node, claim: Claim, words: Words, width: int) -> Iterator[str]:
    first, last = claim.facts[STARTS], claim.facts[ENDS]
    assert isinstance(first, Interval) and isinstance(last, Interval)
    year = words.say("tax-year", **{"from": iso(first.low or 0), "until": iso(last.low or 0)})
    name = claim.facts.get(NAME)
    yield wrap(" · ".join([words.say("title"), *([str(name)] if name else []), year]), width)
    yield words.say("known-on", day=document["law"]["known_on"])
    law = document["law"]
    if law["beyond_read_through"] or law["known_on"] > law["read_through"]:  # days as ISO text sort as days
        yield wrap(words.say("warn.beyond", list=words.read_through), width, "! ")
    if "review" in document["outcomes"]:
        yield wrap(words.say("warn.review"), width, "! ")
    if document["credit"]["requested_scheme_closed"]:
        yield wrap(words.say("warn.scheme"), width, "! ")


def missing(document: Node, words: Words, width: int) -> Iterator[str]:
    """Every question once, in the order of asking, with the investments or figures it is about."""
    asked: dict[str, tuple[Node, list[str]]] = {}
    for item in document["investments"]:
        for part in item["parts"]:
            _ask(asked, part["missing"], item["id"])
    figures: dict[str, tuple[Node, list[str]]] = {}
    for figure in document["credit"].get("figures", {}).values():
        _ask(figures, [node for node in figure["missing"] if node["fact"] not in asked], words.pick(figure["label"]))
    if not asked and not figures:
        return
    yield words.say("missing")
    if any(words.rulebook.facts[path].scope == "investment" for path in asked if path in words.rulebook.facts):
        yield wrap(words.say("missing.project"), width, "    ")
    facts = words.rulebook.facts
    number = 0
    for path in sorted(asked, key=lambda path: facts[path].order):
        node, ids = asked[path]
        number += 1
        about = ids if facts[path].scope != "claim" and len(ids) < len(document["investments"]) else []
        yield from question(number, node, about, words, width)
    if figures:
        yield words.say("missing.figures")
    for node, labels in figures.values():
        number += 1
        yield from question(number, node, labels[:1], words, width)


def _ask(asked: dict[str, tuple[Node, list[str]]], nodes: list[Node], about: str) -> None:
    for node in nodes:
        named = asked.setdefault(node["fact"], (node, []))[1]
        if about not in named:
            named.append(about)


def question(number: int, node: Node, about: list[str], words: Words, width: int) -> Iterator[str]:
    first = f"{number:>2}. "
    yield wrap(words.pick(node["question"]), width, first)
    said = [_where(node["fact"], words)]
    if node["evidence"]:
        said.append(words.say("missing.evidence", list="; ".join(map(words.pick, node["evidence"]))))
    if "or" in node:
        said.append(words.say("missing.or", list=", ".join(map(words.label, node["or"]))))
    if "judgement" in node:
        named = (f"{words.title(name)} ({name})" for name in node["judgement"])
        said.append(words.say("missing.judgement", list=", ".join(named)))
    if about:
        said.append(words.say("missing.for", list=", ".join(about)))
    yield from (wrap(line, width, " " * cells(first)) for line in said)


def _where(path: str, words: Words) -> str:
    """Where in the claim the answer is written, and what may be written; of a long list of choices the first."""
    place = words.say("missing.write", path=_place(path, words))
    if path in words.rulebook.lists:
        given = (fact for fact in words.rulebook.facts.values() if fact.scope == path and not fact.by_engine)
        return f"{place}: [{{{', '.join(fact.path.partition('.')[2] for fact in given)}}}]"
    fact = words.rulebook.facts[path]
    if not fact.choices:
        return f"{place} = {words.say(f'missing.{fact.type}')}"
    if len(fact.choices) <= FEW:
        return f"{place} = {words.choices(path)}"
    first = ", ".join(list(fact.choices)[:FEW])
    more = words.say("missing.choices", list=first, count=len(fact.choices) - FEW, path=path)
    return f"{place} = {more}"


def _place(path: str, words: Words) -> str:
    """A fact, or a list, in the claim file; of an investment it may as well stand in its project."""
    rulebook = words.rulebook
    listed = rulebook.lists.get(path)
    match listed.scope if listed else rulebook.facts[path].scope:
        case "investment":
            return f"investments[].{path}"
        case "amount":
            return f"investments[].amounts[].{path.partition('.')[2]}"
    return path


def reasons(document: Node, words: Words, width: int, brief: bool) -> Iterator[str]:
    signs = {"yes": SIGNS[True], "no": SIGNS[False], "open": SIGNS[None]}
    yield f"{words.say('reasons')}   {words.say('legend', **signs)}"
    told = Told(words, document["law"]["known_on"], assumed_facts(document, words.rulebook), brief)
    for names, nodes in parts_alike(document):
        named = ", ".join(names[:FEW_PARTS])
        more = len(names) - FEW_PARTS
        yield wrap(words.say("more-parts", list=named, count=more) if more > 0 else named, width)
        for node in nodes:
            yield from reason_lines(told.reason(node), words, width, STEP)


def listed(key: str, items: list[str], words: Words, width: int) -> Iterator[str]:
    if items:
        yield words.say(key)
        yield from (wrap(item, width, "  - ") for item in items)


def assumption(item: Node, words: Words) -> str:
    return words.cited(words.pick(item["because"]), item["cites"])


def judged(document: Node, claim: Claim, words: Words) -> list[str]:
    """The judgements; who judged stands in the claim, while an answer that is kept does without names."""
    items = document.get("judgements", ())
    return [_judgement(item, one, words) for item, one in zip(items, claim.judgements, strict=True)]


def _judgement(item: Node, one: Judgement, words: Words) -> str:
    """What a professional judged: who, when, why, on what evidence, and what it decides here."""
    said = words.judged(item["provision"], item["judged"])
    of = item.get("investment") or item.get("project")
    parts = [f"{part['investment']} ({part['from']})" for part in item["decided"]]
    figures = {entry.figure: entry.label.model_dump() for entry in words.rulebook.assessment.figures}
    parts += [words.pick(figures[name]) for name in item["figures"]]
    return words.say(
        "judgement.line",
        said=f"{said} ({of})" if of else said,
        by=one.by,
        licence=one.licence_no,
        on=item["on"],
        reason=item["reason"],
        evidence=item["evidence_digest"],
        decides=words.say("judgement.decides", list=words.few(parts)) if parts else words.say("judgement.idle"),
    )


def watched(document: Node, words: Words) -> list[str]:
    """Days to watch, each once with the investments that it is about; then those whose day is still open."""
    items: list[Node] = document["watch"]
    ids: dict[tuple[str, str], list[str]] = {}
    for item in items:
        ids.setdefault((item["until"], item["kind"]), []).append(item["investment"])
    found = []
    for (until, kind), of in ids.items():
        item = next(item for item in items if item["kind"] == kind)
        line = words.say("watch.line", investment=", ".join(of), until=until, label=words.pick(item["label"]))
        found.append(words.cited(line, item["cites"]))
    for entry, of in watch_open(document, words.rulebook):
        label = words.pick(entry.label.model_dump())
        found.append(words.cited(words.say("watch.open", investment=", ".join(of), label=label), list(entry.cites)))
    return found


def topic(item: Node, words: Words) -> str:
    return words.cited(words.pick(item["topic"]), item["cites"])


def law(node: Node, words: Words, width: int) -> Iterator[str]:
    yield words.say("law")
    for short, title in words.rulebook.forms.titles.items():
        yield wrap(f"{words.law(short)}: {words.pick(title)}", width, "  ")
    yield wrap(words.say("read-through", list=words.read_through), width, "  ")
    yield wrap(words.say("rulebook", digest=node["rulebook"]), width, "  ")
