"""A row of widgets that goes on in a line below where it would not fit: no keycap is cut."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Wrapped(QLayout):
    """Lays widgets out one after the other at their own size, `gap` pixels between the lines."""

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self._held: list[QLayoutItem] = []
        self._gap = gap

    def addItem(self, item: QLayoutItem) -> None:
        """Take another widget, behind the others."""
        self._held.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._held)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Return one of them, None beyond the last."""
        return self._held[index] if 0 <= index < len(self._held) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Give one of them back, None beyond the last."""
        return self._held.pop(index) if 0 <= index < len(self._held) else None

    def hasHeightForWidth(self) -> bool:
        """Tell that its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return its height at a width, pixels."""
        return self._placed(QRect(0, 0, width, 0), None)

    def sizeHint(self) -> QSize:
        """Return the size of the widest of them: whatever room there is is used."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the widest of them."""
        size = QSize()
        for item in self._held:
            if not item.isEmpty():
                size = size.expandedTo(item.sizeHint())
        return size

    def setGeometry(self, rect: QRect) -> None:
        """Place them."""
        super().setGeometry(rect)
        self._placed(rect, rect.topLeft())

    def _placed(self, rect: QRect, corner: QPoint | None) -> int:
        """Return the height that they take in `rect`; with a corner, place them from there."""
        x = y = high = 0
        for item in self._held:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x and x + size.width() > rect.width():
                x, y, high = 0, y + high + self._gap, 0
            if corner is not None:
                item.setGeometry(QRect(corner + QPoint(x, y), size))
            x, high = x + size.width(), max(high, size.height())
        return y + high
