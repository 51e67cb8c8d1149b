"""`ygs task waves` and `graph`: known answers, any graph, and inputs that have no order."""

from __future__ import annotations

import json
import random
import time
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.driver import Git, Ygs
from tests.tasks import files
from tests.tasks.files import path, task
from ygs_cli.artifacts import graph

Edges = dict[str, set[str]]


def waves(ygs: Ygs, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ygs("task", "waves", "--format", "json", *options).stdout)
    return found


def numbered(found: dict[str, Any]) -> list[list[int]]:
    return [[int(name[5:]) for name in group] for group in found["waves"]]


def put(git: Git, edges: dict[int, list[int]], **sizes: str) -> None:
    for number, wanted in edges.items():
        files.put(git, (number, "backlog", task(number, depends_on=wanted, size=sizes.get(f"t{number}", "S"))))


def test_a_diamond(ygs: Ygs, git: Git) -> None:
    put(git, {1: [], 2: [1], 3: [1], 4: [2, 3]}, t3="L")
    found = waves(ygs)
    assert numbered(found) == [[1], [2, 3], [4]]
    assert found["critical_path"] == {"tasks": ["TASK-0001", "TASK-0003", "TASK-0004"], "likely_days": 3.0}
    assert found["bottlenecks"] == []


def test_finished_tasks_hold_nobody_up(ygs: Ygs, git: Git) -> None:
    put(git, {2: [1], 3: [2]})
    files.put(git, (1, "done", task(1, "done")))
    assert numbered(waves(ygs)) == [[2], [3]]
    assert numbered(waves(ygs, "--all")) == [[1], [2], [3]]


def test_bottlenecks_people_and_waves_that_cannot_be(ygs: Ygs, git: Git) -> None:
    put(git, {3: [2], 4: [2], 6: [5]})
    files.put(
        git,
        (1, "backlog", task(1, mode="human", wave="1")),
        (2, "backlog", task(2, depends_on=[1], wave="1")),
        (5, "backlog", task(5, depends_on=[2], mode="human")),
    )
    found = waves(ygs)
    assert found["bottlenecks"] == [{"id": "TASK-0002", "dependents": 3}]
    assert found["human"] == [
        {"id": "TASK-0001", "wave": 1, "autonomous_behind": 4},
        {"id": "TASK-0005", "wave": 3, "autonomous_behind": 1},
    ]
    assert found["misordered"] == [{"id": "TASK-0002", "wave": 1, "depends_on": "TASK-0001", "its_wave": 1}]
    text = ygs("task", "waves").stdout
    assert "bottleneck: TASK-0002, 3 tasks wait for it" in text
    assert "human: TASK-0001 (wave 1) holds up 4 autonomous tasks" in text
    assert "order: TASK-0002 says wave 1 but depends on TASK-0001 of wave 1" in text


@pytest.mark.parametrize("verb", ["waves", "graph", "estimate"])
def test_a_circle_is_an_error_that_shows_the_way_round(ygs: Ygs, git: Git, verb: str) -> None:
    put(git, {1: [3], 2: [1], 3: [2], 4: [1], 5: []})
    done = ygs("task", verb, code=2)
    assert done.stdout == ""
    ring = "TASK-0001 -> TASK-0003 -> TASK-0002 -> TASK-0001"
    assert f"{path(1)}:14: tasks wait for each other: {ring}" in done.stderr


def test_a_task_that_waits_for_itself(ygs: Ygs, git: Git) -> None:
    put(git, {1: [1]})
    assert "TASK-0001 -> TASK-0001" in ygs("task", "waves", code=2).stderr


def test_an_unknown_dependency_is_an_error_with_the_nearest_id(ygs: Ygs, git: Git) -> None:
    put(git, {11: [], 12: [13], 14: [99, 98]})
    done = ygs("task", "waves", code=2)
    assert f"{path(12)}:14: depends on TASK-0013, which is unknown (and 2 more such problems)" in done.stderr
    assert "did you mean 'TASK-0014'?" in done.stderr


