"""What stands in the place of a window while its project is closed and a job works on the file itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator import jobs
from annotator.model.problem import Problem, counted, visible
from annotator.model.tongue import tr
from annotator.ui import app
from annotator.ui.frame import plain
from annotator.ui.safety import SOON, WAIT_AT_CLOSE
from annotator.ui.ways import ways_on

if TYPE_CHECKING:
    from annotator.ui.desk import Desk


class Closed(NamedTuple):
    """What is to be done while the project of a window is closed."""

    words: tuple[str, ...]  # of the shell
    doing: str  # "Restoring p.spans"
    undone: str  # "p.spans was not restored"
    opens: Path  # what is opened when it is done; else the project that was open is opened again
    then: Callable[[Desk, Any], None]  # what follows in that window, with what the shell printed


_standing: set[Interim] = set()


def begin(window: Desk, work: Closed) -> None:
    """Save what waits, close the project of `window`, do the work, and open a project in its place."""
    if window.is_working:
        window.status.say(tr("One thing at a time: wait for what is under way, or cancel it."))
        return
    interim = Interim(window, work)
    _standing.add(interim)
    interim.leave()


class Interim(QWidget):
    """Says what goes on, in the place of the window; Esc or closing it cancels, and the project is opened again."""

    def __init__(self, window: Desk, work: Closed) -> None:
        super().__init__()
        self._window, self._work = window, work
        self._path, self._chosen, self._post = window.frame.project.path, window.frame.chosen, window.frame.post
        self._until = time.monotonic() + WAIT_AT_CLOSE / 1000
        self._job: jobs.Job | None = None
        self._damaged = self._over = False
        self.setObjectName("empty")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setPalette(window.palette())
        self.setStyleSheet(window.styleSheet())
        self.setWindowTitle(window.windowTitle())
        self.setAccessibleName(work.doing)
        self.words, self.button = plain(f"{work.doing}.", "title"), QPushButton(tr("Cancel"))
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button.clicked.connect(lambda _checked=False: self.close())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.words)
        column.addSpacing(16)
        column.addLayout(row)
        column.addStretch(1)

    # ---- out of the window
    def leave(self) -> None:
        """Wait until all is saved, not longer than for a window that closes; then take its place."""
        window = self._window
        if not window.isVisible():
            self._end()
            return
        session = window.session
        if session.unsaved or session.is_asking or window.safety.is_copying:
            if time.monotonic() > self._until:
                waiting = counted(window.safety.waiting, "mark")
                window.status.say(tr("{undone}: {marks} could not be saved.", undone=self._work.undone, marks=waiting))
                self._end()
                return
            window.frame.project.retry()
            QTimer.singleShot(SOON, self, self.leave)
            return
        if not window.safety.may_close():  # which says why
            self._end()
            return
        self.restoreGeometry(window.saveGeometry())
        self.show()
        self.button.setFocus()
        window.ended.connect(self._closed)
        window.close()

    def _closed(self) -> None:
        self._job = jobs.Job(
            self._work.words,
            self._told,
            lambda answer, said: self._post(lambda: self._done(answer, said)),
        )

    def _told(self, facts: dict[str, Any]) -> None:
        self._damaged = self._damaged or "damaged" in facts

    # ---- into another one
    def _done(self, answer: Any, said: str) -> None:
        path = self._path if answer is None else self._work.opens
        self.button.setEnabled(False)
        self.words.setText(tr("Opening {name}.", name=visible(path.name)))

        def read() -> None:
            try:
                found = app.read(path, self._chosen.now)
            except (Problem, ValueError, OSError) as error:
                told = error if isinstance(error, Problem) else Problem(str(path), str(error))
                self._post(lambda: self._stay_out(path, told))
            else:
                self._post(lambda: self._enter(app.window_on(found, self._chosen.now), answer, said))

        threading.Thread(target=read, name="opening", daemon=True).start()

    def _enter(self, fresh: Desk, answer: Any, said: str) -> None:
        app.hold(fresh)
        fresh.restoreGeometry(self.saveGeometry())
        fresh.show()
        fresh.activateWindow()
        if answer is not None:
            self._work.then(fresh, answer)
        else:
            self._tell_undone(fresh, said)
        self._end()

    def _tell_undone(self, fresh: Desk, said: str) -> None:
        banner = fresh.banner
        actions = {
            **(ways_on(fresh.run, self._path) if self._damaged else {}),
            tr("Close this note"): lambda: banner.clear("trouble"),
        }
        cancelled = self._job is not None and self._job.cancelled
        why = tr("It was cancelled.") if cancelled else visible(said)
        banner.tell("trouble", why, actions, self._work.undone)

    def _stay_out(self, path: Path, problem: Problem) -> None:
        """Open the sample where the project cannot be opened: it offers the ways on."""
        try:
            fresh = app.open_sample(self._chosen.now, path, problem)
        except Problem as trouble:
            self.words.setText(f"{problem} {trouble}")
            self.button.setText(tr("Close"))
            self.button.setEnabled(True)
            self._over = True
            return
        app.hold(fresh)
        fresh.show()
        self._end()

    def _end(self) -> None:
        self._over = True
        self.close()

    # ---- keys and end
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cancel with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what is under way, after which a project is opened; close when that is done."""
        if not self._over:
            event.ignore()
            if self._job is not None:
                self.button.setEnabled(False)
                self._job.cancel()
            return
        super().closeEvent(event)
        _standing.discard(self)
        self.deleteLater()
