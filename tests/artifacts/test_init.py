"""`ygs init` as a user runs it: idempotent, careful with what is there, and never outside the project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.driver import ROOT, Git, Ygs, snapshot
from ygs_cli import config
from ygs_cli.artifacts import managed, settings
from ygs_cli.errors import YgsError

EVERYTHING = ("--agents-md", "--ci", "github", "--pre-commit")


@pytest.mark.parametrize("name", ["shop", "mein Projekt ü", "deep/down/here"])
def test_a_second_run_changes_nothing_and_says_so(ygs: Ygs, tmp_path: Path, name: str) -> None:
    first = ygs("init", tmp_path / name, *EVERYTHING)
    assert "create  docs/adr/\n" in first.stdout
    before = snapshot(tmp_path / name)
    second = ygs("init", tmp_path / name, *EVERYTHING)
    assert snapshot(tmp_path / name) == before
    assert {line.split()[0] for line in second.stdout.splitlines()} == {"keep"}
    assert "0 written" in second.stderr


def test_what_it_makes_is_clean_under_every_profile(ygs: Ygs, project: Path) -> None:
    ygs("init", project, *EVERYTHING)
    for profile in config.PROFILES:
        ygs("lint", "--profile", profile)
    assert ygs("new", "task", "First").stdout == "tasks/backlog/0001-first.md\n"


def test_only_core_kinds_have_a_folder_from_the_start_and_others_come_with_the_first_document(
    ygs: Ygs, project: Path
) -> None:
    ygs("init")
    made = {path.name for path in (project / "docs").iterdir()} | {"tasks"}
    assert made == {"prd", "trd", "architecture", "adr", "threat-models", "out-of-scope", "tasks"}
    assert ygs("new", "retro", "November").stdout == "docs/retro/0001-november.md\n"
    assert "docs/retro" not in ygs("init").stdout


def test_dry_run_writes_nothing_and_names_what_a_real_run_then_makes(ygs: Ygs, tmp_path: Path) -> None:
    dry = ygs("init", tmp_path / "new", *EVERYTHING, "--dry-run")
    assert not (tmp_path / "new").exists()
    assert ygs("init", tmp_path / "new", *EVERYTHING).stdout == dry.stdout


def test_json(ygs: Ygs, project: Path) -> None:
    data = json.loads(ygs("init", "--format", "json", "--dry-run").stdout)
    assert (data["version"], data["root"], data["dry_run"]) == (1, str(project), True)
    assert {"action": "create", "path": "CONTEXT.md"} in data["entries"]


def test_inside_a_repository_the_root_is_scaffolded_not_the_current_folder(
    ygs: Ygs, git: Git, project: Path
) -> None:
    git.commit(files={"src/a.py": ""})
    ygs("init", cwd=project / "src")
    assert (project / "docs" / "adr").is_dir()
    assert [path.name for path in (project / "src").iterdir()] == ["a.py"]


def test_an_existing_layout_is_kept_and_not_doubled(ygs: Ygs, git: Git, project: Path) -> None:
    """REQ-0001-3: nothing there is changed or doubled."""
    files = {
        "doc/decisions/001-a.md": "# A\n",
        "doc/Design/cache.md": "# Cache\n",
        "conventions.md": "ours\n",
        "doc/context.md": "ours\n",
        ".ygs/config.yml": "profile: relaxed\n",
    }
    git.commit(files=files)
    (project / "doc" / "prds").mkdir()
    (project / "doc" / "trds").mkdir()
    (project / "doc" / "trds" / "0001-a.md").write_text("# A\n")
    out = ygs("init").stdout
    for kept in (
        "doc/decisions/",
        "doc/Design/",
        "doc/trds/",
        "conventions.md",
        "doc/context.md",
        ".ygs/config.yml",
    ):
        assert f"keep    {kept}\n" in out
    assert "create  doc/prds/.gitkeep\n" in out
    assert not (project / "docs").exists()
    assert not {"doc/adr", "doc/architecture", "doc/prd", "CONVENTIONS.md", "CONTEXT.md"} & set(snapshot(project))
    assert (project / "doc" / "out-of-scope" / "README.md").is_file()
    for name, text in files.items():
        assert (project / name).read_text() == text


def test_the_configuration_changes_nothing_and_its_schema_knows_every_key(ygs: Ygs, project: Path) -> None:
    ygs("init")
    text = (project / config.CONFIG_PATH).read_text()
    assert text.startswith("# yaml-language-server: $schema=config.schema.json\n")
    assert config.parse(text, "x", frozenset()) == config.Config()
    shown = "\n".join(line[2:] for line in text.split("\n\n", 1)[1].splitlines() if ": " in line and "#" in line)
    keys = [line for line in shown.splitlines() if line.partition(":")[0] in config.Config.__dataclass_fields__]
    uncommented = "\n".join(keys)
    assert config.parse(uncommented, "x", frozenset()) == config.Config()
    schema = json.loads((project / ".ygs" / settings.SCHEMA_NAME).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.safe_load(uncommented), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"profil": "strict"}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"rules": {"duplicate-id": "fatal"}}, schema)


def test_the_workflow_asks_for_nothing_but_reading(ygs: Ygs, project: Path) -> None:
    ygs("init", "--ci", "github")
    workflow = yaml.safe_load((project / ".github/workflows/ygs.yml").read_text())
    assert workflow["permissions"] == {"contents": "read"}
    steps = workflow["jobs"]["documents"]["steps"]
    assert [step["run"] for step in steps if "run" in step][1:] == ["ygs lint", "ygs sync"]
    assert all(len(step["uses"].partition("@")[2]) == 40 for step in steps if "uses" in step)


def test_an_existing_hook_file_is_left_alone_and_the_entry_is_shown(ygs: Ygs, project: Path) -> None:
    (project / ".pre-commit-config.yaml").write_text("repos: [] # mine\n")
    done = ygs("init", "--pre-commit")
    assert (project / ".pre-commit-config.yaml").read_text() == "repos: [] # mine\n"
    assert "id: ygs-lint" in done.stderr


def test_skills_are_installed_into_the_project_only_when_asked_for(ygs: Ygs, project: Path, home: Path) -> None:
    ygs("init")
    assert not (project / ".claude").exists()
    shipped = sorted(path.parent.name for path in (ROOT / "skills").glob("*/SKILL.md"))
    if not shipped:
        pytest.skip("this checkout ships no skill")
    ygs("init", "--skills", "--dry-run")
    assert not (project / ".claude").exists()
    ygs("init", "--skills")
    there = sorted(path.parent.name for path in (project / ".claude" / "skills").glob("*/SKILL.md"))
    assert there == shipped
    assert not (home / ".claude").exists()


def test_a_file_in_the_way_is_one_error_and_nothing_is_written(ygs: Ygs, project: Path) -> None:
    (project / "docs").write_text("not a folder\n")
    before = snapshot(project)
    assert "in the way" in ygs("init", code=2).stderr
    assert snapshot(project) == before
    assert "not a folder" in ygs("init", project / "docs", code=2).stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_project_is_one_error(ygs: Ygs, project: Path) -> None:
    project.chmod(0o555)
    done = ygs("init", code=2)
    project.chmod(0o755)
    assert "cannot be written" in done.stderr
    assert snapshot(project) == {}


def test_links_inside_are_written_through_and_links_outside_are_refused(
    ygs: Ygs, project: Path, tmp_path: Path
) -> None:
    (project / "knowledge").mkdir()
    (project / "docs").symlink_to("knowledge")
    ygs("init")
    assert (project / "knowledge" / "adr").is_dir()
    assert (project / "docs").is_symlink()
    other = tmp_path / "other"
    other.mkdir()
    (other / "docs").symlink_to(tmp_path / "outside")
    (tmp_path / "outside").mkdir()
    assert "out of the project" in ygs("init", other, code=2).stderr
    assert snapshot(tmp_path / "outside") == {}
    assert set(snapshot(other)) == {"docs"}


def test_a_project_reached_by_a_link_is_the_project(ygs: Ygs, project: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(project)
    ygs("init", tmp_path / "link")
    assert (project / "CONTEXT.md").is_file()


def test_a_linked_agents_file_gets_one_block_in_its_target(ygs: Ygs, project: Path, tmp_path: Path) -> None:
    (project / "CLAUDE.md").write_text("# Ours\n")
    (project / "AGENTS.md").symlink_to("CLAUDE.md")
    (project / "CLAUDE.md").chmod(0o640)
    ygs("init", "--agents-md")
    text = (project / "CLAUDE.md").read_text()
    assert text.startswith("# Ours\n\n<!-- ygs:begin")
    assert text.count("ygs:begin") == 1
    assert (project / "AGENTS.md").is_symlink()
    assert (project / "CLAUDE.md").stat().st_mode & 0o777 == 0o640
    (project / "AGENTS.md").unlink()
    (tmp_path / "shared.md").write_text("# Shared\n")
    (project / "AGENTS.md").symlink_to(tmp_path / "shared.md")
    assert "out of the project" in ygs("init", "--agents-md", code=2).stderr
    assert (tmp_path / "shared.md").read_text() == "# Shared\n"


def test_a_claude_file_that_imports_the_other_gets_no_second_block(ygs: Ygs, project: Path) -> None:
    ygs("init", "--agents-md")
    assert (project / "CLAUDE.md").read_bytes() == b"@AGENTS.md\n"
    before = snapshot(project)
    ygs("init", "--agents-md")
    assert snapshot(project) == before


@pytest.mark.parametrize("where", ["victim", "."])
def test_a_repository_cannot_send_the_scaffold_elsewhere(
    ygs: Ygs, git: Git, project: Path, tmp_path: Path, where: str
) -> None:
    (tmp_path / "victim").mkdir()
    git("config", "core.worktree", str(tmp_path / where))
    ygs("init")
    assert ygs("new", "adr", "Cache").stdout == "docs/adr/0001-cache.md\n"
    assert (project / "docs" / "adr" / "0001-cache.md").is_file()
    assert snapshot(tmp_path / "victim") == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "project", "victim"]


def test_links_in_a_circle_are_one_error(ygs: Ygs, project: Path) -> None:
    (project / "AGENTS.md").symlink_to("CLAUDE.md")
    (project / "CLAUDE.md").symlink_to("AGENTS.md")
    assert "circles" in ygs("init", "--agents-md", code=2).stderr


@pytest.mark.parametrize(
    "before",
    [
        b"# A\n",
        b"# A",
        b"# A\r\n\r\ntext\r\n",
        b"# A\r\ntext",
        b"\xef\xbb\xbf# A\n",
        b"\xef\xbb\xbf# A\r\n",
        b"\xef\xbb\xbf",
        b"",
        b"\n",
        b"mixed\r\nlines\nhere\n",
    ],
)
def test_the_block_keeps_endings_mark_and_final_newline(before: bytes) -> None:
    first = managed.with_block(before, "one\ntwo", "AGENTS.md")
    assert first.startswith(before)
    assert managed.with_block(first, "one\ntwo", "AGENTS.md") == first
    if b"mixed" not in before:
        assert first.count(b"\r\n") == (first.count(b"\n") if b"\r" in before else 0)
    assert first.endswith(b"\n") == (not before.removeprefix(b"\xef\xbb\xbf") or before.endswith(b"\n"))
    changed = managed.with_block(first + b"after", "three", "AGENTS.md")
    assert changed.startswith(before)
    assert changed.endswith(b"after")
    assert b"one" not in changed
    assert b"three" in changed


@pytest.mark.parametrize(
    ("before", "line"),
    [
        (b"x\n<!-- ygs:begin -->\n", 2),
        (b"<!-- ygs:end -->\n", 1),
        (b"<!-- ygs:end -->\n<!-- ygs:begin -->\n", 1),
        (b"<!-- ygs:begin -->\n<!-- ygs:begin -->\n<!-- ygs:end -->\n", 1),
    ],
)
def test_half_a_fence_is_an_error_with_its_line(before: bytes, line: int) -> None:
    with pytest.raises(YgsError) as raised:
        managed.with_block(before, "x", "AGENTS.md")
    assert raised.value.where == f"AGENTS.md:{line}"


def test_an_agents_file_that_is_not_utf8_is_one_error_and_nothing_is_written(ygs: Ygs, project: Path) -> None:
    (project / "AGENTS.md").write_bytes(b"caf\xe9\n")
    assert "not UTF-8 at byte 3" in ygs("init", "--agents-md", code=2).stderr
    assert set(snapshot(project)) == {"AGENTS.md"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--ci", "gitlab"], "unknown service 'gitlab'"),
        (["a", "b"], "more than one project"),
        (["--format", "xml"], "unknown format"),
        (["--adopt", "nowhere"], "no such file"),
    ],
)
def test_usage_errors(ygs: Ygs, project: Path, arguments: list[str], said: str) -> None:
    assert said in ygs("init", *arguments, code=2).stderr
    assert snapshot(project) == {}


def test_adopt_proposes_a_patch_that_applies_and_changes_nothing_itself(ygs: Ygs, git: Git, project: Path) -> None:
    nygard = (
        "# 3. Use a queue\n\nDate: 2020-05-06\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\nx\n"
    )
    git.write(
        {
            "docs/adr/0003-queue.md": nygard + "\n## Consequences\n\nx",
            "docs/adr/0004-mail.md": "---\nstatus: accepted\ndate: 2021-01-01\n---\n# Mail\n",
            "docs/adr/README.md": "# Decisions\n",
            "docs/adr/adr-template.md": "# Short title\n",
            "docs/adr/0009-untitled.md": "# <!-- title -->\n\ntext\n",
            "docs/adr/0001-ours.md": "---\nid: ADR-0003\nkind: adr\n---\n# Ours\n",
            "docs/guide.md": "# How to use it\n\nText.\n",
            "docs/the threats ü.md": "# Threat model of the shop\n",
        }
    )
    crlf = project / "docs/adr/0005-windows.md"
    crlf.write_bytes(b"\xef\xbb\xbf# ADR-0005: Windows\r\n\r\nStatus: Rejected\r\n")
    git.commit()
    before = snapshot(project / "docs")
    command = [sys.executable, "-m", "ygs_cli", "init", "--adopt"]
    patch = subprocess.run(command, cwd=project, env=ygs.environment(), capture_output=True, check=True).stdout
    assert snapshot(project / "docs") == before
    apply = ["git", "-C", str(project), "apply", "-"]
    applied = subprocess.run(apply, input=patch, capture_output=True, check=False)
    assert applied.returncode == 0, applied.stderr
    queue = (project / "docs/adr/0003-queue.md").read_text()
    assert queue.startswith(
        '---\nid: ADR-0006\nkind: adr\ntitle: "Use a queue"\nstatus: accepted\ndate: 2020-05-06\n'
    )
    assert queue.endswith("\nx")
    windows = crlf.read_bytes()
    assert windows.startswith(
        b"\xef\xbb\xbf---\r\nid: ADR-0005\r\nkind: adr\r\ntitle: Windows\r\nstatus: rejected\r\n"
    )
    assert windows.count(b"\n") == windows.count(b"\r\n")
    assert "id: ADR-0004" in (project / "docs/adr/0004-mail.md").read_text()
    assert "id: TM-0001" in (project / "docs/the threats ü.md").read_text()
    for name in ("docs/adr/README.md", "docs/adr/adr-template.md", "docs/adr/0009-untitled.md"):
        assert not (project / name).read_text().startswith("---")
    assert (project / "docs/guide.md").read_text() == "# How to use it\n\nText.\n"
    assert ygs("init", "--adopt").stdout == ""
    ygs("lint", "docs/adr/0004-mail.md", "--profile", "relaxed")


def test_adopt_looks_only_where_it_is_told(ygs: Ygs, git: Git, project: Path) -> None:
    git.commit(files={"docs/adr/0001-a.md": "# A\n", "doc/adr/0002-b.md": "# B\n"})
    patch = ygs("init", "--adopt", "docs").stdout
    assert "docs/adr/0001-a.md" in patch
    assert "doc/adr/0002-b.md" not in patch
