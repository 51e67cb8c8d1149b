"""How fast commands start and the pack installs: `python -m tests.benchmark.startup [RUNS]`.

Medians on this machine against the budgets. A benchmark and no test: run it on a quiet machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.driver import ROOT


def main(runs: int = 15) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        env = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        ygs = [sys.executable, "-m", "ygs_cli"]

        def took(*command: str, fresh: bool = False) -> float:
            """The median time of a command in milliseconds; `fresh` empties the home folder before each run."""
            times = []
            for number in range(runs + 1):
                if fresh:
                    shutil.rmtree(home)
                    home.mkdir()
                begin = time.perf_counter()
                subprocess.run(
                    command, env=env, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
                )
                if number:  # the first run compiles and fills the disk cache
                    times.append((time.perf_counter() - begin) * 1000)
            return median(times)

        nothing = took(sys.executable, "-c", "pass")
        version = took(*ygs, "--version")
        print(f"python -c pass        {nothing:6.1f} ms")
        print(f"ygs --version         {version:6.1f} ms  {version / nothing:.2f} times python -c pass, budget 2")
        print(f"ygs --help, piped     {took(*ygs, '--help'):6.1f} ms  budget 60")
        print(f"ygs install           {took(*ygs, 'install', fresh=True):6.1f} ms  budget 300")
        print(f"ygs install, again    {took(*ygs, 'install'):6.1f} ms")
        print(f"ygs uninstall --dry-run {took(*ygs, 'uninstall', '--dry-run'):4.1f} ms")
        print(f"ygs list              {took(*ygs, 'list'):6.1f} ms")
        print(f"ygs doctor            {took(*ygs, 'doctor'):6.1f} ms")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
