"""``gongje replay``: recorded decisions decided again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.catalogue import text
from api.commands.failures import DOES_NOT_HOLD, DONE, Refusal
from api.commands.ledger import finding_lines
from api.commands.ledger_options import Place, ledger_options
from api.commands.options import day_of, help_of, print_lines, shared
from api.commands.replay_audit import replay_files
from api.doors import as_json, load
from engine.assessment.assess import Prepared
from engine.law.values import iso

if TYPE_CHECKING:
    from api.replays import Step
    from engine.ledger.replay import Recorded, Replay, Replayer
    from engine.ledger.view import View

FILE = click.Path(path_type=Path)


@click.command(help=help_of("replay"))
@click.argument("number", type=click.IntRange(1), required=False, metavar="[ID]")
@click.argument("registers", nargs=-1, type=FILE, metavar="[REGISTER]...")
@click.option("--settings", type=FILE, metavar="FILE", help=help_of("replay-settings"))
@click.option("--mapping", type=FILE, metavar="FILE", help=help_of("replay-mapping"))
@click.option("--all", "every", is_flag=True, help=help_of("all"))
@click.option("--known-on", metavar="DAY", help=help_of("replay-known-on"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=help_of("format"))
@ledger_options
@shared
def replay(
    place: Place,
    number: int | None,
    registers: tuple[Path, ...],
    settings: Path | None,
    mapping: Path | None,
    every: bool,
    known_on: str | None,
    form: str,
    rules: Path | None,
    lang: str,
) -> int:
    from api.replays import as_json_replay, steps_of
    from engine.inference import reference
    from engine.ledger.leaf import AUDIT
    from engine.ledger.replay import Damaged, Replayer, recorded

    if (number is None) is not every:
        raise Refusal(text("error.one-or-all", lang))
    when = None if known_on is None else day_of(known_on)
    replayer = Replayer(reference.evaluate)
    with place.open() as ledger, ledger.view() as view:
        if number is None:
            return _all(view, replayer, load(rules), when, form, lang)
        stored, files = view.entry(number), (settings, mapping)
        try:
            if stored.kind == AUDIT:
                if when is not None:
                    raise Refusal(text("error.replay-audit-day", lang))
                return replay_files(view, stored, registers, files, form, lang)
            if registers or any(files):
                raise Refusal(text("error.replay-no-audit", lang, number=number))
            one = recorded(stored)
        except Damaged as damaged:
            print_lines(finding_lines(damaged.findings, lang))
            return DOES_NOT_HOLD
    again = replayer.replay(one)
    steps = [] if when is None else list(steps_of(one, replayer, load(rules), when))
    if form == "json":
        click.echo(as_json(as_json_replay(one, again, steps)), nl=False)
    else:
        print_lines(_lines(one, again, steps, replayer, lang))
    return DONE if again.outcome == "same" else DOES_NOT_HOLD


# -- one decision as text


def _lines(one: Recorded, again: Replay, steps: list[Step], replayer: Replayer, lang: str) -> Iterator[str]:
    from api.replays import Step, keys_of
    from api.text.entries import korean_time
    from api.text.layout import page_width, wrap

    at = text("entry.at", lang, at=korean_time(one.leaf["at"]))
    yield text("replay.heading", lang, number=one.number, at=at, day=one.leaf["known_on"])
    yield wrap(_outcome(one, again, lang), page_width())
    if again.problem is not None:
        for problem in again.problem.problems:
            said = f"{problem.place}: {problem.text(lang)}" if problem.place else problem.text(lang)
            yield wrap(text("replay.unreadable", lang, why=said), page_width(), "   ")
    if again.comparison is not None:
        own = replayer.rulebook(one)
        document = json.loads(again.assessment)
        yield from _changes(Step(own, one.known_on, document, again.comparison, (own, one.document)), lang)
    for step, key in zip(steps, keys_of(one, steps[-1].known_on) if steps else (), strict=False):
        yield ""
        yield wrap(text(f"replay.{key}", lang, day=iso(step.known_on)), page_width(), "", "   ")
        yield from _changes(step, lang)


def _outcome(one: Recorded, again: Replay, lang: str) -> str:
    known = {"size": f"{len(one.assessment):,}", "before": again.recorded_by, "engine": again.engine}
    if again.outcome == "same" and again.recorded_by != again.engine:
        return text("replay.same-other-engine", lang, **known)
    return text(f"replay.{again.outcome}", lang, **known)


def _changes(step: Step, lang: str) -> Iterator[str]:
    from api.text.changes import Answer, Changes, change_lines
    from api.text.layout import page_width
    from api.text.words import Words

    if not step.changed:
        same = step.before[0].rulebook.digest == step.prepared.rulebook.digest
        inside = len(step.comparison.derivation)
        key = "replay.reworded" if inside else "replay.same-rules" if same else "replay.unchanged"
        yield "   " + text(key, lang, count=inside)
        return
    prepared, document = step.before
    before = Answer(document, Words(prepared.rulebook, lang))
    after = Answer(step.document, Words(step.prepared.rulebook, lang))
    yield from change_lines(Changes(step.comparison, before, after, iso(step.known_on)), page_width())


# -- every decision


def _all(view: View, replayer: Replayer, installed: Prepared, when: int | None, form: str, lang: str) -> int:
    from api.commands.progress import Progress
    from api.text.replay_all import Tally, all_lines
    from engine.ledger.leaf import DECISION

    progress, tally, size = Progress(lang), Tally(), view.size
    for stored in view.entries(kind=DECISION):
        tally.take(stored, replayer, installed, when)
        progress(stored.number, size)
    progress.close()
    if form == "json":
        click.echo(as_json(tally.as_json()), nl=False)
    else:
        print_lines(all_lines(tally, when, lang))
    return DONE if tally.same == tally.count else DOES_NOT_HOLD
