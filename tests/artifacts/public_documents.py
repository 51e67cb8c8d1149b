"""How often the document rules speak on documents of other projects, and how often they are right.

`python -m tests.artifacts.public_documents FOLDER` reads the clones below FOLDER (each called owner+name, at the
commit that `CORPORA` names), runs every document rule and prints the table of `docs/lint-measured.md`: a row for
each rule. `... FOLDER RULE` prints each finding of a rule with the lines behind it, to be labelled. A label is a
line of `public_labels.csv`: corpus, rule, path, line, yes or no, and what was read there.

A document gets the front matter of its nearest kind, as adoption would give it; requirements, tasks and PEPs are
brought into our form line by line, and the rules that the change itself decides are left out for them.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from ygs_cli import engine, rules
from ygs_cli.artifacts import kinds, markdown, project, rst, scaffold
from ygs_cli.artifacts.markdown import Document, SourceFile
from ygs_cli.config import Config
from ygs_cli.findings import Finding

Front = dict[str, Any]
LABELS = Path(__file__).parent / "public_labels.csv"
# They look at what adoption writes itself, or at what it asks a person to add: nothing could be learnt there.
_OURS = frozenset(
    "dangling-id draft-slot-empty duplicate-id required-slot-empty superseded-both-ways front-matter-readable"
    " front-matter-schema task-wrong-folder unplanned-requirement untested-requirement".split()
)
_ANY = ("placeholder-left", "avoided-alias", "merge-conflict-marker", "front-matter-readable", "duplicate-id")


@dataclass(frozen=True)
class Corpus:
    """Documents of one repository. `kind` "" leaves them as they are; `undecided` are rules that say nothing
    about their authors, as the change of form decides them.
    """

    name: str
    repository: str
    commit: str
    kind: str
    globs: tuple[str, ...]
    change: Callable[[int, str], tuple[Front, str]] = lambda number, text: ({}, text)
    undecided: frozenset[str] = frozenset()
    but: str = r"$^"


def _openspec(number: int, text: str) -> tuple[Front, str]:
    """`### Requirement: X` becomes a requirement of ours, ranked by the first key word below it."""
    counter = iter(range(1, 1000))

    def head(match: re.Match[str]) -> str:
        word = re.search(r"\b(SHALL|MUST|SHOULD|MAY)\b", match[2])
        rank = {"SHOULD": "SHOULD", "MAY": "MAY"}.get(word[1] if word else "", "MUST")
        return f"### REQ-{number:04d}-{next(counter)} {rank}: {match[1]}\n{match[2]}"

    return {}, re.sub(r"^### Requirement: (.*)\n((?:(?!#).*\n)*)", head, text, flags=re.MULTILINE)


def _kiro(number: int, text: str) -> tuple[Front, str]:
    """Each numbered acceptance criterion is a requirement of its own."""
    counter = iter(range(1, 1000))
    text = re.sub(r"^(#### Acceptance Criteria)$", r"\1\n", text, flags=re.MULTILINE)
    return {}, re.sub(
        r"^\d+\. (.*)$",
        lambda match: f"### REQ-{number:04d}-{next(counter)} MUST: criterion\n{match[1]}\n",
        text,
        flags=re.MULTILINE,
    )


def _backlog(number: int, text: str) -> tuple[Front, str]:
    """Status and title of a task of Backlog.md; its description is what it delivers, its notes are the log."""
    front = markdown.front_matter(SourceFile("task.md", text))
    data = front.data if front else {}
    done = str(data.get("status", "")).lower() == "done"
    for theirs, ours in (("Description", "Delivers"), ("Implementation Notes", "Log"), ("Final Summary", "Log")):
        text = text.replace(f"\n## {theirs}\n", f"\n## {ours}\n")
    files = {"planned_files": data["modified_files"]} if data.get("modified_files") else {}
    return {"status": "done" if done else "backlog", "title": str(data.get("title", "")), **files}, text


def _planned(number: int, text: str) -> tuple[Front, str]:
    """The same task as it was before anybody began."""
    front, body = _backlog(number, text)
    return front | {"status": "backlog"}, body


_DECIDED = frozenset({"requirement-rank", "priority-inflation"})
_LOST = frozenset({"requirement-without-scenario", "requirement-without-failure"})
_KEPS = tuple(f"keps/sig-{name}/*/README.md" for name in ("api-machinery", "network", "node"))
_MODELS = ("*threat*model*.md", "docs/*threat*model*.md", "doc/*threat*model*.md", "self-assessment.md")
CORPORA = (
    Corpus("MADR's own decisions", "adr+madr", "11807d877dbc", "adr", ("docs/decisions/*.md",)),
    Corpus(
        "architecture-decision-record, English examples",
        "joelparkerhenderson+architecture-decision-record",
        "a5c0ed4e8c54",
        "adr",
        ("locales/en/examples/**/README.md",),
    ),
    Corpus("Rust RFCs", "rust-lang+rfcs", "354518a8c902", "design-doc", ("text/*.md",)),
    Corpus("Kubernetes enhancements", "kubernetes+enhancements", "64765b4b0238", "design-doc", _KEPS),
    Corpus(
        "Kubernetes enhancements, once more", "kubernetes+enhancements", "64765b4b0238", "trd", _KEPS,
        undecided=frozenset(_ANY),
    ),
    Corpus("Python enhancement proposals", "python+peps", "ba4deeb79695", "design-doc", ("peps/pep-*.rst",)),
    Corpus(
        "OpenSpec, specifications", "Fission-AI+OpenSpec", "f1b521dffac3", "prd", ("openspec/specs/*/spec.md",),
        _openspec, _DECIDED,
    ),
    Corpus(
        "SpaceWeirdos, EARS requirements", "RockyBoyRC+SpaceWeirdos", "1666df89b89b", "prd",
        (".kiro/specs/**/requirements.md",), _kiro, _DECIDED | _LOST,
    ),
    Corpus(
        "Task Master, product requirements", "eyaltoledano+claude-task-master", "c0c98d367c55", "prd",
        (".taskmaster/docs/*prd*.txt", ".taskmaster/docs/*prd*.md"),
    ),
    Corpus(
        "Backlog.md, tasks", "MrLesk+Backlog.md", "6286bf972ce3", "task",
        ("backlog/tasks/back-*.md", "backlog/completed/back-*.md"), _backlog, frozenset({"deviation-unexplained"}),
    ),
    Corpus(
        "Backlog.md, before they were done", "MrLesk+Backlog.md", "6286bf972ce3", "task",
        ("backlog/tasks/back-*.md", "backlog/completed/back-*.md"), _planned,
        frozenset({*_ANY, "task-without-criteria", "deviation-unexplained", "task-done-open", "task-unplanned"}),
    ),
    Corpus(
        "CNCF security reviews", "cncf+tag-security", "948951ea72a7", "threat-model",
        tuple(f"community/assessments/projects/*/{glob}" for glob in _MODELS),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """What the rules say of one corpus."""

    corpus: Corpus
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]


def measure(corpus: Corpus, folder: Path) -> Measured:
    """Run every document rule over a corpus, in its kind."""
    root = folder / corpus.repository
    paths = sorted({path for glob in corpus.globs for path in root.glob(glob) if path.is_file()})
    documents = tuple(_adopted(corpus, number, path, root) for number, path in enumerate(paths, 1))
    silent = _OURS | corpus.undecided
    chosen = [rule for rule in rules.family("artifact") if rule.name not in silent]
    facts = project.of_documents(documents)
    return Measured(corpus, documents, engine.run(chosen, facts, Config(profile="strict"), documents).findings)


def as_they_are(folder: Path) -> Measured:
    """Run the rules over all Markdown files of the same repositories as `ygs lint` finds them, nothing added."""
    repositories = sorted({corpus.repository for corpus in CORPORA})
    paths = [path for name in repositories for path in sorted((folder / name).rglob("*.md"))]
    read = (SourceFile(path.relative_to(folder).as_posix(), _text(path)) for path in paths if path.is_file())
    facts = project.of_documents(markdown.parse(source) for source in read)
    found = engine.run(rules.family("artifact"), facts, Config(profile="strict"), facts.documents).findings
    return Measured(Corpus("the same repositories, as they are", "", "", "", ()), facts.documents, found)


def _text(path: Path) -> str:
    return path.read_text("utf-8-sig", "replace")


def _adopted(corpus: Corpus, number: int, path: Path, root: Path) -> Document:
    """The document with the front matter of a kind in place of its own; line numbers are those of the form."""
    kind = kinds.named(corpus.kind)
    own, text = corpus.change(number, _text(path))
    name = path.relative_to(root).as_posix()
    parse = rst.parse if path.suffix == ".rst" else markdown.parse
    document = parse(SourceFile(name, text))
    body = document.lines[document.front_matter.end_line if document.front_matter else 0 :]
    title = next((head.text for head in document.headings if head.text), path.stem)
    front = {"id": kinds.identifier(kind, number), "kind": kind.name, "title": title, "status": kind.statuses[0]}
    head = [f"{key}: {scaffold.yaml_value(value)}" for key, value in (front | own).items()]
    lines = ["---", *head, "links: []", "---", *body]
    if path.suffix != ".rst":
        return markdown.parse(SourceFile(name, "\n".join(lines)))
    whole = parse(SourceFile(name, "\n".join(["", *[""] * (len(lines) - len(body) - 1), *body])))
    deeper = tuple(replace(head, level=head.level + 1) for head in whole.headings)  # a PEP's title is no heading
    first = markdown.front_matter(SourceFile(name, "\n".join(lines)))
    return replace(whole, lines=tuple(lines), front_matter=first, headings=deeper)


@dataclass(frozen=True)
class Label:
    """What a reader says of one finding."""

    corpus: str
    rule: str
    path: str
    line: int
    right: bool
    evidence: str


def labels() -> tuple[Label, ...]:
    """All labels that were given."""
    with LABELS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return tuple(
        Label(row["corpus"], row["rule"], row["path"], int(row["line"]), row["right"] == "yes", row["evidence"])
        for row in rows
    )


@cache
def judged_kinds(rule: str) -> frozenset[str]:
    """The kinds of documents that a rule looks at, as its Bad example shows them; none for every Markdown file."""
    page = next(item.page for item in rules.family("artifact") if item.name == rule)
    bad = page.partition("## Bad")[2].partition("## Good")[0]
    found = re.findall(r"^kind: ([a-z-]+)$", bad, re.MULTILINE)
    return frozenset() if rule in _ANY else frozenset(found[-1:])


def table(everything: Iterable[Measured]) -> Iterator[str]:
    """The rows of the page: for each rule the documents that it could speak about, and what it said."""
    measured = tuple(everything)
    given = labels()
    yield "| kind | rule | documents | findings | per 100 documents | labelled | right |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    for rule in sorted(item.name for item in rules.family("artifact")):
        wanted = judged_kinds(rule)
        able = [item for item in measured if _speaks(rule, item.corpus, wanted)]
        number = sum(len(item.documents) for item in able)
        found = sum(finding.rule == rule for item in able for finding in item.findings)
        read = [label for label in given if label.rule == rule]
        kind = ", ".join(sorted(wanted)) or "any"
        rate = f"{100 * found / number:.1f}" if number else ""
        right = str(sum(label.right for label in read)) if read else ""
        yield f"| {kind} | `{rule}` | {number:,} | {found:,} | {rate} | {len(read) or ''} | {right} |"


def _speaks(rule: str, corpus: Corpus, wanted: frozenset[str]) -> bool:
    if not corpus.kind:
        return rule in _OURS or rule in _ANY
    return rule not in _OURS | corpus.undecided and (not wanted or corpus.kind in wanted)


def main(name: str, rule: str = "") -> None:
    folder = Path(name)
    measured = [*(measure(corpus, folder) for corpus in CORPORA), as_they_are(folder)]
    if not rule:
        print("| documents | commit | as | files |\n|---|---|---|--:|")
        for item in measured:
            print(f"| {item.corpus.name} | {item.corpus.commit} | {item.corpus.kind} | {len(item.documents):,} |")
        print("", *table(measured), sep="\n")
        return
    for item in measured:
        texts = {document.path: document.lines for document in item.documents}
        for finding in (found for found in item.findings if found.rule == rule):
            place = finding.location
            behind = texts[place.path][max(place.line - 1, 0) : place.line + 8]
            print(f"\n{item.corpus.name}\n{place}: {finding.message}\n" + "\n".join(behind))
    print(Counter(item.corpus.name for item in measured for found in item.findings if found.rule == rule))


if __name__ == "__main__":
    main(*sys.argv[1:])
