"""Which ledger a command is about, and who records."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.catalogue import text
from api.commands.failures import Refusal
from api.commands.options import Command, help_of
from api.doors import data_folder

if TYPE_CHECKING:
    from engine.ledger.note import Note
    from engine.ledger.store import Ledger

FILE, KEYS = "ledger.db", "keys"


@dataclass(frozen=True)
class Place:
    """A ledger that was named, or the user's own."""

    ledger: str
    keys: Path

    def open(self, create: bool = False) -> Ledger:
        from engine.ledger.store import Ledger

        return Ledger(self.ledger, self.keys, create)


def ledger_options(command: Command) -> Command:
    """``--ledger`` and ``--keys``, handed to the command as one ``place``."""

    @wraps(command)  # with the options that it has already
    def placed(ledger: str | None, keys: Path | None, lang: str, **options: object) -> object:
        return command(place=place_of(ledger, keys, lang), lang=lang, **options)

    where = click.option("--ledger", metavar="URL", envvar="GONGJE_LEDGER", help=help_of("ledger"))
    kept = click.option(
        "--keys", type=click.Path(path_type=Path), metavar="FOLDER", envvar="GONGJE_KEYS", help=help_of("keys")
    )
    return where(kept(placed))


def place_of(ledger: str | None, keys: Path | None, lang: str) -> Place:
    home = data_folder(os.environ)
    if home is not None:
        return Place(ledger or str(home / FILE), keys or home / KEYS)
    if ledger is None or keys is None:
        raise Refusal(text("error.no-data-folder", lang))
    return Place(ledger, keys)


def actor_option(command: Command) -> Command:
    return click.option("--as", "actor", metavar="NAME", help=help_of("as"))(command)


def actor_of(given: str | None, lang: str) -> str:
    if given:
        return given
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise Refusal(text("error.no-actor", lang)) from None


def head_of(file: Path, lang: str) -> Note:
    """The exported head in a file."""
    from engine.ledger.note import BadNote, read_note

    try:
        return read_note(file.read_bytes().decode())
    except (BadNote, UnicodeDecodeError):
        raise Refusal(text("error.bad-head", lang, file=file)) from None
