"""Counters for Prometheus: requests by endpoint and status, their time, and what was recorded. No names, no claims."""

from __future__ import annotations

import os

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

MEDIA = "text/plain"
CONTENT_TYPE = CONTENT_TYPE_LATEST
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # folder in which several workers keep their counters
_REGISTRY = CollectorRegistry()
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REQUESTS = Counter("gongje_requests", "Requests answered", ["endpoint", "status"], registry=_REGISTRY)
SECONDS = Histogram("gongje_request_seconds", "Time of requests", ["endpoint"], buckets=_BUCKETS, registry=_REGISTRY)
RECORDED = Counter("gongje_recorded", "Decisions recorded", registry=_REGISTRY)
DISAGREEMENTS = Counter("gongje_disagreements", "Decisions on which the evaluators disagreed", registry=_REGISTRY)


def answered(endpoint: str, status: int, seconds: float) -> None:
    REQUESTS.labels(endpoint, str(status)).inc()
    SECONDS.labels(endpoint).observe(seconds)


def text() -> bytes:
    """Over all workers."""
    if SHARED not in os.environ:
        return generate_latest(_REGISTRY)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)
