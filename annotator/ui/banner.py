"""The banner above the text: what is wrong, what is safe, what can be done; it stays until it is solved."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from annotator.ui.frame import plain

Actions = Mapping[str, Callable[[], None]]
LONGEST = 40  # characters of a word that are kept together
KINDS = ("unsaved", "read-only", "start", "empty")  # what is most pressing first: one is shown at a time


class Banner(QWidget):
    """Hidden until there is something to tell."""

    emptied = Signal()  # the button with the keyboard is gone

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = plain()
        self.words.setWordWrap(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 8, 20, 8)
        self._row.setSpacing(8)
        self._row.addWidget(self.words, 1)
        self.buttons: list[QPushButton] = []
        self._told: dict[str, tuple[str, Actions]] = {}
        self._actions: Actions = {}
        self.hide()

    def tell(self, kind: str, sentence: str, actions: Actions) -> None:
        """Show a sentence and a button for each action, unless something more pressing is shown."""
        self._told[kind] = (sentence, actions)
        self._show()

    def clear(self, kind: str) -> None:
        """Take back what was told of this kind: it is over."""
        if self._told.pop(kind, None) is not None:
            self._show()

    def _show(self) -> None:
        kind = next((one for one in KINDS if one in self._told), "")
        sentence, actions = self._told.get(kind, ("", {}))
        if sentence != self.accessibleName():
            self.words.setText(_breakable(sentence))
            self.setAccessibleName(sentence)
            self._announce(sentence)
        self._set_tone("bad" if kind == "unsaved" else "warn")
        if list(actions) != [button.text() for button in self.buttons]:
            self._renew_buttons(list(actions))
        self._actions = actions
        focused = any(button.hasFocus() for button in self.buttons)
        self.setVisible(bool(kind))
        if focused and not kind:
            self.emptied.emit()

    def _announce(self, sentence: str) -> None:
        if sentence and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _set_tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    def _renew_buttons(self, names: list[str]) -> None:
        # Only where they differ: a trouble is told again every few seconds, and a click must not fall between.
        focused = any(button.hasFocus() for button in self.buttons)
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(name) for name in names]
        if focused:
            self.emptied.emit()

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the text
        button.clicked.connect(lambda _checked=False: self._actions[name]())
        self._row.addWidget(button)
        return button


def _breakable(sentence: str) -> str:
    """Return the sentence with places where a long path may be broken: a line as wide as it would widen the window."""
    return " ".join("\u200b".join(_pieces(word)) for word in sentence.split(" "))


def _pieces(word: str) -> list[str]:
    return [word[at : at + LONGEST] for at in range(0, len(word), LONGEST)] or [""]
