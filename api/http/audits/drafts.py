"""Audits that are being prepared: files that were uploaded, their columns and settings, until it is started.

A draft is a folder beside the audits: ``input`` with the files, ``look`` with their cells, and what was said of them.
It stays after the start, so that answers to questions can be added and the audit done again.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from api.http.audits.job import Job, Order, new_id, now
from api.http.store.drafts import DAYS
from engine.registers.look import Look
from engine.registers.sources import Sheet

FOLDER, STATE = "drafts", "draft.json"
MAPPING, SETTINGS = "columns.yaml", "settings.yaml"


@dataclass(frozen=True)
class Draft:
    """``settings``: the settings document as far as it is said; None before the columns are confirmed."""

    id: str
    organisation: str | None
    registers: tuple[str, ...]
    created_at: str
    changed_at: str
    looks: tuple[Look, ...]
    settings: dict[str, Any] | None = None


@dataclass(frozen=True)
class Drafts:
    """The drafts in the folder of audits."""

    audits: Path

    @property
    def folder(self) -> Path:
        return self.audits / FOLDER

    def input(self, id_: str) -> Path:
        return self.folder / id_ / "input"

    def look(self, id_: str) -> Path:
        return self.folder / id_ / "look"

    def begin(self) -> str:
        """The id of a draft that is not one yet: its folders. Drafts that nobody touched for long go on the way."""
        id_ = new_id()
        for path in self.folder.glob(f"*/{STATE}"):
            if time.time() - path.stat().st_mtime > DAYS * 86400:
                shutil.rmtree(path.parent, ignore_errors=True)
        for folder in (self.input(id_), self.look(id_)):
            folder.mkdir(parents=True, mode=0o700)
        return id_

    def drop(self, id_: str) -> None:
        shutil.rmtree(self.folder / id_, ignore_errors=True)

    def save(self, draft: Draft) -> Draft:
        """Whole or not at all."""
        changed = replace(draft, changed_at=now())
        path = self.folder / draft.id / STATE
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(_document(changed), ensure_ascii=False), encoding="utf-8")
        fresh.replace(path)
        return changed

    def find(self, organisation: str | None, id_: str) -> Draft | None:
        """None for what is not there and what belongs to others."""
        try:
            draft = self._read(id_)
        except FileNotFoundError:
            return None
        return draft if draft.organisation == organisation else None

    def all(self, organisation: str | None) -> list[Draft]:
        """The newest first."""
        found = [draft for draft in self._every() if draft.organisation == organisation]
        return sorted(found, key=lambda draft: draft.changed_at, reverse=True)

    def _every(self) -> Iterator[Draft]:
        for path in self.folder.glob(f"*/{STATE}"):
            yield self._read(path.parent.name)

    def _read(self, id_: str) -> Draft:
        data = json.loads((self.folder / id_ / STATE).read_text(encoding="utf-8"))
        looks = tuple(_look(one, self.look(id_)) for one in data.pop("looks"))
        return Draft(**{**data, "registers": tuple(data["registers"]), "looks": looks})

    def order(self, draft: Draft, mapping: str, settings: str, order: Order) -> Job:
        """The audit of a draft, promised from here on: the files are shared, not copied."""
        job, work = Job(self.audits / order.id), Job(self.audits / f".{new_id()}")
        try:
            work.input.mkdir(parents=True, mode=0o700)
            for name in draft.registers:
                os.link(self.input(draft.id) / name, work.input / name)
            (work.input / MAPPING).write_text(mapping, encoding="utf-8")
            (work.input / SETTINGS).write_text(settings, encoding="utf-8")
            work.place(order)
            work.folder.rename(job.folder)
        finally:
            shutil.rmtree(work.folder, ignore_errors=True)
        return job


def free_names(names: Sequence[str]) -> bool:
    """No file bears a name under which the draft itself writes."""
    return not {MAPPING, SETTINGS} & set(names)


def _document(draft: Draft) -> dict[str, Any]:
    looks = [{**asdict(look), "sheet": {**asdict(look.sheet), "cells": look.sheet.cells.name}} for look in draft.looks]
    return {**{name: value for name, value in vars(draft).items() if name != "looks"}, "looks": looks}


def _look(data: dict[str, Any], folder: Path) -> Look:
    sheet = data["sheet"]
    labels = None if sheet["labels"] is None else tuple(sheet["labels"])
    known = Sheet(sheet["source"], sheet["name"], folder / sheet["cells"], sheet["width"], labels)
    samples = tuple(tuple(one) for one in data["samples"])
    return Look(
        known, data["header_line"], data["unit_krw"], tuple(data["titles"]), tuple(data["columns"]), samples
    )
