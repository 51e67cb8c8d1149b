"""The end of a run: publish, report, learn, clean up. Here is the token, and no agent."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from ygs_cli.automation import work
from ygs_cli.automation.contract import Exit
from ygs_cli.automation.work import BLOCKED, CONCERNS, DONE, Outcome, Run
from ygs_cli.errors import YgsError
from ygs_cli.shell import branches
from ygs_cli.shell.phases import record, tracker
from ygs_cli.shell.phases.check import BUNDLE
from ygs_cli.shell.phases.options import Options
from ygs_cli.shell.phases.tracker import IN_PROGRESS, MARK, NEEDS_HUMAN

_PUBLISH = "publish"


def publish(options: Options) -> Outcome:
    """Push the bundle from a fresh clone, after checking it again there, and open a draft pull request."""
    run = record.load(options.run_dir)
    site = None if run.tracker == "file" else tracker.of_run(run)
    auth = dict(site.auth()) if site else {}
    target = site.address() if site else run.repository
    clone = _fresh(options.run_dir)
    try:
        branches.clone(target, clone, auth, checkout=False)
        tip = branches.unpack(clone, options.run_dir / BUNDLE, run.branch)
        branches.commits(clone, run.base, tip)
        reasons = work.refused(branches.changes(clone, run.base, tip))
        if reasons:
            reason = "; ".join(reasons)[:500]
            return Outcome(BLOCKED, "the change may not be published", reason=reason, code=Exit.DENIED)
        again = run.reference.startswith("pull-")
        branches.push(clone, target, tip, run.branch, run.base if again else "", auth)
    finally:
        shutil.rmtree(clone, ignore_errors=True)
    return Outcome(DONE, f"{run.branch} at {tip[:12]}{_announce(site, run, options.run_dir, tip)}")


def _fresh(folder: Path) -> Path:
    """A new folder for a clone that no agent has had its hands on."""
    place = folder / _PUBLISH
    place.mkdir(mode=0o700, exist_ok=True)
    if place.is_symlink():
        raise YgsError("a link is in the way", where=str(place), exit_code=Exit.DENIED)
    clone = place / f"clone-{os.getpid()}"
    shutil.rmtree(clone, ignore_errors=True)
    return clone


def _announce(site: tracker.Tracker | None, run: Run, folder: Path, tip: str) -> str:
    """Open the pull request, or answer the comments of one; what to add to the summary."""
    if site is None:
        return f" in {run.repository}"
    if run.reference.startswith("pull-"):
        marks = " ".join(run.comments)
        site.comment(run.reference, f"Worked on the comments above in {tip[:12]}.\n\n{MARK} {marks}\n")
        return ", comments answered"
    body = work.pull_body(run, list(record.statuses(folder)))
    title = work.one_line(record.read(folder, "issue.md").partition("\n")[0], 100)
    address = site.open_pull(run.branch, run.base_branch, f"{run.reference}: {title}", body)
    record.write_json(folder, "publish/pull-request.json", {"version": 1, "url": address})
    return ", draft pull request opened"


def learn(options: Options) -> Outcome:
    """Write the learning entry of this run: data with its source, never read back into a prompt by itself."""
    run = record.load(options.run_dir)
    said = record.read(options.run_dir, "reflect/conversation.txt")
    text = work.learning(run, date.today().isoformat(), list(record.statuses(options.run_dir)), said)
    record.write(options.run_dir, "learn/learning.md", text)
    return Outcome(DONE, "learn/learning.md")


def blocked(options: Options) -> Outcome:
    """Say in the tracker why the run stopped, hand the issue to a person, and end as BLOCKED."""
    try:
        run = record.load(options.run_dir)
    except YgsError as problem:  # stopped before there was a record: the engine's log has the reason
        return Outcome(BLOCKED, "the run stopped before it began", reason=problem.message)
    stopped = [name for name, data in record.statuses(options.run_dir) if data.get("exit_code") not in (0, None)]
    where = stopped[-1] if stopped else "a phase without a status"
    reason = f"stopped in {where}"
    if run.tracker != "file":
        site = tracker.of_run(run)
        site.comment(
            run.reference, f"Run {run.nonce} {reason}. Its records are with the engine. It needs a person.\n"
        )
        if not run.reference.startswith("pull-"):
            site.relabel(run.reference, NEEDS_HUMAN, (IN_PROGRESS,))
    return Outcome(BLOCKED, f"{run.reference}: {reason}", reason=reason)


def clean_up(options: Options) -> Outcome:
    """Remove the workspace of a run. The records stay. Nothing to remove is no error."""
    folder = options.run_dir / record.WORKSPACE
    if folder.is_symlink():
        folder.unlink()
    elif folder.is_dir():
        _remove(folder)
    return Outcome(DONE, "the workspace is gone")


def _remove(folder: Path) -> None:
    """Remove a folder in which an agent may have made things read-only."""
    for here, _, _ in os.walk(folder, followlinks=False):
        with suppress(OSError):
            os.chmod(here, 0o700)  # noqa: PTH101 - a folder that walk found, not a link
    shutil.rmtree(folder)


def sweep(options: Options) -> Outcome:
    """Remove the folders of runs that began long ago, and the branches whose pull request is closed."""
    old = list(_old_runs(options.run_dir, options.days))
    for folder in old:
        _remove(folder)
    gone, failed = 0, 0
    if options.repository:
        site = tracker.named(options.tracker, options.repository)
        pulls = site.pulls()
        open_ones = {pull.branch for pull in pulls if pull.is_open}
        for branch in sorted({pull.branch for pull in pulls} - open_ones):
            try:
                site.delete_branch(branch)
                gone += 1
            except YgsError:  # somebody was faster, or it is protected
                failed += 1
    summary = f"{len(old)} run folders and {gone} branches removed"
    if failed:
        return Outcome(
            CONCERNS, summary, concerns=(f"{failed} branches were gone already or could not be deleted",)
        )
    return Outcome(DONE, summary)


def _old_runs(runs: Path, days: float) -> Iterator[Path]:
    """Folders below `runs` that are a run of this program, untouched for so many days."""
    if not runs.is_dir():
        return
    for folder in runs.iterdir():
        mark = folder / "run.json"
        if not folder.is_symlink() and mark.is_file() and mark.stat().st_mtime < time.time() - days * 86_400:
            yield folder


def export(options: Options) -> Outcome:
    """Copy the records of a run, without its workspace and without any link, to where an engine uploads them."""
    if options.target is None:
        raise YgsError("--to is missing", hint="a folder that is not there yet", exit_code=Exit.USAGE)
    if options.target.exists():
        raise YgsError("there is something already", where=str(options.target), exit_code=Exit.USAGE)
    count = record.copy_records(options.run_dir, options.target)
    return Outcome(DONE, f"{count} files")