def test_mermaid_survives_any_title(ygs: Ygs, git: Git) -> None:
    put(git, {2: [1]})
    files.put(git, (1, "done", task(1, "done", title="'Say \"tea\"]; click t1 <b>#1 `x`'", mode="human")))
    text = ygs("task", "graph").stdout
    assert text.splitlines()[:4] == [
        "flowchart LR",
        '  t1(["TASK-0001 Say #34;tea#34;#93;; click t1 #60;b#62;#35;1 #96;x#96;"]):::done',
        '  t2["TASK-0002 Sell tea"]',
        "  t1 --> t2",
    ]
    data = json.loads(ygs("task", "graph", "--format", "json").stdout)
    assert data["edges"] == [{"from": "TASK-0001", "to": "TASK-0002"}]


@st.composite
def acyclic(draw: st.DrawFn) -> Edges:
    size = draw(st.integers(0, 40))
    order = draw(st.permutations(range(size)))
    dice = random.Random(draw(st.integers()))
    density = draw(st.floats(0, 0.4))
    return {
        str(key): {str(other) for other in order[:place] if dice.random() < density}
        for place, key in enumerate(order)
    }


def in_waves(edges: Edges) -> list[list[str]]:
    """The standard library's answer."""
    sorter = TopologicalSorter(edges)
    sorter.prepare()
    groups = []
    while sorter.is_active():
        ready = sorter.get_ready()
        groups.append(sorted(ready))
        sorter.done(*ready)
    return groups


@settings(max_examples=1_000, deadline=None)
@given(acyclic())
def test_waves_are_those_of_the_standard_library(edges: Edges) -> None:
    groups, rest = graph.levels(edges)
    assert groups == in_waves(edges)
    assert not rest
    assert list(graph.circles(edges)) == []


def reach(edges: Edges) -> dict[str, set[str]]:
    """Everything that a key wants, directly or through others, by plain search."""
    found = {}
    for key in edges:
        seen: set[str] = set()
        front = set(edges[key])
        while front:
            seen |= front
            front = {other for one in front for other in edges[one]} - seen
        found[key] = seen
    return found


@settings(max_examples=200, deadline=None)
@given(acyclic())
def test_the_chain_is_the_heaviest_and_all_behind_are_counted(edges: Edges) -> None:
    groups, _ = graph.levels(edges)
    weight = {key: 1 + int(key) % 5 for key in edges}
    heaviest: dict[str, int] = {}
    for key in (key for group in groups for key in group):
        heaviest[key] = weight[key] + max((heaviest[other] for other in edges[key]), default=0)
    chain = graph.longest(edges, groups, weight.__getitem__)
    assert sum(weight[key] for key in chain) == max(heaviest.values(), default=0)
    assert all(before in edges[after] for before, after in pairwise(chain))
    wanted = reach(edges)
    counted = [key for key in edges if int(key) % 2]
    expected = {key: sum(key in wanted[other] for other in counted) for key in edges}
    assert graph.behind(edges, groups, counted) == expected


@settings(max_examples=300, deadline=None)
@given(acyclic(), st.integers())
def test_circles_are_circles_that_share_nothing(edges: Edges, seed: int) -> None:
    dice = random.Random(seed)
    keys = sorted(edges)
    for _ in range(3 if keys else 0):
        edges[dice.choice(keys)].add(dice.choice(keys))
    found = list(graph.circles(edges))
    for ring in found:
        assert ring[0] == min(ring)
        assert all(after in edges[before] for before, after in zip(ring, [*ring[1:], ring[0]], strict=True))
    members = [key for ring in found for key in ring]
    assert len(members) == len(set(members))
    left = {key: wanted - set(members) for key, wanted in edges.items() if key not in members}
    assert not graph.levels(left)[1]


def test_five_thousand_tasks_in_one_chain_or_in_circles_are_no_trouble() -> None:
    keys = [f"{number:05d}" for number in range(5_000)]
    chain: Edges = {key: {before} for before, key in pairwise(keys)} | {keys[0]: set()}
    pairs: Edges = {key: {keys[number ^ 1]} for number, key in enumerate(keys)}
    ring: Edges = chain | {keys[0]: {keys[-1]}}
    begin = time.process_time()
    groups, _ = graph.levels(chain)
    assert len(groups) == 5_000
    assert graph.longest(chain, groups, lambda _: 1.0) == keys
    assert graph.behind(chain, groups, keys)[keys[0]] == 4_999
    assert len(list(graph.circles(pairs))) == 2_500
    assert [len(found) for found in graph.circles(ring)] == [5_000]
    assert time.process_time() - begin < 2
