"""Properties of generated dossiers: won are conserved, nothing counts twice, what is not known only widens."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assessment.assess import prepare
from engine.assessment.money import plus
from engine.claims.dossier import dossier_of
from engine.dossiers.follow import fold
from engine.dossiers.year import Year, as_interval
from engine.inference import reference
from engine.law.loader import load_rulebook
from engine.law.strict_yaml import Document
from engine.law.values import Interval, day

PREPARED = prepare(load_rulebook())
KNOWN_ON = day("2026-11-22")
FIRST, YEARS = 2021, 11
ASSET = {
    "kind": "machinery",
    "cost_kind": "equipment",
    "condition": "new",
    "let_to_others": False,
    "used_abroad": False,
}
NUMBERS = st.integers(0, 40).map(lambda tenths: tenths * 10**8 + tenths)
SIZES = st.sampled_from(
    [{"size": "sme"}, {"size": "mid", "former_sme": False}, {"size": "large", "former_sme": False}]
)


@st.composite
def works(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """An investment over some years, bought or built, perhaps disposed of after its completion."""
    begun = draw(st.integers(0, YEARS - 1))
    lasting = draw(st.integers(0, min(3, YEARS - 1 - begun)))
    started, completed = date(FIRST + begun, 2, 1), date(FIRST + begun + lasting, 10, 31)
    cost = draw(st.integers(1, 90)) * 10**8 + 7
    share = cost // (lasting + 2)
    paid = [{"paid_on": f"{FIRST + begun + i}-06-30", "amount_krw": share} for i in range(lasting + 1)]
    halves = 2 * (lasting + 1)  # progress is known wherever the law changes within a year
    ratios = sorted(draw(st.lists(st.integers(0, 10), min_size=halves, max_size=halves)))
    days = [f"{FIRST + begun + i // 2}-{'12-31' if i % 2 else '06-30'}" for i in range(halves)]
    progress = [{"on": on, "ratio": f"{ratio / 10:.1f}"} for on, ratio in zip(days, ratios, strict=True)]
    progress[-1]["ratio"] = "1"
    built = draw(st.booleans())
    common = {
        "id": name,
        "site": {"zone": "growth_management"},
        "facility": {"purpose": "other"},
        "asset": {**ASSET, "acquisition": "construction" if built else "purchase"},
        "timeline": {"started_on": started.isoformat(), "completed_on": completed.isoformat()},
        "total_cost_krw": cost,
        "payments": paid,
        **({"progress": progress} if built else {}),
    }
    gone = completed + timedelta(days=draw(st.integers(1, 900))) if draw(st.booleans()) else None
    return {"common": common, "years": range(begun, begun + lasting + 1), "gone": gone}


@st.composite
def dossiers(draw: st.DrawFn) -> dict[str, Any]:
    """A taxpayer who never invested before, with everything known."""
    claims: list[dict[str, Any]] = [
        {
            "tax_year": {"starts_on": f"{FIRST + i}-01-01", "ends_on": f"{FIRST + i}-12-31"},
            "taxpayer": draw(SIZES),
            "filing": {"filed_on": f"{FIRST + i + 1}-03-31"},
            "tax": {"computed_krw": draw(NUMBERS), "minimum_base_krw": draw(NUMBERS), "reliefs_before_krw": 0},
            "scheme": "regular",
            "investments": [],
        }
        for i in range(YEARS)
    ]
    claims[0]["first_investment_year_starts_on"] = f"{FIRST}-01-01"
    for number in range(draw(st.integers(1, 3))):
        one = draw(works(f"works-{number}"))
        for i in one["years"]:
            claims[i]["investments"].append(one["common"])
        gone = one["gone"]
        if gone is not None and gone.year - FIRST < YEARS:
            claim = claims[gone.year - FIRST]
            event = {"events": [{"kind": "disposal", "on": gone.isoformat()}]}
            if gone.year - FIRST in one["years"]:
                claim["investments"][-1] = {**one["common"], **event}
            else:
                claim["investments"].append({**one["common"], **event, "amounts": []})
    return {"taxpayer": {"kind": "corporation"}, "claims": claims}


def folded(data: object) -> tuple[Year, ...]:
    return fold(dossier_of(Document("d", data), PREPARED.rulebook), PREPARED, KNOWN_ON, reference.evaluate)


def total(years: tuple[Year, ...], figure: str) -> Interval:
    return plus(year.figure(figure) for year in years)


@settings(max_examples=12)
@given(data=dossiers())
def test_won_are_conserved_counted_once_and_never_taken_back_beyond_what_was_taken(
    data: dict[str, Any],
) -> None:
    years = folded(data)
    arisen, used, expired = (total(years, name).exact for name in ("total_krw", "usable_krw", "expired_krw"))
    left = years[-1].figure("carried_forward_krw").exact
    assert None not in (arisen, used, expired, left)
    assert arisen == used + expired + left
    for one, following in pairwise(years):
        carried = sum(int(following.figure(name).exact or 0) for name in ("carried_in_krw", "expired_krw"))
        assert one.figure("carried_forward_krw").exact == carried
    for name in {one["id"] for claim in data["claims"] for one in claim["investments"]}:
        found = [investment for year in years if (investment := year.investment(name))]
        amounts = [as_interval(each.facts["amount.amount_krw"]) for one in found for each in one.amounts or ()]
        assert plus(amounts).exact == as_interval(found[0].facts["total_cost_krw"]).exact
    taken_back, interest = total(years, "recapture_krw"), total(years, "recapture_interest_krw")
    assert used is not None
    assert (taken_back.low or 0) <= used
    for each in (entry for year in years for one in year.taken for entry in one.recaptured):
        assert each.credit.high is not None
        assert each.credit.high <= used  # of one investment; whose part of an increment it was is open among several
        assert each.interest.high is not None
        assert each.interest.high <= each.credit.high * 366 * YEARS * 25 / 100_000
    assert (interest.low or 0) <= (taken_back.high or 0) * 366 * YEARS * 25 / 100_000


BLURS = st.sampled_from(
    [
        ("taxpayer",),
        ("tax",),
        ("tax", "computed_krw"),
        ("filing",),
        ("scheme",),
        ("first_investment_year_starts_on",),
        ("investments", 0, "total_cost_krw"),
        ("investments", 0, "timeline"),
        ("investments", 0, "payments"),
        ("investments", 0, "progress"),
        ("investments", 0, "asset"),
        ("investments", 0, "site"),
        ("investments", 0, "facility"),
    ]
)
KEPT = ("invested_krw", "total_krw", "usable_krw", "carried_forward_krw", "expired_krw", "recapture_krw")


@settings(max_examples=20)
@given(data=dossiers(), at=st.integers(0, YEARS - 1), blur=BLURS)
def test_what_one_year_does_not_say_only_widens_later_years(
    data: dict[str, Any], at: int, blur: tuple[str | int, ...]
) -> None:
    blurred = copy.deepcopy(data)
    part: Any = blurred["claims"][at]
    for step in blur[:-1]:
        if isinstance(step, int) and step >= len(part):
            return
        part = part[step]
    part.pop(blur[-1], None)
    for one, other in zip(folded(data), folded(blurred), strict=True):
        for figure in KEPT:
            inner, outer = one.figure(figure), other.figure(figure)
            assert outer.low is None or (inner.low is not None and outer.low <= inner.low), (other.last, figure)
            assert outer.high is None or (inner.high is not None and outer.high >= inner.high), (other.last, figure)
