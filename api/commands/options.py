"""What the commands share: options, a day that was asked for, and words on a terminal that may lack letters."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from api.catalogue import LANGUAGES, text
from api.commands.failures import Refusal, why
from api.doors import EVALUATORS, language, today
from engine.law.problems import BadInput, Problem, shown
from engine.law.values import day

PLAIN = str.maketrans({"✓": "O", "✗": "X", "·": "-", "…": "."})  # for terminals that lack these letters
TODAY = "today"  # what may stand for the day on which one asks
Command = Callable[..., Any]


def help_of(key: str) -> str:
    return text(f"help.{key}", language(os.environ))


def _noted(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """The language asked for; whatever goes wrong from now on is said in it."""
    chosen = value or str(ctx.obj["lang"])
    ctx.obj["lang"] = chosen
    return chosen


def shared(command: Command) -> Command:
    rules = click.option("--rules", type=click.Path(path_type=Path), metavar="FOLDER", help=help_of("rules"))
    return rules(spoken(command))


def spoken(command: Command) -> Command:
    """``--lang`` and ``--help``."""
    kind = click.Choice(LANGUAGES)
    lang = click.option("--lang", type=kind, is_eager=True, callback=_noted, help=help_of("lang"))
    return lang(click.help_option("--help", help=help_of("help"))(command))


def evaluator_option(command: Command) -> Command:
    kind, words = click.Choice(EVALUATORS), help_of("evaluator")
    return click.option("--evaluator", "who", type=kind, help=words)(command)


def day_of(given: str | None, name: str = "--known-on") -> int:
    if given in (None, TODAY):
        return today().toordinal()
    try:
        return day(given)
    except ValueError:
        raise BadInput([Problem("bad-date", name, shown(given))]) from None


def print_words(words: str) -> None:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        words = words.translate(PLAIN).encode(encoding, "replace").decode(encoding)
    click.echo(words, nl=False)


def print_lines(lines: Iterable[str]) -> None:
    print_words("".join(f"{line}\n" for line in lines))


def check_new(file: Path, lang: str) -> None:
    """Refusal if a file is there already, or its folder is not."""
    if file.exists():
        raise Refusal(text("error.exists", lang, file=file))
    if not file.parent.is_dir():
        raise Refusal(text("error.no-folder", lang, file=file, folder=file.parent))


def write_new(file: Path, words: str | bytes, lang: str) -> None:
    """Writes a file that is not there yet, and says so."""
    check_new(file, lang)
    try:
        with file.open("xb") as out:
            out.write(words.encode() if isinstance(words, str) else words)
    except FileExistsError:
        raise Refusal(text("error.exists", lang, file=file)) from None
    except OSError as error:
        raise Refusal(text("error.write", lang, file=file, why=why(error, lang))) from None
    click.echo(text("written", lang, file=file), err=True)
