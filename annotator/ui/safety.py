"""What is not on the disk yet: told in the banner and the status bar, and waited for when the window closes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer

from annotator.editing.shown import keys_of
from annotator.model.problem import Problem, counted
from annotator.ui.banner import Banner
from annotator.ui.frame import Frame
from annotator.ui.status import StatusBar

WAIT_AT_CLOSE = 5_000  # milliseconds


class Safety:
    """Follows the gestures that wait for the disk. The window never waits itself: it asks to be closed later."""

    def __init__(self, frame: Frame, banner: Banner, status: StatusBar, close: Callable[[], object]) -> None:
        self.frame, self.banner, self.status, self._close = frame, banner, status, close
        self.loses = False  # the user chose to close without what could not be saved
        self._problem: Problem | None = None
        self._stays = False  # it was to be closed and could not be
        self._deadline = QTimer(banner)
        self._deadline.setSingleShot(True)
        self._deadline.timeout.connect(self._stay)
        frame.project.on_trouble(lambda problem: frame.post(lambda: self.trouble(problem)))
        if frame.project.read_only:
            self._say_read_only()

    @property
    def waiting(self) -> int:
        """Return how many marks are not on the disk yet."""
        return len({key for gesture in self.frame.session.unsaved for key in keys_of(gesture)})

    def saving(self) -> None:
        """Show how many marks wait; close when that was waited for."""
        waiting = self.waiting
        self.status.show_waiting(waiting)
        if not waiting:
            self._stays = False
        self._tell()
        if not waiting and self._deadline.isActive():
            self._deadline.stop()
            self._close()

    def trouble(self, problem: Problem | None) -> None:
        """Tell that the disk refuses, or (None) that it takes again."""
        self._problem = problem
        self._tell()

    def may_close(self) -> bool:
        """Return whether all is saved; else wait for it and close then, or stay open and say so."""
        if self.loses or not self.frame.session.unsaved:
            return True
        if not self._deadline.isActive():
            self.frame.project.retry()
            self._deadline.start(WAIT_AT_CLOSE)
            self.status.say("Closing when all is saved.")
        return False

    def _stay(self) -> None:
        self._stays = True
        self.status.say("Not everything could be saved: the window stays open.")
        self._tell()

    def _tell(self) -> None:
        waiting, problem = self.waiting, self._problem
        if problem is None and not self._stays:
            self.banner.clear("unsaved")
            return
        marks = counted(waiting, "mark")
        said = [str(problem)] if problem is not None else []
        if self._stays:
            said.append(f"{marks} not saved yet, so the window stays open.")
        elif waiting:
            said.append(f"{marks} not saved yet: what is labelled stays here and is tried again.")
        actions = {"Retry": self.frame.project.retry}
        if self._stays:
            actions[f"Close and lose {marks}"] = self._lose
        self.banner.tell("unsaved", " ".join(said), actions)

    def _lose(self) -> None:
        self.loses = True
        self._close()

    def _say_read_only(self) -> None:
        project = self.frame.project
        said = f"{project.path.name} is write-protected: it can be read, and nothing in it can be changed."
        self.frame.session.read_only = said
        self.banner.tell("read-only", f"{said} To label, change its rights or open a copy of it.", {})
