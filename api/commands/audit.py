"""``gongje audit``: registers in, a workbook or a table out."""

from __future__ import annotations

import shlex
from functools import partial
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from api.catalogue import text
from api.commands.failures import DONE, Refusal, why
from api.commands.options import check_new, day_of, help_of, print_words, shared
from api.commands.recording import Recording, record_options
from api.doors import load

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

    from engine.registers.audit import Order, Progress

ENGINES = ("duckdb", "spark")
OUTPUTS = (".xlsx", ".parquet", ".csv")
BY_LINE = ("decide", "write")  # steps whose progress is counted in lines
MANY = 1000  # lines from which a speed says something
FILE = click.Path(path_type=Path)


@click.command(help=help_of("audit"), epilog=help_of("audit-status"))
@click.argument("registers", nargs=-1, required=True, type=FILE)
@click.option("--settings", type=FILE, metavar="FILE", help=help_of("settings"))
@click.option("--mapping", type=FILE, metavar="FILE", help=help_of("mapping"))
@click.option("--out", type=FILE, metavar="FILE", required=True, help=help_of("audit-out"))
@click.option("--known-on", metavar="YYYY-MM-DD", help=help_of("known-on"))
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], help=help_of("engine"))
@record_options
@shared
def audit(
    registers: tuple[Path, ...],
    settings: Path | None,
    mapping: Path | None,
    out: Path,
    known_on: str | None,
    engine: str,
    recording: Recording | None,
    lang: str,
    rules: Path | None,
) -> int:
    from api.text.audit import said
    from api.text.layout import page_width
    from api.text.register import RegisterWords
    from engine.law.values import iso
    from engine.registers.audit import Order
    from engine.registers.run import run

    when = day_of(known_on)
    if out.suffix.lower() not in OUTPUTS:
        raise Refusal(text("error.out-kind", lang, file=out))
    check_new(out, lang)
    if recording:
        for name, given in (("--signed", recording.signed), ("--supersedes", recording.supersedes)):
            if given:
                raise Refusal(text("error.record-audit", lang, name=name))
    prepared = load(rules)
    order = Order(registers, out, when, settings, mapping, engine)
    words = RegisterWords(prepared.rulebook, lang, iso(when))
    drafts = [path for given, path in ((settings, order.settings_file), (mapping, order.mapping_file)) if given is None]
    before = {path for path in drafts if path.exists()}
    for path in sorted(before):
        key = "audit.used-settings" if path == order.settings_file else "audit.used-mapping"
        click.echo(text(key, lang, file=path), err=True)
    try:
        with Bar(lang) as bar:
            record = partial(recording.record_audit, prepared=prepared, known_on=when) if recording else None
            told = run(order, prepared, words, lambda key: text(f"file.{key}", lang), bar.show, record)
    except OSError as error:
        if error.filename is not None and Path(str(error.filename)) in (*registers, settings, mapping):
            raise
        raise Refusal(text("error.write", lang, file=out, why=why(error, lang))) from None
    print_words("".join(f"{line}\n" for line in said(told, words, page_width())))
    for path in drafts:
        if path not in before:
            key = "audit.draft-settings" if path == order.settings_file else "audit.written-mapping"
            click.echo(text(key, lang, file=path), err=True)
    click.echo(text("written", lang, file=out), err=True)
    if not before.issuperset(drafts):
        click.echo(text("audit.again", lang, command=_again(order, known_on)), err=True)
    if recording and told.entry is not None:
        click.echo(text("recorded-audit", lang, number=told.entry, ledger=recording.place.ledger), err=True)
    return DONE


def _again(order: Order, known_on: str | None) -> str:
    """The command that runs the audit with the files that this one wrote, to an output that is not there yet."""
    names = (order.out.with_stem(f"{order.out.stem}-{number}") for number in count(2))
    out = next(path for path in names if not path.exists())
    parts = ["gongje", "audit", *map(str, order.registers), "--settings", str(order.settings_file)]
    parts += ["--mapping", str(order.mapping_file), "--out", str(out)]
    return shlex.join([*parts, *(("--known-on", known_on) if known_on else ())])


class Bar:
    """Progress on the terminal: the step, lines per second and the time left. Silent where nobody watches."""

    def __init__(self, lang: str):
        self.lang = lang
        self.bars: Bars | None = None

    def __enter__(self) -> Self:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True)
        if console.is_terminal:
            columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[speed]}"))
            self.bars = Progress(*columns, TimeRemainingColumn(), console=console, transient=True)
            self.bars.start()
        return self

    def show(self, progress: Progress) -> None:
        if self.bars is None:
            return
        step = text(f"audit.step.{progress.step}", self.lang)
        task = next((task for task in self.bars.tasks if task.description == step), None)
        if task is None:
            for other in self.bars.tasks:
                self.bars.update(other.id, visible=False)
            self.bars.add_task(step, total=progress.total or None, completed=progress.done, speed="")
            return
        fast = progress.step in BY_LINE and progress.total >= MANY and task.speed
        speed = text("audit.speed", self.lang, count=f"{task.speed:,.0f}") if fast else ""
        self.bars.update(task.id, completed=progress.done, total=progress.total or None, speed=speed)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bars is not None:
            self.bars.stop()
