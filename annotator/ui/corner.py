"""What stands at the right end of the menu: the project, and what is done in it by whom."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.problem import visible
from annotator.ui.frame import explain, plain

LONGEST_NAME = 40  # characters of a name: a longer one would cover the menus


class Corner(QWidget):
    """As high as the menu's words: the bar puts a lower widget at its top."""

    def __init__(self, project: str, doing: str) -> None:
        super().__init__()
        self.setMinimumHeight(25)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 20, 0)
        row.setSpacing(6)
        for words, role in ((visible(project), "name"), ("\u00b7", "muted"), (doing, "muted")):
            shown = plain(words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}\u2026", role)
            explain(shown, words if len(words) > LONGEST_NAME else "")
            row.addWidget(shown)
