"""The page that lists the spans of the open article by name, for whoever reads them instead of looking at them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.editing.state import State
from annotator.editing.telling import in_short
from annotator.model.edit import Edit
from annotator.model.mark import Span
from annotator.model.problem import counted, visible
from annotator.model.tongue import tr
from annotator.ui import tags
from annotator.ui.frame import Frame, plain, rule
from annotator.ui.page import closing, headed
from annotator.ui.sides import tight
from annotator.ui.theme import Theme

TITLE = "Spans of the article"
HEIGHT = 26  # pixels of a line
WORDS = 66  # pixels from the edge, where the words of a span begin
Index = QModelIndex | QPersistentModelIndex


class Page(QWidget):
    """Follows the focus; Enter, Space or a click focuses the span of a line, and gives the keyboard to the text."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.to_text: Callable[[], None] = _nothing  # set by whoever opened the page
        self.model = _Model(frame.session.state)
        self.list = _List(self.model, frame.theme, self._chosen)
        self.count = plain("", "count")
        self.closing = closing(frame)
        column = tight(QVBoxLayout(self))
        column.addLayout(headed(plain(tr(TITLE), "name"), self.count, self.closing))
        column.addWidget(rule())
        column.addWidget(self.list, 1)

    def take_keyboard(self) -> None:
        """Give the keyboard to the list."""
        self.list.setFocus()

    def show_state(self, before: State | None, after: State, edit: Edit | None) -> None:  # noqa: ARG002 - as panels
        """List the spans of `after`, and go to the line of the one in focus."""
        if before is None or before.marks.spans is not after.marks.spans or before.scheme is not after.scheme:
            here = self.list.currentIndex().row()
            self.model.show(after)
            self.count.setText(counted(len(self.model.spans), "span"))
            self.list.setCurrentIndex(self.model.index(min(here, len(self.model.spans) - 1)))
        span = after.focused
        if span is not None:
            self.list.setCurrentIndex(self.model.index(self.model.spans.index(span)))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.list.lines.theme = theme
        self.list.viewport().update()

    def _chosen(self, at: int) -> None:
        self.frame.run("focus.span", self.model.spans[at].id)
        self.to_text()


def _nothing() -> None:
    """Go nowhere: nobody opened the page yet."""


class _Model(QAbstractListModel):
    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state
        self.spans: list[Span] = []

    def show(self, state: State) -> None:
        self.beginResetModel()
        self.state, self.spans = state, list(state.marks.spans)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.spans)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a span, for screen readers after its label."""
        span = self.spans[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(in_short(self.state, span))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = self.state.scheme.label(span.label).name
            return visible(tr("{label}: {words}", label=name, words=in_short(self.state, span)))
        return None


class _List(QListView):
    def __init__(self, model: _Model, theme: Theme, chosen: Callable[[int], None]) -> None:
        super().__init__()
        self._chosen = chosen
        self.lines = _Lines(theme, model, self)
        self.setModel(model)
        self.setItemDelegate(self.lines)
        self.setUniformItemSizes(True)
        self.setAccessibleName(tr(TITLE))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._clicked)

    def _clicked(self, index: QModelIndex) -> None:
        self._chosen(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the span with Enter or Space; arrows only walk."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and index.isValid():
            self._chosen(index.row())
            return
        super().keyPressEvent(event)


class _Lines(QStyledItemDelegate):
    """A line for each span: the tag of its label, and its words."""

    def __init__(self, theme: Theme, model: _Model, parent: QListView) -> None:
        super().__init__(parent)
        self.theme, self.spans, self.view = theme, model, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - all are alike
        return QSize(0, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a line: where the focus is, its ground; where the keyboard is, a ring."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state, span, current = self.spans.state, self.spans.spans[index.row()], self.view.currentIndex() == index
        painter.fillRect(rect, self.theme.colour("row" if current else "chrome"))
        if current and self.view.hasFocus():
            painter.setPen(self.theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        hue, flat = self.theme.hue_of(state.scheme, span.label), state.scheme.is_flat(span.label)
        tags.draw(painter, rect.left() + 8, rect.top() + 5, state.scheme.label(span.label).name, hue, flat)
        painter.setPen(self.theme.colour("text"))
        place = QRectF(rect.adjusted(WORDS + 8, 0, -8, 0))
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, int(place.width()))
        # Within an isolate words take their own direction.
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, f"\u2068{words}\u2069")
