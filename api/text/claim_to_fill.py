"""``gongje new``: a claim to fill in, made from the vocabulary, so that it never lags behind the rules."""

from __future__ import annotations

from collections.abc import Iterator

from api.text.layout import wrap
from api.text.words import Words
from engine.claims.reader import REQUIRED
from engine.law.conditions import FactTest, leaves
from engine.law.rulebook import Fact, Rulebook

WIDTH = 100
LISTED = {"tax_year.starts_on": "{year}-01-01", "tax_year.ends_on": "{year}-12-31"}


def template(rulebook: Rulebook, lang: str, year: int) -> str:
    return "\n".join(_Template(Words(rulebook, lang), year).lines()) + "\n"


class _Template:
    def __init__(self, words: Words, year: int):
        self.words = words
        self.year = year

    def lines(self) -> Iterator[str]:
        say = self.words.say
        yield from self.comment(say("new.head"))
        yield from self.comment(f"{say('new.ranges')}: {{at_least: ..., at_most: ...}}")
        for group, facts in self.grouped("claim"):
            yield ""
            yield from self.group(group, facts, "")
        yield from self.lists("claim", "")
        yield ""
        yield from self.comment(f"{say('new.projects')}:")
        yield "# projects:"
        yield "#   - {id: P-1, ...}"
        yield ""
        yield from self.comment(say("new.investments"))
        yield "investments:"
        yield "  - id: A-1"
        yield "    # project: P-1"
        for group, facts in self.grouped("investment"):
            yield from self.group(group, facts, "    ")
        yield from self.lists("investment", "    ")
        yield from self.comment(say("new.amounts"), "    ")
        yield "    amounts:"
        amount = [fact for _, facts in self.grouped("amount") for fact in facts]
        for number, fact in enumerate(amount):
            yield from self.fact(fact, "      - " if number == 0 else "        ")
        yield ""
        yield from self.comment(f"{say('new.attestations')}:")
        yield "# attestations:"
        presumed = next((f.path for f in self.words.rulebook.facts.values() if f.presumed), "...")
        yield f"#   - {{facts: {{{presumed}: ...}}, by: ..., on: {self.year + 1}-03-31}}"
        yield from self.judgements()

    def judgements(self) -> Iterator[str]:
        """What a named professional may judge, each with what is asked of them."""
        judgeable = self.words.rulebook.judgeable
        if not judgeable:
            return
        yield ""
        yield from self.comment(f"{self.words.say('new.judgements')}:")
        for provision in judgeable:
            asked = self.words.pick(provision.judgement or provision.title)
            yield wrap(f"{provision.id}: {asked}", WIDTH, "#   ", "#     ")
        yield "# judgements:"
        of = "" if judgeable[0].scope == "claim" else ", investment: A-1"
        yield f"#   - {{provision: {judgeable[0].id}{of}, value: true, reason: ...,"
        yield f'#      evidence_digest: "sha256:...", by: ..., licence_no: ..., on: {self.year + 1}-03-31}}'

    def grouped(self, scope: str) -> list[tuple[str, list[Fact]]]:
        """Facts that a claim may give, by group in the order of asking; what is required comes first."""
        groups: dict[str, list[Fact]] = {}
        facts = self.words.rulebook.facts.values()
        for fact in sorted(facts, key=lambda fact: (fact.path not in REQUIRED, fact.order)):
            if fact.scope == scope and fact.derived is None and not fact.by_engine:
                groups.setdefault(fact.path.rpartition(".")[0], []).append(fact)
        return list(groups.items())

    def lists(self, scope: str, indent: str) -> Iterator[str]:
        """Lists that a claim may give, each with one entry, all of it a comment."""
        words = self.words
        for entry in words.rulebook.lists.values():
            if entry.scope != scope or entry.by_engine:
                continue
            yield from self.comment(words.pick(entry.question or entry.label), indent)
            if entry.presumed is not None:
                yield from self.comment(words.pick(entry.presumed.because.model_dump()), indent)
            yield f"{indent}# {entry.path}:"
            for number, (_, facts) in enumerate(self.grouped(entry.path)):
                for place, fact in enumerate(facts):
                    start = "  - " if number == place == 0 else "    "
                    noted = words.pick(fact.label) + (f": {words.choices(fact.path)}" if fact.choices else "")
                    yield f"{indent}# {start}{fact.path.rpartition('.')[2]}: null"
                    yield from self.comment(noted, f"{indent}#       ")

    def group(self, name: str, facts: list[Fact], indent: str) -> Iterator[str]:
        if name:
            label = self.words.rulebook.groups.get(name)
            yield f"{indent}{name}:" + (f" # {self.words.pick(label)}" if label else "")
            indent += "  "
        for fact in facts:
            yield from self.fact(fact, indent)

    def fact(self, fact: Fact, start: str) -> Iterator[str]:
        """Question and answers as comment, then the fact, not known yet."""
        words, indent = self.words, start.replace("-", " ")
        asked = words.pick(fact.question) if fact.question else words.pick(fact.label)
        notes = [note for note in (self.kind(fact), *self.notes(fact)) if note]
        yield from self.comment(asked + (f" [{'; '.join(notes)}]" if notes else ""), indent)
        if fact.choices:
            yield from self.comment(words.choices(fact.path), indent)
        value = LISTED[fact.path].format(year=self.year) if fact.path in LISTED else "null"
        yield f"{start}{fact.path.rpartition('.')[2]}: {value}"

    def kind(self, fact: Fact) -> str:
        if fact.type == "choices":
            return self.words.say("new.several")
        return "" if fact.type == "choice" else self.words.say(f"new.{fact.type}")

    def notes(self, fact: Fact) -> Iterator[str]:
        words = self.words
        if fact.path in REQUIRED:
            yield words.say("new.required")
        if fact.presumed is not None:
            yield words.say("new.presumed", value=words.fact_value(fact.path, fact.presumed.value))
        sources = {
            leaf.fact
            for name in words.rulebook.concluders.get(fact.path, ())
            for leaf in leaves(words.rulebook.provisions[name].tree)
            if isinstance(leaf, FactTest)
        }
        if sources:
            yield words.say("new.follows", list=", ".join(sorted(sources)))

    def comment(self, words: str, indent: str = "") -> Iterator[str]:
        yield wrap(words, WIDTH, f"{indent}# ", f"{indent}# ")
