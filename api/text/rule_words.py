"""Conditions and formulas in words: an indented tree, with labels and choices in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from api.text.words import Words
from engine.law import formulas as f
from engine.law.conditions import AT_LEAST, IN, All, Any, Applies, Condition, FactTest, Not, ProvisionRef
from engine.law.values import RATIO_SCALE, decimal_text, iso

STEP = "  "


@dataclass(frozen=True)
class Test:
    """A line of a condition: how deep it stands, what it says, and the entry of the rulebook that it asks."""

    depth: int
    text: str
    name: str = ""


def tests(
    words: Words, tree: Condition | None, depth: int = 0, negated: bool = False, ids: bool = True
) -> Iterator[Test]:
    """A condition line by line; ``negated`` says the opposite of the tree without naming it twice; ``ids``: provisions
    by their id as well, where nothing else leads to them."""
    match tree:
        case None | All(parts=()):
            yield Test(depth, words.say("tree.always"))
        case Not(part):
            yield from tests(words, part, depth, not negated, ids)
        case All(parts) | Any(parts):
            every = isinstance(tree, All)
            key = ("not-all" if every else "none") if negated else ("all" if every else "any")
            yield Test(depth, words.say(f"tree.{key}"))
            for part in parts:
                yield from tests(words, part, depth + 1, ids=ids)
        case FactTest():
            said = words.say("tree.fact", label=words.label(tree.fact), value=tested(words, tree, negated))
            yield Test(depth, said, tree.fact)
        case ProvisionRef(name):
            named = words.say("tree.named", title=words.title(name), name=name) if ids else words.title(name)
            yield Test(depth, words.say("tree.fails", title=named) if negated else named, name)
        case Applies(key):
            yield Test(depth, words.say("tree.not-in-force" if negated else "tree.in-force", name=key))


def tree_lines(words: Words, tree: Condition | None, indent: str = "") -> Iterator[str]:
    """A condition as indented lines of text."""
    return (indent + STEP * test.depth + test.text for test in tests(words, tree))


def tested(words: Words, test: FactTest, negated: bool) -> str:
    """What a test asks of its fact."""
    if test.op == AT_LEAST:
        kind = words.rulebook.facts[test.fact].type
        bound = int(test.operand)  # type: ignore[arg-type]
        if kind == "date":
            return words.say("tree.before" if negated else "tree.from", value=iso(bound))
        shown = decimal_text(Fraction(bound, RATIO_SCALE)) if kind == "ratio" else bound
        number = words.number(kind, shown)
        return words.say("tree.below", value=number) if negated else words.say("at-least", low=number)
    if test.op == IN:
        names = [words.choice(test.fact, str(choice)) for choice in test.operand]  # type: ignore[union-attr]
        listed = words.say("tree.or").join(names)
        return words.say("tree.not-in", value=listed) if negated else listed
    return words.say("no" if negated else "yes")


def formula_text(words: Words, formula: f.Formula) -> str:
    """A formula on one line, as an expression of operations and labels."""
    match formula:
        case f.Constant(value):
            return f"{value:,}"
        case f.FactValue(name):
            return words.label(name)
        case f.ProvisionTruth(name):
            return words.title(name)
        case f.LookUp(name):
            return words.pick(words.rulebook.tables[name].title)
        case f.Operation(name, operands):
            return f"{name}({', '.join(formula_text(words, part) for part in operands)})"
        case f.Named(name):
            return words.pick(words.rulebook.formulas[name].title)
        case f.KeyIs(key, value):
            return f"{key} = {value}"
        case f.Choice(test, then, otherwise):
            return f"if({', '.join(formula_text(words, part) for part in (test, then, otherwise))})"
        case f.Aggregate(name, of, scope, where):
            inner = formula_text(words, of) if of is not None else words.scope(scope)
            return f"{name}({inner}" + (f" | {formula_text(words, where)})" if where else ")")


def without_period(tree: Condition | None) -> Condition | None:
    """What a version asks besides its period, which is shown on its own."""
    if isinstance(tree, Applies):
        return None
    if isinstance(tree, All):
        rest = tuple(part for part in tree.parts if not isinstance(part, Applies))
        return rest[0] if len(rest) == 1 else All(rest)
    return tree
