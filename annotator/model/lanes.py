"""Overlapping extents side by side: lanes in which nothing collides, and segments with what covers each."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Extent = tuple[float, float]  # low, high; any unit


def pack(extents: Iterable[Extent], gap: float, most: int) -> list[int]:
    """Return a lane for each extent: the first one, in the order given, where no other is nearer than `gap`.

    Lanes count from 0; an extent that finds no room below `most` gets `most`, which it may share.
    """
    lanes: list[list[Extent]] = []
    found: list[int] = []
    for low, high in extents:
        lane = 0
        while lane < len(lanes) and not _has_room(lanes[lane], low - gap, high + gap):
            lane += 1
        if lane < most:
            if lane == len(lanes):
                lanes.append([])
            insort(lanes[lane], (low, high))
        found.append(min(lane, most))
    return found


def _has_room(held: list[Extent], low: float, high: float) -> bool:
    # Those held are apart, so their highs rise with their lows: the last that begins below `high` reaches furthest.
    at = bisect_left(held, (high,))
    return at == 0 or held[at - 1][1] <= low


class Segment(NamedTuple):
    """A stretch that the same extents cover; `covering` are their places in the order given."""

    low: float
    high: float
    covering: tuple[int, ...]


def segments(extents: Sequence[Extent], most: int) -> list[Segment]:
    """Return the covered stretches from low to high, each with the first `most` extents that cover it."""
    edges: dict[float, tuple[list[int], list[int]]] = {}
    for at, (low, high) in enumerate(extents):
        if low < high:
            edges.setdefault(low, ([], []))[0].append(at)
            edges.setdefault(high, ([], []))[1].append(at)
    active: list[int] = []
    found: list[Segment] = []
    last = 0.0
    for edge in sorted(edges):
        if active:
            found.append(Segment(last, edge, tuple(active[:most])))
        for at in edges[edge][1]:
            del active[bisect_left(active, at)]
        for at in edges[edge][0]:
            insort(active, at)
        last = edge
    return found
