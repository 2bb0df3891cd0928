"""How far a long command is, on stderr: in place on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time

import click

from api.catalogue import text

ON_TERMINAL, ELSEWHERE = 0.2, 10.0  # seconds between two signs


class Progress:
    def __init__(self, lang: str):
        self.lang = lang
        self.terminal = sys.stderr is not None and sys.stderr.isatty()
        self.last = time.monotonic()
        self.shown = False

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last < (ON_TERMINAL if self.terminal else ELSEWHERE):
            return
        self.last, self.shown = now, True
        said = text("progress", self.lang, done=f"{done:,}", total=f"{total:,}")
        click.echo(f"\r{said}" if self.terminal else said, nl=not self.terminal, err=True)

    def close(self) -> None:
        """Leaves the line that was written in place."""
        if self.terminal and self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)
