"""JSON Schemas of what the server answers. An assessment may gain keys; those that are here keep their meaning."""

from __future__ import annotations

from typing import Any

from engine.changes.goals import GOALS

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
TIME: Schema = {"type": "string", "format": "date-time"}
DIGEST: Schema = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
HASHES: Schema = {"type": "array", "items": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}
# Whole won; beyond 2^53 as text.
WON: Schema = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?[0-9]+$"}]}
WORDS: Schema = {
    "type": "object",
    "properties": {"ko": TEXT, "en": TEXT},
    "required": ["ko", "en"],
    "additionalProperties": False,
}
OUTCOME: Schema = {"type": "string", "enum": ["eligible", "ineligible", "undetermined", "review"]}


def closed(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    """An object with these keys and no others."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def opened(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    """An object that may have more keys."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def by_name(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


COUNTS = by_name(WHOLE)
BOUNDS = closed({"at_least": maybe(WON), "at_most": maybe(WON)})
LAW_OF = opened({"rulebook": DIGEST, "known_on": DAY, "read_through": DAY, "beyond_read_through": FLAG})
QUESTION = {
    "fact": TEXT,
    "question": WORDS,
    "decides": many(TEXT),
    "evidence": many(WORDS),
    "or": many(TEXT),
    "judgement": many(TEXT),  # provisions whose judgement by a professional would do as well
}
JUDGEMENT = closed(
    {
        "provision": TEXT,
        "title": WORDS,
        "question": WORDS,
        "judged": FLAG,
        "reason": TEXT,
        "evidence_digest": DIGEST,
        "by": TEXT,
        "licence_no": TEXT,
        "on": DAY,
        "investment": TEXT,
        "project": TEXT,
        "decided": many(closed({"investment": TEXT, "from": DAY, "until": DAY})),
        "figures": many(TEXT),
    },
    ("investment", "project"),
)
PART = opened(
    {
        "from": DAY,
        "until": DAY,
        "outcome": OUTCOME,
        "tier": maybe(TEXT),
        "facility_row": maybe(TEXT),
        "standing": maybe(TEXT),
        "amount_krw": maybe(WON),
        "rate": maybe(TEXT),
        "base_credit_krw": maybe(WON),
        "bounds": {"type": "object"},
        "because": many(opened({"provision": TEXT, "value": maybe(FLAG)})),
        "missing": many(opened(QUESTION, ("or", "judgement"))),
        "conditions": many({"type": "object"}),
    }
)
INVESTMENT = opened(
    {"id": TEXT, "outcome": maybe(OUTCOME), "tier": maybe(TEXT), "facility_row": maybe(TEXT), "parts": many(PART)}
)
SUMMARY = {
    "id": WHOLE,
    "recorded_at": TIME,
    "organisation": maybe(TEXT),
    "known_on": DAY,
    "signed": FLAG,
    "supersedes": maybe(WHOLE),
    "rulebook": DIGEST,
    "engine": TEXT,
    "outcomes": COUNTS,
    "credit_krw": BOUNDS,
}
ASKED_LAW = {"rulebook": DIGEST, "known_on": DAY, "on": maybe(DAY)}
VERSION = {
    "version": TEXT,
    "applies": maybe(FLAG),
    "known": FLAG,
    "period": TEXT,
    "reading": TEXT,
    "cites": many(TEXT),
    "asks": many(TEXT),
}
LISTED_ROW = {"provision": TEXT, "list": TEXT, "row": TEXT}
STATUS = {"type": "string", "enum": ["ok", "failing"]}
LEAF_SUMMARY = {
    "number": WHOLE,
    "kind": TEXT,
    "at": TIME,
    "engine": TEXT,
    "organisation": maybe(TEXT),
    "refers_to": maybe(WHOLE),
}
PROBLEM_ERROR = closed(
    {
        "path": TEXT,
        "code": TEXT,
        "detail": TEXT,
        "found": TEXT,
        "expected": TEXT,
        "remedy": TEXT,
        "source": TEXT,
        "line": WHOLE,
        "column": WHOLE,
    },
    ("found", "expected", "remedy", "source", "line", "column"),
)

SCHEMAS: dict[str, Schema] = {
    "Assessment": opened(
        {
            "format": WHOLE,
            "law": LAW_OF,
            "outcomes": COUNTS,
            "investments": many(INVESTMENT),
            "credit": {"type": "object"},
            "assumptions": many({"type": "object"}),
            "judgements": many(JUDGEMENT),
            "watch": many({"type": "object"}),
            "not_examined": many({"type": "object"}),
        },
        ("judgements",),
    ),
    "RecordedAssessment": closed(
        {
            **SUMMARY,
            "actor": maybe(TEXT),
            "superseded_by": many(WHOLE),
            "identity_erased_by": maybe(WHOLE),
            "claim": {"type": "object"},
            "assessment": ref("Assessment"),
        }
    ),
    "AssessmentPage": closed({"assessments": many(closed(SUMMARY)), "next_after": maybe(WHOLE)}),
    "Replay": closed(
        {
            "entry": WHOLE,
            "outcome": {"type": "string", "enum": ["same", "engine", "different"]},
            "recorded_by": TEXT,
            "engine": TEXT,
            "differences": many(ref("Difference")),
            "problems": many(TEXT),
            "steps": many(closed({"rulebook": DIGEST, "known_on": DAY, "differences": many(ref("Difference"))})),
        }
    ),
    "Difference": closed({"path": TEXT, "before": {}, "after": {}}),
    "Questions": closed(
        {
            "law": LAW_OF,
            "outcomes": COUNTS,
            "assumptions": many({"type": "object"}),
            "questions": many(
                closed(
                    {
                        **QUESTION,
                        "type": TEXT,
                        "scope": TEXT,
                        "choices": many(closed({"value": TEXT, "label": WORDS})),
                        "investments": many(TEXT),
                        "figures": many(TEXT),
                    },
                    ("or", "judgement"),
                )
            ),
        }
    ),
    "Changes": closed(
        {
            "format": WHOLE,
            "law": LAW_OF,
            "most_facts": WHOLE,
            "investments": many(
                closed(
                    {
                        "id": TEXT,
                        "outcome": maybe(OUTCOME),
                        "goals": many(
                            closed(
                                {
                                    "goal": {"type": "string", "enum": list(GOALS)},
                                    "changes": many(ref("Change")),
                                    "more": WHOLE,
                                    "tried": WHOLE,
                                    "complete": FLAG,
                                }
                            )
                        ),
                    }
                )
            ),
        }
    ),
    "Change": closed(
        {
            "facts": many(
                closed(
                    {
                        "fact": TEXT,
                        "scope": TEXT,
                        "amount": maybe(WHOLE),
                        "label": WORDS,
                        "now": {},
                        "presumed": FLAG,
                        "to": many({}),
                        "arrangeable": FLAG,
                    }
                )
            ),
            "outcome": OUTCOME,
            "tier": maybe(TEXT),
            "rate": maybe(TEXT),
            "base_credit_krw": maybe(WON),
            "total_credit_krw": maybe(WON),
            "bounds": {"type": "object"},
        }
    ),
    "Head": closed(
        {
            "origin": TEXT,
            "size": WHOLE,
            "root": TEXT,
            "note": TEXT,
            "keys": many(closed({"from_entry": WHOLE, "verifier": TEXT})),
        }
    ),
    "EntryPage": closed({"entries": many(closed({**LEAF_SUMMARY, "leaf": TEXT})), "next_after": maybe(WHOLE)}),
    "Entry": opened({**LEAF_SUMMARY, "format": WHOLE}),
    "Proof": opened(
        {
            "format": TEXT,
            "entry": TEXT,
            "inclusion": HASHES,
            "contents": by_name(TEXT),
            "identity": maybe({"type": "object"}),
            "head": TEXT,
            "keys": many({"type": "object"}),
        }
    ),
    "Consistency": closed({"since": TEXT, "until": TEXT, "consistency": HASHES}),
    "Law": closed(
        {
            "rulebook": DIGEST,
            "read_through": by_name(DAY),
            "counts": COUNTS,
            "instruments": many(closed({"id": TEXT, "kind": TEXT, "number": TEXT, "promulgated": DAY, "name": WORDS})),
        }
    ),
    "ListedRows": closed(
        {
            **ASKED_LAW,
            "rows": many(closed({**LISTED_ROW, "title": WORDS, "versions": many(closed(VERSION))})),
        }
    ),
    "Rates": closed(
        {
            **ASKED_LAW,
            "tables": many(
                closed(
                    {
                        "table": TEXT,
                        "title": WORDS,
                        "rows": many(closed({"for": by_name(many(TEXT)), "value": TEXT, **VERSION})),
                    }
                )
            ),
        }
    ),
    "Provision": closed(
        {
            **ASKED_LAW,
            "provision": TEXT,
            "title": WORDS,
            "scope": TEXT,
            "list": maybe(TEXT),
            "row": maybe(TEXT),
            "judgement": maybe(WORDS),  # what a named professional may judge
            "versions": many(closed(VERSION)),
            "text": many(TEXT),
        }
    ),
    "Rulebooks": closed({"rulebooks": many(closed({"rulebook": DIGEST, "installed": FLAG, "entries": WHOLE}))}),
    "Rulebook": {"type": "object"},
    "Differences": closed({"before": TEXT, "after": TEXT, "lines": many(TEXT)}),
    "Audit": closed(
        {
            "id": TEXT,
            "state": {"type": "string", "enum": ["queued", "running", "done", "failed", "cancelled"]},
            "known_on": DAY,
            "format": {"type": "string", "enum": ["xlsx", "parquet"]},
            "files": many(TEXT),
            "created_at": TIME,
            "record": FLAG,
            "entry": maybe(WHOLE),
            "step": maybe(TEXT),
            "done": WHOLE,
            "total": WHOLE,
            "errors": many(PROBLEM_ERROR),
            "results": many(TEXT),
            "summary": maybe({"type": "object"}),
        }
    ),
    "AuditPage": closed({"audits": many(ref("Audit"))}),
    "Health": closed({"status": STATUS, "rulebook": DIGEST, "read_through": DAY, "engine": TEXT}),
    "Openapi": opened({"openapi": TEXT, "paths": {"type": "object"}}),
    "Problem": closed(
        {
            "type": TEXT,
            "title": TEXT,
            "status": WHOLE,
            "code": TEXT,
            "detail": TEXT,
            "request": TEXT,
            "errors": many(PROBLEM_ERROR),
        },
        ("errors",),
    ),
}
