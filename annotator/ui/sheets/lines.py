"""The lines of the palette: words with what was typed in bold, what more there is to say muted, the key at the end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.offsets import Utf16Map
from annotator.ui import caps
from annotator.ui.frame import Frame
from annotator.ui.sheets.choices import Choice
from annotator.ui.sheets.held import Held, Index

HEIGHT, INSET, GAP = 34, 16, 10  # pixels
FURTHER = 3  # the part of a line that is kept for what is said beside its words


class Lines(QListView):
    """A list of choices, one of them chosen; the keyboard stays with the field above it."""

    taken = Signal(int)

    def __init__(self, frame: Frame, name: str) -> None:
        super().__init__()
        self.choices: Held[Choice] = Held(_words_of, _spoken)
        self._frame, self._why = frame, ""
        self.setModel(self.choices)
        self.setItemDelegate(_Delegate(frame, self))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._clicked)

    def _clicked(self, index: QModelIndex) -> None:
        self.taken.emit(index.row())

    def show_choices(self, choices: Sequence[Choice], at: int, why: str) -> None:
        """Show `choices`, the one at `at` chosen; `why` is said where there are none."""
        self._why = why
        self.choices.show(choices)
        self.choose(at)
        self.viewport().update()

    @property
    def chosen(self) -> Choice | None:
        """Return the choice that Enter would run."""
        at = self.currentIndex().row()
        return self.choices.held[at] if 0 <= at < len(self.choices.held) else None

    def walk(self, step: int, around: bool) -> None:
        """Choose the line `step` lines on; past an end the other end with `around`, else the end."""
        many = len(self.choices.held)
        at = self.currentIndex().row() + step
        self.choose(at % many if around and many else max(0, min(at, many - 1)))

    def choose(self, at: int) -> None:
        """Choose a line, and tell screen readers what it says: they listen to the field."""
        index = self.choices.index(at, 0)
        self.setCurrentIndex(index)
        if index.isValid() and QAccessible.isActive():
            said = str(self.choices.data(index, Qt.ItemDataRole.AccessibleTextRole))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    @property
    def in_view(self) -> int:
        """Return how many lines are seen at once."""
        return max(1, self.viewport().height() // HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, or why there are none."""
        super().paintEvent(event)
        if not self.choices.held:
            painter = QPainter(self.viewport())
            painter.setPen(self._frame.theme.colour("muted"))
            place = self.viewport().rect().adjusted(INSET, 0, -INSET, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, self._why)
            painter.end()


def _words_of(one: Choice) -> str:
    return one.words


def _spoken(one: Choice) -> str:
    return ", ".join(filter(None, one[:1] + one[2:4]))


class _Delegate(QStyledItemDelegate):
    def __init__(self, frame: Frame, lines: Lines) -> None:
        super().__init__(lines)
        self._frame, self._lines = frame, lines

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - all lines are as high
        return QSize(0, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, one = self._frame.theme, self._lines.choices.held[index.row()]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        if self._lines.currentIndex().row() == index.row():
            painter.fillRect(rect, theme.colour("row"))
        middle = rect.top() + HEIGHT / 2
        right = caps.draw_all(painter, rect.right() - INSET, middle, (one.key,) if one.key else (), theme) - GAP
        font = QFont(painter.font())
        font.setPixelSize(11)
        left = rect.left() + INSET
        beside = QFontMetricsF(font).horizontalAdvance(one.further) + 2 * GAP if one.further else 0
        painter.setPen(theme.colour("text"))
        left = _words(painter, left, middle, right - min(beside, (right - left) / FURTHER), one)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        place = QRect(round(left) + GAP, rect.top(), round(right - left) - GAP, HEIGHT)
        if one.further and place.width() > 2 * HEIGHT:
            shown = painter.fontMetrics().elidedText(one.further, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, f"\u2068{shown}\u2069")


def _words(painter: QPainter, left: float, middle: float, right: float, one: Choice) -> float:
    """Paint the words of a choice, what was typed in bold, and return where they end."""
    font = QFont(painter.font())
    font.setPixelSize(12)
    painter.setFont(font)
    bold = QFont(font)
    bold.setBold(True)  # what is cut off is measured as if all of it were bold: it never reaches past `right`
    shown = QFontMetricsF(bold).elidedText(one.words, Qt.TextElideMode.ElideRight, right - left)
    layout = QTextLayout(shown, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats(_strong(shown, one.strong))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(right - left)
    layout.endLayout()
    # A line of a right-to-left title begins at the same place as the others.
    indent = line.naturalTextRect().left()
    layout.draw(painter, QPointF(left - indent, middle - line.height() / 2))
    return left + line.naturalTextWidth()


def _strong(shown: str, strong: Sequence[int]) -> list[QTextLayout.FormatRange]:
    made, offsets = list[QTextLayout.FormatRange](), Utf16Map(shown)
    form = QTextCharFormat()
    form.setFontWeight(QFont.Weight.Bold)
    for at in strong:
        if at < len(shown):
            one = QTextLayout.FormatRange()
            start = offsets.to_units(at)
            one.start, one.length, one.format = start, offsets.to_units(at + 1) - start, form  # type: ignore[misc]
            made.append(one)
    return made
