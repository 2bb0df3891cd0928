"""Dossiers: what follows from year to year, to the won, and what stays open."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
from problem_files import DOSSIERS

from api.catalogue import TEXTS
from engine.assessment.assess import Prepared
from engine.claims.dossier import dossier_of, read_dossier
from engine.dossiers.document import document_of
from engine.dossiers.follow import fold
from engine.dossiers.missed import missed
from engine.dossiers.year import Year
from engine.inference import reference
from engine.law.strict_yaml import Document, read_yaml
from engine.law.values import Interval, day

KNOWN_ON = day("2026-11-22")
BY_HAND = Path(__file__).parent.parent / "docs" / "eleven-years.md"
LABELS = {text["en"]: key.partition(".")[2] for key, text in TEXTS.items() if re.fullmatch(r"dossier\.\w+_krw", key)}


def years_of(data: object, prepared: Prepared, as_filed: bool = True) -> tuple[Year, ...]:
    dossier = dossier_of(Document("dossier", data), prepared.rulebook)
    return fold(dossier, prepared, KNOWN_ON, reference.evaluate, as_filed)


@pytest.fixture(scope="module")
def eleven(prepared: Prepared) -> dict[str, Any]:
    raw = (DOSSIERS / "eleven-years.yaml").read_bytes()
    dossier = read_dossier(raw, "eleven-years.yaml", prepared.rulebook)
    return document_of(dossier, fold(dossier, prepared, KNOWN_ON, reference.evaluate))


# -- the eleven years by hand


def computed(arithmetic: str) -> int:
    """A line of arithmetic as the document writes it, in exact fractions; parts of a won are dropped."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", arithmetic)
    text = re.sub(r"\d+(?:\.\d+)?", lambda number: f"Fraction('{number[0]}')", text)
    text = text.replace("×", "*").replace("−", "-").replace("%", "/ 100")
    assert re.fullmatch(r"[Fractionmax()'\d.,*/+\- ]*", text), text
    return floor(eval(text, {"Fraction": Fraction, "min": min, "max": max, "__builtins__": {}}))


