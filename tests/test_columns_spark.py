"""The same statements on Spark, in local mode: the same tables. And what is said where Spark or Java is missing."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import duckdb
import pytest
from agreement import mixed

from engine.assessment.assess import Prepared
from engine.columns import spark
from engine.columns.frame import rows_of, write_facts
from engine.columns.run import decide
from engine.law.problems import BadInput
from engine.law.values import day

KNOWN_ON = day("2026-11-22")
# Java that compiles its own code quickly rather than well: it runs once. What Spark does stays the same.
FOR_A_SHORT_LIFE = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@pytest.mark.spark
@pytest.mark.skipif((spark.java_version() or 0) < spark.JAVA, reason=f"Java {spark.JAVA} or later is not installed")
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_the_identical_table(prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession

    facts = tmp_path / "facts.parquet"
    claims = dict(enumerate(islice(mixed(prepared, "spark"), 40)))
    write_facts(prepared.plan, rows_of(prepared, claims.values(), KNOWN_ON), facts)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.extraJavaOptions", FOR_A_SHORT_LIFE)
    session = builder.config("spark.sql.shuffle.partitions", "4").getOrCreate()
    try:
        for engine in ("duckdb", "spark"):
            *_, last = decide(prepared, facts, tmp_path / engine, KNOWN_ON, engine=engine, claims=claims)
            assert last.done == last.total > 40
    finally:
        session.stop()
    for table in ("parts", "claims"):
        one, other = (
            duckdb.sql(f"SELECT * FROM read_parquet('{tmp_path}/{engine}/{table}/*.parquet') ORDER BY ALL")
            for engine in ("duckdb", "spark")
        )
        assert one.columns == other.columns
        assert one.types == other.types
        assert one.fetchall() == other.fetchall()


def refusal(prepared: Prepared, tmp_path: Path) -> tuple[str, str]:
    with pytest.raises(BadInput) as raised:
        list(decide(prepared, tmp_path / "facts.parquet", tmp_path / "out", KNOWN_ON, engine="spark"))
    (problem,) = raised.value.problems
    return problem.text("en"), problem.text("ko")


def test_without_pyspark_it_says_what_to_install(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark.importlib.util, "find_spec", lambda name: None)
    english, korean = refusal(prepared, tmp_path)
    assert english == "Spark is not installed: pip install 'gongje[spark]'"
    assert korean == "Spark가 설치되어 있지 않습니다: pip install 'gongje[spark]'"
    assert not (tmp_path / "out").exists()


def test_without_java_it_says_what_to_install(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPARK_REMOTE", raising=False)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    english, korean = refusal(prepared, tmp_path)
    assert english == (
        "Spark needs Java 17 or later, found no Java; install it (Debian: default-jre-headless) or set JAVA_HOME"
    )
    assert "Java가 없음" in korean
    old = tmp_path / "bin" / "java"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n")
    old.chmod(0o755)
    assert "found Java 8" in refusal(prepared, tmp_path)[0]
