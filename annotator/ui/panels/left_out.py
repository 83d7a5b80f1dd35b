"""What did not come in or did not leave, and what leaves with a warning: each thing with its place and the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.tongue import tr
from annotator.ui.frame import Frame, plain
from annotator.ui.left_out_list import Entry, LeftOutList, as_table
from annotator.ui.page import closing, headed
from annotator.ui.theme import Theme

TITLE = "Left out"


class Page(QWidget):
    """A list, and ways to copy it and to close it. A click or Enter on a span opens it in its article."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.count = plain("", "count")
        self.list = LeftOutList(tr(TITLE))
        self.list.opened.connect(self._open)
        self.copying = QPushButton(tr("Copy as a table"))
        self.copying.clicked.connect(self._copy)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 14, 8)
        foot.addWidget(self.copying)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.closing = closing(frame)
        column.addLayout(headed(plain(tr(TITLE), "name"), self.count, self.closing))
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def show_entries(self, entries: Sequence[Entry], warned: Sequence[Entry] = ()) -> None:
        """Show what was left out, and of what is warned, as the shell lists them; by their reasons, where these say."""
        self.count.setText(f"{len(entries) + len(warned):,}")
        self.list.show_entries(entries, warned)
        self.list.setFocus()

    def choose(self, entry: Entry) -> None:
        """Make one of the entries the current row."""
        self.list.choose(lambda one: one == entry)

    def _open(self, row: int) -> None:
        entry = self.list.entry(row)
        if entry is not None:
            open_entry(self.frame.run, entry)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_table(self.list.entries))

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Stay as it is: the list tells of one call."""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another theme, which the style sheet brings."""


def open_entry(run: Callable[..., None], entry: Entry) -> bool:
    """Open what an entry tells of in its article, by a command of the window; return whether it says where."""
    if "article" not in entry:
        return False
    run("hit.span", entry["article"], entry.get("id", ""), entry.get("start", 0), entry.get("end", 0))
    run("view.text")  # where its keys work; F6 comes back
    return True
