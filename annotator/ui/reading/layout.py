"""A paragraph laid out once: its lines, the boxes of a range, the caret, and the character under a point.

Lengths are logical pixels from the paragraph's top left corner; offsets are code points of the article.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple, cast

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextLayout, QTextLine, QTextOption

from annotator.model.offsets import Utf16Map
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.paragraphs import Stretch

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


BLANK = 10  # the height of a blank line, at zoom 1: a line with words keeps 31 free under them already
MOST_BOXES = 2_000  # ranges whose boxes a paragraph keeps


class Line(NamedTuple):
    """One line: its range in UTF-16 units, the top and height of its text box, and where its ink begins and ends."""

    qt: QTextLine
    start: int
    end: int
    top: float
    box: float
    height: float
    left: float
    right: float


class Box(NamedTuple):
    """A piece of a range on one line. `starts` and `ends` tell whether the range itself does there."""

    line: Line
    left: float
    right: float
    starts: bool
    ends: bool
    start_right: bool  # the range's start is this box's right edge: right-to-left
    end_left: bool

    @property
    def closed_left(self) -> bool:
        """Return whether the range starts or ends at the left edge."""
        return (self.starts and not self.start_right) or (self.ends and self.end_left)

    @property
    def closed_right(self) -> bool:
        """Return whether the range starts or ends at the right edge."""
        return (self.starts and self.start_right) or (self.ends and not self.end_left)


class Character(NamedTuple):
    """A grapheme on a line: its UTF-16 range, its edges, and its direction."""

    start: int
    end: int
    left: float
    right: float
    right_to_left: bool


class LaidOut:
    """One stretch of the article, laid out at one width."""

    def __init__(self, text: str, stretch: Stretch, measure: Measure, width: float, headline: bool) -> None:
        self.start, self.end = stretch.start, stretch.end
        self.width = width
        self.words = words = text[stretch.start : stretch.end]
        self.bidi = not words.isascii() and _RIGHT_TO_LEFT.search(words) is not None
        self.backwards = self.bidi and runs_backwards(words)
        self.units = Utf16Map(words)
        self.qt = QTextLayout(words, measure.headline_font if headline else measure.text_font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto if self.bidi else Qt.LayoutDirection.LeftToRight)
        if self.backwards:
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.qt.setTextOption(option)
        self.qt.setCacheEnabled(True)
        self.blank = not words.strip()
        self.lines = self._lines(measure, headline)
        self.height = sum(line.height for line in self.lines)
        self._tops = [line.top for line in self.lines]
        self._starts = [line.start for line in self.lines]
        self._characters: dict[int, list[Character]] = {}
        self._boxes: dict[tuple[int, int], list[Box]] = {}

    def _lines(self, measure: Measure, headline: bool) -> list[Line]:
        found: list[Line] = []
        top = 0.0
        self.qt.beginLayout()
        while (line := self.qt.createLine()).isValid():
            line.setLineWidth(self.width)
            ink = line.ascent() + line.descent()
            box = measure.snap(max((25 if headline else 20) * measure.zoom, ink))
            line.setPosition(QPointF(0, top + measure.snap((box - ink) / 2)))
            # Lanes are kept free on every line, marks or not; only a blank paragraph can never have any. It stands for
            # the space between two paragraphs, and is as high.
            box = measure.size(BLANK) if self.blank else box
            height = box if self.blank else measure.snap(box + (28 if headline else 31) * measure.zoom)
            natural = line.naturalTextRect()
            start, length = line.textStart(), line.textLength()
            found.append(Line(line, start, start + length, top, box, height, natural.left(), natural.right()))
            top += height
        self.qt.endLayout()
        return found

    def boxes(self, start: int, end: int) -> list[Box]:
        """Return the boxes of a range from its first line to its last; on a bidi line there may be several."""
        found = self._boxes.get((start, end))
        if found is None:
            if len(self._boxes) >= MOST_BOXES:
                self._boxes.clear()
            found = self._boxes[start, end] = self._boxes_of(start, end)
        return found

    def _boxes_of(self, start: int, end: int) -> list[Box]:
        low, high = self._unit(start), self._unit(end)
        starts, ends = start >= self.start, end <= self.end
        found: list[Box] = []
        for line in itertools.islice(self.lines, max(0, bisect_right(self._starts, low) - 1), None):
            if line.start >= high:
                break
            a, b = max(low, line.start), min(high, line.end)
            if a < b:
                first, last = starts and a == low, ends and b == high
                if self.bidi:
                    found += self._bidi_boxes(line, a, b, first, last)
                else:
                    left = _x(line, a)
                    right = max(min(_x(line, b), line.right), left + 2)  # a space at the line's end has no ink
                    found.append(Box(line, left, right, first, last, False, False))
        return found

    def _unit(self, code_point: int) -> int:
        return self.units.to_units(min(max(code_point, self.start), self.end) - self.start)

    def _code_point(self, unit: int) -> int:
        return self.start + self.units.to_code_points(unit)

    def _bidi_boxes(self, line: Line, start: int, end: int, first: bool, last: bool) -> Iterator[Box]:
        held = [one for one in self.characters(line) if one.start < end and one.end > start]
        if not held:
            return
        head, tail = held[0], held[-1]
        for left, right in _merged(held):
            at_head, at_tail = left <= head.left and head.right <= right, left <= tail.left and tail.right <= right
            # Where the direction changes within the range, its start or end may lie in the middle of a box: there
            # the side is the paragraph's.
            start_right = head.right_to_left if _at_edge(head, head.right_to_left, left, right) else self.backwards
            end_left = tail.right_to_left if _at_edge(tail, not tail.right_to_left, left, right) else self.backwards
            yield Box(line, left, right, first and at_head, last and at_tail, start_right, end_left)

    def characters(self, line: Line) -> list[Character]:
        """Return the graphemes of a line in reading order, each with the edges it is painted between."""
        found = self._characters.get(line.start)
        if found is None:
            found = self._measured_bidi(line) if self.bidi else list(self._measured(line))
            self._characters[line.start] = found
        return found

    def _measured(self, line: Line) -> Iterator[Character]:
        at = line.start
        while at < line.end:
            after = self._grapheme_end(line, at)
            left = _x(line, at)
            yield Character(at, after, left, max(left, _x(line, after)), False)
            at = after

    def _grapheme_end(self, line: Line, at: int) -> int:
        return min(max(self.qt.nextCursorPosition(at), at + 1), line.end)

    def _measured_bidi(self, line: Line) -> list[Character]:
        """Return the graphemes of a line that runs both ways, each as wide as its glyphs.

        Not by cursor places: where the direction changes they are ambiguous on either side.
        """
        ink = line.start + len(self._units_of(line).rstrip())
        found: list[Character] = []
        at = line.start
        while at < line.end:
            after = self._grapheme_end(line, at)
            found.append(self._drawn(line, at, after) if at < ink else _nowhere(at, after, found))
            at = after
        return _closed(found)

    def _units_of(self, line: Line) -> str:
        """Return the line's text with a character for each UTF-16 unit."""
        low, high = self.units.to_code_points(line.start), self.units.to_code_points(line.end)
        return "".join("xx" if one > "\uffff" else one for one in self.words[low:high])

    def _drawn(self, line: Line, at: int, after: int) -> Character:
        runs = line.qt.glyphRuns(at, after - at)
        if not runs:
            left, right = sorted((_x(line, at), _x_after(line, after - 1)))
            return Character(at, after, left, right, self.backwards)
        rects = [run.boundingRect() for run in runs]
        edges = min(rect.left() for rect in rects), max(rect.right() for rect in rects)
        return Character(at, after, *edges, runs[0].isRightToLeft())

    def line_of(self, code_point: int) -> int:
        """Return the number of the line on which the character at `code_point` stands."""
        return max(0, bisect_right(self._starts, self._unit(code_point)) - 1)

    def line_at(self, y: float) -> int:
        """Return the number of the line at height `y`, the nearest one beyond the ends."""
        return max(0, bisect_right(self._tops, y) - 1)

    def caret(self, code_point: int) -> tuple[Line, float]:
        """Return the line and the place of the caret before the character at `code_point`."""
        line = self.lines[self.line_of(code_point)]
        unit = self._unit(code_point)
        for one in self.characters(line):
            if one.start <= unit < one.end:
                return line, one.right if one.right_to_left else one.left
        held = self.characters(line)
        if not held:
            return line, line.left
        return line, held[-1].left if held[-1].right_to_left else held[-1].right

    def place(self, x: float, y: float) -> int:
        """Return the boundary between graphemes nearest to a point."""
        number = self.line_at(y)
        line = self.lines[number]
        one = self._nearest(line, x)
        if one is None:
            return self._code_point(line.start)
        before = (x > (one.left + one.right) / 2) == one.right_to_left
        if before or (one.end == line.end and number + 1 < len(self.lines) and self._is_space(one)):
            return self._code_point(one.start)
        return self._code_point(one.end)

    def character(self, x: float, y: float) -> int | None:
        """Return the character painted at a point, or None beside the text."""
        line = self.lines[self.line_at(y)]
        one = self._nearest(line, x)
        if one is None or not one.left - 1 <= x <= one.right + 1 or x > line.right + 1 or x < line.left - 1:
            return None
        return self._code_point(one.start)

    def _nearest(self, line: Line, x: float) -> Character | None:
        held = self.characters(line)
        if not held:
            return None
        if not self.bidi:  # from left to right: by halving
            return held[max(0, bisect_right(held, x, key=_left) - 1)]
        return min(held, key=lambda one: max(one.left - x, x - one.right, 0.0))

    def _is_space(self, one: Character) -> bool:
        return self.words[self.units.to_code_points(one.start)].isspace()


