"""How often the lint rules speak on documents of other projects.

`python -m tests.artifacts.public_documents KIND FOLDER GLOB [RULE]` gives each Markdown file below FOLDER that
GLOB matches the front matter of KIND, as adoption would, runs every content rule over them and prints how many
findings each rule has; with RULE, each finding of it with the lines behind it, to be labelled.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from ygs_cli import engine, rules
from ygs_cli.artifacts import kinds, markdown, project, scaffold
from ygs_cli.artifacts.kinds import Kind
from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.config import Config

# They look at front matter, which the documents get here: nothing could be learnt from them.
_SHAPE = ("dangling-id", "draft-slot-empty", "duplicate-id", "required-slot-empty", "superseded-both-ways")


def adopted(kind: Kind, folder: Path, glob: str) -> list[SourceFile]:
    """The files with the front matter of a kind in place of their own."""
    found = []
    for number, path in enumerate(sorted(folder.glob(glob)), 1):
        text = path.read_text("utf-8", "replace")
        document = markdown.parse(SourceFile(path.name, text))
        body = document.lines[document.front_matter.end_line if document.front_matter else 0 :]
        title = next((head.text for head in document.headings if head.text), path.stem)
        front = {
            "id": kinds.identifier(kind, number),
            "kind": kind.name,
            "title": title,
            "status": kind.statuses[0],
        }
        head = [f"{key}: {scaffold.yaml_value(value)}" for key, value in front.items()]
        lines = ["---", *head, "links: []", "---", *body]
        found.append(SourceFile(path.relative_to(folder).as_posix(), "\n".join(lines)))
    return found


def main(kind: str, folder: str, glob: str, label: str = "") -> None:
    facts = project.facts(adopted(kinds.named(kind), Path(folder), glob))
    chosen = [
        rule for rule in rules.family("artifact") if rule.name not in _SHAPE and not rule.name.startswith("front")
    ]
    found = engine.run(chosen, facts, Config(profile="strict"), facts.documents).findings
    lines = {document.path: document.lines for document in facts.documents}
    print(f"{len(facts.documents)} documents")
    for name, number in sorted(Counter(finding.rule for finding in found).items()):
        print(f"{number:6} {name}")
    for finding in (item for item in found if item.rule == label):
        place = finding.location
        print(f"\n{place}: {finding.message}\n" + "\n".join(lines[place.path][place.line - 1 : place.line + 8]))


if __name__ == "__main__":
    main(*sys.argv[1:])
