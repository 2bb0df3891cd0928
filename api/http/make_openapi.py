"""Writes the OpenAPI document: ``python -m api.http.make_openapi``, after a change of endpoints, vocabulary or texts.

With ``--examples`` the examples are asked for anew, of an empty ledger, through the endpoints themselves.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from api.doors import load
from api.http.app import ENDPOINTS, create_app
from api.http.audits.job import OPEN
from api.http.openapi import document
from api.http.service import service_of
from api.http.settings import Settings
from engine.claims.reader import read_claim
from engine.inference import reference
from engine.ledger.store import Ledger

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CLAIM = ROOT / "fixtures/claims/antibody-line-2023.yaml"
REGISTERS = ROOT / "fixtures/registers"
REGISTER = {"register": REGISTERS / "example.xlsx", "settings": REGISTERS / "example.settings.yaml"}
KNOWN_ON = "2026-06-23"
# Of long lists an example shows the first; reasons below the first and all figures but the total are left out.
SHORT = {"missing": 1, "not_examined": 1, "questions": 2, "instruments": 1, "versions": 2, "rows": 1, "tables": 1,
         "lines": 3, "text": 4, "because": 1, "assumptions": 1, "evidence": 1, "claims": 1,
         "choices": 2, "from": 0, "changes": 1, "to": 3}  # fmt: skip
LONGEST = 300  # letters of a text


def main() -> None:
    rulebook = load().rulebook
    kept = HERE / "examples.json"
    if "--examples" in sys.argv[1:]:
        kept.write_text(_text(_asked()), encoding="utf-8")
    examples = json.loads(kept.read_text(encoding="utf-8"))
    (ROOT / "docs/openapi.json").write_text(_text(document(ENDPOINTS, rulebook, examples)), encoding="utf-8")


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _asked() -> dict[str, Any]:
    prepared = load()
    claim = read_claim(CLAIM.read_bytes(), CLAIM.name, prepared.rulebook).data
    partial = {**claim, "investments": [{"id": "L-1", "amounts": [{"amount_krw": 10_000_000_000}]}]}
    with tempfile.TemporaryDirectory() as folder, Ledger(f"{folder}/ledger.db", Path(folder) / "keys", True) as ledger:
        settings = Settings(audits=Path(folder) / "audits")
        service = service_of(prepared, reference.evaluate, reference.evaluate, ledger, settings)
        client = create_app(service).test_client()
        found: dict[str, Any] = {
            "assess": {"body": claim, "answers": {}},
            "ask": {"body": partial, "answers": {}},
            "findChanges": {"body": claim, "answers": {}},
        }
        at = f"known_on={KNOWN_ON}"
        found["assess"]["answers"]["200"] = _post(client, f"/v1/assessments?{at}", claim)
        found["assess"]["answers"]["201"] = _post(client, f"/v1/assessments?{at}&record=true", claim)
        found["ask"]["answers"]["200"] = _post(client, f"/v1/questions?{at}", partial)
        found["findChanges"]["answers"]["200"] = _post(client, f"/v1/changes?{at}", claim)
        replay = _post(client, f"/v1/assessments/2/replays?{at}")
        found["replayAssessment"] = {"answers": {"200": replay}}
        found |= _audited(client)
        for endpoint in ENDPOINTS:
            if endpoint.method == "GET" and endpoint.name in GETS:
                answer = client.get(GETS[endpoint.name])
                found[endpoint.name] = {"answers": {"200": cut(json.loads(answer.data))}}
        return found


def _audited(client: FlaskClient) -> dict[str, Any]:
    """An audit from its upload to its end."""
    files = {field: (path.open("rb"), path.name) for field, path in REGISTER.items()}
    made = client.post(f"/v1/audits?known_on={KNOWN_ON}&record=true", data=files)
    where = made.headers["Location"]
    while client.get(where).json["state"] in OPEN:  # type: ignore[index]
        time.sleep(0.2)
    done, listed = (cut(json.loads(client.get(url).data)) for url in (where, "/v1/audits"))
    return {
        "postAudit": {"answers": {"202": cut(json.loads(made.data))}},
        "getAudit": {"answers": {"200": done}},
        "listAudits": {"answers": {"200": listed}},
    }


GETS = {
    "listAssessments": "/v1/assessments",
    "getAssessment": "/v1/assessments/2",
    "getHead": "/v1/ledger/head",
    "listEntries": "/v1/ledger/entries?after=1",
    "getEntry": "/v1/ledger/entries/1",
    "getProof": "/v1/ledger/proofs/1",
    "getConsistency": "/v1/ledger/proofs?since=1",
    "getLaw": "/v1/law",
    "listTechnologies": f"/v1/law/technologies?on=2024-01-01&known_on={KNOWN_ON}",
    "listFacilities": f"/v1/law/facilities?on=2024-01-01&known_on={KNOWN_ON}",
    "listRates": f"/v1/law/rates?on=2024-01-01&known_on={KNOWN_ON}",
    "getProvision": f"/v1/law/provisions/taxpayer.is-sme?known_on={KNOWN_ON}",
    "listRulebooks": "/v1/law/rulebooks",
    "getDifferences": "/v1/law/differences?known_before=2023-08-28&known_after=2023-08-29",
    "getHealth": "/healthz",
}


def _post(client: FlaskClient, url: str, body: object = None) -> Any:
    answer = client.post(url) if body is None else client.post(url, json=body)
    return cut(json.loads(answer.data))


def cut(value: Any, key: str = "") -> Any:
    """An answer cut to a readable length, still of its schema."""
    if isinstance(value, dict):
        if key == "figures":
            value = {name: figure for name, figure in value.items() if name == "total_krw"}
        return {name: cut(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [cut(inner) for inner in value[: SHORT.get(key, len(value))]]
    if isinstance(value, str) and len(value) > LONGEST and key != "note":
        return value[:LONGEST] + "…"
    return value


if __name__ == "__main__":
    main()
