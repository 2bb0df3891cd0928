"""The ``gongje`` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from api.doors import EVALUATORS, as_json, evaluator, language, load, today
from api.failures import DOES_NOT_HOLD, DONE, Door, Refusal, why
from api.texts import LANGUAGES, text
from engine.law.problems import BadInput, Problem, shown
from engine.law.strict_yaml import MAX_BYTES
from engine.law.values import day

STDIN = "-"
PLAIN = str.maketrans({"✓": "O", "✗": "X", "·": "-", "…": "."})  # for terminals that lack these letters
Command = Callable[..., Any]


def _help(key: str) -> str:
    return text(f"help.{key}", language(os.environ))


def _noted(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """The language asked for; whatever goes wrong from now on is said in it."""
    chosen = value or str(ctx.obj["lang"])
    ctx.obj["lang"] = chosen
    return chosen


def _shared(command: Command) -> Command:
    lang = click.option(
        "--lang", type=click.Choice(LANGUAGES), is_eager=True, callback=_noted, help=_help("lang")
    )
    rules = click.option("--rules", type=click.Path(path_type=Path), metavar="FOLDER", help=_help("rules"))
    return lang(rules(click.help_option("--help", help=_help("help"))(command)))


def _evaluator(command: Command) -> Command:
    kind, words = click.Choice(EVALUATORS), _help("evaluator")
    return click.option("--evaluator", "who", type=kind, default=EVALUATORS[0], help=words)(command)


@click.group(cls=Door, help=_help("gongje"))
@click.help_option("--help", help=_help("help"))
def main() -> None:
    pass


@main.command(help=_help("check"), epilog=_help("status"))
@click.argument("claim")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=_help("format"))
@click.option("--known-on", metavar="YYYY-MM-DD", help=_help("known-on"))
@click.option("--explain", is_flag=True, help=_help("explain"))
@_evaluator
@_shared
def check(
    claim: str, form: str, lang: str, known_on: str | None, explain: bool, who: str, rules: Path | None
) -> int:
    from engine.assessment.assess import assess
    from engine.claims.reader import read_claim

    when = _day(known_on)
    raw, source = _read(claim, lang)
    prepared = load(rules)
    facts = read_claim(raw, source, prepared.rulebook)
    document: dict[str, Any] = assess(facts, prepared, when, evaluator(prepared, who), everything=explain)
    if form == "json":
        click.echo(as_json(document), nl=False)
    else:
        from api.layout import page_width
        from api.render import render

        _print(render(document, facts, prepared.rulebook, lang, page_width(), brief=not explain))
    return DOES_NOT_HOLD if document["outcomes"].keys() == {"ineligible"} else DONE


def _day(given: str | None) -> int:
    if given is None:
        return today().toordinal()
    try:
        return day(given)
    except ValueError:
        raise BadInput([Problem("bad-date", "--known-on", shown(given))]) from None


def _read(name: str, lang: str) -> tuple[bytes, str]:
    """The bytes of a file, never more of it than a claim may have, and how problems name it."""
    if name == STDIN:
        if sys.stdin is None:
            raise Refusal(text("error.no-input", lang))
        return sys.stdin.buffer.read(MAX_BYTES + 1), "stdin"
    with Path(name).open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            size = max(len(raw), os.fstat(file.fileno()).st_size)
            raise BadInput([Problem("too-big", "", str(size), str(MAX_BYTES), source=name)])
    return raw, name


def _print(words: str) -> None:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        words = words.translate(PLAIN).encode(encoding, "replace").decode(encoding)
    click.echo(words, nl=False)


@main.command(help=_help("new"))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=_help("out"))
@_shared
def new(out: Path | None, lang: str, rules: Path | None) -> int:
    from api.template import template

    words = template(load(rules).rulebook, lang, today().year - 1)
    if out is None:
        _print(words)
        return DONE
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(words)
    except FileExistsError:
        raise Refusal(text("error.exists", lang, file=out)) from None
    except OSError as error:
        raise Refusal(text("error.write", lang, file=out, why=why(error, lang))) from None
    click.echo(text("written", lang, file=out), err=True)
    return DONE


@main.command(help=_help("serve"))
@click.option("--host", default="127.0.0.1", show_default=True, help=_help("host"))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help=_help("port"))
@_evaluator
@_shared
def serve(host: str, port: int, who: str, lang: str, rules: Path | None) -> int:
    from api.serve import listen, run

    listener, url = listen(host, port, lang)
    prepared = load(rules)
    click.echo(text("serving", lang, url=url))
    sys.stdout.flush()
    return run(listener, prepared, who)
