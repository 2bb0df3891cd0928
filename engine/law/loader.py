"""Rule files to a rulebook: read strictly, check everything, report all problems at once with file, line and column.

``rules/`` holds ``vocabulary.yaml``, ``instruments.yaml``, ``assessment.yaml`` and any number of files with
provisions, tables and formulas in folders. ``cases/`` is not part of the rulebook.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from importlib import resources
from pathlib import Path as FilePath
from typing import Any as Data

from pydantic import BaseModel, ValidationError

from engine.law.checks import check
from engine.law.compiler import Compiler, Content, Entry, digest_of
from engine.law.model import AssessmentFile, InstrumentsFile, RuleFile, VocabularyFile
from engine.law.problems import BadInput, Problem, nearest, shown
from engine.law.rulebook import Rulebook
from engine.law.strict_yaml import Document, Path, read_yaml

NAMED: dict[str, type[BaseModel]] = {
    "vocabulary": VocabularyFile,
    "instruments": InstrumentsFile,
    "assessment": AssessmentFile,
}
KINDS = ("provisions", "tables", "formulas")
FORMAT = "1"  # of the cache: raise it when content or checks change


def rules_folder() -> FilePath:
    """The rule files that come with gongje."""
    return FilePath(str(resources.files("rules")))


def load_rulebook(folder: FilePath | None = None, cache: FilePath | None = None) -> Rulebook:
    """The checked rulebook of a folder of rule files; BadInput with every problem.

    With ``cache`` (a folder), content that was read and checked before is taken from there by the hash of the files.
    """
    files = read_files(folder or rules_folder())
    if cache is None:
        return load_files(files)
    key = _files_hash(files)
    kept = cache / f"{key}.json"
    try:
        raw = kept.read_bytes()
        digest, _, content = raw.partition(b"\n")
        if digest.decode() == digest_of(content):
            return from_content(content)
    except (OSError, UnicodeDecodeError):
        pass  # no cache, or not a readable one: read the rules themselves
    rulebook = load_files(files)
    _keep(kept, rulebook)
    return rulebook


def from_content(content: bytes) -> Rulebook:
    """The rulebook whose canonical content was kept; it was checked when it was first loaded."""

    def report(entry: Entry, path: Path, code: str, found: str = "", expected: str = "", near: str = "") -> None:
        raise BadInput([Problem(code, f"{entry[0]}.{entry[1]}", found, expected, near)])

    return Compiler(json.loads(content), report).rulebook()


def read_files(folder: FilePath) -> dict[str, bytes]:
    names = sorted(p for p in folder.rglob("*.yaml") if "cases" not in p.relative_to(folder).parts[:-1])
    files = {str(p.relative_to(folder)): p.read_bytes() for p in names}
    missing = [f"{name}.yaml" for name in NAMED if f"{name}.yaml" not in files]
    if missing:
        raise BadInput([Problem("no-file", "", name, near=f"it is missing in {folder.name}/") for name in missing])
    return files


def load_files(files: dict[str, bytes]) -> Rulebook:
    """The checked rulebook of rule files given as name -> text."""
    return _Loading(files).rulebook()


class _Loading:
    """One run of the loader: documents, problems, and where each entry stands."""

    def __init__(self, files: dict[str, bytes]):
        self.problems: list[Problem] = []
        self.places: dict[Entry, tuple[Document, Path]] = {}
        self.content: Content = {"provisions": [], "tables": [], "formulas": []}
        for name, raw in files.items():
            try:
                self._take(read_yaml(raw, name), name.removesuffix(".yaml"))
            except BadInput as bad:
                self.problems += bad.problems

    def rulebook(self) -> Rulebook:
        self._stop_if_bad()
        for kind in KINDS:
            self.content[kind].sort(key=lambda entry: entry["id"])
        rulebook = Compiler(self.content, self._report).rulebook()
        self._stop_if_bad()
        check(rulebook, self._report)
        self._stop_if_bad()
        return rulebook

    def _stop_if_bad(self) -> None:
        if self.problems:
            raise BadInput(self.problems)

    def _take(self, document: Document, name: str) -> None:
        model = NAMED.get(name, RuleFile)
        data = document.data
        if not isinstance(data, dict):
            self.problems.append(document.problem((), "empty", expected=", ".join(model.model_fields)))
            return
        try:
            model.model_validate(data)
        except ValidationError as error:
            self.problems += [_pydantic_problem(document, detail, model) for detail in error.errors()]
            return
        if name == "vocabulary":
            self.content[name] = {**data, "facts": _fact_list(data["facts"])}
            for path in data["facts"]:
                self.places["facts", path] = (document, ("facts", path))
            self.places["vocabulary", "bases"] = (document, ("bases",))
        elif name in NAMED:
            self.content[name] = data
            self.places[name, ""] = (document, ())
        else:
            self._take_entries(document, data)

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
        self.problems.append(document.problem((*prefix, *path), code, found, expected, near))


def _fact_list(facts: dict[str, Data]) -> list[Data]:
    """Facts and choices as lists: their order is content, the order of keys is not."""
    listed = []
    for path, fact in facts.items():
        entry = {"path": path, **fact}
        if "choices" in fact:
            entry["choices"] = [{"key": key, **text} for key, text in fact["choices"].items()]
        listed.append(entry)
    return listed


def _pydantic_problem(document: Document, detail: Data, model: type[BaseModel]) -> Problem:
    path: Path = tuple(detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        allowed = _fields_at(model, path[:-1])
        found = str(path[-1])
        return document.problem(path, "unknown-key", found, ", ".join(allowed), nearest(found, allowed))
    if kind == "missing":
        return document.problem(path[:-1], "missing-key", expected=str(path[-1]))
    if kind == "literal_error":
        expected = str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        return document.problem(path, "not-a-choice", shown(detail["input"]), expected)
    if kind == "string_pattern_mismatch":
        what = "a date YYYY-MM-DD" if "\\d{4}" in detail["ctx"]["pattern"] else "an id in lower case, dots and hyphens"
        return document.problem(path, "wrong-type", shown(detail["input"]), what)
    if kind.endswith("_type"):
        return document.problem(path, "wrong-type", shown(detail["input"]), _TYPES.get(kind, kind.removesuffix("_type")))
    return document.problem(path, "rule-model", f"{shown(detail['input'])}: {detail['msg']}")


_TYPES = {
    "string_type": "text",
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "list_type": "a list",
    "int_type": "a whole number",
}


def _fields_at(model: type[BaseModel], path: Path) -> list[str]:
    """Names a mapping at ``path`` may hold, found in the JSON schema of the model."""
    schema = model.model_json_schema(by_alias=True)
    node: Data = schema
    for step in path:
        node = _resolve(node, schema, step)
        if node is None:
            return []
    node = _deref(node, schema)
    return list(node.get("properties", {}))


def _deref(node: Data, schema: Data) -> Data:
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    for option in node.get("anyOf", []):
        if "$ref" in option:
            return _deref(option, schema)
    return node


def _resolve(node: Data, schema: Data, step: str | int) -> Data | None:
    node = _deref(node, schema)
    if isinstance(step, int):
        return node.get("items") or next((o["items"] for o in node.get("anyOf", []) if "items" in o), None)
    properties = node.get("properties", {})
    extra = node.get("additionalProperties")
    return properties.get(step) or (extra if isinstance(extra, dict) else None)


def _files_hash(files: dict[str, bytes]) -> str:
    whole = hashlib.sha256(FORMAT.encode())
    for name in sorted(files):
        whole.update(f"\0{name}\0{len(files[name])}\0".encode() + files[name])
    return whole.hexdigest()


def _keep(kept: FilePath, rulebook: Rulebook) -> None:
    """Written aside and renamed, so that a reader never sees half a file; a cache that cannot be written is no error."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=kept.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(rulebook.digest.encode() + b"\n" + rulebook.content)
        FilePath(name).replace(kept)
    except OSError:
        pass
