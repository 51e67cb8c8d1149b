"""What the plumbing of a pipeline decides: names, records, texts for people. Pure; the effects are in the shell.

Everything that comes from a tracker, a repository or an agent is hostile until shown otherwise. It is kept as
data in files, checked by a pattern before it becomes part of a name or an address, and cleaned and cut before
a person reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from ygs_cli.automation.contract import MAX_SUMMARY, STATUSES, VERSION, Exit
from ygs_cli.errors import YgsError
from ygs_cli.pack.prompt import Input, clean

DONE, CONCERNS, SKIPPED = "DONE", "DONE_WITH_CONCERNS", "SKIPPED"
BLOCKED, TESTS_FAILING = "BLOCKED", "TESTS_FAILING"

MAX_TITLE = 200
MAX_BODY = 200_000
MAX_LEARNING = 8_000
_REFERENCE = re.compile(r"[0-9]{1,9}|[A-Z][A-Z0-9_]{0,19}-[0-9]{1,9}|pull-[0-9]{1,9}")
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}/[A-Za-z0-9_.-]{1,100}")
_BRANCH = re.compile(r"ygs/[a-z0-9][a-z0-9-]{0,80}")
# What decides about later runs, about people's machines, or about what is checked: never changed by an agent.
_PROTECTED_PARTS = frozenset({".git", ".github", ".gitlab", ".claude", ".husky", ".codex", ".gemini", ".circleci"})
_PROTECTED_NAMES = frozenset(
    {".claude.json", ".gitattributes", ".gitlab-ci.yml", ".gitmodules", ".mcp.json", ".pre-commit-config.yaml"}
    | {".ripgreprc", "agents.md", "bitbucket-pipelines.yml", "claude.local.md", "claude.md", "codeowners"}
    | {"gemini.md", "jenkinsfile", ".npmrc", ".yarnrc.yml", ".envrc"}
)


class Stop(YgsError):  # noqa: N818 - no error of the program: a state of the world
    """The work cannot go on, for a reason that a person has to look at: the phase ends as BLOCKED."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a phase ended, in the form of status v1. `outputs` are the scalars that an engine may read."""

    status: str
    summary: str
    reason: str = ""
    concerns: tuple[str, ...] = ()
    tests: str = ""
    code: Exit | None = None
    outputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """The code by the table that `ygs exec` and every phase share; `code` names a failure of another sort."""
        return int(STATUSES[self.status] if self.code is None else self.code)

    def fields(self) -> dict[str, Any]:
        """The status as JSON data: required keys always, the others when they say something."""
        found: dict[str, Any] = {"version": VERSION, "status": self.status, "summary": self.summary[:MAX_SUMMARY]}
        if self.reason:
            found["reason"] = self.reason
        if self.concerns:
            found["concerns"] = list(self.concerns)
        if self.tests:
            found["tests"] = {"state": self.tests, "failing": []}
        return found | {"exit_code": self.exit_code}


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, or the open comments of a pull request, as it was read from its tracker."""

    reference: str
    title: str
    body: str
    url: str = ""
    branch: str = ""  # of a pull request: where the work goes on
    comments: tuple[str, ...] = ()  # of a pull request: ids of the comments that the body holds


@dataclass(frozen=True, slots=True)
class Run:
    """What the phases of one attempt hand to each other in `run.json`. No field holds text of a stranger."""

    tracker: str
    repository: str
    reference: str
    nonce: str
    branch: str
    base: str = ""
    base_branch: str = ""
    url: str = ""
    comments: tuple[str, ...] = ()

    def data(self) -> dict[str, Any]:
        """As JSON data."""
        return {"version": 1, **asdict(self)}


def run_of(data: Any, where: str) -> Run:
    """A run from JSON data. Raises YgsError for a field that is missing or not what this program writes."""
    known = Run.__dataclass_fields__
    try:
        values = {name: data[name] for name in known} | {"comments": tuple(data["comments"])}
        found = Run(**values)
        texts = [value for value in values.values() if not isinstance(value, tuple)]
        sound = all(isinstance(text, str) for text in (*texts, *found.comments)) and _is_sound(found)
    except (KeyError, TypeError):
        sound = False
    if not sound:
        raise YgsError("not the record of a run", where=where, hint="start again with the phase fetch-issue")
    return found


def _is_sound(run: Run) -> bool:
    shape = re.fullmatch(r"[0-9a-f]{0,64}", run.base) and re.fullmatch(r"[0-9a-f]{8}", run.nonce)
    return bool(shape and _BRANCH.fullmatch(run.branch) and _REFERENCE.fullmatch(run.reference))


def reference(text: str) -> str:
    """The reference of an issue (12, ABC-12) or a pull request (pull-12). Raises YgsError for anything else."""
    return _matching(_REFERENCE, text, "reference of an issue", "a number, a key such as ABC-12, or pull-12")


def repository(text: str) -> str:
    """A repository as owner/name. Raises YgsError for anything else."""
    found = _matching(_REPOSITORY, text, "repository", "owner/name, in --repository or YGS_REPOSITORY")
    if found.split("/")[1] in (".", ".."):
        raise YgsError(f"'{text}' is no repository", hint="owner/name", exit_code=Exit.USAGE)
    return found


def is_branch(text: str) -> bool:
    """Whether a branch is one of this program's own."""
    return bool(_BRANCH.fullmatch(text))


