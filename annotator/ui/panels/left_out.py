"""What did not come in or did not leave: each thing with its place and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.ui.frame import Frame, plain, tip
from annotator.ui.page import closing
from annotator.ui.theme import Theme

TITLE = "Left out"
LONGEST = 120  # characters of a thing's text that are shown
COLUMNS = ("what", "label", "text", "start", "end", "where", "reason")
Entry = dict[str, Any]
_Index = QModelIndex | QPersistentModelIndex


class Page(QWidget):
    """A list, and ways to copy it and to close it."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.count = plain("", "count")
        self.list = QListView()
        self.list.setObjectName("left_out")
        self.list.setModel(_Entries())
        self.list.setWordWrap(True)
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName(tr(TITLE))
        self.copying = QPushButton(tr("Copy as a table"))
        self.copying.clicked.connect(self._copy)
        self.closing = closing(frame)
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 14, 0)
        head.addWidget(plain(tr(TITLE), "head"))
        head.addStretch(1)
        head.addWidget(self.count)
        head.addWidget(self.closing)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 14, 8)
        foot.addWidget(self.copying)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show what was left out, as the shell lists it."""
        self.count.setText(f"{len(entries):,}")
        self.list.setModel(_Entries(entries))
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.list.setFocus()

    def _copy(self) -> None:
        model = self.list.model()
        if isinstance(model, _Entries):
            lines = ["\t".join(COLUMNS), *map(_row, model.entries)]
            QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Stay as it is: the list tells of one call."""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another theme, which the style sheet brings."""


class _Entries(QAbstractListModel):
    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        super().__init__()
        self.entries = entries

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many entries there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of an entry: what it is, where it stands, why it was left out."""
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "\n".join((_what(entry), visible(str(entry.get("where", ""))), visible(str(entry["reason"]))))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(visible(_row(entry).replace("\t", " ")))
        return None


def _what(entry: Entry) -> str:
    text = str(entry.get("text", ""))
    cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}\u2026"
    words = (tr(str(entry["what"])), str(entry.get("label", "")), f"\u201c{cut}\u201d" if cut else "")
    return visible(" ".join(filter(None, words)))


def _row(entry: Entry) -> str:
    """Return an entry as a line of a table: no tab, line end or leading sign of a formula is left in its cells."""
    cells = (visible(str(entry.get(name, ""))) for name in COLUMNS)
    return "\t".join(f"'{cell}" if cell[:1] in "=+-@\uff1d\uff0b\uff0d\uff20" and cell else cell for cell in cells)
