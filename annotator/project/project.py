"""A project that is open: one thread that writes, one that reads, and word of what other processes did.

The shell works with `writer` and `reader` on its own thread; the window takes futures, and so never waits for a disk.
"""

from __future__ import annotations

import os
import queue
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from annotator.model.article import ArticleId
from annotator.model.edit import Gesture
from annotator.model.mark import Author
from annotator.model.problem import Problem
from annotator.model.request import Answer, Opened, Request
from annotator.project import edge, undo
from annotator.project.connection import connect, look, may_write, refuse_another, trouble
from annotator.project.reader import Reader
from annotator.project.undo import TakenBack
from annotator.project.writer import Writer, now

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

    from annotator.project.backup import Saved
    from annotator.project.cache import Cache
    from annotator.project.searching import Searcher

T = TypeVar("T")
LISTEN_SECONDS = 0.25  # how often the file is asked whether another process wrote
RETRY_SECONDS = 2.0
_PASSING = tuple(map("SQLITE_{}".format, "BUSY LOCKED FULL IOERR READONLY CANTOPEN CORRUPT NOTADB NOMEM".split()))


class Project:
    """One open project file and who works in it."""

    def __init__(self, path: Path, author: Author, writable: bool = True) -> None:
        self.path, self.author = path, author
        self.read_only = not (writable and may_write(path))
        self.seen = look(path)  # once, before anything is connected
        self._connection = connect(path, not self.read_only, seen=self.seen)
        try:
            edge.verify(self._connection, path)
            self.reader = Reader(self._connection)  # of the thread that opened, until the first request
        except BaseException:
            self._connection.close()
            raise
        self.writer = Writer(self._connection)
        self._commits = _Commits(self)
        self._reads = _Reads(self)
        self._searcher: Searcher | None = None

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

    def store(self, gesture: Gesture, texts: Mapping[ArticleId, str] | None = None) -> Gesture | None:
        """Store a gesture at once, on the calling thread, the author made known before; raises Problem."""
        return self.store_all((gesture,), texts)[0]

    def store_all(
        self, gestures: Sequence[Gesture], texts: Mapping[ArticleId, str] | None = None
    ) -> list[Gesture | None]:
        """Store gestures as `store` does, all of them or none; raises Problem."""
        try:
            return self.writer.store_all(gestures, texts, self.author)
        except sqlite3.Error as error:
            raise trouble(self.path, error) from error

    def take_back(self, gesture: str) -> TakenBack:
        """Take back at once the intake that `gesture` belongs to, or what this author did with it elsewhere.

        Of an intake the articles stay that someone has worked in since, of other gestures the marks changed since.
        Slice by slice: where it is stopped the rest is as it was, and taking back again goes on. Raises Problem.
        """
        slices = undo.slices_of(self._connection, gesture, self.author.id)
        intake, batch, marks, kept = {one.id for one in slices}, os.urandom(8).hex(), 0, list[ArticleId]()
        for one in slices:
            command, edits, staying = undo.back_of(self._connection, one, intake)
            kept += staying
            back = Gesture("", command, self.author.id, "shell", edits, batch, one.id)
            stored = self.store(back) if edits else None
            marks += sum(map(len, stored.edits.values())) if stored else 0
        if not marks and not kept:
            raise Problem(f"{gesture[:80]} was not taken back", "it is taken back already, or was changed since")
        return TakenBack(marks, list(dict.fromkeys(kept)))

    def cache(self) -> Cache:
        """Return the cache of what can be computed again, for the calling thread."""
        from annotator.project.cache import Cache  # the window starts without it

        return Cache.of(self._connection, self.path)

    def commit(self, gesture: Gesture) -> Future[Gesture | None]:
        """Queue `gesture` for the writer's thread; the future brings what was stored, once the disk has it.

        While the disk refuses, the gesture waits and is tried again; the watcher of troubles is told.
        """
        return self._commits.add(gesture._replace(at=gesture.at or now()))

    def library(self, request: Request) -> Future[Answer]:
        """Answer a command's request on the reader's thread."""
        asked = self._reads.add(lambda reader: reader.answer(request))
        asked.add_done_callback(self._look_ahead)
        return asked

    def _look_ahead(self, done: Future[Answer]) -> None:
        answer = None if done.exception() is not None else done.result()
        if isinstance(answer, Opened):
            self._reads.add(lambda reader: reader.read_ahead(answer.number, self.author.id))

    def read(self, function: Callable[[Reader], T]) -> Future[T]:
        """Run `function` on the reader's thread; it must be short, for it may hold up commits."""
        return self._reads.add(function)

    @property
    def searcher(self) -> Searcher:
        """Return what searches all articles; its thread starts when it is first used."""
        from annotator.project.searching import Searcher  # the window starts without it

        if self._searcher is None:
            self._searcher = Searcher(self.path, self.seen)
        return self._searcher

    def watch(self, foreign: Callable[[Gesture], None]) -> None:
        """Call `foreign`, on the reader's thread, with each gesture that another process stores from now on."""
        self._reads.watch(foreign)

    def on_trouble(self, told: Callable[[Problem | None], None]) -> None:
        """Call `told`, on the writer's thread, when the disk refuses (a Problem) and when it takes again (None)."""
        self._commits.told = told

    def retry(self) -> None:
        """Try what waits again at once."""
        self._commits.wake()

    def save_copy(self, target: Path) -> Future[Saved]:
        """Make a sound copy at `target`, with the gestures that wait for the disk now; of a moved file too."""
        from annotator.project.backup import in_background  # rarely needed

        return in_background(lambda take: self._reads.add(take, True), target, self.unsaved, self.writer, self.author)

    @property
    def unsaved(self) -> tuple[Gesture, ...]:
        """Return the gestures that are not yet on the disk."""
        return self._commits.waiting()

    def wait(self, seconds: float) -> tuple[Gesture, ...]:
        """Wait until all is saved, or for `seconds`; return what is not."""
        return self._commits.wait(seconds)

    def close(self, seconds: float = 5.0) -> tuple[Gesture, ...]:
        """Stop once all is saved, or after `seconds`; return what could not be saved. The project stays usable then."""
        left = self._commits.finish(seconds)
        if not left:
            self._reads.stop()
            if self._searcher is not None:
                self._searcher.stop()
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
        self._retry = False  # asked for, perhaps while a try is still under way

    def add(self, gesture: Gesture) -> Future[Gesture | None]:
        from concurrent.futures import Future

        future: Future[Gesture | None] = Future()
        future.set_running_or_notify_cancel()  # what is queued will be saved: nobody can cancel it
        with self._changed:
            if self._stopping:
                future.set_exception(_closed_already(self.project))
                return future
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
            self._retry = True
            self._changed.notify_all()

    def wait(self, seconds: float) -> tuple[Gesture, ...]:
        self.wake()
        with self._changed:
            self._changed.wait_for(lambda: not self._queue, seconds)
            return tuple(gesture for gesture, _ in self._queue)

    def finish(self, seconds: float) -> tuple[Gesture, ...]:
        left = self.wait(seconds)
        if not left:
            with self._changed:
                self._stopping = True
                self._changed.notify_all()
            if self._thread is not None:
                self._thread.join()
        return left

    def _work(self) -> None:
        writer: Writer | None = None
        troubled = False
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._stopping)
                if not self._queue:
                    break
                gesture, future = self._queue[0]
            stored = problem = None
            try:
                # A connection that met trouble is not trusted again: after a failed sync nothing it says is known.
                writer = writer or self._open()
                stored = writer.store(gesture, author=self.project.author)
            except Exception as error:  # whatever it is, the gestures behind this one must be saved
                waits = writer is None or _passes(error)  # what cannot be opened now may be later
                writer = _closed(writer)
                problem = self._told_of(error, gesture)
                if waits:
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

    def _open(self) -> Writer:
        writer = self.project.writer
        return Writer(connect(self.project.path, seen=self.project.seen), writer.replica, writer.memory)

    def _told_of(self, error: Exception, gesture: Gesture) -> Problem:
        if isinstance(error, sqlite3.Error):
            return trouble(self.project.path, error)
        if isinstance(error, Problem):
            return error
        what = f"{gesture.command} was not saved in {self.project.path}"
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
    """Return whether the trouble may pass, so that the gesture waits; a read that fails may look like damage."""
    return str(getattr(error, "sqlite_errorname", "")).startswith(_PASSING)


