"""What is checked of a definition for Formicary, stricter than its own decoder: it ignores unknown keys, renders
templates before it parses YAML, and accepts routes that cannot work. Facts: github.com/bhatti/formicary,
queen/types/job_definition.go and queen/utils/template_helper.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ygs_cli.automation import durations
from ygs_cli.automation.workflow import check_commands
from ygs_cli.automation.workflow.items import Item, Source
from ygs_cli.errors import closest
from ygs_cli.findings import Finding

_JOB_KEYS = frozenset(
    "job_type tasks description platform url tags cron_trigger timeout pause_time delay_between_retries retry "
    "hard_reset_after_retries retry_backoff_policy max_concurrency retention_days_for_failed "
    "retention_days_for_completed retention_days_for_cancelled required_params job_variables skip_if notify "
    "webhook resources triggers dynamic_template_tasks public_plugin sem_version".split()
)
_TASK_KEYS = frozenset(
    "task_type method description timeout retry delay_between_retries retry_backoff_policy allow_failure "
    "allow_start_if_completed always_run on_completed on_failed on_exit_code approval_policy variables headers "
    "before_script script after_script resources tags except job_version dependencies artifact_ids fork_job_type "
    "await_forked_tasks url messaging_request_queue messaging_reply_queue sub_workflow fan_out report_stdout "
    "webhook host_network environment working_dir artifacts_dir artifacts cache container services privileged "
    "network_mode node_selector debug execute_command_without_shell".split()
)
_ARTIFACT_KEYS = frozenset({"paths", "when", "expires_after"})
_METHODS = frozenset(
    "SHELL DOCKER KUBERNETES HTTP_GET HTTP_POST_FORM HTTP_POST_JSON HTTP_PUT_FORM HTTP_PUT_JSON HTTP_DELETE "
    "WEBSOCKET MESSAGING FORK_JOB AWAIT_FORKED_JOB MANUAL EXPIRE_ARTIFACTS".split()
)
_RESERVED = frozenset("FATAL RESTART_JOB PAUSE_JOB RESTART_TASK EXECUTING FAILED COMPLETED".split())
_DURATION = re.compile(r"([0-9]+(ms|s|m|h))+")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_EXIT = re.compile(r"[0-9]{1,3}|COMPLETED|FAILED|APPROVED|REJECTED")
_CRON = re.compile(r"[\d*/,?LW#A-Za-z-]+")
_TEMPLATE = re.compile(r"\{\{.*?\}\}")
_NONCE = re.compile(r"\{\{ ?\.(JobID|JobRetry) ?\}\}")
_COUNT = re.compile(r'\{\{ ?if (?:ge|gt) \(CountByJobTypeAndState( "[\w-]+")+\) \d+ ?\}\} ?true ?\{\{ ?end ?\}\}')
_SUBMIT = re.compile(
    r'\{\{ ?if hasPrefix \(SubmitJobsFromJSON "[\w-]+" \.\w+\) "ERROR" ?\}\}\w+\{\{ ?else ?\}\}\w+\{\{ ?end ?\}\}'
)
_MARGIN = 60  # seconds that the engine must wait beyond the timeout of ygs
_MAX_TASKS = 100


def check(source: Source, job: Item) -> Iterator[Finding]:
    """All findings of a job definition."""
    tasks = [task for task in job.get("tasks").items if task.is_map]
    yield from _job(source, job)
    yield from _text(source, job)
    for task in tasks:
        yield from _task(source, task)
    yield from _graph(source, job, tasks)
    if any(_is_agent(task) for task in tasks):
        yield from _pipeline(source, job, tasks)


def _job(source: Source, job: Item) -> Iterator[Finding]:
    yield from _keys(source, job, _JOB_KEYS, "of a job")
    if not job.get("timeout").is_there:
        yield source.finding("timeout", 1, "the job has no timeout", "add timeout, such as 3h")
    for name in ("timeout", "pause_time", "delay_between_retries"):
        yield from _duration(source, job.get(name), name)
    slots = job.get("max_concurrency")
    if slots.is_there and (slots.kind != "int" or int(slots.text) < 2):
        hint = "Formicary turns 1 and less into 3; two is the least that it keeps"
        yield source.finding(
            "capacity", slots.line, f"max_concurrency: {slots.text} does not do what it says", hint
        )
    cron = job.get("cron_trigger")
    fields = cron.text.split()
    if cron.is_there and (len(fields) not in (5, 6, 7) or not all(map(_CRON.fullmatch, fields))):
        yield source.finding(
            "cron", cron.line, "not a cron expression of 5 to 7 fields", "the server panics on it"
        )
    for name, value in job.get("job_variables").keys.items():
        if value.kind != "str":
            yield source.finding("type", value.line, f"the variable {name} is no text", "put it in quotes")
    skip = job.get("skip_if")
    if skip.is_there and not _COUNT.fullmatch(skip.text.strip()):
        hint = "only counts of jobs belong here"
        yield source.finding("template", skip.line, "a template that takes text from elsewhere", hint)


def _text(source: Source, job: Item) -> Iterator[Finding]:
    """Rules about the raw text, which Formicary cuts up before any YAML is parsed."""
    lines = source.lines
    if not source.text.endswith("\n"):
        yield source.finding("text", len(lines), "the file does not end with a newline")
    for name in ("job_type", "tasks"):
        if not job.get(name).is_there:
            yield source.finding("missing-key", 1, f"no {name}")
    begun = False
    for number, line in enumerate(lines, 1):
        if begun and (not line.strip() or line.lstrip().startswith("#")):
            yield source.finding(
                "text", number, "a blank line or comment inside the tasks", "it is cut up as text"
            )
        begun = begun or line.startswith("tasks:")
        if "${{" in line:
            yield source.finding("template", number, "an expression of GitHub Actions inside a Formicary template")
        outside = re.sub(r"^\s*(- )?(task_type|skip_if|job_variables):", "", line)
        if not line.lstrip().startswith("#") and re.search(r"\b(task_type|skip_if|job_variables):", outside):
            yield source.finding(
                "text", number, "the name of a key stands in a text", "Formicary finds keys by text"
            )
        yield from check_commands.secret(source, number, line)
    scalars = [("job_type", job.get("job_type"))]
    scalars += [("task_type", task.get("task_type")) for task in job.get("tasks").items]
    for key, value in scalars:
        quoted = 0 < value.line <= len(lines) and re.search(rf"{key}:\s*[\"']", lines[value.line - 1])
        if value.is_there and (quoted or not _NAME.fullmatch(value.text)):
            hint = "lower-case letters, digits and hyphens, without quotes"
            yield source.finding("name", value.line, f"{key} '{value.text[:40]}' has an unusual form", hint)


def _task(source: Source, task: Item) -> Iterator[Finding]:
    yield from _keys(source, task, _TASK_KEYS, "of a task")
    if next(iter(task.keys), "task_type") != "task_type":
        yield source.finding("text", task.line, "task_type is not the first key of its task")
    method = task.get("method")
    if method.text not in _METHODS:
        yield source.finding(
            "type", method.line, f"method '{method.text}' is none", closest(method.text, _METHODS)
        )
    for name in ("on_completed", "on_failed"):
        if _TEMPLATE.search(task.get(name).text):
            yield source.finding("template", task.get(name).line, f"a template in {name} vanishes at upload")
    yield from _timing(source, task)
    yield from _artifacts(source, task)
    yield from _values(source, task)
    yield from _routes(source, task)


def _timing(source: Source, task: Item) -> Iterator[Finding]:
    timeout = task.get("timeout")
    if not timeout.is_there:
        yield source.finding(
            "timeout", task.line, f"task {_name(task)} has no timeout", "add timeout, such as 15m"
        )
    yield from _duration(source, timeout, "timeout")
    yield from _duration(source, task.get("delay_between_retries"), "delay_between_retries")
    own = check_commands.own_timeout(_script(task))
    given = _seconds(timeout)
    if own and given and given < own + _MARGIN:
        hint = "the engine kills the shell only: ygs has to end its agent first"
        yield source.finding("timeout", timeout.line, "less than a minute beyond the timeout of ygs", hint)


def _artifacts(source: Source, task: Item) -> Iterator[Finding]:
    kept = task.get("artifacts")
    yield from _keys(source, kept, _ARTIFACT_KEYS, "of artifacts")
    yield from _duration(source, kept.get("expires_after"), "expires_after")
    for path in kept.get("paths").items:
        if "*" not in path.text:
            hint = "a plain path that is missing fails the task; end it with /*"
            yield source.finding("artifacts", path.line, "an artifact that is no glob", hint)
        elif not path.text.startswith("/"):
            hint = "tasks of all jobs share one folder; name the run's"
            yield source.finding("artifacts", path.line, "an artifact below the folder of the worker", hint)
    if (kept.is_there or _is_agent(task)) and (not kept.get("paths").items or kept.get("when").text != "always"):
        hint = "add artifacts with paths and when: always"
        yield source.finding("artifacts", task.line, f"task {_name(task)} keeps no artifacts on failure", hint)


def _values(source: Source, task: Item) -> Iterator[Finding]:
    for name in ("before_script", "script", "after_script"):
        script = task.get(name)
        if script.is_there and script.kind:
            yield source.finding("type", script.line, f"{name} is no list")
        for line in script.items:
            yield from check_commands.command(source, line.line, line.text)
            if "{{" in line.text:
                hint = 'read it from the environment: "$NAME"'
                yield source.finding(
                    "template", line.line, "a template inside a command is run by the shell", hint
                )
            if len(line.text.strip().splitlines()) > 1:
                yield source.finding("text", line.line, "a command of several lines", "one phase is one command")
            if check_commands.AGENT.search(line.text) and not re.search(r"\bexec ygs exec\b", line.text):
                hint = "`exec ygs exec ...` puts ygs in the place of the shell that the engine ends"
                yield source.finding("exec", line.line, "the agent does not run under `exec ygs exec`", hint)
    for one in (task.get("environment"), task.get("artifacts"), task.get("except"), task.get("working_dir")):
        for scalar in one.scalars():
            rest = _SUBMIT.sub("", _NONCE.sub("", scalar.text))
            if "{{" in rest or "}}" in rest:
                hint = "{{.JobID}} and {{.JobRetry}} only; issue text goes by files"
                yield source.finding("template", scalar.line, "a template that takes text from elsewhere", hint)


def _routes(source: Source, task: Item) -> Iterator[Finding]:
    routes = task.get("on_exit_code")
    for key, target in routes.keys.items():
        if not _EXIT.fullmatch(key.upper()):
            yield source.finding("exit-route", target.line, f"'{key}' is no exit code")
    if routes.keys and not task.get("on_failed").is_there:
        hint = "without it allow_failure takes on_completed"
        yield source.finding(
            "exit-route", routes.line, "exit codes are routed, and any other failure is not", hint
        )
    if routes.keys and task.get("allow_failure").text != "true":
        hint = "add allow_failure: true; else the job is FAILED whatever the route mends"
        yield source.finding("exit-route", routes.line, "exit codes are routed without allow_failure", hint)
    if _is_agent(task) and ("2" not in routes.keys or not task.get("on_failed").is_there):
        hint = 'add on_failed and on_exit_code with "2", the code of BLOCKED'
        yield source.finding("exit-route", task.line, f"task {_name(task)} has no route for BLOCKED", hint)


def _graph(source: Source, job: Item, tasks: Sequence[Item]) -> Iterator[Finding]:
    names = [_name(task) for task in tasks]
    targets = {_name(task): _targets(task) for task in tasks}
    if len(job.get("tasks").items) > _MAX_TASKS:
        yield source.finding("graph", job.get("tasks").line, f"more than {_MAX_TASKS} tasks")
    for number, task in enumerate(tasks):
        name = _name(task)
        if name in names[:number]:
            yield source.finding("graph", task.line, f"task {name} stands twice")
        longer = [other for other in names if other != name and other.startswith(name)]
        if longer and name:
            hint = "Formicary finds a task by the beginning of its name"
            yield source.finding("name", task.line, f"'{name}' is the beginning of '{longer[0]}'", hint)
        for target, line in targets[name].items():
            if target not in names and target not in _RESERVED and not target.startswith("ERR_"):
                yield source.finding("exit-route", line, f"no task '{target}'", closest(target, names))
    if not tasks:
        return
    reached = _reached(names[0], targets)
    for task in tasks:
        if _name(task) not in reached:
            yield source.finding("graph", task.line, f"task {_name(task)} is not reached from {names[0]}")
    for task in tasks:
        if _name(task) in _reached_after(_name(task), targets):
            hint = "a task that is COMPLETED does not run again: bound a repair inside its task"
            yield source.finding("graph", task.line, f"task {_name(task)} leads back to itself", hint)


def _pipeline(source: Source, job: Item, tasks: Sequence[Item]) -> Iterator[Finding]:
    """What a job with an agent needs: a folder per attempt, a visible end, and clean-up on every path."""
    targets = {_name(task): _targets(task) for task in tasks}
    by_name = {_name(task): task for task in tasks}
    for task in tasks:
        leaf = not [target for target in targets[_name(task)] if target in by_name]
        if leaf and task.get("always_run").text != "true":
            hint = "every path ends in a task with always_run: true"
            yield source.finding("clean-up", task.line, f"task {_name(task)} ends the job without clean-up", hint)
        if not leaf and not task.get("on_failed").is_there:
            yield source.finding(
                "exit-route", task.line, f"task {_name(task)} has no on_failed", "route it to blocked"
            )
        folder = task.get("environment", "YGS_RUN_DIR")
        if folder.is_there and not {".JobID", ".JobRetry"} <= set(re.findall(r"\.Job\w+", folder.text)):
            hint = "YGS_RUN_DIR with {{.JobID}}-{{.JobRetry}}: a retry gets a folder and a nonce of its own"
            yield source.finding(
                "nonce", folder.line, f"task {_name(task)} shares its folder with other attempts", hint
            )
    shown = [t for t in tasks if "ygs phase blocked" in _script(t) and t.get("allow_failure").text != "true"]
    if not shown:
        hint = "a task that runs `ygs phase blocked` and does not allow failure"
        yield source.finding("exit-route", job.get("tasks").line, "a blocked job ends as COMPLETED", hint)
    need = _longest(next(iter(targets)), targets, by_name, ())
    given = _seconds(job.get("timeout"))
    if given and given < need:
        hint = f"the longest path takes {durations.shown(need)}"
        yield source.finding("timeout", job.get("timeout").line, "the job ends before its tasks may", hint)


def _longest(
    name: str, targets: Mapping[str, Mapping[str, int]], tasks: Mapping[str, Item], path: tuple[str, ...]
) -> float:
    if name in path or name not in tasks:
        return 0.0
    after = (_longest(target, targets, tasks, (*path, name)) for target in targets[name])
    return _seconds(tasks[name].get("timeout")) + max(after, default=0.0)


def _reached(start: str, targets: Mapping[str, Mapping[str, int]]) -> set[str]:
    return {start} | _reached_after(start, targets)


def _reached_after(start: str, targets: Mapping[str, Mapping[str, int]]) -> set[str]:
    found: set[str] = set()
    waiting = [*targets.get(start, ())]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += targets.get(name, ())
    return found


def _targets(task: Item) -> dict[str, int]:
    routes = [task.get("on_completed"), task.get("on_failed"), *task.get("on_exit_code").keys.values()]
    return {route.text: route.line for route in routes if route.is_there}


def _keys(source: Source, item: Item, known: frozenset[str], where: str) -> Iterator[Finding]:
    for name, value in item.keys.items():
        if name not in known:
            hint = closest(name, known) + "; Formicary ignores it without a word"
            yield source.finding("unknown-key", value.line, f"'{name[:60]}' is no key {where}", hint)


def _duration(source: Source, item: Item, name: str) -> Iterator[Finding]:
    if item.is_there and (item.kind != "str" or not _DURATION.fullmatch(item.text)):
        yield source.finding("type", item.line, f"{name}: '{item.text}' is no duration", "such as 90s, 15m or 4h")


def _seconds(item: Item) -> float:
    return durations.seconds(item.text) or 0.0 if item.is_there else 0.0


def _name(task: Item) -> str:
    return task.get("task_type").text


def _script(task: Item) -> str:
    return "\n".join(
        line.text for name in ("before_script", "script", "after_script") for line in task.get(name).items
    )


def _is_agent(task: Item) -> bool:
    return bool(check_commands.AGENT.search(_script(task)))
