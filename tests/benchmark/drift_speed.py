"""Prints how long `ygs sync` takes on clones: cold, and warm from a cache of its own, with the peak memory.

    python -m tests.benchmark.drift_speed --repos DIR [--runs 3] [NAME ...]

Each figure is the best of the runs: wall seconds, and in brackets the processor seconds of all processes. A
cold run has an empty cache. The reports of both must be equal, or the program ends with 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, order=True)
class Run:
    """One run, ordered by its wall seconds. `peak` is the largest process, in MB."""

    wall: float
    cpu: float
    peak: int
    report: bytes


def run(clone: Path, cache: str) -> Run:
    """Hold one clone against its documents, with the cache in a given folder."""
    command = [sys.executable, "-m", "ygs_cli", "sync", str(clone), "--format", "json"]
    started = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": cache},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        report = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), f"{clone}: exit code {process.returncode}"
    cpu = usage.ru_utime + usage.ru_stime
    return Run(time.monotonic() - started, cpu, usage.ru_maxrss // 1024, report)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repos", type=Path, required=True)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("names", nargs="*")
    chosen = options.parse_args()
    names = chosen.names or sorted(item.name for item in chosen.repos.iterdir() if (item / ".git").exists())
    print("repository   cold s (cpu)    warm s (cpu)   peak MB")
    same = True
    for name in names:
        cold, warm = [], []
        for _ in range(chosen.runs):
            with tempfile.TemporaryDirectory() as cache:
                cold.append(run(chosen.repos / name, cache))
                warm.append(run(chosen.repos / name, cache))
        same &= len({item.report for item in (*cold, *warm)}) == 1
        first, second = min(cold), min(warm)
        peak = max(item.peak for item in (*cold, *warm))
        print(
            f"{name:<11} {first.wall:>6.2f} ({first.cpu:>5.2f}) {second.wall:>7.2f} ({second.cpu:>5.2f})"
            f" {peak:>9,}"
        )
    if not same:
        sys.exit("the reports of cold and warm runs differ")


if __name__ == "__main__":
    main()