def _closed_already(project: Project) -> Problem:
    return Problem(f"{project.path}", "it is closed")


def _closed(writer: Writer | None) -> None:
    if writer is not None:
        writer.connection.close()


_Asked = tuple[Callable[[Reader], Any], "Future[Any]", bool]
_NOTHING: Any = object()  # no request came while there was time to listen


class _Reads:
    """The reader's thread: requests in order, and between them an ear for what other processes write."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._queue: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._foreign: Callable[[Gesture], None] | None = None
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._heard = project.reader.opened_at
        self._version = -1

    def add(self, function: Callable[[Reader], T], moved: bool = False) -> Future[T]:
        from concurrent.futures import Future

        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        if self._stopped:
            future.set_exception(_closed_already(self.project))
        else:
            self._queue.put((function, future, moved))
            self._start()
        return future

    def watch(self, foreign: Callable[[Gesture], None]) -> None:
        self._foreign = foreign
        self._start()

    def stop(self) -> None:
        self._stopped = True
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="reader", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        reader = self.project.reader
        listened = time.monotonic()
        while True:
            asked = self._next()
            if asked is None:
                return
            if asked is not _NOTHING:
                self._answer(*asked, reader)
            # Also between requests that follow each other without a pause, as of a list that is scrolled.
            if self._foreign and time.monotonic() - listened >= LISTEN_SECONDS:
                self._listen(reader.connection)
                listened = time.monotonic()

    def _next(self) -> _Asked | None:
        try:
            return self._queue.get(timeout=LISTEN_SECONDS if self._foreign else None)
        except queue.Empty:
            return _NOTHING

    def _answer(self, function: Callable[[Reader], Any], future: Future[Any], moved: bool, reader: Reader) -> None:
        try:
            if not moved:
                refuse_another(self.project.path, self.project.seen)
            answer = function(reader)
        except sqlite3.Error as error:
            future.set_exception(trouble(self.project.path, error))
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(answer)

    def _listen(self, connection: sqlite3.Connection) -> None:
        try:
            refuse_another(self.project.path, self.project.seen)
            version = connection.execute("PRAGMA data_version").fetchone()[0]
            if version == self._version:
                return
            heard = connection.execute(
                "SELECT seq, id, at, command, author, via, batch, undoes FROM gesture WHERE seq > ? ORDER BY seq",
                (self._heard,),
            ).fetchall()
            for seq, *header in heard:
                self._hear(connection, seq, header)
                self._heard = seq
            self._version = version
        except (sqlite3.Error, Problem):
            return  # busy or gone for now: the next round hears it

    def _hear(self, connection: sqlite3.Connection, seq: int, header: list[Any]) -> None:
        id, at, command, author, via, batch, undoes = header
        if self._foreign is None or self.project.writer.replica in id:
            return
        try:
            edits = undo.edits_of(connection, seq)
        except Problem:
            return  # damaged: check tells
        self._foreign(Gesture("", command, author, via, edits, batch, undoes, id, at))
