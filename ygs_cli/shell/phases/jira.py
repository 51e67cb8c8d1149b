"""Jira for issues and Bitbucket for code and pull requests, through their REST interfaces.

Environment: JIRA_URL, JIRA_USER, JIRA_TOKEN, JIRA_PROJECT; BITBUCKET_TOKEN (an access token of the repository).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib import parse

from ygs_cli.automation.contract import Exit
from ygs_cli.automation.work import Issue, Stop, is_branch, repository
from ygs_cli.errors import YgsError
from ygs_cli.shell.phases import web
from ygs_cli.shell.phases.tracker import Comment, Pull, text

_PROJECT = re.compile(r"[A-Z][A-Z0-9_]{0,19}")
_LABEL = re.compile(r"[A-Za-z0-9][\w.-]{0,63}")
_BITBUCKET = "https://api.bitbucket.org/2.0"
_PAGES = 20


@dataclass(frozen=True, slots=True)
class Jira:
    """Issues of a Jira project, and a repository on Bitbucket."""

    repository: str

    def ready(self, label: str, limit: int) -> Sequence[str]:
        project = web.variable("JIRA_PROJECT")
        if not _PROJECT.fullmatch(project) or not _LABEL.fullmatch(label):
            raise YgsError(
                "JIRA_PROJECT or the label has an unusual form", hint="such as ABC", exit_code=Exit.USAGE
            )
        jql = f'project = "{project}" AND labels = "{label}" AND statusCategory != Done ORDER BY created'
        query = {"jql": jql, "fields": "summary", "maxResults": str(limit)}
        found = _jira("GET", "/rest/api/2/search/jql", query=query)
        return [text(item, "key") for item in found.get("issues", ())]

    def issue(self, reference: str) -> Issue:
        data = _jira("GET", f"/rest/api/2/issue/{reference}", query={"fields": "summary,description,status"})
        if text(data, "fields", "status", "statusCategory", "key") == "done":
            raise Stop("the issue is closed", where=reference)
        url = f"{web.variable('JIRA_URL').rstrip('/')}/browse/{reference}"
        return Issue(reference, text(data, "fields", "summary"), text(data, "fields", "description"), url)

    def claim(self, reference: str, label: str) -> bool:
        """Jira removes a label whether it is there or not, so this looks first.

        Between the two, another run may do the same. What starts runs for Jira is a picker alone, which the
        engine keeps from starting two for one issue.
        """
        fields = _jira("GET", f"/rest/api/2/issue/{reference}", query={"fields": "labels"}).get("fields", {})
        if label not in fields.get("labels", ()):
            return False
        _jira("PUT", f"/rest/api/2/issue/{reference}", {"update": {"labels": [{"remove": label}]}})
        return True

    def relabel(self, reference: str, add: str, remove: Sequence[str]) -> None:
        moves: list[dict[str, str]] = [{"add": add}, *({"remove": label} for label in remove)]
        _jira("PUT", f"/rest/api/2/issue/{reference}", {"update": {"labels": moves}})

    def comment(self, reference: str, text: str) -> None:
        if reference.startswith("pull-"):
            place = f"/pullrequests/{reference.removeprefix('pull-')}/comments"
            self._bitbucket("POST", place, {"content": {"raw": text}})
        else:
            _jira("POST", f"/rest/api/2/issue/{reference}/comment", {"body": text})

    def pulls(self) -> Sequence[Pull]:
        states = "&".join(f"state={state}" for state in ("OPEN", "MERGED", "DECLINED", "SUPERSEDED"))
        found = self._pages(f"/pullrequests?{states}&sort=-updated_on&pagelen=50", 2)
        return [_pull(item) for item in found if self._is_ours(item)]

    def comments(self, number: str) -> Sequence[Comment]:
        found = self._pages(f"/pullrequests/{number}/comments?pagelen=100&sort=created_on", _PAGES)
        return [
            Comment(str(item["id"]), text(item, "user", "account_id"), text(item, "content", "raw"))
            for item in found
            if not item.get("deleted") and text(item, "content", "raw").strip()
        ]

    def may_write(self, author: str) -> bool:
        if not author:
            return False
        try:
            data = self._bitbucket("GET", f"/permissions-config/users/{parse.quote(author, safe='')}")
        except YgsError:
            return False
        return text(data, "permission") in ("write", "admin")

    def open_pull(self, branch: str, base: str, title: str, body: str) -> str:
        ends = {"source": {"branch": {"name": branch}}, "destination": {"branch": {"name": base}}}
        data = self._bitbucket(
            "POST", "/pullrequests", ends | {"title": title, "description": body, "draft": True}
        )
        return text(data, "links", "html", "href")

    def delete_branch(self, branch: str) -> None:
        self._bitbucket("DELETE", f"/refs/branches/{branch}")

    def address(self) -> str:
        return f"https://bitbucket.org/{repository(self.repository)}.git"

    def auth(self) -> Mapping[str, str]:
        """As a header in the environment of git: an address would show the token in the list of processes."""
        header = web.basic("x-token-auth", web.variable("BITBUCKET_TOKEN"))
        return {"http.https://bitbucket.org/.extraHeader": f"Authorization: {header}"}

    def _bitbucket(self, method: str, path: str, data: Any = None) -> Any:
        base = os.environ.get("BITBUCKET_URL", _BITBUCKET)
        place = f"/repositories/{repository(self.repository)}{path}"
        return web.call(method, base, place, f"Bearer {web.variable('BITBUCKET_TOKEN')}", data)

    def _pages(self, path: str, most: int) -> list[Any]:
        """The values of the first pages of a list. The address of the next page is counted, never followed."""
        found: list[Any] = []
        for number in range(1, most + 1):
            page = self._bitbucket("GET", f"{path}&page={number}")
            found += page.get("values", ())
            if not page.get("next"):
                break
        return found

    def _is_ours(self, item: Any) -> bool:
        source = text(item, "source", "repository", "full_name").lower()
        return source == self.repository.lower() and is_branch(text(item, "source", "branch", "name"))


def _pull(item: Any) -> Pull:
    author = text(item, "author", "account_id")
    values = (text(item, "source", "branch", "name"), author, text(item, "state") == "OPEN")
    return Pull(str(item["id"]), *values, text(item, "title"), text(item, "links", "html", "href"))


def _jira(method: str, path: str, data: Any = None, query: Mapping[str, str] | None = None) -> Any:
    header = web.basic(web.variable("JIRA_USER"), web.variable("JIRA_TOKEN"))
    return web.call(method, web.variable("JIRA_URL"), path, header, data, query)
