"""durable-rules against a plain walk of the same trees; its limits; what must not leak out of a decision."""

from __future__ import annotations

import multiprocessing
import random
import re
import threading
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest

from engine.inference import durable, durable_limits
from engine.inference.durable import DurableEvaluator, EngineFault
from engine.inference.durable_limits import AT_LEAST as REACHES
from engine.inference.durable_limits import EQUAL, Comparison, LimitExceeded, Rule, check, name_hash
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
from engine.law.values import Facts, Interval, Truth, Value, exactly

Truths = Mapping[str, Truth]

CHOICES = ("가", "나", "da", "ra", "x", "y")
BIG = 10**15
HUGE = 2**63


def stratum(*provisions: tuple[str, Condition], name: str = "0.claim") -> Stratum:
    return Stratum(name, 0, "claim", provisions)


def walk(made: Stratum, facts: Facts, applies: Truths, known: Truths) -> dict[str, Truth]:
    """What the provisions must come out as, by the definition of the three values and nothing else."""
    truths: dict[str, Truth] = dict(known)

    def of(node: Condition) -> Truth:
        match node:
            case Not(part):
                value = of(part)
                return None if value is None else not value
            case All(parts):
                values = [of(part) for part in parts]
                return False if False in values else None if None in values else True
            case Any(parts):
                values = [of(part) for part in parts]
                return True if True in values else None if None in values else False
            case ProvisionRef(provision):
                return truths.get(provision)
            case Applies(version):
                return applies.get(version)
            case FactTest(fact, op, operand):
                value = facts.get(fact)
                if value is None or op == IS:
                    return value
                if isinstance(value, Interval):
                    if value.low is not None and value.low >= operand:
                        return True
                    return False if value.high is not None and value.high < operand else None
                return bool(({value} if isinstance(value, str) else value) & set(operand))

    for provision, tree in made.provisions:
        truths[provision] = of(tree)
    return {provision: truths[provision] for provision, _ in made.provisions}


# Random strata and facts


def random_stratum(dice: random.Random, count: int, name: str = "0.claim") -> Stratum:
    pool: list[Condition] = []

    def leaf(earlier: int) -> Condition:
        match dice.choice(["is", "is", "in", "day", "won", "own", "own", "outside", "applies"]):
            case "is":
                return FactTest(f"flag.{dice.randrange(6)}", IS, True)
            case "in":
                operand = tuple(dice.sample(CHOICES, dice.randint(1, 4)))
                return FactTest(f"choice.{dice.randrange(3)}", IN, operand)
            case "day":
                return FactTest(f"day.{dice.randrange(2)}", AT_LEAST, dice.randrange(-3, 6))
            case "won":
                return FactTest("won", AT_LEAST, BIG + dice.randrange(3))
            case "own" if earlier:
                return ProvisionRef(f"p{dice.randrange(earlier)}")
            case "outside":
                return ProvisionRef(f"outside.{dice.randrange(3)}")
            case _:
                return Applies(f"p{earlier}@{dice.randrange(2)}")

    def tree(earlier: int, depth: int) -> Condition:
        roll = dice.random()
        if pool and roll < 0.1:
            return dice.choice(pool)  # a part that stands in several trees
        if depth == 0 or roll < 0.3:
            return leaf(earlier)
        if roll < 0.45:
            return Not(tree(earlier, depth - 1))
        width = dice.choice([1, 2, 2, 3, 4, 20]) if depth > 1 else dice.randint(1, 5)
        parts = tuple(tree(earlier, depth - 1 if width < 20 else 0) for _ in range(width))
        made: Condition = All(parts) if dice.random() < 0.5 else Any(parts)
        if not any(isinstance(part, ProvisionRef) for part in _leaves(made)):
            pool.append(made)
        return made

    return Stratum(name, 0, "claim", tuple((f"p{at}", tree(at, dice.randint(0, 4))) for at in range(count)))


def _leaves(node: Condition) -> list[Condition]:
    match node:
        case Not(part):
            return _leaves(part)
        case All(parts) | Any(parts):
            return [leaf for part in parts for leaf in _leaves(part)]
        case _:
            return [node]


