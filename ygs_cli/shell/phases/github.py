"""GitHub through its own client, `gh`: argument lists, never a shell. It finds its credential by itself."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib import parse

from ygs_cli.automation.contract import Exit
from ygs_cli.automation.work import Issue, Stop, is_branch, repository
from ygs_cli.errors import YgsError
from ygs_cli.shell.phases.tracker import Comment, Pull, text

_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}(\[bot\])?")
_AUTHENTICATION = 4  # exit code of gh for "not logged in" (gh help exit-codes)


class _NotThere(YgsError):  # noqa: N818 - an answer that one of the callers expects
    """GitHub knows no such thing (HTTP 404)."""


@dataclass(frozen=True, slots=True)
class GitHub:
    """Issues and pull requests of one repository on GitHub."""

    repository: str

    def ready(self, label: str, limit: int) -> Sequence[str]:
        options = ("--label", label, "--state", "open", "--limit", str(limit), "--json", "number")
        found = _json("issue", "list", "-R", self._name, "--search", "sort:created-asc", *options)
        return [str(item["number"]) for item in found if isinstance(item.get("number"), int)]

    def issue(self, reference: str) -> Issue:
        fields = "title,body,url,state"
        data = _json("issue", "view", reference, "-R", self._name, "--json", fields)
        if text(data, "state").upper() not in ("", "OPEN"):
            raise Stop("the issue is closed", where=reference)
        return Issue(reference, text(data, "title"), text(data, "body"), text(data, "url"))

    def claim(self, reference: str, label: str) -> bool:
        """By the one request that fails when the label is not there (any more): of two runs one gets it."""
        place = f"repos/{self._name}/issues/{reference}/labels/{parse.quote(label, safe='')}"
        try:
            _gh("api", "--method", "DELETE", place)
        except _NotThere:
            return False
        return True

    def relabel(self, reference: str, add: str, remove: Sequence[str]) -> None:
        taken = [word for label in remove for word in ("--remove-label", label)]
        _gh("issue", "edit", reference, "-R", self._name, "--add-label", add, *taken)

    def comment(self, reference: str, text: str) -> None:
        kind = "pr" if reference.startswith("pull-") else "issue"
        number = reference.removeprefix("pull-")
        _gh(kind, "comment", number, "-R", self._name, "--body-file", "-", stdin=text)

    def pulls(self) -> Sequence[Pull]:
        query = "state=all&sort=updated&direction=desc&per_page=100"
        found = _json("api", f"repos/{self._name}/pulls?{query}")
        return [_pull(item) for item in found if self._is_ours(item)]

    def comments(self, number: str) -> Sequence[Comment]:
        found: list[Any] = []
        for place in (f"issues/{number}/comments", f"pulls/{number}/comments", f"pulls/{number}/reviews"):
            pages = _json("api", "--paginate", "--slurp", f"repos/{self._name}/{place}?per_page=100")
            found += [item for page in pages for item in page if text(item, "body").strip()]
        found.sort(key=lambda item: text(item, "created_at") or text(item, "submitted_at"))
        return [Comment(str(item["id"]), text(item, "user", "login"), text(item, "body")) for item in found]

    def may_write(self, author: str) -> bool:
        if not _LOGIN.fullmatch(author) or author.endswith("[bot]"):
            return False
        try:
            data = _json("api", f"repos/{self._name}/collaborators/{author}/permission")
        except YgsError:
            return False
        return text(data, "permission") in ("admin", "maintain", "write")

    def open_pull(self, branch: str, base: str, title: str, body: str) -> str:
        options = (f"--head={branch}", f"--base={base}", f"--title={title}", "--body-file=-")
        lines = _gh("pr", "create", "-R", self._name, "--draft", *options, stdin=body).split()
        return lines[-1] if lines else ""

    def delete_branch(self, branch: str) -> None:
        _gh("api", "--method", "DELETE", f"repos/{self._name}/git/refs/heads/{branch}")

    def address(self) -> str:
        return f"https://github.com/{self._name}.git"

    def auth(self) -> Mapping[str, str]:
        return {"credential.https://github.com.helper": "!gh auth git-credential"}

    @property
    def _name(self) -> str:
        return repository(self.repository)

    def _is_ours(self, item: Any) -> bool:
        """A branch of ours in this repository itself: a fork can name its branches as it likes."""
        same = text(item, "head", "repo", "full_name").lower() == self._name.lower()
        return same and is_branch(text(item, "head", "ref"))


def _pull(item: Any) -> Pull:
    values = (text(item, "head", "ref"), text(item, "user", "login"), text(item, "state") == "open")
    return Pull(str(item["number"]), *values, text(item, "title"), text(item, "html_url"))


def _json(*arguments: str) -> Any:
    try:
        return json.loads(_gh(*arguments))
    except ValueError:
        raise YgsError(f"gh {arguments[0]}: the answer is not JSON", exit_code=Exit.INTERNAL) from None


def _gh(*arguments: str, stdin: str = "") -> str:
    try:
        done = subprocess.run(
            ["gh", *arguments],
            input=stdin.encode("utf-8", "replace"),
            capture_output=True,
            timeout=120,
            check=False,
        )
    except FileNotFoundError:
        hint = "install the GitHub client and log in, or set GH_TOKEN"
        raise YgsError("gh was not found", hint=hint, exit_code=Exit.UNAVAILABLE) from None
    except subprocess.TimeoutExpired:
        raise YgsError(f"gh {arguments[0]}: no answer in 120 seconds", exit_code=Exit.TRANSIENT) from None
    if done.returncode:
        raise _failed(arguments[0], done)
    return done.stdout.decode("utf-8", "replace")


def _failed(command: str, done: subprocess.CompletedProcess[bytes]) -> YgsError:
    """What went wrong, without the text of the answer: it may quote a stranger."""
    said = done.stderr.decode("utf-8", "replace")
    status = re.search(r"HTTP (\d{3})", said)
    code = int(status[1]) if status else 0
    detail = f"HTTP {code}" if code else f"exit code {done.returncode}"
    if done.returncode == _AUTHENTICATION or code in (401, 403):
        hint = "log in by gh auth login, or set GH_TOKEN with the rights of this phase"
        return YgsError(f"gh {command}: {detail}", hint=hint, exit_code=Exit.UNAVAILABLE)
    hint = "run the same gh command by hand to see its answer"
    kind = _NotThere if code == 404 else YgsError
    exit_code = Exit.TRANSIENT if code == 429 or code >= 500 else Exit.INTERNAL
    return kind(f"gh {command}: {detail}", hint=hint, exit_code=exit_code)
