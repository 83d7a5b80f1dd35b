"""The strip above an article that is shown as it was once: which moment that is, and the way back to now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.model.tongue import tr
from annotator.ui.elided import Elided

HEIGHT = 48  # pixels


class PastStrip(QWidget):
    """Two lines, always as high: the text under it must not move from one moment to the next."""

    def __init__(self, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("past")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.said = ""
        self._moment, still = Elided("", "name"), Elided(tr("Nothing you see here can be changed."), "muted")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._moment)
        words.addWidget(still)
        button = QPushButton(tr("Back to now"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where it is
        button.clicked.connect(leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 20, 6)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(button)

    def say(self, sentence: str) -> None:
        """Tell which moment is shown."""
        self.said = sentence
        self.setAccessibleName(sentence)
        self._moment.setText(sentence)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
