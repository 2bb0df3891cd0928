"""What would change an answer, in words: each change as a sentence with its effect."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from api.text.layout import wrap
from api.text.words import RATE, WON, Node, Words

FEW = 6  # values that are listed


def change_lines(document: Node, words: Words, width: int) -> Iterator[str]:
    say, most = words.say, document["most_facts"]
    yield say("changes")
    yield wrap(say("changes.note", most=most), width, "  ")
    for item in document["investments"]:
        if not item["goals"]:
            continue
        outcome = say(f"outcome.{item['outcome']}")
        yield f"  {item['id']} ({say('changes.now', outcome=outcome)})"
        for goal in item["goals"]:
            if goal["changes"]:
                yield f"    {say('changes.' + goal['goal'])}"
            elif goal["complete"]:
                yield wrap(say(f"changes.{goal['goal']}.none", most=most), width, "    ")
            yield from (wrap(sentence(change, words), width, "      - ") for change in goal["changes"])
            if note := rest(goal, words):
                yield wrap(note, width, "      ")


def sentence(change: Node, words: Words) -> str:
    """The facts that would be otherwise, and what follows."""
    said = (altered(fact, words) for fact in change["facts"])
    whole = reduce(lambda one, other: words.say("changes.and", one=one, other=other), said)
    return f"{whole} ({', '.join(effects(change, words))})"


def altered(fact: Node, words: Words) -> str:
    return words.say("changes.if", label=label(fact, words), now=now(fact, words), to=then(fact, words))


def label(fact: Node, words: Words) -> str:
    name = words.label(fact["fact"])
    return name if fact["amount"] is None else words.say("changes.amount", label=name, number=fact["amount"] + 1)


def now(fact: Node, words: Words) -> str:
    value = words.fact_value(fact["fact"], fact["now"])
    return words.say("changes.presumed", value=value) if fact["presumed"] else value


def then(fact: Node, words: Words) -> str:
    """The value that would do; of several that would all do the first."""
    values = [words.fact_value(fact["fact"], value) for value in fact["to"]]
    if len(values) == 1:
        return values[0]
    named = ", ".join(values[:FEW])
    more = len(values) - FEW
    return words.say("changes.any", list=words.say("more", list=named, count=more) if more > 0 else named)


def effects(change: Node, words: Words) -> list[str]:
    """Tier and rate it would have, and the won at stake."""
    found = []
    if change["outcome"] != "ineligible":
        found += [words.tier(change["tier"])] if change["tier"] else []
        found.append(words.say("changes.effect", rate=words.figure(change, "rate", RATE)))
    if (won := stake(change, words)) is not None:
        found.append(words.say("changes.won", won=won))
    if all(fact["arrangeable"] for fact in change["facts"]):
        found.append(words.say("changes.arrangeable"))
    return found


def stake(change: Node, words: Words) -> str | None:
    """How much more base credit there would be, or less; None while that says nothing."""
    won = change["base_credit_krw"]
    if won is not None:
        return ("+" if int(won) > 0 else "") + words.number(WON, won)
    bounds = change["bounds"]["base_credit_krw"]
    return None if None in bounds.values() else words.range(WON, bounds)


def rest(goal: Node, words: Words) -> str:
    """What is not shown, and what was not tried."""
    notes = [words.say("changes.more", count=goal["more"])] if goal["more"] else []
    notes += [] if goal["complete"] else [words.say("changes.cut", tried=goal["tried"])]
    return " ".join(notes)