def rows_of(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def won(text: str) -> int:
    return int(text.replace(",", ""))


def test_every_line_by_hand_is_what_the_command_gives(eleven: dict[str, Any]) -> None:
    sections = re.split(r"^## (\d{4}):", BY_HAND.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    years = {year["until"][:4]: year for year in eleven["years"]}
    assert sections[::2] == list(years)
    for name, section in zip(sections[::2], sections[1::2], strict=True):
        rows = rows_of(section.partition("## All years")[0])[1:]
        assert {"invested", "base credit", "total", "used", "carried on"} <= {row[0] for row in rows}
        for label, arithmetic, figure in rows:
            assert computed(arithmetic) == won(figure), (name, label)
            assert years[name][LABELS[label]] == won(figure), (name, label)


def test_table_of_all_years_is_what_the_command_gives(eleven: dict[str, Any]) -> None:
    heads, *rows = rows_of(BY_HAND.read_text(encoding="utf-8").partition("## All years")[2])
    assert len(rows) == len(eleven["years"]) == 11
    for row, year in zip(rows, eleven["years"], strict=True):
        assert row[0] == year["until"][:4]
        for head, figure in zip(heads[1:], row[1:], strict=True):
            assert year[LABELS[head]] == won(figure), (row[0], head)


def test_every_figure_of_the_eleven_years_is_exact(eleven: dict[str, Any]) -> None:
    assert [year["bounds"] for year in eleven["years"]] == [{}] * 11
    assert not [year["contested"] for year in eleven["years"] if year["contested"]]


# -- what follows


def line(**own: object) -> dict[str, object]:
    """An antibody line that is bought, for a large company that knows everything."""
    asset = {"kind": "machinery", "cost_kind": "equipment", "condition": "new", "acquisition": "purchase"}
    return {
        "id": "line",
        "facility": {
            "purpose": "commercial_production",
            "investor_role": "drug_or_vaccine_maker",
            "product_modality": "antibody",
            "product_status": "new_drug",
        },
        "asset": {**asset, "let_to_others": False, "used_abroad": False},
        "site": {"zone": "growth_management"},
        "recognition": {"status": "recognised", "tier": "nst"},
        **own,
    }


def claim(year: int, *investments: dict[str, object], **own: object) -> dict[str, object]:
    return {
        "tax_year": {"starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"},
        "filing": {"filed_on": f"{year + 1}-03-31"},
        "tax": {"computed_krw": 10**12, "minimum_base_krw": 0, "reliefs_before_krw": 0},
        "investments": list(investments),
        **own,
    }


def dossier(*claims: dict[str, object]) -> dict[str, Any]:
    return {"taxpayer": {"kind": "corporation", "size": "large", "former_sme": False}, "claims": list(claims)}


def figures(years: tuple[Year, ...], name: str) -> list[Interval]:
    return [year.figure(name) for year in years]


def exact(*values: int) -> list[Interval]:
    return [Interval(value, value) for value in values]


BUILT = {
    "total_cost_krw": 100 * 10**8,
    "timeline": {"started_on": "2024-03-01", "completed_on": "2025-06-30"},
    "payments": [{"paid_on": "2024-06-30", "amount_krw": 60 * 10**8}],
}


def test_construction_in_progress_does_not_count_again_when_it_is_capitalised(prepared: Prepared) -> None:
    """Decree Article 21(7): 60 in 2024, capitalised at 100 in 2025: 2025 counts 40."""
    years = years_of(dossier(claim(2024, line(**BUILT)), claim(2025, line(**BUILT))), prepared)
    assert figures(years, "invested_krw") == exact(60 * 10**8, 40 * 10**8)
    assert "line: earlier" in years[1].followed


def test_amount_stated_again_is_contested(prepared: Prepared) -> None:
    again = line(**{**BUILT, "amounts": [{"amount_krw": 100 * 10**8, "invested_on": "2025-06-30"}], "payments": None})
    years = years_of(dossier(claim(2024, line(**BUILT)), claim(2025, again)), prepared)
    (contest,) = years[1].contests
    assert (contest.fact, contest.investment) == ("total_cost_krw", "line")
    assert (contest.given, contest.follows) == (Interval(100 * 10**8, 100 * 10**8), Interval(160 * 10**8, 160 * 10**8))


def test_stated_history_stands_and_is_contested_where_it_contradicts(prepared: Prepared) -> None:
    stated = [{"starts_on": "2024-01-01", "ends_on": "2024-12-31", "amount_krw": 10 * 10**8}]
    years = years_of(
        dossier(claim(2024, line(**BUILT)), claim(2025, line(**BUILT), prior_investment=stated)), prepared
    )
    (contest,) = years[1].contests
    assert contest.fact == "prior_investment.amount_krw"
    assert (contest.given.exact, contest.follows.exact) == (10 * 10**8, 60 * 10**8)
    document = document_of(dossier_of(Document("d", dossier(claim(2024))), prepared.rulebook), years)
    assert [year["outcome"] for year in document["years"]][1] != "certain"


def test_history_follows_only_where_all_three_years_are_known(prepared: Prepared) -> None:
    some = {"amounts": [{"amount_krw": 10**9, "invested_on": "2021-06-30"}]}
    empty = [claim(year) for year in (2022, 2023)]
    years = years_of(dossier(claim(2021, line(**some)), *empty, claim(2024)), prepared)
    assert ["prior_investment" in year.claim.lists for year in years] == [False, False, False, True]
    assert figures(years, "average_krw")[3] == Interval(Fraction(10**9, 3), Fraction(10**9, 3))


def test_gap_leaves_open_what_lies_in_it(prepared: Prepared) -> None:
    first = claim(2023, first_investment_year_starts_on="2023-01-01")
    followed = {"prior_investment", "carried_forward"}
    with_gap = years_of(dossier(first, claim(2025)), prepared)
    assert with_gap[1].claim.lists.keys() & followed == set()
    without = years_of(dossier(first, claim(2024), claim(2025)), prepared)
    assert without[2].claim.lists.keys() >= followed


def test_credit_expires_after_ten_years_and_not_before(prepared: Prepared) -> None:
    poor = {"tax": {"computed_krw": 0, "minimum_base_krw": 0, "reliefs_before_krw": 0}}
    some = {"amounts": [{"amount_krw": 10**9, "invested_on": "2020-06-30"}]}
    begun = claim(2020, line(**some), first_investment_year_starts_on="2020-01-01", **poor)
    years = years_of(dossier(begun, *(claim(year, **poor) for year in range(2021, 2032))), prepared)
    total = years[0].figure("total_krw").exact
    assert total
    assert figures(years, "expired_krw") == exact(*[0] * 11, int(total))
    assert figures(years, "carried_forward_krw") == exact(*[int(total)] * 11, 0)


DISPOSED = {"amounts": [], "events": [{"kind": "disposal", "on": "2026-06-30"}]}


def test_only_credit_that_reduced_tax_is_taken_back(prepared: Prepared) -> None:
    """Of 900 million of 2024, 300 were used in the return of 2024 and 600 in that of 2025; without tax none was."""
    done = {**BUILT, "timeline": {"started_on": "2024-03-01", "completed_on": "2024-12-31"}}
    amounts = {**done, "amounts": [{"amount_krw": 60 * 10**8, "invested_on": "2024-06-30"}], "payments": None}

    def taxed(*taxes: int) -> tuple[Year, ...]:
        claims = [claim(2024, line(**amounts), first_investment_year_starts_on="2024-01-01"), claim(2025)]
        claims.append(claim(2026, line(**{**done, **DISPOSED, "payments": None})))
        for one, tax in zip(claims, taxes, strict=True):
            one["tax"] = {"computed_krw": tax, "minimum_base_krw": 0, "reliefs_before_krw": 0}
        return years_of(dossier(*claims), prepared)

    years = taxed(3 * 10**8, 9 * 10**8, 0)
    assert figures(years, "total_krw")[0] == Interval(9 * 10**8, 9 * 10**8)
    assert years[2].figure("recapture_krw") == Interval(9 * 10**8, 9 * 10**8)
    interest = 3 * 10**8 * 730 * 22 // 100_000 + 6 * 10**8 * 365 * 22 // 100_000
    assert years[2].figure("recapture_interest_krw") == Interval(interest, interest)
    assert taxed(0, 0, 10**9)[2].figure("recapture_krw") == Interval(0, 0)


# -- filed and allowable


def test_what_was_filed_flows_on_and_what_was_allowable_is_missed(prepared: Prepared) -> None:
    """AC-01 (answer of an accounting firm): nothing to amend in a loss year.

    CF-01 (국세청 기준-2019-법령해석기본-0467): the credit of a year that is over is used in an open one.
    """
    raw = (DOSSIERS / "left-out.yaml").read_bytes()
    claims = read_dossier(raw, "left-out.yaml", prepared.rulebook)
    document: dict[str, Any] = missed(claims, prepared, KNOWN_ON, reference.evaluate)
    years = document["years"]
    assert [year["missed_krw"] for year in years] == [100_000_000, 270_000_000, 20_000_000, 0, 0]
    assert [year["at_stake_krw"] for year in years] == [40_000_000, 0, 150_000_000, 200_000_000, 0]
    assert [year["state"] for year in years] == ["over", "open", "open", "open", "open"]
    assert years[1]["amendable_until"] == "2027-03-31"  # calendar 2021, due 2022-03-31
    used = [(node["until"], node["used_krw"], node["state"]) for node in years[0]["usable_in"]]
    assert used == [("2020-12-31", 40_000_000, "over"), ("2022-12-31", 60_000_000, "open")]
    assert (document["open_krw"], document["over_krw"], document["still_carried_krw"]) == (350_000_000, 40_000_000, 0)
    (sought,) = document["recognition"]
    assert (sought["investment"], sought["route"], sought["due"]) == ("filling-line", "closed", "2025-01-31")
    actual = fold(claims, prepared, KNOWN_ON, reference.evaluate)
    assert figures(actual, "carried_forward_krw") == exact(0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "due", "until"),
    [("corporation", "2022-03-31", "2027-03-31"), ("individual", "2022-05-31", "2027-05-31"), (None, None, None)],
)
def test_last_day_for_an_amended_claim(
    kind: str | None, due: str | None, until: str | None, prepared: Prepared
) -> None:
    """Framework Act on National Taxes Article 45-2(1): five years after the statutory filing date."""
    data = dossier(claim(2021, line(amounts=[]), filed={"total_krw": 0}))
    data["taxpayer"]["kind"] = kind
    for known_on, state in ((until or "2027-03-31", "open"), ("2027-06-01", "over"), ("2022-03-31", "not_yet_due")):
        read = dossier_of(Document("d", data), prepared.rulebook)
        (year,) = missed(read, prepared, day(known_on), reference.evaluate)["years"]  # type: ignore[misc]
        assert (year["due"], year["amendable_until"], year["state"]) == (due, until, state)
    data["claims"][0]["filing"]["due_on"] = "2022-04-30"
    read = dossier_of(Document("d", data), prepared.rulebook)
    (year,) = missed(read, prepared, KNOWN_ON, reference.evaluate)["years"]  # type: ignore[misc]
    assert (year["due"], year["amendable_until"]) == ("2022-04-30", "2027-04-30")


def test_return_that_used_more_than_allowable_is_told(prepared: Prepared) -> None:
    some = {"amounts": [{"amount_krw": 10**9, "invested_on": "2024-06-30"}]}
    data = dossier(
        claim(
            2024,
            line(**some),
            first_investment_year_starts_on="2024-01-01",
            filed={"total_krw": 25 * 10**7, "used_krw": 25 * 10**7},
        )
    )
    read = dossier_of(Document("d", data), prepared.rulebook)
    (year,) = missed(read, prepared, KNOWN_ON, reference.evaluate)["years"]  # type: ignore[misc]
    assert (year["too_much_krw"], year["at_stake_krw"]) == (10**8, 0)
    data["claims"][0]["filed"]["used_krw"] = 26 * 10**7
    (contest,) = years_of(data, prepared)[0].contests
    assert (contest.fact, contest.follows.high) == ("filed.used_krw", 25 * 10**7)


def test_both_evaluators_tell_the_same(prepared: Prepared, durable: Any) -> None:
    raw = read_yaml((DOSSIERS / "left-out.yaml").read_bytes(), "left-out.yaml")
    claims = dossier_of(raw, prepared.rulebook)
    assert missed(claims, prepared, KNOWN_ON, durable) == missed(claims, prepared, KNOWN_ON, reference.evaluate)
