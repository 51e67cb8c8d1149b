"""The phases of the pipeline as a table: what each does, needs and hands on. Every engine is written from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ygs_cli.automation.contract import Exit
from ygs_cli.errors import YgsError, closest

BLOCKED = "blocked"
CLEAN_UP = "clean-up"
TRACKERS = ("github", "jira")


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of the pipeline.

    `minutes` is its own timeout; an engine waits longer. `requires` must be selected with it. An agent phase
    names its `skill` and `profile`; any other runs the plumbing command `command` (its own name by default).
    `inputs` are blocks of data for the prompt: name -> (phase that writes it, file in the run folder).
    `on` maps exit codes to the phase that goes on, when that one is selected; anything else that is not 0
    leads to `blocked`.
    """

    name: str
    does: str
    minutes: int
    requires: tuple[str, ...] = ()
    skill: str = ""
    profile: str = "edit"
    command: str = ""
    inputs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    on: Mapping[int, str] = field(default_factory=dict)
    optional: bool = False  # its failure does not stop the pipeline

    @property
    def plumbing(self) -> str:
        """The command of `ygs phase` that runs it, "" for an agent phase."""
        return "" if self.skill else self.command or self.name


_ISSUE = {"issue": ("fetch-issue", "issue.md")}
_TESTS_FAIL = 3

PHASES: tuple[Phase, ...] = (
    Phase("fetch-issue", "read the issue once, record it as data, and claim it", 5),
    Phase("workspace", "clone into the run folder and start a branch with a nonce", 10, ("fetch-issue",)),
    Phase("plan", "break the issue down into tasks", 15, ("workspace",), "ygs-wbs", inputs=_ISSUE),
    Phase(
        *("implement", "do the work and commit it", 45, ("workspace",), "ygs-implement"),
        inputs=_ISSUE,
        on={_TESTS_FAIL: "unit-test"},
    ),
    Phase(
        *("unit-test", "commit what was left over and run the tests of the project", 10, ("implement",)),
        command="run-tests",
        on={_TESTS_FAIL: "fix-tests"},
    ),
    Phase(
        *("fix-tests", "find and mend the cause of failing tests", 20, ("unit-test", "retest"), "ygs-investigate"),
        inputs=_ISSUE | {"tests": ("unit-test", "unit-test/output.txt")},
        on={_TESTS_FAIL: "retest"},
    ),
    Phase("retest", "run the tests again after the repair", 10, ("fix-tests",), command="run-tests"),
    Phase("collect", "check what the branch changes and pack it as one bundle", 5, ("implement",)),
    Phase(
        *("self-verify", "review the change in a fresh context", 15, ("collect",), "ygs-code-review", "read"),
        inputs=_ISSUE | {"diff": ("collect", "collect/changes.patch")},
    ),
    Phase("publish", "push the bundle and open a draft pull request", 10, ("collect",)),
    Phase(
        *("reflect", "name what the next run should know", 10, ("collect",), "ygs-learn", "read"),
        inputs=_ISSUE | {"diff": ("collect", "collect/changes.patch")},
        optional=True,
    ),
    Phase("learn", "write the learning entry, as data with its source", 2, ("workspace",)),
    Phase(BLOCKED, "tell the tracker why the run stopped, and end as BLOCKED", 2, ("fetch-issue",)),
    Phase(CLEAN_UP, "remove the workspace; the records stay", 5),
)
BY_NAME: dict[str, Phase] = {phase.name: phase for phase in PHASES}
ALWAYS = (BLOCKED, CLEAN_UP)
# What `ygs phase` runs: the plumbing of the table, and what stands around a pipeline.
PLUMBING = ("pick", "poll-pr", *dict.fromkeys(p.plumbing for p in PHASES if p.plumbing), "sweep", "export")

PRESETS: dict[str, tuple[str, ...]] = {
    "plan": ("plan", "learn"),
    "implement": ("implement", "unit-test", "publish"),
    "reviewed": ("plan", "implement", "unit-test", "fix-tests", "self-verify", "publish", "learn"),
    "full": tuple(phase.name for phase in PHASES),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A selected phase with its place in the pipeline: where it goes after success, and for some exit codes."""

    phase: Phase
    then: str
    routes: Mapping[int, str]
    inputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a definition is made for. Everything of a site (repository, tokens) comes from its environment."""

    tracker: str = "github"
    agent: str = "claude"
    model: str = "claude-sonnet-4-5-20250929"
    client: str = "2.1.329"
    budget: str = "5"
    parallel: int = 3
    runs: str = "/var/lib/ygs/runs"
    label: str = "ai-ready"
    version: str = ""


def select(words: Sequence[str]) -> tuple[tuple[Phase, ...], tuple[str, ...]]:
    """The phases that words name (a preset, or names of phases), in order, and those added because others need
    them. `blocked` and `clean-up` always belong to it. Raises YgsError with 64 for a name that is not known.
    """
    asked = [name for word in words for name in PRESETS.get(word, (word,))]
    for name in asked:
        if name not in BY_NAME:
            hint = closest(name, [*BY_NAME, *PRESETS])
            raise YgsError(f"unknown phase '{name}'", hint=hint, exit_code=Exit.USAGE)
    chosen = closed(asked)
    added = chosen - set(asked) - set(ALWAYS)
    in_order = tuple(phase for phase in PHASES if phase.name in chosen)
    return in_order, tuple(phase.name for phase in in_order if phase.name in added)


def closed(names: Iterable[str]) -> set[str]:
    """The names with everything that they require, and what every pipeline has."""
    found: set[str] = set()
    waiting = [*names, *ALWAYS]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += BY_NAME[name].requires
    return found


def steps(chosen: Sequence[Phase]) -> tuple[Step, ...]:
    """The chosen phases with their routes. Repair (`fix-tests`, `retest`) is entered by its exit code only."""
    names = [phase.name for phase in chosen]
    return tuple(_step(phase, names) for phase in chosen)


def _step(phase: Phase, names: Sequence[str]) -> Step:
    routes = {code: target for code, target in phase.on.items() if target in names}
    inputs = {key: file for key, (writer, file) in phase.inputs.items() if writer in names}
    return Step(phase, _next(phase, names), routes, inputs)


def _next(phase: Phase, names: Sequence[str]) -> str:
    if phase.name in ALWAYS:
        return "" if phase.name == CLEAN_UP else CLEAN_UP
    if phase.name == "fix-tests":
        return "retest"
    order = [name for name in names if name not in ("fix-tests", "retest", *ALWAYS)]
    at = "unit-test" if phase.name == "retest" else phase.name
    after = order[order.index(at) + 1 :]
    return after[0] if after else CLEAN_UP


def longest_path(chosen: Sequence[Phase], margin: int) -> int:
    """Minutes that the whole pipeline may take, each phase with its margin: all of them one after another."""
    return sum(phase.minutes + margin for phase in chosen)
