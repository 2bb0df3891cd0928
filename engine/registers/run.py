"""A bulk audit from beginning to end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from engine.assessment.assess import Prepared
from engine.registers.answers import Answers, join_answers
from engine.registers.audit import Comments, Order, Progress, decided, place
from engine.registers.credits import ClaimCredit
from engine.registers.explain import explain
from engine.registers.kept import kept_rows, kept_summary
from engine.registers.lookup import kept_tables
from engine.registers.report import Report
from engine.registers.settings import read_settings
from engine.registers.tables import write_tables
from engine.registers.words import Words
from engine.registers.workbook.write import write_workbook
from engine.registers.workspace import open_in


@dataclass(frozen=True)
class Told:
    """What is worth saying at once: the control of lines, outcomes with their lines, what is to be put right, and the
    credit of each claim."""

    control: dict[str, int]
    outcomes: list[tuple[Any, ...]]
    findings: list[str]
    claims: list[ClaimCredit]
    entry: int | None  # under which it was recorded


Record = Callable[[Iterator[bytes], dict[str, Any]], int]  # rows and summary; the number of the entry


def run(
    order: Order,
    prepared: Prepared,
    words: Words,
    comments: Comments,
    heartbeat: Callable[[Progress], None],
    record: Record | None = None,
) -> Told:
    """Write the answer to ``order.out``. A run that was stopped goes on; the bytes are those of an unbroken one.

    With ``record`` the answer is recorded before it is put in its place: what is there was recorded. BadInput if the
    registers, the mapping or the settings cannot be used.
    """
    register = place(order, prepared, comments, heartbeat)
    for progress in decided(order, prepared):
        heartbeat(progress)
    settings = read_settings(order.settings_file.read_bytes(), order.settings_file.name, prepared.rulebook)
    with open_in(order.folder) as connection:
        explanations = explain(
            connection,
            prepared,
            order.known_on,
            order.folder,
            words,
            lambda done, total: heartbeat(Progress("reasons", done, total)),
        )
        join_answers(connection, prepared.rulebook, order.folder)
        answers = Answers(connection, order.folder)
        report = Report(order, prepared, settings, register, answers, explanations, words)
        total = answers.count
        heartbeat(Progress("write", 0, total))
        unfinished = order.folder / f"answer{order.out.suffix}"
        if order.out.suffix.lower() == ".xlsx":
            write_workbook(report, words, unfinished, lambda done: heartbeat(Progress("write", done, total)))
            finished = {unfinished: order.out}
        else:
            finished = write_tables(report, unfinished, order.out)
        if order.tables is not None:
            finished |= kept_tables(report, order.tables)
        control = dict(report.control)
        entry = record(kept_rows(answers), kept_summary(order, answers, report.credits, control)) if record else None
        told = Told(control, answers.outcomes(), report.findings, report.credits, entry)
    for made, out in finished.items():
        made.replace(out)
    shutil.rmtree(order.folder)
    return told
