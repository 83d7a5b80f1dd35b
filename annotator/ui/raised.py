"""A sheet: a panel raised over the window, which keeps the keyboard until it is closed and gives it back then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QWidget

from annotator.model.tongue import tr
from annotator.ui import keys
from annotator.ui.elided import Elided
from annotator.ui.frame import plain

if TYPE_CHECKING:
    from annotator.ui.desk import Desk
    from annotator.ui.hints import Hint
    from annotator.ui.theme import Theme

RADIUS, SHADOW = 8, 14  # pixels
VEIL = 0.55  # of the window's own ground, over everything that is not the sheet
INSET = 28  # pixels left and right of what a sheet says
AROUND = 44  # pixels of the window that stay seen around a sheet where there is room
AWAY = ("view.part.next", "view.part.previous")  # commands that give the keyboard to another part of the window


class Raised(QWidget):
    """Covers the window and holds one `panel`. Esc, a click beside the panel and the sheet's own key close it."""

    VEILED = True
    WIDTH, HEIGHT = 800, 600  # pixels of the panel where the window has the room
    COMMAND = ""  # what opens it: its keys close it

    def __init__(self, window: Desk, title: str) -> None:
        super().__init__(window)
        self.beneath = window
        self.panel = _Panel(self)
        self.first: QWidget | None = None  # what takes the keyboard first; else what Tab would reach first
        self.panel.setAccessibleName(title)
        window.installEventFilter(self)

    def lay(self) -> None:
        """Show the sheet over the window, as large as it is now."""
        self._fit()
        self.show()
        self.raise_()
        first = self.first or next(self._taking_keys(), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_sheet(self) -> None:
        """Take the sheet away and give the keyboard back to the text."""
        if self.beneath.sheet is self:
            self.beneath.sheet = None
            self.beneath.removeEventFilter(self)
            self.left()
            self.hide()
            self.beneath.view.setFocus()
            self.deleteLater()

    def key_hints(self) -> list[Hint]:
        """Return the keys that are hinted while the sheet has the keyboard."""
        return [(("Tab",), tr("next")), (("Esc",), tr("close"))]

    def left(self) -> None:
        """End what goes on in the sheet: it is being closed."""

    @property
    def away(self) -> set[str]:
        """Return the keys that close the sheet, beside Esc."""
        return {key for name in (self.COMMAND, *AWAY) if name for key in self.beneath.commands[name].keys}

    def head(self, title: str, said: str, *inside: QWidget) -> QHBoxLayout:
        """Return the first line of a sheet: its title, a sentence, what is given, and how it is closed."""
        cap = plain(tr("Esc"), "key")
        cap.setFixedHeight(18)
        cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # the sentence gives way, no key is cut
        row = QHBoxLayout()
        row.setContentsMargins(INSET, 14, INSET, 14)
        row.setSpacing(8)
        row.addWidget(plain(title, "title"))
        row.addSpacing(4)
        row.addWidget(Elided(said, "muted"), 1)
        for widget in inside:
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(cap)
        return row

    def set_theme(self, theme: Theme) -> None:  # noqa: ARG002 - what is painted asks the frame for it
        """Take the colours of another theme."""
        self.update()

    def placed(self, room: QRect) -> QRect:
        """Return where the panel lies in a window of this size: in the middle, within it."""
        width = min(self.WIDTH, room.width() - 2 * min(AROUND, room.width() // 40))
        height = min(self.HEIGHT, room.height() - 2 * min(AROUND, room.height() // 25))
        return QRect((room.width() - width) // 2, (room.height() - height) // 2, width, height)

    def _fit(self) -> None:
        self.setGeometry(self.beneath.rect())
        self.panel.setGeometry(self.placed(self.rect()))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - it is the window
        """Follow the size of the window."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    # ---- the keyboard
    def event(self, event: QEvent) -> bool:
        """Keep every key: no shortcut of the window acts on what lies beneath."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc, the sheet's own key and those that leave a part of the window."""
        if event.key() == Qt.Key.Key_Escape or keys.name_of(keys.press(event)) in self.away:
            self.close_sheet()
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Keep Tab inside."""
        held = list(self._taking_keys())
        here = self.beneath.focusWidget()
        at = held.index(here) if here in held else -1
        if held:
            reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
            held[(at + (1 if next else -1)) % len(held)].setFocus(reason)
        return True

    def _taking_keys(self) -> Iterator[QWidget]:
        """Yield what takes the keyboard, in the order in which it was made."""
        for widget in self.panel.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(self) and widget.isEnabled():
                yield widget

    # ---- what is seen
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close at a click beside the panel."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the veil, and the shadow around the panel."""
        theme = self.beneath.frame.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.VEILED:
            veil = QColor(theme.colour("chrome"))
            veil.setAlphaF(VEIL)
            painter.fillRect(event.rect(), veil)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 3 if theme.colour("page").lightnessF() > 0.5 else 14))
        place = QRectF(self.panel.geometry()).translated(0, 4)
        for spread in range(SHADOW, 0, -1):
            grown = place.adjusted(-spread, -spread, spread, spread)
            painter.drawRoundedRect(grown, RADIUS + spread, RADIUS + spread)
        painter.end()


class _Panel(QDialog):
    """The panel: a dialog to screen readers, a plain child to Qt."""

    def __init__(self, sheet: Raised) -> None:
        super().__init__(sheet)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Esc and Enter to the sheet."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take clicks: what lies beneath gets none."""
        event.accept()
