"""How the command line ends when something is wrong: a line per fault, an exit status, no traceback."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from api.catalogue import text
from api.commands.help import Context
from api.doors import language
from engine.law.problems import BadInput, nearest, phrase
from engine.ledger.faults import Fault

DONE, DOES_NOT_HOLD, BAD = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141  # as a shell reports these signals
REASONS = {
    errno.ENOENT: "error.missing",
    errno.EISDIR: "error.folder",
    errno.EACCES: "error.denied",
    errno.EPERM: "error.denied",
    errno.ENOSPC: "error.full",
    errno.EADDRINUSE: "error.port-taken",
}


class Refusal(Exception):
    """What was asked for cannot be done, said in the language of the command."""


class Door(click.Group):
    """The command group. ``obj["lang"]`` is the language that a subcommand was asked to speak."""

    context_class = Context

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        cmd.context_class = Context
        super().add_command(cmd, name)

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, standalone_mode: bool = True, **extra: Any
    ) -> Any:
        extra["prog_name"] = "gongje"
        try:
            status: Any = super().main(args, standalone_mode=False, **extra)
        except (click.ClickException, Refusal, click.Abort) as error:  # before any command ran
            status = _end(error, language(os.environ))
        if not standalone_mode:
            return status
        sys.exit(status or DONE)

    def invoke(self, ctx: click.Context) -> Any:
        """Caught here, because click itself ends with 1 on a closed pipe: that would read as an answer."""
        ctx.obj = {"lang": language(os.environ)}
        try:
            status = super().invoke(ctx)
            if sys.stdout is not None:  # None where it was closed from the start
                sys.stdout.flush()  # while a closed pipe is still caught
        except click.exceptions.Exit:
            raise
        except (Exception, KeyboardInterrupt) as error:
            return _end(error, ctx.obj["lang"])
        return status

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args[0] not in self.commands and not args[0].startswith("-"):
            lang, near = language(os.environ), nearest(args[0], list(self.commands))
            hint = text("error.hint", lang, name=near) if near else ""
            raise Refusal(text("error.no-command", lang, name=args[0], hint=hint))
        return super().resolve_command(ctx, args)


def _end(error: BaseException, lang: str) -> int:
    if isinstance(error, BrokenPipeError):
        with suppress(OSError):  # nobody reads on: what is still buffered goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    with suppress(OSError):
        for line in _lines(error, lang):
            click.echo(line, err=True)
    return INTERRUPTED if isinstance(error, KeyboardInterrupt | click.Abort) else BAD


def _lines(error: BaseException, lang: str) -> list[str]:
    match error:
        case BadInput():
            return [f"{p.place}: {p.text(lang)}" if p.place else p.text(lang) for p in error.problems]
        case Refusal():
            return [str(error)]
        case Fault():
            values = {name: phrase(str(value), lang) for name, value in error.values.items()}
            said = text(f"fault.{error.code}", lang, **values)
            return [f"{error.place}: {said}" if error.place else said]
        case KeyboardInterrupt() | click.Abort():
            return [text("error.stopped", lang)]
        case click.exceptions.NoArgsIsHelpError():
            return [error.format_message()]
        case click.UsageError():
            path = error.ctx.command_path if error.ctx else "gongje"
            return [_usage(error, lang), text("error.see-help", lang, path=path)]
        case OSError(filename=str() | bytes() as name):
            return [text("error.read", lang, file=os.fsdecode(name), why=why(error, lang))]
        case OSError():
            return [text("error.output", lang, why=why(error, lang))]
    return [text("error.unexpected", lang, what=_what(error))]


def why(error: OSError, lang: str) -> str:
    """The cause in words; for those that need no advice the words of the system."""
    key = REASONS.get(error.errno or 0)
    return text(key, lang) if key else phrase(error.strerror or type(error).__name__, lang)


def _what(error: BaseException) -> str:
    """Kind and place of an error of our own; its message could hold what a claim says."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place


def _usage(error: click.UsageError, lang: str) -> str:
    """A wrong call; click itself speaks English only."""
    param: Any = getattr(error, "param", None)
    kind = getattr(param, "type", None)
    if isinstance(error, click.NoSuchOption):
        near = (error.possibilities or [""])[0]
        hint = text("error.hint", lang, name=near) if near else ""
        return text("error.no-option", lang, name=error.option_name, hint=hint)
    if isinstance(error, click.MissingParameter) and param is not None:
        return text("error.no-value", lang, name=param.human_readable_name)
    if isinstance(error, click.BadOptionUsage):
        return text("error.no-value", lang, name=error.option_name)
    if isinstance(kind, click.Choice):
        return text("error.choice", lang, name=param.opts[0], expected=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange) and kind.max is None:
        name = param.opts[0] if isinstance(param, click.Option) else param.human_readable_name
        return text("error.number-from", lang, name=name, low=kind.min)
    if isinstance(kind, click.IntRange):
        return text("error.number", lang, name=param.opts[0], low=kind.min, high=kind.max)
    return text("error.usage", lang, what=error.format_message())
