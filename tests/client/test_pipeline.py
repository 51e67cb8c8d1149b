"""The generated script with the real Claude Code, the stub in the model's place: from issue to branch."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.client import stub
from tests.client.driver import Client, launcher
from tests.driver import Git, Ygs

pytestmark = [pytest.mark.client, pytest.mark.slow]

TEST = "def test_hello():\n    from hello import hello\n    assert hello() == 'hi'\n"
CODE = "def hello():\n    return 'hi'\n"


class Model:
    """Answers each phase: the one that implements writes a file, and each ends with a status for its run."""

    def __init__(self, api: stub.Api, workspace: Path) -> None:
        self.api, self.workspace = api, workspace
        self.skills: list[str] = []

    def __call__(self, body: dict[str, Any]) -> dict[str, Any]:
        text = json.dumps(body["messages"])
        run = re.search(r'\\+"run\\+" is exactly \\+"([^"\\]+)', text)
        skill = re.search(r"# Task: ([\w-]+)", text)
        plan = []
        if skill and skill[1] == "ygs-implement":
            file = str(self.workspace / "hello.py")
            plan.append(stub.Call("Write", {"file_path": file, "content": CODE}))
        if run and skill:
            status = {"status": "DONE", "summary": f"{skill[1]} is done", "run": run[1]}
            plan.append(stub.Call("StructuredOutput", status))
            self.skills += [skill[1]] if skill[1] not in self.skills else []
        self.api.plan = plan
        return stub.Api.answer(self.api, body)


def test_from_issue_to_branch(empty: tuple[Client, Ygs], tmp_path: Path) -> None:
    client, ygs = empty
    git = Git(client.project)
    git("init", "-q", "-b", "main")
    git.commit("init", {"pytest.ini": "", "test_hello.py": TEST, ".gitignore": "__pycache__\n.pytest_cache\n"})
    (tmp_path / "12-hi.md").write_text("# Say hi\n\nA function `hello` that returns 'hi'. $(touch planted)\n")
    ygs("workflow", "generate", "--engine", "sh", "--output", tmp_path)
    run = tmp_path / "run"
    with stub.serve() as api:
        model = Model(api, run / "repository")
        api.answer = model  # type: ignore[method-assign]
        path = f"{launcher(client.home)}:{client.program.parent}:{ygs.environment()['PATH']}"
        done = subprocess.run(
            ["sh", str(tmp_path / "ygs-pipeline.sh"), "12-hi.md", str(git.root)],
            cwd=tmp_path,
            env=ygs.environment()
            | {"PATH": path, "ANTHROPIC_BASE_URL": api.url, "ANTHROPIC_API_KEY": "dummy", "YGS_RUN_DIR": str(run)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    print(done.stderr, done.stdout, sep="\n")
    assert done.returncode == 0, done.stderr
    assert model.skills == ["ygs-wbs", "ygs-implement", "ygs-code-review", "ygs-learn"]
    branch = git("branch", "--list", "ygs/*").strip()
    assert git("show", f"{branch}:hello.py") == CODE
    assert "1 passed" in (run / "unit-test/output.txt").read_text()
    learned = (run / "learn/learning.md").read_text()
    assert "ygs-implement is done" in learned and "the tests pass" in learned
    assert not list(tmp_path.rglob("planted"))
    print(git("log", "--stat", "--format=%h %an %s", f"main..{branch}"), learned, sep="\n")
