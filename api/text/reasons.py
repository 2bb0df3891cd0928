"""The reasons of an assessment as a tree: one line per provision, with sign, facts, periods and citations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from api.text.layout import cells, wrap
from api.text.words import FEW, Node, Words
from engine.law.model import DOUBTFUL

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


@dataclass
class Tree:
    """``brief`` lists what fails only because it is not in force in one line per period."""

    words: Words
    known_on: str
    assumed: frozenset[str]  # facts that are presumed wherever they are read
    width: int
    brief: bool
    shown: set[str] = field(default_factory=set)

    def lines(self, node: Node, indent: str) -> Iterator[str]:
        """A provision and what decides it. A branch that stands above already is only named."""
        whole = json.dumps(node, sort_keys=True)
        children = node.get("from", [])
        above = node.get("shown", False) or (bool(children) and whole in self.shown)
        sign = f"{indent}{SIGNS[node['value']]} "
        if above:
            yield wrap(f"{self.words.title(node['provision'])} {self.words.say('above')}", self.width, sign)
            return
        yield from self.heading(self.said(node), sign)
        self.shown.add(whole)
        fallow: dict[str, list[Node]] = {}
        for child in children:
            if self.brief and node["value"] is False and _not_in_force(child):
                fallow.setdefault(self.words.in_force(child["in_force"], self.known_on), []).append(child)
            else:
                yield from self.lines(child, indent + STEP)
        for period, nodes in fallow.items():
            titles = ", ".join(self.words.title(child["provision"]) for child in nodes)
            cites = self.words.cites(cite for child in nodes for cite in child["cites"])
            yield from self.heading([titles, period, f"[{cites}]"], f"{indent}{STEP}{SIGNS[False]} ")

    def heading(self, said: list[str], sign: str) -> Iterator[str]:
        """On one line if it fits, else what holds, since when and by what law on lines of their own."""
        line = sign + "  ".join(said)
        if cells(line) <= self.width:
            yield line
            return
        yield wrap(said[0], self.width, sign)
        yield from (wrap(more, self.width, " " * cells(sign)) for more in said[1:])

    def said(self, node: Node) -> list[str]:
        words = self.words
        title = words.few(words.title(id_) for id_ in (node["provision"], *node.get("alike", ())))
        if node["reading"] in DOUBTFUL and node["value"] is not False:
            title += f" ({words.say('reading.' + node['reading'])})"
        facts = [(words.label(path), self.value(path, value)) for path, value in node["facts"].items()]
        if [label.casefold() for label, _ in facts] == [title.casefold()]:
            said = [f"{title}: {facts[0][1]}"]
        else:
            said = [" · ".join([title, *(f"{label}: {value}" for label, value in facts)])]
        if "in_force" in node:
            said.append(words.in_force(node["in_force"], self.known_on))
        if node["cites"]:
            said.append(f"[{words.cites(node['cites'])}]")
        return said

    def value(self, path: str, value: object) -> str:
        shown = self.words.fact_value(path, value)
        return self.words.say("presumed", value=shown) if path in self.assumed else shown


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
