"""The twelve colours of the palette, to choose one for a label; each has a name, for colour never speaks alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from annotator.model.scheme import HUES
from annotator.model.tongue import tr
from annotator.ui.theme import Theme

COLUMNS = 4
WIDTH, HEIGHT = 63, 24  # pixels of one swatch


class Swatches(QWidget):
    """Arrows walk, Space and a click choose; `chosen` tells the hue."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme, self.hue = theme, ""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        self.buttons: dict[str, _Swatch] = {}
        for at, hue in enumerate(HUES):
            button = self.buttons[hue] = _Swatch(self, hue)
            grid.addWidget(button, at // COLUMNS, at % COLUMNS)

    def show_hue(self, hue: str) -> None:
        """Show which hue is the label's."""
        self.hue = hue
        for name, button in self.buttons.items():
            button.setChecked(name == hue)
            # Tab reaches the chosen one, arrows the others.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name == hue else Qt.FocusPolicy.ClickFocus)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.update()


class _Swatch(QPushButton):
    """A chip in the colour with its name in the ink; a ring when it is chosen."""

    def __init__(self, swatches: Swatches, hue: str) -> None:
        super().__init__()
        self.swatches, self.hue = swatches, hue
        self.setCheckable(True)
        self.setProperty("role", "swatch")
        self.setAccessibleName(tr(hue))
        self.clicked.connect(self._clicked)

    def sizeHint(self) -> QSize:
        """Return the size of a swatch."""
        return QSize(WIDTH, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the size of a swatch: the style would make it larger."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows: Qt's own walk leaves out what Tab does not reach."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS}
        by = step.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        at = HUES.index(self.hue) + by
        if 0 <= at < len(HUES):
            self.swatches.buttons[HUES[at]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _clicked(self) -> None:
        self.setChecked(self.hue == self.swatches.hue)
        self.swatches.chosen.emit(self.hue)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - it is small: all of it is painted
        """Paint the chip."""
        theme = self.swatches.theme
        look = theme.hue(self.hue)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.chip)
        painter.drawRoundedRect(box, 4, 4)
        font = QFont(self.font())
        font.setPixelSize(10)
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.setPen(look.ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr(self.hue))
        if self.isChecked() or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setColor(theme.colour("accent") if self.hasFocus() else look.ink)
            pen.setWidthF(2 if self.hasFocus() else 1.5)
            painter.setPen(pen)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()
