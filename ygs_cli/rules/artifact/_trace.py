"""What the rules about missing links share: the requirements of approved PRDs that lack something."""

from __future__ import annotations

from collections.abc import Iterator

from ygs_cli.artifacts.markdown import SourceFile
from ygs_cli.artifacts.project import ArtifactFacts
from ygs_cli.trace import documents, graph, questions
from ygs_cli.trace.graph import Graph
from ygs_cli.trace.questions import Row


def without(facts: ArtifactFacts, aspect: str) -> Iterator[Row]:
    """The MUST and SHOULD requirements of approved PRDs without a task; or, where all tasks are done, without a
    test, as `ygs trace` sees them. Tests and code are looked up for the latter only.
    """
    approved = {prd.path for prd in facts.of_kind("prd") if prd.status == "approved"}
    if not approved:
        return
    texts = (SourceFile(item.path, "\n".join(item.document.lines)) for item in facts.artifacts)
    pages = [page for text in texts if (page := documents.read(text))]
    sources = facts.mentions() if aspect == "test" else ()
    built = graph.build(pages, sources, facts.files)
    for node in built.of_kind(graph.REQUIREMENT):
        if node.location.path in approved and node.rank in ("MUST", "SHOULD"):
            found = questions.row(built, node)
            begun = aspect == "task" or _is_done(built, found)
            if aspect in found.missing and begun:
                yield found


def _is_done(built: Graph, row: Row) -> bool:
    """Whether it has tasks and all of them are done: before that a test is still to come."""
    return bool(row.tasks) and all(built.nodes[name].status == "done" for name in row.tasks)
