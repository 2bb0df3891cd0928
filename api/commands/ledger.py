"""``gongje ledger``: verify, show, prove, head, keys and erase."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.catalogue import text
from api.commands.failures import DOES_NOT_HOLD, DONE, Door, Refusal
from api.commands.ledger_options import Place, actor_of, actor_option, head_of, ledger_options
from api.commands.options import help_of, print_lines, spoken, write_new
from api.commands.progress import Progress

if TYPE_CHECKING:
    from engine.ledger.faults import Finding
    from engine.ledger.verify import Report

FINDINGS = 100  # that are listed
FILE = click.Path(path_type=Path)


@click.group(cls=Door, help=help_of("ledger-group"))
@click.help_option("--help", help=help_of("help"))
def ledger() -> None:
    pass


def finding_lines(findings: list[Finding], lang: str) -> list[str]:
    lines = [f"{f.place}: {text(f'finding.{f.code}', lang, what=f.what)}" for f in findings[:FINDINGS]]
    more = len(findings) - FINDINGS
    return [*lines, text("verify.more", lang, count=more)] if more > 0 else lines


def written(out: Path | None, words: str, lang: str) -> int:
    """To a new file, or to the terminal."""
    if out is None:
        click.echo(words, nl=False)
    else:
        write_new(out, words, lang)
    return DONE


@ledger.command(help=help_of("ledger-verify"))
@click.option("--head", "heads", type=FILE, metavar="FILE", multiple=True, help=help_of("ledger-kept-head"))
@ledger_options
@spoken
def verify(place: Place, heads: tuple[Path, ...], lang: str) -> int:
    from engine.ledger.verify import verify as check

    progress = Progress(lang)
    exported = [head_of(file, lang) for file in heads]
    with place.open() as ledger:
        report = check(ledger, exported, progress)
    progress.close()
    print_lines([*finding_lines(report.findings, lang), *_summary(report, len(exported), lang)])
    return DOES_NOT_HOLD if report.findings else DONE


def _summary(report: Report, exported: int, lang: str) -> Iterable[str]:
    from engine.ledger.leaf import DISAGREEMENT
    from engine.ledger.note import BadNote, read_note

    if report.findings:
        yield text("verify.findings", lang, size=f"{report.size:,}", count=f"{len(report.findings):,}")
        return
    counted = {name: f"{getattr(report, name):,}" for name in ("size", "heads", "contents", "rows")}
    yield text("verify.whole", lang, **counted)
    kinds = (f"{text(f'entry-kind.{kind}', lang)} {count:,}" for kind, count in sorted(report.counts.items()))
    yield text("verify.kinds", lang, list=", ".join(kinds))
    yield text("verify.disagreements", lang, count=report.counts.get(DISAGREEMENT, 0))
    if report.erased:
        yield text("verify.erased", lang, count=report.erased)
    if exported:
        yield text("verify.exported", lang, count=exported)
    try:
        head = read_note(report.note).head
    except BadNote:  # an empty ledger has none
        return
    yield text("verify.root", lang, size=head.size, root=head.root.hex())


@ledger.command(help=help_of("ledger-show"))
@click.argument("number", type=click.IntRange(1), required=False, metavar="[ID]")
@click.option("--last", type=click.IntRange(1), default=20, show_default=True, help=help_of("ledger-last"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=help_of("format"))
@ledger_options
@spoken
def show(place: Place, number: int | None, last: int, form: str, lang: str) -> int:
    from api.text.entries import as_json_entry, entry_lines, list_lines
    from engine.ledger.check import check_entry

    with place.open() as ledger, ledger.view() as view:
        if number is None:
            print_lines(list_lines(view, last, lang))
            return DONE
        stored = view.entry(number)
        findings = check_entry(stored)
        if findings:
            print_lines(finding_lines(findings, lang))
            return DOES_NOT_HOLD
        if form == "json":
            click.echo(as_json_entry(stored), nl=False)
        else:
            print_lines(entry_lines(view, stored, lang))
    return DONE


@ledger.command(help=help_of("ledger-prove"))
@click.argument("number", type=click.IntRange(1), metavar="ID")
@click.option("--row", type=click.IntRange(1), help=help_of("ledger-row"))
@click.option("--head", type=FILE, metavar="FILE", help=help_of("ledger-kept-head"))
@click.option("--anonymous", is_flag=True, help=help_of("ledger-anonymous"))
@click.option("--out", type=FILE, metavar="FILE", help=help_of("out"))
@ledger_options
@spoken
def prove(
    place: Place, number: int, row: int | None, head: Path | None, anonymous: bool, out: Path | None, lang: str
) -> int:
    from engine.ledger.bundle import as_text, bundle
    from engine.ledger.replay import Damaged

    since = None if head is None else head_of(head, lang)
    with place.open() as ledger, ledger.view() as view:
        try:
            proof = bundle(view, number, row, since, anonymous)
        except Damaged as damaged:
            print_lines(finding_lines(damaged.findings, lang))
            return DOES_NOT_HOLD
    return written(out, as_text(proof), lang)


@ledger.command(help=help_of("ledger-head"))
@click.option("--out", type=FILE, metavar="FILE", help=help_of("out"))
@ledger_options
@spoken
def head(place: Place, out: Path | None, lang: str) -> int:
    with place.open() as ledger, ledger.view() as view:
        note = view.note()
    return written(out, note, lang)


@ledger.command(help=help_of("ledger-erase"))
@click.argument("number", type=click.IntRange(1), metavar="ID")
@click.option("--yes", is_flag=True, help=help_of("yes"))
@actor_option
@ledger_options
@spoken
def erase(place: Place, number: int, yes: bool, actor: str | None, lang: str) -> int:
    if not yes:
        raise Refusal(text("error.erase-yes", lang, number=number))
    with place.open() as ledger:
        record = ledger.erase(number, actor_of(actor, lang))
    print_lines([text("erased", lang, number=number, record=record)])
    return DONE


@ledger.group(cls=Door, help=help_of("ledger-keys"))
@click.help_option("--help", help=help_of("help"))
def keys() -> None:
    pass


def _key_lines(place: Place, lang: str) -> list[str]:
    with place.open() as ledger, ledger.view() as view:
        return [text("key.since", lang, number=number, verifier=key) for number, key in view.signing_keys()]


@keys.command(name="show", help=help_of("ledger-keys-show"))
@ledger_options
@spoken
def show_keys(place: Place, lang: str) -> int:
    print_lines(_key_lines(place, lang))
    return DONE


@keys.command(help=help_of("ledger-keys-create"))
@ledger_options
@spoken
def create(place: Place, lang: str) -> int:
    from engine.ledger.faults import Fault

    try:
        place.open().close()
    except Fault as fault:
        if fault.code != "no-ledger":
            raise
    else:
        raise Fault("has-key", place.ledger)
    place.open(create=True).close()
    print_lines(_key_lines(place, lang))
    return DONE


@keys.command(help=help_of("ledger-keys-rotate"))
@actor_option
@ledger_options
@spoken
def rotate(place: Place, actor: str | None, lang: str) -> int:
    with place.open() as ledger:
        ledger.rotate_key(actor_of(actor, lang))
    print_lines(_key_lines(place, lang))
    return DONE
