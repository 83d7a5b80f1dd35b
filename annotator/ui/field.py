"""Fields of pages: one of a line that is kept or left as it was, one for a key, one to choose from."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPolygon
from PySide6.QtWidgets import QComboBox, QLineEdit


class Field(QLineEdit):
    """Enter keeps what was typed, and so does leaving the field; Esc leaves it as it was."""

    kept = Signal(bool)  # whether with Enter
    dropped = Signal()
    left = Signal()  # the keyboard went elsewhere, or Esc was pressed, and nothing was changed

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.returnPressed.connect(self._entered)
        self.editingFinished.connect(self._finished)

    def _entered(self) -> None:
        self.kept.emit(True)

    def _finished(self) -> None:
        if not self.hasFocus():  # Enter has told of it already
            if self.isModified():
                self.kept.emit(False)
            else:
                self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave a changed field as it was with Esc; in an unchanged one Esc goes on."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.dropped.emit()
            return
        super().keyPressEvent(event)


class KeyField(Field):
    """Holds one letter or digit; whoever comes to it types the next one over it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select what is there, also after a click, which would put a caret beside it."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self.selectAll)


class Choice(QComboBox):
    """A list to choose from; the style has no arrow of its own, so it is painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field and its arrow."""
        super().paintEvent(event)
        x, y = self.width() - 14, self.height() // 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawPolygon(QPolygon([QPoint(x - 4, y - 2), QPoint(x + 4, y - 2), QPoint(x, y + 3)]))
        painter.end()
