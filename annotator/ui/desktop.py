"""The habits of a window on a desktop: second starts, the end of a login, the icon, the primary selection."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication, QIcon, QSessionManager

from annotator import places
from annotator.door import Door, Tokens
from annotator.ui.safety import WAIT_AT_CLOSE

if TYPE_CHECKING:
    from annotator.editing.state import State
    from annotator.model.edit import Edit
    from annotator.ui.desk import Desk

RESTS = 200  # milliseconds a selection rests before it is offered to others
TEXT = "text/plain"


class Habits(QObject):
    """What a window does on its desktop from its first paint until it is closed."""

    def __init__(self, window: Desk) -> None:
        super().__init__(window)
        self._window = window
        post = window.frame.post
        self.door = Door(window.frame.project.path, lambda tokens: post(lambda: self.come(tokens)))
        window.closed.connect(self.door.close)
        window.setWindowIcon(icon())
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(self.log_out, Qt.ConnectionType.DirectConnection)
        clipboard = QGuiApplication.clipboard()
        self.primary = Primary(window, clipboard) if clipboard.supportsSelection() else None

    def come(self, tokens: Tokens) -> None:
        """Bring the window to the front and give it the keyboard; `tokens` are those of the start that asked."""
        window = self._window
        # Qt takes them from the environment, as at a start of its own.
        os.environ.update(tokens)
        if window.isMinimized():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def log_out(self, desktop: QSessionManager) -> None:
        """Wait for what is not saved; what cannot be saved holds the log-out up, where the desktop lets it."""
        window = self._window
        if not window.isVisible():
            return
        # The one place where the window waits: when this returns, the desktop may end the process.
        left = window.frame.project.wait(WAIT_AT_CLOSE / 1000)
        if left and desktop.allowsInteraction():
            desktop.cancel()
            desktop.release()
        if left:
            window.safety.stay()
        else:
            window.before_closing()


class Primary(QObject):
    """Offers what is selected in the text as the primary selection of X11: a middle click elsewhere pastes it."""

    def __init__(self, window: Desk, clipboard: QClipboard) -> None:
        super().__init__(window)
        self._window, self._clipboard = window, clipboard
        self._rests = QTimer(self)
        self._rests.setSingleShot(True)
        self._rests.setInterval(RESTS)
        self._rests.timeout.connect(self._offer)
        window.session.watch(self._follow)

    def _follow(self, before: State, after: State, edit: Edit | None) -> None:  # noqa: ARG002
        if before.range != after.range or before.article.id != after.article.id:
            self._rests.start()

    def _offer(self) -> None:
        state = self._window.session.state
        if state.range is not None and self._window.isActiveWindow():
            self._clipboard.setMimeData(Selected(state.text, *state.range), QClipboard.Mode.Selection)


class Selected(QMimeData):
    """A range of a text, cut out of it only when somebody pastes."""

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__()
        self._text, self._start, self._end = text, start, end

    def formats(self) -> list[str]:
        """Return that it is plain text."""
        return [TEXT]

    def hasFormat(self, mimetype: str) -> bool:
        """Return whether it can be had as that."""
        return mimetype == TEXT

    def retrieveData(self, mimetype: str, type: object) -> str | None:  # noqa: ARG002 - as Qt declares it
        """Return the words."""
        return self._text[self._start : self._end] if mimetype == TEXT else None


def icon() -> QIcon:
    """Return the program's icon."""
    return QIcon(str(places.resource("desktop", "spandesk.svg")))
