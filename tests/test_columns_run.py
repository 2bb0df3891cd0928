"""Runs over files of facts: resuming after a kill, refusals, what the connection may reach, reasons of stored rows."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pytest
from agreement import mixed

from engine.assessment.assess import Prepared, answer_of
from engine.assessment.part_answer import PartAnswer
from engine.claims.claim import Claim
from engine.columns import duck
from engine.columns.frame import rows_of, write_facts
from engine.columns.reasons import Reasons
from engine.columns.run import Progress, Run, decide
from engine.inference import reference
from engine.law.problems import BadInput
from engine.law.values import day

KNOWN_ON = day("2026-11-22")
SLICE = 40


@pytest.fixture(scope="module")
def claims(prepared: Prepared) -> list[Claim]:
    return list(islice(mixed(prepared, "run"), 120))


@pytest.fixture(scope="module")
def facts(prepared: Prepared, claims: list[Claim], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facts") / "facts.parquet"
    write_facts(prepared.plan, rows_of(prepared, claims, KNOWN_ON), path)
    return path


@pytest.fixture(scope="module")
def unbroken(prepared: Prepared, facts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "out"
    for _ in run(prepared, facts, folder):
        pass
    return folder


def run(prepared: Prepared, facts: Path, folder: Path) -> Iterator[Progress]:
    return decide(prepared, facts, folder, KNOWN_ON, slice_lines=SLICE, whole=False)


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def query(sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()


def test_progress_reaches_the_total_slice_by_slice(prepared: Prepared, facts: Path, tmp_path: Path) -> None:
    seen = list(run(prepared, facts, tmp_path / "out"))
    lines = query(f"SELECT count(*) FROM '{facts}'")[0][0]
    assert seen[0] == Progress(0, lines)
    assert seen[-1] == Progress(lines, lines)
    assert [p.done for p in seen] == sorted({p.done for p in seen})
    assert len(seen) > 4


def test_no_column_is_a_float(unbroken: Path) -> None:
    """Parquet has no integers of 128 bits: DuckDB would write them as floats, without a word."""
    for table in ("parts", "claims"):
        kinds = {kind for _, kind, *_ in query(f"DESCRIBE SELECT * FROM '{unbroken}/{table}/*.parquet'")}
        assert "BIGINT" in kinds and not kinds & {"DOUBLE", "FLOAT"}, table


def test_no_claim_is_cut(unbroken: Path) -> None:
    parts = f"read_parquet('{unbroken}/parts/*.parquet', filename = true)"
    assert not query(f"SELECT claim FROM {parts} GROUP BY claim HAVING count(DISTINCT filename) > 1")
    assert len(list((unbroken / "parts").iterdir())) > 3


def test_every_line_is_there_once(facts: Path, unbroken: Path) -> None:
    parts = f"read_parquet('{unbroken}/parts/*.parquet')"
    assert query(f"SELECT count(DISTINCT line) FROM {parts}") == query(f"SELECT count(*) FROM '{facts}'")
    assert not query(f"SELECT line FROM {parts} GROUP BY line, part HAVING count(*) > 1")


KILLED = """
import sys
from pathlib import Path
from engine.assessment.assess import prepare
from engine.columns.run import decide
from engine.law.loader import load_rulebook
facts, folder, known_on, size = sys.argv[1:]
run = decide(
    prepare(load_rulebook()), Path(facts), Path(folder), int(known_on), slice_lines=int(size), whole=False
)
for progress in run:
    print(progress.done, flush=True)
