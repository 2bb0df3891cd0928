"""An audit: how far it is, what went wrong, and its answer by line with filters, order and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Response, send_file

from api.catalogue import text
from api.http.audits.endpoints import MEDIA, own_job, removed
from api.http.audits.job import DONE, OPEN, Job, Order, State
from api.http.audits.starting import revive
from api.http.endpoint import READERS, WRITERS, Call, json_answer
from api.http.parameters import DAY, NUMBER, Choice, Form, Parameter
from api.http.problems import not_found
from api.pages.audits.charts import credit_chart, outcome_chart
from api.pages.audits.drafted import HEX, drafts_of
from api.pages.page import WebPage
from api.pages.templating import render, to_page
from api.text.register import RegisterWords
from api.text.words import WON
from engine.law.model import FigureEntry
from engine.registers.lookup import SORTS, Lookup, Row, Wanted
from engine.registers.workbook import figures
from engine.registers.workbook.summary import OUTCOMES

PAGE = 50
MOST_REASONS = 12  # why lines were set aside
AUDIT = Parameter("audit", HEX)
TEXT = Form(r"^.{1,200}$", "1 .. 200 letters")
OPEN_TIER = "open"
YEARLY = ("total", "usable", "carried_forward")  # figures of the whole credit beside the base credit
FILTERS = (
    Parameter("outcome", Choice(OUTCOMES)),
    Parameter("tier", Form(r"^[a-z_]{1,40}$", "a tier")),
    Parameter("rate", Form(r"^\d{0,12}-\d{1,12}$", "a rate")),
    Parameter("year", DAY),
    Parameter("project", TEXT),
    Parameter("q", TEXT),
    Parameter("sort", Choice((*SORTS, *(f"-{name}" for name in SORTS))), "line"),
    Parameter("first", NUMBER, 1),
)
FILES = {
    "workbook": "answer.xlsx",
    "lines": "tables/lines.parquet",
    "claims": "tables/lines.claims.parquet",
    "set-aside": "tables/lines.set-aside.parquet",
}


def audit(call: Call) -> Response:
    job = own_job(call)
    revive(job, call.service.ledger)
    order, state = job.order(), job.state()
    if state.state in OPEN:
        said = _said(state, call.lang)
        return render("audits/running.html", order=order, said=said, state=state, writes=_writes(call))
    if state.state != DONE or not job.tables.is_dir():
        draft = order.draft if order.draft and _writes(call) and _has_draft(call, order) else None
        return render("audits/failed.html", order=order, state=state, draft=draft, writes=_writes(call))
    return _answer(call, job, order, state)


def _writes(call: Call) -> bool:
    return call.caller.may(WRITERS)


def _has_draft(call: Call, order: Order) -> bool:
    return drafts_of(call).find(call.caller.organisation, str(order.draft)) is not None


def progress(call: Call) -> Response:
    """For the page itself, while it waits."""
    job = own_job(call)
    revive(job, call.service.ledger)
    state = job.state()
    said = _said(state, call.lang)
    return json_answer({"open": state.state in OPEN, "done": state.done, "total": state.total, "said": said})


def _said(state: State, lang: str) -> str:
    if state.step is None:
        return text("audits.queued", lang)
    step = text(f"audit.step.{state.step}", lang)
    return text("audits.step", lang, step=step, done=f"{state.done:,}", total=f"{state.total:,}")


# -- the answer


def _answer(call: Call, job: Job, order: Order, state: State) -> Response:
    lookup, words, query = Lookup(job.tables), words_of(call, order), call.query
    wanted = wanted_of(query)
    page = lookup.page(wanted, query["sort"].removeprefix("-"), query["sort"].startswith("-"), query["first"], PAGE)
    summary = state.summary or {}
    aside = lookup.set_aside()
    draft = order.draft if order.draft and _writes(call) and _has_draft(call, order) else None
    return render(
        "audits/answer.html",
        order=order,
        state=state,
        draft=draft,
        writes=_writes(call),
        claims=[_claim(claim, words) for claim in summary.get("claims", ())],
        yearly=[(f"{one.figure}", words.pick(one.label.model_dump())) for one in _yearly(words)],
        control=summary.get("lines", {}),
        notices=lookup.notices(),
        aside=aside[:MOST_REASONS],
        more_aside=sum(row["lines"] for row in aside[MOST_REASONS:]),
        outcomes=outcome_chart(summary.get("outcomes", {}), words),
        credits=credit_chart(lookup.credits(), _possible(summary.get("claims", ()), words), words),
        choices=_choices(lookup.choices(), words),
        query={name: value for name, value in query.items() if value not in (None, "")},
        chosen=_chosen(query),
        page=page,
        lines=[Line(row, words, lookup.place(row)) for row in page.rows],
        sums={name: _won(value, words) for name, value in page.sums.items()},
        address=partial(_address, query),
        size=PAGE,
        files=[name for name, path in FILES.items() if (job.output / path).is_file()],
        w=words,
    )


def words_of(call: Call, order: Order) -> RegisterWords:
    return RegisterWords(call.service.prepared.rulebook, call.lang, order.known_on)


def wanted_of(query: Mapping[str, Any]) -> Wanted:
    rate = None
    if query["rate"]:
        low, high = query["rate"].split("-")
        rate = (int(low) if low else None, int(high))
    year = None if query["year"] is None else date.fromordinal(query["year"])
    tier = None if query["tier"] is None else "" if query["tier"] == OPEN_TIER else query["tier"]
    return Wanted(query["outcome"], tier, year, query["project"], rate, query["q"] or "")


def _address(query: Mapping[str, Any], **changed: Any) -> str:
    """The same page with other filters, as a query; what has its default is left out."""
    defaults = {parameter.name: parameter.default for parameter in FILTERS}
    values = {**query, "first": 1, **changed}
    if isinstance(values["year"], int):
        values["year"] = date.fromordinal(values["year"]).isoformat()
    return "?" + urlencode({name: v for name, v in values.items() if v not in (None, "", defaults.get(name))})


def _yearly(words: RegisterWords) -> list[FigureEntry]:
    return [one for one in words.rulebook.assessment.figures if one.figure.removesuffix("_krw") in YEARLY]


def _chosen(query: Mapping[str, Any]) -> dict[str, str]:
    """The filters as they stand in the address."""
    day = query["year"]
    year = "" if day is None else date.fromordinal(day).isoformat()
    return {**{name: query[name] or "" for name in ("outcome", "tier", "rate", "project")}, "year": year}


def _claim(claim: Mapping[str, Any], words: RegisterWords) -> dict[str, str]:
    starts, ends = (date.fromisoformat(claim[name]) for name in ("year_starts", "year_ends"))
    found = {"year": figures.year(starts, ends, words), "company": claim["company"] or ""}
    found["scheme"] = words.scheme(claim["scheme"]) if claim["scheme"] else words.say("scheme.open")
    for name in ("base", "floor", "exposure", *YEARLY):
        low, high = (claim[f"{name}_krw_{side}"] for side in ("low", "high"))
        found[name] = _between(low, high, words)
    return {**found, "lines": f"{claim['lines']:,}"}


def _possible(claims: Iterable[Mapping[str, Any]], words: RegisterWords) -> dict[str, int | None]:
    """Base credit at most, by tax year, of all companies together; None: without bound."""
    found: dict[str, int | None] = {}
    for claim in claims:
        starts, ends = (date.fromisoformat(claim[name]) for name in ("year_starts", "year_ends"))
        year = figures.year(starts, ends, words)
        high, before = claim["base_krw_high"], found.get(year, 0)
        found[year] = None if high is None or before is None else before + int(high)
    return found


def _between(low: Any, high: Any, words: RegisterWords) -> str:
    ends = [None if end is None else int(end) for end in (low, high)]
    if ends[0] == ends[1] and ends[0] is not None:
        return words.number(WON, ends[0])
    return words.range(WON, {"at_least": ends[0], "at_most": ends[1]})


def _figures(low: int | None, high: int | None, words: RegisterWords) -> str:
    """Won without a unit, as a table has them."""
    if high is None:
        return words.say("book.unbounded")
    return f"{high:,}" if low == high else words.say("range", low=f"{low or 0:,}", high=f"{high:,}")


def _won(value: Any, words: RegisterWords) -> str:
    return words.say("book.unbounded") if value is None else words.number(WON, int(value))


def _choices(found: Mapping[str, list[Any]], words: RegisterWords) -> dict[str, list[tuple[str, str]]]:
    return {
        "outcome": [(name, words.say(f"outcome.{name}")) for name in OUTCOMES],
        "tier": [(t, words.tier(t)) if t else (OPEN_TIER, words.say("book.tier-open")) for t in found["tiers"]],
        "rate": [
            (f"{'' if low is None else low}-{high}", figures.rate(low, high, words)) for low, high in found["rates"]
        ],
        "year": [(str(first), figures.year(first, last, words)) for first, last in found["years"]],
        "project": [(name, name) for name in found["projects"]],
        "sort": [
            (way + name, words.say(f"audits.sort.{name}") + (" ↓" if way else ""))
            for name in SORTS
            for way in ("", "-")
        ],
    }


class Line:
    """A dated part of a line in words."""

    def __init__(self, row: Row, words: RegisterWords, place: str):
        self.row, self.words, self.place = row, words, place

    @property
    def name(self) -> str:
        return str(self.row["name"] or self.row["memo"] or self.row["number"] or "")

    @property
    def where(self) -> str:
        return " · ".join(str(self.row[name]) for name in ("account", "project") if self.row[name])

    @property
    def days(self) -> str:
        return figures.days(self.row["from"], self.row["until"], self.words)

    @property
    def amount(self) -> str:
        return _figures(self.row["amount_low"], self.row["amount_high"], self.words)

    @property
    def tier(self) -> str:
        if self.row["outcome"] == "ineligible":
            return ""
        tiers = [self.row["tier"]] if self.row["tier"] else (self.row["possible_tiers"] or "").split(", ")
        named = ", ".join(self.words.tier(tier) for tier in tiers if tier)
        listed = self.row["facility_row"] or self.row["possible_rows"]
        return f"{named} · {listed}" if listed else named

    @property
    def rate(self) -> str:
        return figures.rate(self.row["rate_low"], self.row["rate_high"], self.words)

    @property
    def standing(self) -> str:
        standing = self.row["standing"]
        return self.words.say(f"standing.{standing}") if standing not in (None, "not_required") else ""

    @property
    def credit(self) -> str:
        excluded = self.row["outcome"] == "ineligible"
        if excluded:
            return "0"
        return _figures(self.row["base_credit_low"] or 0, self.row["base_credit_high"], self.words)


# -- files, and the end


def download(call: Call) -> Response:
    job = own_job(call)
    path = job.output / FILES[call.query["file"]]
    if job.state().state != DONE or not path.is_file():
        raise not_found()
    name = f"gongje-{job.order().id[:8]}-{call.query['file']}{path.suffix}"
    return send_file(path, MEDIA[path.suffix], as_attachment=True, download_name=name, conditional=True)


def remove(call: Call) -> Response:
    """Stops an audit, or removes a finished one."""
    removed(own_job(call))
    return to_page("pages.audits")


PAGES = (
    WebPage("pages.audit", "GET", "/audits/{audit}", READERS, audit, (AUDIT,), FILTERS),
    WebPage("pages.audit_progress", "GET", "/audits/{audit}/progress", READERS, progress, (AUDIT,)),
    WebPage(
        "pages.audit_file",
        "GET",
        "/audits/{audit}/file",
        READERS,
        download,
        (AUDIT,),
        (Parameter("file", Choice(tuple(FILES)), "workbook"),),
    ),
    WebPage("pages.audit_remove", "POST", "/audits/{audit}/delete", WRITERS, remove, (AUDIT,)),
)
