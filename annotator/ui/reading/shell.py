"""A plain text widget of which nothing is used but its shell.

Of its handlers those that would act are overridden: here, and in the view those of painting, keys and the mouse.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimerEvent, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMoveEvent,
    QNativeGestureEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QWidget

FINE = 30  # eighths of a degree that the wheel turns before the zoom follows: a quarter of a notch
NOTCH = 34  # pixels for each line that the desktop scrolls at a notch of the wheel, at zoom 1


class Shell(QPlainTextEdit):
    """What is left: a focusable viewport, the wheel, pinching, and the menu's place."""

    menu_requested = Signal(QPoint)  # where on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel must not take the keyboard from the filter
        self.was_painted = False
        self._moved = 0  # how far down the view went, pixels, until its new height is known
        self._turned = 0  # of the wheel with Ctrl, not zoomed yet
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)

    def zoom_by(self, factor: float) -> None:
        """Zoom by a factor."""

    def scroll_by(self, distance: float) -> None:
        """Scroll by logical pixels."""

    def moveEvent(self, event: QMoveEvent) -> None:
        """Leave the text where it is on the screen when a banner above it comes or goes."""
        super().moveEvent(event)
        self._moved = event.pos().y() - event.oldPos().y() if self.was_painted else 0
        # Where it becomes lower in a moment, only then can the end of the page be passed.
        if self._moved < 0 or self.height() >= self.viewport().height():
            self.stay()

    def stay(self) -> None:
        """Scroll by as much as the view was moved."""
        moved, self._moved = self._moved, 0
        self.scroll_by(moved)

    # The wheel, the touchpad

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom."""
        turned, pixels = event.angleDelta().y(), event.pixelDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._turned += turned  # fine wheels and touchpads turn by much less than a notch at a time
            if abs(self._turned) >= FINE:
                self.zoom_by(1.1 ** (self._turned / 120))
                self._turned = 0
        elif pixels:
            self.scroll_by(-pixels)
        else:
            self.scroll_by(-turned / 120 * QApplication.wheelScrollLines() * NOTCH)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom where two fingers pinch."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value())
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask the window for the menu."""
        self.menu_requested.emit(event.globalPos())
        event.accept()

    # What the base class would do, and must not

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Do nothing: the shell's document moves its own scroll bars, which nobody sees."""

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave releases to whoever else wants them."""
        event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take no composed text."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show no cursor of the shell."""
        QWidget.focusInEvent(self, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide none."""
        QWidget.focusOutEvent(self, event)

    def timerEvent(self, event: QTimerEvent) -> None:
        """Blink and scroll nothing."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take nothing that is dropped."""
        event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take nothing that is dropped."""
        event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take nothing that is dropped."""
        event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take nothing that is dropped."""
        event.ignore()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: ARG002
        """Take nothing that is pasted."""
        return False

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take nothing that is pasted."""

    def createMimeDataFromSelection(self) -> QMimeData:
        """Give nothing of the shell's document: copying is the window's command."""
        return QMimeData()
