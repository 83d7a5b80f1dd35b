"""The page: one article with its marks, laid out and painted without any widget.

Page coordinates are logical pixels: x from the column's left edge, y from the top of the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from annotator.editing.state import Caret, OnSuggestion, Selection, State
from annotator.ui.reading import headline
from annotator.ui.reading.flow import KEPT, Flow
from annotator.ui.reading.layout import Box
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.painting import Grounds, paint, paint_outlines
from annotator.ui.reading.placing import Known, place
from annotator.ui.reading.scene import Looks, Scene
from annotator.ui.reading.shapes import Chip, Placement
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.model.finding import Hits  # the window starts without it

ABOVE, META, BELOW = 26, 22, 60  # above the line of facts, from it to the text, and beneath the text, at zoom 1
REACH = 10  # how far handles and rings stand out of a paragraph, at zoom 1


class Page:
    """One article as it is painted; `change` takes another state of it."""

    def __init__(self, theme: Theme, measure: Measure, state: State, width: float, room: float) -> None:
        self.theme, self.measure, self.state = theme, measure, state
        self.head = measure.size(ABOVE + META)  # the top of the first line
        self.facts = headline.facts_of(state)
        self.flow = Flow(state.article.text, measure, width, state.detail("title"))
        self.room = room
        self.unsaved: frozenset[str] = frozenset()
        self.shows_caret = True
        self.shows_others = True  # other authors' spans, faintly
        self.outlined: list[tuple[int, int]] = []  # ranges of code points, in order
        self.found: Hits | None = None  # words that are looked for, painted behind the letters
        self._looks: dict[str, Looks] = {}
        self._scene = self._new_scene()
        self._placements: OrderedDict[int, Placement] = OrderedDict()
        self._lines: dict[int, Known] = {}

    def _new_scene(self) -> Scene:
        state = self.state
        target = state.focus.suggestion if isinstance(state.focus, OnSuggestion) else ""
        return Scene(
            self.measure, self.theme, state.scheme, state.focused, state.filter, self.unsaved,
            self.flow.width, self.room, target, self._looks,
        )  # fmt: skip

    def change(self, state: State, unsaved: frozenset[str], ranges: Iterable[tuple[int, int]] | None) -> None:
        """Show `state` of the same article; what lies in `ranges` (None: everywhere) is placed anew."""
        if state.scheme is not self.state.scheme:
            self._looks, self._lines = {}, {}
        self.state, self.unsaved = state, unsaved
        self._scene = self._new_scene()
        if ranges is None:
            self._placements.clear()
            return
        for start, end in ranges:
            low, high = self.flow.index_of(start), self.flow.index_of(max(start, end - 1))
            reached = range(low, high + 1)
            for at in reached if len(reached) < len(self._placements) else list(self._placements):
                if at in reached:
                    self._placements.pop(at, None)

    def repaint_in(self, theme: Theme) -> None:
        """Take another theme; no text moves."""
        if theme is not self.theme:
            self.theme, self._looks, self._lines = theme, {}, {}
            self.change(self.state, self.unsaved, None)

    @property
    def height(self) -> float:
        """Return the height of the page, in part estimated."""
        return self.head + self.flow.height + self.measure.size(BELOW)

    def top(self, at: int) -> float:
        """Return the top of stretch `at`."""
        return self.head + self.flow.top(at)

    def index_at(self, y: float) -> int:
        """Return the number of the stretch at height `y`."""
        return self.flow.index_at(y - self.head)

    def placed(self, at: int) -> Placement:
        """Return the shapes of stretch `at`."""
        found = self._placements.get(at)
        if found is not None:
            self._placements.move_to_end(at)
            return found
        laid = self.flow.laid_out(at)
        # A blank paragraph has no place for marks; the range must not be empty, which would ask for neighbours.
        held = (self.state.marks, self.state.others) if laid.start < laid.end else ()
        spans = [list(marks.spans.touching(laid.start, laid.end)) for marks in held] or [[], []]
        spans[1] = spans[1] if self.shows_others else []
        offered = self.state.suggestions.touching(laid.start, laid.end) if held else ()
        found = self._placements[at] = place(
            laid, spans[0], offered, spans[1], self._scene, self._lines.setdefault(at, {})
        )
        if len(self._placements) > KEPT:
            self._lines.pop(self._placements.popitem(last=False)[0], None)
        return found

    def looks(self, label: str) -> Looks:
        """Return how spans of a label are painted."""
        return self._scene.looks(label)

    def rough_y(self, code_point: int) -> float:
        """Return about where a character stands, without laying anything out."""
        at = self.flow.index_of(code_point)
        stretch = self.flow.stretches[at]
        part = (code_point - stretch.start) / max(1, stretch.end - stretch.start)
        return self.top(at) + min(1.0, part) * self.flow.heights[at]

    def rough_place(self, y: float) -> int:
        """Return about which character stands at a height: what `rough_y` puts there."""
        at = self.index_at(y)
        stretch = self.flow.stretches[at]
        part = (y - self.top(at)) / (self.flow.heights[at] or 1.0)
        return stretch.start + int(min(1.0, max(0.0, part)) * (stretch.end - stretch.start))

    def area(self, start: int, end: int) -> tuple[float, float]:
        """Return the top and bottom of all that painting a range may touch: its lines, if they are laid out."""
        last = max(start, end - 1)
        low, high, reach = self.flow.index_of(start), self.flow.index_of(last), REACH * self.measure.zoom
        first, final = self.flow.held(low), self.flow.held(high)
        top, bottom = self.top(low), self.top(high + 1)
        if first is not None:
            top += first.lines[first.line_of(start)].top
        if final is not None:
            line = final.lines[final.line_of(last)]
            bottom = self.top(high) + line.top + line.height
        return top - reach, bottom + reach

    def visible(self, clip: QRectF) -> range:
        """Return the numbers of the stretches that may paint into `clip`."""
        reach = REACH * self.measure.zoom
        return range(self.index_at(clip.top() - reach), self.index_at(clip.bottom() + reach) + 1)

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Paint what lies in `clip`; the painter's origin is the page's."""
        painter.fillRect(clip, self.theme.colour("page"))
        if clip.top() < self.head:
            self._paint_facts(painter)
        for at in self.visible(clip):
            laid, top = self.flow.laid_out(at), self.top(at)
            painter.translate(0, top)
            grounds = Grounds(self._rects(self._found(at)), self._rects(self._selected(at)))
            paint(painter, laid, self.placed(at), grounds, clip.translated(0, -top), self.measure, self.theme)
            paint_outlines(painter, self._outlines(at), self.measure, self.theme)
            painter.translate(0, -top)
        caret = self.caret_rect() if self.shows_caret else None
        if caret is not None and caret.intersects(clip):
            painter.fillRect(caret, self.theme.colour("text"))

    def _selected(self, at: int) -> Iterable[Box]:
        focus = self.state.focus
        laid = self.flow.laid_out(at)
        if isinstance(focus, Selection) and focus.start < laid.end and focus.end > laid.start:
            return laid.boxes(focus.start, focus.end)
        return ()

    def _outlines(self, at: int) -> Iterator[Chip]:
        laid, z = self.flow.laid_out(at), self.measure.zoom
        first = bisect_right(self.outlined, laid.start, key=_end)
        for start, end in takewhile(lambda one: one[0] < laid.end, islice(self.outlined, first, None)):
            for box in laid.boxes(start, end):
                rect = self._rect(box.left - 2 * z, box.right + 2 * z, box.line.top, box.line.box)
                yield Chip(rect, None, None, self.measure.size(1.25), 4 * z, box.closed_left, box.closed_right)

    def _found(self, at: int) -> Iterator[Box]:
        laid = self.flow.laid_out(at)
        for start, end in self.found.touching(laid.start, laid.end) if self.found is not None else ():
            yield from laid.boxes(start, end)

    def _rects(self, boxes: Iterable[Box]) -> list[QRectF]:
        return [self._rect(box.left, box.right, box.line.top, box.line.box) for box in boxes]

    def _rect(self, left: float, right: float, top: float, box: float) -> QRectF:
        z = self.measure.zoom
        return self.measure.rect(left, top - z, right, top + box + z)

    def _paint_facts(self, painter: QPainter) -> None:
        """Paint the line of facts where the lines under it begin: at the right over a text that runs backwards."""
        metrics = QFontMetricsF(self.measure.meta_font)
        text = metrics.elidedText(self.facts, Qt.TextElideMode.ElideRight, self.flow.width)
        line = 16 * self.measure.zoom
        y = ABOVE * self.measure.zoom + (line - metrics.height()) / 2 + metrics.ascent()
        painter.setFont(self.measure.meta_font)
        painter.setPen(self.theme.colour("muted"))
        left = self.flow.width - metrics.horizontalAdvance(text) if self.flow.first_words().backwards else 0
        painter.drawText(QPointF(self.measure.snap(left), self.measure.snap(y)), text)

    def rects_of(self, start: int, end: int) -> list[QRectF]:
        """Return where the words of a range stand; lays out all of it."""
        found: list[QRectF] = []
        for at in range(self.flow.index_of(start), self.flow.index_of(max(start, end - 1)) + 1):
            laid = self.flow.laid_out(at)
            found += [rect.translated(0, self.top(at)) for rect in self._rects(laid.boxes(start, end))]
        return found

    def caret_rect(self) -> QRectF | None:
        """Return where the caret stands, or None while a span or a suggestion is the focus."""
        focus = self.state.focus
        if isinstance(focus, Caret):
            return self.rect_at(focus.at)
        if not isinstance(focus, Selection):
            return None
        if focus.at == focus.end and focus.start < focus.end:  # after the last word, not before the next line's first
            laid = self.flow.laid_out(at := self.flow.index_of(focus.end - 1))
            boxes = [box for box in laid.boxes(focus.start, focus.end) if box.ends]
            if boxes:
                box = boxes[-1]
                return self._caret(box.left if box.end_left else box.right, box.line.top, box.line.box, at)
        return self.rect_at(focus.at)

    def rect_at(self, code_point: int) -> QRectF:
        """Return the place of a caret before the character at `code_point`."""
        at = self.flow.index_of(code_point)
        line, x = self.flow.laid_out(at).caret(code_point)
        return self._caret(x, line.top, line.box, at)

    def _caret(self, x: float, top: float, box: float, at: int) -> QRectF:
        z, y = self.measure.zoom, self.top(at)
        left = self.measure.snap(x)
        rect = self.measure.rect(left, top - 2 * z, left + self.measure.size(2), top + box + 2 * z)
        return rect.translated(0, y)

    def place_at(self, x: float, y: float) -> int:
        """Return the boundary between graphemes nearest to a point."""
        at = self.index_at(y)
        return self.flow.laid_out(at).place(x, y - self.top(at))

    def character_at(self, x: float, y: float) -> int | None:
        """Return the character painted at a point, or None beside the words and between the paragraphs."""
        at = self.index_at(y)
        laid, inside = self.flow.laid_out(at), y - self.top(at)
        if not 0 <= inside < laid.height:
            return None
        line = laid.lines[laid.line_at(inside)]
        slack = 4 * self.measure.zoom
        if not line.top - slack <= inside <= line.top + line.box + slack:
            return None
        return laid.character(x, inside)


def _end(one: tuple[int, int]) -> int:
    return one[1]