def reordered(made: Stratum, dice: random.Random) -> Stratum:
    """The same provisions in another order in which everything still comes after what it reads."""
    left = dict(made.provisions)
    needs = {
        name: {leaf.provision for leaf in _leaves(tree) if isinstance(leaf, ProvisionRef)} & left.keys()
        for name, tree in made.provisions
    }
    order: list[tuple[str, Condition]] = []
    while left:
        name = dice.choice([name for name in left if not needs[name] & left.keys()])
        order.append((name, left.pop(name)))
    return Stratum(f"{made.name}, reordered", made.level, made.scope, tuple(order))


def random_facts(dice: random.Random) -> Facts:
    def interval(origin: int) -> Interval:
        low, high = sorted(origin + dice.randrange(-3, 6) for _ in range(2))
        return dice.choice(
            [exactly(low), exactly(low), Interval(low, high), Interval(low, None), Interval(None, high)]
        )

    def choice() -> Value:
        if dice.random() < 0.3:
            return frozenset(dice.sample(CHOICES, dice.randint(0, 3)))
        return dice.choice(CHOICES)

    facts: list[tuple[str, Value]] = [(f"flag.{at}", dice.random() < 0.5) for at in range(6)]
    facts += [(f"choice.{at}", choice()) for at in range(3)]
    facts += [(f"day.{at}", interval(0)) for at in range(2)]
    facts += [("won", interval(BIG)), ("read.by.nobody", "x")]
    dice.shuffle(facts)
    holes = dice.choice([0, 0.2, 0.5, 0.9])
    return {path: value for path, value in facts if dice.random() >= holes}


def random_truths(dice: random.Random, names: list[str]) -> dict[str, Truth]:
    return {name: dice.choice([True, True, False, None]) for name in names if dice.random() < 0.9}


def inputs(dice: random.Random, count: int) -> tuple[Facts, Truths, Truths]:
    versions = [f"p{at}@{version}" for at in range(count) for version in range(2)]
    outside = [f"outside.{at}" for at in range(3)]
    return random_facts(dice), random_truths(dice, versions), random_truths(dice, outside)


def disagreements(seed: int) -> tuple[int, list[str], Counter[Truth]]:
    """Ten strata by a hundred fact sets each: how many pairs, what differed, and which truths there were."""
    pairs, wrong, seen = 0, [], Counter[Truth]()
    for number in range(10):
        dice = random.Random(f"{seed}/{number}")
        made = random_stratum(dice, count := dice.randint(2, 16))
        orders = [made, reordered(made, dice)]
        evaluate = DurableEvaluator(orders, rules_per_network=dice.choice([3, 9, 33, 33, 129]))
        for at in range(100):
            given = inputs(dice, count)
            expected = walk(made, *given)
            found = evaluate(orders[at % 2], *given)
            pairs += 1
            seen.update(expected.values())
            if found != expected:
                wrong.append(f"seed {seed}/{number}, facts {at}: {found} instead of {expected}")
    return pairs, wrong, seen


def test_agrees_with_the_plain_walk_on_20000_pairs_of_trees_and_facts() -> None:
    # In processes that are replaced, because networks are never freed.
    with multiprocessing.get_context("spawn").Pool(2, maxtasksperchild=5) as pool:
        results = pool.map(disagreements, range(20), chunksize=1)
    assert [line for _, wrong, _ in results for line in wrong] == []
    assert sum(pairs for pairs, _, _ in results) == 20_000
    seen = sum((counts for _, _, counts in results), Counter[Truth]())
    assert all(seen[truth] > seen.total() / 10 for truth in (True, False, None)), seen


def test_the_comparison_finds_a_wrong_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    conclude = durable.Network._conclude

    def careless(self: durable.Network, fired: str, values: dict[str, int]) -> None:
        if not fired.startswith('{"g1F'):
            conclude(self, fired, values)

    monkeypatch.setattr(durable.Network, "_conclude", careless)
    assert disagreements(0)[1]


# Leaves and gates

