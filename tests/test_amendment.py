"""An amendment is a change of YAML: the one that rules/README.md shows is made on a copy, and its cases hold."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from engine.assessment.assess import prepare
from engine.assessment.cases import read_cases, run
from engine.assessment.lint import promulgated_later
from engine.inference import reference
from engine.inference.durable import DurableEvaluator
from engine.law.loader import load_rulebook, rules_folder


def test_the_amendment_in_the_readme(tmp_path: Path) -> None:
    copy = tmp_path / "rules"
    shutil.copytree(rules_folder(), copy)
    diffs = re.findall(r"```diff\n(.*?)```", (copy / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(diffs) == 4
    before = load_rulebook(copy).digest
    for diff in diffs:
        subprocess.run(["git", "apply", "-p1", "-"], input=diff.encode(), cwd=copy, check=True)
    prepared = prepare(load_rulebook(copy))
    assert prepared.rulebook.digest != before
    assert not list(promulgated_later(prepared.rulebook))  # what an answer uses is not said to be unread
    durable = DurableEvaluator(prepared.plan.strata)
    cases = list(read_cases(copy / "cases"))
    assert {"AMENDMENT-2028", "AMENDMENT-2028-before-the-rule"} <= {case.id for case, _ in cases}
    for number, (case, claim) in enumerate(cases):
        assert run(case, claim, prepared, reference.evaluate) == []
        if "AMENDMENT" in case.id or number % 7 == 0:
            assert run(case, claim, prepared, durable) == []


def test_a_rulebook_of_more_than_a_thousand_provisions(tmp_path: Path) -> None:
    """Eight copies of the facility rows beside each other load, decide, and change no answer."""
    copy = tmp_path / "rules"
    shutil.copytree(rules_folder(), copy)
    for folder in ("assets", "technologies", "recognition", "claimant"):
        for path in (rules_folder() / folder).glob("*.yaml"):
            text = path.read_text(encoding="utf-8").partition("\ntables:")[0]
            text = re.sub(r"\n    (row: \{|concludes: \{|yields:)[^\n]*", "", text)
            for n in range(8):
                renamed = re.sub(r"((?:- id|provision): )([a-z][a-z0-9.-]*)", rf"\1copy{n}.\2", text)
                (copy / folder / f"{path.stem}-{n}.yaml").write_text(renamed, encoding="utf-8")
    prepared = prepare(load_rulebook(copy))
    assert len(prepared.rulebook.provisions) > 1200
    evaluate = DurableEvaluator(prepared.plan.strata)
    for case, claim in list(read_cases(rules_folder() / "cases"))[::7]:
        assert run(case, claim, prepared, evaluate) == []
