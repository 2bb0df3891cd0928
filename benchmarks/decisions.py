"""Single decisions: time per dated part, memory over many, threads, start-up.

Claims are the cases beside the rules, each with random facts left out, so that every kind of answer is among them.
Times are wall-clock and belong to this machine; the ratios between the lines of one run are what to compare.

    python benchmarks/decisions.py --decisions 200000 --threads 4
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from fact_paths import fact_paths

from engine.assessment.assess import Prepared, assess, prepare
from engine.assessment.cases import put, read_cases
from engine.claims.claim import Claim
from engine.claims.reader import claim_of
from engine.inference import reference
from engine.inference.durable import DurableEvaluator
from engine.inference.solve import Evaluate
from engine.law.loader import load_rulebook, rules_folder
from engine.law.strict_yaml import Document
from engine.law.values import day

Question = tuple[Claim, int]


def questions(prepared: Prepared, count: int, seed: int) -> list[Question]:
    rng = random.Random(seed)
    cases = list(read_cases(rules_folder() / "cases"))
    found = []
    for _ in range(count):
        case, claim = rng.choice(cases)
        data = copy.deepcopy(claim)
        paths = list(fact_paths(data))
        for path in rng.sample(paths, rng.choice((0, 0, 1, 2, 5))):
            put(data, path, None)
        found.append((claim_of(Document("claim", data), prepared.rulebook), day(case.known_on)))
    return found


def fingerprint(answer: object) -> str:
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()


def rss_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def times(prepared: Prepared, evaluate: Evaluate, asked: list[Question]) -> list[float]:
    """Milliseconds per dated part, full derivation included."""
    found = []
    for claim, known_on in asked:
        start = time.perf_counter()
        answer = assess(claim, prepared, known_on, evaluate)
        parts = sum(len(i["parts"]) for i in answer["investments"])  # type: ignore[attr-defined]
        found.append((time.perf_counter() - start) * 1000 / parts)
    return found


def in_force(prepared: Prepared) -> int:
    """Provisions and table rows that every part is tested against."""
    return sum(len(stratum.provisions) for stratum in prepared.plan.strata)


def soak(prepared: Prepared, evaluate: Evaluate, asked: list[Question], decisions: int, threads: int) -> None:
    """Many decisions on several threads, each compared with the reference answer."""
    expected = [fingerprint(assess(c, prepared, k, reference.evaluate)) for c, k in asked]
    wrong, done = [0] * threads, [0] * threads

    def work(number: int) -> None:
        rng = random.Random(number)
        for _ in range(decisions // threads):
            i = rng.randrange(len(asked))
            claim, known_on = asked[i]
            wrong[number] += fingerprint(assess(claim, prepared, known_on, evaluate)) != expected[i]
            done[number] += 1

    workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    marks: list[float] = []
    while any(worker.is_alive() for worker in workers):
        if sum(done) >= decisions * (len(marks) + 1) / 10:
            marks.append(rss_mb())
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    steps = " ".join(f"{mark:.0f}" for mark in marks)
    print(
        f"{sum(done)} decisions on {threads} threads: {sum(wrong)} wrong, {seconds:.0f} s, RSS in tenths: {steps} MB"
    )


def start_up(claim: Path) -> None:
    """Seconds from the command to the first answer, without and with a kept rulebook."""
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for _ in range(6):
            start = time.perf_counter()
            subprocess.run(
                [
                    sys.executable,
                    "-c",
                    "from api.commands.main import main; main()",
                    "check",
                    str(claim),
                    "--format",
                    "json",
                ],
                check=True,
                stdout=subprocess.DEVNULL,
                env={"XDG_CACHE_HOME": folder, "PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path)},
            )
            found.append(time.perf_counter() - start)
    print(
        f"start to first answer: {found[0]:.2f} s cold, {statistics.median(found[1:]):.2f} s with a kept rulebook"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=200_000)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    prepared = prepare(load_rulebook())
    asked = questions(prepared, 1000, options.seed)
    durable = DurableEvaluator(prepared.plan.strata)
    count = in_force(prepared)
    print(f"{count} provisions and rows; {len(asked)} different claims, seed {options.seed}")
    for name, evaluate in (("durable", durable), ("reference", reference.evaluate)):
        times(prepared, evaluate, asked[:100])
        found = sorted(times(prepared, evaluate, asked))
        median, last = statistics.median(found), found[int(len(found) * 0.99)]
        share = 100 / count
        print(
            f"{name:>9}: per dated part median {median:.2f} ms, 99th percentile {last:.2f} ms; "
            f"per 100 provisions {median * share:.2f} and {last * share:.2f} ms"
        )
    start_up(Path("fixtures/claims/plant-5/2024-assumed.yaml"))
    soak(prepared, durable, asked, options.decisions, options.threads)


if __name__ == "__main__":
    main()
