"""The lists of the history page: gestures, two lines for each, and what differs from now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from annotator.model.tongue import tr
from annotator.ui.elsewhere import WALKS, back
from annotator.ui.hints import Hint
from annotator.ui.moments import MomentModel
from annotator.ui.theme import Theme

ROW_HEIGHT, LINE_HEIGHT, INSET = 42, 22, 14  # pixels
MOST_LINES = 6  # differences in sight


class _List(QTableView):
    """One line at a time, chosen by keys or mouse; letters look for nothing.

    A table of one column: a list lays out ten thousand lines at each change of one.
    """

    chosen = Signal(int)  # the row that became the current one
    typed = Signal()  # a letter or digit, which here does nothing

    def __init__(self, height: int) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    @property
    def row(self) -> int:
        """Return the current row, -1 where there is none."""
        return self.currentIndex().row()

    def currentChanged(self, current: QModelIndex | QPersistentModelIndex,
                       previous: QModelIndex | QPersistentModelIndex) -> None:  # fmt: skip
        """Tell which row is the current one."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.row())

    def moveCursor(self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Go to the first and the last line with Home and End, as in a list."""
        if cursorAction in (QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd):
            first = cursorAction == QAbstractItemView.CursorAction.MoveHome
            return self.model().index(0 if first else self.model().rowCount() - 1, 0)
        return super().moveCursor(cursorAction, modifiers)

    def keyboardSearch(self, search: str) -> None:  # noqa: ARG002 - whatever it is
        """Look for nothing, and tell that a key was pressed that does nothing here."""
        self.typed.emit()


class MomentList(_List):
    """The gestures of a history."""

    def __init__(self, theme: Theme, model: MomentModel) -> None:
        super().__init__(ROW_HEIGHT)
        self._delegate = _Delegate(theme, model, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)

    def key_hints(self) -> list[Hint]:
        """Return the keys that are hinted while the list has the keyboard."""
        return [(WALKS, tr("later, earlier")), (("Tab",), tr("to what can be done")), (("Esc",), tr("back to now"))]

    def pick(self, row: int) -> None:
        """Make a row the current one."""
        if row != self.row:
            self.setCurrentIndex(self.model().index(row, 0))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._delegate.theme = theme
        self.viewport().update()


class DifferenceList(_List):
    """What differs from now, a line for each span."""

    def __init__(self) -> None:
        super().__init__(LINE_HEIGHT)
        self.lines = QStringListModel()
        self.setModel(self.lines)
        self.setObjectName("differences")
        self.setAccessibleName(tr("What differs from now"))

    def key_hints(self) -> list[Hint]:
        """Return the keys that are hinted while the list has the keyboard: Enter does nothing in it."""
        return [(WALKS, tr("choose")), (("Tab",), tr("next")), back()]

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these lines."""
        if list(lines) != self.lines.stringList():
            self.lines.setStringList(list(lines))
        self.setFixedHeight(LINE_HEIGHT * min(MOST_LINES, len(lines)))


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: MomentModel, view: MomentList) -> None:
        super().__init__(view)
        self.theme, self.moments, self.view = theme, model, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        """Return the size of a line."""
        return QSize(0, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint what a gesture did, and under it when, by whom and how."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        row = index.row()
        current = row == self.view.row
        painter.fillRect(rect, self.theme.colour("row" if current else "chrome"))
        if current and self.view.hasFocus():
            painter.setPen(self.theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        line = self.moments.line(row)
        quiet = line is not None and line.undone
        font = QFont(self.view.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.DemiBold if current else QFont.Weight.Normal)
        font.setStrikeOut(quiet)
        below = self.moments.below(row)
        place = QRect(rect.x() + INSET, rect.y() + 5, rect.width() - 2 * INSET, 16)
        if not below:
            place.moveTop(rect.y() + (ROW_HEIGHT - 16) // 2)
        _line(painter, font, self.theme.colour("muted" if quiet else "text"), place, self.moments.words(row))
        font.setPixelSize(11)
        font.setWeight(QFont.Weight.Normal)
        font.setStrikeOut(False)
        place = QRect(rect.x() + INSET, rect.y() + 22, rect.width() - 2 * INSET, 15)
        _line(painter, font, self.theme.colour("muted"), place, below)


def _line(painter: QPainter, font: QFont, colour: QColor, place: QRect, text: str) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    # Within an isolate foreign words take their own direction, so that what is cut off is the end of the line.
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"\u2068{shown}\u2069")
