"""Runs `ygs sync` on unchanged clones and compares every finding with its committed label.

    python -m tests.benchmark.heads --repos DIR

DIR holds clones with full history, named as the files in labels/; each is expected at the commit its label
file names, and says so when it is elsewhere. Seconds are the best of three cold runs.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
LABELS = Path(__file__).parent / "labels"


def run(clone: Path) -> tuple[dict[str, Any], float]:
    """The report of one run as data, and the seconds it took."""
    started = time.monotonic()
    command = [sys.executable, "-m", "ygs_cli", "sync", str(clone), "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout), time.monotonic() - started


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repos", type=Path, required=True)
    repos = options.parse_args().repos
    print("repository  documents  claims  resolved  findings  right  wrong  unlabelled  seconds")
    right_in_all = wrong_in_all = 0
    for file in sorted(LABELS.glob("*.json")):
        labels = json.loads(file.read_text(encoding="utf-8"))
        clone = repos / labels["repository"]
        if not clone.is_dir():
            print(f"{labels['repository']:<11} not there")
            continue
        known = {
            (row["path"], row["line"], row["token"].lstrip("#.")): row["verdict"] for row in labels["findings"]
        }
        reports = [run(clone) for _ in range(3)]
        report = reports[0][0]
        keys = [
            (item["location"]["path"], item["location"]["line"], _token(item["subject"]))
            for item in report["findings"]
        ]
        verdicts = [known.get(key, "unlabelled") for key in keys]
        right, wrong = verdicts.count("right"), verdicts.count("wrong")
        right_in_all, wrong_in_all = right_in_all + right, wrong_in_all + wrong
        stats = report["stats"]
        print(
            f"{labels['repository']:<11} {stats['documents']:>9,} {stats['claims']:>7,} {stats['resolved']:>9,}"
            f" {len(verdicts):>9} {right:>6} {wrong:>6} {verdicts.count('unlabelled'):>11}"
            f" {min(seconds for _, seconds in reports):>8.2f}"
        )
        at = subprocess.run(
            ["git", "-C", str(clone), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
        )
        if at.stdout.strip() != labels["head"]:
            print(f"  at {at.stdout.strip()[:12]}, labelled at {labels['head'][:12]}")
    judged = right_in_all + wrong_in_all
    print(f"precision {right_in_all / judged if judged else 1:.2f} ({right_in_all} of {judged})")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"largest process {peak:,} MB")


def _token(subject: str) -> str:
    """The part of a finding's subject that a label names: an anchor, a parameter, or the whole."""
    if "#" in subject:
        return subject.rpartition("#")[2]
    return subject.removesuffix(")").rpartition("(")[2].lstrip(".") if "(" in subject else subject.lstrip(".")


if __name__ == "__main__":
    main()
