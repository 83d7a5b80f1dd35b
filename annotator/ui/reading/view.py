"""The reading view: one article with its marks, painted by us on a plain text widget's shell.

The shell gives screen readers the text; its own scroll bars and handlers are never used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.tongue import tr
from annotator.ui.reading import changes, lines
from annotator.ui.reading.hit import hit
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.overview import OverviewBar
from annotator.ui.reading.page import Page
from annotator.ui.reading.pointer import Pointer
from annotator.ui.reading.shell import Shell
from annotator.ui.reading.speech import Speech
from annotator.ui.reading.stage import Stage
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.model.finding import Hits  # the window starts without it

LEAST_ZOOM, MOST_ZOOM = 0.5, 3.0
EDGE = 30  # milliseconds between two steps of scrolling at the edges


class ReadingView(Shell):
    """Shows a State and tells `run` what the mouse asks for. `keyed` and `binds` are set by the window."""

    painted = Signal()  # for the first time
    renewed = Signal()  # in another size, zoom or theme

    def __init__(self, theme: Theme, run: Callable[..., None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keyed: Callable[[QKeyEvent], bool] = _no_key
        self.binds: Callable[[QKeyEvent], bool] = _no_key
        self.bar = OverviewBar(theme)
        self.bar.valueChanged.connect(self._bar_moved)
        self._stage = Stage(theme, Measure(1.0, self.devicePixelRatioF()), self.viewport().width(), 100)
        self.first_visible, self.hold = self._stage.first_seen, self._stage.hold  # for `scroll_to` and `restore`
        self._pointer = Pointer(run)
        self._speech = Speech(self)
        self._truth: State | None = None  # the state without what is being dragged
        self._unsaved: frozenset[str] = frozenset()
        self._asks_others = False
        self._goal = lines.Goal()
        self._syncing = False
        self.setAccessibleName(tr("Article"))
        self._drawn_at = QPointF()  # where the pointer was last, while it scrolls at an edge
        self._edge = QTimer(self)
        self._edge.setInterval(EDGE)
        self._edge.timeout.connect(self._scroll_at_edge)
        self.set_theme(theme)

    # What is shown

    @property
    def page(self) -> Page | None:
        """Return the page that is shown."""
        return self._stage.page

    def show_state(
        self, before: State | None, after: State, edit: Edit | None, unsaved: frozenset[str] = frozenset()
    ) -> None:
        """Show `after`; `edit` tells what changed since `before`, `unsaved` which marks are painted hollow."""
        shown, self._truth, drawn = self._truth, after, self.page and self.page.state
        if before is None or shown is None or shown.article.id != after.article.id:
            self._open(after, unsaved)
            return
        if shown is after and not edit and unsaved == self._unsaved:
            return  # as after each gesture, which is shown hollow from the first
        touched = changes.touched(shown, after, edit, unsaved ^ self._unsaved)
        self._unsaved = unsaved
        if edit and any(key.sort == "detail" for key in edit):
            self._stage.reopen(after)  # the title may be another paragraph's now
        seen = self._pointer.preview(after)
        self._repaint(seen, touched)
        if drawn is not None and drawn is not shown:  # what was seen of a drag until now
            self._repaint(seen, changes.of_drag(drawn, seen))
        if self.page is not None and touched is None:
            self.bar.show_page(self.page)
        else:
            self.bar.follow(shown, after, edit)
        place = None if self._pointer.is_dragging else changes.moved_to(shown, after)
        if place is not None and self._stage.reveal(place, self._pointer.to_see_whole(shown, after, edit)):
            self._scrolled()
        self._speech.mirror(after)
        self._speech.announce(shown, after, edit)

    def _open(self, state: State, unsaved: frozenset[str]) -> None:
        self._pointer.cancel()
        self._edge.stop()
        self._unsaved = unsaved
        page = self._stage.open(state)
        page.shows_others = self._asks_others or not len(state.marks.spans)
        page.change(state, unsaved, None)
        self.bar.show_page(page)
        self._scrolled()
        self._speech.fill(state)

    def _repaint(self, state: State, touched: changes.Touched | None) -> None:
        page = self.page
        if page is None:
            return
        if not page.shows_others and not len(state.marks.spans):
            page.shows_others, touched = True, None
        page.change(state, self._unsaved, None if touched is None else touched.placed)
        if touched is None:
            self.viewport().update()
        else:
            for area in self._stage.areas(touched.placed + touched.painted):
                self.viewport().update(area.toAlignedRect())

    def show_found(self, hits: Hits) -> None:
        """Paint what is looked for in the open article, here and in the bar."""
        if self.page is not None:
            self.page.found = hits
            self.bar.update()
            self.viewport().update()

    @property
    def shows_others(self) -> bool:
        """Return whether other authors' spans are asked for; where the user has none they are shown without."""
        return self._asks_others

    @shows_others.setter
    def shows_others(self, asked: bool) -> None:
        self._asks_others = asked
        if self.page is not None:
            self.page.shows_others = asked
            self._repaint(self.page.state, None)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.bar.theme = theme
        self.setPalette(theme.palette())
        self._renew(theme, self._stage.measure)

    @property
    def zoom(self) -> float:
        """Return the zoom, 0.5 to 3."""
        return self._stage.measure.zoom

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        zoom = min(max(LEAST_ZOOM, round(zoom, 3)), MOST_ZOOM)
        if zoom != self.zoom:
            self._renew(self._stage.theme, Measure(zoom, self.devicePixelRatioF()))

    def zoom_by(self, factor: float) -> None:
        """Zoom by a factor."""
        self.zoom *= factor

    def _renew(self, theme: Theme, measure: Measure) -> None:
        size = self.viewport().size()
        before, painted = self.page, self._stage.theme
        self._stage.renew(theme, measure, size.width(), size.height())
        if self.page is not None and (self.page is not before or painted is not theme):
            self.bar.show_page(self.page)
        self._scrolled()
        self.renewed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew where the width changed."""
        event.accept()
        self._renew(self._stage.theme, self._stage.measure)
        self.stay()

    def event(self, event: QEvent) -> bool:
        """Follow the screen's pixel ratio, and keep bound keys from becoming shortcuts."""
        kind = event.type()
        if kind == QEvent.Type.DevicePixelRatioChange:
            self._renew(self._stage.theme, Measure(self.zoom, self.devicePixelRatioF()))
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._cancels(event) or self.binds(event):
                event.accept()
                return True
            return False
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._is_bound_tab(event):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def _is_bound_tab(self, event: QKeyEvent) -> bool:
        # The base class would take it to the next widget before anyone is asked.
        return event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and self.binds(event)

    # Places

    def rects_of(self, start: int, end: int) -> list[QRectF]:
        """Return where the words of a range of code points stand in the view; some may lie beyond its edges."""
        held = self.page.rects_of(start, end) if self.page is not None else []
        return [self._stage.seen(rect) for rect in held]

    def scroll_to(self, code_point: int) -> None:
        """Scroll so that the line of a character is the first one."""
        self._stage.bring_to_top(code_point)
        self._scrolled()

    def seen_range(self) -> tuple[int, int]:
        """Return the range of code points that is in sight."""
        return self._stage.first_seen(), self._stage.last_seen()

    def column_right(self) -> float:
        """Return where the text's column ends, in pixels of the view."""
        return self._stage.left + self._stage.column

    def outline(self, ranges: list[tuple[int, int]]) -> None:
        """Outline some ranges, in order and none over another, until others or none are; labels nothing."""
        if self.page is not None and ranges != self.page.outlined:
            self.page.outlined = ranges
            self.viewport().update()

    def restore(self, held: tuple[int, float]) -> None:
        """Scroll so that the held character stands where it stood."""
        self._stage.restore(held)
        self._scrolled()

    def line_target(self, code_point: int, direction: int) -> int:
        """Return the place one line down (1) or up (-1), in the column where going up and down began."""
        return self._goal.beyond(self.page, code_point, direction) if self.page is not None else code_point

    def page_target(self, code_point: int, direction: int) -> int:
        """Return the place one view further down (1) or up (-1)."""
        if self.page is None:
            return code_point
        return self._goal.beyond(self.page, code_point, direction, 0.9 * self._stage.height)

    def line_bounds(self, code_point: int) -> tuple[int, int]:
        """Return where the line of a place starts and ends."""
        return lines.bounds(self.page, code_point) if self.page is not None else (code_point, code_point)

    # Scrolling: the bar beside the view is the only one

    def _bar_moved(self, value: int) -> None:
        if not self._syncing:
            self._stage.scroll_to(value)
            self._scrolled(alike=True)

    def scroll_by(self, distance: float) -> None:
        """Scroll by logical pixels."""
        if self._stage.scroll_by(distance):
            self._scrolled(alike=True)

    def _scrolled(self, alike: bool = False) -> None:
        """Tell the bar, and show what is in sight now; `alike`: but for its place it looks as it did."""
        self._syncing = True
        height = self.viewport().height()
        self.bar.setRange(0, round(self._stage.furthest))
        self.bar.setPageStep(max(1, height))
        self.bar.setSingleStep(round(51 * self.zoom))
        self.bar.setValue(round(self._stage.offset))
        self._syncing = False
        self.bar.heights_changed()
        self.bar.update()
        moved = self._stage.moved()
        if alike and moved is not None and moved.is_integer() and abs(moved) < height:
            self.viewport().scroll(0, -int(moved))  # only what comes into sight is painted
        else:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part of the page that the event names."""
        painter = QPainter(self.viewport())
        try:
            self._stage.paint(painter, QRectF(event.rect()))
        finally:
            painter.end()  # a painter left open would take the whole program with it
        if not self.was_painted:
            self.was_painted = True
            self.painted.emit()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if self.page is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pointer.press(self.page, self._stage.to_page(event.position()), event.modifiers())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second press of a double click as a press."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or show what a press here would take."""
        self._drawn_at = event.position()
        if self._pointer.is_down and not event.buttons() & Qt.MouseButton.LeftButton:
            self._let_go()  # the release went to a menu or another window
        if self._pointer.is_down:
            self._drag(event.modifiers())
            outside = not 0 <= self._drawn_at.y() <= self._stage.height
            if outside != self._edge.isActive():
                (self._edge.start if outside else self._edge.stop)()
        elif self.page is not None:
            self._show_cursor(self.page)
        event.accept()

    def _show_cursor(self, page: Page) -> None:
        found = hit(page, self._stage.to_page(self._drawn_at))
        shape = Qt.CursorShape.IBeamCursor
        if found.handle:
            shape = Qt.CursorShape.SizeHorCursor
        elif found.span:
            shape = Qt.CursorShape.PointingHandCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def _drag(self, modifiers: Qt.KeyboardModifier) -> None:
        truth, page = self._truth, self.page
        if truth is None or page is None:
            return
        before = page.state
        # Drags are reckoned from the state as it is, and only shown: Esc leaves everything as it was.
        if self._pointer.move(page, truth, self._stage.to_page(self._drawn_at), modifiers):
            shown = self._pointer.preview(truth)
            self._repaint(shown, changes.of_drag(before, shown))

    def _scroll_at_edge(self) -> None:
        y, height = self._drawn_at.y(), self._stage.height
        beyond = y if y < 0 else max(0.0, y - height)
        if self._pointer.is_down and beyond:
            self.scroll_by(max(-60.0, min(60.0, beyond / 2)))
            self._drag(QApplication.keyboardModifiers())
        else:
            self._edge.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what the click or drag amounts to."""
        page, truth = self.page, self._truth
        if page is None or truth is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._edge.stop()
        if self._pointer.is_dragging:
            self._repaint(truth, changes.of_drag(page.state, truth))
        self._pointer.release(page, self._stage.to_page(event.position()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Take the span or word that the menu is asked on, then ask the window for it; by its key, at the focus."""
        event.accept()
        place = event.globalPos()
        self._let_go()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            if self.page is not None:
                self._pointer.point(self.page, self._stage.to_page(QPointF(event.pos())))
        elif self._truth is not None:
            place = self._place_of_focus(self._truth)
        self.menu_requested.emit(place)

    def ask_menu(self) -> None:
        """Ask the window for the menu of the focus: not every desktop makes one of Shift+F10."""
        if self._truth is not None:
            self.menu_requested.emit(self._place_of_focus(self._truth))

    def _place_of_focus(self, state: State) -> QPoint:
        held = state.range or (state.place, state.place + 1)
        seen = self.viewport().rect()
        rects = [rect for one in self.rects_of(*held) if seen.intersects(rect := one.toRect())]
        return self.viewport().mapToGlobal(rects[0].bottomLeft() if rects else seen.center())

    # The keyboard

    def _cancels(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and self._pointer.is_dragging

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cancel a drag with Esc, else hand the key to the window."""
        if self._cancels(event):
            self._let_go()
            event.accept()
        else:
            event.setAccepted(self.keyed(event))

    def _let_go(self) -> None:
        """Forget a drag: everything is as it was."""
        page, truth = self.page, self._truth
        self._edge.stop()
        self._pointer.cancel()
        if page is not None and truth is not None:
            self._repaint(truth, changes.of_drag(page.state, truth))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the text to a screen reader that came meanwhile."""
        super().focusInEvent(event)
        if self._truth is not None:
            self._speech.fill(self._truth)


def _no_key(_event: QKeyEvent) -> bool:
    return False
