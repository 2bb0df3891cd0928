"""One line of JSON for each request: who, what, how long. Never what a claim says, nor a query or a message."""

from __future__ import annotations

import logging
import re
import sys
import uuid

import structlog
from flask import request

HEADER = "X-Request-Id"
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def configure() -> None:
    """To stderr, as JSON."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def request_id() -> str:
    """That of the client, if it has the form of one, else a new one."""
    given = request.headers.get(HEADER, "")
    return given if _ID.fullmatch(given) else uuid.uuid4().hex


def answered(endpoint: str, status: int, seconds: float, request_id: str, caller: str) -> None:
    structlog.get_logger().info(
        "answered",
        endpoint=endpoint,
        method=request.method if endpoint != "none" else "",
        status=status,
        ms=round(seconds * 1000, 1),
        request_id=request_id,
        key=caller,
    )
