"""The credit of a complete claim a second time, straight from the Act: plain fractions, no rules, no intervals.

Written from the consolidated texts of the Restriction of Special Taxation Act (조세특례제한법), Articles 24, 127, 132,
144 and 146, and its Decree, Articles 21 and 137, independently of the rules that ship. Knows the claims of
``credit_claims`` only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

Money = int | Fraction

# Article 24(1)2 가 by day of investment: from, tier -> percent for SME, graduate, mid-sized, large.
REGULAR = {
    "general": [("2021-01-01", (10, None, 3, 1)), ("2023-01-01", (10, "7.5", 5, 1))],
    "new_growth": [("2021-01-01", (12, None, 5, 3)), ("2023-01-01", (12, 9, 6, 3))],
    "nst": [("2021-07-01", (16, None, 8, 6)), ("2023-01-01", (25, 20, 15, 15))],
}
# Article 24(1)3 가 by the day that the tax year contains; the strategic tier takes the rate of item 2. A graduate takes
# the rate of its size by the text of the item.
TEMPORARY = {
    "2023-12-31": {"general": (12, 7, 3), "new_growth": (18, 10, 6)},
    "2024-12-31": {"general": (12, 7, 1), "new_growth": (14, 8, 3)},
    "2025-12-31": {"general": (12, 7, 1), "new_growth": (14, 8, 3)},
}
SIZES = ("sme", "graduate", "mid", "large")
TIERS = ("nst", "new_growth", "general")
# Article 127(1) and Decree Article 123: whose money is deducted; construction contributions for tax years from 2022.
PUBLIC = ("state", "local_government", "public_institution", "local_public_enterprise")
RECAPTURED = ("disposal", "letting", "diversion")


@dataclass(frozen=True)
class Scheme:
    name: str
    base: int
    increment: int
    by_tier: tuple[int, int]  # least and most: of which tier it is that stays out of the average is not stated
    total: int


def day(text: object) -> date:
    return date.fromisoformat(str(text))


def figures(claim: dict[str, Any]) -> dict[str, Any]:
    """Every figure of the credit, in won."""
    schemes = [of_scheme(claim, name) for name in open_schemes(claim)]
    wanted = [scheme for scheme in schemes if scheme.name == claim.get("scheme")]
    taken = wanted[0] if wanted else max(schemes, key=lambda scheme: scheme.total)
    invested = sum(sum(amounts) for amounts in by_investment(claim))
    return {
        "scheme": taken.name,
        "schemes": {scheme.name: scheme for scheme in schemes},
        "invested_krw": floor(invested),
        "average_krw": floor(average(claim, None)),
        "base_krw": taken.base,
        "increment_krw": taken.increment,
        "total_krw": taken.total,
        **limits(claim, taken.total),
        **recapture(claim),
    }


def open_schemes(claim: dict[str, Any]) -> list[str]:
    starts, ends = (day(claim["tax_year"][key]) for key in ("starts_on", "ends_on"))
    temporary = [on for on in TEMPORARY if starts <= day(on) <= ends]
    if temporary == ["2023-12-31"]:
        return ["temporary"]
    return ["regular", "temporary"] if temporary else ["regular"]


def size_of(claim: dict[str, Any]) -> str:
    return str(claim["taxpayer"]["size"])


def tier_of(investment: dict[str, Any]) -> str:
    return str(investment["recognition"].get("tier", "general"))


def rate(claim: dict[str, Any], scheme: str, tier: str, on: date) -> Fraction:
    size, year = size_of(claim), claim["tax_year"]
    if scheme == "temporary" and tier != "nst":
        within = (day(year["starts_on"]), day(year["ends_on"]))
        (line,) = (line for end, line in TEMPORARY.items() if within[0] <= day(end) <= within[1])
        if size == "graduate":
            size = "mid" if claim["taxpayer"]["is_mid"] else "large"
        return Fraction(line[tier][("sme", "mid", "large").index(size)], 100)
    *_, (_, percents) = (entry for entry in REGULAR[tier] if day(entry[0]) <= on)
    percent = percents[SIZES.index(size)]
    assert percent is not None
    return Fraction(str(percent)) / 100


# -- amounts and base -------------------------------------------------------------------------------------------------


def by_investment(claim: dict[str, Any]) -> list[list[int]]:
    """Amounts that count, less what others paid; the claims name funding only beside a single amount."""
    found = []
    for investment in claim["investments"]:
        amounts = [entry["amount_krw"] for entry in investment["amounts"]]
        for grant in investment.get("funding", ()):
            amounts = [max(0, amount - benefit(claim, grant)) for amount in amounts]
        found.append(amounts)
    return found


def benefit(claim: dict[str, Any], grant: dict[str, Any]) -> int:
    if grant["kind"] == "contribution":
        return grant["amount_krw"] if day(claim["tax_year"]["starts_on"]).year >= 2022 else 0
    if grant["giver"] not in PUBLIC:
        return 0
    if grant["kind"] == "loan":
        return max(0, grant["market_interest_krw"] - grant["interest_krw"])
    return int(grant["amount_krw"])


def by_tier(claim: dict[str, Any], scheme: str) -> tuple[dict[str, int], dict[str, int]]:
    """Invested and base credit by tier; of one investment what has one rate is rounded once."""
    invested: dict[str, int] = defaultdict(int)
    base: dict[str, int] = defaultdict(int)
    for investment, amounts in zip(claim["investments"], by_investment(claim), strict=True):
        tier, sums = tier_of(investment), defaultdict(int)
        for entry, amount in zip(investment["amounts"], amounts, strict=True):
            sums[rate(claim, scheme, tier, day(entry["invested_on"]))] += amount
        invested[tier] += sum(amounts)
        base[tier] += sum(floor(one * amount) for one, amount in sums.items())
    return invested, base


# -- the increment (Article 24(1)2 나, 3 나; Decree Article 21(8)-(9)) ------------------------------------------------


def months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def average(claim: dict[str, Any], tier: str | None, least: bool = False) -> Fraction:
    starts, ends = (day(claim["tax_year"][key]) for key in ("starts_on", "ends_on"))
    total: Money = 0
    for entry in claim["prior_investment"]:
        if months(day(entry["starts_on"]), starts) > 36:
            continue
        out = entry.get("contributions_krw", 0) if starts.year >= 2022 else 0
        out += entry.get("predecessor_krw", 0) if starts.year < 2023 else 0
        net = max(0, entry["amount_krw"] - out)
        if tier is None:
            total += net
        else:
            total += max(0, entry[f"{tier}_krw"] - out) if least else min(net, entry[f"{tier}_krw"])
    firsts = [day(entry["starts_on"]) for entry in claim["prior_investment"] if entry["amount_krw"]]
    if not total:
        return Fraction(0)
    first = min([day(claim["first_investment_year_starts_on"]), *firsts])
    covered = min(36, months(first, starts))
    year = months(starts, ends + timedelta(days=1))
    return Fraction(total * 36, covered) / 3 * Fraction(year, 12)


def increment_rate(claim: dict[str, Any], scheme: str, tier: str) -> Fraction:
    if scheme == "temporary" or day(claim["tax_year"]["starts_on"]).year >= 2025:
        return Fraction(10, 100)
    return Fraction(4 if tier == "nst" else 3, 100)


def of_scheme(claim: dict[str, Any], name: str) -> Scheme:
    invested, bases = by_tier(claim, name)
    base = sum(bases.values())
    mean, amount = average(claim, None), sum(invested.values())
    company, tiers = 0, (0, 0)
    if claim["prior_investment"] and mean > 0:
        left = max(Fraction(0), amount - mean)
        uncapped = Fraction(0)
        rates = {tier: increment_rate(claim, name, tier) for tier in TIERS if invested[tier]}
        for tier in sorted(rates, key=lambda tier: rates[tier]):  # what is above the average: lower rates first
            part = min(left, Fraction(invested[tier]))
            uncapped += rates[tier] * part
            left -= part
        company = floor(min(uncapped, Fraction(2 * base)))
        for tier, percent in rates.items():
            means = (average(claim, tier), average(claim, tier, least=True))
            above = (max(Fraction(0), invested[tier] - mean) for mean in means)
            low, high = (floor(min(percent * amount, Fraction(2 * bases[tier]))) for amount in above)
            tiers = (tiers[0] + low, tiers[1] + high)
    share = Fraction(1)
    if claim.get("overlap", {}).get("foreign_investment_relief"):
        share = Fraction(claim["taxpayer"]["domestic_shareholding_ratio"])
    return Scheme(name, base, company, tiers, floor(share * (base + company)))


# -- limits (Articles 132, 144; rural special tax Article 5(1)1) ------------------------------------------------------


def minimum_tax(claim: dict[str, Any]) -> int:
    taxpayer, tax = claim["taxpayer"], claim["tax"]
    if taxpayer["kind"] == "individual":
        computed = tax["computed_krw"]
        return floor(Fraction(35, 100) * min(computed, 30_000_000) + Fraction(45, 100) * max(0, computed - 30_000_000))
    base, size = tax["minimum_base_krw"], taxpayer["size"]
    if size == "sme":
        return floor(base * Fraction(7, 100))
    since = None
    if taxpayer.get("former_sme"):
        since = months(day(taxpayer["left_sme_on"]), day(claim["tax_year"]["ends_on"]) + timedelta(days=1))
    if since is not None and since <= 36:
        return floor(base * Fraction(8, 100))
    if since is not None and since <= 60:
        return floor(base * Fraction(9, 100))
    bn = 10**9
    brackets = ((10, 0, 10 * bn), (12, 10 * bn, 100 * bn), (17, 100 * bn, None))
    return floor(sum(Fraction(p, 100) * max(0, min(base, end or base) - start) for p, start, end in brackets))


def limits(claim: dict[str, Any], total: int) -> dict[str, int]:
    tax, ends = claim["tax"], day(claim["tax_year"]["ends_on"])
    minimum = minimum_tax(claim)
    room = max(0, tax["computed_krw"] - tax["reliefs_before_krw"] - minimum)
    valid = {True: 0, False: 0}
    for entry in claim["carried_forward"]:
        arose = day(entry["arose_in"])
        beginning = arose + timedelta(days=1)  # of the next tax year, from which ten years run
        valid[ends < beginning.replace(year=beginning.year + 10)] += entry["amount_krw"]
    used = min(room, valid[True] + total)
    return {
        "minimum_tax_krw": minimum,
        "room_krw": room,
        "carried_in_krw": valid[True],
        "expired_krw": valid[False],
        "usable_krw": used,
        "carried_forward_krw": valid[True] + total - used,
        "rural_special_tax_krw": floor(Fraction(used, 5)),
    }


# -- recapture (Articles 24(3), 146; Decree Article 21(5)-(6), (10)-(11)) ---------------------------------------------


def recapture(claim: dict[str, Any]) -> dict[str, int]:
    back = interest = 0
    filed = day(claim["filing"]["filed_on"])
    for investment in claim["investments"]:
        for taken in investment["taken"]:
            credit = taken_back(claim, investment, taken)
            daily = Fraction(0)
            for offset in range((filed - day(taken["filed_on"])).days):
                on = day(taken["filed_on"]) + timedelta(days=offset + 1)
                daily += Fraction(25 if on < date(2022, 2, 15) else 22, 100_000)
            back += credit
            interest += floor(credit * daily)
    return {"recapture_krw": back, "recapture_interest_krw": interest}


def taken_back(claim: dict[str, Any], investment: dict[str, Any], taken: dict[str, Any]) -> int:
    completed = day(investment["timeline"]["completed_on"])
    until = completed.replace(year=completed.year + 2)
    events = [event for event in investment.get("events", ()) if event["kind"] in RECAPTURED]
    if any(day(event["on"]) <= until for event in events):
        return int(taken["credit_krw"])
    starts, ends = (day(claim["tax_year"][key]) for key in ("starts_on", "ends_on"))
    after = completed.replace(year=completed.year + 3)
    if not starts <= after <= ends:  # the third tax year after the one of completion ends in another
        return 0
    output, tier = investment["output"], taken["tier"]
    strategic, both = 2 * output["nst"], 2 * (output["nst"] + output["new_growth"])
    if tier == "nst" and strategic <= output["all"]:
        lower = taken["new_growth_krw" if both > output["all"] else "general_krw"]
        return int(taken["credit_krw"] - lower)
    if tier == "new_growth" and both <= output["all"]:
        return int(taken["credit_krw"] - taken["general_krw"])
    return 0
