"""The tracker commands of the skills, as they stand in the text, run by the real `gh` and the real `curl`.

The servers are on the loopback interface and know only the recorded fixtures: an endpoint that was removed, an
option or field that does not exist, and a page that nobody asks for make a command fail here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.driver import Git
from tests.skills.trackers.servers import Tracker, serve
from ygs_cli.pack.catalog import Skill
from ygs_cli.shell import shipped

TOKEN = "a-secret-that-must-not-be-printed"
SLOTS = {
    "<n>": "7",
    "<original>": "5",
    "<id>": "7",
    "<date>": "2026-11-01",
    "<yyyy-mm-dd>": "2026-11-01",
    "<words of the symptom>": "checkout hangs",
    "<label>": "ready",
    "<old label>": "bug",
    "<file>": "text.md",
    "<base>": "main",
    "<branch>": "coupons",
    "<title>": "Coupons at checkout",
    "<sprint>": "Sprint 9",
    "<why>": "out of scope",
    "<text>": "Seen.",
    "<KEY>": "SHOP",
    "<KEY-1>": "SHOP-1",
    "<workspace>": "acme",
    "<repo>": "shop",
}
# list commands whose server has more than one page
PAGED = re.compile(r"gh (?:issue|pr|label) list")
SKILLS = [shipped.find(name) for name in shipped.names(shipped.skills())]


def _texts(skill: Skill) -> Iterator[str]:
    yield skill.body
    yield from (file.data.decode() for file in skill.files if file.path.startswith("references/"))


def _commands(pattern: str) -> list[str]:
    found = {command for skill in SKILLS for text in _texts(skill) for command in re.findall(pattern, text, re.M)}
    return sorted(found)


GITHUB = _commands(r"`(gh (?:pr|issue|label|api|run|release|repo|search) [^`]+)`")
CURL = _commands(r"^(printf .*\| curl .*)$")


def _gh() -> str:
    found = shutil.which("gh", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip("GitHub's gh was not found: install the development dependencies")
    return found


def _fill(command: str) -> str:
    for slot, value in SLOTS.items():
        command = command.replace(slot, value)
    assert not re.search(r"<[a-z]", command), f"a blank without a value: {command}"
    return command


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone on a branch that was pushed, with the file that comments are read from."""
    folder = tmp_path / "shop"
    folder.mkdir()
    git = Git(folder)
    git("init", "-q", "-b", "main")
    git("remote", "add", "origin", "http://github.localhost/acme/shop.git")
    git.commit("start", {"text.md": "Text of a comment.\n"})
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    git("checkout", "-q", "-b", "coupons")
    git.commit("Coupons", {"coupons.py": "LIMIT = 1\n"})
    git("update-ref", "refs/remotes/origin/coupons", "HEAD")
    git("config", "branch.coupons.remote", "origin")
    git("config", "branch.coupons.merge", "refs/heads/coupons")
    return folder


