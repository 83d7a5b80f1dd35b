"""A label's tag as panels show it: a chip for the flat layers, a pill for the free ones."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.model.problem import visible
from annotator.ui.theme import Hue

HEIGHT = 16  # pixels; a pill is two less
WIDEST = 50  # pixels of the name, the rest is elided
PADDING = 5


def width_of(name: str, font: QFont) -> float:
    """Return the width of the tag of `name`."""
    bold = _bold(font)
    return QFontMetricsF(bold).horizontalAdvance(_shown(name, bold)) + 2 * PADDING


def draw(painter: QPainter, left: float, top: float, name: str, hue: Hue, flat: bool) -> None:
    """Paint a tag into the 16 pixels below `top`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = _bold(painter.font())
    shown = _shown(name, font)
    inset = 0 if flat else 1
    box = QRectF(left, top + inset, width_of(name, font), HEIGHT - 2 * inset)
    radius = 4 if flat else 3
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(hue.chip if flat else hue.ink)
    painter.drawRoundedRect(box, radius, radius)
    painter.setFont(font)
    painter.setPen(hue.ink if flat else hue.on_pill)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


def draw_grey(painter: QPainter, left: float, top: float, name: str, ink: QColor, line: QColor) -> None:
    """Paint the tag of a label that is not looked at: an outline, its name in grey."""
    painter.save()
    font = _bold(painter.font())
    shown = _shown(name, font)
    box = QRectF(left + 0.5, top + 0.5, width_of(name, font) - 1, HEIGHT - 1)
    painter.setPen(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


def _shown(name: str, font: QFont) -> str:
    return QFontMetricsF(font).elidedText(visible(name), Qt.TextElideMode.ElideRight, WIDEST)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setPixelSize(10)
    bold.setBold(True)
    return bold


class Tag(QWidget):
    """The tag of one label at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._hue: Hue | None = None
        self._flat = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_label(self, name: str, hue: Hue, flat: bool) -> None:
        """Show the tag of the label called `name`."""
        self._name, self._hue, self._flat = name, hue, flat
        self.setAccessibleName(visible(name))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the tag."""
        return QSize(round(width_of(self._name, self.font())), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - it is small: all of it is painted
        """Paint the tag."""
        if self._hue is not None:
            painter = QPainter(self)
            draw(painter, 0, 0, self._name, self._hue, self._flat)
            painter.end()
