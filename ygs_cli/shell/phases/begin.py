"""The beginning of a run: which issues wait, one issue as data, and a workspace with a branch."""

from __future__ import annotations

import json
import os
import re
import secrets
from pathlib import Path

from ygs_cli.automation import work
from ygs_cli.automation.contract import Exit
from ygs_cli.automation.work import DONE, SKIPPED, Issue, Outcome, Run, Stop
from ygs_cli.errors import YgsError
from ygs_cli.shell import branches
from ygs_cli.shell.phases import record, tracker
from ygs_cli.shell.phases.options import Options
from ygs_cli.shell.phases.tracker import IN_PROGRESS, NEEDS_HUMAN, READY, Tracker

_MAX_EVENT = 5_000_000


def pick(options: Options) -> Outcome:
    """List the issues that wait, as references only: no text of a stranger goes to the engine."""
    site = tracker.named(options.tracker, options.repository)
    found = [work.reference(item) for item in site.ready(options.label, options.limit)]
    return _handed_on(found, options, "issue")


def poll_pr(options: Options) -> Outcome:
    """Look once at the pull requests of this program, and list those with comments to answer."""
    site = tracker.named(options.tracker, options.repository)
    waiting = [pull for pull in site.pulls() if pull.is_open and tracker.open_comments(site, pull)]
    found = [work.reference(f"pull-{pull.number}") for pull in waiting[: options.limit]]
    return _handed_on(found, options, "pull request")


def _handed_on(found: list[str], options: Options, what: str) -> Outcome:
    place = work.repository(options.repository).lower().replace("/", "-")
    jobs = [{"YGS_ISSUE": item, "_user_key": f"ygs-{options.tracker}-{place}-{item.lower()}"} for item in found]
    outputs = {
        "references": json.dumps(found),
        "YgsJobs": json.dumps(jobs, separators=(",", ":")),
    }
    many = "" if len(found) == 1 else "s"
    return Outcome(DONE if found else SKIPPED, f"{len(found)} {what}{many} to work on", outputs=outputs)


def fetch_issue(options: Options) -> Outcome:
    """Read the issue once, claim it in the tracker, and record it in a new run folder."""
    record.start(options.run_dir)
    if options.issue_file is not None:
        issue, site = _from_file(options.issue_file), None
        place = str(Path(options.repository or ".").resolve())
    else:
        place = work.repository(options.repository)
        site = tracker.named(options.tracker, place)
        issue = _from_tracker(site, options)
    nonce = secrets.token_hex(4)
    branch = issue.branch or work.branch_of(issue, nonce)
    name = options.tracker if site else "file"
    run = Run(name, place, issue.reference, nonce, branch, url=issue.url, comments=issue.comments)
    record.write(options.run_dir, "issue.md", work.issue_text(issue))
    if site and not issue.branch:
        _claim(site, issue.reference, options.label or READY)
    record.write_json(options.run_dir, "run.json", run.data())
    if site and not issue.branch:
        site.relabel(issue.reference, IN_PROGRESS, (NEEDS_HUMAN,))
    return Outcome(DONE, f"{issue.reference} on {branch}")


def _claim(site: Tracker, reference: str, label: str) -> None:
    """Take the label off, which one run can do once: an event and a picker may have started two for one issue.

    Raises Stop for the others. They leave no record, so that none of their later phases speaks in the tracker.
    """
    if not site.claim(reference, label):
        hint = f"another run works on it, or nobody asked for one: set {label} to start one"
        raise Stop(f"the issue has no label {work.one_line(label)}", where=reference, hint=hint)


def _from_tracker(site: Tracker, options: Options) -> Issue:
    reference = work.reference(options.issue)
    if reference.startswith("pull-"):
        return tracker.pull_issue(site, reference)
    event = _event_issue(options.event, reference) if options.event else None
    return event or site.issue(reference)


def _event_issue(event: Path, reference: str) -> Issue | None:
    """The issue as it was when the label was set, from the file that GitHub Actions gives; None for no such event.

    Text that was edited after somebody looked at it and set the label is not what was asked for.
    """
    try:
        with event.open("rb") as stream:
            data = json.loads(stream.read(_MAX_EVENT))
    except (OSError, ValueError) as problem:
        raise YgsError("not an event of GitHub", where=str(event), exit_code=Exit.USAGE) from problem
    item = data.get("issue") if isinstance(data, dict) else None
    if not isinstance(item, dict) or str(item.get("number")) != reference:
        return None
    title, body, url = (tracker.text(item, key) for key in ("title", "body", "html_url"))
    return Issue(reference, title, body, url)


def _from_file(path: Path) -> Issue:
    """An issue from a Markdown file: the first line is its title, and its number is made of the file's name."""
    try:
        with path.open("rb") as stream:
            text = stream.read(_MAX_EVENT).decode("utf-8-sig", "replace")
    except OSError as problem:
        raise YgsError(problem.strerror or str(problem), where=str(path), exit_code=Exit.USAGE) from None
    first, _, body = text.strip().partition("\n")
    if not first.strip():
        raise YgsError(
            "the issue is empty", where=str(path), hint="its first line is the title", exit_code=Exit.USAGE
        )
    digits = re.findall(r"[0-9]{1,9}", path.stem)
    return Issue(digits[0] if digits else "1", first.lstrip("# "), body)


def workspace(options: Options) -> Outcome:
    """Clone the repository into the run folder and begin the branch of this attempt."""
    run = record.load(options.run_dir)
    folder = options.run_dir / record.WORKSPACE
    if os.path.lexists(folder):
        raise YgsError("there is a workspace already", where=str(folder), exit_code=Exit.USAGE)
    source, auth = _source(run)
    again = run.reference.startswith("pull-")
    branches.clone(source, folder, auth, branch=run.branch if again else options.base)
    base, base_branch = branches.head(folder)
    branches.start(folder, run.branch, base)
    changed = {"base": base, "base_branch": "" if again else base_branch}
    record.write_json(options.run_dir, "run.json", run.data() | changed)
    return Outcome(DONE, f"branch {run.branch} begins at {base[:12]}")


def _source(run: Run) -> tuple[str, dict[str, str]]:
    """Where to clone from, with the credential for it: a folder of this machine needs none."""
    if run.tracker == "file":
        return run.repository, {}
    site = tracker.of_run(run)
    return site.address(), dict(site.auth())
