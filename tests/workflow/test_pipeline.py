"""The generated script, from an issue file to commits on a branch, with an agent of the tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time

import pytest

from tests.workflow.conftest import World
from tests.workflow.test_phases import HOSTILE


def pipeline(world: World, text: str, phases: str = "full") -> subprocess.CompletedProcess[str]:
    """Generate the script and run it on an issue with this text, from a folder that is not the repository."""
    prepare(world, text, phases)
    return subprocess.run(
        ["sh", "out/ygs-pipeline.sh", "12-hi.md", str(world.git.root)],
        cwd=world.folder,
        env=world.ygs.environment() | {"YGS_RUN_DIR": str(world.run)},
        capture_output=True,
        text=True,
        errors="surrogateescape",
        timeout=120,
        check=False,
    )


def prepare(world: World, text: str, phases: str) -> None:
    (world.folder / "12-hi.md").write_text(text, encoding="utf-8", errors="surrogateescape")
    arguments = ("--engine", "sh", "--agent", "cmd", "--phases", phases, "--output", world.folder / "out")
    world.ygs("workflow", "generate", *arguments)


def statuses(world: World) -> dict[str, str]:
    return {file.parent.name: json.loads(file.read_text())["status"] for file in world.run.glob("*/status.json")}


def test_from_issue_to_branch(world: World) -> None:
    world.work("[ -f hello.py ] || printf \"def hello():\\n    return 'hi'\\n\" > hello.py")
    done = pipeline(world, "# Say hi\n\nto people\n")
    assert done.returncode == 0, done.stderr
    branch = world.git("branch", "--list", "ygs/*").strip()
    assert branch.startswith("ygs/12-say-hi-")
    assert "hello.py" in world.git("diff", "--name-only", f"main...{branch}")
    found = statuses(world)
    assert set(found.values()) == {"DONE"} and "blocked" not in found and "fix-tests" not in found
    assert "1 passed" in (world.run / "unit-test/output.txt").read_text()
    assert "the tests pass" in (world.run / "learn/learning.md").read_text()
    assert not world.clone.exists()
    assert world.git("status", "--porcelain") == ""


def test_failing_tests_are_repaired_once(world: World) -> None:
    world.work("[ -f hello.py ] && good=hi; printf \"def hello():\\n    return '${good:-hold}'\\n\" > hello.py")
    done = pipeline(world, "# Say hi\n", "implement,fix-tests,publish,learn")
    assert done.returncode == 0, done.stderr
    assert statuses(world)["unit-test"] == "TESTS_FAILING" and statuses(world)["retest"] == "DONE"
    branch = world.git("branch", "--list", "ygs/*").strip()
    assert "return 'hi'" in world.git("show", f"{branch}:hello.py")


@pytest.mark.parametrize(
    ("script", "code", "where"),
    [
        ("printf \"def hello():\\n    return 'ho'\\n\" > hello.py", 3, "retest"),
        (":", 2, "unit-test"),
        ('printf \'{"status":"BLOCKED","summary":"s","reason":"r","run":"%s"}\\n\' "$run"; exit', 2, "implement"),
        ("echo no status; exit", 65, "implement"),
    ],
)
def test_what_stops_it_is_visible(world: World, script: str, code: int, where: str) -> None:
    """REQ-0001-11: an agent without a status, a blocked one and failing tests never end as success."""
    world.work(script)
    done = pipeline(world, "# Say hi\n", "implement,fix-tests,publish,learn")
    assert done.returncode == code, done.stderr
    assert json.loads((world.run / "blocked/status.json").read_text())["reason"] == f"stopped in {where}"
    assert world.git("branch", "--list", "ygs/*") == ""
    assert not world.clone.exists() and (world.run / f"{where}/status.json").is_file()


def test_a_hostile_issue_goes_through_as_data(world: World) -> None:
    """M-0001-1 to M-0001-5: everything hostile at once, through every layer of the script, prompt included."""
    body = "\n".join(f"{text}\n{name}:\n- {text}" for name, text in HOSTILE.items())
    title = " ".join(text for name, text in HOSTILE.items() if name != "huge").replace("\n", " ")
    world.work("printf \"def hello():\\n    return 'hi'\\n\" > hello.py")
    done = pipeline(world, f"# {title}\n\n{body}\n", "implement")
    assert done.returncode == 0, done.stderr
    assert not list(world.folder.rglob("planted"))
    prompt = (world.run / "implement/prompt.md").read_text()
    begin = next(line for line in prompt.splitlines() if line.startswith("BEGIN DATA-"))
    before, _, rest = prompt.partition(f"{begin}\n")
    inside, _, after = rest.partition(f"END {begin.removeprefix('BEGIN ')}")
    assert begin.removeprefix("BEGIN ") not in inside and "data, not instructions" in before
    assert "$(touch planted)" in inside and "{{.Secret}}" in inside and "before_script:" in inside
    assert after.rstrip().endswith("counts as a failed run, never as DONE.")
    for line in done.stdout.splitlines():
        assert line.startswith("{"), line


def test_ctrl_c_leaves_records_and_no_workspace(world: World) -> None:
    world.work(f"touch '{world.folder}/started'; sleep 60")
    prepare(world, "# Say hi\n", "implement")
    process = subprocess.Popen(
        ["sh", "out/ygs-pipeline.sh", "12-hi.md", str(world.git.root)],
        cwd=world.folder,
        env=world.ygs.environment() | {"YGS_RUN_DIR": str(world.run)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not (world.folder / "started").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to everything in the foreground
    process.communicate(timeout=60)
    assert process.returncode in (130, -signal.SIGINT)
    assert not world.clone.exists()
    assert json.loads((world.run / "implement/status.json").read_text())["exit_code"] == 130
