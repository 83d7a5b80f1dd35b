"""What an export would be, worked out by the shell in a child process, and anew whenever a choice changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator import jobs

PAUSE = 300  # milliseconds after the last change


class Preview(QObject):
    """Runs one child at a time. What an older one still says is not heard."""

    told = Signal(dict)  # how far it is
    answered = Signal(dict)
    refused = Signal(str)  # why there is none, in a sentence

    def __init__(self, parent: QObject, post: Callable[[Callable[[], None]], None]) -> None:
        super().__init__(parent)
        self._post = post
        self._job: jobs.Job | None = None
        self._turn = 0  # which one is waited for
        self._words: tuple[str, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._begin)

    @property
    def job(self) -> jobs.Job | None:
        """Return the child at work, if there is one."""
        return self._job

    def ask(self, words: tuple[str, ...]) -> None:
        """Work out what these words of the shell would do, once nothing was asked for a moment."""
        self.stop()
        self._words = words
        self._pause.start()

    def stop(self) -> None:
        """End the child; nothing more is told."""
        self._pause.stop()
        self._turn += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _begin(self) -> None:
        turn = self._turn
        self._job = jobs.Job(
            self._words,
            lambda facts: self._post(lambda: self._hear(turn, facts)),
            lambda answer, said: self._post(lambda: self._end(turn, answer, said)),
        )

    def _hear(self, turn: int, facts: dict[str, Any]) -> None:
        if turn == self._turn:
            self.told.emit(facts)

    def _end(self, turn: int, answer: Any, said: str) -> None:
        if turn != self._turn:
            return  # another one is waited for, or the dialog is closed
        self._job = None
        if answer is None:
            self.refused.emit(said)
        else:
            self.answered.emit(answer)
