"""Where issues come from and pull requests go: one class per tracker, all with the same few methods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ygs_cli.automation.work import Issue, Run, Stop
from ygs_cli.errors import YgsError, closest

READY, IN_PROGRESS, NEEDS_HUMAN = "ai-ready", "ai-in-progress", "needs-human"
MARK = "ygs-processed:"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a pull request: its id in the tracker, its author's id, its text."""

    identifier: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request: its number, its branch, its author's id, and whether it is open."""

    number: str
    branch: str
    author: str
    is_open: bool
    title: str = ""
    url: str = ""


class Tracker(Protocol):
    """What a tracker, with the place its code is in, can do for a phase."""

    def ready(self, label: str, limit: int) -> Sequence[str]:
        """References of open issues with a label, oldest first."""

    def issue(self, reference: str) -> Issue:
        """One issue as it is now."""

    def claim(self, reference: str, label: str) -> bool:
        """Take a label off an issue; whether it was there."""

    def relabel(self, reference: str, add: str, remove: Sequence[str]) -> None:
        """Move an issue to another label."""

    def comment(self, reference: str, text: str) -> None:
        """Write a comment on an issue or, for pull-12, on a pull request."""

    def pulls(self) -> Sequence[Pull]:
        """The pull requests whose branch is one of this program's, closed ones of late included."""

    def comments(self, number: str) -> Sequence[Comment]:
        """The comments on a pull request, review comments included, oldest first."""

    def may_write(self, author: str) -> bool:
        """Whether an account may write to the repository."""

    def open_pull(self, branch: str, base: str, title: str, body: str) -> str:
        """Open a draft pull request; its address."""

    def delete_branch(self, branch: str) -> None:
        """Delete a branch of the repository."""

    def address(self) -> str:
        """Where the code is cloned from and pushed to."""

    def auth(self) -> Mapping[str, str]:
        """Settings of git that carry the credential for that address."""


def named(tracker: str, repository: str) -> Tracker:
    """The tracker of that name. Raises YgsError (64) for an unknown one."""
    if tracker == "github":
        from ygs_cli.shell.phases.github import GitHub

        return GitHub(repository)
    if tracker == "jira":
        from ygs_cli.shell.phases.jira import Jira

        return Jira(repository)
    hint = closest(tracker, ("github", "jira"))
    raise YgsError(f"unknown tracker '{tracker}'", hint=hint, exit_code=64)


def of_run(run: Run) -> Tracker:
    """The tracker of a run."""
    return named(run.tracker, run.repository)


def open_comments(tracker: Tracker, pull: Pull) -> tuple[Comment, ...]:
    """The comments of a pull request that nobody has answered yet and whose author may write to the repository.

    What was processed is remembered in the pull request itself: our own comments name the ids. A mark in a
    comment of anybody else counts for nothing.
    """
    everything = tracker.comments(pull.number)
    done = processed(comment.text for comment in everything if comment.author == pull.author)
    fresh = [one for one in everything if one.author != pull.author and one.identifier not in done]
    allowed = {author: tracker.may_write(author) for author in {one.author for one in fresh}}
    return tuple(one for one in fresh if allowed[one.author])


def processed(texts: Iterable[str]) -> frozenset[str]:
    """The ids of comments that our own comments say were processed."""
    lines = (line for text in texts for line in text.splitlines() if line.startswith(MARK))
    return frozenset(word for line in lines for word in line.removeprefix(MARK).split())


def pull_issue(tracker: Tracker, reference: str) -> Issue:
    """The open comments of a pull request as an issue to work on. Raises Stop where there are none."""
    number = reference.removeprefix("pull-")
    pull = next((one for one in tracker.pulls() if one.number == number and one.is_open), None)
    if pull is None:
        raise Stop("no open pull request of this program", where=reference)
    found = open_comments(tracker, pull)
    if not found:
        raise Stop("every comment is answered, perhaps by another run", where=reference)
    body = "\n\n".join(f"Comment {one.identifier}:\n\n{one.text}" for one in found)
    identifiers = tuple(one.identifier for one in found)
    return Issue(reference, pull.title, body, pull.url, pull.branch, identifiers)


def text(data: Any, *keys: str) -> str:
    """A text deep inside JSON data, "" when it is not there or no text."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, str) else ""
