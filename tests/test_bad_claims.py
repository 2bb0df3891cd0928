"""Each kind of mistake in a claim, with the exact message; each way of writing, with the facts it is read to.

The messages are those of the small rule set in ``fixtures/rules/good/base``, so that they do not change
whenever the vocabulary of the law grows.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problem_files import CLAIMS, RULES, compare, paths, replaced

from engine.assessment.assess import Prepared, assess, prepare
from engine.claims.claim import Claim
from engine.claims.reader import read_claim
from engine.inference import reference
from engine.law.compiler import canonical
from engine.law.loader import load_rulebook
from engine.law.problems import MAX_PROBLEMS, BadInput, Problem
from engine.law.rulebook import Rulebook
from engine.law.strict_json import read_json
from engine.law.strict_yaml import json_path, read_yaml
from engine.law.values import Facts, Interval, day, exactly

GOOD = sorted(CLAIMS.glob("good/*"))
BAD = sorted(path for path in CLAIMS.glob("bad/*") if not path.name.endswith(".expected.txt"))
SMALL = load_rulebook(RULES / "good" / "base")
PREPARED = prepare(SMALL)


def read(path: Path, rulebook: Rulebook = SMALL) -> Claim:
    return read_claim(path.read_bytes(), path.name, rulebook)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_mistake_gets_its_message(path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.problems == sorted(caught.value.problems, key=Problem.sort_key)
    compare(path.with_name(f"{path.name}.expected.txt"), caught.value)


def test_no_message_is_left_over() -> None:
    expected = {path.name.removesuffix(".expected.txt") for path in CLAIMS.glob("bad/*.expected.txt")}
    assert expected == {path.name for path in BAD}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_the_law_itself_refuses_the_claim_too(path: Path, prepared: Prepared) -> None:
    with pytest.raises(BadInput):
        read(path, prepared.rulebook)


def test_a_report_stops_after_a_hundred_problems() -> None:
    raw = b"tax_year: {}\n" + b"".join(b"x%d: 1\n" % i for i in range(5000))
    with pytest.raises(BadInput) as caught:
        read_claim(raw, "claim.yaml", SMALL)
    assert len(caught.value.problems) == MAX_PROBLEMS + 1
    last = caught.value.problems[-1]
    assert last.text("en") == "there are more problems than these 100; mend these first"
    assert last.text("ko") == "문제가 이 100개보다 더 있습니다. 먼저 이것들을 고치십시오"


# Good claims


def days(first: str, last: str | None = None) -> Interval:
    return Interval(day(first), day(last or first))


YEAR: Facts = {"tax_year.starts_on": days("2024-01-01"), "tax_year.ends_on": days("2024-12-31")}
BEGUN: Facts = {
    "timeline.started_on": days("2023-05-01"),
    "timeline.completed_on": Interval(day("2023-05-01"), None),
}
AFTER_THE_YEAR = Interval(day("2025-01-01"), None)
CLAIM: Facts = {**YEAR, "filing.filed_on": AFTER_THE_YEAR}
IN_THE_YEAR = days("2024-01-01", "2024-12-31")
OPEN_AMOUNT: Facts = {"amount.amount_krw": Interval(0, None), "amount.invested_on": IN_THE_YEAR}


def amount(krw: Interval, on: Interval) -> Facts:
    return {"amount.amount_krw": krw, "amount.invested_on": on}


# file: facts of the claim, of each investment by id, of its amounts (None: not stated, to be measured)
READ: dict[str, tuple[Facts, dict[str, tuple[Facts, list[Facts] | None]]]] = {
    "least.yaml": (CLAIM, {"A-1": ({}, None)}),
    "exact.yaml": (
        {
            **YEAR,
            "filing.filed_on": days("2025-03-31"),
            "taxpayer.name": "예시",
            "taxpayer.size": "large",
            "taxpayer.is_sme": False,
            "scheme": "regular",
        },
        {
            "A-1": (
                {
                    "asset.kind": "machinery",
                    "asset.used_abroad": False,
                    "facility.product_modality": frozenset({"antibody", "vaccine"}),
                    "facility.nst_output_share": exactly(350_000_000),
                    "facility.lines": exactly(4),
                    "recognition.status": "applied",
                    "timeline.started_on": days("2023-05-01"),
                    "timeline.completed_on": days("2025-04-30"),
                },
                [
                    amount(exactly(12_000_000_000), days("2024-01-01")),
                    amount(exactly(10**15), days("2024-12-31")),
                ],
            )
        },
    ),
    "exact.json": ({}, {}),  # says the same as exact.yaml
    "choices.yaml": (
        CLAIM,
        {
            "one": ({"facility.product_modality": frozenset({"antibody"})}, None),
            "list": ({"facility.product_modality": frozenset({"antibody"})}, None),
            "both": ({"facility.product_modality": frozenset({"antibody", "vaccine"})}, None),
        },
    ),
    "ranges.yaml": (
        {**YEAR, "filing.filed_on": Interval(day("2025-01-01"), day("2025-03-31"))},
        {
            "A-1": (
                {
                    "total_cost_krw": Interval(None, 5000),
                    "facility.nst_output_share": Interval(500_000_000, 10**9),
                    "timeline.started_on": Interval(None, day("2025-04-30")),
                    "timeline.completed_on": days("2025-04-30"),
                },
                [
                    amount(Interval(1000, None), days("2024-02-01", "2024-06-30")),
                    amount(Interval(0, 5000), days("2024-03-01", "2024-12-31")),
                    amount(exactly(7), IN_THE_YEAR),
                ],
            )
        },
    ),
    "unknown.yaml": (CLAIM, {"A-1": ({}, [OPEN_AMOUNT, OPEN_AMOUNT])}),
    "projects.yaml": (
        CLAIM,
        {
            "A-1": ({"asset.kind": "machinery", "facility.lines": exactly(4)}, None),
            "A-2": ({"asset.kind": "land", "facility.lines": exactly(4)}, None),
            "A-3": ({"asset.kind": "machinery", "facility.lines": exactly(4)}, None),
            "B-1": ({"asset.kind": "land"}, []),
        },
    ),
    "attestations.yaml": (
        {**CLAIM, "taxpayer.resident": True, "taxpayer.is_sme": False},
        {
            "A-1": ({"asset.used_abroad": False}, None),
            "A-2": ({"asset.used_abroad": False}, None),
        },
    ),
    "judgements.yaml": (
        {**CLAIM, "judgement.claimant.qualifies": "holds"},
        {
            "A-1": ({**BEGUN, "judgement.tier.nst": "holds"}, None),
            "A-2": ({"judgement.tier.nst": "fails"}, None),
            "A-3": ({**BEGUN, "judgement.tier.nst": "holds"}, None),
        },
    ),
    "numbers-as-names.yaml": (
        {**CLAIM, "taxpayer.name": "1234567890"},
        {"1": ({}, None), "007": ({}, None)},
    ),
    "byte-order-mark.yaml": (CLAIM, {"A-1": ({}, None)}),
    "flow.yaml": (CLAIM, {"A-1": ({}, None)}),
    "short-tax-year.yaml": (
        {
            "tax_year.starts_on": days("2024-07-01"),
            "tax_year.ends_on": days("2024-09-30"),
            "filing.filed_on": Interval(day("2024-10-01"), None),
        },
        {"A-1": ({}, None)},
    ),
    "leap-year.yaml": (
        {
            "tax_year.starts_on": days("2023-03-01"),
            "tax_year.ends_on": days("2024-02-29"),
            "filing.filed_on": Interval(day("2024-03-01"), None),
        },
        {"A-1": ({}, [amount(exactly(0), days("2024-02-29"))])},
    ),
}
READ["exact.json"] = READ["exact.yaml"]


def test_every_good_file_has_its_facts() -> None:
    assert {path.name for path in GOOD} == READ.keys()


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_good_claim_is_read_to_its_facts(path: Path) -> None:
    claim = read(path)
    facts, investments = READ[path.name]
    assert claim.facts == facts
    amounts = {i.id: None if i.amounts is None else [a.facts for a in i.amounts] for i in claim.investments}
    assert {i.id: (i.facts, amounts[i.id]) for i in claim.investments} == investments


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_place_of_every_value_is_known(path: Path) -> None:
    """A path that is reported points to the value: what stands at the place is the key or the value."""
    text = path.read_bytes().decode("utf-8-sig")
    lines = text.splitlines()
    document = (read_json if path.suffix == ".json" else read_yaml)(path.read_bytes(), path.name)
    for at, (line, column) in document.marks.items():
        if at and isinstance(at[-1], str):
            rest = lines[line - 1][column - 1 :]
            assert rest.lstrip("\"'").startswith(at[-1]), json_path(at)


def test_attested_facts_are_named() -> None:
    assert read(CLAIMS / "good" / "attestations.yaml").attested == {
        "taxpayer.resident",
        "taxpayer.is_sme",
        "asset.used_abroad",
    }
    assert read(CLAIMS / "good" / "exact.yaml").attested == frozenset()


def test_what_was_given_is_kept_as_it_was() -> None:
    claim = read(CLAIMS / "good" / "numbers-as-names.yaml")
    assert claim.data["investments"] == [{"id": 1}, {"id": "007"}]


# Whatever comes in, problems go out, or a claim that can be assessed and stored


def survives(raw: bytes, source: str) -> None:
    try:
        claim = read_claim(raw, source, SMALL)
    except BadInput as bad:
        assert bad.problems
        for problem in bad.problems:
            for lang in ("ko", "en"):
                text = f"{problem.place}: {problem.text(lang)}"
                text.encode()
                assert len(text) < 5000
    else:
        assert canonical(claim.data)  # as the ledger will keep it
        answer = assess(claim, PREPARED, day("2024-06-30"), reference.evaluate)
        assert json.dumps(answer, ensure_ascii=False).encode()


SOURCES = st.sampled_from(["claim.yaml", "claim.json", "stdin"])


@given(raw=st.binary(max_size=200), source=SOURCES)
def test_random_bytes(raw: bytes, source: str) -> None:
    survives(raw, source)


PIECES = [
    *"{}[]:,&*!|>?-#%@`\"' \n\t\r\\~<=.0",
    *("- ", ": ", "? ", "\n  ", "<<: ", "&a ", "*a", "!!str ", "---\n", "...\n", "%YAML 1.1\n"),
    *("null", "true", "~"),
    *("\ud55c\uae00", "\x85", "\u2028", "\ufeff", "\x00", "\\u0000", "\\ud800", "1e16", "-0", ".inf", "0x10"),
    *("tax_year", "starts_on", "ends_on", "investments", "id", "amounts", "amount_krw", "from", "until"),
    *("2024-01-01", "2024-12-31", "9999-12-31", "0001-01-01", "attestations", "facts", "projects", "project"),
]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40), source=SOURCES)
def test_text_that_looks_like_yaml(pieces: list[str], source: str) -> None:
    survives("".join(pieces).encode(), source)


GOOD_TEXTS = [(path.read_bytes(), path.name) for path in GOOD]
Change = tuple[int, int, str]  # where, how many bytes, by what they are replaced
CHANGE = st.tuples(st.integers(0, 2000), st.integers(0, 30), st.sampled_from([*PIECES, ""]))


@given(good=st.sampled_from(GOOD_TEXTS), changes=st.lists(CHANGE, min_size=1, max_size=4))
def test_good_claims_with_pieces_replaced(good: tuple[bytes, str], changes: list[Change]) -> None:
    raw, source = good
    for at, length, piece in changes:
        at %= len(raw) + 1
        raw = raw[:at] + piece.encode() + raw[at + length :]
    survives(raw, source)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(PIECES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(PIECES), inner, max_size=3),
    max_leaves=8,
)


@given(good=st.sampled_from(GOOD_TEXTS), at=st.integers(0, 200), value=JSON_VALUES)
def test_good_claims_with_a_value_replaced(good: tuple[bytes, str], at: int, value: object) -> None:
    """Any value of a good claim may turn into anything: still a claim or problems with places."""
    data = read_claim(*good, SMALL).data
    places = paths(data)
    changed = replaced(data, places[at % len(places)], value)
    survives(json.dumps(changed).encode(), "claim.json")
