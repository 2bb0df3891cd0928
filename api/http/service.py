"""What endpoints and pages work with: the law, the evaluators, the ledger, the keys, sessions and drafts."""

from __future__ import annotations

from dataclasses import dataclass

from api.http.settings import Settings
from api.http.store.database import prepare_tables
from api.http.store.drafts import Drafts
from api.http.store.keys import Keys
from api.http.store.sessions import Sessions
from engine.assessment.assess import Prepared
from engine.inference.solve import Evaluate
from engine.ledger.replay import Replayer
from engine.ledger.store import Ledger


@dataclass(frozen=True)
class Service:
    """``evaluate`` decides and ``confirm`` confirms; a request may use both from several threads."""

    prepared: Prepared
    evaluate: Evaluate
    confirm: Evaluate
    ledger: Ledger
    keys: Keys
    sessions: Sessions
    drafts: Drafts
    replayer: Replayer
    settings: Settings


def service_of(
    prepared: Prepared, evaluate: Evaluate, confirm: Evaluate, ledger: Ledger, settings: Settings | None = None
) -> Service:
    """The service of a ledger that is there."""
    database = ledger.database
    prepare_tables(database)
    keys, sessions, drafts = Keys(database), Sessions(database), Drafts(database)
    return Service(
        prepared, evaluate, confirm, ledger, keys, sessions, drafts, Replayer(confirm), settings or Settings()
    )
