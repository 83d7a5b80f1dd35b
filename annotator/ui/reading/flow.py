"""The paragraphs of an article one under another: exact heights where laid out, estimated ones elsewhere."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from itertools import compress, count
from math import ceil
from operator import sub

from annotator.ui.reading.heights import Heights
from annotator.ui.reading.layout import BLANK, LaidOut
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.paragraphs import cut, has_headline

KEPT = 300  # laid-out stretches
GAP = 10  # between paragraphs, at zoom 1
GROUP = 16  # between groups of lines, such as stanzas, beside the blank line
DUE = 24  # newly laid-out stretches after which the estimates are corrected
RARER = 3  # times the stretches known by then must be laid out until the next correction
FEW = 8  # signs of white space up to which they take one line
_GOING_ON = "\t\x1c\x1d\x1e\x1f\xa0\u2007\u202f"
_SAMPLED = 2000  # code points at the start, the middle and the end whose mean width stands for all


class Flow:
    """Where each stretch of a text stands, and the few that are laid out. Heights depend on no mark."""

    def __init__(self, text: str, measure: Measure, width: float, title: str = "") -> None:
        self.text, self.measure, self.width = text, measure, width
        self.stretches = cut(text)
        self.headline = has_headline(text, self.stretches, title)
        self._held: OrderedDict[int, LaidOut] = OrderedDict()
        self._exact = bytearray(len(self.stretches))
        self._lines_real = self._lines_guessed = 0
        self._due = DUE  # stretches to be laid out until the estimates are corrected
        self._gap, self._group, self._blank = measure.size(GAP), measure.size(GROUP), measure.size(BLANK)
        self._advance = measure.mean_advance(_sample(text))
        self.heights = Heights(self._estimates())

    def __len__(self) -> int:
        return len(self.stretches)

    def _guessed_lines(self, length: int) -> int:
        a_line = max(1.0, self.width / self._advance - 2.6)  # a line breaks, on average, some letters early
        return ceil(length / a_line) or 1

    def _estimates(self) -> list[float]:
        ratio = self._lines_real / self._lines_guessed if self._lines_guessed else 1.0
        lengths = list(map(sub, self.stretches.ends, self.stretches.starts))
        # Whole pixels, estimated or not: what stands below must be painted on them.
        line = ratio * 51 * self.measure.zoom
        height = {length: self.measure.snap(self._guessed_lines(length) * line) for length in set(lengths)}
        guessed = [height[length] + self.gap(at) for at, length in enumerate(lengths)]
        for at in self.stretches.blank:
            guessed[at] = self._blank * self._blank_lines(at)
        return guessed

    def _blank_lines(self, at: int) -> int:
        """Return how many lines white space takes: most hangs over the end of the first, some goes on to the next."""
        start, end = self.stretches.starts[at], self.stretches.ends[at]
        if end - start < FEW:
            return 1
        going_on = "".join(sign for sign in self.text[start:end] if sign in _GOING_ON)
        return max(1, ceil(self.measure.text_width(going_on) / self.width))

    def gap(self, at: int) -> float:
        """Return the space beneath stretch `at`: none within a paragraph that was cut softly, or under a blank line."""
        if self.stretches.is_apart(at):
            return self._gap
        return self._group if self.stretches.ends_group(at) else 0.0

    def held(self, at: int) -> LaidOut | None:
        """Return stretch `at` if it is laid out."""
        return self._held.get(at)

    def laid_out(self, at: int) -> LaidOut:
        """Return stretch `at` laid out; its height is exact from then on."""
        found = self._held.get(at)
        if found is not None:
            self._held.move_to_end(at)
            return found
        found = LaidOut(self.text, self.stretches[at], self.measure, self.width, self.headline and at == 0)
        self._held[at] = found
        if len(self._held) > KEPT:
            self._held.popitem(last=False)
        if not self._exact[at]:
            self._learn(at, found)
        return found

    def first_words(self) -> LaidOut:
        """Return the first stretch that is not blank, of a blank text the first one."""
        blank = self.stretches.blank
        return self.laid_out(next((at for at in range(len(self.stretches)) if at not in blank), 0))

    def _learn(self, at: int, found: LaidOut) -> None:
        self._exact[at] = 1
        self._lines_real += len(found.lines)
        self._lines_guessed += self._guessed_lines(found.end - found.start)
        height = found.height + self.gap(at)
        if height != self.heights[at]:
            self.heights[at] = height
        self._due -= 1
        if self._due == 0:
            self._due = RARER * sum(self._exact)
            guessed = self._estimates()
            for known in compress(count(), self._exact):
                guessed[known] = self.heights[known]
            self.heights.renew(guessed)

    def top(self, at: int) -> float:
        """Return where stretch `at` begins; of one past the last, the height of all."""
        return self.heights.top(at)

    @property
    def height(self) -> float:
        """Return the height of all, in part estimated."""
        return self.heights.total

    def index_of(self, code_point: int) -> int:
        """Return the number of the stretch that holds `code_point`; a newline belongs to the one before it."""
        return max(0, bisect_right(self.stretches.starts, code_point) - 1)

    def index_at(self, y: float) -> int:
        """Return the number of the stretch at height `y`, the nearest one beyond the ends."""
        return self.heights.index_at(y)

    def lay_out_all(self) -> None:
        """Make every height exact."""
        for at in range(len(self.stretches)):
            self.laid_out(at)


def _sample(text: str) -> str:
    if len(text) > 3 * _SAMPLED:
        middle = len(text) // 2
        text = text[:_SAMPLED] + text[middle : middle + _SAMPLED] + text[-_SAMPLED:]
    return text.replace("\n", " ") or "x"
