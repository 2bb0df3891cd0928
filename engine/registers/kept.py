"""A bulk audit as a ledger keeps it: a summary that names what went in, and a row for each dated part.

Neither holds whom a line is about: names, departments and remarks stay in the registers, whose digests are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from engine.assessment.numbers import won
from engine.columns.run import digest_of
from engine.ledger.leaf import canonical
from engine.registers.answers import FIGURES, Answers
from engine.registers.audit import Order
from engine.registers.credits import ClaimCredit

PLACE = ("line", "part", "sheet", "register_line", "claim", "investment", "year_starts", "year_ends", "from", "until")
SAID = ("outcome", "tier", "substance", "standing", "possible_tiers", "facility_row", "possible_rows", "contested")
ENDS = tuple(f"{figure}_{side}" for figure in FIGURES for side in ("low", "high"))


def kept_rows(answers: Answers) -> Iterator[bytes]:
    """Canonical bytes of each dated part, in the order of the register."""
    columns = (*PLACE, *SAID, *ENDS)
    shown = ", ".join(f'"{column}"' for column in columns)
    for row in answers.rows(f"SELECT {shown} FROM {answers.table} ORDER BY line, part", columns):
        yield canonical({name: _plain(value) for name, value in row.items()})


def kept_summary(
    order: Order, answers: Answers, credits: list[ClaimCredit], control: dict[str, int]
) -> dict[str, Any]:
    """What was audited, by digests of the files, and what came of it."""
    claims = [{name: _plain(value) for name, value in credit.flat.items() if name != "company"} for credit in credits]
    return {
        "registers": [file_of(path) for path in order.registers],
        "settings": file_of(order.settings_file),
        "mapping": file_of(order.mapping_file),
        "control": control,
        "outcomes": {str(outcome): lines for outcome, lines, _ in answers.outcomes()},
        "claims": claims,
    }


def file_of(path: Path) -> dict[str, object]:
    """What is recorded of a file."""
    return {"bytes": path.stat().st_size, "digest": digest_of(path)}


def _plain(value: object) -> object:
    """Days as ISO text, won beyond what JSON carries exactly as decimal text."""
    if isinstance(value, date):
        return value.isoformat()
    return won(value) if isinstance(value, int) and not isinstance(value, bool) else value
