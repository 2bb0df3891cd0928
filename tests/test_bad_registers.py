"""Each kind of mistake in a register, its mapping or its settings, with the exact message."""

from __future__ import annotations

from pathlib import Path

import pytest
from problem_files import FIXTURES, compare

from engine.assessment.assess import Prepared
from engine.law.problems import BadInput
from engine.law.values import day
from engine.registers.audit import Order, place
from engine.registers.fields import fields_of
from engine.registers.mapping import read_mapping
from engine.registers.settings import read_settings

FOLDER = FIXTURES / "registers" / "bad"
SETTINGS = FOLDER / "settings.yaml"
REGISTERS = sorted(p for p in FOLDER.iterdir() if p.suffix in (".xlsx", ".csv", ".parquet", ".ods"))
KNOWN_ON = day("2026-11-22")


def placed(prepared: Prepared, tmp_path: Path, *registers: Path, **files: Path) -> None:
    settings = files.get("settings", SETTINGS)
    order = Order(registers, tmp_path / "out.xlsx", KNOWN_ON, settings, files.get("mapping"))
    place(order, prepared, lambda key: key, lambda progress: None)


@pytest.mark.parametrize("path", REGISTERS, ids=lambda path: path.name)
def test_mistake_gets_its_message(path: Path, prepared: Prepared, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        placed(prepared, tmp_path, path)
    compare(path.with_name(f"{path.name}.expected.txt"), caught.value)


def test_the_same_register_twice(prepared: Prepared, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="given twice"):
        placed(prepared, tmp_path, FOLDER / "cells.csv", FOLDER / "cells.csv")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("settings-*.yaml")), ids=lambda path: path.name)
def test_bad_settings(path: Path, prepared: Prepared) -> None:
    with pytest.raises(BadInput) as caught:
        read_settings(path.read_bytes(), path.name, prepared.rulebook)
    compare(path.with_name(f"{path.name}.expected.txt"), caught.value)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("mapping*.yaml")), ids=lambda path: path.name)
def test_bad_mapping(path: Path, prepared: Prepared) -> None:
    with pytest.raises(BadInput) as caught:
        read_mapping(path.read_bytes(), path.name, fields_of(prepared.rulebook))
    compare(path.with_name(f"{path.name}.expected.txt"), caught.value)


def test_mapping_that_does_not_fit_the_register(prepared: Prepared, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "sheets:\n- {sheet: cells, header_line: 2, unit_krw: 1, columns: {자산번호: number, 원가: cost_krw}}\n", "utf-8"
    )
    with pytest.raises(BadInput) as caught:
        placed(prepared, tmp_path, FOLDER / "cells.csv", mapping=mapping)
    compare(FOLDER / "mapping-of-another.expected.txt", caught.value)


def test_a_header_line_that_the_sheet_does_not_have(prepared: Prepared, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "sheets:\n- {sheet: cells, header_line: 999, unit_krw: 1, columns: {자산번호: number}}\n", "utf-8"
    )
    with pytest.raises(BadInput) as caught:
        placed(prepared, tmp_path, FOLDER / "cells.csv", mapping=mapping)
    compare(FOLDER / "mapping-beyond.expected.txt", caught.value)


def test_no_message_is_left_over() -> None:
    expected = {path.name.removesuffix(".expected.txt") for path in FOLDER.glob("*.expected.txt")}
    assert expected - {"mapping-of-another", "mapping-beyond"} <= {path.name for path in FOLDER.iterdir()}
