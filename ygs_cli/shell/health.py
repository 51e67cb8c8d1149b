"""What `ygs doctor` looks at: this machine, the installed skills, the project's configuration."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

from ygs_cli.config import CONFIG_PATH, Config
from ygs_cli.errors import YgsError
from ygs_cli.pack import agents, budget, catalog, status
from ygs_cli.pack import manifest as record
from ygs_cli.pack.catalog import Skill
from ygs_cli.pack.manifest import Manifest
from ygs_cli.shell import installer, locks, shipped, targets
from ygs_cli.shell.targets import Target

OK, NOTE, PROBLEM = "ok", "note", "problem"
PLUGIN = "you-got-skills"  # the name in .claude-plugin/plugin.json
_MINIMUM = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `ok`, a `note` that asks for nothing, or a `problem` with how to mend it."""

    level: str
    about: str
    text: str
    mend: str = ""


def everything(cwd: Path) -> Iterator[Check]:
    """All checks, in the order in which they are shown."""
    yield from _programs()
    every, broken = _targets(cwd)
    yield from broken
    yield from _installs(every)
    for target in every:
        yield from overlaps(target)
    yield from _listing(every)
    yield from _config_folder()
    yield from _configuration(cwd)
    yield from _grammars()


def overlaps(target: Target) -> Iterator[Check]:
    """What makes a client see a skill of this target twice, or another one in its place."""
    if target.agent.name != "claude":
        return
    mine = targets.manifest(target)
    if mine is None or not mine.skills:
        return
    if target.scope == "project":
        yield from _shadowed(target, mine)
    if any(entry.source == record.PACK for entry in mine.skills.values()):
        yield from _plugin(target)


def _programs() -> Iterator[Check]:
    import shutil

    version = sys.version_info
    text = f"Python {version.major}.{version.minor}.{version.micro} ({sys.executable})"
    wrong = version < _MINIMUM
    yield Check(PROBLEM if wrong else OK, "python", text, "install Python 3.11 or newer" if wrong else "")
    git = shutil.which("git")
    if git:
        yield Check(OK, "git", f"git ({git})")
    else:
        yield Check(PROBLEM, "git", "git is not on PATH", "install git: history and drift need it")
    own = shutil.which("ygs")
    if own:
        yield Check(OK, "ygs", f"ygs ({own})")
    else:
        mend = 'add the folder of ygs to PATH, for example: export PATH="$HOME/.local/bin:$PATH"'
        yield Check(NOTE, "ygs", "ygs is not on PATH: skills fall back to doing its work by hand", mend)
    for agent in agents.AGENTS:
        found = [program for program in agent.programs if shutil.which(program)]
        text = f"{agent.title}: {', '.join(found) if found else 'not on PATH'}"
        yield Check(OK if found else NOTE, "agent", text)


def _targets(cwd: Path) -> tuple[list[Target], list[Check]]:
    """Every target with something installed, and a problem for each that cannot be read."""
    found: list[Target] = []
    broken: list[Check] = []
    for scope in targets.SCOPES:
        for agent in agents.AGENTS:
            try:
                target = targets.find(agent, scope, cwd)
                if targets.manifest(target) is not None and target.root not in [t.root for t in found]:
                    found.append(target)
            except YgsError as problem:
                broken.append(Check(PROBLEM, "skills", f"{problem.where}: {problem.message}", problem.hint))
    return found, broken


def _installs(every: list[Target]) -> Iterator[Check]:
    if not every:
        yield Check(PROBLEM, "skills", "no skills are installed", "run `ygs install`")
    for target in every:
        bad = list(_skills(target))
        yield from bad
        manifest = targets.manifest(target) or Manifest()
        if not any(check.level == PROBLEM for check in bad):
            text = f"{len(manifest.skills)} skills for {target.agent.title} in {target.shown}"
            yield Check(OK, "skills", text)


def _skills(target: Target) -> Iterator[Check]:
    state = targets.state(target, ())
    try:
        offers = installer.offers_of(target, state.manifest)
    except YgsError as problem:
        yield Check(PROBLEM, "skills", f"{problem.where}: {problem.message}", problem.hint)
        return
    scope = f" --scope {target.scope}" if target.scope != "user" else ""
    for name in sorted(state.manifest.skills):
        found = status.of(name, state, offers.get(name))
        here, again = f"{name} in {target.shown}", f"run `ygs install {name}{scope}`"
        if found.unfinished:
            yield Check(PROBLEM, "skills", f"{here}: an install was interrupted", again)
        elif found.missing:
            yield Check(PROBLEM, "skills", f"{here}: missing {', '.join(found.missing)}", again)
        elif found.stale or found.gone:
            yield Check(PROBLEM, "skills", f"{here}: not as its source has it", f"run `ygs update{scope}`")
        if found.waiting:
            mend = "take over what you need from the .new file and delete it"
            yield Check(NOTE, "skills", f"{here}: {', '.join(found.waiting)} waits for you", mend)
        elif found.edited:
            yield Check(NOTE, "skills", f"{here}: edited by you ({', '.join(found.edited)})")


