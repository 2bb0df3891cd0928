"""Each kind of mistake in a dossier, with the exact message its author gets, at the place where it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problem_files import DOSSIERS, RULES, compare, paths, replaced

from engine.claims.dossier import read_dossier
from engine.law.loader import load_rulebook
from engine.law.problems import BadInput, Problem

BAD = sorted(path for path in (DOSSIERS / "bad").iterdir() if path.suffix in (".yaml", ".json"))
SMALL = load_rulebook(RULES / "good" / "base")
GOOD = {
    "taxpayer": {"name": "A", "size": "sme"},
    "projects": [{"id": "plant", "asset": {"kind": "machinery"}}],
    "claims": [
        {
            "tax_year": {"starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"},
            "taxpayer": {"size": size},
            "projects": [{"id": "own", "asset": {"kind": "land"}}],
            "investments": [{"id": "A-1", "project": "plant"}, {"id": "A-2", "project": "own"}],
        }
        for year, size in ((2023, "sme"), (2024, "mid"))
    ],
}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_mistake_gets_its_message(path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_dossier(path.read_bytes(), path.name, SMALL)
    assert caught.value.problems == sorted(caught.value.problems, key=Problem.sort_key)
    compare(path.with_name(f"{path.name}.expected.txt"), caught.value)


def test_claims_share_what_stands_above_them_and_say_the_rest() -> None:
    dossier = read_dossier(json.dumps(GOOD).encode(), "dossier.json", SMALL)
    first, second = dossier.claims
    assert [claim.facts["taxpayer.name"] for claim in dossier.claims] == ["A", "A"]
    assert (first.facts["taxpayer.size"], second.facts["taxpayer.size"]) == ("sme", "mid")
    kinds = [[investment.facts["asset.kind"] for investment in claim.investments] for claim in dossier.claims]
    assert kinds == [["machinery", "land"], ["machinery", "land"]]
    assert dossier.gaps == ()


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["2024-01-01", "plant"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "claims", "name"]), inner),
    max_leaves=6,
)


@given(at=st.integers(0, 200), value=JSON_VALUES)
def test_any_value_may_turn_into_anything(at: int, value: object) -> None:
    """Still a dossier, or problems that say where they stand."""
    places = paths(GOOD)
    raw = json.dumps(replaced(GOOD, places[at % len(places)], value)).encode()
    try:
        read_dossier(raw, "dossier.json", SMALL)
    except BadInput as bad:
        assert bad.problems
        assert all(problem.place and problem.text(lang) for problem in bad.problems for lang in ("ko", "en"))
