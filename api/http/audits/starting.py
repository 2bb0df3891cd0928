"""Audits started in processes of their own, which outlive the server and are taken up again after a crash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from api.http.audits.job import OPEN, Job, broken, jobs
from api.http.audits.recording import place_of
from engine.ledger.store import Ledger

ABANDONED = 3600  # seconds after which an upload that was never promised is one of a server that died
PATIENCE = 15.0  # seconds until a process that was started has to hold its lock
MOST_STARTS = 10  # of one audit


def start(job: Job, ledger: Ledger) -> None:
    """In a process of its own; the ledger is where it records."""
    if job.note_start() > MOST_STARTS:
        with job.locked() as free:
            if free:
                job.clear(keep_output=False)
                job.tell(broken())
        return
    command = [sys.executable, "-m", "api.http.audits.runner", str(job.folder)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={**os.environ, **place_of(ledger)},
        start_new_session=True,
    )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it does not stay behind as a zombie


def take_up(folder: Path | None, ledger: Ledger) -> None:
    """Audits that were promised and are not done: whoever is at one already keeps it. Half uploads go."""
    if folder is None or not folder.exists():
        return
    for draft in folder.glob(".*"):
        if time.time() - draft.stat().st_mtime > ABANDONED:
            shutil.rmtree(draft, ignore_errors=True)
    for job in jobs(folder):
        if job.state().state in OPEN:
            start(job, ledger)


def revive(job: Job, ledger: Ledger) -> None:
    """Starts an audit again whose process died, when somebody asks how far it is."""
    if job.state().state in OPEN and job.seconds_since_start > PATIENCE:
        with job.locked() as free:
            dead = free and job.state().state in OPEN
        if dead:
            start(job, ledger)
