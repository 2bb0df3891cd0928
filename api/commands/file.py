"""``gongje file CLAIM``: the figures of the application and schedules as JSON or as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.catalogue import TEXTS, text
from api.commands.failures import DONE, Refusal
from api.commands.inputs import read_input
from api.commands.options import day_of, evaluator_option, help_of, shared, write_new
from api.doors import as_json, evaluator, load
from engine.law.values import iso

if TYPE_CHECKING:
    from engine.dossiers.year import Year

SUFFIXES = (".json", ".xlsx", ".csv")


@click.command(help=help_of("file"))
@click.argument("claim")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=help_of("file-out"))
@click.option("--year", metavar="YYYY-MM-DD", help=help_of("file-year"))
@click.option("--known-on", metavar="YYYY-MM-DD", help=help_of("known-on"))
@evaluator_option
@shared
def file(
    claim: str,
    out: Path | None,
    year: str | None,
    lang: str,
    known_on: str | None,
    who: str | None,
    rules: Path | None,
) -> int:
    from api.text.filing_sheet import csv_of, xlsx_of
    from api.text.words import Words
    from engine.assessment.assess import answer_of
    from engine.claims.dossier import dossier_of, is_dossier
    from engine.claims.reader import claim_of, read_document
    from engine.dossiers.follow import fold
    from engine.filing.doubts import earlier
    from engine.filing.figures import PARTS, Filing

    if out is not None and out.suffix not in SUFFIXES:
        raise Refusal(text("error.form-suffix", lang, file=out))
    when = day_of(known_on)
    raw, source = read_input(claim, lang)
    read = read_document(raw, source)
    prepared = load(rules)
    evaluate = evaluator(prepared, who)
    if is_dossier(read):
        years = fold(dossier_of(read, prepared.rulebook), prepared, when, evaluate)
        chosen = _year(years, year, lang)
        before = [one for one in years if one.first < chosen.first]
        filing = Filing(chosen.answer, earlier(before, chosen))
    elif year is not None:
        raise Refusal(text("error.year-of-dossier", lang, file=source))
    else:
        filing = Filing(answer_of(claim_of(read, prepared.rulebook), prepared, when, evaluate))
    document: dict[str, Any] = {"notice": TEXTS["file.unofficial"], **filing.document()}
    if out is None:
        click.echo(as_json(document), nl=False)
        return DONE
    words = Words(prepared.rulebook, lang)
    parts = filing.entries(PARTS)
    made = {".json": lambda: as_json(document), ".csv": lambda: csv_of(document, parts, words)}
    write_new(out, made.get(out.suffix, lambda: xlsx_of(document, parts, words))(), lang)
    return DONE


def _year(years: Sequence[Year], wanted: str | None, lang: str) -> Year:
    """The year that begins on the day asked for; without one the last, which is then said."""
    begins = [iso(year.first) for year in years]
    if wanted is None:
        if others := ", ".join(begins[:-1]):
            click.echo(text("file.last-year", lang, year=begins[-1], others=others), err=True)
        return years[-1]
    if wanted not in begins:
        raise Refusal(text("error.no-year", lang, year=wanted, years=", ".join(begins)))
    return years[begins.index(wanted)]
