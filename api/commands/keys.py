"""``gongje keys``: API keys created, listed and revoked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from api.catalogue import text
from api.commands.failures import DOES_NOT_HOLD, DONE, Door, Refusal
from api.commands.ledger_options import Place, ledger_options
from api.commands.options import help_of, print_lines, spoken

if TYPE_CHECKING:
    from api.http.store.keys import Key, Keys

ROLES = ("company", "accountant", "auditor", "operator")
YEAR = 365  # days
LONGEST = 200  # letters of a name


@click.group(cls=Door, help=help_of("api-keys"))
@click.help_option("--help", help=help_of("help"))
def keys() -> None:
    pass


@contextmanager
def _keys(place: Place, create: bool) -> Iterator[Keys]:
    from api.http.store.database import prepare_tables
    from api.http.store.keys import Keys

    with place.open(create=create) as ledger:
        prepare_tables(ledger.database)
        yield Keys(ledger.database)


def _name(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """A name that fits a line and a database."""
    name = value.strip()
    if not 0 < len(name) <= LONGEST or not name.isprintable():
        raise Refusal(text("error.name", str(ctx.obj["lang"]), option=param.opts[0], longest=LONGEST))
    return name


@keys.command(help=help_of("api-keys-create"))
@click.option("--role", type=click.Choice(ROLES), required=True, help=help_of("role"))
@click.option("--organisation", metavar="NAME", required=True, callback=_name, help=help_of("key-organisation"))
@click.option("--name", metavar="NAME", required=True, callback=_name, help=help_of("key-name"))
@click.option("--days", type=click.IntRange(1, 3650), default=YEAR, show_default=True, help=help_of("key-days"))
@ledger_options
@spoken
def create(place: Place, role: str, organisation: str, name: str, days: int, lang: str) -> int:
    from api.http.store.keys import Role

    with _keys(place, create=True) as kept:
        key, secret = kept.create(Role(role), organisation, name, days)
    click.echo(secret)
    click.echo(text("api-key.shown-once", lang, id=key.id, expires=key.expires_at[:10]), err=True)
    return DONE


@keys.command(name="list", help=help_of("api-keys-list"))
@ledger_options
@spoken
def list_keys(place: Place, lang: str) -> int:
    with _keys(place, create=False) as kept:
        print_lines([_line(key, lang) for key in kept.all()] or [text("api-key.none", lang)])
    return DONE


def _line(key: Key, lang: str) -> str:
    if key.revoked_at:
        state = text("api-key.revoked", lang, day=key.revoked_at[:10])
    else:
        valid = key.valid(datetime.now(UTC))
        state = text("api-key.until" if valid else "api-key.expired", lang, day=key.expires_at[:10])
    return "  ".join((key.id, text(f"role.{key.role}", lang), key.organisation, key.name, state))


@keys.command(help=help_of("api-keys-revoke"))
@click.argument("id_", metavar="ID")
@ledger_options
@spoken
def revoke(place: Place, id_: str, lang: str) -> int:
    with _keys(place, create=False) as kept:
        done = kept.revoke(id_)
    print_lines([text("api-key.revoked-now" if done else "api-key.not-revoked", lang, id=id_)])
    return DONE if done else DOES_NOT_HOLD
