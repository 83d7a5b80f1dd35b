"""Fields of pages: one of a line that is kept or left as it was, one for a key, one to choose from, one to tick."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygon
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QStyle, QStyleOptionButton

from annotator.model.tongue import tr
from annotator.ui.elsewhere import back
from annotator.ui.hints import Hint


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

    def key_hints(self) -> list[Hint]:
        """Return the keys that are hinted while the field has the keyboard."""
        return [(("Enter",), tr("keep it")), (("Esc",), tr("leave it as it was"))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave a changed field as it was with Esc; in an unchanged one Esc goes on."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.dropped.emit()
            return
        super().keyPressEvent(event)


class Seeking(QLineEdit):
    """What is typed into it fills a list: Enter and Down lead there."""

    done = Signal()  # what is listed is wanted

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)

    def key_hints(self) -> list[Hint]:
        """Return the keys that are hinted while the field has the keyboard."""
        return [(("Enter",), tr("to the list")), back()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the keyboard on with Enter and Down."""
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if bare and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.done.emit()
        else:
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


class Tick(QCheckBox):
    """Said yes or no to; the style fills the box and has no tick of its own, so that is painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and its words, and the tick."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = QRectF(self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.HighlightedText), 1.8))
        points = ((0.24, 0.52), (0.43, 0.71), (0.77, 0.31))
        painter.drawPolyline([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points])
        painter.end()
