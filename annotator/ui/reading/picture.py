"""A whole article painted into a picture, without a display and without a widget."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication, QImage, QPainter

from annotator.editing.state import State
from annotator.model.problem import Problem
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.stage import Stage
from annotator.ui.theme import Theme

HIGHEST = 30_000  # pixels
SEEN_ABOVE = 2 * HIGHEST  # of an estimated height that need not be made exact to be too much


def application() -> QGuiApplication:
    """Return the application that fonts and painting need: the one that runs, else one without a display."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication(["spandesk"])


def has_fonts() -> bool:
    """Return whether this machine has any font: without one a picture shows no letters."""
    return QFontInfo(QFont()).family() != ""


def paint_article(state: State, theme: Theme, width: int, zoom: float) -> QImage:
    """Return the article from top to bottom, `width` pixels wide; raises Problem where it is too high."""
    stage = Stage(theme, Measure(zoom), width, 100)
    page = stage.open(state)
    page.shows_caret = False
    if page.height < SEEN_ABOVE:
        page.flow.lay_out_all()
    if page.height > HIGHEST:
        raise Problem(
            "the picture was not made",
            f"the article would be {page.height:,.0f} pixels high, and {HIGHEST:,} are the most",
            "Choose a smaller --zoom, or open it in the window.",
        )
    height = max(1, round(page.height))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise Problem("the picture was not made", f"there is no memory for {width} x {height} pixels")
    stage.renew(theme, stage.measure, width, height)
    painter = QPainter(image)
    try:
        stage.paint(painter, QRectF(0, 0, width, height))
    finally:
        painter.end()
    return image


def save(image: QImage, path: Path) -> None:
    """Write the picture as PNG; raises OSError."""
    held = QBuffer()  # first whole in memory: on a full disk the PNG writer says a line of its own
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]
    path.write_bytes(held.data().data())
