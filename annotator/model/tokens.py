"""The tokens of a text: where each starts and ends, what of them a range covers, and the bounds nearest to a range.

Pure: whoever has spaCy gives them. All places are code points.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import add
from typing import NamedTuple

Bounds = tuple[int, int]
CONTEXT = 12  # code points of a token that are shown on each side of a place inside it
CUT = "\u2026"


class Tokens(NamedTuple):
    """The tokens of a text: where each starts and ends, and which are white space."""

    starts: Sequence[int]
    ends: Sequence[int]
    space: frozenset[int]  # indices of the tokens that are white space

    def cover(self, start: int, end: int) -> Bounds | None:
        """Return the tokens first..last (last not included) that start..end is exactly, or None."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.ends, end)
        if (
            start < end
            and first < len(self.starts)
            and self.starts[first] == start
            and last < len(self.ends)
            and self.ends[last] == end
        ):
            return first, last + 1
        return None

    def inside(self, start: int, end: int) -> Bounds | None:
        """Return the tokens that lie wholly inside start..end, or None (alignment "contract")."""
        return self._worded(bisect_left(self.starts, start), bisect_right(self.ends, end))

    def around(self, start: int, end: int) -> Bounds | None:
        """Return the tokens that touch start..end, or None (alignment "expand")."""
        return self._worded(bisect_right(self.ends, start), bisect_left(self.starts, end)) if start < end else None

    def _worded(self, first: int, last: int) -> Bounds | None:
        """Return the tokens without the white space at their edges, None where nothing is left."""
        while first < last and first in self.space:
            first += 1
        while last > first and last - 1 in self.space:
            last -= 1
        return (first, last) if first < last else None

    def bounds(self, first: int, last: int) -> Bounds:
        """Return where the tokens first..last (last not included) start and end."""
        return self.starts[first], self.ends[last - 1]

    def nearest(self, start: int, end: int) -> Bounds | None:
        """Return the bounds of whole tokens nearest to start..end, None where it touches only white space.

        Each edge moves to the nearer side of the token that it lies in, but never so that nothing is left, onto white
        space, or off what is touched. Where both sides are as near, the longer one is meant.
        """
        touched = self.around(start, end)
        if touched is None:
            return None
        first, last = touched
        left, right = [first], [last]
        within = self._worded(first + 1, last)
        if self.starts[first] < start and within is not None:
            left.append(within[0])
        within = self._worded(first, last - 1)
        if self.ends[last - 1] > end and within is not None:
            right.append(within[1])
        found = [self.bounds(one, other) for one in left for other in right if one < other]
        return min(found, key=lambda bounds: (abs(bounds[0] - start) + abs(bounds[1] - end), bounds[0] - bounds[1]))

    def within(self, place: int) -> int | None:
        """Return the token that `place` lies in the midst of, None at an edge and between tokens."""
        at = bisect_right(self.starts, place) - 1
        return at if at >= 0 and self.starts[at] < place < self.ends[at] else None

    def packed(self) -> bytes:
        """Return the tokens as bytes: how many, then gap and length of each, and which of them are white space."""
        count = len(self.starts)
        pairs = array("I", bytes(2 * count * array("I").itemsize))
        pairs[0::2] = array("I", map(int.__sub__, self.starts, (0, *self.starts[:-1])))
        pairs[1::2] = array("I", map(int.__sub__, self.ends, self.starts))
        numbers = array("I", [count]) + pairs + array("I", sorted(self.space))
        return zlib.compress(numbers.tobytes(), 1)

    @classmethod
    def unpacked(cls, data: bytes) -> Tokens:
        """Return the tokens that `packed` made bytes of; raises ValueError or zlib.error for other bytes."""
        numbers = array("I")
        numbers.frombytes(zlib.decompress(data))
        count = numbers[0] if numbers else -1
        if not 0 <= 2 * count < len(numbers):
            raise ValueError("these are no tokens")
        # No loop of Python's: the tokens of a megabyte come while somebody types.
        starts = list(accumulate(numbers[1 : 2 * count + 1 : 2]))
        ends = list(map(add, starts, numbers[2 : 2 * count + 1 : 2]))
        return cls(starts, ends, frozenset(numbers[2 * count + 1 :]))


def cut_token(text: str, tokens: Tokens, place: int) -> str:
    """Return the token that `place` cuts, with a bar there: "pre|fix"; "" where it cuts none."""
    at = tokens.within(place)
    if at is None:
        return ""
    start, end = tokens.starts[at], tokens.ends[at]
    before = CUT + text[place - CONTEXT : place] if place - start > CONTEXT else text[start:place]
    after = text[place : place + CONTEXT] + CUT if end - place > CONTEXT else text[place:end]
    return f"{before}|{after}"