FLAG, DAY, KIND = FactTest("flag", IS, True), FactTest("day", AT_LEAST, 10), FactTest("kind", IN, ("a", "b"))


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        (FLAG, {"flag": True}, True),
        (FLAG, {"flag": False}, False),
        (FLAG, {}, None),
        (Not(FLAG), {"flag": False}, True),
        (DAY, {"day": exactly(10)}, True),
        (DAY, {"day": exactly(9)}, False),
        (DAY, {"day": Interval(9, 10)}, None),
        (DAY, {"day": Interval(10, None)}, True),
        (DAY, {"day": Interval(None, 9)}, False),
        (DAY, {"day": Interval(None, None)}, None),
        (DAY, {"day": exactly(2**63 - 1)}, True),
        (DAY, {"day": exactly(1 - 2**63)}, False),
        (FactTest("day", AT_LEAST, 2**63 - 1), {"day": exactly(2**63 - 2)}, False),
        (FactTest("day", AT_LEAST, 2**63 - 1), {"day": exactly(2**63 - 1)}, True),
        (FactTest("day", AT_LEAST, 1 - 2**63), {"day": exactly(1 - 2**63)}, True),
        (FactTest("day", AT_LEAST, 0), {"day": exactly(-1)}, False),
        (KIND, {"kind": "a"}, True),
        (KIND, {"kind": "c"}, False),
        (KIND, {"kind": frozenset("bc")}, True),
        (KIND, {"kind": frozenset("cd")}, False),
        (KIND, {"kind": frozenset()}, False),
        (All((FLAG, Not(FLAG))), {}, None),
        (All((FLAG, Not(FLAG))), {"flag": True}, False),
        (Any((FLAG, DAY)), {"day": exactly(12)}, True),
        (All((DAY, Not(FactTest("day", AT_LEAST, 20)))), {"day": Interval(11, 19)}, True),
        (All((DAY, Not(FactTest("day", AT_LEAST, 20)))), {"day": Interval(11, 20)}, None),
        (All((FLAG, FLAG)), {"flag": True}, True),
        (Any((Not(Not(All((FLAG,)))),)), {"flag": True}, True),
    ],
)
def test_leaf_and_gate(condition: Condition, facts: Facts, expected: Truth) -> None:
    made = stratum(("p", condition))
    assert DurableEvaluator([made])(made, facts, {}, {}) == {"p": expected}
    assert walk(made, facts, {}, {}) == {"p": expected}


def test_references_to_own_and_outer_provisions_and_versions() -> None:
    made = stratum(
        ("a", Applies("a@1")),
        ("b", Not(ProvisionRef("a"))),
        ("c", Any((ProvisionRef("b"), ProvisionRef("outer")))),
        ("d", ProvisionRef("c")),
    )
    evaluate = DurableEvaluator([made])
    assert evaluate(made, {}, {"a@1": True}, {"outer": None}) == {"a": True, "b": False, "c": None, "d": None}
    assert evaluate(made, {}, {"a@1": None}, {"outer": True}) == {"a": None, "b": None, "c": True, "d": True}
    # What is decided here is not taken from outside.
    assert evaluate(made, {}, {"a@1": True}, {"b": True}) == {"a": True, "b": False, "c": None, "d": None}


# Size


def test_1200_provisions_load_and_are_decided() -> None:
    dice = random.Random(5)
    made = random_stratum(dice, 1_200)
    evaluate = DurableEvaluator([made])
    assert evaluate.networks[made.name] > 50
    for _ in range(5):
        given = inputs(dice, 1_200)
        assert evaluate(made, *given) == walk(made, *given)


