"""The cheat sheet: every key on one page, as it is bound now."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPageLayout, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator.model.tongue import tr
from annotator.ui import caps
from annotator.ui.frame import rule
from annotator.ui.raised import INSET, Raised
from annotator.ui.sheets.sections import Row, Section, columns, sections
from annotator.ui.sides import tight
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from annotator.ui.desk import Desk

COLUMN, BETWEEN = 304, 36  # pixels
HEAD, LINE, UNDER = 28, 16, 16  # pixels: a title, each further line of a row, the room under a section
ROWS = (24, 20)  # a row of one line; the lower one where the keys would not fit the window
NARROWEST = 90  # of the words beside their keys
TOP = 57  # of the sheet: its title and buttons
MOST_COLUMNS = 4


class Sheet(Raised):
    """The keys in columns, as many as the window has room for."""

    COMMAND = "help.keys"

    def __init__(self, window: Desk) -> None:
        super().__init__(window, tr("Keys"))
        self.keys = Keys(sections(window.session.state.scheme, window.commands, fits), window.frame.theme)
        self.first, self.scrolled = self.keys, QScrollArea()
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self.scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scrolled.setWidget(self.keys)
        column = tight(QVBoxLayout(self.panel))
        said = tr("Every key that does something, those you chose yourself too")
        column.addLayout(self.head(tr("Keys"), said, *self._buttons()))
        column.addWidget(rule())
        column.addWidget(self.scrolled, 1)

    def _buttons(self) -> tuple[QPushButton, QPushButton]:
        change, paper = QPushButton(tr("Change keys\u2026")), QPushButton(tr("Print\u2026"))
        change.clicked.connect(lambda _checked=False: self.beneath.open_sheet("settings", "keys"))
        paper.clicked.connect(lambda _checked=False: self._print())
        for button in (change, paper):
            button.setAutoDefault(False)
        return change, paper

    def placed(self, room: QRect) -> QRect:
        """Return the place that shows all keys in the fewest columns, three at least where they fit, else scrolls."""
        high = room.height() - 2 * min(44, room.height() // 40)
        most = max(1, min(MOST_COLUMNS, (room.width() - 16 - 2 * INSET + BETWEEN) // (COLUMN + BETWEEN)))
        for row, many in product(ROWS, range(min(3, most), most + 1)):
            self.keys.arrange(many, row)
            if self.keys.height() + TOP <= high:
                break
        else:
            self.keys.arrange(most, ROWS[0])
        bar = 0 if self.keys.height() + TOP <= high else self.scrolled.verticalScrollBar().sizeHint().width()
        width, height = self.keys.width() + bar, min(high, self.keys.height() + TOP)
        return QRect((room.width() - width) // 2, (room.height() - height) // 2, width, height)

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # for the few who want paper

        printer = QPrinter()
        asked = QPrintDialog(printer, self.beneath)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.accepted.connect(lambda: on_paper(self.keys, printer))
        asked.setModal(True)
        asked.show()


class Keys(QLabel):
    """The sections in columns; painted, for hundreds of labels would take too long to make.

    To screen readers it is a text. It has the keyboard, and the keys that scroll go on to what it lies in.
    """

    def __init__(self, held: Sequence[Section], theme: Theme) -> None:
        super().__init__()
        self.held, self.theme = held, theme
        self.columns: list[list[Section]] = []
        self.row = ROWS[0]
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText("\n".join(_said(held)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def arrange(self, many: int, row: int) -> None:
        """Stand in at most `many` columns, a row of one line `row` pixels high."""
        self.row = row
        self.columns = columns(self.held, many, self._height)
        highest = max((sum(map(self._height, column)) for column in self.columns), default=0)
        wide = len(self.columns) * (COLUMN + BETWEEN) - BETWEEN + 2 * INSET
        self.setFixedSize(QSize(wide, highest + 2 * UNDER))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - it is painted once
        """Paint all of it."""
        painter = QPainter(self)
        self.draw(painter, _theme_of(self) or self.theme)
        painter.end()

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """Paint all sections from the top left on."""
        painter.setFont(_font())
        for nth, column in enumerate(self.columns):
            top = UNDER
            for section in column:
                self._draw_section(painter, theme, INSET + nth * (COLUMN + BETWEEN), top, section)
                top += self._height(section)

    def _height(self, section: Section) -> int:
        return HEAD + sum(map(self._row_height, section.rows)) + UNDER

    def _row_height(self, row: Row) -> int:
        return self.row + LINE * (_lines(row) - 1)

    def _draw_section(self, painter: QPainter, theme: Theme, left: int, top: int, section: Section) -> None:
        painter.setFont(_font(bold=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(left, top, COLUMN, 18), Qt.AlignmentFlag.AlignVCenter, section.title)
        painter.fillRect(QRect(left, top + 21, COLUMN, 1), theme.colour("line"))
        painter.setFont(_font())
        top += HEAD
        for row in section.rows:
            height = self._row_height(row)
            right = caps.draw_all(painter, left + COLUMN, top + height / 2, row.keys, theme)
            painter.setPen(theme.colour("text"))
            place = QRectF(left, top, right - left - 2 * caps.GAP, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, row.words)
            top += height


def _theme_of(widget: QWidget) -> Theme | None:
    frame = getattr(widget.window(), "frame", None)
    return None if frame is None else frame.theme


def on_paper(keys: Keys, printer: QPrinter) -> None:
    """Print the columns on one page, as large as it takes them, in the colours for paper."""
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    painter = QPainter()
    if not painter.begin(printer):
        return
    page = printer.pageRect(printer.Unit.DevicePixel)
    size = min(page.width() / keys.width(), page.height() / keys.height())
    painter.scale(size, size)
    keys.draw(painter, Theme.load("light"))
    painter.end()


# ---- rows
def _font(bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(12)
    font.setBold(bold)
    return font


def _caps(row: Row) -> float:
    return sum(caps.width_of(key) + caps.GAP for key in row.keys)


def fits(row: Row) -> bool:
    """Return whether a row fits on two lines of a column at most."""
    return _lines(row) <= 2


def _lines(row: Row) -> int:
    """Return on how many lines the words of a row stand beside its keys."""
    room = COLUMN - _caps(row) - caps.GAP
    if room < NARROWEST:
        return 3
    place = QRectF(0, 0, room, 10 * LINE)
    metrics = QFontMetricsF(_font())
    return round(metrics.boundingRect(place, Qt.TextFlag.TextWordWrap, row.words).height() / metrics.lineSpacing())


def _said(held: Sequence[Section]) -> list[str]:
    """Return the sections as screen readers tell them."""
    return [line for section in held for line in (section.title, *map(_row_said, section.rows))]


def _row_said(row: Row) -> str:
    return f"{row.words}: {', '.join(row.keys)}"