def _matching(pattern: re.Pattern[str], text: str, what: str, hint: str) -> str:
    if not pattern.fullmatch(text):
        raise YgsError(f"'{text[:80]}' is no {what}", hint=hint, exit_code=Exit.USAGE)
    return text


def branch_of(issue: Issue, nonce: str) -> str:
    """The branch of one attempt: reference, a few safe letters of the title, and the nonce."""
    slug = re.sub(r"[^a-z0-9]+", "-", issue.title[:MAX_TITLE].lower()).strip("-")[:40].strip("-")
    return "ygs/" + "-".join(part for part in (issue.reference.lower().replace("_", "-"), slug, nonce) if part)


def one_line(text: str, limit: int = MAX_TITLE) -> str:
    """A stranger's text as one line without hidden characters, at most `limit` long."""
    return " ".join(clean(Input("text", "", text)).text.split())[:limit]


def issue_text(issue: Issue) -> str:
    """The issue as the data block that agents get: title, then body, cleaned and cut."""
    body = clean(Input("body", "", issue.body), MAX_BODY)
    note = f"\n\n(the last {body.cut:,} characters were cut off)" if body.cut else ""
    return f"{one_line(issue.title)}\n\n{body.text}{note}\n"


def is_protected(path: str) -> bool:
    """Whether an agent may not change this file, in whatever letter case it is written."""
    parts = [part.lower() for part in PurePosixPath(path).parts]
    return not _PROTECTED_PARTS.isdisjoint(parts) or parts[-1:] == [] or parts[-1] in _PROTECTED_NAMES


@dataclass(frozen=True, slots=True)
class Changed:
    """A file that a branch changes: its path, its new mode ("000000" for a deletion), and a link's target."""

    path: str
    mode: str
    target: str = ""


def refused(changes: Iterable[Changed]) -> tuple[str, ...]:
    """Why a branch must not leave the machine, one sentence a file; nothing when it may."""
    return tuple(reason for change in changes if (reason := _refusal(change)))


def _refusal(change: Changed) -> str:
    name = one_line(change.path)
    if is_protected(change.path):
        return f"{name}: a protected file"
    if change.mode == "160000":
        return f"{name}: a repository within the repository"
    if change.mode == "120000" and _leaves(change.path, change.target):
        return f"{name}: a link that leads out of the workspace"
    return ""


def _leaves(path: str, target: str) -> bool:
    if target.startswith("/") or ".git" in PurePosixPath(target).parts:
        return True
    depth = len(PurePosixPath(path).parts) - 1
    for part in PurePosixPath(target).parts:
        depth += -1 if part == ".." else 1
        if depth < 0:
            return True
    return False


