"""The thread that searches: answers what is sought over the project, and lets the index grow while nothing is.

Labelling goes before: every statement is short, and between two of them there is a pause.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.problem import Problem
from annotator.model.terms import Term
from annotator.model.tongue import tr
from annotator.project import cache
from annotator.project.connection import Seen, trouble
from annotator.project.search import HitPage, Index, Indexed

if TYPE_CHECKING:
    from concurrent.futures import Future  # it brings logging along, which the window starts without

PAUSE = 0.001  # seconds between two slices, in which whoever labels has the file and the processor
LOOK_SECONDS = 1.0  # how often an index that is whole looks for new articles
AGAIN_SECONDS = 5.0  # after trouble
Asked = tuple[tuple[Term, ...], int, "Future[HitPage | None]"]


class Searcher:
    """Searches one project and keeps its index up, on a thread of its own from the first call on."""

    def __init__(self, path: Path, seen: Seen) -> None:
        self._path, self._seen = path, seen
        self._queue: queue.SimpleQueue[Asked | None] = queue.SimpleQueue()
        self._told: Callable[[Indexed], None] = lambda _: None
        self._index: Index | None = None
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._sought = 0  # how often was asked: only the newest question is worth an answer
        self._asked: Index | None = None  # what is asked at this moment; under the lock, and nothing else is broken off
        self._lock = threading.Lock()
        self.indexed = Indexed(0, 0)

    def start(self) -> None:
        """Begin to index, if that has not begun."""
        if self._thread is None and not self._stopped:
            self._thread = threading.Thread(target=self._work, name="searcher", daemon=True)
            self._thread.start()

    def watch(self, told: Callable[[Indexed], None]) -> None:
        """Call `told`, on this thread, when more is indexed and when it does not go on."""
        self._told = told

    def search(self, terms: Sequence[Term], last: int = 0) -> Future[HitPage | None]:
        """Return a page of the articles after number `last` that hold the terms; None when sought again meanwhile."""
        from concurrent.futures import Future

        future: Future[HitPage | None] = Future()
        future.set_running_or_notify_cancel()
        if self._stopped:
            future.set_result(None)
            return future
        self._sought += 1
        self._break_off()
        self._queue.put((tuple(terms), last, future))
        self.start()
        return future

    def stop(self) -> None:
        """Stop, what is indexed kept."""
        self._stopped = True
        self._queue.put(None)
        self._break_off()
        if self._thread is not None:
            self._thread.join()

    def _break_off(self) -> None:
        """Break off the question that is being answered; what comes after it is not touched."""
        with self._lock:
            if self._asked is not None:
                self._asked.interrupt()

    # ---- the thread
    def _work(self) -> None:
        pause = 0.0
        taken = 0
        while not self._stopped:
            try:
                asked = self._queue.get(timeout=pause) if pause else self._queue.get_nowait()
            except queue.Empty:
                pause = self._grow()
                continue
            if asked is None:
                break
            taken += 1
            if taken == self._sought:
                self._answer(*asked)
            else:
                asked[2].set_result(None)
            pause = PAUSE
        self._close()

    def _grow(self) -> float:
        """Index a slice and return for how long to let others work."""
        try:
            index = self._opened()
            kept = index.is_kept
            more = index.grow()
            if not more or (index.is_kept and not kept) or self.indexed.trouble:
                self._tell(index.indexed())
        except (Problem, sqlite3.Error, OSError) as error:
            self._tell_trouble(error)
            return AGAIN_SECONDS
        return PAUSE if more else LOOK_SECONDS

    def _opened(self) -> Index:
        if self._index is None:
            try:
                self._index = Index(self._path, self._seen)
            except sqlite3.Error as error:
                raise self._meaning(error) from error
        return self._index

    def _answer(self, terms: tuple[Term, ...], last: int, future: Future[HitPage | None]) -> None:
        try:
            page = self._page(self._opened(), terms, last)
        except Exception as error:  # whatever it is, somebody waits for the answer
            if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
                future.set_result(None)
                return
            self._tell_trouble(error)
            future.set_exception(self._meaning(error))
        else:
            future.set_result(page)

    def _page(self, index: Index, terms: tuple[Term, ...], last: int) -> HitPage:
        with self._lock:
            self._asked = index
        try:
            return index.page(terms, last)
        finally:
            with self._lock:
                self._asked = None

    # ---- trouble
    def _tell(self, indexed: Indexed) -> None:
        if indexed != self.indexed:
            self.indexed = indexed
            self._told(indexed)

    def _tell_trouble(self, error: Exception) -> None:
        """Begin anew after trouble; a damaged cache is removed."""
        index, self._index = self._index, None
        path = index.cache_path if index is not None else None
        if index is not None:
            index.close()
        damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        if damaged and path is not None:
            cache.remove(path)
        self._tell(self.indexed._replace(trouble=str(self._meaning(error))))

    def _meaning(self, error: Exception) -> Problem:
        if isinstance(error, Problem):
            return error
        if "no such module" in str(error):
            return Problem(tr("the articles cannot be indexed"), tr("this SQLite has no full text search"))
        told = trouble(self._path, error) if isinstance(error, sqlite3.Error) else Problem("", str(error))
        return Problem(tr("the articles cannot be indexed"), told.why)

    def _close(self) -> None:
        if self._index is not None:
            self._index.close()
        while not self._queue.empty():
            asked = self._queue.get()
            if asked is not None:
                asked[2].set_result(None)