def runs_backwards(words: str) -> bool:
    """Return whether the first letter with a direction runs from right to left, as Qt decides it."""
    for character in words:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _closed(held: list[Character]) -> list[Character]:
    """Return the graphemes without the gaps and overlaps that Qt leaves among the parts of a ligature."""
    found: list[Character] = []
    parts: list[Character] = []
    for one in held:
        if parts and not (one.left < parts[-1].right - 0.5 and parts[-1].left < one.right - 0.5):
            found += _shared(parts)
            parts = []
        parts.append(one)
    found += _shared(parts)
    order = sorted((at for at, one in enumerate(found) if one.left < one.right), key=lambda at: found[at].left)
    for a, b in itertools.pairwise(order):
        if found[b].left - found[a].right > 0.5:
            if found[b].right_to_left:
                found[b] = found[b]._replace(left=found[a].right)
            else:
                found[a] = found[a]._replace(right=found[b].left)
    return found


def _shared(parts: list[Character]) -> Iterator[Character]:
    """Yield letters that stand in one place as equal shares of it; a letter alone keeps its own."""
    left, right = min((one.left for one in parts), default=0.0), max((one.right for one in parts), default=0.0)
    share = (right - left) / max(1, len(parts))
    for at, one in enumerate(parts):
        low = right - (at + 1) * share if one.right_to_left else left + at * share
        yield one._replace(left=low, right=low + share)


def _nowhere(at: int, after: int, before: list[Character]) -> Character:
    """Return a space at a break, which takes no place: it stands where the last letter ends."""
    x = 0.0 if not before else before[-1].left if before[-1].right_to_left else before[-1].right
    return Character(at, after, x, x, bool(before) and before[-1].right_to_left)


def _at_edge(one: Character, at_right: bool, left: float, right: float) -> bool:
    return right - one.right < 1 if at_right else one.left - left < 1


def _left(one: Character) -> float:
    return one.left


def _x(line: Line, unit: int) -> float:
    return _place_of(line.qt.cursorToX(unit))  # without the edge: Qt takes it to be the leading one, and is faster


def _x_after(line: Line, unit: int) -> float:
    return _place_of(line.qt.cursorToX(unit, QTextLine.Edge.Trailing))


def _place_of(found: object) -> float:
    # The stub promises a place or a pair, by what is passed; with a plain number it is a pair.
    place = cast("float | tuple[float, int]", found)
    return place[0] if isinstance(place, tuple) else place


def _merged(held: list[Character]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for left, right in sorted((one.left, one.right) for one in held):
        if found and left <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found
