"""``python -m api.http.audits.runner FOLDER``: works on one audit; so many at once as there are slots."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from api.catalogue import text
from api.doors import load
from api.http.audits.job import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job, State, broken, locked, told
from api.http.audits.recording import record_once
from api.http.problems import NOT_NOW
from api.text.register import RegisterWords
from engine.law.problems import BadInput, Problem
from engine.law.values import day
from engine.ledger.faults import Fault
from engine.registers.audit import Order, Progress
from engine.registers.run import Told, run

SLOTS = 1  # audits at once; each may take a gigabyte
WAIT, TELL = 0.2, 0.5  # seconds


class Cancelled(Exception):
    """Nobody wants the answer any more."""


def work(folder: Path) -> None:
    """Takes the audit up where it was left, unless another process is at it."""
    job = Job(folder)
    with job.locked() as mine:
        if not mine or job.state().state not in (QUEUED, RUNNING):
            return
        try:
            with _slot(job):
                answered = _run(job)
            job.tell(State(DONE, summary=_summary(answered), entry=answered.entry))
            job.clear(keep_output=True)
        except Cancelled:
            job.clear(keep_output=False)
            job.tell(State(CANCELLED))
        except BadInput as bad:
            job.clear(keep_output=False)
            job.tell(State(FAILED, errors=tuple(told(problem) for problem in bad.problems)))
        except Fault as fault:
            print(f"audit {folder.name}: {fault.code}", file=sys.stderr)
            if fault.code not in NOT_NOW:  # else it stays open, and is taken up again when somebody asks for it
                job.clear(keep_output=False)
                job.tell(State(FAILED, errors=(told(Problem("audit-not-recorded")),)))
        except Exception as error:  # the cause is no business of the client
            job.clear(keep_output=False)
            job.tell(broken())
            print(f"audit {folder.name}: {type(error).__name__}", file=sys.stderr)


@contextmanager
def _slot(job: Job) -> Iterator[None]:
    while True:
        for number in range(SLOTS):
            with locked(job.folder.parent / f"slot-{number}") as free:
                if free:
                    yield
                    return
        if job.cancelled:
            raise Cancelled
        time.sleep(WAIT)


def _run(job: Job) -> Told:
    given = job.order()
    job.output.mkdir(exist_ok=True)
    prepared = load()
    words = RegisterWords(prepared.rulebook, given.lang, given.known_on)
    order = Order(
        tuple(job.input / name for name in given.files),
        job.output / f"answer.{given.format}",
        day(given.known_on),
        job.input / given.settings if given.settings else None,
        job.input / given.mapping if given.mapping else None,
        tables=job.tables,
    )
    record = partial(record_once, given, prepared) if given.record else None
    return run(order, prepared, words, lambda key: text(f"file.{key}", given.lang), _heartbeat(job), record)


def _heartbeat(job: Job) -> Callable[[Progress], None]:
    last, step = 0.0, ""

    def beat(progress: Progress) -> None:
        nonlocal last, step
        if job.cancelled:
            raise Cancelled
        now = time.monotonic()
        if progress.step != step or now - last > TELL:
            last, step = now, progress.step
            job.tell(State(RUNNING, progress.step, progress.done, progress.total))

    return beat


def _summary(told: Told) -> dict[str, Any]:
    """Lines read and what became of them, and the claims with their figures."""
    outcomes = {str(name): int(lines) for name, lines, *_ in told.outcomes}
    claims = [{name: _plain(value) for name, value in claim.flat.items()} for claim in told.claims]
    return {"lines": dict(told.control), "outcomes": outcomes, "claims": claims}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


if __name__ == "__main__":
    work(Path(sys.argv[1]))