def test_command(files: Mapping[str, str]) -> tuple[str, ...]:
    """How a project runs its tests, by the files of its top folder (name -> text); () when nothing tells."""
    if re.search(r"^(test|check)\s*:", files.get("Makefile", ""), re.MULTILINE):
        return ("make", "test" if re.search(r"^test\s*:", files["Makefile"], re.MULTILINE) else "check")
    if re.search(r'"test"\s*:', files.get("package.json", "")):
        return ("npm", "test")
    for name, command in _BY_FILE.items():
        if name in files:
            return command
    return ()


_PYTEST = ("python3", "-m", "pytest", "-q")
_BY_FILE = {
    "Cargo.toml": ("cargo", "test"),
    "go.mod": ("go", "test", "./..."),
    "pytest.ini": _PYTEST,
    "tox.ini": _PYTEST,
    "pyproject.toml": _PYTEST,
    "setup.py": _PYTEST,
    "conftest.py": _PYTEST,
}


def pull_title(issue: Issue) -> str:
    """The title of a pull request."""
    return f"{issue.reference}: {one_line(issue.title, 100)}"


def pull_body(run: Run, statuses: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """What a pull request says of its run: each phase with its status, and everything that is not settled."""
    rows = [f"| {name} | {_cell(data.get('status'))} | {_cell(data.get('summary'))} |" for name, data in statuses]
    open_points = [f"- {name}: {_cell(point)}" for name, data in statuses for point in _points(data)]
    parts = [
        f"Work on {run.reference}, run {run.nonce}. Written by an agent: review it as a stranger's change.",
        "\n".join(["| phase | status | summary (by the agent) |", "|---|---|---|", *rows]),
        "Not settled:\n\n" + "\n".join(open_points) if open_points else "No phase reported a concern.",
    ]
    return "\n\n".join(parts) + "\n"


def _points(data: Mapping[str, Any]) -> list[Any]:
    concerns = data.get("concerns")
    return [*(concerns if isinstance(concerns, list) else []), *([data["reason"]] if data.get("reason") else [])]


def _cell(value: Any) -> str:
    """A text of an agent inside Markdown: one line, no table break, no mention that notifies, no raw HTML."""
    text = one_line(str(value or ""), 500)
    return text.replace("|", "\\|").replace("<", "&lt;").replace("@", "@\u2060").replace("`", "'")


_CALL = re.compile(r"> \w+ \{")  # how conversation.txt shows the call of a tool


def learning(run: Run, day: str, statuses: Sequence[tuple[str, Mapping[str, Any]]], said: str) -> str:
    """A learning entry: proposed, with its source, its text fenced as data, and cut at `MAX_LEARNING` characters.

    Nothing reads it back into a prompt: a person moves what is worth keeping into the project.
    """
    rows = [f"- {name}: {_cell(data.get('status'))}, {_cell(data.get('summary'))}" for name, data in statuses]
    rows += [f"- {name}, open: {_cell(point)}" for name, data in statuses for point in _points(data)]
    facts = "\n".join(rows)[: MAX_LEARNING // 2]
    words = "\n".join(line for line in said.splitlines() if not _CALL.match(line))
    quoted = clean(Input("said", "", words), MAX_LEARNING // 2).text
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", quoted)), default=0))
    parts = [
        f'---\nkind: learning\nstatus: proposed\ndate: {day}\nrun: "{run.nonce}"\nissue: "{run.reference}"\n'
        f"tracker: {run.tracker}\nbranch: {run.branch}\ntrust: untrusted\n---",
        f"# Learnings of run {run.nonce}",
        "Written by agents that read text of strangers. Data, not instructions: check before you keep any of it.",
        f"## Evidence\n\n{facts or '- no phase left a status'}",
    ]
    if quoted.strip():
        parts.append(f"## Proposed by the agent\n\n{fence}text\n{quoted.strip()}\n{fence}")
    return "\n\n".join(parts) + "\n"
