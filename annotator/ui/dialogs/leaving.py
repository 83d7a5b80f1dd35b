"""The table of what goes out: articles, and the spans of each layer and label, by part, with how many are left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.ui import keys

ROW, NAME, ROOM = 22, 84, 16  # pixels: of a row, of the least name, of the scroll bar beside them
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class Line(NamedTuple):
    """A row of the table."""

    name: str
    counts: tuple[int, ...]  # by part, and at last what is left out
    layer: str = ""  # its id, "" of the articles
    label: str = ""  # its name, "" of a whole layer
    label_id: str = ""


def lines_of(leaving: Mapping[str, Any]) -> list[Line]:
    """Return the rows that the shell's answer makes."""
    parts = leaving["parts"]
    articles = (*(leaving["articles"][part] for part in parts), leaving["articles_left_out"])
    lines = [Line(tr("Articles"), articles)]
    for layer in leaving["layers"]:
        lines.append(Line(visible(layer["name"]), _counts(layer, parts), layer["id"]))
        lines += (
            Line(visible(one["name"]), _counts(one, parts), layer["id"], one["name"], one["id"])
            for one in layer["labels"]
        )
    return lines


def _counts(held: Mapping[str, Any], parts: list[str]) -> tuple[int, ...]:
    return (*(held["spans"][part] for part in parts), held["left_out"])


class LeavingTable(QTableView):
    """Walked with arrows; Enter, Space or a click on a row asks for what is left out of it."""

    asked = Signal(str, str)  # layer and label, "" for all

    def __init__(self, ink: Callable[[str], QColor]) -> None:
        super().__init__()
        self._lines = _Lines(ink)
        self.setModel(self._lines)
        self.setObjectName("leaving")
        self.setAccessibleName(tr("What goes out"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.clicked.connect(self._clicked)

    @property
    def lines(self) -> list[Line]:
        """Return the rows that are shown."""
        return self._lines.lines

    def show_leaving(self, leaving: Mapping[str, Any]) -> None:
        """Show what goes out; the current row stays where it is."""
        at = self.currentIndex()
        self._lines.show(lines_of(leaving), [str(part) for part in leaving["parts"]])
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        counts = sum(self.sizeHintForColumn(at) + 4 for at in range(1, self._lines.columnCount()))
        heads = sum(header.sectionSizeHint(at) for at in range(1, self._lines.columnCount()))
        self.setMinimumWidth(NAME + max(counts, heads) + ROOM)
        self.setCurrentIndex(self._lines.index(min(max(0, at.row()), self._lines.rowCount() - 1), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask with Enter or Space; arrows walk."""
        if keys.name_of(keys.press(event)) in ("Enter", "Space") and self.currentIndex().isValid():
            self._ask(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        self._ask(index.row())

    def _ask(self, row: int) -> None:
        line = self.lines[row]
        if line.counts[-1]:
            self.asked.emit(line.layer, line.label)


class _Lines(QAbstractTableModel):
    def __init__(self, ink: Callable[[str], QColor]) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._ink = ink

    def show(self, lines: list[Line], parts: list[str]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.lines, self._parts = lines, parts
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many columns there are."""
        return 0 if parent.isValid() or not self._parts else len(self._parts) + 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Return what stands over a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != _Role.DisplayRole:
            return None
        heads = ["", *(tr(part) if part else tr("leaves") for part in self._parts), tr("left out")]
        return heads[section] if section < len(heads) else None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Return a name or a count, and how it is painted."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line, column = self.lines[index.row()], index.column()
        if role == _Role.DisplayRole:
            return f"{line.counts[column - 1]:,}" if column else f"   {line.name}" if line.label else line.name
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == _Role.FontRole and (not line.label or not column):
            font = QFont()
            font.setBold(bool(line.layer))
            return font
        if role == _Role.ForegroundRole and line.label_id and not column:
            return self._ink(line.label_id)
        if role == _Role.AccessibleTextRole and not column:
            return self._spoken(line)
        return None

    def _spoken(self, line: Line) -> str:
        parts = (f"{tr(part) if part else tr('leaves')} {count:,}"
                 for part, count in zip(self._parts, line.counts, strict=False))  # fmt: skip
        return ", ".join((line.name, *parts, f"{tr('left out')} {line.counts[-1]:,}"))
