"""The reader's thread: requests in order, and between them an ear for what other processes write."""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from annotator.model.edit import Gesture
from annotator.model.problem import Problem
from annotator.project import undo
from annotator.project.connection import Seen, refuse_another, trouble
from annotator.project.reader import Reader
from annotator.project.writing import closed_already

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

T = TypeVar("T")
LISTEN_SECONDS = 0.25  # how often the file is asked whether another process wrote
_Asked = tuple[Callable[[Reader], Any], "Future[Any]", bool]
_NOTHING: Any = object()  # no request came while there was time to listen


class Reads:
    """What is asked of the project at `path`; gestures of `replica`, which is this process, are not told."""

    def __init__(self, path: Path, seen: Seen, reader: Reader, replica: str) -> None:
        self._path, self._seen, self._reader, self._replica = path, seen, reader, replica
        self._queue: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._foreign: Callable[[Gesture], None] | None = None
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._heard = reader.opened_at
        self._version = -1

    def add(self, function: Callable[[Reader], T], moved: bool = False) -> Future[T]:
        """Ask for what `function` returns; with `moved` of a file, too, that is no longer at its path."""
        from concurrent.futures import Future

        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        if self._stopped:
            future.set_exception(closed_already(self._path))
        else:
            self._queue.put((function, future, moved))
            self._start()
        return future

    def watch(self, foreign: Callable[[Gesture], None]) -> None:
        """Call `foreign`, on this thread, with each gesture that another process stores."""
        self._foreign = foreign
        self._start()

    def stop(self) -> None:
        """End the thread once what was asked is answered."""
        self._stopped = True
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="reader", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        reader = self._reader
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
                refuse_another(self._path, self._seen)
            answer = function(reader)
        except sqlite3.Error as error:
            future.set_exception(trouble(self._path, error))
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(answer)

    def _listen(self, connection: sqlite3.Connection) -> None:
        try:
            refuse_another(self._path, self._seen)
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
        if self._foreign is None or self._replica in id:
            return
        try:
            edits = undo.edits_of(connection, seq)
        except Problem:
            return  # damaged: check tells
        self._foreign(Gesture("", command, author, via, edits, batch, undoes, id, at))
