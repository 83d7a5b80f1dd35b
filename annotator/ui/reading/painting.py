"""Painting a placed paragraph: grounds, chips, rings, the words, then what lies in the lanes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from annotator.ui.reading.layout import LaidOut
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.shapes import Cap, Chip, Fill, Handle, Pill, Placement, Words
from annotator.ui.theme import Theme

_NO_PEN, _NO_BRUSH = QPen(Qt.PenStyle.NoPen), QBrush(Qt.BrushStyle.NoBrush)  # taken faster than the plain styles


class Grounds(NamedTuple):
    """What lies behind letters beside the marks: what is looked for, and over it what is selected."""

    found: list[QRectF]
    selected: list[QRectF]


def paint(
    painter: QPainter,
    laid: LaidOut,
    placement: Placement,
    grounds: Grounds,
    clip: QRectF,
    measure: Measure,
    theme: Theme,
) -> None:
    """Paint a paragraph whose top left corner is the painter's origin; `clip` is what must be painted of it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _fill(painter, placement.tints, clip)
    for chip in placement.chips:
        if chip.rect.intersects(clip):
            _paint_chip(painter, chip)
    _paint_found(painter, grounds.found, clip, measure, theme)
    for rect in grounds.selected:
        painter.fillRect(rect, theme.colour("selection"))
    _paint_rings(painter, placement.rings, measure, theme)
    painter.setPen(theme.colour("text"))
    laid.qt.draw(painter, QPointF(0, 0), [], clip.adjusted(-40, -40, 40, 40))
    _paint_lanes(painter, placement, clip, measure)
    for handle in placement.handles:
        _paint_handle(painter, handle, measure, theme)
    for words in placement.tags:  # over the handles: those of a short span reach into its tag
        if clip.top() - 40 * measure.zoom <= words.at.y() <= clip.bottom() + 40 * measure.zoom:
            _paint_words(painter, words, measure, theme.colour("page"))
    for cap in placement.caps:
        _paint_cap(painter, cap, measure, theme)


def paint_outlines(painter: QPainter, outlines: Iterable[Chip], measure: Measure, theme: Theme) -> None:
    """Paint chips without ground or label round words: where else the same words stand."""
    for chip in outlines:
        _paint_chip(painter, chip._replace(outline=theme.colour("ring"), pen=measure.size(1.25)))


def _fill(painter: QPainter, fills: list[Fill], clip: QRectF) -> None:
    for rect, colour in fills:
        if rect.intersects(clip):
            painter.fillRect(rect, colour)


def _paint_chip(painter: QPainter, chip: Chip) -> None:
    rect = chip.rect
    if chip.outline is None:
        painter.setPen(_NO_PEN)
    else:
        pen = QPen(chip.outline, chip.pen)
        if chip.dashed:
            pen.setDashPattern([4 / chip.pen, 3 / chip.pen])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        inset = chip.pen / 2
        rect = rect.adjusted(inset, inset, -inset, -inset)
    painter.setBrush(chip.fill if chip.fill is not None else _NO_BRUSH)
    if chip.round_left and chip.round_right:
        painter.drawRoundedRect(rect, chip.radius, chip.radius)
    else:
        painter.drawPath(_cut(rect, chip))


def _cut(rect: QRectF, chip: Chip) -> QPainterPath:
    """Return the outline of a chip with square corners where a line break cuts it."""
    a, b = (chip.radius if chip.round_left else 0), (chip.radius if chip.round_right else 0)
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    path = QPainterPath(QPointF(left + a, top))
    path.lineTo(right - b, top)
    path.quadTo(right, top, right, top + b)
    path.lineTo(right, bottom - b)
    path.quadTo(right, bottom, right - b, bottom)
    path.lineTo(left + a, bottom)
    path.quadTo(left, bottom, left, bottom - a)
    path.lineTo(left, top + a)
    path.quadTo(left, top, left + a, top)
    return path


def _paint_found(painter: QPainter, found: list[QRectF], clip: QRectF, measure: Measure, theme: Theme) -> None:
    for rect in found:
        if rect.intersects(clip):
            painter.fillRect(rect, theme.colour("found"))
            foot = rect.adjusted(0, rect.height() - measure.size(2), 0, 0)
            painter.fillRect(foot, theme.colour("warn"))  # colour alone would be no sign


def _paint_rings(painter: QPainter, rings: list[QPainterPath], measure: Measure, theme: Theme) -> None:
    if rings:
        painter.setPen(QPen(theme.colour("ring"), measure.size(2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.setBrush(_NO_BRUSH)
        for ring in rings:
            painter.drawPath(ring)


def _paint_lanes(painter: QPainter, placement: Placement, clip: QRectF, measure: Measure) -> None:
    _fill(painter, placement.bars, clip)
    for rect, colour in placement.dashes:
        pen = QPen(colour, rect.height(), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()))
    painter.setFont(measure.tag_font)
    for pill in placement.pills:
        if pill.rect.intersects(clip):
            _paint_pill(painter, pill, measure)


def _paint_words(painter: QPainter, words: Words, measure: Measure, page: QColor) -> None:
    if words.ground is not None:
        painter.fillRect(words.ground, page)
    painter.setFont(measure.tag_font if words.bold else measure.note_font)
    painter.setPen(words.colour)
    painter.drawText(words.at, words.text)


def _paint_pill(painter: QPainter, pill: Pill, measure: Measure) -> None:
    radius = 3 * measure.zoom
    painter.setPen(_NO_PEN if pill.edge is None else QPen(pill.edge, pill.edge_pen))
    painter.setBrush(pill.ground)
    painter.drawRoundedRect(pill.rect, radius, radius)
    painter.setPen(pill.ink)
    painter.drawText(pill.text, pill.tag)


def _paint_cap(painter: QPainter, cap: Cap, measure: Measure, theme: Theme) -> None:
    pen = measure.size(1)
    painter.setPen(QPen(theme.colour("ring"), pen))
    painter.setBrush(theme.colour("page"))
    radius = 3 * measure.zoom
    painter.drawRoundedRect(cap.rect.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), radius, radius)
    painter.setFont(measure.cap_font)
    painter.drawText(cap.rect, Qt.AlignmentFlag.AlignCenter, cap.key)


def _paint_handle(painter: QPainter, handle: Handle, measure: Measure, theme: Theme) -> None:
    painter.setPen(QPen(theme.colour("ring"), measure.size(2)))
    painter.setBrush(theme.colour("page"))
    painter.drawEllipse(handle.at, 4.5 * measure.zoom, 4.5 * measure.zoom)
