"""install, update and uninstall for one target: read, plan, and unless it is a dry run, carry out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ygs_cli import __version__
from ygs_cli.errors import YgsError, closest
from ygs_cli.pack import agents
from ygs_cli.pack import manifest as record
from ygs_cli.pack import plan as planning
from ygs_cli.pack.catalog import Skill
from ygs_cli.pack.files import Action, How, Step
from ygs_cli.pack.manifest import Manifest
from ygs_cli.pack.plan import Offer, Plan
from ygs_cli.shell import shipped, targets
from ygs_cli.shell.targets import Target


@dataclass(frozen=True, slots=True)
class Request:
    """Skills of one folder of skills: the named ones, or all of them when `names` is None."""

    pack: Path
    names: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user asked to install: skills by folder, and names that only a manifest can tell of."""

    requests: tuple[Request, ...]
    installed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, or in a dry run would be done, to a target."""

    target: Target
    plan: Plan


def wanted(arguments: Iterable[str], cwd: Path) -> Wanted:
    """Read SKILL and FOLDER arguments; none at all asks for every shipped skill.

    An argument with a slash or a dot is a folder: one skill, or a folder of skills. Raises YgsError for one
    that is neither.
    """
    known = shipped.names(shipped.skills())
    requests: list[Request] = []
    others: list[str] = []
    for argument in arguments:
        if "/" in argument or argument.startswith((".", "~")):
            requests.append(_folder(cwd, argument))
        elif argument in known:
            requests.append(Request(shipped.skills(), (argument,)))
        elif (cwd / argument).is_dir():
            requests.append(_folder(cwd, argument))
        else:
            others.append(argument)
    if not requests and not others:
        requests.append(Request(shipped.skills()))
    return Wanted(tuple(requests), tuple(others))


def _folder(cwd: Path, shown: str) -> Request:
    try:
        folder = (cwd / Path(shown).expanduser()).resolve(strict=True)
    except (OSError, RuntimeError):
        raise YgsError("no such folder", where=shown) from None
    if not folder.is_dir():
        raise YgsError("not a folder", where=shown, hint="name the folder that holds SKILL.md")
    if shipped.is_skill(folder):
        return Request(folder.parent, (folder.name,))
    if not shipped.names(folder):
        hint = "a skill is a folder with a SKILL.md"
        raise YgsError("no skill in this folder", where=shown, hint=hint)
    return Request(folder)


def install(target: Target, asked: Wanted, *, force: bool, dry_run: bool) -> Outcome:
    """Install the skills asked for; files that the user deleted come back."""
    with targets.locked(target, not dry_run):
        manifest = targets.manifest(target) or Manifest()
        offers = _offers(target, [*asked.requests, *_from_manifest(target, asked.installed, manifest)])
        whole = [_label(target, request.pack) for request in asked.requests if request.names is None]
        state = targets.state(target, [offer.skill.name for offer in offers])
        plan = planning.install(offers, (), state, How(True, force, __version__), whole)
        return _finish(target, plan, dry_run)


def update(target: Target, names: Iterable[str], *, force: bool, dry_run: bool) -> Outcome:
    """Bring what is installed to the state of its sources; with names, only those skills."""
    with targets.locked(target, not dry_run):
        manifest = targets.manifest(target) or Manifest()
        only = frozenset(names) or None
        requests: list[Request] = []
        gone: list[str] = []
        lost: list[Step] = []
        for source in sorted({entry.source for entry in manifest.skills.values()} | {*manifest.whole}):
            mine = [n for n, e in manifest.skills.items() if e.source == source and (only is None or n in only)]
            pack = _pack(target, source)
            if not pack.is_dir():
                why = f"its source {source} is not there any more; nothing was changed"
                lost += [Step(Action.CONFLICT, name, name, why) for name in mine]
                continue
            there = shipped.names(pack)
            gone += [name for name in mine if name not in there]
            requests.append(Request(pack, tuple(name for name in mine if name in there)))
            if source in manifest.whole and only is None:
                requests.append(Request(pack))
        offers = _offers(target, requests)
        state = targets.state(target, [offer.skill.name for offer in offers])
        plan = planning.install(offers, gone, state, How(False, force, __version__), left=lost)
        return _finish(target, plan, dry_run)


def uninstall(target: Target, names: Iterable[str], *, dry_run: bool) -> Outcome:
    """Remove the named skills, or all, as far as they are ours and unchanged."""
    with targets.locked(target, not dry_run):
        manifest = targets.manifest(target) or Manifest()
        chosen = [name for name in names if name in manifest.skills] if names else list(manifest.skills)
        plan = planning.uninstall(chosen, targets.state(target, chosen))
        return _finish(target, plan, dry_run)


def _finish(target: Target, plan: Plan, dry_run: bool) -> Outcome:
    if not dry_run:
        targets.carry_out(target, plan)
    return Outcome(target, plan)


def _from_manifest(target: Target, names: Iterable[str], manifest: Manifest) -> list[Request]:
    """Requests for names that do not ship: they must be installed already, and come from where they did."""
    found = []
    for name in names:
        if name not in manifest.skills:
            known = {*shipped.names(shipped.skills()), *manifest.skills}
            raise YgsError(f"unknown skill '{name}'", hint=closest(name, known))
        found.append(Request(_pack(target, manifest.skills[name].source), (name,)))
    return found


def offers_of(target: Target, manifest: Manifest) -> dict[str, Offer]:
    """For each installed skill that its source still has: what the source offers now."""
    found = {}
    for name, entry in manifest.skills.items():
        pack = _pack(target, entry.source)
        if shipped.is_skill(pack / name):
            found[name] = _offer(target, pack, shipped.read(pack, name))
    return found


def _offers(target: Target, requests: Iterable[Request]) -> list[Offer]:
    """The skills of all requests in the target's form.

    Raises YgsError when two folders have a skill of the same name. A form that cannot keep the model from
    starting a skill leaves out those that only people may start, unless they are named.
    """
    found: dict[str, tuple[Path, Offer]] = {}
    for request in requests:
        for name in shipped.names(request.pack) if request.names is None else request.names:
            if name in found:
                _same(name, found[name][0], request.pack)
                continue
            skill = shipped.read(request.pack, name)
            if target.agent.spec_only and request.names is None and not skill.model_invocable:
                continue
            found[name] = (request.pack, _offer(target, request.pack, skill))
    return [offer for _, offer in found.values()]


def _same(name: str, one: Path, other: Path) -> None:
    if one != other:
        hint = f"the other one is in {other}; rename one of them"
        raise YgsError(f"two skills are called '{name}'", where=str(one / name), hint=hint)


def _offer(target: Target, pack: Path, skill: Skill) -> Offer:
    source = _label(target, pack)
    version = skill.version or (__version__ if source == record.PACK else "")
    return Offer(agents.render(skill, target.agent), source, version)


def _label(target: Target, pack: Path) -> str:
    """How a manifest names a source: inside a project relative to it, so that a teammate's checkout works."""
    if pack == shipped.skills():
        return record.PACK
    if target.scope == "project" and pack.is_relative_to(target.base):
        return f"./{pack.relative_to(target.base).as_posix()}"
    return str(pack)


def _pack(target: Target, source: str) -> Path:
    return shipped.skills() if source == record.PACK else (target.base / source).resolve()


def summary(outcome: Outcome) -> Mapping[str, int]:
    """How many steps of each kind a plan has."""
    steps = outcome.plan.steps
    return {action.value: sum(step.action is action for step in steps) for action in Action}
