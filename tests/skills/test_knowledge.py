"""The bodies of knowledge in `references/` are whole: every numbered entry is there, none twice.

| body | where |
|---|---|
| anti-patterns of interfaces, seven sections, with the list before launch | ygs-api-review |
| anti-patterns of design documents (24), accidental complexity | ygs-review-design |
| structures that trap a code base (35) | ygs-refine-architecture, code-structure |
| transactions, fault tolerance, degradation, planes, cache | ygs-refine-architecture, consistency-and-failure |
| failure patterns of caches, queues, jobs, leaders | ygs-sre-review |
| isolation ladder, authority; loops, teams, evaluation; patterns by need | ygs-agent-review |
| kinds of performance test, load model, metrics, check-lists; reading results | ygs-perf-review |
"""

from __future__ import annotations

import re

import pytest

from tests.driver import ROOT

# sections of the API article with the number of their entries
API = {
    "design-and-contract": {1: 9, 2: 8},
    "data-and-errors": {3: 7, 4: 6, 5: 4},
    "operation-and-security": {6: 10, 7: 8},
}
PERFORMANCE = "profile load stress spike soak scaling volume recovery".split()
RUNGS = ["message", "tenant", "application", "capability sandbox", "micro-VM", "cell"]


def _reference(skill: str, name: str) -> str:
    return (ROOT / "skills" / skill / "references" / f"{name}.md").read_text(encoding="utf-8")


def _rows(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]


@pytest.mark.parametrize("name", API)
def test_every_anti_pattern_of_interfaces(name: str) -> None:
    text = _reference("ygs-api-review", name)
    for section, count in API[name].items():
        body = re.split(r"^## ", text.partition(f"## {section} ")[2], maxsplit=1, flags=re.MULTILINE)[0]
        assert [int(n) for n in re.findall(r"^(\d+)\. \*\*", body, re.MULTILINE)] == list(range(1, count + 1))


def test_every_anti_pattern_of_design_documents() -> None:
    assert _rows(_reference("ygs-review-design", "design-antipatterns")) == list(range(1, 25))


def test_every_structure_of_a_code_base() -> None:
    assert _rows(_reference("ygs-refine-architecture", "code-structure")) == list(range(1, 36))


@pytest.mark.parametrize(
    "word",
    ["Outbox", "Inbox", "Saga", "fencing", "Retry", "Breaker", "Bulkhead", "Degradation", "Cache"],
)
def test_transactions_and_fault_tolerance(word: str) -> None:
    assert word in _reference("ygs-refine-architecture", "consistency-and-failure")


def test_every_kind_of_performance_test_and_the_three_lists() -> None:
    text = _reference("ygs-perf-review", "tests-and-load")
    assert re.findall(r"^\| (\w+) \|", text, re.MULTILINE)[1:9] == PERFORMANCE
    assert all(f"**{title}**" in text for title in ("Checklist before the run", "While it runs", "After it"))


def test_every_rung_of_isolation() -> None:
    ladder = _reference("ygs-agent-review", "authority")
    assert re.findall(r"^\| \d ([\w -]+) \|", ladder, re.MULTILINE) == RUNGS
    rows = [row for row in _reference("ygs-agent-review", "patterns").splitlines() if row.startswith("| ")]
    assert len(rows) - 5 >= 35, "needs with their pattern, without the five heads"
