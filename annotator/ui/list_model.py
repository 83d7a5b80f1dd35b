"""The article list as Qt sees it: numbers of the present filter, and lines fetched by page when they are painted."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.project.listing import Row
from annotator.ui import dots
from annotator.ui.frame import Frame, tip

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

PAGE, KEPT = 64, 4_000
Index = QModelIndex | QPersistentModelIndex


class ArticleModel(QAbstractTableModel):
    """One column; a line that is not here yet is a placeholder until the reader's thread brings its page."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.numbers: array[int] = array("q")
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._asked: set[int] = set()

    def show(self, numbers: array[int]) -> None:
        """Show these articles."""
        self.beginResetModel()
        self.numbers = numbers
        self._asked.clear()
        self.endResetModel()

    def grow(self, numbers: array[int]) -> bool:
        """Show these articles without losing the place, if all shown now are the first of them; return whether so."""
        before = len(self.numbers)
        if not before or numbers[:before] != self.numbers:
            return False
        if len(numbers) > before:
            self.beginInsertRows(QModelIndex(), before, len(numbers) - 1)
            self.numbers = numbers
            self._asked.discard(before // PAGE)
            self.endInsertRows()
        return True

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many articles the filter leaves."""
        return 0 if parent is not None and parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return one."""
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title, for screen readers the status with it, and the title as a tip."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._rows.get(self.numbers[index.row()])  # only what is painted is read
        if row is None:
            return ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.title)
        title = visible(row.title)
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        return ", ".join(filter(None, (title, dots.WORDS[row.status], tr(row.part) if row.part else "")))

    def row(self, at: int) -> Row | None:
        """Return the line at a place; None asks for its page."""
        number = self.numbers[at]
        held = self._rows.get(number)
        if held is None:
            self._fetch(at // PAGE)
        return held

    def place_of(self, number: int) -> int:
        """Return where an article stands, -1 when the filter leaves it out. Numbers ascend."""
        from bisect import bisect_left

        at = bisect_left(self.numbers, number)
        return at if at < len(self.numbers) and self.numbers[at] == number else -1

    def held(self, articles: Collection[str]) -> list[int]:
        """Return the numbers of those of these articles whose lines are here."""
        return [number for number, row in self._rows.items() if row.article in articles]

    def here(self) -> list[int]:
        """Return the numbers of all lines that are here."""
        return list(self._rows)

    def refresh(self, numbers: Sequence[int]) -> None:
        """Fetch lines again: their articles changed."""
        author = self.frame.session.state.author
        for at in range(0, len(numbers), PAGE):
            wanted = numbers[at : at + PAGE]
            self._take(self.frame.project.read(lambda reader, wanted=wanted: reader.rows(wanted, author)))

    def _fetch(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        wanted = self.numbers[page * PAGE : (page + 1) * PAGE]
        author = self.frame.session.state.author
        self._take(self.frame.project.read(lambda reader: reader.rows(wanted, author)), page)

    def _take(self, asked: Future[dict[int, Row]], page: int = -1) -> None:
        asked.add_done_callback(lambda done: self.frame.post(lambda: self._arrived(done, page)))

    def _arrived(self, done: Future[dict[int, Row]], page: int = -1) -> None:
        if done.exception() is not None:
            self._asked.discard(page)  # when it is painted next, it is asked for again
            return
        found = done.result()
        for number, row in found.items():
            self._rows[number] = row
            self._rows.move_to_end(number)
        while len(self._rows) > KEPT:
            gone, _ = self._rows.popitem(last=False)
            at = self.place_of(gone)
            if at >= 0:
                self._asked.discard(at // PAGE)
        places = [at for number in found if (at := self.place_of(number)) >= 0]
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), 0))
