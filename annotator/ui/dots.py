"""Status dots: open ring, half disc, disc with tick, flag, bar; the shape differs, not only the colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from annotator.ui.theme import Theme

SIZE = 11  # pixels


def draw(painter: QPainter, x: float, y: float, status: str, theme: Theme, ground: QColor) -> None:
    """Paint the dot of `status` with its top left corner at x, y."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    _SHAPES.get(status, _todo)(painter, theme, ground)
    painter.restore()


def _ring(painter: QPainter, colour: QColor, width: float) -> None:
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(5.5, 5.5), 4.4, 4.4)


def _todo(painter: QPainter, theme: Theme, ground: QColor) -> None:  # noqa: ARG001 - one shape for all dots
    _ring(painter, theme.colour("muted"), 1.2)


def _started(painter: QPainter, theme: Theme, ground: QColor) -> None:  # noqa: ARG001 - one shape for all dots
    _ring(painter, theme.colour("accent"), 1.4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawPie(QRectF(1.1, 1.1, 8.8, 8.8), -90 * 16, 180 * 16)


def _done(painter: QPainter, theme: Theme, ground: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("ok"))
    painter.drawEllipse(QPointF(5.5, 5.5), 5, 5)
    painter.setPen(QPen(ground, 1.6))
    painter.drawPolyline(QPolygonF([QPointF(2.8, 5.7), QPointF(4.8, 7.6), QPointF(8.2, 3.6)]))


def _flagged(painter: QPainter, theme: Theme, ground: QColor) -> None:  # noqa: ARG001 - one shape for all dots
    painter.setPen(QPen(theme.colour("warn"), 1.6))
    painter.drawLine(QPointF(2, 0.5), QPointF(2, 11))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("warn"))
    corners = [QPointF(2, 1), QPointF(10, 1), QPointF(7.6, 3.6), QPointF(10, 6.2), QPointF(2, 6.2)]
    painter.drawPolygon(QPolygonF(corners))


def _skipped(painter: QPainter, theme: Theme, ground: QColor) -> None:  # noqa: ARG001 - one shape for all dots
    _ring(painter, theme.colour("muted"), 1.2)
    painter.drawLine(QPointF(2.6, 8.4), QPointF(8.4, 2.6))


_SHAPES = {"todo": _todo, "started": _started, "done": _done, "flagged": _flagged, "skipped": _skipped}
WORDS = {"todo": "to do", "started": "started", "done": "done", "flagged": "flagged", "skipped": "skipped"}