def test_one_provision_may_exceed_what_a_network_holds() -> None:
    facts = [FactTest(f"fact.{at}", IS, True) for at in range(1_000)]
    days = [FactTest("day", AT_LEAST, at) for at in range(900)]
    windows = [All((days[at], Not(days[at + 1]))) for at in range(0, 900, 2)]
    made = stratum(("all", All(tuple(facts))), ("any", Any(tuple(facts))), ("windows", Any(tuple(windows))))
    evaluate = DurableEvaluator([made], rules_per_network=100_000)
    every: Facts = {f"fact.{at}": True for at in range(1_000)}
    for changed in ({}, {"fact.999": False}, {"day": exactly(448)}, {"day": exactly(449)}):
        given = {**every, **changed}
        assert evaluate(made, given, {}, {}) == walk(made, given, {}, {})
    assert evaluate(made, {"fact.7": True, "day": exactly(448)}, {}, {}) == {
        "all": None,
        "any": True,
        "windows": True,
    }


@pytest.mark.parametrize(("readers", "networks"), [(64, 1), (65, 2)])
def test_a_network_is_divided_where_one_fact_would_overflow_the_stack(readers: int, networks: int) -> None:
    made = stratum(
        *((f"p{at}", All((FLAG, FactTest(f"fact.{at}", IS, True)))) for at in range(readers)), name="readers"
    )
    evaluate = DurableEvaluator([made], rules_per_network=1_000)
    assert evaluate.networks == {"readers": networks}
    for flag in (True, False):
        assert set(evaluate(made, {"flag": flag}, {}, {}).values()) == {None if flag else False}


def equal(name: str, value: int = 1) -> Comparison:
    return Comparison(name, EQUAL, value)


LIMITS = {
    "rules": (
        [Rule(f"r{at}", True, (equal(f"f{at % 300}"),)) for at in range(4_001)],
        "network n: 4,001 rules, at most 4,000 allowed",
    ),
    "patterns": (
        [Rule("r", True, tuple(equal(f"f{at}") for at in range(17)))],
        "network n, rule r: 17 tests in one rule, at most 16 allowed",
    ),
    "tests": (
        [Rule(f"r{at}", True, (equal(f"f{at}"),)) for at in range(401)],
        "network n: 401 different tests, at most 400 allowed",
    ),
    "joins": (
        [Rule(f"r{at}", True, (equal("f"), equal(f"f{at}"))) for at in range(251)],
        "network n, fact flag: 251 readers of one test, at most 250 allowed",
    ),
    "alternatives": (
        [Rule(f"r{at}", False, (equal("f"), equal(f"f{at}"))) for at in range(121)],
        "network n, fact flag: 121 alternatives with one test, at most 120 allowed",
    ),
    "stack": (
        [Rule(f"r{at}", False, (equal("f"), equal(f"f{at}"))) for at in range(65)],
        "network n, fact flag: 65 matches of one fact, at most 64 allowed",
    ),
    "bounds": (
        [Rule(f"r{at}", True, (Comparison("f", REACHES, at),)) for at in range(66)],
        "network n, fact flag: 65 matches of one fact, at most 64 allowed",
    ),
    "names": (
        [Rule("r", True, (equal("costarring"), equal("liquid")))],
        "network n, costarring and liquid: 2 names with one hash, at most 1 allowed",
    ),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_what_the_engine_cannot_hold_is_refused_in_words(limit: str) -> None:
    rules, message = LIMITS[limit]
    with pytest.raises(LimitExceeded) as refused:
        check("n", rules, [], {"f": "fact flag"})
    assert str(refused.value) == message
    # One less is held.
    if len(rules) > 1:
        fewer = rules[:-1] if limit != "alternatives" else rules[:64]  # the stack is full before the list is
    else:
        fewer = [Rule("r", True, rules[0].comparisons[:-1])]
    check("n", fewer, [], {})


def test_no_network_is_made_before_its_limits_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable_limits, "TESTS", 3)
    monkeypatch.setattr(durable.core, "create_ruleset", lambda *_: pytest.fail("reached the engine"))
    with pytest.raises(LimitExceeded, match=r"^network 0\.claim: 5 different tests, at most 3 allowed$"):
        DurableEvaluator([stratum(("p", All((FLAG, DAY))))])


def test_names_are_hashed_as_the_engine_does() -> None:
    # Two ids with one hash are one fact to the engine: it refuses the second.
    assert name_hash("costarring") == name_hash("liquid")
    assert name_hash("sid") == 3593476751


# Isolation


