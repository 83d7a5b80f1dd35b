"""What stands at the right end of the menu: the project, what is done in it by whom, and the way to all commands."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.ui.frame import explain, plain

LONGEST_NAME = 40  # characters of a name: a longer one would cover the menus


class Corner(QWidget):
    """As high as the menu's words: the bar puts a lower widget at its top."""

    def __init__(self, project: str, doing: str) -> None:
        super().__init__()
        self.setMinimumHeight(25)
        self.commands = _Commands()
        self._doing = plain("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 9, 0)
        row.setSpacing(6)
        name = plain("", "name")
        _shorten(name, visible(project))
        for widget in (name, plain("\u00b7", "muted"), self._doing):
            row.addWidget(widget)
        row.addSpacing(6)
        row.addWidget(self.commands)
        self.tell(doing)

    def tell(self, doing: str) -> None:
        """Say what is done in the project, and by whom."""
        _shorten(self._doing, doing)


def _shorten(shown: QLabel, words: str) -> None:
    shown.setText(words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}\u2026")
    explain(shown, words if len(words) > LONGEST_NAME else "")


class _Commands(QPushButton):
    """The button with the key of the palette in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setProperty("command", "program.commands")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key and the menu are there for the keyboard
        self.setAccessibleName(tr("Commands"))
        self._key = plain("", "key")
        self._key.setFixedHeight(18)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 7, 0)
        row.setSpacing(10)
        for inside in (plain(tr("Commands")), self._key):
            inside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(inside)
        self.show_key("")

    def show_key(self, key: str) -> None:
        """Show the key that opens the palette."""
        self._key.setText(key)
        self._key.setVisible(bool(key))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size of what stands in the button."""
        return QSize(self._row.sizeHint().width(), 23)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a key that is cut off is none."""
        return self.sizeHint()
