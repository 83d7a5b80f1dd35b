"""A list of what is left out or warned of, by reasons; a click, Enter or Space on a row opens what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView

from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.ui import keys
from annotator.ui.frame import tip
from annotator.ui.shell_words import in_window

LONGEST = 120  # characters of a thing's text, and of its article's title, that are shown
COLUMNS = ("what", "label", "text", "start", "end", "where", "reason")
Entry = dict[str, Any]
Row = Entry | str  # a string is the head of those beneath
_Index = QModelIndex | QPersistentModelIndex


class LeftOutList(QListView):
    """Walked with arrows; a click, Enter or Space tells that what is in a row is to be opened."""

    opened = Signal(int)  # a row

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("left_out")
        self.setModel(_Entries())
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # a long word is in the tip
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setAccessibleName(name)

    @property
    def entries(self) -> list[Entry]:
        """Return what is listed, without the heads."""
        model = self.model()
        return model.entries if isinstance(model, _Entries) else []

    def entry(self, row: int) -> Entry | None:
        """Return what is in a row, None of a head."""
        model = self.model()
        found = model.rows[row] if isinstance(model, _Entries) else ""
        return None if isinstance(found, str) else found

    def show_entries(self, entries: Sequence[Entry], warned: Sequence[Entry] = ()) -> None:
        """Show what was left out, and of what is warned, by their reasons where these say; the first is current."""
        self.setModel(_Entries([*_by_reason(entries, ""), *_by_reason(warned, tr("with a warning"))]))
        self.choose(lambda _entry: True)

    def choose(self, fits: Callable[[Entry], bool]) -> bool:
        """Make the first entry that fits the current one, and return whether there is one."""
        model = self.model()
        rows = model.rows if isinstance(model, _Entries) else ()
        first = next((at for at, row in enumerate(rows) if not isinstance(row, str) and fits(row)), None)
        if first is not None:
            self.setCurrentIndex(model.index(first, 0))
        return first is not None

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


def as_table(entries: Sequence[Entry]) -> str:
    """Return entries as a table with tabs, which a spreadsheet takes."""
    return "\n".join(["\t".join(COLUMNS), *map(_row, entries)]) + "\n"


def _by_reason(entries: Sequence[Entry], head: str) -> list[Row]:
    """Return the entries, those of one reason beneath a line that counts them, the most first."""
    if not all("verdict" in entry for entry in entries):
        return list(entries)
    counts = Counter(str(entry["verdict"]) for entry in entries)
    rows: list[Row] = []
    for reason, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        rows.append(f"{' '.join(filter(None, (f'{count:,}', head)))}: {in_window(tr(reason))}")
        rows += (entry for entry in entries if entry["verdict"] == reason)
    return rows


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
            where, reason = visible(_cut(str(entry.get("where", "")))), visible(in_window(str(entry["reason"])))
            return "\n".join((_what(entry), where, reason))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(visible(_row(entry).replace("\t", " ")))
        return None


def _what(entry: Entry) -> str:
    text = " ".join(str(entry.get("text", "")).split())
    words = (tr(str(entry["what"])), str(entry.get("label", "")), f"\u201c{_cut(text)}\u201d" if text else "")
    return visible(" ".join(filter(None, words)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}\u2026"


def _row(entry: Entry) -> str:
    """Return an entry as a line of a table: no tab, line end or leading sign of a formula is left in its cells."""
    cells = (visible(str(entry.get(name, ""))) for name in COLUMNS)
    return "\t".join(f"'{cell}" if cell[:1] in "=+-@\uff1d\uff0b\uff0d\uff20" and cell else cell for cell in cells)
