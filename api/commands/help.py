"""Help in the language of the environment; click itself has its headings in English only."""

from __future__ import annotations

import os

import click

from api.catalogue import text
from api.doors import language

HEADINGS = {"Options": "help.options", "Commands": "help.commands"}


class Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, text("help.usage", language(os.environ)) if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        key = HEADINGS.get(heading)
        super().write_heading(text(key, language(os.environ)) if key else heading)


class Context(click.Context):
    formatter_class = Formatter
