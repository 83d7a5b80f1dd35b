"""Take back an intake, or what another process did: the shell's own subcommand, in a child process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton

from annotator import jobs
from annotator.model.problem import Problem, counted
from annotator.model.tongue import tr
from annotator.project.moments import Recorded
from annotator.ui.frame import Frame


class TakingBack(QPushButton):
    """There for the gestures that can be taken back; what the child changes comes in as from any other process."""

    def __init__(self, frame: Frame, done: Callable[[], None]) -> None:
        super().__init__(tr("Take this back"))
        self.frame, self._done = frame, done
        self._line: Recorded | None = None
        self._runs = False
        self.clicked.connect(self._start)
        self.hide()

    def show_line(self, line: Recorded | None) -> None:
        """Take the gesture that is picked."""
        self._line = line
        intake = line is not None and line.gesture.via == "intake"
        self.setText(tr("Take the intake back") if intake else tr("Take this back"))
        self.setVisible(line is not None and self._can(line))
        self.setEnabled(not self._runs)

    def _can(self, line: Recorded) -> bool:
        gesture, project = line.gesture, self.frame.project
        if project.read_only or line.undone or not line.articles or gesture.undoes or gesture.via == "merge":
            return False
        return gesture.via == "intake" or gesture.author == project.author.id

    def _start(self) -> None:
        if self._line is None or self._runs:
            return
        self._runs, id = True, self._line.gesture.id
        self.setEnabled(False)
        self.frame.session.say(tr("Taking back\u2026"))
        threading.Thread(target=self._work, args=(id,), name="taking back", daemon=True).start()

    def _work(self, id: str) -> None:
        try:
            answer = jobs.finish(jobs.start("history", str(self.frame.project.path), "--take-back", id))
        except Problem as problem:
            said = str(problem)
        else:
            said = _told(answer)
        self.frame.post(lambda: self._finished(said))

    def _finished(self, said: str) -> None:
        self._runs = False
        self.setEnabled(True)
        self.frame.session.say(said)
        self._done()


def _told(answer: Any) -> str:
    """Return in words what the subcommand answered."""
    kept, said = len(answer["kept"]), tr("{marks} taken back.", marks=counted(answer["marks"], "mark"))
    if kept:
        stays = tr("stays") if kept == 1 else tr("stay")
        said += " " + tr("{articles} {stays}, because someone has worked there since: {which}.",
                         articles=counted(kept, "article"), stays=stays, which=", ".join(answer["kept"]))  # fmt: skip
    return said
