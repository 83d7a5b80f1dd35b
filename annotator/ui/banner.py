"""The banner above the text: what is wrong, what is safe, what can be done; it stays until it is solved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from annotator.ui.frame import plain


class Banner(QWidget):
    """Hidden until there is trouble."""

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
        self.hide()

    def tell(self, sentence: str, actions: dict[str, Callable[[], None]]) -> None:
        """Show a sentence and a button for each action."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        for button in self.buttons:
            button.deleteLater()
        self.buttons = []
        for words, function in actions.items():
            button = QPushButton(words)
            button.clicked.connect(_calling(function))
            self._row.addWidget(button)
            self.buttons.append(button)
        self.show()

    def clear(self) -> None:
        """Hide: the trouble is over."""
        self.hide()


def _calling(function: Callable[[], None]) -> Callable[[bool], None]:
    def call(checked: bool) -> None:  # noqa: ARG001 - what Qt tells of a click
        function()

    return call
