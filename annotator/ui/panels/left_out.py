"""What did not come in or did not leave, and what leaves with a warning: each thing with its place and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from annotator.editing.state import State
from annotator.model.edit import Edit
from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.ui import keys
from annotator.ui.frame import Frame, plain, tip
from annotator.ui.page import closing
from annotator.ui.theme import Theme

TITLE = "Left out"
LONGEST = 120  # characters of a thing's text that are shown
COLUMNS = ("what", "label", "text", "start", "end", "where", "reason")
Entry = dict[str, Any]
Row = Entry | str  # a string is the head of those beneath
_Index = QModelIndex | QPersistentModelIndex


class Page(QWidget):
    """A list, and ways to copy it and to close it. A click or Enter on a span opens it in its article."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.count = plain("", "count")
        self.list = _List()
        self.list.setObjectName("left_out")
        self.list.setModel(_Entries())
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName(tr(TITLE))
        self.list.opened.connect(self._open)
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

    def show_entries(self, entries: Sequence[Entry], warned: Sequence[Entry] = ()) -> None:
        """Show what was left out, and of what is warned, as the shell lists them; by their reasons, where these say."""
        self.count.setText(f"{len(entries) + len(warned):,}")
        model = _Entries([*_by_reason(entries, ""), *_by_reason(warned, tr("with a warning"))])
        self.list.setModel(model)
        first = next((at for at, row in enumerate(model.rows) if not isinstance(row, str)), 0)
        self.list.setCurrentIndex(model.index(first, 0))
        self.list.setFocus()

    def _open(self, row: int) -> None:
        model = self.list.model()
        entry = model.rows[row] if isinstance(model, _Entries) else ""
        if not isinstance(entry, str) and "article" in entry:
            place = (entry.get("id", ""), entry["start"], entry["end"])
            self.frame.run("hit.span", entry["article"], *place)
            self.frame.run("view.text")  # where its keys work; F6 comes back

    def _copy(self) -> None:
        model = self.list.model()
        if isinstance(model, _Entries):
            lines = ["\t".join(COLUMNS), *map(_row, model.entries)]
            QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Stay as it is: the list tells of one call."""

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of another theme, which the style sheet brings."""


def _by_reason(entries: Sequence[Entry], head: str) -> list[Row]:
    """Return the entries, those of one reason beneath a line that counts them, the most first."""
    if not all("verdict" in entry for entry in entries):
        return list(entries)
    counts = Counter(str(entry["verdict"]) for entry in entries)
    rows: list[Row] = []
    for reason, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        rows.append(f"{' '.join(filter(None, (f'{count:,}', head)))}: {tr(reason)}")
        rows += (entry for entry in entries if entry["verdict"] == reason)
    return rows


class _List(QListView):
    """Walked with arrows; a click, Enter or Space opens what is in a row."""

    opened = Signal(int)  # a row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or Space; arrows walk."""
        if keys.name_of(keys.press(event)) in ("Enter", "Space") and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what is clicked; with a key held, rows are only chosen."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not event.modifiers() and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(index.row())


class _Entries(QAbstractListModel):
    def __init__(self, rows: Sequence[Row] = ()) -> None:
        super().__init__()
        self.rows = rows

    @property
    def entries(self) -> list[Entry]:
        """Return the rows that are no heads."""
        return [row for row in self.rows if not isinstance(row, str)]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let entries be chosen, and heads be passed over."""
        if isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many entries there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of an entry: what it is, where it stands, why it was left out."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        entry = self.rows[index.row()]
        if isinstance(entry, str):
            return visible(entry) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return "\n".join((_what(entry), visible(str(entry.get("where", ""))), visible(str(entry["reason"]))))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(visible(_row(entry).replace("\t", " ")))
        return None


def _what(entry: Entry) -> str:
    text = " ".join(str(entry.get("text", "")).split())
    cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}\u2026"
    words = (tr(str(entry["what"])), str(entry.get("label", "")), f"\u201c{cut}\u201d" if cut else "")
    return visible(" ".join(filter(None, words)))


def _row(entry: Entry) -> str:
    """Return an entry as a line of a table: no tab, line end or leading sign of a formula is left in its cells."""
    cells = (visible(str(entry.get(name, ""))) for name in COLUMNS)
    return "\t".join(f"'{cell}" if cell[:1] in "=+-@\uff1d\uff0b\uff0d\uff20" and cell else cell for cell in cells)
