"""The article list: filter, status tabs, and a line for each article with its dot, title and counts."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.editing.state import State
from annotator.model.edit import Edit, Gesture
from annotator.model.mark import Label
from annotator.model.problem import counted
from annotator.model.tongue import tr
from annotator.ui import dots
from annotator.ui.frame import Frame
from annotator.ui.list_model import ArticleModel
from annotator.ui.panels.article_filter import FilterField, Wanted, read, typed, why_empty
from annotator.ui.panels.status_tabs import StatusTabs
from annotator.ui.reading.headline import as_written
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

    from annotator.project.reader import Reader

TITLE, AREA, ORDER = "Articles", "left", 0
WIDTH, ROW_HEIGHT = 272, 42
RAIL_WIDTH, DOT_HEIGHT = 40, 26  # folded to the dots
PART_GAP = 10  # before the part, which stands at the end of the second line
TYPED_PAUSE = 150  # milliseconds after the last letter of the filter
OTHERS_PAUSE = 300  # milliseconds for which what other processes change is gathered
FIRST_PART = 25  # articles that fill the list: they are shown before the others are read
SHOWN_EVERY = 0.3  # seconds between two parts of a list that is long in coming


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
        self.field = FilterField()
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
        self._grown = False  # whether articles came, were hidden or shown again
        self.tabs = StatusTabs()
        self.tabs.chosen.connect(self.reload)
        self._wanted = Wanted()  # what is asked for
        self._listed_now: Wanted | None = None  # what the list shows
        self._shown_at = 0.0
        self.table = _Table(frame.theme, self.model)
        self.table.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 1, 0)  # the hairline stands free of the list
        column.setSpacing(6)
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(8, 0, 8, 0)
        head.setSpacing(6)
        head.addWidget(self.field)
        head.addWidget(self.tabs)
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

    def _typed(self, text: str) -> None:  # noqa: ARG002 - it is read when the pause is over
        self._pause.start()

    # ---- what is listed
    def reload(self) -> None:
        """Read the numbers of the present filter, and the counts, on the reader's thread."""
        self._asked += 1
        self._wanted = read(self.field.text(), self.frame.session.state.scheme, self.tabs.status)
        self._read_on(self._asked, array("q"), 0)
        self.recount()

    def go_in(self) -> None:
        """Give the keyboard to the list of what is typed, also before it is read."""
        self.table.setFocus()
        if self._pause.isActive():
            self._pause.stop()
            self.reload()
        else:
            self._select_some()

    def _read_on(self, turn: int, found: array[int], last: int) -> None:
        """Read one more stretch: between two of them whoever opens an article comes first."""
        author, wanted = self.frame.session.state.author, self._wanted

        def ask(reader: Reader) -> tuple[array[int], int | None]:
            if wanted.unknown:
                return array("q"), None
            if wanted.label is not None:
                return reader.labelled_after(last, author, wanted.label.id, wanted.status, wanted.text, wanted.part)
            return reader.numbers_after(last, author, wanted.status, wanted.text, wanted.part)

        asked = self.frame.project.read(ask)
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
            self._show_some(found)
            self._read_on(turn, found, last)
        else:
            self._show(found)
            words = self.tabs.words.lower()
            self.table.say_nothing_is_listed(why_empty(self._wanted, self.frame.session.state.scheme, words))
        self._tell_place()

    def _show_some(self, found: array[int]) -> None:
        """Show the first part of a list at once, and more now and then; the same list read again is left as it is."""
        anew = self._listed_now != self._wanted
        late = monotonic() - self._shown_at >= SHOWN_EVERY
        if found and ((anew and len(found) >= FIRST_PART) or (late and len(found) > len(self.model.numbers))):
            self._show(array("q", found))  # of its own: the one that is read into grows unseen

    def _show(self, found: array[int]) -> None:
        self._shown_at = monotonic()
        grown = self._listed_now == self._wanted and self.model.grow(found)
        self._listed_now = self._wanted
        if not grown:
            self.model.show(found)
            self._select(self.frame.session.state.number)

    def list_label(self, label: Label) -> None:
        """List the articles in which the user has a label."""
        self.tabs.choose("")
        self.field.setText(typed(self.frame.session.state.scheme, label))
        self._pause.stop()
        self.reload()

    def _counted(self, done: Future[Mapping[str, int]]) -> None:
        if done.exception() is not None:
            return
        self.counts = done.result()
        self.tabs.show_counts(self.counts)
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
            self._select_some()
        self._tell_place()

    def _select_some(self) -> None:
        """Choose the first line where the list has the keyboard and none is chosen."""
        if self.table.hasFocus() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _open(self, at: int) -> None:
        self.frame.session.open(self.model.numbers[at])

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:
        """Follow the open article."""
        if edit:
            self._touched.add(after.number)
            self._grown = self._grown or any(key.sort == "entry" for key in edit)
        if before is not None and before.scheme is not after.scheme:
            self._touched.update(self.model.here())  # what a label's layer is counts in every line
        self.field.show_scheme(after.scheme)
        self.table.open_number = after.number
        if before is None or before.number != after.number:
            self._select(after.number)
            self.table.viewport().update()

    def saved(self) -> None:
        """Show what the gestures that are now saved changed."""
        self.model.refresh(sorted(self._touched))
        self._touched.clear()
        self._follow_grown()

    def foreign(self, gesture: Gesture) -> None:
        """Show, soon, what another process changed."""
        for article, edit in gesture.edits.items():
            self._grown = self._grown or any(key.sort in ("entry", "detail") for key in edit)
            self._grown = self._grown or (bool(self._wanted.part) and any(key.sort == "part" for key in edit))
            if article is not None:
                self._elsewhere.add(article)
        if not self._others.isActive():
            self._others.start()

    def _follow_others(self) -> None:
        changed, self._elsewhere = self._elsewhere, set()
        self.model.refresh(self.model.held(changed))
        self._follow_grown()

    def _follow_grown(self) -> None:
        if self._grown:
            self._grown = False
            self.reload()
        else:
            self.recount()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.table.set_theme(theme)


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
        self.setAccessibleName(tr("Articles"))
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
        second = QRect(rect.x() + 30, rect.y() + 22, rect.width() - 42, 15)
        if row.part:
            taken = self._at_the_end(painter, font, second, tr(row.part))
            second.setWidth(second.width() - taken)
        self._line(painter, font, "muted", second, below)

    def _at_the_end(self, painter: QPainter, font: QFont, place: QRect, text: str) -> int:
        """Write at the end of a line, and return how many pixels that takes."""
        painter.setFont(font)
        painter.setPen(self.theme.colour("muted"))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return QFontMetrics(font).horizontalAdvance(text) + PART_GAP

    def _line(self, painter: QPainter, font: QFont, colour: str, place: QRect, text: str) -> None:
        painter.setFont(font)
        painter.setPen(self.theme.colour(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        # Within an isolate a title takes its own direction, so that what is cut off is its end.
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"\u2068{shown}\u2069")


def _spans(flat: int, free: int) -> str:
    return f"{counted(flat, 'entity', 'entities')} \u00b7 {counted(free, 'claim')}"


def _untouched(status: str) -> str:
    return tr({"done": "done, empty", "flagged": "flagged", "skipped": "skipped"}.get(status, "not started"))
