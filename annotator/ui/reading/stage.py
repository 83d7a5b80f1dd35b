"""The page as it is seen: its size and zoom, how far it is scrolled, and what must be painted anew."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from annotator.editing.state import State
from annotator.ui.reading.changes import Range
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.page import Page
from annotator.ui.reading.scrolling import Scrolling
from annotator.ui.theme import Theme

MOST_SEEN = 6_000  # code points of a range that may fit into an opening
MARGIN = 28  # beside the text where the column does not fit
FEWEST = 30  # characters a line holds where there is room for them without the margin
SLIM = 8  # what is left beside them then, for chips and rings: nothing can be scrolled to beside the opening


class Stage:
    """A page seen through an opening. Opening coordinates count from its top left corner."""

    def __init__(self, theme: Theme, measure: Measure, width: float, height: float) -> None:
        self.theme, self.measure = theme, measure
        self.width, self.height = width, height
        self.page: Page | None = None
        self._scrolling: Scrolling | None = None
        self._tops: dict[int, float] = {}  # where the stretches in sight stood when `moved` was asked last
        self._moved_on: Page | None = None

    @property
    def column(self) -> float:
        """Return the width of the text: the measure's where it fits, else the room there is."""
        least = min(FEWEST * self.measure.advance, self.width - 2 * SLIM * self.measure.zoom)
        return self.measure.snap(min(self.measure.column, max(least, self.width - 2 * MARGIN)))

    @property
    def left(self) -> float:
        """Return where the column begins."""
        return self.measure.snap(max(0.0, (self.width - self.column) / 2))

    @property
    def offset(self) -> float:
        """Return the page's y at the top of the opening."""
        return self.measure.snap(self._scrolling.offset) if self._scrolling else 0.0

    @property
    def furthest(self) -> float:
        """Return the largest offset."""
        return self._scrolling.furthest if self._scrolling else 0.0

    def open(self, state: State) -> Page:
        """Show another article, from its beginning."""
        self.page = Page(self.theme, self.measure, state, self.column, self.left)
        self._scrolling = Scrolling(self.page, self.height)
        self._scrolling.settle()
        return self.page

    def renew(self, theme: Theme, measure: Measure, width: float, height: float) -> None:
        """Take another theme, zoom or size; the first character seen stays where it is."""
        same, zoom = (measure, width) == (self.measure, self.width), measure.zoom / self.measure.zoom
        self.theme, self.measure, self.width, self.height = theme, measure, width, height
        if self.page is None or self._scrolling is None:
            return
        if same:
            self.page.repaint_in(theme)
            self._scrolling.height = height
            self._scrolling.settle()
            return
        self._build_anew(self.page, self.page.state, zoom)

    def reopen(self, state: State) -> None:
        """Show the article with another title: the first character seen stays where it is."""
        if self.page is not None:
            self._build_anew(self.page, state, 1.0)

    def _build_anew(self, old: Page, state: State, zoom: float) -> None:
        if self._scrolling is None:
            return
        code_point, below = self._scrolling.hold()
        self.page = Page(self.theme, self.measure, state, self.column, self.left)
        self.page.shows_caret, self.page.shows_others = old.shows_caret, old.shows_others
        self.page.found = old.found
        self.page.change(state, old.unsaved, None)
        self._scrolling = Scrolling(self.page, self.height)
        self._scrolling.restore((code_point, below * zoom))

    def to_page(self, point: QPointF) -> QPointF:
        """Return a point of the opening in page coordinates."""
        return QPointF(point.x() - self.left, point.y() + self.offset)

    def seen(self, rect: QRectF) -> QRectF:
        """Return a rectangle of the page in coordinates of the opening."""
        return rect.translated(self.left, -self.offset)

    def areas(self, ranges: Iterable[Range]) -> list[QRectF]:
        """Return the parts of the opening that painting `ranges` may touch, each once."""
        found: list[QRectF] = []
        if self.page is None:
            return found
        offset = self.offset
        for start, end in dict.fromkeys(ranges):
            top, bottom = self.page.area(start, end)
            top, bottom = max(0.0, top - offset), min(self.height, bottom - offset)
            if top < bottom:
                found.append(QRectF(0, top, self.width, bottom - top))
        return found

    def scroll_to(self, offset: float) -> None:
        """Scroll to an offset."""
        if self._scrolling:
            self._scrolling.to(offset)

    def scroll_by(self, distance: float) -> bool:
        """Scroll by a distance and return whether anything moved."""
        before = self.offset
        if self._scrolling:
            self._scrolling.by(distance)
        return self.offset != before

    def moved(self) -> float | None:
        """Return by how much all that stays in sight stands higher than when this was asked last.

        None where not all of it moved alike, or nothing stays.
        """
        page, before = self.page, self._tops
        if page is None or self._scrolling is None:
            return None
        held = page.visible(QRectF(0, self.offset, self.width, self.height))
        self._tops = {at: page.top(at) - self.offset for at in held}
        other, self._moved_on = page is not self._moved_on, page
        moved = {round(before[at] - top, 3) for at, top in self._tops.items() if at in before}
        return None if other or len(moved) != 1 else moved.pop()

    def reveal(self, code_point: int, whole: tuple[int, int] | None = None) -> bool:
        """Scroll as little as needed to bring a character into sight, with its lanes; return whether it moved.

        Of the `whole` range that it begins or ends, all comes into sight where the opening has room for it.
        """
        moved = whole is not None and self._fits(*whole) and self._show(_other_end(code_point, *whole))
        return self._show(code_point) or moved

    def _show(self, code_point: int) -> bool:
        if self.page is None or self._scrolling is None:
            return False
        at, z = self.page.flow.index_of(code_point), self.measure.zoom
        laid = self.page.flow.laid_out(at)
        line = laid.lines[laid.line_of(code_point)]
        return self._scrolling.show(at, line.top - 14 * z, line.top + line.height + 12 * z)

    def _fits(self, start: int, end: int) -> bool:
        if self.page is None or not 0 < end - start <= MOST_SEEN:
            return False
        flow, high = self.page.flow, 0.0
        for at in range(flow.index_of(start), flow.index_of(end - 1) + 1):
            flow.laid_out(at)
            high += flow.heights[at]
            if high > 2 * self.height:  # also without what the first and the last have besides the range
                return False
        top, bottom = self.page.area(start, end)
        return bottom - top + 12 * self.measure.zoom <= self.height

    def bring_to_top(self, code_point: int) -> None:
        """Scroll so that the line of a character is the first one."""
        if self.page is None:
            return
        if self.page.flow.index_of(code_point) == 0:
            self.scroll_to(0)
            return
        for _ in range(2):  # the way there may become exact while it is laid out
            self.scroll_to(self.page.rect_at(code_point).top() - 12 * self.measure.zoom)

    def first_seen(self) -> int:
        """Return the first character in sight: no line end, and none of a line of which only the lanes are seen."""
        if self.page is None or self._scrolling is None:
            return 0
        first, below = self._scrolling.hold()
        flow = self.page.flow
        at = flow.index_of(first)
        laid = flow.laid_out(at)
        hidden = below + laid.lines[laid.line_of(first)].box <= 0
        while at + 1 < len(flow) and (hidden or flow.laid_out(at + 1).start == first + 1):
            at, hidden = at + 1, False
            first = flow.laid_out(at).start
        return first

    def last_seen(self) -> int:
        """Return the place after the last character in sight."""
        if self.page is None:
            return 0
        return self.page.place_at(self.column, self.offset + self.height - 1)

    def hold(self) -> tuple[int, float]:
        """Return the first character seen and how far below the top it stands."""
        return self._scrolling.hold() if self._scrolling else (0, 0.0)

    def restore(self, held: tuple[int, float]) -> None:
        """Scroll so that the held character stands where it stood."""
        if self._scrolling:
            self._scrolling.restore(held)

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Paint a part of the opening."""
        if self.page is None:
            painter.fillRect(clip, self.theme.colour("page"))
            return
        painter.translate(self.left, -self.offset)
        self.page.paint(painter, clip.translated(-self.left, self.offset))
        painter.translate(-self.left, self.offset)


def _other_end(code_point: int, start: int, end: int) -> int:
    return start if code_point > start else max(start, end - 1)
