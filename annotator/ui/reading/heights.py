"""The heights of very many stretches one under another: each top at once; a change adds up its own chunk alone."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

CHUNK = 512  # heights added up together


class Heights:
    """Heights in logical pixels, in order; what stands below a change moves without being touched."""

    def __init__(self, heights: list[float]) -> None:
        self._chunks: list[list[float]] = []
        self._inner: list[list[float] | None] = []  # the tops within each chunk, and last its height
        self._outer: list[float] = [0.0]  # the tops of the chunks, and last the height of all
        self._count = 0
        self._stale = False
        self.renew(heights)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: int) -> float:
        return self._chunks[at // CHUNK][at % CHUNK]

    def __setitem__(self, at: int, height: float) -> None:
        chunk = at // CHUNK
        self._chunks[chunk][at % CHUNK] = height
        self._inner[chunk] = None
        self._stale = True

    def renew(self, heights: list[float]) -> None:
        """Take other heights, all of them."""
        self._count = len(heights)
        self._chunks = [heights[at : at + CHUNK] for at in range(0, len(heights), CHUNK)]
        self._inner = [None] * len(self._chunks)
        self._stale = True

    def top(self, at: int) -> float:
        """Return where stretch `at` begins; of one past the last, the height of all."""
        if at == self._count:
            return self.total
        return self._outwards()[at // CHUNK] + self._within(at // CHUNK)[at % CHUNK]

    @property
    def total(self) -> float:
        """Return the height of all."""
        return self._outwards()[-1]

    def index_at(self, y: float) -> int:
        """Return the number of the stretch at height `y`, the nearest one beyond the ends."""
        outer = self._outwards()
        chunk = min(max(0, bisect_right(outer, y) - 1), len(self._chunks) - 1)
        inner = self._within(chunk)
        return chunk * CHUNK + min(max(0, bisect_right(inner, y - outer[chunk]) - 1), len(inner) - 2)

    def _within(self, chunk: int) -> list[float]:
        inner = self._inner[chunk]
        if inner is None:
            inner = self._inner[chunk] = list(accumulate(self._chunks[chunk], initial=0.0))
        return inner

    def _outwards(self) -> list[float]:
        if self._stale:
            heights = (self._within(chunk)[-1] for chunk in range(len(self._chunks)))
            self._outer = list(accumulate(heights, initial=0.0))
            self._stale = False
        return self._outer
