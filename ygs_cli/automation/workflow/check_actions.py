"""What is checked of a workflow for GitHub Actions that runs agents: who has which token, what text reaches a
shell, what ends a run, and what is pinned (docs.github.com, "Security hardening for GitHub Actions").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ygs_cli.automation.workflow import check_commands
from ygs_cli.automation.workflow.items import Item, Source
from ygs_cli.findings import Finding

_PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_TOKEN = re.compile(r"github\.token|secrets\.\w*(?:PAT|GH|GITHUB|BITBUCKET|JIRA)\w*", re.IGNORECASE)
_AGENT_ACTION = re.compile(
    r"anthropics/claude-code(-base)?-action|openai/codex-action|google-github-actions/run-gemini"
)
_OPEN_TRIGGERS = ("pull_request_target", "workflow_run", "issue_comment")
_MARGIN = 1.0  # minutes that the engine must wait beyond the timeout of ygs
_EVERYTHING = ("write-all", "read-all")


def check(source: Source, flow: Item) -> Iterator[Finding]:
    """All findings of a workflow."""
    jobs = {name: job for name, job in flow.get("jobs").keys.items() if job.is_map}
    yield from _triggers(source, flow, jobs)
    yield from _top_permissions(source, flow)
    for name, job in jobs.items():
        yield from _job(source, flow, name, job)
    for scalar in flow.scalars():
        yield from check_commands.secret(source, scalar.line, scalar.text)
    if any(_is_agent(job) for job in jobs.values()):
        yield from _ends(source, flow, jobs)


def _triggers(source: Source, flow: Item, jobs: Mapping[str, Item]) -> Iterator[Finding]:
    on = flow.get("on")
    names = [on.text, *(item.text for item in on.items), *on.keys] if on.is_there else []
    for name in names:
        if name in _OPEN_TRIGGERS:
            line = on.keys[name].line if name in on.keys else on.line
            yield source.finding("trigger", line, f"'{name}' lets anybody start this with secrets at hand")
    agents = any(_is_agent(job) for job in jobs.values())
    if agents and "issues" in names:
        gated = [j for j in jobs.values() if "github.event.label.name ==" in j.get("if").text]
        types = [item.text for item in on.get("issues", "types").items] or [on.get("issues", "types").text]
        first = next((job for job in jobs.values() if not job.get("needs").is_there), on)
        if types != ["labeled"] or not gated or first not in gated:
            hint = "types: [labeled], and if: github.event.label.name == 'ai-ready' on the first job"
            yield source.finding("trigger", on.line, "anybody who opens an issue starts the agent", hint)
    if agents and not flow.get("concurrency").is_there:
        yield source.finding("capacity", 1, "no concurrency: two runs of one issue work at the same time")


def _top_permissions(source: Source, flow: Item) -> Iterator[Finding]:
    given = flow.get("permissions")
    if not given.is_there:
        hint = "permissions: {} at the top, and what a job needs on the job"
        yield source.finding("permissions", 1, "no permissions: every job gets the default ones", hint)
    elif _writes(given):
        yield source.finding("permissions", given.line, "every job may write", "give it to one job")


def _writes(given: Item) -> list[str]:
    if given.text in _EVERYTHING:
        return [given.text] if given.text == "write-all" else []
    return [name for name, value in given.keys.items() if value.text == "write"]


def _job(source: Source, flow: Item, name: str, job: Item) -> Iterator[Finding]:
    called = job.get("uses")
    if called.is_there:
        yield from _used(source, called)
        if job.get("secrets").text == "inherit":
            yield source.finding("permissions", job.get("secrets").line, "every secret goes along", "name them")
        return
    if not job.get("timeout-minutes").is_there:
        yield source.finding("timeout", job.line, f"job {name} has no timeout-minutes", "the default is six hours")
    for step in job.get("steps").items:
        yield from _step(source, step)
    if _is_agent(job):
        yield from _agent_job(source, flow, name, job)


def _step(source: Source, step: Item) -> Iterator[Finding]:
    yield from _used(source, step.get("uses"))
    run = step.get("run")
    first = run.line + 1 if "\n" in run.text.rstrip("\n") else run.line
    yield from check_commands.command(source, first, run.text)
    for expression in _EXPRESSION.findall(run.text):
        offset = run.text[: run.text.index(expression)].count("\n")
        hint = "put it into env: and read the variable, in quotes"
        message = f"the expression {expression.strip()[:60]} becomes part of a command"
        yield source.finding("injection", first + offset, message, hint)
    own = check_commands.own_timeout(run.text) / 60
    given = step.get("timeout-minutes")
    minutes = float(given.text) if re.fullmatch(r"[0-9.]+", given.text) else 0.0
    if re.search(r"\bygs\s+exec\b", run.text) and minutes < own + _MARGIN:
        hint = "a minute and more beyond --timeout, so that ygs ends its agent"
        yield source.finding(
            "timeout", step.line, "timeout-minutes of the agent's step is missing or too short", hint
        )
    if _expands(step.get("with", "script")):
        yield source.finding(
            "injection", step.get("with", "script").line, "an expression becomes part of a script"
        )


def _expands(script: Item) -> bool:
    return bool(_EXPRESSION.search(script.text))


def _used(source: Source, used: Item) -> Iterator[Finding]:
    text = used.text
    if (
        used.is_there
        and not text.startswith(("./", "$/"))
        and not _PINNED.fullmatch(text)
        and "@sha256:" not in text
    ):
        hint = "name the commit in full: a tag can be moved"
        yield source.finding("unpinned-action", used.line, f"'{text[:80]}' is not pinned by a commit", hint)


def _agent_job(source: Source, flow: Item, name: str, job: Item) -> Iterator[Finding]:
    given = job.get("permissions")
    writes = _writes(given if given.is_there else flow.get("permissions"))
    if writes:
        hint = "publish from another job, which runs no agent"
        yield source.finding(
            "write-token", given.line, f"job {name} runs an agent and may write: {writes[0]}", hint
        )
    for place in (flow.get("env"), job.get("env")):
        for item in place.keys.values():
            if "secrets." in item.text or _TOKEN.search(item.text):
                yield source.finding(
                    "write-token", item.line, f"a secret in every step of job {name}", "give it to one"
                )
    for step in job.get("steps").items:
        agent = _runs_agent(step)
        for item in step.get("env").keys.values():
            if agent and _TOKEN.search(item.text):
                yield source.finding("write-token", item.line, "the agent's step gets a token of the tracker")
        kept = step.get("with", "persist-credentials").text != "false"
        if kept and step.get("uses").text.startswith("actions/checkout@"):
            hint = "with: persist-credentials: false"
            yield source.finding("write-token", step.line, "the checkout leaves a token for the agent", hint)
    if not any("upload-artifact" in s.get("uses").text and _always(s) for s in job.get("steps").items):
        hint = "actions/upload-artifact with if: always()"
        yield source.finding("artifacts", job.line, f"job {name} keeps no artifacts on failure", hint)


def _ends(source: Source, flow: Item, jobs: Mapping[str, Item]) -> Iterator[Finding]:
    steps = [step for job in jobs.values() for step in job.get("steps").items]
    told = [j for j in jobs.values() if "failure()" in j.get("if").text or "always()" in j.get("if").text]
    if not any("ygs phase blocked" in s.get("run").text for j in told for s in j.get("steps").items):
        hint = "a job with if: failure() that runs `ygs phase blocked`"
        yield source.finding("exit-route", flow.get("jobs").line, "nobody is told when a run stops", hint)
    if not any("ygs phase clean-up" in step.get("run").text and _always(step) for step in steps):
        hint = "a step with if: always() that runs `ygs phase clean-up`"
        yield source.finding("clean-up", flow.get("jobs").line, "nothing cleans up after a failure", hint)


def _always(step: Item) -> bool:
    return "always()" in step.get("if").text


def _runs_agent(step: Item) -> bool:
    run, uses = step.get("run").text, step.get("uses").text
    return bool(check_commands.AGENT.search(run) or _AGENT_ACTION.search(uses))


def _is_agent(job: Item) -> bool:
    return any(_runs_agent(step) for step in job.get("steps").items)
