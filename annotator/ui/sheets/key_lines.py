"""The lines of the table of keys, and what waits for a key to be pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QStyledItemDelegate, QStyleOptionViewItem

from annotator.editing.command import Command
from annotator.model.tongue import tr
from annotator.ui import caps, keys
from annotator.ui.elsewhere import chosen_of
from annotator.ui.hints import Hint
from annotator.ui.sheets.held import Held, Index

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

HEIGHT, INSET, GAP = 28, 10, 10  # pixels
ALONE = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock}


class Catch(QLabel):
    """Has the keyboard until a key is pressed, and tells its name: whatever key it is."""

    caught = Signal(str)
    left = Signal()  # the keyboard was given to something else

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab must not lead here: it could be the key that is meant
        self.setProperty("role", "name")
        self.setWordWrap(True)

    def event(self, event: QEvent) -> bool:
        """Take every key, those too that walk or call a shortcut."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if Qt.Key(event.key()) not in ALONE and not event.isAutoRepeat():
                self.caught.emit(keys.name_of(keys.press(event)))
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go when something else takes the keyboard."""
        super().focusOutEvent(event)
        if self.isVisible():
            self.left.emit()


class Commands(QListView):
    """The commands, one of them chosen."""

    wanted, unwanted = Signal(), Signal()

    def __init__(self, window: Desk) -> None:
        super().__init__()
        self.rows: Held[Command] = Held(_words, _words)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(window, self))
        self.setAccessibleName(tr("Commands and their keys"))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._doubly_clicked)

    def _doubly_clicked(self, _index: QModelIndex) -> None:
        self.wanted.emit()

    def key_hints(self) -> list[Hint]:
        """Return the keys that are hinted while the list has the keyboard."""
        return [*chosen_of(tr("change")), (("Del",), tr("remove")), (("Esc",), tr("close"))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for another key with Enter, take one away with Del."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.unwanted.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing: the filter does."""


def _words(one: Command) -> str:
    return f"{tr(one.words)}, {' '.join(one.keys) or tr('no key')}"


class _Delegate(QStyledItemDelegate):
    def __init__(self, window: Desk, rows: Commands) -> None:
        super().__init__(rows)
        self._window, self._list = window, rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - all rows are as high
        return QSize(0, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, one = self._window.frame.theme, self._list.rows.held[index.row()]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        if self._list.currentIndex().row() == index.row():
            painter.fillRect(rect, theme.colour("row"))
            if self._list.hasFocus():
                painter.setPen(theme.colour("accent"))
                painter.drawRect(rect.adjusted(0, 0, -1, -1))
        right = caps.draw_all(painter, rect.right() - INSET, rect.center().y() + 1, one.keys, theme) - GAP
        own = one.name in self._window.frame.chosen.now.keys
        font = QFont(self._list.font())
        font.setPixelSize(12)
        font.setBold(own)  # keys of the user's own
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        place = QRect(rect.left() + INSET, rect.top(), round(right) - rect.left() - INSET, HEIGHT)
        shown = painter.fontMetrics().elidedText(tr(one.words), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
