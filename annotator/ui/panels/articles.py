"""The article list: filter, status tabs, and a line for each article with its dot, title and counts."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.editing.state import State
from annotator.model.edit import Edit, Gesture
from annotator.model.problem import counted
from annotator.ui import dots
from annotator.ui.frame import Frame, plain
from annotator.ui.list_model import ArticleModel
from annotator.ui.reading.headline import as_written
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

TITLE, AREA, ORDER = "Articles", "left", 0
WIDTH, ROW_HEIGHT = 272, 42
RAIL_WIDTH, DOT_HEIGHT = 40, 26  # folded to the dots
TYPED_PAUSE = 150  # milliseconds after the last letter of the filter
OTHERS_PAUSE = 300  # milliseconds for which what other processes change is gathered
TABS = (("", "All"), ("todo", "To do"), ("done", "Done"), ("flagged", "Flagged"))


class Panel(QWidget):
    """The left side of the window."""

    counted = Signal(dict, int)  # how many articles of each status there are, and where the open one stands

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.setObjectName("left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.counts: Mapping[str, int] = {}
        self.model = ArticleModel(frame)
        self.field = _Field()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPED_PAUSE)
        self._pause.timeout.connect(self.reload)
        self.field.textChanged.connect(self._typed)
        self._touched: set[int] = set()  # numbers of articles whose lines changed and were not read again yet
        self._elsewhere: set[str] = set()  # ids of articles that other processes changed
        self._others = QTimer(self)
        self._others.setSingleShot(True)
        self._others.setInterval(OTHERS_PAUSE)
        self._others.timeout.connect(self._follow_others)
        self._asked = 0  # how often the list was asked for: an older question is not worth answering
        self._grown = False  # whether other processes brought or hid articles
        self.tabs = QButtonGroup(self)
        self.table = _Table(frame.theme, self.model)
        self.table.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(8, 0, 8, 0)
        head.setSpacing(6)
        head.addWidget(self.field)
        head.addLayout(self._tab_row())
        column.addWidget(self._head)
        column.addWidget(self.table, 1)

    @property
    def folded(self) -> bool:
        """Return whether only the dots are shown."""
        return self.table.folded

    def fold(self, folded: bool) -> None:
        """Show a rail with a dot for each article, or the whole list again."""
        if folded != self.folded:
            self._head.setVisible(not folded)
            self.table.fold(folded)
            self.setFixedWidth(RAIL_WIDTH if folded else WIDTH)
            self._select(self.frame.session.state.number)

    def _tab_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        for at, (_, words) in enumerate(TABS):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setAutoExclusive(True)  # the group sees to it; said here too, screen readers tell one of several
            button.setProperty("role", "tab")
            self.tabs.addButton(button, at)
            row.addWidget(button)
        row.addStretch(1)
        self.tabs.button(0).setChecked(True)
        self.tabs.idToggled.connect(self._tab_chosen)
        return row

    def _typed(self, text: str) -> None:  # noqa: ARG002 - it is read when the pause is over
        self._pause.start()

    def _tab_chosen(self, at: int, chosen: bool) -> None:  # noqa: ARG002 - reload asks which one is checked
        if chosen:
            self.reload()

    # ---- what is listed
    def reload(self) -> None:
        """Read the numbers of the present filter, and the counts, on the reader's thread."""
        self._asked += 1
        self._read_on(self._asked, array("q"), 0)
        self.recount()

    def _read_on(self, turn: int, found: array[int], last: int) -> None:
        """Read one more stretch: between two of them whoever opens an article comes first."""
        author, text = self.frame.session.state.author, self.field.text().strip()
        status = TABS[max(0, self.tabs.checkedId())][0]
        asked = self.frame.project.read(lambda reader: reader.numbers_after(last, author, status, text))
        asked.add_done_callback(lambda done: self.frame.post(lambda: self._listed(done, turn, found)))

    def recount(self) -> None:
        """Read the counts again."""
        author = self.frame.session.state.author
        counted = self.frame.project.read(lambda reader: reader.counts(author))
        counted.add_done_callback(lambda done: self.frame.post(lambda: self._counted(done)))

    def _listed(self, done: Future[tuple[array[int], int | None]], turn: int, found: array[int]) -> None:
        if turn != self._asked or done.exception() is not None:
            return  # another filter was asked for meanwhile
        stretch, last = done.result()
        found.extend(stretch)
        if last is not None:
            self._read_on(turn, found, last)
        elif not self.model.grow(found):
            self.model.show(found)
            self.table.say_nothing_is_listed(self._why_empty())
            self._select(self.frame.session.state.number)
        self._tell_place()

    def _why_empty(self) -> str:
        text, (status, words) = self.field.text().strip(), TABS[max(0, self.tabs.checkedId())]
        if text:
            return f"No title holds \u201c{text}\u201d{f' among {words.lower()}' if status else ''}."
        return f"Nothing is {words.lower()}." if status else ""

    def _counted(self, done: Future[Mapping[str, int]]) -> None:
        if done.exception() is not None:
            return
        self.counts = done.result()
        for at, (status, words) in enumerate(TABS):
            self.tabs.button(at).setText(f"{words} {self.counts.get(status or 'all', 0):,}")
        self._tell_place()

    def _tell_place(self) -> None:
        self.counted.emit(
            {**self.counts, "listed": self.model.rowCount()}, self.model.place_of(self.frame.session.state.number) + 1
        )

    def _select(self, number: int) -> None:
        at = self.model.place_of(number)
        if at >= 0:
            self.table.setCurrentIndex(self.model.index(at, 0))
        else:
            self.table.clearSelection()
        self._tell_place()

    def _open(self, at: int) -> None:
        self.frame.session.open(self.model.numbers[at])

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Follow the open article."""
        if edit:
            self._touched.add(after.number)
        self.table.open_number = after.number
        if before is None or before.number != after.number:
            self._select(after.number)
            self.table.viewport().update()

    def saved(self) -> None:
        """Show what the gestures that are now saved changed."""
        self.model.refresh(sorted(self._touched))
        self._touched.clear()
        self.recount()

    def foreign(self, gesture: Gesture) -> None:
        """Show, soon, what another process changed."""
        for article, edit in gesture.edits.items():
            self._grown = self._grown or any(key.sort in ("entry", "detail") for key in edit)
            if article is not None:
                self._elsewhere.add(article)
        if not self._others.isActive():
            self._others.start()

    def _follow_others(self) -> None:
        changed, self._elsewhere = self._elsewhere, set()
        self.model.refresh(self.model.held(changed))
        if self._grown:
            self._grown = False
            self.reload()
        else:
            self.recount()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.table.set_theme(theme)


class _Field(QLineEdit):
    """The filter, with its key in it as long as nothing is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Filter articles")
        self.setAccessibleName("Filter articles")
        self.setClearButtonEnabled(True)
        self._key = key = plain("Ctrl+L", "key")
        key.setFixedHeight(18)
        key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 5, 0)
        row.addStretch(1)
        row.addWidget(key)
        self.textChanged.connect(self._typed)

    def _typed(self, text: str) -> None:
        self._key.setVisible(not text)


