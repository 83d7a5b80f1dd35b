"""Whether the key that is down repeats by itself, also where Qt does not say so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent


class Repeats(QObject):
    """Watches the keys of one native window, before any widget or shortcut has them.

    X11 repeats a held key as releases and presses. Qt calls them repeats only if it sees the press while it handles
    the release, which under Xvfb failed for most; but the two always carry the same time, which no finger can do.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.held = False  # the last press was a repeat, and its key is still down
        self._released = (0, 0)  # the place of the key released last, and when, milliseconds

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Take note of presses and releases, and let all pass."""
        if isinstance(event, QKeyEvent):
            this = (event.nativeScanCode(), event.timestamp())
            if event.type() == QEvent.Type.KeyRelease:
                self._released, self.held = this, False
            else:
                self.held = event.isAutoRepeat() or (this == self._released and this[1] != 0)
        return False
