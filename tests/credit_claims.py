"""Random complete claims about the money of a tax year: amounts, history, funding, tax, carried amounts, recapture.

What kind of facility and asset it is is drawn from a few that are settled; the claims of ``generate`` vary those.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

KNOWN_ON = date(2026, 11, 22).toordinal()
Data = dict[str, object]

ASSET: Data = {
    "kind": "machinery",
    "cost_kind": "equipment",
    "condition": "new",
    "acquisition": "purchase",
    "let_to_others": False,
    "used_abroad": False,
}
LAND: Data = {**ASSET, "kind": "land", "cost_kind": "land"}


@dataclass(frozen=True)
class Kind:
    """A facility whose tier is settled from a day on."""

    tier: str
    since: date
    facility: Data

    def investment(self, name: str) -> Data:
        recognised = {"status": "recognised", "tier": self.tier}
        return {
            "id": name,
            "facility": self.facility,
            "asset": ASSET,
            "site": {"zone": "growth_management"},
            "recognition": {"status": "not_applied"} if self.tier == "general" else recognised,
        }


MAKER: Data = {"purpose": "commercial_production", "investor_role": "drug_or_vaccine_maker"}
NOT_PHARMA: Data = {"product_modality": ["none_of_these"], "end_market": ["non_pharma"]}
CHEMICAL: Data = {
    "product_modality": ["chemical_small_molecule"],
    "chemical_drug_class": "innovative_new",
    "product_form": ["drug_product"],
}
VACCINE: Data = {"product_modality": ["vaccine_protein"], "species": ["human"], "plant_based": False}
KINDS = (
    Kind("general", date(2021, 1, 1), {"purpose": "other", "investor_role": "research_only", **NOT_PHARMA}),
    Kind("new_growth", date(2022, 1, 1), {**MAKER, **CHEMICAL}),
    Kind("nst", date(2021, 7, 1), {**MAKER, **VACCINE}),
)


def won(dice: Random) -> int:
    """Mostly ordinary, now and then nothing, or more than a float holds; odd, so that fractions of a won appear."""
    if dice.random() < 0.08:
        return dice.choice((0, 1, 3, 10**15))
    return int(10 ** dice.uniform(4, 12)) | 1


def claim(dice: Random, most: int = 3) -> Data:
    """One complete claim about up to so many investments: every figure of the credit follows exactly."""
    data = as_written(_claim(dice, most))
    assert isinstance(data, dict)
    return data


def as_written(data: object) -> object:
    """Dates as the text that a claim holds."""
    if isinstance(data, dict):
        return {key: as_written(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_written(value) for value in data]
    return data.isoformat() if isinstance(data, date) else data


def _claim(dice: Random, most: int) -> Data:
    starts, ends = tax_year(dice)
    data: Data = {
        "taxpayer": taxpayer(dice, starts),
        "tax_year": {"starts_on": starts, "ends_on": ends},
        "filing": {"filed_on": ends + timedelta(days=90)},
        "tax": {
            "computed_krw": won(dice),
            "minimum_base_krw": dice.choice((won(dice), 10**10, 10**11, 2 * 10**11 + 7)),
            "reliefs_before_krw": dice.choice((0, 0, won(dice))),
        },
        "carried_forward": carried(dice, starts),
        **history(dice, starts),
    }
    if dice.random() < 0.5:
        data["scheme"] = dice.choice(("regular", "temporary"))
    if dice.random() < 0.15:
        data["overlap"] = {"foreign_investment_relief": True}
        data["taxpayer"]["domestic_shareholding_ratio"] = dice.choice(("0.4", "0.333333333", "1"))  # type: ignore[index]
    data["investments"] = [investment(dice, f"i{i}", starts, ends) for i in range(dice.randint(1, most))]
    return data


def tax_year(dice: Random) -> tuple[date, date]:
    """Mostly calendar years of 2021 to 2026; some begin in another month, some are short."""
    starts = date(dice.randint(2021, 2026), 1, 1)
    if dice.random() < 0.2:
        starts = starts.replace(month=dice.choice((4, 7, 10)))
    return starts, later(starts, 12 if dice.random() < 0.85 else dice.randint(3, 11)) - timedelta(days=1)


def later(day: date, months: int) -> date:
    """The first day of a month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def taxpayer(dice: Random, starts: date) -> Data:
    size = dice.choice(("sme", "mid", "large", *(("graduate",) if starts.year >= 2025 else ())))
    data: Data = {"size": size, "kind": "corporation" if dice.random() < 0.85 else "individual"}
    if size == "graduate":
        return data | {"is_mid": dice.random() < 0.5, "former_sme": True, "left_sme_on": starts}
    if size != "sme":
        left = dice.choice((None, 0, 12, 24, 36, 48, 60))
        data["former_sme"] = left is not None
        if left is not None:
            data["left_sme_on"] = later(starts, -left)
    return data


