"""Dossiers at the command line: ``gongje check DOSSIER`` and ``gongje missed DOSSIER``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from api.catalogue import text
from api.commands.failures import DOES_NOT_HOLD, DONE, Refusal
from api.commands.inputs import read_input
from api.commands.options import day_of, evaluator_option, help_of, print_words, shared
from api.doors import as_json, evaluator, load
from api.text.layout import page_width
from engine.assessment.assess import Prepared
from engine.inference.solve import Evaluate
from engine.law.strict_yaml import Document


def check_dossier(read: Document, prepared: Prepared, when: int, evaluate: Evaluate, form: str, lang: str) -> int:
    from engine.claims.dossier import dossier_of
    from engine.dossiers.document import document_of
    from engine.dossiers.follow import fold

    dossier = dossier_of(read, prepared.rulebook)
    document: dict[str, Any] = document_of(dossier, fold(dossier, prepared, when, evaluate))
    if form == "json":
        click.echo(as_json(document), nl=False)
    else:
        from api.text.dossier import render_dossier

        print_words(render_dossier(document, dossier, prepared.rulebook, lang, page_width()))
    return DOES_NOT_HOLD if document["outcomes"].keys() == {"ineligible"} else DONE


@click.command(help=help_of("missed"))
@click.argument("dossier")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=help_of("format"))
@click.option("--known-on", metavar="YYYY-MM-DD", help=help_of("known-on"))
@evaluator_option
@shared
def missed(dossier: str, form: str, lang: str, known_on: str | None, who: str | None, rules: Path | None) -> int:
    from api.text.missed import render_missed
    from engine.claims.dossier import dossier_of, is_dossier
    from engine.claims.reader import read_document
    from engine.dossiers import missed as past

    when = day_of(known_on)
    raw, source = read_input(dossier, lang)
    read = read_document(raw, source)
    if not is_dossier(read):
        raise Refusal(text("error.no-dossier", lang, file=source))
    prepared = load(rules)
    claims = dossier_of(read, prepared.rulebook)
    document = past.missed(claims, prepared, when, evaluator(prepared, who))
    if form == "json":
        click.echo(as_json(document), nl=False)
    else:
        print_words(render_missed(document, prepared.rulebook, lang, page_width()))
    return DONE
