"""The ``gongje`` command."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from api.catalogue import text
from api.commands.audit import audit as audit_command
from api.commands.dossier import missed
from api.commands.failures import DOES_NOT_HOLD, DONE, Door, Refusal
from api.commands.file import file
from api.commands.inputs import read_input
from api.commands.keys import keys as keys_commands
from api.commands.ledger import ledger as ledger_commands
from api.commands.ledger_options import Place, ledger_options
from api.commands.options import day_of, evaluator_option, help_of, print_words, shared, write_new
from api.commands.recording import Recording, record_options
from api.commands.replay import replay
from api.commands.rules import rules as rules_commands
from api.doors import as_json, data_folder, evaluator, language, load, today


def _version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from api.text.words import Words
        from engine.ledger.engine_id import engine_id

        rulebook = load().rulebook
        lang = language(os.environ)
        through = Words(rulebook, lang).read_through
        click.echo(text("version", lang, engine=engine_id(), rulebook=rulebook.digest, list=through))
        ctx.exit()


@click.group(cls=Door, help=help_of("gongje"))
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help=help_of("version"))
@click.help_option("--help", help=help_of("help"))
def main() -> None:
    pass


@main.command(help=help_of("check"), epilog=help_of("status"))
@click.argument("claim")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=help_of("format"))
@click.option("--known-on", metavar="YYYY-MM-DD", help=help_of("known-on"))
@click.option("--explain", is_flag=True, help=help_of("explain"))
@click.option("--changes", is_flag=True, help=help_of("changes"))
@evaluator_option
@record_options
@shared
def check(
    claim: str,
    form: str,
    lang: str,
    known_on: str | None,
    explain: bool,
    changes: bool,
    who: str | None,
    recording: Recording | None,
    rules: Path | None,
) -> int:
    from engine.assessment.assess import assess
    from engine.claims.dossier import is_dossier
    from engine.claims.reader import claim_of, read_document

    when = day_of(known_on)
    if recording and who is not None:
        raise Refusal(text("error.record-evaluator", lang))
    raw, source = read_input(claim, lang)
    read = read_document(raw, source)
    prepared = load(rules)
    if is_dossier(read):
        from api.commands.dossier import check_dossier

        if recording:
            raise Refusal(text("error.record-dossier", lang, file=source))
        if changes:
            raise Refusal(text("error.changes-dossier", lang, file=source))
        return check_dossier(read, prepared, when, evaluator(prepared, who), form, lang)
    facts = claim_of(read, prepared.rulebook)
    done = recording.record(facts.data, prepared, when, lang) if recording else None
    evaluate = evaluator(prepared, who)
    document: dict[str, Any] = done.document if done else assess(facts, prepared, when, evaluate)
    explained = assess(facts, prepared, when, evaluate, everything=True) if explain else None
    wanted: dict[str, Any] | None = None
    if changes:
        from engine.changes.answer import what_would_change

        wanted = what_would_change(facts, prepared, when, evaluate)
    if form == "json":
        told = explained or document
        click.echo(as_json(told if wanted is None else {**told, "changes": wanted["investments"]}), nl=False)
    else:
        from api.text.assessment import render
        from api.text.layout import page_width

        print_words(render(document, facts, prepared.rulebook, lang, page_width(), explained, wanted))
    if recording and done is not None:
        click.echo(text("recorded", lang, number=done.number, ledger=recording.place.ledger), err=True)
    return DOES_NOT_HOLD if document["outcomes"].keys() == {"ineligible"} else DONE


@main.command(help=help_of("new"))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=help_of("out"))
@shared
def new(out: Path | None, lang: str, rules: Path | None) -> int:
    from api.text.claim_to_fill import template

    words = template(load(rules).rulebook, lang, today().year - 1)
    if out is None:
        print_words(words)
    else:
        write_new(out, words, lang)
    return DONE


@main.command(help=help_of("serve"))
@click.option("--host", default="127.0.0.1", show_default=True, help=help_of("host"))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help=help_of("port"))
@evaluator_option
@ledger_options
@shared
def serve(place: Place, host: str, port: int, who: str | None, lang: str, rules: Path | None) -> int:
    from api.http.serve import has_keys, listen, run
    from api.http.settings import read_settings

    home = data_folder(os.environ)
    settings = read_settings(os.environ, home / "audits" if home else None)
    keyed = has_keys(place)
    listener, url = listen(host, port, lang, keyed)
    prepared = load(rules)
    click.echo(text("serving", lang, url=url))
    sys.stdout.flush()
    return run(listener, prepared, who, place, settings)


main.add_command(audit_command)
main.add_command(replay)
main.add_command(ledger_commands)
main.add_command(keys_commands)
main.add_command(rules_commands)
main.add_command(missed)
main.add_command(file)
