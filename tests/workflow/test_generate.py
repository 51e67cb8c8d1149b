"""Generated definitions: every preset for every tracker and engine, and any choice of phases."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.driver import Ygs
from tests.workflow.tools import COMBINATIONS, clean, made, tool
from ygs_cli.automation.workflow import check, phases
from ygs_cli.automation.workflow.definition import Definition
from ygs_cli.automation.workflow.phases import BY_NAME, PHASES, PLUMBING, PRESETS, TRACKERS
from ygs_cli.shell import definitions
from ygs_cli.shell.phases import runner

SCHEMA = json.loads((Path(__file__).parent / "formicary.schema.json").read_text())
NAMES = [phase.name for phase in PHASES]
each = pytest.mark.parametrize(("engine", "tracker", "preset"), COMBINATIONS)


def sound(one: Definition, engine: str) -> None:
    """What holds for every definition: our own check is silent, and the strict schema fits."""
    assert not check.check(one.text, one.path), one.text
    if engine == "formicary":
        jsonschema.validate(yaml.safe_load(one.text), SCHEMA)


@each
def test_presets_are_clean(engine: str, tracker: str, preset: str) -> None:
    for one in made(engine, tracker, [preset]):
        sound(one, engine)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    names=st.sets(st.sampled_from(NAMES)),
    engine=st.sampled_from(sorted(definitions.ENGINES)),
    tracker=st.sampled_from(TRACKERS),
)
def test_any_closed_choice_of_phases_is_clean(names: set[str], engine: str, tracker: str) -> None:
    closed = phases.closed(names)
    assert phases.closed(closed) == closed >= names
    for one in made(engine, tracker, sorted(names)):
        sound(one, engine)


@pytest.mark.parametrize("tracker", TRACKERS)
@pytest.mark.parametrize("preset", PRESETS)
def test_other_checkers_are_silent(tmp_path: Path, tracker: str, preset: str) -> None:
    files = []
    for one in made("github-actions", tracker, [preset]):
        files.append(tmp_path / one.path)
        files[-1].write_text(one.text)
    clean(tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *files)
    if preset == "full":
        clean(tool("zizmor"), "--offline", "--quiet", "--strict-collection", *files)


@pytest.mark.parametrize("tracker", TRACKERS)
def test_actionlint_is_silent(tmp_path: Path, tracker: str) -> None:
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for one in made("github-actions", tracker, ["full"]):
        (folder / one.path).write_text(one.text)
    clean(tool("actionlint"), *folder.iterdir())


@pytest.mark.parametrize("preset", PRESETS)
def test_the_script_is_short_and_posix(tmp_path: Path, preset: str) -> None:
    script = tmp_path / "pipeline.sh"
    script.write_text(made("sh", "github", [preset])[0].text)
    assert len(script.read_text().splitlines()) < 60
    for shell in ("sh", "dash"):
        clean(tool(shell), "-n", script)
    clean(tool("shellcheck"), script)


def test_the_table_is_what_runs() -> None:
    """Every phase that a definition can call exists, and no other."""
    assert set(PLUMBING) == set(runner.PHASES)
    for name in NAMES:
        assert not [other for other in NAMES if other != name and other.startswith(name)]
        assert set(BY_NAME[name].on.values()) <= set(NAMES)


@pytest.mark.parametrize("tracker", TRACKERS)
def test_formicary_routes(tracker: str) -> None:
    """Failures lead to `blocked`, which makes the job fail; a repair does not; every path ends in clean-up."""
    job = yaml.safe_load(made("formicary", tracker, ["full"])[1].text)
    tasks = {task["task_type"]: task for task in job["tasks"]}
    assert next(iter(tasks)) == "fetch-issue"
    assert tasks["unit-test"]["on_exit_code"] == {"2": "blocked", "3": "fix-tests"}
    assert tasks["fix-tests"]["on_completed"] == "retest"
    assert tasks["blocked"]["on_failed"] == "clean-up" and "allow_failure" not in tasks["blocked"]
    assert tasks["clean-up"]["always_run"] is True and "on_completed" not in tasks["clean-up"]
    for name, task in tasks.items():
        if name not in ("blocked", "clean-up"):
            assert task["allow_failure"] is True
            assert task["on_failed"] == ("learn" if name == "reflect" else "blocked")
        assert task["environment"]["YGS_RUN_DIR"].endswith("/{{.JobID}}-{{.JobRetry}}")


@pytest.mark.parametrize("tracker", TRACKERS)
def test_actions_give_no_write_token_to_an_agent(tracker: str) -> None:
    flow = yaml.safe_load(made("github-actions", tracker, ["full"])[0].text)
    assert flow["permissions"] == {}
    jobs = flow["jobs"]
    assert set(jobs) == {"issue", "agent", "publish", "blocked"}
    for name, job in jobs.items():
        text = json.dumps(job)
        assert ("ygs exec" in text) == (name == "agent")
    assert "write" not in jobs["agent"]["permissions"].values()
    secrets = set(re.findall(r"secrets\.(\w+)", json.dumps(jobs["agent"])))
    assert secrets == {"ANTHROPIC_API_KEY"} | ({"BITBUCKET_READ_TOKEN"} if tracker == "jira" else set())
    assert "ANTHROPIC_API_KEY" not in json.dumps(jobs["publish"])
    assert jobs["blocked"]["if"] == "failure() || cancelled()"
    if tracker == "github":
        assert "github.event.label.name == 'ai-ready'" in jobs["issue"]["if"]


@pytest.mark.parametrize("tracker", TRACKERS)
def test_no_expression_reaches_a_command(tracker: str) -> None:
    for one in made("github-actions", tracker, ["full"]):
        for job in yaml.safe_load(one.text)["jobs"].values():
            for step in job.get("steps", ()):
                assert "${{" not in step.get("run", "")
                assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step.get("uses", "actions/x@" + "0" * 40))


def test_generate_writes_and_check_agrees(ygs: Ygs, tmp_path: Path) -> None:
    out = tmp_path / "a folder"
    done = ygs("workflow", "generate", "--engine", "formicary", "--phases", "publish", "--output", out)
    assert "fetch-issue, workspace, implement, collect" in done.stderr
    names = [Path(line).name for line in done.stdout.splitlines()]
    assert names == [f"ygs-{kind}-github.yaml" for kind in ("pick", "implement", "monitor", "clean-up")]
    for name in names:
        ygs("workflow", "check", out / name)
    ygs("workflow", "generate", "--engine", "sh", "--output", out)
    assert (out / "ygs-pipeline.sh").stat().st_mode & 0o100
    before = sorted(tmp_path.rglob("*"))
    shown = ygs("workflow", "generate", "--engine", "sh", "--output", tmp_path / "other", "--dry-run")
    assert "#!/bin/sh" in shown.stdout and sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["generate", "--engine", "formicar", "--output", "x"], "formicary"),
        (["generate", "--engine", "sh", "--tracker", "jra", "--output", "x"], "jira"),
        (["generate", "--engine", "sh", "--phases", "implment", "--output", "x"], "implement"),
        (["generate", "--engine", "sh", "--label", "a b", "--output", "x"], "label"),
        (["generate", "--engine", "sh", "--model", "$(id)", "--output", "x"], "model"),
        (["generate", "--engine", "formicary", "--runs-dir", "/a\n{{.X}}", "--output", "x"], "folder"),
        (["generate", "--engine", "sh"], "output"),
        (["check", "nowhere.yaml"], "nowhere.yaml"),
        (["check", "x", "--format", "xml"], "format"),
    ],
)
def test_wrong_use_ends_with_64(ygs: Ygs, arguments: list[str], hint: str) -> None:
    assert hint in ygs("workflow", *arguments, code=64).stderr


def test_agents_other_than_claude(tmp_path: Path) -> None:
    for agent in ("codex", "gemini", "opencode", "cmd"):
        for engine in definitions.ENGINES:
            for one in made(engine, "github", ["full"], agent=agent, model=""):
                found: list[Any] = check.check(one.text, one.path)
                assert not found, found
