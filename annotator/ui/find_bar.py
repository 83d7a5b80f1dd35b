"""The find bar: a small sheet over the top right of the text, with what is looked for and how many are found."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from annotator.model.finding import Sought
from annotator.model.tongue import tr
from annotator.ui.frame import plain, tip
from annotator.ui.hints import Hint

ABOVE, BESIDE = 4, 12  # pixels between the bar and the edges of the text
MARGIN, WIDE, NARROW, LEAST_FIELD = 8, 680, 440, 120
SWITCHES = {
    "whole": ("Whole words", "Find whole words only"),
    "expression": ("Regex", "Read what is written as a regular expression"),
    "case": ("Match case", "Tell capitals from small letters"),
}
BUTTONS = {"find.previous": "Previous", "find.next": "Next"}


class FindBar(QWidget):
    """A child of `parent` that lies over `text`, so that no text moves."""

    changed = Signal()  # what is written, or how it is meant
    asked = Signal(str)  # the name of a command of the window
    closed = Signal()

    def __init__(self, parent: QWidget, text: QWidget) -> None:
        super().__init__(parent)
        self._over, self._text = parent, text
        self.setObjectName("find")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = QLineEdit()
        self.count, self.trouble = plain("", "muted"), plain("", "bad")
        self.switches = {name: self._switch(*words) for name, words in SWITCHES.items()}
        self.buttons = {command: self._button(tr(words), command) for command, words in BUTTONS.items()}
        self._what = self._row((self.field, self.count))
        self.close_button = QPushButton(tr("Close"))
        self.close_button.clicked.connect(lambda _=False: self.closed.emit())
        self._how = self._row(self.switches.values())
        self._ways = self._row((*self.buttons.values(), self.close_button))
        self._grid = QGridLayout(self)
        self._lay_out()
        self.hide()
        self.field.textChanged.connect(self._change)
        text.installEventFilter(self)

    def _switch(self, words: str, does: str) -> QPushButton:
        button = QPushButton(tr(words))
        button.setCheckable(True)
        button.setProperty("role", "switch")
        button.setToolTip(tip(tr(does)))
        button.setAccessibleDescription(tr(does))
        button.toggled.connect(self._change)
        return button

    def _button(self, words: str, command: str) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda _=False: self.asked.emit(command))
        return button

    def _row(self, widgets: Iterable[QWidget]) -> QWidget:
        holder = QWidget(self)
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in widgets:
            row.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
        return holder

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(tr("Find in this article"))
        self.field.setAccessibleName(tr("Find in this article"))
        self.field.setMinimumWidth(LEAST_FIELD)
        self.count.setMinimumWidth(84)
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self._grid.setContentsMargins(MARGIN, 5, MARGIN, 5)
        self._grid.setSpacing(8)
        self._grid.addWidget(self._what, 0, 0)
        self._grid.addWidget(self._how, 0, 1)
        self._grid.addWidget(self._ways, 0, 2)
        self._grid.addWidget(self.trouble, 2, 0, 1, 3)
        self._grid.setColumnStretch(0, 1)

    def _change(self, _value: object) -> None:
        self.changed.emit()

    # ---- its place
    def place(self) -> None:
        """Take the place at the corner of the text: one row, or two where the text is narrow."""
        room = self._text.width() - 2 * BESIDE
        parts = (self._what, self._how, self._ways)
        in_a_row = sum(part.sizeHint().width() + self._grid.spacing() for part in parts) + 2 * MARGIN
        wide = in_a_row <= room
        self._grid.addWidget(self._how, 0 if wide else 1, 1 if wide else 0, 1, 1 if wide else 3)
        width = min(room, max(WIDE, in_a_row) if wide else NARROW)
        corner = self._text.mapTo(self._over, self._text.rect().topRight())
        self._grid.activate()
        height = max(self._grid.heightForWidth(width), self._grid.minimumSize().height())
        self.setGeometry(corner.x() - BESIDE - width, corner.y() + ABOVE, width, height)
        self.raise_()

    def covers(self) -> QRect:
        """Return what of the text lies beneath the bar, in the text's coordinates; nothing while it is hidden."""
        if self.isHidden():
            return QRect()
        return self.geometry().translated(-self._text.mapTo(self._over, self._text.rect().topLeft()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the corner of the text."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            QTimer.singleShot(0, self, self.place)  # once the layout around the text is done
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, back with Shift+Enter, away with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.asked.emit("find.previous" if back else "find.next")
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def key_hints(self) -> list[Hint]:
        """Return the keys that are hinted while the bar has the keyboard."""
        return [
            (("Enter", "Shift+Enter"), tr("next, previous hit")),
            (("Esc",), tr("close; the hit stays selected")),
        ]

    # ---- what it says
    @property
    def sought(self) -> Sought:
        """Return what is looked for, and how."""
        held = {name: button.isChecked() for name, button in self.switches.items()}
        return Sought(self.field.text(), **held)

    def write(self, words: str) -> None:
        """Put other words into the field; nothing is told of it."""
        told = self.blockSignals(True)
        self.field.setText(words)
        self.blockSignals(told)

    def take_keyboard(self) -> None:
        """Show the bar and give the field the keyboard."""
        self.show()
        self.place()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def tell(self, count: str, trouble: str = "") -> None:
        """Say how many are found, or why none can be."""
        self.count.setText(count)
        if trouble != self.trouble.text():
            self.trouble.setText(trouble)
            self.trouble.setVisible(bool(trouble))
            if self.isVisible():
                self.place()
