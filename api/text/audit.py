"""What the terminal says of a bulk audit: lines, outcomes, and of each tax year the credit and what closes its gaps."""

from __future__ import annotations

from collections.abc import Iterator

from api.text.layout import rows, wrap
from api.text.register import RegisterWords
from engine.assessment.numbers import Document, put_won
from engine.law.values import Interval
from engine.registers.credits import ClaimCredit
from engine.registers.run import Told
from engine.registers.workbook.figures import year
from engine.registers.workbook.summary import OUTCOMES

TOLD = ("total_krw", "usable_krw", "carried_forward_krw", "rural_special_tax_krw")  # figures beside the base credit
FEW = 6  # claims that are told in full; of more, the base credit and the credit of the year


def said(told: Told, words: RegisterWords, width: int) -> Iterator[str]:
    control = told.control
    aside = control["read"] - control["blank"] - control["judged"] - control["reductions"] - control["covered"]
    counts = {"judged": control["judged"], "corrections": control["reductions"], "covered": control["covered"]}
    shown = {name: f"{count:,}" for name, count in (("total", control["read"] - control["blank"]), ("aside", aside))}
    shown |= {name: f"{count:,}" for name, count in counts.items()}
    yield words.say("audit.lines", **shown)
    found = {outcome: lines for outcome, lines, _ in told.outcomes}
    yield " · ".join(f"{words.say(f'audit.outcome.{name}')} {found.get(name, 0):,}" for name in OUTCOMES)
    for finding in told.findings:
        yield wrap("".join(sign if sign.isprintable() else " " for sign in finding), width)  # names of a register
    several = len({credit.row["company"] for credit in told.claims}) > 1
    for credit in told.claims:
        when = year(credit.row["year_starts"], credit.row["year_ends"], words)
        yield f"{when}  {credit.row['company']}" if several else when
        yield from _credit(credit, words, width, TOLD if len(told.claims) <= FEW else TOLD[:1])


def _credit(credit: ClaimCredit, words: RegisterWords, width: int, names: tuple[str, ...]) -> Iterator[str]:
    pairs = [(words.say("credit"), _won(credit.summed("base_krw"), words))]
    pairs += [(words.pick(one.label), _won(one.value, words)) for one in map(credit.figure, names)]
    yield from rows(pairs, width, "  ")
    if credit.asks and len(names) > 1:
        yield wrap(words.say("audit.closes", list=words.few(map(words.asked, credit.asks))), width, "  ")


def _won(value: Interval, words: RegisterWords) -> str:
    document: Document = {}
    put_won(document, "won", value)
    return words.figure(document, "won")
