"""``check --record``: the options, and a decision recorded as they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from api.catalogue import text
from api.commands.failures import Refusal
from api.commands.ledger_options import Place, actor_of, actor_option, ledger_options
from api.commands.options import Command, help_of
from api.doors import evaluator
from engine.assessment.assess import Prepared


@dataclass(frozen=True)
class Recorded:
    number: int
    document: dict[str, Any]


@dataclass(frozen=True)
class Recording:
    """That a decision is to be recorded: where, by whom and as what."""

    place: Place
    actor: str
    organisation: str | None
    signed: bool
    supersedes: int | None

    def record(self, data: dict[str, Any], prepared: Prepared, known_on: int, lang: str) -> Recorded:
        """Durable when it returns. Refusal if the evaluators disagree; Fault."""
        from engine.inference import reference
        from engine.ledger.decide import Disagreement, Recorder, record

        try:
            durable = evaluator(prepared, "durable")
        except ImportError:
            raise Refusal(text("error.record-engine", lang)) from None
        recorder = Recorder(self.actor, self.organisation, self.signed, self.supersedes)
        try:
            with self.place.open(create=True) as ledger:
                number, decision = record(ledger, data, prepared, known_on, durable, reference.evaluate, recorder)
        except Disagreement as disagreement:
            provisions = ", ".join(disagreement.provisions)
            said = text("error.disagreement", lang, provisions=provisions, number=disagreement.kept_as)
            raise Refusal(said) from None
        return Recorded(number, decision.document)


    def record_audit(
        self, rows: Iterator[bytes], summary: dict[str, Any], prepared: Prepared, known_on: int
    ) -> int:
        """The number of the entry under which a bulk audit is durable."""
        from engine.ledger.audits import record_audit
        from engine.ledger.decide import Recorder

        recorder = Recorder(self.actor, self.organisation)
        with self.place.open(create=True) as ledger:
            return record_audit(ledger, rows, summary, prepared.rulebook, known_on, recorder)


def record_options(command: Command) -> Command:
    """``--record`` and what goes with it, handed to the command as one ``recording`` (None without)."""

    @wraps(command)
    def recorded(
        place: Place,
        lang: str,
        record: bool,
        actor: str | None,
        organisation: str | None,
        signed: bool,
        supersedes: int | None,
        **options: object,
    ) -> object:
        given = {"--as": actor, "--organisation": organisation, "--signed": signed, "--supersedes": supersedes}
        if not record:
            for name, value in given.items():
                if value:
                    raise Refusal(text("error.record-first", lang, name=name))
            return command(recording=None, lang=lang, **options)
        wanted = Recording(place, actor_of(actor, lang), organisation, signed, supersedes)
        return command(recording=wanted, lang=lang, **options)

    wrapped = ledger_options(recorded)
    for option in (
        click.option("--supersedes", type=click.IntRange(1), metavar="ID", help=help_of("supersedes")),
        click.option("--signed", is_flag=True, help=help_of("signed")),
        click.option("--organisation", metavar="NAME", help=help_of("organisation")),
        actor_option,
        click.option("--record", is_flag=True, help=help_of("record")),
    ):
        wrapped = option(wrapped)
    return wrapped
