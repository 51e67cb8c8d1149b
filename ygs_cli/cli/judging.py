"""What `ygs sync` and `ygs lint` do with findings besides telling of them: accept, mend, show the edits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from ygs_cli.findings import Report
    from ygs_cli.shell.accepting import Judged


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of a checking command that are about more than the report."""

    fix: bool = False
    diff: bool = False
    unsafe: bool = False
    accept: str = ""
    reason: str = ""
    update_baseline: bool = False
    dry_run: bool = False


def accepts(judged: Judged, wanted: Wanted) -> bool:
    """Write the baseline when that is asked for; whether it was."""
    from ygs_cli import baseline
    from ygs_cli.shell import accepting, console

    if wanted.accept:
        found = accepting.accept(judged, wanted.accept, wanted.reason, dry_run=wanted.dry_run)
        console.note(f"{'would accept' if wanted.dry_run else 'accepted'}: {found.location}: {found.message}")
    elif wanted.update_baseline:
        count = accepting.update(judged, dry_run=wanted.dry_run)
        verb = "would hold" if wanted.dry_run else "holds"
        console.note(f"{baseline.PATH}: {verb} {count:,} accepted findings")
    return bool(wanted.accept) or wanted.update_baseline


_ROUNDS = 3  # of edits that make others needed


def finish(
    root: Path, outcome: Report, again: Callable[[], Report], wanted: Wanted, form: str, file: Path | None
) -> NoReturn:
    """Show the edits or make them when that is asked for, then report; `again` looks at the project anew."""
    from ygs_cli.cli import output
    from ygs_cli.shell import console, drift_changes

    if wanted.diff or (wanted.fix and wanted.dry_run):
        patch = drift_changes.patch(root, outcome.findings, unsafe=wanted.unsafe or not wanted.fix)
        if patch:
            console.result(patch.removesuffix("\n"))
        output.leave(outcome)
    if wanted.fix:
        outcome = _fixed(root, outcome, again, unsafe=wanted.unsafe)
    output.finish(outcome, form, file)


def _fixed(root: Path, before: Report, again: Callable[[], Report], *, unsafe: bool) -> Report:
    """Make the edits, then look again: the report tells of the project as it is now. An edit in a heading makes
    links to its anchor wrong, and these are mended in the next round.
    """
    from ygs_cli.shell import drift_changes

    edits, files, after = 0, set[str](), before
    for _ in range(_ROUNDS):
        made, written = drift_changes.mend(root, after.findings, unsafe=unsafe)
        if not written:
            break
        edits, files, after = edits + made, files | written, again()
    if not files:
        return replace(before, notes=(*before.notes, "no edit is certain: nothing was written"))
    told = f"{edits:,} edit{'s' if edits != 1 else ''} made in {len(files):,} file{'s' if len(files) != 1 else ''}"
    return replace(after, notes=(*after.notes, told))
