"""Generated definitions: every preset for every tracker and engine, and any choice of phases."""

from __future__ import annotations

import functools
import json
import random
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.driver import ROOT, Ygs
from tests.workflow.tools import COMBINATIONS, clean, made, run, tool
from ygs_cli.automation.workflow import check, phases
from ygs_cli.automation.workflow.definition import Definition
from ygs_cli.automation.workflow.phases import BY_NAME, PHASES, PLUMBING, PRESETS, TRACKERS
from ygs_cli.shell import definitions
from ygs_cli.shell.phases import runner

FORMICARY = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parent / "formicary.schema.json").read_text())
)
NAMES = [phase.name for phase in PHASES]
each = pytest.mark.parametrize(("engine", "tracker", "preset"), COMBINATIONS)


@functools.cache  # most files of an engine are the same for any choice of phases
def sound(one: Definition, engine: str) -> None:
    """What holds for every definition: our own check is silent, and the strict schema fits."""
    assert not check.check(one.text, one.path), one.text
    if engine == "formicary":
        FORMICARY.validate(yaml.load(one.text, yaml.CSafeLoader))


@each
def test_presets_are_clean(engine: str, tracker: str, preset: str) -> None:
    for one in made(engine, tracker, [preset]):
        sound(one, engine)


def subsets(count: int = 50) -> list[tuple[str, list[str]]]:
    """A tracker and names of phases, at random and the same each time. What they need is added later."""
    chance = random.Random(7)
    return [
        (chance.choice(TRACKERS), sorted(chance.sample(NAMES, chance.randint(1, len(NAMES) - 1))))
        for _ in range(count)
    ]


@pytest.mark.parametrize("engine", sorted(definitions.ENGINES))
def test_any_closed_choice_of_phases_is_clean(engine: str) -> None:
    for tracker, names in subsets():
        closed = phases.closed(names)
        assert phases.closed(closed) == closed >= set(names)
        for one in made(engine, tracker, names):
            sound(one, engine)


@pytest.fixture(scope="module")
def workflows() -> dict[str, str]:
    """All presets for all trackers, this project's own workflow, and 50 choices of phases, by the names of files.

    Only the workflow that implements depends on the phases.
    """
    files = {"ci.yml": (ROOT / ".github/workflows/ci.yml").read_text()}
    for tracker in TRACKERS:
        for preset in PRESETS:
            definitions_ = made("github-actions", tracker, [preset])
            files |= {one.path: one.text for one in definitions_} | {
                f"{preset}-{tracker}.yml": definitions_[0].text
            }
    for number, (tracker, names) in enumerate(subsets()):
        files[f"choice-{number}.yml"] = made("github-actions", tracker, names)[0].text
    assert len(files) == 1 + 8 + 8 + 50
    return files


def repository(folder: Path, files: dict[str, str]) -> Path:
    """A folder with workflows where actionlint looks for them."""
    (folder / ".git").mkdir(parents=True)
    for name, text in files.items():
        path = folder / ".github/workflows" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_other_checkers_are_silent(tmp_path: Path, workflows: dict[str, str]) -> None:
    """The schema that check-jsonschema has for workflows, and zizmor with everything that needs no network."""
    files = sorted((repository(tmp_path / "x", workflows) / ".github/workflows").iterdir())
    clean(tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *files)
    clean(tool("zizmor"), "--offline", "--quiet", "--strict-collection", *files)


def test_actionlint_is_silent(tmp_path: Path, workflows: dict[str, str]) -> None:
    """It speaks of three files with a planted fault, so it was asked, and of no other."""
    flow = workflows["full-github.yml"]
    faults = {
        "needs: issue": ("needs: isue", "does not exist in this workflow"),
        "steps.unit-test.outputs": ("steps.unit-tset.outputs", "unit-tset"),
        "timeout-minutes: 10": ("timeout-minute: 10", "unexpected key"),
    }
    broken = {f"fault-{number}.yml": flow.replace(old, faults[old][0]) for number, old in enumerate(faults)}
    assert flow not in broken.values()
    done = run(tool("actionlint"), folder=repository(tmp_path, workflows | broken))
    said = done.stdout + done.stderr
    assert done.returncode == 1 and all(words in said for _, words in faults.values())
    assert set(re.findall(r"^(?:\S*/)?([\w-]+\.yml):\d", said, re.MULTILINE)) == set(broken), said


def test_scripts_are_short_and_posix(tmp_path: Path) -> None:
    """Those of all presets and of 50 choices of phases."""
    choices = [*([preset] for preset in PRESETS), *(names for _, names in subsets())]
    texts = dict.fromkeys(made("sh", "github", names)[0].text for names in choices)
    scripts = [tmp_path / f"{number}.sh" for number in range(len(texts))]
    for script, text in zip(scripts, texts, strict=True):
        assert len(text.splitlines()) < 60
        script.write_text(text)
    clean(tool("shellcheck"), *scripts)
    loop = 'for script; do "$0" -n "$script" || exit 1; done'
    for shell in ("sh", "dash"):
        clean(tool(shell), "-c", loop, tool(shell), *scripts)


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
