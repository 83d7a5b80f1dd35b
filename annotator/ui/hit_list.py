"""The list of what was found in all articles: their titles, and under each its hits with the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.offsets import Utf16Map
from annotator.model.problem import counted, visible
from annotator.model.terms import Hit
from annotator.model.tongue import tr
from annotator.project.search import HitArticle
from annotator.ui import keys
from annotator.ui.elsewhere import back, chosen_of
from annotator.ui.frame import tip
from annotator.ui.hints import Hint
from annotator.ui.reading.layout import runs_backwards
from annotator.ui.reading.measure import SERIF
from annotator.ui.theme import Theme

HEAD_HEIGHT, HIT_HEIGHT, LINE = 28, 44, 18
BEFORE, LONGEST = 24, 110  # code points shown before a hit, and of all
Index = QModelIndex | QPersistentModelIndex


class Place(NamedTuple):
    """A hit with the article it is in."""

    number: int
    hit: Hit


class HitModel(QAbstractListModel):
    """A row for each article, which cannot be chosen, and one for each of its hits."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[HitArticle | Place] = []
        self.hits = 0
        self.articles = 0

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self.rows, self.hits, self.articles = [], 0, 0
        self.endResetModel()

    def add(self, articles: Sequence[HitArticle]) -> None:
        """Show further articles."""
        fresh: list[HitArticle | Place] = []
        for article in articles:
            fresh.append(article)
            fresh += (Place(article.number, hit) for hit in article.hits)
            self.hits += article.all_hits
        self.articles += len(articles)
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(fresh) - 1)
            self.rows += fresh
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let hits be chosen, and titles be passed over."""
        if isinstance(self.rows[index.row()], HitArticle):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row, and of a title all of it as a tip."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                visible(row.title) if isinstance(row, HitArticle) else f"{row.hit.before}{row.hit.words}{row.hit.after}"
            )
        return tip(row.title) if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, HitArticle) else None


class HitList(QListView):
    """Walked with arrows; Enter, Space or a click opens a hit, the key of a label labels it."""

    opened = Signal(int)  # a row
    keyed = Signal(int, str)  # a row, and the name of another key

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.hits = HitModel()
        self.painter_of_rows = _Delegate(theme, self)
        self.setModel(self.hits)
        self.setItemDelegate(self.painter_of_rows)
        self.setAccessibleName(tr("What was found"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._clicked)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.painter_of_rows.theme = theme
        self.viewport().update()

    def choose_first(self) -> bool:
        """Choose the first hit unless one is chosen; return whether there is any."""
        if not self.currentIndex().isValid() and self.hits.rowCount() > 1:
            self.setCurrentIndex(self.hits.index(1, 0))
        return self.currentIndex().isValid()

    def _clicked(self, index: QModelIndex) -> None:
        if self.hits.flags(index):
            self.opened.emit(index.row())

    def key_hints(self) -> list[Hint]:
        """Return the keys that are hinted while the list has the keyboard."""
        return [*chosen_of(tr("open")), ((), tr("a label\u2019s key labels it")), back()]

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing: letters are the keys of labels."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a hit with Enter or Space, hand on what may be a label's key; arrows walk."""
        row, name = self.currentIndex().row(), keys.name_of(keys.press(event))
        if row >= 0 and name in ("Enter", "Space"):
            self.opened.emit(row)
        elif row >= 0 and len(name) == 1 and not event.isAutoRepeat():
            self.keyed.emit(row, name)
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: HitList) -> None:
        super().__init__(view)
        self.theme, self.view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Return the size of a row."""
        is_head = isinstance(self.view.hits.rows[index.row()], HitArticle)
        return QSize(100, HEAD_HEIGHT if is_head else HIT_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a title with its count, or a hit in bold among the words around it."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        row = self.view.hits.rows[index.row()]
        current = self.view.currentIndex().row() == index.row()
        painter.fillRect(rect, self.theme.colour("row" if current else "chrome"))
        painter.save()
        painter.setClipRect(rect)
        if isinstance(row, HitArticle):
            self._paint_head(painter, rect, row)
        else:
            self._paint_hit(painter, rect, row.hit)
        painter.restore()
        if current and self.view.hasFocus():
            painter.setPen(self.theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _paint_head(self, painter: QPainter, rect: QRect, article: HitArticle) -> None:
        font = QFont(self.view.font())
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(self.theme.colour("muted"))
        count = _hits_of(article)
        place = rect.adjusted(14, 4, -14, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        place.setRight(place.right() - QFontMetrics(font).horizontalAdvance(count) - 8)
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self.theme.colour("text"))
        shown = QFontMetrics(font).elidedText(visible(article.title), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"\u2068{shown}\u2069")

    def _paint_hit(self, painter: QPainter, rect: QRect, hit: Hit) -> None:
        text, start, end = in_context(hit)
        font = QFont(list(SERIF))
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPixelSize(13)
        units = Utf16Map(text)
        bold = QTextLayout.FormatRange()
        bold.start = units.to_units(start)  # type: ignore[attr-defined]
        bold.length = units.to_units(end) - units.to_units(start)  # type: ignore[attr-defined]
        looks = QTextCharFormat()
        looks.setFontWeight(QFont.Weight.Bold)
        bold.format = looks  # type: ignore[attr-defined]
        layout = QTextLayout(text, font)
        option = QTextOption()  # with an alignment given to it, it would run as the program does, not as the text
        if runs_backwards(text):
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout.setTextOption(option)
        layout.setFormats([bold])
        layout.beginLayout()
        for nth in range(2):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(rect.width() - 28)
            line.setPosition(QPointF(0, nth * LINE))
        layout.endLayout()
        painter.setPen(self.theme.colour("text"))
        layout.draw(painter, QPointF(rect.x() + 14, rect.y() + 3))


def in_context(hit: Hit) -> tuple[str, int, int]:
    """Return the words shown of a hit and where in them it stands, code points; what is cut off is marked."""
    before = hit.before.lstrip()
    if len(before) > BEFORE:
        cut = before[-BEFORE:]
        before = f"\u2026{cut.partition(' ')[2] or cut}"
    room = max(0, LONGEST - len(before))
    words = hit.words if len(hit.words) <= room else f"{hit.words[: max(0, room - 1)]}\u2026"
    after = hit.after.rstrip()[: max(0, room - len(words))]
    return f"{before}{words}{after}", len(before), len(before) + len(words)


def _hits_of(article: HitArticle) -> str:
    if article.all_hits > len(article.hits):
        return tr("{shown} of {count:,} hits", shown=len(article.hits), count=article.all_hits)
    return counted(article.all_hits, tr("hit"), tr("hits"))
