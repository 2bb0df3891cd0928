"""``gongje serve``: the HTTP door behind gunicorn. Without keys it is open to the user of this machine alone."""

from __future__ import annotations

import ipaddress
import os
import socket
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from api.catalogue import text
from api.commands.failures import DONE, Refusal, why
from api.commands.ledger_options import Place
from api.doors import evaluator
from api.http.rates import counters
from api.http.settings import Settings
from engine.assessment.assess import Prepared
from engine.inference import reference

LOCAL = "localhost"
KEEP_ALIVE = 5  # seconds
SHARED = "PROMETHEUS_MULTIPROC_DIR"


def listen(host: str, port: int, lang: str, keyed: bool) -> tuple[socket.socket, str]:
    """A socket, opened here so that a fault is said before anything starts. Beyond this machine only with keys."""
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == LOCAL else host)
    except ValueError:
        raise Refusal(text("error.host", lang, host=host)) from None
    if not address.is_loopback and not keyed:
        raise Refusal(text("error.host-keys", lang, host=host))
    six = address.version == 6
    listener = socket.socket(socket.AF_INET6 if six else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    named = f"[{address}]" if six else str(address)
    try:
        listener.bind((str(address), port))
        listener.listen(1024)  # from here on requests wait; none is turned away while the workers start
    except OSError as error:
        listener.close()
        url = f"http://{named}:{port}"
        raise Refusal(text("error.listen", lang, url=url, why=why(error, lang))) from None
    return listener, f"http://{named}:{listener.getsockname()[1]}"


def has_keys(place: Place) -> bool:
    """Was there ever a key? Nothing is made where there is no ledger yet."""
    from api.http.store.keys import Keys
    from engine.ledger.faults import Fault

    try:
        with place.open() as ledger:
            return Keys(ledger.database).any()
    except Fault as fault:
        if fault.code != "no-ledger":
            raise
        return False


class _Server(BaseApplication):  # type: ignore[misc]
    """``make`` is called in each worker: connections to a database do not outlive a fork."""

    def __init__(self, options: dict[str, Any], make: Callable[[], Flask]):
        self.options, self.make = options, make
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.make()


def run(listener: socket.socket, prepared: Prepared, who: str | None, place: Place, settings: Settings) -> int:
    """Serves until it is told to stop; then what is being answered is finished first."""
    evaluate, rates = evaluator(prepared, who), settings.rates
    place.open(create=True).close()

    def make() -> Flask:
        from api.http import logs
        from api.http.app import create_app
        from api.http.audits.starting import take_up
        from api.http.service import service_of

        logs.configure()
        service = service_of(prepared, evaluate, reference.evaluate, place.open(), replace(settings, rates=rates))
        take_up(settings.audits, service.ledger)
        return create_app(service)

    options = {
        "bind": f"fd://{listener.fileno()}",
        "workers": settings.workers,
        "worker_class": "gthread",
        "threads": settings.threads,
        "graceful_timeout": settings.grace,
        "timeout": 2 * settings.seconds + settings.grace,
        "keepalive": KEEP_ALIVE,
        "loglevel": "warning",
        "proc_name": "gongje",
        "child_exit": _counted,
    }
    with tempfile.TemporaryDirectory(prefix="gongje-") as folder:
        if settings.workers > 1:
            os.environ[SHARED] = folder  # before anything counts
            rates = counters(Path(folder))
        _Server(options, make).run()
    return DONE


def _counted(_: object, worker: Any) -> None:
    """A worker that ended leaves its counters, and no longer its gauges."""
    if SHARED in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