def carried(dice: Random, starts: date) -> list[Data]:
    ends = [later(starts, -12 * years) - timedelta(days=1) for years in range(12)]
    return [{"arose_in": day, "amount_krw": won(dice)} for day in dice.sample(ends, dice.choice((0, 0, 1, 2, 4)))]


def history(dice: Random, starts: date) -> Data:
    """Of so many years of twelve months; nothing, or the first of them where no earlier one is stated."""
    years = dice.choice((0, 1, 2, 3, 3, 3, 4))
    entries = []
    for back in range(years, 0, -1):
        parts = {f"{kind.tier}_krw": dice.choice((0, won(dice) // 3)) for kind in KINDS}
        first = later(starts, -12 * back)
        amount = sum(parts.values())
        entry = {"starts_on": first, "ends_on": later(first, 12) - timedelta(days=1), "amount_krw": amount, **parts}
        if dice.random() < 0.2:
            entry["contributions_krw"] = amount // 3
        if dice.random() < 0.2:
            entry["predecessor_krw"] = amount // 2
        entries.append(entry)
    if not entries:
        return {"prior_investment": []}
    oldest = later(starts, -12 * dice.choice((years, years, 6)))
    return {"prior_investment": entries, "first_investment_year_starts_on": oldest}


def investment(dice: Random, name: str, starts: date, ends: date) -> Data:
    kind = dice.choice([kind for kind in KINDS if kind.since <= ends])
    first = max(starts, kind.since)
    data = kind.investment(name)
    days = (ends - first).days
    data["amounts"] = [
        {"amount_krw": won(dice), "invested_on": first + timedelta(days=dice.randint(0, days))}
        for _ in range(dice.choice((0, 1, 1, 2, 3)))
    ]
    if len(data["amounts"]) == 1 and dice.random() < 0.3:  # type: ignore[arg-type]
        data["funding"] = [funding(dice) for _ in range(dice.randint(1, 2))]
    completed = later(starts, -dice.choice((4, 12, 20, 30, 36)))
    data["timeline"] = {"started_on": later(completed, -12), "completed_on": completed}
    data["taken"] = []
    if dice.random() < 0.4:
        data |= aftermath(dice, kind.tier, completed, starts, ends)
    return data


def funding(dice: Random) -> Data:
    giver = dice.choice(("state", "local_government", "public_institution", "local_public_enterprise", "other"))
    kind = dice.choice(("grant", "interest_support", "loan", "contribution"))
    if kind == "loan":
        return {"kind": kind, "giver": giver, "market_interest_krw": won(dice), "interest_krw": won(dice)}
    return {"kind": kind, "giver": giver, "amount_krw": won(dice)}


def aftermath(dice: Random, tier: str, completed: date, starts: date, ends: date) -> Data:
    """What was taken for an asset in the two years before, with what may take it back."""
    taken = []
    for years in range(dice.randint(1, 2)):
        year_ends = later(starts, -12 * years) - timedelta(days=1)
        credit = won(dice)
        parts = {"new_growth_krw": credit // 2, "general_krw": credit // 5}
        filed = year_ends + timedelta(days=90)
        taken.append({"tax_year_ends_on": year_ends, "filed_on": filed, "credit_krw": credit, "tier": tier, **parts})
    data: Data = {"taken": taken, "output": {"nst": dice.randint(0, 4), "new_growth": dice.randint(0, 4), "all": 5}}
    first = max(completed, starts)
    if dice.random() < 0.6:
        kind = dice.choice(("disposal", "letting", "diversion", "merger", "donation"))
        on = first + timedelta(days=dice.randint(0, (ends - first).days))
        data["events"] = [{"kind": kind, "on": on}]
    return data
