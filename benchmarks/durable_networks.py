"""How many rules a network of durable-rules should hold: time per decision against rules per network.

The strata are made at random in the shape of a statute: each provision tests two to five facts or earlier
provisions in one or two levels; half of the facts are given.

    python benchmarks/durable_networks.py --provisions 60 300 1200
"""

from __future__ import annotations

import argparse
import random
import resource
import time

from engine.inference.durable import RULES_PER_NETWORK, DurableEvaluator
from engine.inference.plan import Stratum
from engine.law.conditions import (
    AT_LEAST,
    IN,
    IS,
    All,
    Any,
    Applies,
    Condition,
    FactTest,
    Not,
    ProvisionRef,
)
from engine.law.values import Facts, Interval, Truth, exactly

CHOICES = tuple("abcdefgh")
DAY = 738_000


def stratum(count: int, dice: random.Random) -> Stratum:
    flags, choices, days = max(4, count // 3), max(2, count // 10), max(2, count // 10)

    def leaf(earlier: int) -> Condition:
        match dice.choices(["is", "in", "day", "provision", "applies"], [4, 2, 3, 4, 1])[0]:
            case "is":
                test: Condition = FactTest(f"flag.{dice.randrange(flags)}", IS, True)
            case "in":
                operand = tuple(sorted(dice.sample(CHOICES, 3)))
                test = FactTest(f"choice.{dice.randrange(choices)}", IN, operand)
            case "day":
                test = FactTest(f"day.{dice.randrange(days)}", AT_LEAST, DAY + dice.randrange(8))
            case "provision" if earlier:
                test = ProvisionRef(f"p{dice.randrange(max(0, earlier - 40), earlier)}")
            case _:
                test = Applies(f"p{earlier}@1")
        return Not(test) if dice.random() < 0.3 else test

    def tree(earlier: int) -> Condition:
        parts = [leaf(earlier) for _ in range(dice.randint(2, 5))]
        if dice.random() < 0.5:
            parts.append(Any(tuple(leaf(earlier) for _ in range(dice.randint(2, 4)))))
        return All(tuple(parts))

    return Stratum(f"made-{count}", 0, "claim", tuple((f"p{at}", tree(at)) for at in range(count)))


def given(count: int, dice: random.Random) -> tuple[Facts, dict[str, Truth]]:
    facts: Facts = {}
    for at in range(max(4, count // 3)):
        facts[f"flag.{at}"] = dice.random() < 0.5
    for at in range(max(2, count // 10)):
        facts[f"choice.{at}"] = dice.choice(CHOICES)
        low = DAY + dice.randrange(8)
        facts[f"day.{at}"] = exactly(low) if dice.random() < 0.8 else Interval(low, None)
    facts = {path: value for path, value in facts.items() if dice.random() < 0.5}
    return facts, {f"p{at}@1": dice.random() < 0.9 for at in range(count)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--provisions", type=int, nargs="+", default=[60, 300, 1200])
    parser.add_argument("--rules", type=int, nargs="+", default=[9, 17, 25, 33, 49, 65, 97, 129, 193, 257])
    parser.add_argument("--decisions", type=int, default=50, help="different fact sets per round")
    parser.add_argument("--rounds", type=int, default=5, help="the fastest round counts")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    print(f"rules per network in use: {RULES_PER_NETWORK}")
    print("provisions  rules  networks  load ms  memory MB  µs/decision")
    for count in options.provisions:
        made = stratum(count, random.Random(options.seed))
        inputs = [given(count, random.Random(options.seed + at)) for at in range(options.decisions)]
        for rules in options.rules:
            before = memory()
            start = time.perf_counter()
            evaluate = DurableEvaluator([made], rules_per_network=rules)
            load = time.perf_counter() - start
            spent = min(round_of(evaluate, made, inputs) for _ in range(options.rounds))
            print(
                f"{count:>10} {rules:>6} {evaluate.networks[made.name]:>9} {load * 1e3:>8.0f}"
                f" {memory() - before:>10.1f} {spent * 1e6:>12.0f}"
            )


def round_of(
    evaluate: DurableEvaluator, made: Stratum, inputs: list[tuple[Facts, dict[str, Truth]]]
) -> float:
    """Seconds per decision."""
    start = time.perf_counter()
    for facts, applies in inputs:
        evaluate(made, facts, applies, {})
    return (time.perf_counter() - start) / len(inputs)


def memory() -> float:
    """Most megabytes that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
