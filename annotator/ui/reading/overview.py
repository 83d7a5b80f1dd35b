"""The scroll bar beside the text, which also shows where in the article the marks are."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QScrollBar, QWidget

from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.mark import Span
from annotator.model.tongue import tr
from annotator.ui.reading.page import Page
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.model.finding import Hits  # the window starts without it

WIDTH, LEAST_THUMB = 14, 24
FEW = 24  # changed stretches that are painted one by one
SLICE = 1500  # spans reckoned at a time, so that a key pressed meanwhile waits two milliseconds


class Place(NamedTuple):
    """What marks look like here: entities share a row, claims a stretch of rows."""

    low: int
    high: int
    label: str
    inner: bool  # a claim within another one, drawn beside it
    offered: bool = False  # a suggestion, drawn hollow


class OverviewBar(QScrollBar):
    """A vertical scroll bar of our own painting; its values are pixels of the page."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setAccessibleName(tr("Where in the article the marks are"))
        self.theme = theme
        self.page: Page | None = None
        self._places: Counter[Place] = Counter()
        self._fresh: Counter[Place] = Counter()
        self._left: Iterator[tuple[Span, bool]] = iter(())  # spans and suggestions, with whether they are offered
        self._furthest_claim = 0  # while reckoning: the end of the claims so far
        self._shape = (0, 0.0)  # the heights that the places were reckoned for
        self._held = 0.0  # where on the thumb it is held, pixels; the whole bar is free of arrows
        self._picture: QPixmap | None = None
        self._found: tuple[tuple[Hits | None, int, float], list[int]] = ((None, 0, 0.0), [])  # rows, and of what
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._reckon)
        self._due: list[tuple[Collection[Span], Collection[Span], bool]] = []  # changes that are not yet shown here
        # A timer comes after paints: the text shows a change first.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._catch_up)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def sizeHint(self) -> QSize:
        """Return the width of the bar; its height is the view's."""
        return QSize(WIDTH, 100)

    def minimumSizeHint(self) -> QSize:
        """Return the same width and no height."""
        return QSize(WIDTH, 40)

    def show_page(self, page: Page) -> None:
        """Show the marks of another page, or of this one after all of them changed."""
        other = page is not self.page
        self.page = page
        if other:
            self._places = Counter()
        self._picture = None  # another theme or label alone may be what changed
        self._begin()
        if len(page.state.marks.spans) + len(page.state.suggestions) <= SLICE:
            self._reckon()
        else:
            self._timer.start(0)

    def _renew_picture(self) -> None:
        """Forget the painted marks: they are painted afresh when they are next seen."""
        self._picture = None
        self.update()

    def follow(self, before: State, after: State, edit: Edit | None) -> None:
        """Show, soon, what an Edit did to the spans of the page, and which suggestions came and went."""
        if edit:
            gone = [mark for mark, _ in edit.values() if isinstance(mark, Span)]
            self._due.append((gone, [mark for _, mark in edit.values() if isinstance(mark, Span)], False))
        if before.suggestions is not after.suggestions:
            self._due.append((*before.suggestions.differing(after.suggestions), True))
        if self._due:
            self._soon.start()

    def _catch_up(self) -> None:
        due, self._due = self._due, []
        for gone, come, offered in due:
            self.change(gone, come, offered)

    def change(self, gone: Iterable[Span], come: Iterable[Span], offered: bool = False) -> None:
        """Show that spans went and came, or suggestions where they are `offered`."""
        page = self.page
        if page is None or self._timer.isActive():
            self._begin()
            return
        left: set[Place] = set()
        for span in gone:
            place = self._place(page, span, False, offered)
            if not self._places[place]:  # it was beside another one
                place = place._replace(inner=not place.inner)
            self._places[place] -= 1
            if self._places[place] < 1:
                del self._places[place]
                left.add(place)
        came = [self._place(page, span, False, offered) for span in come]
        self._places.update(came)
        if len(left) > FEW:
            self._renew_picture()
            return
        for place in left:
            self._repaint_rows(page, place.low, place.high)
        self._paint_more(page, came)
        self.update()

    def _paint_more(self, page: Page, places: list[Place]) -> None:
        if self._picture is not None and places:
            painter = QPainter(self._picture)
            _paint_places(painter, page, places)
            painter.end()

    def _repaint_rows(self, page: Page, low: int, high: int) -> None:
        if self._picture is None:
            return
        painter = QPainter(self._picture)
        painter.setClipRect(QRectF(0, low, WIDTH, high - low))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.fillRect(QRectF(0, low, WIDTH, high - low), Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        _paint_places(painter, page, [one for one in self._places if one.low < high and one.high > low])
        painter.end()

    def heights_changed(self) -> None:
        """Reckon anew, soon, if the marks now belong a pixel elsewhere."""
        rows, height = self._shape
        if self.page is None or rows == 0 or self._timer.isActive():
            return
        if rows != self.height() or abs(self.page.height - height) * rows > height:
            self._begin()
            self._timer.start(120)

    def _begin(self) -> None:
        page = self.page
        self._due.clear()  # what is reckoned from now on has them
        if page is not None:
            self._fresh, self._furthest_claim = Counter(), 0
            made = ((span, False) for span in page.state.marks.spans)
            self._left = chain(made, ((span, True) for span in page.state.suggestions))
            self._shape = (self.height(), page.height)

    def _reckon(self) -> None:
        page = self.page
        if page is None:
            return
        held = list(islice(self._left, SLICE))
        for span, offered in held:
            inner = False
            if not offered and not page.looks(span.label).flat:
                inner, self._furthest_claim = span.start < self._furthest_claim, max(self._furthest_claim, span.end)
            self._fresh[self._place(page, span, inner, offered)] += 1
        if len(held) == SLICE:
            self._timer.start(0)
            return
        self._places = self._fresh
        self._renew_picture()

    def _place(self, page: Page, span: Span, inner: bool, offered: bool) -> Place:
        rows, height = self._shape
        low = int(page.rough_y(span.start) * rows / height)
        if page.looks(span.label).flat:
            return Place(low, low + 3, span.label, False, offered)
        return Place(low, max(low + 4, int(page.rough_y(span.end) * rows / height)), span.label, inner, offered)

    # Painting

    def thumb(self) -> QRectF:
        """Return the rectangle of the thumb."""
        whole = self.maximum() + self.pageStep()
        height = max(LEAST_THUMB, self.height() * self.pageStep() / max(1, whole))
        if self.maximum() == 0:
            height = self.height()
        top = (self.height() - height) * self.value() / max(1, self.maximum())
        return QRectF(0, top, self.width(), min(height, self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track, the thumb, and over them the marks."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.theme.colour("track"))
        if self.maximum() > 0:  # where all is seen there is nothing to take hold of
            self._paint_thumb(painter)
        if self.page is not None:
            painter.drawPixmap(0, 0, self._painted_places(self.page))
            for row in self._rows_of_found(self.page):
                painter.fillRect(QRectF(0, row, self.width(), 2), self.theme.colour("warn"))
        painter.end()

    def _paint_thumb(self, painter: QPainter) -> None:
        thumb = QColor(self.theme.colour("thumb"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(thumb, 1))
        thumb.setAlphaF(0.18)
        painter.setBrush(thumb)
        painter.drawRoundedRect(self.thumb().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _rows_of_found(self, page: Page) -> list[int]:
        """Return the rows in which something that is looked for stands: few, however many the hits are."""
        shape = (page.found, self.height(), page.height)
        if self._found[0] != shape:
            self._found = (shape, _rows(page, page.found, self.height()) if page.found else [])
        return self._found[1]

    def _painted_places(self, page: Page) -> QPixmap:
        """Return the marks on nothing, painted once: while scrolling only the thumb moves."""
        ratio = self.devicePixelRatioF()
        size = QSize(ceil(self.width() * ratio), ceil(self.height() * ratio))
        if self._picture is None or self._picture.size() != size:
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            _paint_places(painter, page, self._places)
            painter.end()
        return self._picture

    # The mouse: the thumb is dragged from where it is held, the track is jumped to

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the thumb; beside it, bring it there first."""
        if event.button() == Qt.MouseButton.LeftButton:
            thumb = self.thumb()
            inside = thumb.contains(QPointF(thumb.center().x(), event.position().y()))
            self._held = event.position().y() - thumb.top() if inside else thumb.height() / 2
            self._drag_to(event.position().y())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the thumb."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(event.position().y())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        event.accept()

    def _drag_to(self, y: float) -> None:
        free = self.height() - self.thumb().height()
        if free > 0:
            self.setValue(round((y - self._held) / free * self.maximum()))

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew after whatever changed."""
        super().changeEvent(event)
        self.update()


def _rows(page: Page, hits: Hits, rows: int) -> list[int]:
    bounds = [page.rough_place(row * page.height / rows) for row in range(rows)]
    bounds.append(len(page.state.text) + 1)
    ranks = [bisect_left(hits.starts, bound) for bound in bounds]
    return [row for row in range(rows) if ranks[row] < ranks[row + 1]]


def _paint_places(painter: QPainter, page: Page, places: Collection[Place]) -> None:
    only = page.state.filter
    looks = {label: page.looks(label) for label in {place.label for place in places}}
    for place in places:
        if only in ("", place.label):
            flat, ink = looks[place.label].flat, looks[place.label].hue.ink
            x, width = (2.0, 5.0) if flat else (10.5 if place.inner else 8.5, 2.0)
            rect = QRectF(x, place.low, width, place.high - place.low)
            painter.fillRect(rect, ink)
            if place.offered:  # hollow
                painter.fillRect(rect.adjusted(1, 1, -1, -1), page.theme.colour("track"))
