"""What is not on the disk yet: told in the banner and the status bar, and waited for when the window closes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.editing.shown import keys_of
from annotator.model.problem import Problem, counted, visible
from annotator.model.tongue import tr
from annotator.ui.banner import Banner
from annotator.ui.frame import Frame
from annotator.ui.status import StatusBar

WAIT_AT_CLOSE = 5_000  # milliseconds
SOON = 20  # milliseconds between two looks whether it may close


class Safety(QObject):
    """Follows the gestures that wait for the disk. The window never waits itself: it asks to be closed later."""

    refused = Signal(bool)  # whether the disk refuses what waits

    def __init__(self, frame: Frame, banner: Banner, status: StatusBar, close: Callable[[], object]) -> None:
        super().__init__(banner)
        self.frame, self.banner, self.status, self._close = frame, banner, status, close
        self._given_up: frozenset[str] = frozenset()  # tokens of what the user chose to close without
        self._problem: Problem | None = None
        self._stays = False  # it was to be closed and could not be
        self._copying = 0  # copies under way
        self._closes = False  # it was to be closed meanwhile
        self._asked = 0.0  # since when it waits for an answer to close
        self._copied: dict[str, str] = {}  # tokens of the gestures that a copy holds, to the name of the copy
        self._deadline = QTimer(self)
        self._deadline.setSingleShot(True)
        self._deadline.timeout.connect(self.stay)
        frame.project.on_trouble(lambda problem: frame.post(lambda: self.trouble(problem)))
        if frame.project.read_only:
            self._say_read_only()

    @property
    def waiting(self) -> int:
        """Return how many marks are not on the disk yet."""
        return len({key for gesture in self.frame.session.unsaved for key in keys_of(gesture)})

    @property
    def copy(self) -> str:
        """Return the name of the copy that holds all that waits, "" where there is none."""
        names = {self._copied.get(gesture.token, "") for gesture in self.frame.session.unsaved}
        return names.pop() if len(names) == 1 else ""

    def saving(self) -> None:
        """Show how many marks wait; close when that was waited for."""
        waiting = self.waiting
        if not waiting:
            if self._stays:
                self.status.say(tr("Everything is saved."))
            self._stays = False
            self._copied.clear()
        self._tell()
        if not waiting and self._deadline.isActive():
            self._deadline.stop()
            self._close()

    def trouble(self, problem: Problem | None) -> None:
        """Tell that the disk refuses, or (None) that it takes again."""
        if (problem is None) != (self._problem is None):
            self.refused.emit(problem is not None)
        self._problem = problem
        self._tell()

    def copies(self) -> None:
        """Keep the window open while a copy is made."""
        self._copying += 1

    @property
    def is_copying(self) -> bool:
        """Return whether a copy is made."""
        return self._copying > 0

    def copied(self, path: Path, tokens: frozenset[str] | None) -> None:
        """Remember that the copy at `path` holds the gestures with these tokens; None: it was not made.

        A window that was to be closed meanwhile closes then, but where there is no copy.
        """
        self._copying -= 1
        self._copied.update(dict.fromkeys(tokens or (), path.name))
        closes, self._closes = self._closes and not self._copying, self._closes and bool(self._copying)
        self._tell()
        if closes and tokens is not None:
            self._close()

    @property
    def loses(self) -> bool:
        """Return whether the user chose to close without all that is not saved; what was done since is asked anew."""
        waiting = {gesture.token for gesture in self.frame.session.unsaved}
        return bool(waiting) and waiting <= self._given_up

    def may_close(self) -> bool:
        """Return whether all is saved; else wait for it and close then, or stay open and say so."""
        if self.frame.session.present.gathering:
            self.status.say(tr("The project is being read for a label, so the window stays open; Esc stops that."))
            return False
        if self._copying:
            self._closes = True
            self.status.say(tr("Closing when the copy is made."))
            return False
        if self._waits_for_an_answer():
            QTimer.singleShot(SOON, self, self._close)
            return False
        if self.loses or not self.frame.session.unsaved:
            return True
        if not self._deadline.isActive():
            self.frame.project.retry()
            self._deadline.start(WAIT_AT_CLOSE)
            self.status.say(tr("Closing when all is saved."))
        return False

    def _waits_for_an_answer(self) -> bool:
        """Return whether a command waits for what the project holds, such as an undo; not longer than for the disk."""
        if not self.frame.session.is_asking:
            self._asked = 0.0
            return False
        self._asked = self._asked or time.monotonic()
        return time.monotonic() - self._asked < WAIT_AT_CLOSE / 1000

    def stay(self) -> None:
        """Say that the window stays open, and ask what is to become of what could not be saved."""
        self._stays = True
        self.status.say(tr("Not everything could be saved: the window stays open."))
        self._tell()

    def _tell(self) -> None:
        waiting, problem = self.waiting, self._problem
        self.status.show_waiting(waiting, problem is not None)
        if problem is None and not self._stays:
            self.banner.clear("unsaved")
            return
        why = problem.why if problem is not None else tr("the disk has not answered yet")
        path = visible(str(self.frame.project.path))
        self.banner.tell("unsaved", self._sentence(waiting, problem), self._actions(waiting), _head(why), path)

    def _sentence(self, waiting: int, problem: Problem | None) -> str:
        marks, wait = counted(waiting, "mark"), "waits" if waiting == 1 else "wait"
        said: list[str] = []
        if waiting:
            said.append(tr("{marks} {wait} in memory and {is_are} tried again.", marks=marks, wait=wait,
                           is_are="is" if waiting == 1 else "are"))  # fmt: skip
        if self._stays:
            said.append(tr("The window stays open."))
        if waiting and self.copy:
            said.append(tr("The copy {name} holds what waits.", name=visible(self.copy)))
        elif problem is not None and problem.now:
            said.append(visible(problem.now))
        return " ".join(said)

    def _actions(self, waiting: int) -> dict[str, Callable[[], None]]:
        run = self.frame.run
        actions: dict[str, Callable[[], None]] = {
            tr("Try again"): lambda: run("project.retry"),
            tr("Save a copy\u2026"): lambda: run("project.copy"),
        }
        if not self._stays:
            actions[tr("Show folder")] = lambda: run("project.folder")
        elif self.copy:
            actions[tr("Close")] = self._lose
        else:
            actions[tr("Close and lose {marks}", marks=counted(waiting, "mark"))] = self._lose
        return actions

    def _lose(self) -> None:
        self._given_up = frozenset(gesture.token for gesture in self.frame.session.unsaved)
        self._close()

    def _say_read_only(self) -> None:
        path = self.frame.project.path
        said = tr("It can be read, and nothing in it can be changed.")
        head = tr("{name} is write-protected", name=visible(path.name))
        self.frame.session.read_only = f"{head}: {said[0].lower()}{said[1:]}"
        self.banner.tell(
            "read-only",
            f"{said} {tr('To label, change its rights or work in a copy of it.')}",
            {tr("Save a copy\u2026"): lambda: self.frame.run("project.copy")},
            head,
            visible(str(path)),
        )


def _head(why: str) -> str:
    return tr("Not saved \u2013 {why}", why=visible(why))
