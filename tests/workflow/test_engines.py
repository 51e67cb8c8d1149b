"""Generated definitions, run from a hostile issue in a tracker to a draft pull request, command by command."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from tests.driver import Git
from tests.workflow.conftest import World
from tests.workflow.engines import Actions, Formicary
from tests.workflow.test_phases import HOSTILE
from tests.workflow.test_trackers import CODE, ISSUE, Gh, Site, gh, remote, site  # noqa: F401 - fixtures
from tests.workflow.tools import made

TITLE = " ".join(text for name, text in HOSTILE.items() if name != "huge").replace("\0", "")
BODY = "\n".join(f"{text}\n{name}:\n- {text}" for name, text in HOSTILE.items()).replace("\0", "")
SOLVE = "printf \"def hello():\\n    return 'hi'\\n\" > hello.py"
SECRETS = ("gh-token-of-the-worker", "jira-token-of-the-worker", "bitbucket-token-of-the-worker")


def prepared(world: World, work: str) -> None:
    """An agent that notes what it is given, prints commands of engines, and works."""
    marks = "printf '::set-output name=YgsJobs::[]\\n::add-mask::x\\n##vso[task.x]\\n'"
    world.work(f"env >> '{world.folder}/agent.env'\n{marks}\n{work}")


def check_data(world: World, folder: Path, trace: str) -> None:
    """The text ran nothing, told no engine anything, and stands cleaned within its fence; no token went along."""
    assert not list(world.folder.rglob("planted"))
    for line in trace.splitlines():
        assert not line.lstrip().startswith(("::", "##")) or line.startswith("::set-output name=YgsJobs::"), line
    issue = (folder / "issue.md").read_text()
    assert issue.splitlines()[0].startswith('It\'s "quoted" `back` $(touch planted)') and len(issue) < 201_000
    assert "{{.Secret}}" in issue and "before_script:" in issue and "characters were cut off" in issue
    for letter in ("\0", "\x1b", "\u202e", "\u200b", "\U000e0041", "<!--"):
        assert letter not in issue
    prompt = (folder / "implement/prompt.md").read_text()
    fence = next(line for line in prompt.splitlines() if line.startswith("BEGIN DATA-")).removeprefix("BEGIN ")
    lines = prompt.splitlines()
    assert lines.count(f"BEGIN {fence}") == lines.count(f"END {fence}") == 1
    everything = "".join(path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file())
    assert not [word for word in SECRETS if word in everything + trace + (world.folder / "agent.env").read_text()]


def check_published(bare: Git, reference: str) -> str:
    branch = bare("branch", "--list", "ygs/*", "--format=%(refname:short)").strip()
    assert branch.startswith(f"ygs/{reference}-it-s-quoted-back-touch-planted-")
    assert bare("show", f"{branch}:hello.py") == "def hello():\n    return 'hi'\n"
    assert bare("diff", "--name-only", f"main...{branch}") == "hello.py\n"
    return branch


def test_formicary_with_jira_and_bitbucket(site: Site, world: World) -> None:  # noqa: F811
    """Picker, job, and the order of its tasks; the first attempt fails its tests and is repaired."""
    prepared(world, f"[ -d ../unit-test ] && {{ {SOLVE}; }} || echo 'hello = None' > hello.py")
    bare = remote(world, "bitbucket.org")
    fields: dict[str, Any] = {"summary": TITLE, "description": BODY, "labels": ["ai-ready"], "status": {}}
    site.answers = {
        "GET /rest/api/2/search/jql": {"issues": [{"key": "SHOP-12", "fields": fields}]},
        f"GET {ISSUE}": {"fields": fields},
        f"PUT {ISSUE}": 204,
        f"POST {CODE}/pullrequests": {"links": {"html": {"href": "https://bitbucket.org/acme/shop/7"}}},
    }
    runs = world.folder / "runs"
    pick, implement, *_ = made("formicary", "jira", ["full"], agent="cmd", model="", runs=str(runs))
    world.ygs.env |= {"TRACKER_SECRET": "jira-token-of-the-worker"}
    engine = Formicary(world.ygs.environment(), world.folder)
    engine.run(pick.text.replace("'{{if hasPrefix", "'yes' #"), "1", {"YGS_REPOSITORY": "acme/shop"})
    assert set(engine.context) == {"YgsJobs"}
    (job,) = json.loads(engine.context.pop("YgsJobs"))
    state, ran = engine.run(implement.text, "42", {"YGS_REPOSITORY": "acme/shop", "YGS_ISSUE": job["YGS_ISSUE"]})
    assert state == "COMPLETED", engine.trace
    order = "fetch-issue workspace plan implement unit-test fix-tests retest collect self-verify publish reflect"
    assert [name for name, _ in ran] == [*order.split(), "learn", "clean-up"]
    assert [name for name, code in ran if code] == ["unit-test"] and not engine.context
    check_published(bare, "shop-12")
    check_data(world, runs / "42-0", engine.trace)
    pull = next(data for verb, path, data, _ in site.asked if verb == "POST" and path.endswith("/pullrequests"))
    assert pull["draft"] is True and "\n" not in pull["title"] and pull["title"].startswith("SHOP-12: It's")
    assert not (runs / "42-0/repository").exists() and (runs / "42-0/learn/learning.md").is_file()


def test_formicary_makes_a_blocked_job_visible(gh: Gh, world: World) -> None:  # noqa: F811
    prepared(world, 'printf \'{"status":"BLOCKED","summary":"s","reason":"r","run":"%s"}\\n\' "$run"; exit')
    remote(world, "github.com")
    gh.answers = {"issue view": {"title": "t", "body": "b", "state": "OPEN"}}
    gh.install()
    runs = world.folder / "runs"
    implement = made("formicary", "github", ["implement"], agent="cmd", model="", runs=str(runs))[1]
    engine = Formicary(world.ygs.environment(), world.folder)
    state, ran = engine.run(implement.text, "42", {"YGS_ISSUE": "12"})
    assert state == "FAILED"
    assert ran[-3:] == [("implement", 2), ("blocked", 2), ("clean-up", 0)]
    assert any("needs-human" in words for words, _ in gh.calls())


def actions(world: World, preset: str, title: str, body: str) -> tuple[Actions, str]:
    """Run the workflow for GitHub on the event of a label; the engine, and how it ended."""
    event = world.folder / "event.json"
    issue = {"number": 12, "title": title, "body": body, "html_url": "https://github.com/acme/shop/issues/12"}
    event.write_text(json.dumps({"issue": issue, "label": {"name": "ai-ready"}}))
    del world.ygs.env["YGS_REPOSITORY"], world.ygs.env["GH_TOKEN"]
    values = {
        "github.event.issue.number": "12",
        "github.repository": "acme/shop",
        "github.token": "gh-token-of-the-worker",
        "secrets.YGS_AGENT_KEY": "key-of-the-provider",
        "vars.YGS_AGENT_COMMAND": world.ygs.env.pop("YGS_AGENT_COMMAND"),
    }
    engine = Actions(world.ygs.environment() | {"GITHUB_EVENT_PATH": str(event)}, world.folder, values)
    text = made("github-actions", "github", [preset], agent="cmd", model="")[0].text
    return engine, engine.run(text)


def test_github_actions(gh: Gh, world: World) -> None:  # noqa: F811
    """Jobs on machines of their own, from the event to a draft; only references and artifacts go between them."""
    prepared(world, SOLVE)
    bare = remote(world, "github.com")
    gh.answers = {"pr create": "https://github.com/acme/shop/pull/7"}
    gh.install()
    engine, conclusion = actions(world, "full", TITLE, BODY)
    assert conclusion == "success", engine.trace
    assert list(engine.results) == ["issue", "agent", "publish"]
    steps = "workspace plan implement unit-test collect self-verify reflect learn export clean-up"
    assert [name for name, code in engine.results["agent"] if not code] == steps.split()
    branch = check_published(bare, "12")
    check_data(world, world.folder / "artifacts/ygs-records-12", engine.trace)
    words, _ = gh.calls()[-1]
    assert words[:2] == ["pr", "create"] and {"--draft", f"--head={branch}"} <= set(words)
    assert not [
        words for words, _ in gh.calls() if words[:2] == ["issue", "view"]
    ]  # the event is what was labelled
    assert "YGS_AGENT_KEY=key-of-the-provider" in (world.folder / "agent.env").read_text()


def test_github_actions_shows_what_stopped(gh: Gh, world: World) -> None:  # noqa: F811
    """No status: red, told on the issue, records kept, nothing published."""
    prepared(world, "exit")
    bare = remote(world, "github.com")
    gh.install()
    engine, conclusion = actions(world, "implement", "t", "b")
    assert conclusion == "failure" and list(engine.results) == ["issue", "agent", "blocked"]
    assert ("implement", 65) in engine.results["agent"] and engine.results["agent"][-1] == ("clean-up", 0)
    kept = json.loads((world.folder / "artifacts/ygs-records-12/implement/status.json").read_text())
    assert kept["status"] == "NO_STATUS"
    said = [text for words, text in gh.calls() if words[:2] == ["issue", "comment"]]
    assert len(said) == 1 and "stopped in implement" in said[0]
    assert bare("branch", "--list", "ygs/*") == ""
    assert not os.path.lexists(world.folder / "runner-agent/ygs-run/repository")
