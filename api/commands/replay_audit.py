"""``gongje replay ID REGISTER...``: a recorded bulk audit done again from its files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.catalogue import text
from api.commands.failures import DOES_NOT_HOLD, DONE, Refusal
from api.commands.options import print_lines
from api.doors import as_json

if TYPE_CHECKING:
    from engine.ledger.view import Stored, View
    from engine.registers.replay import Again, RecordedAudit


Given = tuple[Path | None, Path | None]


def replay_files(
    view: View, stored: Stored, registers: tuple[Path, ...], given: Given, form: str, lang: str
) -> int:
    """``given``: settings and mapping. 1 if the answer differs, or the files are not those that were audited."""
    from api.commands.audit import Bar
    from api.text.register import RegisterWords
    from engine.registers.replay import recorded_audit, replay_audit

    one = recorded_audit(stored)
    settings, mapping = given
    if not registers or settings is None or mapping is None:
        raise Refusal(text("error.replay-files", lang, number=one.number))
    known_on = one.leaf["known_on"]
    with Bar(lang) as bar:
        others, again = replay_audit(
            one, view, registers, settings, mapping, lambda p: RegisterWords(p.rulebook, lang, known_on), bar.show
        )
    if form == "json":
        click.echo(as_json(_document(one, others, again)), nl=False)
    else:
        print_lines(_lines(one, others, again, lang))
    return DONE if again is not None and again.outcome == "same" else DOES_NOT_HOLD


def _document(one: RecordedAudit, others: list[str], again: Again | None) -> dict[str, object]:
    told: dict[str, object] = {"entry": one.number, "outcome": again.outcome if again else None, "other_inputs": others}
    if again is not None:
        rows = [{"row": number, "before": before, "after": after} for number, before, after in again.differing]
        told |= {"recorded_by": again.recorded_by, "engine": again.engine, "rows": again.count, "root": again.root}
        told |= {"same_summary": again.same_summary, "changed": again.changed, "differences": rows}
    return told


def _lines(one: RecordedAudit, others: list[str], again: Again | None, lang: str) -> Iterator[str]:
    from api.text.entries import korean_time
    from api.text.layout import page_width, wrap

    at = text("entry.at", lang, at=korean_time(one.leaf["at"]))
    yield text("replay.heading", lang, number=one.number, at=at, day=one.leaf["known_on"])
    for name in others:
        yield wrap(text("replay.other-input", lang, what=text(f"replay.input.{name}", lang)), page_width())
    if again is None:
        return
    known = {"rows": f"{again.count:,}", "root": again.root, "before": again.recorded_by, "engine": again.engine}
    yield wrap(text(f"replay.audit.{again.outcome}", lang, **known), page_width())
    if again.changed:
        yield text("replay.rows", lang, changed=f"{again.changed:,}", rows=f"{again.count:,}")
    for number, before, after in again.differing:
        changes = "; ".join(f"{name}: {before[name]} → {after[name]}" for name in after)
        yield wrap(text("replay.row", lang, number=number, changes=changes), page_width(), "   ")
