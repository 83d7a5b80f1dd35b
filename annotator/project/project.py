"""A project that is open: one thread that writes, one that reads, and word of what other processes did.

The shell works with `writer` and `reader` at once, on its own thread; the window gives gestures and requests and
takes futures, so that it never waits for a disk.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from annotator.model.edit import Gesture
from annotator.model.mark import Author
from annotator.model.problem import Problem
from annotator.model.request import Answer, Request
from annotator.project.connection import connect, may_write, trouble
from annotator.project.reader import Reader
from annotator.project.undo import edits_of
from annotator.project.writer import Writer, now

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

T = TypeVar("T")
LISTEN_SECONDS = 0.25  # how often the file is asked whether another process wrote
RETRY_SECONDS = 2.0
_PASSING = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")


class Project:
    """One open project file and who works in it."""

    def __init__(self, path: Path, author: Author, writable: bool = True) -> None:
        self.path, self.author = path, author
        self.read_only = not (writable and may_write(path))
        self._connection = connect(path, not self.read_only)
        self.reader = Reader(self._connection)  # of the thread that opened, until the first request
        self.writer = Writer(self._connection)
        self._commits = _Commits(self)
        self._reads = _Reads(self)

    @classmethod
    def open(cls, path: Path, author: Author, writable: bool = True) -> Project:
        """Open the project at `path`; raises Problem, the bytes untouched. Opening writes nothing."""
        try:
            return cls(path, author, writable)
        except sqlite3.Error as error:
            raise trouble(path, error) from error

    @property
    def name(self) -> str:
        """Return what the window calls the project."""
        return self.path.stem

    def store(self, gesture: Gesture, **more: Any) -> Gesture | None:
        """Store a gesture at once, on the calling thread, the author made known before; raises Problem."""
        try:
            return self.writer.store(gesture, author=self.author, **more)
        except sqlite3.Error as error:
            raise trouble(self.path, error) from error

    def commit(self, gesture: Gesture) -> Future[Gesture | None]:
        """Queue `gesture` for the writer's thread; the future brings what was stored, once the disk has it.

        While the disk refuses, the gesture waits and is tried again; the watcher of troubles is told.
        """
        return self._commits.add(gesture._replace(at=gesture.at or now()))

    def library(self, request: Request) -> Future[Answer]:
        """Answer a command's request on the reader's thread."""
        return self._reads.add(lambda reader: reader.answer(request))

    def read(self, function: Callable[[Reader], T]) -> Future[T]:
        """Run `function` on the reader's thread; it must be short, for it may hold up commits."""
        return self._reads.add(function)

    def watch(self, foreign: Callable[[Gesture], None]) -> None:
        """Call `foreign`, on the reader's thread, with each gesture that another process stores from now on."""
        self._reads.watch(foreign)

    def on_trouble(self, told: Callable[[Problem | None], None]) -> None:
        """Call `told`, on the writer's thread, when the disk refuses (a Problem) and when it takes again (None)."""
        self._commits.told = told

    def retry(self) -> None:
        """Try what waits again at once."""
        self._commits.wake()

    @property
    def unsaved(self) -> tuple[Gesture, ...]:
        """Return the gestures that are not yet on the disk."""
        return self._commits.waiting()

    def close(self, seconds: float = 5.0) -> tuple[Gesture, ...]:
        """Stop once all is saved, or after `seconds`; return what could not be saved. The project stays usable then."""
        left = self._commits.finish(seconds)
        if not left:
            self._reads.stop()
            self._connection.close()
        return left


