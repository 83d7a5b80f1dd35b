"""Shift held alone on a span or a selection outlines where else its words stand, and counts them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from annotator.editing.session import Session
from annotator.editing.telling import cut_short
from annotator.model.problem import counted
from annotator.model.tongue import tr
from annotator.ui.reading.view import ReadingView

HELD = 300  # milliseconds
_END = (
    QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.FocusOut, QEvent.Type.MouseButtonPress,
)  # fmt: skip


class Outlines(QObject):
    """Watches the keys of one reading view; takes none of them."""

    def __init__(self, view: ReadingView, session: Session, say: Callable[[str], None]) -> None:
        super().__init__(view)
        self._view, self._session, self._say = view, session, say
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(HELD)
        self._timer.timeout.connect(self._show)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Begin to wait at Shift alone; whatever comes next ends it."""
        kind = event.type()
        if kind in _END:
            is_key = isinstance(event, QKeyEvent)
            if is_key and event.key() == Qt.Key.Key_Shift and event.isAutoRepeat():
                return False
            self._timer.stop()
            self._view.outline([])
            if is_key and kind == QEvent.Type.KeyPress and _is_shift_alone(event):
                self._timer.start()
        return False

    def _show(self) -> None:
        state = self._session.state
        held = state.range
        if held is None:
            return
        from annotator.model.occurrences import occurrences  # the window starts without it

        words = state.text[slice(*held)]
        others = [place for place in occurrences(state.text, words) if place[1] <= held[0] or place[0] >= held[1]]
        self._view.outline(others)
        if others:
            said = "\u201c{words}\u201d stands in {places}; Shift with a label\u2019s key labels them all."
        else:
            said = "\u201c{words}\u201d stands in no other place."
        self._say(tr(said, words=cut_short(words), places=counted(len(others), "other place")))


def _is_shift_alone(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Shift and held == Qt.KeyboardModifier.NoModifier
