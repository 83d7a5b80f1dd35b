"""A keycap as lists and tables paint it: the name of a key in a box."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from annotator.ui.theme import Theme
from annotator.ui.typed import shown

HEIGHT, NARROWEST = 17, 19  # pixels
PADDING, GAP = 5, 4


def _font() -> QFont:
    font = QFont("DejaVu Sans Mono")
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(11)
    return font


def width_of(key: str) -> float:
    """Return the width of the cap of `key`, pixels."""
    return max(NARROWEST, round(QFontMetricsF(_font()).horizontalAdvance(shown(key))) + 2 * PADDING)


def draw(painter: QPainter, right: float, middle: float, key: str, theme: Theme) -> float:
    """Paint a cap that ends at `right`, its middle at `middle`, and return where it begins."""
    width = width_of(key)
    box = QRectF(right - width + 0.5, round(middle - HEIGHT / 2) + 0.5, width - 1, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("line"))
    painter.setBrush(theme.colour("page"))
    painter.drawRoundedRect(box, 3, 3)
    painter.setFont(_font())
    painter.setPen(theme.colour("muted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown(key))
    painter.restore()
    return right - width


def draw_all(painter: QPainter, right: float, middle: float, held: tuple[str, ...], theme: Theme) -> float:
    """Paint the caps of several keys, the last one ending at `right`, and return where the first one begins."""
    for key in reversed(held):
        right = draw(painter, right, middle, key, theme) - GAP
    return right + GAP if held else right
