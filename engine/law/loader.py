"""Rule files to a rulebook: read strictly, check everything, report all problems with file, line and column.

``rules/`` holds ``vocabulary.yaml``, ``instruments.yaml``, ``assessment.yaml`` and any number of files with
provisions, tables, formulas and what is filed in folders. ``cases/`` and ``headings/`` are not part of the rulebook.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import resources
from pathlib import Path as FilePath
from typing import Any as Data

from pydantic import BaseModel, ValidationError

from engine.law import cache as kept
from engine.law.checks import STAGES
from engine.law.compiler import Compiler, Content, canonical
from engine.law.model import AssessmentFile, InstrumentsFile, VocabularyFile
from engine.law.model_problems import problems_of
from engine.law.problems import BadInput, Problem, listed, shown
from engine.law.rule_file import RuleFile
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import Document, Path, read_yaml
from engine.law.vocabulary import Entry

NAMED: dict[str, type[BaseModel]] = {
    "vocabulary": VocabularyFile,
    "instruments": InstrumentsFile,
    "assessment": AssessmentFile,
}
KINDS = ("provisions", "tables", "formulas", "filing_forms", "filing_evidence")


NOT_LAW = frozenset({"cases", "headings"})  # folders that decide nothing


def rules_folder() -> FilePath:
    """The rule files that come with gongje."""
    return FilePath(str(resources.files("rules")))


def load_rulebook(folder: FilePath | None = None, cache: FilePath | None = None) -> Rulebook:
    """The checked rulebook of a folder of rule files; BadInput with every problem.

    With ``cache`` (a folder), content that was read and checked before is taken from there.
    """
    files = read_files(folder or rules_folder())
    if cache is None:
        return load_files(files)
    key = kept.key_of(files)
    content = kept.take(cache, key)
    if content is not None:
        try:
            return from_content(content)
        except BadInput:
            pass  # whatever the cache holds, the rules themselves are the truth
    rulebook = load_files(files)
    kept.keep(cache, key, rulebook.content)
    return rulebook


def from_content(content: bytes) -> Rulebook:
    """The rulebook whose canonical content was kept; it was checked when it was first loaded."""

    def report(
        entry: Entry, path: Path, code: str, found: str = "", expected: str = "", near: str = ""
    ) -> None:
        raise BadInput([Problem(code, f"{entry[0]}.{entry[1]}", found, expected, near)])

    try:
        return Compiler(content, report).rulebook()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput([Problem("not-content", "", type(error).__name__)]) from error


def read_files(folder: FilePath) -> dict[str, bytes]:
    """The rule files of a folder by their name in it; BadInput if one is missing or cannot be read."""
    if not folder.is_dir():
        raise BadInput([Problem("no-rules-folder", "", str(folder))])
    files: dict[str, bytes] = {}
    problems = []
    for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
        name = path.relative_to(folder).as_posix()
        if not NOT_LAW.isdisjoint(path.relative_to(folder).parts[:-1]):
            continue
        if path.suffix == ".yml":
            problems.append(Problem("no-file", "", name, "it must be named .yaml", source=name))
            continue
        try:
            files[name] = path.read_bytes()
        except OSError as error:
            problems.append(Problem("no-file", "", name, os.strerror(error.errno or 0), source=name))
    for name in (f"{name}.yaml" for name in NAMED):
        if name not in files and not any(p.source == name for p in problems):
            problems.append(Problem("no-file", "", name, "it is missing", source=name))
    if problems:
        raise BadInput(problems)
    return files


def load_files(files: Mapping[str, bytes]) -> Rulebook:
    """The checked rulebook of rule files given as name -> text."""
    return _Loading(files).rulebook()


class _Loading:
    """One run of the loader: content, problems, and where each entry stands."""

    def __init__(self, files: Mapping[str, bytes]):
        self.problems: list[Problem] = []
        self.places: dict[Entry, tuple[Document, Path]] = {}
        self.content: Content = {kind: [] for kind in KINDS}
        for name in sorted(files):
            try:
                self._take(read_yaml(files[name], name), name.removesuffix(".yaml"))
            except BadInput as bad:
                self.problems += bad.problems

    def rulebook(self) -> Rulebook:
        self._stop_if_bad()
        for kind in KINDS:
            self.content[kind].sort(key=lambda entry: entry["id"])
        rulebook = Compiler(canonical(self.content), self._report).rulebook()
        for stage in STAGES:
            for check in stage:
                check(rulebook, self._report)
            self._stop_if_bad()
        return rulebook

    def _stop_if_bad(self) -> None:
        if self.problems:
            raise BadInput(self.problems)

    def _take(self, document: Document, name: str) -> None:
        model = NAMED.get(name, RuleFile)
        data = document.data
        if not data:
            self.problems.append(document.problem((), "empty", expected=listed(model.model_fields)))
            return
        if not isinstance(data, dict):
            self.problems.append(document.problem((), "wrong-type", shown(data), "a mapping"))
            return
        try:
            model.model_validate(data)
        except ValidationError as error:
            self.problems += problems_of(error, document, model)
            return
        if name in NAMED:
            self.content[name] = data
            self.places[name, ""] = (document, ())
        else:
            self._take_entries(document, data)
        if name == "vocabulary":
            self.content[name] = {**data, "facts": _fact_list(data["facts"])}
            for path in data["facts"]:
                self.places["facts", path] = (document, ("facts", path))

    def _take_entries(self, document: Document, data: dict[str, Data]) -> None:
        for kind in KINDS:
            for i, entry in enumerate(data.get(kind, [])):
                key = (kind, entry["id"])
                if key in self.places:
                    self.problems.append(document.problem((kind, i, "id"), "same-id", entry["id"]))
                    continue
                self.places[key] = (document, (kind, i))
                self.content[kind].append(entry)

    def _report(
        self, entry: Entry, path: Path, code: str, found: str = "", expected: str = "", near: str = ""
    ) -> None:
        document, prefix = self.places[entry]
        at = document.existing((*prefix, *path))
        self.problems.append(document.problem(at, code, found, expected, near))


def _fact_list(facts: dict[str, Data]) -> list[Data]:
    """Facts and choices as lists: their order is content, the order of keys is not."""
    listed_facts = []
    for path, fact in facts.items():
        entry = {"path": path, **fact}
        if "choices" in fact:
            entry["choices"] = [{"key": key, **text} for key, text in fact["choices"].items()]
        listed_facts.append(entry)
    return listed_facts