class _Table(QTableView):
    opened = Signal(int)

    def __init__(self, theme: Theme, model: ArticleModel) -> None:
        super().__init__()
        self.open_number = 0
        self.folded = False
        self._why = ""
        self._delegate = _Delegate(theme, model, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Articles")
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.clicked.connect(self._clicked)

    def _clicked(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing: the filter does."""

    def fold(self, folded: bool) -> None:
        self.folded = folded
        self.verticalHeader().setDefaultSectionSize(DOT_HEIGHT if folded else ROW_HEIGHT)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if folded else policy.ScrollBarAsNeeded)

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self.viewport().update()

    def say_nothing_is_listed(self, why: str) -> None:
        """Say why the list is empty, where it is."""
        self._why = why
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, or why there are none."""
        super().paintEvent(event)
        if self._why and self.model().rowCount() == 0 and not self.folded:
            painter = QPainter(self.viewport())
            painter.setPen(self._delegate.theme.colour("muted"))
            place = self.viewport().rect().adjusted(12, 8, -12, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self._why)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or Space; arrows only walk."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and index.isValid():
            self.opened.emit(index.row())
            return
        super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: ArticleModel, table: _Table) -> None:
        super().__init__(table)
        self.theme, self.articles, self.table = theme, model, table

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        """Return the size of a line."""
        return QSize(RAIL_WIDTH, DOT_HEIGHT) if self.table.folded else QSize(WIDTH, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the dot, the title, and under it the date and the counts."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        row = self.articles.row(index.row())
        number = self.articles.numbers[index.row()]
        current = number == self.table.open_number
        focused = self.table.hasFocus() and self.table.currentIndex().row() == index.row()
        ground = self.theme.colour("row" if current else "chrome")
        painter.fillRect(rect, ground)
        if focused:
            painter.setPen(self.theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if row is None:
            return
        if self.table.folded:
            x, y = rect.x() + (rect.width() - dots.SIZE) / 2, rect.y() + (rect.height() - dots.SIZE) / 2
            dots.draw(painter, x, y, row.status, self.theme, ground)
            return
        dots.draw(painter, rect.x() + 10, rect.y() + 8, row.status, self.theme, ground)
        font = QFont(self.table.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.DemiBold if current else QFont.Weight.Normal)
        self._line(painter, font, "text", QRect(rect.x() + 30, rect.y() + 5, rect.width() - 42, 16), row.title)
        font.setPixelSize(11)
        font.setWeight(QFont.Weight.Normal)
        counts = _spans(row.flat, row.free) if row.flat + row.free else _untouched(row.status)
        below = " \u00b7 ".join(part for part in (as_written(row.date, short=True), counts) if part)
        self._line(painter, font, "muted", QRect(rect.x() + 30, rect.y() + 22, rect.width() - 42, 15), below)

    def _line(self, painter: QPainter, font: QFont, colour: str, place: QRect, text: str) -> None:
        painter.setFont(font)
        painter.setPen(self.theme.colour(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        # Within an isolate a title takes its own direction, so that what is cut off is its end.
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"\u2068{shown}\u2069")


def _spans(flat: int, free: int) -> str:
    return f"{counted(flat, 'entity', 'entities')} \u00b7 {counted(free, 'claim')}"


def _untouched(status: str) -> str:
    return {"done": "done, empty", "flagged": "flagged", "skipped": "skipped"}.get(status, "not started")