class _Commits:
    """The writer's thread: gestures in the order they were made, the first tried until the disk takes it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.told: Callable[[Problem | None], None] = lambda _: None
        self._queue: deque[tuple[Gesture, Future[Gesture | None]]] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopping = False

    def add(self, gesture: Gesture) -> Future[Gesture | None]:
        from concurrent.futures import Future

        future: Future[Gesture | None] = Future()
        with self._changed:
            self._queue.append((gesture, future))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return future

    def waiting(self) -> tuple[Gesture, ...]:
        with self._changed:
            return tuple(gesture for gesture, _ in self._queue)

    def wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def finish(self, seconds: float) -> tuple[Gesture, ...]:
        with self._changed:
            self._changed.notify_all()
            if not self._changed.wait_for(lambda: not self._queue, seconds):
                return tuple(gesture for gesture, _ in self._queue)
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        return ()

    def _work(self) -> None:
        writer: Writer | None = None
        troubled = False
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._stopping)
                if not self._queue:
                    break
                gesture, future = self._queue[0]
            try:
                # A connection that met trouble is not trusted again: after a failed sync nothing it says is known.
                writer = writer or self._open()
                stored = writer.store(gesture, author=self.project.author)
            except (sqlite3.Error, Problem) as error:
                writer = _closed(writer)
                self.told(error if isinstance(error, Problem) else trouble(self.project.path, error))
                if isinstance(error, sqlite3.Error) and not _passes(error):
                    self._done(future, error=error)
                    continue
                troubled = True
                with self._changed:
                    self._changed.wait(RETRY_SECONDS)
                continue
            if troubled:
                troubled = False
                self.told(None)
            self._done(future, stored)
        _closed(writer)

    def _open(self) -> Writer:
        return Writer(connect(self.project.path), self.project.writer.replica)

    def _done(
        self, future: Future[Gesture | None], stored: Gesture | None = None, error: sqlite3.Error | None = None
    ) -> None:
        with self._changed:
            self._queue.popleft()
            self._changed.notify_all()
        if error is None:
            future.set_result(stored)
        else:
            future.set_exception(trouble(self.project.path, error))


def _passes(error: sqlite3.Error) -> bool:
    """Return whether the trouble may pass, so that the gesture waits; else it can never be stored."""
    return str(getattr(error, "sqlite_errorname", "")).startswith(_PASSING)


def _closed(writer: Writer | None) -> None:
    if writer is not None:
        writer.connection.close()


class _Reads:
    """The reader's thread: requests in order, and between them an ear for what other processes write."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._queue: queue.SimpleQueue[tuple[Callable[[Reader], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._foreign: Callable[[Gesture], None] | None = None
        self._thread: threading.Thread | None = None
        self._heard = project.reader.opened_at
        self._version = -1

    def add(self, function: Callable[[Reader], T]) -> Future[T]:
        from concurrent.futures import Future

        future: Future[T] = Future()
        self._queue.put((function, future))
        self._start()
        return future

    def watch(self, foreign: Callable[[Gesture], None]) -> None:
        self._foreign = foreign
        self._start()

    def stop(self) -> None:
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="reader", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        reader = self.project.reader
        while True:
            try:
                task = self._queue.get(timeout=LISTEN_SECONDS if self._foreign else None)
            except queue.Empty:
                self._listen(reader.connection)
                continue
            if task is None:
                return
            function, future = task
            try:
                future.set_result(function(reader))
            except sqlite3.Error as error:
                future.set_exception(trouble(self.project.path, error))
            except Exception as error:
                future.set_exception(error)

    def _listen(self, connection: sqlite3.Connection) -> None:
        try:
            version = connection.execute("PRAGMA data_version").fetchone()[0]
            if version == self._version:
                return
            heard = connection.execute(
                "SELECT seq, id, at, command, author, via, batch, undoes FROM gesture WHERE seq > ? ORDER BY seq",
                (self._heard,),
            ).fetchall()
            for seq, id_, at, command, author, via, batch, undoes in heard:
                self._heard = seq
                if id_.split("-")[1] != self.project.writer.replica and self._foreign is not None:
                    edits = edits_of(connection, seq)
                    self._foreign(Gesture("", command, author, via, edits, batch, undoes, id_, at))
            self._version = version
        except sqlite3.Error:
            return  # busy or gone for now: the next round hears it