def _run(command: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={"HOME": str(folder.parent), "PATH": "/usr/local/bin:/usr/bin:/bin"} | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _github(tracker: Tracker, command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `gh`, which speaks plain HTTP to the host github.localhost and takes our server for its proxy."""
    path = f"{Path(_gh()).parent}{os.pathsep}/usr/local/bin:/usr/bin:/bin"
    host = "github.localhost"
    env = {"GH_HOST": host, "GH_TOKEN": TOKEN, "GH_REPO": f"{host}/acme/shop", "GH_PROMPT_DISABLED": "1"}
    return _run(command, folder, PATH=path, HTTP_PROXY=tracker.url, **env)


def _atlassian(tracker: Tracker, command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    jira = {"JIRA_SITE": tracker.url, "JIRA_EMAIL": "ada@example.org", "JIRA_API_TOKEN": TOKEN}
    bitbucket = {"BITBUCKET_API": tracker.url, "BITBUCKET_EMAIL": "ada@example.org", "BITBUCKET_API_TOKEN": TOKEN}
    return _run(command, folder, **jira, **bitbucket)


def _server(command: str) -> str:
    return "jira" if "JIRA_SITE" in command else "bitbucket"


@pytest.mark.parametrize("command", GITHUB)
def test_a_github_command_runs_and_reads_every_page(command: str, checkout: Path) -> None:
    with serve("github") as tracker:
        done = _github(tracker, _fill(command), checkout)
    assert done.returncode == 0, done.stderr
    assert not tracker.unknown
    assert TOKEN not in done.stdout + done.stderr
    if PAGED.match(command):
        assert [request.page for request in tracker.requests if request.page] == ["page-2"]
        assert len(json.loads(done.stdout)) >= 2


@pytest.mark.parametrize("command", CURL)
def test_an_atlassian_command_runs_and_keeps_the_token_out_of_sight(command: str, checkout: Path) -> None:
    with serve(_server(command)) as tracker:
        done = _atlassian(tracker, _fill(command), checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not tracker.unknown
    assert TOKEN not in done.stdout + done.stderr
    behind = command.partition("| curl")[2]
    assert "TOKEN" not in behind and "EMAIL" not in behind, "what stands behind curl is visible to every process"


def test_jira_is_read_to_the_last_page_by_the_token(checkout: Path) -> None:
    command = _fill(next(command for command in CURL if "search/jql" in command))
    keys, token = [], ""
    with serve("jira") as tracker:
        while not keys or token:
            more = f' --data-urlencode "nextPageToken={token}"' if token else ""
            page = json.loads(_atlassian(tracker, command + more, checkout).stdout)
            keys += [issue["key"] for issue in page["issues"]]
            token = page.get("nextPageToken", "")
            assert page["isLast"] is not bool(token)
    assert keys == ["SHOP-1", "SHOP-2", "SHOP-3"]
    assert all({"jql", "fields", "maxResults"} <= set(request.query) for request in tracker.requests)
    assert "startAt" not in tracker.requests[0].query


def test_bitbucket_is_read_to_the_last_page_by_the_address(checkout: Path) -> None:
    command = _fill(next(command for command in CURL if '/pullrequests"' in command))
    with serve("bitbucket") as tracker:
        first = json.loads(_atlassian(tracker, command, checkout).stdout)
        assert first["next"].startswith(tracker.url)
        head = command.partition(" -G ")[0]
        second = json.loads(_atlassian(tracker, f'{head} "{first["next"]}"', checkout).stdout)
    assert [one["id"] for one in first["values"] + second["values"]] == [14, 13, 9]
    assert "next" not in second


def test_a_removed_endpoint_fails(checkout: Path) -> None:
    command = _fill(next(command for command in CURL if "search/jql" in command)).replace("search/jql", "search")
    with serve("jira") as tracker:
        done = _atlassian(tracker, command, checkout)
    assert done.returncode == 22 and tracker.unknown


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("gh issue list --json number,reviewer", "Unknown JSON field"),
        ("gh pr list --pages 3", "unknown flag: --pages"),
        ("gh issue close 7 --reason wontfix", "invalid argument"),
        ("gh issue triage 7", "unknown command"),
    ],
)
def test_a_wrong_flag_field_or_command_fails(command: str, said: str, checkout: Path) -> None:
    with serve("github") as tracker:
        done = _github(tracker, command, checkout)
    assert done.returncode != 0 and said in done.stderr


def test_the_skills_that_touch_a_tracker_are_all_here() -> None:
    assert len(GITHUB) >= 18 and len(CURL) >= 10
    assert not _commands(r"(rest/api/[23]/search\b(?!/jql)[^`\n]*$)"), "the removed endpoint as a command"


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.name)
def test_a_list_is_never_left_at_its_default_length(skill: Skill) -> None:
    for text in _texts(skill):
        for command in re.findall(r"`(gh \w+ list [^`]*)`", text):
            assert "--limit" in command and "--json" in command, command