@pytest.fixture
def busy() -> tuple[Stratum, DurableEvaluator]:
    made = random_stratum(random.Random(11), 60)
    return made, DurableEvaluator([made])


def test_nothing_leaks_into_the_next_decision(busy: tuple[Stratum, DurableEvaluator]) -> None:
    made, evaluate = busy
    dice = random.Random(12)
    for _ in range(50):
        given = inputs(dice, 60)
        full = evaluate(made, *given)
        assert full == walk(made, *given)
        assert set(evaluate(made, {}, {}, {}).values()) == {None}
        assert evaluate(made, *given) == full


def test_threads_do_not_disturb_one_another(busy: tuple[Stratum, DurableEvaluator]) -> None:
    made, evaluate = busy
    together = threading.Barrier(4)

    def run(seed: int) -> int:
        dice = random.Random(seed)
        together.wait(300)
        right = 0
        for _ in range(100):
            given = inputs(dice, 60)
            right += evaluate(made, *given) == walk(made, *given)
        return right

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, range(4))) == [100] * 4


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"flag": 1}, "fact flag: 1 is not true or false"),
        ({"flag": "true"}, "fact flag: 'true' is not true or false"),
        ({"flag": 1.0}, "fact flag: 1.0 is not true or false"),
        ({"flag": None}, "fact flag: None is not true or false"),
        ({"kind": True}, "fact kind: True is not a choice or a set of choices"),
        ({"kind": frozenset({1})}, "fact kind: frozenset({1}) is not a choice or a set of choices"),
        ({"day": 10}, "fact day: 10 is not an interval"),
        ({"day": exactly(10.0)}, "fact day: 10.0 is not an integer"),
        ({"day": Interval(None, True)}, "fact day: True is not an integer"),
        ({"day": exactly(Fraction(21, 2))}, "fact day: Fraction(21, 2) is not an integer"),
        ({"day": exactly(HUGE)}, f"fact day: {HUGE} does not fit into 64 bits"),
        ({"day": Interval(-HUGE, None)}, f"fact day: {-HUGE} does not fit into 64 bits"),
        ({"day": Interval(11, 9)}, "fact day: no value lies between 11 and 9"),
    ],
)
def test_wrong_facts_are_refused_and_leave_nothing_behind(facts: Facts, message: str) -> None:
    made = stratum(("f", FLAG), ("k", KIND), ("d", DAY), ("all", All((FLAG, KIND, DAY))))
    evaluate = DurableEvaluator([made])
    good: Facts = {"flag": True, "kind": "a", "day": exactly(11)}
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        evaluate(made, {**good, **facts}, {}, {})
    assert evaluate(made, {"kind": "c"}, {}, {}) == {"f": None, "k": False, "d": None, "all": False}
    assert evaluate(made, good, {}, {}) == {"f": True, "k": True, "d": True, "all": True}


def test_wrong_truths_are_refused() -> None:
    made = stratum(("p", All((Applies("p@1"), ProvisionRef("outer")))))
    evaluate = DurableEvaluator([made])
    with pytest.raises(ValueError, match=r"^version p@1: 'yes' is not a truth value$"):
        evaluate(made, {}, {"p@1": "yes"}, {})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match=r"^provision outer: 1 is not a truth value$"):
        evaluate(made, {}, {"p@1": True}, {"outer": 1})  # type: ignore[dict-item]
    assert evaluate(made, {}, {"p@1": True}, {"outer": True}) == {"p": True}


