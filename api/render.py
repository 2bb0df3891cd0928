"""An assessment as text: the result, open questions, the reasons, and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator

from api.layout import cells, rows, wrap
from api.parts import investment_lines
from api.reasons import SIGNS, STEP, Tree, parts_alike
from api.words import Node, Words
from engine.claims.claim import Claim
from engine.claims.reader import ENDS, STARTS
from engine.law.rulebook import Rulebook
from engine.law.values import Interval, iso

NAME = "taxpayer.name"
FEW = 8  # choices that are listed with a question
FEW_PARTS = 6  # parts that are named above the reasons they share


def render(
    document: Node, claim: Claim, rulebook: Rulebook, lang: str, width: int, brief: bool = True
) -> str:
    """``brief`` folds branches of the reasons that fail only because they are not in force."""
    words = Words(rulebook, lang)
    known_on = document["law"]["known_on"]
    sections = [
        heading(document, claim, words, width),
        credit(document, words, width),
        *(investment_lines(item, known_on, words, width) for item in document["investments"]),
        missing(document, words, width),
        reasons(document, words, width, brief),
        listed("assumptions", [_assumption(a, words) for a in document["assumptions"]], words, width),
        listed("watch", watched(document["watch"], words), words, width),
        listed("not-examined", [_topic(t, words) for t in document["not_examined"]], words, width),
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
        yield wrap(words.say("warn.beyond", day=law["read_through"]), width, "! ")
    if "review" in document["outcomes"]:
        yield wrap(words.say("warn.review"), width, "! ")
    if document["credit"]["requested_scheme_closed"]:
        yield wrap(words.say("warn.scheme"), width, "! ")


def credit(document: Node, words: Words, width: int) -> list[str]:
    node = document["credit"]
    scheme = words.scheme(node["scheme"]) if node["scheme"] else words.say("scheme.open")
    pairs = [(words.say("credit"), f"{words.figure(node, 'base_krw')} · {scheme}")]
    if any("floor_krw" in part for item in document["investments"] for part in item["parts"]):
        exposure = words.figure(node, "exposure_krw")
        pairs.append((words.say("floor"), words.figure(node, "floor_krw")))
        pairs.append((words.say("exposure"), f"{exposure} · {words.say('exposure.note')}"))
    if len(node["schemes"]) > 1:
        compared = [f"{words.figure(s, 'base_krw')} · {words.scheme(s['scheme'])}" for s in node["schemes"]]
        pairs += [(words.say("schemes") if i == 0 else "", line) for i, line in enumerate(compared)]
    return rows(pairs, width, "")


def missing(document: Node, words: Words, width: int) -> Iterator[str]:
    """Every question once, in the order of asking, with the investments it is about."""
    asked: dict[str, tuple[Node, list[str]]] = {}
    for item in document["investments"]:
        for part in item["parts"]:
            for node in part["missing"]:
                ids = asked.setdefault(node["fact"], (node, []))[1]
                if item["id"] not in ids:
                    ids.append(item["id"])
    if not asked:
        return
    yield words.say("missing")
    facts = words.rulebook.facts
    for number, path in enumerate(sorted(asked, key=lambda path: facts[path].order), 1):
        node, ids = asked[path]
        first = f"{number:>2}. "
        indent = " " * cells(first)
        yield wrap(words.pick(node["question"]), width, first)
        said = [_where(path, words)]
        if node["evidence"]:
            said.append(words.say("missing.evidence", list="; ".join(map(words.pick, node["evidence"]))))
        if "or" in node:
            said.append(words.say("missing.or", list=", ".join(map(words.label, node["or"]))))
        if facts[path].scope != "claim" and len(ids) < len(document["investments"]):
            said.append(words.say("missing.for", list=", ".join(ids)))
        yield from (wrap(line, width, indent) for line in said)


def _where(path: str, words: Words) -> str:
    """Where the answer is written, and what may be written if that is a short list."""
    choices = words.rulebook.facts[path].choices
    place = words.say("missing.write", path=path)
    if not choices or len(choices) > FEW:
        return place
    return f"{place} = {words.choices(path)}"


def reasons(document: Node, words: Words, width: int, brief: bool) -> Iterator[str]:
    signs = {"yes": SIGNS[True], "no": SIGNS[False], "open": SIGNS[None]}
    yield f"{words.say('reasons')}   {words.say('legend', **signs)}"
    assumed = _assumed(document, words.rulebook)
    tree = Tree(words, document["law"]["known_on"], assumed, width, brief)
    for names, nodes in parts_alike(document):
        named = ", ".join(names[:FEW_PARTS])
        more = len(names) - FEW_PARTS
        yield wrap(words.say("more-parts", list=named, count=more) if more > 0 else named, width)
        for node in nodes:
            yield from tree.lines(node, STEP)


def _assumed(document: Node, rulebook: Rulebook) -> frozenset[str]:
    """Facts that are presumed throughout; of several investments, one may give what another leaves open."""
    lone = len(document["investments"]) == 1
    paths = (item["fact"] for item in document["assumptions"])
    return frozenset(path for path in paths if lone or rulebook.facts[path].scope == "claim")


def listed(key: str, items: list[str], words: Words, width: int) -> Iterator[str]:
    if items:
        yield words.say(key)
        yield from (wrap(item, width, "  - ") for item in items)


def _assumption(item: Node, words: Words) -> str:
    return words.cited(words.pick(item["because"]), item["cites"])


def watched(items: list[Node], words: Words) -> list[str]:
    """Days to watch, each once with the investments that it is about."""
    ids: dict[tuple[str, str], list[str]] = {}
    for item in items:
        ids.setdefault((item["until"], item["kind"]), []).append(item["investment"])
    found = []
    for (until, kind), of in ids.items():
        item = next(item for item in items if item["kind"] == kind)
        line = words.say("watch.line", investment=", ".join(of), until=until, label=words.pick(item["label"]))
        found.append(words.cited(line, item["cites"]))
    return found


def _topic(item: Node, words: Words) -> str:
    return words.cited(words.pick(item["topic"]), item["cites"])


def law(node: Node, words: Words, width: int) -> Iterator[str]:
    yield words.say("law")
    for short, title in words.rulebook.forms.titles.items():
        yield wrap(f"{words.law(short)}: {words.pick(title)}", width, "  ")
    yield wrap(words.say("read-through", day=node["read_through"]), width, "  ")
    yield wrap(words.say("rulebook", digest=node["rulebook"]), width, "  ")
