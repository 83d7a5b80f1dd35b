"""What is painted: a plain text widget with a format for each span to compare with, and waiting for a paint."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QFont, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QHBoxLayout, QPlainTextEdit, QWidget

from annotator.editing.state import State
from annotator.model.offsets import Utf16Map
from annotator.model.scheme import Scheme
from annotator.settings import Settings
from annotator.ui import app
from annotator.ui.reading.measure import Measure
from annotator.ui.reading.view import ReadingView
from annotator.ui.theme import Theme
from annotator.ui.window import Window
from benches.apparatus.states import ME
from benches.apparatus.timing import seconds

WIDTH, HEIGHT = 880, 800  # pixels of the reading column in a window of 1440 x 900
Marked = tuple[int, int, str]  # a range in UTF-16 units and a label


def application() -> QApplication:
    """Return the application."""
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(["benches"])


class Paints(QObject):
    """Counts the paints of a scroll area's viewport."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self.count = 0
        area.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's
        """Count."""
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False

    def wait(self, before: int) -> None:
        """Let Qt paint what waits to be painted after the count `before`; raises RuntimeError if nothing does.

        Timers, and what else comes after the paint, are left for later.
        """
        for _ in range(100):
            QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
            if self.count > before:
                return
            QApplication.processEvents()
        raise RuntimeError("nothing was painted, so that nothing was measured")


def opened(path: Path) -> Window:
    """Return a window on the project at `path`, as the program opens and shows its first one."""
    gc.disable()  # as `app.main` does; the window turns it on again
    window = app.open_window(path, Settings(ME.id, ME.name, theme="light"))
    window.resize(1440, 900)
    shown(window)
    return window


def idle() -> None:
    """Let Qt do all that waits, timers of this moment included."""
    for _ in range(20):
        QApplication.processEvents()


class PlainText(QPlainTextEdit):
    """What a plain text widget of Qt does for the same article: a character format for each span."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFont(_font())
        self.resize(WIDTH, HEIGHT)
        self.formats = {label.id: _format(scheme, label.id) for label in scheme.labels}
        self.paints = Paints(self)
        self.by_key: Marked | None = None  # what the next key marks

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        """Mark what is to be marked by a key."""
        if self.by_key is not None:
            self.add(self.by_key)
            event.accept()

    def show_article(self, text: str, marked: Iterable[Marked]) -> None:
        """Show a text and mark its ranges, as one edit."""
        self.setPlainText(text)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for one in marked:
            self._merge(cursor, one)
        cursor.endEditBlock()

    def add(self, one: Marked) -> None:
        """Mark one more range."""
        self._merge(QTextCursor(self.document()), one)

    def _merge(self, cursor: QTextCursor, one: Marked) -> None:
        start, end, label = one
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(self.formats[label])


def marked_of(state: State) -> list[Marked]:
    """Return the spans of a State as a plain text widget takes them."""
    units = Utf16Map(state.text)
    return [(units.to_units(one.start), units.to_units(one.end), one.label) for one in state.marks.spans]


class Reader(QWidget):
    """The reading view with its bar, as they stand in the window."""

    def __init__(self) -> None:
        super().__init__()
        self.view = ReadingView(Theme.load("light"), lambda *_: None)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self.view.bar)
        self.resize(WIDTH, HEIGHT)
        self.paints = Paints(self.view)


def shown(widget: QWidget) -> None:
    """Show a widget and wait until it is painted for the first time."""
    widget.show()
    idle()


def painted(paints: Paints, action: Callable[[], object]) -> float:
    """Return the seconds from `action` to the end of the paint that it causes."""
    before = paints.count

    def whole() -> None:
        action()
        paints.wait(before)

    return seconds(whole)


def _font() -> QFont:
    return Measure().text_font


def _format(scheme: Scheme, label: str) -> QTextCharFormat:
    hue = Theme.load("light").hue_of(scheme, label)
    made = QTextCharFormat()
    if scheme.is_flat(label):
        made.setBackground(QColor(hue.chip))
    else:
        made.setFontUnderline(True)
        made.setUnderlineColor(QColor(hue.ink))
    return made
