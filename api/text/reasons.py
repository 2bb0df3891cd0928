"""The reasons of an assessment: what is told of each provision, and the tree of them as lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from api.text.layout import cells, wrap
from api.text.words import FEW, Node, Words
from engine.law.model import DOUBTFUL
from engine.law.rulebook import Rulebook

SIGNS = {True: "✓", False: "✗", None: "?"}
STEP = "   "


def parts_alike(document: Node) -> list[tuple[list[str], list[Node]]]:
    """Reasons, and the dated parts that share them: what is the same is said once."""
    groups: dict[str, tuple[list[str], list[Node]]] = {}
    for investment in document["investments"]:
        for part in investment["parts"]:
            days = part["from"] if part["from"] == part["until"] else f"{part['from']} ~ {part['until']}"
            reasons = part["because"]
            same = groups.setdefault(json.dumps(reasons, sort_keys=True), ([], reasons))
            same[0].append(f"{investment['id']} ({days})")
    return list(groups.values())


def assumed_facts(document: Node, rulebook: Rulebook) -> frozenset[str]:
    """Facts that are presumed throughout; of several investments, one may give what another leaves open."""
    lone = len(document["investments"]) == 1
    paths = (item["fact"] for item in document["assumptions"])
    facts = [path for path in paths if path in rulebook.facts]
    return frozenset(path for path in facts if lone or rulebook.facts[path].scope == "claim")


@dataclass(frozen=True)
class Reason:
    """What is told of a provision, or of several that fail alike: ``names`` are their ids and titles.

    ``above``: it stands in the tree already, with what is beneath it. ``doubt``: the word of a reading that is not
    settled. ``judged``: a professional judged it. ``fallow``: several that fail only because they are not in force in
    the period.
    """

    value: bool | None
    names: list[tuple[str, str]]
    doubt: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    period: str = ""
    cites: list[str] = field(default_factory=list)
    above: bool = False
    fallow: bool = False
    judged: bool = False
    beneath: list[Reason] = field(default_factory=list)


@dataclass
class Told:
    """Reasons as they are told one after another. ``brief``: what fails only because it is not in force is told
    together, by period."""

    words: Words
    known_on: str
    assumed: frozenset[str]  # facts that are presumed wherever they are read
    brief: bool
    shown: set[str] = field(default_factory=set)

    def reason(self, node: Node) -> Reason:
        words = self.words
        whole = json.dumps(node, sort_keys=True)
        children = node.get("from", [])
        if node.get("shown", False) or (bool(children) and whole in self.shown):
            return Reason(node["value"], [self.name(node["provision"])], above=True)
        self.shown.add(whole)
        return Reason(
            node["value"],
            [self.name(id_) for id_ in (node["provision"], *node.get("alike", ()))],
            self._doubt(node),
            [(words.label(path), self.value(path, value)) for path, value in node["facts"].items()],
            words.in_force(node["in_force"], self.known_on) if "in_force" in node else "",
            list(node["cites"]),
            judged="judged" in node,
            beneath=self._beneath(node["value"], children),
        )

    def _doubt(self, node: Node) -> str:
        doubtful = node["reading"] in DOUBTFUL and node["value"] is not False and "judged" not in node
        return self.words.say(f"reading.{node['reading']}") if doubtful else ""

    def _beneath(self, value: bool | None, children: list[Node]) -> list[Reason]:
        fallow: dict[str, list[Node]] = {}
        found = []
        for child in children:
            if self.brief and value is False and _not_in_force(child):
                fallow.setdefault(self.words.in_force(child["in_force"], self.known_on), []).append(child)
            else:
                found.append(self.reason(child))
        for period, nodes in fallow.items():
            names = [self.name(child["provision"]) for child in nodes]
            cites = [cite for child in nodes for cite in child["cites"]]
            found.append(Reason(False, names, period=period, cites=cites, fallow=True))
        return found

    def name(self, id_: str) -> tuple[str, str]:
        return id_, self.words.title(id_)

    def value(self, path: str, value: object) -> str:
        shown = self.words.fact_value(path, value)
        return self.words.say("presumed", value=shown) if path in self.assumed else shown


def reason_lines(reason: Reason, words: Words, width: int, indent: str) -> Iterator[str]:
    """One line per provision if it fits, and what decides it beneath."""
    sign = f"{indent}{SIGNS[reason.value]} "
    if reason.above:
        yield wrap(f"{reason.names[0][1]} {words.say('above')}", width, sign)
        return
    said = list(_said(reason, words))
    line = sign + "  ".join(said)
    if cells(line) <= width:
        yield line
    else:
        yield wrap(said[0], width, sign)
        yield from (wrap(more, width, " " * cells(sign)) for more in said[1:])
    for inner in reason.beneath:
        yield from reason_lines(inner, words, width, indent + STEP)


def _said(reason: Reason, words: Words) -> Iterator[str]:
    """What holds, since when, and by what law."""
    titles = [title for _, title in reason.names]
    title = ", ".join(titles) if reason.fallow else words.few(titles)
    if reason.judged or reason.doubt:
        title += f" ({words.say('judged.mark') if reason.judged else reason.doubt})"
    if [label.casefold() for label, _ in reason.facts] == [title.casefold()]:
        yield f"{title}: {reason.facts[0][1]}"
    else:
        yield " · ".join([title, *(f"{label}: {value}" for label, value in reason.facts)])
    if reason.period:
        yield reason.period
    if reason.cites:
        yield f"[{words.cites(reason.cites)}]"


def _not_in_force(node: Node) -> bool:
    periods = node.get("in_force", [])
    return node["value"] is False and bool(periods) and not any(p["value"] is not False for p in periods)


def deciding(node: Node) -> list[Node]:
    """Why a provision fails: the outermost exclusions that hold, or if there are none the requirements that fail.

    Where more of them fail than a sentence names, the requirement that they are all alternatives of, with the facts
    that every alternative fails by.
    """
    exclusions, failing = _against(node)
    if exclusions or len(failing) <= FEW:
        return exclusions or failing
    whole = _above(node)
    first, *others = (one["facts"] for one in _failing(whole))
    common = {path: value for path, value in first.items() if all(facts.get(path) == value for facts in others)}
    return [{**whole, "facts": common}]


def _above(node: Node) -> Node:
    """The innermost requirement beneath which everything lies that fails."""
    failing = _failing(node)
    return _above(failing[0]) if len(failing) == 1 else node


def _failing(node: Node) -> list[Node]:
    return [child for child in _inner(node) if child["value"] is not True]


def _inner(node: Node) -> list[Node]:
    return [child for child in node.get("from", []) if not child.get("shown") and "concludes" not in child]


def _against(node: Node) -> tuple[list[Node], list[Node]]:
    inner = _inner(node)
    if not inner:
        return [], [node]
    exclusions = [child for child in inner if child["value"] is True]
    below = [_against(child) for child in _failing(node)]
    return (
        exclusions + [found for more, _ in below for found in more],
        [found for _, more in below for found in more],
    )


def find(nodes: list[Node], provision: str) -> Node | None:
    """The first full mention of a provision in a derivation."""
    for node in nodes:
        if node["provision"] == provision and not node.get("shown"):
            return node
        inner = find(node.get("from", []), provision)
        if inner is not None:
            return inner
    return None
