"""``/v1/law``: the law as data: lists and rates on a date, a provision, rulebooks and what differs between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response

from api.http.assessments import KNOWN_ON
from api.http.endpoint import EVERYONE, JSON, Answer, Call, Endpoint, json_answer, tagged
from api.http.parameters import DAY, DIGEST, NAME, Parameter
from api.http.problems import not_found
from api.text.rule_diff import between_days, between_rulebooks
from api.text.rule_page import Page
from api.text.rule_words import formula_text, tree_lines, without_period
from api.text.words import Words
from engine.inference.derivation import Explainer
from engine.inference.entity import Entity
from engine.law.loader import from_content
from engine.law.problems import BadInput, Problem
from engine.law.rulebook import Provision, Rulebook, Table, Version
from engine.law.values import iso
from engine.ledger.leaf import AUDIT, DECISION, read_leaf

WIDTH = 100
ON = Parameter("on", DAY)


def law(call: Call) -> Response:
    """Which law is installed, and how far it was read."""
    rulebook = call.service.prepared.rulebook
    kinds = ("provisions", "tables", "formulas", "facts")
    document = {
        "rulebook": rulebook.digest,
        "read_through": {kind: iso(day) for kind, day in rulebook.read_through.items()},
        "counts": {kind: len(getattr(rulebook, kind)) for kind in kinds},
        "instruments": [
            {"id": i.id, "kind": i.kind, "number": i.number, "promulgated": iso(i.promulgated), "name": i.name}
            for i in rulebook.instruments.values()
        ],
    }
    return tagged(json_answer(document))


def technologies(call: Call) -> Response:
    return _listed(call, facilities=False)


def facilities(call: Call) -> Response:
    return _listed(call, facilities=True)


def _listed(call: Call, facilities: bool) -> Response:
    page = page_of(call)
    return tagged(json_answer({**_asked(page), "rows": listed_rows(page, facilities)}))


def listed_rows(page: Page, facilities: bool) -> list[dict[str, Any]]:
    """Rows of the statutory lists of facilities, or of the others, that apply on a day or may."""
    rulebook = page.words.rulebook
    of_facilities = {tier.rows for tier in rulebook.assessment.tiers}
    found = []
    for provision in rulebook.provisions.values():
        if provision.row is None or (provision.row[0] in of_facilities) is not facilities:
            continue
        versions = list(versions_of(page, provision.versions))
        if any(version["applies"] is not False for version in versions):
            row = {"provision": provision.id, "list": provision.row[0], "row": provision.row[1]}
            found.append({**row, "title": provision.title, "versions": versions})
    return found


def rates(call: Call) -> Response:
    """Rows of the tables of rates that apply on a day or may."""
    rulebook = call.service.prepared.rulebook
    page = page_of(call)
    tables = [table_of(page, rulebook.tables[name]) for name in rulebook.assessment.rates]
    return tagged(json_answer({**_asked(page), "tables": tables}))


def table_of(page: Page, table: Table) -> dict[str, Any]:
    rows = []
    for row in table.rows:
        [version] = versions_of(page, [row.version])
        if version["applies"] is not False:
            value = row.fraction or formula_text(page.words, row.value)
            rows.append({"for": {name: list(keys) for name, keys in row.keys.items()}, "value": value, **version})
    return {"table": table.id, "title": table.title, "rows": rows}


def provision(call: Call) -> Response:
    """A provision with its history, and as a page in words."""
    rulebook, name = call.service.prepared.rulebook, call.place["name"]
    found = rulebook.provisions.get(name)
    if found is None:
        raise not_found()
    page = page_of(call)
    return tagged(json_answer({**_asked(page), **_provision(page, found)}))


def _provision(page: Page, found: Provision) -> dict[str, Any]:
    return {
        "provision": found.id,
        "title": found.title,
        "scope": found.scope,
        "list": found.row[0] if found.row else None,
        "row": found.row[1] if found.row else None,
        "judgement": found.judgement,
        "versions": list(versions_of(page, found.versions)),
        "text": [*page.lines(found.id)],
    }


def versions_of(page: Page, versions: tuple[Version, ...] | list[Version]) -> Iterator[dict[str, Any]]:
    """Versions as known on the day: whether they apply (null: that depends), when, and what they ask."""
    rulebook = page.words.rulebook
    explainer = Explainer(rulebook, Entity("amount", page.dates), page.known_on)
    for version in versions:
        node = explainer.period(version.key)
        yield {
            "version": version.key,
            "applies": explainer.reach(version),
            "known": node.get("known", True) is not False,
            "period": page.words.span(node, iso(page.known_on)) or page.words.say("show.always"),
            "reading": version.reading,
            "cites": [rulebook.citation(cite, page.words.lang) for cite in version.cites],
            "asks": [*tree_lines(page.words, without_period(version.body))],
        }


def page_of(call: Call) -> Page:
    words = Words(call.service.prepared.rulebook, call.lang)
    return Page(words, call.known_on, call.query.get("on"), WIDTH)


def _asked(page: Page) -> dict[str, str | None]:
    return {
        "rulebook": page.words.rulebook.digest,
        "known_on": iso(page.known_on),
        "on": None if page.on is None else iso(page.on),
    }


# -- rulebooks


def rulebooks(call: Call) -> Response:
    """The one installed, and those of own recorded decisions."""
    installed = call.service.prepared.rulebook.digest
    found: dict[str, dict[str, Any]] = {installed: {"rulebook": installed, "installed": True, "entries": 0}}
    for digest in _recorded(call):
        one = found.setdefault(digest, {"rulebook": digest, "installed": False, "entries": 0})
        one["entries"] += 1
    return tagged(json_answer({"rulebooks": list(found.values())}))


def _recorded(call: Call) -> Iterator[str]:
    with call.service.ledger.view() as view:
        for kind in (DECISION, AUDIT):
            for leaf in view.leaves(call.caller.organisation, kind):
                said = read_leaf(leaf)
                if said is not None:
                    yield said["rulebook"]


def rulebook(call: Call) -> Response:
    """The canonical content that the digest is of."""
    return tagged(Response(_content(call, call.place["digest"]), mimetype=JSON), unchanging=True)


def _content(call: Call, digest: str) -> bytes:
    installed = call.service.prepared.rulebook
    if digest == installed.digest:
        return installed.content
    if digest in _recorded(call):
        with call.service.ledger.view() as view:
            packed = view.contents([digest]).get(digest)
            content = packed.unpack() if packed else None
        if content is not None:
            return content
    raise not_found()


def differences(call: Call) -> Response:
    """Between the law known on two days, or between two rulebooks, in words."""
    query = call.query
    days, digests = (query["known_before"], query["known_after"]), (query["rulebook_before"], query["rulebook_after"])
    given = [name for name, value in query.items() if value is not None]
    if set(given) not in ({"known_before", "known_after"}, {"rulebook_before", "rulebook_after"}):
        pairs = "known_before, known_after; rulebook_before, rulebook_after"
        raise BadInput([Problem("two-of", "$", ", ".join(given) or "none", pairs)])
    installed = call.service.prepared.rulebook
    if None not in days:
        lines = list(between_days(installed, *days, call.lang, WIDTH))
        said: Mapping[str, str] = {"before": iso(days[0]), "after": iso(days[1])}
    else:
        before, after = (_book(call, digest) for digest in digests)
        lines = list(between_rulebooks(before, after, call.known_on, call.lang))
        said = {"before": digests[0], "after": digests[1]}
    return tagged(json_answer({**said, "lines": lines}))


def _book(call: Call, digest: str) -> Rulebook:
    installed = call.service.prepared.rulebook
    return installed if digest == installed.digest else from_content(_content(call, digest))


def _endpoint(name: str, path: str, handle: Any, schema: str, **more: Any) -> Endpoint:
    return Endpoint(name, "GET", path, EVERYONE, handle, {200: Answer(schema)}, refusals=(404, 422, 503), **more)


DATED = (ON, KNOWN_ON)
ENDPOINTS = (
    _endpoint("getLaw", "/v1/law", law, "Law"),
    _endpoint("listTechnologies", "/v1/law/technologies", technologies, "ListedRows", query=DATED),
    _endpoint("listFacilities", "/v1/law/facilities", facilities, "ListedRows", query=DATED),
    _endpoint("listRates", "/v1/law/rates", rates, "Rates", query=DATED),
    _endpoint(
        "getProvision",
        "/v1/law/provisions/{name}",
        provision,
        "Provision",
        place=(Parameter("name", NAME),),
        query=DATED,
    ),
    _endpoint("listRulebooks", "/v1/law/rulebooks", rulebooks, "Rulebooks"),
    _endpoint(
        "getRulebook",
        "/v1/law/rulebooks/{digest}",
        rulebook,
        "Rulebook",
        place=(Parameter("digest", DIGEST),),
    ),
    _endpoint(
        "getDifferences",
        "/v1/law/differences",
        differences,
        "Differences",
        query=(
            Parameter("known_before", DAY),
            Parameter("known_after", DAY),
            Parameter("rulebook_before", DIGEST),
            Parameter("rulebook_after", DIGEST),
        ),
    ),
)
