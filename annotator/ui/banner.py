"""The banner above the text: what is wrong, what is safe, what can be done; it stays until it is solved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.tongue import tr
from annotator.ui.frame import breakable, plain, tip

Actions = Mapping[str, Callable[[], None]]
LONGEST_PATH = 60  # characters of a path that are shown
NARROW = 620  # pixels of width below which the buttons stand under the words
PASSING = "passing"  # what asks for nothing: it goes with the article over which it was told
# What is most pressing first: one is shown at a time, and what is not named here comes last. What has no tone warns.
KINDS = ("copy", "unsaved", "damaged", "trouble", "read-only", "absent", "start", "partly", "done", PASSING)
TONES = {"copy": "bad", "unsaved": "bad", "damaged": "bad", "trouble": "bad", "done": "note", PASSING: "note"}


class Told(NamedTuple):
    """What a banner says: in bold, in a sentence, where, and what can be done, the first by default."""

    head: str
    sentence: str
    path: str
    actions: Actions

    @property
    def whole(self) -> str:
        """Return all of its words on one line."""
        return " ".join(filter(None, (self.head and f"{self.head}.", self.sentence, self.path)))


NOTHING = Told("", "", "", {})


class Banner(QWidget):
    """Hidden until there is something to tell."""

    emptied = Signal()  # the button with the keyboard is gone

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head, self.words, self.path = plain("", "name"), plain(), plain("", "small")
        self.words.setWordWrap(True)
        self.details = QPushButton(tr("Copy details"))
        self.details.setProperty("role", "link")
        self.details.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.details.setCursor(Qt.CursorShape.PointingHandCursor)
        self.details.clicked.connect(self._copy_details)
        self.buttons: list[QPushButton] = []
        self._told: dict[str, Told] = {}
        self._shown = NOTHING
        self._calm = False
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(10)
        where.addWidget(self.path)
        where.addWidget(self.details)
        where.addStretch(1)
        said = QVBoxLayout()
        said.setSpacing(2)
        for widget in (self.head, self.words):
            said.addWidget(widget)
        said.addLayout(where)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(12)
        self._buttons.addStretch(1)  # at their end, where they stand under the words
        signed = QHBoxLayout()
        signed.setSpacing(12)
        self._sign = _Sign()
        signed.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        signed.addLayout(said, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(20, 10, 20, 10)
        self._row.setSpacing(12)
        self._row.addLayout(signed, 1)
        self._row.addLayout(self._buttons)

    def tell(self, kind: str, sentence: str, actions: Actions, head: str = "", path: str = "") -> None:
        """Show a sentence and a button for each action, unless something more pressing is shown."""
        self._told.pop(kind, None)
        self._told[kind] = Told(head, sentence, path, actions)
        self._show()

    def clear(self, kind: str) -> None:
        """Take back what was told of this kind: it is over."""
        if self._told.pop(kind, None) is not None:
            self._show()

    def _show(self) -> None:
        kind = min(self._told, key=_rank, default="")
        told = self._told.get(kind, NOTHING)
        if told.whole != self.accessibleName():
            self._write(told)
        self._set_tone(TONES.get(kind, "warn"))
        calm = TONES.get(kind) == "note"  # nothing has to be done: no button calls for it
        self._sign.setVisible(not calm)
        if (list(told.actions), calm) != ([button.text() for button in self.buttons], self._calm):
            self._calm = calm
            self._renew_buttons(list(told.actions))
        self._shown = told
        focused = self.isAncestorOf(self.window().focusWidget() or self)
        self.setVisible(bool(kind))
        if focused and not kind:
            self.emptied.emit()

    def _write(self, told: Told) -> None:
        shown = (self.head, told.head), (self.words, breakable(told.sentence)), (self.path, _end(told.path))
        for label, text in shown:
            label.setText(text)
            label.setVisible(bool(text))
        self.path.setToolTip(tip(told.path) if told.path else "")
        self.details.setVisible(bool(told.path))
        self.setAccessibleName(told.whole)
        self._announce(told.whole)

    def _announce(self, sentence: str) -> None:
        if sentence and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(filter(None, self._shown[:3])))

    def _set_tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            for widget in (self, *self.findChildren(QWidget)):
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def _renew_buttons(self, names: list[str]) -> None:
        # Only where they differ: a trouble is told again every few seconds, and a click must not fall between.
        focused = any(button.hasFocus() for button in self.buttons)
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []
        before = self.details
        for name in names:
            self.buttons.append(self._button(name, first=not self.buttons))
            QWidget.setTabOrder(before, self.buttons[-1])  # made late, they would be the last in the window
            before = self.buttons[-1]
        if focused:
            self.emptied.emit()

    def _button(self, name: str, first: bool) -> QPushButton:
        button = QPushButton(name)
        button.setProperty("role", "default" if first and not self._calm else "")
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the text
        button.clicked.connect(lambda _checked=False: self._shown.actions[name]())
        self._buttons.insertWidget(len(self.buttons), button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the words where there is no room beside them."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)


class _Sign(QWidget):
    """A triangle with an exclamation mark, in the colour of the tone."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sign")
        self.setFixedSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - it is small: all of it is painted
        """Paint the triangle."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(self.palette().windowText().color(), 1.6)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPolygon(QPolygonF([QPointF(10, 2.5), QPointF(18, 17), QPointF(2, 17)]))
            painter.drawLine(QPointF(10, 7.5), QPointF(10, 11.5))
            painter.drawPoint(QPointF(10, 14.3))
        finally:
            painter.end()


def _rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _end(path: str) -> str:
    return path if len(path) <= LONGEST_PATH else f"\u2026{path[1 - LONGEST_PATH :]}"
