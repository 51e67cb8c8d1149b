"""Documents of every bad shape: the rules say what is wrong or nothing, and never fall over."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.driver import Git, Ygs, snapshot
from ygs_cli import engine, rules
from ygs_cli.artifacts import project
from ygs_cli.artifacts.kinds import KINDS
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.config import Config

KEYS = sorted({field.name for kind in KINDS.values() for field in kind.all_fields})
IDS = ["ADR-0001", "adr-001", "TASK-0002", "TASK-0001", "REQ-1", "ADR-99999999999", "", "x"]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.sampled_from([*IDS, *sorted(KINDS), "done", "accepted", "superseded", "in-progress", "2026-13-45"]),
    st.text("ab: []{}<>#-|\n\"'", max_size=12),
)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=12), st.dictionaries(st.text("ab", max_size=2), SCALARS))
BODIES = st.text("# ab|-[]<>!=\n`x*", max_size=80)
SECTIONS = st.lists(st.sampled_from(sorted({f"## {name}\n" for kind in KINDS.values() for name in kind.sections})))


@st.composite
def documents(draw: st.DrawFn) -> str:
    front: dict[str, Any] = draw(st.dictionaries(st.sampled_from(KEYS), VALUES))
    front |= {"id": draw(st.sampled_from(IDS)), "kind": draw(st.sampled_from([*sorted(KINDS), "adrr"]))}
    text = yaml.safe_dump(front, allow_unicode=True)
    return f"---\n{text}---\n{''.join(draw(SECTIONS))}\n{draw(BODIES)}"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(documents(), max_size=4))
def test_no_rule_falls_over_any_front_matter(texts: list[str]) -> None:
    facts = project.facts([SourceFile(f"tasks/done/{number}.md", text) for number, text in enumerate(texts)])
    found = engine.run(rules.family("artifact"), facts, Config(profile="strict"), facts.documents).findings
    for finding in found:
        lines = next(doc.lines for doc in facts.documents if doc.path == finding.location.path)
        assert 0 < finding.location.line <= len(lines)
        assert 0 < finding.location.column <= len(lines[finding.location.line - 1]) + 1


def test_five_thousand_tasks_are_read_in_seconds() -> None:
    def task(number: int) -> SourceFile:
        waits = f"TASK-{number + 1:04d}" if number % 100 else "TASK-99999"
        front = (
            f"id: TASK-{number:04d}\nkind: task\nstatus: backlog\ndepends_on: [{waits}]\nsources: [REQ-{number}]"
        )
        return SourceFile(f"tasks/backlog/{number:04d}-a.md", f"---\n{front}\n---\n# A\n")

    begin = time.process_time()
    facts = project.facts(task(number) for number in range(5_000))
    family = [rule for rule in rules.family("artifact") if rule.name != "front-matter-schema"]
    engine.run(family, facts, Config(), facts.documents)
    assert time.process_time() - begin < 30, "quadratic: linear takes about two seconds"


def test_strange_files_are_read_past(ygs: Ygs, git: Git, project: Path) -> None:
    git.write({"docs/adr/0001-empty.md": "", "docs/adr/0002-cr.md": "---\rid: ADR-0002\rkind: adr\r---\r# A\r"})
    for name, data in {
        "0003-utf16.md": "---\nid: ADR-0003\nkind: adr\n---\n".encode("utf-16"),
        "0004-latin.md": b"---\nid: ADR-0004\nkind: adr\ntitle: caf\xe9\n---\n",
        "0005-nul.md": b"---\nid: ADR-0005\n\0\n---\n",
        "0006-crlf.md": b"\xef\xbb\xbf---\r\nid: ADR-0006\r\nkind: adr\r\n---\r\n# A\r\n",
        "0007-\x1b[31mred.md": b"---\nid: ADR-0007\nkind: adr\n---\n",
    }.items():
        (project / "docs/adr" / name).write_bytes(data)
    (project / "docs/adr/0008-loop.md").symlink_to("0008-loop.md")
    before = snapshot(project / "docs")
    done = ygs("lint", code=1)
    assert "\x1b" not in done.stdout + done.stderr
    for number in ("0004", "0006"):
        assert f"docs/adr/{number}-" in done.stdout
    ygs("init", "--adopt")
    assert snapshot(project / "docs") == before
    assert ygs("new", "adr", "Next").stdout == "docs/adr/0008-next.md\n"


def _task(identifier: str, more: str = "", status: str = "backlog") -> str:
    fields = {"priority": "SHOULD", "size": "S", "mode": "autonomous", "depends_on": "[]", "planned_files": "[]"}
    own = dict(line.split(": ", 1) for line in more.splitlines())
    front = {"title": "A", "status": status, "date": "2026-01-02", "owners": "[a]", "links": "[]", "sources": "[]"}
    lines = "".join(f"{key}: {value}\n" for key, value in (front | fields | own).items())
    return f"---\nid: {identifier}\nkind: task\n{lines}---\n# A\n\n## Acceptance criteria\n- [ ] it works\n"


def _prd(identifier: str, date: str = "2026-01-02") -> str:
    front = f"title: A\nstatus: draft\ndate: {date}\nowners: [a]\nlinks: []\n"
    return f"---\nid: {identifier}\nkind: prd\n{front}---\n# A\n"


BAD = {
    "tasks/backlog/0001-a.md": _task("TASK-0001", "depends_on: [TASK-0002]"),
    "tasks/backlog/0002-a.md": _task("TASK-0002", "depends_on: [TASK-0001]"),
    "tasks/backlog/0003-a.md": _task("TASK-0003", "links: [PRD-0099]\ndepends_on: [TASK-0003]"),
    "tasks/backlog/0004-a.md": _task("task-0001"),
    "tasks/done/0005-a.md": _task("TASK-0005"),
    "tasks/backlog/0006-a.md": _task("[TASK-0006]", "wave: soon\nplanned_files: 5"),
    "docs/prd/0001-a.md": _prd("PRD-0001"),
    "docs/prd/0002-a.md": _prd("PRD-0001"),
    "docs/prd/0003-a.md": "---\n- a\n- b\n---\n# A\n",
    "docs/prd/0004-a.md": _prd("PRD-0004", "21.11.2026"),
    "docs/prd/0005-a.md": _prd("PRD-0005", "2026-13-45"),
    "docs/prd/0006-a.md": _prd("PRD-0006", "2026-11-21T10:00:00Z"),
    "docs/prd/0007-a.md": _prd("PRD-0007") + "<<<<<<< HEAD\nold\n=======\nnew\n>>>>>>> other\n",
    "docs/prd/0008-a.md": "---\nid: PRD-0008\n<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> b\n---\n# A\n",
}
WANTED = {
    "tasks/backlog/0001-a.md:13: task-cycle",
    "tasks/backlog/0003-a.md:8: dangling-id",
    "tasks/backlog/0003-a.md:13: task-cycle",
    "tasks/backlog/0004-a.md:2: duplicate-id",
    "tasks/backlog/0004-a.md:2: front-matter-schema",
    "tasks/done/0005-a.md:5: task-wrong-folder",
    "tasks/backlog/0006-a.md:2: front-matter-schema",
    "tasks/backlog/0006-a.md:14: front-matter-schema",
    "docs/prd/0002-a.md:2: duplicate-id",
    "docs/prd/0003-a.md:1: front-matter-readable",
    "docs/prd/0004-a.md:6: front-matter-schema",
    "docs/prd/0005-a.md:6: front-matter-schema",
    "docs/prd/0006-a.md:6: front-matter-schema",
    "docs/prd/0007-a.md:11: merge-conflict-marker",
    "docs/prd/0008-a.md:3: merge-conflict-marker",
}
COMMANDS = (
    "trace",
    "status",
    "task list",
    "task next",
    "task waves",
    "task graph",
    "task estimate",
    "task start TASK-0001",
    "task start TASK-0003",
    "task start TASK-0005",
    "task done TASK-0002",
    "new prd Next --dry-run",
    "init --adopt",
)


def test_everything_bad_is_a_finding_with_its_line_and_nothing_is_moved(ygs: Ygs, git: Git) -> None:
    git.write(BAD)
    before = snapshot(git.root)
    found = json.loads(ygs("lint", "--format", "json", code=1).stdout)["findings"]
    said = {f"{item['location']['path']}:{item['location']['line']}: {item['rule']}" for item in found}
    assert said >= WANTED, WANTED - said
    for command in COMMANDS:
        done = ygs(*command.split(), code=None)
        assert done.returncode in (0, 1, 2)
        assert "Traceback" not in done.stderr
    notes = ygs("init", "--adopt", "docs/prd").stderr
    assert "docs/prd/0003-a.md:1: front matter is not a mapping of keys to values; left out" in notes
    assert "docs/prd/0008-a.md:3: an unresolved merge; left out" in notes
    assert snapshot(git.root) == before


def test_adoption_of_nothing_says_why(ygs: Ygs, git: Git) -> None:
    git.write({"docs/notes.md": "# Notes\n"})
    assert "nothing was recognised: a document needs a folder" in ygs("init", "--adopt", "docs").stderr