def _shadowed(target: Target, mine: Manifest) -> Iterator[Check]:
    """Claude Code prefers the user's skill to the project's, measured with 2.1.329."""
    try:
        user = targets.find(target.agent, "user", target.base)
    except YgsError:  # no home folder, so nothing of the user's hides anything
        return
    if user.root == target.root:
        return
    for name in sorted(mine.skills):
        one, other = (_bytes(folder / name / catalog.SKILL_FILE) for folder in (target.root, user.root))
        if one is not None and other is not None and one != other:
            text = f"{name} of this project is hidden by another one in {user.shown}"
            yield Check(
                PROBLEM, "shadow", text, f"update both, or run `ygs uninstall {name} --yes` for one of them"
            )


def _plugin(target: Target) -> Iterator[Check]:
    folders = [target.root.parent]
    with suppress(YgsError):  # no home folder
        folders.insert(0, targets.find(target.agent, "user", target.base).root.parent)
    for folder in dict.fromkeys(folders):
        for name in ("settings.json", "settings.local.json"):
            for plugin in _enabled_plugins(folder / name):
                if plugin.partition("@")[0] == PLUGIN:
                    text = f"the plugin {plugin} and installed skills: each skill is listed twice"
                    mend = f"run `claude plugin uninstall {plugin}` or `ygs uninstall --yes`"
                    yield Check(PROBLEM, "plugin", text, mend)


def _enabled_plugins(file: Path) -> list[str]:
    try:
        data = json.loads(_bytes(file) or b"{}")
        enabled = data["enabledPlugins"]
        return [str(name) for name, on in enabled.items() if on]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes() if file.is_file() and file.stat().st_size < shipped.MAX_SKILL else None
    except OSError:
        return None


def _listing(every: Iterable[Target]) -> Iterator[Check]:
    """The characters of the rows that Claude Code puts into each session, foreign skills included."""
    roots = {target.root for target in every if target.agent.name == "claude"}
    rows = 0
    for root in roots:
        for folder in sorted(root.iterdir()):
            data = _bytes(folder / catalog.SKILL_FILE)
            if data is not None:
                skill = Skill(folder.name, str(folder), (catalog.SkillFile(catalog.SKILL_FILE, data),))
                rows += len(budget.row(skill)) + 1 if skill.model_invocable else 0
    if not roots:
        return
    text = f"{rows:,} of {budget.LISTING_BUDGET:,} characters of skill descriptions in each session"
    if rows <= budget.LISTING_BUDGET:
        yield Check(OK, "listing", text)
    else:
        mend = "models with a 200k context drop the descriptions above it; uninstall what you do not use"
        yield Check(NOTE, "listing", text, mend)


def _config_folder() -> Iterator[Check]:
    for agent in agents.AGENTS:
        value = os.environ.get(agent.home_variable, "") if agent.home_variable else ""
        if not value:
            continue
        try:
            default = locks.home() / agent.folder
            named = targets.find(agent, "user", Path()).root
        except YgsError:  # told by the check of the targets
            continue
        text = f"{agent.home_variable}={value} replaces ~/{agent.folder.partition('/')[0]}"
        if (default / record.PATH).exists() and default.resolve() != named:
            yield Check(PROBLEM, "folder", f"{text}: skills there are not seen", "unset it, or run `ygs install`")
        else:
            yield Check(NOTE, "folder", text)


def _configuration(cwd: Path) -> Iterator[Check]:
    from ygs_cli import rules
    from ygs_cli.shell import workspace

    root = workspace.find_root(cwd)
    try:
        settings = workspace.read_config(root, frozenset(rule.name for rule in rules.every()))
    except YgsError as problem:
        yield Check(PROBLEM, "config", f"{problem.where}: {problem.message}", problem.hint)
        return
    there = (root / CONFIG_PATH).is_file()
    default = Config()
    for item in fields(Config):
        value = getattr(settings, item.name)
        source = CONFIG_PATH if there and value != getattr(default, item.name) else "default"
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        yield Check(OK, "config", f"{item.name}: {shown or 'none'} ({source})")


def _grammars() -> Iterator[Check]:
    """Each language's grammar must load: a wheel for another machine fails only here."""
    from ygs_cli.drift import languages

    for language in languages.LANGUAGES:
        if language.optional and not languages.is_installed(language):
            yield Check(NOTE, "grammar", f"{language.name}: not installed", "pip install 'ygs-cli[languages]'")
            continue
        try:
            languages.grammar(language)
        except (ImportError, OSError, ValueError, TypeError) as problem:
            yield Check(PROBLEM, "grammar", f"{language.name}: {problem}", "install ygs-cli again")
        else:
            yield Check(OK, "grammar", language.name)
