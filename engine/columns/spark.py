"""Columns on Spark, for registers that one machine is too small for: the same statements in the other dialect.

The session is what the environment configures (``spark-submit``, ``spark-defaults.conf``, ``SPARK_REMOTE``), a local
one without any. Spark splits the work itself, so a run is written as a whole or not at all.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from engine.columns.dialect import SparkSql
from engine.columns.facts import KEYS, given_columns
from engine.columns.query import WORKED
from engine.columns.run import CLAIMS, PARTS, Progress, Run
from engine.law.problems import BadInput, Problem

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

JAVA = 17  # the oldest that Spark 4 runs on
INSTALL = "pip install 'gongje[spark]'"
WORK = "work"  # what lies between, while a run lasts
WHOLE = "_SUCCESS"  # what Spark writes last
TYPES = {"bigint": "BIGINT", "boolean": "BOOLEAN"}
SQL = SparkSql()


def decide(run: Run) -> Iterator[Progress]:
    require()
    import pyspark

    run.record("spark", pyspark.__version__)
    session = session_of()
    facts = session.read.parquet(str(run.facts.resolve()))
    check(run, facts)
    total = facts.count()
    yield Progress(0, total)
    folders = {name: run.folder / name for name in (PARTS, CLAIMS)}
    if not all((folder / WHOLE).exists() for folder in folders.values()):
        made = run.query(SQL)
        facts.createOrReplaceTempView("facts")

        def make(tables: list[tuple[str, str]]) -> None:
            for table, sql in tables:
                between = run.folder / WORK / table.replace(" ", "-")
                write(session.sql(sql), between)  # not kept as a plan, which would outgrow what Spark can analyse
                session.read.parquet(str(between.resolve())).createOrReplaceTempView(SQL.name(table))

        make(made.tables("facts"))
        rows = made.work_out([tuple(row) for row in session.sql(made.to_work_out("facts")).collect()])
        schema = ", ".join(f"{SQL.name(column)} {kind}" for column, kind in made.worked_columns.items())
        cells = [(row[0], *(Decimal(cell) if isinstance(cell, int) else cell for cell in row[1:])) for row in rows]
        session.createDataFrame(cells, schema).createOrReplaceTempView(WORKED)
        make(made.claim_tables())
        write(session.sql(made.claims()), folders[CLAIMS])
        write(session.sql(made.parts()), folders[PARTS])
        shutil.rmtree(run.folder / WORK)
    yield Progress(total, total)


def require() -> None:
    """BadInput that says what to install, before Spark fails in its own words."""
    if importlib.util.find_spec("pyspark") is None:
        raise BadInput([Problem("no-spark", "$.engine", expected=INSTALL)])
    if on_a_server():
        return  # Java is on the other side
    found = java_version()
    if found is None or found < JAVA:
        raise BadInput([Problem("no-java", "$.engine", f"Java {found}" if found else "no Java", str(JAVA))])


def on_a_server() -> bool:
    """Whether the environment names a Spark Connect server."""
    return bool(os.environ.get("SPARK_REMOTE"))


def java_version() -> int | None:
    """Major version of the Java that Spark would start."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not java:
        return None
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return None
    version = re.search(r'version "(\d+)(?:\.(\d+))?', said.stderr)
    if version is None:
        return None
    return int(version[2] or 0) if version[1] == "1" else int(version[1])


def session_of() -> SparkSession:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("gongje")
    if not on_a_server():
        builder = builder.config("spark.ui.showConsoleProgress", "false")  # or its bar would run into ours
    return builder.getOrCreate()


def check(run: Run, facts: DataFrame) -> None:
    found = {name: TYPES.get(kind, kind) for name, kind in facts.dtypes}
    wanted = {**dict.fromkeys(KEYS, "BIGINT"), **given_columns(run.prepared.plan)}
    wrong = [(name, kind) for name, kind in wanted.items() if found.get(name) != kind]
    if wrong:
        raise BadInput(
            Problem("facts-column", name, found.get(name, "no column"), kind, source=str(run.facts))
            for name, kind in wrong
        )


def write(frame: DataFrame, folder: Path) -> None:
    frame.write.mode("overwrite").parquet(str(folder.resolve()))