@pytest.mark.parametrize(
    ("call", "after"),
    [
        ("assert_fact", 0),
        ("assert_fact", 1),
        ("start_action_for_state", 0),
        ("complete_and_start_action", 0),
        ("complete_and_start_action", 1),
    ],
)
def test_an_error_of_the_engine_leaves_nothing_behind(
    call: str, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = stratum(("p", FLAG), ("q", All((ProvisionRef("p"), DAY))))
    evaluate = DurableEvaluator([made], rules_per_network=5)
    working, calls = getattr(durable.core, call), 0

    def failing(*given: object) -> object:
        nonlocal calls
        calls += 1
        if calls > after:
            raise durable.core.error("error code: 303")
        return working(*given)

    monkeypatch.setattr(durable.core, call, failing)
    both: Facts = {"flag": True, "day": exactly(10)}
    with pytest.raises(EngineFault, match=r"^network 0\.claim: error code: 303$"):
        evaluate(made, both, {}, {})
    monkeypatch.undo()
    assert evaluate(made, {"day": exactly(10)}, {}, {}) == {"p": None, "q": None}
    assert evaluate(made, {"flag": False}, {}, {}) == {"p": False, "q": False}
    assert evaluate(made, both, {}, {}) == {"p": True, "q": True}


def test_a_gate_that_comes_out_both_ways_is_a_fault() -> None:
    made = stratum(("p", FLAG))
    evaluate = DurableEvaluator([made])
    circuit, (network,) = evaluate._strata[made.name]
    gate = circuit.provisions["p"][0].name
    with pytest.raises(EngineFault, match="came out true and false"):
        network._conclude(f'{{"{gate}T":{{}}}}', {gate: 0})


def test_no_text_reaches_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def listening(name: str) -> None:
        working = getattr(durable.core, name)

        def call(handle: object, text: str) -> object:
            said.append(text)
            return working(handle, text)

        monkeypatch.setattr(durable.core, name, call)

    listening("create_ruleset")
    listening("assert_fact")
    hostile = 'x"},"id":"정'
    condition = All((FactTest(hostile, IN, (hostile, "b")), FactTest("day", AT_LEAST, 5), Applies(hostile)))
    made = stratum((hostile, condition), ("next", Any((DAY, ProvisionRef(hostile)))), name=hostile)
    evaluate = DurableEvaluator([made])
    facts: Facts = {hostile: frozenset({hostile}), "day": exactly(BIG)}
    assert evaluate(made, facts, {hostile: True}, {}) == {hostile: True, "next": True}
    assert len(said) > 5
    ours = r"(?:[fg]\d+[TF]?|m\d*|id|sid|s|prime|all|dist|cap|\$or|\$gte|\$lt)"
    for text in said:
        assert re.fullmatch(rf'(?:"{ours}"|[{{}}\[\]:, ]|\d+)+', text), text


# Load


@pytest.mark.parametrize(
    ("provisions", "message"),
    [
        ([("p", All(()))], "provision p: All without parts"),
        ([("p", Not(All((FLAG, Any(())))))], "provision p: Any without parts"),
        ([("p", ProvisionRef("q")), ("q", FLAG)], "provision p reads q, which comes later in 0.claim"),
        ([("p", ProvisionRef("p"))], "provision p reads p, which comes later in 0.claim"),
        ([("p", FLAG), ("p", DAY)], "provision p occurs twice in stratum 0.claim"),
        (
            [("p", FLAG), ("q", FactTest("flag", AT_LEAST, 1))],
            "provision q: fact flag is tested by '>=' here, by 'is' elsewhere",
        ),
        (
            [("p", FactTest("day", AT_LEAST, HUGE))],
            f"provision p, fact day: {HUGE} does not fit into 64 bits",
        ),
        ([("p", FactTest("day", AT_LEAST, True))], "provision p, fact day: True is not an integer"),
        ([("p", FactTest("flag", IS, False))], "provision p: fact flag cannot be tested by 'is' with False"),
        ([("p", FactTest("day", "<", 1))], "provision p: fact day cannot be tested by '<' with 1"),
    ],
)
def test_what_cannot_be_a_network_is_refused_at_load(
    provisions: list[tuple[str, Condition]], message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        DurableEvaluator([stratum(*provisions)])


def test_strata_are_known_by_name() -> None:
    made = stratum(("p", FLAG))
    with pytest.raises(ValueError, match=r"^stratum 0\.claim occurs twice$"):
        DurableEvaluator([made, made])
    with pytest.raises(ValueError, match=r"^stratum 1\.claim was not loaded$"):
        DurableEvaluator([made])(stratum(("p", FLAG), name="1.claim"), {}, {}, {})
