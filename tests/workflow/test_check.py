"""`ygs workflow check`: each fault, planted into a definition that is clean, is found where it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.driver import Ygs
from tests.workflow.tools import made
from ygs_cli.automation.workflow import check

FORMICARY = made("formicary", "github", ["full"])[1].text
PICK = made("formicary", "github", ["full"])[0].text
ACTIONS = made("github-actions", "github", ["full"])[0].text
LIST = made("github-actions", "jira", ["full"])[1].text
SCRIPT = made("sh", "github", ["full"])[0].text

# definition, text to replace (its first occurrence), replacement, rule, what the line of the finding holds
PLANTED = [
    (FORMICARY, '  timeout: "17m"\n', "", "timeout", "task_type: plan"),
    (FORMICARY, 'timeout: "17m"', 'timeout: "15m"', "timeout", '"15m"'),
    (FORMICARY, 'timeout: "17m"', "timeout: 17", "type", "timeout: 17"),
    (FORMICARY, 'timeout: "17m"', 'timeout: "7d"', "type", '"7d"'),
    (FORMICARY, FORMICARY[: FORMICARY.index("retry: 0")][-16:], 'timeout: "9m"\n', "timeout", '"9m"'),
    (FORMICARY, "  report_stdout: true", "  report_stdot: true", "unknown-key", "report_stdot"),
    (FORMICARY, "expires_after", "expire_after", "unknown-key", "expire_after"),
    (FORMICARY, '"2": "blocked"', '"2": "blockd"', "exit-route", "blockd"),
    (FORMICARY, '"2": "blocked"', '"two": "blocked"', "exit-route", "two"),
    (FORMICARY, '"3": "fix-tests"', '"3": "implement"', "graph", "task_type"),
    (FORMICARY, '"3": "fix-tests"', '"3": "blocked"', "graph", "task_type: fix-tests"),
    (FORMICARY, '  on_failed: "blocked"\n', "", "exit-route", "on_exit_code"),
    (FORMICARY, "  allow_failure: true\n", "", "exit-route", "on_exit_code"),
    (FORMICARY, "  always_run: true\n", "", "clean-up", "task_type: clean-up"),
    (FORMICARY, "exec ygs phase blocked", "exec ygs phase learn", "exit-route", "tasks:"),
    (FORMICARY, "exec ygs phase collect", "exec ygs phase colect", "unknown-phase", "colect"),
    (FORMICARY, "--phase plan", "--phase plann", "unknown-phase", "plann"),
    (FORMICARY, "max_concurrency: 3", "max_concurrency: 1", "capacity", "max_concurrency"),
    (FORMICARY, 'method: "SHELL"', 'method: "shell"', "type", "shell"),
    (FORMICARY, "--timeout 15m", "", "timeout", "ygs-wbs"),
    (FORMICARY, "--model claude-sonnet-4-5-20250929", "--model sonnet", "unpinned-model", "--model sonnet"),
    (FORMICARY, "exec ygs exec ygs-wbs", "ygs exec ygs-wbs", "exec", "ygs-wbs"),
    (FORMICARY, "exec ygs exec ygs-wbs", "exec ygs exec {{.IssueTitle}}", "template", "IssueTitle"),
    (FORMICARY, '"ai-ready"', '"{{.IssueBody}}"', "template", "IssueBody"),
    (FORMICARY, "-{{.JobRetry}}", "", "nonce", "YGS_RUN_DIR"),
    (FORMICARY, '"ai-ready"', '"${{ x }}"', "template", "${{ x }}"),
    (FORMICARY, "tasks:\n", "tasks:\n# a note\n", "text", "# a note"),
    (FORMICARY, 'when: "always"', 'when: "onSuccess"', "artifacts", "task_type"),
    (FORMICARY, '/plan/*"', '/plan/status.json"', "artifacts", "status.json"),
    (FORMICARY, "task_type: plan", "task_type: work", "name", "task_type: work"),
    (FORMICARY, "task_type: plan", 'task_type: "plan"', "name", '"plan"'),
    (FORMICARY, "exec ygs phase learn", "set -o pipefail; exec ygs phase learn", "posix", "pipefail"),
    (FORMICARY, '"ai-ready"', '"ghp_' + "a" * 36 + '"', "secret", "ghp_"),
    (FORMICARY, "--profile edit", "--profile full --unsandboxed-ok", "bypass", "unsandboxed"),
    (FORMICARY, 'description: "break', 'description: "task_type: x break', "text", "break"),
    (FORMICARY, "retry: 0", "retry: 0\nretry: 1", "yaml", "retry: 1"),
    (FORMICARY, "retry: 0", "retry: &a 0", "yaml", "&a"),
    (PICK, '"*/5 * * * *"', '"*/5 * * *"', "cron", "cron_trigger"),
    (PICK, "{{if ge (Count", "{{.Issue}}{{if ge (Count", "template", "skip_if"),
    (PICK, "}}yes{{end}}", "}}yes{{end}}{{.Issue}}", "template", "YGS_SUBMITTED"),
    (ACTIONS, "contents: read", "contents: write", "write-token", "permissions"),
    (ACTIONS, "permissions: {}", "permissions: write-all", "permissions", "write-all"),
    (ACTIONS, "permissions: {}\n", "", "permissions", "# One issue"),
    (ACTIONS, "@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0", "@v7", "unpinned-action", "@v7"),
    (ACTIONS, '--event "$GITHUB_EVENT_PATH"', '--label "${{ github.event.issue.title }}"', "injection", "event"),
    (ACTIONS, "code=0\n", 'code=0\n          echo "${{ inputs.issue }}"\n', "injection", "inputs.issue"),
    (ACTIONS, "    timeout-minutes: 10\n", "", "timeout", "issue:"),
    (ACTIONS, "timeout-minutes: 17\n", "timeout-minutes: 15\n", "timeout", "id: plan"),
    (ACTIONS, "if: failure() || cancelled()", "if: success()", "exit-route", "jobs:"),
    (ACTIONS, "    types: [labeled]", "    types: [opened]", "trigger", "on:"),
    (ACTIONS, "github.event.label.name == 'ai-ready'", "true", "trigger", "on:"),
    (ACTIONS, "  issues:\n    types: [labeled]\n", "  pull_request_target:\n", "trigger", "pull_request_target"),
    (ACTIONS, "  YGS_TRACKER:", "  GH_TOKEN: ${{ github.token }}\n  YGS_TRACKER:", "write-token", "GH_TOKEN"),
    (ACTIONS, "ygs phase collect", "ygs phase colect", "unknown-phase", "colect"),
    (ACTIONS, "ygs phase clean-up", "ygs phase learn", "clean-up", "jobs:"),
    (ACTIONS, "concurrency:", "concurrenci:", "capacity", "# One issue"),
    (LIST, "    secrets:\n", "    secrets: inherit\n    with:\n", "yaml", "with"),
    (SCRIPT, "#!/bin/sh", "#!/bin/bash", "posix", "bash"),
    (
        SCRIPT,
        'ygs phase collect --run-dir "$YGS_RUN_DIR" || stop $?',
        "ygs phase collect",
        "exit-route",
        "collect",
    ),
    (SCRIPT, "trap clean_up EXIT\n", "", "clean-up", "#!/bin/sh"),
    (SCRIPT, "set -u\n", "set -e\n", "clean-up", "#!/bin/sh"),
    (SCRIPT, "say collect", 'eval "$(cat issue.md)"', "injection", "eval"),
    (SCRIPT, "say collect", "\n" * 20, "length", "learn"),
]


@pytest.mark.parametrize(("text", "old", "new", "rule", "where"), PLANTED, ids=lambda value: value[:24].strip())
def test_a_planted_fault_is_found(text: str, old: str, new: str, rule: str, where: str) -> None:
    assert old in text
    broken = text.replace(old, new, 1)
    found = check.check(broken, "pipeline.sh" if text is SCRIPT else "flow.yaml")
    lines = broken.splitlines()
    hits = [one for one in found if one.rule == f"workflow-{rule}"]
    assert hits, found
    assert any(where in lines[one.location.line - 1] for one in hits), [str(one.location) for one in hits]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "- 1\n- 2\n",
        "jobs: [1, 2]\non: push\n",
        "tasks: {a: b}\njob_type: x\n",
        "tasks:\n- 1\n- [a]\n",
        "jobs: {a: {steps: [1], permissions: [x]}}\n",
        "a: &x [*x]\n",
        "tasks: " + "[" * 400,
        "a\0b: 1\n",
        "job_type: x\ntasks:\n" + "- {task_type: a}\n" * 200,
        "\ufeffjob_type: x\n",
        "on: {issues: {types: 1}}\njobs: {a: {steps: [{run: ygs exec x}]}}\n",
    ],
)
def test_hostile_definitions_are_findings(text: str) -> None:
    assert check.check(text, "x.yaml")


@given(st.text(max_size=200))
def test_any_text_is_checked(text: str) -> None:
    check.check(text, "x.yaml")
    check.check("job_type: a\ntasks:\n- task_type: b\n  script:\n  - " + json.dumps(text), "x.yaml")
    check.check("on: push\njobs:\n  a:\n    steps:\n    - run: " + json.dumps(text), "x.yaml")


def test_findings_name_file_and_line_and_end_with_1(ygs: Ygs, project: Path) -> None:
    file = project / "flow.yaml"
    file.write_text(FORMICARY.replace("exec ygs phase collect", "exec ygs phase colect"))
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "colect" in text)
    done = ygs("workflow", "check", "flow.yaml", code=1)
    assert f"flow.yaml:{line}:" in done.stdout and "did you mean 'collect'?" in done.stdout
    data = json.loads(ygs("workflow", "check", "flow.yaml", "--format", "json", code=1).stdout)
    assert [one["rule"] for one in data["findings"]] == ["workflow-unknown-phase"]
    assert "::error" in ygs("workflow", "check", "flow.yaml", "--format", "github", code=1).stdout
    assert json.loads(ygs("workflow", "check", "flow.yaml", "--format", "sarif", code=1).stdout)["runs"]
