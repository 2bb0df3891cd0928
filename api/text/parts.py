"""The dated parts of an investment as text: the outcome in a sentence, then figures and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.text.layout import cells, rows, table, wrap
from api.text.reasons import SIGNS, deciding, find
from api.text.words import COUNT, DAY, RATE, WON, Node, Words
from engine.law.judged import is_judgement

OUTCOMES = {"eligible": SIGNS[True], "ineligible": SIGNS[False], "undetermined": SIGNS[None], "review": "!"}
INDENT = " " * 6
Pair = tuple[str, str]
Pairs = list[Pair]


@dataclass(frozen=True)
class Alike:
    """Parts that differ in nothing but day and figures; ``before`` and ``after`` stand around the figures."""

    outcome: str
    said: str
    before: tuple[Pair, ...]
    after: tuple[Pair, ...]
    parts: list[Node]


def alike(item: Node, known_on: str, words: Words) -> list[Alike]:
    """The parts of an investment, those together that share one sentence."""
    groups: dict[tuple[str, str, tuple[Pair, ...], tuple[Pair, ...]], list[Node]] = {}
    for part in item["parts"]:
        after = (*recognition(part, words), *judged(part, words), *doubts(part, words))
        key = (part["outcome"], sentence(part, words), tuple(tier(part, known_on, words)), after)
        groups.setdefault(key, []).append(part)
    return [Alike(*key, parts) for key, parts in groups.items()]


def investment_lines(item: Node, known_on: str, words: Words, width: int) -> Iterator[str]:
    """Parts that differ in nothing but day and figures share one sentence and a table."""
    yield item["id"]
    for group in alike(item, known_on, words):
        first = f"  {OUTCOMES[group.outcome]} "
        if len(group.parts) == 1:
            part = group.parts[0]
            yield wrap(words.say("part", day=days(part, words), amount=amount(part, words)) + group.said, width, first)
            yield from rows([*group.before, *money(part, words), *group.after], width, INDENT)
        else:
            yield wrap(group.said, width, first)
            yield from _figures(group.parts, words, width)
            yield from rows([*group.before, *group.after], width, INDENT)


def amount(part: Node, words: Words) -> str:
    said = words.figure(part, "amount_krw")
    return words.say("amount.open") if said == words.say("open") else said


def _figures(parts: list[Node], words: Words, width: int) -> list[str]:
    """Days and figures of several parts as a table; below each other if that is too wide."""
    listed = [
        [
            (words.say("day"), days(part, words)),
            (words.say("amount"), words.figure(part, "amount_krw", COUNT)),
            *money(part, words, COUNT),
        ]
        for part in parts
    ]
    heads = [label for label, _ in listed[0]]
    lines = table([heads, *([value for _, value in row] for row in listed)], INDENT)
    if max(map(cells, lines)) <= width:
        return [*lines, INDENT + words.say("in-won")]
    return [line for row in listed for line in rows(row, width, INDENT)]


def days(part: Node, words: Words) -> str:
    if part["from"] == part["until"]:
        return str(part["from"])
    return words.say("range", low=part["from"], high=part["until"])


def sentence(part: Node, words: Words) -> str:
    match part["outcome"]:
        case "ineligible":
            return words.say("ineligible", reasons=why(part, words))
        case "undetermined":
            asked = [words.label(entry["fact"]) for entry in part["missing"]]
            return words.say("undetermined", facts=words.few(asked))
        case "review":
            if part.get("contested"):
                judged = all(is_judgement(contest["fact"]) for contest in part["contested"])
                return words.say("review.contested.judgement" if judged else "review.contested")
            return words.say("review.reading.out" if _out(part) else "review.reading")
    if part["tier"] is None:
        return words.say("eligible.tiers", tiers=", ".join(map(words.tier, part["possible_tiers"])))
    return words.say(f"eligible.{part['standing'] or 'open'}", tier=words.tier(part["tier"]))


def _out(part: Node) -> bool:
    """Excluded, be it for certain or by a doubtful reading."""
    return part["because"][0]["value"] is False


def why(part: Node, words: Words) -> str:
    """The innermost provisions that exclude it, with what they rest on."""
    reasons: dict[str, None] = {}
    for inner in deciding(part["because"][0]):
        title = words.title(inner["provision"])
        facts = (f"{words.label(path)}: {words.fact_value(path, v)}" for path, v in inner["facts"].items())
        known = ", ".join(fact for fact in facts if not fact.startswith(f"{title}:"))
        said = f"{title} ({known})" if known else title
        reasons[words.say("reason.holds" if inner["value"] else "reason.fails", title=said)] = None
    return words.few(reasons)


def tier(part: Node, known_on: str, words: Words) -> Pairs:
    if _out(part):
        cites = [cite for inner in deciding(part["because"][0]) for cite in inner["cites"]]
        return [(words.say("basis"), words.cites(list(dict.fromkeys(cites))))]
    if part["tier"] is None:
        possible = part.get("possible_tiers", [])
        pairs = [(words.say("tiers"), ", ".join(map(words.tier, possible)))] if possible else []
        substance = [(words.say("substance"), words.tier(part["substance"]))] if part["substance"] else []
        return [*substance, *pairs]
    row = _row(part, words) if part["facility_row"] else None
    named = words.tier(part["tier"])
    if row is not None:
        named += f" · {part['facility_row']} {words.title(row)}"
    pairs = [(words.say("tier"), named)]
    if "possible_rows" in part:
        pairs.append((words.say("rows"), ", ".join(part["possible_rows"])))
    for node in grounds(part, words):
        told = (words.span(period, known_on) for period in node["in_force"] if period["value"])
        spans = "; ".join(filter(None, told))
        pairs.append((words.say("basis"), words.cited(spans, node["cites"])))
    if part["substance"] not in (None, part["tier"]):
        note = words.say("substance.note", tier=words.tier(part["substance"]))
        pairs.append((words.say("substance"), note))
    return pairs


def _row(part: Node, words: Words) -> str | None:
    """The provision that is the row of the statutory list."""
    wanted = (words.tier_entry(part["tier"]).rows, part["facility_row"])
    return next((p.id for p in words.rulebook.provisions.values() if p.row == wanted), None)


def grounds(part: Node, words: Words) -> list[Node]:
    """What makes it this tier and since when: the row of the list, else the provisions beside the rows, else, where any
    facility is in it, the rates of the tier."""
    row = _row(part, words) if part["facility_row"] else None
    if row is not None:
        nodes = [find(part["because"], row)]
    else:
        substance = words.tier_entry(part["tier"]).substance
        whole = find(part["because"], substance) if substance else None
        nodes = list(whole["from"]) if whole is not None else []
    return [n for n in nodes if n is not None and n["value"] and "in_force" in n] or rate_rows(part, words)


def rate_rows(part: Node, words: Words) -> list[Node]:
    """The rows of the table of base rates that give the rate, one for each scheme that is open; none without a tier."""
    if _out(part) or part["tier"] is None:
        return []
    rows = {row.gate for row in words.rulebook.tables[words.rulebook.assessment.base_rate].rows}
    return [{"in_force": (), **node} for node in part["because"] if node["provision"] in rows and node["value"]]


def money(part: Node, words: Words, kind: str = WON) -> Pairs:
    if _out(part):
        return []
    rate = (words.say("rate"), words.figure(part, "rate", RATE))
    if "floor_krw" not in part:
        return [rate, (words.say("credit"), words.figure(part, "base_credit_krw", kind))]
    return [
        rate,
        (words.say("claimable"), words.figure(part, "claimable_krw", kind)),
        (words.say("floor"), words.figure(part, "floor_krw", kind)),
        (words.say("exposure"), words.figure(part, "exposure_krw", kind)),
    ]


def recognition(part: Node, words: Words) -> Pairs:
    pairs = []
    if part["tier"] is not None and part["standing"] != "not_required":
        pairs.append((words.say("standing"), words.say(f"standing.{part['standing'] or 'open'}")))
    for condition in part["conditions"]:
        if condition["kind"] == "recognition":
            pairs.append((words.say("due"), _due(condition, words)))
        else:
            note = words.cited(words.pick(condition["note"]), condition["cites"])
            pairs.append((words.say("notice"), note))
    return pairs


def _due(condition: Node, words: Words) -> str:
    bounds = condition.get("bounds", {}).get("due")
    if condition["due"] is None and not any((bounds or {}).values()):
        return words.say("due.open")
    return words.figure(condition, "due", DAY)


def judged(part: Node, words: Words) -> Pairs:
    """Provisions that a professional judged, among what decides it."""
    found: dict[str, bool] = {}
    waiting = list(part["because"])
    while waiting:
        node = waiting.pop()
        waiting += node.get("from", [])
        if "judged" in node:
            found[node["provision"]] = node["judged"]
    return [(words.say("judged"), words.judged(id_, found[id_])) for id_ in sorted(found)]


def doubts(part: Node, words: Words) -> Pairs:
    """Doubtful readings that it hangs on, and facts that contradict each other."""
    pairs = []
    for doubt in part.get("hangs_on", []):
        reading = words.say(f"reading.{doubt['reading']}")
        said = f"{words.title(doubt['provision'])} ({reading})"
        if doubt["note"]:
            said += f". {words.pick(doubt['note'])}"
        if doubt.get("settled_by"):
            named = [f"{words.label(path)} ({path})" for path in doubt["settled_by"]]
            said += words.say("settled-by", list=", ".join(named))
        if doubt.get("judgement"):
            said += words.say("settled-by.judgement", provision=doubt["provision"])
        pairs.append((words.say("hangs-on"), words.cited(said, doubt["cites"])))
    for contest in part.get("contested", []):
        pairs.append((words.say("contested"), contested(contest, words)))
    return pairs


def contested(contest: Node, words: Words) -> str:
    path, by = contest["fact"], contest["by"]
    return words.say(
        "contested.line",
        fact=words.label(path),
        given=words.fact_value(path, contest["given"]),
        follows=words.fact_value(path, contest["follows"]),
        by=words.title(by) if by else words.say("contested.facts"),
    )
