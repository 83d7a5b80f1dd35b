"""Texts of which many may be near one another: all pairs that are, found at once instead of two by two.

Where texts are filled into one form, what only one of them has tells nothing about any pair. By what at least two have
most are of a few kinds, and two kinds are compared by counting bits.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.model.shingles import NEAR

HELD = 500_000  # shingles that are in memory while it is found out which are shared
ROOM = 1 << 25  # bytes of bits that are in memory at a time
LOWEST, EVERY = -(1 << 63), 1 << 64  # the numbers of shingles, as `hash` makes them

Text = Callable[[int], Sequence[int]]  # the shingles of a text as numbers, ascending, by its place
Kind = tuple[int, int, str]  # what it shares with any other as bits, how many shingles it has, its sort


class _Kinds(NamedTuple):
    """The kinds of some texts, side by side."""

    masks: list[int]
    sizes: list[int]
    places: list[list[int]]


def near_kinds(text: Text, sorts: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield two lists of places at a time: each text of the first is near each of the second that is another one.

    There are as many texts as `sorts`; those in one list are of the same sort. Every pair that shares more than `NEAR`
    is in what is yielded, and no other.
    """
    count = len(sorts)
    bits = _shared(text, [len(text(at)) for at in range(count)])
    row = max(1, ROOM // (len(bits) // 8 + 100))
    for start in range(0, count, row):
        kinds = _kinds(text, sorts, range(start, min(count, start + row)), bits)
        for at, held in enumerate(kinds.places):
            if len(held) > 1 and _near(kinds.masks[at].bit_count(), 2 * kinds.sizes[at]):
                yield held, held
            yield from _near_to(kinds, at, kinds, at)
        for earlier in range(0, start, row):
            before = _kinds(text, sorts, range(earlier, earlier + row), bits)
            for at in range(len(kinds.places)):
                yield from _near_to(kinds, at, before, len(before.places))


def _near_to(kinds: _Kinds, at: int, others: _Kinds, end: int) -> Iterator[tuple[list[int], list[int]]]:
    """Yield each of the `others` before `end` that is near to a kind, with that."""
    mask, size, sizes = kinds.masks[at], kinds.sizes[at], others.sizes
    found = [  # where all time goes
        other for other, held in enumerate(others.masks[:end])
        if (1 + NEAR) * (held & mask).bit_count() > NEAR * (sizes[other] + size)
    ]  # fmt: skip
    for other in found:
        yield others.places[other], kinds.places[at]


def _near(shared: int, sizes: int) -> bool:
    """Return whether two texts are near; `sizes` is what both have, counted twice where they share it."""
    return (1 + NEAR) * shared > NEAR * sizes


def _kinds(text: Text, sorts: Sequence[str], places: range, bits: Mapping[int, int]) -> _Kinds:
    kinds: dict[Kind, list[int]] = {}
    for place in places:
        numbers = text(place)
        row = bytearray(len(bits) // 8 + 1)
        for one in numbers:
            at = bits.get(one)
            if at is not None:
                row[at >> 3] |= 1 << (at & 7)
        kinds.setdefault((int.from_bytes(row, "little"), len(numbers), sorts[place]), []).append(place)
    return _Kinds([mask for mask, _, _ in kinds], [size for _, size, _ in kinds], list(kinds.values()))


def _shared(text: Text, sizes: Sequence[int]) -> dict[int, int]:
    """Return a bit for each shingle that at least two texts have; they are counted stretch by stretch of numbers."""
    bits: dict[int, int] = {}
    stretches = sum(sizes) // HELD + 1
    for stretch in range(stretches):
        low, high = (LOWEST + EVERY * at // stretches for at in (stretch, stretch + 1))
        seen, again = set[int](), set[int]()
        for place in range(len(sizes)):
            numbers = text(place)
            held = numbers[bisect_left(numbers, low) : bisect_left(numbers, high)]
            again.update(seen.intersection(held))
            seen.update(held)
        bits.update((one, at) for at, one in enumerate(sorted(again), len(bits)))
    return bits
