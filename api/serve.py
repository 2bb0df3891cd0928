"""``gongje serve``: the HTTP door behind gunicorn, for this machine only as long as there are no keys."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from api.app import create_app
from api.doors import evaluator
from api.failures import DONE, Refusal, why
from api.texts import text
from engine.assessment.assess import Prepared

THREADS = 4
LOCAL = "localhost"


def listen(host: str, port: int, lang: str) -> tuple[socket.socket, str]:
    """A socket on the loopback interface, opened here so that a fault is said before anything starts."""
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == LOCAL else host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise Refusal(text("error.host", lang, host=host))
    six = address.version == 6
    listener = socket.socket(socket.AF_INET6 if six else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    named = f"[{address}]" if six else str(address)
    try:
        listener.bind((str(address), port))
        listener.listen()  # from here on requests wait; none is turned away while the worker starts
    except OSError as error:
        listener.close()
        url = f"http://{named}:{port}"
        raise Refusal(text("error.listen", lang, url=url, why=why(error, lang))) from None
    return listener, f"http://{named}:{listener.getsockname()[1]}"


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, options: dict[str, Any], app: Flask):
        self.options, self.app = options, app
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


def run(listener: socket.socket, prepared: Prepared, who: str | None) -> int:
    """Serves until it is told to stop."""
    app = create_app(prepared, evaluator(prepared, who))
    options = {
        "bind": f"fd://{listener.fileno()}",
        "workers": 1,
        "worker_class": "gthread",
        "threads": THREADS,
        "preload_app": True,
        "loglevel": "warning",
        "proc_name": "gongje",
    }
    _Server(options, app).run()
    return DONE
