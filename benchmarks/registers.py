"""A register as .xlsx to a workbook: seconds, processor time, memory; and whether a run that is killed ends alike.

    python benchmarks/registers.py > benchmarks/results/registers.txt
    python benchmarks/registers.py --kills 10 --lines 5000 > benchmarks/results/registers_killed.txt
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from made_register import settings, write

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-c", "from api.commands.main import main; main()", "audit")


def command(register: Path, given: Path, out: Path) -> list[str]:
    options = ["--settings", str(given), "--out", str(out), "--known-on", "2026-11-22", "--lang", "ko"]
    return [*COMMAND, str(register), *options]


def timed(lines: int, seed: int, folder: Path) -> None:
    register, given = made(lines, seed, folder)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command(register, given, folder / "out.xlsx"), cwd=ROOT, capture_output=True, text=True)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    done.check_returncode()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(done.stdout.strip())
    size = (folder / "out.xlsx").stat().st_size / 1e6
    print(f"\n{lines:,} lines, .xlsx of {register.stat().st_size / 1e6:.1f} MB to a workbook of {size:.1f} MB")
    print(f"{seconds:.1f} s ({cpu:.1f} s of processor time), {lines / seconds:,.0f} lines a second")
    print(f"peak memory {after.ru_maxrss / 1024:,.0f} MB; load of the machine {os.getloadavg()[0]:.1f}")


def made(lines: int, seed: int, folder: Path) -> tuple[Path, Path]:
    register, given = folder / "register.xlsx", folder / "settings.yaml"
    write(register, lines, seed)
    given.write_text(settings(random.Random(seed)), "utf-8")
    return register, given


def killed(lines: int, seed: int, kills: int, folder: Path) -> None:
    """Kill a run at so many random moments; what it ends with is what an unbroken run gives."""
    register, given = made(lines, seed, folder)
    start = time.perf_counter()
    subprocess.run(command(register, given, folder / "whole.xlsx"), cwd=ROOT, check=True, capture_output=True)
    whole = time.perf_counter() - start
    (folder / "whole.mapping.yaml").unlink()
    subprocess.run(command(register, given, folder / "out.xlsx"), cwd=ROOT, check=True, capture_output=True)
    expected = hashlib.sha256((folder / "out.xlsx").read_bytes()).hexdigest()
    (folder / "out.xlsx").unlink()
    dice, done = random.Random(seed), 0
    print(f"{lines:,} lines, seed {seed}; an unbroken run takes {whole:.1f} s and gives sha256 {expected[:16]}")
    while done < kills:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command(register, given, folder / "out.xlsx"), cwd=ROOT, **quiet)
        moment = whole * dice.random()
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            done += 1
            left = sorted(p.name for p in (folder / "out.xlsx.unfinished").glob("*"))
            print(f"kill {done:2}: after {moment:5.1f} s; left behind: {', '.join(left) or 'nothing'}", flush=True)
        else:
            found = hashlib.sha256((folder / "out.xlsx").read_bytes()).hexdigest()
            print(f"whole within {moment:5.1f} s, the same bytes: {found == expected}; begun anew", flush=True)
            assert found == expected
            (folder / "out.xlsx").unlink()
    subprocess.run(command(register, given, folder / "out.xlsx"), cwd=ROOT, check=True, capture_output=True)
    found = hashlib.sha256((folder / "out.xlsx").read_bytes()).hexdigest()
    print(f"resumed to the end: sha256 {found[:16]}, the same bytes: {found == expected}")
    assert found == expected


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=0)
    asked = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        if asked.kills:
            killed(asked.lines, asked.seed, asked.kills, Path(name))
        else:
            timed(asked.lines, asked.seed, Path(name))


if __name__ == "__main__":
    main()
