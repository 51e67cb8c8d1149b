"""`ygs exec` with an agent that is a real process: exit codes and artifacts of every status and every failure."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.automation.runs import Ran, execute, fake, say
from tests.driver import Git, Ygs


@pytest.mark.parametrize(
    ("steps", "word", "code"),
    [
        ([say("DONE")], "DONE", 0),
        ([say("DONE_WITH_CONCERNS", concerns=["slow"])], "DONE_WITH_CONCERNS", 0),
        ([say("SKIPPED")], "SKIPPED", 0),
        ([say("BLOCKED", reason="which one?")], "BLOCKED", 2),
        ([say("TESTS_FAILING", tests={"state": "failing", "failing": ["t"]})], "TESTS_FAILING", 3),
        ([], "NO_STATUS", 65),
        ([("print", '{"status":"DONE","summary":""')], "NO_STATUS", 65),
        ([("print", '{"status":"DONE","summary":"","run":"other"}')], "NO_STATUS", 65),
        ([("print", 'The end will be {"status":"DONE","summary":"","run":"$RUN"}')], "NO_STATUS", 65),
        ([say("DONE"), ("print", "bye\n")], "NO_STATUS", 65),
        ([say("DONE"), say("BLOCKED", reason="x")], "BLOCKED", 2),
        ([("error", '{"status":"DONE","summary":"","run":"$RUN"}')], "NO_STATUS", 65),
        ([say("DONE"), ("exit", 1)], "INTERNAL", 70),
        ([say("DONE"), ("exit", 75)], "TRANSIENT", 75),
        ([("exit", 127)], "UNAVAILABLE", 69),
        ([say("DONE"), ("signal", 9)], "INTERNAL", 70),
        ([("no-stdin",), ("print", "x")], "NO_STATUS", 65),
    ],
)
def test_a_plain_command(ygs: Ygs, steps: list[Any], word: str, code: int) -> None:
    ran = execute(ygs, *steps)
    assert (ran.status["status"], ran.status["exit_code"], ran.code) == (word, code, code)
    assert bool(ran.status["problem"]) == (code not in (0, 2, 3))


def test_concerns_reason_and_claims_are_in_the_status(ygs: Ygs) -> None:
    ran = execute(ygs, say("DONE_WITH_CONCERNS", concerns=["slow"], files_changed=["a"], commits=0))
    assert ran.status["concerns"] == ["slow"] and ran.status["files_changed"] == ["a"]
    assert "concern: slow" in ran.stderr
    blocked = execute(ygs, say("BLOCKED", reason="which one?"), phase="q")
    assert blocked.status["reason"] == "which one?"
    assert "which one?" in blocked.stderr


def test_every_artifact_is_there_before_the_agent_starts(ygs: Ygs) -> None:
    folder = ygs.cwd.parent / "run" / "p"
    copy = ygs.cwd / "seen"
    script = f"ls {folder} > {copy}; cat {folder}/status.json >> {copy}"
    ygs("exec", "ygs-wbs", "--run-dir", folder.parent, "--phase", "p", "--", "sh", "-c", script, code=65)
    text = copy.read_text()
    for name in ("prompt.md", "conversation.jsonl", "conversation.txt", "stderr.log", "result.json", "RUNNING"):
        assert name in text


def test_the_agent_gets_the_whole_prompt_on_stdin_and_nothing_on_the_command_line(ygs: Ygs) -> None:
    (ygs.cwd / "issue.md").write_text("Broken: $(touch x) {{.IssueBody}} " + "y" * 190_000)
    steps = (("record", "got.json"), say("DONE"))
    ran = execute(ygs, *steps, options=("--input", "issue=@issue.md", "--run-id", "job-7"))
    got = json.loads((ygs.cwd / "got.json").read_text())
    assert got["argv"] == []
    assert got["prompt"] == ran.text("prompt.md")
    assert "# Task: ygs-wbs" in got["prompt"] and "y" * 190_000 in got["prompt"]
    assert ran.status["run"] == "job-7" and ran.code == 0


def test_the_prompt_is_that_of_ygs_prompt(ygs: Ygs) -> None:
    ran = execute(ygs, options=("--run-id", "job-7", "--arg", "a=b"))
    assert ran.text("prompt.md") == ygs("prompt", "ygs-wbs", "--run-id", "job-7", "--arg", "a=b").stdout


def test_the_last_line_on_stdout_is_the_status_and_the_conversation_cannot_speak_to_the_engine(ygs: Ygs) -> None:
    ran = execute(
        ygs, ("print", "::set-output name=x::y\n::error::z\n"), ("error", "::add-mask::q\n"), say("DONE")
    )
    assert len(ran.stdout.splitlines()) == 1
    assert not [line for line in ran.stderr.splitlines() if line.lstrip().startswith("::")]
    assert "| ::set-output name=x::y" in ran.stderr
    assert "::add-mask::q" in ran.text("stderr.log")


def test_git_says_what_was_done(ygs: Ygs, git: Git) -> None:
    git.commit("start", {"a.txt": "a", "b.txt": "b", "c d.txt": "c"})
    git.write({"b.txt": "changed before"})
    steps = (("write", "a.txt", "new"), ("commit", "one"), ("commit", "two"), ("write", "ü.txt", "x"))
    ran = execute(ygs, *steps, say("DONE", commits=5, files_changed=["z"]))
    assert ran.status["verified"] == {
        "commits": 2,
        "files": 3,
        "files_changed": ["a.txt", "b.txt", "ü.txt"],
        "dirty": True,
    }
    assert ran.status["warnings"] == ["the agent counts 5 commits, git 2"]
    assert (ran.status["commits"], ran.status["files_changed"]) == (5, ["z"])


def test_nothing_done_is_nothing_verified(ygs: Ygs, git: Git) -> None:
    git.commit("start", {"a.txt": "a"})
    git.write({"a.txt": "dirty before"})
    facts = {"commits": 0, "files": 0, "files_changed": [], "dirty": True}
    assert execute(ygs, say("DONE")).status["verified"] == facts


def test_git_runs_nothing_that_the_agent_has_planted(ygs: Ygs, git: Git) -> None:
    git.commit("start", {"a.txt": "a"})
    bait = ygs.cwd.parent / "bait"
    program = f"touch {bait}"
    config = f'[core]\n\tfsmonitor = "{program}"\n[filter "x"]\n\tclean = "{program}"\n\trequired = true\n'
    steps = (
        ("write", ".git/config", "[core]\n\trepositoryformatversion = 0\n" + config),
        ("write", ".gitattributes", "* filter=x\n"),
        ("write", "a.txt", "b"),
    )
    ran = execute(ygs, *steps, say("DONE"))
    assert ran.status["verified"]["files_changed"] == [".gitattributes", "a.txt"]
    assert not bait.exists()


def test_the_run_folder_does_not_count(ygs: Ygs, git: Git) -> None:
    git.commit("start", {"a.txt": "a"})
    ygs("exec", "ygs-wbs", "--run-dir", "runs/1", "--phase", "p", *fake(say("DONE")))
    found = json.loads((ygs.cwd / "runs/1/p/status.json").read_text())
    assert found["verified"] == {"commits": 0, "files": 0, "files_changed": [], "dirty": False}


def test_outside_git_nothing_is_verified(ygs: Ygs) -> None:
    assert execute(ygs, say("DONE")).status["verified"] is None


def test_the_environment_is_an_allow_list(ygs: Ygs) -> None:
    ygs.env |= {
        "SECRET_TOKEN": "s3cr3t-value",
        "GH_TOKEN": "gh-value-1",
        "MINE": "mine-value",
        "LC_ALL": "C.UTF-8",
    }
    execute(ygs, ("env", "env.json"), say("DONE"), options=("--pass-env", "MINE,ABSENT"))
    got = json.loads((ygs.cwd / "env.json").read_text())
    assert got["MINE"] == "mine-value" and got["LC_ALL"] == "C.UTF-8" and "PATH" in got and "HOME" in got
    assert not {"SECRET_TOKEN", "GH_TOKEN", "PYTHONPATH", "ANTHROPIC_API_KEY"} & set(got)


SECRET = "hunter2 & co: pässwörd/1+"


def test_no_artifact_holds_a_secret(ygs: Ygs) -> None:
    ygs.env |= {"MY_KEY": SECRET, "OTHER": "another-secret-99"}
    (ygs.cwd / "issue.md").write_text(f"the key is {SECRET}, and another-secret-99 too")
    token = "ghp_" + "a1B2" * 9
    steps = (
        ("secret", "MY_KEY"),
        ("print", f"token {token} and another-secret-99\n"),
        say("DONE_WITH_CONCERNS", concerns=[f"I saw {SECRET}", token], files_changed=["another-secret-99"]),
    )
    ran = execute(ygs, *steps, options=("--pass-env", "MY_KEY", "--input", "issue=@issue.md"))
    assert ran.code == 0
    everything = ran.everything()
    import base64
    from urllib.parse import quote

    forms = [SECRET, "another-secret-99", token, quote(SECRET, ""), base64.b64encode(SECRET.encode()).decode()]
    forms += [base64.b64encode(b"user:" + SECRET.encode()).decode()[8:-4], json.dumps(SECRET)[1:-1]]
    for form in forms:
        assert form not in everything
    assert everything.count("[redacted]") >= 14
    assert "it is [redacted] indeed" in ran.text("conversation.txt")
    assert "it is [redacted] indeed" in ran.text("stderr.log")


def test_what_we_are_told_is_no_secret(ygs: Ygs) -> None:
    ygs.env |= {"JOB": "job-number-7", "SKILL": "ygs-wbs1"}
    assert execute(ygs, say("DONE"), options=("--run-id", "job-number-7")).status["run"] == "job-number-7"


def test_where_a_run_lies_and_what_it_works_on_is_no_secret(ygs: Ygs) -> None:
    """The definitions hand these to every phase; beside them, and inside their values, a secret stays one."""
    base = ygs.cwd.parent / "run"
    ygs.env |= {"YGS_RUN_DIR": str(base), "YGS_REPOSITORY": "acme/invoices", "YGS_KEY": "acme-key-1"}
    (ygs.cwd / "issue.md").write_text(f"acme/invoices in {base}/p with acme-key-1")
    steps = (("print", f"{base}/p/x of acme/invoices by acme-key-1\n"), ("env", "env.json"), say("DONE"))
    ran = execute(ygs, *steps, options=("--input", "issue=@issue.md"))
    assert f"{base}/p/x of acme/invoices by [redacted]\n" in ran.text("conversation.txt")
    assert f"acme/invoices in {base}/p with [redacted]" in ran.text("prompt.md")
    assert not [name for name in json.loads((ygs.cwd / "env.json").read_text()) if name.startswith("YGS_")]


def test_bytes_that_are_no_text_and_lines_without_end(ygs: Ygs) -> None:
    ran = execute(ygs, ("flood", 30_000_000), say("DONE"))
    assert (ran.code, ran.status["status"]) == (0, "DONE")
    assert sum(path.stat().st_size for path in ran.folder.iterdir()) < 80_000_000
    assert "reached its limit" in ran.text("conversation.txt")[-200:]
    assert len(ran.stderr) < 200_000


@pytest.mark.parametrize(
    "mode", ["retry", "link", "file", "foreign", "linked artifact", "linked base", "read-only"]
)
def test_the_run_folder(ygs: Ygs, mode: str) -> None:
    base = ygs.cwd.parent / "run"
    folder = base / "p"
    if mode == "retry":
        first = execute(ygs, say("BLOCKED", reason="first"))
        assert execute(ygs, say("DONE")).code == 0
        assert json.loads((base / "p.1/status.json").read_text())["reason"] == "first"
        assert first.code == 2
        return
    elsewhere = ygs.cwd.parent / "elsewhere"
    elsewhere.mkdir()
    base.mkdir()
    prepare(mode, base, folder, elsewhere, ygs)
    done = ygs("exec", "ygs-wbs", "--run-dir", base, "--phase", "p", *fake(say("DONE")), code=None)
    if mode == "read-only" and os.geteuid() == 0:
        assert done.returncode == 0  # root may write everywhere
        return
    assert done.returncode == 64
    assert done.stderr.startswith("error: ") and done.stdout == ""
    assert not list(elsewhere.iterdir())


def prepare(mode: str, base: Path, folder: Path, elsewhere: Path, ygs: Ygs) -> None:
    if mode == "link":
        folder.symlink_to(elsewhere)
    elif mode == "file":
        folder.write_text("mine")
    elif mode == "foreign":
        folder.mkdir()
        (folder / "thesis.md").write_text("years of work")
    elif mode == "linked artifact":
        execute(ygs, say("DONE"))
        (folder / "stderr.log").unlink()
        (folder / "stderr.log").symlink_to(elsewhere / "x")
    elif mode == "linked base":
        base.rmdir()
        base.symlink_to(elsewhere)
    elif mode == "read-only":
        base.chmod(stat.S_IRUSR | stat.S_IXUSR)


def test_an_agent_that_swaps_artifacts_for_links(ygs: Ygs) -> None:
    folder = ygs.cwd.parent / "run" / "p"
    target = ygs.cwd.parent / "victim"
    target.write_text("secret of the machine")
    links = [("link", str(folder / name), str(target)) for name in ("stderr.log", "status.json", "more.txt")]
    ran = execute(ygs, ("error", "words\n"), ("sleep", 0.2), *links, ("error", "more words\n"), say("DONE"))
    assert ran.code == 0
    assert target.read_text() == "secret of the machine"
    assert ran.text("stderr.log") == "words\nmore words\n"
    assert not (folder / "more.txt").is_symlink()
    assert any("stderr.log was moved or replaced" in warning for warning in ran.status["warnings"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no skill"),
        (("ygs-wbs",), "no --run-dir"),
        (("ygs-wbz", "--run-dir", "r"), "did you mean 'ygs-wbs'?"),
        (("ygs-wbs", "--run-dir", "r", "--agent", "claud"), "did you mean 'claude'?"),
        (("ygs-wbs", "--run-dir", "r", "--agent", "cmd"), "needs a command"),
        (("ygs-wbs", "--run-dir", "r", "sh"), "a command stands behind --"),
        (("ygs-wbs", "--run-dir", "r", "--timeout", "7d"), "no duration"),
        (("ygs-wbs", "--run-dir", "r", "--timeout", "0s"), "no duration"),
        (("ygs-wbs", "--run-dir", "r", "--timeout", "15"), "write 90s, 15m or 1h30m"),
        (("ygs-wbs", "--run-dir", "r", "--profile", "all"), "unknown profile"),
        (("ygs-wbs", "--run-dir", "r", "--unsandboxed-ok"), "--profile full"),
        (("ygs-wbs", "--run-dir", "r", "--max-turns", "3", "--", "x"), "does not tell it"),
        (("ygs-wbs", "--run-dir", "r", "--agent", "codex", "--max-budget-usd", "3"), "does not tell it"),
        (("ygs-wbs", "--run-dir", "r", "--max-turns", "0"), "not above 0"),
        (("ygs-wbs", "--run-dir", "r", "--pass-env", "A=1"), "no name of a variable"),
        (("ygs-wbs", "--run-dir", "r", "--phase", "../x"), "no name of a phase"),
        (("ygs-wbs", "--run-dir", "r", "--run-id", "a b"), "no run id"),
        (("ygs-wbs", "--run-dir", "r", "--exit-map", "65=0"), "not CODE=CODE"),
        (("ygs-wbs", "--run-dir", "r", "--exit-map", "5=6"), "not CODE=CODE"),
        (("ygs-wbs", "--run-dir", "r", "--input", "x=inline"), "not @FILE"),
        (("ygs-wbs", "--from", "x"), "it takes no skill"),
        (("--from", "missing.txt"), "missing.txt"),
        (("--from", "."), "Is a directory"),
        (("ygs-wbs", "--nonsense"), "--nonsense"),
    ],
)
def test_wrong_use_ends_with_64_and_starts_nothing(ygs: Ygs, arguments: tuple[str, ...], said: str) -> None:
    done = ygs("exec", *arguments, code=64)
    assert said in done.stderr
    assert done.stdout == "" and not (ygs.cwd / "r").exists()


def test_a_program_that_is_not_there(ygs: Ygs) -> None:
    ygs("exec", "ygs-wbs", "--run-dir", "r", "--", "./no-such-agent", code=69)
    found = json.loads((ygs.cwd / "r/ygs-wbs/status.json").read_text())
    assert found["status"] == "UNAVAILABLE" and "no-such-agent" in found["problem"]


def test_exit_zero_and_exit_map(ygs: Ygs, tmp_path: Path) -> None:
    output = tmp_path / "output"
    ygs.env["GITHUB_OUTPUT"] = str(output)
    ran = execute(ygs, say("BLOCKED", reason="x\nstatus=DONE"), options=("--exit-zero",))
    assert ran.code == 0 and ran.status["exit_code"] == 2
    assert output.read_text() == "status=BLOCKED\nexit_code=2\n"
    assert execute(ygs, options=("--exit-map", "65=3,4=75"), phase="q").code == 3
    assert execute(ygs, say("DONE"), options=("--exit-map", "65=3"), phase="s").code == 0


def test_dry_run_shows_and_leaves_nothing(ygs: Ygs) -> None:
    ygs.env["ANTHROPIC_API_KEY"] = "sk-ant-not-shown"
    done = ygs("exec", "ygs-wbs", "--run-dir", "r", "--dry-run", "--model", "m-1", "--max-turns", "4")
    plan = json.loads(done.stdout)
    assert (
        plan["command"][0] == "claude" and "--model=m-1" in plan["command"] and "--max-turns=4" in plan["command"]
    )
    assert "ANTHROPIC_API_KEY" in plan["environment"] and "sk-ant-not-shown" not in done.stdout
    assert not (ygs.cwd / "r").exists()


def test_concurrent_runs_in_one_repository(ygs: Ygs, git: Git) -> None:
    from concurrent.futures import ThreadPoolExecutor

    git.commit("start", {"a.txt": "a"})

    def one(number: int) -> Ran:
        return execute(ygs, ("sleep", 0.3), say("DONE", summary=f"n{number}"), phase=f"p{number}")

    with ThreadPoolExecutor(4) as pool:
        summaries = [ran.status["summary"] for ran in pool.map(one, range(4))]
    assert summaries == ["n0", "n1", "n2", "n3"]


def test_two_runs_cannot_share_a_folder(ygs: Ygs) -> None:
    from concurrent.futures import ThreadPoolExecutor

    command = ["exec", "ygs-wbs", "--run-dir", "r", *fake(("sleep", 2), say("DONE"))]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: ygs(*command, code=None), range(2)))
    assert sorted(one.returncode for one in done) == [0, 64]
    assert "another run is at work here" in done[0].stderr + done[1].stderr or "exists" in "".join(
        one.stderr for one in done
    )
