"""Judgements in a claim: what a named professional says of a provision that calls for expertise, and of what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.claims.claim import Investment, Judgement
from engine.claims.entries import ListReader
from engine.law.judged import FAILS, HOLDS, fact_path
from engine.law.problems import listed, nearest, shown
from engine.law.rulebook import Provision
from engine.law.strict_yaml import Path
from engine.law.typed import misfit, ordered
from engine.law.values import Facts, Interval, iso

JUDGEMENTS = "judgements"
TEXTS = ("reason", "by", "licence_no")
NEEDED = ("provision", "value", "reason", "evidence_digest", "by", "licence_no", "on")
OF = ("investment", "project")  # in a claim; a register has other names for what is judged
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")  # of the evidence


class JudgementReader(ListReader):
    """Reads judgements. ``judged_of``: what names the thing that is judged, one of them for each."""

    judged_of: tuple[str, ...] = OF

    def judgements(self, data: Mapping[str, object]) -> list[tuple[Judgement, Path]]:
        """Those that are complete and of a provision that may be judged, with their places."""
        found = []
        for item, at in self.mappings(data, JUDGEMENTS):
            judgement = self.judgement(item, at)
            if judgement is not None:
                found.append((judgement, at))
        return found

    def judgement(self, item: Mapping[str, object], at: Path) -> Judgement | None:
        before = len(self.problems)
        for key in item:
            if key not in (*NEEDED, *self.judged_of):
                self.unknown_key((*at, key), key, (*NEEDED, *self.judged_of))
        for key in NEEDED:
            if item.get(key) is None:
                self.problem(at, "missing-key", expected=key)
        provision = self.judged_provision(item.get("provision"), (*at, "provision"))
        value = item.get("value")
        if value is not None and not isinstance(value, bool):
            self.problem((*at, "value"), *misfit("bool", value))
        said = {key: self.said(item[key], (*at, key)) for key in TEXTS if item.get(key) is not None}
        digest = item.get("evidence_digest")
        if digest is not None and not (isinstance(digest, str) and DIGEST.fullmatch(digest)):
            self.problem((*at, "evidence_digest"), "bad-digest", shown(digest), "sha256:…")
        on = None if item.get("on") is None else ordered("date", item["on"])
        if item.get("on") is not None and on is None:
            self.problem((*at, "on"), *misfit("date", item["on"]))
        of = self.judged_part(item, provision, at)
        if len(self.problems) > before or provision is None or on is None:
            return None
        reason, by, licence = (said[key] for key in TEXTS)
        return Judgement(provision.id, value is True, reason, str(digest), by, licence, int(on.low or 0), of)

    def judged_provision(self, raw: object, at: Path) -> Provision | None:
        if raw is None:
            return None
        provision = self.rulebook.provisions.get(raw) if isinstance(raw, str) else None
        may_be = [one.id for one in self.rulebook.judgeable]
        if provision is None:
            near = nearest(raw, may_be) or nearest(raw, self.rulebook.provisions) if isinstance(raw, str) else ""
            self.problem(at, "unknown-provision", raw if isinstance(raw, str) else shown(raw), near=near)
        elif provision.judgement is None:
            self.problem(at, "not-judgeable", provision.id, ", ".join(may_be), nearest(provision.id, may_be))
            return None
        return provision

    def said(self, raw: object, at: Path) -> str:
        text = self.text(raw, at)
        if text is not None and not text.strip():
            self.problem(at, "says-nothing", at[-1] if isinstance(at[-1], str) else "")
        return text or ""

    def judged_part(self, item: Mapping[str, object], provision: Provision | None, at: Path) -> tuple[str, str] | None:
        """The thing that is judged, such as an investment: one where the provision is about investments."""
        given = [key for key in self.judged_of if item.get(key) is not None]
        if len(given) > 1:
            self.problem((*at, given[1]), "judged-both", given[1], given[0])
        if provision is not None and provision.scope == "claim" and given:
            self.problem((*at, given[0]), "judged-of-claim", provision.id, ", ".join(self.judged_of))
        elif provision is not None and provision.scope != "claim" and not given:
            self.problem(at, "judged-of-which", provision.id, ", ".join(self.judged_of))
        return (given[0], str(item[given[0]])) if given else None

    def judged(
        self,
        data: Mapping[str, object],
        claim: Facts,
        investments: tuple[Investment, ...],
        projects: Sequence[str],
        begins: tuple[str, str],
    ) -> tuple[tuple[Investment, ...], tuple[Judgement, ...]]:
        """Investments with what was judged of them, and the judgements; what is judged of the claim is written into it.

        Two judgements of one thing must say the same. ``begins``: the dates of a claim and of an investment that no
        judgement of them may lie before.
        """
        read = self.judgements(data)
        if not read:
            return investments, ()
        entries = (item for item, _ in self.mappings(data, "investments"))
        belongs = {str(item.get("id")): str(item["project"]) for item in entries if item.get("project") is not None}
        known = {"investment": [one.id for one in investments], "project": projects}
        made = {one.id: dict(one.facts) for one in investments}
        kept = []
        for judgement, at in read:
            if judgement.of is None:
                self.judge(claim, judgement, claim.get(begins[0]), at)
                kept.append(judgement)
                continue
            kind, name = judgement.of
            if name not in known[kind]:
                near = nearest(name, known[kind])
                self.problem((*at, kind), f"no-{kind}", name, listed(known[kind]) or "none", near)
            ids = tuple(id_ for id_ in made if name == (id_ if kind == "investment" else belongs.get(id_)))
            for id_ in ids:
                self.judge(made[id_], judgement, made[id_].get(begins[1]), at)
            kept.append(replace(judgement, investments=ids))
        return tuple(replace(one, facts=made[one.id]) for one in investments), tuple(kept)

    def judge(self, facts: Facts, judgement: Judgement, begun: object, at: Path) -> None:
        path, value = fact_path(judgement.provision), HOLDS if judgement.value else FAILS
        if isinstance(begun, Interval) and begun.low is not None and judgement.on < begun.low:
            self.problem((*at, "on"), "judged-too-early", iso(judgement.on), iso(begun.low))
        if facts.get(path, value) != value:
            self.problem((*at, "value"), "judged-twice", judgement.provision)
        facts[path] = value
