"""Backups that nobody asks for: one a day, from some seconds after the opening on, and those before bulk changes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from annotator import jobs
from annotator.model.problem import visible
from annotator.model.tongue import tr
from annotator.ui.ways import ways_on

if TYPE_CHECKING:
    from annotator.project.before import Kept
    from annotator.ui.desk import Desk

AFTER = 10_000  # milliseconds after the first paint
EVERY = 3_600_000  # milliseconds between two looks at the clock, of a window that stays open for days
DAY = 86_400.0  # seconds


class Keeper(QObject):
    """Lets a child process make the backup of the day and look through it; says what is damaged, or in the way."""

    def __init__(self, window: Desk) -> None:
        super().__init__(window)
        self._window, self._post = window, window.frame.post
        self._job: jobs.Job | None = None
        self._damaged = False
        self._looked = 0.0  # its end, in seconds since 1970: the clock of the timers stands while a machine sleeps
        self._said: set[str] = set()  # each trouble is said once
        project = window.frame.project
        project.on_backup(lambda kept: self._post(lambda: self._kept(kept)))
        window.closed.connect(self.stop)
        if not project.read_only:
            QTimer.singleShot(AFTER, self, self.begin)
            timer = QTimer(self)
            timer.timeout.connect(self.look)
            timer.start(EVERY)

    def look(self) -> None:
        """Begin where a day is over."""
        if not 0.0 <= time.time() - self._looked < DAY:
            self.begin()

    def begin(self) -> None:
        """Begin, unless the window is closed."""
        if self._window.isVisible() and self._job is None:
            self._damaged = False
            words = ("backup", str(self._window.frame.project.path), "--daily")
            self._job = jobs.Job(words, self._told, self._answered, calm=True)

    def stop(self) -> None:
        """Stop what is under way: the next window on the project makes it good."""
        if self._job is not None:
            self._job.cancel()

    def _told(self, facts: dict[str, Any]) -> None:
        self._damaged = self._damaged or "damaged" in facts

    def _answered(self, answer: Any, said: str) -> None:
        self._post(lambda: self._ended(answer, said))

    def _ended(self, answer: Any, said: str) -> None:
        job, self._job = self._job, None
        if answer is not None or self._damaged:
            self._looked = time.time()  # else the next look at the clock tries again
        if answer is not None or job is None or job.cancelled or not self._window.isVisible():
            return
        if self._damaged:
            self._tell_damage(said)
        else:
            self._say_once(tr("There is no backup of today: {why}", why=visible(said)))

    def _tell_damage(self, said: str) -> None:
        window, path = self._window, self._window.frame.project.path
        actions = {
            **ways_on(window.run, path),
            tr("Close this note"): lambda: window.banner.clear("damaged"),
        }
        head = tr("{name} is damaged", name=visible(path.name))
        window.banner.tell("damaged", visible(said), actions, head, visible(str(path)))

    def _kept(self, kept: Kept) -> None:
        if kept.is_trouble and self._window.isVisible():
            self._say_once(visible(kept.told))

    def _say_once(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self._window.status.say(sentence)
