"""A case tried with any agent, with the skill and without it.

    python -m tests.evals.trial make CASE FOLDER
    python -m tests.evals.trial judge CASE FOLDER/with ANSWER [TRACE]

`make` writes the project twice, into FOLDER/with and FOLDER/without, and beside each the prompt for it. Both have
the task; one has the skill's text before it. Give each prompt to a fresh agent that works in its folder, and keep
its last message. `judge` then says what the case's graders say of the files and of that message; with TRACE, the
text of the whole session, also of that. Whether the skill started by itself is not judged: the prompt names it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ygs_cli.pack import prompt
from ygs_cli.pack.catalog import Skill
from ygs_cli.shell import shipped

HERE = Path(__file__).parent
_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE}


@dataclass(frozen=True)
class Verdict:
    """What one grader says; `passed` is None where it needs what is not there."""

    grader: str
    passed: bool | None


def make(case: str, folder: Path) -> None:
    """Write both projects and both prompts. Raises FileExistsError when the folder has one already."""
    task = str(_case(case)["execution"]["prompt"])
    texts = {"without": task, "with": prompt.render(_skill(case), {"task": task}, [], "trial").text}
    for arm, text in texts.items():
        project = folder / arm
        project.mkdir(parents=True)
        env = {"HOME": str(folder), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}
        script = HERE / case / "scaffold.sh"
        subprocess.run(["sh", str(script)], cwd=project, env=env, capture_output=True, check=True)
        (folder / f"{arm}.md").write_text(text, encoding="utf-8")


def judge(case: str, project: Path, answer: str, trace: str = "") -> list[Verdict]:
    """The verdict of each grader on a project that an agent has left, and on its last message."""
    return [Verdict(one["name"], _passed(one, project, answer, trace)) for one in _case(case)["graders"]]


def _case(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((HERE / name / "case.yaml").read_text(encoding="utf-8"))
    return found


def _skill(case: str) -> Skill:
    names = shipped.names(shipped.skills())
    return shipped.find(max((name for name in names if case.startswith(f"{name}-")), key=len))


def _passed(grader: Mapping[str, Any], project: Path, answer: str, trace: str) -> bool | None:
    if grader["type"] == "file_exists":
        return any(project.glob(grader["path"]))
    text = _target(grader.get("target", "last_message"), project, answer, trace)
    if grader["type"] != "regex" or text is None:
        return None
    flags = sum(_FLAGS[letter] for letter in grader.get("flags", ""))
    found = re.search(grader["pattern"], text, flags) is not None
    return found is (grader.get("match", "contains") == "contains")


def _target(target: Any, project: Path, answer: str, trace: str) -> str | None:
    if isinstance(target, Mapping):
        file = project / target["path"]
        return file.read_text(encoding="utf-8") if file.is_file() else ""
    if target == "files":
        return "\n".join(str(path.relative_to(project)) for path in sorted(project.rglob("*")) if path.is_file())
    return {"last_message": answer.rstrip(), "trace": trace or None}[target]


def main() -> None:
    command, case, folder, *files = sys.argv[1:]
    if command == "make":
        make(case, Path(folder))
        return
    texts = [Path(file).read_text(encoding="utf-8") for file in files]
    for verdict in judge(case, Path(folder), *texts):
        word = {True: "yes", False: "NO", None: "not judged"}[verdict.passed]
        print(f"{verdict.grader:<20}{word}")


if __name__ == "__main__":
    main()
