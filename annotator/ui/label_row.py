"""A line of a panel for one label: its tag, its long name, how often it is used, its key."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from annotator.model.mark import Label
from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.ui import tags
from annotator.ui.theme import Hue, Theme

HEIGHT = 26
NAME_AT, COUNT_WIDTH, KEY_WIDTH = 74, 40, 36  # pixels from the left; of the count; of the key with what is beside it


class LabelRow(QPushButton):
    """Painted over the ground that the style gives; `count` is None where none is to be shown."""

    def __init__(self, label: Label, flat: bool, hue: Hue, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self.flat, self.hue, self.theme = label, flat, hue, theme
        self.count: int | None = None
        self.grey = False  # another label is looked at alone
        self.setProperty("role", "label")
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must leave the keyboard with the text
        self.setCheckable(True)
        self.setAccessibleName(
            visible(
                tr("{name}, key {key}", name=f"{label.name} {label.guideline}", key=label.key)
                if label.key
                else label.name
            )
        )

    def show_theme(self, theme: Theme, hue: Hue) -> None:
        """Paint in another theme."""
        self.theme, self.hue = theme, hue
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line over the ground that the style gives."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.grey:
            tags.draw_grey(painter, 8, 5, self.label.name, self.theme.colour("muted"), self.theme.colour("line"))
        else:
            tags.draw(painter, 8, 5, self.label.name, self.hue, self.flat)
        font = QFont(self.font())
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(self.theme.colour("muted" if self.grey else "text"))
        middle, width = Qt.AlignmentFlag.AlignVCenter, self.width()
        room = width - NAME_AT - KEY_WIDTH - (0 if self.count is None else COUNT_WIDTH)
        long_name = visible(self.label.guideline.partition("\n")[0] or self.label.name)
        shown = painter.fontMetrics().elidedText(long_name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(NAME_AT, 0, room, HEIGHT), middle, shown)
        painter.setPen(self.theme.colour("muted"))
        if self.count is not None:
            count = f"{self.count:,}" if self.count else "\u2013"
            place = QRectF(width - KEY_WIDTH - COUNT_WIDTH, 0, COUNT_WIDTH, HEIGHT)
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, count)
        if self.label.key:
            self._key(painter, width)
        painter.end()

    def _key(self, painter: QPainter, width: int) -> None:
        font = QFont("DejaVu Sans Mono")
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPixelSize(11)
        box = QRectF(width - 27.5, 4.5, 19, 17)
        painter.setPen(self.theme.colour("line"))
        painter.setBrush(self.theme.colour("page"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font)
        painter.setPen(self.theme.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.label.key)