"""


def test_killed_at_random_moments_it_resumes_to_the_same_bytes(
    prepared: Prepared, facts: Path, unbroken: Path, tmp_path: Path
) -> None:
    folder, dice = tmp_path / "out", random.Random(7)
    for _ in range(3):
        started = [sys.executable, "-c", KILLED, str(facts), str(folder), str(KNOWN_ON), str(SLICE)]
        process = subprocess.Popen(started, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()  # it has begun
        time.sleep(dice.random() * 0.8)
        process.kill()
        process.wait()
        process.stdout.close()
    for _ in run(prepared, facts, folder):
        pass
    assert digests(folder) == digests(unbroken)


def test_a_finished_run_writes_nothing_again(prepared: Prepared, facts: Path, unbroken: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in unbroken.rglob("*.parquet")}
    assert list(run(prepared, facts, unbroken))[-1].done > 0
    assert before == {path: path.stat().st_mtime_ns for path in unbroken.rglob("*.parquet")}


def refused(prepared: Prepared, facts: Path, folder: Path, **more: object) -> list[str]:
    with pytest.raises(BadInput) as raised:
        list(decide(prepared, facts, folder, **{"known_on": KNOWN_ON, **more}))  # type: ignore[arg-type]
    return [f"{problem.code} {problem.path} {problem.found}".strip() for problem in raised.value.problems]


def test_a_folder_of_another_run_is_refused(prepared: Prepared, facts: Path, unbroken: Path, tmp_path: Path) -> None:
    found = refused(prepared, facts, unbroken, known_on=day("2025-01-05"), slice_lines=SLICE)
    assert found == [f"other-run {unbroken} known_on, whole"]
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "00000.parquet").touch()
    assert refused(prepared, facts, tmp_path) == [f"other-run {tmp_path} run.json"]


def test_facts_that_do_not_fit_are_refused(prepared: Prepared, facts: Path, tmp_path: Path) -> None:
    missing, text = tmp_path / "no-such.parquet", tmp_path / "text.parquet"
    text.write_text("no columns here")
    assert refused(prepared, missing, tmp_path / "a") == [f"unreadable-file {missing} No such file or directory"]
    assert refused(prepared, text, tmp_path / "b") == [f"not-parquet {text}"]

    def changed(name: str, sql: str) -> list[str]:
        path = tmp_path / f"{name}.parquet"
        query(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
        return refused(prepared, path, tmp_path / name)

    source = f"'{facts}'"
    assert changed("lacking", f"SELECT * EXCLUDE (claim) FROM {source}") == ["facts-column claim no column"]
    wrong = f'SELECT * REPLACE (CAST("fact:asset.used_abroad" AS VARCHAR) AS "fact:asset.used_abroad") FROM {source}'
    assert changed("wrong", wrong) == ["facts-column fact:asset.used_abroad VARCHAR"]
    assert changed("twice", f"SELECT * REPLACE (CAST(7 AS BIGINT) AS line) FROM {source}") == ["facts-line line 7"]
    no_claim = "CASE WHEN line = 0 THEN NULL ELSE claim END AS claim"
    (found,) = changed("unsorted", f"SELECT * REPLACE ({no_claim}) FROM {source}")
    assert found.startswith("facts-order claim")
    assert refused(prepared, facts, tmp_path / "early", known_on=1) == ["known-too-early $.known_on 0001-01-01"]


def test_nothing_half_written_stays(prepared: Prepared, facts: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    progress = run(prepared, facts, folder)
    next(progress)
    next(progress)
    progress.close()  # type: ignore[attr-defined]
    names = {path.name for path in folder.rglob("*")}
    assert names == {"claims", "parts", "run.json", "00000.parquet"}
    assert json.loads((folder / "run.json").read_text())["slice_lines"] == SLICE


def test_the_connection_reaches_nothing_else(prepared: Prepared, facts: Path, tmp_path: Path) -> None:
    with duck.locked(Run(prepared, facts, tmp_path, KNOWN_ON)) as connection:
        assert connection.execute(f"SELECT count(*) > 0 FROM read_parquet('{facts}')").fetchall() == [(True,)]
        for sql in (
            "SELECT * FROM read_text('/etc/hostname')",
            f"COPY (SELECT 1) TO '{tmp_path.parent / 'elsewhere.csv'}'",
            "SET enable_external_access = true",
            "SET memory_limit = '9GB'",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)


def test_reasons_are_those_of_the_assessment(
    prepared: Prepared, claims: list[Claim], facts: Path, unbroken: Path
) -> None:
    reasons = Reasons(prepared, KNOWN_ON)
    found = reasons.of(facts, unbroken)
    # Without the whole credit a scheme is chosen by base credit and rates alone: reasons are those under that scheme.
    taken = dict(query(f"SELECT claim, scheme FROM read_parquet('{unbroken / 'claims' / '*.parquet'}')"))
    for number, claim in enumerate(claims):
        made = answer_of(claim, prepared, KNOWN_ON, reference.evaluate)
        schemes = [taken[number]] if taken.get(number) else list(made.credit.workings)
        for amounts in made.groups:
            parts = [part for amount in amounts for part in amount]
            for index, part in enumerate(parts):
                expected = PartAnswer(prepared.rulebook, parts, index, schemes, part.explainer).reasons()
                assert next(found)[2] == expected
    assert next(found, None) is None
    few = list(reasons.of(facts, unbroken, "outcome = 'eligible' AND line < 100"))
    assert 0 < len(few) < len(list(reasons.of(facts, unbroken)))
