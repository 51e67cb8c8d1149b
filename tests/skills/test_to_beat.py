"""Known defects of packs of this kind, and what holds each of them out of this one.

| defect | held out by |
|---|---|
| absolute install paths | rule skill-self-contained; `test_contracts`; `tests/client` in three installs |
| a review skill that sees an empty diff before a commit | `test_a_review_sees_work_that_is_not_committed` |
| a changelog skill that finds no commits without tags | `test_the_last_release_is_found_without_a_tag` |
| a version bump that is never committed | `test_the_bump_is_committed_and_looked_at_before_anything_is_sent` |
| a log whose place is never said | `test_every_output_has_a_place` |
| vertical slices demanded, then ordered by layer | `test_slices_are_vertical_and_layers_are_no_order` |
| size and severity scales that contradict each other | rule skill-vocabulary; `test_one_scale_of_sizes` |
| template fields that skills need and no template has | rule skill-template; `test_contracts` "template: ..." |
| a drift skill without anchors, baseline or CI mode | `test_the_drift_skill_runs_the_drift_engine` |
| trackers called with removed endpoints and wrong flags | `test_trackers` |
| formulas that divide the wrong way | `test_the_formula_by_hand_is_the_formula_of_the_command` |
| a learn skill that nobody reads back | `test_learnings_are_read_back` |
| spike findings lost with the branch | `test_a_spike_is_written_where_its_branch_cannot_take_it_along` |
| side effects that the model can start by itself | `test_what_others_see_waits_for_a_person`; `test_shipped` |
| no rule for untrusted text | rule skill-untrusted-text; `test_contracts` "untrusted text" |
| descriptions without a trigger | rule skill-description; `test_contracts` "trigger" |
| no tests | this folder, `tests/client`, `tests/evals` |
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.driver import ROOT, Git, Ygs
from ygs_cli import rules
from ygs_cli.pack.catalog import Skill
from ygs_cli.shell import shipped

SKILLS = {name: shipped.find(name) for name in shipped.names(shipped.skills())}
OF_A_CHANGE = [
    name for name, skill in SKILLS.items() if name.endswith("-review") and "<base>" in skill.body
]  # reviews whose scope is a change, not a document
OTHERS_SEE_IT = re.compile(
    r"`(git push[^`]*|gh (?:issue|pr|release|label) (?:create|edit|comment|close|merge|review)[^`]*)"
)
READ_BACK = ("refine-prd", "refine-trd", "refine-architecture", "implement", "investigate", "adr", "threat-model")


def _section(skill: Skill, heading: str) -> str:
    return skill.body.partition(f"\n## {heading}")[2].partition("\n## ")[0]


def _diffs(skill: Skill) -> list[str]:
    """The commands of a review's Inputs that show a change, with the base filled in."""
    text = _section(skill, "Inputs")
    found = re.findall(r"`(git (?:diff|ls-files)[^`]*)`", text)
    return [command.replace("<base>", "main") for command in found if "<ref>" not in command]


@pytest.mark.parametrize("name", OF_A_CHANGE)
@pytest.mark.parametrize("state", ["staged", "unstaged", "committed"])
def test_a_review_sees_work_that_is_not_committed(name: str, state: str, git: Git) -> None:
    git.commit("start", {"pay.py": "LIMIT = 1\n"})
    git("checkout", "-q", "-b", "work")
    (git.root / "pay.py").write_text("LIMIT = 2\n")
    if state != "unstaged":
        git("add", "pay.py")
    if state == "committed":
        git("commit", "-qm", "work")
    shown = [subprocess.run(command.split(), cwd=git.root, capture_output=True, text=True, check=True).stdout
             for command in _diffs(SKILLS[name])]  # fmt: skip
    assert any("LIMIT = 2" in text for text in shown), _diffs(SKILLS[name])
    assert re.search(r"empty (?:diff|scope)\*{0,2} is an error|is an error, never APPROVED", SKILLS[name].body)


def test_each_defect_of_the_table_is_held_out_by_what_is_there() -> None:
    rows = re.findall(r"^\| (?!defect|---)(.+?) \| (.+) \|$", __doc__ or "", re.MULTILINE)
    assert len(rows) == 17
    tests = {path.stem for path in Path(__file__).parent.glob("test_*.py")} | set(globals())
    names = {rule.name for rule in rules.every()}
    for defect, holders in rows:
        held = re.findall(r"rule ([\w-]+)|`(test_\w+)`|`(tests/\w+)`|(this folder)", holders)
        assert held, defect
        for rule, test, folder, here in held:
            assert rule in names or test in tests or (ROOT / folder).is_dir() or here, (defect, rule, test)


def test_every_review_of_a_change_is_here() -> None:
    assert {name.removesuffix("-review") for name in OF_A_CHANGE} >= {"ygs-code", "ygs-security", "ygs-sre",
        "ygs-api", "ygs-ui", "ygs-perf"}  # fmt: skip


def test_the_last_release_is_found_without_a_tag(git: Git) -> None:
    commands = re.findall(r"`(git (?:describe|log)[^`]*)`", SKILLS["ygs-ship"].body)
    describe, by_version = (next(one for one in commands if word in one) for word in ("describe", "-G"))
    assert commands.index(describe) < commands.index(by_version)
    git.commit("start", {"pyproject.toml": 'version = "1.0.0"\n'})
    git.commit("1.1.0", {"pyproject.toml": 'version = "1.1.0"\n'})
    git.commit("coupons", {"coupons.py": "LIMIT = 1\n"})
    untagged = subprocess.run(["sh", "-c", describe], cwd=git.root, capture_output=True, check=False)
    assert untagged.returncode != 0
    filled = by_version.replace("<version key>", "version").replace("<manifest>", "pyproject.toml")
    release = subprocess.run(["sh", "-c", filled], cwd=git.root, capture_output=True, text=True, check=True)
    assert git("log", "--format=%s", f"{release.stdout.strip()}..HEAD").strip() == "coupons"


