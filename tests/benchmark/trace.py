"""Times `ygs trace` on a made-up project: `python -m tests.benchmark.trace [requirements] [sources] [tasks]`.

Writes 10,000 requirements in 100 documents with their designs, 1,000 tasks and 5,000 source files (half of
them tests) into a temporary folder, runs each format as a user does, and prints the seconds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.driver import Git, Ygs

_FRONT = """---
id: {id}
kind: {kind}
title: "Made up {id}"
status: {status}
date: 2026-01-01
owners: [ada]
links: [{links}]
{more}---
# Made up {id}
"""
_REQUIREMENT = """
### REQ-{prd:04d}-{n} MUST: thing {n} is answered
When a user asks for thing {n}, the program shall answer within 100 ms.

- Scenario: Given thing {n}, When it is asked for, Then it is there.
- Failure: If thing {n} is gone, then the program shall say so.
"""
_TABLE = """
## Traceability
| requirement | designed in | decision | task | test |
|---|---|---|---|---|
"""
_TASK = "sources: [{named}]\npriority: MUST\nsize: M\nmode: autonomous\ndepends_on: []\nplanned_files: []\n"
_CODE = '''def step_{n}_{i}(state: dict[str, int], name: str) -> int:
    """Move one step on, for {name}."""
    value = state.get(name, {i})
    for key, other in state.items():
        if other > value and key != name:
            value = max(value, other - len(key))
    return value  # never below zero


'''


def project(folder: Path, requirements: int, sources: int, tasks: int) -> None:
    """Write the files of a project with this many requirements, source files and tasks."""
    files: dict[str, str] = {}
    documents = max(1, requirements // 100)
    for prd in range(1, documents + 1):
        numbers = range(1, requirements // documents + 1)
        files[f"docs/prd/{prd:04d}-made-up.md"] = _front("PRD", prd, "prd", "approved", "", "") + "".join(
            _REQUIREMENT.format(prd=prd, n=n) for n in numbers
        )
        rows = "".join(f"| REQ-{prd:04d}-{n} | Data | | | |\n" for n in numbers)
        front = _front("TRD", prd, "trd", "approved", f"PRD-{prd:04d}", "")
        files[f"docs/trd/{prd:04d}-made-up.md"] = front + _TABLE + rows
    each = requirements // documents
    for task in range(1, tasks + 1):
        wanted = range(task, requirements + 1, tasks)
        named = ", ".join(f"REQ-{(n - 1) // each + 1:04d}-{(n - 1) % each + 1}" for n in wanted)
        more = _TASK.format(named=named)
        criterion = f"\n## Acceptance criteria\n- [x] AC-{task:04d}-1: Given a, When b, Then c.\n"
        files[f"tasks/done/{task:04d}-made-up.md"] = _front("TASK", task, "task", "done", "", more) + criterion
    for n in range(sources):
        number = n % requirements + 1
        tested = f"req_{(number - 1) // each + 1:04d}_{(number - 1) % each + 1}"
        body = "".join(_CODE.format(n=n, i=i, name=f"part {i}") for i in range(20))
        if n % 2:
            body += f"def test_{tested}_is_answered() -> None:\n    assert step_{n}_0({{}}, 'x') == 0\n"
        files[f"tests/part{n % 50}/test_{n}.py" if n % 2 else f"src/part{n % 50}/module_{n}.py"] = body
    Git(folder).write(files)


def _front(prefix: str, number: int, kind: str, status: str, links: str, more: str) -> str:
    return _FRONT.format(id=f"{prefix}-{number:04d}", kind=kind, status=status, links=links, more=more)


def main() -> None:
    given = [int(word) for word in sys.argv[1:]]
    requirements, sources, tasks = (*given, *(10_000, 5_000, 1_000)[len(given) :])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "project").mkdir()
        git = Git(folder / "project")
        git("init", "-q")
        project(git.root, requirements, sources, tasks)
        git("add", "-A")
        size = sum(path.stat().st_size for path in git.root.rglob("*.*") if ".git" not in path.parts) / 1e6
        print(f"{requirements:,} requirements, {tasks:,} tasks, {sources:,} source files, {size:.1f} MB")
        ygs = Ygs(folder, git.root)
        for form in ("text", "json", "csv", "mermaid", "html"):
            runs = []
            for _ in range(3):
                start = time.perf_counter()
                done: subprocess.CompletedProcess[str] = ygs("trace", "--format", form)
                runs.append(time.perf_counter() - start)
            print(f"{form:8} {sorted(runs)[1]:5.2f} s  {len(done.stdout) / 1e6:5.1f} MB")


if __name__ == "__main__":
    main()
