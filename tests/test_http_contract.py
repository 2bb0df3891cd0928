"""The OpenAPI document: it is the one in the repository, its examples fit it, and so does whatever is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from contract import CHECKS, keys_for, recorded, requests_to
from hypothesis import HealthCheck, given, settings
from jsonschema_rs import validator_for
from served import ROOT, app_of, service

from api.catalogue import TEXTS
from api.http.app import ENDPOINTS
from api.http.documents import examples
from api.http.endpoint import Endpoint
from api.http.openapi import document
from api.http.service import Service
from engine.assessment.assess import Prepared

EACH = 10  # requests to an operation; benchmarks/http_contract.py sends 20,000


@pytest.fixture(scope="module")
def served(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("contract")
    place = str(folder / "ledger.db")
    with service(prepared, place, folder / "keys", audits=folder / "audits", rate=1_000_000) as found:
        yield found


@pytest.fixture(scope="module")
def keys(served: Service) -> dict[str, dict[str, str]]:
    found = keys_for(served)
    recorded(app_of(served), found["assess"])
    return found


@pytest.fixture(scope="module")
def api(served: Service) -> Any:
    return schemathesis.openapi.from_wsgi("/openapi.json", app_of(served))


@pytest.mark.parametrize("endpoint", [e for e in ENDPOINTS if e.listed], ids=lambda endpoint: endpoint.name)
def test_what_is_answered_is_what_the_document_says(api: Any, keys: Any, endpoint: Endpoint) -> None:
    seen = set()

    @given(case=requests_to(api, endpoint))
    @settings(max_examples=EACH, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        seen.add(case.call_and_validate(checks=CHECKS, headers=keys[endpoint.name]).status_code)

    ask()
    assert seen - {401, 403}  # among bad requests are some without a good key


def test_the_document_in_the_repository_is_true(prepared: Prepared) -> None:
    kept = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
    made = document(ENDPOINTS, prepared.rulebook, examples())
    assert kept == made, "run: python -m api.http.make_openapi"


def test_examples_fit_their_schemas(prepared: Prepared) -> None:
    whole = document(ENDPOINTS, prepared.rulebook, examples())
    seen = 0
    for path in whole["paths"].values():
        for operation in path.values():
            contents = [operation.get("requestBody", {}), *operation["responses"].values()]
            for content in (media for one in contents for media in one.get("content", {}).values()):
                if "example" in content:
                    schema = {**content["schema"], "components": whole["components"]}
                    validator_for(schema).validate(content["example"])
                    seen += 1
    assert seen >= 15


def test_every_endpoint_and_parameter_is_described() -> None:
    for endpoint in ENDPOINTS:
        assert not endpoint.listed or f"api.{endpoint.name}" in TEXTS
        assert not endpoint.listed or all(f"parameter.{p.name}" in TEXTS for p in (*endpoint.place, *endpoint.query))


def test_claims_of_the_fixtures_fit_the_schema_of_a_claim(prepared: Prepared) -> None:
    from engine.claims.reader import read_claim

    whole = document(ENDPOINTS, prepared.rulebook, {})
    fits = validator_for({"$ref": "#/components/schemas/Claim", "components": whole["components"]})
    claims = ROOT / "fixtures/claims"
    paths = [*claims.glob("*.yaml"), *claims.glob("plant-5/*.yaml"), *(ROOT / "api/examples").glob("*.yaml")]
    assert len(paths) > 30
    for path in paths:
        fits.validate(read_claim(path.read_bytes(), path.name, prepared.rulebook).data)


def test_the_viewer_needs_no_network(served: Service) -> None:
    client = app_of(served).test_client()
    page = client.get("/docs")
    assert "http" not in page.text.replace("http-equiv", "")
    assert "'self'" in page.headers["Content-Security-Policy"]
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js"):
        assert f"/docs/{name}" in page.text
        assert client.get(f"/docs/{name}").status_code == 200
