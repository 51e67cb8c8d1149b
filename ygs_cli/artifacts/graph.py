"""Directed graphs of things that want other things: their order, their circles, their longest chain.

A graph maps each key to the keys it wants, all of them keys of the graph. Nothing here recurses: a chain of
thousands of tasks is as good as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key", str, tuple[str, int])


def levels(graph: Mapping[Key, Collection[Key]]) -> tuple[list[list[Key]], set[Key]]:
    """The keys in groups, each wanting only keys of earlier groups, and those that no group can hold.

    A key stands in the first group that can hold it (Kahn's algorithm, level by level). What is left over
    stands in a circle or waits for one.
    """
    missing = {key: len(set(wanted)) for key, wanted in graph.items()}
    wanting: dict[Key, list[Key]] = {key: [] for key in graph}
    for key, wanted in graph.items():
        for other in set(wanted):
            wanting[other].append(key)
    groups: list[list[Key]] = []
    group = sorted(key for key, number in missing.items() if not number)
    while group:
        groups.append(group)
        following = []
        for key in group:
            del missing[key]
            for other in wanting[key]:
                missing[other] -= 1
                if not missing[other]:
                    following.append(other)
        group = sorted(following)
    return groups, set(missing)


def circles(graph: Mapping[Key, Collection[Key]]) -> Iterator[list[Key]]:
    """Circles that share no key, each beginning with its lowest key and going from a key to one it wants."""
    left = {key: set(wanted) for key, wanted in graph.items()}
    while True:
        _, rest = levels(left)
        if not rest:
            return
        left = {key: left[key] & rest for key in rest}
        gone: set[Key] = set()
        for ring in _rings({key: min(wanted) for key, wanted in left.items()}):
            gone.update(ring)
            yield ring
        left = {key: wanted - gone for key, wanted in left.items() if key not in gone}


def _rings(following: Mapping[Key, Key]) -> Iterator[list[Key]]:
    """The circles of a graph in which each key wants exactly one."""
    walk_of: dict[Key, Key] = {}
    for start in sorted(following):
        path = []
        key = start
        while key not in walk_of:
            walk_of[key] = start
            path.append(key)
            key = following[key]
        if walk_of[key] == start:
            ring = path[path.index(key) :]
            first = ring.index(min(ring))
            yield ring[first:] + ring[:first]


def longest(
    graph: Mapping[Key, Collection[Key]], groups: list[list[Key]], weight: Callable[[Key], float]
) -> list[Key]:
    """The heaviest chain from a key that wants nothing to one that nothing wants; `groups` are its levels."""
    total: dict[Key, float] = {}
    before: dict[Key, Key] = {}
    for key in (key for group in groups for key in group):
        wanted = graph[key]
        if wanted:
            before[key] = max(sorted(wanted), key=total.__getitem__)
        total[key] = weight(key) + (total[before[key]] if wanted else 0.0)
    if not total:
        return []
    chain = [max(sorted(total), key=total.__getitem__)]
    while chain[-1] in before:
        chain.append(before[chain[-1]])
    return chain[::-1]


def behind(
    graph: Mapping[Key, Collection[Key]], groups: list[list[Key]], counted: Collection[Key]
) -> dict[Key, int]:
    """How many of the `counted` keys want a key, directly or through others; `groups` are the levels.

    Sets are bits of one integer each, which keeps thousands of keys fast.
    """
    bit = {key: 1 << number for number, key in enumerate(counted)}
    reached: dict[Key, int] = dict.fromkeys(graph, 0)
    for group in reversed(groups):
        for key in group:
            for other in graph[key]:
                reached[other] |= reached[key] | bit.get(key, 0)
    return {key: bits.bit_count() for key, bits in reached.items()}
