"""The writer's thread: gestures in the order they were made, the first tried until the disk takes it."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.edit import Gesture
from annotator.model.mark import Author
from annotator.model.problem import Problem
from annotator.project.connection import trouble
from annotator.project.writer import Writer

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

RETRY_SECONDS = 2.0
LOOK_SECONDS = 0.1  # between two looks whether what is waited for was given up
# A read that fails may look like damage; and from a damaged file what waits can still leave.
_PASSING = tuple(
    f"SQLITE_{name}"
    for name in ("BUSY", "LOCKED", "FULL", "IOERR", "READONLY", "CANTOPEN", "CORRUPT", "NOTADB", "NOMEM")
)


class Commits:
    """What waits for the disk in the project at `path`. `connected` returns a writer over a fresh connection."""

    def __init__(self, path: Path, connected: Callable[[], Writer], author: Callable[[], Author]) -> None:
        self._path, self._connected, self._author = path, connected, author
        self.told: Callable[[Problem | None], None] = lambda _: None
        self._queue: deque[tuple[Gesture, Future[Gesture | None], threading.Event | None]] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._given_up = False  # what the disk refuses now is not tried again
        self._retry = False  # asked for, perhaps while a try is still under way

    def add(self, gesture: Gesture, free: threading.Event | None = None) -> Future[Gesture | None]:
        """Queue `gesture`, to be stored when `free` is set; the future brings what was stored."""
        from concurrent.futures import Future

        future: Future[Gesture | None] = Future()
        future.set_running_or_notify_cancel()  # what is queued will be saved: nobody can cancel it
        with self._changed:
            if self._stopping:
                future.set_exception(closed_already(self._path))
                return future
            self._queue.append((gesture, future, free))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return future

    def waiting(self) -> tuple[Gesture, ...]:
        """Return what is not on the disk yet."""
        with self._changed:
            return tuple(gesture for gesture, *_ in self._queue)

    def wake(self) -> None:
        """Try again at once, also where a try is under way."""
        with self._changed:
            self._retry = True
            self._changed.notify_all()

    def wait(self, seconds: float) -> tuple[Gesture, ...]:
        """Wait until all is saved, or for `seconds`; return what is not."""
        self.wake()
        with self._changed:
            self._changed.wait_for(lambda: not self._queue, seconds)
            return tuple(gesture for gesture, *_ in self._queue)

    def finish(self, seconds: float) -> tuple[Gesture, ...]:
        """End the thread once all is saved, or return after `seconds` what is not."""
        left = self.wait(seconds)
        if not left:
            with self._changed:
                self._stopping = True
                self._changed.notify_all()
            if self._thread is not None:
                self._thread.join()
        return left

    def give_up(self) -> None:
        """End the thread, without what the disk does not take now; nobody is told of that any more."""
        with self._changed:
            self._stopping = self._given_up = self._retry = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        writer: Writer | None = None
        troubled = False
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._stopping)
                if not self._queue:
                    break
                gesture, future, free = self._queue[0]
            if not self._waited(free):
                break
            stored = problem = None
            try:
                # A connection that met trouble is not trusted again: after a failed sync nothing it says is known.
                writer = writer or self._connected()
                stored = writer.store(gesture, author=self._author())
            except Exception as error:  # whatever it is, the gestures behind this one must be saved
                waits = writer is None or _passes(error)  # what cannot be opened now may be later
                writer = _closed(writer)
                problem = self._told_of(error, gesture)
                if waits:
                    if self._given_up:
                        break
                    troubled = True
                    self.told(problem)
                    with self._changed:
                        self._changed.wait_for(lambda: self._retry, RETRY_SECONDS)
                        self._retry = False
                    continue
            if troubled:
                troubled = False
                self.told(None)
            self._done(future, stored, problem)
        _closed(writer)

    def _waited(self, free: threading.Event | None) -> bool:
        """Wait until a gesture may be stored; return False where it was given up meanwhile."""
        while free is not None and not free.wait(LOOK_SECONDS):
            if self._given_up:
                return False
        return True

    def _told_of(self, error: Exception, gesture: Gesture) -> Problem:
        if isinstance(error, sqlite3.Error):
            return trouble(self._path, error)
        if isinstance(error, Problem):
            return error
        what = f"{gesture.command} was not saved in {self._path}"
        return Problem(what, str(error) or type(error).__name__, "What it did is taken back.")

    def _done(self, future: Future[Gesture | None], stored: Gesture | None, problem: Problem | None) -> None:
        with self._changed:
            self._queue.popleft()
            self._changed.notify_all()
        if problem is None:
            future.set_result(stored)
        else:
            future.set_exception(problem)


def _passes(error: Exception) -> bool:
    """Return whether the trouble may pass, so that the gesture waits; else it can never be stored."""
    return str(getattr(error, "sqlite_errorname", "")).startswith(_PASSING)


def closed_already(path: Path) -> Problem:
    """Return the Problem of what is asked of the project at `path` after it was closed."""
    return Problem(f"{path}", "it is closed")


def _closed(writer: Writer | None) -> None:
    if writer is not None:
        writer.connection.close()
