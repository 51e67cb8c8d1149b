"""What the engines do with a generated definition, as far as the definitions use it: each command is really run.

Formicary: a task at a time, its environment rendered, its script by /bin/sh, its outcome routed. GitHub Actions: a
job after another on a machine of its own, its steps by bash, files handed on as artifacts.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

OUTPUT = re.compile(r"^::set-output name=(\w+)::(.*)$", re.MULTILINE)


def command(shell: list[str], text: str, folder: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    words = [*shell, text]
    return subprocess.run(
        words,
        cwd=folder,
        env=dict(env),
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
        check=False,
    )


@dataclass
class Formicary:
    """One worker: its environment and folder. Outputs of scripts become the context of the job, as there."""

    env: Mapping[str, str]
    folder: Path
    context: dict[str, str] = field(default_factory=dict)
    trace: str = ""

    def run(self, text: str, job: str, parameters: Mapping[str, str]) -> tuple[str, list[tuple[str, int]]]:
        """Run a job to its end: its state, and each task with its exit code in the order they ran."""
        tasks = {task["task_type"]: task for task in yaml.safe_load(text)["tasks"]}
        name, failed, ran = next(iter(tasks)), False, []
        while name:
            task = tasks[name]
            code = self._task(task, job, parameters)
            ran.append((name, code))
            failed |= bool(code) and not task.get("allow_failure", False)
            route = task.get("on_exit_code", {}).get(str(code)) if code else None
            name = route or task.get("on_failed" if code else "on_completed", "")
        return ("FAILED" if failed else "COMPLETED"), ran

    def _task(self, task: Mapping[str, Any], job: str, parameters: Mapping[str, str]) -> int:
        given = {key: self._rendered(value, job) for key, value in task["environment"].items()}
        env = {**self.env, **parameters, **self.context, **given}
        for line in task["script"]:
            done = command(["/bin/sh", "-c"], line, self.folder, env)
            self.trace += done.stdout + done.stderr
            if done.returncode:
                return done.returncode
            self.context |= dict(OUTPUT.findall(done.stdout))
        for pattern in task.get("artifacts", {}).get("paths", ()):
            found = list(Path("/").glob(self._rendered(pattern, job).lstrip("/")))
            assert all(path.is_file() for path in found), pattern  # a folder makes the task fail
        return 0

    def _rendered(self, value: str, job: str) -> str:
        text = value.replace("{{.JobID}}", job).replace("{{.JobRetry}}", "0")
        assert "{{" not in text, text
        return text


@dataclass
class Actions:
    """Runners with `ygs` on them. `values` are the contexts that expressions may name."""

    env: Mapping[str, str]
    folder: Path
    values: Mapping[str, str]
    trace: str = ""
    results: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def run(self, text: str) -> str:
        """Run all jobs: the conclusion. `results` has the steps of each job that was not skipped."""
        flow = yaml.safe_load(text)
        shared = {key: self._filled(value, {}) for key, value in flow["env"].items()}
        ended: dict[str, str] = {}
        for name, job in flow["jobs"].items():
            needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
            sound = all(ended[need] == "success" for need in needs)
            wanted = any(ended[need] == "failure" for need in needs) if "failure()" in job.get("if", "") else sound
            ended[name] = self._job(name, job, shared) if wanted else "skipped"
        return "failure" if "failure" in ended.values() else "success"

    def _job(self, name: str, job: Mapping[str, Any], shared: Mapping[str, str]) -> str:
        temp = self.folder / f"runner-{name}"
        temp.mkdir()
        outputs: dict[str, str] = {}
        failed = False
        for step in job["steps"]:
            condition = step.get("if", "")
            held = "always()" in condition or not failed
            known = re.fullmatch(r"steps\.([\w-]+)\.outputs\.(\w+) == '(\w+)'", condition)
            if not held or (known and outputs.get(f"{known[1]}.{known[2]}") != known[3]):
                continue
            assert known or condition in ("", "always()"), condition
            code = self._step(name, step, {**shared, "RUNNER_TEMP": str(temp)}, outputs)
            failed |= bool(code) and not step.get("continue-on-error", False)
        return "failure" if failed else "success"

    def _step(self, job: str, step: Mapping[str, Any], shared: Mapping[str, str], outputs: dict[str, str]) -> int:
        local = {"runner.temp": shared["RUNNER_TEMP"], "env.YGS_ISSUE": shared["YGS_ISSUE"]}
        if "uses" in step:
            return self._used(step["uses"], {k: self._filled(v, local) for k, v in step.get("with", {}).items()})
        if "install" in step["run"]:
            return 0  # the runner has them
        output = Path(shared["RUNNER_TEMP"]) / "output"
        output.write_text("")
        given = {key: self._filled(value, local) for key, value in step.get("env", {}).items()}
        env = {**self.env, **shared, **given, "GITHUB_OUTPUT": str(output)}
        done = command(["bash", "-e", "-c"], step["run"], Path(shared["RUNNER_TEMP"]), env)
        self.trace += done.stdout + done.stderr
        identity = step.get("id") or step["name"]
        outputs |= {f"{identity}.{k}": v for k, v in re.findall(r"^(\w+)=(.*)$", output.read_text(), re.MULTILINE)}
        self.results.setdefault(job, []).append((identity, done.returncode))
        return done.returncode

    def _used(self, action: str, given: Mapping[str, str]) -> int:
        kind = action.partition("@")[0]
        if kind == "actions/upload-artifact":
            shutil.copytree(given["path"], self.folder / "artifacts" / given["name"], dirs_exist_ok=True)
        elif kind == "actions/download-artifact":
            store = self.folder / "artifacts" / given["name"]
            if not store.is_dir():
                return 1
            shutil.copytree(store, given["path"], dirs_exist_ok=True)
        return 0

    def _filled(self, value: object, local: Mapping[str, str]) -> str:
        def looked_up(match: re.Match[str]) -> str:
            for name in match[1].split("||"):
                found = {**self.values, **local}.get(name.strip(), "")
                if found:
                    return found
            return ""

        return re.sub(r"\$\{\{(.*?)\}\}", looked_up, str(value))