def test_the_bump_is_committed_and_looked_at_before_anything_is_sent() -> None:
    steps = _section(SKILLS["ygs-ship"], "Steps")
    places = [steps.index(word) for word in ("**Bump**", "**Changelog**", "git show --stat HEAD", "git push -u")]
    assert places == sorted(places)


@pytest.mark.parametrize("skill", SKILLS.values(), ids=SKILLS)
def test_every_output_has_a_place(skill: Skill) -> None:
    text = _section(skill, "Output")
    assert re.search(r"`[\w.<>-]+/[^`]+`|[Ii]n the chat|task file|pull request|Edited documents|Commits", text)
    assert not re.search(r"\b(?:log|journal|history) (?:it|this|the (?:run|session))\b", skill.body)


def test_slices_are_vertical_and_layers_are_no_order(ygs: Ygs, project: Path) -> None:
    assert "A layer order is no dependency" in SKILLS["ygs-wbs"].body
    ygs("init")
    ygs("new", "task", "Create all database models")
    ygs("new", "task", "A shopper redeems a coupon")
    found = json.loads(ygs("lint", "tasks", "--profile", "strict", "--format", "json", code=None).stdout)
    horizontal = [f["location"]["path"] for f in found["findings"] if f["rule"] == "task-horizontal"]
    assert horizontal == ["tasks/backlog/0001-create-all-database-models.md"]


def test_one_scale_of_sizes() -> None:
    """Sizes of tasks have one definition, wherever a figure of files or lines stands beside one."""
    for skill in SKILLS.values():
        for file in skill.files:
            text = file.data.decode("utf-8", "replace")
            for limit in re.findall(r"(?:over|more than|above) (\d+) files", text):
                assert limit in ("8", "20"), (skill.name, file.path)  # 8: a task; 20: a review read in parts
            for low, high in re.findall(r"\*\*[SM]\*\* (\d)-(\d) files", text):
                assert (low, high) in (("1", "3"), ("4", "8"))
            assert not re.search(r"\bX{2,}[SL]\b|\b[2-5]XL\b", text)


def test_the_drift_skill_runs_the_drift_engine(ygs: Ygs, git: Git) -> None:
    """Anchors, the ends that a pipeline needs, and a baseline: the skill names them, and its commands do it."""
    body = SKILLS["ygs-sync"].body
    for option in ("--format json", "--since", "--diff", "--fix", "--accept"):
        assert re.search(rf"`[^`]*ygs sync[^`]*{option}", body), option
    assert "a document with `covers`" in body and "Exit 1 means findings" in body
    assert "Never for a whole file, never `--update-baseline`" in body
    git.commit("start", {"shop.py": "def cart_sum():\n    return 1\n", "README.md": "See `shop.cart_sum`.\n"})
    git.commit("rename", {"shop.py": "def total():\n    return 1\n"})
    found = json.loads(ygs("sync", "--format", "json", "README.md", code=1).stdout)["findings"]
    assert [finding["location"]["line"] for finding in found] == [1]
    ygs("sync", "--accept", found[0]["fingerprint"], "--reason", "tells of version 1")
    ygs("sync", code=0)


def test_the_formula_by_hand_is_the_formula_of_the_command(ygs: Ygs, project: Path) -> None:
    formula, deviation = re.search(
        r"\((best \+ 4 likely \+ worst)\) / 6 with deviation \((worst - best)\) / 6", SKILLS["ygs-estimate"].body
    ).groups()  # type: ignore[union-attr]
    values = {"best": 2, "likely": 4, "worst": 12}
    mean = eval(formula.replace("4 likely", "4 * likely"), values) / 6
    spread = eval(deviation, values) / 6
    figures = ("--best", "2", "--likely", "4", "--worst", "12", "--unit", "days", "--format", "json")
    found = json.loads(ygs("task", "estimate", *figures).stdout)
    assert (found["expected"], found["sd"]) == (round(mean, 3), round(spread, 3))


@pytest.mark.parametrize(
    "name", [*(f"ygs-{name}" for name in READ_BACK), *(name for name in SKILLS if name.endswith("-review"))]
)
def test_learnings_are_read_back(name: str) -> None:
    assert "docs/learnings" in _section(SKILLS[name], "Inputs")


def test_a_spike_is_written_where_its_branch_cannot_take_it_along() -> None:
    skill = SKILLS["ygs-spike"]
    assert "on the main line" in _section(skill, "Output")
    assert "the file is not only on the spike's branch" in _section(skill, "Done means")


@pytest.mark.parametrize("skill", [one for one in SKILLS.values() if one.model_invocable], ids=lambda s: s.name)
def test_no_page_of_a_skill_that_starts_by_itself_writes_to_a_tracker(skill: Skill) -> None:
    for file in skill.files:
        text = file.data.decode("utf-8", "replace")
        assert not OTHERS_SEE_IT.search(text), file.path
        assert not re.search(r"curl [^\n]*(?:-X|--request|--data|--json)", text), file.path


@pytest.mark.parametrize("skill", SKILLS.values(), ids=SKILLS)
def test_what_others_see_waits_for_a_person(skill: Skill) -> None:
    orders = OTHERS_SEE_IT.findall(skill.body)
    if skill.model_invocable:
        assert not orders, "the model may start this skill by itself"
    for order in orders:
        before = skill.body.partition(order)[0]
        assert re.search(r"\*\*[Ww]ait", before), order
